//! Documents that are read, and the problems of others with their places.

mod http_apis;

use super::{Document, Location, Requirement, SelectionPattern};
use serde_json::json;

const URI: &str = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations";

/// The problems of a document with one `POST /x` whose integration is given in YAML's flow style.
fn problems(integration: &str) -> Vec<(String, String)> {
    whole(&format!(
        "openapi: 3.0.1\npaths:\n  /x:\n    post:\n      responses: {{200: {{description: d}}}}\n      x-amazon-apigateway-integration: {{httpMethod: POST, uri: '{URI}', {integration}}}\n"
    ))
}

fn whole(document: &str) -> Vec<(String, String)> {
    let problems = match Document::read(document) {
        Ok(document) => document.problems,
        Err(error) => error.problems,
    };
    problems
        .into_iter()
        .map(|problem| (problem.pointer, problem.reason))
        .collect()
}

const AT: &str = "/paths/~1x/post/x-amazon-apigateway-integration";

#[track_caller]
fn refused(integration: &str, below: &str, reason: &str) {
    let found = problems(integration);
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0].0, format!("{AT}{below}"));
    assert!(found[0].1.contains(reason), "{}", found[0].1);
}

#[test]
fn integrations_say_what_is_wrong_and_where() {
    refused("type: lambda", "/type", "not one of");
    refused("type: http", "/uri", "is not an address of HTTP");
    refused(
        "type: aws, passthroughBehavior: maybe",
        "/passthroughBehavior",
        "must be",
    );
    refused(
        "type: aws, timeoutInMillis: 5",
        "/timeoutInMillis",
        "50 at least",
    );
    refused(
        "type: aws, responses: {default: {statusCode: wrong}}",
        "/responses/default/statusCode",
        "100 to 599",
    );
    refused(
        "type: aws, responses: {'Bad {': {statusCode: 200}}",
        "/responses/Bad {",
        "Illegal repetition",
    );
    refused(
        "type: aws, requestTemplates: {'123': x}",
        "/requestTemplates/123",
        "invalid content type",
    );
    refused(
        "type: aws, requestTemplates: {application/json: '#if(true)'}",
        "/requestTemplates/application~1json",
        "expected `#end`",
    );
    refused(
        "type: aws, requestParameters: {integration.request.header.a: true}",
        "/requestParameters/integration.request.header.a",
        "Invalid format for 'requestParameters'",
    );
    refused(
        "type: aws, requestParameters: {integration.request.header.a: plain}",
        "/requestParameters/integration.request.header.a",
        "invalid mapping expression specified: plain",
    );
    refused(
        "type: aws, responses: {default: {statusCode: 200, responseParameters: {method.response.header.A: \"'v'\"}}}",
        "",
        "does not declare",
    );
    refused(
        "type: aws, responses: {a: {statusCode: 200}, b: {statusCode: 200}}",
        "/responses/b",
        "one integration response per status",
    );
}

#[test]
fn a_lambda_integration_posts() {
    let document = format!(
        "openapi: 3.0.1\npaths: {{/x: {{get: {{x-amazon-apigateway-integration: {{type: aws_proxy, httpMethod: GET, uri: '{URI}'}}}}}}}}"
    );
    let found = whole(&document);
    assert_eq!(
        found[0].0,
        "/paths/~1x/get/x-amazon-apigateway-integration/httpMethod"
    );
    let sqs = document
        .replace(
            ":lambda:path/2015-03-31/functions/f/invocations",
            ":sqs:path/q",
        )
        .replace("GET", "POST");
    assert!(whole(&sqs)[0].0.ends_with("/uri"));
}

/// `CloudFormation` and Terraform pass numbers on as texts.
#[test]
fn a_timeout_may_be_a_text() {
    for (timeout, milliseconds) in [("5000", 5_000), ("'5000'", 5_000)] {
        let text = format!(
            "openapi: 3.0.1\npaths: {{/x: {{get: {{x-amazon-apigateway-integration: {{type: aws_proxy, httpMethod: POST, uri: '{URI}', timeoutInMillis: {timeout}}}}}}}}}"
        );
        let document = Document::read(&text).unwrap();
        assert_eq!(document.problems, []);
        let waits = document.operations[0].integration.timeout;
        assert_eq!(waits.as_millis(), milliseconds);
    }
}

#[test]
fn every_problem_is_reported() {
    let found = problems(
        "type: aws, requestTemplates: {application/json: '#if('}, responses: {'(': {statusCode: 200}, '*': {statusCode: 201}}",
    );
    assert_eq!(found.len(), 3, "{found:?}");
}

/// A text of a document may have control characters, and may be long: a message shows neither.
#[test]
fn problems_are_short_and_on_one_line() {
    let text = format!("{}{}", r"\u001b[2J\n", "x".repeat(100_000));
    let document = format!(
        r#"{{"openapi": "3.0.1", "paths": {{"/x": {{"get": {{"x-amazon-apigateway-integration": {{"type": "{text}"}}}}}}, "/{{a\u0007}}": {{"get": {{}}}}}}}}"#
    );
    let problems = Document::read(&document).unwrap().problems;
    assert_eq!(problems.len(), 2);
    for problem in problems {
        let shown = problem.to_string();
        assert!(
            !shown.contains(char::is_control) && shown.len() < 1_000,
            "{shown}"
        );
    }
}

/// What is not a document of an API says what it is.
#[test]
fn other_documents_are_recognised() {
    for (document, reason) in [
        (
            "openapi: 3.1.0",
            "this is OpenAPI 3.1.0: API Gateway imports",
        ),
        (
            "openapi: 3.1.0\npaths: {/x: {get: {responses: {}}}}",
            "this is OpenAPI 3.1.0 without integrations, a document for clients: give the document for the gateway",
        ),
        ("openapi: 3", "this is OpenAPI 3"),
        ("swagger: '1.2'", "this is Swagger 1.2"),
        ("swaggerVersion: '1.2'", "this is a Swagger 1 document"),
        ("asyncapi: 3.0.0", "this is an AsyncAPI document"),
        ("info: {title: t}", "this is not an OpenAPI document"),
        ("[]", "must be an object"),
        ("{", "cannot be read"),
        (": :", "cannot be read"),
        ("", "must be an object"),
        (
            "AWSTemplateFormatVersion: '2010-09-09'\nTransform: AWS::Serverless-2016-10-31\nResources: {}",
            "this SAM template has no REST API",
        ),
        (
            "Resources: {}",
            "this CloudFormation template has no REST API",
        ),
        (
            "service: s\nprovider: {name: aws}\nfunctions: {}",
            "Serverless Framework",
        ),
        ("info: {_postman_id: a}\nitem: []", "Postman"),
        ("format_version: '1.2'\nplanned_values: {}", "Terraform"),
        ("openapi: 3.0.1\npaths: {}", "no operations"),
        ("openapi: 3.0.1", "`paths` is missing"),
    ] {
        let error = Document::read(document).expect_err(document);
        let shown = error.to_string();
        assert!(shown.contains(reason), "{document}: {shown}");
        assert!(!shown.contains('\n'), "{shown}");
    }
}

/// The patterns of a document have a budget together: those within it run, and the others say so.
#[test]
fn too_many_hostile_patterns_keep_only_their_own_operations_from_running() {
    let paths = (0..8_000).map(|index| {
        let pattern = format!("(?=.{{4000}})[^a]{{5000}}{index}");
        let integration = json!({"type": "aws", "httpMethod": "POST", "uri": URI, "responses": {
            "default": {"statusCode": 200}, pattern: {"statusCode": 400}, "Same: .*": {"statusCode": 404},
        }});
        let operation = json!({"x-amazon-apigateway-integration": integration});
        (format!("/p{index:04}"), json!({ "get": operation }))
    });
    let paths: serde_json::Map<_, _> = paths.collect();
    let document = Document::from_value(&json!({"openapi": "3.0.1", "paths": paths})).unwrap();
    let is_run = |index: usize| document.operations[index].not_run.is_none();
    assert!(is_run(0), "{:?}", document.operations[0].not_run);
    assert!(!is_run(7_999));
    let reason = &document.operations[7_999].not_run.as_ref().unwrap().reason;
    assert!(
        reason.contains("after others that take all steps together"),
        "{reason}"
    );
}

/// Swagger 2.0 keeps the same things in other places.
#[test]
fn both_spellings_make_one_model() {
    let integration = format!(
        "x-amazon-apigateway-integration: {{type: aws, httpMethod: POST, uri: '{URI}', responses: {{default: {{statusCode: 200, responseParameters: {{method.response.header.A: \"'v'\"}}}}}}}}"
    );
    let common = "x-amazon-apigateway-request-validators: {all: {validateRequestBody: true, validateRequestParameters: true}}\nx-amazon-apigateway-request-validator: all\n";
    let openapi = format!(
        "openapi: 3.0.1\ninfo: {{title: t}}\n{common}components:\n  schemas: {{Item: {{type: object}}}}\n  securitySchemes: {{key: {{type: apiKey, name: x-api-key, in: header}}}}\npaths:\n  /x:\n    post:\n      security: [{{key: []}}]\n      parameters: [{{name: q, in: query, required: true, schema: {{type: string}}}}]\n      requestBody: {{content: {{application/json: {{schema: {{$ref: '#/components/schemas/Item'}}}}}}}}\n      responses: {{200: {{description: d, headers: {{A: {{schema: {{type: string}}}}}}, content: {{application/json: {{schema: {{$ref: '#/components/schemas/Item'}}}}}}}}}}\n      {integration}\n"
    );
    let swagger = format!(
        "swagger: '2.0'\ninfo: {{title: t}}\n{common}definitions: {{Item: {{type: object}}}}\nsecurityDefinitions: {{key: {{type: apiKey, name: x-api-key, in: header}}}}\nproduces: [application/json]\npaths:\n  /x:\n    post:\n      consumes: [application/json]\n      security: [{{key: []}}]\n      parameters: [{{name: q, in: query, required: true, type: string}}, {{in: body, name: Item, required: true, schema: {{$ref: '#/definitions/Item'}}}}]\n      responses: {{200: {{description: d, headers: {{A: {{type: string}}}}, schema: {{$ref: '#/definitions/Item'}}}}}}\n      {integration}\n"
    );
    let model = |text: &str| {
        let document = Document::read(text).unwrap();
        assert_eq!(document.problems, [], "{text}");
        let shown = format!("{document:#?}");
        let shown = shown.replace("#/definitions", "#/components/schemas");
        shown
            .lines()
            .filter(|line| !line.contains("Arc {"))
            .collect::<Vec<_>>()
            .join("\n")
    };
    assert_eq!(model(&swagger), model(&openapi));
}

#[test]
fn what_is_of_swagger_alone() {
    let document = |more: &str, parameters: &str| {
        Document::read(&format!(
            "swagger: '2.0'\n{more}\nparameters: {{Shared: {{name: s, in: header, required: true, type: string}}}}\nresponses: {{Gone: {{description: d, headers: {{Why: {{type: string}}}}}}}}\npaths: {{/x: {{post: {{parameters: [{parameters}], responses: {{410: {{$ref: '#/responses/Gone'}}}}, x-amazon-apigateway-integration: {{type: mock}}}}}}}}"
        ))
        .unwrap()
    };
    let form = document(
        "",
        "{name: f, in: formData, required: true, type: string}, {$ref: '#/parameters/Shared'}",
    );
    assert!(form.operations[0].models.is_empty());
    assert_eq!(
        form.operations[0].required().collect::<Vec<_>>(),
        [(Location::Header, "s")]
    );
    assert!(form.operations[0].responses[&410].headers.contains("why"));
    let listed = document(
        "consumes: [application/json, text/xml]",
        "{in: body, name: b, schema: {}}",
    );
    let media_types: Vec<_> = listed.operations[0].models.keys().collect();
    assert_eq!(media_types, ["application/json", "text/xml"]);
    let based = document("basePath: /v1", "");
    assert_eq!(based.problems[0].pointer, "/basePath");
    assert_eq!(based.problems[0].not_run, None);
}

#[test]
fn json_and_yaml_read_alike() {
    let yaml = format!(
        "openapi: 3.0.1\ninfo: {{title: t}}\npaths:\n  /x:\n    post:\n      responses:\n        200: {{description: d}}\n      x-amazon-apigateway-integration:\n        type: aws\n        httpMethod: POST\n        uri: {URI}\n        responses:\n          default:\n            statusCode: 200\n"
    );
    let json = format!(
        r#"{{"openapi":"3.0.1","info":{{"title":"t"}},"paths":{{"/x":{{"post":{{"responses":{{"200":{{"description":"d"}}}},"x-amazon-apigateway-integration":{{"type":"AWS","httpMethod":"POST","uri":"{URI}","responses":{{"default":{{"statusCode":"200"}}}}}}}}}}}}}}"#
    );
    for text in [yaml, json] {
        let document = Document::read(&text).unwrap();
        assert_eq!(document.title, "t");
        let operation = &document.operations[0];
        assert_eq!(operation.integration.responses[0].status, 200);
        assert!(operation.responses.contains_key(&200));
    }
}

#[test]
fn uris_name_functions() {
    for (uri, name) in [
        (URI, "f"),
        (
            "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:carts/invocations",
            "carts",
        ),
        (
            "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:carts:live/invocations",
            "carts",
        ),
        (
            "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Carts.Arn}/invocations",
            "Carts",
        ),
        (
            "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:${stageVariables.fn}/invocations",
            "${stageVariables.fn}",
        ),
    ] {
        let document = Document::read(&format!(
            "openapi: 3.0.1\npaths: {{/x: {{get: {{x-amazon-apigateway-integration: {{type: aws_proxy, httpMethod: POST, uri: {{'Fn::Sub': '{uri}'}}}}}}}}}}"
        ))
        .unwrap();
        let super::Kind::Proxy { function } = &document.operations[0].integration.kind else {
            panic!("this is a proxy integration");
        };
        assert_eq!(function, name);
    }
}

#[test]
fn paths_must_be_ones_that_aws_takes() {
    for (path, reason) in [
        ("x", "begins with"),
        ("/a{b}", "all of it"),
        ("/{a+}/b", "last segment"),
        ("/{}", "no parameter"),
    ] {
        let document = format!("openapi: 3.0.1\npaths: {{'{path}': {{}}}}");
        assert!(whole(&document)[0].1.contains(reason), "{path}");
    }
}

#[test]
fn what_else_is_refused() {
    let operation = |more: &str, rest: &str| {
        whole(&format!(
            "openapi: 3.0.1\n{rest}\npaths: {{/x: {{post: {{{more}, x-amazon-apigateway-integration: {{type: aws_proxy, httpMethod: POST, uri: '{URI}'}}}}}}}}"
        ))
    };
    let validated = "x-amazon-apigateway-request-validators: {v: {validateRequestBody: true}}\nx-amazon-apigateway-request-validator: v";
    let found = operation(
        "requestBody: {content: {application/json: {schema: {properties: {a: {if: {}}}}}}}",
        validated,
    );
    assert!(found[0].0.ends_with("/schema/properties/a/if"), "{found:?}");
    let found = operation("x-amazon-apigateway-request-validator: gone", "");
    assert!(found[0].1.contains("no such request validator"));
    let found = operation("security: [{gone: []}]", "");
    assert!(found[0].1.contains("no security scheme `gone`"));
    let found = operation(
        "responses: {}",
        "x-amazon-apigateway-gateway-responses: {TEAPOT: {}}",
    );
    assert!(found[0].1.contains("no gateway response `TEAPOT`"));
    assert_eq!(found[0].0, "/x-amazon-apigateway-gateway-responses/TEAPOT");
}

#[test]
fn what_is_wrong_with_one_part_leaves_the_others() {
    let document = Document::read(&format!(
        "openapi: 3.0.1\npaths:\n  /x:\n    get: 7\n    post:\n      responses: {{200: {{description: d}}}}\n      x-amazon-apigateway-integration:\n        {{type: aws, httpMethod: POST, uri: '{URI}', requestTemplates: {{a/b: '#if'}}, requestParameters: {{x: y}}, responses: {{default: {{statusCode: 200, responseParameters: {{method.response.header.A: unquoted}}}}, '(': {{statusCode: 404}}, a: {{statusCode: 4}}}}}}\n"
    ))
    .unwrap();
    let integration = &document.operations[1].integration;
    assert_eq!(integration.request_templates[0].1.source(), "#if");
    let patterns: Vec<_> = integration
        .responses
        .iter()
        .map(|response| response.pattern.as_ref().map(SelectionPattern::as_str))
        .collect();
    assert_eq!(patterns, [Some("("), None]);
    assert_eq!(integration.responses[1].headers[0].expression, "unquoted");
    let pointers: Vec<_> = document
        .problems
        .iter()
        .map(|problem| problem.pointer.rsplit('/').next().unwrap())
        .collect();
    assert_eq!(
        pointers,
        [
            "get",
            "(",
            "statusCode",
            "method.response.header.A",
            "x",
            "a~1b",
            "x-amazon-apigateway-integration"
        ],
        "{:#?}",
        document.problems
    );
}

#[test]
fn security_of_the_document_is_that_of_operations_without_their_own() {
    let schemes = "components: {securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}, users: {type: apiKey, name: X-Token, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: {type: token, identityValidationExpression: 'a.*'}}}}";
    let document = |operation: &str| {
        Document::read(&format!(
            "openapi: 3.0.1\nsecurity: [{{key: []}}]\n{schemes}\npaths: {{/x: {{post: {{{operation} x-amazon-apigateway-integration: {{type: mock}}}}}}}}"
        ))
        .unwrap()
        .operations[0]
            .security
            .clone()
    };
    assert_eq!(document(""), [[Requirement::ApiKey]]);
    assert_eq!(document("security: [],"), [[]; 0]);
    let signed = document("x-amazon-apigateway-auth: {type: AWS_IAM},");
    assert_eq!(signed, [[Requirement::ApiKey, Requirement::Signature]]);
    let alternatives = document("security: [{users: []}],");
    let Requirement::Authorizer {
        headers,
        authorizer,
        ..
    } = &alternatives[0][0]
    else {
        panic!("{alternatives:?}");
    };
    assert_eq!(headers[..], ["X-Token"]);
    assert_eq!(
        authorizer.identity_validation_expression.as_deref(),
        Some("a.*")
    );
}
