//! Lambda authorizers, as the developer guide documents them.

use super::{Value, json, read};
use crate::{Document, Function, Invocation, LocalGateway, Outcome, Trace};
use bytes::Bytes;
use futures_util::{FutureExt, future::BoxFuture};
use http::{Request, Response};
use std::sync::{Arc, Mutex};

/// `echo` answers with the event's authorizer, and `guard` with what the header `authorization` says; it keeps the events.
#[derive(Clone, Default)]
struct Functions(Arc<Mutex<Vec<Value>>>);

impl Function for Functions {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        let event: Value = serde_json::from_str(&invocation.payload).unwrap();
        if invocation.function == "echo" {
            let authorizer = &event["requestContext"]["authorizer"];
            let answer = json!({"statusCode": 200, "body": authorizer.to_string()});
            return async move { Outcome::Payload(answer.to_string()) }.boxed();
        }
        let headers = &event["headers"];
        let token = headers["authorization"].as_str();
        let token = token
            .or(headers["Authorization"].as_str())
            .unwrap_or_default();
        let context = json!({"n": 1, "list": ["a"], "map": {"b": true}});
        let policy = |effect: &str, resource: &str| {
            let statement =
                json!({"Effect": effect, "Action": "execute-api:Invoke", "Resource": resource});
            json!({"principalId": "Ada", "policyDocument": {"Statement": [statement]}, "context": context})
        };
        let outcome = match token {
            "yes" => {
                Outcome::Payload(json!({"isAuthorized": true, "context": context}).to_string())
            }
            "no" => {
                Outcome::Payload(json!({"isAuthorized": false, "context": context}).to_string())
            }
            "text" => Outcome::Payload(json!({"isAuthorized": "true"}).to_string()),
            "get" => Outcome::Payload(policy("Allow", "arn:*/GET/x/*").to_string()),
            "deny" => Outcome::Payload(policy("Deny", "*").to_string()),
            _ => Outcome::failed("Error", "10.0.0.7 is down"),
        };
        self.0.lock().unwrap().push(event);
        async move { outcome }.boxed()
    }

    fn is_named(&self, name: &str) -> bool {
        ["echo", "guard"].contains(&name)
    }
}

impl Functions {
    fn asked(&self) -> usize {
        self.0.lock().unwrap().len()
    }

    fn event(&self) -> Value {
        self.0.lock().unwrap().last().unwrap().clone()
    }
}

/// An authorizer with these members, in front of `echo`, which gets the payload format `format`.
fn document(format: &str, authorizer: &str) -> Document {
    let document = read(&format!(
        "
paths:
  /x/{{id}}:
    x-amazon-apigateway-any-method:
      security: [{{Guard: []}}]
      x-amazon-apigateway-integration: {{type: aws_proxy, uri: URI, payloadFormatVersion: '{format}'}}
components:
  securitySchemes:
    Guard:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authorizer: {{type: request, authorizerUri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/guard/invocations', {authorizer}}}
"
    ));
    assert_eq!(document.problems, []);
    document
}

async fn ask(gateway: &LocalGateway, request: &str, token: &str) -> (Response<Bytes>, Trace) {
    let (method, path) = request.split_once(' ').unwrap();
    let mut request = Request::builder().method(method).uri(path);
    if !token.is_empty() {
        request = request.header("authorization", token);
    }
    let request = request.body(Bytes::from_static(b"secret body"));
    gateway.answer(request.unwrap()).await
}

const SIMPLE: &str = "authorizerPayloadFormatVersion: '2.0', enableSimpleResponses: true, identitySource: '$request.header.Authorization'";
const POLICY: &str =
    "authorizerPayloadFormatVersion: '2.0', identitySource: '$request.header.Authorization'";
const OLD: &str = "authorizerPayloadFormatVersion: '1.0', identitySource: '$request.querystring.key, $request.header.Authorization'";

#[tokio::test]
async fn answers_let_in_or_refuse() {
    const FORBIDDEN: &str = r#"{"message":"Forbidden"}"#;
    const FAILED: &str = r#"{"message":"Internal Server Error"}"#;
    for (authorizer, token, status, body) in [
        (
            SIMPLE,
            "yes",
            200,
            r#"{"lambda":{"list":["a"],"map":{"b":true},"n":1}}"#,
        ),
        (SIMPLE, "no", 403, FORBIDDEN),
        (SIMPLE, "", 401, r#"{"message":"Unauthorized"}"#),
        (SIMPLE, "text", 500, FAILED),
        // A policy is not a simple answer, and the other way round.
        (SIMPLE, "get", 500, FAILED),
        (SIMPLE, "throws", 500, FAILED),
        (
            POLICY,
            "get",
            200,
            r#"{"lambda":{"list":["a"],"map":{"b":true},"n":1,"principalId":"Ada"}}"#,
        ),
        (POLICY, "deny", 403, FORBIDDEN),
        (POLICY, "yes", 500, FAILED),
        (
            OLD,
            "get",
            200,
            r#"{"lambda":{"list":["a"],"map":{"b":true},"n":1,"principalId":"Ada"}}"#,
        ),
        (OLD, "deny", 403, FORBIDDEN),
    ] {
        let gateway = LocalGateway::new(document("2.0", authorizer), Functions::default());
        let (response, trace) = ask(&gateway, "GET /x/7?key=k", token).await;
        let answered = (response.status().as_u16(), &response.body()[..]);
        assert_eq!(answered, (status, body.as_bytes()), "{token}: {trace}");
    }
    // A function with the format 1.0 has the members where REST APIs have them.
    let gateway = LocalGateway::new(document("1.0", SIMPLE), Functions::default());
    let (response, _) = ask(&gateway, "GET /x/7", "yes").await;
    assert_eq!(response.body(), r#"{"list":["a"],"map":{"b":true},"n":1}"#);
}

#[tokio::test]
async fn an_event_has_the_documented_members() {
    const ARN: &str = "arn:aws:execute-api:us-east-1:000000000000:local/$default/POST/x/7";
    let functions = Functions::default();
    let gateway = LocalGateway::new(document("2.0", SIMPLE), functions.clone());
    ask(&gateway, "POST /x/7?a=1&a=2", "yes").await;
    let event = functions.event();
    for (member, value) in [
        ("version", json!("2.0")),
        ("type", json!("REQUEST")),
        ("routeArn", json!(ARN)),
        ("identitySource", json!(["yes"])),
        ("routeKey", json!("ANY /x/{id}")),
        ("rawPath", json!("/x/7")),
        ("rawQueryString", json!("a=1&a=2")),
        ("queryStringParameters", json!({"a": "1,2"})),
        ("pathParameters", json!({"id": "7"})),
        ("body", Value::Null),
        ("isBase64Encoded", Value::Null),
        ("methodArn", Value::Null),
    ] {
        assert_eq!(event[member], value, "{member}");
    }
    assert_eq!(event["requestContext"]["http"]["method"], "POST");

    let functions = Functions::default();
    let gateway = LocalGateway::new(document("2.0", OLD), functions.clone());
    ask(&gateway, "POST /x/7?key=k", "get").await;
    let event = functions.event();
    for (member, value) in [
        ("version", json!("1.0")),
        ("type", json!("REQUEST")),
        ("methodArn", json!(ARN)),
        ("identitySource", json!("k,get")),
        ("authorizationToken", json!("k,get")),
        ("resource", json!("/x/{id}")),
        ("path", json!("/x/7")),
        ("httpMethod", json!("POST")),
        ("body", Value::Null),
        ("routeArn", Value::Null),
    ] {
        assert_eq!(event[member], value, "{member}");
    }
}

/// Nothing is cached unless the document says how long, and one answer is for all routes unless `$context.routeKey` is a source.
#[tokio::test]
async fn answers_are_cached_by_their_identity_sources() {
    for (more, sources, requests, asked) in [
        (
            "",
            "$request.header.Authorization",
            ["GET /x/1", "GET /x/1"],
            2,
        ),
        (
            "authorizerResultTtlInSeconds: 60, ",
            "$request.header.Authorization",
            ["GET /x/1", "POST /x/2"],
            1,
        ),
        (
            "authorizerResultTtlInSeconds: 60, ",
            "$request.header.Authorization, $context.httpMethod",
            ["GET /x/1", "POST /x/2"],
            2,
        ),
        (
            "authorizerResultTtlInSeconds: 60, ",
            "$stageVariables.nothing",
            ["GET /x/1", "GET /x/1"],
            0,
        ),
    ] {
        let functions = Functions::default();
        let authorizer = format!(
            "{more}authorizerPayloadFormatVersion: 2.0, enableSimpleResponses: true, identitySource: '{sources}'"
        );
        let gateway = LocalGateway::new(document("2.0", &authorizer), functions.clone());
        for request in requests {
            ask(&gateway, request, "yes").await;
        }
        assert_eq!(functions.asked(), asked, "{authorizer}");
    }
}

/// Without identity sources, the authorizer is always asked.
#[tokio::test]
async fn an_authorizer_without_identity_sources_sees_every_request() {
    let functions = Functions::default();
    let authorizer = "authorizerPayloadFormatVersion: '2.0', enableSimpleResponses: true, authorizerResultTtlInSeconds: 60";
    let gateway = LocalGateway::new(document("2.0", authorizer), functions.clone());
    for _ in 0..2 {
        let (response, _) = ask(&gateway, "GET /x/1", "").await;
        assert_eq!(response.status(), 500, "the function throws");
    }
    ask(&gateway, "GET /x/1", "yes").await;
    ask(&gateway, "GET /x/1", "yes").await;
    assert_eq!(functions.asked(), 4);
    assert_eq!(functions.event()["identitySource"], json!([]));
}
