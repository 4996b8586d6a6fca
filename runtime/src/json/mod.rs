//! Compact JSON in which no control character and no line separator stands unescaped.

mod escape;
mod object;

pub(crate) use object::{Members, Object, Serialized, write_object};

use escape::Escaped;
use serde::Serialize;
use serde_json::{ser::Serializer, value::RawValue};
use std::{
    cell::Cell,
    fmt::{self, Display, Write as _},
    io,
};

/// How much memory a thread keeps for the next text, in bytes. An error's text may be as long as its caller likes.
const KEPT: usize = 256 * 1024;

thread_local! {
    static KEPT_BUFFER: Cell<String> = const { Cell::new(String::new()) };
}

/// Whether no character of `json` is one that is never written raw. It may say no although there is none.
pub(crate) fn is_plain(json: &str) -> bool {
    escape::is_plain::<{ escape::JSON }>(json)
}

/// Writes `value` to `out`.
///
/// # Errors
///
/// When `value` refuses to be serialised, or is a map whose keys are not strings.
pub(crate) fn write<T>(out: &mut String, value: &T) -> serde_json::Result<()>
where
    T: Serialize + ?Sized,
{
    value.serialize(&mut Serializer::with_formatter(Utf8(out), Escaped))
}

/// Takes what a serializer writes: whole characters each time.
struct Utf8<'a>(&'a mut String);

impl io::Write for Utf8<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.write_all(bytes)?;
        Ok(bytes.len())
    }

    fn write_all(&mut self, bytes: &[u8]) -> io::Result<()> {
        match bytes {
            [ascii @ 0..=0x7f] => self.0.push(char::from(*ascii)),
            _ => self
                .0
                .push_str(str::from_utf8(bytes).map_err(io::Error::other)?),
        }
        Ok(())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// `value` as a JSON text of its own.
///
/// # Errors
///
/// As [`write`].
pub(crate) fn to_raw<T>(value: &T) -> serde_json::Result<Box<RawValue>>
where
    T: Serialize + ?Sized,
{
    // Nearly every text is plain, and to see that at its end costs less than to look at each piece.
    let raw = serde_json::value::to_raw_value(value)?;
    if is_plain(raw.get()) {
        return Ok(raw);
    }
    RawValue::from_string(to_exact_string(|out| write(out, &raw))?)
}

/// What `write` writes, without room to spare.
///
/// It is written into a buffer that the thread keeps, and copied: so there is one allocation, and one pass over the value.
///
/// # Errors
///
/// Those of `write`.
pub(crate) fn to_exact_string(
    write: impl FnOnce(&mut String) -> serde_json::Result<()>,
) -> serde_json::Result<String> {
    // Taken, not borrowed: a `Display` may itself come here.
    let mut buffer = KEPT_BUFFER.try_with(Cell::take).unwrap_or_default();
    buffer.clear();
    let text = write(&mut buffer).map(|()| buffer.as_str().to_owned());
    if buffer.capacity() <= KEPT {
        let _ = KEPT_BUFFER.try_with(|kept| kept.set(buffer));
    }
    text
}

fn is_line_or_control(character: char) -> bool {
    character.is_control() || matches!(character, '\u{2028}' | '\u{2029}')
}

/// A text as a JSON string. If a `Display` reports an error, the text ends there.
pub(crate) struct Text<T>(pub(crate) T);

impl<T: Display> Display for Text<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The sinks behind this are memory and cannot fail, so an error can only be the value's own.
        let _ = write!(f, "{}", self.0);
        Ok(())
    }
}

impl<T: Display> Serialize for Text<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A text on one line: every control character and line separator becomes a space.
pub(crate) fn one_line<T>(text: T) -> Spaced<T> {
    Spaced {
        text,
        refuse: is_line_or_control,
    }
}

/// A text as a header's value: each character that HTTP does not allow there becomes a space, as
/// [RFC 9110, section 5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5) has it.
pub(crate) fn header_text<T>(text: T) -> Spaced<T> {
    Spaced {
        text,
        refuse: |character| character.is_ascii_control() && character != '\t',
    }
}

/// A text with a space for each character that is not allowed.
pub(crate) struct Spaced<T> {
    text: T,
    refuse: fn(char) -> bool,
}

impl<T: Display> Display for Spaced<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut writer = SpacedWriter {
            out: f,
            refuse: self.refuse,
        };
        write!(writer, "{}", Text(&self.text))
    }
}

impl<T: Display> Serialize for Spaced<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

struct SpacedWriter<'a, 'f> {
    out: &'a mut fmt::Formatter<'f>,
    refuse: fn(char) -> bool,
}

impl fmt::Write for SpacedWriter<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut pieces = text.split(self.refuse);
        self.out.write_str(pieces.next().unwrap_or_default())?;
        pieces.try_for_each(|piece| {
            self.out.write_char(' ')?;
            self.out.write_str(piece)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_is_written_inside_of_another_has_a_buffer_of_its_own() {
        struct Nested;
        impl Display for Nested {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                let inner = to_exact_string(|out| write(out, "inner")).map_err(|_| fmt::Error)?;
                f.write_str(&inner)
            }
        }
        let text = to_exact_string(|out| write(out, &Text(Nested))).unwrap();
        assert_eq!(text, r#""\"inner\"""#);
    }

    #[test]
    fn a_thread_keeps_no_long_text() {
        to_exact_string(|out| write(out, &"x".repeat(KEPT + 1))).unwrap();
        assert_eq!(KEPT_BUFFER.take().capacity(), 0);
        to_exact_string(|out| write(out, "short")).unwrap();
        assert!(KEPT_BUFFER.take().capacity() > 0);
    }

    #[test]
    fn one_line_has_no_line_ends() {
        assert_eq!(
            one_line("a\r\nb\u{85}c\u{2028}d\u{7f}é").to_string(),
            "a  b c d é"
        );
    }

    #[test]
    fn a_header_has_all_that_http_allows() {
        assert_eq!(
            header_text("a\tb\r\nc\u{7f}\u{85}é").to_string(),
            "a\tb  c \u{85}é"
        );
    }

    #[test]
    fn raw_json_has_no_line_ends() {
        let raw = serde_json::value::RawValue::from_string("[\r\n\t\"\u{7f}\\n\"]".to_owned());
        let mut out = String::new();
        write(&mut out, &raw.unwrap()).unwrap();
        assert_eq!(out, r#"["\u007f\n"]"#);
    }

    #[test]
    fn a_display_that_fails_ends_the_text() {
        struct Fails;
        impl Display for Fails {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("half")?;
                Err(fmt::Error)
            }
        }
        let mut out = String::new();
        write(&mut out, &Text(Fails)).unwrap();
        assert_eq!(out, "\"half\"");
    }
}
