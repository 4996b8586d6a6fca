//! The console as a site of the server: the same limits of connections, times and memory as the gateway itself has.

use super::{Shared, access, routes};
use crate::{
    ByteStream, Outcome,
    server::{Answer, Charge, Clients, Site, Slot},
};
use axum::{Router, body::Body};
use bytes::Bytes;
use futures_util::StreamExt;
use http::{HeaderValue, Request, Response, StatusCode, header};
use http_body_util::BodyExt;
use hyper::{body::Incoming, service::Service};
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;

/// The largest form, in bytes: a body of the largest size with each byte as `%XX`.
const FORM_LIMIT: usize = 3 * crate::BODY_LIMIT + (64 << 10);

/// The pages, behind the rules for who may look.
pub(super) struct Pages {
    clients: Clients,
    router: TowerToHyperService<Router>,
}

impl Pages {
    pub(super) fn new(shared: Arc<Shared>, clients: Clients) -> Self {
        Self {
            clients,
            router: TowerToHyperService::new(routes::router(shared)),
        }
    }

    async fn page(&self, request: Request<Incoming>, slot: &Slot) -> Answer {
        let (head, body) = request.into_parts();
        if let Some((status, reason)) = access::refusal(&head) {
            return refused(status, &reason);
        }
        let received = self.clients.receive(body, FORM_LIMIT, slot).await;
        let (body, _charge) = match received {
            Ok((Some(body), charge)) => (body, charge),
            Ok((None, _)) => {
                let reason = "the form is larger than any request that the gateway takes: use curl with a file";
                return refused(StatusCode::PAYLOAD_TOO_LARGE, reason);
            }
            Err(refusal) => return refused(refusal.status(), &refusal.to_string()),
        };
        slot.answering(&head.method, &head.uri);
        let request = Request::from_parts(head, Body::from(body));
        let response = match self.router.call(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        self.answer_of(response).await
    }

    async fn answer_of(&self, response: Response<Body>) -> Answer {
        let (head, body) = response.into_parts();
        let is_stream = head
            .headers
            .get(header::CONTENT_TYPE)
            .is_some_and(|value| value.as_bytes().starts_with(b"text/event-stream"));
        if is_stream {
            let chunks = body.into_data_stream();
            let chunks = chunks
                .map(|chunk| chunk.map_err(|error| Outcome::failed("Error", &error.to_string())));
            return Answer {
                response: Response::from_parts(head, Bytes::new()),
                charge: Charge::default(),
                stream: Some(ByteStream::new(chunks)),
            };
        }
        let bytes = match body.collect().await {
            Ok(body) => body.to_bytes(),
            Err(error) => return refused(StatusCode::INTERNAL_SERVER_ERROR, &error.to_string()),
        };
        match self.clients.cover(bytes.len()) {
            Ok(charge) => Answer {
                response: Response::from_parts(head, bytes),
                charge,
                stream: None,
            },
            Err(refusal) => refused(refusal.status(), &refusal.to_string()),
        }
    }
}

impl Site for Pages {
    const LOGS_STREAMS: bool = false;

    fn clients(&self) -> &Clients {
        &self.clients
    }

    async fn answer(&self, request: Request<Incoming>, slot: &Slot) -> Answer {
        let mut answer = self.page(request, slot).await;
        access::protect(answer.response.headers_mut());
        answer
    }
}

/// A short text, after which the connection ends: a part of the request may not have been read.
fn refused(status: StatusCode, reason: &str) -> Answer {
    let mut response = Response::new(Bytes::from(format!("{reason}\n")));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let media_type = HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(header::CONTENT_TYPE, media_type);
    headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
    Answer {
        response,
        charge: Charge::default(),
        stream: None,
    }
}
