//! An endpoint as a value at run time: its name, its route and all its responses.

#[cfg(any(feature = "openapi", feature = "lambda"))]
use crate::endpoint::Argument;
use crate::{
    ApiError, DeclaredResponse, Endpoint, Route, StatusCode, Success, SuccessOutcome,
    UnknownRejection,
    body::Renderer,
    builtin,
    callback::{self, Answer, DecodeError},
    endpoint::{
        answer::{ErrorOf, Origin, SuccessOf},
        success::success_outcomes,
    },
};
#[cfg(feature = "openapi")]
use crate::{
    endpoint::schemas::Schemas,
    member_types::{Describe, ResponseTypes},
};
use std::fmt;

/// An endpoint as a value: its name, its route and its contract.
///
/// ```
/// use lambda_api_errors::{Api, Json, lambda_endpoint};
/// use std::convert::Infallible;
///
/// #[lambda_endpoint(GET, "/health")]
/// async fn health() -> Result<Json<&'static str>, Infallible> {
///     Ok(Json("ok"))
/// }
/// let service = Api::new("monitor", "1.0.0").endpoint::<health>().service().unwrap();
/// let [operation] = service.operations() else { unreachable!() };
/// assert_eq!(operation.name(), "health");
/// assert_eq!(operation.success_status(), 200);
/// assert_eq!(operation.responses().len(), 1); // the opaque 500 that any endpoint can give
/// ```
#[derive(Clone)]
pub struct Operation {
    name: &'static str,
    route: Option<Route>,
    doc: &'static str,
    failures: &'static str,
    successes: Vec<SuccessOutcome>,
    success_headers: Vec<&'static str>,
    streams: bool,
    #[cfg(feature = "lambda")]
    reads_event: bool,
    responses: Vec<&'static DeclaredResponse>,
    unknown_rejections: Vec<UnknownRejection>,
    renderer: Renderer,
    #[cfg(feature = "openapi")]
    schemas: Schemas,
    #[cfg(feature = "openapi")]
    outcome_schemas: &'static [Option<Describe>],
    #[cfg(feature = "openapi")]
    types: Vec<(&'static DeclaredResponse, &'static ResponseTypes)>,
}

impl Operation {
    pub(crate) fn of<P: Endpoint>() -> Self {
        let refused = P::DECLARATION
            .arguments
            .iter()
            .map(|argument| argument.rejections().left_by::<ErrorOf<P>>());
        let mut responses = Vec::new();
        for contract in [ErrorOf::<P>::CONTRACT]
            .into_iter()
            .chain(refused)
            .chain([&builtin::EVERY_ENDPOINT])
        {
            for response in contract.responses() {
                if !responses.contains(&response) {
                    responses.push(response);
                }
            }
        }
        let successes = success_outcomes::<SuccessOf<P>>();
        Self {
            name: P::OPERATION,
            route: P::ROUTE,
            doc: P::DOC,
            failures: ErrorOf::<P>::CONTRACT.description(),
            success_headers: headers_of(&successes),
            successes,
            streams: SuccessOf::<P>::STREAMS,
            #[cfg(feature = "lambda")]
            reads_event: P::DECLARATION.arguments.iter().any(Argument::reads_event),
            responses,
            unknown_rejections: UnknownRejection::all_of::<P>(),
            renderer: Renderer::of::<ErrorOf<P>>(),
            #[cfg(feature = "openapi")]
            schemas: P::SCHEMAS,
            #[cfg(feature = "openapi")]
            outcome_schemas: SuccessOf::<P>::SCHEMAS,
            #[cfg(feature = "openapi")]
            types: {
                let arguments = P::DECLARATION.arguments.iter();
                let rejections = arguments.map(Argument::rejections);
                let rejections =
                    rejections.flat_map(|set| set.types().of(set.left_by::<ErrorOf<P>>()));
                let own = ErrorOf::<P>::MEMBER_TYPES.of(ErrorOf::<P>::CONTRACT);
                own.into_iter().chain(rejections).collect()
            },
        }
    }

    /// The name, unique within the API.
    #[must_use]
    pub fn name(&self) -> &'static str {
        self.name
    }

    /// Method and path; `None` for a function that takes whole events.
    #[must_use]
    pub fn route(&self) -> Option<Route> {
        self.route
    }

    /// Whether an extractor may read the parts of an event that are attached to its request: see `endpoint/event_use.rs`.
    #[cfg(feature = "lambda")]
    pub(super) fn reads_event(&self) -> bool {
        self.reads_event
    }

    /// The handler's documentation.
    #[must_use]
    pub fn description(&self) -> &'static str {
        self.doc
    }

    /// The description of the failures: the error type's doc comment.
    #[must_use]
    pub fn failures_description(&self) -> &'static str {
        self.failures
    }

    /// What a success can be; several for an enum with [`#[api_success]`](macro@crate::api_success), in the order of its variants.
    #[must_use]
    pub fn successes(&self) -> &[SuccessOutcome] {
        &self.successes
    }

    /// The status of a success, of several the first one's.
    #[must_use]
    pub fn success_status(&self) -> StatusCode {
        self.successes[0].status()
    }

    /// The headers that a success can carry in addition to `Content-Type`.
    #[must_use]
    pub fn success_headers(&self) -> &[&'static str] {
        &self.success_headers
    }

    /// The `Content-Type` of a success, of several the first one's; `None` when it has no body.
    #[must_use]
    pub fn success_media_type(&self) -> Option<&'static str> {
        self.successes[0].media_type()
    }

    /// Whether the body of a success is sent while it is made: see [`Streamed`](crate::Streamed).
    #[must_use]
    pub fn streams(&self) -> bool {
        self.streams
    }

    /// Every failure: the declared responses, those of extractors, and the opaque 500.
    #[must_use]
    pub fn responses(&self) -> &[&'static DeclaredResponse] {
        &self.responses
    }

    /// The extractors that refuse with what no type declares, so that the answer is an opaque 500. A test can assert that there
    /// are none.
    #[must_use]
    pub fn unknown_rejections(&self) -> &[UnknownRejection] {
        &self.unknown_rejections
    }

    /// The `Content-Type` of the failures.
    #[must_use]
    pub fn media_type(&self) -> &'static str {
        self.renderer.media_type
    }

    /// The text with which every callback message of `response` starts, and no message of another status.
    #[must_use]
    pub fn message_start(&self, response: &DeclaredResponse) -> String {
        self.renderer.message_prefix(response)
    }

    /// Reads a callback message of this operation as the gateway would.
    ///
    /// # Errors
    ///
    /// When this operation does not send such a message.
    pub fn decode(&self, message: &str) -> Result<Answer, DecodeError> {
        callback::decode_with(self.renderer, self.responses.iter().copied(), message)
    }

    /// The same operation under another name, at another place.
    #[cfg(all(test, feature = "openapi"))]
    pub(crate) fn moved(mut self, name: &'static str, route: Route) -> Self {
        (self.name, self.route) = (name, Some(route));
        self
    }

    /// The bodies whose types have no schema: `request`, `success`.
    #[cfg(feature = "openapi")]
    pub(crate) fn untyped_bodies(&self) -> impl Iterator<Item = &'static str> {
        let request = self.schemas.request();
        let request = request.is_some_and(|body| body.schema.is_none());
        let is_json = |media_type: &str| media_type.contains("json");
        let schemas = self.success_schemas();
        let success = schemas
            .into_iter()
            .any(|(success, schema)| success.media_type().is_some_and(is_json) && schema.is_none());
        let bodies = [("request", request), ("success", success)];
        bodies
            .into_iter()
            .filter_map(|(body, is_untyped)| is_untyped.then_some(body))
    }

    /// The `Content-Type` of every success, which a constant mapping of the gateway can set.
    #[cfg(feature = "openapi")]
    pub(crate) fn mapped_media_type(&self) -> Option<&'static str> {
        let first = self.success_media_type();
        let mut successes = self.successes.iter();
        first.filter(|_| successes.all(|success| success.media_type() == first))
    }

    /// Each success with the schema of its body, as far as it is known.
    #[cfg(feature = "openapi")]
    pub(crate) fn success_schemas(&self) -> Vec<(SuccessOutcome, Option<Describe>)> {
        let of_one = [self.schemas.success];
        let schemas = match self.outcome_schemas {
            [] => &of_one[..],
            several => several,
        };
        self.successes
            .iter()
            .copied()
            .zip(schemas.iter().copied())
            .collect()
    }

    #[cfg(feature = "openapi")]
    pub(crate) fn schemas(&self) -> &Schemas {
        &self.schemas
    }

    /// What is known of the types of `response`: once for each error type that declares it.
    #[cfg(feature = "openapi")]
    pub(crate) fn types_of(
        &self,
        response: &'static DeclaredResponse,
    ) -> impl Iterator<Item = &'static ResponseTypes> {
        let types = self.types.iter();
        types
            .filter(move |(declared, _)| *declared == response)
            .map(|(_, types)| *types)
    }

    pub(crate) fn renderer(&self) -> Renderer {
        self.renderer
    }

    /// Whether the contract has the answer that `origin` made with `status`.
    pub(crate) fn declares(&self, origin: Origin, status: StatusCode) -> bool {
        match origin {
            Origin::Success => {
                let mut successes = self.successes.iter();
                successes.any(|success| success.status() == status)
            }
            Origin::Failure(response, renderer) => {
                status == response.status()
                    && renderer == self.renderer
                    && self.responses.contains(&response)
            }
        }
    }
}

/// The headers of all, each once.
fn headers_of(successes: &[SuccessOutcome]) -> Vec<&'static str> {
    let mut headers: Vec<&'static str> = Vec::new();
    for &name in successes.iter().flat_map(SuccessOutcome::headers) {
        if !headers.iter().any(|other| other.eq_ignore_ascii_case(name)) {
            headers.push(name);
        }
    }
    headers
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Operation")
            .field("name", &self.name)
            .field("route", &self.route)
            .finish_non_exhaustive()
    }
}
