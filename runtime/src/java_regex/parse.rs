//! Pattern → syntax tree, in the order and with the quirks of `java.util.regex.Pattern`.

use super::{
    PatternError,
    class::{self, Classes, DEPTH_LIMIT},
    property::{self, negated, set},
    quoting,
    reader::Reader,
    syntax::{Anchor, Greed, Node, Times},
};
use std::collections::HashMap;

/// How many copies of one construct nested repetitions may ask for.
const COPIES_LIMIT: u64 = 100_000;

pub(super) struct Parsed {
    pub(super) node: Node,
    pub(super) has_word_boundary: bool,
}

pub(super) fn parse(pattern: &str) -> Result<Parsed, PatternError> {
    let mut parser = Parser {
        reader: Reader::new(quoting::resolve(pattern)),
        flags: Flags::default(),
        open: Vec::new(),
        groups: 0,
        depth: 0,
        names: HashMap::new(),
        forward: None,
        has_word_boundary: false,
    };
    let node = parser.alternatives()?;
    if parser.reader.peek().is_some() {
        return Err(parser.reader.invalid("Unmatched closing ')'"));
    }
    match parser.forward {
        Some((group, at)) if group <= parser.groups => Err(PatternError::unsupported(
            at,
            "a reference to a group that comes later",
        )),
        _ if node.copies() > COPIES_LIMIT => Err(PatternError::unsupported(
            0,
            "repetitions that multiply to more than 100,000",
        )),
        _ => Ok(Parsed {
            has_word_boundary: parser.has_word_boundary,
            node,
        }),
    }
}

#[derive(Debug, Clone, Copy, Default)]
#[expect(clippy::struct_excessive_bools, reason = "Java has four flags")]
struct Flags {
    ignore_case: bool,
    dot_all: bool,
    multi_line: bool,
    unix_lines: bool,
}

struct Parser {
    reader: Reader,
    flags: Flags,
    /// The capturing groups that are not closed yet.
    open: Vec<usize>,
    groups: usize,
    depth: usize,
    names: HashMap<String, usize>,
    /// The least group that was referred to before it began, and where.
    forward: Option<(usize, usize)>,
    has_word_boundary: bool,
}

impl Parser {
    fn alternatives(&mut self) -> Result<Node, PatternError> {
        self.depth += 1;
        if self.depth > DEPTH_LIMIT {
            return Err(self.reader.unsupported("nesting this deep"));
        }
        let mut nodes = vec![self.sequence()?];
        while self.reader.skip('|') {
            nodes.push(self.sequence()?);
        }
        self.depth -= 1;
        Ok(match nodes.len() {
            1 => nodes.remove(0),
            _ => Node::Alternatives(nodes),
        })
    }

    fn sequence(&mut self) -> Result<Node, PatternError> {
        let mut nodes = Vec::new();
        while let Some(c) = self.reader.peek() {
            let node = match c {
                '|' | ')' => break,
                '*' | '+' | '?' => {
                    return Err(self
                        .reader
                        .invalid(format!("Dangling meta character '{c}'")));
                }
                '{' => return Err(self.repetition_of_nothing()),
                _ => {
                    self.reader.next();
                    match c {
                        '(' => match self.group()? {
                            Some(node) => node,
                            None => continue,
                        },
                        '[' => Node::Set(self.classes().class()?),
                        '\\' => self.escape()?,
                        '^' => Node::Anchor(self.caret()),
                        '$' => Node::Anchor(self.dollar()),
                        '.' => Node::Set(self.dot()),
                        literal => self.literal(literal),
                    }
                }
            };
            nodes.push(self.repeated(node)?);
        }
        Ok(Node::Sequence(nodes))
    }

    fn classes(&mut self) -> Classes<'_> {
        Classes {
            ignore_case: self.flags.ignore_case,
            depth: 0,
            reader: &mut self.reader,
        }
    }

    fn literal(&self, c: char) -> Node {
        Node::Set(class::with_case(c, c, self.flags.ignore_case))
    }

    fn dot(&self) -> regex_syntax::hir::ClassUnicode {
        negated(set(match self.flags {
            Flags { dot_all: true, .. } => &[],
            Flags {
                unix_lines: true, ..
            } => &[('\n', '\n')],
            _ => &[
                ('\n', '\n'),
                ('\r', '\r'),
                ('\u{85}', '\u{85}'),
                ('\u{2028}', '\u{2029}'),
            ],
        }))
    }

    fn caret(&self) -> Anchor {
        let unix = self.flags.unix_lines;
        if self.flags.multi_line {
            Anchor::LineStart { unix }
        } else {
            Anchor::Start
        }
    }

    fn dollar(&self) -> Anchor {
        let unix = self.flags.unix_lines;
        if self.flags.multi_line {
            Anchor::LineEnd { unix }
        } else {
            Anchor::LastLineEnd { unix }
        }
    }

    fn escape(&mut self) -> Result<Node, PatternError> {
        let Some(letter) = self.reader.next() else {
            return Err(self.reader.invalid("Unexpected internal error"));
        };
        Ok(match letter {
            'A' | 'G' => Node::Anchor(Anchor::Start),
            'z' => Node::Anchor(Anchor::End),
            'Z' => Node::Anchor(Anchor::LastLineEnd {
                unix: self.flags.unix_lines,
            }),
            'b' if self.reader.peek() == Some('{') => {
                return Err(self.reader.unsupported("`\\b{g}`"));
            }
            'b' | 'B' => {
                self.has_word_boundary = true;
                Node::Anchor(match letter {
                    'b' => Anchor::WordBoundary,
                    _ => Anchor::NoWordBoundary,
                })
            }
            'R' => Node::LineBreak,
            'X' | 'N' => return Err(self.reader.unsupported(format!("`\\{letter}`"))),
            'p' | 'P' => {
                let ignore_case = self.flags.ignore_case;
                Node::Set(class::named(&mut self.reader, letter == 'P', ignore_case)?)
            }
            'k' => self.reference_by_name()?,
            '1'..='9' => self.reference(letter)?,
            letter => {
                if let Some(set) = property::predefined(letter) {
                    return Ok(Node::Set(set));
                }
                let c = self.reader.escaped(letter)?;
                self.literal(c)
            }
        })
    }

    /// Digits belong to a reference as long as there are that many groups.
    fn reference(&mut self, first: char) -> Result<Node, PatternError> {
        let digit = |c: char| c.to_digit(10).map_or(0, |digit| digit as usize);
        let mut group = digit(first);
        while let Some(c) = self.reader.peek().filter(char::is_ascii_digit) {
            let longer = group * 10 + digit(c);
            if longer > self.groups {
                break;
            }
            group = longer;
            self.reader.next();
        }
        if group > self.groups {
            let at = self.reader.at();
            if self.forward.is_none_or(|(least, _)| group < least) {
                self.forward = Some((group, at));
            }
            return Ok(Node::Never);
        }
        self.reference_to(group)
    }

    fn reference_by_name(&mut self) -> Result<Node, PatternError> {
        if !self.reader.skip('<') {
            return Err(self
                .reader
                .invalid("\\k is not followed by '<' for named capturing group"));
        }
        let name = self.group_name()?;
        match self.names.get(&name) {
            Some(&group) => self.reference_to(group),
            None => Err(self
                .reader
                .invalid(format!("named capturing group <{name}> does not exist"))),
        }
    }

    fn reference_to(&self, group: usize) -> Result<Node, PatternError> {
        if self.open.contains(&group) {
            return Err(self
                .reader
                .unsupported("a reference to a group from within it"));
        }
        if self.flags.ignore_case {
            return Err(self
                .reader
                .unsupported("a reference to a group under the flag `i`"));
        }
        Ok(Node::Reference(group))
    }

    fn group_name(&mut self) -> Result<String, PatternError> {
        let mut name = String::new();
        while let Some(c) = self.reader.peek().filter(char::is_ascii_alphanumeric) {
            name.push(c);
            self.reader.next();
        }
        if !name.starts_with(|c: char| c.is_ascii_alphabetic()) {
            return Err(self
                .reader
                .invalid("capturing group name does not start with a Latin letter"));
        }
        if self.reader.skip('>') {
            return Ok(name);
        }
        Err(self
            .reader
            .invalid("named capturing group is missing trailing '>'"))
    }

    /// A group whose `(` was read; `None` if it only sets flags.
    fn group(&mut self) -> Result<Option<Node>, PatternError> {
        let outer = self.flags;
        if !self.reader.skip('?') {
            return self.capturing(outer).map(Some);
        }
        let (behind, negative) = match (self.reader.peek(), self.reader.peek_by(1)) {
            (Some('='), _) => (false, false),
            (Some('!'), _) => (false, true),
            (Some('<'), Some('=')) => (true, false),
            (Some('<'), Some('!')) => (true, true),
            (Some('<'), _) => return self.named_group(outer).map(Some),
            (Some('>'), _) => {
                self.reader.next();
                let body = Box::new(self.body(outer)?);
                return Ok(Some(Node::Atomic(body)));
            }
            (Some('$' | '@'), _) => return Err(self.reader.invalid("Unknown group type")),
            _ => return self.flag_group(outer),
        };
        self.reader.next();
        if behind {
            self.reader.next();
        }
        let body = Box::new(self.body(outer)?);
        if behind {
            self.check_look_behind(&body)?;
        }
        Ok(Some(Node::Look {
            behind,
            negative,
            body,
        }))
    }

    fn named_group(&mut self, outer: Flags) -> Result<Node, PatternError> {
        self.reader.next();
        if !self.reader.peek().is_some_and(|c| c.is_ascii_alphabetic()) {
            return Err(self.reader.invalid("Unknown look-behind group"));
        }
        let name = self.group_name()?;
        if self.names.contains_key(&name) {
            return Err(self
                .reader
                .invalid(format!("Named capturing group <{name}> is already defined")));
        }
        self.names.insert(name, self.groups + 1);
        self.capturing(outer)
    }

    fn capturing(&mut self, outer: Flags) -> Result<Node, PatternError> {
        self.groups += 1;
        self.open.push(self.groups);
        let body = Box::new(self.body(outer)?);
        self.open.pop();
        Ok(Node::Group {
            captures: true,
            body,
        })
    }

    /// What stands up to the closing parenthesis; flags that are set there end there.
    fn body(&mut self, outer: Flags) -> Result<Node, PatternError> {
        let node = self.alternatives()?;
        self.flags = outer;
        if self.reader.skip(')') {
            return Ok(node);
        }
        Err(self.reader.invalid("Unclosed group"))
    }

    /// `(?i)` or `(?i:…)`, after the question mark.
    fn flag_group(&mut self, outer: Flags) -> Result<Option<Node>, PatternError> {
        let mut on = true;
        loop {
            match self.reader.next() {
                Some('-') if on => on = false,
                Some('i') => self.flags.ignore_case = on,
                Some('s') => self.flags.dot_all = on,
                Some('m') => self.flags.multi_line = on,
                Some('d') => self.flags.unix_lines = on,
                Some(flag @ ('x' | 'u' | 'U' | 'c')) => {
                    return Err(self.reader.unsupported(format!("the flag `{flag}`")));
                }
                Some(')') => return Ok(None),
                Some(':') => {
                    let body = Box::new(self.body(outer)?);
                    return Ok(Some(Node::Group {
                        captures: false,
                        body,
                    }));
                }
                _ => return Err(self.reader.invalid("Unknown inline modifier")),
            }
        }
    }

    fn check_look_behind(&self, body: &Node) -> Result<(), PatternError> {
        let fixed = match body {
            Node::Alternatives(nodes) => nodes.iter().all(|node| node.length().is_some()),
            node => node.length().is_some(),
        };
        if fixed {
            return Ok(());
        }
        Err(self
            .reader
            .unsupported("a look-behind of which an alternative has no fixed length"))
    }

    fn repetition_of_nothing(&self) -> PatternError {
        if self.reader.peek_by(1).is_some_and(|c| c.is_ascii_digit()) {
            self.reader.unsupported("a repetition of nothing")
        } else {
            self.reader.invalid("Illegal repetition")
        }
    }

    fn repeated(&mut self, node: Node) -> Result<Node, PatternError> {
        let (min, max) = match self.reader.peek() {
            Some('*') => (0, None),
            Some('+') => (1, None),
            Some('?') => (0, Some(1)),
            Some('{') => self.count()?,
            _ => return Ok(node),
        };
        self.reader.next();
        let greed = if self.reader.skip('?') {
            Greed::Lazy
        } else if self.reader.skip('+') {
            Greed::Possessive
        } else {
            Greed::Greedy
        };
        let body = match node {
            Node::Anchor(_) | Node::Look { .. } => {
                return Err(self
                    .reader
                    .unsupported("a repetition of an anchor or a look-around"));
            }
            Node::LineBreak => Node::Atomic(Box::new(node)),
            node if node.any(&|node| matches!(node, Node::LineBreak)) => {
                return Err(self.reader.unsupported("`\\R` inside of a repeated group"));
            }
            node => node,
        };
        Ok(Node::Repeat {
            body: Box::new(body),
            times: Times { min, max, greed },
        })
    }

    /// `{n}`, `{n,}` or `{n,m}`, up to the closing brace.
    fn count(&mut self) -> Result<(u32, Option<u32>), PatternError> {
        if !self.reader.peek_by(1).is_some_and(|c| c.is_ascii_digit()) {
            return Err(self.reader.invalid("Illegal repetition"));
        }
        self.reader.next();
        let min = self.number()?;
        let mut max = Some(min);
        if self.reader.skip(',') {
            max = match self.reader.peek() {
                Some('}') => None,
                _ => Some(self.number()?),
            };
        }
        if self.reader.peek() != Some('}') {
            return Err(self.reader.invalid("Unclosed counted closure"));
        }
        if max.is_some_and(|max| max < min) {
            return Err(self.reader.invalid("Illegal repetition range"));
        }
        Ok((min, max))
    }

    fn number(&mut self) -> Result<u32, PatternError> {
        let mut value: u32 = 0;
        while let Some(digit) = self.reader.peek().and_then(|c| c.to_digit(10)) {
            value = value
                .checked_mul(10)
                .and_then(|value| value.checked_add(digit))
                .filter(|&value| i32::try_from(value).is_ok())
                .ok_or_else(|| self.reader.invalid("Illegal repetition range"))?;
            self.reader.next();
        }
        Ok(value)
    }
}
