//! One connection: HTTP/1.1, and a limit on how long a client may keep it waiting.

use super::{LOG, request::Served};
use bytes::Bytes;
use futures_util::future::BoxFuture;
use http::{Request, Response};
use http_body_util::Full;
use hyper::{body::Incoming, server::conn::http1, service::Service};
use hyper_util::rt::{TokioIo, TokioTimer};
use std::{convert::Infallible, pin::Pin, sync::Arc};
use tokio::net::TcpStream;
use tokio_io_timeout::TimeoutStream;

/// How much of a request's head is read, in bytes. From 10,240 on the gateway refuses it, and from here on hyper does.
const HEAD_LIMIT: usize = 64 * 1024;

pub(super) type Connection =
    http1::Connection<TokioIo<Pin<Box<TimeoutStream<TcpStream>>>>, Requests>;

/// The requests of one connection.
pub(super) struct Requests(Arc<Served>);

/// The connection, which does nothing until it is awaited.
pub(super) fn new(stream: TcpStream, served: &Arc<Served>) -> Connection {
    let client_timeout = served.client_timeout;
    let mut stream = TimeoutStream::new(stream);
    stream.set_write_timeout(Some(client_timeout));
    http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(client_timeout)
        .max_buf_size(HEAD_LIMIT)
        .half_close(true)
        .serve_connection(TokioIo::new(Box::pin(stream)), Requests(Arc::clone(served)))
}

/// Waits until the connection ends, and logs why, unless the client only went away or was too slow.
pub(super) async fn finish(connection: impl Future<Output = hyper::Result<()>>) {
    if let Err(error) = connection.await
        && !error.is_timeout()
        && !error.is_incomplete_message()
    {
        tracing::info!(target: LOG, "a connection ended: {}", reason(&error));
    }
}

/// The error with its causes.
fn reason(error: &hyper::Error) -> String {
    let mut reason = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(next) = cause {
        reason = format!("{reason}: {next}");
        cause = next.source();
    }
    reason
}

impl Service<Request<Incoming>> for Requests {
    type Response = Response<Full<Bytes>>;
    type Error = Infallible;
    type Future = BoxFuture<'static, Result<Self::Response, Infallible>>;

    fn call(&self, request: Request<Incoming>) -> Self::Future {
        let served = Arc::clone(&self.0);
        Box::pin(async move { Ok(served.answer(request).await.map(Full::new)) })
    }
}
