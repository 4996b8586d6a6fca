//! Body formats: the JSON of an error.
//!
//! A format sees an [`Occurrence`] and gives a value to serialise. It decides nothing else: status, headers
//! and the callback message are the same in every format.

mod described;
mod details;
mod json_api;
mod message;
mod problem;
mod received;
mod renderer;
#[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
pub(crate) mod schema;

#[cfg(feature = "openapi")]
pub(crate) use described::DescribedMember;
pub use described::DescribedResponse;
pub use details::{HttpStatusDetails, ResultErrors, StatusErrors};
pub use json_api::JsonApi;
pub use message::Message;
pub use problem::Problem;
pub(crate) use received::Identity;
pub use received::ReceivedBody;
pub(crate) use renderer::{Members, Renderer};

use crate::{Occurrence, json};
use serde::Serialize;
use serde_json::Value;

/// The member with the id of the request, which an API with request ids adds to the bodies of every format.
pub(crate) const REQUEST_ID: &str = "requestId";

/// The JSON shape of errors.
///
/// | model member | [`Problem`] | [`JsonApi`] | [`StatusErrors`] | [`HttpStatusDetails`] | [`ResultErrors`] | [`Message`] |
/// |---|---|---|---|---|---|---|
/// | status | `status` | `errors[].status`, a string | `status` | `error.httpStatusCode` | | |
/// | title | `title` | `errors[].title` | | | `result` | |
/// | code | `code` | `errors[].code` | `errors[].code` | `error.details[].code` | | |
/// | message | `detail` | `errors[].detail` | `errors[].message` | `error.details[].message` | `errors[]` | `errorMessage`, after the prefix |
/// | detail | `detail`, before the message | `errors[].detail`, before the message | `errors[].detail` | `error.details[].description` | | |
/// | pointer | `pointer` | `errors[].source.pointer` | `errors[].source` | `error.details[].source` | | |
/// | problem type | `type` | | | | | |
/// | field errors | `errors` | one of `errors` each: its detail, or else its message, is the `detail` | one of `errors` each | one of `error.details` each | one of `errors` each: its message | refused |
/// | extensions | members | members of `meta` | members | members | members | refused |
/// | an opaque error's message | left out | left out | the title | the title | the detail, or the code | the detail, or the code |
///
/// Members that have no value are left out. An extractor's rejection lists the field that was refused as a field error, except in
/// [`ResultErrors`] and [`Message`], which have no place for its pointer: there the message names the field. A format of your own is one implementation of this trait:
///
/// ```
/// use lambda_api_errors::{ApiError, BodyFormat, Occurrence, api_errors, callback};
/// use serde::Serialize;
///
/// struct House;
///
/// #[derive(Serialize)]
/// struct Failure {
///     ok: bool,
///     why: String,
/// }
///
/// impl BodyFormat for House {
///     const MEMBERS: &'static [&'static str] = &["ok", "why"];
///
///     fn body(error: &Occurrence<'_>) -> impl Serialize {
///         let why = error.message().map_or(error.title().to_owned(), |message| message.to_string());
///         Failure { ok: false, why }
///     }
/// }
///
/// #[api_errors(body = House)]
/// #[derive(Debug, thiserror::Error)]
/// #[error("no such cart")]
/// #[api(status = 404)]
/// struct NoCart;
///
/// assert_eq!(callback::encode(&NoCart), r#"Not Found: {"ok":false,"why":"no such cart"}"#);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a body format",
    note = "use `Problem`, `JsonApi`, `StatusErrors`, `HttpStatusDetails`, `ResultErrors` or `Message`, or implement `BodyFormat` for `{Self}`"
)]
pub trait BodyFormat {
    /// The `Content-Type` of the body.
    const MEDIA_TYPE: &'static str = "application/json";

    /// The names of the format's own members. No extension may have one of these names.
    const MEMBERS: &'static [&'static str] = &[];

    #[doc(hidden)]
    const SHAPE: Shape = Shape::Custom;

    /// The body of `error`: a value that serialises as a JSON object.
    ///
    /// A custom integration carries nothing else, and its document is refused where a format writes a list or a text. An error whose body
    /// fails or panics becomes an opaque 500; if that fails too, as [`Problem`].
    fn body(error: &Occurrence<'_>) -> impl Serialize;

    /// Writes what [`body`](Self::body) serialises as.
    #[doc(hidden)]
    fn write(out: &mut String, error: &Occurrence<'_>) -> serde_json::Result<()> {
        json::write(out, &Self::body(error))
    }

    /// The JSON Schema of what [`body`](Self::body) writes for occurrences of one declared response, for documents. Each schema has
    /// a constant as an `enum` of one value; those of one status become one schema. Without it, a document says "an object". A document is
    /// refused where it panics, or gives no JSON object.
    ///
    /// ```
    /// use lambda_api_errors::{BodyFormat, DescribedResponse, Occurrence};
    /// use serde_json::{Value, json};
    ///
    /// struct House;
    ///
    /// impl BodyFormat for House {
    ///     const MEMBERS: &'static [&'static str] = &["ok", "code"];
    ///
    ///     fn body(error: &Occurrence<'_>) -> impl serde::Serialize {
    ///         json!({"ok": false, "code": error.code(), "more": error.members()})
    ///     }
    ///
    ///     fn schema(error: &DescribedResponse<'_>) -> Option<Value> {
    ///         Some(json!({
    ///             "type": "object",
    ///             "required": ["ok", "code", "more"],
    ///             "properties": {
    ///                 "ok": {"type": "boolean", "enum": [false]},
    ///                 "code": {"type": "string", "enum": [error.response().code()]},
    ///                 "more": error.members(),
    ///             },
    ///         }))
    ///     }
    /// }
    /// ```
    #[must_use]
    fn schema(error: &DescribedResponse<'_>) -> Option<Value> {
        let _ = error;
        None
    }

    /// Reads what [`body`](Self::body) wrote, for clients that [decode](crate::Decode) errors. `None` if `body` is in another format.
    /// Without it, the errors in this format cannot be decoded, except those whose status has no body.
    ///
    /// ```
    /// use lambda_api_errors::{BodyFormat, Decode, Occurrence, ReceivedBody, StatusCode, api_errors, http::HeaderMap};
    /// use serde_json::{json, value::RawValue};
    /// use std::collections::BTreeMap;
    ///
    /// struct House;
    ///
    /// impl BodyFormat for House {
    ///     fn body(error: &Occurrence<'_>) -> impl serde::Serialize {
    ///         json!({"ok": false, "code": error.code(), "more": error.members()})
    ///     }
    ///
    ///     fn read(body: &[u8]) -> Option<ReceivedBody> {
    ///         #[derive(serde::Deserialize)]
    ///         struct Failure {
    ///             code: String,
    ///             more: BTreeMap<String, Box<RawValue>>,
    ///         }
    ///         let Failure { code, more } = serde_json::from_slice(body).ok()?;
    ///         Some(ReceivedBody::new(code).members(more))
    ///     }
    /// }
    ///
    /// #[api_errors(body = House, decode)]
    /// #[derive(Debug, PartialEq, thiserror::Error)]
    /// #[error("no cart {id}")]
    /// #[api(status = 404)]
    /// struct NoCart {
    ///     #[api(extension)]
    ///     id: u32,
    /// }
    ///
    /// let body = r#"{"ok":false,"code":"NoCart","more":{"id":7}}"#;
    /// assert_eq!(NoCart::decode(StatusCode::NOT_FOUND, &HeaderMap::new(), body).unwrap(), NoCart { id: 7 });
    /// ```
    #[must_use]
    fn read(body: &[u8]) -> Option<ReceivedBody> {
        let _ = body;
        None
    }
}

#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    Problem,
    JsonApi,
    StatusErrors,
    HttpStatusDetails,
    ResultErrors,
    Message,
    Custom,
}
