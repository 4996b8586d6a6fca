//! The body of a streamed answer on its way to the client: each chunk is asked for when the client has taken the one before.

use super::{LOG, slot::Slot};
use crate::function::{ByteStream, Chunks, Outcome};
use bytes::Bytes;
use futures_util::StreamExt;
use http::{Method, Uri};
use hyper::body::{Body, Frame};
use std::{
    fmt,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Instant,
};

/// The body of a streamed answer.
pub(super) struct StreamedBody {
    chunks: Chunks,
    slot: Arc<Slot>,
    method: Method,
    uri: Uri,
    began: Instant,
    size: usize,
    is_logged: bool,
    /// The outcome that broke the stream off.
    broken: Option<Outcome>,
    is_over: bool,
}

/// The end of a stream that broke off; the log has the reason.
#[derive(Debug)]
pub(super) struct BrokenOff;

impl StreamedBody {
    pub(super) fn new(stream: &ByteStream, slot: Arc<Slot>, method: Method, uri: Uri) -> Self {
        Self {
            chunks: stream.take(),
            slot,
            // An answer to HEAD has no body to send.
            is_over: method == Method::HEAD,
            method,
            uri,
            began: Instant::now(),
            size: 0,
            is_logged: true,
            broken: None,
        }
    }

    /// The same, whose end the log names if this is true.
    pub(super) fn logged(mut self, is_logged: bool) -> Self {
        self.is_logged = is_logged;
        self
    }

    fn log(&self, end: &dyn fmt::Display) {
        if !self.is_logged {
            return;
        }
        let (method, path) = (&self.method, self.uri.path().escape_debug());
        let (size, took) = (self.size, self.began.elapsed());
        tracing::info!(target: LOG, "{method} {path}: {end} after {size} bytes, {took:.1?}");
    }
}

impl Body for StreamedBody {
    type Data = Bytes;
    type Error = BrokenOff;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, BrokenOff>>> {
        if let Some(outcome) = self.broken.take() {
            self.is_over = true;
            let reason = outcome.reason();
            self.log(&format_args!("the stream broke off ({reason})"));
            return Poll::Ready(Some(Err(BrokenOff)));
        }
        // While the function makes the next chunk, the gateway does not wait for the client.
        self.slot.answering(&self.method, &self.uri);
        let chunk = ready!(self.chunks.poll_next_unpin(context));
        match chunk {
            Some(Ok(chunk)) => {
                self.slot.sending();
                self.size += chunk.len();
                Poll::Ready(Some(Ok(Frame::data(chunk))))
            }
            Some(Err(outcome)) => {
                // An error makes hyper drop the bytes that it holds; it sends them before it polls again.
                self.broken = Some(outcome);
                context.waker().wake_by_ref();
                Poll::Pending
            }
            None => {
                self.is_over = true;
                self.log(&"the stream ended");
                Poll::Ready(None)
            }
        }
    }
}

impl Drop for StreamedBody {
    fn drop(&mut self) {
        if !self.is_over {
            self.log(&"the client went away");
        }
        self.slot.sent();
    }
}

impl fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the stream broke off")
    }
}

impl std::error::Error for BrokenOff {}
