//! `apigw-local serve`, as a process with clients.

use crate::{
    server::{Server, get},
    support::{DOCUMENT, file},
};
use axum::{Router, extract::Path, http::HeaderMap, routing::post};
use std::{fs, sync::mpsc, thread};

/// A Lambda Invoke API with a function that greets, and fails for Bob.
fn functions() -> String {
    async fn invoke(Path(name): Path<String>, event: String) -> (HeaderMap, String) {
        let mut headers = HeaderMap::new();
        if event.contains("Bob") {
            headers.insert("x-amz-function-error", "Unhandled".parse().unwrap());
            return (headers, r#"{"errorMessage":"Not Found: Bob"}"#.to_owned());
        }
        (
            headers,
            format!("\"{name} got {}\"", event.replace('"', "'")),
        )
    }
    let (sender, address) = mpsc::channel();
    thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_all()
            .build();
        runtime.unwrap().block_on(async {
            let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
            sender.send(listener.local_addr().unwrap()).unwrap();
            let path = "/2015-03-31/functions/{name}/invocations";
            axum::serve(listener, Router::new().route(path, post(invoke)))
                .await
                .unwrap();
        });
    });
    format!("http://{}", address.recv().unwrap())
}

#[test]
fn functions_answer_behind_the_document() {
    let document = file("served.yaml", DOCUMENT);
    let server = Server::start(&[
        document.to_str().unwrap(),
        "--function",
        &functions(),
        "--explain",
    ]);
    let mut stream = server.connect();
    assert_eq!(
        get(&mut stream, "/greeting/Ada"),
        (
            "HTTP/1.1 200 OK".to_owned(),
            "\"greet got {'name': 'Ada'}\"".to_owned()
        )
    );
    assert_eq!(
        get(&mut stream, "/greeting/Bob").0,
        "HTTP/1.1 404 Not Found"
    );
    let log = server.log_until("pattern   for 404: takes it");
    assert!(
        log.contains("GET /greeting/Ada 200, default response, 3 of 3, "),
        "{log}"
    );
    server.interrupt();
    server.log_until("stopped, all requests are finished");
    let (status, printed) = server.end();
    assert!(status.success());
    assert!(
        printed.contains("GET  /health           (mock)  200\n"),
        "{printed}"
    );
}

/// Each is within the limits of a document that is imported.
#[test]
fn a_template_or_pattern_that_takes_too_much_is_named_in_the_log_and_hidden_from_the_client() {
    let paths = [
        (
            "/text",
            format!(
                r"#foreach($i in [1..999])#foreach($j in [1..999])\n{}#end#end",
                "x".repeat(4096)
            ),
            "the mapping template: line 2, column 1: a text has more than 10 MB",
        ),
        (
            "/pattern",
            "#set($a = 'aaaaaaaaaa')#foreach($i in [1..9])#set($a = $a + $a)#end$a.matches('(a{0,60}){0,60}b')".to_owned(),
            "the pattern `(a{0,60}){0,60}b`: the pattern takes too many steps on this text",
        ),
    ];
    let operations = paths.iter().map(|(path, template, _)| {
        format!(
            "  {path}:\n    get:\n      responses: {{}}\n      x-amazon-apigateway-integration:\n        type: mock\n        requestTemplates:\n          application/json: \"{template}\"\n"
        )
    });
    let operations: String = operations.collect();
    let document = file(
        "costly.yaml",
        &format!("openapi: 3.0.1\npaths:\n{operations}"),
    );
    let server = Server::start(&[document.to_str().unwrap()]);
    for (path, _, reason) in &paths {
        let answer = get(&mut server.connect(), path);
        assert_eq!(answer.0, "HTTP/1.1 500 Internal Server Error");
        assert_eq!(answer.1, r#"{"message": "Internal server error"}"#);
        let log = server.log_until(&format!(
            "GET {path} 500, gateway response API_CONFIGURATION_ERROR: "
        ));
        assert!(log.contains(reason), "{log}");
    }
}

#[test]
fn what_is_missing_is_said_and_the_rest_runs() {
    let broken = DOCUMENT.replace("  /health", "  /broken: {get: {responses: 7}}\n  /health");
    let document = file("missing.yaml", &broken);
    let server = Server::start(&[document.to_str().unwrap()]);
    let log = server.log_until("the function `greet` is not given");
    assert!(
        log.contains(
            "1 operation answers 500: add `--function greet=COMMAND` or `--function greet=URL`"
        ),
        "{log}"
    );
    let log = server.log_until("; GET /broken answers 501");
    assert!(log.contains("\"/paths/~1broken/get"), "{log}");
    let mut stream = server.connect();
    assert_eq!(get(&mut stream, "/health").1, "well");
    assert_eq!(
        get(&mut stream, "/greeting/Ada").0,
        "HTTP/1.1 500 Internal Server Error"
    );
}

#[test]
fn a_watched_document_is_read_again_and_connections_stay() {
    let document = file("watched.yaml", DOCUMENT);
    let server = Server::start(&[document.to_str().unwrap(), "--watch"]);
    let mut stream = server.connect();
    assert_eq!(get(&mut stream, "/health").1, "well");
    let new = DOCUMENT
        .replace("/health", "/state")
        .replace("well", "better");
    fs::write(&document, new).unwrap();
    let log = server.log_until("is read again: ");
    assert!(
        log.contains("2 operations; new: GET /state; gone: GET /health"),
        "{log}"
    );
    assert_eq!(get(&mut stream, "/state").1, "better");
    fs::write(&document, "nonsense").unwrap();
    server.log_until("the former document still runs: ");
    assert_eq!(get(&mut stream, "/state").1, "better");
    // As editors do it: a new file takes the place of the former.
    let other = document.with_extension("new");
    fs::write(&other, DOCUMENT).unwrap();
    fs::rename(&other, &document).unwrap();
    server.log_until("new: GET /health; gone: GET /state");
    assert_eq!(get(&mut stream, "/health").1, "well");
}
