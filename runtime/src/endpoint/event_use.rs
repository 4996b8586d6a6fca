//! Whether an extractor may ask a request for the parts of its event that are attached to it: the [`EventContext`](crate::EventContext),
//! Lambda's context, and what `lambda_http` attaches.
//!
//! In: the names of the extractor's type and of its rejection. Out: `false` for those of axum which take only what every HTTP request has,
//! and for the [`CorrelationId`], which the log has.
//! Each other one, and each kind of middleware, may ask for all: an API with one of them attaches the parts to every request, and any
//! other API saves their cost. The names are compared with each other only, so that they may be spelled in any way. The rejection is
//! part of it because a program may make extractors of axum's types for a state of its own.

use super::CorrelationId;
use axum::{
    Form, Json,
    body::Bytes,
    extract::{
        Path, Query, State,
        rejection::{
            BytesRejection, FormRejection, JsonRejection, PathRejection, QueryRejection,
            StringRejection,
        },
    },
};
use http::{HeaderMap, Method, Uri};
use std::{any::type_name, convert::Infallible};

/// Tells the names of an extractor's type and of its rejection.
pub(super) type TypeNames = fn() -> [&'static str; 2];

/// Those of an extractor `T` that refuses with `R`.
pub(super) fn type_names<T, R>() -> [&'static str; 2] {
    [type_name::<T>(), type_name::<R>()]
}

const OF_ANY_REQUEST: [TypeNames; 11] = [
    type_names::<Form<()>, FormRejection>,
    type_names::<Json<()>, JsonRejection>,
    type_names::<Path<()>, PathRejection>,
    type_names::<Query<()>, QueryRejection>,
    type_names::<State<()>, Infallible>,
    type_names::<Bytes, BytesRejection>,
    type_names::<HeaderMap, Infallible>,
    type_names::<Method, Infallible>,
    type_names::<String, StringRejection>,
    type_names::<Uri, Infallible>,
    type_names::<CorrelationId, Infallible>,
];

pub(super) fn reads_event(extractor: TypeNames) -> bool {
    let [extractor, rejection] = extractor();
    let mut known = OF_ANY_REQUEST.iter().map(|names| names());
    !known.any(|[known, refused]| {
        without_arguments(known) == without_arguments(extractor) && refused == rejection
    })
}

/// The type's name up to its generic arguments.
fn without_arguments(name: &str) -> &str {
    name.split('<').next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::WithRejection;
    use axum::{Extension, extract::Request};

    struct Own<T>(T);

    #[test]
    fn only_what_every_request_has_needs_no_event() {
        for known in [
            type_names::<Path<(u32, String)>, PathRejection>,
            type_names::<State<Own<Vec<u8>>>, Infallible>,
            type_names::<Json<Own<Request>>, JsonRejection>,
            type_names::<String, StringRejection>,
            type_names::<HeaderMap, Infallible>,
        ] {
            assert!(!reads_event(known), "{:?}", known());
        }
        for other in [
            type_names::<Request, Infallible>,
            type_names::<http::request::Parts, Infallible>,
            type_names::<http::Extensions, Infallible>,
            type_names::<Extension<()>, Infallible>,
            type_names::<Option<Path<u32>>, PathRejection>,
            type_names::<Own<Path<u32>>, PathRejection>,
            type_names::<WithRejection<Path<u32>, Infallible>, Infallible>,
            type_names::<(Path<u32>, Request), PathRejection>,
            // Extractors that a program makes of axum's types.
            type_names::<String, Infallible>,
            type_names::<Query<Own<u8>>, Own<u8>>,
        ] {
            assert!(reads_event(other), "{:?}", other());
        }
    }
}
