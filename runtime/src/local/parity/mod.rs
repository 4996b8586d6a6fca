//! Whether a custom and a proxy integration give a client the same answers: an assertion for tests of an API.
//!
//! Input: the operations of an API, and the documents of both integrations. Output: the number of answers that were compared,
//! or the differences. [`ContractTest`] needs no requests: it has each response of the contract as the runtime would write
//! it, and runs it as [`check`](crate::openapi::OpenApi::check) runs its samples. [`BothIntegrations`] sends real requests to
//! the real handlers.

mod both;
mod cases;
mod difference;

pub use both::BothIntegrations;
pub use difference::{ContractTestError, Difference};

use super::{Document, DocumentError, DocumentProblem, Outcome};
use crate::{
    Integration,
    openapi::{
        OpenApi, gateway_path,
        samples::{
            ADVERSARIAL_TEXTS, PlatformOutcome, SampleRequest, platform_outcomes, trial::Trial,
        },
    },
};
use cases::Case;
use difference::{Differences, compare};
use http::Method;

/// Asserts that each response of the contract is the same through both integrations, with hostile texts in each place where an
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
/// An endpoint cannot be made to give every answer, so they are made here: every declared response
/// of every operation and its success, each with hostile texts as message, field errors, extensions and headers. What
/// reaches the client must be what was written: status, body and headers. The gateway's own headers do not count,
/// and neither do the CORS headers that it adds. Bodies of the format [`Message`](crate::Message) must be equal as JSON.
/// What no handler writes, such as Lambda's timeout, must be a 5xx in the custom integration.
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
/// let edited = committed.replace(r"[\\s\\S]+", r"[\\s\\S]*"); // the pattern takes successes too
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
            texts: ADVERSARIAL_TEXTS
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
    /// # Errors
    ///
    /// When an answer differs, or there is no document.
    pub fn run(self) -> Result<usize, ContractTestError> {
        let Self {
            openapi,
            custom,
            proxy,
            texts,
        } = self;
        let (custom, openapi) = document(openapi, Integration::Custom, custom)?;
        let (proxy, openapi) = document(openapi, Integration::Proxy, proxy)?;
        let custom = Side::new(Integration::Custom, custom);
        let proxy = Side::new(Integration::Proxy, proxy);
        let mut differences = Differences::default();
        for operation in openapi.operations() {
            let Some(route) = operation.route() else {
                continue;
            };
            let target = Target {
                method: route.method(),
                path: gateway_path(route.path()),
            };
            for case in cases::of_operation(operation, &texts) {
                for (side, outcome) in [(&custom, &case.custom), (&proxy, &case.proxy)] {
                    side.compare(&target, &case, outcome, &mut differences);
                }
            }
            for outcome in platform_outcomes() {
                custom.fails(&target, outcome, &mut differences);
            }
        }
        differences.into_result()
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
}

/// The document that the local gateway runs, without what has nothing to do with answers.
fn document(
    openapi: OpenApi,
    integration: Integration,
    given: Option<String>,
) -> Result<(Document, OpenApi), ContractTestError> {
    let openapi = openapi.with_integration(integration);
    let text = match given {
        Some(text) => text,
        None => openapi
            .document()
            .map_err(ContractTestError::Invalid)?
            .to_json(),
    };
    let mut document = Document::read(&text).map_err(ContractTestError::Unreadable)?;
    let not_run = |problem: &DocumentProblem| problem.not_run.is_some();
    if document.problems.iter().any(not_run) {
        let mut problems = document.problems;
        problems.retain(not_run);
        return Err(ContractTestError::Unreadable(DocumentError { problems }));
    }
    document.take_every_request();
    Ok((document, openapi))
}

/// An operation, as a client asks for it.
struct Target {
    method: Method,
    path: String,
}

impl Target {
    fn request(&self) -> SampleRequest<'_> {
        SampleRequest::new(self.method.as_str(), &self.path)
    }

    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// One integration, and its document.
struct Side {
    integration: Integration,
    trial: Trial,
}

impl Side {
    fn new(integration: Integration, document: Document) -> Self {
        Self {
            integration,
            trial: Trial::new(document),
        }
    }

    /// Whether the client gets what was written.
    fn compare(
        &self,
        target: &Target,
        case: &Case,
        outcome: &Outcome,
        differences: &mut Differences,
    ) {
        let request = target.request().to_http();
        let (response, trace) = self.trial.exchange(request, outcome.clone());
        differences.count();
        if let Some(what) = compare(&case.expected, &response) {
            differences.add(Difference {
                operation: target.name(),
                response: case.name.clone(),
                integration: self.integration,
                what,
                text: case.text.clone(),
                expected: Some(case.expected.clone()),
                got: response,
                trace,
            });
        }
    }

    /// Whether what no handler wrote is a failure for the client.
    fn fails(&self, target: &Target, end: PlatformOutcome, differences: &mut Differences) {
        let request = target.request().to_http();
        let (response, trace) = self.trial.exchange(request, end.outcome);
        differences.count();
        if !response.status().is_server_error() {
            differences.add(Difference {
                operation: target.name(),
                response: end.name.to_owned(),
                integration: self.integration,
                what: "this is not a failure of the server for the client",
                text: String::new(),
                expected: None,
                got: response,
                trace,
            });
        }
    }
}
