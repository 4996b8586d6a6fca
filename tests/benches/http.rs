//! How many requests a second the local gateway answers over HTTP, the floor of a gateway, and axum on the same machine:
//! `cargo bench -p lambda-api-errors-tests --bench http`.

mod by_hand;

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    extract::Request,
    http::uri::Authority,
    routing,
};
use futures_util::FutureExt;
use lambda_api_errors::{
    ApiService, Integration,
    local::{Document, Function, Invocation, LocalGateway, LocalServer, Outcome, ServiceFunction},
};
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    future::{Future, pending},
    io::{BufRead, BufReader, Read, Write},
    net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream},
    pin::Pin,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};
use tokio::runtime::Runtime;

/// How many clients ask at the same time.
const CLIENTS: usize = 8;
/// How often the servers of a row are measured in turn, and for how long each time. The median counts.
const ROUNDS: usize = 7;
const TIME: Duration = Duration::from_millis(500);
/// The most bytes of a body.
const BODY_LIMIT: usize = 10 << 20;
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

/// The function of the gateway by hand, behind ours.
struct ByHand(by_hand::Gateway);

impl Function for ByHand {
    fn invoke(&self, invocation: Invocation) -> Pin<Box<dyn Future<Output = Outcome> + Send + '_>> {
        let answer = async move { self.0.proxy_function(&invocation.payload).await };
        Box::pin(answer.map(Outcome::Payload))
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
    let document = document_of(&service);
    LocalGateway::new(
        document,
        ServiceFunction::new(service, Duration::from_secs(29)),
    )
}

fn document_of(service: &ApiService) -> Document {
    let document = service.openapi().document().expect("a document").to_json();
    Document::read(&document).expect("a document that can be run")
}

/// What the peer answers with.
fn peer() -> Router {
    by_hand::router()
        .route("/mock", routing::get(async || r#"{"ok":true}"#))
        .route(
            "/large",
            routing::post(async |body: Bytes| {
                assert!(body.len() > LARGE);
                large()
            }),
        )
}

/// Gateways by hand: for errors behind `/custom` and `/proxy`, and for large bodies. Bodies have a limit; late clients have all the time
/// that they want, which the local gateway does not give them.
fn floor(large: String) -> Router {
    let gateway = Arc::new(by_hand::Gateway::new());
    let [custom, template, on_lambda_http] = [(); 3].map(|()| Arc::clone(&gateway));
    let proxy = gateway;
    let large = Arc::new(large);
    Router::new()
        .route("/mock", routing::get(async || r#"{"ok":true}"#))
        .route(
            "/custom/carts/{cart}",
            routing::get(move |request: Request| {
                let gateway = Arc::clone(&custom);
                async move { gateway.custom(&whole(request).await).await.map(Body::from) }
            }),
        )
        .route(
            "/template/carts/{cart}",
            routing::get(move |request: Request| {
                let gateway = Arc::clone(&template);
                async move {
                    let request = whole(request).await;
                    let answer = gateway.custom_with_template(&request).await;
                    answer.map(Body::from)
                }
            }),
        )
        .route(
            "/carts/{cart}",
            routing::get(move |request: Request| {
                let gateway = Arc::clone(&proxy);
                async move { gateway.proxy(&whole(request).await).await.map(Body::from) }
            }),
        )
        .route(
            &format!("{}/carts/{{cart}}", by_hand::ON_LAMBDA_HTTP),
            routing::get(move |request: Request| {
                let gateway = Arc::clone(&on_lambda_http);
                async move {
                    let request = whole(request).await;
                    gateway.proxy_on_lambda_http(&request).await.map(Body::from)
                }
            }),
        )
        .route(
            "/large/custom",
            routing::post(async move |body: String| {
                serde_json::from_str::<serde::de::IgnoredAny>(&body).expect("JSON");
                body
            }),
        )
        .route(
            "/large/proxy",
            routing::post(async move |body: String| through_proxy(&body, &large)),
        )
}

/// The request with its body, for a name that no page of the web can have.
async fn whole(request: Request) -> Request<Bytes> {
    let (head, body) = request.into_parts();
    let body = to_bytes(body, BODY_LIMIT).await.expect("a body");
    let host = head.headers.get("host").expect("a host");
    let host = Authority::try_from(host.as_bytes()).expect("a host");
    assert_eq!(host.host(), "localhost");
    Request::from_parts(head, body)
}

/// The member of an event and of an answer that is large.
#[derive(Serialize, Deserialize)]
struct WithBody<'t> {
    #[serde(borrow)]
    body: Cow<'t, str>,
}

/// Writes the event of a large body, and reads what the function answers.
fn through_proxy(body: &str, answer: &str) -> String {
    let event = WithBody { body: body.into() };
    let event = serde_json::to_string(&event).expect("JSON");
    assert!(event.len() > LARGE);
    let answer: WithBody<'_> = serde_json::from_str(answer).expect("an answer");
    answer.body.into_owned()
}

fn serve_axum(runtime: &Runtime, app: Router) -> SocketAddr {
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

fn median(mut rates: Vec<u128>) -> u128 {
    rates.sort_unstable();
    rates[rates.len() / 2]
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
    let proxy_answer = serde_json::json!({"statusCode": 200, "body": body}).to_string();
    let function = Large {
        proxy: proxy_answer.clone(),
        custom: body,
    };
    let document = Document::read(DOCUMENT).expect("a document");
    let bench = serve(&runtime, LocalGateway::new(document, function));
    let custom = serve(&runtime, carts(Integration::Custom));
    let proxy = serve(&runtime, carts(Integration::Proxy));
    let by_hand = carts::api().integration(Integration::Proxy).service();
    let by_hand = document_of(&by_hand.expect("an API"));
    let by_hand = LocalGateway::new(by_hand, ByHand(by_hand::Gateway::new()));
    let by_hand = serve(&runtime, by_hand);
    let floor = serve_axum(&runtime, floor(proxy_answer));
    let peer = serve_axum(&runtime, peer());
    let carts = get("/carts/999999");
    println!(
        "{:<18}{:>8}{:>8}{:>8}{:>16}{:>16}",
        "requests a second", "ours", "by hand", "axum", "ours / axum", "by hand / axum"
    );
    for (name, ours, by_hand, axum, status) in [
        (
            "mock",
            (bench, get("/mock")),
            get("/mock"),
            get("/mock"),
            " 200 ",
        ),
        (
            "custom error",
            (custom, carts.clone()),
            get("/custom/carts/999999"),
            carts.clone(),
            " 404 ",
        ),
        (
            "with a template",
            (custom, carts.clone()),
            get("/template/carts/999999"),
            carts.clone(),
            " 404 ",
        ),
        (
            "proxy error",
            (proxy, carts.clone()),
            carts.clone(),
            carts.clone(),
            " 404 ",
        ),
        (
            "its function",
            (by_hand, carts.clone()),
            carts.clone(),
            carts.clone(),
            " 404 ",
        ),
        (
            "on lambda_http",
            (proxy, carts.clone()),
            get(&format!("{}/carts/999999", by_hand::ON_LAMBDA_HTTP)),
            carts,
            " 404 ",
        ),
        (
            "120 kB, custom",
            (bench, post("/large/custom")),
            post("/large/custom"),
            post("/large"),
            " 200 ",
        ),
        (
            "120 kB, proxy",
            (bench, post("/large/proxy")),
            post("/large/proxy"),
            post("/large"),
            " 200 ",
        ),
    ] {
        let mut rates = [(); 3].map(|()| Vec::with_capacity(ROUNDS));
        for _ in 0..ROUNDS {
            rates[0].push(rate(ours.0, &ours.1, status));
            rates[1].push(rate(floor, &by_hand, status));
            rates[2].push(rate(peer, &axum, status));
        }
        let [ours, by_hand, axum] = rates.map(median);
        let percent = |rate: u128| format!("{} %", rate * 100 / axum.max(1));
        let (of_ours, of_floor) = (percent(ours), percent(by_hand));
        println!("{name:<18}{ours:>8}{by_hand:>8}{axum:>8}{of_ours:>16}{of_floor:>16}");
    }
}
