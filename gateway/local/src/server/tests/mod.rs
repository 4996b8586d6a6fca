//! The server under real clients: sockets on loopback.

mod clients;
mod crowds;
mod integrations;
mod lanes;

use super::{LambdaFunctions, LocalServer};
use crate::{Document, Function, LocalGateway};
use axum::{Router, body::Body, extract::Path, http::Response, routing::post};
use futures_util::{FutureExt, future::BoxFuture};
use std::{io::Error, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
    sync::oneshot,
    task::JoinHandle,
};

const DOCUMENT: &str = "
openapi: 3.0.1
info: {title: t, version: '1'}
paths:
  /x:
    post:
      responses: {200: {description: d}, 404: {description: d}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/echo/invocations
        responses: {default: {statusCode: 200}, 'Not Found: .*|Response payload .*': {statusCode: 404}}
";

struct Running {
    address: SocketAddr,
    stop: oneshot::Sender<()>,
    server: JoinHandle<()>,
}

async fn start(function: impl Function + 'static) -> Running {
    start_with(Duration::from_secs(30), function).await
}

async fn start_with(client_timeout: Duration, function: impl Function + 'static) -> Running {
    let server = bind(function).await.explain(true);
    run(server.client_timeout(client_timeout))
}

async fn bind(function: impl Function + 'static) -> LocalServer {
    let gateway = LocalGateway::new(Document::read(DOCUMENT).unwrap(), function);
    LocalServer::bind(gateway, 0).await.unwrap()
}

fn run(server: LocalServer) -> Running {
    let address = server.address().unwrap();
    let (stop, stopped) = oneshot::channel();
    let server = tokio::spawn(async move {
        let stop = stopped.map(|_| ());
        server.run_until(stop).await;
    });
    Running {
        address,
        stop,
        server,
    }
}

/// What the server sends for the bytes of a request, up to the end of the connection.
async fn exchange(address: SocketAddr, head: &str, body: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let head = format!(
        "{head}\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

/// An endpoint of the Lambda Invoke API: what it answers depends on the payload.
async fn functions() -> SocketAddr {
    async fn invoke(Path(name): Path<String>, payload: String) -> Response<Body> {
        let error = format!(r#"{{"errorMessage":"Not Found: {name}"}}"#);
        let builder = Response::builder();
        match payload.as_str() {
            "\"as AWS\"" => builder
                .header("X-Amz-Function-Error", "Unhandled")
                .body(error.into()),
            "\"as cargo lambda\"" => builder.status(500).body(error.into()),
            "\"endless\"" => {
                let spaces = bytes::Bytes::from_static(&[b' '; 4096]);
                let endless =
                    futures_util::stream::repeat_with(move || Ok::<_, Error>(spaces.clone()));
                builder.body(Body::from_stream(endless))
            }
            "\"throttled\"" => builder.status(429).body("{}".into()),
            _ => builder.body(payload.into()),
        }
        .unwrap()
    }
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let router = Router::new().route("/2015-03-31/functions/{name}/invocations", post(invoke));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    address
}

#[tokio::test]
async fn functions_answer_over_the_invoke_api() {
    let functions = functions().await;
    let texts = [
        format!("echo=http://{functions}/"),
        "http://127.0.0.1:9".to_owned(),
    ];
    let functions = LambdaFunctions::new(texts.iter().map(String::as_str)).unwrap();
    let running = start(functions).await;
    for (body, status, end) in [
        ("{\"a\": 1}", "200 OK", "{\"a\": 1}"),
        ("\"as AWS\"", "404 Not Found", "Not Found: echo\"}"),
        ("\"as cargo lambda\"", "404 Not Found", "Not Found: echo\"}"),
        (
            "\"endless\"",
            "404 Not Found",
            "\"errorType\":\"Function.ResponseSizeTooLarge\"}",
        ),
        (
            "\"throttled\"",
            "500 Internal Server Error",
            "{\"message\": \"Internal server error\"}",
        ),
    ] {
        let answer = exchange(running.address, "POST /x HTTP/1.1", body.as_bytes()).await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
        assert!(answer.ends_with(end), "{answer}");
    }
}

#[test]
fn functions_in_two_places_are_refused() {
    let (one, other) = ("http://127.0.0.1:1", "http://127.0.0.1:2");
    let named = ["a=http://127.0.0.1:1", "a=http://127.0.0.1:2"];
    for (functions, named_in_it) in [([one, other], "need names"), (named, "`a` is at")] {
        let error = LambdaFunctions::new(functions).unwrap_err().to_string();
        assert!(error.contains(named_in_it), "{error}");
        assert!(error.contains(one) && error.contains(other), "{error}");
    }
    assert!(LambdaFunctions::new([one, "a=http://127.0.0.1:2"]).is_ok());
}

#[tokio::test]
async fn nobody_at_the_endpoint_is_a_500() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    for urls in [vec![url.as_str()], vec!["other=http://127.0.0.1:9"]] {
        let running = start(LambdaFunctions::new(urls).unwrap()).await;
        let answer = exchange(running.address, "POST /x HTTP/1.1", b"{}").await;
        assert!(answer.starts_with("HTTP/1.1 500"), "{answer}");
    }
    let functions = LambdaFunctions::new([url.as_str()]).unwrap();
    let outcome = functions.invoke(crate::Invocation {
        function: "echo".to_owned(),
        request_id: "1".to_owned(),
        payload: "{}".to_owned(),
    });
    let crate::Outcome::NotInvoked(reason) = outcome.await else {
        panic!("a function was invoked where no server is");
    };
    let place =
        format!("no server takes connections at {url}/2015-03-31/functions/echo/invocations (");
    for part in [
        place.as_str(),
        "(Connection refused",
        "start the function's server there",
    ] {
        assert!(reason.contains(part), "{part} is not in {reason}");
    }
}

#[tokio::test]
async fn a_huge_body_is_refused() {
    let functions = functions().await;
    let url = format!("http://{functions}");
    let running = start(LambdaFunctions::new([url.as_str()]).unwrap()).await;
    let body = vec![b' '; 10 * 1024 * 1024 + 1];
    let answer = exchange(running.address, "POST /x HTTP/1.1", &body).await;
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    let answer = exchange(running.address, "GET /nowhere HTTP/1.1", b"").await;
    assert!(answer.starts_with("HTTP/1.1 403"), "{answer}");
}

#[tokio::test]
async fn a_running_request_is_finished_before_the_server_stops() {
    struct Waiting(std::sync::Mutex<Option<(oneshot::Sender<()>, oneshot::Receiver<()>)>>);
    impl Function for Waiting {
        fn invoke(&self, _: crate::Invocation) -> BoxFuture<'_, crate::Outcome> {
            let (begun, go) = self.0.lock().unwrap().take().unwrap();
            async move {
                begun.send(()).unwrap();
                go.await.unwrap();
                crate::Outcome::Payload("\"finished\"".to_owned())
            }
            .boxed()
        }
    }
    let ((begun, has_begun), (go, going)) = (oneshot::channel(), oneshot::channel());
    let running = start(Waiting(std::sync::Mutex::new(Some((begun, going))))).await;
    let address = running.address;
    let client = tokio::spawn(async move { exchange(address, "POST /x HTTP/1.1", b"{}").await });
    has_begun.await.unwrap();
    running.stop.send(()).unwrap();
    go.send(()).unwrap();
    assert!(client.await.unwrap().ends_with("\"finished\""));
    running.server.await.unwrap();
    assert!(TcpStream::connect(address).await.is_err());
}
