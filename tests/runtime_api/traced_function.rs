//! A function whose spans are those of `OpenTelemetry`, in the trace that Lambda began. It prints each span as a line of JSON.

use lambda_api_errors::{
    Api, Error, Json, Path, api_errors, lambda_endpoint,
    lambda_runtime::{
        LambdaInvocation, Runtime,
        layers::{OpenTelemetryFaasTrigger, OpenTelemetryLayer, TracingLayer},
        tower::{Service, layer::layer_fn},
        tracing,
    },
};
use opentelemetry::{propagation::TextMapPropagator, trace::TracerProvider};
use opentelemetry_aws::trace::XrayPropagator;
use opentelemetry_sdk::{
    error::OTelSdkResult,
    trace::{SdkTracerProvider, SpanData, SpanExporter},
};
use serde_json::json;
use std::{
    collections::HashMap,
    task::{Context, Poll},
};
use tracing_subscriber::{
    Layer, filter::LevelFilter, layer::SubscriberExt, util::SubscriberInitExt,
};

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum StockError {
    #[error("the shelf {0} is broken")]
    #[api(status = 500)]
    Broken(u32),
}

/// Counts what is on a shelf.
#[lambda_endpoint(GET, "/stock/{shelf}")]
async fn stock(Path(shelf): Path<u32>) -> Result<Json<u32>, StockError> {
    let span = tracing::info_span!("count", shelf);
    span.in_scope(|| match shelf {
        0 => Err(StockError::Broken(shelf)),
        shelf => Ok(Json(shelf)),
    })
}

/// Makes the trace that Lambda began the parent of an invocation's spans.
struct InTrace<S>(S);

impl<S: Service<LambdaInvocation>> Service<LambdaInvocation> for InTrace<S> {
    type Response = S::Response;
    type Error = S::Error;
    type Future = S::Future;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.0.poll_ready(context)
    }

    fn call(&mut self, invocation: LambdaInvocation) -> S::Future {
        let trace = invocation.context.xray_trace_id.clone();
        let header = HashMap::from([("x-amzn-trace-id".to_owned(), trace.unwrap_or_default())]);
        let _trace = XrayPropagator::default().extract(&header).attach();
        self.0.call(invocation)
    }
}

/// Prints spans.
#[derive(Debug)]
struct Lines;

impl SpanExporter for Lines {
    async fn export(&self, spans: Vec<SpanData>) -> OTelSdkResult {
        for span in spans {
            let attributes = span.attributes.iter();
            let attributes: HashMap<_, _> = attributes
                .map(|attribute| (attribute.key.as_str(), attribute.value.to_string()))
                .collect();
            let line = json!({
                "span": span.name, "id": span.span_context.span_id().to_string(),
                "trace": span.span_context.trace_id().to_string(),
                "parent": span.parent_span_id.to_string(), "attributes": attributes,
            });
            println!("{line}");
        }
        Ok(())
    }
}

#[tokio::main]
async fn main() -> Result<(), Error> {
    let provider = SdkTracerProvider::builder()
        .with_simple_exporter(Lines)
        .build();
    let spans = tracing_opentelemetry::layer().with_tracer(provider.tracer("stock"));
    tracing_subscriber::registry()
        .with(spans.with_filter(LevelFilter::INFO))
        .with(
            tracing_subscriber::fmt::layer()
                .json()
                .with_filter(LevelFilter::INFO),
        )
        .init();
    lambda_api_errors::log_panics();
    let service = Api::new("stock", "1").endpoint::<stock>().open().await?;
    let flush = move || {
        // What cannot be sent is lost: the answer is made already.
        let _ = provider.force_flush();
    };
    Runtime::new(service)
        .layer(TracingLayer::new())
        .layer(OpenTelemetryLayer::new(flush).with_trigger(OpenTelemetryFaasTrigger::Http))
        .layer(layer_fn(InTrace))
        .run()
        .await
}
