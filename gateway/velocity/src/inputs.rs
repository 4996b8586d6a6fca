//! `$input` within one rendering: what the template has asked for so far.

use super::{
    budget::Fault,
    input::{Place, Source},
    path::{self, Path},
    program::Prepared,
    value::{Heap, Key, MapId, Slashes, Text, Value},
};

/// What it costs to see one parameter of the source, of which some have to be put together.
const STEPS_A_PARAMETER: usize = 4;

/// The parts of the source that are on the heap.
pub(super) struct Inputs<'p> {
    pub(super) source: &'p dyn Source,
    body: Option<Text>,
    document: Option<Result<Value, Fault>>,
    parameters: Option<MapId>,
}

impl<'p> Inputs<'p> {
    pub(super) fn new(source: &'p dyn Source) -> Self {
        Self {
            source,
            body: None,
            document: None,
            parameters: None,
        }
    }

    /// `$input.body`: an empty one reads as `{}`, as on AWS.
    pub(super) fn body(&mut self, heap: &mut Heap) -> Result<Text, Fault> {
        if let Some(body) = self.body {
            return Ok(body);
        }
        let body = match self.source.body() {
            "" => "{}",
            body => body,
        };
        let body = heap.input(body)?;
        self.body = Some(body);
        Ok(body)
    }

    /// The body as a document, which is read once.
    fn document(&mut self, heap: &mut Heap) -> Result<Value, Fault> {
        if let Some(document) = &self.document {
            return document.clone();
        }
        let body = self.body(heap)?;
        let document = heap
            .read_json(body)
            .map_err(|problem| format!("the body is {problem}").into());
        self.document = Some(document.clone());
        document
    }

    /// `$input.path(…)`: a part of the body, if the place exists.
    pub(super) fn read(
        &mut self,
        heap: &mut Heap,
        path: Text,
        prepared: &Prepared,
    ) -> Result<Option<Value>, Fault> {
        let document = self.document(heap)?;
        if document.is_null() {
            return Ok(None);
        }
        match prepared {
            Prepared::Path(Ok(path)) => path::read(heap, document, path),
            Prepared::Path(Err(problem)) => Err(problem.clone()),
            Prepared::PathOfPatterns(literal) => {
                let parsed = literal.get(heap, |heap, steps| Path::parse(heap.str(path), steps))?;
                path::read(heap, document, parsed)
            }
            _ => {
                heap.budget.charge(path.len())?;
                let path = heap.with_steps(|heap, steps| Path::parse(heap.str(path), steps))?;
                path::read(heap, document, &path)
            }
        }
    }

    /// Writes `$input.json(…)`: a place that does not exist is the empty string.
    pub(super) fn write_json(
        &mut self,
        heap: &mut Heap,
        path: Text,
        prepared: &Prepared,
        out: &mut String,
    ) -> Result<(), Fault> {
        let found = self.read(heap, path, prepared)?;
        heap.write_json(found.unwrap_or(Value::EMPTY), out, Slashes::Plain)
    }

    /// `$input.params()`.
    pub(super) fn parameters(&mut self, heap: &mut Heap) -> Result<MapId, Fault> {
        if let Some(parameters) = self.parameters {
            return Ok(parameters);
        }
        let parameters = heap.new_map_of(Place::ALL.len())?;
        for place in Place::ALL {
            let members = heap.new_map()?;
            let mut added = Ok(());
            self.source.parameters(place, &mut |name, value| {
                if added.is_ok() {
                    added = add(heap, members, name, value);
                }
            });
            added?;
            let name = Key::Text(heap.text(place.name())?);
            heap.put(parameters, name, Value::Map(members))?;
        }
        self.parameters = Some(parameters);
        Ok(parameters)
    }

    /// `$input.params(…)`; a parameter that is nowhere is the empty string.
    pub(super) fn parameter(&mut self, heap: &mut Heap, name: Text) -> Result<Value, Fault> {
        if let Some(parameters) = self.parameters {
            for place in Place::ALL {
                if let Some(Value::Map(members)) = heap.member(parameters, place.name())
                    && let Some(found) = heap.get(members, Key::Text(name))?
                {
                    return Ok(found);
                }
            }
            return Ok(Value::EMPTY);
        }
        for place in Place::ALL {
            let mut found = None;
            let mut read = 0;
            self.source.parameters(place, &mut |other, value| {
                read += STEPS_A_PARAMETER + (other.len() + value.len()) / 16;
                if heap.str(name) == other {
                    found = Some(value.to_owned());
                }
            });
            heap.budget.charge(read)?;
            if let Some(value) = found {
                return heap.input(&value).map(Value::Text);
            }
        }
        Ok(Value::EMPTY)
    }
}

fn add(heap: &mut Heap, members: MapId, name: &str, value: &str) -> Result<(), Fault> {
    let name = heap.input(name)?;
    let value = heap.input(value)?;
    heap.put(members, Key::Text(name), Value::Text(value))?;
    Ok(())
}
