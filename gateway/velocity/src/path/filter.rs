//! Filters: `?(@.price < 10 && @.name == 'tea')`, taken apart as Jayway's `Filter` does.
//!
//! Conditions and operators are split without regard to quotes and parentheses, and put together from the last to
//! the first.

use super::{Fault, criteria::Criteria};
use apigw_java_regex::StepBudget;

/// Which conditions have to hold.
#[derive(Debug)]
pub(super) enum Filter {
    Single(Box<Criteria>),
    All(Vec<Filter>),
    Either(Box<Filter>, Box<Filter>),
}

#[derive(Debug, Clone, Copy)]
enum Operator {
    And,
    Or,
}

impl Filter {
    pub(super) fn parse(
        fragment: &[char],
        depth: usize,
        steps: &mut StepBudget,
    ) -> Result<Self, Fault> {
        let text: String = fragment.iter().collect();
        let blank = |c: char| c <= ' ';
        let inner = text
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
            .and_then(|rest| rest.trim_matches(blank).strip_prefix('?'))
            .and_then(|rest| {
                rest.trim_matches(blank)
                    .strip_prefix('(')?
                    .strip_suffix(')')
            })
            .ok_or("a filter is written `[?(@.name == 'value')]`")?;
        let (mut operators, mut criteria) = (Vec::new(), Vec::new());
        for part in split(inner.trim_matches(blank)) {
            match part.trim_matches(blank) {
                "&&" => operators.push(Operator::And),
                "||" => operators.push(Operator::Or),
                part => criteria.push(Criteria::parse(bare(part)?, depth, steps)?),
            }
        }
        let problem = || Fault::from("the `&&` and `||` of a filter stand between conditions");
        let mut next = || Some(Self::Single(Box::new(criteria.pop()?)));
        let mut filter = next().ok_or_else(problem)?;
        while let Some(operator) = operators.pop() {
            filter = filter.join(operator, next().ok_or_else(problem)?);
        }
        match next() {
            Some(_) => Err(problem()),
            None => Ok(filter),
        }
    }

    fn join(self, operator: Operator, other: Self) -> Self {
        match (operator, self) {
            (Operator::And, Self::All(mut filters)) => {
                filters.push(other);
                Self::All(filters)
            }
            (Operator::And, Self::Either(left, right)) => {
                Self::Either(left, Box::new(Self::All(vec![*right, other])))
            }
            (Operator::And, single) => Self::All(vec![single, other]),
            (Operator::Or, filter) => Self::Either(Box::new(filter), Box::new(other)),
        }
    }
}

/// The text in front of, in and after each `&&` and `||`, as a split by look-around finds them.
fn split(text: &str) -> Vec<&str> {
    let is_operator = |text: &str| text.starts_with("&&") || text.starts_with("||");
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, _) in text.char_indices().skip(1) {
        let after_operator = at >= 2 && text.get(at - 2..).is_some_and(is_operator);
        if after_operator || is_operator(&text[at..]) {
            parts.push(&text[start..at]);
            start = at;
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A condition without the parentheses around it.
fn bare(condition: &str) -> Result<&str, Fault> {
    let bare = condition
        .trim_start_matches(['[', '?', '(', ' '])
        .trim_end_matches([')', ' ']);
    if bare.is_empty() {
        return Err("a condition of a filter is empty".into());
    }
    Ok(bare)
}
