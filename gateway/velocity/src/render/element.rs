//! `receiver[index]`, read and set.

use super::{
    super::{
        budget::Fault,
        methods,
        value::{Heap, Number},
    },
    Value,
};

/// `receiver[index]`: a negative index counts from the end.
#[inline]
pub(super) fn element(
    heap: &mut Heap,
    receiver: Value,
    index: Value,
) -> Result<Option<Value>, Fault> {
    match (receiver, index) {
        (Value::Map(map), Value::Text(name)) => heap.named(map, name),
        _ => other_element(heap, receiver, index),
    }
}

fn other_element(heap: &mut Heap, receiver: Value, index: Value) -> Result<Option<Value>, Fault> {
    let index = from_end(heap, receiver, index)?;
    match (receiver, index) {
        (Value::List(list), Value::Number(Number::Integer(at))) => {
            let item = usize::try_from(at).ok().and_then(|at| heap.item(list, at));
            item.map(Some)
                .ok_or_else(|| out_of_bounds(at, heap.list_len(list)))
        }
        (Value::Map(_) | Value::Loop(_), _) => {
            let key = heap.key(index)?;
            methods::member(heap, receiver, key)
        }
        _ => Ok(None),
    }
}

pub(super) fn set_element(
    heap: &mut Heap,
    receiver: Value,
    index: Value,
    value: Value,
) -> Result<(), Fault> {
    let index = from_end(heap, receiver, index)?;
    let map = match (receiver, index) {
        (Value::List(list), Value::Number(Number::Integer(at))) => {
            let replaced = usize::try_from(at)
                .ok()
                .and_then(|at| heap.set_item(list, at, value));
            return replaced
                .map(drop)
                .ok_or_else(|| out_of_bounds(at, heap.list_len(list)));
        }
        (Value::Map(map), _) => map,
        (Value::Loop(id), _) => heap.looped(id).members,
        _ => return Ok(()),
    };
    let key = heap.key(index)?;
    heap.put(map, key, value)?;
    Ok(())
}

fn from_end(heap: &Heap, receiver: Value, index: Value) -> Result<Value, Fault> {
    let Value::Number(Number::Integer(back @ ..0)) = index else {
        return Ok(index);
    };
    let length = match receiver {
        Value::List(list) => heap.list_len(list),
        Value::Map(map) => heap.map_len(map),
        Value::Loop(id) => heap.map_len(heap.looped(id).members),
        Value::View(view) => heap.map_len(view.map),
        _ => return Err("a negative index needs a list or a map".into()),
    };
    let length = i32::try_from(length).unwrap_or(i32::MAX);
    Ok(Value::from(length + back))
}

fn out_of_bounds(index: i32, length: usize) -> Fault {
    format!("index {index} is out of bounds for length {length}").into()
}
