//! The API as a function of the local gateway.

use crate::ApiService;
use apigw_local::{Function, Invocation, Outcome};
use futures_util::{FutureExt, future::BoxFuture};
use lambda_runtime::Context;
use std::time::{Duration, SystemTime};

/// The runtime refuses a payload that the gateway would not get; it cannot take the limit from a crate that it builds without.
const _: () = assert!(crate::lambda::LARGEST_PAYLOAD == apigw_local::PAYLOAD_LIMIT);

/// An [`ApiService`] as Lambda would run it, time limit included.
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
            let answer = self.service.invoke(invocation.payload.as_bytes(), context);
            match tokio::time::timeout(self.timeout, answer).await {
                Ok(Ok(payload)) => Outcome::Payload(payload.get().to_owned()),
                Ok(Err(diagnostic)) => {
                    Outcome::failed(&diagnostic.error_type, &diagnostic.error_message)
                }
                Err(_) => Outcome::timed_out(&invocation.request_id, self.timeout),
            }
        }
        .boxed()
    }
}
