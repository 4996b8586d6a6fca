//! An error type whose options are all valid. Only [`check`](super::check) makes these values.

use crate::status::Status;
use proc_macro2::TokenStream;
use syn::{Generics, Ident, Member, Path, Type};

pub(super) struct ErrorType {
    pub(super) head: Head,
    pub(super) doc: Option<String>,
    pub(super) settings: Settings,
    pub(super) cases: Vec<Case>,
    pub(super) claims: Vec<Claim>,
}

/// The names and generics that an impl for the type needs.
pub(super) struct Head {
    pub(super) ident: Ident,
    pub(super) generics: Generics,
    pub(super) touches_deprecated: bool,
}

/// The settings of the whole type.
pub(super) struct Settings {
    pub(super) krate: Path,
    pub(super) body: Option<Path>,
    pub(super) format: Format,
    pub(super) style: Style,
    pub(super) type_base: Option<String>,
    pub(super) rename_all: Option<crate::case::Case>,
    pub(super) decode: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Prefixed,
    Json,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum LogLevel {
    Off,
    Info,
    Warn,
    Error,
}

impl LogLevel {
    /// The levels by the names that are written in the attribute.
    pub(super) const NAMES: [(&str, Self); 4] = [
        ("off", Self::Off),
        ("info", Self::Info),
        ("warn", Self::Warn),
        ("error", Self::Error),
    ];
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Format {
    Problem,
    JsonApi,
    StatusErrors,
    HttpStatusDetails,
    ResultErrors,
    Message,
    Own,
}

/// A variant, or the struct itself when it has no name of its own.
pub(super) struct Case {
    pub(super) variant: Option<Ident>,
    pub(super) answer: Answer,
}

#[expect(
    clippy::large_enum_variant,
    reason = "there are few, and none lives long"
)]
pub(super) enum Answer {
    Response(Response),
    Transparent(Field),
}

pub(super) struct Response {
    pub(super) status: Status,
    pub(super) code: String,
    pub(super) title: String,
    pub(super) prefix: Spanned<String>,
    pub(super) doc: Option<String>,
    /// The text of `#[error("…")]` or `#[display("…")]`, as it is written.
    pub(super) display: Option<String>,
    pub(super) type_uri: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) pointer: Option<String>,
    pub(super) opaque: bool,
    pub(super) log: Option<LogLevel>,
    pub(super) members: Members,
    pub(super) rejection: Option<Field>,
    /// Whether a client can read all fields in the answer. Only `decode` asks.
    pub(super) is_readable: bool,
}

/// The fields that the client sees.
#[derive(Default)]
pub(super) struct Members {
    pub(super) headers: Vec<Named>,
    pub(super) extensions: Vec<Named>,
    pub(super) errors: Option<Field>,
}

impl Members {
    pub(super) fn is_empty(&self) -> bool {
        let Self {
            headers,
            extensions,
            errors,
        } = self;
        headers.is_empty() && extensions.is_empty() && errors.is_none()
    }
}

/// A field, with its name in the answer.
pub(super) struct Named {
    pub(super) name: Spanned<String>,
    pub(super) doc: Option<String>,
    pub(super) deprecated: bool,
    pub(super) field: Field,
}

#[derive(Clone)]
pub(super) struct Field {
    pub(super) member: Member,
    pub(super) ty: Type,
}

/// A prefix and the status that it stands for.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Claim {
    pub(super) prefix: String,
    pub(super) status: u16,
}

/// A value, with the tokens to underline when it clashes with another.
#[derive(Clone)]
pub(super) struct Spanned<T> {
    pub(super) value: T,
    pub(super) site: TokenStream,
}

impl Format {
    /// The built-in format whose name stands last in `path`.
    pub(super) fn of(path: &Path) -> Self {
        let name = path
            .segments
            .last()
            .map(|segment| segment.ident.to_string());
        match name.as_deref() {
            Some("Problem") => Self::Problem,
            Some("JsonApi") => Self::JsonApi,
            Some("StatusErrors") => Self::StatusErrors,
            Some("HttpStatusDetails") => Self::HttpStatusDetails,
            Some("ResultErrors") => Self::ResultErrors,
            Some("Message") => Self::Message,
            _ => Self::Own,
        }
    }

    /// The format's own members.
    pub(super) fn own_members(self) -> &'static [&'static str] {
        match self {
            Self::Problem => &[
                "type", "title", "status", "detail", "instance", "code", "pointer", "errors",
            ],
            Self::StatusErrors => &["status", "errors"],
            Self::HttpStatusDetails => &["error"],
            Self::ResultErrors => &["result", "errors"],
            Self::JsonApi | Self::Message | Self::Own => &[],
        }
    }
}
