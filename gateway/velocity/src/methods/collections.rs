//! `java.util.List`, `Map`, the views of a map, and its entries.

use super::{
    super::value::{Key, LONGEST_LIST, List, ListKind, Map, Number, Value, View},
    Call, Called, VOID, bounds, large, some, unsupported, view_of,
};
use std::{mem, sync::Arc};

/// Methods of Java's collections that are not here.
const UNSUPPORTED: [&str; 23] = [
    "clone",
    "compute",
    "computeIfAbsent",
    "computeIfPresent",
    "copyOf",
    "ensureCapacity",
    "entry",
    "forEach",
    "iterator",
    "listIterator",
    "merge",
    "of",
    "ofEntries",
    "parallelStream",
    "removeIf",
    "replaceAll",
    "sort",
    "spliterator",
    "stream",
    "toArray",
    "trimToSize",
    "appendElement",
    "writeJSONString",
];

const NULL: &str = "an argument is null";

fn none(name: &str) -> Called {
    if UNSUPPORTED.contains(&name) {
        unsupported()
    } else {
        Ok(None)
    }
}

pub(super) fn call_list(list: &List, call: &Call<'_>) -> Called {
    match (call.name, call.arguments) {
        ("size", []) => some(Value::integer(list.len())),
        ("isEmpty", []) => some(list.len() == 0),
        ("get", [Value::Number(Number::Integer(index))]) => at(list, *index)
            .and_then(|index| Ok(Some(list.get(index).ok_or_else(|| outside(index, list))?))),
        ("contains", [value]) => some(position(&list.items(), value)?.is_some()),
        ("indexOf", [value]) => some(index(position(&list.items(), value)?)),
        ("lastIndexOf", [value]) => {
            let mut items = list.items();
            items.reverse();
            let found = position(&items, value)?;
            some(index(found.map(|found| items.len() - 1 - found)))
        }
        ("containsAll" | "addAll" | "removeAll" | "retainAll", [Value::Null]) => {
            Err(NULL.to_owned())
        }
        ("containsAll", [other]) => contains_all(&list.items(), other),
        ("toJSONString", []) if list.kind() == ListKind::Json => {
            Value::list(ListKind::Json, list.items())
                .to_text()
                .map(|text| Some(text.into()))
                .map_err(large)
        }
        ("set", [Value::Number(Number::Integer(index)), value]) => {
            let index = at(list, *index)?;
            Ok(list.set(index, value.clone()))
        }
        (name, arguments) if list.kind() == ListKind::Array => match (name, arguments.len()) {
            ("add" | "remove" | "addAll", 1) | ("clear", 0) => {
                Err("an array cannot grow or shrink".to_owned())
            }
            _ => none(name),
        },
        (name, arguments) => change_list(list, name, arguments),
    }
}

fn change_list(list: &List, name: &str, arguments: &[Value]) -> Called {
    match (name, arguments) {
        ("add" | "addAll", _) if list.len() >= LONGEST_LIST => {
            Err(format!("a list has more than {LONGEST_LIST} elements"))
        }
        ("add", [value]) => {
            list.change(|items| items.push(value.clone()));
            some(true)
        }
        ("add", [Value::Number(Number::Integer(index)), value]) => {
            let (index, _) = bounds(*index, length(list), list.len())?;
            list.change(|items| items.insert(index, value.clone()));
            some(VOID)
        }
        ("addAll", [other]) => match elements(other) {
            Some(added) => {
                let changed = !added.is_empty();
                list.change(|items| items.extend(added));
                some(changed)
            }
            None => Ok(None),
        },
        ("addAll", [Value::Number(Number::Integer(index)), other]) => match elements(other) {
            Some(added) => {
                let (index, _) = bounds(*index, length(list), list.len())?;
                let changed = !added.is_empty();
                list.change(|items| drop(items.splice(index..index, added)));
                some(changed)
            }
            None => Ok(None),
        },
        ("remove", [Value::Number(Number::Integer(index))]) => {
            let index = at(list, *index)?;
            Ok(Some(list.change(|items| items.remove(index))))
        }
        ("remove", [value]) => {
            let found = position(&list.items(), value)?;
            if let Some(found) = found {
                list.change(|items| items.remove(found));
            }
            some(found.is_some())
        }
        ("removeAll", [other]) => retain(list, other, false),
        ("retainAll", [other]) => retain(list, other, true),
        ("clear", []) => {
            drop(list.change(mem::take));
            some(VOID)
        }
        (
            "subList",
            [
                Value::Number(Number::Integer(begin)),
                Value::Number(Number::Integer(end)),
            ],
        ) => {
            let (begin, end) = bounds(*begin, *end, list.len())?;
            Ok(Some(Value::list(
                ListKind::Java,
                list.items()[begin..end].to_vec(),
            )))
        }
        (name, _) => none(name),
    }
}

fn retain(list: &List, other: &Value, keep: bool) -> Called {
    let Some(others) = elements(other) else {
        return Ok(None);
    };
    let mut kept = Vec::new();
    let items = list.items();
    for item in &items {
        if position(&others, item)?.is_some() == keep {
            kept.push(item.clone());
        }
    }
    let changed = kept.len() != items.len();
    if changed {
        drop(list.change(|items| mem::replace(items, kept)));
    }
    some(changed)
}

/// The elements of a collection.
fn elements(value: &Value) -> Option<Vec<Value>> {
    match value {
        Value::List(list) if list.kind() != ListKind::Array => Some(list.items()),
        Value::View(view) => Some(view.items()),
        _ => None,
    }
}

fn contains_all(items: &[Value], other: &Value) -> Called {
    let Some(others) = elements(other) else {
        return Ok(None);
    };
    for other in &others {
        if position(items, other)?.is_none() {
            return some(false);
        }
    }
    some(true)
}

fn position(items: &[Value], value: &Value) -> Result<Option<usize>, String> {
    for (index, item) in items.iter().enumerate() {
        if value.java_equals(item).map_err(large)? {
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

fn length(list: &List) -> i32 {
    i32::try_from(list.len()).unwrap_or(i32::MAX)
}

fn at(list: &List, index: i32) -> Result<usize, String> {
    let inside = usize::try_from(index)
        .ok()
        .filter(|index| *index < list.len());
    inside.ok_or_else(|| format!("index {index} is out of bounds for length {}", list.len()))
}

fn outside(index: usize, list: &List) -> String {
    format!("index {index} is out of bounds for length {}", list.len())
}

pub(super) fn call_map(map: &Arc<Map>, call: &Call<'_>) -> Called {
    if let ([], Some(kind)) = (call.arguments, view_of(call.name)) {
        let map = map.clone();
        return Ok(Some(Value::View(View { kind, map })));
    }
    let key = |value: &Value| Key::of(value).map_err(large);
    match (call.name, call.arguments) {
        ("size", []) => some(Value::integer(map.len())),
        ("isEmpty", []) => some(map.len() == 0),
        ("get", [name]) => Ok(Some(map.get(&key(name)?).unwrap_or_default())),
        ("getOrDefault", [name, default]) => Ok(Some(
            map.get(&key(name)?).unwrap_or_else(|| default.clone()),
        )),
        ("put", [name, value]) => Ok(Some(map.put(key(name)?, value.clone()).unwrap_or_default())),
        ("putIfAbsent", [name, value]) => match map.get(&key(name)?) {
            None | Some(Value::Null) => {
                map.put(key(name)?, value.clone());
                Ok(Some(Value::Null))
            }
            found => Ok(found),
        },
        ("containsKey", [name]) => some(map.contains(&key(name)?)),
        ("containsValue", [value]) => some(position(&map.values(), value)?.is_some()),
        ("remove", [name]) => Ok(Some(map.remove(&key(name)?).unwrap_or_default())),
        ("putAll", [Value::Map(other)]) => {
            for (key, value) in other.members() {
                map.put(key, value);
            }
            some(VOID)
        }
        ("clear", []) => {
            map.clear();
            some(VOID)
        }
        ("putAll", [Value::Null]) => Err(NULL.to_owned()),
        ("replace", [name, value]) => {
            let key = key(name)?;
            if !map.contains(&key) {
                return Ok(Some(Value::Null));
            }
            Ok(Some(map.put(key, value.clone()).unwrap_or_default()))
        }
        ("replace", [name, old, new]) => {
            let key = key(name)?;
            let replaces = map
                .get(&key)
                .map_or(Ok(false), |value| value.java_equals(old))
                .map_err(large)?;
            if replaces {
                map.put(key, new.clone());
            }
            some(replaces)
        }
        (name, _) => none(name),
    }
}

pub(super) fn call_view(view: &View, call: &Call<'_>) -> Called {
    match (call.name, call.arguments) {
        ("size", []) => some(Value::integer(view.map.len())),
        ("isEmpty", []) => some(view.map.len() == 0),
        ("contains", [value]) => some(position(&view.items(), value)?.is_some()),
        ("containsAll", [Value::Null]) => Err(NULL.to_owned()),
        ("containsAll", [other]) => contains_all(&view.items(), other),
        ("remove", [value]) => {
            let found = position(&view.items(), value)?;
            if let Some((key, _)) =
                found.and_then(|found| view.map.members().into_iter().nth(found))
            {
                view.map.remove(&key);
            }
            some(found.is_some())
        }
        ("clear", []) => {
            view.map.clear();
            some(VOID)
        }
        ("add" | "addAll", [_]) => Err("the view of a map cannot grow".to_owned()),
        ("removeAll" | "retainAll", [_]) => unsupported(),
        (name, _) => none(name),
    }
}

pub(super) fn call_entry(map: &Map, key: &Key, call: &Call<'_>) -> Called {
    match (call.name, call.arguments) {
        ("getKey", []) => Ok(Some(key.to_value())),
        ("getValue", []) => Ok(Some(map.get(key).unwrap_or_default())),
        ("setValue", [value]) => Ok(Some(
            map.put(key.clone(), value.clone()).unwrap_or_default(),
        )),
        (name, _) => none(name),
    }
}
