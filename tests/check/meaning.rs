//! Templates, models and paths are compared by what they do.

use super::carts::{add_item, document, drifts, integration, remove, response};
use lambda_api_errors::{Api, Cors};
use serde_json::{Value, json};

const NAME: &str = "add_item (POST /carts/{cart}/items)";

#[track_caller]
fn check_with(api: &Api, mutate: impl FnOnce(&mut Value), expected: &[&str]) {
    let mut document = document(api);
    mutate(&mut document);
    let drifts = drifts(api, &document);
    let lines: Vec<_> = drifts.iter().map(ToString::to_string).collect();
    assert_eq!(lines, expected);
}

#[track_caller]
fn check(mutate: impl FnOnce(&mut Value), expected: &[&str]) {
    check_with(&carts::api(), mutate, expected);
}

fn set_template(document: &mut Value, status: &str, template: &str) {
    response(document, status)["responseTemplates"]["application/json"] = json!(template);
}

#[test]
fn a_template_of_another_spelling_that_gives_the_same() {
    check(
        |document| {
            set_template(
                document,
                "409",
                "## Made by hand.\n$input.path('$.errorMessage').substring(10)",
            );
        },
        &[],
    );
}

#[test]
fn a_template_that_gives_the_same_json_spelt_differently() {
    check(
        |document| {
            let default = "#set($o=$util.parseJson($input.path('$.errorMessage').substring(10)))\
                {\"type\": \"$o.type\", \"title\": \"$o.title\", \"status\": $o.status, \"code\": \"$o.code\", \
                \"pointer\": \"$o.pointer\", \"sku\": \"$util.escapeJavaScript($o.sku).replaceAll(\"\\\\'\",\"'\")\", \"available\": $o.available, \"detail\": \"$util.escapeJavaScript($o.detail).replaceAll(\"\\\\'\",\"'\")\"}";
            set_template(document, "409", default);
        },
        &[],
    );
}

#[test]
fn a_template_that_a_text_breaks() {
    check(
        |document| {
            let template = "#set($o=$util.parseJson($input.path('$.errorMessage').substring(10)))\
                {\"type\":\"$o.type\",\"title\":\"$o.title\",\"status\":$o.status,\"detail\":\"$o.detail\",\"code\":\"$o.code\",\"pointer\":\"$o.pointer\",\"sku\":\"$o.sku\",\"available\":$o.available}";
            set_template(document, "409", template);
        },
        &[&format!(
            r#"{NAME}: the template of 409 for `application/json` answers the message of `OutOfStock` when the error's text is `"` wrongly: the body differs from character 65 on: it goes on with `"","code":"OutOfStock","pointer":"/quantity","sku":"text","available":7}}`, and should with `\"","code":"OutOfStock","pointer":"/quantity","sku":"text","available":7}}`; take the template of the types"#
        )],
    );
}

#[test]
fn a_template_that_cannot_be_read_or_fails() {
    check(
        |document| set_template(document, "409", "#if($x)"),
        &[&format!(
            "{NAME}: the template of 409 for `application/json` fails: line 1, column 8: expected `#end`, found the end of the template; take the template of the types"
        )],
    );
    check(
        |document| {
            set_template(
                document,
                "409",
                "$input.path('$.errorMessage').substring(10000)",
            );
        },
        &[&format!(
            "{NAME}: the template of 409 for `application/json` fails on the message of `OutOfStock`: line 1, column 31: `substring` failed: begin 10000, end 154, length 154; take the template of the types"
        )],
    );
}

#[test]
fn a_header_that_a_template_does_not_set() {
    check(
        |document| {
            let checkout = &mut document["paths"]["/carts/{cart}/checkout"]["post"];
            let responses = &mut checkout["x-amazon-apigateway-integration"]["responses"];
            let responses = responses.as_object_mut().expect("an object");
            let throttled = responses
                .values_mut()
                .find(|response| response["statusCode"] == "429")
                .expect("429");
            throttled["responseTemplates"]["application/json"] = json!(
                "#set($m=$input.path('$.errorMessage'))#set($u=$util.urlDecode('%1F'))\
                 #if($m.contains($u))$m.substring($m.indexOf('{'), $m.lastIndexOf($u))#else$m.substring($m.indexOf('{'))#end"
            );
        },
        &[
            "checkout (POST /carts/{cart}/checkout): the template of 429 for `application/json` answers the message of `TooManyAttempts` wrongly: the header `retry-after` is missing; take the template of the types",
        ],
    );
}

#[test]
fn a_default_response_that_takes_failures_for_successes() {
    check(
        |document| {
            integration(document)["responses"]["default"]["responseTemplates"]["application/json"] =
                json!("$input.path('$.body')");
        },
        &[&format!(
            r#"{NAME}: the template of 200 for `application/json` answers the failure `{{"errorMessage":"","errorType":"Type"}}` wrongly: the status is `200`, and should be `500`; take the template of the types"#
        )],
    );
}

#[test]
fn a_default_response_without_a_template() {
    check(
        |document| {
            remove(
                &mut integration(document)["responses"]["default"],
                "responseTemplates",
            );
        },
        &[&format!(
            r#"{NAME}: 200, which has no template, answers a success with the body `{{"text":"text"}}` wrongly: the body is `{{"lambdaApiErrors":1,"status":200,"headers":{{"content-type":"application/json"}},"body":"{{\"text\":\"text\"}}"}}`, and should be `{{"text":"text"}}`; take the template of the types"#
        )],
    );
}

#[test]
fn one_of_several_origins_that_is_not_known() {
    let cors = Cors::origins(["https://shop.example", "https://admin.example"]).credentials();
    let api = carts::api().cors(cors);
    check_with(
        &api,
        |document| {
            let template = &mut response(document, "409")["responseTemplates"]["application/json"];
            let changed = template.as_str().expect("a template");
            *template =
                json!(changed.replace("$o=='https://admin.example'", "$o=='https://old.example'"));
        },
        &[&format!(
            "{NAME}: the template of 409 for `application/json` answers the message of `OutOfStock` for a page of `https://admin.example` wrongly: the header `access-control-allow-origin` is missing; take the template of the types"
        )],
    );
}

#[test]
fn models_are_compared_by_what_they_take() {
    check(
        |document| {
            let (old, new) = ("schemas/OutOfStock\"", "schemas/Failure\"");
            let text = document.to_string().replace(old, new);
            *document = serde_json::from_str(&text).expect("JSON");
            let mut model = document["components"]["schemas"]["OutOfStock"].take();
            model["title"] = json!("A failure");
            document["components"]["schemas"]["Failure"] = model;
        },
        &[],
    );
    let api = carts::api();
    let mut document = document(&api);
    document["components"]["schemas"]["CartNotFound"]["properties"]["status"] =
        json!({"type": "string"});
    let drifts = drifts(&api, &document);
    let lines: Vec<_> = drifts.iter().map(ToString::to_string).collect();
    assert_eq!(lines.len(), 1, "{lines:#?}");
    assert!(
        lines[0].starts_with("model CartNotFound: it has another form, in "),
        "{lines:#?}"
    );
}

#[test]
fn a_document_in_yaml() {
    let api = carts::api();
    let yaml = api.openapi().document().expect("a document").to_yaml();
    let report = api.openapi().check(&yaml).expect("a readable document");
    assert_eq!(report.drifts(), []);
}

#[test]
fn a_method_response_that_declares_no_header_which_a_template_sets() {
    let api = carts::api().cors(Cors::origins(["https://a.example", "https://b.example"]));
    check_with(
        &api,
        |document| {
            let headers = &mut add_item(document)["responses"]["409"]["headers"];
            remove(headers, "Access-Control-Allow-Origin");
        },
        &[&format!(
            "{NAME}: the method response 409 does not declare the header `access-control-allow-origin`; declare `access-control-allow-origin` under the `headers` of 409"
        )],
    );
}
