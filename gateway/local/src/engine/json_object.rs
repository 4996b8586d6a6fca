//! A JSON object that is written member by member; its bytes are those that `serde_json` writes.

use super::client_request::push_hex;

/// How many bytes of a text are looked at together, so that those which need no escape are copied together.
const BLOCK: usize = 256;
/// From how many bytes on a loop over them is faster than one over words: the compiler makes it a few instructions for many bytes.
const MANY: usize = 64;

/// An object that is written to the end of a text.
pub(super) struct Object<'o> {
    out: &'o mut String,
    is_empty: bool,
}

impl<'o> Object<'o> {
    pub(super) fn begin(out: &'o mut String) -> Self {
        out.push('{');
        Self {
            out,
            is_empty: true,
        }
    }

    /// Begins a member. Its value is to be written to the text.
    pub(super) fn member(&mut self, name: &str) -> &mut String {
        if !self.is_empty {
            self.out.push(',');
        }
        self.is_empty = false;
        write_string(self.out, name);
        self.out.push(':');
        self.out
    }

    /// A member that is a string.
    pub(super) fn string(&mut self, name: &str, value: &str) {
        write_string(self.member(name), value);
    }

    /// A member that is a string or null.
    pub(super) fn optional(&mut self, name: &str, value: Option<&str>) {
        match value {
            Some(value) => self.string(name, value),
            None => self.raw(name, "null"),
        }
    }

    /// A member whose value is JSON already.
    pub(super) fn raw(&mut self, name: &str, json: &str) {
        self.member(name).push_str(json);
    }

    pub(super) fn end(self) {
        self.out.push('}');
    }
}

/// Writes `text` as a string.
pub(super) fn write_string(out: &mut String, text: &str) {
    out.reserve(text.len() + 2);
    out.push('"');
    if text.len() >= MANY || has_escaped(text.as_bytes()) {
        write_blocks(out, text);
    } else {
        out.push_str(text);
    }
    out.push('"');
}

fn write_blocks(out: &mut String, text: &str) {
    let mut rest = text;
    while !rest.is_empty() {
        let mut end = rest.len().min(BLOCK);
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        let (block, after) = rest.split_at(end);
        rest = after;
        if has_escaped(block.as_bytes()) {
            write_escaped(out, block);
        } else {
            out.push_str(block);
        }
    }
}

/// Whether a byte is to be escaped. There is no early end: most texts have none.
fn has_escaped(text: &[u8]) -> bool {
    if text.len() >= MANY {
        return text
            .iter()
            .fold(false, |found, byte| found | is_escaped(*byte));
    }
    let (words, _) = text.as_chunks();
    match text.last_chunk() {
        // The last word may begin within the one before it.
        Some(last) => words.iter().fold(word_has_escaped(*last), |found, word| {
            found | word_has_escaped(*word)
        }),
        None => text.iter().any(|byte| is_escaped(*byte)),
    }
}

/// The same of eight bytes at once: a byte less than `limit` is one that borrows from its highest bit, unless that was set before
/// (<https://graphics.stanford.edu/~seander/bithacks.html#HasLessInWord>).
fn word_has_escaped(word: [u8; 8]) -> bool {
    const EACH: u64 = u64::MAX / 0xff;
    let word = u64::from_ne_bytes(word);
    let less = |word: u64, limit: u64| word.wrapping_sub(EACH * limit) & !word;
    let equal = |byte: u8| less(word ^ (EACH * u64::from(byte)), 1);
    (less(word, 0x20) | equal(b'"') | equal(b'\\')) & (EACH << 7) != 0
}

fn is_escaped(byte: u8) -> bool {
    matches!(byte, ..0x20 | b'"' | b'\\')
}

fn write_escaped(out: &mut String, text: &str) {
    let mut written = 0;
    for (at, byte) in text.bytes().enumerate() {
        if !is_escaped(byte) {
            continue;
        }
        out.push_str(&text[written..at]);
        written = at + 1;
        out.push('\\');
        match byte {
            0x08 => out.push('b'),
            0x09 => out.push('t'),
            0x0a => out.push('n'),
            0x0c => out.push('f'),
            0x0d => out.push('r'),
            b'"' | b'\\' => out.push(char::from(byte)),
            control => {
                out.push_str("u00");
                push_hex(out, &[control]);
            }
        }
    }
    out.push_str(&text[written..]);
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, MANY, Object, write_string};
    use serde_json::json;

    #[test]
    fn strings_are_those_of_serde_json() {
        let mut texts = vec![String::new(), "é\"\\/\u{7f}🦀\u{2028}".to_owned()];
        texts.extend((0..=0x7f_u8).map(|byte| format!("a{}b", char::from(byte))));
        let lengths = (0..20)
            .chain(MANY - 4..MANY + 4)
            .chain(BLOCK - 4..BLOCK + 4);
        for length in lengths {
            for character in ['x', 'é', '€', '🦀', '"', '\\', '\n', '\u{1}'] {
                let plain = "x".repeat(length);
                texts.push(format!("{plain}{character}{plain}{character}"));
            }
        }
        for text in texts {
            let mut out = String::new();
            write_string(&mut out, &text);
            assert_eq!(out, serde_json::to_string(&text).unwrap());
        }
    }

    #[test]
    fn members_are_separated() {
        let mut out = String::new();
        Object::begin(&mut out).end();
        let mut object = Object::begin(&mut out);
        object.optional("a\"", None);
        object.optional("b", Some("\n"));
        object.raw("c", "[1]");
        object.end();
        let expected = json!({ "a\"": null, "b": "\n", "c": [1] });
        assert_eq!(out, format!("{{}}{expected}"));
    }
}
