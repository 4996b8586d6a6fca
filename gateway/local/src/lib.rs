//! Runs an API Gateway document on this machine, and explains each answer.
//!
//! A document is `OpenAPI` 3.0 or Swagger 2.0 in JSON or YAML with `x-amazon-apigateway-*`, written by hand or by a program. Its
//! custom, proxy and mock integrations run, and HTTP integrations with servers on this machine. An operation that cannot be run
//! answers 501 with the reason, and the others run: see [`Document::read`].
//!
//! It describes a REST API, or an HTTP API if it has a route `$default`, a `payloadFormatVersion` or `x-amazon-apigateway-cors`. An
//! HTTP API runs by its own rules: both payload formats, answers without a status, parameter mappings (`append:header.x`,
//! `overwrite:path`, `overwrite:statuscode`, ...), CORS of the gateway's own, other routes and refusals, and no templates, models or
//! gateway responses.
//!
//! A document is also what a template of `CloudFormation` or SAM says, such as those of `cdk synth`, `osls package` and
//! `sam build`, or a plan of Terraform as `terraform show -json` prints it: see [`Document::read_api`].
//!
//! ```
//! use apigw_local::{Document, Function, Invocation, LocalGateway, Outcome};
//! use bytes::Bytes;
//! use http::Request;
//!
//! const DOCUMENT: &str = r#"
//! openapi: 3.0.1
//! info: {title: greeter, version: "1"}
//! paths:
//!   /greeting:
//!     get:
//!       responses: {200: {description: OK}, 404: {description: Not Found}}
//!       x-amazon-apigateway-integration:
//!         type: aws
//!         httpMethod: POST
//!         uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/greet/invocations
//!         responses:
//!           default: {statusCode: 200}
//!           "Not Found: .*": {statusCode: 404}
//! "#;
//!
//! struct Greet;
//!
//! impl Function for Greet {
//!     fn invoke(&self, _: Invocation) -> futures_util::future::BoxFuture<'_, Outcome> {
//!         Box::pin(async { Outcome::failed("NotFound", "Not Found: there is no such greeting") })
//!     }
//! }
//! # tokio::runtime::Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
//! let gateway = LocalGateway::new(Document::read(DOCUMENT).unwrap(), Greet);
//! let request = Request::get("/greeting").body(Bytes::new()).unwrap();
//! let (response, trace) = gateway.answer(request).await;
//! assert_eq!(response.status(), 404, "{trace}");
//! # });
//! ```
//!
//! # As a program
//!
//! ```console
//! apigw-local serve api.yaml --function 'python3 -m awslambdaric app.handler' --watch
//! apigw-local serve template.json --api Orders --function Checkout=http://127.0.0.1:9000
//! apigw-local routes api.yaml
//! apigw-local explain api.yaml GET /carts/7 --outcome '{"error": {"errorMessage": "Not Found: no cart"}}'
//! apigw-local lint api.yaml
//! ```
//!
//! The feature `cli`, on by default, has the program and the module `cli` with its parts for other command lines. The feature
//! `console` has the pages that `serve` shows beside the gateway, `server` has `LocalServer` and `FunctionProcesses` alone, and
//! without all three the crate opens no sockets.
//!
//! # Differences from AWS
//!
//! - Any API key and any signature is accepted. A Lambda authorizer is asked if there is a function of its name
//!   ([`Function::is_named`]); otherwise, and for Cognito, JWT and IAM, a stand-in accepts any credential. A request without one is
//!   refused. [`LocalGateway::authorizer`] sets the stand-in's answer. A `Condition` of an authorizer's policy is taken to hold.
//! - The stage is not part of the path, and neither is the `basePath` of Swagger. There is no cache, no throttling and no firewall.
//! - HTTP integrations reach only this machine. Integrations with other services of AWS are not run: 501.
//! - A streamed answer ([`Outcome::Streamed`]) reaches the client as it is made, without AWS's limits of bandwidth (2 MB/s after the first
//!   10 MB) and of idle time. Servers of HTTP integrations are read to their end before the client gets the first byte. Behind an Invoke API
//!   an answer streams by `InvokeWithResponseStream`, [if that is its address](LambdaFunctions), or as `cargo lambda watch` sends it.
//! - A proxy's event spells the names of headers as clients of HTTP/1.1 usually do, and has `http` and this machine's port and
//!   address in `X-Forwarded-*`.
//! - Functions that are started as commands are not limited in memory, files or network, and at most 16 processes of each run at
//!   once. One that starts for more than 10 seconds is not started again, but its further time counts as that of the invocation.
//! - A function that runs too long in this process is dropped when the gateway gives up; in Lambda it would continue.
//!
//! # Templates and plans
//!
//! `AWS::ApiGateway::*` and `aws_api_gateway_*` are read, SAM's `AWS::Serverless::Api` and the `Api` events of its functions; and of
//! HTTP APIs `AWS::ApiGatewayV2::*`, `aws_apigatewayv2_*`, `AWS::Serverless::HttpApi` and the `HttpApi` events.
//!
//! A function has its logical id as its name, and its `FunctionName` is taken too. References, parameters with their defaults,
//! conditions, mappings and texts are resolved. What only a deployment knows stays as `${NAME}`, or makes an operation answer
//! 501, and is named when the gateway starts. The account is 000000000000 and the region `us-east-1`. Other files that a template
//! names are not read. `apigw-local serve` starts the functions of a template whose runtime is Node.js or Python, or which have a
//! program `bootstrap`, if their code is on this machine, with the variables and the timeout that the template says. In a plan, arguments that are known after `terraform apply` only are followed to what they refer to.
//!
//! # Assumptions
//!
//! Where AWS's behaviour is not known, one was chosen, and the trace says `unverified on AWS`:
//!
//! | when | here |
//! |---|---|
//! | several patterns take the message | the lowest status wins |
//! | `errorMessage` is not a string | it counts as an empty one, which no usual pattern matches |
//! | a mapping template fails | 500 |
//! | an operation of the mode `BUFFERED` gets a streamed answer | 502: the bytes are not the JSON that a proxy's answer is |
//! | an operation of the mode `STREAM` gets an answer in one piece | it is taken as that of an operation that does not stream |
//! | the event is larger than Lambda takes | 413 in a proxy integration; in a custom one, Lambda's refusal is the answer |
//! | the chosen response template has another key than `application/json` | the `Content-Type` stays JSON unless it is mapped |
//! | an override of the status is not a whole number from 100 to 599 | it is ignored |
//! | a header is overridden whose mapping AWS would rename | it is renamed as well |
//! | a header's value has characters that HTTP does not allow | the header is left out |
//! | a header's value is not ASCII | it leaves as UTF-8 |
//! | a mapping reads a member of `$context` that a template changed | it sees the value from before the template |
//! | a text body has bytes that are not UTF-8 | templates and Lambda get U+FFFD instead |
//! | a binary body is not converted by `contentHandling` | it reaches Lambda as text, in a custom integration |
//! | the response is converted from base64 | after its template, and without quotes around it |
//! | a path has empty segments, as `/carts//7` and `/carts/7/` have | they do not count |
//! | the request's headers have more than 10,240 bytes | 413 |
//! | the response's headers have more than 10,240 bytes | 500 |
//! | a body's type has no model | the body is not validated |
//! | a proxy response has no `statusCode` | 200 |
//! | a server of an HTTP integration gives no response | 504 |
//! | an authorizer's policy has a `Condition` | it holds |
//! | **in an HTTP API:** the request is larger than 10 MB | 413 |
//! | a credential of IAM is missing | 403 |
//! | the integration takes longer than it may, or its server gives no response | 503 |
//! | an origin asks that CORS does not allow | it gets no CORS headers, and a preflight request a 204 |
//! | a preflight request comes to a route of its own | CORS answers it |
//! | the gateway answers by itself, with CORS | without CORS headers |
//! | the value of a parameter mapping is not there | the mapping changes nothing; within a text it is empty |
//! | a JSON path of a mapping looks into a body of more than 100 KB | it finds nothing |
//! | a mapping makes a status that is not one from 200 to 599 | the status stays |
//! | an authorizer throws `Unauthorized` | 401, as in a REST API |
//! | an authorizer answers with a policy | its `principalId` is in the event with its `context` |
//!
//! Reported by users, and not recorded: an authorizer that fails, runs too long or answers nonsense is a 500 with `null` for a message; what its
//! policy does not allow, or denies, is a 403 whose body has `Message`.
//!
//! Each module knows only those above it, and only `processes`, `server` and `console` open sockets.

#![deny(missing_docs)]

#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "console")]
pub mod console;
pub mod document;
pub mod engine;
mod explanation;
mod function;
mod infrastructure;
pub mod lint;
mod lossy;
#[cfg(feature = "server")]
mod processes;
#[cfg(feature = "server")]
mod server;
mod text;
mod trace;
mod uri;

pub use apigw_velocity::LONGEST_TEMPLATE;
pub use document::{Document, DocumentError, DocumentProblem, MissingStageVariable, Route};
pub use engine::BODY_LIMIT;
#[cfg(feature = "server")]
pub use engine::LocalGateway;
pub use explanation::Explanation;
pub use function::{ByteStream, Function, HttpBackend, Invocation, Outcome, PAYLOAD_LIMIT};
pub use infrastructure::{ApiChoice, DescribedFunction, Stage};
#[cfg(feature = "server")]
pub use processes::{FunctionCommand, FunctionProcesses, InvalidCommand};
#[cfg(feature = "server")]
pub use server::{
    InvalidFunction, LambdaFunctions, LocalServer, LoopbackClient, RunningGateway, log_to_stderr,
};
pub use text::read as read_value;
pub use trace::{RequestStage, Selection, Step, Trace};

/// The README compiles.
#[cfg(all(doctest, feature = "server"))]
#[doc = include_str!("../README.md")]
struct Readme;
