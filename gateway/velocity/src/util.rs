//! `$util`: escaping and encoding.

use super::value::Value;
use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};
use std::fmt::Write;

/// What Java's `URLEncoder` leaves as it is, beside letters and digits.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'.')
    .remove(b'-')
    .remove(b'*')
    .remove(b'_')
    .remove(b' ');

/// Calls `$util.name(text)`; nothing, if there is no such function.
pub(super) fn call(name: &str, text: &str) -> Result<Option<Value>, String> {
    Ok(Some(match name {
        "escapeJavaScript" => Value::from(escape_java_script(text)),
        "parseJson" => Value::parse_json(text).map_err(|problem| problem.to_string())?,
        "urlEncode" => Value::from(url_encode(text)),
        "urlDecode" => Value::from(url_decode(text)?),
        "base64Encode" => Value::from(STANDARD.encode(text)),
        "base64Decode" => {
            let bytes = STANDARD
                .decode(text)
                .map_err(|problem| problem.to_string())?;
            Value::from(String::from_utf8_lossy(&bytes).into_owned())
        }
        _ => return Ok(None),
    }))
}

/// As commons-lang does: `'` and `/` are escaped, and so is all but ASCII.
fn escape_java_script(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for unit in text.encode_utf16() {
        match u8::try_from(unit) {
            Ok(8) => escaped.push_str("\\b"),
            Ok(b'\n') => escaped.push_str("\\n"),
            Ok(b'\t') => escaped.push_str("\\t"),
            Ok(12) => escaped.push_str("\\f"),
            Ok(b'\r') => escaped.push_str("\\r"),
            Ok(byte @ (b'\'' | b'"' | b'\\' | b'/')) => escaped.extend(['\\', char::from(byte)]),
            Ok(byte @ b' '..=0x7f) => escaped.push(char::from(byte)),
            _ => _ = write!(escaped, "\\u{unit:04X}"),
        }
    }
    escaped
}

fn url_encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, FORM)
        .to_string()
        .replace(' ', "+")
}

fn url_decode(text: &str) -> Result<String, String> {
    let encoded = text.split('%').skip(1);
    for digits in encoded {
        let hexadecimal = digits
            .get(..2)
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if !hexadecimal {
            return Err("`%` needs two hexadecimal digits".to_owned());
        }
    }
    let spaced = text.replace('+', " ");
    Ok(percent_encoding::percent_decode_str(&spaced)
        .decode_utf8_lossy()
        .into_owned())
}
