//! What follows from a pattern's syntax tree: which groups are reliable, how far a search looks, and whether Java,
//! which counts characters beyond U+FFFF as two, finds something else in a text that has such characters.

use super::syntax::{Anchor, Greed, Node, Times};
use regex_syntax::hir::ClassUnicode;

/// The longest match of which a search is thought not to look far ahead.
const SHORT: u64 = 1_000;

#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    pub(super) can_be_empty: bool,
    /// Whether a search may look at much more of the text than it takes.
    pub(super) looks_far: bool,
    /// Whether the engine goes back and forth to match it.
    pub(super) backtracks: bool,
    /// For each group, from 1, whether it holds after a match what it holds in Java.
    pub(super) reliable_groups: Vec<bool>,
    /// How large the compiled pattern is, about.
    pub(super) size: u64,
    halves: Halves,
}

/// What matters to a text with characters that are two in Java.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent of each other"
)]
struct Halves {
    /// The sets that hold more than the characters up to U+FFFF.
    wide: Vec<ClassUnicode>,
    look_behind_is_narrow: bool,
    /// Whether a match starts with a character up to U+FFFF.
    starts_narrow: bool,
    /// Whether what stands to the left of a match can make it fail, or succeed.
    looks_left: bool,
    has_reference: bool,
}

impl Shape {
    pub(super) fn of(node: &Node) -> Self {
        let mut reliable_groups = Vec::new();
        collect_groups(node, true, &mut reliable_groups);
        Self {
            can_be_empty: can_be_empty(node),
            looks_far: !takes_what_it_sees(node),
            backtracks: node.any(&is_beyond_automata),
            reliable_groups,
            size: size(node),
            halves: Halves::of(node),
        }
    }

    /// Whether a match of the whole `text` is the same for Java.
    pub(super) fn matches_alike(&self, text: &str) -> bool {
        self.halves.look_behind_is_narrow || !has_wide(text)
    }

    /// Whether a search finds the same in `text` as Java; an empty match before a character that is two is not.
    pub(super) fn finds_alike(&self, text: &str) -> bool {
        let halves = &self.halves;
        if !has_wide(text) {
            return true;
        }
        if !halves.look_behind_is_narrow {
            return false;
        }
        if halves.starts_narrow && !self.can_be_empty {
            return true;
        }
        let uniform = |set: &ClassUnicode| {
            spans_halves(set)
                && text
                    .chars()
                    .filter(|&c| is_wide(c))
                    .all(|c| contains(set, c))
        };
        !halves.looks_left && !halves.has_reference && halves.wide.iter().all(uniform)
    }
}

impl Halves {
    fn of(node: &Node) -> Self {
        let mut wide = Vec::new();
        collect_wide(node, &mut wide);
        let looks_left = |node: &Node| match node {
            Node::Look {
                behind: false,
                body,
                ..
            } => body.any(&is_start),
            Node::Look { behind: true, .. } => true,
            Node::Anchor(anchor) => {
                matches!(anchor, Anchor::WordBoundary | Anchor::NoWordBoundary)
            }
            _ => false,
        };
        let is_wide_look_behind = |node: &Node| matches!(node, Node::Look { behind: true, body, .. } if has_wide_set(body));
        Self {
            starts_narrow: starts_narrow(node),
            look_behind_is_narrow: !node.any(&is_wide_look_behind),
            looks_left: node.any(&looks_left),
            has_reference: node.any(&|node| matches!(node, Node::Reference(_))),
            wide,
        }
    }
}

pub(super) fn is_wide(c: char) -> bool {
    c > '\u{ffff}'
}

pub(super) fn has_wide(text: &str) -> bool {
    text.chars().any(is_wide)
}

/// Whether the set holds the halves, which lie between U+D7FF and U+E000.
fn spans_halves(set: &ClassUnicode) -> bool {
    set.iter()
        .any(|range| range.start() < '\u{e000}' && range.end() >= '\u{e000}')
}

fn is_wide_set(set: &ClassUnicode) -> bool {
    spans_halves(set) || set.iter().any(|range| is_wide(range.end()))
}

fn has_wide_set(node: &Node) -> bool {
    node.any(&|node| matches!(node, Node::Set(set) if is_wide_set(set)))
}

fn contains(set: &ClassUnicode, c: char) -> bool {
    let ranges = set.ranges();
    let at = ranges.partition_point(|range| range.end() < c);
    ranges.get(at).is_some_and(|range| range.start() <= c)
}

fn collect_wide(node: &Node, wide: &mut Vec<ClassUnicode>) {
    match node {
        Node::Set(set) if is_wide_set(set) => wide.push(set.clone()),
        node => node
            .children()
            .iter()
            .for_each(|child| collect_wide(child, wide)),
    }
}

fn is_start(node: &Node) -> bool {
    matches!(node, Node::Anchor(Anchor::Start | Anchor::LineStart { .. }))
}

fn can_be_empty(node: &Node) -> bool {
    match node {
        Node::Set(_) | Node::LineBreak | Node::Never => false,
        Node::Anchor(_) | Node::Look { .. } | Node::Reference(_) => true,
        Node::Group { body, .. } | Node::Atomic(body) => can_be_empty(body),
        Node::Sequence(nodes) => nodes.iter().all(can_be_empty),
        Node::Alternatives(nodes) => nodes.iter().any(can_be_empty),
        Node::Repeat { body, times } => times.min == 0 || can_be_empty(body),
    }
}

/// Whether no match starts with a character beyond U+FFFF or with half of one.
fn starts_narrow(node: &Node) -> bool {
    match node {
        Node::Set(set) => !is_wide_set(set),
        Node::Anchor(_) | Node::Look { .. } | Node::LineBreak | Node::Never => true,
        Node::Reference(_) => false,
        Node::Group { body, .. } | Node::Atomic(body) | Node::Repeat { body, .. } => {
            starts_narrow(body)
        }
        Node::Alternatives(nodes) => nodes.iter().all(starts_narrow),
        Node::Sequence(nodes) => {
            let leading = nodes.iter().take_while(|node| can_be_empty(node)).count();
            nodes.iter().take(leading + 1).all(starts_narrow)
        }
    }
}

/// Whether the engine needs more than an automaton for the node alone.
fn is_beyond_automata(node: &Node) -> bool {
    match node {
        Node::Anchor(Anchor::Start | Anchor::End) => false,
        Node::Anchor(_) | Node::Look { .. } | Node::Atomic(_) | Node::Reference(_) => true,
        Node::Repeat { times, .. } => times.greed == Greed::Possessive,
        _ => false,
    }
}

/// A group is reliable if Java cannot keep in it what a way that failed has put there, and if a repetition does not go
/// round once more for nothing.
fn collect_groups(node: &Node, reliable: bool, groups: &mut Vec<bool>) {
    let inner = match node {
        Node::Group { captures: true, .. } => {
            groups.push(reliable);
            reliable
        }
        Node::Repeat { body, times } => return collect_repeated(body, *times, reliable, groups),
        Node::Look { .. } | Node::Atomic(_) => false,
        _ => reliable,
    };
    for child in node.children() {
        collect_groups(child, inner, groups);
    }
}

/// Of what is repeated, Java takes care only of the group that is the whole of it.
fn collect_repeated(body: &Node, times: Times, reliable: bool, groups: &mut Vec<bool>) {
    if matches!(body, Node::Group { captures: true, .. }) {
        let is_plain = times.greed != Greed::Possessive && times.max != Some(0);
        groups.push(reliable && is_plain && !can_be_empty(body));
    }
    for child in body.children() {
        collect_groups(child, false, groups);
    }
}

/// Whether a reference leads to a group that may hold something else in Java.
pub(super) fn refers_to_unreliable_group(node: &Node) -> bool {
    let mut reliable = Vec::new();
    collect_groups(node, true, &mut reliable);
    let is_unreliable =
        |group: &usize| group.checked_sub(1).and_then(|at| reliable.get(at)) == Some(&false);
    node.any(&|node| matches!(node, Node::Reference(group) if is_unreliable(group)))
}

fn size(node: &Node) -> u64 {
    match node {
        Node::Set(set) => u64::try_from(set.ranges().len()).unwrap_or(u64::MAX).max(1),
        Node::Repeat { body, times } => {
            let copies = u64::from(times.max.unwrap_or(times.min)).max(1);
            size(body).saturating_mul(copies)
        }
        node => node
            .children()
            .iter()
            .fold(1, |sum: u64, child| sum.saturating_add(size(child))),
    }
}

/// The most characters that the node takes or looks at.
fn longest(node: &Node) -> Option<u64> {
    match node {
        Node::Set(_) | Node::Anchor(_) | Node::Never => Some(1),
        Node::LineBreak => Some(2),
        Node::Reference(_) => None,
        Node::Group { body, .. } | Node::Atomic(body) | Node::Look { body, .. } => longest(body),
        Node::Sequence(nodes) => nodes.iter().map(longest).sum(),
        Node::Alternatives(nodes) => nodes
            .iter()
            .map(longest)
            .try_fold(0, |most, next| Some(most.max(next?))),
        Node::Repeat { body, times } => longest(body)?.checked_mul(u64::from(times.max?)),
    }
}

/// Whether a search sees little more than what it takes: nothing long is tried that may come to nothing.
fn takes_what_it_sees(node: &Node) -> bool {
    is_short(node)
        || match node {
            Node::Group { body, .. } => takes_what_it_sees(body),
            Node::Repeat { body, times } => is_plain_run(body, *times),
            Node::Sequence(nodes) => nodes.iter().enumerate().all(|(at, node)| match node {
                Node::Repeat { body, times } if is_plain_run(body, *times) => {
                    at + 1 == nodes.len() || ends_run(body, &nodes[at + 1])
                }
                node => is_short(node),
            }),
            _ => false,
        }
}

fn is_short(node: &Node) -> bool {
    longest(node).is_some_and(|most| most <= SHORT)
}

fn is_plain_run(body: &Node, times: Times) -> bool {
    matches!(body, Node::Set(_)) && times.max.is_none() && times.greed == Greed::Greedy
}

/// Whether what follows a run of characters starts with one that is not of the run.
fn ends_run(run: &Node, next: &Node) -> bool {
    match (run, next) {
        (Node::Set(run), Node::Set(next)) => {
            let mut both = run.clone();
            both.intersect(next);
            both.ranges().is_empty()
        }
        _ => false,
    }
}
