//! Path text → tokens, character by character as Jayway's `PathCompiler` goes, which ignores much.

use super::{super::error::shortened, Fault, Path, Token, filter::Filter};
use apigw_java_regex::StepBudget;

type Parsed<T> = Result<T, Fault>;

/// Paths in filters in paths. Jayway recurses without a bound.
const DEEPEST: usize = 16;

const UNCLOSED: Fault = Fault::Borrowed("a `]` is missing");

pub(super) fn path(path: &str, depth: usize, steps: &mut StepBudget) -> Parsed<Path> {
    let trimmed = path.trim_matches(|c: char| c <= ' ');
    if trimmed.is_empty() {
        return Err("a path may not be empty".into());
    }
    let invalid = |reason: Fault| {
        let path = shortened(trimmed);
        Fault::from(format!("`{path}` is not a path: {reason}"))
    };
    if depth > DEEPEST {
        return Err("a path has too many filters in filters".into());
    }
    if trimmed.ends_with("..") {
        return Err(invalid("it cannot end with `..`".into()));
    }
    let rest: Vec<char> = match trimmed.strip_prefix(['$', '@']) {
        Some(rest) => rest.chars().collect(),
        None => ['.'].into_iter().chain(trimmed.chars()).collect(),
    };
    if !matches!(rest.first(), None | Some('.' | '[')) {
        return Err(invalid("after `$` comes `.` or `[`".into()));
    }
    let mut tokens = Vec::new();
    let mut at = 0;
    while at < rest.len() {
        at += next_token(&rest[at..], &mut tokens, depth, steps).map_err(invalid)?;
    }
    if matches!(tokens.last(), Some(Token::Scan)) {
        return Err(invalid("after `..` comes a name".into()));
    }
    Ok(Path {
        tokens,
        is_root: !trimmed.starts_with('@'),
    })
}

/// Reads one token, and gives the characters it takes.
fn next_token(
    rest: &[char],
    tokens: &mut Vec<Token>,
    depth: usize,
    steps: &mut StepBudget,
) -> Parsed<usize> {
    match rest {
        [' ', ..] => return Err("a blank stands in it".into()),
        ['$', ..] => {
            tokens.push(Token::Here);
            return Ok(1);
        }
        ['[', ..] => {
            let length = until_closed(rest);
            tokens.push(bracket(&rest[..length], depth, steps)?);
            return Ok(length);
        }
        ['.', '.', ..] => {
            tokens.push(Token::Scan);
            return Ok(2);
        }
        ['.'] => return Err("it cannot end with `.`".into()),
        ['*', ..] => {
            tokens.push(Token::Wildcard);
            return Ok(1);
        }
        _ => {}
    }
    let dot = usize::from(rest.first() == Some(&'.'));
    let name = &rest[dot..];
    let length = name.iter().position(|c| matches!(c, '.' | '[' | ' '));
    let name = &name[..length.unwrap_or(name.len())];
    match name {
        [] => {}
        ['*'] => tokens.push(Token::Wildcard),
        name => {
            let quoted: Vec<char> = ['\'']
                .iter()
                .chain(name)
                .chain(&['\'', ']'])
                .copied()
                .collect();
            tokens.push(properties(&quoted)?);
        }
    }
    Ok(dot + name.len())
}

fn until_closed(rest: &[char]) -> usize {
    let mut nested = 0_usize;
    for (index, character) in rest.iter().enumerate().skip(1) {
        match character {
            ']' if nested == 0 => return index + 1,
            ']' => nested -= 1,
            '[' => nested += 1,
            _ => {}
        }
    }
    rest.len()
}

fn bracket(fragment: &[char], depth: usize, steps: &mut StepBudget) -> Parsed<Token> {
    if fragment == ['[', '*', ']'] {
        return Ok(Token::Wildcard);
    }
    if is_placeholder(fragment) {
        return Ok(Token::Placeholder);
    }
    for (index, character) in fragment.iter().enumerate() {
        match character {
            '?' => {
                let filter = bounded_filter(fragment, index)?;
                return Filter::parse(filter, depth, steps).map(Token::Filter);
            }
            '\'' => return properties(&fragment[index..]),
            '@' => return from_end(&fragment[index..]),
            '0'..='9' | ':' | '-' => return indices(&fragment[index..]),
            _ => {}
        }
    }
    let fragment: String = fragment.iter().collect();
    Err(format!("`{}` means nothing", shortened(&fragment)).into())
}

/// `[?]`, `[?,?]` and the like.
fn is_placeholder(fragment: &[char]) -> bool {
    let ['[', inner @ .., ']'] = fragment else {
        return false;
    };
    let mut inner = inner.iter().skip_while(|c| c.is_ascii_whitespace());
    inner.next() == Some(&'?')
        && inner.all(|c| matches!(c, ',' | '*' | '?') || c.is_ascii_whitespace())
}

/// The filter around the `?` at `at`: from the bracket in front of it to the one that closes it.
fn bounded_filter(fragment: &[char], at: usize) -> Parsed<&[char]> {
    let start = fragment[..at]
        .iter()
        .rposition(|c| *c == '[')
        .ok_or(UNCLOSED)?;
    let (mut parentheses, mut brackets) = (0_i64, 0_i64);
    let mut quoted = false;
    let mut before = ' ';
    for (index, character) in fragment.iter().enumerate().skip(start) {
        match character {
            '\'' if before != '\\' => quoted = !quoted,
            '(' if !quoted => parentheses += 1,
            ')' if !quoted => parentheses -= 1,
            '[' if !quoted => brackets += 1,
            ']' if !quoted => {
                brackets -= 1;
                if parentheses == 0 {
                    return if brackets == 0 {
                        Ok(&fragment[start..=index])
                    } else {
                        Err("the brackets of a filter are not balanced".into())
                    };
                }
            }
            _ => {}
        }
        before = *character;
    }
    Err(UNCLOSED)
}

/// Jayway takes the quoted parts, and ignores what is between them.
fn properties(fragment: &[char]) -> Parsed<Token> {
    let mut names = Vec::new();
    let mut open: Option<String> = None;
    for character in fragment {
        match (character, &mut open) {
            (']', _) => return Ok(Token::Properties(names)),
            ('\'', Some(name)) => {
                names.push(std::mem::take(name));
                open = None;
            }
            ('\'', None) => open = Some(String::new()),
            (character, Some(name)) => name.push(*character),
            (_, None) => {}
        }
    }
    Err(UNCLOSED)
}

/// `@.length-1)` and `@.size()-1)`: the two characters after `@` are skipped unread.
fn from_end(fragment: &[char]) -> Parsed<Token> {
    let mut rest = fragment.iter().skip(2);
    let function: String = rest
        .by_ref()
        .take_while(|c| **c != '-')
        .filter(|c| !matches!(c, ' ' | '(' | ')'))
        .collect();
    let digits = || {
        let minus = fragment.iter().skip(2).position(|c| *c == '-')? + 2;
        let end = fragment.iter().skip(minus).position(|c| *c == ')')? + minus;
        let digits: String = fragment[minus..end].iter().filter(|c| **c != ' ').collect();
        digits.parse::<i32>().ok()
    };
    if let ("length" | "size", Some(number)) = (function.as_str(), digits()) {
        return Ok(Token::FromEnd(number.into()));
    }
    let fragment: String = fragment.iter().collect();
    let fragment = shortened(&fragment);
    Err(format!("`{fragment}` is neither `@.length-1)` nor `@.size()-1)`").into())
}

/// What Jayway collects while it reads indices.
#[derive(Default)]
struct Indices {
    numbers: Vec<i64>,
    text: String,
    has_comma: bool,
    slice_to: bool,
    slice_from: bool,
}

impl Indices {
    fn number(&mut self) -> Parsed<()> {
        let number: i32 = self
            .text
            .parse()
            .map_err(|_| format!("`{}` is not an index", shortened(&self.text)))?;
        self.numbers.push(number.into());
        self.text.clear();
        Ok(())
    }

    fn token(self) -> Parsed<Token> {
        match *self.numbers.as_slice() {
            [index] if !self.slice_to && !self.slice_from => Ok(Token::Index(index)),
            _ if self.has_comma => Ok(Token::Indices(self.numbers)),
            [from, ..] if self.slice_from => Ok(Token::SliceFrom(from)),
            [to, ..] if self.slice_to => Ok(Token::SliceTo(to)),
            [from, to, ..] => Ok(Token::Slice(from, to)),
            _ => Err("it has no index".into()),
        }
    }
}

/// Jayway stops reading at the first character that belongs to no index, and skips the one after a slice.
fn indices(fragment: &[char]) -> Parsed<Token> {
    let mut read = Indices::default();
    let mut at = 0;
    let character = |at: usize| fragment.get(at).copied().ok_or(UNCLOSED);
    loop {
        match character(at)? {
            ' ' => {}
            ':' => {
                let opens = read.text.is_empty();
                if opens {
                    read.slice_to = true;
                } else {
                    read.number()?;
                }
                at += 1;
                while let digit @ ('0'..='9' | ' ' | '-') = character(at)? {
                    read.text.extend(Some(digit).filter(|digit| *digit != ' '));
                    at += 1;
                }
                if !opens && read.text.is_empty() {
                    read.slice_from = true;
                } else {
                    read.number()?;
                }
            }
            ',' => {
                read.number()?;
                read.has_comma = true;
            }
            digit @ ('0'..='9' | '-') => read.text.push(digit),
            _ => break,
        }
        if character(at)? == ']' {
            break;
        }
        at += 1;
    }
    if !read.text.is_empty() {
        read.number()?;
    }
    read.token()
}
