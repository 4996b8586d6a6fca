//! What the parser makes of a template, and what the renderer walks.

use super::{error::Position, value::Number};
use std::sync::Arc;

pub(super) type Block = Vec<Node>;

#[derive(Debug)]
pub(super) enum Node {
    Text(String),
    Reference(Reference),
    Set(Set),
    If(If),
    Foreach(Box<Foreach>),
    Break {
        scope: Option<Expression>,
        position: Position,
    },
    Stop {
        message: Option<Expression>,
    },
}

#[derive(Debug)]
pub(super) struct Set {
    /// The variable, when the left side is a bare name.
    pub(super) variable: Box<str>,
    pub(super) target: Reference,
    pub(super) value: Expression,
}

#[derive(Debug)]
pub(super) struct If {
    pub(super) branches: Vec<(Expression, Block)>,
    pub(super) otherwise: Block,
}

#[derive(Debug)]
pub(super) struct Foreach {
    pub(super) item: Box<str>,
    pub(super) list: Expression,
    pub(super) body: Block,
    pub(super) position: Position,
}

#[derive(Debug)]
pub(super) struct Reference {
    pub(super) form: Form,
    /// What is printed in front of the value: the unescaped part of `\\$name` and `$$name`.
    pub(super) prefix: Box<str>,
    pub(super) root: Box<str>,
    pub(super) steps: Vec<Step>,
    pub(super) position: Position,
}

/// How a reference is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `$name`, `${name}`, `$!name`, `$!{name}`.
    Plain,
    /// `\$name`: this text is printed, whatever the value is.
    Escaped(Box<str>),
    /// `$\!name`: nothing is printed, and there is no value.
    Silent,
    /// A name that the lexer took for a reference although it has no `$`: printed as it stands.
    Bare,
}

#[derive(Debug)]
pub(super) struct Step {
    pub(super) access: Access,
    pub(super) position: Position,
}

#[derive(Debug)]
pub(super) enum Access {
    Property(Box<str>),
    Method(Box<str>, Vec<Expression>),
    Index(Expression),
}

#[derive(Debug)]
pub(super) enum Expression {
    Text(Arc<str>),
    Interpolated(Interpolated),
    Number(Number),
    Boolean(bool),
    List(Vec<Expression>),
    Map(Vec<(Expression, Expression)>, Position),
    Range(Box<(Expression, Expression)>, Position),
    Reference(Box<Reference>),
    /// Any number of `!`, of which an odd one counts.
    Not(bool, Box<Expression>),
    Any(Vec<Expression>),
    All(Vec<Expression>),
    Compare(Box<Expression>, Vec<Compared>),
    Compute(Box<Operand>, Vec<Computation>),
}

/// A `"…"` string with references or directives in it.
#[derive(Debug)]
pub(super) struct Interpolated {
    pub(super) body: Block,
    /// The parser added a blank, which ends the last reference, and which is not part of the string.
    pub(super) padded: bool,
}

/// What `+` with a string prints for an operand without a value is its source.
#[derive(Debug)]
pub(super) struct Operand {
    pub(super) value: Expression,
    pub(super) source: Box<str>,
}

/// One step of a left-associative chain of comparisons.
#[derive(Debug)]
pub(super) struct Compared {
    pub(super) comparison: Comparison,
    pub(super) operand: Expression,
    pub(super) position: Position,
}

/// One step of a left-associative chain of arithmetic.
#[derive(Debug)]
pub(super) struct Computation {
    pub(super) operator: Operator,
    pub(super) operand: Operand,
    /// The source that stands for the whole chain up to here.
    pub(super) joined: Box<str>,
    pub(super) position: Position,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Operator {
    Add,
    Subtract,
    Multiply,
    Divide,
    Modulo,
}

impl Expression {
    /// Whether its value may be absent, so that its source matters.
    pub(super) fn may_be_absent(&self) -> bool {
        match self {
            Self::Range(..) | Self::Compute(..) => true,
            Self::Reference(reference) => matches!(reference.form, Form::Silent | Form::Bare),
            _ => false,
        }
    }
}
