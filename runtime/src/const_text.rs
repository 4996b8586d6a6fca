//! The text of an assertion that fails while compiling. A `const` panic can show one string only.

const DIGITS: &[u8; 16] = b"0123456789abcdef";

/// A text under construction. What does not fit into its 1,024 bytes is left out.
#[derive(Debug)]
pub(crate) struct ConstText {
    bytes: [u8; 1024],
    len: usize,
}

impl ConstText {
    pub(crate) const fn new() -> Self {
        Self {
            bytes: [0; 1024],
            len: 0,
        }
    }

    pub(crate) const fn push(mut self, text: &str) -> Self {
        let text = text.as_bytes();
        let mut i = 0;
        while i < text.len() && self.len < self.bytes.len() {
            self.bytes[self.len] = text[i];
            self.len += 1;
            i += 1;
        }
        self
    }

    /// A text in backticks, its control characters escaped as Rust writes them.
    pub(crate) const fn quoted(self, text: &str) -> Self {
        let (mut quoted, mut rest) = (self.push("`"), text);
        while let Some((before, control, after)) = split_at_control(rest) {
            let byte = control as usize;
            let escape = [b'\\', b'x', DIGITS[byte / 16], DIGITS[byte % 16]];
            quoted = quoted.push(before);
            if let Ok(escape) = str::from_utf8(&escape) {
                quoted = quoted.push(escape);
            }
            rest = after;
        }
        quoted.push(rest).push("`")
    }

    pub(crate) const fn number(self, number: usize) -> Self {
        let written = if number > 9 {
            self.number(number / 10)
        } else {
            self
        };
        let digit = [DIGITS[number % 10]];
        match str::from_utf8(&digit) {
            Ok(digit) => written.push(digit),
            Err(_) => written,
        }
    }

    /// Fails the build with the text.
    #[track_caller]
    pub(crate) const fn fail(&self) -> ! {
        let mut end = self.len;
        while end > 0 {
            if let Ok(text) = str::from_utf8(self.bytes.split_at(end).0) {
                panic!("{}", text);
            }
            end -= 1;
        }
        panic!("an assertion about a contract does not hold");
    }
}

const fn split_at_control(text: &str) -> Option<(&str, u8, &str)> {
    let bytes = text.as_bytes();
    let mut i = 0;
    while i < bytes.len() {
        if bytes[i].is_ascii_control() {
            let (before, rest) = text.split_at(i);
            return Some((before, bytes[i], rest.split_at(1).1));
        }
        i += 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::ConstText;

    fn text(text: &ConstText) -> &str {
        str::from_utf8(&text.bytes[..text.len]).expect("UTF-8")
    }

    #[test]
    fn texts_and_numbers_are_joined() {
        let built = ConstText::new()
            .push("a ")
            .number(0)
            .push(" ")
            .number(1_024);
        assert_eq!(text(&built), "a 0 1024");
        assert_eq!(text(&ConstText::new().quoted("")), "``");
        assert_eq!(
            text(&ConstText::new().quoted("not a\nmedia \u{1f}ty\u{e4}pe\u{7f}")),
            r"`not a\x0amedia \x1ftyäpe\x7f`"
        );
    }

    #[test]
    #[should_panic(expected = "ää")]
    fn what_does_not_fit_is_left_out() {
        ConstText::new().push("a").push(&"ä".repeat(600)).fail();
    }
}
