//! `#foreach`, with the iterators of Java's collections.

use super::{
    super::{
        ast::Foreach,
        value::{Key, List, LoopScope, Value, View},
    },
    Hidden, Interrupt, Rendered, Renderer, Stop, failed,
};
use std::sync::{Arc, Mutex, atomic::AtomicUsize};

/// Where API Gateway ends a loop.
const MOST_ITERATIONS: usize = 1000;

enum Elements {
    List {
        list: Arc<List>,
        changes: usize,
        next: usize,
    },
    OfMap {
        view: View,
        changes: usize,
        keys: Vec<Key>,
        next: usize,
    },
}

impl Elements {
    fn of(value: &Value) -> Option<Self> {
        match value {
            Value::List(list) => Some(Self::List {
                list: list.clone(),
                changes: list.changes(),
                next: 0,
            }),
            Value::Map(map) => Some(Self::of_map(View::values(map))),
            Value::View(view) => Some(Self::of_map(view.clone())),
            Value::Loop(scope) => Some(Self::of_map(View::values(&scope.members))),
            _ => None,
        }
    }

    fn of_map(view: View) -> Self {
        Self::OfMap {
            changes: view.map.changes(),
            keys: view.map.members().into_iter().map(|(key, _)| key).collect(),
            view,
            next: 0,
        }
    }

    fn has_next(&self) -> bool {
        match self {
            Self::List { list, next, .. } => *next != list.len(),
            Self::OfMap { keys, next, .. } => *next != keys.len(),
        }
    }

    /// The next element; nothing, if the collection was changed meanwhile.
    fn next(&mut self) -> Option<Value> {
        match self {
            Self::List {
                list,
                changes,
                next,
            } => {
                let value = list.get(*next).filter(|_| *changes == list.changes());
                *next += 1;
                value
            }
            Self::OfMap {
                view,
                changes,
                keys,
                next,
            } => {
                let key = keys.get(*next).filter(|_| *changes == view.map.changes())?;
                *next += 1;
                Some(view.item(key))
            }
        }
    }
}

const COUNTER: &str = "velocityCount";
const HAS_NEXT: &str = "velocityHasNext";
const SCOPE: &str = "foreach";

impl<'a> Renderer<'a> {
    pub(super) fn foreach(&mut self, foreach: &'a Foreach, out: &mut String) -> Rendered<()> {
        let value = self.value(&foreach.list)?;
        let Some(mut elements) = Elements::of(&value) else {
            return Ok(());
        };
        let before =
            [&*foreach.item, COUNTER, HAS_NEXT].map(|name| (name.to_owned(), self.variable(name)));
        let scope = Arc::new(self.loop_scope());
        self.assign(SCOPE, Value::Loop(scope.clone()));
        let ended = self.iterate(foreach, &mut elements, &scope, out);
        if matches!(ended, Err(Interrupt::Failed(_))) {
            return ended;
        }
        for (name, value) in before {
            self.restore(&name, value);
        }
        self.leave_loop();
        ended
    }

    fn loop_scope(&self) -> LoopScope {
        let (parent, replaced) = match self.variable(SCOPE) {
            Value::Loop(outer) => (Some(outer), Value::Null),
            other => (None, other),
        };
        LoopScope {
            index: AtomicUsize::new(0),
            has_next: Mutex::new(false),
            parent,
            replaced,
            members: Arc::default(),
        }
    }

    fn leave_loop(&mut self) {
        if let Value::Loop(scope) = self.variable(SCOPE) {
            let outer = match &scope.parent {
                Some(parent) => Value::Loop(parent.clone()),
                None => scope.replaced.clone(),
            };
            self.restore(SCOPE, outer);
        }
    }

    fn iterate(
        &mut self,
        foreach: &'a Foreach,
        elements: &mut Elements,
        scope: &Arc<LoopScope>,
        out: &mut String,
    ) -> Rendered<()> {
        let mut hidden = true;
        for index in 0..MOST_ITERATIONS {
            if !elements.has_next() {
                break;
            }
            self.charge(1, foreach.position)?;
            self.assign(COUNTER, Value::integer(index + 1));
            let Some(value) = elements.next() else {
                return Err(failed(
                    foreach.position,
                    "the list was changed while `#foreach` ran over it",
                ));
            };
            let has_next = elements.has_next();
            self.assign(HAS_NEXT, Value::Boolean(has_next));
            let without_value = matches!(value, Value::Null);
            self.assign(&foreach.item, value);
            scope.advance(index, has_next);
            let rendered = if without_value {
                self.hidden.push(Hidden {
                    variable: &foreach.item,
                    active: hidden,
                });
                let rendered = self.block(&foreach.body, out);
                hidden = self.hidden.pop().is_some_and(|hidden| hidden.active);
                rendered
            } else {
                self.block(&foreach.body, out)
            };
            match rendered {
                Err(Interrupt::Stop(Stop::Nearest)) => break,
                Err(Interrupt::Stop(Stop::Loop(target, _))) if Arc::ptr_eq(&target, scope) => break,
                other => other?,
            }
        }
        Ok(())
    }
}
