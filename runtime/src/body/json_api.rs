//! JSON:API error objects.

use super::{BodyFormat, ReceivedBody, Shape, problem, received::ReceivedMembers};
use crate::{FieldError, Members, Occurrence};
use serde::{Deserialize, Serialize, Serializer};

/// JSON:API error objects, [JSON:API 1.1](https://jsonapi.org/format/1.1/#error-objects).
///
/// ```
/// use lambda_api_errors::{JsonApi, api_errors, callback};
///
/// #[api_errors(body = JsonApi)]
/// #[derive(Debug, thiserror::Error)]
/// #[error("no such cart")]
/// #[api(status = 404, pointer = "/data/id")]
/// struct NoCart;
///
/// assert_eq!(
///     callback::encode(&NoCart),
///     r#"Not Found: {"errors":[{"status":"404","code":"NoCart","title":"Not Found","detail":"no such cart","source":{"pointer":"/data/id"}}]}"#
/// );
/// ```
#[derive(Debug, Clone, Copy)]
pub struct JsonApi;

#[derive(Serialize)]
struct Body<'a, D> {
    errors: Errors<'a, D>,
    #[serde(skip_serializing_if = "Members::is_empty")]
    meta: Members<'a>,
}

enum Errors<'a, D> {
    One([ErrorObject<'static, D>; 1]),
    Fields(u16, &'a str, &'a [FieldError]),
}

#[derive(Serialize)]
struct ErrorObject<'a, D> {
    status: Status,
    code: &'a str,
    /// The same in each answer with this code, as JSON:API asks for.
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<D>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<Source<'a>>,
}

#[derive(Serialize)]
struct Source<'a> {
    pointer: &'a str,
}

#[derive(Deserialize)]
struct ReceivedErrors {
    errors: Vec<ReceivedError>,
    #[serde(default)]
    meta: ReceivedMembers,
}

#[derive(Deserialize)]
struct ReceivedError {
    status: Option<String>,
    code: String,
    title: String,
    detail: Option<String>,
    source: Option<ReceivedSource>,
}

#[derive(Deserialize)]
struct ReceivedSource {
    pointer: Option<String>,
}

impl From<ReceivedError> for FieldError {
    fn from(received: ReceivedError) -> Self {
        let mut error = Self::new(received.code, received.title);
        error.detail = received.detail.map(Into::into);
        let pointer = received.source.and_then(|source| source.pointer);
        error.source = pointer.map(Into::into);
        error
    }
}

impl JsonApi {
    /// Undoes what `ErrorObject::of_field` does, once the title of the status is known.
    pub(crate) fn restore(field: &mut FieldError, title_of_status: &str) {
        if field.message == title_of_status
            && let Some(detail) = field.detail.take()
        {
            field.message = detail;
        }
    }
}

/// JSON:API writes a status as a string.
struct Status(u16);

impl Serialize for Status {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

impl<D: Serialize> Serialize for Errors<'_, D> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::One(error) => error.serialize(serializer),
            Self::Fields(status, title, fields) => serializer.collect_seq(
                fields
                    .iter()
                    .map(|field| ErrorObject::of_field(*status, title, field)),
            ),
        }
    }
}

impl<'a> ErrorObject<'a, &'a str> {
    /// The message may repeat what a caller sent, so it is the title only where there is a longer text for `detail`.
    fn of_field(status: u16, title_of_status: &'a str, field: &'a FieldError) -> Self {
        let (title, detail) = match field.detail.as_deref() {
            Some(detail) => (&*field.message, detail),
            None => (title_of_status, &*field.message),
        };
        Self {
            status: Status(status),
            code: &field.code,
            title,
            detail: Some(detail),
            source: field.source.as_deref().map(|pointer| Source { pointer }),
        }
    }
}

impl BodyFormat for JsonApi {
    const MEDIA_TYPE: &'static str = "application/vnd.api+json";
    const SHAPE: Shape = Shape::JsonApi;

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        let status = error.status().as_u16();
        Body {
            errors: match error.field_errors() {
                [] => Errors::One([ErrorObject {
                    status: Status(status),
                    code: error.code(),
                    title: error.title(),
                    detail: problem::detail(error),
                    source: error.pointer().map(|pointer| Source { pointer }),
                }]),
                fields => Errors::Fields(status, error.title(), fields),
            },
            meta: error.members(),
        }
    }

    #[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
    fn schema(described: &super::DescribedResponse<'_>) -> Option<serde_json::Value> {
        Some(super::schema::json_api(described))
    }

    fn read(body: &[u8]) -> Option<ReceivedBody> {
        let ReceivedErrors { errors, meta } = serde_json::from_slice(body).ok()?;
        let first = errors.first()?;
        let status = first.status.as_ref().and_then(|status| status.parse().ok());
        let message = first.detail.clone();
        let entries = errors.into_iter().map(FieldError::from).collect();
        let mut received = ReceivedBody::of_entries(entries)?;
        received.message = message.or(received.message);
        Some(received.status(status).members(meta))
    }
}
