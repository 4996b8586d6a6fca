//! The values of a template: what Java's objects are to Velocity.
//!
//! A [`Value`] is small and copied; texts, lists and maps are on the [`Heap`] of the rendering, which they share as in
//! Java: `#set($copy = $map)` gives the same map a second name. Nothing is freed before the rendering is over, so the
//! heap's budget bounds memory, and dropping it needs no recursion.

mod display;
mod equality;
mod heap;
mod lists;
mod map;
mod maps;
mod number;
mod read_json;
mod write_json;

pub(crate) use heap::{Heap, Loop};
pub(crate) use lists::LONGEST_LIST;
pub(crate) use map::Key;
pub(crate) use number::Numeric;
pub(crate) use write_json::Slashes;

use std::ops::Range;

/// How deep a value may be nested to be read, printed or compared.
const MAX_DEPTH: usize = 256;

/// Any value that a template can hold.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) enum Value {
    /// JSON's `null`, and what has no value.
    #[default]
    Null,
    Boolean(bool),
    Number(Number),
    /// A `java.lang.Character`.
    Character(char),
    Text(Text),
    /// A list: of a JSON text, of a template, or an array.
    List(ListId),
    /// A map that keeps the order of its members.
    Map(MapId),
    /// What `keySet()`, `values()` and `entrySet()` give.
    View(View),
    /// One member of a map.
    Entry(EntryId),
    /// `$foreach`.
    Loop(LoopId),
    /// `$foreach.info`.
    LoopInfo(LoopId),
    /// What `#define` defines.
    Block(BlockId),
    /// `$input`.
    Input,
    /// `$util`.
    Util,
    /// `$context`, which no template of the request has asked for yet.
    Context,
    /// `$stageVariables`, likewise.
    StageVariables,
}

/// A number as Java has it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Number {
    /// `java.lang.Integer`.
    Integer(i32),
    /// `java.lang.Long`.
    Long(i64),
    /// `java.lang.Double`.
    Double(f64),
    /// `java.math.BigInteger`.
    Big(BigId),
    /// A `BigInteger` or `BigDecimal` that is only carried along, never computed with.
    Digits(Text),
}

/// Some characters of the heap.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Text {
    start: u32,
    length: u32,
}

/// A live view of a map.
#[derive(Debug, Clone, Copy)]
pub(crate) struct View {
    pub(crate) kind: ViewKind,
    pub(crate) map: MapId,
}

/// What of a map is in view.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ViewKind {
    /// `keySet()`.
    Keys,
    /// `values()`.
    Values,
    /// `entrySet()`.
    Entries,
}

/// Where a list comes from decides how it prints.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ListKind {
    /// From a JSON text: prints as JSON.
    Json,
    /// From the template: prints as `[a, b]`.
    Java,
    /// From `split`: an array.
    Array,
}

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub(crate) struct $name(u32);

        impl $name {
            fn index(self) -> usize {
                self.0 as usize
            }
        }
    )*};
}

ids! {
    /// The place of a list on the heap.
    ListId
    /// The place of a map on the heap.
    MapId
    /// The place of an entry on the heap.
    EntryId
    /// The place of a loop on the heap.
    LoopId
    /// The place of a large number on the heap.
    BigId
    /// The place of a defined block on the heap.
    BlockId
}

impl Text {
    pub(crate) const EMPTY: Self = Self {
        start: 0,
        length: 0,
    };

    pub(crate) fn len(self) -> usize {
        self.length as usize
    }

    pub(crate) fn is_empty(self) -> bool {
        self.length == 0
    }

    fn range(self) -> Range<usize> {
        let start = self.start as usize;
        start..start + self.len()
    }

    /// Some bytes of the text.
    #[inline]
    pub(crate) fn slice(self, start: u32, length: u32) -> Self {
        Self {
            start: self.start + start,
            length,
        }
    }

    /// Some bytes of the text.
    pub(crate) fn part(self, bytes: Range<usize>) -> Self {
        let short = |bytes: usize| u32::try_from(bytes).unwrap_or(u32::MAX);
        self.slice(short(bytes.start), short(bytes.len()))
    }
}

impl Value {
    pub(crate) const EMPTY: Self = Self::Text(Text::EMPTY);

    pub(crate) fn integer(value: usize) -> Self {
        Self::from(i32::try_from(value).unwrap_or(i32::MAX))
    }

    pub(crate) fn is_null(self) -> bool {
        matches!(self, Self::Null)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl From<i32> for Value {
    fn from(value: i32) -> Self {
        Self::Number(Number::Integer(value))
    }
}

impl From<f64> for Value {
    fn from(value: f64) -> Self {
        Self::Number(Number::Double(value))
    }
}

impl From<Text> for Value {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}
