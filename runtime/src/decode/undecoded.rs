//! An answer that is not a value of the client's error type.

use crate::{ApiError, BodyFormat, DeclaredResponse, body::ReceivedBody, callback::DecodeError};
use http::{HeaderMap, StatusCode};
use std::{any::type_name, error::Error, fmt};

/// What a client is given to read.
#[derive(Clone, Copy)]
pub(super) struct Incoming<'a> {
    pub(super) status: Option<StatusCode>,
    /// The code of an invocation that failed. An HTTP answer has it in its body only.
    pub(super) error_type: Option<&'a str>,
    pub(super) headers: &'a HeaderMap,
    pub(super) body: &'a [u8],
}

/// A message that no response of the type has.
pub(super) struct Undeclared<'a> {
    pub(super) error_type: Option<String>,
    pub(super) headers: HeaderMap,
    pub(super) body: &'a str,
    pub(super) reason: UndecodedReason,
}

/// An answer of which no value of the error type can be made: all that came, and the reason.
///
/// ```
/// use lambda_api_errors::{Decode, StatusCode, api_errors, http::HeaderMap};
///
/// #[api_errors(decode)]
/// #[derive(Debug, thiserror::Error)]
/// #[error("no such cart")]
/// #[api(status = 404)]
/// struct NoCart;
///
/// let undecoded = NoCart::decode(StatusCode::BAD_GATEWAY, &HeaderMap::new(), "<html>").unwrap_err();
/// assert_eq!(undecoded.status().unwrap(), 502);
/// assert_eq!(undecoded.code(), None);
/// assert_eq!(undecoded.body(), b"<html>");
/// assert!(undecoded.to_string().contains("the answer with status 502 is no `"));
/// ```
#[derive(Debug)]
pub struct Undecoded(Box<Parts>);

#[derive(Debug)]
struct Parts {
    error_type: &'static str,
    status: Option<StatusCode>,
    code: Option<String>,
    headers: HeaderMap,
    body: Vec<u8>,
    declared: Option<&'static DeclaredResponse>,
    reason: UndecodedReason,
}

impl Undecoded {
    pub(super) fn new<E: ApiError>(
        incoming: Incoming<'_>,
        body: Option<ReceivedBody>,
        declared: Option<&'static DeclaredResponse>,
        reason: UndecodedReason,
    ) -> Self {
        let in_body = body.and_then(|body| body.code);
        let declared_code = declared.map(|declared| declared.code().to_owned());
        let code = incoming.error_type.map(str::to_owned);
        Self(Box::new(Parts {
            error_type: type_name::<E>(),
            status: incoming.status,
            code: code.or(declared_code).or(in_body),
            headers: incoming.headers.clone(),
            body: incoming.body.to_vec(),
            declared,
            reason,
        }))
    }

    pub(super) fn of_message<E: ApiError>(message: Undeclared<'_>) -> Self {
        let Undeclared {
            error_type,
            headers,
            body,
            reason,
        } = message;
        let read = E::Body::read(body.as_bytes());
        let status = read.as_ref().and_then(|read| read.status);
        Self(Box::new(Parts {
            error_type: type_name::<E>(),
            status: status.and_then(|status| StatusCode::from_u16(status).ok()),
            code: error_type.or(read.and_then(|read| read.code)),
            headers,
            body: body.as_bytes().to_vec(),
            declared: None,
            reason,
        }))
    }

    pub(super) fn of_payload<E: ApiError>(payload: &[u8], error: serde_json::Error) -> Self {
        Self(Box::new(Parts {
            error_type: type_name::<E>(),
            status: None,
            code: None,
            headers: HeaderMap::new(),
            body: payload.to_vec(),
            declared: None,
            reason: UndecodedReason::Payload(error),
        }))
    }

    /// The status; `None` for a failed invocation whose message does not say it.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.status
    }

    /// The error code, if the answer has one.
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.0.code.as_deref()
    }

    /// The headers of the answer, or those in the message.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.0.headers
    }

    /// The body. Of an invocation it is the body in the message, the whole message if there is none in it, or the whole payload if
    /// that has no message.
    #[must_use]
    pub fn body(&self) -> &[u8] {
        &self.0.body
    }

    /// The response that the type declares for this answer, if it is known which one.
    #[must_use]
    pub fn declared(&self) -> Option<&'static DeclaredResponse> {
        self.0.declared
    }

    /// Why there is no value.
    #[must_use]
    pub fn reason(&self) -> &UndecodedReason {
        &self.0.reason
    }
}

impl fmt::Display for Undecoded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let parts = &self.0;
        f.write_str("the answer")?;
        if let Some(status) = parts.status {
            write!(f, " with status {}", status.as_u16())?;
        }
        if let Some(code) = &parts.code {
            let join = if parts.status.is_some() {
                "and"
            } else {
                "with"
            };
            write!(f, " {join} code {code:?}")?;
        }
        write!(f, " is no `{}`: {}", parts.error_type, parts.reason)
    }
}

impl Error for Undecoded {
    fn source(&self) -> Option<&(dyn Error + 'static)> {
        match &self.0.reason {
            UndecodedReason::Extension(_, error) | UndecodedReason::Payload(error) => Some(error),
            UndecodedReason::Message(error) => Some(error),
            UndecodedReason::Undeclared
            | UndecodedReason::Ambiguous
            | UndecodedReason::Opaque
            | UndecodedReason::Body
            | UndecodedReason::NoExtension(_)
            | UndecodedReason::Header(_) => None,
        }
    }
}

/// Why no value could be made of an answer. [`Undecoded::reason`] gives it.
///
/// ```
/// use lambda_api_errors::{Undecoded, UndecodedReason};
///
/// /// Whether the API answered with an error that it has declared, and whose text it hides.
/// fn is_hidden(undecoded: &Undecoded) -> bool {
///     matches!(undecoded.reason(), UndecodedReason::Opaque)
/// }
/// ```
#[derive(Debug)]
#[non_exhaustive]
pub enum UndecodedReason {
    /// The type declares no response like this one.
    Undeclared,
    /// The type declares several responses that look like this one.
    Ambiguous,
    /// The response is opaque: its fields stay in the function.
    Opaque,
    /// The body is not in the type's format, or the format [reads](BodyFormat::read) none.
    Body,
    /// The body lacks this extension member.
    NoExtension(&'static str),
    /// This extension member is not of its field's type.
    Extension(&'static str, serde_json::Error),
    /// This header is absent, or not of its field's type.
    Header(&'static str),
    /// The message of the failed invocation starts as one of the type's own, and goes on differently.
    Message(DecodeError),
    /// The payload is not that of a failed invocation.
    Payload(serde_json::Error),
}

impl fmt::Display for UndecodedReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undeclared => f.write_str("the type declares no such response"),
            Self::Ambiguous => f.write_str("the type declares several responses that look like it"),
            Self::Opaque => f.write_str("the response is opaque, its fields stay in the function"),
            Self::Body => f.write_str("its body is not in the body format of the type"),
            Self::NoExtension(name) => write!(f, "its body has no member `{name}`"),
            Self::Extension(name, _) => {
                write!(
                    f,
                    "the member `{name}` of its body is not of the field's type"
                )
            }
            Self::Header(name) => {
                write!(
                    f,
                    "its header `{name}` is absent, or not of the field's type"
                )
            }
            Self::Message(_) => f.write_str("its message is not one that the type writes"),
            Self::Payload(_) => f.write_str(
                "the payload has no `errorMessage`, so no invocation of a function failed with it",
            ),
        }
    }
}
