//! Expressions: literals, and operators by precedence.

use super::{
    super::{
        lex::Kind,
        program::{Compared, Comparison, Compound, Computation, Expression, Operand, Operator},
        value::Numeric,
    },
    Parsed, Parser,
};

/// An expression, and the tokens whose text stands for it when it has no value.
pub(super) struct Spanned {
    pub(super) value: Expression,
    first: usize,
    last: usize,
}

impl Parser<'_> {
    pub(super) fn expression(&mut self) -> Parsed<Spanned> {
        self.nested(|parser| {
            parser.chain(
                Kind::Or,
                |parser| parser.chain(Kind::And, Self::equality, Compound::All),
                Compound::Any,
            )
        })
    }

    fn chain(
        &mut self,
        separator: Kind,
        operand: impl Fn(&mut Self) -> Parsed<Spanned>,
        join: fn(Vec<Expression>) -> Compound,
    ) -> Parsed<Spanned> {
        let mut spanned = operand(self)?;
        if self.tokens.peek()? == separator {
            let mut operands = vec![spanned.value];
            while self.tokens.skip(separator)? {
                spanned = operand(self)?;
                operands.push(spanned.value);
            }
            spanned.value = join(operands).into();
        }
        Ok(spanned)
    }

    fn equality(&mut self) -> Parsed<Spanned> {
        self.compare(Self::relation, |kind| match kind {
            Kind::Equal => Some(Comparison::Equal),
            Kind::NotEqual => Some(Comparison::NotEqual),
            _ => None,
        })
    }

    fn relation(&mut self) -> Parsed<Spanned> {
        self.compare(Self::sum, |kind| match kind {
            Kind::Less => Some(Comparison::Less),
            Kind::LessOrEqual => Some(Comparison::LessOrEqual),
            Kind::Greater => Some(Comparison::Greater),
            Kind::GreaterOrEqual => Some(Comparison::GreaterOrEqual),
            _ => None,
        })
    }

    fn compare(
        &mut self,
        operand: impl Fn(&mut Self) -> Parsed<Spanned>,
        comparison: impl Fn(Kind) -> Option<Comparison>,
    ) -> Parsed<Spanned> {
        let mut spanned = operand(self)?;
        let mut others = Vec::new();
        while let Some(comparison) = comparison(self.tokens.peek()?) {
            let sign = self.tokens.advance()?;
            others.push(Compared {
                comparison,
                operand: operand(self)?.value,
                position: self.tokens.position(sign),
            });
        }
        if !others.is_empty() {
            spanned.value = Compound::Compare(spanned.value, others).into();
        }
        Ok(spanned)
    }

    fn sum(&mut self) -> Parsed<Spanned> {
        self.compute(Self::product, |kind| match kind {
            Kind::Plus => Some(Operator::Add),
            Kind::Minus => Some(Operator::Subtract),
            _ => None,
        })
    }

    fn product(&mut self) -> Parsed<Spanned> {
        self.compute(Self::negation, |kind| match kind {
            Kind::Multiply => Some(Operator::Multiply),
            Kind::Divide => Some(Operator::Divide),
            Kind::Modulo => Some(Operator::Modulo),
            _ => None,
        })
    }

    fn compute(
        &mut self,
        operand: impl Fn(&mut Self) -> Parsed<Spanned>,
        operator: impl Fn(Kind) -> Option<Operator>,
    ) -> Parsed<Spanned> {
        let start = operand(self)?;
        if operator(self.tokens.peek()?).is_none() {
            return Ok(start);
        }
        let (mut first, mut last) = (start.first, start.last);
        let start = self.operand(start);
        let mut computations = Vec::new();
        while let Some(operator) = operator(self.tokens.peek()?) {
            let sign = self.tokens.advance()?;
            let operand = operand(self)?;
            // For Velocity such a node starts after its operator.
            first = sign + 1;
            last = self.tokens.next_index() - 1;
            computations.push(Computation {
                operator,
                operand: self.operand(operand),
                joined: self.tokens.literal(first..=last).into(),
                position: self.tokens.position(sign),
            });
        }
        Ok(Spanned {
            value: Compound::Compute(start, computations).into(),
            first,
            last,
        })
    }

    fn operand(&self, spanned: Spanned) -> Operand {
        let source = if spanned.value.may_be_absent() {
            self.tokens.literal(spanned.first..=spanned.last)
        } else {
            String::new()
        };
        Operand {
            value: spanned.value,
            source: source.into(),
        }
    }

    fn negation(&mut self) -> Parsed<Spanned> {
        let mut negated = false;
        let mut negations = 0;
        while self.negates()? {
            self.tokens.skip(Kind::Whitespace)?;
            self.tokens.advance()?;
            negated = !negated;
            negations += 1;
        }
        let mut spanned = self.primary()?;
        if negations > 0 {
            spanned.value = Compound::Not(negated, spanned.value).into();
        }
        Ok(spanned)
    }

    fn negates(&mut self) -> Parsed<bool> {
        Ok(match self.tokens.peek()? {
            Kind::Not => true,
            Kind::Whitespace => self.tokens.peek_after(1)? == Kind::Not,
            _ => false,
        })
    }

    fn primary(&mut self) -> Parsed<Spanned> {
        self.tokens.skip(Kind::Whitespace)?;
        let mut first = self.tokens.next_index();
        let mut last = first;
        let value = if self.tokens.skip(Kind::OpenParen)? {
            let inner = self.expression()?;
            first += 1;
            last = self.tokens.next_index() - 1;
            self.tokens.expect(Kind::CloseParen)?;
            inner.value
        } else {
            let value = self.value()?;
            last = last.max(self.tokens.next_index() - 1);
            value
        };
        self.tokens.skip(Kind::Whitespace)?;
        Ok(Spanned { value, first, last })
    }

    /// An argument of a method, or an element of a list or a map: a value, without operators.
    pub(super) fn argument(&mut self) -> Parsed<Expression> {
        self.tokens.skip(Kind::Whitespace)?;
        let value = self.value()?;
        self.tokens.skip(Kind::Whitespace)?;
        Ok(value)
    }

    pub(super) fn value(&mut self) -> Parsed<Expression> {
        match self.tokens.peek()? {
            Kind::Identifier | Kind::OpenReference => self.reference().map(Expression::from),
            Kind::String => self.string(),
            Kind::Integer | Kind::Float => {
                let token = self.tokens.advance()?;
                let image = self.tokens.image(token);
                if image.starts_with('#') {
                    return Err(self
                        .tokens
                        .problem_at(token, "`#` stands in front of a number"));
                }
                Ok(Numeric::parse_literal(image).into())
            }
            Kind::True | Kind::False => {
                let token = self.tokens.advance()?;
                Ok((self.tokens.kind(token) == Kind::True).into())
            }
            Kind::OpenBracket => self.nested(Self::list_or_range),
            Kind::OpenBrace => self.nested(Self::map),
            _ => Err(self.tokens.unexpected("a value")),
        }
    }

    fn list_or_range(&mut self) -> Parsed<Expression> {
        let bracket = self.tokens.expect(Kind::OpenBracket)?;
        if self.tokens.skip(Kind::CloseBracket)? {
            return Ok(Compound::List(Vec::new(), self.tokens.position(bracket)).into());
        }
        self.tokens.skip(Kind::Whitespace)?;
        let ends = matches!(
            self.tokens.peek()?,
            Kind::Identifier | Kind::OpenReference | Kind::Integer
        );
        let first = self.argument()?;
        if ends && self.tokens.skip(Kind::DoubleDot)? {
            self.tokens.skip(Kind::Whitespace)?;
            if !matches!(
                self.tokens.peek()?,
                Kind::Identifier | Kind::OpenReference | Kind::Integer
            ) {
                return Err(self
                    .tokens
                    .unexpected("a whole number or a reference to end the range"));
            }
            let last = self.argument()?;
            self.tokens.expect(Kind::CloseBracket)?;
            let position = self.tokens.position(bracket);
            return Ok(Compound::Range(first, last, position).into());
        }
        let mut elements = vec![first];
        while self.tokens.skip(Kind::Comma)? {
            elements.push(self.argument()?);
        }
        self.tokens.expect(Kind::CloseBracket)?;
        Ok(Compound::List(elements, self.tokens.position(bracket)).into())
    }

    fn map(&mut self) -> Parsed<Expression> {
        let brace = self.tokens.expect(Kind::OpenBrace)?;
        self.tokens.skip(Kind::Whitespace)?;
        let mut members = Vec::new();
        if !matches!(self.tokens.peek()?, Kind::CloseBrace | Kind::CloseReference) {
            loop {
                let key = self.argument()?;
                self.tokens.expect(Kind::Colon)?;
                members.push((key, self.argument()?));
                if !self.tokens.skip(Kind::Comma)? {
                    break;
                }
            }
        }
        if !self.tokens.skip(Kind::CloseReference)? {
            self.tokens.expect(Kind::CloseBrace)?;
        }
        Ok(Compound::Map(members, self.tokens.position(brace)).into())
    }
}
