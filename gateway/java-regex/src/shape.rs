//! Properties of a pattern, from its syntax tree: the groups that are reliable, how far a search looks ahead, and whether
//! Java finds something else in a text with supplementary characters.
//!
//! A supplementary character is one beyond U+FFFF. Java counts it as two surrogates.

use super::syntax::{Anchor, Greed, Node, Times};
use regex_syntax::hir::ClassUnicode;

/// The longest match of a search that counts as looking ahead only a little.
const SHORT: u64 = 1_000;

/// How many places of groups the engine copies in the time of one step.
const PLACES_A_STEP: u64 = 8;

#[derive(Debug, Clone, Default)]
pub(super) struct Shape {
    pub(super) can_be_empty: bool,
    pub(super) looks: Looks,
    /// Whether the engine backtracks to match it.
    pub(super) backtracks: bool,
    /// For each group, from 1, whether it has the same text after a match as in Java.
    pub(super) reliable_groups: Vec<bool>,
    /// The approximate size of the compiled pattern, in constructs.
    pub(super) size: u64,
    /// How many constructs it has, with the copies that repetitions make.
    constructs: u64,
    /// How many copies of constructs its repetitions stand for, of which a search can be in all at once.
    pub(super) copies: u64,
    /// The same for a match that starts at the start of the text, which is in few of them at once.
    pub(super) copies_from_start: u64,
    /// The bytes from the start of a match to the end of the last of these repetitions, at most. Nothing, if there is no limit.
    pub(super) copies_within: Option<usize>,
    surrogates: Surrogates,
}

/// How much more of the text a search may look at than it takes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Looks {
    #[default]
    Near,
    /// Much more.
    Far,
    /// Much more in each round of a repetition.
    FarInEachRound,
}

impl Looks {
    fn of(node: &Node) -> Self {
        if node.any(&repeats_far_looks) {
            Self::FarInEachRound
        } else if takes_what_it_sees(node) {
            Self::Near
        } else {
            Self::Far
        }
    }
}

/// The properties that matter for a text with supplementary characters.
#[derive(Debug, Clone, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "they are independent of each other"
)]
struct Surrogates {
    /// The sets with surrogates or supplementary characters.
    supplementary: Vec<ClassUnicode>,
    look_behind_is_basic: bool,
    /// Whether a match starts with a character up to U+FFFF.
    starts_basic: bool,
    /// Whether the text to the left of a match can make it fail or succeed.
    looks_left: bool,
    has_reference: bool,
}

impl Shape {
    pub(super) fn of(node: &Node) -> Self {
        let mut reliable_groups = Vec::new();
        collect_groups(node, true, &mut reliable_groups);
        Self {
            can_be_empty: can_be_empty(node),
            looks: Looks::of(node),
            backtracks: node.any(&is_beyond_automata),
            reliable_groups,
            size: size(node),
            constructs: node.copies(),
            copies: repeated(node),
            copies_from_start: repeated_from(1, node).copies,
            copies_within: repeated_within(node)
                .and_then(|characters| usize::try_from(characters.saturating_mul(4)).ok()),
            surrogates: Surrogates::of(node),
        }
    }

    /// The steps that it takes to find the groups within a match of this number of bytes: for each construct that is active, the
    /// engine copies where all groups are.
    pub(super) fn steps_of_groups(&self, bytes: usize) -> u64 {
        let groups = u64::try_from(self.reliable_groups.len()).unwrap_or(u64::MAX);
        let places = u64::try_from(bytes).unwrap_or(u64::MAX).saturating_add(1);
        let copied = groups.saturating_mul(self.constructs);
        copied.saturating_mul(places) / PLACES_A_STEP
    }

    /// Whether a match of the whole `text` is the same for Java.
    pub(super) fn matches_alike(&self, text: &str) -> bool {
        self.surrogates.look_behind_is_basic || !has_supplementary(text)
    }

    /// Whether a search finds the same in `text` as Java, except an empty match before a supplementary character.
    pub(super) fn finds_alike(&self, text: &str) -> bool {
        let surrogates = &self.surrogates;
        if !has_supplementary(text) {
            return true;
        }
        if !surrogates.look_behind_is_basic {
            return false;
        }
        if surrogates.starts_basic && !self.can_be_empty {
            return true;
        }
        let uniform = |set: &ClassUnicode| {
            has_surrogates(set)
                && text
                    .chars()
                    .filter(|&c| is_supplementary(c))
                    .all(|c| contains(set, c))
        };
        !surrogates.looks_left
            && !surrogates.has_reference
            && surrogates.supplementary.iter().all(uniform)
    }
}

impl Surrogates {
    fn of(node: &Node) -> Self {
        let mut supplementary = Vec::new();
        collect_supplementary(node, &mut supplementary);
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
        let is_supplementary_look_behind = |node: &Node| matches!(node, Node::Look { behind: true, body, .. } if has_supplementary_set(body));
        Self {
            starts_basic: starts_basic(node),
            look_behind_is_basic: !node.any(&is_supplementary_look_behind),
            looks_left: node.any(&looks_left),
            has_reference: node.any(&|node| matches!(node, Node::Reference(_))),
            supplementary,
        }
    }
}

pub(super) fn is_supplementary(c: char) -> bool {
    c > '\u{ffff}'
}

pub(super) fn has_supplementary(text: &str) -> bool {
    text.chars().any(is_supplementary)
}

/// Whether the set has the surrogates, which are between U+D7FF and U+E000.
fn has_surrogates(set: &ClassUnicode) -> bool {
    set.iter()
        .any(|range| range.start() < '\u{e000}' && range.end() >= '\u{e000}')
}

fn is_supplementary_set(set: &ClassUnicode) -> bool {
    has_surrogates(set) || set.iter().any(|range| is_supplementary(range.end()))
}

fn has_supplementary_set(node: &Node) -> bool {
    node.any(&|node| matches!(node, Node::Set(set) if is_supplementary_set(set)))
}

fn contains(set: &ClassUnicode, c: char) -> bool {
    let ranges = set.ranges();
    let at = ranges.partition_point(|range| range.end() < c);
    ranges.get(at).is_some_and(|range| range.start() <= c)
}

fn collect_supplementary(node: &Node, supplementary: &mut Vec<ClassUnicode>) {
    match node {
        Node::Set(set) if is_supplementary_set(set) => supplementary.push(set.clone()),
        node => node
            .children()
            .iter()
            .for_each(|child| collect_supplementary(child, supplementary)),
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

/// Whether no match starts with a supplementary character or with a surrogate.
fn starts_basic(node: &Node) -> bool {
    match node {
        Node::Set(set) => !is_supplementary_set(set),
        Node::Anchor(_) | Node::Look { .. } | Node::LineBreak | Node::Never => true,
        Node::Reference(_) => false,
        Node::Group { body, .. } | Node::Atomic(body) | Node::Repeat { body, .. } => {
            starts_basic(body)
        }
        Node::Alternatives(nodes) => nodes.iter().all(starts_basic),
        Node::Sequence(nodes) => {
            let leading = nodes.iter().take_while(|node| can_be_empty(node)).count();
            nodes.iter().take(leading + 1).all(starts_basic)
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

/// A group is reliable if Java cannot keep in it the capture of a failed branch, and if a repetition has no empty last
/// iteration.
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

/// In a repetition, Java restores only the group that is the whole of its body.
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

/// The copies that repetitions make, without what is there once.
fn repeated(node: &Node) -> u64 {
    match node {
        Node::Repeat { times, .. } if times.max.unwrap_or(times.min) > 1 => node.copies(),
        node => node
            .children()
            .iter()
            .fold(0, |sum: u64, node| sum.saturating_add(repeated(node))),
    }
}

/// Where a match can be in the repetitions of a node.
struct Spread {
    /// In how many copies at once, at most.
    copies: u64,
    /// At how many places of the text the node can end.
    ends: u64,
}

/// What [`repeated`] counts, if the node starts at this number of places of the text at most. A run of characters that ends where the
/// next construct starts, as in `[^ ]{1,99} `, ends at one place for each place where it starts, and is in one copy for each.
fn repeated_from(starts: u64, node: &Node) -> Spread {
    match node {
        Node::Sequence(nodes) => {
            let mut spread = Spread {
                copies: 0,
                ends: starts,
            };
            for (at, node) in nodes.iter().enumerate() {
                let next = match (node, nodes.get(at + 1)) {
                    (Node::Repeat { body, .. }, Some(next)) if ends_run(body, next) => Spread {
                        copies: spread.ends.min(node.copies()),
                        ends: spread.ends,
                    },
                    _ => repeated_from(spread.ends, node),
                };
                spread.copies = spread.copies.saturating_add(next.copies);
                spread.ends = next.ends;
            }
            spread
        }
        Node::Alternatives(nodes) => {
            let all = nodes.iter().map(|node| repeated_from(starts, node));
            all.fold(Spread { copies: 0, ends: 0 }, |sum, next| Spread {
                copies: sum.copies.saturating_add(next.copies),
                ends: sum.ends.saturating_add(next.ends),
            })
        }
        Node::Group { body, .. } | Node::Atomic(body) => repeated_from(starts, body),
        Node::Look { behind, body, .. } => Spread {
            copies: repeated_from(if *behind { u64::MAX } else { starts }, body).copies,
            ends: starts,
        },
        node => Spread {
            copies: repeated(node),
            ends: if node.length().is_some() {
                starts
            } else {
                u64::MAX
            },
        },
    }
}

/// The characters from the start of the node to the end of the last repetition that [`repeated`] counts.
fn repeated_within(node: &Node) -> Option<u64> {
    let Node::Sequence(nodes) = node else {
        return longest(node);
    };
    let last = nodes.iter().rposition(|node| repeated(node) > 0)?;
    let mut lengths = nodes[..=last].iter().map(longest);
    lengths.try_fold(0, |sum: u64, length| sum.checked_add(length?))
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

/// Whether a search reads little more than the text that it matches: it makes no long attempts that may fail.
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

/// Whether the node is a repetition with a look-around that may see much of the text.
fn repeats_far_looks(node: &Node) -> bool {
    let is_far = |node: &Node| matches!(node, Node::Look { body, .. } if !is_short(body));
    matches!(node, Node::Repeat { body, times } if times.max != Some(1) && body.any(&is_far))
}

fn is_short(node: &Node) -> bool {
    longest(node).is_some_and(|most| most <= SHORT)
}

fn is_plain_run(body: &Node, times: Times) -> bool {
    matches!(body, Node::Set(_)) && times.max.is_none() && times.greed == Greed::Greedy
}

/// Whether the construct after a run of characters starts with a character that is not in the run.
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
