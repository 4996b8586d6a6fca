//! The variables of a rendering.

use super::{super::program::Slot, Value};

/// Variables by their numbers.
pub(super) struct Variables {
    values: Vec<Value>,
    hidden: Vec<Hidden>,
}

/// A loop variable whose element is `null`: it has no value, even after it was set.
struct Hidden {
    variable: Slot,
    active: bool,
}

impl Variables {
    pub(super) fn new(count: usize) -> Self {
        let mut values = vec![Value::Null; count];
        let known = [
            (Slot::INPUT, Value::Input),
            (Slot::UTIL, Value::Util),
            (Slot::CONTEXT, Value::Context),
            (Slot::STAGE_VARIABLES, Value::StageVariables),
        ];
        for (slot, value) in known {
            values[slot.index()] = value;
        }
        Self {
            values,
            hidden: Vec::new(),
        }
    }

    #[inline]
    pub(super) fn get(&self, slot: Slot) -> Value {
        let is_hidden = |hidden: &Hidden| hidden.active && hidden.variable == slot;
        if self.hidden.iter().any(is_hidden) {
            return Value::Null;
        }
        self.values[slot.index()]
    }

    #[inline]
    pub(super) fn assign(&mut self, slot: Slot, value: Value) {
        if value.is_null() {
            self.mark(slot, true);
        }
        self.values[slot.index()] = value;
    }

    /// Gives a variable back the value it had.
    pub(super) fn restore(&mut self, slot: Slot, value: Value) {
        if value.is_null() {
            self.mark(slot, false);
        }
        self.values[slot.index()] = value;
    }

    /// Takes a loop variable's value away for one iteration.
    pub(super) fn hide(&mut self, variable: Slot, active: bool) {
        self.hidden.push(Hidden { variable, active });
    }

    /// Ends [`Self::hide`], and tells whether the variable was still hidden.
    pub(super) fn show(&mut self) -> bool {
        self.hidden.pop().is_some_and(|hidden| hidden.active)
    }

    fn mark(&mut self, slot: Slot, active: bool) {
        for hidden in &mut self.hidden {
            if hidden.variable == slot {
                hidden.active = active;
            }
        }
    }
}
