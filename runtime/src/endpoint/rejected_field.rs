//! The field for which an extractor refused a request.
//!
//! In: a rejection of axum, and for a path its route. Out: the place as a JSON pointer, and what is wrong there.
//!
//! Axum keeps the path that [`serde_path_to_error`] followed among the sources of its rejections, and says so in the docs of
//! `axum::extract`, "Accessing inner errors", together with a warning that this may change. If it does, answers list no field, and
//! their text still names it.

use super::Route;
use crate::{DeclaredResponse, FieldError, field_error::Pointer};
use axum::extract::{path::ErrorKind, rejection::FailedToDeserializePathParams};
use serde::de::value;
use serde_path_to_error::{Path, Segment};
use std::{error::Error, iter};

/// The place in the request and what is wrong there.
pub(super) struct RejectedField {
    pointer: Pointer,
    message: String,
}

impl RejectedField {
    /// The field error of an answer that is declared as `declared`.
    pub(super) fn into_error(self, declared: &'static DeclaredResponse) -> FieldError {
        self.pointer.error(declared.code(), self.message)
    }

    /// The field of a JSON body.
    pub(super) fn in_json(rejection: &(dyn Error + 'static)) -> Option<Self> {
        let error: &serde_path_to_error::Error<serde_json::Error> = source_of(rejection)?;
        let inner = error.inner();
        let place = format!(" at line {} column {}", inner.line(), inner.column());
        let message = inner.to_string();
        let message = message.strip_suffix(&place).unwrap_or(&message);
        Some(Self::new(error.path(), message.to_owned()))
    }

    /// The field of a query string or a form.
    pub(super) fn in_form(rejection: &(dyn Error + 'static)) -> Option<Self> {
        let error: &serde_path_to_error::Error<value::Error> = source_of(rejection)?;
        Some(Self::new(error.path(), error.inner().to_string()))
    }

    /// The parameter of a path. Where the extractor knows it by its position, or as the only one, the route has its name.
    pub(super) fn in_path(
        rejection: &FailedToDeserializePathParams,
        route: Option<Route>,
    ) -> Option<Self> {
        let kind = rejection.kind();
        let mut names = route
            .iter()
            .flat_map(|route| super::path::names(route.path()));
        let name = match kind {
            ErrorKind::ParseErrorAtKey { key, .. }
            | ErrorKind::DeserializeError { key, .. }
            | ErrorKind::InvalidUtf8InPathParam { key } => key,
            ErrorKind::ParseErrorAtIndex { index, .. } => names.nth(*index)?,
            ErrorKind::ParseError { .. } => names.next().filter(|_| names.next().is_none())?,
            _ => return None,
        };
        let mut pointer = Pointer::default();
        pointer.push(name);
        Some(Self {
            pointer,
            message: kind.to_string(),
        })
    }

    /// The place to which `path` leads, or the field there that is missing or given twice.
    fn new(path: &Path, message: String) -> Self {
        let mut pointer = Pointer::default();
        let reached = path.iter().all(|segment| match segment {
            Segment::Seq { index } => pointer.push(&index.to_string()),
            Segment::Map { key } | Segment::Enum { variant: key } => pointer.push(key),
            Segment::Unknown => false,
        });
        if let Some(name) = field_in_text(&message).filter(|_| reached) {
            pointer.push(name);
        }
        Self { pointer, message }
    }
}

/// The name in the texts of [`serde::de::Error::missing_field`] and of [`duplicate_field`](serde::de::Error::duplicate_field).
fn field_in_text(message: &str) -> Option<&str> {
    let name = message.strip_prefix("missing field `");
    let name = name.or_else(|| message.strip_prefix("duplicate field `"));
    name?.strip_suffix('`')
}

fn source_of<'a, E: Error + 'static>(error: &'a (dyn Error + 'static)) -> Option<&'a E> {
    /// Axum puts two errors around it.
    const DEEPEST: usize = 8;
    iter::successors(Some(error), |&error| error.source())
        .take(DEEPEST)
        .find_map(|error| error.downcast_ref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{
        Json,
        extract::{Query, rejection::JsonRejection},
    };
    use serde::{Deserialize, de::DeserializeOwned};
    use std::collections::HashMap;

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "only read by extractors")]
    struct Order {
        lines: Vec<Line>,
        #[serde(default)]
        notes: HashMap<String, u8>,
        payment: Option<Payment>,
    }

    #[derive(Debug, Deserialize)]
    #[serde(deny_unknown_fields)]
    #[allow(dead_code, reason = "only read by extractors")]
    struct Line {
        sku: String,
        count: Option<u8>,
    }

    #[derive(Debug, Deserialize)]
    #[allow(dead_code, reason = "only read by extractors")]
    enum Payment {
        Card { number: u64 },
    }

    fn place(pointer: Pointer) -> String {
        let source = pointer.error("", String::new()).source;
        source.expect("a pointer").into_owned()
    }

    fn refused<T: DeserializeOwned>(body: &str) -> (String, String) {
        let Err(JsonRejection::JsonDataError(error)) = Json::<T>::from_bytes(body.as_bytes())
        else {
            panic!("{body} is not refused for its data")
        };
        let RejectedField { pointer, message } = RejectedField::in_json(&error).unwrap();
        (place(pointer), message)
    }

    #[test]
    fn a_field_of_a_body_is_a_json_pointer() {
        for (body, pointer, message) in [
            (r#"{"lines":[{}]}"#, "/lines/0/sku", "missing field `sku`"),
            ("{}", "/lines", "missing field `lines`"),
            (
                r#"{"lines":[{"sku":"A","sku":"B"}]}"#,
                "/lines/0/sku",
                "duplicate field `sku`",
            ),
            (
                r#"{"lines":[{"sku":"A"},{"sku":7}]}"#,
                "/lines/1/sku",
                "invalid type: integer `7`, expected a string",
            ),
            (
                r#"{"lines":[{"sku":"A","colour":1}]}"#,
                "/lines/0/colour",
                "unknown field `colour`, expected `sku` or `count`",
            ),
            (
                r#"{"lines":[],"notes":{"a/b~c":300}}"#,
                "/notes/a~1b~0c",
                "invalid value: integer `300`, expected u8",
            ),
            (
                r#"{"lines":[],"payment":{"Card":{"number":"x"}}}"#,
                "/payment/Card/number",
                "invalid type: string \"x\", expected u64",
            ),
            ("7", "", "invalid type: integer `7`, expected struct Order"),
        ] {
            assert_eq!(
                refused::<Order>(body),
                (pointer.to_owned(), message.to_owned()),
                "{body}"
            );
        }
    }

    #[test]
    fn a_pointer_has_a_longest_length() {
        let key = "k".repeat(1000);
        let body = format!(r#"{{"lines":[],"notes":{{"{key}":300}}}}"#);
        assert_eq!(refused::<Order>(&body).0, "/notes");
    }

    #[test]
    fn a_field_of_a_query_is_a_json_pointer() {
        for (uri, pointer) in [("/?count=1", "/sku"), ("/?sku=A&count=many", "/count")] {
            let rejection = Query::<Line>::try_from_uri(&uri.parse().unwrap()).unwrap_err();
            let field = RejectedField::in_form(&rejection).unwrap();
            assert_eq!(place(field.pointer), pointer);
        }
    }
}
