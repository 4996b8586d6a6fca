//! One change of a document is one drift, which names it.

use super::carts::{
    add_item, document, drifts, integration, pattern, proxy, remove, response, set_pattern,
};
use serde_json::{Value, json};

const NAME: &str = "add_item (POST /carts/{cart}/items)";

#[track_caller]
fn check(mutate: impl FnOnce(&mut Value), operation: &str, expected: &str) {
    let api = carts::api();
    let mut document = document(&api);
    mutate(&mut document);
    let drifts = drifts(&api, &document);
    let lines: Vec<_> = drifts.iter().map(ToString::to_string).collect();
    assert_eq!(lines, [format!("{operation}: {expected}")]);
    assert_eq!(drifts[0].operation(), operation);
}

#[test]
fn generated_documents_have_no_drift() {
    for api in [carts::api(), proxy()] {
        assert_eq!(drifts(&api, &document(&api)), []);
    }
}

#[test]
fn an_operation_that_is_missing() {
    check(
        |document| remove(&mut document["paths"]["/carts/{cart}/items"], "post"),
        NAME,
        "the gateway lacks this operation; import the document that the types make",
    );
}

#[test]
fn an_operation_that_the_types_do_not_have() {
    check(
        |document| document["paths"]["/carts"]["put"] = json!({ "responses": {} }),
        "PUT /carts",
        "the types have no such operation; remove it from the gateway, or add its endpoint to the `Api`",
    );
}

#[test]
fn a_pattern_that_is_missing() {
    check(
        |document| set_pattern(document, "404", None),
        NAME,
        r"no pattern takes `CartNotFound`, which should answer 404 and will answer 200 by the default response; give 404 the pattern `^(?:Not Found: )\{[\s\S]*`",
    );
}

#[test]
fn a_pattern_that_takes_no_message() {
    check(
        |document| set_pattern(document, "404", Some("Not Found")),
        NAME,
        r"no pattern takes `CartNotFound`, which should answer 404 and will answer 200 by the default response; give 404 the pattern `^(?:Not Found: )\{[\s\S]*`",
    );
}

#[test]
fn a_pattern_that_no_longer_takes_timeouts() {
    check(
        |document| {
            let pattern = pattern(document, "504").replace("Task timed out", "Timeout");
            set_pattern(document, "504", Some(&pattern));
        },
        NAME,
        r"no pattern takes Lambda's timeout, which should answer 504 and will answer 200 by the default response; give 504 the pattern `^(?:(?!(?:Validation Failed: |Bad Request: |Not Found: |Conflict: |Internal Server Error: )\{)(?:RequestId: [^ ]{1,99} Error: |[^ ]{1,99} [^ ]{1,99} )Task timed out after [0-9.]{1,99} seconds)[\s\S]*`",
    );
}

#[test]
fn a_pattern_that_another_text_reaches() {
    check(
        |document| set_pattern(document, "404", Some(r"[\s\S]*Not Found[\s\S]*")),
        NAME,
        r"the pattern `[\s\S]*Not Found[\s\S]*` of 404 takes the message of `InvalidItem`, which should answer 400, when the error's text is `Not Found`; give 404 the pattern `^(?:Not Found: )\{[\s\S]*`",
    );
}

#[test]
fn a_pattern_that_a_text_slips_through() {
    check(
        |document| set_pattern(document, "409", Some(r"Conflict: [^\\]*")),
        NAME,
        r"the pattern `Conflict: [^\\]*` of 409 loses the message of `OutOfStock`, which should answer 409, when the error's text is `two\u{2028}lines`; give 409 the pattern `^(?:Conflict: )\{[\s\S]*`",
    );
}

#[test]
fn a_pattern_that_takes_the_messages_of_others() {
    check(
        |document| set_pattern(document, "409", Some(r"(?:Conflict|Not Found): [\s\S]*")),
        NAME,
        r"the pattern `(?:Conflict|Not Found): [\s\S]*` of 409 also takes messages of 404; give 409 the pattern `^(?:Conflict: )\{[\s\S]*`",
    );
}

#[test]
fn a_pattern_that_takes_successes() {
    check(
        |document| set_pattern(document, "409", Some(".*")),
        NAME,
        r"the pattern `.*` takes the empty text, so successes answer 409; give 409 the pattern `^(?:Conflict: )\{[\s\S]*`",
    );
}

#[test]
fn a_pattern_that_no_message_selects() {
    check(
        |document| {
            let like = response(document, "404").clone();
            let responses = &mut integration(document)["responses"];
            responses["I'm a Teapot: .*"] = like;
            responses["I'm a Teapot: .*"]["statusCode"] = json!("418");
        },
        NAME,
        "no message selects the pattern `I'm a Teapot: .*` of 418; remove the integration response 418, or declare its error in the types",
    );
}

#[test]
fn a_method_response_that_no_message_selects() {
    check(
        |document| add_item(document)["responses"]["418"] = json!({ "description": "tea" }),
        NAME,
        "no message selects the method response 418; remove the method response 418, or declare its error in the types",
    );
}

#[test]
fn a_pattern_that_cannot_be_read() {
    check(
        |document| set_pattern(document, "409", Some("Conflict: (.*")),
        NAME,
        "the pattern `Conflict: (.*` cannot be relied on: Unclosed group, at character 14; take the pattern of the types",
    );
}

#[test]
fn a_pattern_that_takes_for_ever() {
    check(
        |document| set_pattern(document, "409", Some("(?:(?=.).+)+!")),
        NAME,
        "the pattern `(?:(?=.).+)+!` cannot be relied on: in a message of the contract, the pattern takes too many steps on this text; take the pattern of the types",
    );
}

#[test]
fn a_status_that_differs() {
    check(
        |document| response(document, "409")["statusCode"] = json!(422),
        NAME,
        r"`OutOfStock` should answer 409, and the pattern `^(?:Conflict: )\{[\s\S]*` answers 422; give this pattern the status 409",
    );
}

#[test]
fn two_statuses_that_are_swapped_are_two_drifts() {
    let api = carts::api();
    let mut document = document(&api);
    let (one, other) = (pattern(&mut document, "404"), pattern(&mut document, "409"));
    let responses = &mut integration(&mut document)["responses"];
    responses[one.as_str()]["statusCode"] = json!("409");
    responses[other.as_str()]["statusCode"] = json!("404");
    let drifts = drifts(&api, &document);
    let lines: Vec<_> = drifts.iter().map(ToString::to_string).collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    assert!(
        lines[0].contains("`CartNotFound` should answer 404"),
        "{}",
        lines[0]
    );
    assert!(
        lines[1].contains("`OutOfStock` should answer 409"),
        "{}",
        lines[1]
    );
}

#[test]
fn two_responses_of_one_status() {
    check(
        |document| {
            let like = response(document, "409").clone();
            integration(document)["responses"]["Conflict: .*"] = like;
        },
        NAME,
        "two integration responses have the status 409, of which API Gateway keeps one; make one pattern of the two, or give one of them another status than 409",
    );
}

#[test]
fn a_default_response_that_is_missing() {
    check(
        |document| remove(&mut integration(document)["responses"], "default"),
        NAME,
        "there is no default response, which should answer 200; give it the status 200",
    );
}

#[test]
fn a_default_response_of_another_status() {
    check(
        |document| integration(document)["responses"]["default"]["statusCode"] = json!("202"),
        NAME,
        "the default response is 202, and should be 200; give it the status 200",
    );
}

#[test]
fn a_method_response_that_is_missing() {
    check(
        |document| remove(&mut add_item(document)["responses"], "409"),
        NAME,
        "409 is not a method response, so API Gateway answers 500 in its place; declare 409 under `responses`",
    );
}

#[test]
fn a_header_that_is_not_declared() {
    check(
        |document| {
            remove(
                &mut add_item(document)["responses"]["409"]["headers"],
                "Content-Type",
            );
        },
        NAME,
        "the method response 409 does not declare the header `content-type`; declare `content-type` under the `headers` of 409",
    );
}

#[test]
fn a_header_that_is_not_mapped() {
    check(
        |document| {
            let parameters = &mut response(document, "409")["responseParameters"];
            remove(parameters, "method.response.header.Content-Type");
        },
        NAME,
        "the header `content-type` of 409 is missing; map `'application/problem+json'` to `content-type`, and declare it",
    );
}

#[test]
fn a_header_that_is_mapped_to_something_else() {
    check(
        |document| {
            response(document, "409")["responseParameters"]["method.response.header.Content-Type"] =
                json!("'text/html'");
        },
        NAME,
        "the header `content-type` of 409 is `'text/html'`, and should be `'application/problem+json'`; map `'application/problem+json'` to `content-type`, and declare it",
    );
}

#[test]
fn a_model_that_differs() {
    check(
        |document| {
            let content = &mut add_item(document)["responses"]["409"]["content"];
            content["application/problem+json"] =
                json!({ "schema": { "$ref": "#/components/schemas/Empty" } });
        },
        NAME,
        "the method response 409 has the content `application/problem+json Empty`, and should have `application/problem+json OutOfStock`; take the content of the types",
    );
}

#[test]
fn a_model_of_many_responses_is_one_drift() {
    let api = carts::api();
    let mut document = document(&api);
    document["components"]["schemas"]["InternalServerError"]["properties"]["status"] = json!({});
    let drifts = drifts(&api, &document);
    let lines: Vec<_> = drifts.iter().map(ToString::to_string).collect();
    let uses = document
        .to_string()
        .matches("#/components/schemas/InternalServerError")
        .count();
    assert_eq!(
        lines,
        [format!(
            "model InternalServerError: it has another form, in {uses} responses and request bodies; take the model of the types"
        )]
    );
}

#[test]
fn a_template_that_differs() {
    check(
        |document| {
            response(document, "409")["responseTemplates"]["application/json"] =
                json!("$input.json('$')");
        },
        NAME,
        r#"the template of 409 for `application/json` answers the message of `OutOfStock` wrongly: the body differs from character 3 on: it goes on with `errorType":"Type","errorMessage":"Conflict: {\"type\":\"about:blank\",\"title\":\"Conflict\",\"status\":409,\"detail\":\…`, and should with `type":"about:blank","title":"Conflict","status":409,"detail":"text","code":"OutOfStock","pointer":"/quantity","sku":"tex…`; take the template of the types"#,
    );
}

#[test]
fn a_request_template_that_is_missing() {
    check(
        |document| remove(&mut integration(document)["requestTemplates"], "text/plain"),
        NAME,
        "the template of request for `text/plain` is missing; take the template of the types",
    );
}

#[test]
fn an_integration_that_is_missing() {
    check(
        |document| remove(add_item(document), "x-amazon-apigateway-integration"),
        NAME,
        "`type` is missing, and should be `aws`; set `type` to `aws`",
    );
}

#[test]
fn preflight_requests_that_go_to_any_method() {
    let api = carts::api().cors(lambda_api_errors::Cors::any_origin());
    let mut document = document(&api);
    remove(&mut document["paths"]["/carts/{cart}/items"], "options");
    let drifts = drifts(&api, &document);
    let lines: Vec<_> = drifts.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [
            "OPTIONS /carts/{cart}/items: the gateway lacks this operation; import the document that the types make"
        ]
    );
}

#[test]
fn an_integration_of_another_type() {
    check(
        |document| integration(document)["type"] = json!("aws_proxy"),
        NAME,
        "`type` is `aws_proxy`, and should be `aws`; set `type` to `aws`",
    );
}

#[test]
fn bodies_that_are_passed_through() {
    check(
        |document| integration(document)["passthroughBehavior"] = json!("when_no_match"),
        NAME,
        "`passthroughBehavior` is `when_no_match`, and should be `never`; set `passthroughBehavior` to `never`",
    );
}

#[test]
fn a_mock_that_answers_something_else() {
    check(
        |document| {
            let mock = &mut document["paths"]["/{proxy+}"]["x-amazon-apigateway-any-method"];
            mock["x-amazon-apigateway-integration"]["responses"]["default"]["statusCode"] =
                json!("403");
        },
        "ANY /{proxy+}",
        "the default response is 403, and should be 404; give it the status 404",
    );
}

#[test]
fn gateway_responses_that_are_missing_or_differ() {
    let section = "x-amazon-apigateway-gateway-responses";
    check(
        |document| remove(document, section),
        "gateway responses",
        "the gateway answers in its own words; import the gateway responses of the types",
    );
    check(
        |document| remove(&mut document[section], "THROTTLED"),
        "gateway response THROTTLED",
        "the gateway answers in its own words; import the gateway responses of the types",
    );
    check(
        |document| document[section]["THROTTLED"]["statusCode"] = json!(503),
        "gateway response THROTTLED",
        "its status is 503, and should be 429; give it the status 429",
    );
}

#[test]
fn a_proxy_integration_that_is_custom() {
    let api = proxy();
    let mut document = document(&api);
    integration(&mut document)["type"] = json!("AWS");
    let drifts = drifts(&api, &document);
    let lines: Vec<_> = drifts.iter().map(ToString::to_string).collect();
    assert_eq!(
        lines,
        [format!(
            "{NAME}: `type` is `aws`, and should be `aws_proxy`; set `type` to `aws_proxy`"
        )]
    );
}
