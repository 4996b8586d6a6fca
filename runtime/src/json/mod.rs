//! Compact JSON in which no control character and no line separator stands unescaped.

use serde::Serialize;
use serde_json::{
    ser::{Formatter, Serializer},
    value::RawValue,
};
use std::{
    cell::Cell,
    fmt::{self, Display, Write as _},
    io,
};

/// How much memory a thread keeps for the next text, in bytes. An error's text may be as long as its caller likes.
const KEPT: usize = 256 * 1024;

thread_local! {
    static KEPT_BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Writes `value` to `out`.
///
/// # Errors
///
/// When `value` refuses to be serialised, or is a map whose keys are not strings.
pub(crate) fn write<T>(out: impl io::Write, value: &T) -> serde_json::Result<()>
where
    T: Serialize + ?Sized,
{
    value.serialize(&mut Serializer::with_formatter(out, Escaped))
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
    RawValue::from_string(to_exact_string(|out| write(out, value))?)
}

/// What `write` writes, without room to spare.
///
/// It is written into a buffer that the thread keeps, and copied: so there is one allocation, and one pass over the value.
///
/// # Errors
///
/// Those of `write`.
pub(crate) fn to_exact_string(
    write: impl FnOnce(&mut Vec<u8>) -> serde_json::Result<()>,
) -> serde_json::Result<String> {
    // Taken, not borrowed: a `Display` may itself come here.
    let mut buffer = KEPT_BUFFER.try_with(Cell::take).unwrap_or_default();
    buffer.clear();
    let text = write(&mut buffer).and_then(|()| {
        let text = str::from_utf8(&buffer).map_err(serde::ser::Error::custom)?;
        Ok(text.to_owned())
    });
    if buffer.capacity() <= KEPT {
        let _ = KEPT_BUFFER.try_with(|kept| kept.set(buffer));
    }
    text
}

/// Escapes characters that JSON allows raw, but that a reader of lines could change: U+007F to U+009F, U+2028, U+2029.
struct Escaped;

impl Formatter for Escaped {
    /// JSON that the error's own code wrote: outside of strings, its control characters are white space.
    fn write_raw_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: io::Write + ?Sized,
    {
        fragment
            .split(['\t', '\n', '\r'])
            .try_for_each(|line| self.write_string_fragment(writer, line))
    }

    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: io::Write + ?Sized,
    {
        let bytes = fragment.as_bytes();
        if !may_hold_escaped(bytes) {
            return writer.write_all(bytes);
        }
        let mut written = 0;
        for start in (0..bytes.len()).step_by(BLOCK) {
            let end = bytes.len().min(start + BLOCK);
            // A character that begins in this block may end in the next.
            if !holds_escaped(&bytes[start..bytes.len().min(end + 2)]) {
                continue;
            }
            for at in start..end {
                if let Some((code, length)) = escaped(&bytes[at..]) {
                    writer.write_all(&bytes[written..at])?;
                    write!(writer, "\\u{code:04x}")?;
                    written = at + length;
                }
            }
        }
        writer.write_all(&bytes[written..])
    }
}

/// Whether a byte is there with which a character that is to be escaped can start.
///
/// There is no early end, so that the compiler makes it a few instructions for many bytes; for few bytes, a table is faster.
fn may_hold_escaped(bytes: &[u8]) -> bool {
    const MANY: usize = 64;
    if bytes.len() < MANY {
        return bytes
            .iter()
            .fold(false, |found, byte| found | STARTS[usize::from(*byte)]);
    }
    bytes
        .iter()
        .fold(false, |found, byte| found | starts_escaped(*byte))
}

static STARTS: [bool; 256] = {
    let mut starts = [false; 256];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        starts[byte as usize] = starts_escaped(byte);
        byte += 1;
    }
    starts
};

/// U+0080 to U+009F start with C2 in UTF-8, U+2028 and U+2029 with E2.
const fn starts_escaped(byte: u8) -> bool {
    byte < 0x20 || matches!(byte, 0x7f | 0xc2 | 0xe2)
}

/// How many bytes are looked at together before one after the other.
const BLOCK: usize = 1024;

/// Whether a character that is to be escaped begins in `bytes`, or seems to: at the end of them, one that is cut off.
///
/// So a text that is full of characters which only begin like those, such as `“` and `ã`, costs little more than one in English.
#[expect(
    clippy::needless_bitwise_bool,
    reason = "without branches, it is a few instructions for many bytes"
)]
fn holds_escaped(bytes: &[u8]) -> bool {
    let single = |byte: u8| byte < 0x20 || byte == 0x7f;
    let [second, third] = [1, 2].map(|by| bytes.get(by..).unwrap_or_default());
    let whole = bytes.iter().zip(second).zip(third);
    let last = &bytes[third.len()..];
    whole.fold(false, |found, ((first, second), third)| {
        found
            | single(*first)
            | ((*first == 0xc2) & (*second < 0xa0))
            | ((*first == 0xe2) & (*second == 0x80) & (*third & 0xfe == 0xa8))
    }) || last.iter().any(|byte| single(*byte) || *byte == 0xc2)
}

/// The character that is to be escaped at the start of UTF-8 text, and the length of its UTF-8 in bytes.
fn escaped(bytes: &[u8]) -> Option<(u16, usize)> {
    match *bytes {
        [first @ (0..=0x1f | 0x7f), ..] => Some((first.into(), 1)),
        [0xc2, second @ 0x80..=0x9f, ..] => Some((second.into(), 2)),
        [0xe2, 0x80, third @ 0xa8..=0xa9, ..] => Some((0x1f80 + u16::from(third), 3)),
        _ => None,
    }
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

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let mut out = Vec::new();
        write(&mut out, text).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), expected);
        assert_eq!(serde_json::from_str::<String>(expected).unwrap(), text);
    }

    #[test]
    fn escapes_controls_and_line_separators_only() {
        check("plain é 🦀", "\"plain é 🦀\"");
        check("a\u{7f}b", "\"a\\u007fb\"");
        check("\u{1f}\n", "\"\\u001f\\n\"");
        check(
            "\u{85}\u{2028}\u{2029}\u{9f}",
            "\"\\u0085\\u2028\\u2029\\u009f\"",
        );
        check(
            "quote \" slash / back \\",
            "\"quote \\\" slash / back \\\\\"",
        );
    }

    #[test]
    fn every_character_is_written_as_its_own_rule_has_it() {
        for character in '\0'..=char::MAX {
            let text = format!("é{character}\u{20ac}");
            let mut out = Vec::new();
            write(&mut out, &text).unwrap();
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
            let out = String::from_utf8(out).unwrap();
            assert_eq!(
                out.contains(character),
                !is_line_or_control(character),
                "{out}"
            );
        }
    }

    #[test]
    fn a_character_across_two_blocks_is_escaped_too() {
        for length in BLOCK - 3..BLOCK + 3 {
            for (character, expected) in [
                ('\u{7f}', "\\u007f"),
                ('\u{85}', "\\u0085"),
                ('\u{2029}', "\\u2029"),
                ('é', "é"),
                ('“', "“"),
                ('〨', "〨"),
            ] {
                let before = "x".repeat(length);
                check(
                    &format!("{before}{character}"),
                    &format!("\"{before}{expected}\""),
                );
                check(
                    &format!("{before}{character}{before}{character}\u{9f}"),
                    &format!("\"{before}{expected}{before}{expected}\\u009f\""),
                );
            }
        }
    }

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
        let mut out = Vec::new();
        write(&mut out, &raw.unwrap()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), r#"["\u007f\n"]"#);
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
        let mut out = Vec::new();
        write(&mut out, &Text(Fails)).unwrap();
        assert_eq!(out, b"\"half\"");
    }
}
