//! The replacement of a match: `$1`, `${name}` and `\x`, as `Matcher.appendReplacement` reads them.

use super::{
    ReplaceError,
    budget::StepBudget,
    search::{Found, Search},
};

/// The longest text that [`Search::replace`] makes, in bytes.
const LONGEST_RESULT: usize = 10 << 20;

impl Search {
    /// The text with the first `most` places where the pattern is found replaced; `None` replaces all of them. In the
    /// replacement, `$1` and `${name}` stand for groups, and `\` makes the next character plain.
    ///
    /// # Errors
    ///
    /// When the search or the replacement fails, or the result has more than 10 MB.
    ///
    /// ```
    /// use apigw_java_regex::{Search, StepBudget};
    ///
    /// let search = Search::new("(b)").unwrap();
    /// let replaced = search.replace("abab", "<$1>", Some(1), &mut StepBudget::default());
    /// assert_eq!(replaced.unwrap(), "a<b>ab");
    /// ```
    pub fn replace(
        &self,
        text: &str,
        replacement: &str,
        most: Option<usize>,
        budget: &mut StepBudget,
    ) -> Result<String, ReplaceError> {
        let mut replaced = String::new();
        let mut end = 0;
        for found in self.find_all(text, budget).take(most.unwrap_or(usize::MAX)) {
            let found = found.map_err(ReplaceError::Match)?;
            replaced.push_str(&text[end..found.range().start]);
            expand(replacement, self, &found, &mut replaced)?;
            end = found.range().end;
            if replaced.len() > LONGEST_RESULT {
                return Err(ReplaceError::TooLong);
            }
        }
        replaced.push_str(&text[end..]);
        Ok(replaced)
    }
}

fn expand(
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
            if !search.group_is_reliable(group) {
                return Err(ReplaceError::UnreliableGroup(group));
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

/// A group's number takes as many digits as still name an existing group.
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
