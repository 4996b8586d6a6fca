//! A place in a JSON document, which knows its pointer.

use super::error::CheckError;
use serde_json::Value;

#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    value: &'a Value,
    pointer: String,
}

impl<'a> Cursor<'a> {
    pub(super) fn root(value: &'a Value) -> Self {
        Self {
            value,
            pointer: String::new(),
        }
    }

    pub(super) fn value(&self) -> &'a Value {
        self.value
    }

    pub(super) fn shape(&self, problem: impl Into<String>) -> CheckError {
        CheckError::Shape {
            pointer: self.pointer.clone(),
            problem: problem.into(),
        }
    }

    fn is_not(&self, wanted: &str) -> CheckError {
        let kind = match self.value {
            Value::Null => "null",
            Value::Bool(_) => "a boolean",
            Value::Number(_) => "a number",
            Value::String(_) => "a string",
            Value::Array(_) => "an array",
            Value::Object(_) => "an object",
        };
        self.shape(format!("is {kind}, and must be {wanted}"))
    }

    /// The member of this name, unless it is absent or null.
    pub(super) fn get(&self, name: &str) -> Result<Option<Self>, CheckError> {
        let members = self.object()?;
        Ok(members
            .get(name)
            .filter(|value| !value.is_null())
            .map(|value| self.child(name, value)))
    }

    /// The members.
    pub(super) fn members(&self) -> Result<Vec<(&'a str, Self)>, CheckError> {
        let members = self.object()?;
        Ok(members
            .iter()
            .map(|(name, value)| (name.as_str(), self.child(name, value)))
            .collect())
    }

    /// The members of the member of this name; none if it is absent.
    pub(super) fn members_of(&self, name: &str) -> Result<Vec<(&'a str, Self)>, CheckError> {
        self.get(name)?
            .map_or(Ok(Vec::new()), |member| member.members())
    }

    pub(super) fn text(&self) -> Result<&'a str, CheckError> {
        self.value.as_str().ok_or_else(|| self.is_not("a string"))
    }

    /// A text, or nothing where there is null.
    pub(super) fn text_or_null(&self) -> Result<&'a str, CheckError> {
        match self.value {
            Value::Null => Ok(""),
            _ => self.text(),
        }
    }

    pub(super) fn member_text(&self, name: &str) -> Result<Option<&'a str>, CheckError> {
        self.get(name)?.map(|member| member.text()).transpose()
    }

    /// A member that is true or false; it is false where it is absent.
    pub(super) fn member_flag(&self, name: &str) -> Result<bool, CheckError> {
        let Some(member) = self.get(name)? else {
            return Ok(false);
        };
        match member.value {
            Value::Bool(flag) => Ok(*flag),
            _ => Err(member.is_not("true or false")),
        }
    }

    /// The items of the member of this name; none if it is absent.
    pub(super) fn items_of(&self, name: &str) -> Result<Vec<Self>, CheckError> {
        self.get(name)?
            .map_or(Ok(Vec::new()), |member| member.items())
    }

    fn items(&self) -> Result<Vec<Self>, CheckError> {
        let items = self.value.as_array();
        let items = items.ok_or_else(|| self.is_not("an array"))?;
        let items = items.iter().enumerate();
        Ok(items
            .map(|(index, item)| self.child(&index.to_string(), item))
            .collect())
    }

    pub(super) fn texts(&self) -> Result<Vec<&'a str>, CheckError> {
        self.items()?.iter().map(Self::text).collect()
    }

    /// A status, written as a number or as its digits.
    pub(super) fn status(&self) -> Result<u16, CheckError> {
        let number = match self.value {
            Value::Number(number) => number.as_u64().and_then(|number| number.try_into().ok()),
            Value::String(digits) => digits.parse().ok(),
            _ => None,
        };
        number
            .filter(|status| (100..600).contains(status))
            .ok_or_else(|| self.is_not("a status from 100 to 599"))
    }

    fn object(&self) -> Result<&'a serde_json::Map<String, Value>, CheckError> {
        self.value
            .as_object()
            .ok_or_else(|| self.is_not("an object"))
    }

    fn child(&self, name: &str, value: &'a Value) -> Self {
        let name = name.replace('~', "~0").replace('/', "~1");
        Self {
            value,
            pointer: format!("{}/{name}", self.pointer),
        }
    }
}
