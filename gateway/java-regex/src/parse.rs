//! Pattern → syntax tree, in the order and with the quirks of `java.util.regex.Pattern`.

mod groups;

use super::{
    PatternError,
    budget::StepBudget,
    class::{self, Classes, DEPTH_LIMIT},
    property::{self, negated, set},
    quoting,
    reader::Reader,
    shape::{self, Shape},
    syntax::{Anchor, Greed, Node, Times},
};
use std::collections::HashMap;

/// How many bytes a pattern may have.
const LONGEST: usize = 100_000;
/// What it costs to compile one construct of a pattern, in steps.
const STEPS_PER_CONSTRUCT: u64 = 1_000;
/// How many copies of one construct nested repetitions may ask for.
const COPIES_LIMIT: u64 = 100_000;

pub(super) struct Parsed {
    pub(super) node: Node,
    /// The numbers of the groups that have names.
    pub(super) names: HashMap<String, usize>,
    pub(super) has_word_boundary: bool,
    /// Where a `\G` stands.
    pub(super) continues_at: Option<usize>,
}

pub(super) fn parse(pattern: &str) -> Result<Parsed, PatternError> {
    if pattern.len() > LONGEST {
        return Err(PatternError::unsupported(
            0,
            "a pattern of more than 100,000 bytes",
        ));
    }
    let mut resolved = quoting::resolve(pattern);
    match parse_characters(std::mem::take(&mut resolved.characters)) {
        Ok(parsed) => Ok(Parsed {
            continues_at: parsed.continues_at.map(|at| resolved.place(at)),
            ..parsed
        }),
        Err(error) => Err(PatternError {
            at: resolved.place(error.at),
            ..error
        }),
    }
}

/// Parses a pattern that is to be compiled, and takes what that costs.
pub(super) fn parse_within(pattern: &str, budget: &mut StepBudget) -> Result<Parsed, PatternError> {
    let too_many =
        |_| PatternError::unsupported(0, "a pattern after others that take all steps together");
    budget.charge_compile(pattern).map_err(too_many)?;
    let parsed = parse(pattern)?;
    let size = Shape::of(&parsed.node).size;
    budget
        .charge(size.saturating_mul(STEPS_PER_CONSTRUCT))
        .map_err(too_many)?;
    Ok(parsed)
}

fn parse_characters(pattern: Vec<char>) -> Result<Parsed, PatternError> {
    let mut parser = Parser {
        reader: Reader::new(pattern),
        flags: Flags::default(),
        open: Vec::new(),
        groups: 0,
        depth: 0,
        names: HashMap::new(),
        forward: None,
        has_word_boundary: false,
        continues_at: None,
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
        _ if shape::refers_to_unreliable_group(&node) => Err(PatternError::unsupported(
            0,
            "a reference to a group inside of a look-around, of `(?>…)` or of a repetition",
        )),
        _ => Ok(Parsed {
            has_word_boundary: parser.has_word_boundary,
            continues_at: parser.continues_at,
            names: parser.names,
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
    continues_at: Option<usize>,
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
            'A' => Node::Anchor(Anchor::Start),
            'G' => {
                self.continues_at.get_or_insert(self.reader.at());
                Node::Anchor(Anchor::Start)
            }
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
            node if node.length() == Some(0) => {
                return Err(self
                    .reader
                    .unsupported("a repetition of what is always empty"));
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
