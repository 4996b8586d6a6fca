//! Functions behind the Lambda Invoke API: in any language, in another process.

use super::{LOG, decoded, emulator, event_stream, loopback::with_causes};
use crate::{
    Function, Invocation, Outcome, function::PAYLOAD_LIMIT, lossy, processes::is_streamed,
};
use bytes::Bytes;
use futures_util::{FutureExt, future::BoxFuture};
use http::{Request, StatusCode, Uri, header, response};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper_util::{
    client::legacy::{Client, connect::HttpConnector},
    rt::TokioExecutor,
};
use std::{
    error, fmt,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

/// The header by which Lambda says that an answer is a function error.
pub(super) const FUNCTION_ERROR: &str = "x-amz-function-error";

/// How the address of `InvokeWithResponseStream` ends.
const STREAMING: &str = "/response-streaming-invocations";

/// Functions that are invoked over HTTP, each at `URL`/2015-03-31/functions/NAME/invocations, which is Lambda's `Invoke`.
///
/// An answer that is streamed is [`Outcome::Streamed`]. Lambda streams those of its
/// [`InvokeWithResponseStream`](https://docs.aws.amazon.com/lambda/latest/api/API_InvokeWithResponseStream.html) only: a URL that ends with
/// `/response-streaming-invocations` is its, and a server that has no `Invoke`, and so answers 404, is asked at
/// `URL`/2021-11-15/functions/NAME/response-streaming-invocations. `cargo lambda watch` has no such address, and streams the answer to an
/// `Invoke`.
///
/// ```
/// use apigw_local::LambdaFunctions;
///
/// LambdaFunctions::new(["http://127.0.0.1:9000", "carts=http://127.0.0.1:9001"]).unwrap();
/// assert!(LambdaFunctions::new(["https://example.com"]).is_err());
/// ```
#[derive(Clone)]
pub struct LambdaFunctions {
    endpoints: Vec<Endpoint>,
    client: Client<HttpConnector, Full<Bytes>>,
    warned: Arc<AtomicBool>,
}

#[derive(Debug, Clone)]
struct Endpoint {
    /// The function that is there; `None` if any may be.
    name: Option<String>,
    url: String,
}

/// Texts that do not say where functions are: one is neither `URL` nor `NAME=URL`, or two speak of the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidFunction(String);

impl LambdaFunctions {
    /// Reads `URL` or `NAME=URL`, once or several times; a name goes before an endpoint without one.
    ///
    /// # Errors
    ///
    /// When a text is not a URL, has a query, or is not of the scheme `http`; when there are two for the same name, or two
    /// without one.
    pub fn new<'a>(functions: impl IntoIterator<Item = &'a str>) -> Result<Self, InvalidFunction> {
        let mut endpoints: Vec<Endpoint> = Vec::new();
        for function in functions {
            let endpoint = Endpoint::read(function)?;
            if let Some(other) = endpoints.iter().find(|other| other.name == endpoint.name) {
                return Err(endpoint.beside(other));
            }
            endpoints.push(endpoint);
        }
        Ok(Self {
            endpoints,
            client: Client::builder(TokioExecutor::new()).build_http(),
            warned: Arc::default(),
        })
    }

    /// The names that were given, without those endpoints that have none.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.endpoints
            .iter()
            .filter_map(|endpoint| endpoint.name.as_deref())
    }

    /// Whether the function `name` has an endpoint.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.url(name).is_some()
    }

    fn url(&self, function: &str) -> Option<String> {
        let named = |endpoint: &&Endpoint| endpoint.name.as_deref() == Some(function);
        let endpoints = &self.endpoints;
        let endpoint = endpoints
            .iter()
            .find(named)
            .or_else(|| endpoints.iter().find(|endpoint| endpoint.name.is_none()))?;
        let url = endpoint.url.trim_end_matches('/');
        Some(
            if url.ends_with("/invocations") || url.ends_with(STREAMING) {
                url.to_owned()
            } else {
                format!("{url}/2015-03-31/functions/{function}/invocations")
            },
        )
    }

    async fn call(&self, invocation: Invocation) -> Result<Outcome, String> {
        let url = self
            .url(&invocation.function)
            .ok_or_else(|| format!("the function `{}` has no URL", invocation.function))?;
        let (parts, body) = self.post(&url, &invocation).await?;
        // First of all: the status of such an answer is the function's own, and it can be 404.
        if is_streamed(&parts.headers) {
            return Ok(Outcome::Streamed(decoded::answer(&parts, body, url)));
        }
        if parts.status.is_success() && event_stream::is_announced(&parts.headers) {
            return Ok(Outcome::Streamed(event_stream::answer(body, url)));
        }
        let failed =
            |error: &hyper::Error| format!("{url} gives no answer: {}", with_causes(error));
        let text = read(body).await.map_err(|error| failed(&error))?;
        // The function was not invoked, so it may be.
        if parts.status == StatusCode::NOT_FOUND
            && !decoded::has_no_function(&text)
            && let Some(streaming) = streaming_url(&url)
            && let Ok((streamed, chunks)) = self.post(&streaming, &invocation).await
            && event_stream::is_announced(&streamed.headers)
        {
            return Ok(Outcome::Streamed(event_stream::answer(chunks, streaming)));
        }
        if emulator::answered(&parts) {
            self.warn_of_emulator(&url);
            return Ok(emulator::outcome(text, &invocation.request_id));
        }
        let function_error = parts.headers.contains_key(FUNCTION_ERROR)
            || parts.status.is_server_error() && is_error(&text);
        Ok(if function_error {
            Outcome::FunctionError(text)
        } else if parts.status.is_success() {
            Outcome::Payload(text)
        } else {
            Outcome::NotInvoked(format!("{url} answers {}: {text}", parts.status))
        })
    }

    async fn post(
        &self,
        url: &str,
        invocation: &Invocation,
    ) -> Result<(response::Parts, Incoming), String> {
        let request = Request::post(url)
            .header(header::CONTENT_TYPE, "application/json")
            .header("x-amzn-requestid", &invocation.request_id)
            .body(Full::from(invocation.payload.clone()))
            .map_err(|error| error.to_string())?;
        let response = self.client.request(request).await;
        let response = response.map_err(|error| {
            if error.is_connect() {
                let reason = innermost(&error);
                format!("no server takes connections at {url} ({reason}): start the function's server there, such as `cargo lambda watch`, or correct the URL")
            } else {
                format!("{url} gives no answer: {}", with_causes(&error))
            }
        })?;
        Ok(response.into_parts())
    }

    /// Says once how the errors of the Runtime Interface Emulator are recognised.
    fn warn_of_emulator(&self, url: &str) {
        if !self.warned.swap(true, Ordering::Relaxed) {
            tracing::warn!(
                target: LOG,
                "{url} does not send `{FUNCTION_ERROR}`, as the Runtime Interface Emulator of Lambda's images: an answer with `errorType` and `errorMessage` counts as a function error, and one without a body as a crash"
            );
        }
    }
}

/// Where `InvokeWithResponseStream` is, if `url` is that of `Invoke`.
fn streaming_url(url: &str) -> Option<String> {
    let function = url.strip_suffix("/invocations")?;
    let (base, name) = function.rsplit_once("/2015-03-31/functions/")?;
    Some(format!("{base}/2021-11-15/functions/{name}{STREAMING}"))
}

/// Reads until the end or the limit: the engine makes an error of a payload that Lambda would refuse.
async fn read(mut body: Incoming) -> Result<String, hyper::Error> {
    let mut bytes = Vec::new();
    while bytes.len() <= PAYLOAD_LIMIT
        && let Some(frame) = body.frame().await
    {
        if let Ok(data) = frame?.into_data() {
            bytes.extend_from_slice(&data);
        }
    }
    Ok(lossy::string(bytes))
}

/// The last cause of an error, which is what the operating system says of a connection.
fn innermost(error: &dyn error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes.last().map(ToString::to_string).unwrap_or_default()
}

/// Whether a 5xx of an emulator, which sends no header for it, is a function error.
fn is_error(text: &str) -> bool {
    serde_json::from_str::<serde_json::Value>(text)
        .is_ok_and(|error| error.get("errorMessage").is_some())
}

impl InvalidFunction {
    /// The problem, in one sentence.
    #[cfg(feature = "cli")]
    pub(crate) fn new(problem: impl Into<String>) -> Self {
        Self(problem.into())
    }
}

impl Endpoint {
    fn read(text: &str) -> Result<Self, InvalidFunction> {
        let (name, url) = match text.split_once('=') {
            Some((name, url)) if !name.contains("://") => (Some(name.to_owned()), url),
            _ => (None, text),
        };
        let is_http = url.parse::<Uri>().is_ok_and(|uri| {
            uri.scheme_str() == Some("http") && uri.host().is_some() && uri.query().is_none()
        });
        if is_http && name.as_deref() != Some("") {
            return Ok(Self {
                name,
                url: url.to_owned(),
            });
        }
        Err(InvalidFunction(format!(
            "`{text}` is neither URL nor NAME=URL, with a URL such as http://127.0.0.1:9000"
        )))
    }

    fn beside(&self, other: &Self) -> InvalidFunction {
        let (url, known) = (&self.url, &other.url);
        InvalidFunction(match &self.name {
            Some(name) => format!("`{name}` is at `{known}` and at `{url}`: leave out one of them"),
            None => format!(
                "`{known}` and `{url}` need names, as in NAME={url}: one alone can go without"
            ),
        })
    }
}

impl Function for LambdaFunctions {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        self.call(invocation)
            .map(|outcome| outcome.unwrap_or_else(Outcome::NotInvoked))
            .boxed()
    }

    fn is_named(&self, name: &str) -> bool {
        self.names().any(|known| known == name)
    }
}

impl fmt::Debug for LambdaFunctions {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LambdaFunctions")
            .field("endpoints", &self.endpoints)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for InvalidFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl error::Error for InvalidFunction {}
