//! Character classes, such as `[a-z&&[^x]]`.

use super::{
    PatternError,
    property::{self, negated, set},
    reader::Reader,
};
use regex_syntax::hir::{ClassUnicode, ClassUnicodeRange};

/// How deep groups and classes may nest.
pub(super) const DEPTH_LIMIT: usize = 100;

pub(super) struct Classes<'a> {
    pub(super) reader: &'a mut Reader,
    pub(super) ignore_case: bool,
    pub(super) depth: usize,
}

impl Classes<'_> {
    /// A class whose `[` was read.
    pub(super) fn class(&mut self) -> Result<ClassUnicode, PatternError> {
        let negate = self.reader.skip('^');
        let (class, plain) = self.items(true)?;
        if negate && !plain {
            return Err(self.reader.unsupported(
                "a negated class with a class or `&&` in it: Java 8 negates only a part of it",
            ));
        }
        Ok(if negate { negated(class) } else { class })
    }

    /// The set up to the next `]`, and whether it contains no class and no `&&`. The `]` itself is read if `consume`.
    fn items(&mut self, consume: bool) -> Result<(ClassUnicode, bool), PatternError> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(self.reader.unsupported("nesting this deep"));
        }
        let mut class: Option<ClassUnicode> = None;
        let mut plain = true;
        loop {
            let next = match (self.reader.peek(), &mut class) {
                (None, _) => return Err(self.reader.invalid("Unclosed character class")),
                (Some(']'), Some(class)) => {
                    if consume {
                        self.reader.next();
                    }
                    self.depth -= 1;
                    return Ok((std::mem::replace(class, ClassUnicode::empty()), plain));
                }
                (Some('&'), class) if self.reader.peek_by(1) == Some('&') => {
                    plain = false;
                    let right = self.right_of_intersection()?;
                    let Some(left) = class else {
                        return Err(self.reader.unsupported("`&&` with nothing to its left"));
                    };
                    left.intersect(&right);
                    continue;
                }
                (Some('['), _) => {
                    plain = false;
                    self.reader.next();
                    self.class()?
                }
                _ => self.item()?,
            };
            class.get_or_insert_with(ClassUnicode::empty).union(&next);
        }
    }

    fn right_of_intersection(&mut self) -> Result<ClassUnicode, PatternError> {
        self.reader.next();
        self.reader.next();
        let mut right: Option<ClassUnicode> = None;
        while !matches!(self.reader.peek(), Some(']' | '&')) {
            let next = if self.reader.skip('[') {
                self.class()?
            } else {
                self.items(false)?.0
            };
            right.get_or_insert_with(ClassUnicode::empty).union(&next);
        }
        right.ok_or_else(|| self.reader.unsupported("`&&` with nothing to its right"))
    }

    /// One character, range or named set.
    fn item(&mut self) -> Result<ClassUnicode, PatternError> {
        let first = match self.member()? {
            Member::Set(set) => return Ok(set),
            Member::Character(first) => first,
        };
        let is_range = self.reader.peek() == Some('-')
            && !matches!(self.reader.peek_by(1), None | Some('[' | ']'));
        if !is_range {
            return Ok(self.range(first, first));
        }
        self.reader.next();
        match self.member()? {
            Member::Character(last) if last >= first => Ok(self.range(first, last)),
            _ => Err(self.reader.invalid("Illegal character range")),
        }
    }

    fn member(&mut self) -> Result<Member, PatternError> {
        let c = self.reader.next().unwrap_or_default();
        if c != '\\' {
            return Ok(Member::Character(c));
        }
        let Some(letter) = self.reader.next() else {
            return Err(self.reader.invalid("Unexpected internal error"));
        };
        let before = self.reader.at().checked_sub(3);
        match letter {
            'p' | 'P' => named(self.reader, letter == 'P', self.ignore_case).map(Member::Set),
            'v' if self.reader.peek() == Some('-') || self.is_range_end(before) => Err(self
                .reader
                .unsupported("`\\v` in a range, which is another character there")),
            'N' => Err(self.reader.unsupported("`\\N{…}`")),
            letter => match property::predefined(letter) {
                Some(set) => Ok(Member::Set(set)),
                None => self.reader.escaped(letter).map(Member::Character),
            },
        }
    }

    fn is_range_end(&self, before: Option<usize>) -> bool {
        before.is_some_and(|at| self.reader.is('-', at))
    }

    fn range(&self, first: char, last: char) -> ClassUnicode {
        with_case(first, last, self.ignore_case)
    }
}

enum Member {
    Character(char),
    Set(ClassUnicode),
}

/// The characters from `first` to `last`; Java's flag `i` alone is about ASCII.
pub(super) fn with_case(first: char, last: char, ignore_case: bool) -> ClassUnicode {
    let mut class = set(&[(first, last)]);
    if ignore_case {
        let within = |c: char| (first..=last).contains(&c);
        for c in ('A'..='Z').chain('a'..='z') {
            if within(c.to_ascii_lowercase()) || within(c.to_ascii_uppercase()) {
                class.push(ClassUnicodeRange::new(c, c));
            }
        }
    }
    class
}

/// The set of `\p{…}` or `\pL`, after the `p` was read.
pub(super) fn named(
    reader: &mut Reader,
    negate: bool,
    ignore_case: bool,
) -> Result<ClassUnicode, PatternError> {
    let mut name = String::new();
    if reader.skip('{') {
        loop {
            match reader.next() {
                Some('}') => break,
                Some(c) => name.push(c),
                None => return Err(reader.invalid("Unclosed character family")),
            }
        }
        if name.is_empty() {
            return Err(reader.invalid("Empty character family"));
        }
    } else {
        name.extend(reader.next());
    }
    if ignore_case && property::depends_on_case(&name) {
        return Err(reader.unsupported(format!(
            "`\\p{{{name}}}` under the flag `i`: Java's versions differ"
        )));
    }
    match property::named(&name) {
        Some(set) => Ok(if negate { negated(set) } else { set }),
        None => Err(reader.unsupported(format!("the property `{name}` is not known here"))),
    }
}
