//! Extractors whose rejections are not declared.

use super::{Endpoint, extractor_rejections::as_written};
use std::fmt;

/// An argument of a handler whose extractor refuses with a type that declares no responses. What it refuses is answered by an opaque
/// 500, even if the type itself has another status.
///
/// It displays as a sentence that names the argument and says what to do.
///
/// ```
/// use lambda_api_errors::{Api, NoContent, StatusCode, axum::extract::FromRequestParts, http::request::Parts, lambda_endpoint};
/// use std::convert::Infallible;
///
/// struct Session;
///
/// impl<S: Sync> FromRequestParts<S> for Session {
///     type Rejection = StatusCode;
///
///     async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, StatusCode> {
///         Err(StatusCode::UNAUTHORIZED)
///     }
/// }
///
/// #[lambda_endpoint(GET, "/me")]
/// async fn me(_: Session) -> Result<NoContent, Infallible> {
///     Ok(NoContent)
/// }
///
/// let service = Api::new("shop", "1.0.0").endpoint::<me>().service().unwrap();
/// let [unknown] = service.operations()[0].unknown_rejections() else { unreachable!() };
/// assert_eq!(unknown.extractor(), "Session");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownRejection {
    operation: &'static str,
    position: usize,
    extractor: &'static str,
}

impl UnknownRejection {
    /// Those of the endpoint `P`.
    pub(crate) fn all_of<P: Endpoint>() -> Vec<Self> {
        let arguments = P::DECLARATION.arguments.iter().enumerate();
        arguments
            .filter_map(|(index, argument)| {
                Some(Self {
                    operation: P::OPERATION,
                    position: index + 1,
                    extractor: argument.unknown_extractor()?,
                })
            })
            .collect()
    }

    /// The argument's place in the handler's signature, from 1.
    #[must_use]
    pub fn position(&self) -> usize {
        self.position
    }

    /// The type of the extractor, as the handler's signature names it.
    #[must_use]
    pub fn extractor(&self) -> &'static str {
        self.extractor
    }
}

impl fmt::Display for UnknownRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            operation,
            position,
            extractor,
        } = self;
        let extractor = as_written(extractor);
        write!(
            f,
            "`{operation}` answers an opaque 500 where its argument {position}, `{extractor}`, refuses a request: write `#[api_errors]` \
             on the type of the extractor's rejection, or, if another crate defines it, `WithRejection<{extractor}, E>` in place of \
             `{extractor}`, where `E` has `#[api_errors]`"
        )
    }
}
