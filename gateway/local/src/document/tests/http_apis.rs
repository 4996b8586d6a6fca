//! The documents of HTTP APIs.

use super::URI;
use crate::document::{Document, Kind};

/// An integration of the type `kind`, with more members.
fn integration(kind: &str, more: &str) -> String {
    format!("{{type: {kind}, httpMethod: POST, uri: '{URI}', {more}}}")
}

#[test]
fn http_apis_are_known_by_what_only_they_have() {
    let cors = "x-amazon-apigateway-cors: {allowOrigins: ['*']}\n";
    let format = "payloadFormatVersion: '2.0'";
    for (root, path, integration, is_http_api) in [
        ("", "/x", integration("aws_proxy", format), true),
        ("", "/x", integration("aws_proxy", ""), false),
        ("", "/$default", integration("aws_proxy", ""), true),
        ("", "$default", integration("http_proxy", ""), true),
        (cors, "/x", integration("aws_proxy", ""), true),
        // Only REST APIs have these types.
        (
            cors,
            "/x",
            integration("aws", "responses: {default: {statusCode: 200}}"),
            false,
        ),
        (cors, "/x", "{type: MOCK}".to_owned(), false),
        ("", "/x", integration("aws", format), false),
    ] {
        let text = format!(
            "openapi: 3.0.1\n{root}paths: {{{path}: {{get: {{responses: {{200: {{description: d}}}}, x-amazon-apigateway-integration: {integration}}}}}}}"
        );
        let document = Document::read(&text).unwrap();
        assert_eq!(document.http_api.is_some(), is_http_api, "{text}");
    }
}

/// The problem at `pointer` has this reason, and keeps the only operation from running, or not.
#[track_caller]
fn assert_problem(root: &str, integration: &str, pointer: &str, reason: &str, runs: bool) {
    let text = format!(
        "openapi: 3.0.1\n{root}paths: {{/$default: {{get: {{x-amazon-apigateway-integration: {integration}}}}}}}"
    );
    let document = Document::read(&text).unwrap();
    let mut problems = document.problems.iter();
    let found = problems.find(|problem| problem.pointer == pointer);
    let found = found.unwrap_or_else(|| panic!("{text}: {:?}", document.problems));
    assert!(found.reason.contains(reason), "{found}");
    assert_eq!(found.not_run.is_none(), runs, "{found}");
    assert_eq!(document.operations[0].not_run.is_none(), runs, "{text}");
}

/// What an HTTP API does not have is named, and keeps nothing else from running.
#[test]
fn what_is_wrong_with_an_integration_is_named() {
    let format = "payloadFormatVersion: '2.0'";
    let proxy = |more: &str| integration("aws_proxy", more);
    for (integration, member, reason, runs) in [
        (
            proxy("payloadFormatVersion: 3"),
            "/payloadFormatVersion",
            "must be `1.0` or `2.0`",
            false,
        ),
        (proxy("x: 1"), "", "`payloadFormatVersion` is missing", true),
        (
            integration("aws", format),
            "/type",
            "`http_proxy` only, and this is `aws`",
            false,
        ),
        (
            proxy("integrationSubtype: SQS-SendMessage"),
            "/integrationSubtype",
            "another service",
            false,
        ),
        (
            proxy("requestParameters: {'append:header.Via': x}"),
            "/requestParameters/append:header.Via",
            "the header `via` is reserved",
            false,
        ),
        (
            proxy("requestParameters: {'overwrite:header.X-Amzn-Trace-Id': x}"),
            "/requestParameters/overwrite:header.X-Amzn-Trace-Id",
            "is reserved",
            false,
        ),
        (
            proxy("requestParameters: {integration.request.header.a: x}"),
            "/requestParameters/integration.request.header.a",
            "is not a change that API Gateway makes here",
            false,
        ),
        (
            proxy("requestParameters: {'overwrite:statuscode': '200'}"),
            "/requestParameters/overwrite:statuscode",
            "is not a change that API Gateway makes here",
            false,
        ),
        (
            proxy("requestParameters: {'append:header.a': '$request.nothing'}"),
            "/requestParameters/append:header.a",
            "invalid mapping expression specified: $request.nothing",
            false,
        ),
        (
            proxy("responseParameters: {5XX: {}}"),
            "/responseParameters/5XX",
            "`5XX` is not a status of the integration",
            false,
        ),
        (
            proxy("responseParameters: {200: {'overwrite:path': /}}"),
            "/responseParameters/200/overwrite:path",
            "is not a change that API Gateway makes here",
            false,
        ),
        (
            proxy("responseParameters: {200: {'overwrite:statuscode': '99'}}"),
            "/responseParameters/200/overwrite:statuscode",
            "a status from 200 to 599",
            false,
        ),
        (
            proxy("requestTemplates: {}"),
            "/requestTemplates",
            "no effect in an HTTP API",
            true,
        ),
        (
            "{$ref: '#/components/x'}".to_owned(),
            "/$ref",
            "leads nowhere",
            false,
        ),
        (
            format!("{{type: aws_proxy, uri: 'https://a.example', {format}}}"),
            "/uri",
            "must be the ARN",
            false,
        ),
        (
            format!("{{type: http_proxy, uri: 'https://a.example', {format}}}"),
            "/uri",
            "not run here",
            false,
        ),
    ] {
        let pointer = format!("/paths/~1$default/get/x-amazon-apigateway-integration{member}");
        assert_problem("", &integration, &pointer, reason, runs);
    }
}

#[test]
fn what_is_wrong_with_the_whole_api_is_named() {
    const CORS: &str = "/x-amazon-apigateway-cors";
    for (root, pointer, reason) in [
        ("x-amazon-apigateway-cors: []\n", CORS, "must be an object"),
        (
            "x-amazon-apigateway-cors: {allowOrigins: ['*'], allowCredentials: true}\n",
            CORS,
            "API Gateway refuses",
        ),
        (
            "x-amazon-apigateway-cors: {maxAge: soon}\n",
            "/x-amazon-apigateway-cors/maxAge",
            "a number of seconds",
        ),
        (
            "x-amazon-apigateway-gateway-responses: {}\n",
            "/x-amazon-apigateway-gateway-responses",
            "has no effect",
        ),
        (
            "security: [{key: []}]\ncomponents: {securitySchemes: {key: {type: apiKey, x-amazon-apigateway-authorizer: {type: request}}}}\n",
            "/components/securitySchemes/key/x-amazon-apigateway-authorizer",
            "`authorizerPayloadFormatVersion` is missing",
        ),
        (
            "security: [{key: []}]\ncomponents: {securitySchemes: {key: {type: apiKey, x-amazon-apigateway-authorizer: {type: request, authorizerPayloadFormatVersion: '1.0', enableSimpleResponses: true}}}}\n",
            "/components/securitySchemes/key/x-amazon-apigateway-authorizer",
            "`enableSimpleResponses` needs",
        ),
        (
            "security: [{key: []}]\ncomponents: {securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}}}\n",
            "/components/securitySchemes/key",
            "protects nothing",
        ),
    ] {
        let integration = integration("aws_proxy", "payloadFormatVersion: '2.0'");
        assert_problem(root, &integration, pointer, reason, true);
    }
}

/// HTTP APIs take the ARN of a function alone.
#[test]
fn an_arn_leads_to_its_function_in_an_http_api() {
    for uri in [
        "arn:aws:lambda:eu-west-1:123456789012:function:carts",
        "arn:aws:lambda:eu-west-1:123456789012:function:carts:live",
        "${aws_lambda_function.carts.arn}",
    ] {
        let text = format!(
            "openapi: 3.0.1\npaths: {{/x: {{get: {{x-amazon-apigateway-integration: {{type: aws_proxy, uri: '{uri}', payloadFormatVersion: '2.0'}}}}}}}}"
        );
        let document = Document::read(&text).unwrap();
        let function = "carts".to_owned();
        assert_eq!(
            document.operations[0].integration.kind,
            Kind::Proxy { function },
            "{uri}"
        );
    }
}
