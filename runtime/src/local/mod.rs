//! The local gateway: runs an API's document as API Gateway would, and explains each answer.
//!
//! A document is made from the types (feature `openapi`) or written by hand: `OpenAPI` 3.0 in JSON or YAML, with
//! `x-amazon-apigateway-*`. Its custom, proxy and mock integrations run; for what cannot, [`Document::read`] says why.
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
//! `cargo lambda watch` is such an Invoke API. A function error is told by the header `X-Amz-Function-Error`, as AWS sends
//! it, or by a 5xx with an `errorMessage`, as emulators do. Functions are invoked synchronously: that is what Lambda does
//! without `X-Amz-Invocation-Type`, and a document that maps this header is no exception here.
//!
//! # Differences from AWS
//!
//! - Any API key and any signature is taken, and a stand-in of an authorizer takes any credential; one that is missing
//!   is refused. [`LocalGateway::authorizer`] sets what the stand-in says.
//! - The stage is no part of the path. There is no cache, no throttling, no firewall, and no HTTP integration.
//! - A function that runs too long in this process is dropped when the gateway gives up; in Lambda it would run on.
//!
//! # Assumptions
//!
//! Where nothing is known of AWS, something was chosen, and the trace then says `unverified on AWS`:
//!
//! | when | here |
//! |---|---|
//! | several patterns take the message | the lowest status wins |
//! | `errorMessage` is no string | it counts as an empty one, which no usual pattern takes |
//! | a mapping template fails | 500 |
//! | the event is larger than Lambda takes | 413 in a proxy integration; in a custom one, Lambda's refusal is the answer |
//! | the chosen response template has another key than `application/json` | the `Content-Type` stays JSON unless it is mapped |
//! | an override of the status is no whole number from 100 to 599 | it is ignored |
//! | a header is overridden whose mapping AWS would rename | it is renamed as well |
//! | a header's value has characters that HTTP does not allow | the header is left out |
//! | a header's value is not ASCII | it leaves as UTF-8 |
//! | a mapping reads what a template wrote to `$context` | it sees the values from before the template |
//! | a text body has bytes that are no UTF-8 | templates and Lambda get U+FFFD instead |
//! | a binary body is not converted by `contentHandling` | it reaches Lambda as text, in a custom integration |
//! | the response is converted from base64 | after its template, and without quotes around it |
//! | a path has empty segments, as `/carts//7` and `/carts/7/` have | they do not count |
//! | the request's headers have more than 10,240 bytes | 413 |
//! | the response's headers have more than 10,240 bytes | 500 |
//! | a body's type has no model | the body is not validated |
//! | a proxy response has no `statusCode` | 200 |
//!
//! The gateway itself is the crate [`apigw_local`], which runs any document in front of any function.

#[cfg(feature = "openapi")]
mod parity;
mod service_function;

pub use apigw_local::{
    Document, DocumentError, DocumentProblem, Explanation, Function, InvalidFunction, Invocation,
    LambdaFunctions, LocalGateway, LocalServer, MissingStageVariable, Outcome, Route,
    RunningGateway, Selection, Step, Trace, log_to_stderr,
};
#[cfg(feature = "openapi")]
pub use parity::{
    BothIntegrations, ContractTest, ContractTestError, Difference, assert_integrations_agree,
};
pub use service_function::ServiceFunction;
