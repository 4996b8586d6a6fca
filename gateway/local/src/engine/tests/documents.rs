//! Documents that people have: what cannot be run answers 501, and the rest runs.

use super::{Recorder, URI, ask, payload};
use crate::{Document, LocalGateway, engine::BODY_LIMIT};
use bytes::Bytes;
use http::{Method, Request};

/// A document with `GET /x`, which a function answers, and with more; in JSON's order.
fn with(root: &str, operation: &str, paths: &str) -> Document {
    Document::read(&format!(
        "openapi: 3.0.1\ninfo: {{title: t, version: '1'}}\n{root}\npaths:\n  /x:\n    get:\n      responses: {{200: {{description: '200'}}}}\n      {operation}\n      x-amazon-apigateway-integration: {{type: aws, httpMethod: POST, uri: '{URI}', responses: {{default: {{statusCode: '200'}}}}}}\n{paths}"
    ))
    .unwrap()
}

async fn get(document: Document, path: &'static str) -> (u16, String) {
    let request = Request::get(path).body("").unwrap();
    let answered = ask(document, Some(payload("{\"a\":1}")), request).await;
    (answered.status(), answered.body().to_owned())
}

/// Each is found in public documents; of templates that do not parse, AWS was recorded to import and deploy the rest
/// (`LocalStack`'s AWS-validated test `test_api_gateway_lambda_asynchronous_invocation`).
#[tokio::test]
async fn one_operation_that_cannot_be_run_refuses_no_other() {
    let aws = |uri: &str| {
        format!(
            "{{type: aws, httpMethod: POST, uri: '{uri}', credentials: 'arn:aws:iam::123456789012:role/r', responses: {{default: {{statusCode: '200'}}}}}}"
        )
    };
    for (integration, reason) in [
        (
            "{type: http_proxy, httpMethod: GET, uri: 'https://example.com/'}".to_owned(),
            "`example.com` is not run here",
        ),
        (aws("arn:aws:apigateway:us-east-1:sqs:path/123456789012/queue"), "`sqs`"),
        (aws("arn:aws:apigateway:us-east-1:states:action/StartExecution"), "`states`"),
        (aws("arn:aws:apigateway:us-east-1:dynamodb:action/PutItem"), "`dynamodb`"),
        (aws("arn:aws:apigateway:us-east-1:s3:path/bucket/key"), "`s3`"),
        (
            "{type: mock, requestTemplates: {application/json: '{\"statusCode\": 200, \"d\": \"$input.params(\\\"d\\\")\"}'}, responses: {default: {statusCode: '200'}}}".to_owned(),
            "requestTemplates/application~1json",
        ),
        ("{type: vpc}".to_owned(), "`vpc` is not one of"),
        ("7".to_owned(), "must be an object"),
        (
            "{type: mock, responses: {'(': {statusCode: 200}}}".to_owned(),
            "selection pattern",
        ),
        (
            "{type: mock, responses: {default: {statusCode: 200, responseParameters: {method.response.header.A: \"'v'\"}}}}".to_owned(),
            "does not declare this header",
        ),
    ] {
        let document = || {
            with("", "", &format!("  /bad:\n    get:\n      responses: {{200: {{description: d}}}}\n      x-amazon-apigateway-integration: {integration}\n"))
        };
        assert_eq!(get(document(), "/x").await, (200, "{\"a\":1}".to_owned()));
        let (status, body) = get(document(), "/bad").await;
        assert_eq!(status, 501, "{integration}: {body}");
        assert!(body.contains(reason), "{integration}: {body}");
        let problems = document().problems;
        assert_eq!(problems.len(), 1, "{problems:?}");
        let shown = problems[0].to_string();
        assert!(shown.starts_with("\"/paths/~1bad/get") && shown.ends_with("; GET /bad answers 501"), "{shown}");
    }
}

/// SAM writes `NONE: []`; recorded by its integration tests, which deploy and call such a document.
#[tokio::test]
async fn a_name_without_a_scheme_protects_nothing() {
    for security in ["security: [{NONE: []}]", "security: [{api_key: []}]"] {
        let document = with("", security, "");
        assert_eq!(document.problems.len(), 1);
        assert_eq!(get(document, "/x").await.0, 200);
    }
    let oauth = "components: {securitySchemes: {o: {type: oauth2, flows: {}}}}";
    let document = with(oauth, "security: [{o: []}]", "");
    assert!(document.problems[0].reason.contains("`apiKey` only"));
    assert_eq!(get(document, "/x").await.0, 200);
}

/// `LocalStack`'s AWS-validated test `test_import_with_global_api_key_authorizer`.
#[tokio::test]
async fn security_of_the_whole_document_counts() {
    let root = format!(
        "security: [{{auth: []}}]\ncomponents: {{securitySchemes: {{auth: {{type: apiKey, name: Authorization, in: header, x-amazon-apigateway-authtype: custom, x-amazon-apigateway-authorizer: {{type: token, authorizerUri: '{URI}', authorizerResultTtlInSeconds: 0}}}}}}}}"
    );
    assert_eq!(
        get(with(&root, "", ""), "/x").await,
        (401, r#"{"message":"Unauthorized"}"#.to_owned())
    );
    assert_eq!(get(with(&root, "security: []", ""), "/x").await.0, 200);
}

/// `LocalStack`'s AWS-validated test `test_import_rest_api_with_base_path_oas30`.
#[tokio::test]
async fn a_mapping_that_is_no_string_is_a_warning() {
    let integration = format!(
        "{{type: aws, httpMethod: POST, uri: '{URI}', requestParameters: {{integration.request.header.nothing: true}}, responses: {{default: {{statusCode: '200'}}}}}}"
    );
    let document = with(
        "",
        "",
        &format!(
            "  /test:\n    get:\n      responses: {{200: {{description: d}}}}\n      x-amazon-apigateway-integration: {integration}\n"
        ),
    );
    let shown = document.problems[0].to_string();
    assert!(
        shown.contains("Invalid format for 'requestParameters'. Expected type string for property 'integration.request.header.nothing'"),
        "{shown}"
    );
    assert_eq!(document.problems[0].not_run, None);
    assert_eq!(get(document, "/test").await.0, 200);
}

/// `LocalStack`'s AWS-validated test `test_lambda_aws_proxy_integration_non_post_method`.
#[tokio::test]
async fn a_function_that_is_called_with_get_is_a_500() {
    for kind in ["aws", "aws_proxy"] {
        let document = Document::read(&format!(
            "openapi: 3.0.1\npaths: {{/x: {{get: {{x-amazon-apigateway-integration: {{type: {kind}, httpMethod: GET, uri: '{URI}'}}}}}}}}"
        ))
        .unwrap();
        assert_eq!(document.problems.len(), 1);
        let (status, body) = get(document, "/x").await;
        assert_eq!(
            (status, body.as_str()),
            (500, r#"{"message": "Internal server error"}"#)
        );
    }
}

/// As documented for imports: [Important notes](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html).
#[tokio::test]
async fn swagger_runs_as_openapi_does() {
    let swagger = || {
        Document::read(&format!(
            r##"{{"swagger": "2.0", "info": {{"title": "t", "version": "1"}}, "consumes": ["application/json"],
            "definitions": {{"Item": {{"type": "object", "required": ["id"], "properties": {{"id": {{"$ref": "#/definitions/Id"}}}}}}, "Id": {{"type": "integer"}}}},
            "x-amazon-apigateway-request-validators": {{"all": {{"validateRequestBody": true, "validateRequestParameters": true}}}},
            "paths": {{"/x": {{"get": {{"responses": {{"200": {{"description": "200", "headers": {{}}}}}}, "x-amazon-apigateway-integration": {{"type": "aws", "httpMethod": "POST", "uri": "{URI}", "responses": {{"default": {{"statusCode": "200"}}}}}}}},
            "post": {{"x-amazon-apigateway-request-validator": "all", "parameters": [{{"in": "body", "name": "Item", "required": true, "schema": {{"$ref": "#/definitions/Item"}}}}], "responses": {{"200": {{"description": "200"}}}}, "x-amazon-apigateway-integration": {{"type": "aws", "httpMethod": "POST", "uri": "{URI}", "responses": {{"default": {{"statusCode": "200"}}}}}}}}}}}}}}"##
        ))
        .unwrap()
    };
    assert_eq!(get(swagger(), "/x").await, (200, "{\"a\":1}".to_owned()));
    for (body, status) in [("{\"id\": 1}", 200), ("{\"id\": \"1\"}", 400), ("{}", 400)] {
        let request = Request::post("/x").body(body).unwrap();
        assert_eq!(
            ask(swagger(), Some(payload("{}")), request).await.status(),
            status,
            "{body}"
        );
    }
}

#[tokio::test]
async fn a_function_is_found_by_any_spelling_of_its_address() {
    let parts = r#"{"Fn::Join": ["", ["arn:aws:apigateway:", {"Ref": "AWS::Region"}, ":lambda:path/2015-03-31/functions/", {"Fn::GetAtt": ["Fn", "Arn"]}, "/invocations"]]}"#;
    let document = Document::read(&format!(
        r#"{{"openapi": "3.0.1", "paths": {{"/x": {{"get": {{"responses": {{"200": {{"description": "200"}}}}, "x-amazon-apigateway-integration": {{"type": "aws", "httpMethod": "POST", "uri": {parts}, "responses": {{"default": {{"statusCode": "200"}}}}}}}}}}}}}}"#
    ))
    .unwrap();
    assert_eq!(document.problems, []);
    let recorder = Recorder::default();
    let gateway = LocalGateway::new(document, recorder.clone());
    let request = Request::get("/x").body(Bytes::new()).unwrap();
    assert_eq!(gateway.answer(request).await.0.status(), 200);
    assert_eq!(recorder.events.lock().unwrap()[0].function, "Fn");
}

/// What is not run here says so before it asks for anything.
#[tokio::test]
async fn a_501_comes_before_credentials() {
    let document = with(
        "components: {securitySchemes: {key: {type: apiKey, name: x-api-key, in: header}}}",
        "",
        "  /bad:\n    x-amazon-apigateway-any-method:\n      security: [{key: []}]\n      x-amazon-apigateway-integration: {type: aws, uri: 'arn:aws:apigateway:eu-west-1:sns:action/Publish'}\n",
    );
    let mut request = Request::new(Bytes::from(vec![b' '; BODY_LIMIT + 1]));
    *request.method_mut() = Method::PUT;
    *request.uri_mut() = "/bad".parse().unwrap();
    let gateway = LocalGateway::new(document, Recorder::default());
    assert_eq!(gateway.answer(request).await.0.status(), 413);
    let request = Request::put("/bad").body(Bytes::new()).unwrap();
    let (response, trace) = gateway.answer(request).await;
    assert_eq!(response.status(), 501, "{trace}");
    assert_eq!(trace.gateway_response(), None);
}
