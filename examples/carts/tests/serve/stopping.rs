//! Ctrl-C, once and twice.

use crate::server::{Answer, JSON, Server, file};

/// A server with a payment that waits.
fn paying(options: &[&str]) -> (Server, std::process::Child) {
    let server = Server::start(options);
    server.curl(&["-H", JSON, "-d", r#"{"customer":"Ada"}"#], "/carts");
    let item = r#"{"sku":"apple","quantity":1}"#;
    server.curl(&["-H", JSON, "-d", item], "/carts/1/items");
    let curl = server.curl_in_the_background("/carts/1/checkout", r#"{"card":"tok_slow"}"#);
    server.log_until("charging a card");
    (server, curl)
}

#[test]
fn the_first_finishes_the_running_request() {
    let document = super::answers::document(&[]).replace(
        "\"passthroughBehavior\"",
        "\"timeoutInMillis\": 5000, \"passthroughBehavior\"",
    );
    let document = file("stopping.json", &document);
    let (server, curl) = paying(&["--document", &document]);
    server.press_ctrl_c();
    server.log_until("running requests: 1 (POST /carts/1/checkout for ");
    let answer = Answer::of_child(curl);
    assert_eq!(answer.status(), 504);
    let (status, log) = server.end();
    assert!(status.success(), "{log:?}");
    let log = log.join("\n");
    assert!(
        log.contains("POST /carts/1/checkout 504, gateway response INTEGRATION_TIMEOUT: the integration took longer than 5s, "),
        "{log}"
    );
}

#[test]
fn the_second_stops_at_once() {
    let (server, mut curl) = paying(&[]);
    server.press_ctrl_c();
    server.log_until("at once after another Ctrl-C");
    server.press_ctrl_c();
    let (status, log) = server.end();
    assert_eq!(status.code(), Some(1));
    assert_eq!(log, ["carts: stopped at once; unfinished requests: 1"]);
    assert!(!curl.wait().unwrap().success());
}

#[test]
fn a_server_that_nobody_asks_stops() {
    let server = Server::start(&[]);
    server.press_ctrl_c();
    let (status, log) = server.end();
    assert!(status.success(), "{log:?}");
    assert!(
        log.last()
            .unwrap()
            .contains("stopped, all requests are finished"),
        "{log:?}"
    );
}
