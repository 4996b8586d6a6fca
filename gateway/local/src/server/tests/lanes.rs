//! Requests that take long, and other requests at the same time.

use super::{Running, crowds::connect, run};
use crate::{Document, LambdaFunctions, LocalGateway, LocalServer, server::accept};
use futures_util::{
    FutureExt, StreamExt,
    future::{Either, select},
    stream::FuturesUnordered,
};
use std::{
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{
    io::AsyncReadExt,
    net::TcpStream,
    sync::{OwnedSemaphorePermit, oneshot},
};

/// A trivial mock, and one whose template loops 300,000 times.
const DOCUMENT: &str = r#"
openapi: 3.0.1
info: {title: t, version: '1'}
paths:
  /trivial:
    post:
      responses: {200: {description: d}}
      x-amazon-apigateway-integration: &mock
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: 200}}
  /loops:
    post:
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        <<: *mock
        requestTemplates:
          application/json: '#foreach($i in [1..300])#foreach($j in [1..1000])#end#end{"statusCode": 200}'
  /kept:
    post:
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        <<: *mock
        requestTemplates:
          application/json: '#set($context.requestOverride.header.kept = "from the request"){"statusCode": 200}'
        responses:
          default:
            statusCode: 200
            responseTemplates:
              application/json: '#foreach($i in [1..300])#foreach($j in [1..1000])#end#end$context.requestOverride.header.kept'
"#;

fn request(path: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{{}}"
    )
}

/// A server of the document, and the places of its slow lane, all taken.
async fn start_busy() -> (Running, OwnedSemaphorePermit) {
    let document = Document::read(DOCUMENT).unwrap();
    let gateway = LocalGateway::new(document, LambdaFunctions::new([]).unwrap());
    let server = LocalServer::bind(gateway, 0).await.unwrap();
    let address = server.address().unwrap();
    let (listener, shared) = server.into_parts();
    let places = Arc::clone(&shared.lanes.places);
    let all = u32::try_from(places.available_permits()).unwrap();
    let taken = places.acquire_many_owned(all).await.unwrap();
    let (stop, stopped) = oneshot::channel();
    let stopping = Arc::clone(&shared);
    let server = tokio::spawn(async move {
        let stop = stopped.map(|_: Result<(), _>| ());
        accept::serve(listener, shared, stop, move || stopping.lanes.stop()).await;
    });
    let running = Running {
        address,
        stop,
        server,
    };
    (running, taken)
}

/// A runtime on one thread begins others only for what would keep that one.
#[test]
fn a_request_that_takes_long_runs_on_a_thread_of_its_own() {
    let threads = Arc::new(AtomicUsize::new(0));
    let begun = Arc::clone(&threads);
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .on_thread_start(move || {
            begun.fetch_add(1, Ordering::Relaxed);
        })
        .build();
    runtime.unwrap().block_on(async {
        let gateway = LocalGateway::new(
            Document::read(DOCUMENT).unwrap(),
            LambdaFunctions::new([]).unwrap(),
        );
        let running = run(LocalServer::bind(gateway, 0).await.unwrap());
        for (path, expected) in [("/trivial", 0), ("/loops", 1)] {
            let answer = answer(connect(running.address, &request(path)).await).await;
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
            assert_eq!(threads.load(Ordering::Relaxed), expected, "{path}");
        }
    });
}

/// Requests are begun in the order of their connections.
#[tokio::test(flavor = "current_thread")]
async fn a_trivial_request_overtakes_those_that_take_long() {
    let (running, taken) = start_busy().await;
    let mut long = FuturesUnordered::new();
    for _ in 0..2 {
        long.push(answer(connect(running.address, &request("/loops")).await));
    }
    let trivial = connect(running.address, &request("/trivial")).await;
    let Either::Left((first, next)) = select(pin!(answer(trivial)), long.next()).await else {
        panic!("a long request came first");
    };
    assert!(first.starts_with("HTTP/1.1 200"), "{first}");
    assert!(next.now_or_never().is_none(), "a long request came first");
    drop(taken);
    while let Some(answer) = long.next().await {
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_server_that_stops_refuses_what_waits_for_requests_that_take_long() {
    let (running, mut taken) = start_busy().await;
    let mut long = Vec::new();
    for _ in 0..64 {
        long.push(connect(running.address, &request("/loops")).await);
    }
    // Its answer says that all of them have begun.
    let trivial = answer(connect(running.address, &request("/trivial")).await).await;
    assert!(trivial.starts_with("HTTP/1.1 200"), "{trivial}");
    drop(taken.split(1));
    running.stop.send(()).unwrap();
    let mut refused = 0;
    for stream in long {
        let answer = answer(stream).await;
        if answer.contains("the gateway stops") {
            assert!(answer.starts_with("HTTP/1.1 503"), "{answer}");
            refused += 1;
        } else {
            assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
        }
    }
    assert!((1..64).contains(&refused), "{refused}");
    running.server.await.unwrap();
}

/// Its first try took the `$context` of the request template.
#[tokio::test]
async fn a_response_template_that_takes_long_sees_what_the_request_template_set() {
    let document = Document::read(DOCUMENT).unwrap();
    let gateway = LocalGateway::new(document, LambdaFunctions::new([]).unwrap());
    let running = run(LocalServer::bind(gateway, 0).await.unwrap());
    let answer = answer(connect(running.address, &request("/kept")).await).await;
    assert!(answer.ends_with("\r\n\r\nfrom the request"), "{answer}");
}

async fn answer(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}
