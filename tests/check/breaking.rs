//! Changes that break requests or answers: what the check prints, and what the local gateway answers.

use super::carts::{document, drifts, integration, response};
use futures_util::{FutureExt, future::BoxFuture};
use lambda_api_errors::{
    Api, Function, Security,
    axum::body::Bytes,
    http::Request,
    local::{Document, Function as Invoked, Invocation, LocalGateway, Outcome, ServiceFunction},
};
use serde_json::{Value, json};
use std::time::Duration;

const NAME: &str = "add_item (POST /carts/{cart}/items)";

/// A request to `add_item` with this query, body, and token.
fn request(query: &str, body: &'static str) -> Request<Bytes> {
    Request::post(format!("/carts/7/items{query}"))
        .header("Content-Type", "application/json")
        .header("X-Token", "secret")
        .body(Bytes::from_static(body.as_bytes()))
        .expect("a request")
}

/// A request for a cart that does not exist.
fn unknown_cart() -> Request<Bytes> {
    request("", r#"{"sku":"apple","quantity":1}"#)
}

/// The status that the local gateway answers with this document in front of the carts.
fn status(document: &Value, request: Request<Bytes>) -> u16 {
    let document = Document::read(&document.to_string()).expect("a document");
    let function =
        ServiceFunction::new(carts::service().expect("a service"), Duration::from_secs(3));
    status_of(&LocalGateway::new(document, function), request)
}

fn status_of(gateway: &LocalGateway, request: Request<Bytes>) -> u16 {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime");
    let (response, _) = runtime.block_on(gateway.answer(request));
    response.status().as_u16()
}

/// Checks what is printed of a changed document, and what the gateway answers before and after the change.
#[track_caller]
fn check(
    api: &Api,
    change: impl FnOnce(&mut Value),
    line: &str,
    request: impl Fn() -> Request<Bytes>,
    statuses: [u16; 2],
) {
    let mut document = document(api);
    let before = status(&document, request());
    change(&mut document);
    let lines: Vec<_> = drifts(api, &document)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(lines, [line]);
    assert_eq!([before, status(&document, request())], statuses);
}

fn change_request_template(document: &mut Value, from: &str, to: &str) {
    let template = &mut integration(document)["requestTemplates"]["application/json"];
    let old = template.as_str().expect("a template");
    let new = old.replace(from, to);
    assert_ne!(new, old);
    *template = new.into();
}

#[test]
fn bodies_that_are_binary() {
    check(
        &carts::api(),
        |document| document["x-amazon-apigateway-binary-media-types"] = json!(["*/*"]),
        "the API: `x-amazon-apigateway-binary-media-types` is `*/*`, and should not be there; remove `x-amazon-apigateway-binary-media-types`",
        unknown_cart,
        [404, 500],
    );
}

#[test]
fn bodies_that_are_converted() {
    check(
        &carts::api(),
        |document| integration(document)["contentHandling"] = json!("CONVERT_TO_BINARY"),
        &format!(
            "{NAME}: `contentHandling` is `CONVERT_TO_BINARY`, and should not be there; remove `contentHandling`"
        ),
        unknown_cart,
        [404, 500],
    );
    check(
        &carts::api(),
        |document| response(document, "404")["contentHandling"] = json!("CONVERT_TO_BINARY"),
        &format!(
            "{NAME}: `responses.404.contentHandling` is `CONVERT_TO_BINARY`, and should not be there; remove `responses.404.contentHandling`"
        ),
        unknown_cart,
        [404, 500],
    );
}

#[test]
fn the_address_of_another_service() {
    let uri = "arn:aws:apigateway:eu-west-1:dynamodb:action/PutItem";
    let expected = document(&carts::api())["paths"]["/carts/{cart}/items"]["post"]
        ["x-amazon-apigateway-integration"]["uri"]
        .clone();
    let expected: String = expected
        .as_str()
        .expect("an address")
        .chars()
        .take(120)
        .collect();
    check(
        &carts::api(),
        |document| integration(document)["uri"] = json!(uri),
        &format!(
            "{NAME}: `uri` is `{uri}`, and should be `{expected}…`; set `uri` to `{expected}…`"
        ),
        unknown_cart,
        [404, 501],
    );
}

#[test]
fn a_malformed_body_that_makes_a_malformed_event() {
    check(
        &carts::api(),
        |document| {
            change_request_template(
                document,
                r#""body":"$util.base64Encode($input.body)""#,
                r#""json":$input.body"#,
            );
        },
        &format!(
            r#"{NAME}: the template of request for `application/json` makes an event that the function does not take of a request with the body `{{`: `{{"lambdaApiErrors":1,"operation":"add_item",\u{{a}}"json":{{,\u{{a}}"query":{{"query":"text"}},\u{{a}}"path":{{"cart":"text"}},\u{{a}}"headers":{{"Con…`; take the template of the types"#
        ),
        || request("", "{"),
        [400, 500],
    );
}

#[test]
fn names_of_parameters_that_are_not_escaped() {
    check(
        &carts::api(),
        |document| {
            change_request_template(document, "#set($v=$k)$e:", r#""$k":"#);
        },
        &format!(
            r#"{NAME}: the template of request for `application/json` makes an event that the function does not take of a request with the query parameter `"`: `{{"lambdaApiErrors":1,"operation":"add_item",\u{{a}}"body":"eyJ0ZXh0IjoidGV4dCJ9",\u{{a}}"query":{{"{quote}":"text"}},\u{{a}}"path":{{"cart":"text"}}…`; take the template of the types"#,
            quote = '"'
        ),
        || request("?a%22b=1", r#"{"sku":"apple","quantity":1}"#),
        [404, 500],
    );
}

/// The local gateway invokes synchronously in any case; Lambda would answer such a call with an empty 202.
#[test]
fn a_template_that_changes_how_the_function_is_asked() {
    check(
        &carts::api(),
        |document| {
            change_request_template(
                document,
                "#set($p=$input.params())",
                "#set($p=$input.params())#set($context.requestOverride.header['X-Amz-Invocation-Type']='Event')",
            );
        },
        &format!(
            "{NAME}: the template of request for `application/json` sets `requestOverride.header.X-Amz-Invocation-Type` to `Event`, which changes how the function is asked; take the template of the types"
        ),
        unknown_cart,
        [404, 404],
    );
    check(
        &carts::api(),
        |document| {
            integration(document)["requestParameters"] =
                json!({"integration.request.header.X-Amz-Invocation-Type": "'Event'"});
        },
        &format!(
            "{NAME}: `integration.request.header.X-Amz-Invocation-Type` is `'Event'`, and should not be there; remove `integration.request.header.X-Amz-Invocation-Type`"
        ),
        unknown_cart,
        [404, 404],
    );
}

#[test]
fn a_success_whose_status_is_not_looked_at() {
    let change = |document: &mut Value| {
        let template = &mut integration(document)["responses"]["default"]["responseTemplates"]["application/json"];
        let old = template.as_str().expect("a template");
        let new = old
            .replace(r#""status":200,"headers":{')"#, r#""status":')"#)
            .replace(r#"$e=='{s:1,s:200,s:{},s:"'"#, "$e!=''");
        assert_ne!(new, old);
        *template = new.into();
    };
    let api = carts::api();
    let mut changed = document(&api);
    change(&mut changed);
    let lines: Vec<_> = drifts(&api, &changed)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        lines,
        [format!(
            r#"{NAME}: the template of 200 for `application/json` answers the failure `{{"lambdaApiErrors":1,"status":404,"headers":{{}},"body":"{{}}"}}` wrongly: the status is `200`, and should be `500`; take the template of the types"#
        )]
    );
    let envelope = r#"{"lambdaApiErrors":1,"status":404,"headers":{},"body":"{}"}"#;
    let answered = |document: &Value| {
        let document = Document::read(&document.to_string()).expect("a document");
        status_of(
            &LocalGateway::new(document, Fixed(envelope)),
            unknown_cart(),
        )
    };
    assert_eq!(
        [document(&api), changed].map(|document| answered(&document)),
        [500, 200]
    );
}

/// A function that always gives this payload.
struct Fixed(&'static str);

impl Invoked for Fixed {
    fn invoke(&self, _: Invocation) -> BoxFuture<'_, Outcome> {
        async { Outcome::Payload(self.0.to_owned()) }.boxed()
    }
}

fn with_authorizer() -> Api {
    let authorizer = Security::token_authorizer("users", "X-Token", &Function::name("auth"));
    carts::api().security(authorizer)
}

fn authorizer(document: &mut Value) -> &mut Value {
    &mut document["components"]["securitySchemes"]["users"]["x-amazon-apigateway-authorizer"]
}

#[test]
fn another_credential_that_an_authorizer_looks_at() {
    check(
        &with_authorizer(),
        |document| {
            authorizer(document)["identitySource"] = json!("method.request.header.Authorization");
        },
        "security scheme users: `identitySource` is `method.request.header.Authorization`, and should be `method.request.header.X-Token`; set `identitySource` to `method.request.header.X-Token`",
        unknown_cart,
        [404, 401],
    );
    check(
        &with_authorizer(),
        |document| authorizer(document)["identityValidationExpression"] = json!("Bearer .+"),
        "security scheme users: `identityValidationExpression` is `Bearer .+`, and should not be there; remove `identityValidationExpression`",
        unknown_cart,
        [404, 401],
    );
}

#[test]
fn security_of_the_whole_document() {
    check(
        &carts::api(),
        |document| {
            document["components"]["securitySchemes"] =
                json!({"key": {"type": "apiKey", "name": "x-api-key", "in": "header"}});
            document["security"] = json!([{"key": []}]);
        },
        "the API: callers must bring an API key, and should nothing; take the `security` of the types",
        unknown_cart,
        [404, 403],
    );
}

#[test]
fn a_constant_without_quotes() {
    check(
        &carts::api(),
        |document| {
            response(document, "404")["responseParameters"]["method.response.header.Content-Type"] =
                json!("application/problem+json");
        },
        &format!(
            "{NAME}: the header `content-type` of 404 is `application/problem+json`, and should be `'application/problem+json'`; map `'application/problem+json'` to `content-type`, and declare it"
        ),
        unknown_cart,
        [404, 501],
    );
}
