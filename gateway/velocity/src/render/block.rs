//! Blocks of `#define`, which are rendered where they are used, and values as text.

use super::{
    super::value::BlockId, At, Interrupt, Position, Rendered, Renderer, Stop, Text, Value, failed,
};

/// How often a block can be rendered within itself: Velocity's `directive.define.max.depth`.
const MOST_IN_ITSELF: usize = 2;

/// How many blocks can be rendered within one another. Velocity's stack ends somewhere.
const DEEPEST: usize = 50;

impl Renderer<'_> {
    /// Renders a block in the scope of its use.
    pub(super) fn render_block(
        &mut self,
        id: BlockId,
        out: &mut String,
        position: Position,
    ) -> Rendered<()> {
        if self.depth == DEEPEST {
            return Err(failed(
                position,
                format!("blocks of `#define` are used in one another more than {DEEPEST} deep"),
            ));
        }
        let Some(define) = self.heap.enter(id, MOST_IN_ITSELF).at(position)? else {
            return Err(failed(
                position,
                "a block of `#define` is used in itself more than twice",
            ));
        };
        self.charge(1, position)?;
        self.depth += 1;
        let program = self.program;
        let rendered = self.block(&program.defines[define], out);
        self.depth -= 1;
        match rendered {
            Err(interrupt) if !matches!(*interrupt, Interrupt::Stop(Stop::Nearest)) => {
                Err(interrupt)
            }
            _ => {
                self.heap.leave(id);
                Ok(())
            }
        }
    }

    /// A value as a text of the heap.
    #[inline]
    pub(super) fn text(&mut self, value: Value, position: Position) -> Rendered<Text> {
        match value {
            Value::Text(text) => Ok(text),
            Value::Block(block) => self.block_text(block, position),
            other => self.heap.text_of(other).at(position),
        }
    }

    #[inline(never)]
    fn block_text(&mut self, block: BlockId, position: Position) -> Rendered<Text> {
        let mut text = String::new();
        self.render_block(block, &mut text, position)?;
        self.heap.text(&text).at(position)
    }
}
