//! Values and conditions.

use super::{
    super::{
        ast::{Comparison, Computation, Expression, Interpolated, Operand, Operator},
        error::Position,
        value::{Key, LONGEST_LIST, ListKind, Map, Number, Unprintable, Value},
    },
    Rendered, Renderer, failed,
};
use std::{cmp::Ordering, ops::RangeInclusive, sync::Arc};

impl<'a> Renderer<'a> {
    pub(super) fn value(&mut self, expression: &'a Expression) -> Rendered<Value> {
        Ok(match expression {
            Expression::Text(text) => Value::Text(text.clone()),
            Expression::Interpolated(interpolated) => self.interpolate(interpolated)?,
            Expression::Number(number) => Value::Number(number.clone()),
            Expression::Boolean(value) => Value::Boolean(*value),
            Expression::List(elements) => {
                let items = elements
                    .iter()
                    .map(|element| self.value(element))
                    .collect::<Rendered<_>>()?;
                Value::list(ListKind::Java, items)
            }
            Expression::Map(members, position) => self.map(members, *position)?,
            Expression::Range(ends, position) => self.range(ends, *position)?,
            Expression::Reference(reference) => self.reference_value(reference)?,
            Expression::Not(..)
            | Expression::Any(_)
            | Expression::All(_)
            | Expression::Compare(..) => Value::Boolean(self.holds(expression)?),
            Expression::Compute(first, computations) => self.compute(first, computations)?,
        })
    }

    /// Whether a condition holds: a literal or a sum never does.
    pub(super) fn holds(&mut self, expression: &'a Expression) -> Rendered<bool> {
        Ok(match expression {
            Expression::Boolean(value) => *value,
            Expression::Reference(reference) => self.reference_holds(reference)?,
            Expression::Not(negated, inner) => self.holds(inner)? != *negated,
            Expression::Any(operands) => {
                for operand in operands {
                    if self.holds(operand)? {
                        return Ok(true);
                    }
                }
                false
            }
            Expression::All(operands) => {
                for operand in operands {
                    if !self.holds(operand)? {
                        return Ok(false);
                    }
                }
                true
            }
            Expression::Compare(first, others) => {
                let mut value = self.value(first)?;
                for compared in others {
                    let other = self.value(&compared.operand)?;
                    let holds = compare(compared.comparison, &value, &other)
                        .map_err(|problem| failed(compared.position, problem))?;
                    value = Value::Boolean(holds);
                }
                matches!(value, Value::Boolean(true))
            }
            _ => false,
        })
    }

    fn interpolate(&mut self, interpolated: &'a Interpolated) -> Rendered<Value> {
        let mut text = String::new();
        self.block(&interpolated.body, &mut text)?;
        if interpolated.padded {
            text.pop();
        }
        Ok(Value::from(text))
    }

    fn map(
        &mut self,
        members: &'a [(Expression, Expression)],
        position: Position,
    ) -> Rendered<Value> {
        let map = Map::default();
        for (key, value) in members {
            let key = self.value(key)?;
            let key = Key::of(&key).map_err(|problem| failed(position, problem.to_string()))?;
            map.put(key, self.value(value)?);
        }
        Ok(Value::Map(Arc::new(map)))
    }

    fn range(
        &mut self,
        (first, last): &'a (Expression, Expression),
        position: Position,
    ) -> Rendered<Value> {
        let (Value::Number(first), Value::Number(last)) = (self.value(first)?, self.value(last)?)
        else {
            return Ok(Value::Null);
        };
        let (first, last) = (first.int_value(), last.int_value());
        let length = usize::try_from(first.abs_diff(last)).unwrap_or(usize::MAX);
        if length >= LONGEST_LIST {
            return Err(failed(
                position,
                format!("a range has more than {LONGEST_LIST} elements"),
            ));
        }
        self.charge(length / 2, position)?;
        let number = |value| Value::Number(Number::Integer(value));
        let ascending = |ends: RangeInclusive<i32>| ends.map(number);
        let items = if first <= last {
            ascending(first..=last).collect()
        } else {
            ascending(last..=first).rev().collect()
        };
        Ok(Value::list(ListKind::Java, items))
    }

    fn compute(&mut self, first: &'a Operand, computations: &'a [Computation]) -> Rendered<Value> {
        let mut value = self.value(&first.value)?;
        let mut source = &*first.source;
        for computation in computations {
            let other = self.value(&computation.operand.value)?;
            let problem = |problem: String| failed(computation.position, problem);
            self.charge(1, computation.position)?;
            value = match (computation.operator, &value, &other) {
                (Operator::Add, Value::Text(_), _) | (Operator::Add, _, Value::Text(_)) => {
                    let left = text_or(&value, source).map_err(problem)?;
                    let right = text_or(&other, &computation.operand.source).map_err(problem)?;
                    let mut joined = left;
                    self.append(&mut joined, &right, computation.position)?;
                    Value::from(joined)
                }
                (operator, Value::Number(left), Value::Number(right)) => {
                    calculate(operator, left, right).map_err(|text| problem(text.to_owned()))?
                }
                _ => Value::Null,
            };
            source = &computation.joined;
        }
        Ok(value)
    }
}

/// What a value prints; without one, Velocity prints the source.
fn text_or(value: &Value, source: &str) -> Result<String, String> {
    match value {
        Value::Null => Ok(source.to_owned()),
        value => value.to_text().map_err(|problem| problem.to_string()),
    }
}

fn calculate(operator: Operator, left: &Number, right: &Number) -> Result<Value, &'static str> {
    let number = match operator {
        Operator::Divide | Operator::Modulo if right.is_zero() => return Ok(Value::Null),
        Operator::Add => left.compute(right, i128::checked_add, |a, b| a + b)?,
        Operator::Subtract => left.compute(right, i128::checked_sub, |a, b| a - b)?,
        Operator::Multiply => left.compute(right, i128::checked_mul, |a, b| a * b)?,
        Operator::Divide => left.compute(right, i128::checked_div, |a, b| a / b)?,
        Operator::Modulo => left.compute(right, i128::checked_rem, |a, b| a % b)?,
    };
    Ok(Value::Number(number))
}

fn compare(comparison: Comparison, left: &Value, right: &Value) -> Result<bool, String> {
    let ordering = match (left, right) {
        (Value::Number(left), Value::Number(right)) => Some(left.compare(right)?),
        _ => None,
    };
    Ok(match (comparison, ordering) {
        (Comparison::Equal, None) => same(left, right)?,
        (Comparison::NotEqual, None) => !same(left, right)?,
        (_, None) => false,
        (Comparison::Equal, Some(ordering)) => ordering == Ordering::Equal,
        (Comparison::NotEqual, Some(ordering)) => ordering != Ordering::Equal,
        (Comparison::Less, Some(ordering)) => ordering == Ordering::Less,
        (Comparison::LessOrEqual, Some(ordering)) => ordering != Ordering::Greater,
        (Comparison::Greater, Some(ordering)) => ordering == Ordering::Greater,
        (Comparison::GreaterOrEqual, Some(ordering)) => ordering != Ordering::Less,
    })
}

/// Values of one type are compared as Java does, others by the text they print.
fn same(left: &Value, right: &Value) -> Result<bool, String> {
    let problem = |problem: Unprintable| problem.to_string();
    if left.is_like(right) {
        return left.java_equals(right).map_err(problem);
    }
    match (left, right) {
        (Value::Null, Value::Null) => Ok(true),
        (Value::Null, _) | (_, Value::Null) => Ok(false),
        _ => Ok(left.to_text().map_err(problem)? == right.to_text().map_err(problem)?),
    }
}
