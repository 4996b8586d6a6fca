//! Values and conditions.

use super::{
    super::{
        program::{Comparison, Compound, Computation, Expression, Interpolated, Operand, Operator},
        value::{LONGEST_LIST, ListKind, Number},
    },
    At, Heap, Key, Position, Rendered, Renderer, Value, failed,
};
use std::cmp::Ordering;

impl<'a> Renderer<'a> {
    #[expect(clippy::inline_always, reason = "a call takes longer than a literal")]
    #[inline(always)]
    pub(super) fn value(&mut self, expression: &'a Expression) -> Rendered<Value> {
        Ok(match expression {
            Expression::Text(text) => Value::Text(self.literal(*text)),
            Expression::Constant(value) => *value,
            Expression::Variable(variable) => self.variable_value(*variable)?,
            Expression::Compound(compound) => self.compound(compound)?,
        })
    }

    fn compound(&mut self, compound: &'a Compound) -> Rendered<Value> {
        Ok(match compound {
            Compound::Printed(expression, position) => {
                let value = self.value(expression)?;
                Value::Text(self.text(value, *position)?)
            }
            Compound::Interpolated(interpolated) => self.interpolate(interpolated)?,
            Compound::Number(number) => {
                let start = Position { line: 1, column: 1 };
                self.heap.number(number).at(start)?
            }
            Compound::List(elements, position) => {
                let items = elements.iter().map(|element| self.value(element));
                let items = items.collect::<Rendered<_>>()?;
                self.heap.new_list(ListKind::Java, items).at(*position)?
            }
            Compound::Map(members, position) => self.map(members, *position)?,
            Compound::Range(first, last, position) => self.range(first, last, *position)?,
            Compound::Reference(reference) => self.reference_value(reference)?,
            Compound::Not(..) | Compound::Any(_) | Compound::All(_) | Compound::Compare(..) => {
                Value::Boolean(self.compound_holds(compound)?)
            }
            Compound::Compute(first, computations) => self.compute(first, computations)?,
        })
    }

    /// Whether a condition holds: a literal or a sum never does.
    pub(super) fn holds(&mut self, expression: &'a Expression) -> Rendered<bool> {
        match expression {
            Expression::Constant(value) => Ok(matches!(value, Value::Boolean(true))),
            Expression::Text(_) => Ok(false),
            Expression::Variable(variable) => {
                let value = self.variable_value(*variable)?;
                self.value_holds(value, variable.position)
            }
            Expression::Compound(compound) => self.compound_holds(compound),
        }
    }

    fn compound_holds(&mut self, compound: &'a Compound) -> Rendered<bool> {
        Ok(match compound {
            Compound::Reference(reference) => self.reference_holds(reference)?,
            Compound::Not(negated, inner) => self.holds(inner)? != *negated,
            Compound::Any(operands) => {
                for operand in operands {
                    if self.holds(operand)? {
                        return Ok(true);
                    }
                }
                false
            }
            Compound::All(operands) => {
                for operand in operands {
                    if !self.holds(operand)? {
                        return Ok(false);
                    }
                }
                true
            }
            Compound::Compare(first, others) => {
                let mut value = self.value(first)?;
                for compared in others {
                    let other = self.value(&compared.operand)?;
                    let holds =
                        self.compare(compared.comparison, value, other, compared.position)?;
                    value = Value::Boolean(holds);
                }
                matches!(value, Value::Boolean(true))
            }
            _ => false,
        })
    }

    fn interpolate(&mut self, interpolated: &'a Interpolated) -> Rendered<Value> {
        let mut text = self.spare.pop().unwrap_or_default();
        self.block(&interpolated.body, &mut text)?;
        if interpolated.padded {
            text.pop();
        }
        let value = self.heap.value(&text).at(interpolated.position);
        text.clear();
        self.spare.push(text);
        value
    }

    fn map(
        &mut self,
        members: &'a [(Expression, Expression)],
        position: Position,
    ) -> Rendered<Value> {
        let map = self.heap.new_map().at(position)?;
        for (key, value) in members {
            let key = self.value(key)?;
            let key: Key = self.heap.key(key).at(position)?;
            let value = self.value(value)?;
            self.heap.put(map, key, value).at(position)?;
        }
        Ok(Value::Map(map))
    }

    fn range(
        &mut self,
        first: &'a Expression,
        last: &'a Expression,
        position: Position,
    ) -> Rendered<Value> {
        let (Value::Number(first), Value::Number(last)) = (self.value(first)?, self.value(last)?)
        else {
            return Ok(Value::Null);
        };
        let first = self.heap.numeric(first).int_value();
        let last = self.heap.numeric(last).int_value();
        let length = usize::try_from(first.abs_diff(last)).unwrap_or(usize::MAX);
        if length >= LONGEST_LIST {
            return Err(failed(
                position,
                format!("a range has more than {LONGEST_LIST} elements"),
            ));
        }
        self.charge(length / 4, position)?;
        let number = |value| Value::Number(Number::Integer(value));
        let items = if first <= last {
            (first..=last).map(number).collect()
        } else {
            (last..=first).rev().map(number).collect()
        };
        self.heap.new_list(ListKind::Java, items).at(position)
    }

    fn compute(&mut self, first: &'a Operand, computations: &'a [Computation]) -> Rendered<Value> {
        let mut value = self.value(&first.value)?;
        let mut source = &*first.source;
        for computation in computations {
            let other = self.value(&computation.operand.value)?;
            let position = computation.position;
            self.charge(1, position)?;
            value = match (computation.operator, value, other) {
                (Operator::Add, Value::Text(_), _) | (Operator::Add, _, Value::Text(_)) => {
                    let mut joined = String::new();
                    self.append_or(value, source, &mut joined, position)?;
                    self.append_or(other, &computation.operand.source, &mut joined, position)?;
                    self.heap.value(&joined).at(position)?
                }
                (operator, Value::Number(left), Value::Number(right)) => {
                    self.calculate(operator, left, right, position)?
                }
                _ => Value::Null,
            };
            source = &computation.joined;
        }
        Ok(value)
    }

    /// Appends what a value prints; without one, Velocity prints the source.
    fn append_or(
        &mut self,
        value: Value,
        source: &str,
        out: &mut String,
        position: Position,
    ) -> Rendered<()> {
        match value {
            Value::Null => self.append(out, source, position),
            Value::Block(block) => self.render_block(block, out, position),
            value => self.heap.print(value, out).at(position),
        }
    }

    fn calculate(
        &mut self,
        operator: Operator,
        left: Number,
        right: Number,
        position: Position,
    ) -> Rendered<Value> {
        let (left, right) = (self.heap.numeric(left), self.heap.numeric(right));
        let computed = match operator {
            Operator::Divide | Operator::Modulo if right.is_zero() => return Ok(Value::Null),
            Operator::Add => left.compute(&right, i128::checked_add, |a, b| a + b),
            Operator::Subtract => left.compute(&right, i128::checked_sub, |a, b| a - b),
            Operator::Multiply => left.compute(&right, i128::checked_mul, |a, b| a * b),
            Operator::Divide => left.compute(&right, i128::checked_div, |a, b| a / b),
            Operator::Modulo => left.compute(&right, i128::checked_rem, |a, b| a % b),
        };
        let number = computed.map_err(|problem| failed(position, problem))?;
        self.heap.number(&number).at(position)
    }

    fn compare(
        &mut self,
        comparison: Comparison,
        left: Value,
        right: Value,
        position: Position,
    ) -> Rendered<bool> {
        let (Value::Number(left), Value::Number(right)) = (left, right) else {
            return Ok(match comparison {
                Comparison::Equal => self.same(left, right, position)?,
                Comparison::NotEqual => !self.same(left, right, position)?,
                _ => false,
            });
        };
        let ordering = self.heap.numeric(left).compare(&self.heap.numeric(right));
        let ordering = ordering.map_err(|problem| failed(position, problem))?;
        Ok(match comparison {
            Comparison::Equal => ordering == Ordering::Equal,
            Comparison::NotEqual => ordering != Ordering::Equal,
            Comparison::Less => ordering == Ordering::Less,
            Comparison::LessOrEqual => ordering != Ordering::Greater,
            Comparison::Greater => ordering == Ordering::Greater,
            Comparison::GreaterOrEqual => ordering != Ordering::Less,
        })
    }

    /// Values of one type are compared as Java does, others by the text they print.
    fn same(&mut self, left: Value, right: Value, position: Position) -> Rendered<bool> {
        if let (Value::Text(left), Value::Text(right)) = (left, right) {
            return self.heap.equal_texts(left, right).at(position);
        }
        if Heap::is_like(left, right) {
            return self.heap.equal(left, right).at(position);
        }
        if left.is_null() || right.is_null() {
            return Ok(left.is_null() && right.is_null());
        }
        if let (Value::LoopInfo(_), other) | (other, Value::LoopInfo(_)) = (left, right) {
            let text = self.text(other, position)?;
            if !self.heap.str(text).starts_with("#foreach[") {
                return Ok(false);
            }
        }
        let left = self.text(left, position)?;
        let right = self.text(right, position)?;
        self.heap.equal(left.into(), right.into()).at(position)
    }
}
