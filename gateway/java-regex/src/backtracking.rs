//! How many steps a matcher that backtracks takes on a text: the measure of catastrophic patterns.
//!
//! This crate's own engine bounds its work, so its steps say nothing about Java's. Java's matcher tries one alternative after
//! the other, and goes back to the last choice when the rest of the pattern fails. It does so for each way in which nested
//! repetitions can share a text, at least up to Java 8; later versions remember some of the places that failed.

use super::{
    Pattern, parse,
    syntax::{Greed, Node},
};

/// How deep the choices may be nested.
const DEPTH_LIMIT: usize = 400;

/// One match, as far as it came.
struct Backtracking<'t> {
    text: &'t [char],
    steps: u64,
    limit: u64,
    depth: usize,
    /// Whether the count is wrong from here on, since a construct is not modelled.
    is_uncertain: bool,
}

/// What follows a construct, at a place of the text.
type Rest<'r, 't> = dyn FnMut(&mut Backtracking<'t>, usize) -> bool + 'r;

impl Pattern {
    /// How many steps a matcher that backtracks takes to match the whole of `text`, counted up to `limit`.
    ///
    /// A step is one construct tried at one place. The result is `None` for a pattern with a reference or a look-behind, and for
    /// one that is nested too deeply.
    ///
    /// ```
    /// use apigw_java_regex::Pattern;
    ///
    /// let nested = Pattern::new("(a+)+b").unwrap();
    /// assert!(nested.backtracking_steps(&"a".repeat(24), 1_000_000).unwrap() >= 1_000_000);
    /// let plain = Pattern::new("a+b").unwrap();
    /// assert!(plain.backtracking_steps(&"a".repeat(24), 1_000_000).unwrap() < 100);
    /// ```
    #[must_use]
    pub fn backtracking_steps(&self, text: &str, limit: u64) -> Option<u64> {
        let parsed = parse::parse(self.as_str()).ok()?;
        let text: Vec<char> = text.chars().collect();
        let mut matching = Backtracking {
            text: &text,
            steps: 0,
            limit,
            depth: 0,
            is_uncertain: false,
        };
        matching.node(&parsed.node, 0, &mut |matching, at| {
            at == matching.text.len()
        });
        (!matching.is_uncertain).then_some(matching.steps)
    }
}

impl<'t> Backtracking<'t> {
    /// Whether `node` and then `rest` match from `at` on. A match that took too long counts as one, so that it ends.
    fn node(&mut self, node: &Node, at: usize, rest: &mut Rest<'_, 't>) -> bool {
        self.steps += 1;
        if self.steps >= self.limit || self.is_uncertain {
            return true;
        }
        if self.depth >= DEPTH_LIMIT {
            self.is_uncertain = true;
            return true;
        }
        self.depth += 1;
        let matched = self.construct(node, at, rest);
        self.depth -= 1;
        matched
    }

    fn construct(&mut self, node: &Node, at: usize, rest: &mut Rest<'_, 't>) -> bool {
        match node {
            Node::Set(_) => self.takes_one(node, at) && rest(self, at + 1),
            Node::LineBreak => match self.text.get(at..) {
                Some(['\r', '\n', ..]) => rest(self, at + 2) || rest(self, at + 1),
                Some(
                    [
                        '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}',
                        ..,
                    ],
                ) => rest(self, at + 1),
                _ => false,
            },
            // Where an anchor fails, the match takes fewer steps: the count is the most that it can be.
            Node::Anchor(_) => rest(self, at),
            Node::Group { body, .. } => self.node(body, at, rest),
            Node::Atomic(body) => {
                let mut end = None;
                let matched = self.node(body, at, &mut |_, at| {
                    end = Some(at);
                    true
                });
                matched && end.is_some_and(|end| rest(self, end))
            }
            Node::Look { behind: true, .. } | Node::Reference(_) => {
                self.is_uncertain = true;
                true
            }
            Node::Look { negative, body, .. } => {
                self.node(body, at, &mut |_, _| true) != *negative && rest(self, at)
            }
            Node::Never => false,
            Node::Sequence(nodes) => self.sequence(nodes, at, rest),
            Node::Alternatives(nodes) => nodes.iter().any(|node| self.node(node, at, rest)),
            Node::Repeat { body, times } => {
                let max = times.max.unwrap_or(u32::MAX) as usize;
                let min = times.min as usize;
                if let Node::Set(_) = **body {
                    self.characters(body, (min, max), times.greed, at, rest)
                } else {
                    self.repeated(body, (min, max), times.greed, at, rest)
                }
            }
        }
    }

    fn takes_one(&self, set: &Node, at: usize) -> bool {
        let (Node::Set(set), Some(c)) = (set, self.text.get(at)) else {
            return false;
        };
        let mut ranges = set.iter();
        ranges.any(|range| (range.start()..=range.end()).contains(c))
    }

    fn sequence(&mut self, nodes: &[Node], at: usize, rest: &mut Rest<'_, 't>) -> bool {
        match nodes {
            [] => rest(self, at),
            [only] => self.node(only, at, rest),
            [first, others @ ..] => self.node(first, at, &mut |matching, at| {
                matching.sequence(others, at, rest)
            }),
        }
    }

    /// A repetition of one character: Java counts how many there are, and gives them back one by one.
    fn characters(
        &mut self,
        set: &Node,
        (min, max): (usize, usize),
        greed: Greed,
        at: usize,
        rest: &mut Rest<'_, 't>,
    ) -> bool {
        let most = (0..max)
            .take_while(|taken| self.takes_one(set, at + taken))
            .count();
        self.steps += most as u64;
        if most < min {
            return false;
        }
        match greed {
            Greed::Greedy => (min..=most).rev().any(|taken| self.rest(at + taken, rest)),
            Greed::Lazy => (min..=most).any(|taken| self.rest(at + taken, rest)),
            Greed::Possessive => rest(self, at + most),
        }
    }

    fn rest(&mut self, at: usize, rest: &mut Rest<'_, 't>) -> bool {
        self.steps += 1;
        self.steps >= self.limit || rest(self, at)
    }

    fn repeated(
        &mut self,
        body: &Node,
        (min, max): (usize, usize),
        greed: Greed,
        at: usize,
        rest: &mut Rest<'_, 't>,
    ) -> bool {
        if greed == Greed::Possessive {
            let mut end = at;
            let mut count = 0;
            while count < max {
                let mut next = None;
                self.node(body, end, &mut |_, at| {
                    next = Some(at);
                    true
                });
                match next {
                    Some(next) if next > end => end = next,
                    _ => break,
                }
                count += 1;
            }
            return count >= min && rest(self, end);
        }
        if greed == Greed::Lazy && min == 0 && self.rest(at, rest) {
            return true;
        }
        let again = max > 0
            && self.node(body, at, &mut |matching, end| {
                // A round that takes nothing ends the repetition.
                if end == at {
                    return min <= 1 && rest(matching, end);
                }
                matching.repeated(
                    body,
                    (min.saturating_sub(1), max.saturating_sub(1)),
                    greed,
                    end,
                    rest,
                )
            });
        again || (greed == Greed::Greedy && min == 0 && self.rest(at, rest))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: u64 = 100_000;

    #[track_caller]
    fn steps(pattern: &str, text: &str) -> u64 {
        let pattern = Pattern::new(pattern).unwrap();
        pattern.backtracking_steps(text, LIMIT).expect("a count")
    }

    #[test]
    fn nested_repetitions_double_with_each_character() {
        for pattern in [
            "(a+)+b",
            "(a*)*b",
            "(a|a)*b",
            "(?:a|ab?)+c",
            "(?:a+?)+?b",
            "(?:(?:a+)+)+b",
        ] {
            assert!(steps(pattern, &"a".repeat(40)) >= LIMIT, "{pattern}");
        }
        let (short, long) = (
            steps("(a+)+b", &"a".repeat(8)),
            steps("(a+)+b", &"a".repeat(9)),
        );
        assert!((18..=22).contains(&(long * 10 / short)), "{short} {long}");
    }

    #[test]
    fn usual_patterns_take_about_a_step_for_each_character() {
        for pattern in [
            "a+b",
            "(?>a+)+b",
            "(?:a+)++b",
            "(?:a++)+b",
            r"^(?:Bad Request: )\{[\s\S]*",
            "(\n|.)+",
            r".*validation error.*",
            r"(?s)(?!Not Found: ).+",
            r"[\s\S]*\[404\][\s\S]*",
        ] {
            let taken = steps(pattern, &"a".repeat(40));
            assert!(taken < 1000, "{pattern}: {taken}");
        }
    }

    #[test]
    fn what_is_not_modelled_has_no_count() {
        for pattern in [r"(a)\1", "(?<=a)b"] {
            let pattern = Pattern::new(pattern).unwrap();
            assert_eq!(pattern.backtracking_steps("aab", LIMIT), None);
        }
        let deep = Pattern::new(&"a?".repeat(2000)).unwrap();
        assert_eq!(deep.backtracking_steps(&"a".repeat(2000), LIMIT), None);
    }
}
