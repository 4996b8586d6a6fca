//! What a value prints: Java's `toString`.

use super::{
    Key, List, ListKind, Map, Value, View,
    write_json::{self, Slashes},
};
use std::{error, fmt, fmt::Write, ptr};

/// How deep a value may be nested to be printed or compared.
pub(crate) const MAX_DEPTH: usize = 256;

/// How many bytes a text may have: what API Gateway lets through.
pub(crate) const MAX_TEXT: usize = 10 * 1024 * 1024;

/// How many values a comparison may visit.
pub(super) const MOST_STEPS: usize = 2_000_000;

/// A value cannot be printed or compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Unprintable(&'static str);

impl Unprintable {
    pub(crate) const TOO_LARGE: Self = Self("a text has more than 10 MB");
    pub(super) const TOO_DEEP: Self =
        Self("a value is nested more than 256 levels deep, or contains itself");
    pub(super) const NO_JSON: Self =
        Self("neither the entry of a map nor the key null can be written as JSON");
}

impl fmt::Display for Unprintable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }
}

impl error::Error for Unprintable {}

pub(super) fn write(value: &Value, text: &mut String, depth: usize) -> Result<(), Unprintable> {
    check_size(text, depth)?;
    match value {
        Value::Null => text.push_str("null"),
        Value::Boolean(value) => text.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) => _ = write!(text, "{number}"),
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

pub(super) fn check_size(text: &str, depth: usize) -> Result<(), Unprintable> {
    if depth > MAX_DEPTH {
        Err(Unprintable::TOO_DEEP)
    } else if text.len() > MAX_TEXT {
        Err(Unprintable::TOO_LARGE)
    } else {
        Ok(())
    }
}

fn write_list(list: &List, text: &mut String, depth: usize) -> Result<(), Unprintable> {
    match list.kind() {
        ListKind::Json => write_json::write_items(&list.items(), text, Slashes::Escaped, depth),
        ListKind::Java => {
            let is_this = |item: &Value| matches!(item, Value::List(item) if ptr::eq::<List>(item.as_ref(), list));
            write_items(&list.items(), text, depth, is_this)
        }
        ListKind::Array => {
            text.push_str("[Ljava.lang.String;@0");
            Ok(())
        }
    }
}

fn write_view(view: &View, text: &mut String, depth: usize) -> Result<(), Unprintable> {
    write_items(&view.items(), text, depth, |_| false)
}

/// Java prints only what contains itself directly.
fn write_items(
    items: &[Value],
    text: &mut String,
    depth: usize,
    is_this: impl Fn(&Value) -> bool,
) -> Result<(), Unprintable> {
    text.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        if is_this(item) {
            text.push_str("(this Collection)");
        } else {
            write(item, text, depth + 1)?;
        }
    }
    text.push(']');
    Ok(())
}

fn write_map(map: &Map, text: &mut String, depth: usize) -> Result<(), Unprintable> {
    text.push('{');
    for (index, (key, value)) in map.members().iter().enumerate() {
        if index > 0 {
            text.push_str(", ");
        }
        if matches!(value, Value::Map(value) if ptr::eq::<Map>(value.as_ref(), map)) {
            write(&key.to_value(), text, depth + 1)?;
            text.push_str("=(this Map)");
        } else {
            write_member(key, value, text, depth)?;
        }
    }
    text.push('}');
    Ok(())
}

fn write_member(
    key: &Key,
    value: &Value,
    text: &mut String,
    depth: usize,
) -> Result<(), Unprintable> {
    write(&key.to_value(), text, depth + 1)?;
    text.push('=');
    write(value, text, depth + 1)
}
