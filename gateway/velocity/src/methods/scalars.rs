//! `Integer`, `Long`, `Double`, `Boolean` and `Character`.

use super::{Called, Heap, Method, Number, Value, some, unsupported};
use crate::{budget::Fault, error::shortened, names::Classes};
use std::mem::discriminant;

pub(super) fn call_number(
    heap: &mut Heap,
    receiver: Number,
    method: Method,
    arguments: &[Value],
) -> Called {
    match (receiver, method, arguments) {
        (_, Method::IntValue, []) => some(heap.numeric(receiver).int_value()),
        (_, Method::LongValue, []) => match heap.numeric(receiver).long_value() {
            Some(value) => some(Value::Number(Number::Long(value))),
            None => unsupported(),
        },
        (_, Method::DoubleValue, []) => some(heap.numeric(receiver).double_value()),
        (_, Method::CompareTo, [other]) => compare(heap, receiver, *other),
        (Number::Double(value), Method::IsNaN, []) => some(value.is_nan()),
        (Number::Double(value), Method::IsInfinite, []) => some(value.is_infinite()),
        (Number::Double(_), Method::ParseDouble | Method::ValueOf, [Value::Text(text)]) => {
            some(parse::<f64>(heap.str(*text))?)
        }
        (Number::Long(_), Method::ParseLong | Method::ValueOf, [Value::Text(text)]) => {
            some(Value::Number(Number::Long(parse(heap.str(*text))?)))
        }
        (
            Number::Double(_),
            Method::ValueOf,
            [Value::Number(value @ (Number::Integer(_) | Number::Long(_) | Number::Double(_)))],
        ) => some(heap.numeric(*value).double_value()),
        (
            Number::Long(_),
            Method::ValueOf,
            [Value::Number(value @ (Number::Integer(_) | Number::Long(_)))],
        ) => {
            let long = heap.numeric(*value).long_value();
            some(Value::Number(long.map_or(*value, Number::Long)))
        }
        (Number::Big(_) | Number::Digits(_), Method::ValueOf, [Value::Number(_)]) => unsupported(),
        (Number::Integer(_), method, arguments) => call_integer(heap, method, arguments),
        (_, method, _) => none(method),
    }
}

/// Java compares only numbers of one type.
fn compare(heap: &Heap, receiver: Number, other: Value) -> Called {
    match (receiver, other) {
        (Number::Double(receiver), Value::Number(Number::Double(other))) => {
            some(receiver.total_cmp(&other) as i32)
        }
        (receiver, Value::Number(other)) if discriminant(&receiver) == discriminant(&other) => {
            some(heap.numeric(receiver).compare(&heap.numeric(other))? as i32)
        }
        _ => Err("it compares only values of one type".into()),
    }
}

fn call_integer(heap: &mut Heap, method: Method, arguments: &[Value]) -> Called {
    use Number::Integer;
    match (method, arguments) {
        (Method::ParseInt | Method::ValueOf, [Value::Text(text)]) => {
            some(parse::<i32>(heap.str(*text))?)
        }
        (
            Method::ParseInt | Method::ValueOf,
            [Value::Text(text), Value::Number(Integer(radix @ 2..=36))],
        ) => {
            let text = heap.str(*text);
            let value = i32::from_str_radix(text, radix.unsigned_abs());
            some(value.map_err(|_| not_a_number(text))?)
        }
        (method, [Value::Number(Integer(value))]) => {
            let text = match method {
                Method::ValueOf => return some(*value),
                Method::ToString => value.to_string(),
                Method::ToHexString => format!("{value:x}"),
                Method::ToBinaryString => format!("{value:b}"),
                Method::ToOctalString => format!("{value:o}"),
                method => return none(method),
            };
            heap.value(&text).map(Some)
        }
        (method, [Value::Number(Integer(left)), Value::Number(Integer(right))]) => match method {
            Method::Compare => some(left.cmp(right) as i32),
            Method::Max => some(*left.max(right)),
            Method::Min => some(*left.min(right)),
            Method::Sum => some(left.wrapping_add(*right)),
            method => none(method),
        },
        (method, _) => none(method),
    }
}

fn none(method: Method) -> Called {
    if method.is_unsupported(Classes::NUMBER) {
        unsupported()
    } else {
        Ok(None)
    }
}

fn parse<N: std::str::FromStr>(text: &str) -> Result<N, Fault> {
    text.parse().map_err(|_| not_a_number(text))
}

fn not_a_number(text: &str) -> Fault {
    format!("`{}` is not a number", shortened(text)).into()
}

pub(super) fn call_boolean(
    heap: &mut Heap,
    receiver: bool,
    method: Method,
    arguments: &[Value],
) -> Called {
    match (method, arguments) {
        (Method::BooleanValue, []) => some(receiver),
        (Method::ParseBoolean | Method::ValueOf, [Value::Text(text)]) => {
            some(heap.str(*text).eq_ignore_ascii_case("true"))
        }
        (Method::ValueOf, [Value::Boolean(value)]) => some(*value),
        (Method::ToString, [value @ Value::Boolean(_)]) => some(heap.text_of(*value)?),
        (Method::CompareTo, [Value::Boolean(other)]) => some(receiver.cmp(other) as i32),
        (Method::CompareTo, [_]) => Err("it compares only values of one type".into()),
        (Method::Compare, _) => unsupported(),
        (method, _) if method.is_unsupported(Classes::BOOLEAN) => unsupported(),
        _ => Ok(None),
    }
}

pub(super) fn call_character(receiver: char, method: Method, arguments: &[Value]) -> Called {
    match (method, arguments) {
        (Method::CharValue, []) => Ok(Some(Value::Character(receiver))),
        (Method::CompareTo | Method::ValueOf | Method::ToUpperCase | Method::ToLowerCase, [_]) => {
            unsupported()
        }
        (method, [_]) if method.is_unsupported(Classes::CHARACTER) => unsupported(),
        _ => Ok(None),
    }
}
