//! What the parser makes of a template, and what the renderer runs: variables are numbered, methods are looked up, and
//! the texts of expressions lie in one string.

use super::{
    budget::Fault,
    compiled::{LiteralPath, LiteralPattern},
    error::Position,
    names::{Method, Property},
    path::Path,
    value::{Numeric, Value},
};
use std::collections::HashMap;

/// A parsed template.
#[derive(Debug)]
pub(super) struct Program {
    pub(super) block: Block,
    /// The bodies of `#define`.
    pub(super) defines: Vec<Block>,
    /// How many variables it has.
    pub(super) variables: usize,
    /// `$velocityCount` and `$velocityHasNext`, if it names them.
    pub(super) count: Option<Slot>,
    pub(super) has_next: Option<Slot>,
    /// All texts of its expressions.
    pub(super) literals: String,
}

pub(super) type Block = Vec<Node>;

/// The number of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slot(u32);

/// Some characters of [`Program::literals`].
#[derive(Debug, Clone, Copy)]
pub(super) struct Literal {
    pub(super) start: u32,
    pub(super) length: u32,
}

/// `$name` with nothing before or after it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Variable {
    pub(super) slot: Slot,
    pub(super) position: Position,
}

#[derive(Debug)]
pub(super) enum Node {
    Text(String, Position),
    Variable(Variable),
    Reference(Box<Reference>),
    Escaped(Box<Escaped>),
    /// `#set` of a variable.
    Assign {
        variable: Slot,
        value: Expression,
        position: Position,
    },
    /// `#set` of what a variable has.
    Set(Box<Set>),
    If(If),
    Foreach(Box<Foreach>),
    Define {
        name: Slot,
        /// Its place among the program's.
        define: usize,
        position: Position,
    },
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
    pub(super) target: Reference,
    /// The target's last step, which is not among its others.
    pub(super) last: Step,
    pub(super) value: Expression,
}

/// A text that is escaped for JSON, and what stands around it: quotes, in most templates.
#[derive(Debug)]
pub(super) struct Escaped {
    pub(super) before: Box<str>,
    pub(super) before_at: Position,
    /// `$util.escapeJavaScript(…).replaceAll("\\'", "'")`.
    pub(super) reference: Reference,
    pub(super) after: Box<str>,
}

#[derive(Debug)]
pub(super) struct If {
    pub(super) branches: Vec<(Expression, Block)>,
    pub(super) otherwise: Block,
}

#[derive(Debug)]
pub(super) struct Foreach {
    pub(super) item: Slot,
    pub(super) list: Expression,
    pub(super) body: Block,
    pub(super) position: Position,
}

#[derive(Debug)]
pub(super) struct Reference {
    pub(super) form: Form,
    /// What is printed in front of the value: the unescaped part of `\\$name` and `$$name`.
    pub(super) prefix: Box<str>,
    pub(super) root: Slot,
    pub(super) steps: Vec<Step>,
    pub(super) position: Position,
}

/// How a reference is written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `$name`, `${name}`, `$!name`, `$!{name}`.
    Plain,
    /// `\$name`: this text is printed for every value.
    Escaped(Box<str>),
    /// `$\!name`: nothing is printed, and there is no value.
    Silent,
    /// A name that the lexer took for a reference although it has no `$`: printed as it stands.
    Bare(Box<str>),
}

#[derive(Debug)]
pub(super) struct Step {
    pub(super) access: Access,
    pub(super) position: Position,
}

#[derive(Debug)]
pub(super) enum Access {
    Property(Literal, Property),
    Method(Invocation),
    Index(Expression),
    /// `escapeJavaScript(…).replaceAll("\\'", "'")`, which is escaping for JSON.
    EscapeForJson(Expression),
}

#[derive(Debug)]
pub(super) struct Invocation {
    pub(super) name: Literal,
    pub(super) method: Method,
    pub(super) arguments: Vec<Expression>,
    pub(super) prepared: Prepared,
}

/// What is known of a method's first argument when the template is parsed.
#[derive(Debug)]
pub(super) enum Prepared {
    Nothing,
    /// The path of `$input.path` and `$input.json`.
    Path(Result<Path, Fault>),
    /// Such a path with patterns.
    PathOfPatterns(Box<LiteralPath>),
    /// The pattern of `matches`, `replaceAll` and the like.
    Pattern(Box<LiteralPattern>),
}

/// What has a value. The kinds that most expressions are stand beside the others, so that they need no call.
#[derive(Debug)]
pub(super) enum Expression {
    Text(Literal),
    /// A boolean or an `Integer`.
    Constant(Value),
    Variable(Variable),
    Compound(Box<Compound>),
}

#[derive(Debug)]
pub(super) enum Compound {
    /// A `"…"` string that is one reference: the text that its value prints.
    Printed(Expression, Position),
    Interpolated(Interpolated),
    Number(Numeric<'static>),
    List(Vec<Expression>, Position),
    Map(Vec<(Expression, Expression)>, Position),
    Range(Expression, Expression, Position),
    Reference(Reference),
    /// Any number of `!`, of which an odd one counts.
    Not(bool, Expression),
    Any(Vec<Expression>),
    All(Vec<Expression>),
    Compare(Expression, Vec<Compared>),
    Compute(Operand, Vec<Computation>),
}

/// A `"…"` string with references or directives in it.
#[derive(Debug)]
pub(super) struct Interpolated {
    pub(super) body: Block,
    /// The parser added a blank, which ends the last reference, and which is not part of the string.
    pub(super) padded: bool,
    pub(super) position: Position,
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

impl Reference {
    /// Whether it prints its value, and nothing in front of it.
    pub(super) fn prints_its_value(&self) -> bool {
        self.form == Form::Plain && self.prefix.is_empty()
    }

    /// Whether it is `$util.escapeJavaScript(…).replaceAll("\\'", "'")`.
    pub(super) fn escapes_for_json(&self) -> bool {
        self.prints_its_value()
            && self.root == Slot::UTIL
            && matches!(
                &self.steps[..],
                [Step {
                    access: Access::EscapeForJson(_),
                    ..
                }]
            )
    }

    /// The variable that it is.
    pub(super) fn variable(&self) -> Option<Variable> {
        (self.prints_its_value() && self.steps.is_empty()).then_some(Variable {
            slot: self.root,
            position: self.position,
        })
    }
}

impl Node {
    /// Whether it prints the value of a reference, and nothing in front of it.
    pub(super) fn prints_its_value(&self) -> bool {
        match self {
            Self::Variable(_) => true,
            Self::Reference(reference) => reference.prints_its_value(),
            _ => false,
        }
    }

    /// The reference that it is, with its place.
    pub(super) fn into_value(self) -> Option<(Expression, Position)> {
        match self {
            Self::Variable(variable) => Some((Expression::Variable(variable), variable.position)),
            Self::Reference(reference) => {
                let position = reference.position;
                Some((Expression::from(*reference), position))
            }
            _ => None,
        }
    }
}

impl From<Reference> for Node {
    fn from(reference: Reference) -> Self {
        match reference.variable() {
            Some(variable) => Self::Variable(variable),
            None => Self::Reference(Box::new(reference)),
        }
    }
}

impl From<Reference> for Expression {
    fn from(reference: Reference) -> Self {
        match reference.variable() {
            Some(variable) => Self::Variable(variable),
            None => Compound::Reference(reference).into(),
        }
    }
}

impl From<Compound> for Expression {
    fn from(compound: Compound) -> Self {
        Self::Compound(Box::new(compound))
    }
}

impl From<bool> for Expression {
    fn from(value: bool) -> Self {
        Self::Constant(value.into())
    }
}

impl From<Numeric<'static>> for Expression {
    fn from(number: Numeric<'static>) -> Self {
        match number {
            Numeric::Integer(value) => Self::Constant(value.into()),
            number => Compound::Number(number).into(),
        }
    }
}

impl Expression {
    /// The variable at the start of a reference.
    pub(super) fn root(&self) -> Option<Slot> {
        match self {
            Self::Variable(variable) => Some(variable.slot),
            Self::Compound(compound) => match &**compound {
                Compound::Reference(reference) => Some(reference.root),
                _ => None,
            },
            _ => None,
        }
    }

    /// Whether its value may be absent, so that its source matters.
    pub(super) fn may_be_absent(&self) -> bool {
        let Self::Compound(compound) = self else {
            return false;
        };
        match &**compound {
            Compound::Range(..) | Compound::Compute(..) => true,
            Compound::Reference(reference) => {
                matches!(reference.form, Form::Silent | Form::Bare(_))
            }
            _ => false,
        }
    }
}

impl Slot {
    pub(super) const INPUT: Self = Self(0);
    pub(super) const UTIL: Self = Self(1);
    pub(super) const CONTEXT: Self = Self(2);
    pub(super) const STAGE_VARIABLES: Self = Self(3);
    pub(super) const FOREACH: Self = Self(4);

    /// The variables that every rendering has, by their numbers.
    const NAMED: [&str; 5] = ["input", "util", "context", "stageVariables", "foreach"];

    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The parts of a program that its blocks share, as they are found.
#[derive(Debug)]
pub(super) struct Shared {
    slots: HashMap<Box<str>, Slot>,
    literals: String,
    /// How many patterns and paths are compiled by renderings.
    compiled: usize,
    pub(super) defines: Vec<Block>,
}

impl Default for Shared {
    fn default() -> Self {
        let mut shared = Self {
            slots: HashMap::new(),
            literals: String::new(),
            compiled: 0,
            defines: Vec::new(),
        };
        for name in Slot::NAMED {
            shared.slot(name);
        }
        shared
    }
}

impl Shared {
    pub(super) fn slot(&mut self, name: &str) -> Slot {
        if let Some(slot) = self.slots.get(name) {
            return *slot;
        }
        let slot = Slot(u32::try_from(self.slots.len()).unwrap_or(u32::MAX));
        self.slots.insert(name.into(), slot);
        slot
    }

    pub(super) fn literal(&mut self, text: &str) -> Literal {
        let length = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        let start = self.literals.len();
        self.literals.push_str(text);
        Literal {
            start: length(start),
            length: length(text.len()),
        }
    }

    pub(super) fn text(&self, literal: Literal) -> &str {
        let start = literal.start as usize;
        &self.literals[start..start + literal.length as usize]
    }

    pub(super) fn pattern(&mut self) -> Box<LiteralPattern> {
        Box::new(LiteralPattern::new(self.next_compiled()))
    }

    pub(super) fn path(&mut self) -> LiteralPath {
        LiteralPath::new(self.next_compiled())
    }

    fn next_compiled(&mut self) -> usize {
        self.compiled += 1;
        self.compiled - 1
    }

    pub(super) fn program(self, block: Block) -> Program {
        Program {
            block,
            defines: self.defines,
            variables: self.slots.len(),
            count: self.slots.get("velocityCount").copied(),
            has_next: self.slots.get("velocityHasNext").copied(),
            literals: self.literals,
        }
    }
}
