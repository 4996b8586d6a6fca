//! How many requests a second the local gateway answers over HTTP, and axum on the same machine:
//! `cargo bench -p lambda-api-errors-tests --bench http`.

use axum::{Router, body::Bytes, extract::Path, http::StatusCode, routing};
use lambda_api_errors::{
    Integration,
    local::{Document, Function, Invocation, LocalGateway, LocalServer, Outcome, ServiceFunction},
};
use std::{
    future::{Future, pending},
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    pin::Pin,
    thread,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

/// How many clients ask at the same time, and for how long each table row is measured.
const CLIENTS: usize = 8;
const TIME: Duration = Duration::from_secs(3);
/// The size of a large body, in bytes.
const LARGE: usize = 120_000;

/// A mock, and a function behind each kind of integration.
const DOCUMENT: &str = r#"
openapi: 3.0.1
info: {title: bench, version: "1"}
paths:
  /mock:
    get:
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: 200, responseTemplates: {application/json: '{"ok":true}'}}}
  /large/custom:
    post:
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/custom/invocations
        responses: {default: {statusCode: 200}}
  /large/proxy:
    post:
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        type: aws_proxy
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/proxy/invocations
"#;

/// Answers with a large body, as a custom integration's function or as a proxy's.
struct Large {
    custom: String,
    proxy: String,
}

impl Function for Large {
    fn invoke(&self, invocation: Invocation) -> Pin<Box<dyn Future<Output = Outcome> + Send + '_>> {
        let payload = match invocation.function.as_str() {
            "custom" => &self.custom,
            _ => &self.proxy,
        };
        Box::pin(async move { Outcome::Payload(payload.clone()) })
    }
}

fn large() -> String {
    format!("\"{}\"", "x".repeat(LARGE))
}

fn listener() -> (TcpListener, SocketAddr) {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
    let address = listener.local_addr().expect("an address");
    (listener, address)
}

fn serve(runtime: &Runtime, gateway: LocalGateway) -> SocketAddr {
    let (listener, address) = listener();
    let _guard = runtime.enter();
    let server = LocalServer::from_listener(gateway, listener).expect("a server");
    runtime.spawn(server.run_until(pending()));
    address
}

fn carts(integration: Integration) -> LocalGateway {
    let service = carts::api().integration(integration).service();
    let service = service.expect("an API");
    let document = service.openapi().document().expect("a document").to_json();
    let document = Document::read(&document).expect("a document that can be run");
    LocalGateway::new(
        document,
        ServiceFunction::new(service, Duration::from_secs(29)),
    )
}

fn serve_axum(runtime: &Runtime) -> SocketAddr {
    let not_found = async |Path(cart): Path<u32>| {
        let media_type = [("content-type", "application/problem+json")];
        let body = format!(r#"{{"title":"Not Found","status":404,"cart":{cart}}}"#);
        (StatusCode::NOT_FOUND, media_type, body)
    };
    let app = Router::new()
        .route("/mock", routing::get(async || r#"{"ok":true}"#))
        .route("/carts/{cart}", routing::get(not_found))
        .route(
            "/large",
            routing::post(async |body: Bytes| {
                assert!(body.len() > LARGE);
                large()
            }),
        );
    let (listener, address) = listener();
    listener.set_nonblocking(true).expect("a listener");
    let _guard = runtime.enter();
    let listener = tokio::net::TcpListener::from_std(listener).expect("a listener");
    runtime.spawn(async { axum::serve(listener, app).await });
    address
}

/// Sends one request, and reads its answer to the end.
fn exchange(stream: &mut BufReader<TcpStream>, request: &[u8], status: &str) {
    stream.get_mut().write_all(request).expect("a connection");
    let (mut line, mut length) = (String::new(), 0);
    stream.read_line(&mut line).expect("a status line");
    assert!(line.contains(status), "{line}");
    loop {
        line.clear();
        stream.read_line(&mut line).expect("a header");
        let header = line.trim_end().to_ascii_lowercase();
        if header.is_empty() {
            break;
        }
        if let Some(value) = header.strip_prefix("content-length:") {
            length = value.trim().parse().expect("a length");
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).expect("a body");
}

/// The requests a second that clients get answered.
fn rate(address: SocketAddr, request: &[u8], status: &str) -> u128 {
    let client = || {
        let stream = TcpStream::connect(address).expect("a connection");
        stream.set_nodelay(true).expect("a connection");
        let mut stream = BufReader::new(stream);
        exchange(&mut stream, request, status);
        let (start, mut count) = (Instant::now(), 0_u128);
        while start.elapsed() < TIME {
            exchange(&mut stream, request, status);
            count += 1;
        }
        count
    };
    let answered: u128 = thread::scope(|scope| {
        let clients: Vec<_> = (0..CLIENTS).map(|_| scope.spawn(client)).collect();
        clients
            .into_iter()
            .map(|client| client.join().expect("a client"))
            .sum()
    });
    answered * 1000 / TIME.as_millis()
}

fn get(path: &str) -> Vec<u8> {
    format!("GET {path} HTTP/1.1\r\nhost: localhost\r\naccept: application/json\r\n\r\n").into()
}

fn post(path: &str) -> Vec<u8> {
    let body = large();
    let length = body.len();
    format!("POST {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}").into()
}

fn main() {
    let runtime = Runtime::new().expect("a runtime");
    let body = large();
    let function = Large {
        proxy: serde_json::json!({"statusCode": 200, "body": body}).to_string(),
        custom: body,
    };
    let document = Document::read(DOCUMENT).expect("a document");
    let bench = serve(&runtime, LocalGateway::new(document, function));
    let custom = serve(&runtime, carts(Integration::Custom));
    let proxy = serve(&runtime, carts(Integration::Proxy));
    let peer = serve_axum(&runtime);
    let carts = get("/carts/999999");
    println!(
        "{:<26}{:>10}{:>10}{:>8}",
        "requests a second", "ours", "axum", "ratio"
    );
    for (name, address, request, peer_request, status) in [
        ("mock", bench, get("/mock"), get("/mock"), " 200 "),
        (
            "custom error",
            custom,
            carts.clone(),
            carts.clone(),
            " 404 ",
        ),
        ("proxy error", proxy, carts.clone(), carts, " 404 "),
        (
            "120 kB, custom",
            bench,
            post("/large/custom"),
            post("/large"),
            " 200 ",
        ),
        (
            "120 kB, proxy",
            bench,
            post("/large/proxy"),
            post("/large"),
            " 200 ",
        ),
    ] {
        let ours = rate(address, &request, status);
        let theirs = rate(peer, &peer_request, status);
        let percent = ours * 100 / theirs.max(1);
        println!("{name:<26}{ours:>10}{theirs:>10}{percent:>6} %");
    }
}
