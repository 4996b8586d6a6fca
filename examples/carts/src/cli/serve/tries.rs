//! Requests to try, each with the answer that it gets.

use lambda_api_errors::{
    Error,
    axum::body::Bytes,
    http::{Method, Request, Response, header::CONTENT_TYPE},
    local::LocalGateway,
};
use std::net::SocketAddr;
use tracing::{instrument::WithSubscriber, subscriber::NoSubscriber};

struct Try {
    title: &'static str,
    method: Method,
    path: &'static str,
    json: Option<&'static str>,
}

const TRIES: [Try; 3] = [
    Try {
        title: "A cart is opened; the next one has the next number.",
        method: Method::POST,
        path: "/carts",
        json: Some(r#"{"customer":"Ada"}"#),
    },
    Try {
        title: "A field is wrong, and the answer says which.",
        method: Method::POST,
        path: "/carts",
        json: Some(r#"{"customer":""}"#),
    },
    Try {
        title: "A damaged record is an opaque 500; the log here has the cause.",
        method: Method::GET,
        path: "/carts/0",
        json: None,
    },
];

/// A request, and what was answered to it.
pub(super) struct Tried {
    of: &'static Try,
    response: Response<Bytes>,
}

/// Sends the requests to a gateway that nobody else asks. Those for which its document has no route are left out.
pub(super) async fn rehearse(gateway: &LocalGateway) -> Result<Vec<Tried>, Error> {
    let mut tried = Vec::new();
    for of in &TRIES {
        let answer = gateway.answer(of.request()?);
        let (response, trace) = answer.with_subscriber(NoSubscriber::new()).await;
        if trace.operation.is_some() {
            tried.push(Tried { of, response });
        }
    }
    Ok(tried)
}

impl Try {
    fn request(&self) -> Result<Request<Bytes>, Error> {
        let request = Request::builder().method(&self.method).uri(self.path);
        Ok(match self.json {
            Some(json) => request
                .header(CONTENT_TYPE, "application/json")
                .body(Bytes::from_static(json.as_bytes()))?,
            None => request.body(Bytes::new())?,
        })
    }

    fn curl(&self, address: SocketAddr) -> String {
        let body = self
            .json
            .map(|json| format!(" -H content-type:application/json -d '{json}'"))
            .unwrap_or_default();
        format!("curl -i http://{address}{}{body}", self.path)
    }
}

impl Tried {
    /// The command, and below it the answer without the headers that AWS adds.
    pub(super) fn lines(&self, address: SocketAddr) -> Vec<String> {
        let mut lines = vec![
            format!("# {}", self.of.title),
            self.of.curl(address),
            format!("  HTTP/1.1 {}", self.response.status()),
        ];
        let headers = self.response.headers().iter();
        lines.extend(
            headers
                .filter(|(name, _)| !name.as_str().starts_with("x-am"))
                .map(|(name, value)| {
                    format!("  {name}: {}", String::from_utf8_lossy(value.as_bytes()))
                }),
        );
        lines.push(format!(
            "  {}",
            String::from_utf8_lossy(self.response.body())
        ));
        lines
    }
}
