//! The field for which an extractor refused a request.
//!
//! In: a rejection of axum, and for a path its route. Out: the place as a JSON pointer, and what is wrong there.
//!
//! Axum keeps the path that [`serde_path_to_error`] followed among the sources of its rejections, and says so in the docs of
//! `axum::extract`, "Accessing inner errors", together with a warning that this may change. If it does, answers list no field, and
//! their text still names it.

use super::Route;
use crate::{DeclaredResponse, FieldError, Rejection};
use axum::extract::{path::ErrorKind, rejection::FailedToDeserializePathParams};
use serde::de::value;
use serde_path_to_error::{Path, Segment};
use std::{error::Error, iter};

/// The most bytes of a pointer; what stands deeper belongs to the place that the pointer reaches.
const LONGEST_POINTER: usize = 1000;

/// The place in the request and what is wrong there.
pub(super) struct RejectedField {
    pointer: String,
    message: String,
}

impl RejectedField {
    /// The field error of an answer that is declared as `declared`.
    pub(super) fn into_error(self, declared: &'static DeclaredResponse) -> FieldError {
        FieldError::new(declared.code(), Rejection::shortened(self.message)).at(self.pointer)
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
        let mut pointer = String::new();
        push(&mut pointer, name);
        Some(Self {
            pointer,
            message: kind.to_string(),
        })
    }

    /// The place to which `path` leads, or the field that is missing there.
    fn new(path: &Path, message: String) -> Self {
        let mut pointer = String::new();
        let reached = path.iter().all(|segment| match segment {
            Segment::Seq { index } => push(&mut pointer, &index.to_string()),
            Segment::Map { key } | Segment::Enum { variant: key } => push(&mut pointer, key),
            Segment::Unknown => false,
        });
        if let Some(name) = missing_field(&message).filter(|_| reached) {
            push(&mut pointer, name);
        }
        Self { pointer, message }
    }
}

/// The name in the text of [`serde::de::Error::missing_field`].
fn missing_field(message: &str) -> Option<&str> {
    message.strip_prefix("missing field `")?.strip_suffix('`')
}

/// Adds one reference token ([RFC 6901, section 3](https://www.rfc-editor.org/rfc/rfc6901#section-3)), if there is room for it.
fn push(pointer: &mut String, token: &str) -> bool {
    let token = token.replace('~', "~0").replace('/', "~1");
    let fits = pointer.len() + token.len() < LONGEST_POINTER;
    if fits {
        pointer.push('/');
        pointer.push_str(&token);
    }
    fits
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

    fn refused<T: DeserializeOwned>(body: &str) -> (String, String) {
        let Err(JsonRejection::JsonDataError(error)) = Json::<T>::from_bytes(body.as_bytes())
        else {
            panic!("{body} is not refused for its data")
        };
        let RejectedField { pointer, message } = RejectedField::in_json(&error).unwrap();
        (pointer, message)
    }

    #[test]
    fn a_field_of_a_body_is_a_json_pointer() {
        for (body, pointer, message) in [
            (r#"{"lines":[{}]}"#, "/lines/0/sku", "missing field `sku`"),
            ("{}", "/lines", "missing field `lines`"),
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
        let key = "k".repeat(LONGEST_POINTER);
        let body = format!(r#"{{"lines":[],"notes":{{"{key}":300}}}}"#);
        assert_eq!(refused::<Order>(&body).0, "/notes");
    }

    #[test]
    fn a_field_of_a_query_is_a_json_pointer() {
        for (uri, pointer) in [("/?count=1", "/sku"), ("/?sku=A&count=many", "/count")] {
            let rejection = Query::<Line>::try_from_uri(&uri.parse().unwrap()).unwrap_err();
            assert_eq!(RejectedField::in_form(&rejection).unwrap().pointer, pointer);
        }
    }
}
