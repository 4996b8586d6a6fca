//! References: reading them, printing them, and setting what they name.
//!
//! As on AWS, a reference that leads nowhere is the empty string in each place.

use super::{
    super::{
        budget::Fault,
        methods::{self, Call},
        names::Method,
        program::{
            Access, Escaped, Expression, Form, Invocation, Reference, Set, Slot, Step, Variable,
        },
        scope,
        util::{Quotes, escape_java_script},
    },
    At, Key, Position, Rendered, Renderer, Text, Value,
    element::{element, set_element},
};
use std::slice;

/// A call whose result can be written to the output at once.
enum Writes<'a> {
    Escaped(Quotes),
    Json(&'a Invocation),
}

impl<'a> Renderer<'a> {
    pub(super) fn print(&mut self, reference: &'a Reference, out: &mut String) -> Rendered<()> {
        let position = reference.position;
        match &reference.form {
            Form::Bare(name) => return self.append(out, name, position),
            Form::Escaped(source) => {
                self.resolve(reference)?;
                self.append(out, &reference.prefix, position)?;
                return self.append(out, source, position);
            }
            Form::Plain | Form::Silent => {}
        }
        if let Some((last, steps)) = reference.steps.split_last()
            && let Some(printed) = self.print_call(reference, steps, last, out)?
        {
            return Ok(printed);
        }
        match self.resolve(reference)? {
            // Velocity prints no prefix in front of a block.
            Value::Block(block) => self.render_block(block, out, position),
            value => {
                self.print_prefix(reference, out)?;
                self.heap.print(value, out).at(position)
            }
        }
    }

    #[inline]
    fn print_prefix(&mut self, reference: &'a Reference, out: &mut String) -> Rendered<()> {
        if reference.prefix.is_empty() {
            return Ok(());
        }
        self.append(out, &reference.prefix, reference.position)
    }

    /// Writes the result of a reference's last call to the output, without a copy on the heap, if there is a way.
    fn print_call(
        &mut self,
        reference: &'a Reference,
        steps: &'a [Step],
        last: &'a Step,
        out: &mut String,
    ) -> Rendered<Option<()>> {
        let position = last.position;
        let (argument, writes) = match &last.access {
            Access::EscapeForJson(argument) => (argument, Writes::Escaped(Quotes::Plain)),
            Access::Method(invocation) => match (invocation.method, &*invocation.arguments) {
                (Method::EscapeJavaScript, [argument]) => {
                    (argument, Writes::Escaped(Quotes::Escaped))
                }
                (Method::Json, [path @ Expression::Text(_)]) => (path, Writes::Json(invocation)),
                _ => return Ok(None),
            },
            _ => return Ok(None),
        };
        let root = self.root(reference)?;
        let receiver = self.steps(root, steps)?;
        match (receiver, writes) {
            (Value::Util, Writes::Escaped(quotes)) => {
                let argument = self.value(argument)?;
                let text = self.text(argument, position)?;
                self.print_prefix(reference, out)?;
                self.escape(text, quotes, out, position)?;
            }
            (Value::Input, Writes::Json(invocation)) => {
                self.print_prefix(reference, out)?;
                let path = self.value(argument)?;
                let path = self.text(path, position)?;
                self.inputs
                    .write_json(self.heap, path, &invocation.prepared, out)
                    .map_err(|fault| self.call_failed(invocation, &fault))
                    .at(position)?;
            }
            (receiver, _) => {
                let value = self.last_step(receiver, slice::from_ref(last))?;
                self.print_prefix(reference, out)?;
                self.heap.print(value, out).at(reference.position)?;
            }
        }
        Ok(Some(()))
    }

    #[inline]
    pub(super) fn print_escaped(&mut self, escaped: &'a Escaped, out: &mut String) -> Rendered<()> {
        let reference = &escaped.reference;
        self.append(out, &escaped.before, escaped.before_at)?;
        match (self.variables.get(Slot::UTIL), &reference.steps[..]) {
            (
                Value::Util,
                [
                    Step {
                        access: Access::EscapeForJson(argument),
                        position,
                    },
                ],
            ) => {
                self.charge(1, reference.position)?;
                let argument = self.value(argument)?;
                let text = self.text(argument, *position)?;
                self.escape(text, Quotes::Plain, out, *position)?;
            }
            _ => self.print(reference, out)?,
        }
        self.append(out, &escaped.after, reference.position)
    }

    fn escape(
        &mut self,
        text: Text,
        quotes: Quotes,
        out: &mut String,
        position: Position,
    ) -> Rendered<()> {
        self.heap.budget.write(out, text.len()).at(position)?;
        let before = out.len();
        escape_java_script(self.heap.str(text), quotes, out);
        let added = (out.len() - before).saturating_sub(text.len());
        self.heap.budget.take(added).at(position)
    }

    pub(super) fn reference_value(&mut self, reference: &'a Reference) -> Rendered<Value> {
        match reference.form {
            Form::Plain | Form::Escaped(_) => self.resolve(reference),
            Form::Silent | Form::Bare(_) => Ok(Value::Null),
        }
    }

    /// Every value but `false` holds: the empty string, too. Velocity prints a value to see whether it is there,
    /// which for a block has effects.
    pub(super) fn reference_holds(&mut self, reference: &'a Reference) -> Rendered<bool> {
        if matches!(reference.form, Form::Bare(_)) {
            return Ok(false);
        }
        let value = self.resolve(reference)?;
        self.value_holds(value, reference.position)
    }

    #[inline]
    pub(super) fn value_holds(&mut self, value: Value, position: Position) -> Rendered<bool> {
        match value {
            Value::Boolean(value) => Ok(value),
            Value::Block(block) => {
                self.render_block(block, &mut String::new(), position)?;
                Ok(true)
            }
            _ => Ok(true),
        }
    }

    /// What a variable is worth in an expression or in the text.
    #[inline]
    pub(super) fn variable_value(&mut self, variable: Variable) -> Rendered<Value> {
        self.charge(1, variable.position)?;
        Ok(match self.variable(variable.slot, variable.position)? {
            Value::Null => Value::EMPTY,
            value => value,
        })
    }

    #[inline]
    pub(super) fn print_value(
        &mut self,
        value: Value,
        out: &mut String,
        position: Position,
    ) -> Rendered<()> {
        match value {
            Value::Block(block) => self.render_block(block, out, position),
            value => self.heap.print(value, out).at(position),
        }
    }

    #[inline]
    pub(super) fn resolve(&mut self, reference: &'a Reference) -> Rendered<Value> {
        let root = self.root(reference)?;
        self.last_step(root, &reference.steps)
    }

    /// The value of the variable at the start.
    #[inline]
    fn root(&mut self, reference: &'a Reference) -> Rendered<Value> {
        self.charge(1, reference.position)?;
        match reference.form {
            Form::Silent => Ok(Value::Null),
            _ => self.variable(reference.root, reference.position),
        }
    }

    #[inline]
    fn steps(&mut self, mut value: Value, steps: &'a [Step]) -> Rendered<Value> {
        for step in steps {
            if value.is_null() {
                break;
            }
            value = self.step(value, step)?;
        }
        Ok(value)
    }

    #[inline]
    fn last_step(&mut self, value: Value, steps: &'a [Step]) -> Rendered<Value> {
        Ok(match self.steps(value, steps)? {
            Value::Null => Value::EMPTY,
            value => value,
        })
    }

    #[inline]
    fn variable(&mut self, slot: Slot, position: Position) -> Rendered<Value> {
        match self.variables.get(slot) {
            asked @ (Value::Context | Value::StageVariables) => {
                self.asked_for(asked, slot, position)
            }
            value => Ok(value),
        }
    }

    /// The value of a variable that is made when a template first asks for it.
    #[cold]
    fn asked_for(&mut self, asked: Value, slot: Slot, position: Position) -> Rendered<Value> {
        let value = if matches!(asked, Value::Context) {
            match *self.context {
                Some(context) => context,
                None => self.context().at(position)?,
            }
        } else {
            let variables = self.inputs.source.stage_variables().on(self.heap);
            variables.at(position)?
        };
        self.variables.assign(slot, value);
        Ok(value)
    }

    fn context(&mut self) -> Result<Value, Fault> {
        let given = self.inputs.source.context().on(self.heap);
        let given = given.map_err(|fault| format!("`$context` is {fault}"))?;
        let context = scope::with_overrides(self.heap, given)?;
        *self.context = Some(context);
        Ok(context)
    }

    fn step(&mut self, receiver: Value, step: &'a Step) -> Rendered<Value> {
        self.charge(1, step.position)?;
        let found = match &step.access {
            Access::Property(name, property) => {
                let name = self.literal(*name);
                methods::property(self.heap, &mut self.inputs, receiver, name, *property)
                    .at(step.position)?
            }
            Access::Method(invocation) => self.invoke(receiver, invocation, step.position)?,
            Access::Index(index) => {
                let index = self.value(index)?;
                element(self.heap, receiver, index).at(step.position)?
            }
            Access::EscapeForJson(argument) => {
                self.escape_for_json(receiver, argument, step.position)?
            }
        };
        Ok(found.unwrap_or_default())
    }

    #[inline(never)]
    fn escape_for_json(
        &mut self,
        receiver: Value,
        argument: &'a Expression,
        position: Position,
    ) -> Rendered<Option<Value>> {
        let argument = self.value(argument)?;
        if !matches!(receiver, Value::Util) {
            return Ok(None);
        }
        let text = self.text(argument, position)?;
        let mut escaped = String::new();
        self.escape(text, Quotes::Plain, &mut escaped, position)?;
        self.heap.value(&escaped).at(position).map(Some)
    }

    fn invoke(
        &mut self,
        receiver: Value,
        invocation: &'a Invocation,
        position: Position,
    ) -> Rendered<Option<Value>> {
        let method = invocation.method;
        match &*invocation.arguments {
            [] => {
                let found = methods::look_up(self.heap, receiver, method, None);
                match found.at(position)? {
                    None => self.call(receiver, invocation, &[], position),
                    found => Ok(found),
                }
            }
            [argument] => {
                let argument = self.argument(receiver, argument, position)?;
                let found = methods::look_up(self.heap, receiver, method, Some(argument));
                match found.at(position)? {
                    None => self.call(receiver, invocation, &[argument], position),
                    found => Ok(found),
                }
            }
            several => self.invoke_with(receiver, invocation, several, position),
        }
    }

    #[inline(never)]
    fn invoke_with(
        &mut self,
        receiver: Value,
        invocation: &'a Invocation,
        arguments: &'a [Expression],
        position: Position,
    ) -> Rendered<Option<Value>> {
        if let [first, second] = arguments {
            let first = self.argument(receiver, first, position)?;
            let second = self.argument(receiver, second, position)?;
            return self.call(receiver, invocation, &[first, second], position);
        }
        let values = arguments.iter();
        let values = values.map(|argument| self.argument(receiver, argument, position));
        let values = values.collect::<Rendered<Vec<_>>>()?;
        self.call(receiver, invocation, &values, position)
    }

    #[inline(never)]
    fn call(
        &mut self,
        receiver: Value,
        invocation: &'a Invocation,
        arguments: &[Value],
        position: Position,
    ) -> Rendered<Option<Value>> {
        if let (Value::Block(_), Method::ToString, []) = (receiver, invocation.method, arguments) {
            return self.text(receiver, position).map(|text| Some(text.into()));
        }
        let read = |value: &Value| match value {
            Value::Text(text) => text.len() / 32,
            _ => 0,
        };
        let read: usize = read(&receiver) + arguments.iter().map(read).sum::<usize>();
        self.charge(read, position)?;
        let mut call = Call {
            heap: self.heap,
            inputs: &mut self.inputs,
            patterns: &mut self.patterns,
            method: invocation.method,
            prepared: &invocation.prepared,
        };
        let called = methods::call(&mut call, receiver, arguments);
        called
            .map_err(|fault| self.call_failed(invocation, &fault))
            .at(position)
    }

    /// An argument; `$util` sees a block as the text that it prints.
    #[inline]
    fn argument(
        &mut self,
        receiver: Value,
        argument: &'a Expression,
        position: Position,
    ) -> Rendered<Value> {
        match (receiver, self.value(argument)?) {
            (Value::Util, block @ Value::Block(_)) => self.text(block, position).map(Value::Text),
            (_, value) => Ok(value),
        }
    }

    fn call_failed(&self, invocation: &Invocation, fault: &Fault) -> Fault {
        let name = self.heap.str(self.literal(invocation.name));
        format!("`{name}` failed: {fault}").into()
    }

    pub(super) fn set(&mut self, set: &'a Set) -> Rendered<()> {
        let value = self.value(&set.value)?;
        self.charge(1, set.target.position)?;
        if value.is_null() {
            return Ok(());
        }
        let root = self.variable(set.target.root, set.target.position)?;
        let receiver = self.steps(root, &set.target.steps)?;
        if receiver.is_null() {
            return Ok(());
        }
        let last = &set.last;
        match &last.access {
            Access::Property(name, _) | Access::Method(Invocation { name, .. }) => {
                self.set_property(receiver, *name, value).at(last.position)
            }
            Access::EscapeForJson(_) => Ok(()),
            Access::Index(index) => {
                let index = self.value(index)?;
                set_element(self.heap, receiver, index, value).at(last.position)
            }
        }
    }

    fn set_property(
        &mut self,
        receiver: Value,
        name: super::Literal,
        value: Value,
    ) -> Result<(), Fault> {
        let name = self.literal(name);
        match receiver {
            Value::Map(map) => {
                self.heap.put(map, Key::Text(name), value)?;
            }
            Value::Loop(id) => {
                let members = self.heap.looped(id).members;
                self.heap.put(members, Key::Text(name), value)?;
            }
            Value::Entry(entry) if matches!(self.heap.str(name), "value" | "Value") => {
                let (map, key) = self.heap.entry(entry);
                self.heap.put(map, key, value)?;
            }
            _ => {}
        }
        Ok(())
    }
}
