//! Which texts are media types, so that a `Content-Type` that HTTP refuses is an error while compiling.

use crate::const_text::ConstText;

/// Fails the build when `text` is not a media type.
#[track_caller]
pub(crate) const fn flaw(text: &str) -> Option<ConstText> {
    if is_media_type(text.as_bytes()) {
        return None;
    }
    Some(
        ConstText::new()
            .push("`MEDIA_TYPE` is not a media type, found ")
            .quoted(text)
            .push("\nhelp: write a type, a slash and a subtype, for example `application/json`"),
    )
}

/// A type and a subtype ([RFC 9110, section 8.3.1](https://www.rfc-editor.org/rfc/rfc9110#section-8.3.1)), and after a
/// semicolon any printable ASCII.
const fn is_media_type(text: &[u8]) -> bool {
    let slash = token_end(text, 0);
    if slash == 0 || slash == text.len() || text[slash] != b'/' {
        return false;
    }
    let mut end = token_end(text, slash + 1);
    if end == slash + 1 {
        return false;
    }
    while end < text.len() && text[end] == b' ' {
        end += 1;
    }
    if end == text.len() {
        return text[end - 1] != b' ';
    }
    if text[end] != b';' {
        return false;
    }
    while end < text.len() {
        if !(text[end] == b' ' || text[end].is_ascii_graphic()) {
            return false;
        }
        end += 1;
    }
    true
}

const fn token_end(text: &[u8], start: usize) -> usize {
    let mut end = start;
    while end < text.len() && is_token(text[end]) {
        end += 1;
    }
    end
}

const fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(
            byte,
            b'!' | b'#'
                | b'$'
                | b'%'
                | b'&'
                | b'\''
                | b'*'
                | b'+'
                | b'-'
                | b'.'
                | b'^'
                | b'_'
                | b'`'
                | b'|'
                | b'~'
        )
}

#[cfg(test)]
mod tests {
    use super::is_media_type;
    use http::HeaderValue;

    #[test]
    fn what_is_a_media_type() {
        for text in [
            "application/json",
            "application/vnd.api+json",
            "text/plain; charset=utf-8",
            "text/plain ;charset=\"utf-8\"",
            "*/*",
        ] {
            assert!(is_media_type(text.as_bytes()), "{text}");
            HeaderValue::from_static(text);
        }
        for text in [
            "",
            "json",
            "/json",
            "application/",
            "application /json",
            "application/json ",
            "application/json, text/plain",
            "not a\nmedia type",
            "a/b; c=\n",
            "a/b; c=ü",
            "a/b/c",
        ] {
            assert!(!is_media_type(text.as_bytes()), "{text}");
        }
    }
}
