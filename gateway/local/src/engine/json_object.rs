//! A JSON object that is written member by member; its bytes are those that `serde_json` writes.

/// How many bytes of a text are looked at together, so that those which need no escape are copied together.
const BLOCK: usize = 256;

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
    out.push('"');
    let mut rest = text;
    while !rest.is_empty() {
        let mut end = rest.len().min(BLOCK);
        while !rest.is_char_boundary(end) {
            end += 1;
        }
        let (block, after) = rest.split_at(end);
        rest = after;
        // Without an early end, the compiler makes it a few instructions for many bytes.
        let has_escaped = block
            .bytes()
            .fold(false, |found, byte| found | is_escaped(byte));
        if has_escaped {
            write_escaped(out, block);
        } else {
            out.push_str(block);
        }
    }
    out.push('"');
}

fn is_escaped(byte: u8) -> bool {
    matches!(byte, ..0x20 | b'"' | b'\\')
}

fn write_escaped(out: &mut String, text: &str) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
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
                out.push(char::from(DIGITS[usize::from(control >> 4)]));
                out.push(char::from(DIGITS[usize::from(control & 0xf)]));
            }
        }
    }
    out.push_str(&text[written..]);
}

#[cfg(test)]
mod tests {
    use super::{BLOCK, Object, write_string};
    use serde_json::json;

    #[test]
    fn strings_are_those_of_serde_json() {
        let mut texts = vec![String::new(), "é\"\\/\u{7f}🦀\u{2028}".to_owned()];
        texts.extend((0..=0x7f_u8).map(|byte| format!("a{}b", char::from(byte))));
        for length in BLOCK - 4..BLOCK + 4 {
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
