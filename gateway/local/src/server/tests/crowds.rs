//! Many clients at once, and what each of them may take of the server.

use super::{Running, bind, exchange, run};
use crate::{Document, Function, Invocation, LocalGateway, Outcome};
use futures_util::{FutureExt, future::BoxFuture};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    sync::mpsc,
};

const POST: &str = "POST /x HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}";

/// Answers with this payload.
struct Constant(&'static str);

impl Function for Constant {
    fn invoke(&self, _: Invocation) -> BoxFuture<'_, Outcome> {
        async { Outcome::Payload(self.0.to_owned()) }.boxed()
    }
}

/// Tells that it was invoked, and never ends.
struct Endless(mpsc::UnboundedSender<()>);

impl Function for Endless {
    fn invoke(&self, _: Invocation) -> BoxFuture<'_, Outcome> {
        self.0.send(()).unwrap();
        std::future::pending().boxed()
    }
}

pub(super) async fn connect(address: SocketAddr, bytes: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    stream
}

/// Sends a request on a connection that stays open, and reads its answer up to `end`.
async fn ask(stream: &mut TcpStream, end: &str) -> String {
    stream.write_all(POST.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    while !answer.ends_with(end.as_bytes()) {
        let mut more = [0; 1024];
        let size = stream.read(&mut more).await.unwrap();
        assert_ne!(size, 0, "{}", answer.escape_ascii());
        answer.extend_from_slice(&more[..size]);
    }
    String::from_utf8(answer).unwrap()
}

async fn works(running: &Running) {
    let answer = exchange(running.address, "POST /x HTTP/1.1", b"{}").await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn kept_connections_make_room_for_new_clients() {
    let running = run(bind(Constant("1")).await.connections(4));
    let mut kept = Vec::new();
    for _ in 0..40 {
        let mut stream = TcpStream::connect(running.address).await.unwrap();
        ask(&mut stream, "\r\n\r\n1").await;
        kept.push(stream);
    }
    // The first was of no use for the longest time.
    assert_eq!(kept[0].read(&mut [0]).await.unwrap_or_default(), 0);
    ask(kept.last_mut().unwrap(), "\r\n\r\n1").await;
}

#[tokio::test]
async fn clients_that_do_nothing_make_room_for_new_ones() {
    let running = run(bind(Constant("1")).await.connections(3));
    let mut idle = Vec::new();
    for start in ["", "POST /x HTT", &POST[..POST.len() - 1]] {
        idle.push(connect(running.address, start).await);
    }
    works(&running).await;
}

#[tokio::test]
async fn a_crowd_of_one_connection_each_is_served() {
    let running = run(bind(Constant("1")).await.connections(2));
    let clients = (0..50).map(|_| works(&running));
    futures_util::future::join_all(clients).await;
}

#[tokio::test]
async fn an_announced_body_takes_no_memory() {
    let running = run(bind(Constant("1")).await);
    let announced = POST.replace("Length: 2", "Length: 10485760");
    let mut slow = Vec::new();
    for _ in 0..100 {
        slow.push(connect(running.address, &announced).await);
    }
    works(&running).await;
    let large = vec![b' '; 1 << 20];
    let answer = exchange(running.address, "POST /x HTTP/1.1", &large).await;
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
}

#[tokio::test]
async fn a_client_that_reads_slowly_is_cut_off() {
    let large = Box::leak(format!("\"{}\"", "x".repeat(6_000_000)).into_boxed_str());
    let server = bind(Constant(large)).await;
    let running = run(server.client_timeout(Duration::from_millis(100)));
    let mut stream = connect(running.address, POST).await;
    let mut size = 0;
    let mut part = [0; 64];
    // One part each time that the server looked for late clients: always some progress, and never enough.
    let mut tick = tokio::time::interval(Duration::from_millis(25));
    while let Ok(read @ 1..) = stream.read(&mut part).await {
        size += read;
        if size < 1000 {
            tick.tick().await;
        }
    }
    assert!(size < large.len(), "{size}");
    works(&running).await;
}

#[tokio::test]
async fn requests_to_other_hosts_are_refused_with_a_body() {
    let running = run(bind(Constant("1")).await.allow_host("api.test"));
    for (hosts, status) in [
        ("Host: 127.0.0.1:8700\r\n", "200"),
        ("Host: API.test\r\n", "200"),
        ("Host: evil.example\r\n", "421"),
        ("", "400"),
        ("Host: localhost\r\nHost: localhost\r\n", "400"),
    ] {
        let request = POST.replace("Host: localhost\r\n", hosts);
        let request = request.replace("Content", "Connection: close\r\nContent");
        let mut answer = String::new();
        let mut stream = connect(running.address, &request).await;
        stream.read_to_string(&mut answer).await.unwrap();
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{answer}"
        );
        let message = answer.contains("{\"message\":\"local gateway: ");
        assert_eq!(message, status != "200", "{answer}");
    }
    let old = connect(running.address, "POST /x HTTP/1.0\r\n\r\n");
    let mut answer = String::new();
    old.await.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.0 200"), "{answer}");
}

#[tokio::test]
async fn a_replaced_gateway_answers_on_open_connections() {
    let server = bind(Constant("1")).await;
    let gateway = server.running_gateway();
    let running = run(server);
    let mut stream = TcpStream::connect(running.address).await.unwrap();
    ask(&mut stream, "\r\n\r\n1").await;
    let document = Document::read(super::DOCUMENT).unwrap();
    gateway.replace(LocalGateway::new(document, Constant("2")));
    ask(&mut stream, "\r\n\r\n2").await;
}

#[tokio::test]
async fn a_server_that_stops_waits_for_no_client() {
    let server = bind(Constant("1")).await;
    let running = run(server.client_timeout(Duration::from_millis(100)));
    let mut kept = TcpStream::connect(running.address).await.unwrap();
    ask(&mut kept, "\r\n\r\n1").await;
    let _new = connect(running.address, "").await;
    let _head = connect(running.address, "POST /x").await;
    let _body = connect(running.address, &POST[..POST.len() - 1]).await;
    running.stop.send(()).unwrap();
    running.server.await.unwrap();
}

#[tokio::test]
async fn an_answer_after_the_stop_ends_its_connection() {
    let (invoked, mut invocations) = mpsc::unbounded_channel();
    let document =
        super::DOCUMENT.replace("type: aws\n", "type: aws\n        timeoutInMillis: 300\n");
    let gateway = LocalGateway::new(Document::read(&document).unwrap(), Endless(invoked));
    let running = run(super::LocalServer::bind(gateway, 0).await.unwrap());
    let mut stream = connect(running.address, POST).await;
    invocations.recv().await.unwrap();
    running.stop.send(()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 504"), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
    running.server.await.unwrap();
}
