//! A JSON value whose members keep their order.

use serde::{Serialize, Serializer, ser::SerializeMap};
use serde_json::{Number, Value};

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Node {
    Null,
    Bool(bool),
    Number(Number),
    Text(String),
    List(Vec<Node>),
    Object(Object),
}

#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Object(Vec<(String, Node)>);

impl Object {
    pub(super) fn new() -> Self {
        Self::default()
    }

    pub(super) fn with(mut self, name: impl Into<String>, value: impl Into<Node>) -> Self {
        self.0.push((name.into(), value.into()));
        self
    }

    pub(super) fn with_some(self, name: impl Into<String>, value: Option<impl Into<Node>>) -> Self {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    /// Adds the member unless it would be empty.
    pub(super) fn with_any(self, name: impl Into<String>, value: Object) -> Self {
        let value = (!value.is_empty()).then_some(value);
        self.with_some(name, value)
    }

    /// The members of both.
    pub(super) fn extended(mut self, other: Object) -> Self {
        self.0.extend(other.0);
        self
    }

    pub(super) fn push(&mut self, name: impl Into<String>, value: impl Into<Node>) {
        self.0.push((name.into(), value.into()));
    }

    /// The same members with other values.
    pub(super) fn map(self, change: impl Fn(&str, Node) -> Node) -> Self {
        let members = self.0.into_iter();
        Self(
            members
                .map(|(name, value)| {
                    let value = change(&name, value);
                    (name, value)
                })
                .collect(),
        )
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&str, &Node)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value))
    }

    pub(super) fn into_members(self) -> impl Iterator<Item = (String, Node)> {
        self.0.into_iter()
    }

    #[cfg(test)]
    pub(super) fn get(&self, name: &str) -> Option<&Node> {
        self.iter()
            .find(|(other, _)| *other == name)
            .map(|(_, value)| value)
    }
}

impl<N: Into<String>, V: Into<Node>> FromIterator<(N, V)> for Object {
    fn from_iter<I: IntoIterator<Item = (N, V)>>(members: I) -> Self {
        Self(
            members
                .into_iter()
                .map(|(name, value)| (name.into(), value.into()))
                .collect(),
        )
    }
}

impl From<&str> for Node {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Node {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<bool> for Node {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}

impl From<u64> for Node {
    fn from(number: u64) -> Self {
        Self::Number(number.into())
    }
}

impl From<Object> for Node {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<T: Into<Node>> From<Vec<T>> for Node {
    fn from(list: Vec<T>) -> Self {
        Self::List(list.into_iter().map(Into::into).collect())
    }
}

impl From<Value> for Node {
    fn from(value: Value) -> Self {
        match value {
            Value::Null => Self::Null,
            Value::Bool(value) => Self::Bool(value),
            Value::Number(number) => Self::Number(number),
            Value::String(text) => Self::Text(text),
            Value::Array(list) => list.into(),
            Value::Object(members) => Self::Object(members.into_iter().collect()),
        }
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Null => serializer.serialize_unit(),
            Self::Bool(value) => value.serialize(serializer),
            Self::Number(number) => number.serialize(serializer),
            Self::Text(text) => text.serialize(serializer),
            Self::List(list) => list.serialize(serializer),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in self.iter() {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}
