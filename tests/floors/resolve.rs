//! A name in a module → the module or the crate that it leads to, through every import and re-export on the way.

use crate::{
    names::{Import, Name},
    tree::{Crate, ModulePath},
};

/// Where a name leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Place {
    /// The module that has the item.
    Module(ModulePath),
    /// A crate, which need not be one of the workspace.
    Crate(String),
}

/// How many imports may lead to each other; more is a circle of imports, which rustc refuses.
const IMPORTS: usize = 32;

impl Crate {
    /// Where `name` leads that stands in `module`.
    pub(crate) fn place(&self, module: &ModulePath, name: &Name) -> Option<Place> {
        self.follow(module, &name.segments, name.is_absolute, IMPORTS)
    }

    fn follow(
        &self,
        module: &ModulePath,
        segments: &[String],
        is_absolute: bool,
        left: usize,
    ) -> Option<Place> {
        let left = left.checked_sub(1)?;
        let (first, rest) = segments.split_first()?;
        match &**first {
            "crate" => self.walk(&Vec::new(), rest, left),
            "self" | "super" if !is_absolute => self.walk(module, segments, left),
            name if name == self.name => self.walk(&Vec::new(), rest, left),
            _ if is_absolute => Some(Place::Crate(first.clone())),
            name if self.has(module, name, left) => self.walk(module, segments, left),
            _ => Some(Place::Crate(first.clone())),
        }
    }

    /// Where `segments` lead from inside of `module`.
    fn walk(&self, module: &ModulePath, segments: &[String], left: usize) -> Option<Place> {
        let left = left.checked_sub(1)?;
        let Some((first, rest)) = segments.split_first() else {
            return Some(Place::Module(module.clone()));
        };
        if first == "self" {
            return self.walk(module, rest, left);
        }
        if first == "super" {
            let parent = module[..module.len().checked_sub(1)?].to_vec();
            return self.walk(&parent, rest, left);
        }
        let mut child = module.clone();
        child.push(first.clone());
        if self.modules.contains_key(&child) {
            return self.walk(&child, rest, left);
        }
        let here = &self.modules[module];
        if here.items.contains(first) {
            return Some(Place::Module(module.clone()));
        }
        for name in &here.names {
            match &name.import {
                Some(Import::As(alias)) if alias == first => {
                    let path = [&*name.segments, rest].concat();
                    return self.follow(module, &path, name.is_absolute, left);
                }
                Some(Import::Glob) => {
                    if let Some(Place::Module(other)) =
                        self.follow(module, &name.segments, name.is_absolute, left)
                        && other != *module
                        && self.has(&other, first, left)
                    {
                        return self.walk(&other, segments, left);
                    }
                }
                _ => {}
            }
        }
        let exported = self.macros.get(first).filter(|_| module.is_empty());
        Some(Place::Module(exported.unwrap_or(module).clone()))
    }

    /// Whether `module` has or imports something of this name.
    fn has(&self, module: &ModulePath, name: &str, left: usize) -> bool {
        let Some(left) = left.checked_sub(1) else {
            return false;
        };
        let mut child = module.clone();
        child.push(name.to_owned());
        let here = &self.modules[module];
        self.modules.contains_key(&child)
            || here.items.contains(name)
            || here.names.iter().any(|import| match &import.import {
                Some(Import::As(alias)) => alias == name,
                Some(Import::Glob) => {
                    match self.follow(module, &import.segments, import.is_absolute, left) {
                        Some(Place::Module(other)) => {
                            other != *module && self.has(&other, name, left)
                        }
                        _ => false,
                    }
                }
                None => false,
            })
    }
}
