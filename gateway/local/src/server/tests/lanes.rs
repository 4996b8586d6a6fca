//! Requests that take long, and those beside them.

use super::{crowds::connect, run};
use crate::{Document, LambdaFunctions, LocalGateway, LocalServer};
use futures_util::future::{Either, join_all, select};
use std::pin::pin;
use tokio::{io::AsyncReadExt, net::TcpStream};

/// A trivial mock, and one whose template loops a hundred thousand times.
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
          application/json: '#foreach($i in [1..100])#foreach($j in [1..1000])#end#end{"statusCode": 200}'
"#;

fn request(path: &str) -> String {
    format!(
        "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{{}}"
    )
}

/// On one thread: a stage that runs there keeps every other task waiting, and requests are begun in the order of their
/// connections.
#[tokio::test(flavor = "current_thread")]
async fn a_trivial_request_overtakes_those_that_take_long() {
    let document = Document::read(DOCUMENT).unwrap();
    let functions = LambdaFunctions::new([]).unwrap();
    let gateway = LocalGateway::new(document, functions);
    let running = run(LocalServer::bind(gateway, 0).await.unwrap());
    let mut long = Vec::new();
    for _ in 0..4 {
        long.push(connect(running.address, &request("/loops")).await);
    }
    let trivial = connect(running.address, &request("/trivial")).await;
    let long = pin!(join_all(long.into_iter().map(answer)));
    let Either::Left((answer, long)) = select(pin!(answer(trivial)), long).await else {
        panic!("the trivial request came last");
    };
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    for answer in long.await {
        assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    }
}

async fn answer(mut stream: TcpStream) -> String {
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}
