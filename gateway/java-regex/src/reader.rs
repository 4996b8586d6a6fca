//! A cursor over a pattern, and the escapes that stand for one character.

use super::PatternError;

pub(super) struct Reader {
    pattern: Vec<char>,
    at: usize,
}

impl Reader {
    pub(super) fn new(pattern: Vec<char>) -> Self {
        Self { pattern, at: 0 }
    }

    pub(super) fn at(&self) -> usize {
        self.at
    }

    pub(super) fn peek(&self) -> Option<char> {
        self.peek_by(0)
    }

    pub(super) fn peek_by(&self, ahead: usize) -> Option<char> {
        self.pattern.get(self.at + ahead).copied()
    }

    pub(super) fn is(&self, c: char, at: usize) -> bool {
        self.pattern.get(at) == Some(&c)
    }

    pub(super) fn next(&mut self) -> Option<char> {
        let c = self.peek()?;
        self.at += 1;
        Some(c)
    }

    pub(super) fn skip(&mut self, expected: char) -> bool {
        let found = self.peek() == Some(expected);
        self.at += usize::from(found);
        found
    }

    pub(super) fn invalid(&self, reason: impl Into<String>) -> PatternError {
        PatternError::invalid(self.at, reason)
    }

    pub(super) fn unsupported(&self, reason: impl Into<String>) -> PatternError {
        PatternError::unsupported(self.at, reason)
    }

    /// The character that an escape stands for, after the backslash and `letter` were read.
    pub(super) fn escaped(&mut self, letter: char) -> Result<char, PatternError> {
        Ok(match letter {
            't' => '\t',
            'n' => '\n',
            'r' => '\r',
            'f' => '\x0c',
            'a' => '\x07',
            'e' => '\x1b',
            '0' => self.octal()?,
            'x' => self.hexadecimal()?,
            'u' => self.utf16()?,
            'c' => self.control()?,
            letter if letter.is_ascii_alphanumeric() => {
                return Err(self.invalid("Illegal/unsupported escape sequence"));
            }
            other => other,
        })
    }

    fn octal(&mut self) -> Result<char, PatternError> {
        let mut value = 0;
        for place in 0..3 {
            match self.peek().and_then(|c| c.to_digit(8)) {
                Some(digit) if place < 2 || value < 0o40 => {
                    value = value * 8 + digit;
                    self.at += 1;
                }
                None if place == 0 => return Err(self.invalid("Illegal octal escape sequence")),
                _ => break,
            }
        }
        self.character(value)
    }

    fn hexadecimal(&mut self) -> Result<char, PatternError> {
        if self.skip('{') {
            let mut value: u32 = 0;
            let mut digits = 0;
            while let Some(digit) = self.peek().and_then(|c| c.to_digit(16)) {
                value = value.saturating_mul(16).saturating_add(digit);
                digits += 1;
                self.at += 1;
            }
            if value > 0x0010_ffff {
                return Err(self.invalid("Hexadecimal codepoint is too big"));
            }
            if digits == 0 || !self.skip('}') {
                return Err(self.invalid("Unclosed hexadecimal escape sequence"));
            }
            return self.character(value);
        }
        let value = self.digits(2, "Illegal hexadecimal escape sequence")?;
        self.character(value)
    }

    fn utf16(&mut self) -> Result<char, PatternError> {
        const ILLEGAL: &str = "Illegal Unicode escape sequence";
        let high = self.digits(4, ILLEGAL)?;
        let paired = (0xd800..0xdc00).contains(&high)
            && self.peek() == Some('\\')
            && self.peek_by(1) == Some('u');
        if !paired {
            return self.character(high);
        }
        self.at += 2;
        let low = self.digits(4, ILLEGAL)?;
        if !(0xdc00..0xe000).contains(&low) {
            return self.character(high);
        }
        self.character(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00))
    }

    fn digits(&mut self, count: usize, reason: &str) -> Result<u32, PatternError> {
        let mut value = 0;
        for _ in 0..count {
            let digit = self.peek().and_then(|c| c.to_digit(16));
            value = value * 16 + digit.ok_or_else(|| self.invalid(reason))?;
            self.at += 1;
        }
        Ok(value)
    }

    fn control(&mut self) -> Result<char, PatternError> {
        let letter = self
            .next()
            .ok_or_else(|| self.invalid("Illegal control escape sequence"))?;
        self.character(u32::from(letter) ^ 64)
    }

    fn character(&self, value: u32) -> Result<char, PatternError> {
        char::from_u32(value)
            .ok_or_else(|| self.unsupported("half of a surrogate pair is not a character here"))
    }
}
