//! Program + scope → text: the statements.

mod block;
mod element;
mod expression;
mod foreach;
mod reference;
mod variables;

use super::{
    budget::Fault,
    error::{Position, RenderError},
    input::Source,
    inputs::Inputs,
    methods::Patterns,
    program::{Block, Expression, Literal, Node, Program},
    scope::Scope,
    value::{Heap, Key, LoopId, Text, Value},
};
use variables::Variables;

/// The room that the output has at first, in bytes.
const USUAL_LENGTH: usize = 2048;

/// Renders a program. `$context` stays in the scope, all else ends with the rendering.
pub(super) fn render(
    program: &Program,
    scope: &mut Scope,
    source: &dyn Source,
) -> Result<String, RenderError> {
    let start = Position { line: 1, column: 1 };
    let at_start = |fault: Fault| RenderError::new(start, fault);
    scope.heap.begin();
    let literals = scope.heap.input(&program.literals).map_err(at_start)?;
    let mut renderer = Renderer {
        program,
        heap: &mut scope.heap,
        context: &mut scope.context,
        inputs: Inputs::new(source),
        patterns: Patterns::default(),
        variables: Variables::new(program.variables),
        literals,
        spare: Vec::new(),
        depth: 0,
    };
    let mut text = String::with_capacity(USUAL_LENGTH);
    match renderer.block(&program.block, &mut text) {
        Ok(()) => Ok(text),
        Err(interrupt) => match *interrupt {
            Interrupt::Stop(Stop::Nearest | Stop::Template) => Ok(text),
            Interrupt::Stop(Stop::Loop(_, position)) => Err(RenderError::new(
                position,
                "`#break` names a loop that is over",
            )),
            Interrupt::Failed(error) => Err(error),
        },
    }
}

/// Why a rendering does not go on.
enum Interrupt {
    Stop(Stop),
    Failed(RenderError),
}

/// What ends.
enum Stop {
    /// The innermost loop or block of `#define`, or the template.
    Nearest,
    Loop(LoopId, Position),
    Template,
}

/// Boxed, so that what goes on, which is nearly all, is passed in a register.
type Rendered<T> = Result<T, Box<Interrupt>>;

struct Renderer<'a> {
    program: &'a Program,
    heap: &'a mut Heap,
    context: &'a mut Option<Value>,
    inputs: Inputs<'a>,
    patterns: Patterns,
    variables: Variables,
    /// The texts of the program's expressions, on the heap.
    literals: Text,
    /// Strings that interpolations have used, to be used again.
    spare: Vec<String>,
    /// How many blocks of `#define` are being rendered within one another.
    depth: usize,
}

impl<'a> Renderer<'a> {
    fn block(&mut self, block: &'a Block, out: &mut String) -> Rendered<()> {
        for node in block {
            self.node(node, out)?;
        }
        Ok(())
    }

    fn node(&mut self, node: &'a Node, out: &mut String) -> Rendered<()> {
        match node {
            Node::Text(text, position) => self.append(out, text, *position)?,
            Node::Variable(variable) => {
                let value = self.variable_value(*variable)?;
                self.print_value(value, out, variable.position)?;
            }
            Node::Reference(reference) => self.print(reference, out)?,
            Node::Escaped(escaped) => self.print_escaped(escaped, out)?,
            Node::Assign {
                variable,
                value,
                position,
            } => {
                let value = self.value(value)?;
                self.charge(1, *position)?;
                if !value.is_null() {
                    self.variables.assign(*variable, value);
                }
            }
            Node::Set(set) => self.set(set)?,
            Node::If(statement) => {
                for (condition, block) in &statement.branches {
                    if self.holds(condition)? {
                        return self.block(block, out);
                    }
                }
                self.block(&statement.otherwise, out)?;
            }
            Node::Foreach(foreach) => self.foreach(foreach, out)?,
            Node::Define {
                name,
                define,
                position,
            } => {
                let block = self.heap.define(*define).at(*position)?;
                self.variables.assign(*name, block);
            }
            Node::Break { scope, position } => {
                return Err(self.break_out(scope.as_ref(), *position)?);
            }
            Node::Stop { message } => {
                if let Some(message) = message {
                    self.value(message)?;
                }
                return Err(Box::new(Interrupt::Stop(Stop::Template)));
            }
        }
        Ok(())
    }

    fn break_out(
        &mut self,
        scope: Option<&'a Expression>,
        position: Position,
    ) -> Rendered<Box<Interrupt>> {
        let Some(scope) = scope else {
            return Ok(Box::new(Interrupt::Stop(Stop::Nearest)));
        };
        match self.value(scope)? {
            Value::Loop(target) => Ok(Box::new(Interrupt::Stop(Stop::Loop(target, position)))),
            _ => Err(failed(
                position,
                "`#break` needs a loop, such as `$foreach.parent`",
            )),
        }
    }

    #[inline]
    fn charge(&mut self, steps: usize, position: Position) -> Rendered<()> {
        self.heap.budget.charge(steps).at(position)
    }

    #[inline]
    fn append(&mut self, out: &mut String, text: &str, position: Position) -> Rendered<()> {
        self.heap.budget.write(out, text.len()).at(position)?;
        out.push_str(text);
        Ok(())
    }

    #[inline]
    fn literal(&self, literal: Literal) -> Text {
        self.literals.slice(literal.start, literal.length)
    }
}

/// Gives a fault its place.
trait At<T> {
    fn at(self, position: Position) -> Rendered<T>;
}

impl<T> At<T> for Result<T, Fault> {
    #[inline]
    fn at(self, position: Position) -> Rendered<T> {
        self.map_err(|fault| failed(position, fault))
    }
}

#[cold]
#[expect(
    clippy::unnecessary_box_returns,
    reason = "it is the error of `Rendered`"
)]
fn failed(position: Position, problem: impl Into<Fault>) -> Box<Interrupt> {
    Box::new(Interrupt::Failed(RenderError::new(position, problem)))
}
