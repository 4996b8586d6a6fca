//! Selection patterns: the published ones as the gateway runs them, and those that the contract gives.

use lambda_api_errors::Operation;
use regex::Regex;
use std::collections::{BTreeMap, BTreeSet};

/// Whether `pattern` matches the whole of `message`, as Java's `matches()` does.
///
/// In Java `.` takes no `\n`, `\r`, U+0085, U+2028 or U+2029, here no `\n` alone. The messages of this library hold none
/// of them, so the answers are the same.
///
/// # Errors
///
/// When `pattern` is not a regular expression.
pub fn matches_whole(pattern: &str, message: &str) -> Result<bool, regex::Error> {
    Ok(Regex::new(&format!("^(?:{pattern})$"))?.is_match(message))
}

/// A pattern for each status of `operation`: the starts of its messages.
///
/// No start is the start of a message with another status, for any text of a caller; the build has proved it.
#[must_use]
pub fn from_contract(operation: &Operation) -> BTreeMap<u16, String> {
    let mut starts: BTreeMap<u16, BTreeSet<String>> = BTreeMap::new();
    for response in operation.responses() {
        let start = regex::escape(&operation.message_start(response));
        starts
            .entry(response.status().as_u16())
            .or_default()
            .insert(start);
    }
    let pattern = |starts: BTreeSet<String>| {
        let starts: Vec<_> = starts.into_iter().collect();
        format!(r"^(?:{})[\s\S]*", starts.join("|"))
    };
    starts
        .into_iter()
        .map(|(status, starts)| (status, pattern(starts)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(pattern: &str, message: &str, expected: bool) {
        assert_eq!(
            matches_whole(pattern, message).unwrap(),
            expected,
            "{message}"
        );
    }

    #[test]
    fn a_pattern_takes_whole_messages() {
        check(
            "Bad Request: .*",
            "Bad Request: You submitted invalid input",
            true,
        );
        check("Bad Request: .*", "A Bad Request: indeed", false);
        check("Bad|Good", "Bad", true);
        check("Bad|Good", "Bad Good", false);
        check(".*", "two\nlines", false);
        check("one", "one\n", false);
    }

    #[test]
    fn one_pattern_for_each_status_holds_all_its_starts() {
        let service = crate::service().unwrap();
        let book_ticket = service
            .operations()
            .iter()
            .find(|operation| operation.name() == "book_ticket")
            .unwrap();
        let patterns = from_contract(book_ticket);
        assert_eq!(patterns[&409], r"^(?:Conflict: |Sold Out: )[\s\S]*");
        assert_eq!(patterns[&429], r"^(?:Too Many Requests: )[\s\S]*");
    }
}
