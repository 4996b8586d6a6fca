//! Every kind of answer, as curl shows it.

use crate::server::{Answer, JSON, Server, carts, file};
use serde_json::{Value, json};

/// The API's own document.
pub(crate) fn document(options: &[&str]) -> String {
    let output = carts().arg("openapi").args(options).output().unwrap();
    assert!(output.status.success());
    String::from_utf8(output.stdout).unwrap()
}

fn post(server: &Server, path: &str, body: &Value) -> Answer {
    server.curl(&["-H", JSON, "-d", &body.to_string()], path)
}

/// The status of an answer, and the error code in its body.
fn error(answer: &Answer) -> (u16, String) {
    assert_eq!(
        answer.header("content-type"),
        Some("application/problem+json"),
        "{answer:?}"
    );
    let body = answer.json();
    assert_eq!(body["status"], answer.status());
    (answer.status(), body["code"].as_str().unwrap().to_owned())
}

#[track_caller]
fn assert_error(answer: &Answer, status: u16, code: &str) {
    assert_eq!(error(answer), (status, code.to_owned()), "{answer:?}");
}

/// Fills a cart, and tries what can go wrong with it.
fn successes_and_refusals(server: &Server) {
    let created = post(server, "/carts", &json!({"customer": "Ada"}));
    assert_eq!(created.status(), 201);
    assert_eq!(created.header("location"), Some("/carts/1"));
    let read = server.curl(&[], "/carts/1");
    assert_eq!((read.status(), read.body), (200, created.body));

    let melons = json!({"sku": "melon", "quantity": 2});
    assert_error(
        &post(server, "/carts/1/checkout", &json!({"card": "tok_visa"})),
        409,
        "CartEmpty",
    );
    assert_eq!(post(server, "/carts/1/items", &melons).status(), 200);
    assert_error(&post(server, "/carts/1/items", &melons), 409, "OutOfStock");

    let invalid = post(
        server,
        "/carts/1/items",
        &json!({"sku": "unicorn", "quantity": 0}),
    );
    assert_error(&invalid, 400, "InvalidItem");
    let fields = |errors: &Value| {
        let errors = errors.as_array().unwrap().iter();
        errors
            .map(|error| error["source"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(fields(&invalid.json()["errors"]), ["/sku", "/quantity"]);

    assert_error(&server.curl(&[], "/carts/77"), 404, "CartNotFound");
    assert_error(&server.curl(&[], "/nowhere/at/all"), 404, "RouteNotFound");
    let refused = server.curl(&["-X", "PATCH"], "/carts/1");
    assert_error(&refused, 405, "MethodNotAllowed");
    assert_eq!(refused.header("allow"), Some("DELETE,GET,HEAD"));
    let throttled = post(
        server,
        "/carts/1/checkout",
        &json!({"card": "tok_overused"}),
    );
    assert_error(&throttled, 429, "TooManyAttempts");
    assert_eq!(throttled.header("retry-after"), Some("30"));
    assert_error(
        &post(
            server,
            "/carts/1/checkout",
            &json!({"card": "tok_declined"}),
        ),
        402,
        "CardDeclined",
    );
    let deleted = server.curl(&["-X", "DELETE"], "/carts/1");
    assert_eq!((deleted.status(), deleted.body.as_str()), (204, ""));
}

/// Tries what goes wrong inside, of which only the log tells.
fn failures(server: &Server) {
    let opaque = server.curl(&[], "/carts/0");
    assert_error(&opaque, 500, "RecordDamaged");
    assert!(!opaque.body.contains("EOF"));
    let id = opaque.header("x-amzn-requestid").unwrap();
    let log = server.log_until("/carts/0 500").join("\n");
    assert!(
        log.contains(
            "error=\"the record of cart 0 is damaged\" sources=\"EOF while parsing a value"
        ),
        "{log}"
    );
    assert!(log.contains(id), "{log}");

    post(server, "/carts", &json!({"customer": "Eve"}));
    post(
        server,
        "/carts/2/items",
        &json!({"sku": "apple", "quantity": 1}),
    );
    let panicked = post(
        server,
        "/carts/2/checkout",
        &json!({"card": "tok_surprise"}),
    );
    assert_error(&panicked, 500, "InternalServerError");
    assert!(!panicked.body.contains("tok_surprise"));
    let log = server.log_until("/carts/2/checkout 500");
    let records: Vec<_> = log.iter().filter(|line| line.contains("panic")).collect();
    let [record] = records[..] else {
        panic!("not one record: {log:#?}");
    };
    let text = r#"error="the payment provider answered `perhaps` about the card `tok_surprise`""#;
    for part in [" ERROR ", text, "payments.rs:", "request_id="] {
        assert!(record.contains(part), "no {part} in {record}");
    }

    let hidden = post(server, "/carts/2/checkout", &json!({"card": "tok_timeout"}));
    assert_error(&hidden, 504, "PaymentTimeout");
}

#[test]
fn custom_integration() {
    let server = Server::start(&[]);
    successes_and_refusals(&server);
    failures(&server);
}

#[test]
fn proxy_integration() {
    let server = Server::start(&["--integration", "proxy"]);
    successes_and_refusals(&server);
    failures(&server);
}

#[test]
fn a_document_of_yours() {
    let document = file("carts.yaml", &document(&["--yaml"]));
    let server = Server::start(&["--document", &document, "--stage", "live"]);
    successes_and_refusals(&server);
}

/// The same program, started by the gateway as Lambda starts it.
#[test]
fn a_process_behind_the_runtime_api() {
    let document = file("process.yaml", &document(&["--yaml"]));
    let program = format!("'{}'", env!("CARGO_BIN_EXE_carts"));
    let server = Server::start(&["--document", &document, "--function", &program]);
    successes_and_refusals(&server);
}

/// Pays with a card whose bank takes its time.
fn wait_for_the_bank(server: &Server) -> Answer {
    post(server, "/carts", &json!({"customer": "Ada"}));
    post(
        server,
        "/carts/1/items",
        &json!({"sku": "apple", "quantity": 1}),
    );
    post(server, "/carts/1/checkout", &json!({"card": "tok_slow"}))
}

#[test]
fn a_function_that_takes_too_long() {
    let server = Server::start(&["--timeout", "1", "--explain"]);
    assert_error(&wait_for_the_bank(&server), 504, "GatewayTimeout");
    server.log_until("POST /carts/1/checkout 504, pattern ");
    server.log_until("Error: Task timed out after 1.00 seconds");
}

#[test]
fn a_gateway_that_waits_no_longer() {
    let document = document(&[]).replace(
        "\"passthroughBehavior\"",
        "\"timeoutInMillis\": 500, \"passthroughBehavior\"",
    );
    let server = Server::start(&["--document", &file("timeout.json", &document)]);
    assert_error(&wait_for_the_bank(&server), 504, "GatewayTimeout");
    server.log_until("POST /carts/1/checkout 504, gateway response INTEGRATION_TIMEOUT: the integration took longer than 500ms, ");
}

#[test]
fn a_body_of_more_than_10_mb() {
    let server = Server::start(&[]);
    let large = file("large.json", &" ".repeat(10 * 1024 * 1024 + 1));
    for framing in [&[][..], &["-H", "transfer-encoding: chunked"]] {
        let body = format!("@{large}");
        let arguments = [framing, &["-H", JSON, "--data-binary", &body]].concat();
        assert_eq!(server.curl(&arguments, "/carts").status(), 413);
        assert_eq!(server.curl(&arguments, "/nowhere").status(), 413);
    }
}

/// The event has the body in Base64, so it is above Lambda's limit, and no pattern sees Lambda's refusal.
#[test]
fn a_body_that_the_gateway_takes_and_lambda_does_not() {
    let server = Server::start(&[]);
    let large = file("5mb.json", &" ".repeat(5_000_000));
    let arguments = ["-H", JSON, "--data-binary", &format!("@{large}")];
    let answer = server.curl(&arguments, "/carts");
    assert_error(&answer, 500, "InternalServerError");
    let line = server.log_until("POST /carts 500").pop().unwrap();
    for part in [
        "default response, ",
        ": Lambda refused the event, because it has 666",
        " bytes, for a body of 5000000, and Lambda takes 6291456 bytes, ",
    ] {
        assert!(line.contains(part), "{part} is not in {line}");
    }
}

#[test]
fn the_log_has_one_line_for_each_request() {
    let server = Server::start(&[]);
    server.curl(&[], "/carts/77?secret=1");
    let line = server.log_until("carts").pop().unwrap();
    let (_, line) = line.split_once("apigw_local: ").unwrap();
    let parts: Vec<_> = line.rsplitn(2, ", ").collect();
    assert_eq!(
        parts[1],
        r"GET /carts/77 404, pattern 2 of 5 ^(?:Not Found: )\{[\s\S]*"
    );
    assert!(
        parts[0].ends_with("ms") || parts[0].ends_with("µs"),
        "{line}"
    );
    server.curl(&[], "/carts/1%0aGET%20/");
    let line = server.log_until("carts").pop().unwrap();
    assert!(
        line.contains("GET /carts/1%0aGET%20/ 400, pattern 1 of 5 "),
        "{line}"
    );
}

#[test]
fn explained_it_is_the_whole_way() {
    let server = Server::start(&["--explain"]);
    server.curl(&[], "/carts/77");
    let log = server
        .log_until("response  template application/json of")
        .join("\n");
    for part in [
        "GET /carts/77 404, pattern 2 of 5",
        "GET /carts/{cart}",
        "  request   template application/json of [application/json",
        "  event     for `carts`, ",
        " bytes: {\"lambdaApiErrors\":1",
        "  outcome   function error CartNotFound, with the message: Not Found: {",
        "  pattern   for 400: no: ",
        "  pattern   for 404: takes it: ",
    ] {
        assert!(log.contains(part), "{part} is not in\n{log}");
    }
}
