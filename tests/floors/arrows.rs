//! What breaks the order of the map, one line for each fault.

use crate::{
    map::Floors,
    names::Name,
    resolve::Place,
    tree::{Crate, Module, ModulePath, Read},
};
use std::collections::BTreeSet;

/// Every fault; none if all modules and crates know only those above them, and if the map is complete.
///
/// `private` has pairs of crates: only the first may name the second.
pub(crate) fn faults(map: &[Floors], private: &[(&str, &str)], read: Read<'_>) -> Vec<String> {
    let crates: Vec<Crate> = map
        .iter()
        .map(|floors| Crate::read(&floors.source, read))
        .collect();
    let mut faults = BTreeSet::new();
    for (at, (floors, current)) in map.iter().zip(&crates).enumerate() {
        faults.extend(incomplete(floors, current));
        let above: Vec<&str> = crates[..at].iter().map(|other| &*other.name).collect();
        for (path, module) in &current.modules {
            for name in &module.names {
                let place = current.place(path, name);
                faults.extend(match place {
                    Some(Place::Module(other)) => upward(floors, current, (path, name), &other),
                    Some(Place::Crate(other)) if crates.iter().any(|known| known.name == other) => {
                        foreign(&current.name, &other, &above, private)
                            .map(|fault| format!("{}: {fault}", at_line(module, name)))
                    }
                    _ => None,
                });
            }
        }
    }
    faults.into_iter().collect()
}

/// Why the crate `from` may not name the crate `to`.
fn foreign(from: &str, to: &str, above: &[&str], private: &[(&str, &str)]) -> Option<String> {
    if let Some((owner, _)) = private
        .iter()
        .find(|(owner, inner)| *inner == to && *owner != from)
    {
        return Some(format!("`{from}` names `{to}`, and only `{owner}` may"));
    }
    (!above.contains(&to)).then(|| {
        format!("the crate `{from}` names `{to}`, which does not stand above it in ARCHITECTURE.md's map")
    })
}

/// Why the module that uses a name may not know the one that has it.
fn upward(
    floors: &Floors,
    current: &Crate,
    (path, name): (&ModulePath, &Name),
    other: &ModulePath,
) -> Option<String> {
    let from = path.first()?;
    let (user, owner) = (&current.modules[path], &current.modules[other]);
    let Some(to) = other.first() else {
        return Some(format!(
            "{}: `{}` is in {}, the root, which only puts modules together: give the item a module",
            at_line(user, name),
            name.segments.join("::"),
            owner.file,
        ));
    };
    let floor = |module: &str| floors.floor(&file_name(floors, current, module));
    if from == to || floor(from)? > floor(to)? {
        return None;
    }
    Some(format!(
        "{}: `{}` is in {}: `{from}` may not know `{to}`, which stands below it in ARCHITECTURE.md's map",
        at_line(user, name),
        name.segments.join("::"),
        owner.file,
    ))
}

/// The modules that the crate or the map lacks.
fn incomplete(floors: &Floors, current: &Crate) -> Vec<String> {
    let source = &floors.source;
    let tops = current.modules.keys().filter(|path| path.len() == 1);
    let found: BTreeSet<String> = tops
        .map(|path| file_name(floors, current, &path[0]))
        .collect();
    let listed: BTreeSet<String> = floors.modules.iter().cloned().collect();
    let unlisted = found.difference(&listed);
    let unlisted = unlisted.map(|module| {
        format!("{source}: ARCHITECTURE.md's map does not have the module `{module}`")
    });
    let gone = listed.difference(&found);
    let gone = gone.map(|module| {
        format!("{source}: there is no module `{module}`, which ARCHITECTURE.md's map has")
    });
    unlisted.chain(gone).collect()
}

/// A top-level module's file or folder, which can have another name than the module.
fn file_name(floors: &Floors, current: &Crate, module: &str) -> String {
    let file = &current.modules[&vec![module.to_owned()]].file;
    let inside = file.strip_prefix(&*floors.source).unwrap_or(file);
    let first = inside
        .trim_start_matches('/')
        .split('/')
        .next()
        .unwrap_or_default();
    first.strip_suffix(".rs").unwrap_or(first).to_owned()
}

fn at_line(module: &Module, name: &Name) -> String {
    format!("{}:{}", module.file, name.line)
}
