//! Successes that are sent while they are made.

use super::Success;
use crate::{ApiError, Error, body::Renderer, endpoint::answer};
use axum::{
    body::{Body, Bytes},
    response::Response,
};
use futures_util::{Stream, StreamExt, stream::BoxStream};
use http::{HeaderValue, StatusCode, header};
use serde::Serialize;
use std::{fmt, marker::PhantomData, sync::Mutex};

/// How a stream is written: its media type, and what ends it when it fails.
///
/// ```
/// use lambda_api_errors::{StreamFormat, Streamed};
///
/// /// Comma-separated values.
/// struct Csv;
///
/// impl StreamFormat for Csv {
///     const MEDIA_TYPE: &'static str = "text/csv";
/// }
///
/// type Export = Streamed<Csv>;
/// # let _: Option<Export> = None;
/// ```
pub trait StreamFormat: 'static {
    /// The `Content-Type`.
    const MEDIA_TYPE: &'static str;

    /// The last bytes of a stream that failed after its first ones were sent; `body` is the body that the error would have had as an
    /// answer. With `None` the stream breaks off.
    #[must_use]
    fn failure(body: &[u8]) -> Option<Vec<u8>> {
        let _ = body;
        None
    }
}

/// Bytes of any kind, as `application/octet-stream`. A failure breaks the stream off.
#[derive(Debug, Clone, Copy)]
pub struct Octets;

impl StreamFormat for Octets {
    const MEDIA_TYPE: &'static str = "application/octet-stream";
}

/// One JSON value on each line, as `application/x-ndjson`. The last line of a stream that failed is the body of the error.
///
/// [NDJSON](https://github.com/ndjson/ndjson-spec).
#[derive(Debug, Clone, Copy)]
pub struct JsonLines;

impl StreamFormat for JsonLines {
    const MEDIA_TYPE: &'static str = "application/x-ndjson";

    fn failure(body: &[u8]) -> Option<Vec<u8>> {
        Some([body, b"\n"].concat())
    }
}

/// Events, as `text/event-stream`. The last event of a stream that failed is named `error`, and its data is the body of the error.
///
/// [Server-sent events](https://html.spec.whatwg.org/multipage/server-sent-events.html).
#[derive(Debug, Clone, Copy)]
pub struct ServerSentEvents;

impl StreamFormat for ServerSentEvents {
    const MEDIA_TYPE: &'static str = "text/event-stream";

    fn failure(body: &[u8]) -> Option<Vec<u8>> {
        Some(event("event: error\n", &String::from_utf8_lossy(body)))
    }
}

/// One event. A line break in the data begins another line of data.
fn event(head: &str, data: &str) -> Vec<u8> {
    let mut event = head.to_owned();
    for line in data.split(['\n', '\r']) {
        event.extend(["data: ", line, "\n"]);
    }
    event.push('\n');
    event.into_bytes()
}

/// 200 with a body that is sent while it is made, in the format `F`.
///
/// The errors of the stream are answers of the contract: the first item decides. If it is an error, that is the answer, with its status
/// and its headers. If a later one is, the client has a 200 already; the stream ends as the [format](StreamFormat::failure) says,
/// and the log has the error. An error that the endpoint's own error type does not declare is an opaque 500.
///
/// | where | what is sent |
/// |---|---|
/// | plain HTTP, Azure Functions with proxying | each chunk as it is made |
/// | a REST API with proxy integration | the same: the document writes `responseTransferMode: STREAM` |
/// | a function URL whose `InvokeMode` is `RESPONSE_STREAM` | the same. All endpoints of the API answer in this mode, as soon as one streams |
/// | other events | the whole body in one piece, as far as Lambda takes it (6 MB) |
/// | a custom integration | an opaque 500: its templates read whole answers. The document is refused |
///
/// Where the stream breaks off, plain HTTP closes the connection. On Lambda the runtime ends the body with its own error trailer,
/// `Lambda-Runtime-Function-Error-Type: Runtime.StreamError`, whose text is always the same.
///
/// ```
/// use futures_util::{StreamExt, stream};
/// use lambda_api_errors::{Api, JsonLines, Streamed, api_errors, lambda_endpoint};
///
/// #[api_errors]
/// #[derive(Debug, thiserror::Error)]
/// enum ExportError {
///     /// There is no such export.
///     #[error("there is no export {0}")]
///     #[api(status = 404)]
///     Missing(u32),
/// }
///
/// /// All numbers, one on each line.
/// #[lambda_endpoint(GET, "/numbers")]
/// async fn numbers() -> Result<Streamed<JsonLines>, ExportError> {
///     Ok(Streamed::lines(stream::iter(1..=3).map(Ok::<u32, ExportError>)))
/// }
/// let service = Api::new("exports", "1").endpoint::<numbers>().service().unwrap();
/// assert!(service.operations()[0].streams());
/// ```
pub struct Streamed<F = Octets> {
    chunks: BoxStream<'static, Result<Bytes, StreamFailure>>,
    format: PhantomData<fn() -> F>,
}

impl<F: StreamFormat> Streamed<F> {
    /// Sends these chunks.
    pub fn new<S, B, E>(chunks: S) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes>,
        E: ApiError + Send + 'static,
    {
        let chunks = chunks.map(|chunk| chunk.map(Into::into).map_err(StreamFailure::of));
        Self {
            chunks: chunks.boxed(),
            format: PhantomData,
        }
    }
}

impl Streamed<JsonLines> {
    /// Sends each value as a line. One that cannot be serialised is an opaque 500.
    pub fn lines<S, T, E>(values: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        T: Serialize,
        E: ApiError + Send + 'static,
    {
        let lines = values.map(|value| {
            let mut line = serde_json::to_vec(&value.map_err(StreamFailure::of)?)
                .map_err(StreamFailure::unserialisable)?;
            line.push(b'\n');
            Ok(Bytes::from(line))
        });
        Self {
            chunks: lines.boxed(),
            format: PhantomData,
        }
    }
}

impl Streamed<ServerSentEvents> {
    /// Sends each text as the data of an event.
    pub fn events<S, T, E>(texts: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        T: AsRef<str>,
        E: ApiError + Send + 'static,
    {
        Self::new(texts.map(|text| text.map(|text| event("", text.as_ref()))))
    }
}

impl<F: StreamFormat> Success for Streamed<F> {
    const STATUS: StatusCode = StatusCode::OK;
    const MEDIA_TYPE: Option<&'static str> = Some(F::MEDIA_TYPE);
    const STREAMS: bool = true;
    type Body = String;

    fn into_response(self) -> Result<Response, Error> {
        let mut response = Response::new(Body::from_stream(self.chunks));
        let media_type = HeaderValue::from_static(F::MEDIA_TYPE);
        response
            .headers_mut()
            .insert(header::CONTENT_TYPE, media_type);
        response.extensions_mut().insert(Ending(F::failure));
        Ok(response)
    }
}

impl<F> fmt::Debug for Streamed<F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Streamed").finish_non_exhaustive()
    }
}

/// What ends a stream that failed: a note in the response's extensions.
#[derive(Clone, Copy)]
pub(crate) struct Ending(fn(&[u8]) -> Option<Vec<u8>>);

impl Ending {
    /// The last bytes after a failure of which this would have been the answer.
    pub(crate) fn after(self, answer: Response) -> Option<Bytes> {
        use futures_util::FutureExt;
        let body = axum::body::to_bytes(answer.into_body(), usize::MAX);
        // An error's body is whole in memory.
        let body = body.now_or_never()?.ok()?;
        self.0(&body).map(Bytes::from)
    }
}

type Answer = Box<dyn FnOnce(Renderer) -> Response + Send>;

/// The failure of a stream, as the answer that it would have been.
pub(crate) struct StreamFailure(Mutex<Option<Answer>>);

impl StreamFailure {
    fn new(answer: impl FnOnce(Renderer) -> Response + Send + 'static) -> Self {
        Self(Mutex::new(Some(Box::new(answer))))
    }

    fn of<E: ApiError + Send + 'static>(error: E) -> Self {
        Self::new(move |renderer| answer::respond(renderer, &error))
    }

    fn unserialisable(error: serde_json::Error) -> Self {
        Self::new(move |renderer| answer::opaque(renderer, &error))
    }

    /// The answer in the format of `renderer`; there is one.
    pub(crate) fn answer(self, renderer: Renderer) -> Response {
        let answer = self
            .0
            .into_inner()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        match answer {
            Some(answer) => answer(renderer),
            None => answer::opaque_logged(renderer),
        }
    }
}

impl fmt::Debug for StreamFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl fmt::Display for StreamFailure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the stream failed")
    }
}

impl std::error::Error for StreamFailure {}
