//! SAM's APIs and events.

use super::{document, problems, routes};
use crate::document::{Requirement, ResponseType};
use serde_json::{Value, json};

/// A template of SAM in YAML, as people write it.
fn yaml(text: &str) -> Value {
    crate::read_value(text).unwrap_or_else(|error| panic!("{error}"))
}

#[test]
fn events_make_the_implicit_api() {
    let document = document(&yaml(
        "
Transform: AWS::Serverless-2016-10-31
Globals:
  Api:
    Cors: \"'*'\"
    BinaryMediaTypes: [image~1gif]
    Auth: {ApiKeyRequired: true}
Resources:
  Carts:
    Type: AWS::Serverless::Function
    Properties:
      FunctionName: !Sub carts-${AWS::Region}
      Events:
        List: {Type: Api, Properties: {Path: /carts, Method: get}}
        All: {Type: Api, Properties: {Path: '/carts/{proxy+}', Method: any, Auth: {ApiKeyRequired: false}}}
        Clock: {Type: Schedule, Properties: {Schedule: rate(1 day)}}
        Broken: {Type: Api, Properties: {Path: /broken}}
",
    ));
    assert_eq!(
        routes(&document),
        [
            "GET /carts Carts",
            "OPTIONS /carts -",
            "OPTIONS /carts/{proxy+} -",
            "ANY /carts/{proxy+} Carts"
        ]
    );
    assert_eq!(document.binary_media_types, ["image/gif"]);
    assert_eq!(document.operations[0].security, [[Requirement::ApiKey]]);
    assert_eq!(document.operations[1].security, [[Requirement::ApiKey]]);
    assert!(document.operations[3].security.is_empty());
    let preflight = &document.operations[1].integration.responses[0];
    let mapped: Vec<_> = preflight
        .headers
        .iter()
        .map(|it| it.expression.as_str())
        .collect();
    assert_eq!(mapped, ["'GET,OPTIONS'", "'*'"]);
    assert_eq!(document.stage.as_ref().expect("a stage").name, "Prod");
    assert_eq!(
        problems(&document),
        "\"/Resources/Carts/Properties/Events/Broken/Properties\": `Path` or `Method` is missing, so this event is left out"
    );
    assert_eq!(
        document.operations[0].pointer,
        "/Resources/Carts/Properties/Events/List/Properties"
    );
}

#[test]
fn an_api_of_its_own_has_authorizers_models_and_responses() {
    let document = document(&yaml(
        "
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      Name: shop
      StageName: live
      Variables: {limit: 7}
      Auth:
        DefaultAuthorizer: Tokens
        Authorizers:
          Tokens: {FunctionArn: !GetAtt Guard.Arn, Identity: {Header: X-Token}}
          Pool: {UserPoolArn: !GetAtt Users.Arn}
      Models:
        Order: {type: object, required: [sku]}
      GatewayResponses:
        UNAUTHORIZED: {StatusCode: 403, ResponseParameters: {Headers: {X-Why: \"'no'\"}}}
  Guard: {Type: AWS::Serverless::Function, Properties: {}}
  Users: {Type: AWS::Cognito::UserPool}
  Orders:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Open: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /open, Method: GET, Auth: {Authorizer: NONE}}}
        Order:
          Type: Api
          Properties:
            RestApiId: !Ref Api
            Path: /orders
            Method: post
            RequestModel: {Model: Order, ValidateBody: true, ValidateParameters: true}
            RequestParameters:
              - method.request.header.X-Trace
              - method.request.querystring.page: {Required: true}
        Mine: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /mine, Method: GET, Auth: {Authorizer: Pool, AuthorizationScopes: [read]}}}
",
    ));
    assert_eq!(problems(&document), "");
    assert_eq!(
        routes(&document),
        [
            "GET /mine Orders",
            "GET /open Orders",
            "POST /orders Orders"
        ]
    );
    let [mine, open, order] = document.operations.as_slice() else {
        panic!("three operations");
    };
    assert!(open.security.is_empty());
    let authorizer = |security: &[Vec<Requirement>]| match &security[0][0] {
        Requirement::Authorizer { authorizer, .. } => authorizer.clone(),
        other => panic!("{other:?}"),
    };
    let tokens = authorizer(&order.security);
    assert_eq!(tokens.function.as_deref(), Some("Guard"));
    assert_eq!(tokens.identity_sources, ["method.request.header.X-Token"]);
    let pool = authorizer(&mine.security);
    assert_eq!(pool.type_name, "cognito_user_pools");
    assert_eq!(pool.user_pools, ["${Users.Arn}"]);
    assert_eq!(pool.scopes, ["read"]);
    assert!(order.validation.body && order.validation.parameters);
    assert_eq!(order.required().count(), 1);
    let schema = &order.models["application/json"];
    assert_eq!(document.schemas.violations(schema, &json!({})).len(), 1);
    let refused = &document.gateway_responses[&ResponseType::Unauthorized];
    assert_eq!((refused.status, refused.headers.len()), (Some(403), 1));
    let stage = document.stage.as_ref().expect("a stage");
    assert_eq!(
        (stage.name.as_str(), stage.variables["limit"].as_str()),
        ("live", "7")
    );
}

#[test]
fn a_definition_says_it_all() {
    let document = document(&yaml(
        "
Conditions: {Never: !Equals [a, b]}
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      Cors: {AllowOrigin: \"'https://shop.example'\", AllowHeaders: \"'X-A'\", MaxAge: 60, AllowCredentials: true}
      DefinitionBody:
        swagger: '2.0'
        info: {title: shop}
        paths:
          /carts:
            get:
              responses: {}
              x-amazon-apigateway-integration: {type: aws_proxy, httpMethod: POST, uri: !Sub 'arn:aws:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Carts.Arn}/invocations'}
          /none: !If [Never, {get: {}}, !Ref AWS::NoValue]
  Carts:
    Type: AWS::Serverless::Function
    Properties:
      Events:
        Get: {Type: Api, Properties: {RestApiId: !Ref Api, Path: /elsewhere, Method: get}}
  Gone:
    Type: AWS::Serverless::Function
    Condition: Never
    Properties:
      Events:
        Get: {Type: Api, Properties: {Path: /gone, Method: get}}
",
    ));
    assert_eq!(routes(&document), ["GET /carts Carts", "OPTIONS /carts -"]);
    let preflight = &document.operations[1].integration.responses[0];
    let mapped: Vec<_> = preflight
        .headers
        .iter()
        .map(|it| it.expression.as_str())
        .collect();
    assert_eq!(
        mapped,
        [
            "'true'",
            "'X-A'",
            "'GET,OPTIONS'",
            "'https://shop.example'",
            "'60'"
        ]
    );
    assert_eq!(problems(&document), "");
}

#[test]
fn functions_say_how_they_start() {
    let document = document(&yaml(
        "
Transform: AWS::Serverless-2016-10-31
Parameters: {Stage: {Type: String, Default: test}}
Globals: {Function: {Timeout: 7, Runtime: nodejs22.x, Environment: {Variables: {STAGE: !Ref Stage, ARN: !GetAtt Table.StreamArn}}}}
Resources:
  Carts:
    Type: AWS::Serverless::Function
    Properties:
      CodeUri: src/
      Handler: app.handler
      Environment: {Variables: {N: 1}}
      Events: {List: {Type: Api, Properties: {Path: /carts, Method: get}}}
  Asset:
    Type: AWS::Lambda::Function
    Metadata: {'aws:asset:path': asset.0a}
    Properties: {Runtime: python3.13, Handler: app.handler, MemorySize: 512, Code: {S3Bucket: b, S3Key: k}}
",
    ));
    let [asset, carts] = document.functions.as_slice() else {
        panic!("{:?}", document.functions);
    };
    assert_eq!(
        (carts.id.as_str(), carts.code.as_deref(), carts.timeout),
        (
            "Carts",
            Some("src/"),
            Some(std::time::Duration::from_secs(7))
        )
    );
    let variables = carts.variables.iter();
    let variables: Vec<_> = variables
        .map(|(name, value)| format!("{name}={value}"))
        .collect();
    assert_eq!(variables, ["N=1", "STAGE=test"]);
    assert_eq!(
        (
            asset.runtime.as_deref(),
            asset.code.as_deref(),
            asset.memory
        ),
        (Some("python3.13"), Some("asset.0a"), Some(512))
    );
}

/// A route that nothing here can run is named, and the others are there.
#[test]
fn the_route_of_a_state_machine_is_named() {
    let document = document(&yaml(
        "
Transform: AWS::Serverless-2016-10-31
Resources:
  Carts:
    Type: AWS::Serverless::Function
    Properties: {Events: {List: {Type: Api, Properties: {Path: /carts, Method: get}}}}
  Flow:
    Type: AWS::Serverless::StateMachine
    Properties: {Events: {Start: {Type: Api, Properties: {Path: /start, Method: post}}, Clock: {Type: Schedule}}}
",
    ));
    assert_eq!(routes(&document), ["GET /carts Carts"]);
    let found = problems(&document);
    assert!(
        found.contains("\"/Resources/Flow/Properties/Events/Start\": an event of a state machine"),
        "{found}"
    );
}
