//! `java.lang.String`.

use super::{
    super::value::{ListKind, Number, Value},
    Call, Called, Patterns, bounded, bounds, some, unsupported, utf16,
};
use std::{cmp::Ordering, sync::Arc};

/// Methods of Java's strings that are not here.
const UNSUPPORTED: [&str; 24] = [
    "chars",
    "codePointAt",
    "codePointBefore",
    "codePointCount",
    "codePoints",
    "contentEquals",
    "copyValueOf",
    "describeConstable",
    "format",
    "formatted",
    "getBytes",
    "getChars",
    "indent",
    "intern",
    "join",
    "lines",
    "offsetByCodePoints",
    "regionMatches",
    "resolveConstantDesc",
    "stripIndent",
    "subSequence",
    "toCharArray",
    "transform",
    "translateEscapes",
];

pub(super) fn call(receiver: &Arc<str>, call: &mut Call<'_>) -> Called {
    let Call {
        name,
        arguments,
        patterns,
        ..
    } = call;
    match arguments {
        [] => without_arguments(receiver, name),
        [Value::Text(argument)] => with_text(receiver, name, argument, patterns),
        [Value::Number(Number::Integer(index))] => with_index(receiver, name, *index),
        arguments => with_several(receiver, name, arguments, patterns),
    }
}

fn none(name: &str) -> Called {
    if UNSUPPORTED.contains(&name) || name == "valueOf" {
        unsupported()
    } else {
        Ok(None)
    }
}

fn without_arguments(receiver: &Arc<str>, name: &str) -> Called {
    match name {
        "length" => some(Value::integer(utf16::length(receiver))),
        "isEmpty" => some(receiver.is_empty()),
        "isBlank" => some(is_blank(receiver)),
        "toUpperCase" => some(receiver.to_uppercase()),
        "toLowerCase" => some(receiver.to_lowercase()),
        "trim" => some(receiver.trim_matches(|c| c <= ' ')),
        "strip" => some(receiver.trim_matches(is_java_space)),
        "stripLeading" => some(receiver.trim_start_matches(is_java_space)),
        "stripTrailing" => some(receiver.trim_end_matches(is_java_space)),
        _ => none(name),
    }
}

pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(is_java_space)
}

/// `Character.isWhitespace`.
fn is_java_space(character: char) -> bool {
    match character {
        '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{85}' => false,
        '\u{1c}'..='\u{1f}' => true,
        other => other.is_whitespace(),
    }
}

fn with_text(receiver: &str, name: &str, argument: &str, patterns: &mut Patterns) -> Called {
    match name {
        "indexOf" => some(index_of(receiver, argument, 0)),
        "lastIndexOf" => some(last_index_of(receiver, argument, i32::MAX)),
        "startsWith" => some(receiver.starts_with(argument)),
        "endsWith" => some(receiver.ends_with(argument)),
        "contains" => some(receiver.contains(argument)),
        "equalsIgnoreCase" => some(folded(receiver).eq(folded(argument))),
        "compareTo" => some(compare(receiver.encode_utf16(), argument.encode_utf16())),
        "compareToIgnoreCase" => some(compare(folded(receiver), folded(argument))),
        "concat" => {
            bounded(receiver.len() + argument.len())?;
            some([receiver, argument].concat())
        }
        "matches" => some(patterns.matches(argument, receiver)?),
        "split" => split(patterns, argument, receiver, 0),
        _ => none(name),
    }
}

fn with_index(receiver: &str, name: &str, index: i32) -> Called {
    let length = utf16::length(receiver);
    match name {
        "substring" => {
            let end = i32::try_from(length).unwrap_or(i32::MAX);
            let (begin, end) = bounds(index, end, length)?;
            some(utf16::slice(receiver, begin, end))
        }
        "charAt" => {
            let unit = usize::try_from(index).ok().filter(|unit| *unit < length);
            let unit = unit.ok_or_else(|| format!("index {index}, length {length}"))?;
            let character = utf16::slice(receiver, unit, unit + 1).chars().next();
            Ok(character.map(Value::Character))
        }
        "indexOf" => {
            some(character(index).map_or(-1, |character| index_of(receiver, &character, 0)))
        }
        "lastIndexOf" => some(character(index).map_or(-1, |character| {
            last_index_of(receiver, &character, i32::MAX)
        })),
        "repeat" => {
            let count =
                usize::try_from(index).map_err(|_| format!("count is negative: {index}"))?;
            bounded(receiver.len().saturating_mul(count))?;
            some(receiver.repeat(count))
        }
        "compareTo" => Err("it compares only strings".to_owned()),
        _ => none(name),
    }
}

fn with_several(
    receiver: &str,
    name: &str,
    arguments: &[Value],
    patterns: &mut Patterns,
) -> Called {
    match (name, arguments) {
        (
            "substring",
            [
                Value::Number(Number::Integer(begin)),
                Value::Number(Number::Integer(end)),
            ],
        ) => {
            let (begin, end) = bounds(*begin, *end, utf16::length(receiver))?;
            some(utf16::slice(receiver, begin, end))
        }
        ("indexOf", [Value::Text(text), Value::Number(Number::Integer(from))]) => {
            some(index_of(receiver, text, *from))
        }
        ("lastIndexOf", [Value::Text(text), Value::Number(Number::Integer(from))]) => {
            some(last_index_of(receiver, text, *from))
        }
        ("startsWith", [Value::Text(text), Value::Number(Number::Integer(from))]) => {
            let length = utf16::length(receiver);
            let from = usize::try_from(*from).ok().filter(|from| *from <= length);
            some(from.is_some_and(|from| utf16::slice(receiver, from, length).starts_with(&**text)))
        }
        ("replace", [Value::Text(old), Value::Text(new)]) => replace(receiver, old, new),
        ("replace", [Value::Character(old), Value::Character(new)]) => {
            replace(receiver, &old.to_string(), &new.to_string())
        }
        ("replaceAll", [Value::Text(pattern), Value::Text(replacement)]) => {
            some(patterns.replace(pattern, receiver, replacement, None)?)
        }
        ("replaceFirst", [Value::Text(pattern), Value::Text(replacement)]) => {
            some(patterns.replace(pattern, receiver, replacement, Some(1))?)
        }
        ("split", [Value::Text(pattern), Value::Number(Number::Integer(limit))]) => {
            split(patterns, pattern, receiver, *limit)
        }
        ("compareTo", [_]) => Err("it compares only strings".to_owned()),
        (
            "indexOf",
            [
                Value::Number(Number::Integer(unit)),
                Value::Number(Number::Integer(from)),
            ],
        ) => some(character(*unit).map_or(-1, |character| index_of(receiver, &character, *from))),
        (
            "lastIndexOf",
            [
                Value::Number(Number::Integer(unit)),
                Value::Number(Number::Integer(from)),
            ],
        ) => some(
            character(*unit).map_or(-1, |character| last_index_of(receiver, &character, *from)),
        ),
        ("indexOf" | "lastIndexOf" | "split" | "startsWith", [_, Value::Null]) => Ok(None),
        (name, arguments)
            if arguments
                .iter()
                .any(|argument| matches!(argument, Value::Null)) =>
        {
            without_null(name)
        }
        _ => none(name),
    }
}

fn character(unit: i32) -> Option<String> {
    u32::try_from(unit)
        .ok()
        .and_then(char::from_u32)
        .map(String::from)
}

/// Java's methods fail on `null`.
fn without_null(name: &str) -> Called {
    match name {
        "equalsIgnoreCase" => some(false),
        "compareTo"
        | "compareToIgnoreCase"
        | "concat"
        | "contains"
        | "endsWith"
        | "indexOf"
        | "lastIndexOf"
        | "matches"
        | "replace"
        | "replaceAll"
        | "replaceFirst"
        | "split"
        | "startsWith" => Err("an argument is null".to_owned()),
        name => none(name),
    }
}

fn replace(receiver: &str, old: &str, new: &str) -> Called {
    let count = receiver.matches(old).count();
    bounded(
        receiver
            .len()
            .saturating_add(count.saturating_mul(2 * new.len())),
    )?;
    if old.is_empty() && !new.is_empty() && !receiver.is_ascii() {
        return some(between_units(receiver, new));
    }
    some(receiver.replace(old, new))
}

/// The text with `new` around each code unit; it tears surrogate pairs apart, and Java writes `?` for each half.
fn between_units(text: &str, new: &str) -> String {
    let mut replaced = new.to_owned();
    for character in text.chars() {
        if character.len_utf16() == 2 {
            replaced.extend(["?", new, "?", new]);
        } else {
            replaced.push(character);
            replaced.push_str(new);
        }
    }
    replaced
}

fn split(patterns: &mut Patterns, pattern: &str, text: &str, limit: i32) -> Called {
    let parts = patterns.split(pattern, text, limit)?;
    Ok(Some(Value::list(
        ListKind::Array,
        parts.into_iter().map(Value::from).collect(),
    )))
}

fn index_of(text: &str, searched: &str, from: i32) -> i32 {
    let from = utf16::byte_of(text, usize::try_from(from).unwrap_or(0));
    let found = text[from..].find(searched).map(|byte| from + byte);
    unit(text, found)
}

fn last_index_of(text: &str, searched: &str, from: i32) -> i32 {
    let Ok(from) = usize::try_from(from) else {
        return -1;
    };
    let end = utf16::byte_of(text, from)
        .saturating_add(searched.len())
        .min(text.len());
    let end = (end..=text.len())
        .find(|end| text.is_char_boundary(*end))
        .unwrap_or(text.len());
    unit(text, text[..end].rfind(searched))
}

fn unit(text: &str, byte: Option<usize>) -> i32 {
    let unit = byte.map(|byte| utf16::unit_of(text, byte));
    unit.and_then(|unit| i32::try_from(unit).ok()).unwrap_or(-1)
}

/// The code units as Java compares them without case.
fn folded(text: &str) -> impl Iterator<Item = u16> {
    text.chars().flat_map(|character| {
        let one = |mut cases: Vec<char>| if cases.len() == 1 { cases.pop() } else { None };
        let upper = one(character.to_uppercase().collect()).unwrap_or(character);
        let lower = one(upper.to_lowercase().collect()).unwrap_or(upper);
        let mut units = [0; 2];
        lower.encode_utf16(&mut units).to_vec()
    })
}

/// The difference of the first units that differ, or of the lengths.
fn compare(left: impl Iterator<Item = u16>, right: impl Iterator<Item = u16>) -> i32 {
    let (left, right): (Vec<_>, Vec<_>) = (left.collect(), right.collect());
    let differing = left
        .iter()
        .zip(&right)
        .find(|(left, right)| left.cmp(right) != Ordering::Equal);
    if let Some((left, right)) = differing {
        return i32::from(*left) - i32::from(*right);
    }
    let length = |units: &[u16]| i32::try_from(units.len()).unwrap_or(i32::MAX);
    length(&left) - length(&right)
}
