//! `$util`: escaping and encoding.

use super::{
    budget::Fault,
    names::Method,
    value::{Heap, Value},
};
use base64::{Engine, engine::general_purpose::STANDARD};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC};
use std::fmt::Write;

/// What Java's `URLEncoder` leaves as it is, apart from letters and digits.
const FORM: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'.')
    .remove(b'-')
    .remove(b'*')
    .remove(b'_')
    .remove(b' ');

/// Calls a function of `$util`; nothing, if there is no such function.
pub(super) fn call(
    heap: &mut Heap,
    method: Method,
    argument: Value,
) -> Result<Option<Value>, Fault> {
    if method == Method::ParseJson {
        let text = heap.text_of(argument)?;
        return heap.read_json(text).map(Some);
    }
    let encode: fn(&str) -> Result<String, Fault> = match method {
        Method::EscapeJavaScript => |text| {
            let mut escaped = String::with_capacity(text.len());
            escape_java_script(text, Quotes::Escaped, &mut escaped);
            Ok(escaped)
        },
        Method::UrlEncode => |text| Ok(url_encode(text)),
        Method::UrlDecode => url_decode,
        Method::Base64Encode => |text| Ok(STANDARD.encode(text)),
        Method::Base64Decode => |text| {
            let bytes = STANDARD.decode(text);
            let bytes = bytes.map_err(|problem| problem.to_string())?;
            Ok(String::from_utf8_lossy(&bytes).into_owned())
        },
        _ => return Ok(None),
    };
    let text = heap.text_of(argument)?;
    heap.budget.read(text.len())?;
    let encoded = encode(heap.str(text))?;
    heap.value(&encoded).map(Some)
}

/// What becomes of `'`: `replaceAll("\\'", "'")` takes its escape away, as JSON needs it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Quotes {
    Escaped,
    Plain,
}

/// As commons-lang does: `'` and `/` are escaped, and so is all but ASCII.
pub(super) fn escape_java_script(text: &str, quotes: Quotes, escaped: &mut String) {
    let mut rest = text;
    while let Some(end) = rest.bytes().position(|byte| !IS_PLAIN[usize::from(byte)]) {
        let (plain, special) = rest.split_at(end);
        escaped.push_str(plain);
        let mut characters = special.chars();
        match characters.next() {
            Some('\'') if quotes == Quotes::Plain => escaped.push('\''),
            Some(character) => escape(character, escaped),
            None => {}
        }
        rest = characters.as_str();
    }
    escaped.push_str(rest);
}

/// The bytes that stand for themselves in every escaped text.
const IS_PLAIN: [bool; 256] = {
    let mut is_plain = [false; 256];
    let mut byte = b' ';
    while byte < 0x80 {
        is_plain[byte as usize] = !matches!(byte, b'"' | b'\'' | b'\\' | b'/');
        byte += 1;
    }
    is_plain
};

fn escape(character: char, escaped: &mut String) {
    match character {
        '\u{8}' => escaped.push_str("\\b"),
        '\n' => escaped.push_str("\\n"),
        '\t' => escaped.push_str("\\t"),
        '\u{c}' => escaped.push_str("\\f"),
        '\r' => escaped.push_str("\\r"),
        '\'' | '"' | '\\' | '/' => escaped.extend(['\\', character]),
        other => {
            for unit in other.encode_utf16(&mut [0; 2]) {
                _ = write!(escaped, "\\u{unit:04X}");
            }
        }
    }
}

fn url_encode(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, FORM)
        .to_string()
        .replace(' ', "+")
}

fn url_decode(text: &str) -> Result<String, Fault> {
    let encoded = text.split('%').skip(1);
    for digits in encoded {
        let hexadecimal = digits
            .get(..2)
            .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
        if !hexadecimal {
            return Err("`%` needs two hexadecimal digits".into());
        }
    }
    let spaced = text.replace('+', " ");
    Ok(percent_encoding::percent_decode_str(&spaced)
        .decode_utf8_lossy()
        .into_owned())
}
