//! Where a selection pattern stops on a message that it does not take.
//!
//! The longest start of the pattern is looked for that is a pattern itself and takes a start of the message. What comes after it
//! in the pattern is what the message does not have.

use apigw_java_regex::{MatchError, Search, StepBudget};

/// The longest pattern that is looked at, in bytes; each of its starts is compiled.
const LONGEST_PATTERN: usize = 4096;
/// In how many places of a group a start is tried.
const LONGEST_GROUP: usize = 80;
/// The longest part of a message that is looked at, in bytes.
const LONGEST_TEXT: usize = 16 << 10;
/// The steps for all starts of a pattern.
const STEPS: u64 = 10_000_000;

/// How far a pattern and a message agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stopped {
    /// How much of the pattern takes something, in bytes.
    pub(super) pattern: usize,
    /// How much of the message it takes, in bytes.
    pub(super) text: usize,
}

/// Where `pattern` stops on `text`; `None` if that takes too long to find out.
pub(super) fn stopped(pattern: &str, text: &str) -> Option<Stopped> {
    if pattern.len() > LONGEST_PATTERN {
        return None;
    }
    let text = &text[..floor(text, LONGEST_TEXT)];
    let mut budget = StepBudget::steps(STEPS);
    let ends = ends(pattern);
    let outside = ends.iter().rev().filter(|(_, depth)| *depth == 0);
    let mut best = Stopped {
        pattern: 0,
        text: 0,
    };
    for (end, _) in outside {
        if let Some(taken) = takes(&pattern[..*end], 0, text, &mut budget).ok()? {
            best = Stopped {
                pattern: *end,
                text: taken,
            };
            break;
        }
    }
    // The group that comes next may take more, up to one of its ends.
    let inside = ends.iter().skip_while(|(end, _)| *end <= best.pattern);
    let inside: Vec<_> = inside.take_while(|(_, depth)| *depth > 0).collect();
    if inside.len() > LONGEST_GROUP {
        return Some(best);
    }
    for (end, depth) in inside.into_iter().rev() {
        match takes(&pattern[..*end], *depth, text, &mut budget) {
            Ok(Some(taken)) if taken > best.text => {
                return Some(Stopped {
                    pattern: *end,
                    text: taken,
                });
            }
            Ok(_) => {}
            Err(_) => break,
        }
    }
    Some(best)
}

/// How much of the text's start the pattern takes, with this number of groups closed at its end; `None` if it takes no start, or is
/// no pattern.
fn takes(
    pattern: &str,
    open: usize,
    text: &str,
    budget: &mut StepBudget,
) -> Result<Option<usize>, MatchError> {
    let closed = format!(r"\A(?:{pattern}{})", ")".repeat(open));
    let Ok(search) = Search::new(&closed) else {
        return Ok(None);
    };
    budget.charge_compile(&closed)?;
    let found = search.find_all(text, budget).next().transpose()?;
    Ok(found.map(|found| found.range().end))
}

/// Where a start of the pattern can end, each with the number of open groups: not within a class or an escape.
fn ends(pattern: &str) -> Vec<(usize, usize)> {
    let (mut ends, mut depth, mut escaped) = (vec![(0, 0)], 0_usize, false);
    let mut in_class = false;
    for (at, character) in pattern.char_indices() {
        let was_escaped = std::mem::take(&mut escaped);
        match character {
            _ if was_escaped => {}
            '\\' => escaped = true,
            '[' => in_class = true,
            ']' => in_class = false,
            '(' if !in_class => depth += 1,
            ')' if !in_class => depth = depth.saturating_sub(1),
            _ => {}
        }
        if !escaped && !in_class {
            ends.push((at + character.len_utf8(), depth));
        }
    }
    ends
}

/// The last end of a character up to `limit` bytes.
fn floor(text: &str, limit: usize) -> usize {
    let mut end = text.len().min(limit);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, text: &str, agreed: &str, taken: &str) {
        let stopped = stopped(pattern, text).unwrap();
        assert_eq!(
            (&pattern[..stopped.pattern], &text[..stopped.text]),
            (agreed, taken)
        );
    }

    #[test]
    fn the_first_difference_is_found() {
        check("Not Found: .*", "Bad Request: x", "", "");
        check("Not Found: .*", "Not found: x", "Not ", "Not ");
        check(
            "Not Found:.*",
            "Not Found: a\nb",
            "Not Found:.*",
            "Not Found: a",
        );
        check(
            r"^(?:Bad Request: |Not Found: )\{[\s\S]*",
            "Not Found: no cart",
            "^(?:Bad Request: |Not Found: )",
            "Not Found: ",
        );
        check(
            r"^(?:Bad Request: |Not Found: )\{[\s\S]*",
            "Not found: {}",
            "^(?:Bad Request: |Not ",
            "Not ",
        );
        check("^(?!Not)[a-z]+", "Not Found", "^", "");
    }

    #[test]
    fn a_pattern_that_never_ends_is_given_up() {
        let text = "a".repeat(40);
        let pattern = format!("{}b", "(a|aa)+".repeat(10));
        let _ = stopped(&pattern, &text);
        assert_eq!(stopped(&"a".repeat(5000), "a"), None);
    }
}
