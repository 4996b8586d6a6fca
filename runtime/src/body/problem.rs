//! Problem details.

use super::{BodyFormat, ReceivedBody, Shape, received};
use crate::{FieldError, Members, Occurrence};
use serde::Serialize;

/// Problem details, [RFC 9457](https://www.rfc-editor.org/rfc/rfc9457): the default format.
///
/// ```
/// use lambda_api_errors::{Problem, api_errors, callback};
///
/// #[api_errors(body = Problem)]
/// #[derive(Debug, thiserror::Error)]
/// #[error("no cart {id}")]
/// #[api(status = 404)]
/// struct NoCart {
///     #[api(extension)]
///     id: u32,
/// }
/// assert_eq!(
///     callback::encode(&NoCart { id: 7 }),
///     r#"Not Found: {"type":"about:blank","title":"Not Found","status":404,"detail":"no cart 7","code":"NoCart","id":7}"#
/// );
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Problem;

#[derive(Serialize)]
struct Body<'a, M> {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<Detail<M>>,
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pointer: Option<&'static str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    errors: &'a [FieldError],
    #[serde(flatten)]
    members: Members<'a>,
}

/// The fixed explanation where there is one, the error's own text otherwise.
#[derive(Serialize)]
#[serde(untagged)]
pub(super) enum Detail<M> {
    Fixed(&'static str),
    Message(M),
}

pub(super) fn detail(error: &Occurrence<'_>) -> Option<Detail<impl Serialize>> {
    match error.detail() {
        Some(fixed) => Some(Detail::Fixed(fixed)),
        None => error.message().map(Detail::Message),
    }
}

impl BodyFormat for Problem {
    const MEDIA_TYPE: &'static str = "application/problem+json";
    const MEMBERS: &'static [&'static str] = &[
        "type", "title", "status", "detail", "instance", "code", "pointer", "errors",
    ];
    const SHAPE: Shape = Shape::Problem;

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        Body {
            r#type: error.response().problem_type(),
            title: error.title(),
            status: error.status().as_u16(),
            detail: detail(error),
            code: error.code(),
            pointer: error.pointer(),
            errors: error.field_errors(),
            members: error.members(),
        }
    }

    #[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
    fn schema(described: &super::DescribedResponse<'_>) -> Option<serde_json::Value> {
        Some(super::schema::problem(described))
    }

    fn read(body: &[u8]) -> Option<ReceivedBody> {
        let mut members = received::members(body)?;
        let mut received = ReceivedBody::new(received::take::<String>(&mut members, "code")?);
        received.status = received::take(&mut members, "status");
        received.message = received::take(&mut members, "detail");
        if members.contains_key("errors") {
            received.field_errors = received::take(&mut members, "errors")?;
        }
        Some(received.members(members))
    }
}
