//! What only a deployment knows of its integrations, and an API may state.

use super::tree::Object;
use std::time::Duration;

/// What only a deployment knows of the integrations with functions. What is stated stands in the document, and is compared by
/// [`check`](super::OpenApi::check); what is not stated is API Gateway's default in the document, and left open by `check`.
///
/// ```
/// use lambda_api_errors::{Api, NoContent, lambda_endpoint, openapi::IntegrationSettings};
/// use std::{convert::Infallible, time::Duration};
///
/// #[lambda_endpoint(GET, "/health")]
/// async fn health() -> Result<NoContent, Infallible> {
///     Ok(NoContent)
/// }
/// let settings = IntegrationSettings::new().timeout(Duration::from_secs(5));
/// let openapi = Api::<()>::new("monitor", "1").endpoint::<health>().openapi().integration_settings(settings);
/// assert!(openapi.document().unwrap().to_json().contains(r#""timeoutInMillis": 5000"#));
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[must_use]
pub struct IntegrationSettings {
    pub(super) timeout: Option<Duration>,
    pub(super) credentials: Option<String>,
    pub(super) vpc_link: Option<String>,
    pub(super) skips_certificate_check: Option<bool>,
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

    /// Adds what is stated to an integration.
    pub(super) fn write(&self, integration: Object) -> Object {
        let milliseconds = self.timeout.map(|timeout| timeout.as_millis());
        let milliseconds = milliseconds.map(|most| u64::try_from(most).unwrap_or(u64::MAX));
        let tls = self.skips_certificate_check;
        integration
            .with_some("timeoutInMillis", milliseconds)
            .with_some("credentials", self.credentials.clone())
            .with_some("connectionType", self.vpc_link.as_ref().map(|_| "VPC_LINK"))
            .with_some("connectionId", self.vpc_link.clone())
            .with_some(
                "tlsConfig",
                tls.map(|skips| Object::new().with("insecureSkipVerification", skips)),
            )
    }

    /// What API Gateway would refuse.
    pub(super) fn problems(&self) -> Option<String> {
        let timeout = self.timeout?;
        (timeout < Duration::from_millis(50)).then(|| {
            format!("the integrations' timeout is {timeout:?}, and API Gateway takes 50 ms or more")
        })
    }
}
