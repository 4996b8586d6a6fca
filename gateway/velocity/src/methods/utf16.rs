//! Java counts strings in UTF-16 code units; these are Rust's strings, counted so.

/// How many code units a text has.
pub(super) fn length(text: &str) -> usize {
    if text.is_ascii() {
        text.len()
    } else {
        text.encode_utf16().count()
    }
}

/// The code units from `begin` to `end`. Half a surrogate pair becomes `?`, as Java writes it.
pub(super) fn slice(text: &str, begin: usize, end: usize) -> String {
    if text.is_ascii() {
        return text[begin..end].to_owned();
    }
    let units = text.encode_utf16().skip(begin).take(end - begin);
    char::decode_utf16(units)
        .map(|unit| unit.unwrap_or('?'))
        .collect()
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
