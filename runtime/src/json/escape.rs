//! Which characters of a text are escaped, and how: what JSON asks for, and what JSON allows raw but a reader of lines could change.
//! The latter are U+007F to U+009F, U+2028 and U+2029.

use serde_json::ser::Formatter;
use std::{
    convert::Infallible,
    fmt::{self, Display, Write as _},
    io,
};

/// Where a text stands: as the contents of a string, or as JSON, whose own quotes and backslashes stay.
pub(super) const STRING: bool = false;
pub(super) const JSON: bool = true;

/// Adds `text` to the contents of a string.
pub(super) fn push(out: &mut String, text: &str) {
    let pushed = pieces::<STRING, Infallible>(text, |piece| {
        out.push_str(piece);
        Ok(())
    });
    let Ok(()) = pushed;
}

/// Whether nothing in `text` is to be escaped. It may say no although nothing is.
pub(super) fn is_plain<const IS_JSON: bool>(text: &str) -> bool {
    !may_hold_escaped::<IS_JSON>(text.as_bytes())
}

/// Adds what `value` shows to the contents of a string. If a `Display` reports an error, the text ends there.
pub(super) fn push_shown(out: &mut String, value: impl Display) {
    // Memory cannot fail, so an error can only be the value's own.
    let _ = write!(Contents(out), "{value}");
}

struct Contents<'a>(&'a mut String);

impl fmt::Write for Contents<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        push(self.0, text);
        Ok(())
    }
}

/// Compact JSON in which these characters are escaped.
pub(super) struct Escaped;

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

    /// `serde_json` has escaped the rest.
    fn write_string_fragment<W>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()>
    where
        W: io::Write + ?Sized,
    {
        pieces::<JSON, _>(fragment, |piece| writer.write_all(piece.as_bytes()))
    }
}

/// Calls `write` with the pieces of `text`, some of them escapes.
fn pieces<const IS_JSON: bool, E>(
    text: &str,
    mut write: impl FnMut(&str) -> Result<(), E>,
) -> Result<(), E> {
    let bytes = text.as_bytes();
    if !may_hold_escaped::<IS_JSON>(bytes) {
        return write(text);
    }
    let mut written = 0;
    for start in (0..bytes.len()).step_by(BLOCK) {
        let end = bytes.len().min(start + BLOCK);
        // A character that begins in this block may end in the next.
        if !holds_escaped::<IS_JSON>(&bytes[start..bytes.len().min(end + 2)]) {
            continue;
        }
        for at in start..end {
            if !STARTS[usize::from(IS_JSON)][usize::from(bytes[at])] {
                continue;
            }
            if let Some((code, length)) = escaped(&bytes[at..]) {
                if written < at {
                    write(&text[written..at])?;
                }
                write_escape(code, &mut write)?;
                written = at + length;
            }
        }
    }
    if written < bytes.len() {
        write(&text[written..])?;
    }
    Ok(())
}

fn write_escape<E>(code: u16, write: &mut impl FnMut(&str) -> Result<(), E>) -> Result<(), E> {
    const DIGITS: &str = "0123456789abcdef";
    let short = match code {
        0x08 => r"\b",
        0x09 => r"\t",
        0x0a => r"\n",
        0x0c => r"\f",
        0x0d => r"\r",
        0x22 => r#"\""#,
        0x5c => r"\\",
        _ => {
            write(r"\u")?;
            return [12, 8, 4, 0].into_iter().try_for_each(|shift| {
                let digit = usize::from(code >> shift & 0xf);
                write(&DIGITS[digit..=digit])
            });
        }
    };
    write(short)
}

/// Whether a byte is there with which a character that is to be escaped can start.
///
/// There is no early end, so that the compiler makes it a few instructions for many bytes; for few bytes, a table is faster.
fn may_hold_escaped<const IS_JSON: bool>(bytes: &[u8]) -> bool {
    const MANY: usize = 64;
    if bytes.len() < MANY {
        let starts = &STARTS[usize::from(IS_JSON)];
        return bytes
            .iter()
            .fold(false, |found, byte| found | starts[usize::from(*byte)]);
    }
    bytes
        .iter()
        .fold(false, |found, byte| found | starts_escaped(*byte, IS_JSON))
}

/// For a string, and for JSON.
static STARTS: [[bool; 256]; 2] = {
    let mut starts = [[false; 256]; 2];
    let mut byte = 0_u8;
    while byte < u8::MAX {
        starts[0][byte as usize] = starts_escaped(byte, STRING);
        starts[1][byte as usize] = starts_escaped(byte, JSON);
        byte += 1;
    }
    starts
};

/// U+0080 to U+009F start with C2 in UTF-8, U+2028 and U+2029 with E2.
const fn starts_escaped(byte: u8, is_json: bool) -> bool {
    is_escaped_byte(byte, is_json) || matches!(byte, 0xc2 | 0xe2)
}

/// Whether `byte` is a character that is to be escaped.
const fn is_escaped_byte(byte: u8, is_json: bool) -> bool {
    byte < 0x20 || byte == 0x7f || !is_json && matches!(byte, b'"' | b'\\')
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
fn holds_escaped<const IS_JSON: bool>(bytes: &[u8]) -> bool {
    let single = |byte: u8| is_escaped_byte(byte, IS_JSON);
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
        [first @ (0..=0x7f), ..] => Some((first.into(), 1)),
        [0xc2, second @ 0x80..=0x9f, ..] => Some((second.into(), 2)),
        [0xe2, 0x80, third @ 0xa8..=0xa9, ..] => Some((0x1f80 + u16::from(third), 3)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::{is_line_or_control, write};

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let (mut serialized, mut pushed) = (String::new(), String::new());
        write(&mut serialized, text).unwrap();
        push(&mut pushed, text);
        assert_eq!(serialized, expected);
        assert_eq!(format!("\"{pushed}\""), expected);
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
            let (mut out, mut pushed) = (String::new(), String::new());
            write(&mut out, &text).unwrap();
            push(&mut pushed, &text);
            assert_eq!(out, format!("\"{pushed}\""));
            assert_eq!(serde_json::from_str::<String>(&out).unwrap(), text);
            assert_eq!(
                pushed.contains(character) && !r#""\"#.contains(character),
                !is_line_or_control(character) && !r#""\"#.contains(character),
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
                ('"', "\\\""),
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
}
