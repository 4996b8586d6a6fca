//! A place in the document, which knows its JSON pointer.

use super::DocumentProblem;
use crate::{infrastructure::Origins, text::pictured};
use serde_json::{Map, Value};

/// How long the reason of a problem may be, in characters.
const REASON_LIMIT: usize = 400;

/// A reason without control characters, which are not for terminals, and no longer than [`REASON_LIMIT`]: parts of it are what
/// stands in the document.
pub(crate) fn on_one_line(reason: &str) -> String {
    let mut characters = pictured(reason);
    let mut line: String = characters.by_ref().take(REASON_LIMIT).collect();
    if characters.next().is_some() {
        line.push('…');
    }
    line
}

#[derive(Debug, Clone)]
pub(super) struct Cursor<'a> {
    pub(super) value: &'a Value,
    root: &'a Value,
    /// Where the document's parts are in the file; `None` if the document is the file.
    origins: Option<&'a Origins>,
    pointer: String,
}

impl<'a> Cursor<'a> {
    pub(super) fn root(root: &'a Value) -> Self {
        Self::within(root, None)
    }

    /// The root of a document that was put together from the parts of a file.
    pub(super) fn within(root: &'a Value, origins: Option<&'a Origins>) -> Self {
        Self {
            value: root,
            root,
            origins,
            pointer: String::new(),
        }
    }

    pub(super) fn problem(&self, reason: impl Into<String>) -> DocumentProblem {
        DocumentProblem {
            pointer: self.pointer(),
            reason: on_one_line(&reason.into()),
            not_run: None,
        }
    }

    /// The place in the file.
    pub(super) fn pointer(&self) -> String {
        match self.origins {
            Some(origins) => origins.of(&self.pointer),
            None => self.pointer.clone(),
        }
    }

    /// The place in the document, which no other has.
    pub(super) fn id(&self) -> &str {
        &self.pointer
    }

    fn child(&self, key: &str, value: &'a Value) -> Self {
        let key = key.replace('~', "~0").replace('/', "~1");
        Self {
            value,
            root: self.root,
            origins: self.origins,
            pointer: format!("{}/{key}", self.pointer),
        }
    }

    /// A member that is there and not null.
    pub(super) fn get(&self, key: &str) -> Option<Self> {
        let value = self.value.get(key).filter(|value| !value.is_null())?;
        Some(self.child(key, value))
    }

    pub(super) fn required(&self, key: &str) -> Result<Self, DocumentProblem> {
        self.get(key)
            .ok_or_else(|| self.problem(format!("`{key}` is missing")))
    }

    /// The place at `pointer`, from here.
    pub(super) fn at(&self, pointer: &str) -> Option<Self> {
        Some(Self {
            value: self.value.pointer(pointer)?,
            root: self.root,
            origins: self.origins,
            pointer: format!("{}{pointer}", self.pointer),
        })
    }

    /// The place that `$ref` names, if there is a `$ref`.
    pub(super) fn resolved(&self) -> Result<Self, DocumentProblem> {
        let mut place = self.clone();
        for _ in 0..16 {
            let Some(reference) = place.get("$ref") else {
                return Ok(place);
            };
            let target = reference
                .text()?
                .strip_prefix('#')
                .and_then(|pointer| Self::within(self.root, self.origins).at(pointer));
            place = target.ok_or_else(|| reference.problem("the reference leads nowhere"))?;
        }
        Err(self.problem("the reference leads to itself"))
    }

    pub(super) fn object(&self) -> Result<&'a Map<String, Value>, DocumentProblem> {
        self.value
            .as_object()
            .ok_or_else(|| self.problem("this must be an object"))
    }

    pub(super) fn members(&self) -> Result<impl Iterator<Item = (&'a str, Self)>, DocumentProblem> {
        let object = self.object()?;
        Ok(object
            .iter()
            .map(|(key, value)| (key.as_str(), self.child(key, value))))
    }

    pub(super) fn items(&self) -> Result<impl Iterator<Item = Self>, DocumentProblem> {
        let list = self
            .value
            .as_array()
            .ok_or_else(|| self.problem("this must be a list"))?;
        Ok(list
            .iter()
            .enumerate()
            .map(|(index, value)| self.child(&index.to_string(), value)))
    }

    pub(super) fn text(&self) -> Result<&'a str, DocumentProblem> {
        self.value.as_str().ok_or_else(|| match self.function() {
            Some(name) => self.problem(format!(
                "this must be a string, and `{name}` is not resolved here"
            )),
            None => self.problem("this must be a string"),
        })
    }

    /// The function of `CloudFormation` that stands here.
    fn function(&self) -> Option<&'a str> {
        let mut members = self.value.as_object()?.keys();
        let name = members.next().filter(|name| name.starts_with("Fn::"));
        name.map(String::as_str)
    }

    pub(super) fn texts(&self) -> Result<Vec<String>, DocumentProblem> {
        self.items()?
            .map(|item| item.text().map(str::to_owned))
            .collect()
    }

    pub(super) fn flag(&self, key: &str) -> Result<bool, DocumentProblem> {
        match self.get(key) {
            None => Ok(false),
            Some(flag) => match flag.value {
                Value::Bool(value) => Ok(*value),
                Value::String(value) if value == "true" || value == "false" => Ok(value == "true"),
                _ => Err(flag.problem("this must be true or false")),
            },
        }
    }

    /// A status code, as a string or as a number.
    pub(super) fn status(&self) -> Result<u16, DocumentProblem> {
        let text = match self.value {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        text.parse()
            .ok()
            .filter(|status| text.len() == 3 && (100..600).contains(status))
            .ok_or_else(|| self.problem("this must be a status from 100 to 599"))
    }
}
