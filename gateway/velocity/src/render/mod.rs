//! Syntax tree + scope → text: the statements.

mod expression;
mod foreach;
mod reference;

use super::{
    ast::{Block, Node},
    error::{Position, RenderError},
    methods::Patterns,
    scope::Scope,
    value::{LoopScope, MAX_TEXT, Unprintable, Value},
};
use std::sync::Arc;

/// How much a rendering may do: about one unit for each step, and for each 64 bytes of a string.
const MOST_WORK: usize = 5_000_000;

pub(super) fn render(block: &Block, scope: &mut Scope) -> Result<String, RenderError> {
    let mut renderer = Renderer {
        scope,
        patterns: Patterns::default(),
        work: 0,
        hidden: Vec::new(),
    };
    let mut text = String::new();
    match renderer.block(block, &mut text) {
        Ok(()) | Err(Interrupt::Stop(Stop::Nearest | Stop::Template)) => Ok(text),
        Err(Interrupt::Stop(Stop::Loop(_, position))) => Err(RenderError::new(
            position,
            "`#break` names a loop that is over",
        )),
        Err(Interrupt::Failed(error)) => Err(error),
    }
}

/// Why a rendering does not go on.
enum Interrupt {
    Stop(Stop),
    Failed(RenderError),
}

/// What ends.
enum Stop {
    /// The innermost loop, or the template.
    Nearest,
    Loop(Arc<LoopScope>, Position),
    Template,
}

type Rendered<T> = Result<T, Interrupt>;

struct Renderer<'a> {
    scope: &'a mut Scope,
    patterns: Patterns,
    work: usize,
    hidden: Vec<Hidden<'a>>,
}

/// A loop variable whose element is `null`: it has no value, even after it was set.
struct Hidden<'a> {
    variable: &'a str,
    active: bool,
}

impl<'a> Renderer<'a> {
    fn block(&mut self, block: &'a Block, out: &mut String) -> Rendered<()> {
        block.iter().try_for_each(|node| self.node(node, out))
    }

    fn node(&mut self, node: &'a Node, out: &mut String) -> Rendered<()> {
        match node {
            Node::Text(text) => out.push_str(text),
            Node::Reference(reference) => self.print(reference, out)?,
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
            Node::Break { scope, position } => {
                return Err(self.break_out(scope.as_ref(), *position)?);
            }
            Node::Stop { message } => {
                if let Some(message) = message {
                    self.value(message)?;
                }
                return Err(Interrupt::Stop(Stop::Template));
            }
        }
        Ok(())
    }

    fn break_out(
        &mut self,
        scope: Option<&'a super::ast::Expression>,
        position: Position,
    ) -> Rendered<Interrupt> {
        let Some(scope) = scope else {
            return Ok(Interrupt::Stop(Stop::Nearest));
        };
        match self.value(scope)? {
            Value::Loop(target) => Ok(Interrupt::Stop(Stop::Loop(target, position))),
            _ => Err(failed(
                position,
                "`#break` needs a loop, such as `$foreach.parent`",
            )),
        }
    }

    /// Counts work at `position`, and fails when it is too much.
    fn charge(&mut self, work: usize, position: Position) -> Rendered<()> {
        self.work = self.work.saturating_add(work);
        if self.work > MOST_WORK {
            return Err(failed(position, "the template does too much work"));
        }
        Ok(())
    }

    fn append(&mut self, out: &mut String, text: &str, position: Position) -> Rendered<()> {
        self.charge(1 + text.len() / 64, position)?;
        if out.len() + text.len() > MAX_TEXT {
            return Err(failed(position, Unprintable::TOO_LARGE.to_string()));
        }
        out.push_str(text);
        Ok(())
    }

    fn variable(&self, name: &str) -> Value {
        if self
            .hidden
            .iter()
            .any(|hidden| hidden.active && hidden.variable == name)
        {
            return Value::Null;
        }
        self.scope.get(name)
    }

    fn assign(&mut self, name: &str, value: Value) {
        if matches!(value, Value::Null) {
            self.hide(name, true);
        }
        self.scope.put(name, value);
    }

    /// Gives a variable back the value it had.
    fn restore(&mut self, name: &str, value: Value) {
        if matches!(value, Value::Null) {
            self.hide(name, false);
            self.scope.remove(name);
        } else {
            self.assign(name, value);
        }
    }

    fn hide(&mut self, name: &str, active: bool) {
        for hidden in self
            .hidden
            .iter_mut()
            .filter(|hidden| hidden.variable == name)
        {
            hidden.active = active;
        }
    }
}

fn failed(position: Position, problem: impl Into<String>) -> Interrupt {
    Interrupt::Failed(RenderError::new(position, problem))
}
