//! `#foreach`, with the iterators of Java's collections.

use super::{
    super::{
        program::{Foreach, Slot},
        value::{ListId, Loop, View, ViewKind},
    },
    At, Heap, Interrupt, LoopId, Rendered, Renderer, Stop, Value, failed,
};
use crate::budget::Fault;

/// Where API Gateway ends a loop.
const MOST_ITERATIONS: usize = 1000;

/// What a loop runs over. The length is that of its start: a list that grows is noticed by its changes.
struct Elements {
    of: Collection,
    changes: u32,
    length: usize,
    next: usize,
}

#[derive(Clone, Copy)]
enum Collection {
    List(ListId),
    OfMap(View),
}

impl Elements {
    fn of(heap: &Heap, value: Value) -> Option<Self> {
        let values = |map| View {
            kind: ViewKind::Values,
            map,
        };
        let of = match value {
            Value::List(list) => Collection::List(list),
            Value::Map(map) => Collection::OfMap(values(map)),
            Value::View(view) => Collection::OfMap(view),
            Value::Loop(id) => Collection::OfMap(values(heap.looped(id).members)),
            _ => return None,
        };
        let (changes, length) = match of {
            Collection::List(list) => (heap.list_changes(list), heap.list_len(list)),
            Collection::OfMap(view) => (heap.map_changes(view.map), heap.map_len(view.map)),
        };
        Some(Self {
            of,
            changes,
            length,
            next: 0,
        })
    }

    fn has_next(&self, heap: &Heap) -> bool {
        match self.of {
            Collection::List(list) => self.next != heap.list_len(list),
            Collection::OfMap(_) => self.next != self.length,
        }
    }

    /// The next element; nothing, if the collection was changed meanwhile.
    fn next(&mut self, heap: &mut Heap) -> Result<Option<Value>, Fault> {
        let at = self.next;
        self.next += 1;
        match self.of {
            Collection::List(list) if heap.list_changes(list) == self.changes => {
                Ok(heap.item(list, at))
            }
            Collection::OfMap(view) if heap.map_changes(view.map) == self.changes => {
                heap.view_at(view, at)
            }
            _ => Ok(None),
        }
    }
}

impl<'a> Renderer<'a> {
    pub(super) fn foreach(&mut self, foreach: &'a Foreach, out: &mut String) -> Rendered<()> {
        let value = self.value(&foreach.list)?;
        let Some(elements) = Elements::of(self.heap, value) else {
            return Ok(());
        };
        let before = [
            Some(foreach.item),
            self.program.count,
            self.program.has_next,
        ]
        .map(|slot| slot.map(|slot| (slot, self.variables.get(slot))));
        let scope = self.begin_loop(foreach)?;
        self.variables.assign(Slot::FOREACH, Value::Loop(scope));
        let ended = self.iterate(foreach, elements, scope, out);
        if let Err(interrupt) = &ended
            && matches!(**interrupt, Interrupt::Failed(_))
        {
            return ended;
        }
        for (slot, value) in before.into_iter().flatten() {
            self.variables.restore(slot, value);
        }
        self.leave_loop();
        ended
    }

    fn begin_loop(&mut self, foreach: &Foreach) -> Rendered<LoopId> {
        let (parent, replaced) = match self.variables.get(Slot::FOREACH) {
            Value::Loop(outer) => (Some(outer), Value::Null),
            other => (None, other),
        };
        let members = self.heap.new_map().at(foreach.position)?;
        let begun = Loop {
            index: 0,
            has_next: false,
            parent,
            replaced,
            members,
            position: foreach.position,
        };
        self.heap.new_loop(begun).at(foreach.position)
    }

    fn leave_loop(&mut self) {
        if let Value::Loop(scope) = self.variables.get(Slot::FOREACH) {
            let left = self.heap.looped(scope);
            let outer = left.parent.map_or(left.replaced, Value::Loop);
            self.variables.restore(Slot::FOREACH, outer);
        }
    }

    fn iterate(
        &mut self,
        foreach: &'a Foreach,
        mut elements: Elements,
        scope: LoopId,
        out: &mut String,
    ) -> Rendered<()> {
        let mut hidden = true;
        for index in 0..MOST_ITERATIONS {
            if !elements.has_next(self.heap) {
                break;
            }
            self.charge(1, foreach.position)?;
            if let Some(count) = self.program.count {
                self.variables.assign(count, Value::integer(index + 1));
            }
            let Some(value) = elements.next(self.heap).at(foreach.position)? else {
                return Err(failed(
                    foreach.position,
                    "the list was changed while `#foreach` ran over it",
                ));
            };
            let has_next = elements.has_next(self.heap);
            if let Some(slot) = self.program.has_next {
                self.variables.assign(slot, has_next.into());
            }
            self.variables.assign(foreach.item, value);
            self.heap.advance(scope, index, has_next);
            let rendered = if value.is_null() {
                self.variables.hide(foreach.item, hidden);
                let rendered = self.block(&foreach.body, out);
                hidden = self.variables.show();
                rendered
            } else {
                self.block(&foreach.body, out)
            };
            if let Err(interrupt) = rendered {
                match *interrupt {
                    Interrupt::Stop(Stop::Nearest) => break,
                    Interrupt::Stop(Stop::Loop(target, _)) if target == scope => break,
                    _ => return Err(interrupt),
                }
            }
        }
        Ok(())
    }
}
