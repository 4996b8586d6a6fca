//! The API as a function of the local gateway.

use crate::{ApiService, lambda::Chunks};
use apigw_local::{ByteStream, Function, Invocation, Outcome};
use axum::body::Bytes;
use futures_util::{FutureExt, StreamExt, future::BoxFuture, stream};
use lambda_runtime::{Context, FunctionResponse, StreamResponse};
use std::time::{Duration, SystemTime};
use tokio::time::{Instant, timeout_at};

/// The runtime refuses a payload that the gateway would not get; it cannot take the limit from a crate that it builds without.
const _: () = assert!(crate::lambda::LARGEST_PAYLOAD == apigw_local::PAYLOAD_LIMIT);

/// What Lambda's runtimes write between the metadata of a streamed answer and its body.
const DELIMITER: &[u8] = &[0; 8];

/// An [`ApiService`] as Lambda would run it, time limit included. [Streams](crate::Streamed) are sent while they are made; when the
/// client goes away, they are dropped.
#[derive(Debug, Clone)]
pub struct ServiceFunction {
    service: ApiService,
    timeout: Duration,
}

impl ServiceFunction {
    /// The service with a time limit, as the function's configuration has one.
    #[must_use]
    pub fn new(service: ApiService, timeout: Duration) -> Self {
        Self { service, timeout }
    }

    /// The bytes that Lambda would get, until the time of the invocation is over.
    fn streamed(
        &self,
        answer: StreamResponse<Chunks>,
        request_id: String,
        deadline: Instant,
    ) -> Outcome {
        let mut beginning = match serde_json::to_vec(&answer.metadata_prelude) {
            Ok(metadata) => metadata,
            Err(error) => return Outcome::failed("Runtime.StreamError", &error.to_string()),
        };
        beginning.extend_from_slice(DELIMITER);
        let timeout = self.timeout;
        let rest = Some((answer.stream, request_id));
        let chunks = stream::unfold(rest, move |rest| async move {
            let (mut chunks, request_id) = rest?;
            let chunk = match timeout_at(deadline, chunks.next()).await {
                Err(_) => Err(Outcome::timed_out(&request_id, timeout)),
                Ok(chunk) => chunk?
                    .map_err(|error| Outcome::failed("Runtime.StreamError", &error.to_string())),
            };
            let rest = chunk.is_ok().then_some((chunks, request_id));
            Some((chunk, rest))
        });
        let beginning = stream::iter([Ok(Bytes::from(beginning))]);
        Outcome::Streamed(ByteStream::new(beginning.chain(chunks)))
    }
}

impl Function for ServiceFunction {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        async move {
            let mut context = Context::default();
            context.request_id.clone_from(&invocation.request_id);
            let deadline = SystemTime::now() + self.timeout;
            context.deadline = deadline
                .duration_since(SystemTime::UNIX_EPOCH)
                .ok()
                .and_then(|since| u64::try_from(since.as_millis()).ok())
                .unwrap_or_default();
            let deadline = Instant::now() + self.timeout;
            let answer = self.service.end(invocation.payload.as_bytes(), context);
            match timeout_at(deadline, answer).await {
                Ok(Ok(FunctionResponse::BufferedResponse(payload))) => {
                    Outcome::Payload(Box::<str>::from(payload).into())
                }
                Ok(Ok(FunctionResponse::StreamingResponse(answer))) => {
                    self.streamed(answer, invocation.request_id, deadline)
                }
                Ok(Err(diagnostic)) => {
                    Outcome::failed(&diagnostic.error_type, &diagnostic.error_message)
                }
                Err(_) => Outcome::timed_out(&invocation.request_id, self.timeout),
            }
        }
        .boxed()
    }
}
