//! What a client reads of a body: the counterpart of an [`Occurrence`](crate::Occurrence), on the other side of the wire.

use crate::FieldError;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// A body as a client received it, in the parts from which [`Decode`](crate::Decode) makes the error again.
///
/// [`BodyFormat::read`](crate::BodyFormat::read) has an example.
#[derive(Debug, Clone)]
pub struct ReceivedBody {
    pub(crate) identity: Identity,
    pub(crate) status: Option<u16>,
    pub(crate) code: Option<String>,
    pub(crate) message: Option<String>,
    pub(crate) members: ReceivedMembers,
    pub(crate) field_errors: Vec<FieldError>,
}

/// The members of a JSON object, unread.
pub(crate) type ReceivedMembers = BTreeMap<String, Box<RawValue>>;

/// By what a body says which error of its status it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Identity {
    /// By the code.
    Code,
    /// By this title.
    Title(String),
    /// By the start of its message.
    Prefix,
    /// By the code of its only entry. Other entries are field errors, which name codes of their own.
    Entries,
}

impl ReceivedBody {
    /// The body of an error with this code.
    #[must_use]
    pub fn new(code: impl Into<String>) -> Self {
        Self {
            code: Some(code.into()),
            ..Self::of(Identity::Code)
        }
    }

    pub(crate) fn of(identity: Identity) -> Self {
        Self {
            identity,
            status: None,
            code: None,
            message: None,
            members: ReceivedMembers::new(),
            field_errors: Vec::new(),
        }
    }

    /// Sets the text for people, which becomes the text of a [`Rejection`](crate::Rejection).
    #[must_use]
    pub fn message(mut self, message: impl Into<String>) -> Self {
        self.message = Some(message.into());
        self
    }

    /// Sets the extension members by name, as JSON. Names that no field has are ignored.
    #[must_use]
    pub fn members(mut self, members: BTreeMap<String, Box<RawValue>>) -> Self {
        self.members = members;
        self
    }

    /// Sets the field errors.
    #[must_use]
    pub fn field_errors(mut self, list: Vec<FieldError>) -> Self {
        self.field_errors = list;
        self
    }

    pub(crate) fn status(mut self, status: Option<u16>) -> Self {
        self.status = status;
        self
    }

    /// A body whose list holds the error itself, or its field errors.
    pub(crate) fn of_entries(entries: Vec<FieldError>) -> Option<Self> {
        let first = entries.first()?;
        Some(Self {
            code: Some(first.code.to_string()),
            message: Some(first.message.to_string()),
            field_errors: entries,
            ..Self::of(Identity::Entries)
        })
    }
}

/// The members of the object that `body` is.
pub(super) fn members(body: &[u8]) -> Option<ReceivedMembers> {
    serde_json::from_slice(body).ok()
}

/// Takes the member `name` out of `members`, if it is there and is a `T`.
pub(super) fn take<T: DeserializeOwned>(members: &mut ReceivedMembers, name: &str) -> Option<T> {
    serde_json::from_str(members.remove(name)?.get()).ok()
}
