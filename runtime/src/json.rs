//! Compact JSON in which no control character and no line separator stands unescaped.

use serde::Serialize;
use serde_json::ser::{Formatter, Serializer};
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

/// Escapes what JSON leaves raw and a line-based or a lossy reader would change: U+007F to U+009F, U+2028, U+2029.
struct Escaped;

impl Formatter for Escaped {
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

/// A text as a JSON string; a `Display` that reports an error ends where it did.
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

/// A text on one line: every control character and line separator becomes a space
/// ([RFC 9110, section 5.5](https://www.rfc-editor.org/rfc/rfc9110#section-5.5) does so in field values).
pub(crate) struct OneLine<T>(pub(crate) T);

impl<T: Display> Display for OneLine<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(OneLineWriter(f), "{}", Text(&self.0))
    }
}

impl<T: Display> Serialize for OneLine<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

struct OneLineWriter<'a, 'f>(&'a mut fmt::Formatter<'f>);

impl fmt::Write for OneLineWriter<'_, '_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        let mut rest = text;
        while let Some(at) = rest.find(is_line_or_control) {
            self.0.write_str(&rest[..at])?;
            self.0.write_char(' ')?;
            let mut characters = rest[at..].chars();
            characters.next();
            rest = characters.as_str();
        }
        self.0.write_str(rest)
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
            OneLine("a\r\nb\u{85}c\u{2028}d\u{7f}é").to_string(),
            "a  b c d é"
        );
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
