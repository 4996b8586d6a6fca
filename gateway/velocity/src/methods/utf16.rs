//! Java counts strings in UTF-16 code units; these are Rust's strings, counted so.

use std::ops::Range;

/// How many code units a text has.
pub(super) fn length(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.encode_utf16().count()
    }
}

/// A part of a text.
pub(super) enum Slice {
    /// It is these bytes of the text.
    Bytes(Range<usize>),
    /// It starts or ends with half a surrogate pair, which becomes `?`, as Java writes it.
    Torn(String),
}

/// The code units from `begin` to `end`.
pub(super) fn slice(text: &str, begin: usize, end: usize) -> Slice {
    let bytes = byte_of(text, begin)..byte_of(text, end);
    let is_whole =
        text.is_ascii() || (unit_of(text, bytes.start) == begin && unit_of(text, bytes.end) == end);
    if is_whole {
        return Slice::Bytes(bytes);
    }
    let units = text.encode_utf16().skip(begin).take(end - begin);
    Slice::Torn(
        char::decode_utf16(units)
            .map(|unit| unit.unwrap_or('?'))
            .collect(),
    )
}

/// The byte at which the code unit `index` starts; the end of the text, if there is no such unit.
pub(super) fn byte_of(text: &str, index: usize) -> usize {
    if text.is_ascii() {
        return index.min(text.len());
    }
    let mut units = 0;
    for (byte, character) in text.char_indices() {
        if units >= index {
            return byte;
        }
        units += character.len_utf16();
    }
    text.len()
}

/// The code unit that starts at a byte.
pub(super) fn unit_of(text: &str, byte: usize) -> usize {
    length(&text[..byte])
}
