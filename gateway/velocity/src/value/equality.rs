//! Java's `equals`, and Velocity's `==` on top of it.

use super::{
    Key, List, Map, Number, Unprintable, Value,
    display::{MAX_DEPTH, MOST_STEPS},
};
use std::sync::Arc;

impl PartialEq for Value {
    /// Java's `equals`; values that are too large equal nothing.
    fn eq(&self, other: &Self) -> bool {
        self.java_equals(other).unwrap_or(false)
    }
}

impl Value {
    pub(crate) fn java_equals(&self, other: &Self) -> Result<bool, Unprintable> {
        equal(self, other, 0, &mut MOST_STEPS.clone())
    }

    /// Whether Velocity compares the two by `equals`, and not by the text they print.
    pub(crate) fn is_like(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Number(left), Self::Number(right)) => same_type(left, right),
            (Self::Boolean(_), Self::Boolean(_))
            | (Self::Character(_), Self::Character(_))
            | (Self::Text(_), Self::Text(_))
            | (Self::Map(_), Self::Map(_))
            | (Self::Entry(..), Self::Entry(..))
            | (Self::Loop(_), Self::Loop(_))
            | (Self::Input, Self::Input)
            | (Self::Util, Self::Util)
            | (Self::List(_), Self::List(_)) => true,
            (Self::View(left), Self::View(right)) => left.kind == right.kind,
            _ => false,
        }
    }
}

fn same_type(left: &Number, right: &Number) -> bool {
    std::mem::discriminant(left) == std::mem::discriminant(right)
}

fn equal(
    left: &Value,
    right: &Value,
    depth: usize,
    steps: &mut usize,
) -> Result<bool, Unprintable> {
    *steps = steps
        .checked_sub(1)
        .filter(|_| depth <= MAX_DEPTH)
        .ok_or(Unprintable::TOO_DEEP)?;
    Ok(match (left, right) {
        (Value::Null, Value::Null) | (Value::Input, Value::Input) | (Value::Util, Value::Util) => {
            true
        }
        (Value::Boolean(left), Value::Boolean(right)) => left == right,
        (Value::Number(Number::Double(left)), Value::Number(Number::Double(right))) => {
            left.to_bits() == right.to_bits() || (left.is_nan() && right.is_nan())
        }
        (Value::Number(left), Value::Number(right)) => same_type(left, right) && left == right,
        (Value::Character(left), Value::Character(right)) => left == right,
        (Value::Text(left), Value::Text(right)) => left == right,
        (Value::List(left), Value::List(right)) => return equal_lists(left, right, depth, steps),
        (Value::Map(left), Value::Map(right)) => return equal_maps(left, right, depth, steps),
        (Value::View(left), Value::View(right)) => {
            Arc::ptr_eq(&left.map, &right.map) && left.kind == right.kind
        }
        (Value::Entry(left, key), Value::Entry(right, other)) => {
            let value = |map: &Map, key: &Key| map.get(key).unwrap_or_default();
            return Ok(
                key == other && equal(&value(left, key), &value(right, other), depth + 1, steps)?
            );
        }
        (Value::Loop(left), Value::Loop(right)) => {
            return equal_maps(&left.members, &right.members, depth, steps);
        }
        _ => false,
    })
}

fn equal_lists(
    left: &Arc<List>,
    right: &Arc<List>,
    depth: usize,
    steps: &mut usize,
) -> Result<bool, Unprintable> {
    if Arc::ptr_eq(left, right) {
        return Ok(true);
    }
    let (left, right) = (left.items(), right.items());
    if left.len() != right.len() {
        return Ok(false);
    }
    for (left, right) in left.iter().zip(&right) {
        if !equal(left, right, depth + 1, steps)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn equal_maps(
    left: &Arc<Map>,
    right: &Arc<Map>,
    depth: usize,
    steps: &mut usize,
) -> Result<bool, Unprintable> {
    if Arc::ptr_eq(left, right) {
        return Ok(true);
    }
    if left.len() != right.len() {
        return Ok(false);
    }
    for (key, value) in left.members() {
        match right.get(&key) {
            Some(other) if equal(&value, &other, depth + 1, steps)? => {}
            _ => return Ok(false),
        }
    }
    Ok(true)
}
