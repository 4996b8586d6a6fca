//! Bytes as text, with U+FFFD in place of what is not UTF-8.
//!
//! They are checked at once first: `String::from_utf8_lossy` looks at each character, and takes many times as long for a body that is UTF-8.

use std::borrow::Cow;

pub(crate) fn text(bytes: &[u8]) -> Cow<'_, str> {
    str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

pub(crate) fn string(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes)
        .unwrap_or_else(|error| String::from_utf8_lossy(error.as_bytes()).into_owned())
}

#[cfg(test)]
mod tests {
    use super::{string, text};

    #[test]
    fn texts_are_those_of_the_standard_library() {
        for bytes in [&b""[..], "a\u{e9}\u{1f980}".as_bytes(), b"a\xff\xe2\x82b"] {
            let expected = String::from_utf8_lossy(bytes);
            assert_eq!(text(bytes), expected);
            assert_eq!(string(bytes.to_vec()), expected);
        }
    }
}
