//! What the gateway in front of the API should do.

use super::Api;
use crate::{
    Cors, Endpoint, Function, Integration, IntegrationSettings, Security,
    settings::{MediaTypes, set},
};

/// # The gateway
///
/// These settings are for the API Gateway document, the check of a deployed one, and the local gateway. The API itself
/// answers as before: it takes events of both integrations, unless [`accept`](Self::accept) narrows them. They need no
/// feature, so the function in `api()` is the same for the Lambda function and for a developer's machine.
///
/// ```
/// use lambda_api_errors::{Api, Cors, Function, Integration, NoContent, Security, lambda_endpoint};
/// use std::convert::Infallible;
///
/// #[lambda_endpoint(GET, "/health")]
/// async fn health() -> Result<NoContent, Infallible> {
///     Ok(NoContent)
/// }
///
/// fn api() -> Api {
///     Api::new("monitor", "1.0.0")
///         .endpoint::<health>()
///         .integration(Integration::Proxy)
///         .function(Function::cloud_formation("MonitorFunction"))
///         .cors(Cors::origins(["https://monitor.example"]))
///         .security(Security::iam())
///         .security_of::<health>(Security::open())
/// }
/// # #[cfg(feature = "openapi")]
/// assert!(api().openapi().document().unwrap().to_json().contains("aws_proxy"));
/// ```
impl<S> Api<S> {
    /// Sets the way in which the gateway invokes the function: [`Integration::Custom`] unless it is set.
    pub fn integration(mut self, integration: Integration) -> Self {
        self.settings.integration = integration;
        self
    }

    /// Sets the function that answers all operations that [`function_of`](Self::function_of) does not name. The default is the
    /// function that is named as the API, with hyphens for the characters that a function's name cannot have.
    pub fn function(mut self, function: Function) -> Self {
        self.settings.function = Some(function);
        self
    }

    /// Sets the function that answers the endpoint `P`.
    pub fn function_of<P: Endpoint>(mut self, function: Function) -> Self {
        set(&mut self.settings.function_of, P::OPERATION, function);
        self
    }

    /// Passes the requests that no endpoint takes to a function, in a proxy integration. Without it the gateway answers them by
    /// itself: 404 for unknown paths, 405 for unknown methods.
    ///
    /// This is for an API that moves to this crate endpoint by endpoint: the document can be imported from the first step
    /// on, and the old routes still work. The function is the old one, or the same one if
    /// [middleware](Self::layer) has the old handler; then a custom integration of the endpoints does not bind it. Callers need what
    /// [`security`](Self::security) asks for.
    ///
    /// The local gateway invokes the API's own program for these requests too, unless it has another function of that name.
    ///
    /// ```
    /// use lambda_api_errors::{Api, Function, NoContent, lambda_endpoint};
    /// use std::convert::Infallible;
    ///
    /// #[lambda_endpoint(GET, "/health")]
    /// async fn health() -> Result<NoContent, Infallible> {
    ///     Ok(NoContent)
    /// }
    ///
    /// let api: Api = Api::new("shop", "2.0.0")
    ///     .endpoint::<health>()
    ///     .fallback_function(Function::name("shop-before-2"));
    /// # #[cfg(feature = "openapi")] {
    /// let document = api.openapi().document().unwrap().to_json();
    /// assert!(document.contains("function:shop-before-2/invocations"));
    /// # }
    /// ```
    pub fn fallback_function(mut self, function: Function) -> Self {
        self.settings.fallback = Some(function);
        self
    }

    /// States what only the deployment knows of the gateway's integrations: timeouts, roles, connections.
    pub fn integration_settings(mut self, settings: IntegrationSettings) -> Self {
        self.settings.integrations = settings;
        self
    }

    /// Lets web pages of other origins call the API.
    pub fn cors(mut self, cors: Cors) -> Self {
        self.settings.cors = Some(cors);
        self
    }

    /// Sets the callers that may call, for all endpoints that [`security_of`](Self::security_of) does not name. Unless it is
    /// set, all callers may.
    pub fn security(mut self, security: Security) -> Self {
        self.settings.security = security;
        self
    }

    /// Sets the callers that may call the endpoint `P`.
    pub fn security_of<P: Endpoint>(mut self, security: Security) -> Self {
        set(&mut self.settings.security_of, P::OPERATION, security);
        self
    }

    /// Makes the gateway refuse JSON bodies that do not fit the handler's schema.
    ///
    /// The function is not invoked then, and the client does not learn which field is wrong.
    pub fn validate_bodies(mut self) -> Self {
        self.settings.validates_bodies = true;
        self
    }

    /// Takes request bodies of these media types too, in addition to JSON, forms and plain text. In a custom integration any
    /// other body is a 415.
    pub fn request_media_types(
        mut self,
        media_types: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let named = &mut self.settings.media_types.named;
        named.extend(media_types.into_iter().map(Into::into));
        self
    }

    /// Takes request bodies of these media types and no others. Each has a copy of the request template, so a document
    /// with one of them is about a third smaller; requests without a `Content-Type` count as JSON.
    pub fn only_request_media_types(
        mut self,
        media_types: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        self.settings.media_types = MediaTypes {
            only_named: true,
            named: media_types.into_iter().map(Into::into).collect(),
        };
        self
    }

    /// Passes bodies of these media types as bytes; for proxy integrations only.
    pub fn binary_media_types(
        mut self,
        media_types: impl IntoIterator<Item = impl Into<String>>,
    ) -> Self {
        let binary = &mut self.settings.binary_media_types;
        binary.extend(media_types.into_iter().map(Into::into));
        self
    }

    /// States the account's quota of resources per API, if it is not 300:
    /// [API Gateway quotas](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-execution-service-limits-table.html).
    pub fn resource_quota(mut self, quota: usize) -> Self {
        self.settings.resource_quota = Some(quota);
        self
    }
}
