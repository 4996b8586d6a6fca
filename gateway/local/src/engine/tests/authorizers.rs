//! Lambda authorizers that are asked.

use super::{LocalGateway, read};
use crate::{Function, Invocation, Outcome, Trace};
use bytes::Bytes;
use futures_util::{FutureExt, future::BoxFuture};
use http::{Request, Response};
use serde_json::{Value, json};
use std::sync::{Arc, Mutex};

/// `SCHEME` is the authorizer, and `/any` the path of all requests.
const DOCUMENT: &str = r#"
components:
  securitySchemes:
    Guard:
      type: apiKey
      name: Authorization
      in: header
      x-amazon-apigateway-authtype: custom
      x-amazon-apigateway-authorizer: SCHEME
paths:
  /any/{id}:
    x-amazon-apigateway-any-method:
      security: [{Guard: []}]
      responses: {200: {description: d}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: URI
        requestTemplates: {application/json: '"$context.authorizer.principalId $context.authorizer.role"'}
        responses: {default: {statusCode: 200}}
"#;
const TOKEN: &str = "{type: token, authorizerUri: 'arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/guard/invocations', identityValidationExpression: '[a-z ]+'}";

/// Echoes as `echo`, and as `guard` does what the token says; it keeps the guard's events.
#[derive(Clone, Default)]
struct Functions {
    events: Arc<Mutex<Vec<Value>>>,
    is_anonymous: bool,
}

impl Function for Functions {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        if invocation.function == "echo" {
            return async move { Outcome::Payload(invocation.payload) }.boxed();
        }
        let event: Value = serde_json::from_str(&invocation.payload).unwrap();
        let token = event["authorizationToken"].as_str();
        let token = token.or(event["headers"]["Authorization"].as_str());
        let allow = |resource: &str| {
            let statement =
                json!([{"Effect": "Allow", "Action": "execute-api:Invoke", "Resource": resource}]);
            json!({"principalId": "Ada", "policyDocument": {"Statement": statement}, "context": {"role": "cook"}})
        };
        let outcome = match token.unwrap_or_default() {
            "unauthorized" => Outcome::failed("Error", "Unauthorized"),
            "throws" => Outcome::failed("Error", "10.0.0.7 is down"),
            "nonsense" => Outcome::Payload("[]".to_owned()),
            "nested" => {
                let mut answer = allow("*");
                answer["context"]["role"] = json!(["cook"]);
                Outcome::Payload(answer.to_string())
            }
            "get" => Outcome::Payload(allow("arn:*:local/local/GET/any/*").to_string()),
            _ => Outcome::Payload(allow("*").to_string()),
        };
        self.events.lock().unwrap().push(event);
        async move { outcome }.boxed()
    }

    fn is_named(&self, name: &str) -> bool {
        !self.is_anonymous && ["echo", "guard"].contains(&name)
    }
}

impl Functions {
    fn asked(&self) -> usize {
        self.events.lock().unwrap().len()
    }
}

fn gateway(scheme: &str, functions: &Functions) -> LocalGateway {
    LocalGateway::new(read(&DOCUMENT.replace("SCHEME", scheme)), functions.clone())
}

async fn ask(gateway: &LocalGateway, request: &str, token: &str) -> (Response<Bytes>, Trace) {
    let (method, path) = request.split_once(' ').unwrap();
    let request = Request::builder().method(method).uri(path);
    let request = request.header("authorization", token).body(Bytes::new());
    gateway.answer(request.unwrap()).await
}

async fn answer(token: &str) -> (u16, String, String) {
    let gateway = gateway(TOKEN, &Functions::default());
    let (response, _) = ask(&gateway, "GET /any/7", token).await;
    let exception = response.headers().get("x-amzn-errortype");
    (
        response.status().as_u16(),
        String::from_utf8(response.body().to_vec()).unwrap(),
        exception.map_or_else(String::new, |it| it.to_str().unwrap().to_owned()),
    )
}

#[tokio::test]
async fn a_token_is_let_in_or_refused() {
    assert_eq!(
        answer("all").await,
        (200, "\"Ada cook\"".to_owned(), String::new())
    );
    for (token, status, body, exception) in [
        (
            "",
            401,
            r#"{"message":"Unauthorized"}"#,
            "UnauthorizedException",
        ),
        (
            "NOT LOWER",
            401,
            r#"{"message":"Unauthorized"}"#,
            "UnauthorizedException",
        ),
        (
            "unauthorized",
            401,
            r#"{"message":"Unauthorized"}"#,
            "UnauthorizedException",
        ),
        (
            "throws",
            500,
            r#"{"message":null}"#,
            "AuthorizerConfigurationException",
        ),
        (
            "nonsense",
            500,
            r#"{"message":null}"#,
            "AuthorizerConfigurationException",
        ),
        (
            "nested",
            500,
            r#"{"message":null}"#,
            "AuthorizerConfigurationException",
        ),
    ] {
        let expected = (status, body.to_owned(), exception.to_owned());
        assert_eq!(answer(token).await, expected, "{token}");
    }
}

#[tokio::test]
async fn a_policy_is_cached_and_holds_for_every_operation() {
    let functions = Functions::default();
    let cached = gateway(TOKEN, &functions);
    for _ in 0..2 {
        assert_eq!(ask(&cached, "GET /any/7", "get").await.0.status(), 200);
    }
    let (response, trace) = ask(&cached, "POST /any/7", "get").await;
    assert_eq!(response.status(), 403);
    assert_eq!(
        *response.body(),
        r#"{"Message":"User is not authorized to access this resource"}"#
    );
    assert!(
        trace.to_string().contains("its answer is cached"),
        "{trace}"
    );
    assert_eq!(functions.asked(), 1);
    ask(&cached, "GET /any/7", "other").await;
    assert_eq!(functions.asked(), 2);
    for _ in 0..2 {
        ask(&cached, "GET /any/7", "throws").await;
    }
    assert_eq!(functions.asked(), 4, "a failure is not cached");

    let functions = Functions::default();
    let uncached = TOKEN.replace("{type", "{authorizerResultTtlInSeconds: 0, type");
    let uncached = gateway(&uncached, &functions);
    for _ in 0..2 {
        ask(&uncached, "GET /any/7", "get").await;
    }
    assert_eq!(functions.asked(), 2);
}

#[tokio::test]
async fn a_request_authorizer_gets_the_request() {
    let scheme = TOKEN.replace(
        "type: token",
        "type: request, identitySource: 'method.request.querystring.key, context.httpMethod'",
    );
    let scheme = scheme.replace("[a-z ]+", "[A-Za-z]+");
    let functions = Functions::default();
    let gateway = gateway(&scheme, &functions);
    assert_eq!(ask(&gateway, "GET /any/7", "all").await.0.status(), 401);
    assert_eq!(functions.asked(), 0, "an identity source is missing");
    assert_eq!(
        ask(&gateway, "GET /any/7?key=a", "all").await.0.status(),
        200
    );
    let event = functions.events.lock().unwrap()[0].clone();
    assert_eq!(event["type"], "REQUEST");
    assert_eq!(
        event["methodArn"],
        "arn:aws:execute-api:us-east-1:000000000000:local/local/GET/any/7"
    );
    assert_eq!(event["pathParameters"], json!({"id": "7"}));
    assert_eq!(event["queryStringParameters"], json!({"key": "a"}));
    assert!(event.get("body").is_none(), "{event}");
}

#[tokio::test]
async fn a_stand_in_takes_every_credential_where_there_is_no_such_function() {
    let functions = Functions {
        is_anonymous: true,
        ..Functions::default()
    };
    let gateway = gateway(TOKEN, &functions);
    let (response, trace) = ask(&gateway, "GET /any/7", "throws").await;
    assert_eq!(response.status(), 200);
    assert!(
        trace.to_string().contains("a stand-in of the authorizer"),
        "{trace}"
    );
    assert_eq!(functions.asked(), 0);
}
