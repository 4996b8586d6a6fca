//! The functions of `CloudFormation` in a template's values, resolved as far as a template says it.
//!
//! [Intrinsic function reference](https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/intrinsic-function-reference.html).
//! What only a deployment knows stays: in texts as `${NAME}`, and elsewhere as the function itself. Each has a finding.

use super::{PROCESSED, escaped, scope::Scope, substitution::substituted};
use base64::{Engine, engine::general_purpose::STANDARD};
use serde_json::{Map, Value};

/// How deep values and functions may nest.
pub(super) const DEPTH_LIMIT: usize = 100;
/// What it costs to look at one value, in bytes.
const VALUE_COST: usize = 16;

/// A function that stays as it is.
struct Unresolved;

impl Scope<'_> {
    /// The value with its functions resolved; `None` if it is `AWS::NoValue`. `at` is its JSON pointer.
    pub(crate) fn resolve(&self, value: &Value, at: &str) -> Option<Value> {
        self.resolve_within(value, at, DEPTH_LIMIT)
    }

    pub(super) fn resolve_within(&self, value: &Value, at: &str, depth: usize) -> Option<Value> {
        let Some(depth) = depth.checked_sub(1) else {
            self.refuse_depth(at);
            return Some(Value::Null);
        };
        let text = value.as_str().map_or(0, str::len);
        if !self.charge(VALUE_COST + text) {
            return Some(Value::Null);
        }
        match value {
            Value::Object(members) => {
                if let Some((name, argument)) = function(members) {
                    let at = format!("{at}/{name}");
                    self.call(name, argument, &at, depth)
                        .unwrap_or_else(|Unresolved| Some(value.clone()))
                } else {
                    let members = members.iter().filter_map(|(key, value)| {
                        if writes_members(key) {
                            let advice = advice(key);
                            self.unresolved(at, format!("`{key}` is left out: {advice}"));
                            return None;
                        }
                        let at = format!("{at}/{}", escaped(key));
                        Some((key.clone(), self.resolve_within(value, &at, depth)?))
                    });
                    Some(Value::Object(members.collect()))
                }
            }
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let items = items.filter_map(|(index, item)| {
                    self.resolve_within(item, &format!("{at}/{index}"), depth)
                });
                Some(Value::Array(items.collect()))
            }
            other => Some(other.clone()),
        }
    }

    /// The value of a function; `None` if there is no value.
    fn call(
        &self,
        name: &str,
        argument: &Value,
        at: &str,
        depth: usize,
    ) -> Result<Option<Value>, Unresolved> {
        let value = match name {
            "Ref" => {
                let name = argument.as_str().ok_or(Unresolved)?;
                return Ok(self.reference(name, at));
            }
            "Fn::If" => {
                let [condition, then, otherwise] = three(argument).ok_or(Unresolved)?;
                let condition = condition.as_str().ok_or(Unresolved)?;
                return match self.condition(condition, at, depth) {
                    Some(true) => Ok(self.resolve_within(then, at, depth)),
                    Some(false) => Ok(self.resolve_within(otherwise, at, depth)),
                    None => Err(Unresolved),
                };
            }
            "Fn::Sub" => substituted(self, argument, at, depth),
            "Fn::Join" => self.joined(argument, at, depth),
            _ => {
                let argument = self.resolve_within(argument, at, depth);
                argument.and_then(|argument| self.value_of(name, &argument, at))
            }
        };
        if value.is_none() {
            self.unresolved(at, format!("`{name}`: {}", advice(name)));
        }
        value.map(Some).ok_or(Unresolved)
    }

    /// The value of a function whose argument is resolved first.
    fn value_of(&self, name: &str, argument: &Value, at: &str) -> Option<Value> {
        match name {
            "Fn::GetAtt" => {
                let name = match argument {
                    Value::String(name) => name.clone(),
                    other => texts(other)?.join("."),
                };
                Some(self.attribute(&name, at))
            }
            "Fn::ImportValue" => {
                let name = argument.as_str()?;
                self.unresolved(at, format!("`{name}` is exported by another stack"));
                let name = name.trim_start_matches("${").trim_end_matches('}');
                Some(Value::String(format!("${{{name}}}")))
            }
            "Fn::FindInMap" => self.mapped(argument),
            "Fn::Select" => {
                let index = argument.get(0)?;
                let index = index.as_u64().or_else(|| index.as_str()?.parse().ok())?;
                let list = argument.get(1)?;
                list.get(usize::try_from(index).ok()?).cloned()
            }
            "Fn::Split" => {
                let (separator, text) = (argument.get(0)?.as_str()?, argument.get(1)?.as_str()?);
                let parts = text.split(separator).map(Value::from);
                (!separator.is_empty() && self.charge(VALUE_COST * text.len()))
                    .then(|| parts.collect())
            }
            "Fn::Base64" => Some(Value::String(STANDARD.encode(argument.as_str()?))),
            "Fn::Length" => Some(argument.as_array()?.len().into()),
            "Fn::ToJsonString" => Some(Value::String(argument.to_string())),
            _ => None,
        }
    }

    /// A text of values that are joined with others; one that is not text has a finding.
    pub(super) fn text(&self, value: &Value, at: &str, depth: usize) -> String {
        match self.resolve_within(value, at, depth) {
            Some(Value::String(text)) => text,
            Some(value @ (Value::Number(_) | Value::Bool(_))) => value.to_string(),
            None => String::new(),
            Some(value) => {
                let function = value.as_object().and_then(function);
                let name = function.map_or("value", |(name, _)| name);
                self.unresolved(at, format!("`{name}` is not text here"));
                format!("${{{name}}}")
            }
        }
    }

    /// `Fn::Join`: a list of the separator and the texts.
    fn joined(&self, argument: &Value, at: &str, depth: usize) -> Option<Value> {
        let (separator, list) = (argument.get(0)?.as_str()?, argument.get(1)?);
        let list = match list {
            Value::Array(items) => {
                let items = items.iter().enumerate();
                let texts = items
                    .map(|(index, item)| self.text(item, &format!("{at}/1/{index}"), depth))
                    .collect();
                Some(texts)
            }
            other => texts(&self.resolve_within(other, at, depth)?),
        }?;
        let length = list.iter().map(String::len).sum::<usize>() + separator.len() * list.len();
        self.charge(length).then(|| list.join(separator).into())
    }
}

/// Whether a function among the members of an object makes further members of it.
fn writes_members(key: &str) -> bool {
    key == "Fn::Transform" || key.starts_with("Fn::ForEach::")
}

/// What to do about a function that is not resolved.
fn advice(name: &str) -> String {
    match name {
        "Fn::Transform" => "it reads another file: put the file's content in its place".to_owned(),
        name if writes_members(name) => format!("it is not resolved here: {PROCESSED}"),
        _ => "it is not resolved here".to_owned(),
    }
}

/// The function that an object with one member stands for, and its argument.
pub(super) fn function(members: &Map<String, Value>) -> Option<(&str, &Value)> {
    let mut entries = members.iter();
    let (Some((name, argument)), None) = (entries.next(), entries.next()) else {
        return None;
    };
    let is_function = name.starts_with("Fn::") || (name == "Ref" && argument.is_string());
    is_function.then_some((name, argument))
}

fn three(value: &Value) -> Option<[&Value; 3]> {
    let items = value.as_array()?;
    <[&Value; 3]>::try_from(items.iter().collect::<Vec<_>>()).ok()
}

fn texts(value: &Value) -> Option<Vec<String>> {
    let items = value.as_array()?.iter();
    items
        .map(|item| match item {
            Value::String(text) => Some(text.clone()),
            Value::Number(_) | Value::Bool(_) => Some(item.to_string()),
            _ => None,
        })
        .collect()
}
