//! Problem details.

use super::{BodyFormat, ReceivedBody, Shape, received};
use crate::{
    Occurrence,
    json::{self, Members, Object, Serialized},
};
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

struct Body<'a>(&'a Occurrence<'a>);

impl Object for Body<'_> {
    fn add_to<O: Members>(&self, object: &mut O) -> Result<(), O::Error> {
        let Self(error) = self;
        object.text("type", error.response().problem_type())?;
        object.text("title", error.title())?;
        object.value("status", &error.status().as_u16())?;
        if let Some(fixed) = error.detail() {
            object.text("detail", fixed)?;
        } else if let Some(error) = error.visible_error() {
            object.shown("detail", error)?;
        }
        object.text("code", error.code())?;
        if let Some(pointer) = error.pointer() {
            object.text("pointer", pointer)?;
        }
        if !error.field_errors().is_empty() {
            object.list("errors", error.field_errors())?;
        }
        error.members().add_to(object)
    }
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
        Serialized(Body(error))
    }

    fn write(out: &mut String, error: &Occurrence<'_>) -> serde_json::Result<()> {
        json::write_object(out, &Body(error))
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
