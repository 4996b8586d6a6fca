//! Lists and maps, which several variables can share.

use super::{Number, Unprintable, Value};
use indexmap::IndexMap;
use std::{
    mem,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
};

/// How many elements a list may grow to.
pub(crate) const LONGEST_LIST: usize = 1_000_000;

/// Where a list comes from decides how it prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListKind {
    /// From a JSON text: prints as JSON.
    Json,
    /// From the template: prints as `[a, b]`.
    Java,
    /// From `split`: an array.
    Array,
}

/// A shared list.
#[derive(Debug)]
pub struct List {
    kind: ListKind,
    items: Mutex<Vec<Value>>,
    changes: AtomicUsize,
}

/// A shared map, in the order of insertion.
#[derive(Debug, Default)]
pub struct Map {
    members: Mutex<IndexMap<Key, Value>>,
    changes: AtomicUsize,
    replaced: Mutex<Vec<Key>>,
}

/// The key of a map: a string nearly always.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Key {
    /// `null`.
    Null,
    /// A boolean.
    Boolean(bool),
    /// An `Integer`.
    Integer(i32),
    /// A `Long`.
    Long(i64),
    /// A string.
    Text(Arc<str>),
    /// Anything else, by the text it prints as.
    Other(Arc<str>),
}

/// A live view of a map.
#[derive(Debug, Clone)]
pub struct View {
    pub(crate) kind: ViewKind,
    pub(crate) map: Arc<Map>,
}

/// What of a map is in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViewKind {
    /// `keySet()`.
    Keys,
    /// `values()`.
    Values,
    /// `entrySet()`.
    Entries,
}

/// `$foreach` in one loop; templates can also keep members in it.
#[derive(Debug)]
pub struct LoopScope {
    pub(crate) index: AtomicUsize,
    pub(crate) has_next: Mutex<bool>,
    pub(crate) parent: Option<Arc<LoopScope>>,
    pub(crate) replaced: Value,
    pub(crate) members: Arc<Map>,
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

impl List {
    pub(crate) fn new(kind: ListKind, items: Vec<Value>) -> Self {
        Self {
            kind,
            items: Mutex::new(items),
            changes: AtomicUsize::new(0),
        }
    }

    pub(crate) fn kind(&self) -> ListKind {
        self.kind
    }

    pub(crate) fn items(&self) -> Vec<Value> {
        lock(&self.items).clone()
    }

    pub(crate) fn get(&self, index: usize) -> Option<Value> {
        lock(&self.items).get(index).cloned()
    }

    pub(crate) fn len(&self) -> usize {
        lock(&self.items).len()
    }

    /// Replaces an element, which is no change to whoever iterates.
    pub(crate) fn set(&self, index: usize, value: Value) -> Option<Value> {
        lock(&self.items)
            .get_mut(index)
            .map(|slot| mem::replace(slot, value))
    }

    pub(crate) fn change<T>(&self, change: impl FnOnce(&mut Vec<Value>) -> T) -> T {
        self.changes.fetch_add(1, Ordering::Relaxed);
        change(&mut lock(&self.items))
    }

    pub(crate) fn changes(&self) -> usize {
        self.changes.load(Ordering::Relaxed)
    }
}

impl Map {
    pub(crate) fn new(members: impl IntoIterator<Item = (Key, Value)>) -> Self {
        Self {
            members: Mutex::new(members.into_iter().collect()),
            changes: AtomicUsize::new(0),
            replaced: Mutex::default(),
        }
    }

    pub(crate) fn get(&self, key: &Key) -> Option<Value> {
        lock(&self.members).get(key).cloned()
    }

    pub(crate) fn contains(&self, key: &Key) -> bool {
        lock(&self.members).contains_key(key)
    }

    /// Sets a member, and gives the value that it replaces.
    pub(crate) fn put(&self, key: Key, value: Value) -> Option<Value> {
        let before = lock(&self.members).insert(key.clone(), value);
        if before.is_none() {
            self.changes.fetch_add(1, Ordering::Relaxed);
        } else {
            lock(&self.replaced).push(key);
        }
        before
    }

    pub(crate) fn remove(&self, key: &Key) -> Option<Value> {
        let before = lock(&self.members).shift_remove(key);
        if before.is_some() {
            self.changes.fetch_add(1, Ordering::Relaxed);
        }
        before
    }

    pub(crate) fn clear(&self) {
        self.changes.fetch_add(1, Ordering::Relaxed);
        let removed = mem::take(&mut *lock(&self.members));
        drop(removed);
    }

    pub(crate) fn len(&self) -> usize {
        lock(&self.members).len()
    }

    pub(crate) fn keys(&self) -> Vec<Value> {
        lock(&self.members).keys().map(Key::to_value).collect()
    }

    pub(crate) fn values(&self) -> Vec<Value> {
        lock(&self.members).values().cloned().collect()
    }

    pub(crate) fn members(&self) -> Vec<(Key, Value)> {
        lock(&self.members)
            .iter()
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }

    pub(crate) fn changes(&self) -> usize {
        self.changes.load(Ordering::Relaxed)
    }

    /// The keys whose values were set a second time.
    pub(crate) fn replaced(&self) -> Vec<Key> {
        lock(&self.replaced).clone()
    }
}

impl Key {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    pub(crate) fn of(value: &Value) -> Result<Self, Unprintable> {
        Ok(match value {
            Value::Null => Self::Null,
            Value::Boolean(value) => Self::Boolean(*value),
            Value::Number(Number::Integer(value)) => Self::Integer(*value),
            Value::Number(Number::Long(value)) => Self::Long(*value),
            Value::Text(text) => Self::Text(text.clone()),
            other => Self::Other(other.to_text()?.into()),
        })
    }

    pub(crate) fn to_value(&self) -> Value {
        match self {
            Self::Null => Value::Null,
            Self::Boolean(value) => Value::Boolean(*value),
            Self::Integer(value) => Value::Number(Number::Integer(*value)),
            Self::Long(value) => Value::Number(Number::Long(*value)),
            Self::Text(text) | Self::Other(text) => Value::Text(text.clone()),
        }
    }
}

impl View {
    pub(crate) fn values(map: &Arc<Map>) -> Self {
        Self {
            kind: ViewKind::Values,
            map: map.clone(),
        }
    }

    pub(crate) fn items(&self) -> Vec<Value> {
        self.map
            .members()
            .iter()
            .map(|(key, _)| self.item(key))
            .collect()
    }

    /// What the view shows of one member.
    pub(crate) fn item(&self, key: &Key) -> Value {
        match self.kind {
            ViewKind::Keys => key.to_value(),
            ViewKind::Values => self.map.get(key).unwrap_or_default(),
            ViewKind::Entries => Value::Entry(self.map.clone(), key.clone()),
        }
    }
}

impl LoopScope {
    pub(crate) fn index(&self) -> usize {
        self.index.load(Ordering::Relaxed)
    }

    pub(crate) fn has_next(&self) -> bool {
        *lock(&self.has_next)
    }

    pub(crate) fn advance(&self, index: usize, has_next: bool) {
        self.index.store(index, Ordering::Relaxed);
        *lock(&self.has_next) = has_next;
    }
}

impl Drop for List {
    fn drop(&mut self) {
        drop_flat(mem::take(
            self.items.get_mut().unwrap_or_else(PoisonError::into_inner),
        ));
    }
}

impl Drop for Map {
    fn drop(&mut self) {
        let members = mem::take(
            self.members
                .get_mut()
                .unwrap_or_else(PoisonError::into_inner),
        );
        drop_flat(members.into_values().collect());
    }
}

/// A template can nest lists deeper than the stack is: they are taken apart one by one.
fn drop_flat(mut values: Vec<Value>) {
    while let Some(value) = values.pop() {
        match value {
            Value::List(list) => {
                if let Some(mut list) = Arc::into_inner(list) {
                    values.append(list.items.get_mut().unwrap_or_else(PoisonError::into_inner));
                }
            }
            Value::Map(map) => {
                if let Some(mut map) = Arc::into_inner(map) {
                    let members = map
                        .members
                        .get_mut()
                        .unwrap_or_else(PoisonError::into_inner);
                    values.extend(mem::take(members).into_values());
                }
            }
            _ => {}
        }
    }
}
