//! JSON texts → values, as json-smart reads them.
//!
//! It is the library behind AWS's `JSONPath`, by all that is known, and it takes more than JSON: what is not
//! quoted is a string (so a plain text is one), quotes may be single, commas may be too many, and whatever
//! follows the value is ignored.

use super::{Key, ListKind, Map, Number, Value, display::MAX_DEPTH};
use std::{error, fmt, sync::Arc};

/// A text cannot be read as JSON, not even with much leniency.
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

type Read<T> = Result<T, InvalidJson>;

/// json-smart takes this character for the end of the text.
const END: char = '\u{1a}';

pub(super) fn parse(text: &str) -> Read<Value> {
    let mut reader = Reader { text, at: 0 };
    reader.value("", 0)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn invalid(&self, problem: &'static str) -> InvalidJson {
        InvalidJson {
            offset: self.at,
            problem,
        }
    }

    fn current(&self) -> char {
        self.text[self.at..].chars().next().unwrap_or(END)
    }

    fn advance(&mut self) {
        self.at += self.text[self.at..]
            .chars()
            .next()
            .map_or(0, char::len_utf8);
    }

    fn skip_while(&mut self, skips: impl Fn(char) -> bool) {
        let rest = &self.text[self.at..];
        self.at += rest.find(|c| c == END || !skips(c)).unwrap_or(rest.len());
    }

    fn skip_space(&mut self) {
        self.skip_while(|c| c <= ' ');
    }

    /// The text without quotes up to one of the `stops`.
    fn unquoted(&mut self, start: usize, stops: &str) -> &'a str {
        self.skip_while(|c| !stops.contains(c));
        self.text[start..self.at].trim_matches(|c| c <= ' ')
    }

    fn value(&mut self, stops: &str, depth: usize) -> Read<Value> {
        if depth > MAX_DEPTH {
            return Err(self.invalid("nested too deeply"));
        }
        self.skip_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r'));
        match self.current() {
            ':' | ']' | '}' => Err(self.invalid("a value is missing")),
            '{' => self.object(depth),
            '[' => self.array(depth),
            '"' | '\'' => self.string().map(Value::from),
            '-' | '0'..='9' => self.number(stops),
            _ => Ok(match self.unquoted(self.at, stops) {
                "null" => Value::Null,
                "true" => Value::Boolean(true),
                "false" => Value::Boolean(false),
                "NaN" => Value::Number(Number::Double(f64::NAN)),
                text => Value::from(text),
            }),
        }
    }

    fn object(&mut self, depth: usize) -> Read<Value> {
        let map = Map::default();
        loop {
            self.advance();
            self.skip_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | ','));
            let key = match self.current() {
                '}' => break,
                ':' | '[' | ']' | '{' => return Err(self.invalid("a member's name is missing")),
                '"' | '\'' => self.string()?,
                _ => self.unquoted(self.at, ":").to_owned(),
            };
            self.skip_space();
            if self.current() != ':' {
                return Err(self.invalid("expected `:`"));
            }
            self.advance();
            map.put(Key::Text(key.into()), self.value(",}", depth + 1)?);
            self.skip_space();
            match self.current() {
                '}' => break,
                ',' => {}
                _ => return Err(self.invalid("expected `,` or `}`")),
            }
        }
        self.advance();
        Ok(Value::Map(Arc::new(map)))
    }

    fn array(&mut self, depth: usize) -> Read<Value> {
        self.advance();
        let mut items = Vec::new();
        loop {
            self.skip_while(|c| matches!(c, ' ' | '\t' | '\n' | '\r' | ','));
            match self.current() {
                ']' => break,
                END => return Err(self.invalid("a list does not end")),
                _ => items.push(self.value(",]", depth + 1)?),
            }
        }
        self.advance();
        Ok(Value::list(ListKind::Json, items))
    }

    /// A number, or a text that starts like one.
    fn number(&mut self, stops: &str) -> Read<Value> {
        let start = self.at;
        self.advance();
        let digits = |c: char| c.is_ascii_digit();
        self.skip_while(digits);
        if self.current() == '.' {
            self.advance();
            self.skip_while(digits);
        }
        if matches!(self.current(), 'e' | 'E') {
            self.advance();
            if !matches!(self.current(), '+' | '-' | '0'..='9') {
                return Ok(Value::from(self.unquoted(start, stops)));
            }
            self.advance();
            self.skip_while(digits);
        }
        self.skip_space();
        let end = self.current();
        if end != END && end < '~' && !stops.contains(end) {
            return Ok(Value::from(self.unquoted(start, stops)));
        }
        let number = self.text[start..self.at].trim_end_matches(|c| c <= ' ');
        if number.ends_with(['+', '-']) && number != "-" {
            return Err(self.invalid("an exponent has no digits"));
        }
        Ok(Value::Number(Number::parse_json(number)))
    }

    fn string(&mut self) -> Read<String> {
        let quote = self.current();
        self.advance();
        let rest = &self.text[self.at..];
        let Some(length) = rest.find(quote) else {
            return Err(self.invalid("a string does not end"));
        };
        let plain = &rest[..length];
        if plain.contains('\\') {
            return self.escaped_string(quote);
        }
        self.at += length + 1;
        Ok(plain.to_owned())
    }

    /// A string with backslashes; only in these, control characters are left out.
    fn escaped_string(&mut self, quote: char) -> Read<String> {
        let mut units = Vec::new();
        loop {
            let character = self.current();
            self.advance();
            match character {
                END => return Err(self.invalid("a string does not end")),
                '\\' => self.escape(&mut units)?,
                end if end == quote => break,
                '\0'..' ' | '\u{7f}' => {}
                other => units.extend_from_slice(other.encode_utf16(&mut [0; 2])),
            }
        }
        // Half a surrogate pair becomes `?`, as Java writes it.
        Ok(char::decode_utf16(units)
            .map(|unit| unit.unwrap_or('?'))
            .collect())
    }

    fn escape(&mut self, units: &mut Vec<u16>) -> Read<()> {
        let escaped = self.current();
        self.advance();
        let character = match escaped {
            'b' => '\u{8}',
            'f' => '\u{c}',
            'n' => '\n',
            'r' => '\r',
            't' => '\t',
            '"' | '\'' | '\\' | '/' => escaped,
            'u' => return self.code_unit(4, units),
            'x' => return self.code_unit(2, units),
            _ => return Ok(()),
        };
        units.extend_from_slice(character.encode_utf16(&mut [0; 2]));
        Ok(())
    }

    fn code_unit(&mut self, digits: usize, units: &mut Vec<u16>) -> Read<()> {
        let text = self
            .text
            .get(self.at..self.at + digits)
            .filter(|text| text.bytes().all(|b| b.is_ascii_hexdigit()));
        let unit = text.and_then(|text| u16::from_str_radix(text, 16).ok());
        units.push(unit.ok_or_else(|| self.invalid("an escape needs hexadecimal digits"))?);
        self.at += digits;
        Ok(())
    }
}
