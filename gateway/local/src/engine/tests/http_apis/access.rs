//! Who may call: pages of other origins, and callers with a token.

use super::{Request, api, ask, event, get, json, payload};

const CORS: &str = "x-amazon-apigateway-cors: {allowOrigins: ['https://a.example', 'http://*'], allowMethods: [GET, POST], allowHeaders: [x-a, x-b], exposeHeaders: [x-c], maxAge: 300, allowCredentials: true}";

fn preflight(origin: &str) -> Request<&'static str> {
    Request::options("/x")
        .header("Origin", origin)
        .header("Access-Control-Request-Method", "GET")
        .body("")
        .unwrap()
}

#[tokio::test]
async fn preflight_requests_need_no_route() {
    for (origin, is_allowed) in [
        ("https://a.example", true),
        ("HTTPS://A.example", true),
        ("http://any.example:3000", true),
        ("https://b.example", false),
        ("null", false),
    ] {
        let answered = ask(api("2.0", &["GET /x"], CORS), None, preflight(origin)).await;
        assert_eq!((answered.status(), answered.body()), (204, ""), "{origin}");
        let header = |name: &str| answered.header(&format!("access-control-{name}"));
        assert_eq!(header("allow-origin"), is_allowed.then_some(origin));
        assert_eq!(header("allow-methods"), is_allowed.then_some("GET,POST"));
        assert_eq!(header("allow-headers"), is_allowed.then_some("x-a,x-b"));
        assert_eq!(header("max-age"), is_allowed.then_some("300"));
        assert_eq!(header("allow-credentials"), is_allowed.then_some("true"));
        assert_eq!(answered.is_unverified(), !is_allowed);
    }
}

#[tokio::test]
async fn only_preflight_requests_are_answered_by_cors() {
    // Without one of the two headers it is a request like any other.
    for name in ["Origin", "Access-Control-Request-Method"] {
        let mut request = preflight("https://a.example");
        request.headers_mut().remove(name);
        let answered = ask(api("2.0", &["GET /x"], CORS), None, request).await;
        assert_eq!(answered.status(), 404, "without {name}");
    }
    let answered = ask(
        api("2.0", &["GET /x"], ""),
        None,
        preflight("https://a.example"),
    )
    .await;
    assert_eq!(answered.status(), 404, "without CORS");
}

#[tokio::test]
async fn the_function_writes_no_cors_headers() {
    let answer = r#"{"statusCode": 200, "headers": {"Access-Control-Allow-Origin": "*", "Access-Control-Allow-Methods": "PUT", "X-A": "1"}, "body": ""}"#;
    let mut request = get("/x");
    request
        .headers_mut()
        .insert("Origin", "http://b.example".parse().unwrap());
    let asked = ask(
        api("2.0", &["GET /x"], CORS),
        Some(payload(answer)),
        request,
    )
    .await;
    assert_eq!(
        asked.header("access-control-allow-origin"),
        Some("http://b.example")
    );
    assert_eq!(asked.header("access-control-expose-headers"), Some("x-c"));
    assert_eq!(asked.header("access-control-allow-methods"), None);
    assert_eq!(asked.header("x-a"), Some("1"));
    let asked = ask(
        api("2.0", &["GET /x"], CORS),
        Some(payload(answer)),
        get("/x"),
    )
    .await;
    assert_eq!(asked.header("access-control-allow-origin"), None);
    // Without CORS in the document, the function's own headers stay.
    let asked = ask(
        api("2.0", &["GET /x"], ""),
        Some(payload(answer)),
        get("/x"),
    )
    .await;
    assert_eq!(asked.header("access-control-allow-origin"), Some("*"));
}

const TOKENS: &str = "security: [{jwt: [read]}]\ncomponents: {securitySchemes: {jwt: {type: oauth2, x-amazon-apigateway-authorizer: {type: jwt, identitySource: $request.header.Authorization, jwtConfiguration: {issuer: 'https://i.example', audience: [a]}}}}}";

#[tokio::test]
async fn a_token_is_asked_for() {
    let document = || api("2.0", &["$default"], TOKENS);
    let refused = ask(document(), None, get("/x")).await;
    assert_eq!(
        (refused.status(), refused.body()),
        (401, r#"{"message":"Unauthorized"}"#)
    );
    assert_eq!(refused.header("www-authenticate"), Some("Bearer"));
    let mut request = get("/x");
    request
        .headers_mut()
        .insert("Authorization", "Bearer t".parse().unwrap());
    let event = event(document(), request).await;
    assert_eq!(
        event["requestContext"]["authorizer"],
        json!({"jwt": {"claims": {}, "scopes": ["read"]}})
    );
}

/// As the developer guide says of `$default` with an authorizer.
#[tokio::test]
async fn a_default_route_with_an_authorizer_refuses_preflight_requests() {
    let more = format!("{CORS}\n{TOKENS}");
    let document = api("2.0", &["$default"], &more);
    let answered = ask(document, None, preflight("https://a.example")).await;
    assert_eq!(answered.status(), 401);
}
