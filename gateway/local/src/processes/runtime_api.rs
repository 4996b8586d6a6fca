//! Lambda's Runtime API, as one process sees it.
//!
//! [Using the Lambda runtime API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). Of the
//! [Extensions API](https://docs.aws.amazon.com/lambda/latest/dg/runtimes-extensions-api.html) there is what a process needs that
//! registers itself to learn of its end: registration, and an event that never comes.

use super::streaming::{self, BodyEnd};
use crate::{Invocation, Outcome, function::PAYLOAD_LIMIT, infrastructure::function_arn, lossy};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header, response};
use http_body_util::{BodyExt, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use serde_json::json;
use std::{
    convert::Infallible,
    net::SocketAddr,
    time::{Duration, SystemTime},
};
use tokio::{
    net::TcpListener,
    sync::{mpsc, oneshot},
    task::JoinSet,
};

/// How many connections a process may have open.
const CONNECTIONS: usize = 16;
/// How much of an answer that is too large is read and dropped, so that its sender comes to read the refusal.
const DROPPED_LIMIT: usize = 4 * PAYLOAD_LIMIT;

/// What the process asks for, or says.
pub(super) enum Call {
    /// It asks for an event.
    Next(oneshot::Sender<Event>),
    /// An invocation ended.
    Ended {
        id: String,
        outcome: Outcome,
        /// Whether the process has this invocation.
        accepted: oneshot::Sender<bool>,
    },
    /// The answer of an invocation begins to arrive.
    Streams {
        id: String,
        chunks: mpsc::Receiver<Bytes>,
        /// Whether the process has this invocation.
        accepted: oneshot::Sender<bool>,
    },
    /// The streamed answer of an invocation has arrived.
    StreamOver {
        id: String,
        end: BodyEnd,
        accepted: oneshot::Sender<bool>,
    },
    /// Its start failed.
    InitFailed {
        error: String,
        accepted: oneshot::Sender<bool>,
    },
}

/// An invocation, as the process gets it.
#[derive(Debug)]
pub(super) struct Event {
    request_id: String,
    function: String,
    payload: String,
    /// How long the invocation may take, from the moment in which the process gets it.
    timeout: Duration,
}

impl Event {
    pub(super) fn new(invocation: &Invocation, timeout: Duration) -> Self {
        Self {
            request_id: invocation.request_id.clone(),
            function: invocation.function.clone(),
            payload: invocation.payload.clone(),
            timeout,
        }
    }

    fn response(self) -> Result<Response<Full<Bytes>>, http::Error> {
        let deadline = SystemTime::now() + self.timeout;
        let deadline = deadline.duration_since(SystemTime::UNIX_EPOCH);
        let deadline = deadline.unwrap_or_default().as_millis().to_string();
        let id = self.request_id.replace('-', "");
        let response = Response::builder()
            .header(header::CONTENT_TYPE, "application/json")
            .header("Lambda-Runtime-Aws-Request-Id", &self.request_id)
            .header("Lambda-Runtime-Deadline-Ms", deadline)
            .header(
                "Lambda-Runtime-Invoked-Function-Arn",
                function_arn(&self.function),
            );
        // The gateway's ids are UUIDs, and so is what X-Ray expects, but for a hyphen.
        let response = match id.split_at_checked(8) {
            Some((time, rest)) => response.header(
                "Lambda-Runtime-Trace-Id",
                format!("Root=1-{time}-{rest};Sampled=0"),
            ),
            None => response,
        };
        response.body(Full::from(self.payload))
    }
}

/// Serves one process until the task is ended.
pub(super) async fn serve(listener: TcpListener, address: SocketAddr, calls: mpsc::Sender<Call>) {
    let mut connections = JoinSet::new();
    loop {
        while connections.len() >= CONNECTIONS {
            connections.join_next().await;
        }
        while connections.try_join_next().is_some() {}
        let Ok((stream, _)) = listener.accept().await else {
            // All file handles are in use: one comes back.
            tokio::time::sleep(Duration::from_millis(10)).await;
            continue;
        };
        let _ = stream.set_nodelay(true);
        let calls = calls.clone();
        connections.spawn(async move {
            let service = service_fn(move |request| {
                let calls = calls.clone();
                async move { Ok::<_, Infallible>(answer(request, address, &calls).await) }
            });
            // A process that closes its connection has ended, or opens another.
            let _ = http1::Builder::new()
                .serve_connection(TokioIo::new(stream), service)
                .await;
        });
    }
}

async fn answer(
    request: Request<Incoming>,
    address: SocketAddr,
    calls: &mpsc::Sender<Call>,
) -> Response<Full<Bytes>> {
    let (head, body) = request.into_parts();
    if !is_of_process(&head.headers, address) {
        return refusal(
            StatusCode::FORBIDDEN,
            "Forbidden",
            "this API is for the process of the function alone",
        );
    }
    let path = head.uri.path();
    let parts: Vec<&str> = path.trim_matches('/').split('/').collect();
    match (&head.method, parts.as_slice()) {
        (&Method::GET, ["2018-06-01", "runtime", "invocation", "next"]) => next(calls).await,
        (&Method::POST, ["2018-06-01", "runtime", "invocation", id, "response"])
            if streaming::is_streamed(&head.headers) =>
        {
            streamed(calls, id, body).await
        }
        (&Method::POST, ["2018-06-01", "runtime", "invocation", id, "response"]) => {
            let outcome = match read(body).await {
                Ok(outcome) => outcome,
                Err(error) => return broken(&error),
            };
            let is_too_large = outcome == Outcome::too_large();
            let accepted = ended(calls, id, outcome).await;
            if is_too_large && accepted {
                let message =
                    format!("Exceeded maximum allowed payload size ({PAYLOAD_LIMIT} bytes).");
                return refusal(
                    StatusCode::PAYLOAD_TOO_LARGE,
                    "RequestEntityTooLarge",
                    &message,
                );
            }
            acceptance(accepted)
        }
        (&Method::POST, ["2018-06-01", "runtime", "invocation", id, "error"]) => {
            match read(body).await {
                Ok(outcome) => {
                    let outcome = Outcome::FunctionError(outcome.body().to_owned());
                    acceptance(ended(calls, id, outcome).await)
                }
                Err(error) => broken(&error),
            }
        }
        (&Method::POST, ["2018-06-01", "runtime", "init", "error"]) => match read(body).await {
            Ok(outcome) => {
                let error = outcome.body().to_owned();
                let failed = |accepted| Call::InitFailed { error, accepted };
                acceptance(say(calls, failed).await)
            }
            Err(error) => broken(&error),
        },
        (&Method::POST, ["2020-01-01", "extension", "register"]) => {
            let mut response = json_response(
                StatusCode::OK,
                &json!({"functionName": "", "functionVersion": "$LATEST", "handler": ""}),
            );
            let id = HeaderValue::from_static("00000000-0000-0000-0000-000000000000");
            response
                .headers_mut()
                .insert("Lambda-Extension-Identifier", id);
            response
        }
        (&Method::GET, ["2020-01-01", "extension", "event", "next"]) => {
            std::future::pending().await
        }
        (method, _) => refusal(
            StatusCode::NOT_FOUND,
            "NotFound",
            &format!("the Runtime API has no {method} {path}"),
        ),
    }
}

/// Whether the request can be the process's: no browser sends it, and no name leads to it that another person controls.
fn is_of_process(headers: &HeaderMap, address: SocketAddr) -> bool {
    let host = headers.get(header::HOST);
    host.is_some_and(|host| host.as_bytes() == address.to_string().as_bytes())
        && !headers.contains_key(header::ORIGIN)
        && !headers.contains_key("sec-fetch-site")
}

async fn next(calls: &mpsc::Sender<Call>) -> Response<Full<Bytes>> {
    let (sender, event) = oneshot::channel();
    let asked = calls.send(Call::Next(sender)).await;
    let event = match asked {
        Ok(()) => event.await.ok(),
        Err(_) => None,
    };
    let Some(event) = event else {
        return refusal(
            StatusCode::FORBIDDEN,
            "InvalidStateTransition",
            "the invocation before has not been answered",
        );
    };
    let response = event.response();
    response.unwrap_or_else(|error| {
        refusal(
            StatusCode::INTERNAL_SERVER_ERROR,
            "InvalidEvent",
            &error.to_string(),
        )
    })
}

/// Takes a streamed answer: its beginning, its chunks, and its end.
async fn streamed(calls: &mpsc::Sender<Call>, id: &str, body: Incoming) -> Response<Full<Bytes>> {
    let (sender, chunks) = mpsc::channel(1);
    let begins = |accepted| Call::Streams {
        id: id.to_owned(),
        chunks,
        accepted,
    };
    if !say(calls, begins).await {
        return acceptance(false);
    }
    let end = streaming::pass_on(body, sender).await;
    let is_over = |accepted| Call::StreamOver {
        id: id.to_owned(),
        end,
        accepted,
    };
    acceptance(say(calls, is_over).await)
}

async fn ended(calls: &mpsc::Sender<Call>, id: &str, outcome: Outcome) -> bool {
    let id = id.to_owned();
    say(calls, |accepted| Call::Ended {
        id,
        outcome,
        accepted,
    })
    .await
}

async fn say(calls: &mpsc::Sender<Call>, call: impl FnOnce(oneshot::Sender<bool>) -> Call) -> bool {
    let (sender, accepted) = oneshot::channel();
    let said = calls.send(call(sender)).await;
    said.is_ok() && accepted.await.unwrap_or(false)
}

/// The whole body as a payload, or what Lambda makes of one that is too large.
async fn read(mut body: Incoming) -> Result<Outcome, hyper::Error> {
    let (mut bytes, mut size) = (Vec::new(), 0_usize);
    while size <= DROPPED_LIMIT
        && let Some(frame) = body.frame().await
    {
        if let Ok(data) = frame?.into_data() {
            size += data.len();
            if size <= PAYLOAD_LIMIT {
                bytes.extend_from_slice(&data);
            }
        }
    }
    if size > PAYLOAD_LIMIT {
        return Ok(Outcome::too_large());
    }
    Ok(Outcome::Payload(lossy::string(bytes)))
}

fn acceptance(accepted: bool) -> Response<Full<Bytes>> {
    if accepted {
        json_response(StatusCode::ACCEPTED, &json!({"status": "OK"}))
    } else {
        refusal(
            StatusCode::BAD_REQUEST,
            "InvalidRequestID",
            "Invalid request ID",
        )
    }
}

fn broken(error: &hyper::Error) -> Response<Full<Bytes>> {
    refusal(
        StatusCode::BAD_REQUEST,
        "InvalidRequest",
        &error.to_string(),
    )
}

fn refusal(status: StatusCode, kind: &str, message: &str) -> Response<Full<Bytes>> {
    json_response(status, &json!({"errorMessage": message, "errorType": kind}))
}

fn json_response(status: StatusCode, body: &serde_json::Value) -> Response<Full<Bytes>> {
    let (mut head, ()) = Response::new(()).into_parts();
    head.status = status;
    let json = HeaderValue::from_static("application/json");
    head.headers.insert(header::CONTENT_TYPE, json);
    with_body(head, body.to_string())
}

fn with_body(head: response::Parts, body: String) -> Response<Full<Bytes>> {
    Response::from_parts(head, Full::from(body))
}
