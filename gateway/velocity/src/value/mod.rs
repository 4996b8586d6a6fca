//! The values of a template: what Java's objects are to Velocity.
//!
//! Maps and lists are shared, as in Java: `#set($copy = $map)` gives the same map a second name.

mod display;
mod equality;
mod number;
mod read_json;
mod shared;
mod write_json;

pub use number::Number;
pub use read_json::InvalidJson;

pub(crate) use display::MAX_TEXT;
pub use display::Unprintable;
pub(crate) use shared::{Key, LONGEST_LIST, List, ListKind, LoopScope, Map, View, ViewKind};

use std::sync::Arc;

/// Any value that a template can hold.
///
/// ```
/// # use apigw_velocity::Value;
/// let value = Value::parse_json(r#"{"name": "tea", "sizes": [1, 2]}"#).unwrap();
/// assert_eq!(value.to_text().unwrap(), "{name=tea, sizes=[1,2]}");
/// assert_eq!(value.get("name"), Some(Value::from("tea")));
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum Value {
    /// JSON's `null`, and what has no value.
    #[default]
    Null,
    /// `true` or `false`.
    Boolean(bool),
    /// A number.
    Number(Number),
    /// A `java.lang.Character`.
    Character(char),
    /// A string.
    Text(Arc<str>),
    /// A list: of a JSON text, of a template, or an array.
    List(Arc<List>),
    /// A map that keeps the order of its members.
    Map(Arc<Map>),
    /// What `keySet()`, `values()` and `entrySet()` give.
    View(View),
    /// One member of a map.
    Entry(Arc<Map>, Key),
    /// `$foreach`.
    Loop(Arc<LoopScope>),
    /// `$input`.
    Input,
    /// `$util`.
    Util,
}

impl Value {
    /// An empty map.
    #[must_use]
    pub fn empty_map() -> Self {
        Self::Map(Arc::default())
    }

    /// The value of a JSON text, read as leniently as AWS's library does: a plain text is a string.
    ///
    /// # Errors
    /// When not even that helps, or it is nested too deeply.
    pub fn parse_json(text: &str) -> Result<Self, InvalidJson> {
        read_json::parse(text)
    }

    /// The member of a map.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<Self> {
        match self {
            Self::Map(map) => map.get(&Key::text(name)),
            _ => None,
        }
    }

    /// Sets the member of a map; on any other value nothing happens.
    pub fn set(&self, name: &str, value: impl Into<Self>) {
        if let Self::Map(map) = self {
            map.put(Key::text(name), value.into());
        }
    }

    /// The names of a map's members, in order.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        match self {
            Self::Map(map) => map
                .keys()
                .iter()
                .filter_map(|key| key.to_text().ok())
                .collect(),
            _ => Vec::new(),
        }
    }

    /// The text that a template prints for it.
    ///
    /// # Errors
    /// When it is too large or nested too deeply; a list can contain itself.
    pub fn to_text(&self) -> Result<String, Unprintable> {
        let mut text = String::new();
        display::write(self, &mut text, 0)?;
        Ok(text)
    }

    /// The JSON text that `$input.json` prints for it.
    ///
    /// # Errors
    /// When it is too large or nested too deeply.
    pub fn to_json(&self) -> Result<String, Unprintable> {
        let mut text = String::new();
        write_json::write(self, &mut text, write_json::Slashes::Plain, 0)?;
        Ok(text)
    }

    pub(crate) fn list(kind: ListKind, items: Vec<Self>) -> Self {
        Self::List(Arc::new(List::new(kind, items)))
    }

    pub(crate) fn integer(value: usize) -> Self {
        Self::Number(Number::Integer(i32::try_from(value).unwrap_or(i32::MAX)))
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Number(Number::Integer(value))
    }
}

impl<N: Into<Arc<str>>> FromIterator<(N, Value)> for Value {
    fn from_iter<I: IntoIterator<Item = (N, Value)>>(members: I) -> Self {
        Self::Map(Arc::new(Map::new(
            members
                .into_iter()
                .map(|(name, value)| (Key::Text(name.into()), value)),
        )))
    }
}
