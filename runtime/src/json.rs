//! Compact JSON in which no control character and no line separator stands unescaped.

use serde::Serialize;
use serde_json::{
    ser::{Formatter, Serializer},
    value::RawValue,
};
use std::{
    fmt::{self, Display, Write as _},
    io,
};

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
    let mut text = Vec::new();
    write(&mut text, value)?;
    RawValue::from_string(String::from_utf8(text).map_err(serde::ser::Error::custom)?)
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
        let mut rest = fragment;
        while let Some(at) = rest.find(is_line_or_control) {
            writer.write_all(&rest.as_bytes()[..at])?;
            let mut characters = rest[at..].chars();
            if let Some(character) = characters.next() {
                write!(writer, "\\u{:04x}", u32::from(character))?;
            }
            rest = characters.as_str();
        }
        writer.write_all(rest.as_bytes())
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
