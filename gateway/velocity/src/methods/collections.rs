//! `java.util.List`, `Map`, the views of a map, and its entries.

use super::{
    super::{
        budget::Fault,
        value::{EntryId, ListId, ListKind, MapId, View},
    },
    Called, Heap, Method, NULL, Number, VOID, Value, bounds, some, unsupported, view_of,
};
use crate::names::Classes;
use std::mem;

fn none(method: Method) -> Called {
    if method.is_unsupported(Classes::COLLECTION) || method == Method::ReplaceAll {
        unsupported()
    } else {
        Ok(None)
    }
}

pub(super) fn call_list(
    heap: &mut Heap,
    list: ListId,
    method: Method,
    arguments: &[Value],
) -> Called {
    match (method, arguments) {
        (Method::Size, []) => some(Value::integer(heap.list_len(list))),
        (Method::IsEmpty, []) => some(heap.list_len(list) == 0),
        (Method::Get, [Value::Number(Number::Integer(index))]) => {
            let index = at(heap, list, *index)?;
            Ok(heap.item(list, index))
        }
        (Method::Contains, [value]) => some(position(heap, list, *value)?.is_some()),
        (Method::IndexOf, [value]) => some(index(position(heap, list, *value)?)),
        (Method::LastIndexOf, [value]) => {
            let mut items = heap.items(list)?;
            items.reverse();
            let found = position_among(heap, &items, *value)?;
            some(index(found.map(|found| items.len() - 1 - found)))
        }
        (
            Method::ContainsAll | Method::AddAll | Method::RemoveAll | Method::RetainAll,
            [Value::Null],
        ) => Err(NULL),
        (Method::ContainsAll, [other]) => {
            let items = heap.items(list)?;
            contains_all(heap, &items, *other)
        }
        (Method::ToJsonString, []) if heap.list_kind(list) == ListKind::Json => {
            Ok(Some(Value::Text(heap.text_of(Value::List(list))?)))
        }
        (Method::Set, [Value::Number(Number::Integer(index)), value]) => {
            let index = at(heap, list, *index)?;
            Ok(heap.set_item(list, index, *value))
        }
        (method, arguments) if heap.list_kind(list) == ListKind::Array => {
            match (method, arguments.len()) {
                (Method::Add | Method::Remove | Method::AddAll, 1) | (Method::Clear, 0) => {
                    Err("an array cannot grow or shrink".into())
                }
                _ => none(method),
            }
        }
        (method, arguments) => change_list(heap, list, method, arguments),
    }
}

fn change_list(heap: &mut Heap, list: ListId, method: Method, arguments: &[Value]) -> Called {
    match (method, arguments) {
        (Method::Add, [value]) => {
            heap.change_list(list, 1, |items| items.push(*value))?;
            some(true)
        }
        (Method::Add, [Value::Number(Number::Integer(index)), value]) => {
            let (index, _) = bounds(*index, length(heap, list), heap.list_len(list))?;
            charge_all(heap, list)?;
            heap.change_list(list, 1, |items| items.insert(index, *value))?;
            Ok(Some(VOID))
        }
        (Method::AddAll, [other]) => match elements(heap, *other)? {
            Some(added) => add_all(heap, list, heap.list_len(list), added),
            None => Ok(None),
        },
        (Method::AddAll, [Value::Number(Number::Integer(index)), other]) => {
            match elements(heap, *other)? {
                Some(added) => {
                    let (index, _) = bounds(*index, length(heap, list), heap.list_len(list))?;
                    charge_all(heap, list)?;
                    add_all(heap, list, index, added)
                }
                None => Ok(None),
            }
        }
        (Method::Remove, [Value::Number(Number::Integer(index))]) => {
            let index = at(heap, list, *index)?;
            charge_all(heap, list)?;
            heap.change_list(list, 0, |items| items.remove(index))
                .map(Some)
        }
        (Method::Remove, [value]) => {
            let found = position(heap, list, *value)?;
            if let Some(found) = found {
                charge_all(heap, list)?;
                heap.change_list(list, 0, |items| items.remove(found))?;
            }
            some(found.is_some())
        }
        (Method::RemoveAll, [other]) => retain(heap, list, *other, false),
        (Method::RetainAll, [other]) => retain(heap, list, *other, true),
        (Method::Clear, []) => {
            heap.change_list(list, 0, mem::take)?;
            Ok(Some(VOID))
        }
        (
            Method::SubList,
            [
                Value::Number(Number::Integer(begin)),
                Value::Number(Number::Integer(end)),
            ],
        ) => {
            let (begin, end) = bounds(*begin, *end, heap.list_len(list))?;
            let items = heap.items(list)?[begin..end].to_vec();
            heap.new_list(ListKind::Java, items).map(Some)
        }
        (method, _) => none(method),
    }
}

fn charge_all(heap: &mut Heap, list: ListId) -> Result<(), Fault> {
    heap.budget.charge(heap.list_len(list) / 2)
}

fn add_all(heap: &mut Heap, list: ListId, index: usize, added: Vec<Value>) -> Called {
    let count = added.len();
    heap.change_list(list, count, |items| {
        items.splice(index..index, added);
    })?;
    some(count > 0)
}

fn retain(heap: &mut Heap, list: ListId, other: Value, keep: bool) -> Called {
    let Some(others) = elements(heap, other)? else {
        return Ok(None);
    };
    let mut kept = Vec::new();
    let items = heap.items(list)?;
    for item in &items {
        if position_among(heap, &others, *item)?.is_some() == keep {
            kept.push(*item);
        }
    }
    let changed = kept.len() != items.len();
    if changed {
        heap.change_list(list, 0, |items| *items = kept)?;
    }
    some(changed)
}

/// The elements of a collection.
fn elements(heap: &mut Heap, value: Value) -> Result<Option<Vec<Value>>, Fault> {
    Ok(match value {
        Value::List(list) if heap.list_kind(list) != ListKind::Array => Some(heap.items(list)?),
        Value::View(view) => Some(heap.view_items(view)?),
        _ => None,
    })
}

fn contains_all(heap: &mut Heap, items: &[Value], other: Value) -> Called {
    let Some(others) = elements(heap, other)? else {
        return Ok(None);
    };
    for other in others {
        if position_among(heap, items, other)?.is_none() {
            return some(false);
        }
    }
    some(true)
}

fn position(heap: &mut Heap, list: ListId, value: Value) -> Result<Option<usize>, Fault> {
    let mut at = 0;
    while let Some(item) = heap.item(list, at) {
        if heap.equal(value, item)? {
            return Ok(Some(at));
        }
        at += 1;
    }
    Ok(None)
}

fn position_among(heap: &mut Heap, items: &[Value], value: Value) -> Result<Option<usize>, Fault> {
    for (index, item) in items.iter().enumerate() {
        if heap.equal(value, *item)? {
            return Ok(Some(index));
        }
    }
    Ok(None)
}

fn index(found: Option<usize>) -> i32 {
    found
        .and_then(|found| i32::try_from(found).ok())
        .unwrap_or(-1)
}

fn length(heap: &Heap, list: ListId) -> i32 {
    i32::try_from(heap.list_len(list)).unwrap_or(i32::MAX)
}

fn at(heap: &Heap, list: ListId, index: i32) -> Result<usize, Fault> {
    let length = heap.list_len(list);
    let inside = usize::try_from(index).ok().filter(|index| *index < length);
    inside.ok_or_else(|| format!("index {index} is out of bounds for length {length}").into())
}

pub(super) fn call_map(heap: &mut Heap, map: MapId, method: Method, arguments: &[Value]) -> Called {
    if let ([], Some(kind)) = (arguments, view_of(method)) {
        return Ok(Some(Value::View(View { kind, map })));
    }
    match (method, arguments) {
        (Method::Size, []) => some(Value::integer(heap.map_len(map))),
        (Method::IsEmpty, []) => some(heap.map_len(map) == 0),
        (Method::Clear, []) => {
            heap.clear_map(map);
            Ok(Some(VOID))
        }
        (Method::ContainsValue, [value]) => {
            for at in 0..heap.map_len(map) {
                if let Some((_, item)) = heap.member_at(map, at)
                    && heap.equal(*value, item)?
                {
                    return some(true);
                }
            }
            some(false)
        }
        (Method::PutAll, [Value::Null]) => Err(NULL),
        (Method::PutAll, [Value::Map(other)]) => {
            for at in 0..heap.map_len(*other) {
                if let Some((key, value)) = heap.member_at(*other, at) {
                    heap.put(map, key, value)?;
                }
            }
            Ok(Some(VOID))
        }
        (
            Method::Get
            | Method::GetOrDefault
            | Method::Put
            | Method::PutIfAbsent
            | Method::ContainsKey
            | Method::Remove
            | Method::Replace,
            [name, rest @ ..],
        ) => call_member(heap, map, *name, method, rest),
        (method, _) => none(method),
    }
}

/// Calls a method whose first argument is a key.
fn call_member(
    heap: &mut Heap,
    map: MapId,
    name: Value,
    method: Method,
    arguments: &[Value],
) -> Called {
    let key = heap.key(name)?;
    let found = heap.get(map, key)?;
    match (method, arguments) {
        (Method::Get, []) => Ok(Some(found.unwrap_or_default())),
        (Method::GetOrDefault, [default]) => Ok(Some(found.unwrap_or(*default))),
        (Method::Put, [value]) => Ok(Some(heap.put(map, key, *value)?.unwrap_or_default())),
        (Method::PutIfAbsent, [value]) => match found {
            None | Some(Value::Null) => {
                heap.put(map, key, *value)?;
                Ok(Some(Value::Null))
            }
            found => Ok(found),
        },
        (Method::ContainsKey, []) => some(found.is_some()),
        (Method::Remove, []) => Ok(Some(heap.remove(map, key)?.unwrap_or_default())),
        (Method::Replace, [value]) => match found {
            Some(before) => {
                heap.put(map, key, *value)?;
                Ok(Some(before))
            }
            None => Ok(Some(Value::Null)),
        },
        (Method::Replace, [old, new]) => {
            let replaces = match found {
                Some(value) => heap.equal(value, *old)?,
                None => false,
            };
            if replaces {
                heap.put(map, key, *new)?;
            }
            some(replaces)
        }
        (method, _) => none(method),
    }
}

pub(super) fn call_view(
    heap: &mut Heap,
    view: View,
    method: Method,
    arguments: &[Value],
) -> Called {
    match (method, arguments) {
        (Method::Size, []) => some(Value::integer(heap.map_len(view.map))),
        (Method::IsEmpty, []) => some(heap.map_len(view.map) == 0),
        (Method::Contains, [value]) => some(position_in_view(heap, view, *value)?.is_some()),
        (Method::ContainsAll, [Value::Null]) => Err(NULL),
        (Method::ContainsAll, [other]) => {
            let items = heap.view_items(view)?;
            contains_all(heap, &items, *other)
        }
        (Method::Remove, [value]) => {
            let found = position_in_view(heap, view, *value)?;
            if let Some((key, _)) = found.and_then(|found| heap.member_at(view.map, found)) {
                heap.remove(view.map, key)?;
            }
            some(found.is_some())
        }
        (Method::Clear, []) => {
            heap.clear_map(view.map);
            Ok(Some(VOID))
        }
        (Method::Add | Method::AddAll, [_]) => Err("the view of a map cannot grow".into()),
        (Method::RemoveAll | Method::RetainAll, [_]) => unsupported(),
        (method, _) => none(method),
    }
}

fn position_in_view(heap: &mut Heap, view: View, value: Value) -> Result<Option<usize>, Fault> {
    let items = heap.view_items(view)?;
    position_among(heap, &items, value)
}

pub(super) fn call_entry(
    heap: &mut Heap,
    entry: EntryId,
    method: Method,
    arguments: &[Value],
) -> Called {
    let (map, key) = heap.entry(entry);
    match (method, arguments) {
        (Method::GetKey, []) => Ok(Some(key.to_value())),
        (Method::GetValue, []) => Ok(Some(heap.get(map, key)?.unwrap_or_default())),
        (Method::SetValue, [value]) => Ok(Some(heap.put(map, key, *value)?.unwrap_or_default())),
        (method, _) => none(method),
    }
}
