//! The rules of integration responses.

use super::*;

#[test]
fn a_pattern_in_the_wrong_place() {
    let wrong = document(&json!({
        "default": {"statusCode": 200},
        "404": {"statusCode": 404, "selectionPattern": "(?s)Not Found: .*"},
    }));
    let found = finding(&wrong, &IGNORED_SELECTION_PATTERN);
    assert_eq!(
        shown(&found),
        (Some("Not Found: "), "200 by the default response")
    );
    assert!(
        found
            .fix
            .contains(r#"make "(?s)Not Found: .*" the key of this response, in place of "404""#),
        "{found}"
    );
    let default =
        document(&json!({"default": {"statusCode": 500, "selectionPattern": "(?s)Error.*"}}));
    assert_eq!(
        shown(&finding(&default, &IGNORED_SELECTION_PATTERN)),
        (None, "500 by the default response")
    );
    // An export may write the empty pattern of the default response.
    let export = document(&json!({"default": {"statusCode": 500, "selectionPattern": ""}}));
    assert!(!ids(&export).contains(&"ignored-selection-pattern"));
}

#[test]
fn a_status_that_is_not_declared() {
    let declared = json!({"200": {"description": ""}, "404": {"description": ""}});
    let responses = json!({"default": {"statusCode": 200}, "(?s)A: .*": {"statusCode": 404}, "(?s)B: .*": {"statusCode": 409}});
    let found = finding(&with_declared(&responses, &declared), &UNDECLARED_STATUS);
    assert_eq!(
        shown(&found),
        (
            Some("B: "),
            "500, the gateway response API_CONFIGURATION_ERROR"
        )
    );
    let default = with_declared(&json!({"default": {"statusCode": 200}}), &json!({}));
    assert_eq!(shown(&finding(&default, &UNDECLARED_STATUS)).0, None);
}

#[test]
fn a_status_with_two_keys() {
    let found = finding(
        &patterns(&[("(?s)A: .*", 400), ("(?s)B: .*", 400)]),
        &REPEATED_STATUS,
    );
    assert!(
        found.fix.ends_with(r#""(?:(?s)A: .*)|(?:(?s)B: .*)""#),
        "{found}"
    );
}

#[test]
fn no_default_response() {
    let found = finding(
        &document(&json!({"(?s).+": {"statusCode": 500}})),
        &MISSING_DEFAULT,
    );
    assert_eq!(
        shown(&found),
        (None, "500, the gateway response API_CONFIGURATION_ERROR")
    );
    assert!(
        found.fix.contains(r#""default": {"statusCode": "200"}"#),
        "{found}"
    );
    // A pattern that takes everything is one.
    assert!(!ids(&document(&json!({"(?s).*": {"statusCode": 500}}))).contains(&"missing-default"));
}

/// The responses of a gateway with this template for 400.
fn with_template(template: &str) -> Document {
    document(&json!({
        "default": {"statusCode": 200},
        "(?s)Bad Request: .*": {"statusCode": 400, "responseTemplates": {"application/json": template}},
    }))
}

#[test]
fn a_template_that_breaks_its_json() {
    let found = finding(
        &with_template(r#"{"message": "$input.path('$.errorMessage')"}"#),
        &TEMPLATE_BREAKS_JSON,
    );
    assert_eq!(
        shown(&found),
        (
            Some("Bad Request: \""),
            r#"400 with the body "{\"message\": \"Bad Request: \"\"}""#
        )
    );
    assert!(found.fix.starts_with("replace"), "{found}");
    let apostrophes = r#"{"message": "$util.escapeJavaScript($input.path('$.errorMessage'))"}"#;
    assert_eq!(
        shown(&finding(&with_template(apostrophes), &TEMPLATE_BREAKS_JSON)).0,
        Some("Bad Request: '")
    );
    for right in [
        r#"{"message": $input.json('$.errorMessage')}"#,
        r#"{"message": "$util.escapeJavaScript($input.path('$.errorMessage')).replaceAll("\\'","'")"}"#,
        // The function writes the JSON.
        "$input.path('$.errorMessage')",
    ] {
        assert!(
            !ids(&with_template(right)).contains(&"template-breaks-json"),
            "{right}"
        );
    }
}

#[test]
fn a_header_that_is_renamed() {
    let document = document(
        &json!({"default": {"statusCode": 200, "responseParameters": {
            "method.response.header.Date": "'today'",
            "method.response.header.Location": "'/'",
        }}}),
    );
    let found = finding(&document, &REMAPPED_HEADER);
    assert!(
        found
            .reason
            .contains("`Date` of 200 leaves as `x-amzn-Remapped-Date`"),
        "{found}"
    );
    assert!(
        found
            .pointer
            .ends_with("/responseParameters/method.response.header.Date"),
        "{found:?}"
    );
}

#[test]
fn timeouts_and_crashes() {
    let found = finding(
        &document(&json!({"default": {"statusCode": 200}})),
        &PLATFORM_FAILURE_ANSWERED_2XX,
    );
    assert!(
        found
            .reason
            .ends_with("Lambda's timeout, an exit of the process, an answer that is too large"),
        "{found}"
    );
    let some =
        document(&json!({"default": {"statusCode": 200}, advice::TIMEOUT: {"statusCode": 504}}));
    assert!(
        finding(&some, &PLATFORM_FAILURE_ANSWERED_2XX)
            .reason
            .ends_with(": an exit of the process, an answer that is too large")
    );
    assert_eq!(ids(&patterns(&[])), [""; 0]);
}

#[test]
fn integrations_without_a_function() {
    let root = json!({"openapi": "3.0.1", "info": {"title": "t", "version": "1"}, "paths": {"/": {
        "get": {"responses": {}, "x-amazon-apigateway-integration": {
            "type": "mock", "responses": {"2\\d\\d": {"statusCode": 200}, "default": {"statusCode": 500}},
        }},
        "put": {"responses": {"200": {"description": ""}}, "x-amazon-apigateway-integration": {
            "type": "aws_proxy", "httpMethod": "POST",
            "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations",
            "responses": {".*": {"statusCode": 200}},
        }},
    }}});
    let document = Document::from_value(&root).unwrap();
    assert_eq!(ids(&document), ["undeclared-status"; 2]);
}

#[test]
fn a_body_that_passes_the_templates() {
    let api = |method: &str, more: Value| {
        let mut integration = json!({
            "type": "aws", "httpMethod": "POST",
            "uri": "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations",
            "responses": {"default": {"statusCode": 200}, advice::TIMEOUT: {"statusCode": 504}, advice::CRASH: {"statusCode": 500}},
        });
        let members = integration.as_object_mut().unwrap();
        members.extend(more.as_object().unwrap().clone());
        let declared = json!({"200": {}, "500": {}, "504": {}});
        let operation =
            json!({"responses": declared, "x-amazon-apigateway-integration": integration});
        Document::from_value(&json!({"openapi": "3.0.1", "paths": {"/": {method: operation}}}))
            .unwrap()
    };
    let templates = json!({"requestTemplates": {"application/json": "{}"}});
    let found = finding(&api("post", templates.clone()), &RAW_BODY_PASSED_ON);
    assert!(
        found.fix.contains(r#"`"passthroughBehavior": "never"`"#),
        "{found}"
    );
    assert!(found.pointer.ends_with("/x-amazon-apigateway-integration"));
    let any = api("x-amazon-apigateway-any-method", templates.clone());
    assert_eq!(ids(&any), ["raw-body-passed-on"]);
    for (method, passthrough) in [
        ("post", "never"),
        ("put", "when_no_templates"),
        ("get", "when_no_match"),
    ] {
        let mut more = templates.clone();
        more["passthroughBehavior"] = json!(passthrough);
        assert_eq!(ids(&api(method, more)), [""; 0], "{method} {passthrough}");
    }
    assert_eq!(ids(&api("post", json!({}))), [""; 0]);
}
