//! Whether an extractor may ask a request for the parts of its event that `lambda_http` attaches.
//!
//! In: the name of the extractor's type. Out: `false` for those of axum which take only what every HTTP request has. Each other one, and
//! each kind of middleware, may ask for all: an API with one of them attaches the parts to every request, and any other API saves
//! their cost. The names are compared with each other only, so that they may be spelled in any way.

use super::WithRejection;
use axum::{
    Form, Json,
    body::Bytes,
    extract::{Path, Query, State},
};
use http::{HeaderMap, Method, Uri};
use std::{any::type_name, convert::Infallible};

/// Tells the name of an extractor's type.
pub(super) type TypeName = fn() -> &'static str;

const OF_ANY_REQUEST: [TypeName; 10] = [
    type_name::<Form<()>>,
    type_name::<Json<()>>,
    type_name::<Path<()>>,
    type_name::<Query<()>>,
    type_name::<State<()>>,
    type_name::<Bytes>,
    type_name::<HeaderMap>,
    type_name::<Method>,
    type_name::<String>,
    type_name::<Uri>,
];

pub(super) fn reads_event(extractor: TypeName) -> bool {
    let name = extractor();
    let around = without_arguments(type_name::<WithRejection<(), Infallible>>());
    let inner = name
        .strip_prefix(around)
        .and_then(|rest| rest.strip_prefix('<'));
    let name = without_arguments(inner.unwrap_or(name));
    let mut known = OF_ANY_REQUEST.iter();
    !known.any(|known| without_arguments(known()) == name)
}

/// The type's name up to its generic arguments.
fn without_arguments(name: &str) -> &str {
    name.split(['<', ',']).next().unwrap_or(name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Extension, extract::Request};

    struct Own<T>(T);

    #[test]
    fn only_what_every_request_has_needs_no_event() {
        for known in [
            type_name::<Path<(u32, String)>>,
            type_name::<State<Own<Vec<u8>>>>,
            type_name::<Json<Own<Request>>>,
            type_name::<WithRejection<Path<u32>, Infallible>>,
            type_name::<WithRejection<String, Infallible>>,
            type_name::<String>,
            type_name::<HeaderMap>,
        ] {
            assert!(!reads_event(known), "{}", known());
        }
        for other in [
            type_name::<Request>,
            type_name::<http::request::Parts>,
            type_name::<http::Extensions>,
            type_name::<Extension<()>>,
            type_name::<Option<Path<u32>>>,
            type_name::<Own<Path<u32>>>,
            type_name::<WithRejection<Own<Path<u32>>, Infallible>>,
            type_name::<WithRejection<Request, Infallible>>,
            type_name::<(Path<u32>, Request)>,
        ] {
            assert!(reads_event(other), "{}", other());
        }
    }
}
