//! HTTP response → the streamed answer of an invocation.
//!
//! A streamed answer begins with status and headers as one JSON object, which `lambda_runtime` writes:
//! [response streaming](https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html). An event does not
//! say whether the integration that sent it streams. So a REST API's integration must stream exactly where the operation does, as
//! the document has it, and a function URL, whose mode is one for the whole function, as soon as one operation does.

use super::{Answered, Incoming, Unreadable, deliver};
use crate::{
    ApiService, EventKind, Operation,
    endpoint::answer,
    log::{self, RequestScope},
};
use axum::body::{BodyDataStream, Bytes};
use futures_util::{FutureExt, Stream, StreamExt};
use http::{HeaderMap, HeaderValue, header};
use lambda_runtime::{Diagnostic, FunctionResponse, MetadataPrelude, StreamResponse};
use serde_json::value::RawValue;
use std::{
    fmt,
    pin::Pin,
    task::{Context, Poll},
};

/// The end of an invocation, in one piece or in chunks.
type End = Result<FunctionResponse<Box<RawValue>, Chunks>, Diagnostic>;

/// The body of a streamed answer, in chunks.
#[derive(Debug)]
pub struct Chunks(BodyDataStream);

impl Stream for Chunks {
    type Item = Result<Bytes, axum::Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(context)
    }
}

impl ApiService {
    /// Whether the answer to an event of `kind` is streamed.
    fn is_streamed(&self, kind: EventKind, operation: Option<&Operation>) -> bool {
        match kind {
            EventKind::RestProxy => operation.is_some_and(Operation::streams),
            EventKind::FunctionUrl => self.operations().iter().any(Operation::streams),
            _ => false,
        }
    }

    /// Answers one event, in one piece or in chunks.
    #[cfg(feature = "local")]
    pub(crate) fn end(
        &self,
        payload: &[u8],
        context: lambda_runtime::Context,
    ) -> impl Future<Output = End> + use<'_> {
        let (scope, event) = self.begin(payload, context);
        self.end_in(scope, event)
    }

    /// Answers one event of Lambda's, in one piece or in chunks. A failure is counted.
    pub(super) fn end_counted(
        &self,
        payload: &[u8],
        context: lambda_runtime::Context,
    ) -> impl Future<Output = End> + use<'_> {
        let (scope, event) = self.begin(payload, context);
        self.end_in(self.counted(scope), event)
    }

    fn end_in(
        &self,
        scope: RequestScope,
        event: Result<Incoming, Unreadable>,
    ) -> impl Future<Output = End> {
        let answer = self.respond(event);
        scope.run(answer.then(|answered| self.finish(answered)))
    }

    async fn finish(&self, answered: Answered) -> End {
        let operation = self.answering(answered.operation, &answered.response);
        if !self.is_streamed(answered.kind, operation) {
            let whole = deliver::deliver(self, answered).await;
            return whole.map(FunctionResponse::BufferedResponse);
        }
        let renderer = self.renderer_of(operation);
        let response = answered.response;
        let status = response.status();
        let (metadata_prelude, response) = match prelude(status, response.headers()) {
            Ok(prelude) => (prelude, response),
            Err(reason) => {
                log::replaced(operation.map(Operation::name), status, &reason);
                let opaque = answer::opaque_logged(renderer);
                let prelude = prelude(opaque.status(), opaque.headers());
                (prelude.unwrap_or_default(), opaque)
            }
        };
        log::count(answer::failed(operation.map(Operation::name), &response));
        Ok(FunctionResponse::StreamingResponse(StreamResponse {
            metadata_prelude,
            stream: Chunks(response.into_body().into_data_stream()),
        }))
    }
}

/// Status and headers, each with one value; cookies are a list of their own.
fn prelude(status: http::StatusCode, headers: &HeaderMap) -> Result<MetadataPrelude, NotAscii> {
    let mut prelude = MetadataPrelude {
        status_code: status,
        ..MetadataPrelude::default()
    };
    for name in headers.keys() {
        let values = headers.get_all(name).iter().map(HeaderValue::to_str);
        let values: Vec<_> = values
            .collect::<Result<_, _>>()
            .map_err(|_| NotAscii(name.clone()))?;
        if name == header::SET_COOKIE {
            prelude.cookies = values.into_iter().map(str::to_owned).collect();
        } else if name != header::CONTENT_LENGTH {
            // Joined as RFC 9110, section 5.3, has it.
            let joined = HeaderValue::try_from(values.join(", "));
            let joined = joined.map_err(|_| NotAscii(name.clone()))?;
            prelude.headers.insert(name.clone(), joined);
        }
    }
    Ok(prelude)
}

/// A header that the beginning of a streamed answer cannot carry.
struct NotAscii(http::HeaderName);

impl fmt::Display for NotAscii {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "the value of the header `{}` is not ASCII, and a streamed answer can carry nothing else",
            self.0
        )
    }
}
