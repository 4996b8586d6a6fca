//! The properties and methods of values: those of Java's classes that templates use.
//!
//! What Java does not have is an unresolved reference, as in Velocity. What Java has and this does not is
//! an error, so that a template never silently renders something else than on AWS.

mod collections;
mod patterns;
mod scalars;
mod strings;
mod utf16;

pub(super) use patterns::Patterns;

use super::{
    input::Input,
    util,
    value::{Key, LoopScope, MAX_TEXT, Number, Unprintable, Value, ViewKind},
};

use std::sync::Arc;

/// A method call on some value.
pub(super) struct Call<'a> {
    pub(super) name: &'a str,
    pub(super) arguments: &'a [Value],
    pub(super) input: &'a Input,
    pub(super) patterns: &'a mut Patterns,
}

/// Nothing, if there is no such method.
type Called = Result<Option<Value>, String>;

/// What a method without a result gives.
const VOID: &str = "";

/// Calls a method. Velocity finds one without parameters whatever the arguments are, and then it fails.
pub(super) fn call(receiver: &Value, call: Call<'_>) -> Called {
    let Call {
        name,
        arguments,
        input,
        patterns,
    } = call;
    let mut called = |arguments: &[Value]| {
        let mut call = Call {
            name,
            arguments,
            input,
            patterns,
        };
        call_exactly(receiver, &mut call)
    };
    let found = called(arguments)?;
    if found.is_none() && !arguments.is_empty() && called(&[])?.is_some() {
        return Err("it takes no arguments".to_owned());
    }
    Ok(found)
}

fn call_exactly(receiver: &Value, call: &mut Call<'_>) -> Called {
    match (call.name, call.arguments) {
        ("toString", []) => return some(text(receiver)?),
        ("equals", [other]) => return some(receiver.java_equals(other).map_err(large)?),
        ("getClass" | "hashCode" | "notify" | "notifyAll" | "wait", _) => return unsupported(),
        _ => {}
    }
    match receiver {
        Value::Text(receiver) => strings::call(receiver, call),
        Value::List(list) => collections::call_list(list, call),
        Value::Map(map) => collections::call_map(map, call),
        Value::View(view) => collections::call_view(view, call),
        Value::Entry(map, key) => collections::call_entry(map, key, call),
        Value::Loop(scope) => call_loop(scope, call),
        Value::Number(number) => scalars::call_number(number, call),
        Value::Boolean(value) => scalars::call_boolean(*value, call),
        Value::Character(character) => scalars::call_character(*character, call),
        Value::Input => call_input(call),
        Value::Util => match call.arguments {
            [argument] => util::call(call.name, &text(argument)?),
            _ => Ok(None),
        },
        Value::Null => Ok(None),
    }
}

/// `receiver.name`: a getter, the member of a map, or a test such as `isEmpty()`.
pub(super) fn property(receiver: &Value, name: &str, input: &Input) -> Called {
    let mut letters = name.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    let getter: String = first.into_iter().chain(letters).collect();
    let found = match (receiver, getter.as_str()) {
        (Value::Map(_), _) => return Ok(member(receiver, &Key::text(name))),
        (Value::Loop(scope), getter) => {
            return Ok(loop_property(scope, getter).or_else(|| member(receiver, &Key::text(name))));
        }
        (Value::Text(text), "empty") => Value::from(text.is_empty()),
        (Value::Text(text), "blank") => Value::from(strings::is_blank(text)),
        (Value::Text(_), "bytes") => return unsupported(),
        (Value::List(list), "empty") => Value::from(list.len() == 0),
        (Value::View(view), "empty") => Value::from(view.map.len() == 0),
        (Value::Entry(_, key), "key") => key.to_value(),
        (Value::Entry(map, key), "value") => map.get(key).unwrap_or_default(),
        (Value::Number(Number::Double(number)), "naN") => Value::from(number.is_nan()),
        (Value::Number(Number::Double(number)), "infinite") => Value::from(number.is_infinite()),
        (Value::Input, "body") => Value::from(input.body.as_str()),
        _ => return Ok(None),
    };
    Ok(Some(found))
}

/// The member of a map, or of `$foreach` and the loops around it.
pub(super) fn member(receiver: &Value, key: &Key) -> Option<Value> {
    match receiver {
        Value::Map(map) => map.get(key),
        Value::Loop(scope) => scope.members.get(key).or_else(|| {
            let parent = scope.parent.clone()?;
            member(&Value::Loop(parent), key)
        }),
        _ => None,
    }
}

fn loop_property(scope: &Arc<LoopScope>, name: &str) -> Option<Value> {
    Some(match name {
        "index" => Value::integer(scope.index()),
        "count" => Value::integer(scope.index() + 1),
        "hasNext" => Value::from(scope.has_next()),
        "first" => Value::from(scope.index() == 0),
        "last" => Value::from(!scope.has_next()),
        "parent" => scope.parent.clone().map(Value::Loop).unwrap_or_default(),
        "topmost" => Value::Loop(topmost(scope)),
        "replaced" => replaced(scope),
        _ => return None,
    })
}

fn topmost(scope: &Arc<LoopScope>) -> Arc<LoopScope> {
    let mut outer = scope;
    while let Some(parent) = &outer.parent {
        outer = parent;
    }
    outer.clone()
}

fn replaced(scope: &LoopScope) -> Value {
    match (&scope.replaced, &scope.parent) {
        (Value::Null, Some(parent)) => replaced(parent),
        (value, _) => value.clone(),
    }
}

fn call_loop(scope: &Arc<LoopScope>, call: &Call<'_>) -> Called {
    if call.arguments.is_empty() {
        let getter = call.name.strip_prefix("get").or_else(|| {
            call.name
                .strip_prefix("is")
                .filter(|name| matches!(*name, "First" | "Last"))
        });
        let name = getter.unwrap_or(if call.name == "hasNext" {
            "HasNext"
        } else {
            ""
        });
        let (first, rest) = name.split_at(name.len().min(1));
        let property = [&first.to_ascii_lowercase(), rest].concat();
        if let Some(value) = loop_property(scope, &property) {
            return Ok(Some(value));
        }
    }
    collections::call_map(&scope.members, call)
}

fn call_input(call: &Call<'_>) -> Called {
    match (call.name, call.arguments) {
        ("getBody", []) => some(call.input.body.as_str()),
        ("path", [Value::Text(path)]) => call.input.read(path).map(Some),
        ("json", [Value::Text(path)]) => call.input.json(path).map(Some),
        ("params", []) => some(call.input.parameters()),
        ("params", [Value::Text(name)]) => some(call.input.parameter(name)),
        ("params", [Value::Null]) => some(VOID),
        ("path" | "json", [Value::Null]) => Err("the path is null".to_owned()),
        _ => Ok(None),
    }
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "it ends the functions that give it"
)]
fn some(value: impl Into<Value>) -> Called {
    Ok(Some(value.into()))
}

fn unsupported() -> Called {
    Err("Java has it, but it is not supported here".to_owned())
}

fn text(value: &Value) -> Result<String, String> {
    value.to_text().map_err(large)
}

fn large(problem: Unprintable) -> String {
    problem.to_string()
}

/// Refuses texts that would grow too long.
fn bounded(length: usize) -> Result<(), String> {
    if length > MAX_TEXT {
        Err(large(Unprintable::TOO_LARGE))
    } else {
        Ok(())
    }
}

/// `subList(1, 3)` and `substring(1, 3)` check their bounds alike.
fn bounds(begin: i32, end: i32, length: usize) -> Result<(usize, usize), String> {
    match (usize::try_from(begin), usize::try_from(end)) {
        (Ok(begin), Ok(end)) if begin <= end && end <= length => Ok((begin, end)),
        _ => Err(format!("begin {begin}, end {end}, length {length}")),
    }
}

const fn view_of(name: &str) -> Option<ViewKind> {
    match name.as_bytes() {
        b"keySet" => Some(ViewKind::Keys),
        b"values" => Some(ViewKind::Values),
        b"entrySet" => Some(ViewKind::Entries),
        _ => None,
    }
}
