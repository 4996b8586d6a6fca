//! References: reading them, printing them, and setting what they name.
//!
//! As on AWS, a reference that leads nowhere is the empty string, wherever it stands.

use super::{
    super::{
        ast::{Access, Form, Reference, Set, Step},
        methods::{self, Call},
        value::{Key, Number, Value},
    },
    Rendered, Renderer, failed,
};

impl<'a> Renderer<'a> {
    pub(super) fn print(&mut self, reference: &'a Reference, out: &mut String) -> Rendered<()> {
        if reference.form == Form::Bare {
            return self.append(out, &reference.root, reference.position);
        }
        let value = self.resolve(reference)?;
        self.append(out, &reference.prefix, reference.position)?;
        match (&reference.form, &value) {
            (Form::Escaped(source), _) => self.append(out, source, reference.position),
            (_, Value::Text(text)) => self.append(out, text, reference.position),
            _ => {
                let text = value
                    .to_text()
                    .map_err(|problem| failed(reference.position, problem.to_string()))?;
                self.append(out, &text, reference.position)
            }
        }
    }

    pub(super) fn reference_value(&mut self, reference: &'a Reference) -> Rendered<Value> {
        match reference.form {
            Form::Plain | Form::Escaped(_) => self.resolve(reference),
            Form::Silent | Form::Bare => Ok(Value::Null),
        }
    }

    /// Every value but `false` holds: the empty string, too.
    pub(super) fn reference_holds(&mut self, reference: &'a Reference) -> Rendered<bool> {
        if reference.form == Form::Bare {
            return Ok(false);
        }
        Ok(!matches!(self.resolve(reference)?, Value::Boolean(false)))
    }

    fn resolve(&mut self, reference: &'a Reference) -> Rendered<Value> {
        self.charge(1, reference.position)?;
        let mut value = match reference.form {
            Form::Silent => Value::Null,
            _ => self.variable(&reference.root),
        };
        for step in &reference.steps {
            if matches!(value, Value::Null) {
                break;
            }
            value = self.step(&value, step)?;
        }
        Ok(match value {
            Value::Null => Value::from(""),
            value => value,
        })
    }

    fn step(&mut self, receiver: &Value, step: &'a Step) -> Rendered<Value> {
        self.charge(1, step.position)?;
        let found = match &step.access {
            Access::Property(name) => methods::property(receiver, name, &self.scope.input)
                .map_err(|problem| failed(step.position, problem))?,
            Access::Method(name, arguments) => {
                let arguments = arguments
                    .iter()
                    .map(|argument| self.value(argument))
                    .collect::<Rendered<Vec<_>>>()?;
                self.charge(
                    weight(receiver) + arguments.iter().map(weight).sum::<usize>(),
                    step.position,
                )?;
                let call = Call {
                    name,
                    arguments: &arguments,
                    input: &self.scope.input,
                    patterns: &mut self.patterns,
                };
                let called = methods::call(receiver, call);
                called.map_err(|problem| {
                    failed(step.position, format!("`{name}` failed: {problem}"))
                })?
            }
            Access::Index(index) => {
                let index = self.value(index)?;
                element(receiver, &index).map_err(|problem| failed(step.position, problem))?
            }
        };
        Ok(found.unwrap_or_default())
    }

    pub(super) fn set(&mut self, set: &'a Set) -> Rendered<()> {
        let value = self.value(&set.value)?;
        self.charge(1, set.target.position)?;
        if matches!(value, Value::Null) {
            return Ok(());
        }
        let Some((last, path)) = set.target.steps.split_last() else {
            self.assign(&set.variable, value);
            return Ok(());
        };
        let mut receiver = self.variable(&set.target.root);
        for step in path {
            if matches!(receiver, Value::Null) {
                return Ok(());
            }
            receiver = self.step(&receiver, step)?;
        }
        let problem = |problem: String| failed(last.position, problem);
        match &last.access {
            Access::Property(name) | Access::Method(name, _) => {
                set_property(&receiver, name, value);
                Ok(())
            }
            Access::Index(index) => {
                let index = self.value(index)?;
                set_element(&receiver, &index, value).map_err(problem)
            }
        }
    }
}

/// The work that a method may do on a value.
fn weight(value: &Value) -> usize {
    match value {
        Value::Text(text) => text.len() / 64,
        Value::List(list) => list.len() / 2,
        Value::Map(map) => map.len() / 2,
        Value::View(view) => view.map.len() / 2,
        _ => 0,
    }
}

/// `receiver[index]`: a negative index counts from the end.
fn element(receiver: &Value, index: &Value) -> Result<Option<Value>, String> {
    let index = from_end(receiver, index)?;
    match (receiver, &index) {
        (Value::List(list), Value::Number(Number::Integer(at))) => {
            let item = usize::try_from(*at).ok().and_then(|at| list.get(at));
            item.map(Some).ok_or_else(|| out_of_bounds(*at, list.len()))
        }
        (Value::Map(_) | Value::Loop(_), _) => {
            let key = Key::of(&index).map_err(|problem| problem.to_string())?;
            Ok(methods::member(receiver, &key))
        }
        _ => Ok(None),
    }
}

fn set_element(receiver: &Value, index: &Value, value: Value) -> Result<(), String> {
    if matches!(receiver, Value::Null) {
        return Ok(());
    }
    let index = from_end(receiver, index)?;
    match (receiver, &index) {
        (Value::List(list), Value::Number(Number::Integer(at))) => {
            let replaced = usize::try_from(*at).ok().and_then(|at| list.set(at, value));
            replaced
                .map(drop)
                .ok_or_else(|| out_of_bounds(*at, list.len()))
        }
        (Value::Map(map), _) => {
            map.put(
                Key::of(&index).map_err(|problem| problem.to_string())?,
                value,
            );
            Ok(())
        }
        (Value::Loop(scope), _) => {
            scope.members.put(
                Key::of(&index).map_err(|problem| problem.to_string())?,
                value,
            );
            Ok(())
        }
        _ => Ok(()),
    }
}

fn set_property(receiver: &Value, name: &str, value: Value) {
    match receiver {
        Value::Map(map) => {
            map.put(Key::text(name), value);
        }
        Value::Loop(scope) => {
            scope.members.put(Key::text(name), value);
        }
        Value::Entry(map, key) if matches!(name, "value" | "Value") => {
            map.put(key.clone(), value);
        }
        _ => {}
    }
}

fn from_end(receiver: &Value, index: &Value) -> Result<Value, String> {
    let Value::Number(Number::Integer(back @ ..0)) = index else {
        return Ok(index.clone());
    };
    let length = match receiver {
        Value::List(list) => list.len(),
        Value::Map(map) => map.len(),
        Value::Loop(scope) => scope.members.len(),
        Value::View(view) => view.map.len(),
        _ => return Err("a negative index needs a list or a map".to_owned()),
    };
    let length = i32::try_from(length).unwrap_or(i32::MAX);
    Ok(Value::Number(Number::Integer(length + back)))
}

fn out_of_bounds(index: i32, length: usize) -> String {
    format!("index {index} is out of bounds for length {length}")
}
