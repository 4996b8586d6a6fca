//! Java's patterns, as far as this check reads them; what it cannot read it refuses, so that it never matches wrongly.
//!
//! A pattern is written again for fancy-regex, with Java's line ends, classes and anchors spelled out, and takes a
//! message whole or not at all.

use fancy_regex::{Expr, Regex, RegexBuilder};
use std::{iter::Peekable, str::Chars};

/// How many steps back a match may take before it is given up.
const BACKTRACK_LIMIT: usize = 10_000;
/// How much memory a compiled pattern may take.
const SIZE_LIMIT: usize = 1 << 20;
/// How deep classes may stand in each other.
const DEPTH_LIMIT: usize = 20;

const NO_LINE_END: &str = r"[^\n\r\x{85}\x{2028}\x{2029}]";
const ANY: &str = r"[\s\S]";
const LAST_LINE_END: &str = r"(?=(?:\r\n|[\n\r\x{85}\x{2028}\x{2029}])?\z)";
const WORD_BOUNDARY: &str =
    "(?:(?<=[A-Za-z0-9_])(?![A-Za-z0-9_])|(?<![A-Za-z0-9_])(?=[A-Za-z0-9_]))";

#[derive(Debug, Clone)]
pub(super) struct JavaPattern {
    regex: Regex,
    translation: String,
}

impl JavaPattern {
    /// # Errors
    ///
    /// When the pattern is none, or one that is not read here, with the reason.
    pub(super) fn new(pattern: &str) -> Result<Self, String> {
        let (dot, rest) = match pattern.strip_prefix("(?s)") {
            Some(rest) => (ANY, rest),
            None => (NO_LINE_END, pattern),
        };
        let mut translator = Translator {
            rest: rest.chars().peekable(),
            out: String::new(),
            dot,
            open_groups: 0,
        };
        translator.sequence()?;
        let translation = translator.out;
        let regex = RegexBuilder::new(&format!(r"\A(?:{translation})\z"))
            .backtrack_limit(BACKTRACK_LIMIT)
            .delegate_size_limit(SIZE_LIMIT)
            .build()
            .map_err(|error| error.to_string())?;
        Ok(Self { regex, translation })
    }

    /// Whether the pattern takes the whole of `message`.
    ///
    /// # Errors
    ///
    /// When that takes too many steps.
    pub(super) fn takes(&self, message: &str) -> Result<bool, String> {
        self.regex
            .is_match(message)
            .map_err(|_| "it takes too many steps on a message of the contract".to_owned())
    }

    /// The pattern as a tree.
    pub(super) fn tree(&self) -> Option<Expr> {
        Expr::parse_tree(&self.translation)
            .ok()
            .map(|tree| tree.expr)
    }
}

struct Translator<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
    dot: &'static str,
    open_groups: usize,
}

impl Translator<'_> {
    fn sequence(&mut self) -> Result<(), String> {
        while let Some(character) = self.rest.next() {
            match character {
                '.' => self.out.push_str(self.dot),
                '^' => self.out.push_str(r"\A"),
                '$' => self.out.push_str(LAST_LINE_END),
                '[' => self.class(0)?,
                '\\' => self.escape()?,
                '(' => self.group()?,
                '{' => self.repetition()?,
                ')' if self.open_groups == 0 => return Err("a `)` without its `(`".to_owned()),
                ')' => {
                    self.open_groups -= 1;
                    self.out.push(')');
                }
                '*' | '+' | '?' | '|' => self.out.push(character),
                literal => push_literal(&mut self.out, literal),
            }
        }
        match self.open_groups {
            0 => Ok(()),
            _ => Err("a `(` without its `)`".to_owned()),
        }
    }

    fn group(&mut self) -> Result<(), String> {
        self.open_groups += 1;
        self.out.push('(');
        if self.rest.next_if_eq(&'?').is_none() {
            return Ok(());
        }
        self.out.push('?');
        match self.rest.next() {
            Some(kind @ (':' | '=' | '!' | '>')) => self.out.push(kind),
            Some('<') => match self.rest.next() {
                Some(kind @ ('=' | '!')) => self.out.extend(['<', kind]),
                _ => return Err("named groups are not read here".to_owned()),
            },
            _ => return Err("flags other than `(?s)` at the start are not read here".to_owned()),
        }
        Ok(())
    }

    fn repetition(&mut self) -> Result<(), String> {
        let mut times = String::new();
        loop {
            match self.rest.next() {
                Some(character) if character.is_ascii_digit() || character == ',' => {
                    times.push(character);
                }
                Some('}') if is_repetition(&times) => break,
                _ => return Err("a `{` that begins no repetition: write `\\{`".to_owned()),
            }
        }
        self.out.extend(["{", &times, "}"]);
        Ok(())
    }

    fn class(&mut self, depth: usize) -> Result<(), String> {
        if depth > DEPTH_LIMIT {
            return Err("classes this deep are not read here".to_owned());
        }
        self.out.push('[');
        let negated = self.rest.next_if_eq(&'^').is_some();
        if negated {
            self.out.push('^');
        }
        let mut is_empty = true;
        loop {
            match self.rest.next() {
                None => return Err("a class without its `]`".to_owned()),
                Some(']') if is_empty => return Err("an empty class".to_owned()),
                Some(']') => break,
                Some('[') if negated => {
                    return Err(
                        "Java's versions disagree on a class within a negated one".to_owned()
                    );
                }
                Some('[') => self.class(depth + 1)?,
                Some('\\') => self.escape_in_class()?,
                Some('-') if self.rest.peek() != Some(&'-') => self.out.push('-'),
                Some(c @ ('&' | '-')) if self.rest.peek() == Some(&c) => {
                    return Err(format!("`{c}{c}` in a class is not read here"));
                }
                Some(literal) => push_literal(&mut self.out, literal),
            }
            is_empty = false;
        }
        self.out.push(']');
        Ok(())
    }

    fn escape(&mut self) -> Result<(), String> {
        match self.rest.peek() {
            Some('A') => self.out.push_str(r"\A"),
            Some('z') => self.out.push_str(r"\z"),
            Some('Z') => self.out.push_str(LAST_LINE_END),
            Some('b') => self.out.push_str(WORD_BOUNDARY),
            Some('Q') => {
                self.rest.next();
                self.quotation();
                return Ok(());
            }
            _ => return self.escape_in_class(),
        }
        self.rest.next();
        Ok(())
    }

    /// What stands between `\Q` and `\E`, or the end.
    fn quotation(&mut self) {
        while let Some(character) = self.rest.next() {
            if character == '\\' && self.rest.next_if_eq(&'E').is_some() {
                return;
            }
            push_literal(&mut self.out, character);
        }
    }

    fn escape_in_class(&mut self) -> Result<(), String> {
        let Some(letter) = self.rest.next() else {
            return Err("a `\\` at the end".to_owned());
        };
        let class = match letter {
            'd' => "[0-9]",
            'D' => "[^0-9]",
            's' => r"[ \t\n\x0B\f\r]",
            'S' => r"[^ \t\n\x0B\f\r]",
            'w' => "[A-Za-z0-9_]",
            'W' => "[^A-Za-z0-9_]",
            't' => r"\t",
            'n' => r"\n",
            'r' => r"\r",
            'f' => r"\f",
            'a' => r"\x07",
            'e' => r"\x1B",
            'x' => return self.code_point(2),
            'u' => return self.code_point(4),
            letter if letter.is_ascii_alphanumeric() => {
                return Err(format!("`\\{letter}` is not read here"));
            }
            literal => {
                push_literal(&mut self.out, literal);
                return Ok(());
            }
        };
        self.out.push_str(class);
        Ok(())
    }

    fn code_point(&mut self, digits: usize) -> Result<(), String> {
        let mut number = 0;
        for _ in 0..digits {
            let digit = self.rest.next().and_then(|digit| digit.to_digit(16));
            number = number * 16 + digit.ok_or("an escape with too few hexadecimal digits")?;
        }
        let character = char::from_u32(number).ok_or("half of a surrogate pair")?;
        push_literal(&mut self.out, character);
        Ok(())
    }
}

fn is_repetition(times: &str) -> bool {
    const MOST: u16 = 1000;
    let number = |text: &str| text.parse().ok().filter(|times| *times <= MOST);
    let (from, to) = match times.split_once(',') {
        None => (number(times), number(times)),
        Some((from, "")) => (number(from), Some(MOST)),
        Some((from, to)) => (number(from), number(to)),
    };
    from.zip(to).is_some_and(|(from, to)| from <= to)
}

fn push_literal(out: &mut String, character: char) {
    if character.is_ascii_punctuation() && character != '_' {
        out.push('\\');
    }
    out.push(character);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, takes: &[&str], not: &[&str]) {
        let pattern = JavaPattern::new(pattern).unwrap();
        for message in takes {
            assert_eq!(pattern.takes(message), Ok(true), "{message:?}");
        }
        for message in not {
            assert_eq!(pattern.takes(message), Ok(false), "{message:?}");
        }
    }

    #[test]
    fn takes_whole_messages_as_java_does() {
        check("Invalid*", &["Invalid", "Invaliddd"], &["Invalid input"]);
        check("a|b", &["a", "b"], &["ab", "a "]);
        check(
            ".*",
            &["", "a"],
            &["\n", "\r", "\u{85}", "\u{2028}", "\u{2029}"],
        );
        check("(?s).*", &["a\nb\u{2028}"], &[]);
        check(r"(\n|.)+", &["a\nb"], &["", "a\rb"]);
        check("msg$", &["msg"], &["msg\n"]);
        check(
            r"^(?:A: |B: )\{[\s\S]*",
            &["A: {", "B: {\n"],
            &["A: x", "C: {"],
        );
        check(r"^(?!A)[\s\S]+", &["B\n"], &["A", ""]);
        check(r"\d\s\w[^\d]", &["1 aa"], &["\u{661} aa", "1 a1"]);
        check(r"\Qa.b\E.", &["a.bc"], &["axbc"]);
        check(r".*\berror\b.*", &["an error!"], &["terrors"]);
        check(r"[\w-.]+", &["a-b.c"], &["a b"]);
        check(r"\x41\u0042", &["AB"], &[]);
        check("a~ #&&{1,2}", &["a~ #&&", "a~ #&&&"], &[]);
        check("a}]\"'", &["a}]\"'"], &[]);
    }

    #[test]
    fn refuses_what_it_does_not_read() {
        for pattern in [
            "(", "[", "[]", "a{", "{", "*", "a{2,1}", r"\", r"\p{L}", r"\1", "(?i)a", "(?<n>a)",
            "[a&&b]", "[^a[b]]", r"\x4", r"\uD800", "a{1001}", ")", "a)(?:b",
        ] {
            assert!(JavaPattern::new(pattern).is_err(), "{pattern}");
        }
    }

    #[test]
    fn a_costly_pattern_is_given_up() {
        let pattern = JavaPattern::new("(?:(?=a)a+)+!").unwrap();
        let message = "a".repeat(40);
        assert!(pattern.takes(&message).is_err());
    }
}
