//! `Fn::Sub`: a text in which `${NAME}` stands for a value.

use super::scope::Scope;
use serde_json::Value;

/// The text of `Fn::Sub`; its argument is a text, or a list of a text and the values of some of its names.
pub(super) fn substituted(
    scope: &Scope<'_>,
    argument: &Value,
    at: &str,
    depth: usize,
) -> Option<Value> {
    let (text, variables) = match argument {
        Value::String(text) => (text.as_str(), None),
        Value::Array(items) => (items.first()?.as_str()?, items.get(1)),
        _ => return None,
    };
    let mut made = String::new();
    let mut rest = text;
    while let Some(start) = rest.find("${") {
        made.push_str(&rest[..start]);
        let after = &rest[start + 2..];
        let Some(end) = after.find('}') else {
            rest = &rest[start..];
            break;
        };
        let name = after[..end].trim();
        let value = match name.strip_prefix('!') {
            Some(literal) => format!("${{{literal}}}"),
            None => value_of(scope, name, variables, at, depth),
        };
        if !scope.charge(value.len()) {
            return Some(Value::Null);
        }
        made.push_str(&value);
        rest = &after[end + 1..];
    }
    made.push_str(rest);
    Some(Value::String(made))
}

fn value_of(
    scope: &Scope<'_>,
    name: &str,
    variables: Option<&Value>,
    at: &str,
    depth: usize,
) -> String {
    if let Some(value) = variables.and_then(|variables| variables.get(name)) {
        return scope.text(value, &format!("{at}/1/{name}"), depth);
    }
    let value = if name.contains('.') {
        Some(scope.attribute(name, at))
    } else {
        scope.reference(name, at)
    };
    match value {
        Some(Value::String(text)) => text,
        Some(Value::Array(items)) => {
            let texts: Vec<_> = items.iter().filter_map(Value::as_str).collect();
            texts.join(",")
        }
        Some(other) => other.to_string(),
        None => String::new(),
    }
}
