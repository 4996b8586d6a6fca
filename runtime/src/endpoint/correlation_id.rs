//! The id by which several programs' records of one request are found.

use crate::log;
use axum::extract::FromRequestParts;
use http::request::Parts;
use std::{convert::Infallible, fmt};

/// The correlation id of the request, as an extractor: for a call of another service, which then logs the same id.
///
/// The records of the log have it in the field `correlation_id`. [`Api::correlation_header`](crate::Api::correlation_header)
/// says where it comes from. It is ASCII on one line, of 256 bytes at most, and empty outside of an API.
///
/// ```
/// use lambda_api_errors::{CorrelationId, Json, lambda_endpoint};
/// use std::convert::Infallible;
///
/// #[lambda_endpoint(GET, "/stock")]
/// async fn stock(id: CorrelationId) -> Result<Json<String>, Infallible> {
///     // client.get("https://stock.example").header("X-Correlation-Id", id.as_str())
///     Ok(Json(id.to_string()))
/// }
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct CorrelationId(String);

impl CorrelationId {
    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CorrelationId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<S: Send + Sync> FromRequestParts<S> for CorrelationId {
    type Rejection = Infallible;

    async fn from_request_parts(_: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self(log::correlation_id().unwrap_or_default()))
    }
}
