//! `Integer`, `Long`, `Double`, `Boolean` and `Character`.

use super::{
    super::value::{Number, Value},
    Call, Called, some, unsupported,
};
use std::mem::discriminant;

/// Methods of Java's `Integer` and `Long` that are not here.
const UNSUPPORTED: [&str; 23] = [
    "bitCount",
    "byteValue",
    "compareUnsigned",
    "decode",
    "describeConstable",
    "divideUnsigned",
    "floatValue",
    "getInteger",
    "getLong",
    "highestOneBit",
    "lowestOneBit",
    "numberOfLeadingZeros",
    "numberOfTrailingZeros",
    "parseUnsignedInt",
    "remainderUnsigned",
    "reverse",
    "reverseBytes",
    "rotateLeft",
    "rotateRight",
    "shortValue",
    "signum",
    "toUnsignedLong",
    "toUnsignedString",
];

pub(super) fn call_number(receiver: &Number, call: &Call<'_>) -> Called {
    match (receiver, call.name, call.arguments) {
        (_, "intValue", []) => some(receiver.int_value()),
        (_, "longValue", []) => match receiver.long_value() {
            Some(value) => some(Value::Number(Number::Long(value))),
            None => unsupported(),
        },
        (_, "doubleValue", []) => some(Value::Number(Number::Double(receiver.double_value()))),
        (_, "compareTo", [other]) => compare(receiver, other),
        (Number::Double(value), "isNaN", []) => some(value.is_nan()),
        (Number::Double(value), "isInfinite", []) => some(value.is_infinite()),
        (Number::Double(_), "parseDouble" | "valueOf", [Value::Text(text)]) => {
            some(Value::Number(Number::Double(parse(text)?)))
        }
        (Number::Long(_), "parseLong" | "valueOf", [Value::Text(text)]) => {
            some(Value::Number(Number::Long(parse(text)?)))
        }
        (
            Number::Double(_),
            "valueOf",
            [Value::Number(value @ (Number::Integer(_) | Number::Long(_) | Number::Double(_)))],
        ) => some(Value::Number(Number::Double(value.double_value()))),
        (
            Number::Long(_),
            "valueOf",
            [Value::Number(value @ (Number::Integer(_) | Number::Long(_)))],
        ) => some(Value::Number(
            value
                .long_value()
                .map_or_else(|| value.clone(), Number::Long),
        )),
        (Number::Big(_) | Number::Digits(_), "valueOf", [Value::Number(_)]) => unsupported(),
        (Number::Integer(_), name, arguments) => call_integer(name, arguments),
        (_, name, _) => none(name),
    }
}

/// Java compares only numbers of one type.
fn compare(receiver: &Number, other: &Value) -> Called {
    match (receiver, other) {
        (Number::Double(receiver), Value::Number(Number::Double(other))) => {
            some(receiver.total_cmp(other) as i32)
        }
        (receiver, Value::Number(other)) if discriminant(receiver) == discriminant(other) => {
            some(receiver.compare(other)? as i32)
        }
        _ => Err("it compares only values of one type".to_owned()),
    }
}

fn call_integer(name: &str, arguments: &[Value]) -> Called {
    match (name, arguments) {
        ("parseInt" | "valueOf", [Value::Text(text)]) => some(parse::<i32>(text)?),
        (
            "parseInt" | "valueOf",
            [
                Value::Text(text),
                Value::Number(Number::Integer(radix @ 2..=36)),
            ],
        ) => {
            let value = i32::from_str_radix(text, radix.unsigned_abs());
            some(value.map_err(|_| not_a_number(text))?)
        }
        ("valueOf", [Value::Number(Number::Integer(value))]) => some(*value),
        ("toString", [Value::Number(Number::Integer(value))]) => some(value.to_string()),
        ("toHexString", [Value::Number(Number::Integer(value))]) => some(format!("{value:x}")),
        ("toBinaryString", [Value::Number(Number::Integer(value))]) => some(format!("{value:b}")),
        ("toOctalString", [Value::Number(Number::Integer(value))]) => some(format!("{value:o}")),
        (
            "compare",
            [
                Value::Number(Number::Integer(left)),
                Value::Number(Number::Integer(right)),
            ],
        ) => some(left.cmp(right) as i32),
        (
            "max",
            [
                Value::Number(Number::Integer(left)),
                Value::Number(Number::Integer(right)),
            ],
        ) => some(*left.max(right)),
        (
            "min",
            [
                Value::Number(Number::Integer(left)),
                Value::Number(Number::Integer(right)),
            ],
        ) => some(*left.min(right)),
        (
            "sum",
            [
                Value::Number(Number::Integer(left)),
                Value::Number(Number::Integer(right)),
            ],
        ) => some(left.wrapping_add(*right)),
        (name, _) => none(name),
    }
}

fn none(name: &str) -> Called {
    if UNSUPPORTED.contains(&name) {
        unsupported()
    } else {
        Ok(None)
    }
}

fn parse<N: std::str::FromStr>(text: &str) -> Result<N, String> {
    text.parse().map_err(|_| not_a_number(text))
}

fn not_a_number(text: &str) -> String {
    format!("`{text}` is not a number")
}

pub(super) fn call_boolean(receiver: bool, call: &Call<'_>) -> Called {
    match (call.name, call.arguments) {
        ("booleanValue", []) => some(receiver),
        ("parseBoolean" | "valueOf", [Value::Text(text)]) => {
            some(text.eq_ignore_ascii_case("true"))
        }
        ("valueOf", [Value::Boolean(value)]) => some(*value),
        ("toString", [Value::Boolean(value)]) => some(value.to_string()),
        ("compareTo", [Value::Boolean(other)]) => some(receiver.cmp(other) as i32),
        ("compareTo", [_]) => Err("it compares only values of one type".to_owned()),
        (
            "compare" | "getBoolean" | "logicalAnd" | "logicalOr" | "logicalXor"
            | "describeConstable",
            _,
        ) => unsupported(),
        _ => Ok(None),
    }
}

pub(super) fn call_character(receiver: char, call: &Call<'_>) -> Called {
    match (call.name, call.arguments) {
        ("charValue", []) => Ok(Some(Value::Character(receiver))),
        (
            "compareTo" | "valueOf" | "isDigit" | "isLetter" | "isLetterOrDigit" | "isWhitespace"
            | "isUpperCase" | "isLowerCase" | "toUpperCase" | "toLowerCase" | "getNumericValue",
            [_],
        ) => unsupported(),
        _ => Ok(None),
    }
}
