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

    /// Puts the id of the request into each answer of the function: in the header `X-Request-Id`, and in the body of a failure as the
    /// member `requestId`, in [`JsonApi`](crate::JsonApi) of `meta`. The log has the same id.
    ///
    /// In Lambda it is the id of the event or the invocation. An HTTP request can bring its own; one that has other characters than
    /// letters, digits and `.`, `_`, `:`, `-` is not repeated. [`Message`](crate::Message) has no place for the member, and
    /// `style = "json"` none for the header. Answers that the gateway gives by itself have its own `x-amzn-RequestId` only.
    ///
    /// ```
    /// use lambda_api_errors::{Api, axum::body::{Body, to_bytes}, http::Request};
    /// use tower::ServiceExt;
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let service = Api::new("shop", "1").request_ids().service().unwrap();
    /// let request = Request::get("/nowhere").header("X-Request-Id", "7f3a").body(Body::empty()).unwrap();
    /// let response = service.oneshot(request).await.unwrap();
    /// assert_eq!(response.headers()["X-Request-Id"], "7f3a");
    /// let body = to_bytes(response.into_body(), 1000).await.unwrap();
    /// assert!(body.ends_with(br#","requestId":"7f3a"}"#));
    /// # });
    /// ```
    pub fn request_ids(mut self) -> Self {
        self.settings.request_ids = true;
        self
    }

    /// Does what [`request_ids`](Self::request_ids) does, and gives each [`Problem`](crate::Problem) an `instance`
    /// ([RFC 9457, section 3.1.5](https://www.rfc-editor.org/rfc/rfc9457#section-3.1.5)): `base` and the id. Where `base` leads is for you to
    /// decide, for example to the log.
    ///
    /// ```
    /// use lambda_api_errors::Api;
    ///
    /// let api: Api<()> = Api::new("shop", "1").instance_base("https://shop.example/requests/");
    /// ```
    pub fn instance_base(mut self, base: impl Into<String>) -> Self {
        self.settings.instance_base = Some(base.into());
        self.request_ids()
    }

    /// Names the request header that has the correlation id, for the log and for [`CorrelationId`](crate::CorrelationId).
    ///
    /// It is taken if it is ASCII on one line, of 256 bytes at most. Otherwise, and unless a header is named, the id is the gateway's own:
    /// of a REST or HTTP API and of a function URL `requestContext.requestId`, of a load balancer `X-Amzn-Trace-Id`. In an event
    /// that has none it is Lambda's or Azure's id of the invocation, and over plain HTTP the id of the request.
    ///
    /// ```
    /// use lambda_api_errors::Api;
    ///
    /// let api: Api = Api::new("shop", "1").correlation_header("X-Correlation-Id");
    /// assert!(api.service().is_ok());
    /// ```
    pub fn correlation_header(mut self, name: impl AsRef<str>) -> Self {
        let name = name.as_ref();
        match name.parse() {
            Ok(name) => self.settings.correlation_header = Some(name),
            Err(_) => self.problems.push(format!(
                "the correlation id cannot be in a header `{}`: that is not the name of a header",
                name.escape_debug()
            )),
        }
        self
    }

    /// Has the hooks of `resource` called around the snapshot of `SnapStart`: `before_snapshot` when the program has started, and
    /// `after_restore` in each process that Lambda makes of the snapshot.
    ///
    /// Connections do not survive a snapshot, and numbers that must differ between processes are the same in all of them. Add what others depend
    /// on first: [`SnapStartResource`](lambda_runtime::SnapStartResource). Without `SnapStart` nothing is called. A state that is
    /// [opened](Self::with_state_from) is open before the snapshot.
    ///
    /// ```
    /// use lambda_api_errors::{Api, NoContent, State, lambda_endpoint, lambda_runtime::SnapStartResource};
    /// use std::{convert::Infallible, sync::Arc};
    ///
    /// struct Pool;
    ///
    /// impl SnapStartResource for Pool {}
    ///
    /// #[lambda_endpoint(GET, "/health")]
    /// async fn health(State(_pool): State<Arc<Pool>>) -> Result<NoContent, Infallible> {
    ///     Ok(NoContent)
    /// }
    ///
    /// let pool = Arc::new(Pool);
    /// let api = Api::new("monitor", "1.0.0")
    ///     .endpoint::<health>()
    ///     .snapstart_resource(pool.clone())
    ///     .with_state(pool);
    /// assert!(api.service().is_ok());
    /// ```
    #[cfg(feature = "lambda")]
    pub fn snapstart_resource(
        mut self,
        resource: std::sync::Arc<dyn lambda_runtime::SnapStartResource>,
    ) -> Self {
        self.settings.snapstart.0.push(resource);
        self
    }

    /// Counts failed answers by their error codes, as metrics of `CloudWatch`: feature `emf`. Unless it is set, nothing is counted.
    #[cfg(feature = "emf")]
    pub fn metrics(mut self, metrics: crate::Metrics) -> Self {
        self.settings.metrics = Some(std::sync::Arc::new(metrics));
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
