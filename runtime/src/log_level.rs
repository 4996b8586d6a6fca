//! How loud the log is about an answer.

/// The level at which an answer is logged: `#[api(log = "…")]` sets it for a variant.
///
/// Without it, a hidden error is logged at `Error` with a status from 500 on and at `Warn` below, and nothing else is.
///
/// ```
/// use lambda_api_errors::{ApiError, LogLevel, api_errors};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// #[error("the card was declined")]
/// #[api(status = 402, log = "warn")]
/// struct Declined;
///
/// assert_eq!(Declined.response().log_level(), LogLevel::Warn);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum LogLevel {
    /// No record.
    Off,
    /// Worth a record, nothing to act on.
    Info,
    /// To be looked at.
    Warn,
    /// A fault of the program or of what it depends on.
    Error,
}
