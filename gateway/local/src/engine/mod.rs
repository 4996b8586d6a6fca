//! The gateway without sockets, as five stages under the names that AWS gives them.
//!
//! | stage | makes | of |
//! |---|---|---|
//! | [`method_request`] | [`MethodRequest`]: the operation, and a request that it lets in | [`ClientRequest`] |
//! | [`integration_request`] | [`IntegrationRequest`]: the event, or the status of a mock | [`MethodRequest`] |
//! | [`call`], then the function and [`ended`], or a server and [`responded`] | [`IntegrationAnswer`] | [`IntegrationRequest`] |
//! | [`integration_response`] | [`MappedResponse`]: status, headers and body | [`IntegrationAnswer`] |
//! | [`method_response`] | the client's response | [`MappedResponse`] |
//!
//! Each is a pure function: the id and the time of a request are an input, as its [`RequestStamp`]. Each stage adds its steps to the
//! [`Trace`](crate::Trace). A stage that fails gives a [`Failure`], of which [`gateway_response()`]
//! makes the answer. [`LocalGateway`] is all of them in a row.
//!
//! A stage can be used alone. What does the client get if the function fails like this, and which pattern takes it?
//!
//! ```
//! use apigw_local::{
//!     Document, Outcome, Trace,
//!     engine::{self, ClientRequest, Deployment, MappedResponse, RequestStamp, TemplateContext},
//! };
//! use {bytes::Bytes, http::Request, std::time::SystemTime};
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
//!         requestTemplates: {application/json: '{"name": "$input.params(''name'')"}'}
//!         responses:
//!           default: {statusCode: 200}
//!           "Not Found: .*": {statusCode: 404}
//! "#;
//!
//! let deployment = Deployment::new(Document::read(DOCUMENT).unwrap());
//! let stamp = RequestStamp { id: "1".to_owned(), time: SystemTime::UNIX_EPOCH };
//! let request = Request::get("/greeting?name=Ada").body(Bytes::new()).unwrap();
//! let request = ClientRequest::new(request, stamp);
//! let mut trace = Trace::new("1");
//! let request = engine::method_request(&deployment, request, &mut trace).unwrap();
//! let sent = engine::integration_request(&deployment, &request, &mut trace).unwrap();
//! assert_eq!(sent.payload, r#"{"name": "Ada"}"#);
//!
//! let outcome = Outcome::failed("NotFound", "Not Found: there is no such greeting").into();
//! let templates = TemplateContext::default();
//! let mapped =
//!     engine::integration_response(&deployment, &request, templates, &outcome, &mut trace).unwrap();
//! let MappedResponse::Custom(custom) = &mapped else { panic!("this is a custom integration") };
//! assert_eq!(custom.status, 404);
//! assert_eq!(trace.selection.as_ref().unwrap().pattern.as_deref(), Some("Not Found: .*"));
//! let response = engine::method_response(&request, mapped, &mut trace).unwrap();
//! assert_eq!(response.status(), 404);
//! ```

#[cfg(feature = "server")]
mod authorizer;
mod body_path;
mod client_request;
mod content;
mod context;
mod dates;
mod deployment;
#[cfg(feature = "server")]
mod gateway;
mod gateway_response;
mod headers;
mod http_api;
mod http_request;
mod integration;
mod integration_request;
mod integration_response;
mod json_member;
mod json_object;
mod media;
mod method_request;
mod method_response;
mod mock;
mod parameters;
mod proxy;
mod route;
mod select;
mod templates;

#[cfg(all(test, feature = "server"))]
mod tests;

pub use client_request::{ClientRequest, RequestStamp, STEP_LIMIT};
pub use context::RequestContext;
pub use deployment::Deployment;
#[cfg(feature = "server")]
pub use gateway::LocalGateway;
pub use gateway_response::{Failure, gateway_response};
pub use headers::{HeaderRestriction, header_restriction};
pub use integration::{Call, IntegrationAnswer, StreamedAnswer, call, ended, responded, timed_out};
pub use integration_request::{IntegrationRequest, Target, integration_request};
pub use integration_response::{CustomResponse, MappedResponse, integration_response};
pub use method_request::{BODY_LIMIT, MethodRequest, Refused, method_request};
pub use method_response::method_response;
pub use templates::TemplateContext;
