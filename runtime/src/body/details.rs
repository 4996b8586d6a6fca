//! The three shapes that people publish for custom integrations: first the status or the result, then a list of errors.

use super::{BodyFormat, Identity, ReceivedBody, Shape, message::Explanation, received};
use crate::{FieldError, Members, Occurrence, json::Text};
use serde::{Deserialize, Serialize, Serializer, ser::SerializeSeq};
use std::fmt::{self, Display};

/// `{"status":400,"errors":[{"code":…,"source":…,"message":…,"detail":…}]}`.
///
/// ```
/// use lambda_api_errors::{FieldError, StatusErrors, api_errors, callback};
///
/// #[api_errors(body = StatusErrors, style = "json")]
/// #[derive(Debug, thiserror::Error)]
/// #[error("invalid")]
/// #[api(status = 400)]
/// struct Invalid(#[api(errors)] Vec<FieldError>);
///
/// let invalid = Invalid(vec![FieldError::new("123", "Value is too short").at("/data/attributes/first-name")]);
/// assert_eq!(
///     callback::encode(&invalid),
///     r#"{"status":400,"errors":[{"code":"123","source":"/data/attributes/first-name","message":"Value is too short"}]}"#
/// );
/// ```
#[derive(Debug, Clone, Copy)]
pub struct StatusErrors;

/// `{"error":{"httpStatusCode":500,"details":[{"code":…,"message":…,"description":…,"source":…}]}}`.
///
/// ```
/// use lambda_api_errors::{HttpStatusDetails, api_errors, callback};
///
/// #[api_errors(body = HttpStatusDetails, style = "json")]
/// #[derive(Debug, thiserror::Error)]
/// #[error("Product not found in Cart")]
/// #[api(status = 404, pointer = "/data/attributes/product")]
/// struct ProductNotFound;
///
/// assert_eq!(
///     callback::encode(&ProductNotFound),
///     r#"{"error":{"httpStatusCode":404,"details":[{"code":"ProductNotFound","message":"Product not found in Cart","source":"/data/attributes/product"}]}}"#
/// );
/// ```
#[derive(Debug, Clone, Copy)]
pub struct HttpStatusDetails;

/// `{"result":"validation error","errors":["Validation error: Missing eventType"]}`.
///
/// ```
/// use lambda_api_errors::{ResultErrors, api_errors, callback};
///
/// #[api_errors(body = ResultErrors, style = "json")]
/// #[derive(Debug, thiserror::Error)]
/// #[error("Validation error: Missing eventType")]
/// #[api(status = 400, title = "validation error")]
/// struct Invalid;
///
/// assert_eq!(
///     callback::encode(&Invalid),
///     r#"{"result":"validation error","errors":["Validation error: Missing eventType"]}"#
/// );
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ResultErrors;

#[derive(Serialize)]
struct StatusBody<'a> {
    status: u16,
    errors: List<'a, StatusItem>,
    #[serde(flatten)]
    members: Members<'a>,
}

#[derive(Serialize)]
struct HttpStatusBody<'a> {
    error: HttpStatusError<'a>,
    #[serde(flatten)]
    members: Members<'a>,
}

#[derive(Serialize)]
struct HttpStatusError<'a> {
    #[serde(rename = "httpStatusCode")]
    http_status_code: u16,
    details: List<'a, HttpStatusItem>,
}

#[derive(Serialize)]
struct ResultBody<'a> {
    result: &'static str,
    errors: List<'a, ResultItem>,
    #[serde(flatten)]
    members: Members<'a>,
}

/// How one entry of a list is written.
trait Item {
    fn of_error<S: SerializeSeq>(list: &mut S, error: &Occurrence<'_>) -> Result<(), S::Error>;
    fn of_field<S: SerializeSeq>(list: &mut S, field: &FieldError) -> Result<(), S::Error>;
}

/// One entry for each field error, or one for the error itself.
struct List<'a, I> {
    error: &'a Occurrence<'a>,
    item: std::marker::PhantomData<I>,
}

impl<'a, I> List<'a, I> {
    fn of(error: &'a Occurrence<'a>) -> Self {
        Self {
            error,
            item: std::marker::PhantomData,
        }
    }
}

impl<I: Item> Serialize for List<'_, I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let fields = self.error.field_errors();
        let mut list = serializer.serialize_seq(Some(fields.len().max(1)))?;
        for field in fields {
            I::of_field(&mut list, field)?;
        }
        if fields.is_empty() {
            I::of_error(&mut list, self.error)?;
        }
        list.end()
    }
}

/// The error's own text, or the title of an opaque error.
fn message_or_title(error: &Occurrence<'_>) -> impl Serialize {
    Text(MessageOrTitle(error))
}

struct MessageOrTitle<'a>(&'a Occurrence<'a>);

impl Display for MessageOrTitle<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.message() {
            Some(message) => message.fmt(f),
            None => f.write_str(self.0.title()),
        }
    }
}

struct StatusItem;

#[derive(Serialize)]
struct StatusErrorBody<M> {
    code: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'static str>,
    message: M,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'static str>,
}

impl Item for StatusItem {
    fn of_error<S: SerializeSeq>(list: &mut S, error: &Occurrence<'_>) -> Result<(), S::Error> {
        list.serialize_element(&StatusErrorBody {
            code: error.code(),
            source: error.pointer(),
            message: message_or_title(error),
            detail: error.detail(),
        })
    }

    fn of_field<S: SerializeSeq>(list: &mut S, field: &FieldError) -> Result<(), S::Error> {
        list.serialize_element(field)
    }
}

struct HttpStatusItem;

#[derive(Serialize)]
struct HttpStatusDetail<'a, M> {
    code: &'a str,
    message: M,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<&'a str>,
}

impl Item for HttpStatusItem {
    fn of_error<S: SerializeSeq>(list: &mut S, error: &Occurrence<'_>) -> Result<(), S::Error> {
        list.serialize_element(&HttpStatusDetail {
            code: error.code(),
            message: message_or_title(error),
            description: error.detail(),
            source: error.pointer(),
        })
    }

    fn of_field<S: SerializeSeq>(list: &mut S, field: &FieldError) -> Result<(), S::Error> {
        list.serialize_element(&HttpStatusDetail {
            code: &field.code,
            message: &field.message,
            description: field.detail.as_deref(),
            source: field.source.as_deref(),
        })
    }
}

#[derive(Deserialize)]
struct ReceivedHttpStatus {
    #[serde(rename = "httpStatusCode")]
    http_status_code: Option<u16>,
    details: Vec<ReceivedDetail>,
}

#[derive(Deserialize)]
struct ReceivedDetail {
    code: String,
    message: String,
    description: Option<String>,
    source: Option<String>,
}

impl From<ReceivedDetail> for FieldError {
    fn from(received: ReceivedDetail) -> Self {
        let mut error = Self::new(received.code, received.message);
        error.detail = received.description.map(Into::into);
        error.source = received.source.map(Into::into);
        error
    }
}

struct ResultItem;

impl Item for ResultItem {
    fn of_error<S: SerializeSeq>(list: &mut S, error: &Occurrence<'_>) -> Result<(), S::Error> {
        list.serialize_element(&Text(Explanation(error)))
    }

    fn of_field<S: SerializeSeq>(list: &mut S, field: &FieldError) -> Result<(), S::Error> {
        list.serialize_element(&field.message)
    }
}

impl BodyFormat for StatusErrors {
    const MEMBERS: &'static [&'static str] = &["status", "errors"];
    const SHAPE: Shape = Shape::StatusErrors;

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        StatusBody {
            status: error.status().as_u16(),
            errors: List::of(error),
            members: error.members(),
        }
    }

    #[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
    fn schema(described: &super::DescribedResponse<'_>) -> Option<serde_json::Value> {
        Some(super::schema::status_errors(described))
    }

    fn read(body: &[u8]) -> Option<ReceivedBody> {
        let mut members = received::members(body)?;
        let entries = received::take(&mut members, "errors")?;
        let status = received::take(&mut members, "status");
        let received = ReceivedBody::of_entries(entries)?;
        Some(received.status(status).members(members))
    }
}

impl BodyFormat for HttpStatusDetails {
    const MEMBERS: &'static [&'static str] = &["error"];
    const SHAPE: Shape = Shape::HttpStatusDetails;

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        HttpStatusBody {
            error: HttpStatusError {
                http_status_code: error.status().as_u16(),
                details: List::of(error),
            },
            members: error.members(),
        }
    }

    #[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
    fn schema(described: &super::DescribedResponse<'_>) -> Option<serde_json::Value> {
        Some(super::schema::http_status_details(described))
    }

    fn read(body: &[u8]) -> Option<ReceivedBody> {
        let mut members = received::members(body)?;
        let error: ReceivedHttpStatus = received::take(&mut members, "error")?;
        let entries = error.details.into_iter().map(FieldError::from).collect();
        let received = ReceivedBody::of_entries(entries)?;
        Some(received.status(error.http_status_code).members(members))
    }
}

impl BodyFormat for ResultErrors {
    const MEMBERS: &'static [&'static str] = &["result", "errors"];
    const SHAPE: Shape = Shape::ResultErrors;

    fn body(error: &Occurrence<'_>) -> impl Serialize {
        ResultBody {
            result: error.title(),
            errors: List::of(error),
            members: error.members(),
        }
    }

    #[cfg(any(feature = "aide", feature = "openapi", feature = "utoipa"))]
    fn schema(described: &super::DescribedResponse<'_>) -> Option<serde_json::Value> {
        Some(super::schema::result_errors(described))
    }

    fn read(body: &[u8]) -> Option<ReceivedBody> {
        let mut members = received::members(body)?;
        let title = received::take(&mut members, "result")?;
        let texts: Vec<String> = received::take(&mut members, "errors")?;
        let received = ReceivedBody::of(Identity::Title(title)).members(members);
        Some(received.message(texts.into_iter().next()?))
    }
}
