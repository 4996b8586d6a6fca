//! What the gateway answers by itself.

use super::{ask, custom, post, read};
use crate::document::Schemas;
use apigw_java_regex::StepBudget;
use http::Request;
use serde_json::{Value, json};

const VALIDATED: &str = r"
x-amazon-apigateway-request-validators:
  all: {validateRequestBody: true, validateRequestParameters: true}
x-amazon-apigateway-request-validator: all
components:
  schemas:
    Item: {type: object, required: [a, b], properties: {a: {type: number}, b: {type: integer, minimum: 1}}, additionalProperties: false}
paths:
  /x/{issuer}:
    post:
      parameters:
        - {name: qs1, in: query, required: true}
        - {name: optional, in: query}
        - {name: issuer, in: path, required: true}
        - {name: x-header-param, in: header, required: true}
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Item'}}}}
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: URI
        responses: {default: {statusCode: 200}}
";

fn valid(body: &'static str) -> Request<&'static str> {
    Request::post("/x/i?qs1=1")
        .header("x-header-param", "1")
        .body(body)
        .unwrap()
}

#[tokio::test]
async fn missing_parameters_are_listed() {
    let request = Request::post("/x/i").body(r#"{"a":1,"b":2}"#).unwrap();
    let answered = ask(read(VALIDATED), None, request).await;
    assert_eq!(answered.status(), 400);
    assert_eq!(
        answered.body(),
        r#"{"message":"Missing required request parameters: [x-header-param, qs1]"}"#
    );
    assert_eq!(
        answered.trace.gateway_response(),
        Some("BAD_REQUEST_PARAMETERS")
    );
}

#[tokio::test]
async fn a_parameter_that_is_blank_is_missing() {
    let request = Request::post("/x/i?qs1=%20").header("x-header-param", "");
    let request = request.body(r#"{"a":1,"b":2}"#).unwrap();
    let answered = ask(read(VALIDATED), None, request).await;
    assert_eq!(
        answered.body(),
        r#"{"message":"Missing required request parameters: [x-header-param, qs1]"}"#
    );
}

#[tokio::test]
async fn a_model_that_contains_itself_twice_ends() {
    let document = VALIDATED.replace(
        "additionalProperties: false}",
        "additionalProperties: {$ref: '#/components/schemas/Item'}, anyOf: [{$ref: '#/components/schemas/Item'}, {$ref: '#/components/schemas/Item'}]}",
    );
    let answered = ask(read(&document), None, valid(r#"{"a":1,"b":2,"c":{}}"#)).await;
    assert_eq!(answered.status(), 400);
}

#[tokio::test]
async fn a_body_that_breaks_its_model_is_refused() {
    for body in [
        "{",
        "",
        "[]",
        r#"{"a":1}"#,
        r#"{"a":1,"b":1.5}"#,
        r#"{"a":1,"b":0}"#,
        r#"{"a":1,"b":2,"c":3}"#,
    ] {
        let answered = ask(read(VALIDATED), None, valid(body)).await;
        assert_eq!(answered.status(), 400, "{body}");
        assert_eq!(answered.body(), r#"{"message":"Invalid request body"}"#);
    }
    let answered = ask(read(VALIDATED), None, valid(r#"{"a":1.5,"b":2}"#)).await;
    assert_eq!(answered.status(), 200);
}

#[tokio::test]
async fn a_body_without_a_model_is_not_validated() {
    let mut request = valid("x");
    request
        .headers_mut()
        .insert("content-type", "text/xml".parse().unwrap());
    let answered = ask(read(VALIDATED), None, request).await;
    assert_eq!(answered.trace.gateway_response(), None);
    assert!(answered.is_unverified());
}

const DRESSED: &str = r#"
x-amazon-apigateway-gateway-responses:
  DEFAULT_4XX:
    responseParameters: {gatewayresponse.header.Access-Control-Allow-Origin: "'*'", gatewayresponse.header.Echo: method.request.header.X-Foo}
    responseTemplates:
      application/json: '{"m":"$context.error.message","s":$context.error.messageString,"t":"$context.error.responseType","p":"$context.path","v":"$stageVariables.fn","h":"$method.request.header.X-Foo","cost":"$5"}'
      text/plain: '$context.error.message'
  DEFAULT_5XX: {statusCode: 599}
  AUTHORIZER_FAILURE: {statusCode: 500}
  MISSING_AUTHENTICATION_TOKEN: {statusCode: 404}
paths:
  /x:
    post:
      responses: {}
      x-amazon-apigateway-integration: {type: aws, httpMethod: POST, uri: URI, responses: {default: {statusCode: 200}}}
"#;

#[tokio::test]
async fn gateway_responses_are_substituted_not_rendered() {
    let request = |accept: &str| {
        Request::get("/y")
            .header("X-Foo", "foo")
            .header("Accept", accept.to_owned())
            .body("")
            .unwrap()
    };
    let answered = ask(read(DRESSED), None, request("*/*")).await;
    assert_eq!(answered.status(), 404);
    assert_eq!(
        answered.body(),
        r#"{"m":"Missing Authentication Token","s":"Missing Authentication Token","t":"MISSING_AUTHENTICATION_TOKEN","p":"/local/y","v":"echo","h":"foo","cost":"$5"}"#
    );
    assert_eq!(answered.header("access-control-allow-origin"), Some("*"));
    assert_eq!(answered.header("echo"), Some("foo"));
    let answered = ask(read(DRESSED), None, request("text/plain")).await;
    assert_eq!(answered.body(), "Missing Authentication Token");
    assert_eq!(answered.header("content-type"), Some("text/plain"));
}

#[tokio::test]
async fn the_default_of_a_class_changes_what_says_nothing_itself() {
    let answered = ask(read(DRESSED), None, post("{}")).await;
    assert_eq!(answered.status(), 599);
    assert_eq!(
        answered.trace.gateway_response(),
        Some("API_CONFIGURATION_ERROR")
    );
}

const SECURED: &str = r#"
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: x-api-key}
    users:
      type: apiKey
      in: header
      name: Authorization
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: {type: token}
    iam: {type: apiKey, in: header, name: Authorization, x-amazon-apigateway-authtype: awsSigv4}
paths:
  /x:
    post: &operation
      security: [{key: []}]
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: URI
        requestTemplates: {application/json: '"$context.identity.apiKey $context.authorizer.principalId"'}
        responses: {default: {statusCode: 200}}
    get:
      <<: *operation
      security: [{users: []}]
    put:
      <<: *operation
      security: [{iam: []}]
    delete:
      <<: *operation
      security: [{key: [], users: []}]
"#;

#[tokio::test]
async fn credentials_must_be_there_whatever_they_are() {
    for (method, key, token, expected) in [
        ("POST", false, false, Err((403, "Forbidden"))),
        ("POST", true, false, Ok("\"k \"")),
        ("GET", false, false, Err((401, "Unauthorized"))),
        ("GET", false, true, Ok("\" local\"")),
        (
            "PUT",
            true,
            false,
            Err((403, "Missing Authentication Token")),
        ),
        ("DELETE", true, false, Err((401, "Unauthorized"))),
        ("DELETE", true, true, Ok("\"k local\"")),
    ] {
        let mut request = Request::builder().method(method).uri("/x");
        if key {
            request = request.header("x-api-key", "k");
        }
        if token {
            request = request.header("Authorization", "t");
        }
        let answered = ask(read(SECURED), None, request.body("").unwrap()).await;
        match expected {
            Ok(body) => assert_eq!(answered.body(), body, "{method} {key} {token}"),
            Err((status, message)) => {
                assert_eq!(answered.status(), status, "{method} {key} {token}");
                assert_eq!(answered.body(), format!(r#"{{"message":"{message}"}}"#));
            }
        }
    }
}

#[tokio::test]
async fn sizes_have_limits() {
    let document = || custom("200", "responses: {default: {statusCode: 200}}");
    let body: &'static str = " ".repeat(10 * 1024 * 1024 + 1).leak();
    let answered = ask(document(), None, post(body)).await;
    assert_eq!(
        (answered.status(), answered.body()),
        (413, r#"{"message":"Request Too Long"}"#)
    );
    let mut request = post("{}");
    request
        .headers_mut()
        .insert("long", "v".repeat(10_240).parse().unwrap());
    let answered = ask(document(), None, request).await;
    assert_eq!(answered.status(), 413);
    assert!(answered.is_unverified());
}

#[test]
fn a_validation_ends_within_its_steps() {
    let enumerated = json!({"items": {"enum": (0..20_000).collect::<Vec<_>>()}});
    let pattern = json!({"items": {"pattern": "^(x+x+)+y$"}});
    let numbers = json!((0..200_000).rev().collect::<Vec<_>>());
    let words = json!(["x".repeat(5000), "x".repeat(5000)]);
    for (schema, body) in [(enumerated, &numbers), (pattern, &words)] {
        let mut budget = StepBudget::steps(1_000_000);
        let violations = Schemas::default().violations_within(&schema, body, &mut budget);
        assert_eq!(budget.left(), 0, "{schema}");
        assert!(!violations.is_empty(), "{schema}");
    }
    let items = json!(vec![json!({"n0": 1}); 3_000]);
    let names: Vec<_> = (0..5_000).map(|n| format!("n{n}")).collect();
    let list = json!((0..20_000).collect::<Vec<_>>());
    let text = json!("é".repeat(100_000));
    let times = |count: usize, schema: Value| json!({"allOf": vec![schema; count]});
    let patterns: Vec<_> = (0..99)
        .map(|n| json!({"pattern": format!("[a-z]{{90}}{n}")}))
        .collect();
    for (what, schema, body) in [
        (
            "required names",
            json!({"items": {"anyOf": [{"required": names}, {}]}}),
            &items,
        ),
        (
            "types",
            json!({"items": {"anyOf": [{"type": names}, {}]}}),
            &items,
        ),
        (
            "unique items",
            times(200, json!({"uniqueItems": true})),
            &list,
        ),
        ("equal values", times(200, json!({"enum": [list]})), &list),
        ("lengths", times(200, json!({"minLength": 1})), &text),
        ("patterns", json!({"allOf": patterns}), &text),
        (
            "a negation",
            json!({"not": times(200, json!({"minLength": 1}))}),
            &text,
        ),
    ] {
        let mut budget = StepBudget::steps(1_000_000);
        let violations = Schemas::default().violations_within(&schema, body, &mut budget);
        assert_eq!(budget.left(), 0, "{what}");
        let over = "the body nests too deep, or takes too long to validate";
        assert!(
            violations.iter().any(|violation| violation == over),
            "{what}: {violations:?}"
        );
    }
    let texts = json!({"items": {"type": "string"}});
    assert_eq!(Schemas::default().violations(&texts, &numbers).len(), 100);
}

#[test]
fn the_pattern_of_a_model_is_compiled_for_the_first_body_only() {
    let schemas = Schemas::default();
    let schema = json!({"pattern": "^[a-z]{90}$"});
    let steps = |body: &str| {
        let mut budget = StepBudget::steps(1_000_000);
        let violations = schemas.violations_within(&schema, &json!(body), &mut budget);
        (violations.len(), 1_000_000 - budget.left())
    };
    let (first, later) = (steps("tea"), steps("pot"));
    assert_eq!((first.0, later.0), (1, 1));
    assert!(later.1 * 3 < first.1, "{first:?} {later:?}");
    assert_eq!(steps(&"x".repeat(90)).0, 0);
}

#[test]
fn violations_show_the_beginning_of_large_values() {
    let large = json!(vec!["x".repeat(1_000); 1_000]);
    let names: Vec<_> = (0..5_000).map(|n| format!("n{n}")).collect();
    let long: serde_json::Map<_, _> = [("k".repeat(100_000), json!(1))].into_iter().collect();
    for (schema, body) in [
        (json!({"enum": [1]}), &large),
        (json!({"required": names}), &json!({})),
        (json!({"type": names}), &json!(1)),
        (json!({"additionalProperties": false}), &json!(long)),
        (json!({"pattern": "y".repeat(5_000)}), &json!("x")),
    ] {
        let violations = Schemas::default().violations(&schema, body);
        assert_eq!(violations.len(), 1, "{violations:?}");
        assert!(violations[0].len() < 600, "{}", violations[0].len());
        assert!(violations[0].contains('…'), "{violations:?}");
    }
    let small = json!({"enum": ["a"]});
    assert_eq!(
        Schemas::default().violations(&small, &json!("b")),
        [r#"instance value ("b") not found in enum"#]
    );
}

#[tokio::test]
async fn a_gateway_response_is_at_most_as_large_as_an_answer() {
    let document = |times: usize| {
        let text = "$method.request.header.Long".repeat(times);
        read(&format!(
            "x-amazon-apigateway-gateway-responses: {{DEFAULT_4XX: {{responseTemplates: {{application/json: '{text}'}}}}}}\n\
             paths: {{/x: {{get: {{x-amazon-apigateway-integration: {{type: mock}}}}}}}}\n"
        ))
    };
    let request = || {
        Request::get("/y")
            .header("Long", "v".repeat(5_000))
            .body("")
            .unwrap()
    };
    let answered = ask(document(2_000), None, request()).await;
    assert_eq!(
        (answered.status(), answered.body().len()),
        (403, 10_000_000)
    );
    let answered = ask(document(3_000), None, request()).await;
    assert_eq!(
        (answered.status(), answered.body()),
        (403, r#"{"message":"Missing Authentication Token"}"#)
    );
    assert!(answered.is_unverified());
}
