//! Settings of a document that the types do not state. Each is noted once, with the number of its operations.

use super::{report, words::quoted};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub(super) struct Notes(BTreeMap<Note, usize>);

#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Note {
    Function(String),
    Setting(&'static str, String),
    Authorizer(String, &'static str, String),
}

impl Notes {
    /// The function that an operation invokes.
    pub(super) fn function(&mut self, name: &str) {
        self.add(Note::Function(name.to_owned()));
    }

    /// A setting of an operation's integration.
    pub(super) fn setting(&mut self, setting: &'static str, value: &str) {
        self.add(Note::Setting(setting, value.to_owned()));
    }

    /// A setting of a security scheme that an operation has.
    pub(super) fn authorizer(&mut self, scheme: &str, setting: &'static str, value: &str) {
        self.add(Note::Authorizer(
            scheme.to_owned(),
            setting,
            value.to_owned(),
        ));
    }

    fn add(&mut self, note: Note) {
        *self.0.entry(note).or_default() += 1;
    }

    pub(super) fn into_lines(self) -> Vec<String> {
        self.0
            .into_iter()
            .map(|(note, count)| (note, report::count(count, "operation")))
            .map(|(note, operations)| match note {
                Note::Function(name) => format!(
                    "{} is the function of {operations}, which is not compared; state it with `Api::function`",
                    quoted(&name)
                ),
                Note::Setting(setting, value) => format!(
                    "`{setting}` is {} in {operations}, which is not compared; state it with `Api::integration_settings`",
                    quoted(&value)
                ),
                Note::Authorizer(scheme, setting, value) => format!(
                    "`{setting}` of the security scheme {} is {}, which is not compared; state it in `Api::security`",
                    quoted(&scheme),
                    quoted(&value)
                ),
            })
            .collect()
    }
}
