//! Mock integrations, `OPTIONS`, and which template renders what.

use super::{Recorder, ask, document, operation, post};
use crate::{LocalGateway, Trace, engine::mock};
use bytes::Bytes;
use http::Request;

const ECHO: &str = r#"  /x:
    post:
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: 200, responseTemplates: {application/json: 'TEMPLATE'}}}
"#;

#[tokio::test]
async fn the_status_code_of_the_template_is_what_patterns_see() {
    for (code, status) in [("200", 200), ("202", 200), ("404", 404), ("\"x\"", 500)] {
        let document = operation(
            "mock",
            "200 404",
            &format!(
                "requestTemplates: {{application/json: '{{\"statusCode\": {code}}}'}}\nresponses: {{'2\\d{{2}}': {{statusCode: 200}}, '4\\d\\d': {{statusCode: 404}}}}"
            ),
        );
        let answered = ask(document, None, post("")).await;
        assert_eq!(answered.status(), status, "{code}");
        assert!(answered.recorder.events.lock().unwrap().is_empty());
    }
}

/// The first two are recorded on AWS, the others are second hand.
#[tokio::test]
async fn the_request_of_a_mock_is_read_leniently() {
    let deep = "[".repeat(1_000_000);
    for (request, status) in [
        ("{statusCode: 200}", 200),
        ("{ statusCode: 204 }", 204),
        ("{statusCode:204}", 204),
        ("{'statusCode': 204}", 204),
        ("{\"statusCode\": 204,}", 204),
        ("{\"statusCode\": \"204\"}", 500),
        ("{\"statusCode\": 204", 500),
        ("{\"statusCode\": }", 500),
        ("statusCode: 204", 500),
        (&deep[..2_000], 500),
        (&deep, 500),
    ] {
        let mut trace = Trace::default();
        let found = mock::status(request, &mut trace);
        let expected = (status != 500).then_some(status);
        assert_eq!(
            found.ok(),
            expected,
            "{}",
            &request[..request.len().min(30)]
        );
    }
    let preflight = "  /x:\n    options:\n      responses: {204: {description: d}}\n      x-amazon-apigateway-integration: {type: mock, requestTemplates: {application/json: '{ statusCode: 200 }'}, responses: {default: {statusCode: '204'}}}\n";
    let request = Request::options("/x").body("").unwrap();
    assert_eq!(ask(document(preflight), None, request).await.status(), 204);
}

#[tokio::test]
async fn a_mock_without_a_template_answers_an_empty_body() {
    let document = operation(
        "mock",
        "200",
        "requestTemplates: {application/json: '{\"statusCode\": 200}'}\nresponses: {default: {statusCode: 200}}",
    );
    let answered = ask(document, None, post("ignored")).await;
    assert_eq!((answered.status(), answered.body()), (200, ""));
}

#[tokio::test]
async fn templates_see_parameters_and_context() {
    for (template, body) in [
        (
            "$input.params().header.get(\"X-Foo\") $input.params(\"q\") $context.httpMethod $context.resourcePath $context.stage",
            "h b POST /x local",
        ),
        (
            "$input.params(\"nothing\")|$context.nothing|$stageVariables.fn",
            "||echo",
        ),
        (
            "$context.path $context.identity.sourceIp",
            "/local/x 127.0.0.1",
        ),
    ] {
        let document = document(&ECHO.replace("TEMPLATE", template));
        let request = Request::post("/x?q=a&q=b")
            .header("X-Foo", "h")
            .body("")
            .unwrap();
        assert_eq!(ask(document, None, request).await.body(), body);
    }
}

/// The keys that AWS was recorded to give.
#[tokio::test]
async fn the_context_has_the_recorded_keys() {
    let keys = |template: &str| document(&ECHO.replace("TEMPLATE", template));
    let answered = ask(keys("$context.keySet()"), None, post("")).await;
    for key in [
        "resourceId",
        "resourcePath",
        "httpMethod",
        "extendedRequestId",
        "requestTime",
        "path",
        "accountId",
        "protocol",
        "requestOverride",
        "stage",
        "domainPrefix",
        "requestTimeEpoch",
        "requestId",
        "identity",
        "domainName",
        "deploymentId",
        "responseOverride",
        "apiId",
    ] {
        assert!(answered.body().contains(key), "{key}");
    }
    let answered = ask(keys("$context.identity.keySet()"), None, post("")).await;
    for key in [
        "cognitoIdentityPoolId",
        "accountId",
        "cognitoIdentityId",
        "caller",
        "sourceIp",
        "principalOrgId",
        "accessKey",
        "cognitoAuthenticationType",
        "cognitoAuthenticationProvider",
        "userArn",
        "userAgent",
        "user",
    ] {
        assert!(answered.body().contains(key), "{key}");
    }
    let answered = ask(
        keys("$context.responseOverride.keySet()$context.authorizer"),
        None,
        post(""),
    )
    .await;
    assert!(answered.body().contains("header") && !answered.body().contains("status"));
    assert!(answered.body().ends_with("{}"));
}

#[tokio::test]
async fn options_is_an_operation_like_any_other() {
    let document = document(
        r#"  /x:
    options:
      responses: {204: {description: d, headers: {Access-Control-Allow-Origin: {}, Access-Control-Allow-Methods: {}}}}
      x-amazon-apigateway-integration:
        type: MOCK
        requestTemplates: {application/json: '{"statusCode": 204}'}
        responses:
          default:
            statusCode: 204
            responseParameters:
              method.response.header.Access-Control-Allow-Origin: "'*'"
              method.response.header.Access-Control-Allow-Methods: "'GET,POST'"
"#,
    );
    let request = Request::options("/x")
        .header("Origin", "https://a.example")
        .body("")
        .unwrap();
    let answered = ask(document, None, request).await;
    assert_eq!(answered.status(), 204);
    assert_eq!(answered.header("access-control-allow-origin"), Some("*"));
    assert_eq!(
        answered.header("access-control-allow-methods"),
        Some("GET,POST")
    );
}

#[tokio::test]
async fn an_empty_template_passes_the_body_through() {
    for template in ["''", "null"] {
        let document = operation(
            "aws",
            "200",
            &format!(
                "responses: {{default: {{statusCode: 200, responseTemplates: {{application/json: {template}}}}}}}"
            ),
        );
        assert_eq!(ask(document, None, post("[1, 2]")).await.body(), "[1, 2]");
    }
}

#[tokio::test]
async fn a_template_that_fails_is_a_500() {
    let document = document(&ECHO.replace("TEMPLATE", "$input.body.substring(99)"));
    let answered = ask(document, None, post("")).await;
    assert_eq!(answered.status(), 500);
    assert!(answered.is_unverified());
}

/// `LocalStack`'s AWS-validated test `test_proxy_routing_with_hardcoded_resource_sibling`, and what follows from it.
#[tokio::test]
async fn a_method_that_the_best_path_lacks_is_looked_for_at_the_next() {
    let at = |path: &str, method: &str| {
        format!(
            "  {path}:\n    {method}:\n      responses: {{200: {{description: d}}}}\n      x-amazon-apigateway-integration:\n        type: mock\n        requestTemplates: {{application/json: '{{\"statusCode\": 200}}'}}\n        responses: {{default: {{statusCode: 200, responseTemplates: {{application/json: '{method} {path}'}}}}}}\n"
        )
    };
    let paths = [
        at("/test", "post"),
        at("/{proxy+}", "options"),
        at("/{name}", "x-amazon-apigateway-any-method"),
        at("/test/deep", "get"),
    ]
    .concat();
    for (method, path, body) in [
        ("POST", "/test", "post /test"),
        ("OPTIONS", "/test/deep", "options /{proxy+}"),
        ("OPTIONS", "/test", "x-amazon-apigateway-any-method /{name}"),
        ("GET", "/test/deep", "get /test/deep"),
        (
            "POST",
            "/test/deep",
            r#"{"message":"Missing Authentication Token"}"#,
        ),
    ] {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .body("")
            .unwrap();
        let answered = ask(document(&paths), None, request).await;
        assert_eq!(answered.body(), body, "{method} {path}");
    }
}

/// Without canary settings there is no such member.
#[tokio::test]
async fn the_context_says_whether_a_request_goes_to_the_canary() {
    for (canary, body) in [(None, "|"), (Some(false), "false|"), (Some(true), "true|")] {
        let document = document(&ECHO.replace("TEMPLATE", "$context.isCanaryRequest|"));
        let mut gateway = LocalGateway::new(document, Recorder::default());
        if let Some(canary) = canary {
            gateway = gateway.canary_request(canary);
        }
        let (response, _) = gateway.answer(post("").map(Bytes::from)).await;
        assert_eq!(response.body(), body);
    }
}

/// `LocalStack`'s AWS-validated test `test_apigateway_header_remapping_aws`: what `$input.params()` does not show.
#[tokio::test]
async fn templates_do_not_see_some_headers() {
    let template = "$input.params(\"Expect\")$input.params(\"Max-Forwards\")$input.params(\"Proxy-Authenticate\")$input.params(\"Trailer\")$input.params(\"Transfer-Encoding\")$input.params(\"Upgrade\")|$input.params(\"Te\")";
    let mut request = Request::post("/x");
    for name in [
        "Expect",
        "Max-Forwards",
        "Proxy-Authenticate",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "TE",
    ] {
        request = request.header(name, "v");
    }
    let document = document(&ECHO.replace("TEMPLATE", template));
    let answered = ask(document, None, request.body("").unwrap()).await;
    assert_eq!(answered.body(), "|v");
}

#[tokio::test]
async fn literals_beat_parameters_and_parameters_the_rest() {
    let at = |path: &str, name: &str| {
        format!(
            "  {path}:\n    x-amazon-apigateway-any-method:\n      responses: {{200: {{description: d}}}}\n      x-amazon-apigateway-integration:\n        type: mock\n        requestTemplates: {{application/json: '{{\"statusCode\": 200}}'}}\n        responses: {{default: {{statusCode: 200, responseTemplates: {{application/json: '{name} $input.params().path'}}}}}}\n"
        )
    };
    for (path, body) in [
        ("/carts", "carts {}"),
        ("/carts/mine", "mine {}"),
        ("/carts/c%201", "cart {cart=c 1}"),
        ("/carts/1/items", "rest {proxy=carts/1/items}"),
        ("/", "root {}"),
    ] {
        let paths = [
            at("/{proxy+}", "rest"),
            at("/carts/{cart}", "cart"),
            at("/carts/mine", "mine"),
            at("/carts", "carts"),
            at("/", "root"),
        ];
        let request = Request::delete(path).body("").unwrap();
        let answered = ask(document(&paths.concat()), None, request).await;
        assert_eq!(answered.body(), body);
    }
}
