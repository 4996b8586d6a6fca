//! What stands in for a place that was found: `$1`, `${name}` and `\x`, as `Matcher.appendReplacement` reads them.

use super::{
    MatchError,
    search::{Found, Search},
};
use std::{error::Error, fmt};

/// Why a text cannot be replaced.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum ReplaceError {
    /// The search fails.
    Match(MatchError),
    /// The replacement is none, for Java too.
    Replacement(String),
    /// What this group holds after a match depends on Java's ways of matching.
    UntoldGroup(usize),
    /// The result has more than 10 MB.
    TooLong,
}

impl fmt::Display for ReplaceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Match(error) => error.fmt(f),
            Self::Replacement(reason) => f.write_str(reason),
            Self::UntoldGroup(group) => write!(
                f,
                "group {group} stands inside of a look-around, of `(?>…)` or of a repetition: Java may find something \
                 else in it"
            ),
            Self::TooLong => f.write_str("the result has more than 10 MB"),
        }
    }
}

impl Error for ReplaceError {}

pub(super) fn expand(
    replacement: &str,
    search: &Search,
    found: &Found<'_>,
    text: &mut String,
) -> Result<(), ReplaceError> {
    let mut rest = replacement;
    while let Some(special) = rest.find(['\\', '$']) {
        text.push_str(&rest[..special]);
        let is_escape = rest[special..].starts_with('\\');
        rest = &rest[special + 1..];
        if is_escape {
            let plain = rest
                .chars()
                .next()
                .ok_or_else(|| invalid("character to be escaped is missing"))?;
            text.push(plain);
            rest = &rest[plain.len_utf8()..];
        } else {
            let (group, after) = match rest.strip_prefix('{') {
                Some(named) => by_name(named, search)?,
                None => by_number(rest, search.group_count())?,
            };
            if !search.is_told(group) {
                return Err(ReplaceError::UntoldGroup(group));
            }
            text.push_str(found.group(group).unwrap_or_default());
            rest = after;
        }
    }
    text.push_str(rest);
    Ok(())
}

fn invalid(reason: impl Into<String>) -> ReplaceError {
    ReplaceError::Replacement(reason.into())
}

fn by_name<'r>(named: &'r str, search: &Search) -> Result<(usize, &'r str), ReplaceError> {
    let length = named
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(named.len());
    let (name, rest) = named.split_at(length);
    if name.is_empty() {
        return Err(invalid("named capturing group has 0 length name"));
    }
    let rest = rest
        .strip_prefix('}')
        .ok_or_else(|| invalid("named capturing group is missing trailing '}'"))?;
    if name.starts_with(|c: char| c.is_ascii_digit()) {
        return Err(invalid(format!(
            "capturing group name {{{name}}} starts with digit character"
        )));
    }
    let group = search
        .named(name)
        .ok_or_else(|| invalid(format!("no group with name {{{name}}}")))?;
    Ok((group, rest))
}

/// A group's number takes as many digits as give a group that is there.
fn by_number(rest: &str, groups: usize) -> Result<(usize, &str), ReplaceError> {
    let mut digits = rest
        .bytes()
        .map_while(|byte| byte.is_ascii_digit().then(|| usize::from(byte - b'0')));
    let mut number = digits
        .next()
        .ok_or_else(|| invalid("illegal group reference"))?;
    if number > groups {
        return Err(invalid(format!("no group {number}")));
    }
    let mut length = 1;
    for digit in digits {
        let longer = number * 10 + digit;
        if longer > groups {
            break;
        }
        number = longer;
        length += 1;
    }
    Ok((number, &rest[length..]))
}
