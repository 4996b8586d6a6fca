//! Streams through the local gateway, on a socket: what the client has when, and how a stream ends.

use axum::{body::Bytes, extract::Path};
use futures_util::{Stream, stream};
use lambda_api_errors::{
    Accepted, Api, Integration, JsonLines, Octets, Streamed, api_errors, api_success,
    lambda_endpoint,
    local::{Document, LocalGateway, LocalServer, ServiceFunction},
};
use std::{
    net::SocketAddr,
    sync::atomic::{AtomicUsize, Ordering},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::{TcpListener, TcpStream},
};

const CHUNK: usize = 64 << 10;
const LONG: usize = 100 << 20;
/// More than the sockets of two ends hold.
const AHEAD: usize = 24 << 20;

/// How many bytes of the long stream are made.
static MADE: AtomicUsize = AtomicUsize::new(0);

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum ExportError {
    /// There is no such export.
    #[error("there is no export {0}")]
    #[api(status = 404)]
    Missing(u16),
}

/// Waits until the test connects its end and sends a byte.
async fn signal(port: u16) {
    let mut signal = TcpStream::connect(("127.0.0.1", port)).await.unwrap();
    // The end of the connection is a signal too.
    let _ = signal.read_u8().await;
}

/// `one`, a signal, and `two`; then the error, if the test sends another signal.
fn items(port: u16, fails: bool) -> impl Stream<Item = Result<&'static str, ExportError>> + Send {
    stream::unfold(0, move |number| async move {
        let item = match number {
            0 => Ok("one"),
            1 => {
                signal(port).await;
                Ok("two")
            }
            2 if fails => Err(ExportError::Missing(port)),
            _ => return None,
        };
        Some((item, number + 1))
    })
}

/// Two lines.
#[lambda_endpoint(GET, "/lines/{port}")]
async fn lines(Path(port): Path<u16>) -> Result<Streamed<JsonLines>, ExportError> {
    Ok(Streamed::lines(items(port, false)))
}

/// A line too many.
#[lambda_endpoint(GET, "/failing-lines/{port}")]
async fn failing_lines(Path(port): Path<u16>) -> Result<Streamed<JsonLines>, ExportError> {
    Ok(Streamed::lines(items(port, true)))
}

/// Bytes that break off.
#[lambda_endpoint(GET, "/failing-bytes/{port}")]
async fn failing_bytes(Path(port): Path<u16>) -> Result<Streamed<Octets>, ExportError> {
    Ok(Streamed::new(items(port, true)))
}

/// Nothing but an error.
#[lambda_endpoint(GET, "/missing/{port}")]
async fn missing(Path(port): Path<u16>) -> Result<Streamed<Octets>, ExportError> {
    let missing = Err::<Bytes, _>(ExportError::Missing(port));
    Ok(Streamed::new(stream::iter([missing])))
}

/// What became of an export.
#[api_success]
enum Export {
    Now(Streamed<JsonLines>),
    Later(Accepted<u16>),
}

/// A stream, or the promise of one.
#[lambda_endpoint(GET, "/exports/{number}")]
async fn export(Path(number): Path<u16>) -> Result<Export, ExportError> {
    let first = match number {
        0 => Err(ExportError::Missing(number)),
        number => Ok(number),
    };
    Ok(match number {
        9 => Export::Later(Accepted::new(number)),
        _ => Export::Now(Streamed::lines(stream::iter([first, Ok(7)]))),
    })
}

#[tokio::test]
async fn a_success_that_is_a_stream_or_not_is_sent_as_it_is() {
    let address = serve(Duration::from_mins(1)).await;
    for (number, status, body) in [
        (1, "200 OK", "1\n\r\n2\r\n7\n\r\n0\r\n\r\n"),
        (9, "202 Accepted", "1\r\n9\r\n0\r\n\r\n"),
        (0, "404 Not Found", r#""code":"Missing""#),
    ] {
        let answer = rest(&mut send(address, &format!("/exports/{number}")).await).await;
        let status = format!("HTTP/1.1 {status}\r\n");
        assert!(
            answer.starts_with(&status) && answer.contains(body),
            "{answer}"
        );
    }
    let custom = Api::new("exports", "1").endpoint::<export>().service();
    let refused = custom.unwrap().openapi().document().unwrap_err();
    assert!(refused.to_string().contains("stream"), "{refused}");
}

/// 100 MB.
#[lambda_endpoint(GET, "/long")]
async fn long() -> Result<Streamed<Octets>, ExportError> {
    let chunk = Bytes::from(vec![b'x'; CHUNK]);
    let chunks = (0..LONG / CHUNK).map(move |_| {
        MADE.fetch_add(CHUNK, Ordering::SeqCst);
        Ok::<_, ExportError>(chunk.clone())
    });
    Ok(Streamed::new(stream::iter(chunks)))
}

/// A server of its own, which ends with the test's runtime.
async fn serve(timeout: Duration) -> SocketAddr {
    let api = Api::new("exports", "1")
        .endpoint::<lines>()
        .endpoint::<failing_lines>()
        .endpoint::<failing_bytes>()
        .endpoint::<missing>()
        .endpoint::<export>()
        .endpoint::<long>();
    let service = api.integration(Integration::Proxy).service().unwrap();
    let json = service.openapi().document().unwrap().to_json();
    let function = ServiceFunction::new(service, timeout);
    let gateway = LocalGateway::new(Document::read(&json).unwrap(), function);
    let server = LocalServer::bind(gateway, 0).await.unwrap();
    let address = server.address().unwrap();
    tokio::spawn(server.run_until(std::future::pending()));
    address
}

async fn send(address: SocketAddr, path: &str) -> TcpStream {
    let mut client = TcpStream::connect(address).await.unwrap();
    let request = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");
    client.write_all(request.as_bytes()).await.unwrap();
    client
}

/// Reads until the text ends like this.
async fn read_to(client: &mut TcpStream, end: &str) -> String {
    let mut text = Vec::new();
    while !text.ends_with(end.as_bytes()) {
        let read = client.read_buf(&mut text).await.unwrap();
        assert_ne!(read, 0, "{}", String::from_utf8_lossy(&text));
    }
    String::from_utf8(text).unwrap()
}

async fn rest(client: &mut TcpStream) -> String {
    let mut text = String::new();
    client.read_to_string(&mut text).await.unwrap();
    text
}

/// Where a handler waits for a signal.
async fn gate() -> (TcpListener, u16) {
    let gate = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = gate.local_addr().unwrap().port();
    (gate, port)
}

#[tokio::test]
async fn the_client_has_the_first_chunk_before_the_second_is_made() {
    let address = serve(Duration::from_mins(1)).await;
    let (gate, port) = gate().await;
    let mut client = send(address, &format!("/lines/{port}")).await;
    let head = read_to(&mut client, "6\r\n\"one\"\n\r\n").await;
    assert!(head.starts_with("HTTP/1.1 200 OK\r\n"), "{head}");
    assert!(
        head.contains("content-type: application/x-ndjson\r\n"),
        "{head}"
    );
    assert!(head.contains("transfer-encoding: chunked\r\n"), "{head}");
    gate.accept().await.unwrap().0.write_u8(1).await.unwrap();
    assert_eq!(rest(&mut client).await, "6\r\n\"two\"\n\r\n0\r\n\r\n");
}

#[tokio::test]
async fn an_error_before_the_first_chunk_is_the_answer() {
    let address = serve(Duration::from_mins(1)).await;
    let answer = rest(&mut send(address, "/missing/7").await).await;
    assert!(answer.starts_with("HTTP/1.1 404 Not Found\r\n"), "{answer}");
    assert!(answer.contains("there is no export 7"), "{answer}");
}

#[tokio::test]
async fn a_later_error_ends_the_stream_as_its_format_says() {
    let address = serve(Duration::from_mins(1)).await;
    let (gate, port) = gate().await;
    let mut client = send(address, &format!("/failing-lines/{port}")).await;
    read_to(&mut client, "\"one\"\n\r\n").await;
    gate.accept().await.unwrap();
    let lines = rest(&mut client).await;
    assert!(
        lines.contains(&format!("there is no export {port}")),
        "{lines}"
    );
    assert!(lines.ends_with("0\r\n\r\n"), "{lines}");

    let mut client = send(address, &format!("/failing-bytes/{port}")).await;
    read_to(&mut client, "one\r\n").await;
    gate.accept().await.unwrap();
    // There is no last chunk, so the client knows that the body is not whole.
    assert_eq!(rest(&mut client).await, "3\r\ntwo\r\n");
}

#[tokio::test]
async fn the_time_of_the_function_ends_a_stream() {
    let address = serve(Duration::from_millis(500)).await;
    let (_gate, port) = gate().await;
    let mut client = send(address, &format!("/lines/{port}")).await;
    let answer = rest(&mut client).await;
    assert!(answer.ends_with("\r\n\r\n6\r\n\"one\"\n\r\n"), "{answer}");
}

#[tokio::test]
async fn a_long_stream_is_made_as_the_client_takes_it() {
    let address = serve(Duration::from_mins(1)).await;
    let mut client = send(address, "/long").await;
    let (mut buffer, mut size) = (vec![0; CHUNK], 0);
    loop {
        let read = client.read(&mut buffer).await.unwrap();
        if read == 0 {
            break;
        }
        size += read;
        let made = MADE.load(Ordering::SeqCst);
        assert!(
            made < size + AHEAD,
            "{made} bytes are made, {size} are read"
        );
    }
    assert!(size > LONG, "{size}");
    assert_eq!(MADE.load(Ordering::SeqCst), LONG);
}

#[tokio::test]
async fn without_a_socket_the_body_is_whole() {
    let api = Api::new("exports", "1").endpoint::<lines>();
    let service = api.integration(Integration::Proxy).service().unwrap();
    let json = service.openapi().document().unwrap().to_json();
    let function = ServiceFunction::new(service, Duration::from_mins(1));
    let gateway = LocalGateway::new(Document::read(&json).unwrap(), function);
    let (gate, port) = gate().await;
    let request = http_request(&format!("/lines/{port}"));
    let (answered, ()) = tokio::join!(gateway.answer(request), async {
        gate.accept().await.unwrap();
    });
    assert_eq!(answered.0.body(), "\"one\"\n\"two\"\n", "{}", answered.1);
}

fn http_request(path: &str) -> axum::http::Request<Bytes> {
    axum::http::Request::get(path).body(Bytes::new()).unwrap()
}
