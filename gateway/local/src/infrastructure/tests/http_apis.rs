//! HTTP APIs in templates and plans, as the tools write them.

use super::{document, problems, refused, routes};
use crate::{
    ApiChoice,
    document::{Document, Integration, PayloadFormat, Requirement},
};
use serde_json::{Value, json};

fn yaml(text: &str) -> Value {
    crate::read_value(text).unwrap_or_else(|error| panic!("{error}"))
}

fn formats(document: &Document) -> Vec<PayloadFormat> {
    let operations = document.operations.iter();
    let formats = operations.map(|it| it.integration.http_api.as_ref().unwrap().payload_format);
    formats.collect()
}

/// What the CDK makes of `HttpApi` with `HttpLambdaIntegration`, CORS and a JWT authorizer.
const TEMPLATE: &str = "
Resources:
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Name: shop
      ProtocolType: HTTP
      CorsConfiguration: {AllowOrigins: [https://a.example], AllowMethods: ['*'], MaxAge: 10}
  Stage:
    Type: AWS::ApiGatewayV2::Stage
    Properties: {ApiId: !Ref Api, StageName: $default, AutoDeploy: true, StageVariables: {a: b}}
  Carts:
    Type: AWS::Lambda::Function
    Properties: {FunctionName: shop-carts}
  Integration:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      IntegrationUri: !GetAtt Carts.Arn
      PayloadFormatVersion: '2.0'
  Old:
    Type: AWS::ApiGatewayV2::Integration
    Properties:
      ApiId: !Ref Api
      IntegrationType: AWS_PROXY
      IntegrationUri: !Sub arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Carts.Arn}/invocations
      PayloadFormatVersion: '1.0'
      TimeoutInMillis: 5000
      RequestParameters: {append:header.x-id: $context.requestId}
      ResponseParameters: {'500': {ResponseParameters: [{Destination: overwrite:statuscode, Source: '403'}]}}
  Guard:
    Type: AWS::ApiGatewayV2::Authorizer
    Properties:
      ApiId: !Ref Api
      AuthorizerType: JWT
      IdentitySource: [$request.header.X-Token]
      JwtConfiguration: {Audience: [a], Issuer: https://i.example}
      Name: guard
  Get:
    Type: AWS::ApiGatewayV2::Route
    Properties:
      ApiId: !Ref Api
      RouteKey: GET /carts/{id}
      Target: !Join ['', [integrations/, !Ref Integration]]
      AuthorizationType: JWT
      AuthorizerId: !Ref Guard
      AuthorizationScopes: [read]
  Any:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: ANY /old, Target: !Sub 'integrations/${Old}', AuthorizationType: NONE}
  Default:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: $default, Target: !Sub 'integrations/${Integration}', AuthorizationType: AWS_IAM}
  Lost:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: GET /lost, Target: integrations/gone}
  Odd:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: $connect, Target: !Sub 'integrations/${Integration}'}
";

/// The keys of the mappings.
fn mappings(integration: &Integration) -> Vec<String> {
    let http_api = integration.http_api.as_ref().unwrap();
    let requests = http_api.request_parameters.iter().map(|it| it.key.clone());
    let responses = http_api.response_parameters.iter();
    let responses = responses.flat_map(|(status, mappings)| {
        mappings
            .iter()
            .map(move |it| format!("{status} {}", it.key))
    });
    requests.chain(responses).collect()
}

#[test]
fn resources_make_an_http_api() {
    let document = document(&yaml(TEMPLATE));
    assert_eq!(
        routes(&document),
        [
            "ANY $default Carts",
            "GET /carts/{id} Carts",
            "GET /lost -",
            "ANY /old Carts"
        ]
    );
    let [default, get, _, old] = &document.operations[..] else {
        panic!("{:?}", document.operations);
    };
    let old_security = &old.security;
    let old = &old.integration;
    assert_eq!(
        old.http_api.as_ref().unwrap().payload_format,
        PayloadFormat::V1
    );
    assert_eq!(old.timeout.as_secs(), 5);
    assert_eq!(
        mappings(old),
        ["append:header.x-id", "500 overwrite:statuscode"]
    );
    let cors = document.http_api.as_ref().unwrap().cors.as_ref().unwrap();
    assert_eq!(
        (&*cors.allow_origins[0], cors.max_age),
        ("https://a.example", Some(10))
    );
    let Requirement::Authorizer {
        scheme,
        headers,
        authorizer,
    } = &get.security[0][0]
    else {
        panic!("{:?}", get.security);
    };
    assert_eq!(
        (&**scheme, &headers[..]),
        ("Guard", &["X-Token".to_owned()][..])
    );
    assert_eq!(
        (&*authorizer.type_name, &*authorizer.scopes[0]),
        ("jwt", "read")
    );
    assert_eq!(default.security, [[Requirement::Signature]]);
    assert!(old_security.is_empty());
    let stage = document.stage.as_ref().unwrap();
    assert_eq!((&*stage.name, &*stage.variables["a"]), ("$default", "b"));
    assert_eq!(
        document.function_names,
        [("Carts".to_owned(), "shop-carts".to_owned())]
    );
    let found = problems(&document);
    for part in [
        "\"/Resources/Lost/Properties/Target\": the target `gone` of this route is not an integration",
        "\"/Resources/Odd/Properties/RouteKey\": `$connect` is not a key of a route",
        "GET /lost answers 501",
    ] {
        assert!(found.contains(part), "{found}");
    }
}

/// A problem of an integration is found at its resource.
#[test]
fn problems_are_found_in_the_resources() {
    let document = document(&yaml(
        "
Resources:
  Api: {Type: AWS::ApiGatewayV2::Api, Properties: {Name: shop, ProtocolType: HTTP}}
  I:
    Type: AWS::ApiGatewayV2::Integration
    Properties: {ApiId: !Ref Api, IntegrationType: AWS_PROXY, IntegrationSubtype: SQS-SendMessage, PayloadFormatVersion: '1.0'}
  R:
    Type: AWS::ApiGatewayV2::Route
    Properties: {ApiId: !Ref Api, RouteKey: POST /x, Target: !Sub 'integrations/${I}'}
",
    ));
    let [problem] = &document.problems[..] else {
        panic!("{:?}", document.problems)
    };
    assert_eq!(
        problem.pointer,
        "/Resources/I/Properties/IntegrationSubtype"
    );
    assert_eq!(problem.not_run.as_deref(), Some("POST /x"));
}

#[test]
fn a_target_or_a_body_makes_an_api_alone() {
    let quick = json!({"Resources": {
        "Carts": {"Type": "AWS::Lambda::Function"},
        "Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"Name": "a", "ProtocolType": "HTTP", "Target": {"Fn::GetAtt": ["Carts", "Arn"]}}},
    }});
    let quick = document(&quick);
    assert_eq!(routes(&quick), ["ANY $default Carts"]);
    assert_eq!(formats(&quick), [PayloadFormat::V2]);
    // Nothing in this document says by itself that it is one of an HTTP API.
    let body = yaml(
        "
Resources:
  Carts: {Type: AWS::Lambda::Function}
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Body:
        openapi: 3.0.1
        paths: {/x: {get: {x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: !GetAtt Carts.Arn}}}}
",
    );
    let body = document(&body);
    assert_eq!(routes(&body), ["GET /x Carts"]);
    assert!(body.http_api.is_some());
}

#[test]
fn events_make_the_implicit_http_api() {
    let document = document(&yaml(
        "
Transform: AWS::Serverless-2016-10-31
Globals:
  HttpApi:
    CorsConfiguration: true
    Auth:
      DefaultAuthorizer: guard
      Authorizers:
        guard: {IdentitySource: $request.header.Authorization, JwtConfiguration: {issuer: https://i.example, audience: [a]}}
        own: {FunctionArn: !GetAtt Carts.Arn, AuthorizerPayloadFormatVersion: '2.0', Identity: {Headers: [X-Key]}}
Resources:
  Carts:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        List: {Type: HttpApi, Properties: {Path: /carts, Method: get, Auth: {Authorizer: NONE}}}
        Add: {Type: HttpApi, Properties: {Path: /carts, Method: POST, PayloadFormatVersion: '1.0', Auth: {Authorizer: own}}}
        Rest: {Type: HttpApi}
",
    ));
    assert_eq!(
        routes(&document),
        [
            "ANY $default Carts",
            "GET /carts Carts",
            "POST /carts Carts"
        ]
    );
    assert_eq!(
        formats(&document),
        [PayloadFormat::V2, PayloadFormat::V2, PayloadFormat::V1]
    );
    let schemes =
        document
            .operations
            .iter()
            .map(|it| match it.security.first().map(|it| &it[..]) {
                Some(
                    [
                        Requirement::Authorizer {
                            scheme, headers, ..
                        },
                    ],
                ) => format!("{scheme} {headers:?}"),
                other => format!("{other:?}"),
            });
    assert_eq!(
        schemes.collect::<Vec<_>>(),
        [r#"guard ["Authorization"]"#, "None", r#"own ["X-Key"]"#]
    );
    let cors = document.http_api.as_ref().unwrap().cors.as_ref().unwrap();
    assert_eq!(cors.allow_origins, ["*"]);
    assert_eq!(document.stage.as_ref().unwrap().name, "$default");
    assert_eq!(problems(&document), "");
}

/// Events of both kinds make two APIs.
#[test]
fn one_of_two_kinds_is_chosen() {
    let template = yaml(
        "
Transform: AWS::Serverless-2016-10-31
Resources:
  F:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        A: {Type: Api, Properties: {Path: /rest, Method: get}}
        B: {Type: HttpApi, Properties: {Path: /http, Method: get}}
",
    );
    let reason = refused(&template, &ApiChoice::default());
    assert!(
        reason.contains(
            "2 APIs: choose one with `--api NAME`: `ServerlessRestApi`, `ServerlessHttpApi`"
        ),
        "{reason}"
    );
    for (api, path, is_http_api) in [
        ("ServerlessRestApi", "/rest", false),
        ("ServerlessHttpApi", "/http", true),
    ] {
        let choice = ApiChoice::default().api(api);
        let document = Document::read_api(&template.to_string(), &choice).unwrap();
        assert_eq!(document.operations[0].path.text, path);
        assert_eq!(document.http_api.is_some(), is_http_api);
    }
}

fn resource(kind: &str, name: &str, values: &Value) -> Value {
    json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name, "values": values})
}

fn configured(kind: &str, name: &str, references: &[(&str, &str)]) -> Value {
    let expressions = references.iter().map(|(argument, reference)| {
        let resource = reference.rsplit_once('.').map_or(*reference, |(it, _)| it);
        (
            (*argument).to_owned(),
            json!({"references": [reference, resource]}),
        )
    });
    let expressions: serde_json::Map<_, _> = expressions.collect();
    json!({"address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name, "expressions": expressions})
}

#[test]
fn a_plan_makes_an_http_api() {
    let api = ("api_id", "aws_apigatewayv2_api.shop.id");
    let plan = json!({
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": [
            resource("aws_apigatewayv2_api", "shop", &json!({
                "name": "shop", "protocol_type": "HTTP", "body": null, "target": null, "route_key": null,
                "cors_configuration": [{"allow_origins": ["*"], "allow_methods": [], "allow_credentials": null, "max_age": 5}],
            })),
            resource("aws_apigatewayv2_integration", "carts", &json!({
                "integration_type": "AWS_PROXY", "payload_format_version": "2.0", "timeout_milliseconds": 30000, "request_parameters": {"overwrite:path": "$request.path"},
                "response_parameters": [{"status_code": "404", "mappings": {"remove:header.a": "''"}}],
            })),
            resource("aws_apigatewayv2_authorizer", "guard", &json!({
                "authorizer_type": "JWT", "identity_sources": ["$request.header.Authorization"], "jwt_configuration": [{"audience": ["a"], "issuer": "https://i.example"}],
            })),
            resource("aws_apigatewayv2_route", "get", &json!({"route_key": "GET /carts/{id}", "authorization_type": "JWT", "authorization_scopes": ["read"]})),
            resource("aws_apigatewayv2_stage", "live", &json!({"name": "live", "stage_variables": {"a": "b"}})),
            resource("aws_lambda_function", "carts", &json!({"function_name": "shop-carts"})),
        ]}},
        "configuration": {"root_module": {"resources": [
            configured("aws_apigatewayv2_integration", "carts", &[api, ("integration_uri", "aws_lambda_function.carts.invoke_arn")]),
            configured("aws_apigatewayv2_authorizer", "guard", &[api]),
            configured("aws_apigatewayv2_route", "get", &[api, ("target", "aws_apigatewayv2_integration.carts.id"), ("authorizer_id", "aws_apigatewayv2_authorizer.guard.id")]),
            configured("aws_apigatewayv2_stage", "live", &[api]),
        ]}},
    });
    let plan = document(&plan);
    assert_eq!(routes(&plan), ["GET /carts/{id} carts"]);
    assert_eq!(
        mappings(&plan.operations[0].integration),
        ["overwrite:path", "404 remove:header.a"]
    );
    assert_eq!(problems(&plan), "");
    let [Requirement::Authorizer { scheme, .. }] = &plan.operations[0].security[0][..] else {
        panic!("{:?}", plan.operations[0].security);
    };
    assert_eq!(scheme, "aws_apigatewayv2_authorizer.guard");
    let cors = plan.http_api.as_ref().unwrap().cors.as_ref().unwrap();
    assert_eq!((&*cors.allow_origins[0], cors.max_age), ("*", Some(5)));
    assert_eq!(plan.stage.as_ref().unwrap().name, "live");

    // After `terraform apply`, ids stand for the references.
    let state = json!({
        "format_version": "1.0",
        "terraform_version": "1.9.0",
        "values": {"root_module": {"resources": [
            resource("aws_apigatewayv2_api", "shop", &json!({"id": "a1", "name": "shop", "protocol_type": "HTTP", "cors_configuration": []})),
            resource("aws_apigatewayv2_integration", "carts", &json!({"id": "i1", "api_id": "a1", "integration_type": "AWS_PROXY", "integration_uri": "arn:aws:lambda:eu-west-1:1:function:shop-carts", "payload_format_version": "1.0"})),
            resource("aws_apigatewayv2_route", "get", &json!({"id": "r1", "api_id": "a1", "route_key": "$default", "authorization_type": "NONE", "target": "integrations/i1"})),
        ]}},
    });
    let state = document(&state);
    assert_eq!(routes(&state), ["ANY $default shop-carts"]);
    assert_eq!(formats(&state), [PayloadFormat::V1]);
    assert_eq!(problems(&state), "");
}

/// Functions that make parts of a template out of others, and files that are not there, are named with what to do.
#[test]
fn what_is_made_by_other_parts_is_named() {
    let document = document(&yaml(
        "
Transform: [AWS::LanguageExtensions, {Name: AWS::Include, Parameters: {Location: s3://b/k}}]
Resources:
  Fn::ForEach::Functions: [Name, [A], {'F${Name}': {Type: AWS::Lambda::Function}}]
  Api:
    Type: AWS::ApiGatewayV2::Api
    Properties:
      Body:
        openapi: 3.0.1
        paths:
          Fn::ForEach::Paths: [Name, [a, b], {'/${Name}': {}}]
          Fn::Transform: {Name: AWS::Include, Parameters: {Location: s3://b/k}}
          /x: {get: {x-amazon-apigateway-integration: {type: aws_proxy, payloadFormatVersion: '2.0', uri: 'arn:aws:lambda:eu-west-1:1:function:f'}}}
",
    ));
    assert_eq!(routes(&document), ["GET /x f"]);
    let found = problems(&document);
    for part in [
        "\"/Transform/1\": `AWS::Include` reads another file, which is not read here: give the template as CloudFormation has processed it",
        "`Fn::ForEach::Functions` is not resolved here, so its resources are left out: give the template",
        "\"/Resources/Api/Properties/Body/paths\": `Fn::ForEach::Paths` is left out: it is not resolved here: give the template",
        "`Fn::Transform` is left out: it reads another file: put the file's content in its place",
    ] {
        assert!(found.contains(part), "{found}");
    }
}
