//! The two ways in which the callback message carries a body.

/// How the callback message carries the body.
///
/// ```
/// use lambda_api_errors::{ApiError, Style, api_errors};
///
/// #[api_errors(body = StatusErrors, style = "json")]
/// #[derive(Debug, thiserror::Error)]
/// #[error("no such cart")]
/// #[api(status = 404)]
/// struct NoCart;
///
/// use lambda_api_errors::StatusErrors;
/// assert_eq!(NoCart::STYLE, Style::Json);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Style {
    /// The prefix of the response, then the body.
    Prefixed,
    /// The body alone; its first bytes select the status. An error whose body starts otherwise when it leaves the middleware, since
    /// that rewrote or compressed it, becomes an opaque 500 in every integration.
    ///
    /// So does one to which middleware gives another value of a declared header than its body has. A header that is not declared has no
    /// place: a custom integration leaves it out, and the log says so at the level DEBUG. A proxy integration and plain HTTP send it.
    Json,
}
