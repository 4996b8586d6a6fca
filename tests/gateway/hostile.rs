//! Documents and requests that are made to break the gateway: each is refused with a reason, or answered.

use lambda_api_errors::{
    axum::body::Bytes,
    http::{Method, Request},
    local::{Document, DocumentProblem, LocalGateway, ServiceFunction},
};
use lambda_api_errors_tests::hostile::{HOSTILE, long};
use serde_json::{Value, json};
use std::time::Duration;

const CARTS: &str = include_str!("../../examples/carts/openapi/custom.yaml");

/// The carts' document with one node of each kind, since the others are made alike: two operations and their mocks, and
/// a few integration responses of each.
fn carts_document() -> Value {
    let document = carts::api().openapi().document().unwrap();
    let mut document = serde_json::to_value(document).unwrap();
    let paths = document["paths"].as_object_mut().unwrap();
    paths.retain(|path, _| ["/carts", "/carts/{cart}/checkout"].contains(&path.as_str()));
    for path in ["/carts", "/carts/{cart}/checkout"] {
        let integration = &mut paths[path]["post"]["x-amazon-apigateway-integration"];
        let responses = integration["responses"].as_object_mut().unwrap();
        responses.retain(|_, response| {
            let status = response["statusCode"].as_str().unwrap();
            ["201", "400", "429"].contains(&status)
        });
    }
    document
}

/// The pointers of all nodes below `value`.
fn pointers(value: &Value, at: String, found: &mut Vec<String>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, value)| (name.replace('~', "~0").replace('/', "~1"), value))
            .collect(),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .map(|(index, value)| (index.to_string(), value))
            .collect(),
        _ => Vec::new(),
    };
    for (name, child) in children {
        pointers(child, format!("{at}/{name}"), found);
    }
    found.push(at);
}

fn remove(document: &mut Value, pointer: &str) {
    let Some((parent, name)) = pointer.rsplit_once('/') else {
        *document = Value::Null;
        return;
    };
    let name = name.replace("~1", "/").replace("~0", "~");
    match document.pointer_mut(parent) {
        Some(Value::Object(members)) => {
            members.remove(&name);
        }
        Some(Value::Array(items)) => {
            items.remove(name.parse().unwrap());
        }
        _ => unreachable!("a pointer has a parent"),
    }
}

/// What is wrong with a document, whether it is refused or not.
fn problems(document: &Value) -> Vec<DocumentProblem> {
    match Document::from_value(document) {
        Ok(document) => document.problems,
        Err(error) => error.problems,
    }
}

/// Whether each pointer leads somewhere in `document`, or to a member that is not there.
fn check(problems: &[DocumentProblem], document: &Value, change: &str) {
    for problem in problems {
        let parent = problem
            .pointer
            .rsplit_once('/')
            .map_or("", |(parent, _)| parent);
        assert!(
            document.pointer(&problem.pointer).is_some() || document.pointer(parent).is_some(),
            "{change}: {problem}"
        );
        assert!(!problem.reason.is_empty());
    }
}

#[test]
fn a_wrong_type_at_any_place_is_refused_with_its_pointer_or_is_none_of_the_gateways_business() {
    let original = carts_document();
    let mut all = Vec::new();
    pointers(&original, String::new(), &mut all);
    assert!(all.len() > 500);
    let (mut refused, mut taken) = (0, 0);
    let wrong = [
        json!(null),
        json!(true),
        json!(7),
        json!("text"),
        json!(["text"]),
        json!({"text": {}}),
    ];
    let mut document = original.clone();
    for (index, pointer) in all.iter().enumerate() {
        let was = document.pointer(pointer).unwrap().clone();
        // Each place gets one of the wrong types in turn; those that decide about answers get two.
        let step = if pointer.contains("x-amazon-apigateway-integration/") {
            3
        } else {
            6
        };
        for wrong in wrong.iter().skip(index % step).step_by(step) {
            *document.pointer_mut(pointer).unwrap() = wrong.clone();
            let problems = problems(&document);
            check(&problems, &document, &format!("{pointer} = {wrong}"));
            if problems.is_empty() {
                taken += 1;
            } else {
                refused += 1;
            }
            if let Some(place) = document.pointer_mut(pointer) {
                *place = was.clone();
            }
        }
    }
    assert_eq!(document, original);
    assert!(
        refused > 100 && taken > 100,
        "{refused} refused, {taken} taken"
    );
}

#[test]
fn a_missing_node_is_refused_with_its_pointer_or_is_none_of_the_gateways_business() {
    let original = carts_document();
    let mut all = Vec::new();
    pointers(&original, String::new(), &mut all);
    for pointer in &all {
        let mut document = original.clone();
        remove(&mut document, pointer);
        check(&problems(&document), &document, pointer);
    }
}

#[test]
fn what_an_integration_cannot_do_without_is_named() {
    let integration = "/paths/~1carts~1{cart}~1checkout/post/x-amazon-apigateway-integration";
    for (member, at, reason) in [
        ("/type", "", "`type` is missing"),
        ("/uri", "", "`uri` is missing"),
        ("/httpMethod", "", "`httpMethod` is missing"),
        (
            "/responses/default/statusCode",
            "/responses/default",
            "`statusCode` is missing",
        ),
    ] {
        let mut document = carts_document();
        remove(&mut document, &format!("{integration}{member}"));
        let found = problems(&document);
        assert_eq!(found[0].pointer, format!("{integration}{at}"));
        assert_eq!(found[0].reason, reason);
        let operation = Some("POST /carts/{cart}/checkout");
        assert_eq!(found[0].not_run.as_deref(), operation);
    }
}

#[test]
fn references_that_lead_in_circles_or_nowhere_are_refused() {
    let responses = "/paths/~1carts/post/responses";
    for target in [
        "#/paths/~1carts/post/responses/400",
        "#/a",
        "#/components/nothing",
        "other.yaml",
        "#",
        "",
    ] {
        let mut document = carts_document();
        document["a"] = json!({"$ref": "#/b"});
        document["b"] = json!({"$ref": "#/a"});
        document.pointer_mut(responses).unwrap()["400"] = json!({ "$ref": target });
        let found = problems(&document);
        assert!(!found.is_empty(), "{target} is not a response");
        check(&found, &document, target);
    }
}

#[test]
fn a_model_that_contains_itself_ends() {
    let mut document = carts_document();
    document["x-amazon-apigateway-request-validators"] =
        json!({"all": {"validateRequestBody": true}});
    document["x-amazon-apigateway-request-validator"] = json!("all");
    document["components"]["schemas"]["NewCart"] = json!({
        "type": "object",
        "properties": {"customer": {"$ref": "#/components/schemas/NewCart"}},
        "allOf": [{"$ref": "#/components/schemas/NewCart"}],
    });
    let body = format!("{}1{}", r#"{"customer":"#.repeat(100), "}".repeat(100));
    let status = answer(
        Document::from_value(&document).unwrap(),
        Request::post("/carts"),
        body,
    );
    assert_eq!(status, 400);
}

#[test]
fn texts_that_are_no_documents_are_refused() {
    let deep_json = format!("{}{}", r#"{"a":"#.repeat(100_000), "}".repeat(100_000));
    let deep_list = "[".repeat(100_000);
    let deep_yaml = (0..2_000).fold(String::new(), |text, depth| {
        text + &" ".repeat(depth) + "a:\n"
    });
    let bomb = format!(
        "a0: &a0 [x, x, x, x, x, x, x, x, x]\n{}",
        (1..12).fold(String::new(), |text, n| {
            let before = format!("*a{}", n - 1);
            text + &format!("a{n}: &a{n} [{}]\n", vec![before; 9].join(", "))
        })
    );
    let huge = format!(
        "openapi: 3.0.1\ninfo: {{title: '{}'}}\n",
        "x".repeat(7 << 20)
    );
    for text in [
        &deep_json,
        &deep_list,
        &deep_yaml,
        &bomb,
        &huge,
        "\u{0}",
        "%YAML 9\n---\n",
        "- a\n- b",
        "&a [*a]",
        "{\"openapi\": \"3.0.1\", ",
    ] {
        let error = Document::read(text).unwrap_err();
        assert!(!error.to_string().is_empty());
    }
}

#[test]
fn every_hostile_text_at_every_place_of_an_integration_is_refused_or_taken() {
    let original = carts_document();
    let integration = "/paths/~1carts/post/x-amazon-apigateway-integration";
    let mut all = Vec::new();
    pointers(
        original.pointer(integration).unwrap(),
        integration.to_owned(),
        &mut all,
    );
    let mut document = original.clone();
    for pointer in &all {
        let was = document.pointer(pointer).unwrap().clone();
        if !was.is_string() {
            continue;
        }
        for hostile in HOSTILE.iter().skip(pointer.len() % 5).step_by(5) {
            *document.pointer_mut(pointer).unwrap() = json!(hostile.text);
            check(&problems(&document), &document, pointer);
        }
        *document.pointer_mut(pointer).unwrap() = was;
    }
}

#[test]
fn patterns_that_cannot_be_had_are_refused_with_the_reason() {
    for (pattern, reason) in [
        ("(", "selection pattern"),
        ("a{", "selection pattern"),
        ("[z-a]", "selection pattern"),
        ("*", "selection pattern"),
        (r"\p{IsNothing}", "selection pattern"),
    ] {
        let mut document = carts_document();
        let responses = document
            .pointer_mut("/paths/~1carts/post/x-amazon-apigateway-integration/responses")
            .unwrap();
        responses[pattern] = json!({"statusCode": "599"});
        let found = problems(&document);
        let [problem] = &found[..] else {
            panic!("{found:?}");
        };
        assert!(
            problem
                .pointer
                .starts_with("/paths/~1carts/post/x-amazon-apigateway-integration/responses/")
        );
        assert!(problem.reason.contains(reason), "{problem}");
    }
}

fn answer(
    document: Document,
    request: lambda_api_errors::http::request::Builder,
    body: impl Into<Bytes>,
) -> u16 {
    let service = carts::service().unwrap();
    let gateway = LocalGateway::new(
        document,
        ServiceFunction::new(service, Duration::from_secs(5)),
    );
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .unwrap();
    let (response, _) = runtime.block_on(gateway.answer(request.body(body.into()).unwrap()));
    response.status().as_u16()
}

#[tokio::test]
async fn hostile_requests_are_failures_of_their_sender() {
    let service = carts::service().unwrap();
    let gateway = LocalGateway::new(
        Document::read(CARTS).unwrap(),
        ServiceFunction::new(service, Duration::from_secs(5)),
    );
    let deep = [b'['].repeat(1 << 20);
    let long = long().into_bytes();
    let bodies: [&[u8]; 8] = [
        b"",
        b"\xff\xfe",
        b"{\"customer\":7,\"\xc3\x28\"}",
        b"\x00",
        b"null",
        &deep,
        &long,
        "\u{feff}{}".as_bytes(),
    ];
    let paths = [
        "/carts",
        "/carts/%00/items",
        "/carts/%C3%28/items",
        "/carts/%/items",
        "/carts//items",
        "//",
        "/carts/..%2F/items",
        "/%F0%9F%A6%80",
        "/carts/1/checkout?a=%ff&%=&=&&&a=1",
    ];
    for path in paths {
        for body in bodies {
            for media_type in [
                "application/json",
                "text/plain",
                "application/x-www-form-urlencoded",
                "image/png",
                ";",
                "",
                "a/b/c",
            ] {
                let request = Request::post(path)
                    .header("content-type", media_type)
                    .header("x-odd", "v")
                    .body(Bytes::copy_from_slice(body))
                    .unwrap();
                let (response, trace) = gateway.answer(request).await;
                let status = response.status().as_u16();
                assert!(
                    (400..500).contains(&status),
                    "{path} {media_type} {:.50} {trace}",
                    String::from_utf8_lossy(body)
                );
                let body: Value = serde_json::from_slice(response.body()).unwrap();
                assert!(body.is_object());
            }
        }
    }
}

#[tokio::test]
async fn unknown_routes_and_methods_get_the_apis_own_answers() {
    let service = carts::service().unwrap();
    let gateway = LocalGateway::new(
        Document::read(CARTS).unwrap(),
        ServiceFunction::new(service, Duration::from_secs(5)),
    );
    for (method, path, status) in [
        (Method::GET, "/", 404),
        (Method::GET, "/nowhere", 404),
        (Method::POST, "/carts/1/checkout/more", 404),
        (Method::TRACE, "/carts", 405),
        (Method::CONNECT, "/carts", 405),
        (Method::from_bytes(b"BREW").unwrap(), "/carts", 405),
        (Method::PUT, "/carts/1", 405),
        (Method::OPTIONS, "/carts", 405),
    ] {
        let request = Request::builder()
            .method(&method)
            .uri(path)
            .body(Bytes::new());
        let (response, trace) = gateway.answer(request.unwrap()).await;
        assert_eq!(response.status(), status, "{method} {path} {trace}");
        assert_eq!(
            response.headers()["content-type"],
            "application/problem+json"
        );
        assert_eq!(response.headers().contains_key("allow"), status == 405);
    }
}

#[tokio::test]
async fn broken_utf8_that_a_handler_takes_is_unverified() {
    let service = carts::service().unwrap();
    let gateway = LocalGateway::new(
        Document::read(CARTS).unwrap(),
        ServiceFunction::new(service, Duration::from_secs(5)),
    );
    let request = Request::post("/carts").header("content-type", "application/json");
    let body = Bytes::from_static(b"{\"customer\":\"\xc3\x28\"}");
    let (response, trace) = gateway.answer(request.body(body).unwrap()).await;
    assert_eq!(response.status(), 201);
    assert!(String::from_utf8_lossy(response.body()).contains("\u{fffd}("));
    assert!(
        trace
            .to_string()
            .contains("unverified on AWS: bytes of a body")
    );
}
