//! Mock integrations, `OPTIONS`, and which template renders what.

use super::{ask, document, operation, post};
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
