//! One connection: HTTP/1.1, each request to the gateway and each answer back.

use super::{
    LOG,
    clients::{Answer, Site},
    memory::Charge,
    slot::Slot,
    streamed::StreamedBody,
};
use bytes::Bytes;
use http::{HeaderValue, header};
use http_body_util::{Either, Full};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::TokioIo;
use std::{convert::Infallible, error::Error, sync::Arc};
use tokio::net::TcpStream;

/// How much of a request's head is read, in bytes. From 10,240 on the gateway refuses it, and from here on hyper does.
const HEAD_LIMIT: usize = 64 * 1024;

/// The bytes of an answer until the client took them.
struct Sent {
    bytes: Bytes,
    slot: Arc<Slot>,
    _charge: Charge,
}

/// Says that the connection is closed, however that came.
struct Closing(Arc<Slot>);

/// Serves a connection until it ends, and logs why, unless the client only went away.
pub(super) async fn serve<S: Site>(stream: TcpStream, site: Arc<S>, slot: Arc<Slot>) {
    let _closing = Closing(Arc::clone(&slot));
    // An answer of several parts must not wait until the client acknowledges the first.
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(target: LOG, %error, "a connection sends with delay");
    }
    // The counter of the site is all connections'; this one is the connection's own.
    let shared = Arc::new((site, slot));
    let service = service_fn(move |request: http::Request<Incoming>| {
        let shared = Arc::clone(&shared);
        async move {
            let (site, slot) = &*shared;
            let (method, uri) = (request.method().clone(), request.uri().clone());
            let Answer {
                response,
                charge,
                stream,
            } = site.answer(request, slot).await;
            let (mut head, bytes) = response.into_parts();
            if site.clients().connections.closing() {
                let close = HeaderValue::from_static("close");
                head.headers.insert(header::CONNECTION, close);
            }
            let body = match stream {
                Some(stream) => {
                    let body = StreamedBody::new(&stream, Arc::clone(slot), method, uri);
                    Either::Left(body.logged(S::LOGS_STREAMS))
                }
                None => Either::Right(Full::new(sent(bytes, charge, Arc::clone(slot)))),
            };
            Ok::<_, Infallible>(http::Response::from_parts(head, body))
        }
    });
    let connection = http1::Builder::new()
        .header_read_timeout(None)
        .max_buf_size(HEAD_LIMIT)
        .half_close(true)
        .serve_connection(TokioIo::new(stream), service);
    if let Err(error) = connection.await
        && !error.is_incomplete_message()
    {
        tracing::info!(target: LOG, "a connection ended: {}", reason(&error));
    }
}

/// The bytes of an answer. They mark the slot when the client has received them.
fn sent(bytes: Bytes, charge: Charge, slot: Arc<Slot>) -> Bytes {
    if bytes.is_empty() {
        slot.sent();
        return bytes;
    }
    slot.sending();
    Bytes::from_owner(Sent {
        bytes,
        slot,
        _charge: charge,
    })
}

/// The error with its causes.
fn reason(error: &hyper::Error) -> String {
    let mut reason = error.to_string();
    let mut cause = error.source();
    while let Some(next) = cause {
        reason = format!("{reason}: {next}");
        cause = next.source();
    }
    reason
}

impl AsRef<[u8]> for Sent {
    fn as_ref(&self) -> &[u8] {
        &self.bytes
    }
}

impl Drop for Sent {
    fn drop(&mut self) {
        self.slot.sent();
    }
}

impl Drop for Closing {
    fn drop(&mut self) {
        self.0.closed();
    }
}
