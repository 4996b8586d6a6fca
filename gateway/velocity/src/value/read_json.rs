//! JSON texts → values, as json-smart reads them.
//!
//! AWS's `JSONPath` behaves as this library does, as far as its answers were recorded. It takes more than JSON: a word
//! without quotes is a string (so a plain text is a string), quotes may be single, extra commas are allowed, and text after
//! the value is ignored. A string without escapes borrows from the text, so it is not copied.

use super::{super::budget::Fault, Heap, Key, ListKind, MAX_DEPTH, Number, Numeric, Text, Value};
use memchr::memchr2;

type Read<T> = Result<T, Fault>;

/// json-smart reads this character as the end of the text.
const END: u8 = 0x1a;

impl Heap {
    /// The value of a JSON text.
    pub(crate) fn read_json(&mut self, text: Text) -> Result<Value, Fault> {
        self.budget.read(text.len())?;
        let range = text.range();
        let mut reader = Reader {
            heap: self,
            start: range.start,
            at: range.start,
            end: range.end,
        };
        reader.value(b"", 0)
    }
}

struct Reader<'h> {
    heap: &'h mut Heap,
    start: usize,
    at: usize,
    end: usize,
}

impl Reader<'_> {
    fn invalid(&self, problem: &str) -> Fault {
        format!("no JSON: {problem} at byte {}", self.at - self.start).into()
    }

    fn rest(&self) -> &[u8] {
        &self.heap.characters.as_bytes()[self.at..self.end]
    }

    fn current(&self) -> u8 {
        self.rest().first().copied().unwrap_or(END)
    }

    /// Skips one ASCII character, unless the text has ended.
    fn advance(&mut self) {
        self.at += usize::from(self.at < self.end);
    }

    fn skip_while(&mut self, skips: impl Fn(u8) -> bool) {
        let rest = self.rest();
        let stop = rest.iter().position(|byte| *byte == END || !skips(*byte));
        self.at += stop.unwrap_or(rest.len());
    }

    fn skip_space(&mut self) {
        self.skip_while(|byte| byte <= b' ');
    }

    /// A part of the text, without blanks around it.
    fn trimmed(&self, start: usize) -> Text {
        let part = &self.heap.characters[start..self.at];
        let trimmed = part.trim_start_matches(|c| c <= ' ');
        let start = self.at - trimmed.len();
        let length = trimmed.trim_end_matches(|c| c <= ' ').len();
        self.text(start, start + length)
    }

    fn text(&self, start: usize, end: usize) -> Text {
        let whole = Text {
            start: u32::try_from(self.start).unwrap_or(u32::MAX),
            length: u32::try_from(self.end - self.start).unwrap_or(u32::MAX),
        };
        whole.part(start - self.start..end - self.start)
    }

    /// The text without quotes up to one of the `stops`.
    fn unquoted(&mut self, start: usize, stops: &[u8]) -> Text {
        self.skip_while(|byte| !stops.contains(&byte));
        self.trimmed(start)
    }

    fn value(&mut self, stops: &[u8], depth: usize) -> Read<Value> {
        if depth > MAX_DEPTH {
            return Err(self.invalid("nested too deeply"));
        }
        self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
        match self.current() {
            b':' | b']' | b'}' => Err(self.invalid("a value is missing")),
            b'{' => self.object(depth),
            b'[' => self.array(depth),
            b'"' | b'\'' => self.string().map(Value::Text),
            b'-' | b'0'..=b'9' => self.number(stops),
            _ => {
                let text = self.unquoted(self.at, stops);
                Ok(match self.heap.str(text) {
                    "null" => Value::Null,
                    "true" => Value::Boolean(true),
                    "false" => Value::Boolean(false),
                    "NaN" => Value::from(f64::NAN),
                    _ => Value::Text(text),
                })
            }
        }
    }

    fn object(&mut self, depth: usize) -> Read<Value> {
        let map = self.heap.new_map()?;
        loop {
            self.advance();
            self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b','));
            let key = match self.current() {
                b'}' => break,
                b':' | b'[' | b']' | b'{' => return Err(self.invalid("a member's name is missing")),
                b'"' | b'\'' => self.string()?,
                _ => self.unquoted(self.at, b":"),
            };
            self.skip_space();
            if self.current() != b':' {
                return Err(self.invalid("expected `:`"));
            }
            self.advance();
            let value = self.value(b",}", depth + 1)?;
            self.heap.put(map, Key::Text(key), value)?;
            self.skip_space();
            match self.current() {
                b'}' => break,
                b',' => {}
                _ => return Err(self.invalid("expected `,` or `}`")),
            }
        }
        self.advance();
        Ok(Value::Map(map))
    }

    fn array(&mut self, depth: usize) -> Read<Value> {
        self.advance();
        let mut items = Vec::new();
        loop {
            self.skip_while(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r' | b','));
            match self.current() {
                b']' => break,
                END => return Err(self.invalid("a list does not end")),
                _ => {
                    self.heap.charge_element()?;
                    items.push(self.value(b",]", depth + 1)?);
                }
            }
        }
        self.advance();
        self.heap.charged_list(ListKind::Json, items)
    }

    /// A number, or a text that starts like one.
    fn number(&mut self, stops: &[u8]) -> Read<Value> {
        let start = self.at;
        self.advance();
        self.skip_while(|byte| byte.is_ascii_digit());
        if self.current() == b'.' {
            self.advance();
            self.skip_while(|byte| byte.is_ascii_digit());
        }
        if matches!(self.current(), b'e' | b'E') {
            self.advance();
            if !matches!(self.current(), b'+' | b'-' | b'0'..=b'9') {
                return Ok(Value::Text(self.unquoted(start, stops)));
            }
            self.advance();
            self.skip_while(|byte| byte.is_ascii_digit());
        }
        self.skip_space();
        let end = self.current();
        if end != END && end < b'~' && !stops.contains(&end) {
            return Ok(Value::Text(self.unquoted(start, stops)));
        }
        let number = self.heap.characters[start..self.at].trim_end_matches(|c| c <= ' ');
        if number.ends_with(['+', '-']) && number != "-" {
            return Err(self.invalid("an exponent has no digits"));
        }
        match Numeric::parse_json(number) {
            Numeric::Integer(value) => Ok(Value::Number(Number::Integer(value))),
            other => self.heap.number(&other),
        }
    }

    fn string(&mut self) -> Read<Text> {
        let quote = self.current();
        self.advance();
        let start = self.at;
        let rest = self.rest();
        let Some(length) = memchr2(quote, b'\\', rest) else {
            return Err(self.invalid("a string does not end"));
        };
        if rest[length] == quote {
            self.at += length + 1;
            return Ok(self.text(start, start + length));
        }
        if memchr::memchr(quote, &rest[length..]).is_none() {
            return Err(self.invalid("a string does not end"));
        }
        self.escaped_string(quote)
    }

    /// A string with backslashes. json-smart removes control characters from such strings, and keeps them in others.
    fn escaped_string(&mut self, quote: u8) -> Read<Text> {
        let written = self.heap.characters.len();
        let mut pending = None;
        loop {
            let from = self.at;
            self.skip_while(|byte| byte != quote && byte != b'\\' && byte >= b' ' && byte != 0x7f);
            if self.at > from {
                self.surrogate(&mut pending);
                self.heap.budget.take(self.at - from)?;
                self.heap.copy(from..self.at);
            }
            match self.current() {
                END => return Err(self.invalid("a string does not end")),
                b'\\' => self.escape(&mut pending)?,
                end if end == quote => break,
                _ => self.advance(),
            }
        }
        self.surrogate(&mut pending);
        self.advance();
        self.heap.since(written)
    }

    /// Half a surrogate pair becomes `?`, as Java writes it.
    fn surrogate(&mut self, pending: &mut Option<u16>) {
        if pending.take().is_some() {
            self.heap.characters.push('?');
        }
    }

    fn escape(&mut self, pending: &mut Option<u16>) -> Read<()> {
        self.heap.budget.take(4)?;
        self.advance();
        let escaped = self.current();
        self.skip_character();
        let character = match escaped {
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'"' | b'\'' | b'\\' | b'/' => char::from(escaped),
            b'u' => return self.code_unit(4, pending),
            b'x' => return self.code_unit(2, pending),
            _ => return Ok(()),
        };
        self.surrogate(pending);
        self.heap.characters.push(character);
        Ok(())
    }

    fn skip_character(&mut self) {
        let rest = &self.heap.characters[self.at..self.end];
        self.at += rest.chars().next().map_or(0, char::len_utf8);
    }

    fn code_unit(&mut self, digits: usize, pending: &mut Option<u16>) -> Read<()> {
        let text = self
            .rest()
            .get(..digits)
            .filter(|text| text.iter().all(u8::is_ascii_hexdigit));
        let unit = text
            .and_then(|text| str::from_utf8(text).ok())
            .and_then(|text| u16::from_str_radix(text, 16).ok());
        let unit = unit.ok_or_else(|| self.invalid("an escape needs hexadecimal digits"))?;
        self.at += digits;
        if let Some(high) = *pending
            && let Some(Ok(pair)) = char::decode_utf16([high, unit]).next()
        {
            *pending = None;
            self.heap.characters.push(pair);
            return Ok(());
        }
        self.surrogate(pending);
        match char::from_u32(unit.into()) {
            Some(character) => self.heap.characters.push(character),
            None if unit < 0xdc00 => *pending = Some(unit),
            None => self.heap.characters.push('?'),
        }
        Ok(())
    }
}
