//! The console under clients of its own: sockets on loopback.

mod crowds;
mod pages;
mod store;

use super::Console;
use crate::{
    Document, Function, Invocation, LocalGateway, LocalServer, Outcome, Trace, server::Exchange,
};
use bytes::Bytes;
use futures_util::{FutureExt, future::BoxFuture};
use http::{Response, request};
use std::{
    net::SocketAddr,
    sync::LazyLock,
    time::{Duration, SystemTime},
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

const DOCUMENT: &str = r#"
openapi: 3.0.1
info: {title: carts, version: '1'}
paths:
  /carts/{cart}:
    post:
      parameters: [{name: full, in: query, required: true, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {type: object, properties: {sku: {type: string}}}}}}
      responses: {200: {description: d}, 400: {description: d}, 404: {description: d}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/carts/invocations
        requestTemplates: {application/json: '{"body": $input.json("$")}'}
        responses:
          default: {statusCode: 200}
          'Bad Request: .*': {statusCode: 400}
          'Not Found: (?s:.*)':
            statusCode: 404
            responseTemplates: {application/json: '$input.path("$.errorMessage")'}
"#;

/// Fails with the body's member `error` as its message, or ends with the event.
struct Carts;

impl Function for Carts {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        async move {
            let event: serde_json::Value = serde_json::from_str(&invocation.payload).unwrap();
            match event["body"]["error"].as_str() {
                Some(message) => Outcome::failed("Failed", message),
                None => Outcome::Payload(invocation.payload),
            }
        }
        .boxed()
    }
}

/// A server and its console.
struct Running {
    gateway: SocketAddr,
    console: SocketAddr,
}

async fn start() -> Running {
    start_with(|console| console).await
}

async fn start_with(configure: impl FnOnce(Console) -> Console) -> Running {
    let gateway = LocalGateway::new(Document::read(DOCUMENT).unwrap(), Carts);
    let server = LocalServer::bind(gateway, 0).await.unwrap();
    let (server, console) = Console::beside(server, None).unwrap();
    let (gateway, address) = (server.address().unwrap(), console.address());
    tokio::spawn(server.run_until(std::future::pending()));
    tokio::spawn(configure(console).run());
    Running {
        gateway,
        console: address,
    }
}

/// A request with this body, as a gateway answered it that is gone.
pub(super) fn exchanged(head: request::Parts, body: &[u8]) -> Exchange {
    static GATEWAY: LazyLock<LocalGateway> =
        LazyLock::new(|| LocalGateway::new(Document::read(DOCUMENT).unwrap(), Carts));
    Exchange {
        began: SystemTime::now(),
        took: Duration::ZERO,
        head,
        body: Some(Bytes::copy_from_slice(body)),
        response: Response::new(Bytes::new()),
        trace: Ok(Trace::new("1")),
        log: Vec::new(),
        gateway: GATEWAY.clone(),
    }
}

/// What comes for the bytes of a request, up to the end of the connection.
async fn exchange(address: SocketAddr, head: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let host = if head.to_ascii_lowercase().contains("\r\nhost:") {
        String::new()
    } else {
        format!("\r\nHost: {address}")
    };
    let length = body.len();
    let head = format!("{head}{host}\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer).into_owned()
}

async fn get(address: SocketAddr, target: &str) -> String {
    exchange(address, &format!("GET {target} HTTP/1.1"), b"").await
}

/// Sends a form, as a browser does.
async fn submit(address: SocketAddr, target: &str, form: &str) -> String {
    let head = format!(
        "POST {target} HTTP/1.1\r\nOrigin: http://{address}\r\nContent-Type: application/x-www-form-urlencoded"
    );
    exchange(address, &head, form.as_bytes()).await
}

/// Sends a body of JSON to the gateway.
async fn fail(gateway: SocketAddr, message: &str) -> String {
    let head = "POST /carts/7?full=1 HTTP/1.1\r\nContent-Type: application/json";
    let body = serde_json::json!({"error": message}).to_string();
    exchange(gateway, head, body.as_bytes()).await
}
