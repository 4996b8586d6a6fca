//! Java's `equals`, and Velocity's `==` on top of it.

use super::{
    super::budget::Fault, Heap, ListId, MAX_DEPTH, MapId, Number, Numeric, Text, Value,
    write_json::TOO_DEEP,
};
use std::mem::discriminant;

impl Heap {
    /// Java's `equals`.
    pub(crate) fn equal(&mut self, left: Value, right: Value) -> Result<bool, Fault> {
        self.equal_within(left, right, 0)
    }

    /// Whether Velocity compares the two by `equals`, and not by the text they print.
    pub(crate) fn is_like(left: Value, right: Value) -> bool {
        match (left, right) {
            (Value::Number(left), Value::Number(right)) => {
                discriminant(&left) == discriminant(&right)
            }
            (Value::View(left), Value::View(right)) => left.kind == right.kind,
            (Value::Null, _) => false,
            _ => discriminant(&left) == discriminant(&right),
        }
    }

    fn equal_within(&mut self, left: Value, right: Value, depth: usize) -> Result<bool, Fault> {
        if depth > MAX_DEPTH {
            return Err(TOO_DEEP);
        }
        self.budget.charge(1)?;
        Ok(match (left, right) {
            (Value::Null, Value::Null)
            | (Value::Input, Value::Input)
            | (Value::Util, Value::Util) => true,
            (Value::Boolean(left), Value::Boolean(right)) => left == right,
            (Value::Number(left), Value::Number(right)) => self.equal_numbers(left, right),
            (Value::Character(left), Value::Character(right)) => left == right,
            (Value::Text(left), Value::Text(right)) => self.equal_texts(left, right)?,
            (Value::List(left), Value::List(right)) => self.equal_lists(left, right, depth)?,
            (Value::Map(left), Value::Map(right)) => self.equal_maps(left, right, depth)?,
            (Value::View(left), Value::View(right)) => {
                left.map == right.map && left.kind == right.kind
            }
            (Value::Entry(left), Value::Entry(right)) => {
                let ((left, key), (right, other)) = (self.entry(left), self.entry(right));
                let value = self.get(left, key)?.unwrap_or_default();
                let other_value = self.get(right, other)?.unwrap_or_default();
                key.spelled(&self.characters) == other.spelled(&self.characters)
                    && self.equal_within(value, other_value, depth + 1)?
            }
            (Value::Loop(left), Value::Loop(right)) => {
                let (left, right) = (self.looped(left).members, self.looped(right).members);
                self.equal_maps(left, right, depth)?
            }
            (Value::LoopInfo(left), Value::LoopInfo(right)) => left == right,
            (Value::Block(left), Value::Block(right)) => left == right,
            _ => false,
        })
    }

    fn equal_numbers(&self, left: Number, right: Number) -> bool {
        match (self.numeric(left), self.numeric(right)) {
            (Numeric::Double(left), Numeric::Double(right)) => {
                left.to_bits() == right.to_bits() || (left.is_nan() && right.is_nan())
            }
            (left, right) => left == right,
        }
    }

    pub(crate) fn equal_texts(&mut self, left: Text, right: Text) -> Result<bool, Fault> {
        if left.len() != right.len() {
            return Ok(false);
        }
        self.budget.read(left.len())?;
        let characters = self.characters.as_bytes();
        Ok(characters[left.range()] == characters[right.range()])
    }

    fn equal_lists(&mut self, left: ListId, right: ListId, depth: usize) -> Result<bool, Fault> {
        if left == right {
            return Ok(true);
        }
        if self.list_len(left) != self.list_len(right) {
            return Ok(false);
        }
        let mut at = 0;
        while let (Some(one), Some(other)) = (self.item(left, at), self.item(right, at)) {
            if !self.equal_within(one, other, depth + 1)? {
                return Ok(false);
            }
            at += 1;
        }
        Ok(true)
    }

    fn equal_maps(&mut self, left: MapId, right: MapId, depth: usize) -> Result<bool, Fault> {
        if left == right {
            return Ok(true);
        }
        if self.map_len(left) != self.map_len(right) {
            return Ok(false);
        }
        let mut at = 0;
        while let Some((key, value)) = self.member_at(left, at) {
            match self.get(right, key)? {
                Some(other) if self.equal_within(value, other, depth + 1)? => {}
                _ => return Ok(false),
            }
            at += 1;
        }
        Ok(true)
    }
}
