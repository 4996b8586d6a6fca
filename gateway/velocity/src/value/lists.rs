//! The heap's lists.

use super::{super::budget::Fault, Heap, ListId, ListKind, Value, heap::List};
use std::mem;

/// How many elements a list may grow to.
pub(crate) const LONGEST_LIST: usize = 1_000_000;

/// The memory of an element, with the room that a list keeps to grow.
const ELEMENT: usize = 2 * mem::size_of::<Value>();

impl Heap {
    pub(crate) fn new_list(&mut self, kind: ListKind, items: Vec<Value>) -> Result<Value, Fault> {
        self.budget.take(ELEMENT * items.len())?;
        self.charged_list(kind, items)
    }

    /// A list whose elements are charged already, by [`Self::charge_element`].
    pub(super) fn charged_list(
        &mut self,
        kind: ListKind,
        items: Vec<Value>,
    ) -> Result<Value, Fault> {
        let id = ListId::at(self)?;
        self.lists.push(List {
            kind,
            items,
            changes: 0,
        });
        Ok(Value::List(id))
    }

    pub(crate) fn charge_element(&mut self) -> Result<(), Fault> {
        self.budget.charge(1)?;
        self.budget.take(ELEMENT)
    }

    fn list(&self, id: ListId) -> &List {
        &self.lists[id.index()]
    }

    pub(crate) fn list_kind(&self, id: ListId) -> ListKind {
        self.list(id).kind
    }

    pub(crate) fn list_len(&self, id: ListId) -> usize {
        self.list(id).items.len()
    }

    pub(crate) fn list_changes(&self, id: ListId) -> u32 {
        self.list(id).changes
    }

    pub(crate) fn item(&self, id: ListId, at: usize) -> Option<Value> {
        self.list(id).items.get(at).copied()
    }

    /// A copy of the elements.
    pub(crate) fn items(&mut self, id: ListId) -> Result<Vec<Value>, Fault> {
        self.budget.charge(self.list_len(id))?;
        Ok(self.list(id).items.clone())
    }

    /// Replaces an element, which is not a change to a loop that runs over the list.
    pub(crate) fn set_item(&mut self, id: ListId, at: usize, value: Value) -> Option<Value> {
        let slot = self.lists[id.index()].items.get_mut(at);
        slot.map(|slot| mem::replace(slot, value))
    }

    /// Changes the elements, which takes a step for each, and adds up to `added` of them.
    pub(crate) fn change_list<T>(
        &mut self,
        id: ListId,
        added: usize,
        change: impl FnOnce(&mut Vec<Value>) -> T,
    ) -> Result<T, Fault> {
        let length = self.list_len(id) + added;
        if added > 0 && length > LONGEST_LIST {
            return Err(format!("a list has more than {LONGEST_LIST} elements").into());
        }
        self.budget.take(ELEMENT * added)?;
        let list = &mut self.lists[id.index()];
        list.changes += 1;
        Ok(change(&mut list.items))
    }
}
