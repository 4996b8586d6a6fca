//! What the parser makes of a template, and what the renderer runs: variables are numbered, methods are looked up, and
//! the texts of expressions lie in one string.

use super::{
    budget::Fault,
    compiled::{LiteralPath, LiteralPattern},
    error::Position,
    names::{Method, Property},
    path::Path,
    value::Numeric,
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
    pub(super) start: usize,
    pub(super) length: usize,
}

#[derive(Debug)]
pub(super) enum Node {
    Text(String, Position),
    Reference(Reference),
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
    /// The variable, when the left side is a bare name.
    pub(super) variable: Slot,
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

#[derive(Debug)]
pub(super) enum Expression {
    Text(Literal),
    /// A `"…"` string that is one reference: the text that its value prints.
    Printed(Box<Reference>),
    Interpolated(Interpolated),
    Number(Numeric<'static>),
    Boolean(bool),
    List(Vec<Expression>, Position),
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
}

impl Expression {
    /// Whether its value may be absent, so that its source matters.
    pub(super) fn may_be_absent(&self) -> bool {
        match self {
            Self::Range(..) | Self::Compute(..) => true,
            Self::Reference(reference) => matches!(reference.form, Form::Silent | Form::Bare(_)),
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
    pub(super) const COUNTER: Self = Self(5);
    pub(super) const HAS_NEXT: Self = Self(6);

    /// The variables that every rendering has, by their numbers.
    const NAMED: [&str; 7] = [
        "input",
        "util",
        "context",
        "stageVariables",
        "foreach",
        "velocityCount",
        "velocityHasNext",
    ];

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
        let start = self.literals.len();
        self.literals.push_str(text);
        Literal {
            start,
            length: text.len(),
        }
    }

    pub(super) fn text(&self, literal: Literal) -> &str {
        &self.literals[literal.start..literal.start + literal.length]
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
            literals: self.literals,
        }
    }
}
