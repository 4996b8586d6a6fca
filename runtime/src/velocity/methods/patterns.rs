//! Regular expressions in `matches`, `replaceAll`, `replaceFirst` and `split`.

use super::super::value::MAX_TEXT;
use fancy_regex::{Captures, Regex, RegexBuilder};
use std::{
    collections::{HashMap, hash_map::Entry},
    time::{Duration, Instant},
};

/// How often the engine may go back before a pattern counts as too slow: the longer the text is, the longer each
/// way can be.
const BACKTRACK_LIMITS: [(usize, usize); 3] =
    [(1_000, 1_000_000), (30_000, 30_000), (usize::MAX, 1_000)];

/// How many compiled patterns a rendering keeps.
const MOST_KEPT: usize = 64;

/// How many matches one call may find.
const MOST_MATCHES: usize = 1_000_000;

/// How long all patterns of a rendering may take; some are slow without going back.
const LONGEST_SEARCH: Duration = Duration::from_secs(1);

/// The patterns that a rendering has used.
#[derive(Debug, Default)]
pub(in super::super) struct Patterns {
    compiled: HashMap<(Box<str>, usize), Regex>,
    spent: Duration,
}

/// The one place where patterns are compiled, and where Java's dialect has to become the engine's.
fn compile(pattern: &str, backtrack_limit: usize) -> Result<Regex, String> {
    let built = RegexBuilder::new(pattern)
        .backtrack_limit(backtrack_limit)
        .build();
    built.map_err(|problem| format!("`{pattern}` is no pattern: {problem}"))
}

fn is_plain(pattern: &str) -> bool {
    !pattern.is_empty()
        && !pattern.contains([
            '\\', '^', '$', '.', '|', '?', '*', '+', '(', ')', '[', ']', '{', '}',
        ])
}

impl Patterns {
    /// The pattern, compiled for texts as long as this one.
    fn get(&mut self, pattern: &str, text: &str) -> Result<&Regex, String> {
        let limits = BACKTRACK_LIMITS
            .iter()
            .find(|(longest, _)| text.len() <= *longest);
        let limit = limits.map_or(0, |(_, limit)| *limit);
        if self.compiled.len() == MOST_KEPT {
            self.compiled.clear();
        }
        Ok(match self.compiled.entry((pattern.into(), limit)) {
            Entry::Occupied(kept) => kept.into_mut(),
            Entry::Vacant(empty) => empty.insert(compile(pattern, limit)?),
        })
    }

    fn timed<T>(
        &mut self,
        search: impl FnOnce(&mut Self) -> Result<T, String>,
    ) -> Result<T, String> {
        let started = Instant::now();
        let found = search(self)?;
        self.spent += started.elapsed();
        if self.spent > LONGEST_SEARCH {
            return Err("the patterns take too long".to_owned());
        }
        Ok(found)
    }

    /// Whether the pattern matches the whole text.
    pub(super) fn matches(&mut self, pattern: &str, text: &str) -> Result<bool, String> {
        self.get(pattern, "")?;
        self.timed(|patterns| {
            patterns
                .get(&format!("\\A(?:{pattern})\\z"), text)?
                .is_match(text)
                .map_err(slow)
        })
    }

    /// Replaces the first `most` matches; the replacement may name groups.
    pub(super) fn replace(
        &mut self,
        pattern: &str,
        text: &str,
        replacement: &str,
        most: usize,
    ) -> Result<String, String> {
        let mut replaced = String::new();
        let mut end = 0;
        let found = self.timed(|patterns| matches(patterns.get(pattern, text)?, text, most))?;
        for groups in found {
            let Some(whole) = groups.get(0) else { continue };
            replaced.push_str(&text[end..whole.start()]);
            expand(replacement, &groups, &mut replaced)?;
            end = whole.end();
            if replaced.len() > MAX_TEXT {
                return Err("the result is too long".to_owned());
            }
        }
        replaced.push_str(&text[end..]);
        Ok(replaced)
    }

    /// Java's `split`: without a limit, empty parts at the end are dropped.
    pub(super) fn split(
        &mut self,
        pattern: &str,
        text: &str,
        limit: i32,
    ) -> Result<Vec<String>, String> {
        let most = usize::try_from(limit)
            .ok()
            .filter(|most| *most > 0)
            .unwrap_or(usize::MAX);
        let mut parts = Vec::new();
        let mut start = 0;
        for (begin, end) in self.spans(pattern, text)? {
            if parts.len() + 1 >= most {
                break;
            }
            if end == 0 {
                continue;
            }
            parts.push(text[start..begin].to_owned());
            start = end;
        }
        if start == 0 && parts.is_empty() {
            return Ok(vec![text.to_owned()]);
        }
        parts.push(text[start..].to_owned());
        if limit == 0 {
            while parts.last().is_some_and(String::is_empty) {
                parts.pop();
            }
        }
        Ok(parts)
    }

    fn spans(&mut self, pattern: &str, text: &str) -> Result<Vec<(usize, usize)>, String> {
        if is_plain(pattern) {
            return Ok(text
                .match_indices(pattern)
                .map(|(at, found)| (at, at + found.len()))
                .collect());
        }
        let found =
            self.timed(|patterns| matches(patterns.get(pattern, text)?, text, usize::MAX))?;
        Ok(found
            .iter()
            .filter_map(|groups| groups.get(0))
            .map(|whole| (whole.start(), whole.end()))
            .collect())
    }
}

/// As Java's `find` goes on: an empty match moves it by one character.
fn matches<'t>(
    regex: &Regex,
    text: &'t str,
    most: usize,
) -> Result<Vec<Captures<'t, str>>, String> {
    let mut found = Vec::new();
    let mut from = 0;
    let started = Instant::now();
    while found.len() < most && from <= text.len() {
        let Some(groups) = regex.captures_from_pos(text, from).map_err(slow)? else {
            break;
        };
        let Some(whole) = groups.get(0) else { break };
        from = whole.end();
        if whole.start() == whole.end() {
            from += text[from..].chars().next().map_or(1, char::len_utf8);
        }
        found.push(groups);
        if found.len() > MOST_MATCHES || started.elapsed() > LONGEST_SEARCH {
            return Err("the pattern takes too long, or matches too often".to_owned());
        }
    }
    Ok(found)
}

#[expect(clippy::needless_pass_by_value, reason = "it is a mapper of errors")]
fn slow(problem: fancy_regex::Error) -> String {
    format!("the pattern takes too long: {problem}")
}

/// `$1`, `${name}` and `\x` in a replacement.
fn expand(replacement: &str, groups: &Captures<'_, str>, text: &mut String) -> Result<(), String> {
    let mut rest = replacement;
    while let Some(special) = rest.find(['\\', '$']) {
        text.push_str(&rest[..special]);
        let escape = rest[special..].starts_with('\\');
        rest = &rest[special + 1..];
        if escape {
            let escaped = rest
                .chars()
                .next()
                .ok_or("character to be escaped is missing")?;
            text.push(escaped);
            rest = &rest[escaped.len_utf8()..];
        } else if let Some(named) = rest.strip_prefix('{') {
            let (name, after) = named
                .split_once('}')
                .ok_or("named capturing group is missing trailing '}'")?;
            let group = groups
                .name(name)
                .ok_or_else(|| format!("no group with name {{{name}}}"))?;
            text.push_str(group.as_str());
            rest = after;
        } else {
            let (number, digits) = group_number(rest, groups.len())?;
            text.push_str(groups.get(number).map_or("", |group| group.as_str()));
            rest = &rest[digits..];
        }
    }
    text.push_str(rest);
    Ok(())
}

/// A group's number takes as many digits as give a group that is there.
fn group_number(rest: &str, groups: usize) -> Result<(usize, usize), String> {
    let digit = |at: usize| {
        rest[at..]
            .chars()
            .next()
            .and_then(|digit| digit.to_digit(10))
            .map(|digit| digit as usize)
    };
    let mut number = digit(0).ok_or("illegal group reference")?;
    if number >= groups {
        return Err(format!("no group {number}"));
    }
    let mut digits = 1;
    while let Some(next) = digit(digits)
        .map(|next| number * 10 + next)
        .filter(|next| *next < groups)
    {
        number = next;
        digits += 1;
    }
    Ok((number, digits))
}
