//! The parts of a document.

use super::{INTEGRATION, api, at, document, names, text};
use crate::{
    Api, Cors, Created, FieldError, Function, Integration, Json, NoContent, Path, Security,
    StatusCode, api_errors, lambda_endpoint, openapi::tree::Node,
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, convert::Infallible};

/// An order.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Order {
    lines: Vec<Line>,
}

/// One line of an order.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Line {
    sku: String,
    #[serde(default)]
    count: u32,
}

/// A type without a schema.
#[derive(Debug, Serialize, Deserialize)]
struct Plain;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum OrderError {
    /// There is no such order.
    #[error("no order {id}")]
    #[api(status = 404)]
    NotFound {
        #[api(extension)]
        id: u32,
    },
    #[error("invalid")]
    #[api(status = 400)]
    Invalid(#[api(errors)] Vec<FieldError>),
    /// There are too many orders.
    #[error("too many")]
    #[api(status = 429)]
    TooMany {
        #[api(header = "Retry-After")]
        seconds: u32,
    },
}

/// Order something.
///
/// It comes soon.
#[lambda_endpoint(POST, "/orders")]
async fn order(Json(order): Json<Order>) -> Result<Created<Order>, OrderError> {
    match order.lines.len() {
        0 => Err(OrderError::Invalid(Vec::new())),
        1..=9 => Ok(Created::new(order)),
        _ => Err(OrderError::TooMany { seconds: 1 }),
    }
}

#[lambda_endpoint(GET, "/orders/{order}")]
async fn read(Path(id): Path<u32>) -> Result<Json<Plain>, OrderError> {
    Err(OrderError::NotFound { id })
}

#[lambda_endpoint(PUT, "/orders/{order}/files/{*path}")]
async fn attach(Json(_): Json<Plain>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn orders() -> Api {
    api()
        .endpoint::<order>()
        .endpoint::<read>()
        .endpoint::<attach>()
}

#[test]
fn resources_and_methods() {
    let document = document(&orders());
    let Node::Object(paths) = at(&document, &["paths"]) else {
        panic!("no paths")
    };
    let any = "x-amazon-apigateway-any-method";
    let methods: BTreeMap<_, _> = paths
        .iter()
        .map(|(path, item)| (path, names(item)))
        .collect();
    let expected = BTreeMap::from([
        ("/", vec![any]),
        ("/orders", vec!["post", any]),
        ("/orders/{order}", vec!["get", "head", any]),
        ("/orders/{order}/files", vec![any]),
        ("/orders/{order}/files/{path+}", vec!["put", any]),
        ("/{proxy+}", vec![any]),
    ]);
    assert_eq!(methods, expected);
}

#[test]
fn an_operation_says_what_it_takes_and_answers() {
    let document = document(&orders());
    let post = ["paths", "/orders", "post"];
    let part = |rest: &[&'static str]| [&post[..], rest].concat();
    assert_eq!(text(&document, &part(&["summary"])), "Order something.");
    assert_eq!(
        text(&document, &part(&["description"])),
        "Order something.\n\nIt comes soon."
    );
    assert_eq!(
        names(at(&document, &part(&["responses"]))),
        [
            "201", "400", "404", "413", "415", "422", "429", "500", "504"
        ]
    );
    assert_eq!(
        text(&document, &part(&["responses", "400", "description"])),
        "- `Invalid`: Bad Request\n- `MalformedJson`: The body is not JSON.\n- `UnreadableBody`: The body could not be read."
    );
    assert_eq!(
        names(at(&document, &part(&["responses", "429", "headers"]))),
        ["Retry-After", "Content-Type"]
    );
    assert_eq!(
        text(
            &document,
            &[
                "paths",
                "/orders/{order}",
                "get",
                "responses",
                "404",
                "description"
            ]
        ),
        "`NotFound`: There is no such order. Adds `id`."
    );
}

#[test]
fn requests_and_responses_of_one_type_have_two_models_where_they_differ() {
    let document = document(&orders());
    let schema = |path: &[&'static str]| {
        let path = [
            &["paths", "/orders", "post"],
            path,
            &["application/json", "schema", "$ref"],
        ]
        .concat();
        text(&document, &path).to_owned()
    };
    assert_eq!(
        schema(&["requestBody", "content"]),
        "#/components/schemas/OrderInput"
    );
    assert_eq!(
        schema(&["responses", "201", "content"]),
        "#/components/schemas/Order"
    );
    let models = names(at(&document, &["components", "schemas"])).into_iter();
    let of_bodies = ["Attach", "Line", "Order", "Read"];
    let models = models.filter(|name| of_bodies.iter().any(|start| name.starts_with(start)));
    assert_eq!(
        models.collect::<Vec<_>>(),
        [
            "AttachRequest",
            "Line",
            "LineInput",
            "Order",
            "OrderInput",
            "ReadResponse"
        ]
    );
    assert_eq!(
        text(
            &document,
            &["components", "schemas", "ReadResponse", "description"]
        ),
        "Any JSON."
    );
    assert_eq!(
        text(
            &document,
            &[
                "components",
                "schemas",
                "OrderInput",
                "properties",
                "lines",
                "items",
                "$ref"
            ]
        ),
        "#/components/schemas/LineInput"
    );
}

#[test]
fn unknown_methods_are_answered_by_the_gateway() {
    let document = document(&orders().cors(Cors::any_origin()));
    let any = [
        "paths",
        "/orders/{order}",
        "x-amazon-apigateway-any-method",
        INTEGRATION,
        "responses",
        "default",
    ];
    assert_eq!(
        text(&document, &[&any[..], &["statusCode"]].concat()),
        "405"
    );
    assert_eq!(
        text(
            &document,
            &[
                &any[..],
                &["responseParameters", "method.response.header.Allow"]
            ]
            .concat()
        ),
        "'GET,HEAD,OPTIONS'"
    );
}

#[test]
fn one_origin_is_told_by_the_gateway_and_several_by_templates() {
    let responses = ["paths", "/orders", "post", INTEGRATION, "responses"];
    let pattern = r"^(?:Too Many Requests: )\{[\s\S]*";
    let one = document(&orders().cors(Cors::origins(["https://a.example"])));
    let mappings = [&responses[..], &[pattern, "responseParameters"]].concat();
    assert_eq!(
        names(at(&one, &mappings)),
        [
            "method.response.header.Content-Type",
            "method.response.header.Access-Control-Allow-Origin",
            "method.response.header.Access-Control-Expose-Headers"
        ]
    );
    let gateway = [
        "x-amazon-apigateway-gateway-responses",
        "THROTTLED",
        "responseParameters",
    ];
    assert_eq!(names(at(&one, &gateway)).len(), 2);

    let two = document(&orders().cors(Cors::origins(["https://a.example", "https://b.example"])));
    assert_eq!(
        names(at(&two, &mappings)),
        [
            "method.response.header.Content-Type",
            "method.response.header.Vary",
            "method.response.header.Access-Control-Expose-Headers"
        ]
    );
    let template = text(
        &two,
        &[
            &responses[..],
            &[pattern, "responseTemplates", "application/json"],
        ]
        .concat(),
    );
    assert!(
        template.contains("$o=='https://a.example'||$o=='https://b.example'"),
        "{template}"
    );
    assert_eq!(
        names(at(&two, &gateway)),
        ["gatewayresponse.header.Content-Type"]
    );
}

#[test]
fn a_proxy_integration_has_neither_patterns_nor_templates() {
    let orders = orders()
        .integration(Integration::Proxy)
        .binary_media_types(["image/*"]);
    let document = document(&orders);
    let integration = at(&document, &["paths", "/orders", "post", INTEGRATION]);
    assert_eq!(names(integration), ["type", "httpMethod", "uri"]);
    assert_eq!(
        at(&document, &["x-amazon-apigateway-binary-media-types"]),
        &Node::from(vec!["image/*"])
    );
}

#[test]
fn each_operation_can_have_its_own_function_and_security() {
    let orders = orders()
        .function(Function::name("reader"))
        .function_of::<order>(Function::cloud_formation("OrderFunction"))
        .security(Security::iam())
        .security_of::<read>(Security::open())
        .security_of::<order>(Security::iam().and(Security::api_key()))
        .validate_bodies();
    let document = document(&orders);
    let uri = ["paths", "/orders", "post", INTEGRATION, "uri", "Fn::Sub"];
    assert!(text(&document, &uri).contains("/functions/${OrderFunction.Arn}/invocations"));
    let uri = ["paths", "/orders/{order}", "get", INTEGRATION, "uri"];
    assert!(text(&document, &uri).ends_with(":function:reader/invocations"));
    let Node::List(requirements) = at(&document, &["paths", "/orders", "post", "security"]) else {
        panic!("no list")
    };
    assert_eq!(names(&requirements[0]), ["iam", "apiKey"]);
    assert!(!names(at(&document, &["paths", "/orders/{order}", "get"])).contains(&"security"));
    assert_eq!(
        names(at(&document, &["components", "securitySchemes"])),
        ["apiKey", "iam"]
    );
    assert_eq!(
        text(&document, &["x-amazon-apigateway-request-validator"]),
        "body"
    );
}

#[test]
fn terraform_expressions_stand_in_addresses_only() {
    let document = document(&orders().function(Function::terraform("invoke_arn")));
    let integration = ["paths", "/orders", "post", INTEGRATION];
    assert_eq!(
        text(&document, &[&integration[..], &["uri"]].concat()),
        "${invoke_arn}"
    );
    let json = orders()
        .function(Function::terraform("f"))
        .openapi()
        .document()
        .unwrap()
        .to_json();
    assert_eq!(json.matches("${").count(), json.matches("${f}").count());
    assert_eq!(json.matches("%{").count(), 0);
}

#[test]
fn templates_leave_the_expressions_of_deployment_tools_alone() {
    let json = orders()
        .function(Function::arn("arn:aws:lambda:eu-west-1:1:function:f"))
        .openapi()
        .document()
        .unwrap()
        .to_json();
    assert!(!json.contains("${") && !json.contains("%{"));
}

#[test]
fn bodies_without_a_schema_are_noted() {
    let document = orders().openapi().document().unwrap();
    assert_eq!(
        document.notes()[0],
        "the document says \"any JSON\" of the success of `read`, the request of `attach`: derive `schemars::JsonSchema` for their types"
    );
}

#[test]
fn the_same_types_give_the_same_bytes() {
    let (one, other) = (
        orders().openapi().document().unwrap(),
        orders().openapi().document().unwrap(),
    );
    assert_eq!(one.to_json(), other.to_json());
    assert_eq!(one.to_yaml(), other.to_yaml());
    let parsed: serde_json::Value = serde_json::from_str(&one.to_json()).unwrap();
    assert_eq!(parsed, serde_json::to_value(&one).unwrap());
}

#[test]
fn every_gateway_response_has_a_body_of_its_own_status() {
    let document = document(&orders());
    let Node::Object(responses) = at(&document, &["x-amazon-apigateway-gateway-responses"]) else {
        panic!("no gateway responses")
    };
    assert_eq!(responses.iter().count(), 21);
    for (kind, response) in responses.iter() {
        let Node::Object(response) = response else {
            panic!("{kind}")
        };
        let status = text(response, &["statusCode"]);
        let body = text(response, &["responseTemplates", "application/json"]);
        let body: serde_json::Value = serde_json::from_str(body).unwrap();
        assert_eq!(body["status"].to_string(), status, "{kind}");
        assert!(
            StatusCode::from_bytes(status.as_bytes()).unwrap().as_u16() >= 400,
            "{kind}"
        );
    }
}

/// What can go wrong when
/// nothing is right.
///
/// More of it.
#[api_errors]
#[derive(Debug, thiserror::Error)]
enum Described {
    #[error("gone")]
    #[api(status = 410)]
    Gone,
}

/// Lose something.
#[lambda_endpoint(POST, "/losses")]
async fn lose() -> Result<NoContent, Described> {
    Err(Described::Gone)
}

#[test]
fn the_enums_own_words_stand_beside_the_handlers() {
    let root = document(&api().endpoint::<lose>());
    assert_eq!(
        text(&root, &["paths", "/losses", "post", "description"]),
        "Lose something.\n\nFailures: What can go wrong when nothing is right."
    );
    assert_eq!(
        text(&root, &["paths", "/losses", "post", "summary"]),
        "Lose something."
    );
}
