//! Values → JSON texts, as json-smart writes them.

use super::{super::budget::Fault, Heap, Key, MAX_DEPTH, MapId, Number, Value};
use std::{borrow::Cow, fmt::Write};

pub(super) const TOO_DEEP: Fault =
    Cow::Borrowed("a value is nested more than 256 levels deep, or contains itself");
const NO_JSON: Fault =
    Cow::Borrowed("neither the entry of a map nor the key null can be written as JSON");

/// Whether `/` is escaped: in a list that is printed, but not by `$input.json`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Slashes {
    Plain,
    Escaped,
}

impl Heap {
    /// Writes the JSON text of a value.
    pub(crate) fn write_json(
        &mut self,
        value: Value,
        out: &mut String,
        slashes: Slashes,
    ) -> Result<(), Fault> {
        self.write_json_within(value, out, slashes, 0)
    }

    pub(super) fn write_json_within(
        &mut self,
        value: Value,
        out: &mut String,
        slashes: Slashes,
        depth: usize,
    ) -> Result<(), Fault> {
        if depth > MAX_DEPTH {
            return Err(TOO_DEEP);
        }
        match value {
            Value::Text(text) => {
                self.budget.write(out, text.len())?;
                let before = out.len();
                write_string(&self.characters[text.range()], out, slashes);
                self.budget
                    .take((out.len() - before).saturating_sub(text.len()))
            }
            Value::Number(Number::Double(value)) if !value.is_finite() => {
                out.push_str("null");
                Ok(())
            }
            Value::Null | Value::Boolean(_) | Value::Number(_) => {
                self.print_within(value, out, depth)
            }
            Value::List(list) => {
                self.write_items(out, slashes, depth, |heap, at| Ok(heap.item(list, at)))
            }
            Value::View(view) => {
                self.write_items(out, slashes, depth, |heap, at| heap.view_at(view, at))
            }
            Value::Map(map) => self.write_members(map, out, slashes, depth),
            Value::Loop(id) => self.write_members(self.looped(id).members, out, slashes, depth),
            Value::Entry(_) => Err(NO_JSON),
            other => {
                let text = self.printed(other)?;
                write_string(&text, out, slashes);
                Ok(())
            }
        }
    }

    fn write_items(
        &mut self,
        out: &mut String,
        slashes: Slashes,
        depth: usize,
        item: impl Fn(&mut Self, usize) -> Result<Option<Value>, Fault>,
    ) -> Result<(), Fault> {
        out.push('[');
        let mut at = 0;
        while let Some(item) = item(self, at)? {
            self.separate(at, ",", out)?;
            self.write_json_within(item, out, slashes, depth + 1)?;
            at += 1;
        }
        out.push(']');
        Ok(())
    }

    fn write_members(
        &mut self,
        map: MapId,
        out: &mut String,
        slashes: Slashes,
        depth: usize,
    ) -> Result<(), Fault> {
        out.push('{');
        let mut at = 0;
        while let Some((key, value)) = self.member_at(map, at) {
            self.separate(at, ",", out)?;
            match key {
                Key::Null => return Err(NO_JSON),
                Key::Text(text) => {
                    self.write_json_within(Value::Text(text), out, slashes, depth)?;
                }
                other => {
                    let name = self.printed(other.to_value())?;
                    write_string(&name, out, slashes);
                }
            }
            out.push(':');
            self.write_json_within(value, out, slashes, depth + 1)?;
            at += 1;
        }
        out.push('}');
        Ok(())
    }
}

fn write_string(text: &str, out: &mut String, slashes: Slashes) {
    let is_plain = |byte: u8| match byte {
        b'"' | b'\\' | ..b' ' | 0x7f | 0xc2 | 0xe2 => false,
        b'/' => slashes == Slashes::Plain,
        _ => true,
    };
    out.push('"');
    let mut rest = text;
    while let Some(end) = rest.bytes().position(|byte| !is_plain(byte)) {
        let (plain, special) = rest.split_at(end);
        out.push_str(plain);
        let mut characters = special.chars();
        if let Some(character) = characters.next() {
            write_character(character, out);
        }
        rest = characters.as_str();
    }
    out.push_str(rest);
    out.push('"');
}

fn write_character(character: char, out: &mut String) {
    match character {
        '"' => out.push_str("\\\""),
        '\\' => out.push_str("\\\\"),
        '\u{8}' => out.push_str("\\b"),
        '\u{c}' => out.push_str("\\f"),
        '\n' => out.push_str("\\n"),
        '\r' => out.push_str("\\r"),
        '\t' => out.push_str("\\t"),
        '/' => out.push_str("\\/"),
        '\0'..'\u{20}' | '\u{7f}'..='\u{9f}' | '\u{2000}'..='\u{20ff}' => {
            _ = write!(out, "\\u{:04X}", u32::from(character));
        }
        _ => out.push(character),
    }
}
