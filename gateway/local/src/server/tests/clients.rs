//! Clients that are slow, rude or confused.

use super::{Running, start, start_with};
use crate::{Function, Invocation, Outcome};
use futures_util::{FutureExt, future::BoxFuture};
use std::{io::ErrorKind, net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// Short enough to wait for.
const CLIENT_TIMEOUT: Duration = Duration::from_millis(100);

/// Answers with its payload, or with as many bytes as it says.
struct Echo;

impl Function for Echo {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        let payload = match invocation.payload.parse() {
            Ok(size) => format!("\"{}\"", "x".repeat(size)),
            Err(_) => invocation.payload,
        };
        async { Outcome::Payload(payload) }.boxed()
    }
}

async fn impatient() -> Running {
    start_with(CLIENT_TIMEOUT, Echo).await
}

/// Sends bytes and keeps the connection open, and reads until the server ends it, however it does.
async fn answer(address: SocketAddr, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes).await.unwrap();
    let mut answer = Vec::new();
    if let Err(error) = stream.read_to_end(&mut answer).await {
        assert_eq!(error.kind(), ErrorKind::ConnectionReset);
    }
    String::from_utf8(answer).unwrap()
}

async fn works(address: SocketAddr) {
    let request =
        b"POST /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{}";
    let answer = answer(address, request).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    assert!(answer.ends_with("\r\n\r\n{}"), "{answer}");
}

#[tokio::test]
async fn a_head_that_does_not_come_ends_the_connection() {
    let running = impatient().await;
    for start in ["", "POST", "POST /x HTTP/1.1\r\nHost: localhost\r\nA: "] {
        assert_eq!(answer(running.address, start.as_bytes()).await, "");
    }
    works(running.address).await;
}

#[tokio::test]
async fn a_connection_that_is_not_used_any_more_ends() {
    let running = impatient().await;
    let request = b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";
    let answer = answer(running.address, request).await;
    assert!(answer.ends_with("\r\n\r\n{}"), "{answer}");
}

#[tokio::test]
async fn a_body_that_does_not_come_is_a_408() {
    let running = impatient().await;
    for framing in [
        "Content-Length: 10\r\n\r\n{}",
        "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n",
    ] {
        let request = format!("POST /x HTTP/1.1\r\nHost: localhost\r\n{framing}");
        let answer = answer(running.address, request.as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    }
    works(running.address).await;
}

#[tokio::test]
async fn an_answer_that_nobody_reads_holds_nothing() {
    let running = impatient().await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let request = b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 7\r\n\r\n6000000";
    for _ in 0..4 {
        stream.write_all(request).await.unwrap();
    }
    let mut first = [0; 12];
    stream.read_exact(&mut first).await.unwrap();
    assert_eq!(&first, b"HTTP/1.1 200");
    running.stop.send(()).unwrap();
    running.server.await.unwrap();
    drop(stream);
}

#[tokio::test]
async fn a_client_that_has_nothing_more_to_say_gets_its_answer() {
    let running = start(Echo).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    let request = b"POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n[]";
    stream.write_all(request).await.unwrap();
    stream.shutdown().await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.ends_with("\r\n\r\n[]"), "{answer}");
}

#[tokio::test]
async fn requests_in_one_go_are_answered_in_their_order() {
    let running = start(Echo).await;
    let request = |body: &str, rest: &str| {
        format!("POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1\r\n{rest}\r\n{body}")
    };
    let requests = [
        request("1", ""),
        request("2", ""),
        request("3", "Connection: close\r\n"),
    ];
    let answer = answer(running.address, requests.concat().as_bytes()).await;
    let bodies: Vec<_> = answer
        .lines()
        .filter_map(|line| line.strip_prefix('"')?.split('"').next())
        .collect();
    assert_eq!(bodies, ["x", "xx", "xxx"]);
}

#[tokio::test]
async fn what_is_no_request_is_refused_and_the_next_one_works() {
    let running = start(Echo).await;
    let huge = "x".repeat(11 * 1024);
    let enormous = "x".repeat(200 * 1024);
    let post = "POST /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n";
    let many = "A: b\r\n".repeat(200);
    for (request, status) in [
        ("nonsense\r\n\r\n".to_owned(), 400),
        (format!("{post}A: {huge}\r\n\r\n"), 413),
        (format!("{post}A: {enormous}\r\n\r\n"), 431),
        (format!("{post}{many}\r\n"), 431),
        (
            format!("{post}Transfer-Encoding: chunked\r\n\r\nzz\r\n"),
            400,
        ),
        (
            format!("{post}Transfer-Encoding: chunked\r\n\r\n-1\r\n"),
            400,
        ),
        (
            format!("{post}Content-Length: 2\r\nContent-Length: 3\r\n\r\n{{}}"),
            400,
        ),
        (format!("{post}Content-Length: -1\r\n\r\n"), 400),
        (format!("{post}Content-Length: 99999999999\r\n\r\n"), 413),
        (post.replace("/x", "/%00%ff%") + "\r\n", 403),
        (post.replace("/x", "*") + "\r\n", 403),
        (post.replace("POST /x", "CONNECT x:80") + "\r\n", 421),
        (
            post.replace("POST /x", "CONNECT localhost:80") + "\r\n",
            403,
        ),
        (
            post.replace("/x", "http://127.0.0.1/x") + "Content-Length: 2\r\n\r\n{}",
            200,
        ),
        (post.replace("POST", "BREW") + "\r\n", 403),
    ] {
        let answer = answer(running.address, request.as_bytes()).await;
        let shown = &request[..request.len().min(200)];
        let expected = format!("HTTP/1.1 {status}");
        assert!(answer.starts_with(&expected), "{shown}\n{answer}");
        works(running.address).await;
    }
}

#[tokio::test]
async fn paths_that_are_no_utf_8_are_not_found() {
    let running = start(Echo).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream
        .write_all(b"GET /\xff\xfe HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
        .await
        .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 4"), "{answer}");
    works(running.address).await;
}

#[tokio::test]
async fn a_body_of_unknown_size_is_refused_when_it_is_too_large() {
    let running = start(Echo).await;
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    stream
        .write_all(b"POST /x HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n")
        .await
        .unwrap();
    let megabyte = [b"100000\r\n".as_slice(), &vec![b' '; 1 << 20], b"\r\n"].concat();
    for _ in 0..11 {
        stream.write_all(&megabyte).await.unwrap();
    }
    stream.write_all(b"0\r\n\r\n").await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
}
