//! What a value that only `terraform apply` knows comes from.

use super::plan::{Instance, Plan};
use serde_json::Value;
use std::cell::Cell;

/// How deep a reference is followed through variables and outputs of modules.
const HOPS: usize = 32;
/// How many references are looked at for one argument.
const REFERENCES: usize = 1000;

/// An attribute of a resource.
pub(super) struct Target<'p, 'a> {
    pub(super) instance: &'p Instance<'a>,
    pub(super) attribute: String,
}

/// What is looked for, and for how long.
struct Search<'k> {
    kinds: &'k [&'k str],
    left: Cell<usize>,
}

impl<'a> Plan<'a> {
    /// The resource of one of these kinds that an argument of `from` comes from.
    pub(super) fn target(
        &self,
        from: &Instance<'a>,
        argument: &str,
        kinds: &[&str],
    ) -> Option<Target<'_, 'a>> {
        let expression = &from.expressions[argument];
        let search = Search {
            kinds,
            left: Cell::new(REFERENCES),
        };
        self.follow(expression, from.module, from.index, &search, HOPS)
    }

    fn follow(
        &self,
        expression: &Value,
        module: usize,
        index: Option<&Value>,
        search: &Search<'_>,
        hops: usize,
    ) -> Option<Target<'_, 'a>> {
        let hops = hops.checked_sub(1)?;
        let references = expression["references"].as_array()?.iter();
        references.filter_map(Value::as_str).find_map(|reference| {
            search.left.set(search.left.get().checked_sub(1)?);
            let parts = parts(reference);
            match parts.as_slice() {
                ["var", name, ..] => {
                    let module = &self.modules[module];
                    let expression = &module.call["expressions"][*name];
                    self.follow(expression, module.parent?, index, search, hops)
                }
                ["module", called, output, ..] => {
                    let inner = self.called(module, called, index)?;
                    let outputs = &self.modules[inner].configuration["outputs"];
                    let expression = &outputs[*output]["expression"];
                    self.follow(expression, inner, index, search, hops)
                }
                [kind, name, attribute, ..] if search.kinds.contains(kind) => {
                    let instance = self.instance(kind, name, module, index)?;
                    Some(Target {
                        instance,
                        attribute: (*attribute).to_owned(),
                    })
                }
                _ => None,
            }
        })
    }

    /// The module that the call `called` of a module makes; of several, the one with the same index.
    fn called(&self, module: usize, called: &str, index: Option<&Value>) -> Option<usize> {
        let outer = &self.modules[module].address;
        let address = match outer.as_str() {
            "" => format!("module.{called}"),
            outer => format!("{outer}.module.{called}"),
        };
        let with_index = index.map(|index| format!("{address}[{index}]"));
        let position = |address: &str| self.modules.iter().position(|it| it.address == address);
        position(&address).or_else(|| position(&with_index?))
    }

    /// The resource of this name; of several, the one with the given or else the same index.
    fn instance(
        &self,
        kind: &str,
        name: &str,
        module: usize,
        index: Option<&Value>,
    ) -> Option<&Instance<'a>> {
        let (name, given) = match name.split_once('[') {
            Some((name, given)) => (name, Some(given.trim_end_matches(']'))),
            None => (name, None),
        };
        let all = self.named.get(&(kind, name, module))?.iter();
        let mut all = all.map(|index| &self.instances[*index]);
        let has = |it: &&Instance<'_>, index: &str| it.index.is_some_and(|it| *it == index);
        if let Some(given) = given {
            return all.find(|it| has(it, given));
        }
        let all: Vec<_> = all.collect();
        match all.as_slice() {
            [one] => Some(one),
            all => {
                let index = index?.to_string();
                all.iter().copied().find(|it| has(it, &index))
            }
        }
    }
}

/// The parts between dots, but for dots in brackets: `aws_api_gateway_resource.r["a.b"].id`.
fn parts(reference: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (at, c) in reference.char_indices() {
        match c {
            '[' => depth += 1,
            ']' => depth = depth.saturating_sub(1),
            '.' if depth == 0 => {
                parts.push(&reference[start..at]);
                start = at + 1;
            }
            _ => {}
        }
    }
    parts.push(&reference[start..]);
    parts
}
