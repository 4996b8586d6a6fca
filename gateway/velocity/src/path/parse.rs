//! Path text → tokens.

use super::{Token, filter::Filter};

type Parsed<T> = Result<T, String>;

pub(super) fn tokens(path: &str) -> Parsed<Vec<Token>> {
    let trimmed = path.trim_matches(|c: char| c <= ' ');
    if trimmed.is_empty() {
        return Err("a path may not be empty".to_owned());
    }
    let invalid = |reason: &str| format!("`{trimmed}` is no path: {reason}");
    if trimmed.ends_with("..") {
        return Err(invalid("it cannot end with `..`"));
    }
    let mut rest = trimmed
        .strip_prefix(['$', '@'])
        .map_or_else(|| [".", trimmed].concat(), str::to_owned);
    if !(rest.is_empty() || rest.starts_with(['.', '['])) {
        return Err(invalid("after `$` comes `.` or `[`"));
    }
    let mut tokens = Vec::new();
    while !rest.is_empty() {
        let taken = next_token(&rest, &mut tokens).map_err(|reason| invalid(&reason))?;
        rest.drain(..taken);
    }
    if matches!(tokens.last(), Some(Token::Scan)) {
        return Err(invalid("after `..` comes a name"));
    }
    Ok(tokens)
}

/// Reads one token, and gives the bytes it takes.
fn next_token(rest: &str, tokens: &mut Vec<Token>) -> Parsed<usize> {
    if rest.starts_with(' ') {
        return Err("a blank stands in it".to_owned());
    }
    if rest.starts_with('$') {
        tokens.push(Token::Here);
        return Ok(1);
    }
    if rest.starts_with('[') {
        let length = until_closed(rest);
        tokens.push(bracket(&rest[..length])?);
        return Ok(length);
    }
    if rest.starts_with("..") {
        tokens.push(Token::Scan);
        return Ok(2);
    }
    let dot = usize::from(rest.starts_with('.'));
    let name = &rest[dot..];
    if dot == 1 && name.is_empty() {
        return Err("it cannot end with `.`".to_owned());
    }
    if dot == 0 && name.starts_with('*') {
        tokens.push(Token::Wildcard);
        return Ok(1);
    }
    let length = name.find(['.', '[', ' ']).unwrap_or(name.len());
    match &name[..length] {
        "" => {}
        "*" => tokens.push(Token::Wildcard),
        name => tokens.push(properties(&["'", name, "']"].concat())?),
    }
    Ok(dot + length)
}

fn until_closed(rest: &str) -> usize {
    let mut nested = 0_usize;
    for (index, byte) in rest.bytes().enumerate().skip(1) {
        match byte {
            b']' if nested == 0 => return index + 1,
            b']' => nested -= 1,
            b'[' => nested += 1,
            _ => {}
        }
    }
    rest.len()
}

fn bracket(fragment: &str) -> Parsed<Token> {
    if fragment == "[*]" {
        return Ok(Token::Wildcard);
    }
    for (index, character) in fragment.char_indices() {
        let rest = &fragment[index..];
        match character {
            '?' => return Filter::parse(fragment).map(Token::Filter),
            '\'' => return properties(rest),
            '@' => return from_end(rest),
            '0'..='9' | ':' | '-' => return indices(rest),
            _ => {}
        }
    }
    Err(format!("`{fragment}` means nothing"))
}

/// Jayway takes the quoted parts, and ignores what is between them.
fn properties(fragment: &str) -> Parsed<Token> {
    let mut names = Vec::new();
    let mut open: Option<String> = None;
    for character in fragment.chars() {
        match (character, &mut open) {
            (']', _) => return Ok(Token::Properties(names)),
            ('\'', Some(name)) => {
                names.push(std::mem::take(name));
                open = None;
            }
            ('\'', None) => open = Some(String::new()),
            (character, Some(name)) => name.push(character),
            (_, None) => {}
        }
    }
    Err("a `]` is missing".to_owned())
}

fn from_end(fragment: &str) -> Parsed<Token> {
    let text: String = fragment
        .chars()
        .filter(|c| !matches!(c, ' ' | '(' | ')' | ']'))
        .collect();
    let number = text
        .strip_prefix("@.length")
        .or_else(|| text.strip_prefix("@.size"));
    match number.and_then(|number| number.parse().ok()) {
        Some(number) if number <= 0 && fragment.contains(')') => Ok(Token::FromEnd(number)),
        _ => Err(format!(
            "`{fragment}` is none of `@.length - 1` and `@.size() - 1`"
        )),
    }
}

/// Jayway stops reading at the first character that belongs to no index.
fn indices(fragment: &str) -> Parsed<Token> {
    let end = fragment.find(|c: char| !matches!(c, '0'..='9' | ',' | ' ' | ':' | '-'));
    let Some(end) = end else {
        return Err("a `]` is missing".to_owned());
    };
    let text = fragment[..end].replace(' ', "");
    let number = |text: &str| {
        text.parse::<i32>()
            .map(i64::from)
            .map_err(|_| format!("`{text}` is no index"))
    };
    if let Some((from, to)) = text.split_once(':') {
        let to = to.split([',', ':']).next().unwrap_or_default();
        return match (from, to) {
            ("", to) => Ok(Token::SliceTo(number(to)?)),
            (from, "") => Ok(Token::SliceFrom(number(from)?)),
            (from, to) => Ok(Token::Slice(number(from)?, number(to)?)),
        };
    }
    if text.contains(',') {
        let indices = text
            .strip_suffix(',')
            .unwrap_or(&text)
            .split(',')
            .map(number);
        let indices: Vec<i64> = indices.collect::<Result<_, _>>()?;
        return Ok(match indices.as_slice() {
            [index] => Token::Index(*index),
            _ => Token::Indices(indices),
        });
    }
    number(&text).map(Token::Index)
}
