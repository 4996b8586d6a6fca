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
    /// It has no place for a header that is not declared. So in a custom integration, an error to which middleware adds a header, or a
    /// member that is another header than the declared one, becomes an opaque 500 too.
    Json,
}
