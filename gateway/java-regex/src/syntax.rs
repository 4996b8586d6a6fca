//! The syntax tree of a pattern. It has no flags: each node already has its meaning under the flags.

use regex_syntax::hir::ClassUnicode;

/// One construct of a pattern.
#[derive(Debug, Clone)]
pub(super) enum Node {
    /// One character of a set.
    Set(ClassUnicode),
    /// A place between two characters.
    Anchor(Anchor),
    /// `\R`.
    LineBreak,
    Group {
        captures: bool,
        body: Box<Node>,
    },
    Atomic(Box<Node>),
    Look {
        behind: bool,
        negative: bool,
        body: Box<Node>,
    },
    /// A reference to the text of a group.
    Reference(usize),
    /// A reference to a group that the pattern does not have.
    Never,
    Sequence(Vec<Node>),
    Alternatives(Vec<Node>),
    Repeat {
        body: Box<Node>,
        times: Times,
    },
}

/// How often a construct is repeated.
#[derive(Debug, Clone, Copy)]
pub(super) struct Times {
    pub(super) min: u32,
    pub(super) max: Option<u32>,
    pub(super) greed: Greed,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Greed {
    Greedy,
    Lazy,
    Possessive,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    LineStart {
        unix: bool,
    },
    End,
    /// The end, or the place before a last line break.
    LastLineEnd {
        unix: bool,
    },
    LineEnd {
        unix: bool,
    },
    WordBoundary,
    NoWordBoundary,
}

impl Node {
    /// How many characters the node takes, if that is fixed.
    pub(super) fn length(&self) -> Option<u64> {
        match self {
            Self::Set(_) => Some(1),
            Self::Anchor(_) | Self::Look { .. } => Some(0),
            Self::LineBreak | Self::Reference(_) | Self::Never => None,
            Self::Group { body, .. } | Self::Atomic(body) => body.length(),
            Self::Sequence(nodes) => nodes.iter().map(Self::length).sum(),
            Self::Alternatives(nodes) => {
                let first = nodes.first()?.length()?;
                nodes
                    .iter()
                    .all(|node| node.length() == Some(first))
                    .then_some(first)
            }
            Self::Repeat { body, times } => {
                let simple = matches!(**body, Self::Set(_));
                (simple && times.max == Some(times.min)).then_some(())?;
                body.length()?.checked_mul(u64::from(times.min))
            }
        }
    }

    /// The text that the node takes, if it takes that one only.
    pub(super) fn literal(&self) -> Option<String> {
        match self {
            Self::Set(set) => {
                let [range] = set.ranges() else { return None };
                (range.start() == range.end()).then(|| range.start().to_string())
            }
            Self::Sequence(nodes) => nodes.iter().map(Self::literal).collect(),
            _ => None,
        }
    }

    /// The constructs that the node is made of, in the order of the pattern.
    pub(super) fn children(&self) -> &[Self] {
        match self {
            Self::Group { body, .. }
            | Self::Atomic(body)
            | Self::Look { body, .. }
            | Self::Repeat { body, .. } => std::slice::from_ref(body),
            Self::Sequence(nodes) | Self::Alternatives(nodes) => nodes,
            Self::Set(_) | Self::Anchor(_) | Self::LineBreak | Self::Reference(_) | Self::Never => {
                &[]
            }
        }
    }

    /// Whether `predicate` is true of the node or of one within it.
    pub(super) fn any(&self, predicate: &dyn Fn(&Self) -> bool) -> bool {
        predicate(self) || self.children().iter().any(|node| node.any(predicate))
    }

    /// How many copies of the innermost construct the repetitions in the node stand for.
    pub(super) fn copies(&self) -> u64 {
        match self {
            Self::Repeat { body, times } => {
                let times = times.max.unwrap_or(times.min).max(1);
                body.copies().saturating_mul(u64::from(times))
            }
            Self::Group { body, .. } | Self::Atomic(body) | Self::Look { body, .. } => {
                body.copies()
            }
            Self::Sequence(nodes) | Self::Alternatives(nodes) => nodes
                .iter()
                .fold(0, |sum: u64, node| sum.saturating_add(node.copies()))
                .max(1),
            Self::Set(_) | Self::Anchor(_) | Self::LineBreak | Self::Reference(_) | Self::Never => {
                1
            }
        }
    }
}
