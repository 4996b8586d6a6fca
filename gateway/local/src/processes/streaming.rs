//! The answer of a process while it arrives: from the Runtime API's request to the gateway's stream.
//!
//! A streamed answer is the chunked body of a request with the header `Lambda-Runtime-Function-Response-Mode: streaming`; an error that
//! ends it stands in its trailers: [custom runtimes](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-custom.html#runtimes-custom-response-streaming).
//! One chunk is held at a time: the next is read when the client has taken it.

use crate::{ByteStream, Outcome};
use base64::{Engine, prelude::BASE64_STANDARD};
use bytes::Bytes;
use futures_util::stream;
use http::{HeaderMap, HeaderName};
use http_body_util::BodyExt;
use hyper::body::Incoming;
use tokio::sync::{mpsc, oneshot};

/// How the body of a streamed answer ended.
#[derive(Debug)]
pub(super) enum BodyEnd {
    Whole,
    /// With the JSON of an error, in its trailers.
    Failed(String),
    /// The process closed the connection before.
    Broken,
}

/// How an invocation ended whose answer was streamed: well, or with this outcome after its last chunk.
pub(super) type StreamEnd = Result<(), Outcome>;

/// The header by which the Runtime API says that an answer is streamed.
pub(crate) const MODE: HeaderName =
    HeaderName::from_static("lambda-runtime-function-response-mode");

/// Whether the headers say that the answer is streamed.
pub(crate) fn is_streamed(headers: &HeaderMap) -> bool {
    let mode = headers.get(MODE);
    mode.is_some_and(|mode| mode.as_bytes().eq_ignore_ascii_case(b"streaming"))
}

/// Passes on the chunks of `body`. Without a receiver it reads them all the same: in Lambda, too, a function goes on when its
/// client has gone.
pub(super) async fn pass_on(mut body: Incoming, chunks: mpsc::Sender<Bytes>) -> BodyEnd {
    let mut end = BodyEnd::Whole;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else {
            return BodyEnd::Broken;
        };
        match frame.into_data() {
            Ok(chunk) if chunk.is_empty() => {}
            Ok(chunk) => {
                let _ = chunks.send(chunk).await;
            }
            Err(frame) => {
                let trailers = frame.into_trailers().ok();
                let error = trailers.as_ref().and_then(error_of);
                end = error.map_or(end, BodyEnd::Failed);
            }
        }
    }
    end
}

/// The error that ended a streamed answer: its JSON stands in a trailer, as base64.
fn error_of(trailers: &HeaderMap) -> Option<String> {
    if let Some(body) = trailers.get("lambda-runtime-function-error-body")
        && let Ok(body) = BASE64_STANDARD.decode(body.as_bytes())
    {
        return Some(String::from_utf8_lossy(&body).into_owned());
    }
    let kind = trailers.get("lambda-runtime-function-error-type")?;
    let kind = String::from_utf8_lossy(kind.as_bytes());
    Some(Outcome::failed(&kind, "").body().to_owned())
}

/// The answer as a stream, which ends as `end` says once there are no more chunks.
pub(super) fn stream_of(
    chunks: mpsc::Receiver<Bytes>,
    end: oneshot::Receiver<StreamEnd>,
) -> ByteStream {
    let rest = Some((chunks, end));
    ByteStream::new(stream::unfold(rest, |rest| async move {
        let (mut chunks, end) = rest?;
        if let Some(chunk) = chunks.recv().await {
            return Some((Ok(chunk), Some((chunks, end))));
        }
        let stopped = |_| Err(Outcome::NotInvoked("the gateway stops".to_owned()));
        let failed = end.await.unwrap_or_else(stopped).err()?;
        Some((Err(failed), None))
    }))
}
