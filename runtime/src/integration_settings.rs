//! What only a deployment knows of its integrations, and an API may state.

use std::time::Duration;

/// What only a deployment knows of the integrations with functions. What is stated stands in the document, and is compared by
/// `OpenApi::check`; what is not stated is API Gateway's default in the document, and left open by `check`.
///
/// ```
/// use lambda_api_errors::{Api, NoContent, lambda_endpoint, IntegrationSettings};
/// use std::{convert::Infallible, time::Duration};
///
/// #[lambda_endpoint(GET, "/health")]
/// async fn health() -> Result<NoContent, Infallible> {
///     Ok(NoContent)
/// }
/// let settings = IntegrationSettings::new().timeout(Duration::from_secs(5));
/// let api = Api::<()>::new("monitor", "1").endpoint::<health>().integration_settings(settings);
/// # #[cfg(feature = "openapi")]
/// assert!(api.openapi().document().unwrap().to_json().contains(r#""timeoutInMillis": 5000"#));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct IntegrationSettings {
    pub(crate) timeout: Option<Duration>,
    pub(crate) credentials: Option<String>,
    pub(crate) vpc_link: Option<String>,
    pub(crate) skips_certificate_check: Option<bool>,
}

impl IntegrationSettings {
    /// Nothing stated.
    pub fn new() -> Self {
        Self::default()
    }

    /// How long the gateway waits for the function (`timeoutInMillis`), in whole milliseconds from 50 on.
    ///
    /// The default, and for most APIs the most, is 29 seconds:
    /// [x-amazon-apigateway-integration](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html).
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = Some(timeout);
        self
    }

    /// The ARN of the role with which the gateway invokes the function (`credentials`). Without one, the function's own
    /// policy must let the gateway invoke it.
    pub fn credentials(mut self, role: impl Into<String>) -> Self {
        self.credentials = Some(role.into());
        self
    }

    /// The id of the VPC link through which the gateway reaches the integration (`connectionType` and `connectionId`).
    pub fn vpc_link(mut self, id: impl Into<String>) -> Self {
        self.vpc_link = Some(id.into());
        self
    }

    /// Whether the gateway leaves the integration's certificate unchecked (`tlsConfig`).
    pub fn skips_certificate_check(mut self, skips: bool) -> Self {
        self.skips_certificate_check = Some(skips);
        self
    }

    /// What API Gateway would refuse.
    #[cfg(feature = "openapi")]
    pub(crate) fn problems(&self) -> Option<String> {
        let timeout = self.timeout?;
        (timeout < Duration::from_millis(50)).then(|| {
            format!("the integrations' timeout is {timeout:?}, and API Gateway takes 50 ms or more")
        })
    }
}
