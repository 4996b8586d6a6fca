//! Where the program runs: as a Lambda function, or as a custom handler of Azure Functions.

use crate::{ApiService, log};
use axum::body::Bytes;
use futures_util::{FutureExt, future::BoxFuture};
use lambda_runtime::{
    Diagnostic, Error, LambdaEvent, LambdaInvocation, Runtime, layers::TracingLayer,
};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::{
    env,
    net::Ipv4Addr,
    task::{Context, Poll},
};
use tower::{Service, layer::layer_fn};

const LAMBDA: &str = "AWS_LAMBDA_RUNTIME_API";
const AZURE_FUNCTIONS: &str = "FUNCTIONS_CUSTOMHANDLER_PORT";

/// Stands for a payload that is not JSON, with which `lambda_runtime` would never call the service.
pub(super) const NOT_JSON: &str = "\"the payload is not JSON\"";

impl ApiService {
    /// Answers Lambda's events, or the requests that Azure Functions forwards: what [`Api::run`](crate::Api::run) does.
    ///
    /// # Errors
    ///
    /// When neither platform started the program, or the platform cannot be reached.
    pub async fn run(self) -> Result<(), Error> {
        const {
            assert!(
                cfg!(panic = "unwind"),
                "with `panic = \"abort\"` a panic ends the process instead of being answered; set `panic = \"unwind\"` in the \
                 profile that builds this program (`cargo lambda build` sets `abort` where the workspace's Cargo.toml is silent)"
            );
        }
        if env::var_os(LAMBDA).is_some() {
            log::install_subscriber();
            let runtime = Runtime::new(self)
                .layer(TracingLayer::new())
                .layer(layer_fn(|inner| Readable { inner }));
            return runtime.run().await;
        }
        let Some(port) = env::var_os(AZURE_FUNCTIONS) else {
            return Err(format!(
                "neither Lambda nor Azure Functions started this program, for `{LAMBDA}` and `{AZURE_FUNCTIONS}` are not set; \
                 to serve plain HTTP, call `Api::serve` instead of `Api::run`"
            )
            .into());
        };
        let port: Option<u16> = port.to_str().and_then(|port| port.parse().ok());
        let port = port.ok_or_else(|| format!("`{AZURE_FUNCTIONS}` is no port number"))?;
        self.serve((Ipv4Addr::LOCALHOST, port)).await
    }
}

impl Service<LambdaEvent<Box<RawValue>>> for ApiService {
    type Response = Box<RawValue>;
    type Error = Diagnostic;
    type Future = BoxFuture<'static, Result<Box<RawValue>, Diagnostic>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Diagnostic>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, event: LambdaEvent<Box<RawValue>>) -> Self::Future {
        let service = self.clone();
        async move {
            service
                .invoke(event.payload.get().as_bytes(), event.context)
                .await
        }
        .boxed()
    }
}

/// Replaces payloads that are not JSON, so that the service answers them too.
#[derive(Clone)]
struct Readable<S> {
    inner: S,
}

impl<S: Service<LambdaInvocation>> Service<LambdaInvocation> for Readable<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut invocation: LambdaInvocation) -> S::Future {
        let is_json = serde_json::from_slice::<IgnoredAny>(&invocation.body).is_ok()
            && str::from_utf8(&invocation.body).is_ok();
        if !is_json {
            invocation.body = Bytes::from_static(NOT_JSON.as_bytes());
        }
        self.inner.call(invocation)
    }
}
