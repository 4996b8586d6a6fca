//! The same API as Swagger 2.0 and as an HTTP API.

use super::{INTEGRATION, api, at, names, text};
use crate::{
    Api, Cors, Created, EventKind, Function, Integration, IntegrationSettings, Json, NoContent,
    Path, Security, api_errors, lambda_endpoint,
    openapi::tree::{Node, Object},
};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use std::time::Duration;

#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct Order {
    sku: String,
    note: Option<String>,
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum OrderError {
    #[error("no order {0}")]
    #[api(status = 404)]
    NotFound(u32),
}

#[lambda_endpoint(POST, "/orders")]
async fn order(Json(order): Json<Order>) -> Result<Created<Order>, OrderError> {
    Ok(Created::new(order).at("/orders/7"))
}

#[lambda_endpoint(GET, "/orders/{order}")]
async fn read(Path(order): Path<u32>) -> Result<NoContent, OrderError> {
    match order {
        7 => Ok(NoContent),
        _ => Err(OrderError::NotFound(order)),
    }
}

fn orders(integration: Integration) -> Api {
    api()
        .endpoint::<order>()
        .endpoint::<read>()
        .integration(integration)
}

fn swagger(api: &Api) -> Object {
    let document = api.openapi().swagger_document();
    document
        .unwrap_or_else(|error| panic!("{error}"))
        .root()
        .clone()
}

fn http_api(api: &Api) -> Object {
    let document = api.openapi().http_api_document();
    document
        .unwrap_or_else(|error| panic!("{error}"))
        .root()
        .clone()
}

#[test]
fn swagger_has_its_own_places() {
    let root = swagger(&orders(Integration::Custom).security(Security::api_key()));
    assert_eq!(text(&root, &["swagger"]), "2.0");
    assert!(root.get("openapi").is_none() && root.get("components").is_none());
    at(&root, &["securityDefinitions", "apiKey"]);
    let note = ["definitions", "Order", "properties", "note"];
    assert_eq!(
        at(&root, &[&note[..], &["x-nullable"]].concat()),
        &true.into()
    );
    let post = |rest: &[&'static str]| [&["paths", "/orders", "post"], rest].concat();
    assert_eq!(
        at(&root, &post(&["consumes"])),
        &Node::from(vec!["application/json"])
    );
    let Node::List(parameters) = at(&root, &post(&["parameters"])) else {
        panic!("no parameters");
    };
    let Some(Node::Object(body)) = parameters.last() else {
        panic!("{parameters:?}");
    };
    assert_eq!(text(body, &["in"]), "body");
    assert_eq!(text(body, &["schema", "$ref"]), "#/definitions/OrderInput");
    let created = post(&["responses", "201"]);
    let part = |rest: &[&'static str]| [&created[..], rest].concat();
    assert_eq!(
        text(&root, &part(&["headers", "Location", "type"])),
        "string"
    );
    at(&root, &part(&["schema"]));
    assert_eq!(text(&root, &post(&[INTEGRATION, "type"])), "aws");
    let get = ["paths", "/orders/{order}", "get", "parameters"];
    let Node::List(parameters) = at(&root, &get) else {
        panic!("no parameters");
    };
    let Node::Object(order) = &parameters[0] else {
        panic!("{parameters:?}");
    };
    assert_eq!(text(order, &["type"]), "integer");
}

#[test]
fn an_http_api_has_proxies_and_a_default_route() {
    let api = orders(Integration::Proxy)
        .cors(Cors::origins(["https://shop.example"]))
        .function(Function::name("orders"))
        .security_of::<read>(Security::token_authorizer(
            "users",
            "X-Token",
            &Function::name("guard"),
        ))
        .security_of::<order>(Security::iam());
    let root = http_api(&api);
    assert_eq!(
        names(at(&root, &["paths"])),
        ["/orders", "/orders/{order}", "/$default"]
    );
    // Preflight requests and other methods are not routes of their own.
    assert_eq!(names(at(&root, &["paths", "/orders"])), ["post"]);
    let integration = ["paths", "/orders", "post", INTEGRATION];
    let part = |name| text(&root, &[&integration[..], &[name]].concat()).to_owned();
    assert_eq!(
        (part("type"), part("payloadFormatVersion")),
        ("aws_proxy".to_owned(), "2.0".to_owned())
    );
    let default = ["paths", "/$default", "x-amazon-apigateway-any-method"];
    at(&root, &[&default[..], &[INTEGRATION, "uri"]].concat());
    let cors = |name| at(&root, &["x-amazon-apigateway-cors", name]);
    assert_eq!(
        cors("allowMethods"),
        &Node::from(vec!["GET", "HEAD", "POST"])
    );
    assert_eq!(cors("exposeHeaders"), &Node::from(vec!["Location"]));
    let users = [
        "components",
        "securitySchemes",
        "users",
        "x-amazon-apigateway-authorizer",
    ];
    assert_eq!(
        text(&root, &[&users[..], &["identitySource"]].concat()),
        "$request.header.X-Token"
    );
    for name in [
        "gateway-responses",
        "request-validators",
        "binary-media-types",
    ] {
        assert!(root.get(&format!("x-amazon-apigateway-{name}")).is_none());
    }
}

#[test]
fn what_an_http_api_lacks_is_refused() {
    let proxy = || orders(Integration::Proxy);
    let pools = ["arn:aws:cognito-idp:eu-west-1:123456789012:userpool/eu-west-1_a"];
    let late = IntegrationSettings::default().timeout(Duration::from_secs(60));
    for (api, reason) in [
        (orders(Integration::Custom), "has no custom integrations"),
        (proxy().security(Security::api_key()), "has no API keys"),
        (
            proxy().security(Security::cognito("users", pools)),
            "needs its issuer and audience",
        ),
        (
            proxy().integration_settings(late),
            "waits 30 seconds at most",
        ),
        (
            proxy().accept([EventKind::RestProxy]),
            "`EventKind::HttpProxy`",
        ),
    ] {
        let error = api.openapi().http_api_document().unwrap_err().to_string();
        assert!(error.contains(reason), "{error}");
    }
}

#[cfg(feature = "local")]
mod answers {
    use super::*;
    use crate::local::{Document, LocalGateway, ServiceFunction};
    use axum::body::Bytes;
    use http::Request;

    async fn ask(document: &crate::openapi::Document, api: Api, request: &str) -> (u16, String) {
        let document = Document::read(&document.to_json()).unwrap();
        let problems: Vec<_> = document.problems.iter().map(ToString::to_string).collect();
        assert_eq!(problems, [""; 0]);
        let function = ServiceFunction::new(api.service().unwrap(), Duration::from_secs(3));
        let gateway = LocalGateway::new(document, function);
        let (request, body) = request.split_once(" < ").unwrap_or((request, ""));
        let (method, path) = request.split_once(' ').unwrap();
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header("content-type", "application/json")
            .body(Bytes::from(body.to_owned()))
            .unwrap();
        let (response, _) = gateway.answer(request).await;
        let body = String::from_utf8(response.body().to_vec()).unwrap();
        (response.status().as_u16(), body)
    }

    const REQUESTS: [&str; 8] = [
        "GET /orders/7",
        "GET /orders/8",
        "GET /orders/x",
        r#"POST /orders < {"sku":"a","note":null}"#,
        r#"POST /orders < {"sku":1}"#,
        "POST /orders < {",
        "DELETE /orders/7",
        "GET /elsewhere",
    ];

    #[tokio::test]
    async fn they_are_those_of_the_original() {
        for integration in [Integration::Custom, Integration::Proxy] {
            let api = || orders(integration);
            let original = api().openapi().document().unwrap();
            let swagger = api().openapi().swagger_document().unwrap();
            for request in REQUESTS {
                let expected = ask(&original, api(), request).await;
                assert_eq!(ask(&swagger, api(), request).await, expected, "{request}");
                if integration == Integration::Proxy {
                    let http_api = api().openapi().http_api_document().unwrap();
                    assert_eq!(ask(&http_api, api(), request).await, expected, "{request}");
                }
            }
        }
    }
}
