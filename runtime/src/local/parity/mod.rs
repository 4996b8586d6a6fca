//! Whether a custom and a proxy integration give a client the same answers: an assertion for tests of an API.
//!
//! [`ContractTest`] asks for no requests: a stand-in for the function answers with each response of the contract, as the
//! runtime would write it. [`BothIntegrations`] sends real requests to the real handlers.

mod both;
mod cases;
mod difference;
mod stand_in;
mod texts;

pub use both::BothIntegrations;
pub use difference::{ContractTestError, Difference};

use super::{Document, LocalGateway};
use crate::openapi::{Integration, OpenApi};
use axum::body::Bytes;
use cases::Case;
use difference::{Differences, compare};
use http::{Method, Request};
use stand_in::StandIn;
use std::{panic::resume_unwind, sync::Arc, thread};

/// Asserts that each response of the contract is the same through both integrations, with hostile texts wherever an
/// error or a success has a text.
///
/// It is one line in the tests of an API:
///
/// ```
/// use lambda_api_errors::{Api, Json, api_errors, lambda_endpoint, local::assert_integrations_agree};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// enum GreetingError {
///     #[error("{0} is nobody")]
///     #[api(status = 404)]
///     Nobody(String),
/// }
///
/// #[lambda_endpoint(GET, "/greeting")]
/// async fn greeting() -> Result<Json<&'static str>, GreetingError> {
///     Ok(Json("hello"))
/// }
///
/// assert_integrations_agree(Api::<()>::new("greeter", "1.0.0").endpoint::<greeting>().openapi());
/// ```
///
/// # Panics
///
/// When an answer differs: with the operation, the response, the difference and the gateway's trace.
pub fn assert_integrations_agree(openapi: OpenApi) {
    ContractTest::new(openapi).assert();
}

/// Each response of a contract, through a custom and through a proxy integration in the local gateway.
///
/// An endpoint cannot be made to give every answer, so a stand-in for the function gives them: every declared response
/// of every operation and its success, each with hostile texts as message, field errors, extensions and headers. What
/// reaches the client must be what was written: status, body and headers. The gateway's own headers do not count,
/// and neither do the CORS headers that it adds. Bodies of the format [`Message`](crate::Message) must be equal as JSON.
/// Whatever no handler writes, such as Lambda's timeout, must be a 5xx in the custom integration.
///
/// ```
/// use lambda_api_errors::{Api, Json, lambda_endpoint, local::ContractTest};
/// use std::convert::Infallible;
///
/// #[lambda_endpoint(GET, "/health")]
/// async fn health() -> Result<Json<&'static str>, Infallible> {
///     Ok(Json("ok"))
/// }
///
/// let openapi = || Api::<()>::new("monitor", "1.0.0").endpoint::<health>().openapi();
/// assert!(ContractTest::new(openapi()).texts(["$m #end"]).run().unwrap() > 50);
///
/// let committed = openapi().document().unwrap().to_yaml();
/// let edited = committed.replace(r"[\\s\\S]+", r"[\\s\\S]*"); // somebody has a pattern take successes too
/// let error = ContractTest::new(openapi()).custom_document(edited).run().unwrap_err();
/// assert!(error.to_string().contains("GET /health: 200 success"));
/// ```
#[derive(Debug)]
#[must_use = "call `assert` or `run`"]
pub struct ContractTest {
    openapi: OpenApi,
    custom: Option<String>,
    proxy: Option<String>,
    texts: Vec<String>,
}

impl ContractTest {
    /// A test of the documents that `openapi` makes, one for each integration.
    pub fn new(openapi: OpenApi) -> Self {
        Self {
            openapi,
            custom: None,
            proxy: None,
            texts: texts::HOSTILE
                .iter()
                .map(|text| (*text).to_owned())
                .collect(),
        }
    }

    /// Runs this document for the custom integration, instead of the one that the types make: a committed one, or the
    /// export of a deployed stage.
    pub fn custom_document(mut self, text: impl Into<String>) -> Self {
        self.custom = Some(text.into());
        self
    }

    /// The same for the proxy integration.
    pub fn proxy_document(mut self, text: impl Into<String>) -> Self {
        self.proxy = Some(text.into());
        self
    }

    /// Makes answers of these texts too.
    pub fn texts(mut self, texts: impl IntoIterator<Item = impl Into<String>>) -> Self {
        self.texts.extend(texts.into_iter().map(Into::into));
        self
    }

    /// Runs the test, and says how many answers were compared.
    ///
    /// It has a thread and a Tokio runtime of its own, so that any test can call it.
    ///
    /// # Errors
    ///
    /// When an answer differs, or there is no document.
    ///
    /// # Panics
    ///
    /// When no thread can be had.
    pub fn run(self) -> Result<usize, ContractTestError> {
        let run = || {
            tokio::runtime::Builder::new_current_thread()
                .enable_time()
                .build()
                .map_err(ContractTestError::Runtime)?
                .block_on(self.compare_all())
        };
        thread::scope(|scope| scope.spawn(run).join()).unwrap_or_else(|panic| resume_unwind(panic))
    }

    /// Runs the test.
    ///
    /// # Panics
    ///
    /// When an answer differs, or there is no document.
    pub fn assert(self) {
        if let Err(error) = self.run() {
            panic!("{error}");
        }
    }

    async fn compare_all(self) -> Result<usize, ContractTestError> {
        let Self {
            openapi,
            custom,
            proxy,
            texts,
        } = self;
        let (custom, openapi) = document(openapi, Integration::Custom, custom)?;
        let (proxy, openapi) = document(openapi, Integration::Proxy, proxy)?;
        let pair = Pair {
            custom: Side::new(Integration::Custom, custom),
            proxy: Side::new(Integration::Proxy, proxy),
        };
        let mut differences = Differences::default();
        for operation in openapi.operations() {
            let Some(route) = operation.route() else {
                continue;
            };
            let target = Target {
                method: route.method(),
                path: route.path(),
            };
            for case in cases::of_operation(operation, &texts) {
                pair.compare(&target, &case, &mut differences).await;
            }
            for foreign in cases::foreign() {
                pair.custom
                    .refuses(&target, &foreign, &mut differences)
                    .await;
            }
        }
        differences.into_result()
    }
}

/// The document that the local gateway runs, without what has nothing to do with answers.
fn document(
    openapi: OpenApi,
    integration: Integration,
    given: Option<String>,
) -> Result<(Document, OpenApi), ContractTestError> {
    let openapi = openapi.integration(integration);
    let text = match given {
        Some(text) => text,
        None => openapi
            .document()
            .map_err(ContractTestError::Invalid)?
            .to_json(),
    };
    let mut document = Document::read(&text).map_err(ContractTestError::Unreadable)?;
    document.take_every_request();
    Ok((document, openapi))
}

/// An operation, as a client asks for it.
struct Target {
    method: Method,
    path: &'static str,
}

impl Target {
    fn request(&self) -> Request<Bytes> {
        let segments = self.path.split('/').map(|segment| {
            if segment.starts_with('{') {
                "1"
            } else {
                segment
            }
        });
        let path = segments.collect::<Vec<_>>().join("/");
        let mut request = Request::new(Bytes::from_static(b"{}"));
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = path.parse().unwrap_or_default();
        request
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// One integration, and what stands behind it.
struct Side {
    integration: Integration,
    gateway: LocalGateway,
    function: Arc<StandIn>,
}

struct Pair {
    custom: Side,
    proxy: Side,
}

impl Pair {
    async fn compare(&self, target: &Target, case: &Case, differences: &mut Differences) {
        for (side, outcome) in [(&self.custom, &case.custom), (&self.proxy, &case.proxy)] {
            side.function.answer_with(outcome.clone());
            let (response, trace) = side.gateway.answer(target.request()).await;
            differences.count();
            if let Some(what) = compare(&case.expected, &response) {
                differences.add(Difference {
                    operation: target.name(),
                    response: case.name.clone(),
                    integration: side.integration,
                    what,
                    text: case.text.clone(),
                    expected: Some(case.expected.clone()),
                    got: response,
                    trace,
                });
            }
        }
    }
}

impl Side {
    fn new(integration: Integration, document: Document) -> Self {
        let function = Arc::new(StandIn::default());
        Self {
            integration,
            gateway: LocalGateway::new(document, Arc::clone(&function)),
            function,
        }
    }

    /// Whether what no handler wrote is a failure for the client.
    async fn refuses(
        &self,
        target: &Target,
        foreign: &cases::Foreign,
        differences: &mut Differences,
    ) {
        self.function.answer_with(foreign.outcome.clone());
        let (response, trace) = self.gateway.answer(target.request()).await;
        differences.count();
        if !response.status().is_server_error() {
            differences.add(Difference {
                operation: target.name(),
                response: foreign.name.to_owned(),
                integration: self.integration,
                what: "this is no failure of the server for the client",
                text: String::new(),
                expected: None,
                got: response,
                trace,
            });
        }
    }
}
