//! What a browser gets.

use super::{exchange, fail, get, start, start_with, submit};
use crate::{
    Document, LocalGateway,
    console::{Contract, ContractDrift, ContractOperation, ContractResponse, ContractSuccess},
};
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    net::TcpStream,
};

#[tokio::test]
async fn only_its_own_pages_on_loopback_can_use_it() {
    let running = start().await;
    let policy = "content-security-policy: default-src 'none'; script-src 'self'; style-src 'self'";
    for (head, status) in [
        ("GET / HTTP/1.1\r\nHost: localhost", "200 OK"),
        (
            "GET / HTTP/1.1\r\nHost: evil.example",
            "421 Misdirected Request",
        ),
        (
            "GET / HTTP/1.1\r\nOrigin: https://evil.example",
            "403 Forbidden",
        ),
        ("GET /events HTTP/1.1\r\nOrigin: null", "403 Forbidden"),
        (
            "POST /try HTTP/1.1\r\nOrigin: https://evil.example",
            "403 Forbidden",
        ),
        (
            "POST /requests/1/replay HTTP/1.1\r\nSec-Fetch-Site: cross-site",
            "403 Forbidden",
        ),
    ] {
        let answer = exchange(running.console, head, b"").await;
        assert!(
            answer.starts_with(&format!("HTTP/1.1 {status}")),
            "{head}: {answer}"
        );
        assert!(answer.contains(policy), "{head}: {answer}");
        assert!(
            answer.contains("x-content-type-options: nosniff"),
            "{answer}"
        );
        assert!(!answer.contains("access-control-allow-origin"), "{answer}");
    }
}

#[tokio::test]
async fn an_address_for_buttons_is_no_page() {
    let running = start().await;
    let page = get(running.console, "/requests/1/replay").await;
    assert!(page.starts_with("HTTP/1.1 405"), "{page}");
    assert!(page.contains("This address takes another method"), "{page}");
}

#[tokio::test]
async fn the_gateway_s_port_knows_nothing_of_it() {
    let running = start().await;
    for target in ["/", "/console.js", "/events", "/requests/1", "/operations"] {
        let answer = get(running.gateway, target).await;
        assert!(answer.starts_with("HTTP/1.1 403"), "{target}: {answer}");
        assert!(answer.contains("Missing Authentication Token"), "{answer}");
    }
}

#[tokio::test]
async fn an_opened_request_shows_the_patterns_and_where_one_stopped() {
    let running = start().await;
    fail(running.gateway, r#"Not Found: {"a":1}"#).await;
    let list = get(running.console, "/").await;
    assert!(list.contains(r#"href="/requests/1""#), "{list}");
    assert!(
        list.contains("pattern 2 of 3 takes it: Not Found"),
        "{list}"
    );
    let page = get(running.console, "/requests/1").await;
    for stage in crate::RequestStage::ALL {
        let id = stage.name().replace(' ', "-");
        assert!(page.contains(&format!(r#"id="{id}""#)), "{stage:?}");
    }
    assert!(!page.contains("Not reached"), "{page}");
    assert!(page.contains(r#"<li data-chosen="true">"#), "{page}");
    assert!(
        page.contains("Stopped at character 1: the text has <code>&quot;Not Found: {&quot;</code>"),
        "{page}"
    );
    assert!(
        page.contains("$input.path(&quot;$.errorMessage&quot;)"),
        "{page}"
    );
    let address = running.gateway;
    assert!(
        page.contains(&format!(
            "curl -i -X POST 'http://{address}/carts/7?full=1'"
        )),
        "{page}"
    );
}

#[tokio::test]
async fn a_refused_request_says_which_stages_it_did_not_reach() {
    let running = start().await;
    get(running.gateway, "/nowhere").await;
    exchange(running.gateway, "GET / HTTP/1.1\r\nHost: evil.example", b"").await;
    let page = get(running.console, "/requests/1").await;
    assert!(
        page.contains("Not reached: the gateway response MISSING_AUTHENTICATION_TOKEN"),
        "{page}"
    );
    let page = get(running.console, "/requests/2").await;
    assert!(page.contains("Refused before the gateway"), "{page}");
    assert!(page.contains("evil.example"), "{page}");
}

#[tokio::test]
async fn hostile_texts_stay_text() {
    let running = start().await;
    let hostile =
        "Not Found: </code></pre><script>alert(1)</script>\0\u{202e}\u{2028}\" onload=\"x";
    fail(running.gateway, hostile).await;
    fail(
        running.gateway,
        &format!("Not Found: {}", "<b>".repeat(400_000)),
    )
    .await;
    let head = "POST /carts/%3Cimg%20src=x%3E?full='onx HTTP/1.1\r\nX-Y: <script>\r\nContent-Type: application/json";
    exchange(running.gateway, head, b"\xff\0<script>").await;
    let pages = [
        "/",
        "/requests/1",
        "/requests/2",
        "/requests/3",
        "/compare?a=1&b=3",
        "/try?from=1",
    ];
    for target in pages {
        let page = get(running.console, target).await;
        assert!(
            page.starts_with("HTTP/1.1 200"),
            "{target}: {}",
            &page[..200]
        );
        assert_eq!(
            page.matches("<script").count(),
            1,
            "{target}: the console's own"
        );
        assert!(!page.contains("<img") && !page.contains("<b>"), "{target}");
        let (_, content) = page.split_once("\r\n\r\n").unwrap();
        // What a user edits has its own characters.
        let shows_direction = content.contains('\u{202e}') && !target.starts_with("/try");
        assert!(!content.contains('\0') && !shows_direction, "{target}");
        assert!(
            content.len() < 1 << 20,
            "{target} has {} bytes",
            content.len()
        );
    }
    let page = get(running.console, "/requests/1").await;
    assert!(page.contains("U+202E") && page.contains("U+0000"), "{page}");
    let whole = get(running.console, "/requests/2/request-body").await;
    assert!(whole.contains("content-type: text/plain") && whole.len() > 1_200_000);
    let binary = get(running.console, "/requests/3/request-body").await;
    assert!(
        binary.contains("content-disposition: attachment"),
        "{binary}"
    );
    let refused = get(running.console, "/try?from=3").await;
    assert!(refused.contains("cannot be edited"), "{refused}");
}

#[tokio::test]
async fn a_request_is_composed_replayed_and_compared() {
    let running = start().await;
    let form = get(running.console, "/try").await;
    assert!(form.contains(r#"value="/carts/1?full=text""#), "{form}");
    assert!(form.contains("&quot;sku&quot;: &quot;text&quot;"), "{form}");
    let sent = "method=POST&target=%2Fcarts%2F1&headers=Content-Type%3A+application%2Fjson&body=%7B%22a%22%3A%0D%0A1%7D";
    let answer = submit(running.console, "/try", sent).await;
    assert!(
        answer.starts_with("HTTP/1.1 303") && answer.contains("location: /requests/1"),
        "{answer}"
    );
    let body = get(running.console, "/requests/1/request-body").await;
    assert!(body.ends_with("{\"a\":\n1}"), "{body}");
    let answer = submit(running.console, "/requests/1/replay", "").await;
    assert!(answer.contains("location: /requests/2"), "{answer}");
    let compared = get(running.console, "/compare?a=1&b=2").await;
    assert!(
        compared.contains(r#"data-differs="false""#)
            && !compared.contains(r#"data-differs="true""#)
    );

    for (wrong, reason) in [
        ("method=G+T&target=/", "is not a method"),
        ("method=GET&target=carts", "does not begin with"),
        ("method=GET&target=/&headers=x", "has no colon"),
        (
            "method=GET&target=/&headers=a+b:+1",
            "is not a name of a header",
        ),
    ] {
        let answer = submit(running.console, "/try", wrong).await;
        assert!(
            answer.starts_with("HTTP/1.1 422") && answer.contains(reason),
            "{answer}"
        );
    }
    let answer = submit(running.console, "/requests/9/replay", "").await;
    assert!(
        answer.starts_with("HTTP/1.1 404") && answer.contains("This request is gone"),
        "{answer}"
    );
}

#[tokio::test]
async fn a_pasted_message_shows_what_the_client_gets() {
    let running = start().await;
    let form = "operation=0&text=Not+Found%3A+%7B%7D";
    let page = submit(running.console, "/message", form).await;
    assert!(page.contains(r#"<li data-chosen="true">"#), "{page}");
    assert!(page.contains(r#"data-class="4">404<"#), "{page}");
    let page = submit(
        running.console,
        "/message",
        "operation=0&text=Something+else",
    )
    .await;
    assert!(page.contains("the default response, 3 of 3"), "{page}");
    let page = submit(running.console, "/message", "operation=7&text=x").await;
    assert!(page.starts_with("HTTP/1.1 404"), "{page}");
}

#[tokio::test]
async fn what_the_program_hands_over_is_shown() {
    let proxy = super::DOCUMENT.replace("type: aws\n", "type: aws_proxy\n");
    let other = LocalGateway::new(Document::read(&proxy).unwrap(), super::Carts);
    let response = ContractResponse {
        status: 404,
        code: "CartNotFound".to_owned(),
        callback_message: "Not Found: {}".to_owned(),
        prefix: "Not Found: ".to_owned(),
        ..ContractResponse::default()
    };
    let operation = "POST /carts/{cart}".to_owned();
    let contract = Contract {
        operations: vec![ContractOperation {
            name: "get_cart".to_owned(),
            operation: operation.clone(),
            successes: vec![ContractSuccess {
                status: 201,
                members: vec!["sku".to_owned()],
                media_type: "application/json".to_owned(),
                envelope: r#"{"enveloped":1}"#.to_owned(),
                ..ContractSuccess::default()
            }],
            responses: vec![response],
        }],
        drifts: vec![ContractDrift {
            operation: Some(operation),
            text: "the pattern is another one".to_owned(),
        }],
    };
    let running = start_with(|console| console.contract(contract).other_integration(other)).await;
    let page = get(running.console, "/operations/0").await;
    assert!(
        page.contains("CartNotFound") && page.contains("get_cart"),
        "{page}"
    );
    assert!(page.contains("the pattern is another one"), "{page}");
    assert!(
        page.contains("<strong>Created</strong>") && page.contains("<code>sku</code>"),
        "{page}"
    );
    assert!(page.contains("&quot;enveloped&quot;"), "{page}");
    assert!(
        page.contains(r#"<mark class="agrees">Not Found: </mark>{}"#),
        "{page}"
    );
    assert!(
        get(running.console, "/operations")
            .await
            .contains("1 drift")
    );
    fail(running.gateway, "Not Found: {}").await;
    let answer = submit(running.console, "/requests/1/both", "").await;
    assert!(answer.contains("location: /compare?a=2&b=3"), "{answer}");
    let compared = get(running.console, "/compare?a=2&b=3").await;
    assert!(
        compared.contains("404 Not Found") && compared.contains("502 Bad Gateway"),
        "{compared}"
    );
}

#[tokio::test]
async fn a_page_gets_each_request_as_it_comes_and_those_it_missed() {
    let running = start().await;
    let list = get(running.console, "/").await;
    let (_, after) = list.split_once("data-after=\"").unwrap();
    let (after, _) = after.split_once('"').unwrap();
    fail(running.gateway, "Not Found: missed").await;
    let mut stream = TcpStream::connect(running.console).await.unwrap();
    let head = format!(
        "GET /events?after={after} HTTP/1.1\r\nHost: {}\r\n\r\n",
        running.console
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut lines = BufReader::new(stream).lines();
    let mut data = async || loop {
        let line = lines.next_line().await.unwrap().unwrap();
        // The first event is the notice, which is empty.
        let row = line.strip_prefix("data: <li>");
        if let Some(row) = row {
            return row.to_owned();
        }
    };
    assert!(data().await.contains("/requests/1"));
    fail(running.gateway, "Not Found: live").await;
    assert!(data().await.contains("/requests/2"));

    let mut stream = TcpStream::connect(running.console).await.unwrap();
    let head = format!(
        "GET /events?after=another-7 HTTP/1.1\r\nHost: {}\r\n\r\n",
        running.console
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    let mut lines = BufReader::new(stream).lines();
    loop {
        let line = lines.next_line().await.unwrap().unwrap();
        if line == "event: begun-again" {
            break;
        }
    }
    let data = lines.next_line().await.unwrap().unwrap();
    assert!(data.ends_with("-0"), "{data}");
}

#[tokio::test]
async fn a_page_that_is_not_there_says_so() {
    let running = start().await;
    for target in [
        "/nowhere",
        "/requests/1",
        "/requests/x",
        "/operations/99",
        "/try?operation=99",
    ] {
        let answer = get(running.console, target).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{target}: {answer}");
        assert!(answer.contains(r#"role="alert""#), "{answer}");
    }
    let answer = get(running.console, "/compare?a=1").await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
}
