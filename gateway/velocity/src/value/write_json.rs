//! Values → JSON texts, as json-smart writes them.

use super::{Key, Map, Number, Unprintable, Value, display};
use std::fmt::Write;

/// Whether `/` is escaped: in a list that is printed, but not by `$input.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Slashes {
    Plain,
    Escaped,
}

pub(super) fn write(
    value: &Value,
    text: &mut String,
    slashes: Slashes,
    depth: usize,
) -> Result<(), Unprintable> {
    display::check_size(text, depth)?;
    match value {
        Value::Number(Number::Double(value)) if !value.is_finite() => text.push_str("null"),
        Value::Null | Value::Boolean(_) | Value::Number(_) => display::write(value, text, depth)?,
        Value::List(list) => write_items(&list.items(), text, slashes, depth)?,
        Value::View(view) => write_items(&view.items(), text, slashes, depth)?,
        Value::Map(map) => write_members(map, text, slashes, depth)?,
        Value::Loop(scope) => write_members(&scope.members, text, slashes, depth)?,
        Value::Text(string) => write_string(string, text, slashes),
        Value::Entry(..) => return Err(Unprintable::NO_JSON),
        Value::Character(_) | Value::Input | Value::Util => {
            write_string(&value.to_text()?, text, slashes);
        }
    }
    Ok(())
}

pub(super) fn write_items(
    items: &[Value],
    text: &mut String,
    slashes: Slashes,
    depth: usize,
) -> Result<(), Unprintable> {
    text.push('[');
    for (index, item) in items.iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        write(item, text, slashes, depth + 1)?;
    }
    text.push(']');
    Ok(())
}

fn write_members(
    map: &Map,
    text: &mut String,
    slashes: Slashes,
    depth: usize,
) -> Result<(), Unprintable> {
    text.push('{');
    for (index, (key, value)) in map.members().iter().enumerate() {
        if index > 0 {
            text.push(',');
        }
        if matches!(key, Key::Null) {
            return Err(Unprintable::NO_JSON);
        }
        write_string(&key.to_value().to_text()?, text, slashes);
        text.push(':');
        write(value, text, slashes, depth + 1)?;
    }
    text.push('}');
    Ok(())
}

fn write_string(string: &str, text: &mut String, slashes: Slashes) {
    text.push('"');
    for character in string.chars() {
        match character {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '/' if slashes == Slashes::Escaped => text.push_str("\\/"),
            '\0'..'\u{20}' | '\u{7f}'..='\u{9f}' | '\u{2000}'..='\u{20ff}' => {
                _ = write!(text, "\\u{:04X}", u32::from(character));
            }
            _ => text.push(character),
        }
    }
    text.push('"');
}
