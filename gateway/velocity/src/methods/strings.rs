//! `java.lang.String`.

use super::{
    super::budget::Fault,
    Call, Called, Heap, Method, NULL, Number, Text, Value, bounded, bounds, patterns, some,
    unsupported,
    utf16::{self, Slice},
};
use crate::names::Classes;
use std::cmp::Ordering;

pub(super) fn call(call: &mut Call<'_, '_>, receiver: Text, arguments: &[Value]) -> Called {
    let method = call.method;
    match *arguments {
        [] => without_arguments(call.heap, receiver, method),
        [Value::Text(argument)] => with_text(call, receiver, argument),
        [Value::Number(Number::Integer(index))] => with_index(call.heap, receiver, method, index),
        _ => with_several(call, receiver, arguments),
    }
}

fn none(method: Method) -> Called {
    if method.is_unsupported(Classes::STRING) || method == Method::ValueOf {
        unsupported()
    } else {
        Ok(None)
    }
}

fn without_arguments(heap: &mut Heap, receiver: Text, method: Method) -> Called {
    let text = heap.str(receiver);
    let part = match method {
        Method::Length => return some(Value::integer(utf16::length(text))),
        Method::IsEmpty => return some(text.is_empty()),
        Method::IsBlank => return some(is_blank(text)),
        Method::ToUpperCase | Method::ToLowerCase => return with_case(heap, receiver, method),
        Method::Trim => text.trim_matches(|c| c <= ' '),
        Method::Strip => text.trim_matches(is_java_space),
        Method::StripLeading => text.trim_start_matches(is_java_space),
        Method::StripTrailing => text.trim_end_matches(is_java_space),
        method => return none(method),
    };
    some(heap.found(receiver, part))
}

fn with_case(heap: &mut Heap, receiver: Text, method: Method) -> Called {
    heap.budget.read(receiver.len())?;
    let text = heap.str(receiver);
    let changed = match method {
        Method::ToUpperCase => text.to_uppercase(),
        _ => text.to_lowercase(),
    };
    heap.value(&changed).map(Some)
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

fn with_text(call: &mut Call<'_, '_>, receiver: Text, argument: Text) -> Called {
    match call.method {
        Method::Matches => return some(patterns::matches(call, argument, receiver)?),
        Method::Split => return patterns::split(call, argument, receiver, 0).map(Some),
        Method::Concat => {
            bounded(receiver.len() + argument.len())?;
            let joined = [call.heap.str(receiver), call.heap.str(argument)].concat();
            return call.heap.value(&joined).map(Some);
        }
        _ => {}
    }
    call.heap.budget.read(receiver.len())?;
    if matches!(
        call.method,
        Method::EqualsIgnoreCase | Method::CompareToIgnoreCase
    ) {
        // Each character is looked up in the tables of cases.
        call.heap
            .budget
            .charge(receiver.len().min(argument.len()))?;
    }
    let (text, other) = (call.heap.str(receiver), call.heap.str(argument));
    match call.method {
        Method::IndexOf => some(index_of(text, other, 0)),
        Method::LastIndexOf => some(last_index_of(text, other, i32::MAX)),
        Method::StartsWith => some(text.starts_with(other)),
        Method::EndsWith => some(text.ends_with(other)),
        Method::Contains => some(text.contains(other)),
        Method::EqualsIgnoreCase => some(folded(text).eq(folded(other))),
        Method::CompareTo => some(compare(text.encode_utf16(), other.encode_utf16())),
        Method::CompareToIgnoreCase => some(compare(folded(text), folded(other))),
        method => none(method),
    }
}

fn with_index(heap: &mut Heap, receiver: Text, method: Method, index: i32) -> Called {
    heap.budget.read(receiver.len())?;
    let text = heap.str(receiver);
    let length = utf16::length(text);
    match method {
        Method::Substring => {
            let end = i32::try_from(length).unwrap_or(i32::MAX);
            let (begin, end) = bounds(index, end, length)?;
            substring(heap, receiver, begin, end)
        }
        Method::CharAt => {
            let unit = usize::try_from(index).ok().filter(|unit| *unit < length);
            let unit = unit.ok_or_else(|| format!("index {index}, length {length}"))?;
            let character = match utf16::slice(text, unit, unit + 1) {
                Slice::Bytes(bytes) => text[bytes].chars().next(),
                Slice::Torn(torn) => torn.chars().next(),
            };
            Ok(character.map(Value::Character))
        }
        Method::IndexOf => {
            some(character(index).map_or(-1, |character| index_of(text, &character, 0)))
        }
        Method::LastIndexOf => {
            some(character(index).map_or(-1, |character| last_index_of(text, &character, i32::MAX)))
        }
        Method::Repeat => {
            let count =
                usize::try_from(index).map_err(|_| format!("count is negative: {index}"))?;
            bounded(text.len().saturating_mul(count))?;
            let repeated = text.repeat(count);
            heap.value(&repeated).map(Some)
        }
        Method::CompareTo => Err("it compares only strings".into()),
        method => none(method),
    }
}

fn substring(heap: &mut Heap, receiver: Text, begin: usize, end: usize) -> Called {
    match utf16::slice(heap.str(receiver), begin, end) {
        Slice::Bytes(bytes) => some(receiver.part(bytes)),
        Slice::Torn(text) => heap.value(&text).map(Some),
    }
}

fn with_several(call: &mut Call<'_, '_>, receiver: Text, arguments: &[Value]) -> Called {
    match (call.method, arguments) {
        (Method::ReplaceAll, [Value::Text(pattern), Value::Text(replacement)]) => {
            return patterns::replace(call, *pattern, receiver, *replacement, None).map(Some);
        }
        (Method::ReplaceFirst, [Value::Text(pattern), Value::Text(replacement)]) => {
            return patterns::replace(call, *pattern, receiver, *replacement, Some(1)).map(Some);
        }
        (Method::Split, [Value::Text(pattern), Value::Number(Number::Integer(limit))]) => {
            return patterns::split(call, *pattern, receiver, *limit).map(Some);
        }
        _ => {}
    }
    let method = call.method;
    let heap = &mut *call.heap;
    heap.budget.read(receiver.len())?;
    let text = heap.str(receiver);
    match (method, arguments) {
        (
            Method::Substring,
            [
                Value::Number(Number::Integer(begin)),
                Value::Number(Number::Integer(end)),
            ],
        ) => {
            let (begin, end) = bounds(*begin, *end, utf16::length(text))?;
            substring(heap, receiver, begin, end)
        }
        (Method::Replace, [Value::Text(old), Value::Text(new)]) => {
            let replaced = replace(text, heap.str(*old), heap.str(*new))?;
            heap.value(&replaced).map(Some)
        }
        (Method::Replace, [Value::Character(old), Value::Character(new)]) => {
            let replaced = replace(text, &old.to_string(), &new.to_string())?;
            heap.value(&replaced).map(Some)
        }
        (method, [Value::Text(other), Value::Number(Number::Integer(from))]) => {
            from_index(method, text, heap.str(*other), *from)
        }
        (Method::CompareTo, [_]) => Err("it compares only strings".into()),
        (
            Method::IndexOf | Method::LastIndexOf,
            [
                Value::Number(Number::Integer(unit)),
                Value::Number(Number::Integer(from)),
            ],
        ) => match character(*unit) {
            Some(character) => from_index(method, text, &character, *from),
            None => some(-1),
        },
        (
            Method::IndexOf | Method::LastIndexOf | Method::Split | Method::StartsWith,
            [_, Value::Null],
        ) => Ok(None),
        (method, arguments) if arguments.iter().any(|argument| argument.is_null()) => {
            without_null(method)
        }
        _ => none(method),
    }
}

/// Methods of a string and where to start in it.
fn from_index(method: Method, text: &str, other: &str, from: i32) -> Called {
    match method {
        Method::IndexOf => some(index_of(text, other, from)),
        Method::LastIndexOf => some(last_index_of(text, other, from)),
        Method::StartsWith => {
            let length = utf16::length(text);
            let from = usize::try_from(from).ok().filter(|from| *from <= length);
            some(
                from.is_some_and(|from| match utf16::slice(text, from, length) {
                    Slice::Bytes(bytes) => text[bytes].starts_with(other),
                    Slice::Torn(torn) => torn.starts_with(other),
                }),
            )
        }
        method => none(method),
    }
}

fn character(unit: i32) -> Option<String> {
    u32::try_from(unit)
        .ok()
        .and_then(char::from_u32)
        .map(String::from)
}

/// Java's methods fail on `null`.
fn without_null(method: Method) -> Called {
    match method {
        Method::EqualsIgnoreCase => some(false),
        Method::CompareTo
        | Method::CompareToIgnoreCase
        | Method::Concat
        | Method::Contains
        | Method::EndsWith
        | Method::IndexOf
        | Method::LastIndexOf
        | Method::Matches
        | Method::Replace
        | Method::ReplaceAll
        | Method::ReplaceFirst
        | Method::Split
        | Method::StartsWith => Err(NULL),
        method => none(method),
    }
}

fn replace(text: &str, old: &str, new: &str) -> Result<String, Fault> {
    let count = text.matches(old).count();
    bounded(
        text.len()
            .saturating_add(count.saturating_mul(2 * new.len())),
    )?;
    if old.is_empty() && !new.is_empty() && !text.is_ascii() {
        return Ok(between_units(text, new));
    }
    Ok(text.replace(old, new))
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
        let one = |cases: &mut dyn ExactSizeIterator<Item = char>| match cases.len() {
            1 => cases.next(),
            _ => None,
        };
        let upper = one(&mut character.to_uppercase()).unwrap_or(character);
        let lower = one(&mut upper.to_lowercase()).unwrap_or(upper);
        let mut units = [0; 2];
        let length = lower.encode_utf16(&mut units).len();
        units.into_iter().take(length)
    })
}

/// The difference of the first units that differ, or of the lengths.
fn compare(mut left: impl Iterator<Item = u16>, mut right: impl Iterator<Item = u16>) -> i32 {
    let rest =
        |units: &mut dyn Iterator<Item = u16>| i32::try_from(units.count() + 1).unwrap_or(i32::MAX);
    loop {
        match (left.next(), right.next()) {
            (Some(one), Some(other)) if one.cmp(&other) == Ordering::Equal => {}
            (Some(one), Some(other)) => return i32::from(one) - i32::from(other),
            (Some(_), None) => return rest(&mut left),
            (None, Some(_)) => return -rest(&mut right),
            (None, None) => return 0,
        }
    }
}
