//! Real requests to real handlers, through both integrations.

use super::{ContractTestError, Difference, difference::compare, document};
use crate::{
    ApiService, Integration,
    callback::Answer,
    local::{LocalGateway, ServiceFunction},
};
use axum::body::Bytes;
use http::{Request, Response};
use std::time::Duration;

/// How long a handler may take.
const TIME: Duration = Duration::from_secs(29);

/// An API behind a custom and behind a proxy integration, which must answer alike.
///
/// ```
/// use lambda_api_errors::{Api, Json, Path, api_errors, axum::body::Bytes, http::Request, lambda_endpoint};
/// use lambda_api_errors::local::BothIntegrations;
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// enum CartError {
///     #[error("no cart {0}")]
///     #[api(status = 404)]
///     NotFound(u32),
/// }
///
/// #[lambda_endpoint(GET, "/carts/{cart}")]
/// async fn cart(Path(cart): Path<u32>) -> Result<Json<u32>, CartError> {
///     Err(CartError::NotFound(cart))
/// }
///
/// # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
/// let api = || Api::<()>::new("carts", "1.0.0").endpoint::<cart>().with_state(()).service().unwrap();
/// let carts = BothIntegrations::new(api).unwrap();
/// let response = carts.assert_same(Request::get("/carts/7").body(Bytes::new()).unwrap()).await;
/// assert_eq!(response.status(), 404);
/// # });
/// ```
///
/// # What differs
///
/// A custom integration's function gets what a template makes of a request, and so some requests have two answers:
///
/// | request | custom | proxy |
/// |---|---|---|
/// | no body, where one is needed | the body is `{}` | the body is empty |
/// | a media type that is not among the [`request_media_types`](crate::Api::request_media_types), and is not JSON, a form or plain text | the gateway's 415, for every method | the endpoint decides |
/// | a body or a path with bytes that are not UTF-8 | U+FFFD in their place | the bytes |
/// | a header that is sent several times | the last value | all values |
/// | a query parameter that is sent several times | all values where templates have `$method.request.multivaluequerystring`, which AWS does not document; else, and in the local gateway, the last | all values |
/// | one whose answer almost has Lambda's limit of 6,291,556 bytes | may be an opaque 500: the headers of a failure are escaped twice | the answer |
/// | one to whose error middleware adds a header that is not declared, in the [`json` style](crate::Style::Json) | without the header | with the header |
/// | one whose answer middleware makes, or gives a status that is not declared or a second value of a header | an opaque 500 | the answer, but for an error with a status of 2xx: an opaque 500 |
/// | one to whose error in [plain text](crate::Message) middleware adds a member | an opaque 500 | with the member |
/// | a path with a slash at its end, with other empty segments after the first, or with an encoded letter in a fixed part | the route is found | the endpoint's router finds none |
#[derive(Debug)]
pub struct BothIntegrations {
    custom: LocalGateway,
    proxy: LocalGateway,
}

impl BothIntegrations {
    /// Puts an API behind each integration; `service` is called for each, so that each can have a state of its own.
    ///
    /// # Errors
    ///
    /// When the types make no document.
    pub fn new(service: impl Fn() -> ApiService) -> Result<Self, ContractTestError> {
        let gateway = |integration| {
            let service = service();
            let (document, _) = document(service.openapi(), integration, None)?;
            let function = ServiceFunction::new(service, TIME);
            Ok(LocalGateway::new(document, function))
        };
        Ok(Self {
            custom: gateway(Integration::Custom)?,
            proxy: gateway(Integration::Proxy)?,
        })
    }

    /// Takes gateways with documents and functions of your own.
    #[must_use]
    pub fn of_gateways(custom: LocalGateway, proxy: LocalGateway) -> Self {
        Self { custom, proxy }
    }

    /// The answer of both to `request`.
    ///
    /// # Errors
    ///
    /// When they differ; what is expected then is the answer of the proxy integration.
    pub async fn answer(
        &self,
        request: Request<Bytes>,
    ) -> Result<Response<Bytes>, Box<Difference>> {
        let (proxied, _) = self.proxy.answer(request.clone()).await;
        let (response, trace) = self.custom.answer(request.clone()).await;
        let expected = Answer::new(
            proxied.status(),
            proxied.headers().clone(),
            String::from_utf8_lossy(proxied.body()).into_owned(),
        );
        let Some(what) = compare(&expected, &response) else {
            return Ok(response);
        };
        let operation = trace.operation.clone();
        Err(Box::new(Difference {
            operation: operation
                .unwrap_or_else(|| format!("{} {}", request.method(), request.uri().path())),
            response: format!("{} of the proxy integration", expected.status.as_u16()),
            integration: Integration::Custom,
            what,
            text: in_words(&request),
            expected: Some(expected),
            got: response,
            trace,
        }))
    }

    /// The answer of both to `request`.
    ///
    /// # Panics
    ///
    /// When they differ.
    pub async fn assert_same(&self, request: Request<Bytes>) -> Response<Bytes> {
        self.answer(request)
            .await
            .unwrap_or_else(|difference| panic!("{difference}"))
    }
}

/// The request, as far as it has a text.
fn in_words(request: &Request<Bytes>) -> String {
    let body = String::from_utf8_lossy(request.body());
    let line = format!("{} {} {body}", request.method(), request.uri());
    line.trim_end().to_owned()
}
