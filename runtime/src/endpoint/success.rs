//! Successes: return types of handlers that state their status.

use super::answer::header_value;
use crate::{Error, json::header_text};
use axum::{Json, body::Body, response::Response};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;

/// A success whose status and headers are known from its type.
///
/// ```
/// use lambda_api_errors::{Error, Response, StatusCode, Success};
///
/// struct Plain(String);
///
/// impl Success for Plain {
///     const STATUS: StatusCode = StatusCode::OK;
///     const MEDIA_TYPE: Option<&'static str> = Some("text/plain");
///     type Body = String;
///
///     fn into_response(self) -> Result<Response, Error> {
///         Ok(Response::builder().header("content-type", "text/plain").body(self.0.into())?)
///     }
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` does not state its status",
    label = "not a success type",
    note = "return `Json<T>` (200), `Created<T>` (201), `Accepted<T>` (202), `NoContent` (204) or `Status<CODE, T>`, where `T: serde::Serialize`"
)]
pub trait Success {
    /// The HTTP status of every answer.
    const STATUS: StatusCode;

    /// The headers that an answer can carry in addition to `Content-Type`.
    const HEADERS: &'static [&'static str] = &[];

    /// The `Content-Type`; `None` when there is no body.
    const MEDIA_TYPE: Option<&'static str> = Some(JSON);

    /// Whether the body is sent while it is made: see [`Streamed`](crate::Streamed). The first chunk of such a body decides whether the answer is a
    /// success; an error in its place is an opaque 500.
    const STREAMS: bool = false;

    /// What an enum of successes can answer; empty for a type that has one status.
    #[doc(hidden)]
    const OUTCOMES: &'static [SuccessOutcome] = &[];

    /// The schemas of the bodies of [`OUTCOMES`](Self::OUTCOMES), as far as they are known.
    #[cfg(feature = "openapi")]
    #[doc(hidden)]
    const SCHEMAS: &'static [Option<crate::member_types::Describe>] = &[];

    /// Why no endpoint can return the type.
    #[doc(hidden)]
    const FLAW: Option<&'static str> = None;

    /// The type of the body.
    type Body;

    /// The answer; its status must be [`STATUS`](Self::STATUS). If it is another one, the client gets an opaque 500.
    ///
    /// # Errors
    ///
    /// When the body cannot be serialised. The client then gets an opaque 500, and the log the error.
    fn into_response(self) -> Result<Response, Error>;
}

/// One of the statuses that a success can have, with what is known of its answers.
///
/// ```
/// use lambda_api_errors::{Api, Created, lambda_endpoint};
/// use std::convert::Infallible;
///
/// #[lambda_endpoint(POST, "/carts")]
/// async fn open() -> Result<Created<u32>, Infallible> {
///     Ok(Created::new(7))
/// }
/// let service = Api::<()>::new("carts", "1").endpoint::<open>().service().unwrap();
/// let [success] = service.operations()[0].successes() else { unreachable!() };
/// assert_eq!((success.status().as_u16(), success.headers()), (201, &["Location"][..]));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SuccessOutcome {
    status: StatusCode,
    headers: &'static [&'static str],
    media_type: Option<&'static str>,
}

impl SuccessOutcome {
    /// The HTTP status.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers that an answer can carry in addition to `Content-Type`.
    #[must_use]
    pub const fn headers(&self) -> &'static [&'static str] {
        self.headers
    }

    /// The `Content-Type`; `None` when there is no body.
    #[must_use]
    pub const fn media_type(&self) -> Option<&'static str> {
        self.media_type
    }
}

/// What the success type `S` answers, which has one status.
///
/// # Panics
///
/// When no endpoint can return `S`, or when it has several statuses; in a `const`, that is a compile error.
#[must_use]
#[track_caller]
pub const fn success_outcome<S: Success>() -> SuccessOutcome {
    check_flaw::<S>();
    declared_outcome::<S>()
}

/// Fails the build when no endpoint can return `S`.
///
/// Apart from what reads `S::STATUS`: rustc evaluates all constants of a function before its first statement, and a status may
/// be none because of the flaw.
#[track_caller]
const fn check_flaw<S: Success>() {
    if let Some(flaw) = S::FLAW {
        panic!("{}", flaw);
    }
}

#[track_caller]
const fn declared_outcome<S: Success>() -> SuccessOutcome {
    assert!(
        S::OUTCOMES.is_empty(),
        "a variant of `#[api_success]` holds a success of one status, found an enum of successes\nhelp: write its variants here"
    );
    SuccessOutcome {
        status: S::STATUS,
        headers: S::HEADERS,
        media_type: S::MEDIA_TYPE,
    }
}

/// All that the success type `S` can answer.
pub(crate) fn success_outcomes<S: Success>() -> Vec<SuccessOutcome> {
    if S::OUTCOMES.is_empty() {
        vec![success_outcome::<S>()]
    } else {
        S::OUTCOMES.to_vec()
    }
}

/// Whether the success type `S` states this status.
pub(super) fn has_status<S: Success>(status: StatusCode) -> bool {
    let mut outcomes = S::OUTCOMES.iter();
    S::STATUS == status || outcomes.any(|outcome| outcome.status == status)
}

const JSON: &str = "application/json";

fn json<T: Serialize>(status: StatusCode, body: &T) -> Result<Response, Error> {
    let mut response = Response::new(Body::from(serde_json::to_vec(body)?));
    *response.status_mut() = status;
    response
        .headers_mut()
        .insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    Ok(response)
}

fn located(mut response: Response, location: Option<String>) -> Result<Response, Error> {
    if let Some(location) = location {
        response
            .headers_mut()
            .insert(header::LOCATION, header_value(&header_text(location))?);
    }
    Ok(response)
}

/// 200 with a JSON body.
impl<T: Serialize> Success for Json<T> {
    const STATUS: StatusCode = StatusCode::OK;
    type Body = T;

    fn into_response(self) -> Result<Response, Error> {
        json(Self::STATUS, &self.0)
    }
}

macro_rules! located {
    ($(#[$attribute:meta])* $name:ident = $status:ident) => {
        $(#[$attribute])*
        #[derive(Debug, Clone, PartialEq, Eq)]
        pub struct $name<T> {
            body: T,
            location: Option<String>,
        }

        impl<T> $name<T> {
            /// A JSON body, without a `Location`.
            pub fn new(body: T) -> Self {
                Self { body, location: None }
            }

            /// Adds the `Location` header: a URI reference
            /// ([RFC 9110, section 10.2.2](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.2)), already percent-encoded.
            #[must_use]
            pub fn at(mut self, location: impl Into<String>) -> Self {
                self.location = Some(location.into());
                self
            }

            /// The body.
            pub fn body(&self) -> &T {
                &self.body
            }

            /// The `Location`, if there is one.
            pub fn location(&self) -> Option<&str> {
                self.location.as_deref()
            }
        }

        impl<T: Serialize> Success for $name<T> {
            const STATUS: StatusCode = StatusCode::$status;
            const HEADERS: &'static [&'static str] = &["Location"];
            type Body = T;

            fn into_response(self) -> Result<Response, Error> {
                located(json(Self::STATUS, &self.body)?, self.location)
            }
        }
    };
}

located! {
    /// 201 with a JSON body, and a `Location` if one is given.
    ///
    /// ```
    /// use lambda_api_errors::Created;
    ///
    /// let created = Created::new("receipt").at("/receipts/7");
    /// assert_eq!(created.location(), Some("/receipts/7"));
    /// ```
    Created = CREATED
}

located! {
    /// 202 with a JSON body, and a `Location` at which the client can ask for the outcome, if one is given.
    ///
    /// ```
    /// use lambda_api_errors::Accepted;
    ///
    /// let accepted = Accepted::new("queued").at("/jobs/7");
    /// assert_eq!(accepted.body(), &"queued");
    /// ```
    Accepted = ACCEPTED
}

/// 204 without a body.
///
/// ```
/// use lambda_api_errors::{NoContent, Success};
///
/// assert_eq!(NoContent.into_response().unwrap().status(), 204);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NoContent;

impl Success for NoContent {
    const STATUS: StatusCode = StatusCode::NO_CONTENT;
    const MEDIA_TYPE: Option<&'static str> = None;
    type Body = ();

    fn into_response(self) -> Result<Response, Error> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = Self::STATUS;
        Ok(response)
    }
}

/// A success status with a JSON body: 200 to 299, except 204 and 205, which have no body.
///
/// ```
/// use lambda_api_errors::{Status, Success};
///
/// assert_eq!(Status::<203, _>("copy").into_response().unwrap().status(), 203);
/// ```
///
/// Another status does not compile:
///
/// ```compile_fail
/// use lambda_api_errors::{Status, Success};
///
/// assert_eq!(<Status<404, ()> as Success>::STATUS, 404);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Status<const CODE: u16, T>(pub T);

impl<const CODE: u16, T: Serialize> Success for Status<CODE, T> {
    const STATUS: StatusCode = match (Self::FLAW, StatusCode::from_u16(CODE)) {
        (None, Ok(status)) => status,
        _ => panic!("no status of a success with a body"),
    };
    const FLAW: Option<&'static str> = match CODE {
        204 | 205 => Some(
            "a success of this status has no body\nhelp: return `NoContent`, or another status",
        ),
        200..=299 => None,
        _ => Some(
            "`Status<CODE, T>` is a success, which has a status from 200 to 299\nhelp: return an error as the `Err` of an enum with `#[api_errors]`",
        ),
    };
    type Body = T;

    fn into_response(self) -> Result<Response, Error> {
        json(Self::STATUS, &self.0)
    }
}
