//! JSON texts ↔ values, as json-smart reads and writes them.

use super::{
    Key, ListKind, Map, Number, TooLarge, Value,
    display::{self, MAX_DEPTH, MAX_TEXT},
};
use std::{error, fmt, fmt::Write, sync::Arc};

/// A text is no JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidJson {
    offset: usize,
    problem: &'static str,
}

impl fmt::Display for InvalidJson {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "no JSON: {} at byte {}", self.problem, self.offset)
    }
}

impl error::Error for InvalidJson {}

pub(super) fn parse(text: &str) -> Result<Value, InvalidJson> {
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    if reader.peek().is_some() {
        return Err(reader.invalid("text after the value"));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn invalid(&self, problem: &'static str) -> InvalidJson {
        InvalidJson {
            offset: self.at,
            problem,
        }
    }

    /// The next byte that is not white space.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.text[self.at..];
        self.at += rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
        self.text.as_bytes().get(self.at).copied()
    }

    fn skip(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, depth: usize) -> Result<Value, InvalidJson> {
        if depth > MAX_DEPTH {
            return Err(self.invalid("nested too deeply"));
        }
        match self.peek() {
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'"') => Ok(Value::from(self.string()?)),
            Some(b'-' | b'0'..=b'9') => self.number(),
            Some(_) => self.word(),
            None => Err(self.invalid("a value is missing")),
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, InvalidJson> {
        self.at += 1;
        let map = Map::default();
        if !self.skip(b'}') {
            loop {
                if self.peek() != Some(b'"') {
                    return Err(self.invalid("expected a member's name"));
                }
                let name = self.string()?;
                if !self.skip(b':') {
                    return Err(self.invalid("expected `:`"));
                }
                map.put(Key::Text(name.into()), self.value(depth + 1)?);
                if !self.skip(b',') {
                    break;
                }
            }
            if !self.skip(b'}') {
                return Err(self.invalid("expected `,` or `}`"));
            }
        }
        Ok(Value::Map(Arc::new(map)))
    }

    fn array(&mut self, depth: usize) -> Result<Value, InvalidJson> {
        self.at += 1;
        let mut items = Vec::new();
        if !self.skip(b']') {
            loop {
                items.push(self.value(depth + 1)?);
                if !self.skip(b',') {
                    break;
                }
            }
            if !self.skip(b']') {
                return Err(self.invalid("expected `,` or `]`"));
            }
        }
        Ok(Value::list(ListKind::Json, items))
    }

    fn word(&mut self) -> Result<Value, InvalidJson> {
        let words = [
            ("true", Value::Boolean(true)),
            ("false", Value::Boolean(false)),
            ("null", Value::Null),
        ];
        for (word, value) in words {
            if self.text[self.at..].starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.invalid("expected a value"))
    }

    fn number(&mut self) -> Result<Value, InvalidJson> {
        let start = self.at;
        self.at += usize::from(self.text[start..].starts_with('-'));
        let leading_zero = self.text[self.at..].starts_with('0');
        let whole = self.digits();
        if whole == 0 || (leading_zero && whole > 1) {
            return Err(self.invalid("expected a digit"));
        }
        if self.text[self.at..].starts_with('.') {
            self.at += 1;
            if self.digits() == 0 {
                return Err(self.invalid("expected a digit"));
            }
        }
        if self.text[self.at..].starts_with(['e', 'E']) {
            self.at += 1;
            self.at += usize::from(self.text[self.at..].starts_with(['+', '-']));
            if self.digits() == 0 {
                return Err(self.invalid("expected a digit"));
            }
        }
        Ok(Value::Number(Number::parse_json(
            &self.text[start..self.at],
        )))
    }

    fn digits(&mut self) -> usize {
        let count = self.text[self.at..]
            .bytes()
            .take_while(u8::is_ascii_digit)
            .count();
        self.at += count;
        count
    }

    fn string(&mut self) -> Result<String, InvalidJson> {
        self.at += 1;
        let mut string = String::new();
        loop {
            let rest = &self.text[self.at..];
            let length = rest
                .find(|c: char| matches!(c, '"' | '\\' | '\u{7f}') || c < ' ')
                .unwrap_or(rest.len());
            string.push_str(&rest[..length]);
            self.at += length;
            let Some(special) = rest[length..].bytes().next() else {
                return Err(self.invalid("a string does not end"));
            };
            match special {
                b'"' => {
                    self.at += 1;
                    return Ok(string);
                }
                b'\\' => self.escape(&mut string)?,
                0x1a => return Err(self.invalid("U+001A in a string")),
                // json-smart leaves control characters out.
                _ => self.at += 1,
            }
        }
    }

    fn escape(&mut self, string: &mut String) -> Result<(), InvalidJson> {
        let escaped = self.text.as_bytes().get(self.at + 1).copied();
        let character = match escaped {
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(plain @ (b'"' | b'\\' | b'/')) => char::from(plain),
            Some(b'u') => return self.code_units(string),
            _ => return Err(self.invalid("an unknown escape")),
        };
        self.at += 2;
        string.push(character);
        Ok(())
    }

    /// One or more `\uXXXX`; half a surrogate pair becomes `?`, as Java writes it.
    fn code_units(&mut self, string: &mut String) -> Result<(), InvalidJson> {
        let mut units = Vec::new();
        while let Some(digits) = self.text[self.at..].strip_prefix("\\u") {
            let digits = digits
                .get(..4)
                .filter(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
            let Some(unit) = digits.and_then(|digits| u16::from_str_radix(digits, 16).ok()) else {
                return Err(self.invalid("`\\u` needs four hexadecimal digits"));
            };
            units.push(unit);
            self.at += 6;
        }
        string.extend(char::decode_utf16(units).map(|unit| unit.unwrap_or('?')));
        Ok(())
    }
}

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
) -> Result<(), TooLarge> {
    if depth > MAX_DEPTH || text.len() > MAX_TEXT {
        return Err(TooLarge);
    }
    match value {
        Value::Number(Number::Double(value)) if !value.is_finite() => text.push_str("null"),
        Value::Null | Value::Boolean(_) | Value::Number(_) => display::write(value, text, depth)?,
        Value::List(list) => write_items(&list.items(), text, slashes, depth)?,
        Value::View(view) => write_items(&view.items(), text, slashes, depth)?,
        Value::Map(map) => write_members(map, text, slashes, depth)?,
        Value::Loop(scope) => write_members(&scope.members, text, slashes, depth)?,
        Value::Text(string) => write_string(string, text, slashes),
        Value::Character(_) | Value::Entry(..) | Value::Input | Value::Util => {
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
) -> Result<(), TooLarge> {
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
) -> Result<(), TooLarge> {
    text.push('{');
    for (index, (key, value)) in map.members().iter().enumerate() {
        if index > 0 {
            text.push(',');
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
