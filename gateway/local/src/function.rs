//! The backends of the gateway: functions, and servers on this machine.

#[cfg(feature = "server")]
use crate::lossy;
use bytes::Bytes;
use futures_util::{Stream, StreamExt, future::BoxFuture, stream::BoxStream};
use http::{Request, Response};
use serde::Serialize;
use serde_json::Value;
use std::{
    fmt,
    sync::{Arc, Mutex},
    time::Duration,
};

/// The longest payload that a function may answer with, in bytes: the number in Lambda's recorded refusal.
pub const PAYLOAD_LIMIT: usize = 6_291_556;

/// The largest event that Lambda takes in a synchronous invocation, in bytes.
///
/// [Quotas](https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html): 6 MB each for request and response.
pub(super) const EVENT_LIMIT: usize = 6 * 1024 * 1024;

/// The longest answer that Lambda streams, in bytes: 200 MB, from the same table.
#[cfg(feature = "server")]
pub(super) const STREAM_LIMIT: usize = 200 * 1024 * 1024;

/// A call of the function.
#[derive(Debug, Clone)]
pub struct Invocation {
    /// The function's name, from the integration's URI.
    pub function: String,
    /// The id of the invocation.
    pub request_id: String,
    /// The event.
    pub payload: String,
}

/// How an invocation ended.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// With a payload.
    Payload(String),
    /// With a function error, the only kind of outcome that selection patterns look at: the error's JSON.
    FunctionError(String),
    /// The function could not be invoked, for this reason.
    NotInvoked(String),
    /// With an answer that is sent while it is made.
    ///
    /// An integration whose `responseTransferMode` is `STREAM` passes it on as it comes. Any other reads it to its end, as Lambda does
    /// for an invocation that does not stream.
    Streamed(ByteStream),
}

/// The bytes of a streamed answer, in chunks, made when they are asked for. Clones are the same stream, which is read once.
///
/// For an integration of a REST API the bytes are status and headers as one JSON object, eight zeros, and the body:
/// [response streaming](https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html). An `Err` is what
/// the invocation ended with before the answer was whole; nothing after it is read.
///
/// ```
/// use apigw_local::{ByteStream, Outcome};
/// use futures_util::stream;
///
/// let chunks = [r#"{"statusCode":200}"#, "\0\0\0\0\0\0\0\0", "one\n", "two\n"];
/// let outcome = Outcome::Streamed(ByteStream::new(stream::iter(chunks.map(|chunk| Ok(chunk.into())))));
/// # assert_eq!(outcome.to_string(), "a streamed answer");
/// ```
#[derive(Clone)]
pub struct ByteStream(Arc<Mutex<Option<Chunks>>>);

/// What is left of a stream.
pub(super) type Chunks = BoxStream<'static, Result<Bytes, Outcome>>;

impl ByteStream {
    /// The stream of these chunks.
    pub fn new(chunks: impl Stream<Item = Result<Bytes, Outcome>> + Send + 'static) -> Self {
        Self(Arc::new(Mutex::new(Some(chunks.boxed()))))
    }

    /// Takes what no clone has taken; the stream is empty from then on.
    ///
    /// ```
    /// use apigw_local::ByteStream;
    /// use futures_util::{StreamExt, stream};
    ///
    /// # tokio::runtime::Builder::new_current_thread().build().unwrap().block_on(async {
    /// let stream = ByteStream::new(stream::iter([Ok("one\n".into()), Ok("two\n".into())]));
    /// let mut chunks = stream.take();
    /// assert_eq!(chunks.next().await, Some(Ok("one\n".into())));
    /// assert_eq!(stream.take().next().await, None);
    /// # });
    /// ```
    #[must_use]
    pub fn take(&self) -> BoxStream<'static, Result<Bytes, Outcome>> {
        let mut chunks = self
            .0
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        chunks
            .take()
            .unwrap_or_else(|| futures_util::stream::empty().boxed())
    }
}

impl PartialEq for ByteStream {
    /// Whether both are the same stream.
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }
}

impl Eq for ByteStream {}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ByteStream").finish_non_exhaustive()
    }
}

/// A function that the gateway can invoke: one in this process, or one behind the Lambda Invoke API.
pub trait Function: Send + Sync {
    /// Invokes the function and waits for its end.
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome>;

    /// Whether there is a function of exactly this name. A Lambda authorizer is asked if there is; otherwise a stand-in takes its
    /// place, as it does unless this is implemented.
    fn is_named(&self, name: &str) -> bool {
        let _ = name;
        false
    }
}

/// What sends the requests of HTTP integrations. Each goes to an address of this machine.
pub trait HttpBackend: Send + Sync {
    /// Sends the request and waits for the response. Without a response it gives the reason.
    fn send(&self, request: Request<Bytes>) -> BoxFuture<'_, Result<Response<Bytes>, String>>;
}

impl<F: Function + ?Sized> Function for Arc<F> {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        F::invoke(self, invocation)
    }

    fn is_named(&self, name: &str) -> bool {
        F::is_named(self, name)
    }
}

impl Outcome {
    /// A function error with this type and message.
    #[must_use]
    pub fn failed(error_type: &str, error_message: &str) -> Self {
        /// In the order in which AWS was recorded to write them.
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct FunctionError<'t> {
            error_type: &'t str,
            error_message: &'t str,
        }
        let error = FunctionError {
            error_type,
            error_message,
        };
        // Two texts can always be written.
        Self::FunctionError(serde_json::to_string(&error).unwrap_or_default())
    }

    /// The function error of an invocation that ran longer than `timeout`, as AWS was recorded to write it.
    #[must_use]
    pub fn timed_out(request_id: &str, timeout: Duration) -> Self {
        let seconds = timeout.as_secs_f64();
        Self::failed(
            "Sandbox.Timedout",
            &format!("RequestId: {request_id} Error: Task timed out after {seconds:.2} seconds"),
        )
    }

    /// The function error of an invocation whose process ended, as AWS was recorded to write it.
    #[must_use]
    pub fn exited(request_id: &str) -> Self {
        Self::failed(
            "Runtime.ExitError",
            &format!("RequestId: {request_id} Error: Runtime exited without providing a reason"),
        )
    }

    /// The function error of an invocation whose process ended with an error, such as `exit status 1`, as AWS was recorded to
    /// write it.
    #[must_use]
    pub fn exited_with(request_id: &str, error: &str) -> Self {
        Self::failed(
            "Runtime.ExitError",
            &format!("RequestId: {request_id} Error: Runtime exited with error: {error}"),
        )
    }

    /// The function error of an invocation whose payload is longer than [`PAYLOAD_LIMIT`], as AWS was recorded to write it.
    #[must_use]
    pub fn too_large() -> Self {
        Self::FunctionError(format!(
            r#"{{"errorMessage":"Response payload size exceeded maximum allowed payload size ({PAYLOAD_LIMIT} bytes).","errorType":"Function.ResponseSizeTooLarge"}}"#
        ))
    }

    /// Why a stream broke off.
    #[cfg(feature = "server")]
    pub(super) fn reason(&self) -> String {
        match self {
            Self::NotInvoked(reason) => reason.clone(),
            other => other.to_string(),
        }
    }

    /// The `errorMessage` of a function error, if it has one that is a text.
    pub(super) fn error_message(&self) -> Option<String> {
        let Self::FunctionError(error) = self else {
            return None;
        };
        let error: Value = serde_json::from_str(error).ok()?;
        error["errorMessage"].as_str().map(str::to_owned)
    }

    /// The outcome without a stream: a streamed answer is read to its end, or as far as Lambda takes a payload.
    #[cfg(feature = "server")]
    pub(super) async fn whole(self) -> Self {
        let Self::Streamed(stream) = self else {
            return self;
        };
        let (mut chunks, mut bytes) = (stream.take(), Vec::new());
        while let Some(chunk) = chunks.next().await {
            match chunk {
                Ok(chunk) => bytes.extend_from_slice(&chunk),
                Err(outcome) => return outcome,
            }
            if bytes.len() > PAYLOAD_LIMIT {
                return Self::too_large();
            }
        }
        Self::Payload(lossy::string(bytes))
    }

    /// The outcome as Lambda delivers it: a payload that is too large is a function error.
    pub(super) fn limited(self) -> Self {
        match self {
            Self::Payload(payload) if payload.len() > PAYLOAD_LIMIT => Self::too_large(),
            other => other,
        }
    }

    /// The value of `$input.body` in the response's template, which header mappings read too.
    pub(super) fn body(&self) -> &str {
        match self {
            Self::Payload(body) | Self::FunctionError(body) => body,
            Self::NotInvoked(_) | Self::Streamed(_) => "",
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Payload(payload) => write!(f, "payload {payload}"),
            Self::FunctionError(error) => write!(f, "function error {error}"),
            Self::NotInvoked(reason) => write!(f, "not invoked: {reason}"),
            Self::Streamed(_) => f.write_str("a streamed answer"),
        }
    }
}
