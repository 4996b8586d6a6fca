//! The local gateway: runs an API's document as API Gateway would, and explains each answer.
//!
//! A document is made from the types (feature `openapi`) or written by hand: `OpenAPI` 3.0 or Swagger 2.0 in JSON or YAML, with
//! `x-amazon-apigateway-*`. An operation that cannot be run answers 501 with the reason.
//!
//! # In a test
//!
//! [`LocalGateway::answer`] needs no port. It invokes the same service that runs in Lambda:
//!
//! ```
//! use lambda_api_errors::{
//!     Api, Json, Path, api_errors, axum::body::Bytes, http::Request, lambda_endpoint,
//!     local::{Document, LocalGateway, ServiceFunction},
//! };
//! use std::time::Duration;
//!
//! #[api_errors]
//! #[derive(Debug, thiserror::Error)]
//! enum CartError {
//!     #[error("no cart {0}")]
//!     #[api(status = 404)]
//!     NotFound(u32),
//! }
//!
//! #[lambda_endpoint(GET, "/carts/{cart}")]
//! async fn cart(Path(cart): Path<u32>) -> Result<Json<Vec<String>>, CartError> {
//!     Err(CartError::NotFound(cart))
//! }
//!
//! # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
//! let service = Api::new("carts", "1.0.0").endpoint::<cart>().service().unwrap();
//! # #[cfg(feature = "openapi")] {
//! let document = service.openapi().document().unwrap().to_json();
//! let function = ServiceFunction::new(service, Duration::from_secs(3));
//! let gateway = LocalGateway::new(Document::read(&document).unwrap(), function).stage("test");
//!
//! let request = Request::get("/carts/7").body(Bytes::new()).unwrap();
//! let (response, trace) = gateway.answer(request).await;
//! assert_eq!(response.status(), 404, "{trace}");
//! assert!(trace.selection.unwrap().pattern.unwrap().contains("Not Found: "));
//! # }
//! # });
//! ```
//!
//! The [`Trace`] says why: the event, the outcome, each pattern that was tried, templates, overrides, mappings. Printed in
//! a failing assertion, it answers most questions.
//!
//! # On a port
//!
//! [`LocalServer`] listens on loopback. Behind it stands the API in the same process, or a function in any language
//! behind Lambda's Invoke API:
//!
//! ```no_run
//! use lambda_api_errors::local::{Document, LambdaFunctions, LocalGateway, LocalServer};
//!
//! # async fn serve() -> Result<(), lambda_api_errors::Error> {
//! let document = Document::read(&std::fs::read_to_string("carts.yaml")?)?;
//! let functions = LambdaFunctions::new(["http://127.0.0.1:9000"])?;
//! let gateway = LocalGateway::new(document, functions);
//! LocalServer::bind(gateway, 8700).await?.explain(true).run().await
//! # }
//! ```
//!
//! `cargo lambda watch` is such an Invoke API. A function error is marked by the header `X-Amz-Function-Error`, as AWS sends
//! it, or by a 5xx with an `errorMessage`, as emulators do. Functions are invoked synchronously: that is what Lambda does
//! without `X-Amz-Invocation-Type`, and a document that maps this header is not an exception here.
//!
//! The gateway itself is the crate [`apigw_local`], which runs any document in front of any function. It lists what differs from
//! AWS, and what is assumed where nothing is known of AWS; the trace then says `unverified on AWS`.

#[cfg(feature = "openapi")]
mod parity;
mod service_function;

pub use apigw_local::{
    Document, DocumentError, DocumentProblem, Explanation, Function, HttpBackend, InvalidFunction,
    Invocation, LambdaFunctions, LocalGateway, LocalServer, LoopbackClient, MissingStageVariable,
    Outcome, Route, RunningGateway, Selection, Step, Trace, log_to_stderr,
};
#[cfg(feature = "openapi")]
pub use parity::{
    BothIntegrations, ContractTest, ContractTestError, Difference, assert_integrations_agree,
};
pub use service_function::ServiceFunction;
