//! The properties and methods of values: those of Java's classes that templates use.
//!
//! What Java does not have is an unresolved reference, as in Velocity. What Java has and this does not is
//! an error, so that a template never silently renders something else than on AWS.

mod collections;
mod loops;
mod patterns;
mod scalars;
mod strings;
mod utf16;

pub(super) use loops::member;
pub(super) use patterns::Patterns;

use super::{
    budget::{Fault, MAX_TEXT, TOO_LARGE},
    inputs::Inputs,
    names::{Method, Property},
    program::Prepared,
    util,
    value::{Heap, Key, Number, Text, Value, View, ViewKind},
};

/// A method call on some value.
pub(super) struct Call<'c, 'p> {
    pub(super) heap: &'c mut Heap,
    pub(super) inputs: &'c mut Inputs<'p>,
    pub(super) patterns: &'c mut Patterns,
    pub(super) method: Method,
    pub(super) prepared: &'p Prepared,
}

/// Nothing, if there is no such method.
type Called = Result<Option<Value>, Fault>;

/// What a method without a result gives.
const VOID: Value = Value::EMPTY;

const NULL: Fault = Fault::Borrowed("an argument is null");

/// What templates ask lists and maps for most: calls that make nothing, so that they need no more than this. Nothing, if
/// the call is another, or fails.
#[inline]
pub(super) fn look_up(
    heap: &mut Heap,
    receiver: Value,
    method: Method,
    argument: Option<Value>,
) -> Called {
    Ok(match (receiver, method, argument) {
        (Value::Map(map), Method::Get, Some(Value::Text(name))) => {
            heap.budget.charge(name.len() / 32)?;
            Some(heap.named(map, name)?.unwrap_or_default())
        }
        (Value::Map(map), Method::KeySet, None) => {
            let kind = ViewKind::Keys;
            Some(Value::View(View { kind, map }))
        }
        (Value::List(list), Method::Get, Some(Value::Number(Number::Integer(at)))) => {
            let at = usize::try_from(at).ok();
            at.and_then(|at| heap.item(list, at))
        }
        (Value::List(list), Method::Size, None) => Some(Value::integer(heap.list_len(list))),
        _ => None,
    })
}

/// Calls a method. Velocity finds one without parameters for any arguments, and then it fails.
pub(super) fn call(call: &mut Call<'_, '_>, receiver: Value, arguments: &[Value]) -> Called {
    let found = call_exactly(call, receiver, arguments)?;
    if found.is_none() && !arguments.is_empty() && call_exactly(call, receiver, &[])?.is_some() {
        return Err("it takes no arguments".into());
    }
    Ok(found)
}

fn call_exactly(call: &mut Call<'_, '_>, receiver: Value, arguments: &[Value]) -> Called {
    let heap = &mut *call.heap;
    match (call.method, arguments) {
        (Method::Unknown, _) => return Ok(None),
        (Method::ToString, []) if !matches!(receiver, Value::Null) => {
            return Ok(Some(Value::Text(heap.text_of(receiver)?)));
        }
        (Method::Equals, [other]) if !matches!(receiver, Value::Null) => {
            return some(heap.equal(receiver, *other)?);
        }
        (method, _) if method.is_of_every_object() => return unsupported(),
        _ => {}
    }
    match receiver {
        Value::Text(receiver) => strings::call(call, receiver, arguments),
        Value::List(list) => collections::call_list(heap, list, call.method, arguments),
        Value::Map(map) => collections::call_map(heap, map, call.method, arguments),
        Value::View(view) => collections::call_view(heap, view, call.method, arguments),
        Value::Entry(entry) => collections::call_entry(heap, entry, call.method, arguments),
        Value::Loop(id) => loops::call(heap, id, call.method, arguments),
        Value::LoopInfo(id) => match (call.method.getter(), arguments) {
            (Some(property), []) => loops::info(heap, id, property),
            _ => Ok(None),
        },
        Value::Number(number) => scalars::call_number(heap, number, call.method, arguments),
        Value::Boolean(value) => scalars::call_boolean(heap, value, call.method, arguments),
        Value::Character(character) => scalars::call_character(character, call.method, arguments),
        Value::Input => call_input(call, arguments),
        Value::Util => match arguments {
            [argument] => util::call(heap, call.method, *argument),
            _ => Ok(None),
        },
        Value::Null | Value::Block(_) | Value::Context | Value::StageVariables => Ok(None),
    }
}

/// `receiver.name`: a getter, the member of a map, or a test such as `isEmpty()`.
pub(super) fn property(
    heap: &mut Heap,
    inputs: &mut Inputs<'_>,
    receiver: Value,
    name: Text,
    property: Property,
) -> Called {
    Ok(Some(match (receiver, property) {
        (Value::Map(map), _) => return heap.get(map, Key::Text(name)),
        (Value::Loop(id), property) => {
            let found = loops::property(heap, id, property)?;
            return match found {
                Some(value) => Ok(Some(value)),
                None => loops::member(heap, receiver, Key::Text(name)),
            };
        }
        (Value::LoopInfo(id), property) => return loops::info(heap, id, property),
        (Value::Text(text), Property::Empty) => Value::from(text.is_empty()),
        (Value::Text(text), Property::Blank) => {
            heap.budget.read(text.len())?;
            Value::from(strings::is_blank(heap.str(text)))
        }
        (Value::Text(_), Property::Bytes) => return unsupported(),
        (Value::List(list), Property::Empty) => Value::from(heap.list_len(list) == 0),
        (Value::View(view), Property::Empty) => Value::from(heap.map_len(view.map) == 0),
        (Value::Entry(entry), Property::Key) => heap.entry(entry).1.to_value(),
        (Value::Entry(entry), Property::Value) => {
            let (map, key) = heap.entry(entry);
            heap.get(map, key)?.unwrap_or_default()
        }
        (Value::Number(Number::Double(number)), Property::NaN) => Value::from(number.is_nan()),
        (Value::Number(Number::Double(number)), Property::Infinite) => {
            Value::from(number.is_infinite())
        }
        (Value::Input, Property::Body) => Value::Text(inputs.body(heap)?),
        _ => return Ok(None),
    }))
}

fn call_input(call: &mut Call<'_, '_>, arguments: &[Value]) -> Called {
    let (heap, inputs) = (&mut *call.heap, &mut *call.inputs);
    match (call.method, arguments) {
        (Method::GetBody, []) => some(inputs.body(heap)?),
        (Method::Path, [Value::Text(path)]) => inputs
            .read(heap, *path, call.prepared)
            .map(|found| Some(found.unwrap_or_default())),
        (Method::Json, [Value::Text(path)]) => {
            let mut text = String::new();
            inputs.write_json(heap, *path, call.prepared, &mut text)?;
            heap.value(&text).map(Some)
        }
        (Method::Params, []) => Ok(Some(Value::Map(inputs.parameters(heap)?))),
        (Method::Params, [Value::Text(name)]) => inputs.parameter(heap, *name).map(Some),
        (Method::Params, [Value::Null]) => Ok(Some(VOID)),
        (Method::Path | Method::Json, [Value::Null]) => Err("the path is null".into()),
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
    Err("Java has it, but it is not supported here".into())
}

/// Refuses texts that would grow too long.
fn bounded(length: usize) -> Result<(), Fault> {
    if length > MAX_TEXT {
        Err(TOO_LARGE)
    } else {
        Ok(())
    }
}

/// `subList(1, 3)` and `substring(1, 3)` check their bounds alike.
fn bounds(begin: i32, end: i32, length: usize) -> Result<(usize, usize), Fault> {
    match (usize::try_from(begin), usize::try_from(end)) {
        (Ok(begin), Ok(end)) if begin <= end && end <= length => Ok((begin, end)),
        _ => Err(format!("begin {begin}, end {end}, length {length}").into()),
    }
}

const fn view_of(method: Method) -> Option<ViewKind> {
    match method {
        Method::KeySet => Some(ViewKind::Keys),
        Method::Values => Some(ViewKind::Values),
        Method::EntrySet => Some(ViewKind::Entries),
        _ => None,
    }
}
