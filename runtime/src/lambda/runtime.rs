//! Where the program runs: as a Lambda function, or as a custom handler of Azure Functions.

use super::{invocations::Invocations, stream::Chunks};
use crate::{Api, ApiService, Error, log};
use axum::body::Bytes;
use futures_util::{FutureExt, future::BoxFuture};
use lambda_runtime::{
    Diagnostic, FunctionResponse, LambdaEvent, LambdaInvocation, Runtime, layers::TracingLayer,
};
use serde::de::IgnoredAny;
use serde_json::value::RawValue;
use std::{
    env,
    ffi::OsStr,
    task::{Context, Poll},
};
use tower::{Service, layer::layer_fn};

const LAMBDA: &str = "AWS_LAMBDA_RUNTIME_API";
pub(super) const AZURE_FUNCTIONS: &str = "FUNCTIONS_CUSTOMHANDLER_PORT";

/// Replaces a payload that is not JSON, because `lambda_runtime` would never call the service with it.
pub(super) const NOT_JSON: &str = "\"the payload is not JSON\"";

/// Whether a platform started the program to have its events answered.
pub(crate) fn on_a_platform() -> bool {
    [LAMBDA, AZURE_FUNCTIONS]
        .into_iter()
        .any(|variable| env::var_os(variable).is_some())
}

impl<S: Clone + Send + Sync + 'static> Api<S> {
    /// Answers Lambda's events, for as long as there are any.
    ///
    /// Where Lambda did not start the program but Azure Functions did, as a custom handler, it answers the host's requests on the
    /// port that is asked for: that needs the feature `http`. What the host sends, requests or payloads with a request inside, and
    /// under which prefix, is read from `host.json`. Sets up `tracing` as Lambda's logging
    /// controls say, unless the program has.
    ///
    /// Where Lambda sets `AWS_LAMBDA_MAX_CONCURRENCY` to a number above one ([Lambda Managed Instances]), that many invocations run at once, on
    /// the threads of the tokio runtime that awaits this. An invocation whose time is over is given up then: Lambda has answered it.
    /// With the feature `graceful-shutdown` a SIGTERM ends the program after the running invocations are answered.
    ///
    /// [Lambda Managed Instances]: https://docs.aws.amazon.com/lambda/latest/dg/lambda-managed-instances.html
    ///
    /// # Panics
    ///
    /// With the feature `graceful-shutdown`, where Lambda does not take the registration of an extension, by which a program is sent SIGTERM.
    ///
    /// # Errors
    ///
    /// When the API is [not valid](Self::service), when neither platform started the program, or when the platform cannot be reached.
    pub fn run(self) -> futures_util::future::LocalBoxFuture<'static, Result<(), Error>>
    where
        (): crate::api::HasState<S>,
    {
        let service = self.open();
        async move {
            if env::var_os(LAMBDA).is_some() {
                log::install_subscriber();
            }
            service.await?.run().await
        }
        .boxed_local()
    }
}

impl ApiService {
    /// Answers Lambda's events, or the requests that Azure Functions forwards, as [`Api::run`](crate::Api::run) does.
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
            let invocations = Invocations::of_this_process();
            #[cfg(all(unix, feature = "graceful-shutdown"))]
            invocations.end_at_sigterm().await;
            let resources = self.settings().snapstart.0.clone();
            let runtime = Runtime::new(self);
            let runtime = resources
                .into_iter()
                .fold(runtime, Runtime::register_snapstart_resource);
            let runtime = runtime
                .layer(TracingLayer::new())
                .layer(layer_fn(|inner| Readable { inner }))
                .layer(layer_fn(|inner| invocations.around(inner)));
            return runtime.run_concurrent().await;
        }
        match env::var_os(AZURE_FUNCTIONS) {
            Some(port) => self.serve_azure(&port).await,
            None => Err(format!(
                "neither Lambda nor Azure Functions started this program, for `{LAMBDA}` and `{AZURE_FUNCTIONS}` are not set; \
                 to serve plain HTTP, call `Api::serve` (feature `http`) instead of `Api::run`"
            )
            .into()),
        }
    }

    #[cfg(feature = "http")]
    async fn serve_azure(self, port: &OsStr) -> Result<(), Error> {
        super::azure::serve(self, port).await
    }

    #[cfg(not(feature = "http"))]
    #[expect(clippy::unused_async, reason = "with the feature it waits")]
    async fn serve_azure(self, _: &OsStr) -> Result<(), Error> {
        Err("Azure Functions started this program, and it was built without the feature `http` of lambda-api-errors".into())
    }
}

impl Service<LambdaEvent<Box<RawValue>>> for ApiService {
    type Response = FunctionResponse<Box<RawValue>, Chunks>;
    type Error = Diagnostic;
    type Future = BoxFuture<'static, Result<Self::Response, Diagnostic>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Diagnostic>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, event: LambdaEvent<Box<RawValue>>) -> Self::Future {
        let service = self.clone();
        let LambdaEvent { payload, context } = event;
        async move { service.end_counted(payload.get().as_bytes(), context).await }.boxed()
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
