//! Where a rendering keeps its texts, lists and maps.

use super::{
    super::{
        budget::{Budget, Fault, MAX_TEXT, TOO_LARGE},
        error::Position,
    },
    BigId, BlockId, EntryId, ListId, ListKind, LoopId, MapId, Number, Numeric, Text, Value,
    map::{Key, Map},
};
use apigw_java_regex::StepBudget;
use hashbrown::DefaultHashBuilder;
use std::{borrow::Cow, mem, ops::Range};

/// The bytes that an object takes, about, without its contents.
const OBJECT: usize = 96;

/// The objects of one rendering, or of the renderings of one request.
#[derive(Debug, Clone, Default)]
pub(crate) struct Heap {
    pub(crate) budget: Budget,
    /// How many steps a rendering may take, if fewer than usual.
    pub(crate) step_limit: Option<u64>,
    /// All texts, one after the other. A text that is part of another needs no place of its own.
    pub(super) characters: String,
    pub(super) lists: Vec<List>,
    pub(super) maps: Vec<Map>,
    pub(super) hasher: DefaultHashBuilder,
    entries: Vec<(MapId, Key)>,
    bigs: Vec<i128>,
    loops: Vec<Loop>,
    blocks: Vec<Block>,
    /// The blocks in front of this one were defined by a template that was rendered before.
    first_block: usize,
}

#[derive(Debug, Clone)]
pub(super) struct List {
    pub(super) kind: ListKind,
    pub(super) items: Vec<Value>,
    /// How often an element was added or removed.
    pub(super) changes: u32,
}

/// `$foreach` in one loop; templates can also keep members in it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Loop {
    pub(crate) index: usize,
    pub(crate) has_next: bool,
    pub(crate) parent: Option<LoopId>,
    /// What `$foreach` was before the loop.
    pub(crate) replaced: Value,
    pub(crate) members: MapId,
    pub(crate) position: Position,
}

/// A block of `#define`.
#[derive(Debug, Clone, Copy)]
struct Block {
    /// Its place in the program.
    define: usize,
    /// How often it is being rendered at the moment: it can use itself.
    depth: usize,
}

impl Heap {
    /// Gives the next rendering a budget of its own.
    pub(crate) fn begin(&mut self) {
        self.budget = self.step_limit.map(Budget::of_steps).unwrap_or_default();
        self.first_block = self.blocks.len();
        self.characters.reserve(2048);
        self.maps.reserve(8);
    }

    #[inline]
    pub(crate) fn str(&self, text: Text) -> &str {
        &self.characters[text.range()]
    }

    /// Keeps a text.
    pub(crate) fn text(&mut self, text: &str) -> Result<Text, Fault> {
        if text.len() > MAX_TEXT {
            return Err(TOO_LARGE);
        }
        self.input(text)
    }

    /// Keeps a text that the template did not make, which may be longer than others.
    pub(crate) fn input(&mut self, text: &str) -> Result<Text, Fault> {
        self.budget.read(text.len())?;
        self.budget.take(text.len())?;
        let start = self.characters.len();
        self.characters.push_str(text);
        self.since(start)
    }

    /// Keeps a text that is known to be short.
    pub(crate) fn value(&mut self, text: &str) -> Result<Value, Fault> {
        self.text(text).map(Value::Text)
    }

    /// The text that was written to the end of the characters.
    #[inline]
    pub(super) fn since(&self, start: usize) -> Result<Text, Fault> {
        let short = |length: usize| u32::try_from(length).map_err(|_| TOO_LARGE);
        Ok(Text {
            start: short(start)?,
            length: short(self.characters.len() - start)?,
        })
    }

    /// A part of a text, which was found in it.
    pub(crate) fn found(&self, text: Text, part: &str) -> Text {
        let start = part.as_ptr().addr() - self.str(text).as_ptr().addr();
        text.part(start..start + part.len())
    }

    /// Looks at texts with the steps that are left.
    pub(crate) fn with_steps<T>(
        &mut self,
        look: impl FnOnce(&Self, &mut StepBudget) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let mut steps = mem::replace(&mut self.budget.steps, StepBudget::steps(0));
        let seen = look(self, &mut steps);
        self.budget.steps = steps;
        seen
    }

    pub(super) fn id(&mut self, objects: usize) -> Result<u32, Fault> {
        self.budget.take(OBJECT)?;
        u32::try_from(objects).map_err(|_| TOO_LARGE)
    }

    #[inline]
    pub(crate) fn numeric(&self, number: Number) -> Numeric<'_> {
        match number {
            Number::Integer(value) => Numeric::Integer(value),
            Number::Long(value) => Numeric::Long(value),
            Number::Double(value) => Numeric::Double(value),
            Number::Big(id) => Numeric::Big(self.bigs[id.index()]),
            Number::Digits(text) => Numeric::Digits(Cow::Borrowed(self.str(text))),
        }
    }

    #[inline]
    pub(crate) fn number(&mut self, number: &Numeric<'_>) -> Result<Value, Fault> {
        Ok(Value::Number(match number {
            Numeric::Integer(value) => Number::Integer(*value),
            Numeric::Long(value) => Number::Long(*value),
            Numeric::Double(value) => Number::Double(*value),
            Numeric::Big(value) => {
                let id = self.id(self.bigs.len())?;
                self.bigs.push(*value);
                Number::Big(BigId(id))
            }
            Numeric::Digits(text) => Number::Digits(self.text(text)?),
        }))
    }

    pub(crate) fn new_entry(&mut self, map: MapId, key: Key) -> Result<Value, Fault> {
        let id = self.id(self.entries.len())?;
        self.entries.push((map, key));
        Ok(Value::Entry(EntryId(id)))
    }

    pub(crate) fn entry(&self, id: EntryId) -> (MapId, Key) {
        self.entries[id.index()]
    }

    pub(crate) fn new_loop(&mut self, begun: Loop) -> Result<LoopId, Fault> {
        let id = self.id(self.loops.len())?;
        self.loops.push(begun);
        Ok(LoopId(id))
    }

    pub(crate) fn looped(&self, id: LoopId) -> &Loop {
        &self.loops[id.index()]
    }

    pub(crate) fn advance(&mut self, id: LoopId, index: usize, has_next: bool) {
        let advanced = &mut self.loops[id.index()];
        advanced.index = index;
        advanced.has_next = has_next;
    }

    /// The loops from the outermost to this one.
    pub(crate) fn loop_depth(&mut self, id: LoopId) -> Result<usize, Fault> {
        let mut depth = 1;
        let mut inner = id;
        while let Some(parent) = self.looped(inner).parent {
            self.budget.charge(1)?;
            depth += 1;
            inner = parent;
        }
        Ok(depth)
    }

    pub(crate) fn define(&mut self, define: usize) -> Result<Value, Fault> {
        let id = self.id(self.blocks.len())?;
        self.blocks.push(Block { define, depth: 0 });
        Ok(Value::Block(BlockId(id)))
    }

    /// Enters a block, and gives its place in the program; nothing, if it is being rendered `most` times already.
    pub(crate) fn enter(&mut self, id: BlockId, most: usize) -> Result<Option<usize>, Fault> {
        if id.index() < self.first_block {
            return Err("a block that another template defined".into());
        }
        let block = &mut self.blocks[id.index()];
        if block.depth == most {
            return Ok(None);
        }
        block.depth += 1;
        Ok(Some(block.define))
    }

    pub(crate) fn leave(&mut self, id: BlockId) {
        self.blocks[id.index()].depth -= 1;
    }

    /// Copies a part of the characters to their end.
    pub(super) fn copy(&mut self, part: Range<usize>) {
        self.characters.extend_from_within(part);
    }
}

impl ListId {
    pub(super) fn at(heap: &mut Heap) -> Result<Self, Fault> {
        let lists = heap.lists.len();
        heap.id(lists).map(Self)
    }
}

impl MapId {
    pub(super) fn at(heap: &mut Heap) -> Result<Self, Fault> {
        let maps = heap.maps.len();
        heap.id(maps).map(Self)
    }
}
