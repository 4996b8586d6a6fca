//! Some of the texts that a pattern takes, for a caller that looks for a text which another pattern takes too.

use super::{
    Pattern, parse,
    syntax::{Node, Times},
};
use regex_syntax::hir::ClassUnicode;

/// The most texts of a pattern.
const LIMIT: usize = 24;
/// The longest text, in bytes.
const LENGTH_LIMIT: usize = 400;
/// The characters of a text where a set allows several, in order of preference.
const LIKELY: &str = "a0A -_.:/{}[]()\"'!\nbcdefghijklmnopqrstuvwxyz";

impl Pattern {
    /// The shortest texts that the pattern takes. Look-arounds are left aside, so a caller must match each text before it relies on one.
    #[must_use]
    pub fn examples(&self) -> Vec<String> {
        parse::parse(self.as_str()).map_or_else(|_| Vec::new(), |parsed| walk(&parsed.node))
    }
}

fn walk(node: &Node) -> Vec<String> {
    match node {
        Node::Set(set) => member(set).map(String::from).into_iter().collect(),
        Node::LineBreak => vec!["\n".to_owned()],
        Node::Group { body, .. } | Node::Atomic(body) => walk(body),
        Node::Sequence(nodes) => nodes.iter().fold(vec![String::new()], |starts, node| {
            let ends = walk(node);
            let joined = starts
                .iter()
                .flat_map(|start| ends.iter().map(move |end| format!("{start}{end}")));
            joined
                .filter(|text| text.len() <= LENGTH_LIMIT)
                .take(LIMIT)
                .collect()
        }),
        Node::Alternatives(nodes) => nodes.iter().flat_map(walk).take(LIMIT).collect(),
        Node::Repeat {
            body,
            times: Times { min, .. },
        } if *min > 0 => {
            let times = usize::try_from(*min).unwrap_or(usize::MAX);
            walk(body)
                .into_iter()
                .filter(|text| text.len().saturating_mul(times) <= LENGTH_LIMIT)
                .map(|text| text.repeat(times))
                .collect()
        }
        Node::Never => Vec::new(),
        Node::Anchor(_) | Node::Look { .. } | Node::Reference(_) | Node::Repeat { .. } => {
            vec![String::new()]
        }
    }
}

fn member(set: &ClassUnicode) -> Option<char> {
    let holds = |c: char| {
        let mut ranges = set.iter();
        ranges.any(|range| (range.start()..=range.end()).contains(&c))
    };
    let first = set.iter().next()?.start();
    Some(LIKELY.chars().find(|c| holds(*c)).unwrap_or(first))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, expected: &[&str]) {
        let pattern = Pattern::new(pattern).unwrap();
        assert_eq!(pattern.examples(), expected);
    }

    #[test]
    fn pieces_of_what_a_pattern_takes() {
        check(".*validation error.*", &["validation error"]);
        check("(?i)Bad|É", &["bad", "É"]);
        check("(?:Bad|Worse): [a-f]+x{2}", &["Bad: axx", "Worse: axx"]);
        check(r"^(?!a)[\s\S]*$", &[""]);
        check(r"\[40[0-9]\]\Q.\E", &["[400]."]);
        check("a{401}", &[]);
    }

    #[test]
    fn a_pattern_of_many_texts_gives_some() {
        let pattern = Pattern::new(&"(?:a|b|c|d|e)".repeat(50)).unwrap();
        assert_eq!(pattern.examples().len(), LIMIT);
    }
}
