//! The kinds of event that a function can be sent.

/// The kind of integration that sent an event. The shape of the event decides it.
///
/// An [`Api`](crate::Api) accepts all kinds of event except the last three, unless [`Api::accept`](crate::Api::accept) names others.
///
/// ```
/// use lambda_api_errors::{Api, EventKind, NoContent, lambda_endpoint};
/// use std::convert::Infallible;
///
/// #[lambda_endpoint(GET, "/health")]
/// async fn health() -> Result<NoContent, Infallible> {
///     Ok(NoContent)
/// }
/// let api = Api::new("monitor", "1.0.0").endpoint::<health>().accept([EventKind::Custom]);
/// assert!(api.service().is_ok());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum EventKind {
    /// A custom integration whose request template is this library's, or a program that sends a
    /// [`CustomEvent`](crate::CustomEvent). A failure is a failed invocation, and `lambda_runtime` logs each one at
    /// the ERROR level and Lambda counts it as an error of the function, a 404 as well as a 500.
    Custom,
    /// A Lambda proxy integration of a REST API (payload format 1.0).
    RestProxy,
    /// A Lambda proxy integration of an HTTP API (payload format 2.0).
    HttpProxy,
    /// An Application Load Balancer.
    Alb,
    /// A function URL.
    FunctionUrl,
    /// A target group of VPC Lattice, with either version of its event structure (`V1`, `V2`). It takes one value of each response
    /// header, so a second `Set-Cookie` is an opaque 500 there.
    VpcLattice,
    /// Azure Functions, which starts the program as a custom handler. Its requests come over HTTP and not as events, so it is not a kind for
    /// [`Api::accept`](crate::Api::accept). Where `host.json` has requests forwarded, answers are those of plain HTTP. Where it does
    /// not, an answer is text with one value of each header; a second `Set-Cookie` or another body is an opaque 500 there.
    AzureFunctions,
    /// A custom integration with AWS's "Method Request passthrough" template (`body-json`, `params`, `context`).
    /// A success is bare JSON, as such gateways expect, without status and headers. If the integration passes bodies of
    /// unmatched media types through, a caller can write the whole event, identity included: set `passthroughBehavior` to `NEVER`.
    Passthrough,
    /// A custom integration with the default request templates of the Serverless Framework, which `integration: lambda` uses
    /// (`body`, `method`, `headers`, `query`, `path`, `requestPath`, and more). A success is bare JSON there too. The templates write one value of
    /// each parameter and header, and of a form what they decode: `a=b=c` arrives as `a=b`. With `passThrough: WHEN_NO_MATCH` or
    /// `WHEN_NO_TEMPLATES` in `serverless.yml`, a caller can write the whole event, identity included: leave it at `NEVER`, the framework's default.
    ///
    /// Source: `lib/method/integration.js` of the package `osls` in npm, which continues version 3 of the framework.
    Serverless,
    /// The payload itself, for the one endpoint that has no route. A success is bare JSON. Since the caller writes
    /// the whole payload, an `Api` that accepts this kind accepts no other.
    Bare,
}

impl EventKind {
    /// The kinds that an API takes unless [`Api::accept`](crate::Api::accept) names others: those that no caller can write.
    pub const DEFAULT: [Self; 6] = [
        Self::Custom,
        Self::RestProxy,
        Self::HttpProxy,
        Self::Alb,
        Self::FunctionUrl,
        Self::VpcLattice,
    ];
}
