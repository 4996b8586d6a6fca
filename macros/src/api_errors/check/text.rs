//! The rules for the text of a code, a header name, a URI and so on. Must not report anything.

/// Whether an error code may hold it: Step Functions and dashboards take these without quoting.
pub(in super::super) fn is_code_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '.' | '_' | '-' | ':')
}

/// Whether a header name may hold it: RFC 9110, section 5.6.2.
pub(in super::super) fn is_token_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(character)
}

pub(super) fn control_character(text: &str) -> Option<char> {
    text.chars()
        .find(|character| character.is_control() || matches!(character, '\u{2028}' | '\u{2029}'))
}

/// The characters that a prefix must not contain, because a body starts with them.
pub(super) fn body_character(text: &str) -> Option<char> {
    text.chars()
        .find(|character| matches!(character, '{' | '}' | '"'))
}

/// RFC 6901: empty, or parts that each start with `/`, in which `~` stands before 0 or 1.
pub(super) fn is_json_pointer(text: &str) -> bool {
    let starts = text.is_empty() || text.starts_with('/');
    starts
        && text
            .split('~')
            .skip(1)
            .all(|escape| escape.starts_with(['0', '1']))
}

/// RFC 3986: a scheme, a colon, and characters that a URI may contain.
pub(super) fn is_absolute_uri(text: &str) -> bool {
    let Some((scheme, rest)) = text.split_once(':') else {
        return false;
    };
    let scheme_character =
        |character: char| character.is_ascii_alphanumeric() || "+-.".contains(character);
    let uri_character =
        |character: char| character.is_ascii_graphic() && !"\"'<>\\^`{|}".contains(character);
    scheme.starts_with(|first: char| first.is_ascii_alphabetic())
        && scheme.chars().all(scheme_character)
        && !rest.is_empty()
        && rest.chars().all(uri_character)
}

#[cfg(test)]
mod tests {
    use super::{is_absolute_uri, is_json_pointer};

    #[test]
    fn knows_pointers_and_uris() {
        assert!(["", "/", "/a/b~1c~0"].into_iter().all(is_json_pointer));
        assert!(!["a", "#/a", "/~", "/~2"].into_iter().any(is_json_pointer));
        assert!(
            ["https://example.org/p", "urn:p", "tag:example.org,2026:"]
                .into_iter()
                .all(is_absolute_uri)
        );
        assert!(
            ![
                "",
                "problems",
                "/p",
                "https:",
                "https://a b",
                "1a:b",
                "a:\"b\""
            ]
            .into_iter()
            .any(is_absolute_uri)
        );
    }
}
