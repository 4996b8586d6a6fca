//! The integrations with functions: their kind, and what only a deployment knows of them.

use std::{fmt, str::FromStr, time::Duration};

/// The way in which the gateway invokes the function. It says nothing about the [events](crate::EventKind) that the function takes.
///
/// ```
/// use lambda_api_errors::Integration;
///
/// assert_eq!("proxy".parse(), Ok(Integration::Proxy));
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Integration {
    /// Selection patterns pick the status of a failed invocation, and mapping templates make the answer of its message.
    ///
    /// Each failure is a failed invocation: `lambda_runtime` logs each one at the ERROR level, and Lambda counts it as an
    /// error of the function, a 404 as well as a 500.
    #[default]
    Custom,
    /// The function answers with status, headers and body. The gateway passes them on.
    Proxy,
}

impl fmt::Display for Integration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Custom => "custom",
            Self::Proxy => "proxy",
        })
    }
}

impl FromStr for Integration {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "custom" => Ok(Self::Custom),
            "proxy" => Ok(Self::Proxy),
            _ => Err(format!(
                "`{text}` is not an integration: write `custom` or `proxy`"
            )),
        }
    }
}

/// What only a deployment knows of the integrations with functions. What is stated stands in the document, and is compared by
/// the check of a deployed document; what is not stated is API Gateway's default in the document, and left open by the check.
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
}
