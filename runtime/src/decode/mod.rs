//! Answer → error value, for clients in Rust.
//!
//! In: what a client received. Out: the value that the function answered with, or what was received, and why it is not such a value. The
//! position of the response in the contract is found here; the fields are read by what `#[api_errors(decode)]` emits.

pub(crate) mod fields;
mod identify;
mod invocation;
mod undecoded;

pub(crate) use fields::Received;
pub use undecoded::{Undecoded, UndecodedReason};

use crate::{ApiError, BodyFormat};
use http::{HeaderMap, StatusCode};
use std::{convert::Infallible, sync::Arc};
use undecoded::Incoming;

/// An error that a client can make again of the answer it received: `#[api_errors(decode)]` implements it.
///
/// Each field of a variant must be in the answer, as a header, an extension or the field errors; another field is a compile error. Only
/// an opaque variant may have others, and then a client gets [`UndecodedReason::Opaque`] instead of a value.
///
/// ```
/// use lambda_api_errors::{Decode, StatusCode, UndecodedReason, api_errors, http::HeaderMap};
///
/// #[api_errors(decode)]
/// #[derive(Debug, thiserror::Error)]
/// enum CheckoutError {
///     #[error("{sku} is sold out")]
///     #[api(status = 409)]
///     SoldOut {
///         #[api(extension)]
///         sku: String,
///         #[api(header = "Retry-After")]
///         seconds: Option<u32>,
///     },
///     #[error("database: {0}")]
///     #[api(status = 500)]
///     Database(std::io::Error),
/// }
///
/// let headers = HeaderMap::from_iter([("retry-after".parse().unwrap(), "30".parse().unwrap())]);
/// let body = r#"{"title":"Conflict","status":409,"code":"SoldOut","sku":"A1"}"#;
/// let error = CheckoutError::decode(StatusCode::CONFLICT, &headers, body).unwrap();
/// assert!(matches!(error, CheckoutError::SoldOut { sku, seconds: Some(30) } if sku == "A1"));
///
/// // A code that this program does not know yet survives.
/// let body = r#"{"title":"Conflict","status":409,"code":"Locked","by":"Ada"}"#;
/// let unknown = CheckoutError::decode(StatusCode::CONFLICT, &headers, body).unwrap_err();
/// assert_eq!((unknown.code(), unknown.body()), (Some("Locked"), body.as_bytes()));
/// assert!(matches!(unknown.reason(), UndecodedReason::Undeclared));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be made of an answer",
    label = "no `#[api_errors(decode)]` here",
    note = "write `#[api_errors(decode)]` above the definition of `{Self}`"
)]
pub trait Decode: ApiError + Sized {
    /// The value of the contract's response at `position`, with the fields that `received` has.
    #[doc(hidden)]
    fn from_received(position: usize, received: &Received<'_>) -> Result<Self, UndecodedReason>;

    /// Makes the error of an HTTP answer, through whichever integration it came.
    ///
    /// A header that API Gateway renamed to `x-amzn-remapped-…` is read too. In [`JsonApi`](crate::JsonApi),
    /// [`StatusErrors`](crate::StatusErrors) and [`HttpStatusDetails`](crate::HttpStatusDetails) a list of field errors has their codes, and not
    /// that of the error: there the only variant of the status with `errors` takes every code that no variant declares.
    ///
    /// # Errors
    ///
    /// When the type declares no such response, or the answer lacks what the response declares. The [`Undecoded`] has all that came.
    fn decode(
        status: StatusCode,
        headers: &HeaderMap,
        body: impl AsRef<[u8]>,
    ) -> Result<Self, Undecoded> {
        let body = body.as_ref();
        let incoming = Incoming {
            status: Some(status),
            error_type: None,
            headers,
            body,
        };
        made_of(incoming)
    }

    /// Makes the error of the payload of a failed direct invocation, `{"errorType":…,"errorMessage":…}`. The `Cause` of a failed
    /// task of Step Functions is the same text.
    ///
    /// # Errors
    ///
    /// As for [`decode`](Self::decode), and when the payload is of the platform or of another function. If no response of the type
    /// has such a message, the status is what the body says, if it says one.
    ///
    /// ```
    /// use lambda_api_errors::{Decode, api_errors, callback};
    ///
    /// #[api_errors(decode)]
    /// #[derive(Debug, PartialEq, thiserror::Error)]
    /// #[error("no cart {id}")]
    /// #[api(status = 404)]
    /// struct NoCart {
    ///     #[api(extension)]
    ///     id: u32,
    /// }
    ///
    /// let message = callback::encode(&NoCart { id: 7 });
    /// let payload = serde_json::json!({"errorType": "NoCart", "errorMessage": message}).to_string();
    /// assert_eq!(NoCart::decode_invocation(&payload).unwrap(), NoCart { id: 7 });
    ///
    /// let timeout = r#"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: 1 Error: Task timed out after 1.00 seconds"}"#;
    /// let lost = NoCart::decode_invocation(timeout).unwrap_err();
    /// assert_eq!((lost.status(), lost.code()), (None, Some("Sandbox.Timedout")));
    /// ```
    fn decode_invocation(payload: impl AsRef<[u8]>) -> Result<Self, Undecoded> {
        invocation::decode(payload.as_ref())
    }
}

fn made_of<E: Decode>(incoming: Incoming<'_>) -> Result<E, Undecoded> {
    let mut body = E::Body::read(incoming.body);
    let found = identify::response::<E>(&incoming, body.as_mut());
    let (position, declared) = match found {
        Ok(found) => found,
        Err(reason) => return Err(Undecoded::new::<E>(incoming, body, None, reason)),
    };
    let received = Received {
        declared,
        headers: incoming.headers,
        body,
    };
    E::from_received(position, &received)
        .map_err(|reason| Undecoded::new::<E>(incoming, received.body, Some(declared), reason))
}

macro_rules! forward {
    ($($pointer:ident)*) => {$(
        impl<E: Decode> Decode for $pointer<E> {
            fn from_received(position: usize, received: &Received<'_>) -> Result<Self, UndecodedReason> {
                E::from_received(position, received).map($pointer::new)
            }
        }
    )*};
}

forward!(Box Arc);

/// No answer is the error of an endpoint that cannot fail.
impl Decode for Infallible {
    fn from_received(_: usize, _: &Received<'_>) -> Result<Self, UndecodedReason> {
        Err(UndecodedReason::Undeclared)
    }
}
