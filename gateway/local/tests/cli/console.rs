//! The console of `apigw-local serve`: what it says of a document that changes, and the memory that it takes.

use crate::{
    server::{Server, get},
    support::{DOCUMENT, file},
};
use std::{fs, net::TcpStream};

fn console(server: &Server) -> TcpStream {
    let log = server.log_until("the console is at ");
    let (_, address) = log.split_once("the console is at http://").unwrap();
    TcpStream::connect(address.trim()).unwrap()
}

#[test]
fn the_pages_say_that_the_document_was_read_again_and_keep_the_requests() {
    let document = file("noticed.yaml", DOCUMENT);
    let server = Server::start(&[document.to_str().unwrap(), "--watch"]);
    let mut console = console(&server);
    get(&mut server.connect(), "/health");
    fs::write(&document, DOCUMENT.replace("/health", "/state")).unwrap();
    server.log_until("is read again: ");
    let (_, page) = get(&mut console, "/");
    assert!(
        page.contains("noticed.yaml</code> is read again: 2 operations; new: GET /state"),
        "{page}"
    );
    assert!(page.contains("href=\"/requests/1\""), "{page}");
    fs::write(&document, "nonsense").unwrap();
    server.log_until("the former document still runs: ");
    let (_, page) = get(&mut console, "/operations");
    assert!(
        page.contains("has changed, but the former document still runs"),
        "{page}"
    );
    assert!(page.contains("/state"), "{page}");
    fs::write(&document, DOCUMENT.replace("/health", "/state")).unwrap();
    server.log_until("is again as it runs");
    let (_, page) = get(&mut console, "/operations");
    assert!(!page.contains("has changed, but"), "{page}");
}

/// The memory of the process that is in use, in bytes.
#[cfg(target_os = "linux")]
fn resident(server: &Server) -> usize {
    let status = fs::read_to_string(format!("/proc/{}/status", server.id())).unwrap();
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))
        .unwrap();
    let kilobytes: usize = line.trim().trim_end_matches(" kB").parse().unwrap();
    kilobytes << 10
}

/// A console that kept each of these requests would take 30 MB more by the end.
#[cfg(target_os = "linux")]
#[test]
fn the_memory_of_ten_thousand_requests_is_that_of_the_last_200() {
    use std::io::Write;

    let document = file("flat.yaml", DOCUMENT);
    let server = Server::start(&[document.to_str().unwrap()]);
    let mut console = console(&server);
    // A page that follows the requests, and takes none of them.
    let mut follower = TcpStream::connect(console.peer_addr().unwrap()).unwrap();
    follower
        .write_all(b"GET /events HTTP/1.1\r\nHost: localhost\r\n\r\n")
        .unwrap();
    let mut client = server.connect();
    let target = format!("/health?text={}", "x".repeat(3000));
    let mut ask = |count: usize| {
        for _ in 0..count {
            assert_eq!(get(&mut client, &target).1, "well");
        }
    };
    ask(1000);
    let before = resident(&server);
    ask(9000);
    let after = resident(&server);
    let growth = after.saturating_sub(before);
    assert!(
        growth < 8 << 20,
        "{before} bytes after 1,000 requests, and {after} after 10,000"
    );
    let (_, page) = get(&mut console, "/");
    assert_eq!(page.matches("<li>").count(), 200);
    assert!(page.contains("href=\"/requests/10000\""));
}
