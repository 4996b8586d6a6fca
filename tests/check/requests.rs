//! What reaches the function, and whose requests do.

use super::carts::{add_item, document, drifts, integration, proxy, remove};
use lambda_api_errors::{Api, Cors, Function, Integration, Security};
use serde_json::{Value, json};

const URI: &str = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:shop/invocations";
const NAME: &str = "add_item (POST /carts/{cart}/items)";

#[track_caller]
fn check(api: &Api, mutate: impl FnOnce(&mut Value), expected: &[&str]) {
    let mut document = document(api);
    mutate(&mut document);
    let drifts = drifts(api, &document);
    let lines: Vec<_> = drifts.iter().map(ToString::to_string).collect();
    let expected: Vec<_> = expected
        .iter()
        .map(|line| format!("{NAME}: {line}"))
        .collect();
    assert_eq!(lines, expected);
}

fn change_request_template(document: &mut Value, change: impl FnOnce(&str) -> String) {
    let template = &mut integration(document)["requestTemplates"]["application/json"];
    *template = json!(change(template.as_str().expect("a template")));
}

#[test]
fn a_request_template_of_another_spelling() {
    check(
        &carts::api(),
        |document| {
            change_request_template(document, |template| {
                let reordered = template.replacen("\"lambdaApiErrors\":1,", "", 1);
                let end = reordered.rfind('}').expect("an object");
                let (start, end) = reordered.split_at(end);
                format!("## Made by hand.\n{start}, \"lambdaApiErrors\" : 1 {end}")
            });
        },
        &[],
    );
}

#[test]
fn a_request_template_that_loses_something() {
    check(
        &carts::api(),
        |document| {
            change_request_template(document, |template| template.replace("$p.path", "$p.none"));
        },
        &[
            "the template of request for `application/json` tells the function something else: of a request with `text`, `/path/cart` is missing; take the template of the types",
        ],
    );
    check(
        &carts::api(),
        |document| {
            change_request_template(document, |template| {
                template.replace(r#".replaceAll("\\'","'")"#, "")
            });
        },
        &[
            r#"the template of request for `application/json` makes an event that the function does not take of a request with `'`: `{"lambdaApiErrors":1,"operation":"add_item",\u{a}"body":"eyJ0ZXh0IjoiJyJ9",\u{a}"query":{"query":"\'"},\u{a}"path":{"cart":"\'"},\u{a}"h…`; take the template of the types"#,
        ],
    );
}

#[test]
fn a_path_whose_parameter_has_another_name() {
    check(
        &carts::api(),
        |document| {
            let items = document["paths"]["/carts/{cart}/items"].clone();
            remove(&mut document["paths"], "/carts/{cart}/items");
            document["paths"]["/carts/{id}/items"] = items;
        },
        &[
            "its path is `/carts/{id}/items`, and should be `/carts/{cart}/items`; name it `/carts/{cart}/items`",
        ],
    );
}

#[test]
fn who_may_call() {
    let secured = || {
        let authorizer = Security::token_authorizer("users", "X-Token", &Function::name("auth"));
        carts::api().security(authorizer.and(Security::api_key()))
    };
    check(&secured(), |_| {}, &[]);
    check(
        &secured(),
        |document| {
            let schemes = &mut document["components"]["securitySchemes"];
            schemes["people"] = schemes["users"].clone();
            add_item(document)["security"] = json!([{"apiKey": []}, {"people": []}]);
        },
        &[],
    );
    check(
        &secured(),
        |document| add_item(document)["security"] = json!([{"apiKey": []}]),
        &[
            "callers must bring an API key, and should a token in `X-Token` that an authorizer lets pass and an API key; take the `security` of the types",
        ],
    );
    check(
        &carts::api(),
        |document| {
            add_item(document)["x-amazon-apigateway-auth"] = json!({"type": "AWS_IAM"});
        },
        &[
            "callers must bring an AWS signature, and should nothing; take the `security` of the types",
        ],
    );
}

#[test]
fn what_the_gateway_validates() {
    let validator = "x-amazon-apigateway-request-validator";
    let all = |document: &mut Value| {
        document["x-amazon-apigateway-request-validators"] = json!({
            "all": {"validateRequestBody": true, "validateRequestParameters": true},
            "parameters": {"validateRequestBody": false, "validateRequestParameters": true},
        });
    };
    check(
        &carts::api(),
        |document| {
            all(document);
            add_item(document)[validator] = json!("all");
        },
        &[
            "`validateRequestBody` is `true`, and should be `false`; set `validateRequestBody` to `false`",
        ],
    );
    check(
        &carts::api(),
        |document| {
            all(document);
            let operation = add_item(document);
            operation[validator] = json!("parameters");
            operation["parameters"] = json!([
                {"name": "cart", "in": "path", "required": true, "schema": {"type": "string"}},
                {"name": "X-Shop", "in": "header", "required": true, "schema": {"type": "string"}},
                {"name": "page", "in": "query", "schema": {"type": "string"}},
            ]);
        },
        &[
            "requests without the parameter `X-Shop` are refused; take `required` off `X-Shop`, or the validator off the operation",
        ],
    );
    check(
        &carts::api().validate_bodies(),
        |document| {
            let body = &mut add_item(document)["requestBody"];
            body["content"]["application/json"]["schema"] = json!({"type": "object"});
        },
        &[
            "the body of requests has the content `application/json`, and should have `application/json NewItem`; take the content of the types",
        ],
    );
}

#[test]
fn bodies_are_validated_where_there_are_any() {
    let api = carts::api().validate_bodies();
    let mut document = document(&api);
    let paths = document["paths"].as_object_mut().expect("an object");
    for operation in paths
        .values_mut()
        .flat_map(|item| item.as_object_mut().expect("an object").values_mut())
    {
        let validator = if operation["requestBody"].is_null() {
            "none"
        } else {
            "bodies"
        };
        operation["x-amazon-apigateway-request-validator"] = json!(validator);
    }
    document["x-amazon-apigateway-request-validators"] = json!({
        "bodies": {"validateRequestBody": true, "validateRequestParameters": false},
        "none": {"validateRequestBody": false, "validateRequestParameters": false},
    });
    assert_eq!(drifts(&api, &document), []);
    add_item(&mut document)["x-amazon-apigateway-request-validator"] = json!("none");
    let drifts = drifts(&api, &document);
    assert_eq!(drifts.len(), 1);
    assert_eq!(drifts[0].operation(), NAME);
}

/// A hand-made gateway of one proxy integration, at the root and below.
fn greedy(uri: &str) -> Value {
    let any = json!({"x-amazon-apigateway-any-method": {
        "responses": {},
        "x-amazon-apigateway-integration": {"type": "aws_proxy", "httpMethod": "POST", "uri": uri},
    }});
    json!({"openapi": "3.0.1", "paths": {"/": any, "/{proxy+}": any}})
}

#[test]
fn a_proxy_integration_for_all_paths() {
    let document = greedy(URI);
    let lines: Vec<_> = drifts(&proxy(), &document)
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        lines,
        [
            "gateway responses: the gateway answers in its own words; import the gateway responses of the types"
        ]
    );
    let api = proxy().cors(Cors::any_origin());
    let drifts: Vec<_> = drifts(&api, &document)
        .iter()
        .map(|drift| drift.operation().to_owned())
        .collect();
    assert_eq!(
        drifts
            .iter()
            .filter(|operation| operation.starts_with("OPTIONS "))
            .count(),
        drifts.len() - 1
    );
}

#[test]
fn a_proxy_integration_in_place_of_custom_ones() {
    let document = greedy(URI);
    let api = carts::api().integration(Integration::Custom);
    let error = api
        .openapi()
        .check(&document.to_string())
        .expect_err("another kind");
    assert_eq!(
        error.to_string(),
        "the document is for proxy integrations, and the check is for custom ones: check it with `--integration proxy`, or set `Api::integration`"
    );
}

#[test]
fn a_document_with_cors_where_there_should_be_none_and_the_other_way_round() {
    let with_cors = || carts::api().cors(Cors::origins(["https://shop.example"]));
    let several = carts::api().cors(Cors::origins(["https://a.example", "https://b.example"]));
    for document in [document(&with_cors()), document(&several)] {
        let error = carts::api()
            .openapi()
            .check(&document.to_string())
            .expect_err("CORS");
        assert_eq!(
            error.to_string(),
            "the document lets pages of other origins call, and the types do not: check it with `--cors ORIGIN`, or set `Api::cors`"
        );
    }
    let error = with_cors()
        .openapi()
        .check(&document(&carts::api()).to_string())
        .expect_err("no CORS");
    assert_eq!(
        error.to_string(),
        "the document lets no page of another origin call, and the types do: check it without `--cors`, or import the document that the types make"
    );
}
