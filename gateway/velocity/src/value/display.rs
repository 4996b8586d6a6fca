//! What a value prints: Java's `toString`.

use super::{
    super::budget::Fault,
    Heap, Key, ListId, ListKind, MAX_DEPTH, MapId, Text, Value, View,
    write_json::{Slashes, TOO_DEEP},
};
use std::fmt::Write;

/// Where `toString` of a list or a map stops: at what it is itself.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Within {
    List(ListId),
    Map(MapId),
    Other,
}

impl Heap {
    /// The text that a value prints.
    pub(crate) fn printed(&mut self, value: Value) -> Result<String, Fault> {
        let mut text = String::new();
        self.print(value, &mut text)?;
        Ok(text)
    }

    /// The value as a text of the heap.
    #[inline]
    pub(crate) fn text_of(&mut self, value: Value) -> Result<Text, Fault> {
        if let Value::Text(text) = value {
            return Ok(text);
        }
        let text = self.printed(value)?;
        self.text(&text)
    }

    /// Writes what a value prints.
    #[inline]
    pub(crate) fn print(&mut self, value: Value, out: &mut String) -> Result<(), Fault> {
        match value {
            Value::Text(text) => self.print_text(text, out),
            value => self.print_within(value, out, 0),
        }
    }

    #[inline]
    fn print_text(&mut self, text: Text, out: &mut String) -> Result<(), Fault> {
        self.budget.write(out, text.len())?;
        out.push_str(self.str(text));
        Ok(())
    }

    pub(super) fn print_within(
        &mut self,
        value: Value,
        out: &mut String,
        depth: usize,
    ) -> Result<(), Fault> {
        if depth > MAX_DEPTH {
            return Err(TOO_DEEP);
        }
        match value {
            Value::Text(text) => self.print_text(text, out)?,
            Value::List(list) => self.print_list(list, out, depth)?,
            Value::Map(map) => self.print_map(map, out, depth)?,
            Value::Loop(id) => self.print_map(self.looped(id).members, out, depth)?,
            Value::View(view) => self.print_view(view, out, depth)?,
            Value::Entry(id) => {
                let (map, key) = self.entry(id);
                let value = self.get(map, key)?.unwrap_or_default();
                self.print_member(key, value, out, depth)?;
            }
            Value::Block(_) => {
                return Err("a block of `#define` is in a list or a map that is printed".into());
            }
            Value::LoopInfo(_) => {
                return Err("it prints the name of the template, which AWS does not tell".into());
            }
            scalar => self.print_scalar(scalar, out)?,
        }
        Ok(())
    }

    fn print_scalar(&mut self, value: Value, out: &mut String) -> Result<(), Fault> {
        let before = out.len();
        match value {
            Value::Boolean(value) => out.push_str(if value { "true" } else { "false" }),
            Value::Number(number) => {
                let _ = write!(out, "{}", self.numeric(number));
            }
            Value::Character(character) => out.push(character),
            Value::Input => out.push_str("$input"),
            Value::Util => out.push_str("$util"),
            _ => out.push_str("null"),
        }
        self.budget.write("", out.len() - before)
    }

    fn print_list(&mut self, list: ListId, out: &mut String, depth: usize) -> Result<(), Fault> {
        match self.list_kind(list) {
            ListKind::Json => {
                return self.write_json_within(Value::List(list), out, Slashes::Escaped, depth);
            }
            ListKind::Array => {
                out.push_str("[Ljava.lang.String;@0");
                return Ok(());
            }
            ListKind::Java => {}
        }
        out.push('[');
        let mut at = 0;
        while let Some(item) = self.item(list, at) {
            self.separate(at, ", ", out)?;
            self.print_inner(item, Within::List(list), out, depth)?;
            at += 1;
        }
        out.push(']');
        Ok(())
    }

    fn print_view(&mut self, view: View, out: &mut String, depth: usize) -> Result<(), Fault> {
        out.push('[');
        let mut at = 0;
        while let Some(item) = self.view_at(view, at)? {
            self.separate(at, ", ", out)?;
            self.print_inner(item, Within::Other, out, depth)?;
            at += 1;
        }
        out.push(']');
        Ok(())
    }

    fn print_map(&mut self, map: MapId, out: &mut String, depth: usize) -> Result<(), Fault> {
        out.push('{');
        let mut at = 0;
        while let Some((key, value)) = self.member_at(map, at) {
            self.separate(at, ", ", out)?;
            self.print_within(key.to_value(), out, depth + 1)?;
            out.push('=');
            self.print_inner(value, Within::Map(map), out, depth)?;
            at += 1;
        }
        out.push('}');
        Ok(())
    }

    fn print_member(
        &mut self,
        key: Key,
        value: Value,
        out: &mut String,
        depth: usize,
    ) -> Result<(), Fault> {
        self.print_within(key.to_value(), out, depth + 1)?;
        out.push('=');
        self.print_within(value, out, depth + 1)
    }

    /// Java notices what contains itself directly.
    fn print_inner(
        &mut self,
        value: Value,
        within: Within,
        out: &mut String,
        depth: usize,
    ) -> Result<(), Fault> {
        let inner = match value {
            Value::List(list) => Within::List(list),
            Value::Map(map) => Within::Map(map),
            _ => return self.print_within(value, out, depth + 1),
        };
        match inner {
            Within::List(_) if inner == within => out.push_str("(this Collection)"),
            Within::Map(_) if inner == within => out.push_str("(this Map)"),
            _ => return self.print_within(value, out, depth + 1),
        }
        self.budget.write(out, 0)
    }

    /// Writes what stands in front of all items but the first, and counts a step for the item.
    pub(super) fn separate(
        &mut self,
        at: usize,
        separator: &str,
        out: &mut String,
    ) -> Result<(), Fault> {
        if at > 0 {
            out.push_str(separator);
        }
        self.budget.write(out, separator.len())
    }
}
