//! What a value prints: Java's `toString`.

use super::{
    Key, List, ListKind, Map, Value, View,
    json::{self, Slashes},
};
use std::{error, fmt, fmt::Write};

/// How deep a value may be nested to be printed, compared or copied.
pub(crate) const MAX_DEPTH: usize = 256;

/// How many bytes a text may have: what API Gateway lets through.
pub(crate) const MAX_TEXT: usize = 10 * 1024 * 1024;

/// A value is too large, is nested too deeply, or contains itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TooLarge;

impl fmt::Display for TooLarge {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a value has more than {MAX_TEXT} bytes, is nested more than {MAX_DEPTH} levels deep, or contains itself"
        )
    }
}

impl error::Error for TooLarge {}

pub(super) fn write(value: &Value, text: &mut String, depth: usize) -> Result<(), TooLarge> {
    if depth > MAX_DEPTH || text.len() > MAX_TEXT {
        return Err(TooLarge);
    }
    match value {
        Value::Null => text.push_str("null"),
        Value::Boolean(value) => text.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => write!(text, "{number}").map_err(|_| TooLarge)?,
        Value::Character(character) => text.push(*character),
        Value::Text(value) => text.push_str(value),
        Value::List(list) => return write_list(list, text, depth),
        Value::Map(map) => return write_map(map, text, depth),
        Value::View(view) => return write_view(view, text, depth),
        Value::Entry(map, key) => {
            return write_member(key, &map.get(key).unwrap_or_default(), text, depth);
        }
        Value::Loop(scope) => return write_map(&scope.members, text, depth),
        Value::Input => text.push_str("$input"),
        Value::Util => text.push_str("$util"),
    }
    Ok(())
}

fn write_list(list: &List, text: &mut String, depth: usize) -> Result<(), TooLarge> {
    match list.kind() {
        ListKind::Json => json::write_items(&list.items(), text, Slashes::Escaped, depth),
        ListKind::Java => write_items(&list.items(), text, depth),
        ListKind::Array => {
            text.push_str("[Ljava.lang.String;@0");
            Ok(())
        }
    }
}

fn write_view(view: &View, text: &mut String, depth: usize) -> Result<(), TooLarge> {
    write_items(&view.items(), text, depth)
}

fn write_items(items: &[Value], text: &mut String, depth: usize) -> Result<(), TooLarge> {
    text.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        write(item, text, depth + 1)?;
    }
    text.push(']');
    Ok(())
}

fn write_map(map: &Map, text: &mut String, depth: usize) -> Result<(), TooLarge> {
    text.push('{');
    for (index, (key, value)) in map.members().iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        write_member(key, value, text, depth)?;
    }
    text.push('}');
    Ok(())
}

fn write_member(key: &Key, value: &Value, text: &mut String, depth: usize) -> Result<(), TooLarge> {
    write(&key.to_value(), text, depth + 1)?;
    text.push('=');
    write(value, text, depth + 1)
}
