//! A streamed success on its way: its first chunk decides whether it is one, and its last says whether it stayed one.

use super::{
    Endpoint, Success,
    answer::{self, ErrorOf, Origin, SuccessOf},
    streamed::{Ending, StreamFailure},
};
use crate::{ApiError, Error, body::Renderer, builtin, log};
use axum::{
    body::{Body, BodyDataStream, Bytes},
    response::Response,
};
use futures_util::{Stream, StreamExt};
use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

/// The response of the endpoint `P`, once its first chunk is there. A failure in its place is the answer.
pub(crate) async fn begun<P: Endpoint>(response: Response) -> Response {
    let is_success = matches!(response.extensions().get(), Some(Origin::Success));
    if !(is_success && SuccessOf::<P>::STREAMS) {
        return response;
    }
    let renderer = Renderer::of::<ErrorOf<P>>();
    let (parts, body) = response.into_parts();
    let mut chunks = body.into_data_stream();
    let first = match log::catch_async(chunks.next()).await {
        Err(panic) => return answer::panicked(renderer, &panic),
        Ok(Some(Err(error))) => return answer_of::<P>(error),
        Ok(first) => first.and_then(Result::ok),
    };
    let rest = Rest {
        request: log::request(),
        operation: P::OPERATION,
        ending: parts.extensions.get::<Ending>().copied(),
        state: first.map_or(State::Over, |first| State::First(first, chunks)),
        answer: answer_of::<P>,
        renderer,
    };
    Response::from_parts(parts, Body::from_stream(rest))
}

/// The answer to a failure of the stream, which is logged as any answer is.
fn answer_of<P: Endpoint>(error: axum::Error) -> Response {
    let mut error = error.into_inner();
    // axum wraps the error of a stream in one of its own, and that of a body again.
    loop {
        error = match error.downcast::<axum::Error>() {
            Ok(wrapped) => wrapped.into_inner(),
            Err(error) => break error_answer::<P>(error),
        };
    }
}

fn error_answer<P: Endpoint>(error: Error) -> Response {
    let renderer = Renderer::of::<ErrorOf<P>>();
    let answer = match error.downcast::<StreamFailure>() {
        Ok(failure) => failure.answer(renderer),
        Err(other) => return answer::opaque(renderer, &*other),
    };
    let declared = match answer.extensions().get() {
        Some(Origin::Failure(declared, _)) => *declared,
        _ => &builtin::INTERNAL,
    };
    let contract = ErrorOf::<P>::CONTRACT;
    if declared == &builtin::INTERNAL || contract.responses().any(|known| known == declared) {
        return answer;
    }
    let code = declared.code();
    log::replaced(
        Some(P::OPERATION),
        answer.status(),
        &format_args!(
            "the stream failed with `{code}`, which the endpoint's error type does not declare"
        ),
    );
    answer::opaque_logged(renderer)
}

/// The chunks, polled in the scope of their request, so that the log names it.
struct Rest {
    request: Option<log::RequestScope>,
    operation: &'static str,
    ending: Option<Ending>,
    state: State,
    answer: fn(axum::Error) -> Response,
    renderer: Renderer,
}

enum State {
    First(Bytes, BodyDataStream),
    Later(BodyDataStream),
    Over,
}

impl Rest {
    /// What comes after a failure of which `answer` would have been the answer.
    fn ended(&self, answer: Response) -> Result<Bytes, BrokenOff> {
        log::broken_off(&answer);
        log::count(answer::failed(Some(self.operation), &answer));
        let last = self.ending.and_then(|ending| ending.after(answer));
        last.ok_or(BrokenOff)
    }

    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Option<Result<Bytes, BrokenOff>>> {
        match std::mem::replace(&mut self.state, State::Over) {
            State::Over => Poll::Ready(None),
            State::First(first, chunks) => {
                self.state = State::Later(chunks);
                Poll::Ready(Some(Ok(first)))
            }
            State::Later(mut chunks) => {
                let polled = log::catch(|| chunks.poll_next_unpin(context));
                Poll::Ready(match polled {
                    Ok(Poll::Pending) => {
                        self.state = State::Later(chunks);
                        return Poll::Pending;
                    }
                    Ok(Poll::Ready(Some(Ok(chunk)))) => {
                        self.state = State::Later(chunks);
                        Some(Ok(chunk))
                    }
                    Ok(Poll::Ready(None)) => None,
                    Ok(Poll::Ready(Some(Err(error)))) => Some(self.ended((self.answer)(error))),
                    Err(panic) => Some(self.ended(answer::panicked(self.renderer, &panic))),
                })
            }
        }
    }
}

impl Stream for Rest {
    type Item = Result<Bytes, BrokenOff>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let (request, operation) = (self.request.clone(), self.operation);
        let mut poll = || log::OPERATION.sync_scope(operation, || self.poll(context));
        match request {
            Some(request) => request.run_part(poll),
            None => poll(),
        }
    }
}

/// The end of a stream that failed, without the cause: that is in the log.
#[derive(Debug)]
pub(crate) struct BrokenOff;

impl fmt::Display for BrokenOff {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the stream broke off")
    }
}

impl std::error::Error for BrokenOff {}
