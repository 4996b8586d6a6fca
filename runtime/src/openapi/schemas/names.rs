//! Names of models: letters and digits only, and no two alike.

use super::Finished;
use std::collections::{BTreeMap, BTreeSet};

/// The names that are taken.
#[derive(Debug, Default)]
pub(super) struct Names(BTreeSet<String>);

impl Names {
    /// `wanted`, with a number behind it if another model is called so.
    pub(super) fn unique(&mut self, wanted: &str) -> String {
        let mut wanted = capitalised(wanted);
        if wanted.is_empty() {
            "Model".clone_into(&mut wanted);
        }
        let mut name = wanted.clone();
        for number in 2_usize.. {
            if self.0.insert(name.clone()) {
                break;
            }
            name = format!("{wanted}{number}");
        }
        name
    }

    /// A name for each definition of `side`.
    pub(super) fn of(&mut self, side: &Finished) -> BTreeMap<String, String> {
        let names = side.definitions.keys();
        names
            .map(|name| (name.clone(), self.unique(name)))
            .collect()
    }

    /// Names for the definitions of requests: the response's name where both are the same schema.
    pub(super) fn shared(
        &mut self,
        requests: &Finished,
        responses: &BTreeMap<String, String>,
        differing: &BTreeSet<String>,
    ) -> BTreeMap<String, String> {
        requests
            .definitions
            .keys()
            .map(|name| {
                let model = match responses.get(name) {
                    Some(_) if differing.contains(name) => self.unique(&format!("{name}Input")),
                    Some(shared) => shared.clone(),
                    None => self.unique(name),
                };
                (name.clone(), model)
            })
            .collect()
    }
}

/// The text's letters and digits, with a capital at the start of each word.
pub(super) fn capitalised(text: &str) -> String {
    text.split(|character: char| !character.is_ascii_alphanumeric())
        .flat_map(|word| {
            let mut characters = word.chars();
            let first = characters.next().map(|first| first.to_ascii_uppercase());
            first.into_iter().chain(characters)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_alphanumeric_and_unique() {
        let mut names = Names::default();
        assert_eq!(names.unique("page_for_Item"), "PageForItem");
        assert_eq!(names.unique("Page<forItem>"), "PageForItem2");
        assert_eq!(names.unique("é"), "Model");
    }
}
