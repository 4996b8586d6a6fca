//! Requests that the console sends through the gateway itself, without a socket.

use super::{Shared, record::Record, record::Sender};
use crate::{
    LocalGateway,
    server::{Exchange, RequestLog},
};
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, Uri, header};
use std::{
    sync::Arc,
    time::{Instant, SystemTime},
};

/// Headers that belong to a connection or to the body's length, and not to the request that is sent again.
const OF_CONNECTION: [HeaderName; 4] = [
    header::CONNECTION,
    header::CONTENT_LENGTH,
    header::TRANSFER_ENCODING,
    header::EXPECT,
];

impl Shared {
    /// Sends the request, and keeps it with its answer.
    pub(super) async fn send(
        &self,
        gateway: LocalGateway,
        sender: Sender,
        request: Request<Bytes>,
    ) -> Arc<Record> {
        let (head, body) = request.into_parts();
        let (began, started) = (SystemTime::now(), Instant::now());
        let log = RequestLog::default();
        let request = Request::from_parts(head.clone(), body.clone());
        let answering = self.lanes.answer(gateway.clone(), request, true);
        let (response, trace) = match log.during(answering).await {
            Ok((response, mut trace)) => {
                let response = LocalGateway::whole(response, &mut trace).await;
                (response, Ok(trace))
            }
            Err(refusal) => (refusal.response(), Err(refusal.to_string())),
        };
        let exchange = Exchange {
            began,
            took: started.elapsed(),
            head,
            body: Some(body),
            response,
            trace,
            log: log.take(),
            gateway,
        };
        self.store.add(exchange, sender)
    }

    /// The gateway for a request of this sender; `None` if there is no other kind of integration.
    pub(super) fn gateway_of(&self, sender: Sender) -> Option<LocalGateway> {
        match sender {
            Sender::Client | Sender::Console => Some(self.running.get()),
            Sender::ConsoleOther => self.other.clone(),
        }
    }

    /// The request of its parts, to the gateway's own host.
    ///
    /// # Errors
    ///
    /// A sentence that names the part that is wrong.
    pub(super) fn request(
        &self,
        method: &str,
        target: &str,
        headers: &[(&str, &str)],
        body: Bytes,
    ) -> Result<Request<Bytes>, String> {
        let method = Method::from_bytes(method.trim().as_bytes())
            .map_err(|_| format!("`{method}` is not a method; a method is a word such as GET"))?;
        let target = target.trim();
        if !target.starts_with('/') {
            return Err(format!(
                "the path `{target}` does not begin with `/`: write a path such as /carts/7"
            ));
        }
        let uri: Uri = target.parse().map_err(|error| {
            format!("the path `{target}` cannot be sent: {error}; write other characters as %XX")
        })?;
        let mut request = Request::new(body);
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        let map = request.headers_mut();
        for (name, value) in headers {
            let key: HeaderName = name
                .parse()
                .map_err(|_| format!("`{name}` is not a name of a header"))?;
            if OF_CONNECTION.contains(&key) || key == header::HOST {
                continue;
            }
            let value = HeaderValue::from_str(value).map_err(|_| {
                format!("the value of the header `{name}` has characters that no header can have")
            })?;
            map.append(key, value);
        }
        let host = HeaderValue::from_str(&self.gateway_address.to_string());
        map.insert(header::HOST, host.map_err(|error| error.to_string())?);
        let length = request.body().len();
        if length > 0 {
            request
                .headers_mut()
                .insert(header::CONTENT_LENGTH, length.into());
        }
        Ok(request)
    }

    /// The request of a record, to send it again.
    ///
    /// # Errors
    ///
    /// When the gateway did not take its body, which is not kept then.
    pub(super) fn again(&self, record: &Record) -> Result<Request<Bytes>, String> {
        let Some(body) = &record.body else {
            return Err("its body is not kept, since the gateway did not take it".to_owned());
        };
        let headers: Vec<_> = record
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let body = Bytes::copy_from_slice(body);
        self.request(record.method.as_str(), &record.target, &headers, body)
    }
}
