//! Many clients of the console at once, and clients that are slow.

use super::{DOCUMENT, exchange, exchanged, get};
use crate::{
    Document, LocalGateway, LocalServer,
    console::{Console, record::Sender},
};
use std::{net::SocketAddr, time::Duration};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

/// A console with these limits, in which one request stands whose body is this large.
async fn start(connections: usize, client_timeout: Duration, body: usize) -> SocketAddr {
    let document = Document::read(DOCUMENT).unwrap();
    let gateway = LocalGateway::new(document, super::Carts);
    let server = LocalServer::bind(gateway, 0).await.unwrap();
    let (_, console) = Console::beside(server, None).unwrap();
    let console = console
        .connections(connections)
        .client_timeout(client_timeout);
    let head = http::Request::new(()).into_parts().0;
    let kept = exchanged(head, &vec![b'x'; body]);
    console.shared.store.add(kept, Sender::Client);
    let address = console.address();
    tokio::spawn(console.run());
    address
}

async fn connect(address: SocketAddr, bytes: &str) -> TcpStream {
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(bytes.as_bytes()).await.unwrap();
    stream
}

const LONG: Duration = Duration::from_secs(60);
const SHORT: Duration = Duration::from_millis(100);

#[tokio::test]
async fn idle_connections_make_room_for_a_page() {
    let console = start(16, LONG, 0).await;
    let mut idle = Vec::new();
    for _ in 0..400 {
        idle.push(connect(console, "").await);
    }
    let page = get(console, "/").await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
}

#[tokio::test]
async fn a_head_that_never_ends_is_cut_off() {
    let console = start(16, SHORT, 0).await;
    let mut stream = connect(console, "GET / HTTP/1.1\r\nHost: local").await;
    assert_eq!(stream.read(&mut [0]).await.unwrap_or_default(), 0);
}

#[tokio::test]
async fn a_form_that_never_ends_is_refused_and_so_is_one_that_is_too_large() {
    let console = start(16, SHORT, 0).await;
    let late =
        format!("POST /try HTTP/1.1\r\nHost: {console}\r\nContent-Length: 100\r\n\r\nmethod=");
    let mut answer = String::new();
    let mut stream = connect(console, &late).await;
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 408"), "{answer}");
    assert!(answer.contains("did not arrive within 100ms"), "{answer}");
    let large = late.replace("Length: 100", "Length: 900000000000");
    let mut answer = String::new();
    let mut stream = connect(console, &large).await;
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("content-security-policy"), "{answer}");
}

#[tokio::test]
async fn a_page_that_nobody_takes_is_cut_off() {
    let size = 8 << 20;
    let console = start(16, SHORT, size).await;
    let head = format!("GET /requests/1/request-body HTTP/1.1\r\nHost: {console}\r\n\r\n");
    let mut stream = connect(console, &head).await;
    let (mut taken, mut part) = (0, [0; 64]);
    // One part each time that the server looks for late clients: always some progress, and never enough.
    let mut tick = tokio::time::interval(SHORT / 4);
    while let Ok(read @ 1..) = stream.read(&mut part).await {
        taken += read;
        if taken < 1000 {
            tick.tick().await;
        }
    }
    assert!(taken < size, "{taken}");
}

#[tokio::test]
async fn live_pages_have_so_many_places_and_outlast_the_time_of_other_clients() {
    let console = start(64, SHORT, 0).await;
    let head = format!("GET /events?after=x-0 HTTP/1.1\r\nHost: {console}\r\n\r\n");
    let mut live = Vec::new();
    for _ in 0..32 {
        let mut stream = connect(console, &head).await;
        let mut start = [0; 15];
        stream.read_exact(&mut start).await.unwrap();
        assert_eq!(&start, b"HTTP/1.1 200 OK");
        live.push(stream);
    }
    let one_more = exchange(console, "GET /events?after=x-0 HTTP/1.1", b"").await;
    assert!(one_more.starts_with("HTTP/1.1 503"), "{one_more}");
    assert!(one_more.contains("close some"), "{one_more}");
    let page = get(console, "/").await;
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    // The server cuts a slow client off: by then it would have cut off all that are as old.
    let mut slow = connect(console, "GET").await;
    assert_eq!(slow.read(&mut [0]).await.unwrap_or_default(), 0);
    for stream in &mut live {
        let mut rest = [0; 4096];
        let waiting = tokio::time::timeout(Duration::ZERO, async {
            while stream.read(&mut rest).await.unwrap() > 0 {}
        });
        assert!(waiting.await.is_err(), "a live page was cut off");
    }
}
