//! Syntax tree → the engine's spelling of it.

use super::{
    property,
    shape::Shape,
    syntax::{Anchor, Greed, Node, Times},
};
use regex_syntax::hir::ClassUnicode;
use std::fmt::Write;

/// The characters that are part of a word for `\b`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum WordCharacters {
    /// From Java 19 on.
    Ascii,
    /// Up to Java 18.
    Unicode,
}

/// A pattern that matches a whole text.
///
/// An engine that backtracks, as for a look-around, keeps a place to go back to for each character that is repeated. So what follows the
/// look-arounds at the start is left to an automaton, as far as it can be. In other patterns characters that are repeated at the end are
/// taken possessively: to give some of them back leads no closer to the end of the text.
pub(super) fn whole(node: &Node, words: WordCharacters) -> String {
    if ends_in_automaton(node) {
        // In a group the engine would take the rest for a part that it may have to go back into.
        return [r"\A", &anywhere(node, words), r"\z"].concat();
    }
    let mut node = node.clone();
    if Shape::of(&node).backtracks {
        if let Some(Node::Repeat { body, times }) = last(&mut node) {
            if matches!(**body, Node::Set(_)) && times.greed == Greed::Greedy {
                times.greed = Greed::Possessive;
            }
        }
    }
    [r"\A(?:", &anywhere(&node, words), r")\z"].concat()
}

/// Whether only one way leads to a rest that an automaton can match, so that it is asked once.
fn ends_in_automaton(node: &Node) -> bool {
    let Node::Sequence(nodes) = node else {
        return false;
    };
    let one_way = |node: &&Node| matches!(node, Node::Look { .. } | Node::Anchor(_) | Node::Set(_));
    let mut rest = nodes.iter().skip_while(one_way);
    rest.all(|node| !Shape::of(node).backtracks)
}

/// The construct at the end of a sequence.
fn last(node: &mut Node) -> Option<&mut Node> {
    match node {
        Node::Sequence(nodes) => last(nodes.last_mut()?),
        node => Some(node),
    }
}

/// A pattern that matches at any place in a text.
pub(super) fn anywhere(node: &Node, words: WordCharacters) -> String {
    let mut emitter = Emitter {
        out: String::new(),
        words,
    };
    emitter.node(node);
    emitter.out
}

struct Emitter {
    out: String,
    words: WordCharacters,
}

impl Emitter {
    fn node(&mut self, node: &Node) {
        match node {
            Node::Set(class) => set(&mut self.out, class),
            Node::Anchor(anchor) => self.anchor(*anchor),
            Node::LineBreak => self
                .out
                .push_str(r"(?:\x{D}\x{A}|[\x{A}-\x{D}\x{85}\x{2028}\x{2029}])"),
            Node::Group { captures, body } => {
                self.enclosed(if *captures { "(" } else { "(?:" }, body);
            }
            Node::Atomic(body) => self.enclosed("(?>", body),
            Node::Look {
                behind,
                negative,
                body,
            } => self.enclosed(
                match (behind, negative) {
                    (false, false) => "(?=",
                    (false, true) => "(?!",
                    (true, false) => "(?<=",
                    (true, true) => "(?<!",
                },
                body,
            ),
            Node::Reference(group) => {
                let _ = write!(self.out, r"(?:\{group})");
            }
            Node::Never => set(&mut self.out, &ClassUnicode::empty()),
            Node::Sequence(nodes) => nodes.iter().for_each(|node| self.node(node)),
            Node::Alternatives(nodes) => {
                for (index, node) in nodes.iter().enumerate() {
                    if index > 0 {
                        self.out.push('|');
                    }
                    self.node(node);
                }
            }
            Node::Repeat { body, times } => self.repeat(body, *times),
        }
    }

    fn enclosed(&mut self, open: &str, body: &Node) {
        self.out.push_str(open);
        self.node(body);
        self.out.push(')');
    }

    /// A possessive repetition does not backtrack into an iteration either.
    fn repeat(&mut self, body: &Node, Times { min, max, greed }: Times) {
        let possessive = greed == Greed::Possessive;
        if possessive {
            self.out.push_str("(?>");
        }
        // One character has nothing to go back to.
        let is_atomic = possessive && !matches!(body, Node::Set(_));
        self.enclosed(if is_atomic { "(?>" } else { "(?:" }, body);
        let _ = match max {
            None => write!(self.out, "{{{min},}}"),
            Some(max) => write!(self.out, "{{{min},{max}}}"),
        };
        match greed {
            Greed::Greedy => {}
            Greed::Lazy => self.out.push('?'),
            Greed::Possessive => self.out.push(')'),
        }
    }

    fn anchor(&mut self, anchor: Anchor) {
        let text = match anchor {
            Anchor::Start => r"\A",
            Anchor::End => r"\z",
            Anchor::LineStart { unix: true } => r"(?:(?!\z)(?:\A|(?<=\x{A})))",
            Anchor::LineStart { unix: false } => {
                r"(?:(?!\z)(?:\A|(?<=[\x{A}\x{85}\x{2028}\x{2029}])|(?<=\x{D})(?!\x{A})))"
            }
            Anchor::LastLineEnd { unix: true } => r"(?:(?=\x{A}?\z))",
            Anchor::LastLineEnd { unix: false } => {
                r"(?:(?=(?:\x{D}\x{A}|[\x{D}\x{85}\x{2028}\x{2029}])?\z)|(?<!\x{D})(?=\x{A}\z))"
            }
            Anchor::LineEnd { unix: true } => r"(?:(?=\x{A}|\z))",
            Anchor::LineEnd { unix: false } => {
                r"(?:(?=[\x{D}\x{85}\x{2028}\x{2029}]|\z)|(?<!\x{D})(?=\x{A}))"
            }
            Anchor::WordBoundary => return self.word_boundary(false),
            Anchor::NoWordBoundary => return self.word_boundary(true),
        };
        self.out.push_str(text);
    }

    fn word_boundary(&mut self, negated: bool) {
        let mut word = String::new();
        match (self.words, property::predefined('w')) {
            (WordCharacters::Ascii, Some(class)) => set(&mut word, &class),
            _ => set(&mut word, &property::unicode_word()),
        }
        let (apart, together) = if negated { ('=', '!') } else { ('!', '=') };
        let _ = write!(
            self.out,
            "(?:(?<={word})(?{apart}{word})|(?<!{word})(?{together}{word}))"
        );
    }
}

fn set(out: &mut String, class: &ClassUnicode) {
    match class.ranges() {
        [] => out.push_str(r"[^\x{0}-\x{10FFFF}]"),
        [only] if only.start() == only.end() => character(out, only.start()),
        ranges => {
            out.push('[');
            for range in ranges {
                character(out, range.start());
                if range.end() > range.start() {
                    out.push('-');
                    character(out, range.end());
                }
            }
            out.push(']');
        }
    }
}

fn character(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() {
        out.push(c);
    } else {
        let _ = write!(out, r"\x{{{:X}}}", u32::from(c));
    }
}
