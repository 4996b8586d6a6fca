//! The local gateway in front of the function `worker`, which streams, with the client's connection in the test's own hands.

use apigw_local::{Document, Function, LocalGateway, LocalServer};
use serde_json::{Value, json};
use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpListener, TcpStream},
};
use tokio::runtime::Runtime;

/// A gateway on a port; dropped, it ends.
#[derive(Debug)]
pub struct Gateway {
    address: SocketAddr,
    _runtime: Runtime,
}

impl Gateway {
    /// A gateway in front of `function`, whose operations have this `responseTransferMode`.
    ///
    /// # Panics
    ///
    /// Without a free port.
    pub fn start(function: impl Function + 'static, mode: &str) -> Self {
        let runtime = Runtime::new().expect("a runtime");
        let document = Document::read(&document(mode)).expect("a document");
        let address = runtime.block_on(async {
            let gateway = LocalGateway::new(document, function);
            let server = LocalServer::bind(gateway, 0).await.expect("a port");
            let address = server.address().expect("an address");
            tokio::spawn(server.run_until(std::future::pending()));
            address
        });
        Self {
            address,
            _runtime: runtime,
        }
    }

    /// Sends a request on a connection of its own.
    ///
    /// # Panics
    ///
    /// When the gateway takes none.
    #[must_use]
    pub fn post(&self, path: &str, body: &Value) -> TcpStream {
        let mut client = TcpStream::connect(self.address).expect("a connection");
        let body = body.to_string();
        let length = body.len();
        let request = format!(
            "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nContent-Length: {length}\r\n\r\n{body}"
        );
        client.write_all(request.as_bytes()).expect("a request");
        client
    }

    /// The client has the first chunk while the handler waits to make the second.
    ///
    /// # Panics
    ///
    /// When it is not so.
    #[track_caller]
    pub fn assert_sends_chunks_as_they_are_made(&self) {
        let (gate, wait) = gate();
        let plan = json!({ "count": 2, "length": 3, "wait": wait });
        let mut client = self.post("/lines", &plan);
        let head = read_to(&mut client, "6\r\n\"xxx\"\n\r\n");
        assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
        assert!(
            head.contains("content-type: application/x-ndjson\r\n"),
            "{head}"
        );
        let mut handler = gate.accept().expect("the handler waits").0;
        handler.write_all(b"!").expect("it reads");
        assert_eq!(rest(&mut client), "6\r\n\"xxx\"\n\r\n0\r\n\r\n");
    }

    /// Each kind of failure in front of the first byte is an answer of its own, at this path.
    ///
    /// # Panics
    ///
    /// When it is not so.
    #[track_caller]
    pub fn assert_answers_errors_in_front_of_the_first_byte(&self, path: &str) {
        for (end, status, code) in [
            ("missing", "404 Not Found", "Missing"),
            ("hidden", "500 Internal Server Error", "Hidden"),
            ("panic", "500 Internal Server Error", "InternalServerError"),
        ] {
            let plan = json!({ "count": 2, "length": 3, "fails_at": 0, "end": end });
            let answer = self.answer(path, &plan);
            let status = format!("HTTP/1.1 {status}\r\n");
            assert!(answer.starts_with(&status), "{answer}");
            let code = format!(r#""code":"{code}""#);
            assert!(answer.contains(&code), "{answer}");
        }
    }

    /// The whole answer to a request.
    #[must_use]
    pub fn answer(&self, path: &str, body: &Value) -> String {
        rest(&mut self.post(path, body))
    }
}

/// The document of the function `worker`, whose operations have this `responseTransferMode`.
fn document(mode: &str) -> String {
    let (version, action) = match mode {
        "STREAM" => ("2021-11-15", "response-streaming-invocations"),
        _ => ("2015-03-31", "invocations"),
    };
    let operation = json!({ "post": {
        "responses": {},
        "x-amazon-apigateway-integration": {
            "type": "aws_proxy", "httpMethod": "POST", "responseTransferMode": mode,
            "uri": format!(
                "arn:aws:apigateway:eu-west-1:lambda:path/{version}/functions/arn:aws:lambda:eu-west-1:1:function:worker/{action}"
            ),
        },
    }});
    json!({
        "openapi": "3.0.1", "info": { "title": "worker", "version": "1" },
        "paths": { "/lines": operation, "/bytes": operation, "/work": operation },
    })
    .to_string()
}

/// Reads until the text ends like this.
///
/// # Panics
///
/// When the connection ends before.
pub fn read_to(client: &mut TcpStream, end: &str) -> String {
    let (mut text, mut byte) = (Vec::new(), [0]);
    while !text.ends_with(end.as_bytes()) {
        let read = client.read(&mut byte).expect("a byte");
        assert_ne!(read, 0, "{}", String::from_utf8_lossy(&text));
        text.push(byte[0]);
    }
    String::from_utf8(text).expect("text")
}

/// All that comes until the connection ends.
///
/// # Panics
///
/// When it is not text.
pub fn rest(client: &mut TcpStream) -> String {
    let mut text = Vec::new();
    // A stream that breaks off may end with a reset.
    let _ = client.read_to_end(&mut text);
    String::from_utf8(text).expect("text")
}

/// Where a handler waits for a signal.
///
/// # Panics
///
/// Without a free port.
#[must_use]
pub fn gate() -> (TcpListener, Value) {
    let gate = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = gate.local_addr().expect("an address").to_string();
    (gate, address.into())
}
