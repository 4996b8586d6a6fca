//! The token rules of each state.

use super::token::{Kind, State};

/// The longest token of `state` at the start of `rest`, and its length in bytes. `rest` starts with this number of `backslashes`.
pub(super) fn longest(state: State, rest: &str, backslashes: usize) -> Option<(Kind, usize)> {
    let mut best: Option<(Kind, usize)> = None;
    let mut offer = |kind: Kind, length: Option<usize>| {
        let Some(length) = length.filter(|length| *length > 0) else {
            return;
        };
        if best
            .is_none_or(|(found, longest)| length > longest || (length == longest && kind < found))
        {
            best = Some((kind, length));
        }
    };
    everywhere(rest, backslashes, &mut offer);
    match state {
        State::Text => text(rest, backslashes, &mut offer),
        State::Reference => reference(rest, &mut offer),
        State::AfterDot => after_dot(rest, &mut offer),
        State::Index => {
            offer(Kind::CloseIndex, literal(rest, "]"));
            values(rest, &mut offer);
        }
        State::Call => call(rest, &mut offer),
        State::AfterHash => after_hash(rest, &mut offer),
        State::Directive => directive(rest, &mut offer),
        State::Textblock => {
            offer(Kind::Textblock, literal(rest, "]]#"));
            offer(Kind::TextblockCharacter, character(rest));
        }
        State::Comment => {
            offer(Kind::CommentEnd, literal(rest, "*#"));
            offer(Kind::CommentCharacter, character(rest));
        }
        State::FormalComment => {
            offer(Kind::FormalCommentEnd, literal(rest, "*#"));
            offer(Kind::CommentCharacter, character(rest));
        }
        State::LineComment => {
            offer(Kind::LineCommentEnd, newline(rest));
            offer(Kind::CommentCharacter, character(rest));
        }
    }
    best
}

fn everywhere(rest: &str, backslashes: usize, offer: &mut impl FnMut(Kind, Option<usize>)) {
    if let Some(after_dollar) = rest[backslashes..].strip_prefix('$') {
        let dollar = backslashes + 1;
        offer(Kind::Dollar, Some(dollar));
        let bang = dollar + span(after_dollar, |byte| byte == b'\\');
        offer(Kind::DollarBang, after(rest, bang, "!"));
    }
    offer(Kind::OpenTextblock, literal(rest, "#[["));
    if let Some(next) = rest.strip_prefix("#**") {
        let length = character(next).filter(|_| !next.starts_with('#'));
        offer(Kind::OpenFormalComment, length.map(|length| 3 + length));
    }
    offer(Kind::OpenComment, literal(rest, "#*"));
    offer(Kind::Hash, literal(rest, "#"));
}

fn text(rest: &str, backslashes: usize, offer: &mut impl FnMut(Kind, Option<usize>)) {
    offer(
        Kind::Text,
        Some(rest.find(['$', '#', '\\']).unwrap_or(rest.len())),
    );
    offer(Kind::Set, set(rest));
    offer(Kind::LineComment, literal(rest, "##"));
    offer(Kind::DoubleEscape, literal(rest, "\\\\"));
    offer(Kind::Escape, literal(rest, "\\"));
    empty_index(rest, offer);
    let after = rest[backslashes..].strip_prefix('#');
    if let Some(name) = after.filter(|_| backslashes % 2 == 1) {
        let length = word(name).or_else(|| bracketed_word(name));
        offer(
            Kind::EscapedDirective,
            length.map(|length| backslashes + 1 + length),
        );
    }
}

fn reference(rest: &str, offer: &mut impl FnMut(Kind, Option<usize>)) {
    offer(Kind::LineComment, literal(rest, "##"));
    empty_index(rest, offer);
    chain(rest, offer);
}

fn after_dot(rest: &str, offer: &mut impl FnMut(Kind, Option<usize>)) {
    offer(Kind::OpenParen, literal(rest, "("));
    chain(rest, offer);
}

fn chain(rest: &str, offer: &mut impl FnMut(Kind, Option<usize>)) {
    offer(Kind::OpenIndex, literal(rest, "["));
    offer(Kind::Set, set(rest));
    offer(Kind::OpenReference, literal(rest, "{"));
    offer(Kind::CloseReference, literal(rest, "}"));
    names(rest, offer);
    offer(Kind::ReferenceTerminator, character(rest));
}

fn names(rest: &str, offer: &mut impl FnMut(Kind, Option<usize>)) {
    offer(Kind::True, literal(rest, "true"));
    offer(Kind::False, literal(rest, "false"));
    if rest.starts_with(|start: char| start.is_ascii_alphabetic() || start == '_') {
        let length = span(rest, |byte| {
            byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_'
        });
        offer(Kind::Identifier, Some(length));
    }
    let dot = rest
        .strip_prefix('.')
        .filter(|next| next.starts_with(|c: char| c.is_ascii_alphabetic()));
    offer(Kind::Dot, dot.map(|_| 2));
}

fn call(rest: &str, offer: &mut impl FnMut(Kind, Option<usize>)) {
    punctuation(rest, offer);
    offer(Kind::CloseCall, literal(rest, ")"));
    offer(Kind::Set, set(rest));
    values(rest, offer);
    names(rest, offer);
}

fn after_hash(rest: &str, offer: &mut impl FnMut(Kind, Option<usize>)) {
    offer(Kind::LineComment, literal(rest, "##"));
    offer(
        Kind::EndDirective,
        keyword(rest, "end").map(|length| with_newline(rest, length)),
    );
    offer(Kind::If, keyword(rest, "if"));
    offer(Kind::ElseIf, keyword(rest, "elseif"));
    offer(
        Kind::Else,
        keyword(rest, "else").map(|length| with_newline(rest, length)),
    );
    numbers(rest, offer);
    offer(Kind::Word, word(rest));
    offer(Kind::BracketedWord, bracketed_word(rest));
    offer(Kind::DirectiveTerminator, character(rest));
}

fn directive(rest: &str, offer: &mut impl FnMut(Kind, Option<usize>)) {
    punctuation(rest, offer);
    offer(Kind::OpenParen, literal(rest, "("));
    offer(
        Kind::CloseParen,
        literal(rest, ")").map(|length| with_newline(rest, length)),
    );
    offer(Kind::LineComment, literal(rest, "##"));
    values(rest, offer);
    for (kind, spelling) in OPERATORS {
        offer(kind, literal(rest, spelling));
    }
    offer(Kind::Word, word(rest));
    offer(Kind::BracketedWord, bracketed_word(rest));
}

const OPERATORS: [(Kind, &str); 24] = [
    (Kind::Minus, "-"),
    (Kind::Plus, "+"),
    (Kind::Multiply, "*"),
    (Kind::Divide, "/"),
    (Kind::Modulo, "%"),
    (Kind::And, "&&"),
    (Kind::And, "and"),
    (Kind::Or, "||"),
    (Kind::Or, "or"),
    (Kind::Less, "<"),
    (Kind::Less, "lt"),
    (Kind::LessOrEqual, "<="),
    (Kind::LessOrEqual, "le"),
    (Kind::Greater, ">"),
    (Kind::Greater, "gt"),
    (Kind::GreaterOrEqual, ">="),
    (Kind::GreaterOrEqual, "ge"),
    (Kind::Equal, "=="),
    (Kind::Equal, "eq"),
    (Kind::NotEqual, "!="),
    (Kind::NotEqual, "ne"),
    (Kind::Not, "!"),
    (Kind::Not, "not"),
    (Kind::Assign, "="),
];

fn punctuation(rest: &str, offer: &mut impl FnMut(Kind, Option<usize>)) {
    offer(Kind::OpenBracket, literal(rest, "["));
    offer(Kind::CloseBracket, literal(rest, "]"));
    offer(Kind::Comma, literal(rest, ","));
    offer(Kind::DoubleDot, literal(rest, ".."));
    offer(Kind::Colon, literal(rest, ":"));
    offer(Kind::OpenBrace, literal(rest, "{"));
    offer(Kind::CloseBrace, literal(rest, "}"));
}

fn values(rest: &str, offer: &mut impl FnMut(Kind, Option<usize>)) {
    offer(
        Kind::Whitespace,
        Some(span(rest, |byte| {
            matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
        })),
    );
    offer(Kind::String, quoted(rest));
    offer(Kind::True, literal(rest, "true"));
    offer(Kind::False, literal(rest, "false"));
    numbers(rest, offer);
}

/// A string ends at a quote that is not doubled.
fn quoted(rest: &str) -> Option<usize> {
    let quote = rest
        .chars()
        .next()
        .filter(|quote| matches!(quote, '"' | '\''))?;
    let mut end = 1;
    loop {
        end += rest[end..].find(quote)? + 1;
        if !rest[end..].starts_with(quote) {
            return Some(end);
        }
        end += 1;
        // An odd quote after a doubled one may have no partner: then the string ended at the last pair.
        if !rest[end..].contains(quote) {
            return Some(end - 1);
        }
    }
}

fn numbers(rest: &str, offer: &mut impl FnMut(Kind, Option<usize>)) {
    let sign = usize::from(rest.starts_with('-'));
    let whole = sign + span(&rest[sign..], |byte| byte.is_ascii_digit());
    let fraction = rest[whole..]
        .strip_prefix('.')
        .map(|digits| whole + 1 + span(digits, |byte| byte.is_ascii_digit()));
    if whole > sign {
        offer(Kind::Integer, Some(whole));
        offer(Kind::Integer, after(rest, whole, ".."));
        offer(Kind::Float, exponent(rest, whole));
    }
    if let Some(end) = fraction.filter(|end| whole > sign || *end > whole + 1) {
        offer(Kind::Float, Some(end));
        offer(Kind::Float, exponent(rest, end));
    }
}

fn exponent(rest: &str, from: usize) -> Option<usize> {
    let digits = rest[from..].strip_prefix(['e', 'E'])?;
    let unsigned = digits.strip_prefix(['+', '-']).unwrap_or(digits);
    let count = span(unsigned, |byte| byte.is_ascii_digit());
    (count > 0).then(|| rest.len() - unsigned.len() + count)
}

fn set(rest: &str) -> Option<usize> {
    let blanks = span(rest, |byte| matches!(byte, b' ' | b'\t'));
    let after_hash = rest[blanks..].strip_prefix('#')?;
    let name = ["set", "{set}"]
        .into_iter()
        .find(|name| after_hash.starts_with(name))?;
    let end = blanks + 1 + name.len();
    let spaces = span(&rest[end..], |byte| byte == b' ');
    after(rest, end + spaces, "(")
}

fn empty_index(rest: &str, offer: &mut impl FnMut(Kind, Option<usize>)) {
    for spelling in ["$[", "$![", "$\\![", "$."] {
        offer(Kind::EmptyIndex, literal(rest, spelling));
    }
}

fn keyword(rest: &str, name: &str) -> Option<usize> {
    literal(rest, name).or_else(|| {
        let inner = rest.strip_prefix('{')?.strip_prefix(name)?;
        inner.starts_with('}').then_some(name.len() + 2)
    })
}

fn word(rest: &str) -> Option<usize> {
    let start = rest.chars().next()?;
    (start.is_ascii_alphabetic() || matches!(start, '_' | '@')).then(|| span(rest, is_word_byte))
}

fn bracketed_word(rest: &str) -> Option<usize> {
    let name = rest.strip_prefix('{')?;
    if !name.starts_with(|start: char| start.is_ascii_alphabetic() || start == '_') {
        return None;
    }
    after(rest, 1 + span(name, is_word_byte), "}")
}

fn is_word_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'@')
}

/// A directive swallows the blanks and the line break right after it, but no blanks alone.
fn with_newline(rest: &str, end: usize) -> usize {
    let blanks = end + span(&rest[end..], |byte| matches!(byte, b' ' | b'\t'));
    newline(&rest[blanks..]).map_or(end, |length| blanks + length)
}

fn newline(rest: &str) -> Option<usize> {
    ["\r\n", "\n", "\r"]
        .into_iter()
        .find(|end| rest.starts_with(end))
        .map(str::len)
}

fn literal(rest: &str, spelling: &str) -> Option<usize> {
    // Most spellings differ in their first byte.
    let may_start = rest.as_bytes().first() == spelling.as_bytes().first();
    (may_start && rest.starts_with(spelling)).then_some(spelling.len())
}

fn after(rest: &str, from: usize, spelling: &str) -> Option<usize> {
    literal(&rest[from..], spelling).map(|length| from + length)
}

fn character(rest: &str) -> Option<usize> {
    rest.chars().next().map(char::len_utf8)
}

fn span(rest: &str, accepts: impl Fn(u8) -> bool) -> usize {
    rest.bytes().take_while(|byte| accepts(*byte)).count()
}
