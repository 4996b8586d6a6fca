//! Which request and which operation a record belongs to.

#[cfg(feature = "emf")]
use crate::settings::Metrics;
use http::HeaderMap;
#[cfg(feature = "emf")]
use std::sync::Arc;
#[cfg(feature = "lambda")]
use std::sync::atomic::AtomicBool;
use std::{
    hash::{BuildHasher, RandomState},
    sync::{
        LazyLock,
        atomic::{AtomicU64, Ordering},
    },
};
use tracing::{Instrument, Span};

tokio::task_local! {
    /// The request that is being answered.
    static REQUEST: RequestScope;

    /// The operation that answers it.
    pub(crate) static OPERATION: &'static str;
}

/// The ids of a request, and the span in which its answer is made.
///
/// Each record of the log within has the fields of the span, those of handlers too. The span is of the level ERROR, so that no
/// `AWS_LAMBDA_LOG_LEVEL` takes it off the records that it lets through.
#[derive(Clone)]
pub(crate) struct RequestScope {
    request_id: String,
    /// `None` where it is the request id.
    correlation_id: Option<String>,
    span: Span,
    #[cfg(feature = "emf")]
    pub(super) metrics: Option<Arc<Metrics>>,
}

impl RequestScope {
    /// The scope of the request `request_id`. Its correlation id is that of the caller, of the gateway, or the same
    /// id: the first that [can be recorded](is_recordable). `cold_start` says whether it is the first of its process; `None` where processes do not come
    /// and go with requests.
    pub(crate) fn new(
        request_id: String,
        callers: Option<&str>,
        gateways: Option<String>,
        cold_start: Option<bool>,
    ) -> Self {
        let callers = callers.filter(|id| is_recordable(id)).map(str::to_owned);
        let correlation_id = callers.or(gateways.filter(|id| is_recordable(id)));
        let recorded = correlation_id.as_deref().unwrap_or(&request_id);
        let recorded = Some(recorded).filter(|id| !id.is_empty());
        let span = tracing::error_span!("request", correlation_id = recorded, cold_start);
        Self {
            request_id,
            correlation_id,
            span,
            #[cfg(feature = "emf")]
            metrics: None,
        }
    }

    /// The same scope, in which failed answers are counted.
    #[cfg(feature = "emf")]
    pub(crate) fn counting(self, metrics: Option<Arc<Metrics>>) -> Self {
        Self { metrics, ..self }
    }

    /// Makes the answer in this scope.
    pub(crate) fn run<F: Future>(self, answer: F) -> impl Future<Output = F::Output> + use<F> {
        let span = self.span.clone();
        REQUEST.scope(self, answer).instrument(span)
    }

    /// Makes a part of the answer in this scope.
    pub(crate) fn run_part<R>(self, part: impl FnOnce() -> R) -> R {
        let span = self.span.clone();
        span.in_scope(|| REQUEST.sync_scope(self, part))
    }

    #[cfg(feature = "emf")]
    pub(super) fn request_id(&self) -> &str {
        &self.request_id
    }

    pub(super) fn correlation_id(&self) -> &str {
        self.correlation_id.as_deref().unwrap_or(&self.request_id)
    }
}

/// The scope of the request that is being answered.
pub(crate) fn request() -> Option<RequestScope> {
    REQUEST.try_with(Clone::clone).ok()
}

/// Calls `look` with that scope, if there is one.
#[cfg(feature = "emf")]
pub(super) fn with(look: impl FnOnce(&RequestScope)) {
    let _ = REQUEST.try_with(look);
}

pub(crate) fn request_id() -> Option<String> {
    let id = REQUEST.try_with(|request| request.request_id.clone()).ok();
    id.filter(|id| !id.is_empty())
}

pub(crate) fn correlation_id() -> Option<String> {
    let id = REQUEST.try_with(|request| request.correlation_id().to_owned());
    id.ok().filter(|id| !id.is_empty())
}

pub(crate) fn operation() -> Option<&'static str> {
    OPERATION.try_with(|operation| *operation).ok()
}

/// Whether the log takes `id`, which a caller may have written: visible ASCII on one line, of 256 bytes at most. The header
/// `X-Amzn-Trace-Id` of a load balancer has about a hundred.
fn is_recordable(id: &str) -> bool {
    (1..=256).contains(&id.len()) && id.bytes().all(|byte| (b' '..=b'~').contains(&byte))
}

/// Whether no request was answered before in this process, which the platform started for one. With provisioned concurrency none is:
/// [`AWS_LAMBDA_INITIALIZATION_TYPE`](https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html).
#[cfg(feature = "lambda")]
pub(crate) fn is_cold_start() -> bool {
    static IS_WARM: AtomicBool = AtomicBool::new(false);
    // Read first: all threads share it.
    if IS_WARM.load(Ordering::Relaxed) || IS_WARM.swap(true, Ordering::Relaxed) {
        return false;
    }
    let initialized = std::env::var_os("AWS_LAMBDA_INITIALIZATION_TYPE");
    initialized.is_none_or(|kind| kind != "provisioned-concurrency")
}

/// Where an HTTP request can have an id already: Azure Functions puts one into each request that it forwards to a custom
/// handler, behind what a client has written there, and proxies use the other.
const HEADERS: [&str; 2] = ["x-azure-functions-invocationid", "x-request-id"];

/// The longest id that is taken from a header, in bytes.
const LONGEST: usize = 128;

/// The id of an HTTP request: that of its headers, or a new one.
pub(crate) fn request_id_of(headers: &HeaderMap) -> String {
    let given = HEADERS.iter().find_map(|name| {
        let id = headers.get_all(*name).iter().next_back()?.to_str().ok()?;
        let id = id.rsplit(',').next().unwrap_or_default().trim();
        (1..=LONGEST).contains(&id.len()).then(|| id.to_owned())
    });
    given.unwrap_or_else(new_request_id)
}

/// Sixteen hexadecimal digits that no other request of this process has but by chance, and that cannot be guessed.
fn new_request_id() -> String {
    static KEYS: LazyLock<RandomState> = LazyLock::new(RandomState::new);
    static REQUESTS: AtomicU64 = AtomicU64::new(0);
    let number = REQUESTS.fetch_add(1, Ordering::Relaxed);
    format!("{:016x}", KEYS.hash_one(number))
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderValue;

    #[test]
    fn the_platforms_id_is_taken_first_and_no_id_is_long_or_repeated() {
        let mut headers = HeaderMap::new();
        let (first, second) = (request_id_of(&headers), request_id_of(&headers));
        assert_eq!((first.len(), second.len()), (16, 16));
        assert_ne!(first, second);
        headers.insert("x-request-id", HeaderValue::from_static("proxy-1"));
        assert_eq!(request_id_of(&headers), "proxy-1");
        headers.insert(
            "x-azure-functions-invocationid",
            HeaderValue::from_static("azure-1"),
        );
        assert_eq!(request_id_of(&headers), "azure-1");
        for odd in ["", &"a".repeat(LONGEST + 1), "\u{e9}"] {
            headers.clear();
            headers.insert(
                "x-request-id",
                HeaderValue::from_bytes(odd.as_bytes()).unwrap(),
            );
            assert_eq!(request_id_of(&headers).len(), 16, "{odd}");
        }
    }
}
