//! Resources of `AWS::ApiGateway`, as the AWS CDK and the Serverless Framework write them.

use super::{document, problems, refused, routes};
use crate::{
    ApiChoice, Document,
    document::{Location, Requirement, ResponseType},
};
use serde_json::{Value, json};

const URI: &str = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Checkout.Arn}/invocations";

fn template() -> Value {
    json!({"Resources": {
        "Api": {"Type": "AWS::ApiGateway::RestApi", "Properties": {
            "Name": "shop", "BinaryMediaTypes": ["image~1png"], "ApiKeySourceType": "AUTHORIZER",
        }},
        "Checkout": {"Type": "AWS::Lambda::Function", "Properties": {"FunctionName": {"Fn::Sub": "shop-${AWS::Region}"}}},
        "Carts": {"Type": "AWS::ApiGateway::Resource", "Properties": {
            "RestApiId": {"Ref": "Api"}, "ParentId": {"Fn::GetAtt": ["Api", "RootResourceId"]}, "PathPart": "carts",
        }},
        "Cart": {"Type": "AWS::ApiGateway::Resource", "Properties": {
            "RestApiId": {"Ref": "Api"}, "ParentId": {"Ref": "Carts"}, "PathPart": "{id}",
        }},
        "Model": {"Type": "AWS::ApiGateway::Model", "Properties": {
            "RestApiId": {"Ref": "Api"}, "Name": "Order", "ContentType": "application/json",
            "Schema": {"type": "object", "required": ["sku"], "properties": {
                "sku": {"$ref": "#/definitions/sku"},
                "next": {"$ref": {"Fn::Join": ["", ["https://apigateway.amazonaws.com/restapis/", {"Ref": "Api"}, "/models/Order"]]}},
            }, "definitions": {"sku": {"type": "string"}}},
        }},
        "Validator": {"Type": "AWS::ApiGateway::RequestValidator", "Properties": {
            "RestApiId": {"Ref": "Api"}, "ValidateRequestBody": true, "ValidateRequestParameters": "true",
        }},
        "Guard": {"Type": "AWS::ApiGateway::Authorizer", "Properties": {
            "RestApiId": {"Ref": "Api"}, "Type": "TOKEN", "IdentitySource": "method.request.header.X-Token",
            "AuthorizerUri": {"Fn::Sub": URI}, "AuthorizerResultTtlInSeconds": 0,
        }},
        "Denied": {"Type": "AWS::ApiGateway::GatewayResponse", "Properties": {
            "RestApiId": {"Ref": "Api"}, "ResponseType": "UNAUTHORIZED", "StatusCode": "403",
            "ResponseParameters": {"gatewayresponse.header.X-Why": "'no'"},
            "ResponseTemplates": {"application/json": "{}"},
        }},
        "Stage": {"Type": "AWS::ApiGateway::Stage", "Properties": {
            "RestApiId": {"Ref": "Api"}, "StageName": "live", "Variables": {"table": {"Ref": "Checkout"}},
        }},
        "Put": {"Type": "AWS::ApiGateway::Method", "Properties": {
            "RestApiId": {"Ref": "Api"}, "ResourceId": {"Ref": "Cart"}, "HttpMethod": "PUT",
            "AuthorizationType": "CUSTOM", "AuthorizerId": {"Ref": "Guard"}, "ApiKeyRequired": true,
            "RequestParameters": {"method.request.path.id": true, "method.request.querystring.full": false},
            "RequestModels": {"application/json": {"Ref": "Model"}},
            "RequestValidatorId": {"Ref": "Validator"},
            "MethodResponses": [
                {"StatusCode": "200", "ResponseModels": {"application/json": "Empty"}},
                {"StatusCode": 404, "ResponseParameters": {"method.response.header.X-Why": true}},
            ],
            "Integration": {
                "Type": "AWS", "IntegrationHttpMethod": "POST", "Uri": {"Fn::Sub": URI},
                "RequestTemplates": {"application/json": "{\"id\": \"$input.params('id')\"}"},
                "PassthroughBehavior": "NEVER", "TimeoutInMillis": 5000,
                "IntegrationResponses": [
                    {"StatusCode": "200"},
                    {"StatusCode": "404", "SelectionPattern": "Not Found: .*",
                     "ResponseParameters": {"method.response.header.X-Why": "'gone'"},
                     "ResponseTemplates": {"application/json": "#set($x"}},
                ],
            },
        }},
        "Root": {"Type": "AWS::ApiGateway::Method", "Properties": {
            "RestApiId": {"Ref": "Api"}, "ResourceId": {"Fn::GetAtt": ["Api", "RootResourceId"]}, "HttpMethod": "ANY",
            "AuthorizationType": "AWS_IAM",
            "Integration": {"Type": "MOCK", "RequestTemplates": {"application/json": "{ statusCode: 200 }"}},
        }},
    }})
}

#[test]
fn each_resource_takes_its_place() {
    let document = document(&template());
    assert_eq!(routes(&document), ["ANY / -", "PUT /carts/{id} Checkout"]);
    assert_eq!(document.title, "shop");
    assert_eq!(document.binary_media_types, ["image/png"]);
    assert_eq!(document.api_key_source, "AUTHORIZER");
    let name = ("Checkout".to_owned(), "shop-us-east-1".to_owned());
    assert_eq!(document.function_names, [name]);
    let stage = document.stage.expect("a stage");
    assert_eq!(
        (stage.name.as_str(), &*stage.variables["table"]),
        ("live", "Checkout")
    );

    let root = &document.operations[0];
    assert_eq!(root.security, [[Requirement::Signature]]);
    let put = &document.operations[1];
    let [requirements] = put.security.as_slice() else {
        panic!("{:?}", put.security);
    };
    let [
        Requirement::Authorizer {
            scheme,
            headers,
            authorizer,
        },
        Requirement::ApiKey,
    ] = requirements.as_slice()
    else {
        panic!("{requirements:?}");
    };
    assert_eq!(
        (scheme.as_str(), headers.as_slice()),
        ("Guard", ["X-Token".to_owned()].as_slice())
    );
    assert_eq!(authorizer.function.as_deref(), Some("Checkout"));
    assert!(put.validation.body && put.validation.parameters);
    assert_eq!(put.required().collect::<Vec<_>>(), [(Location::Path, "id")]);
    let schema = &put.models["application/json"];
    let violations = |body: Value| document.schemas.violations(schema, &body).len();
    assert_eq!(violations(json!({"sku": "a", "next": {"sku": "b"}})), 0);
    assert_eq!(violations(json!({"sku": 1, "next": {"sku": 2}})), 2);
    assert_eq!(put.integration.timeout.as_secs(), 5);
    assert_eq!(put.integration.responses[0].status, 404);
    assert!(put.responses[&404].headers.contains("x-why"));

    let denied = &document.gateway_responses[&ResponseType::Unauthorized];
    assert_eq!(denied.status, Some(403));
    assert_eq!(denied.pointer, "/Resources/Denied/Properties");
}

#[test]
fn problems_name_the_place_in_the_template() {
    let document = document(&template());
    let put = &document.operations[1];
    assert_eq!(put.pointer, "/Resources/Put/Properties");
    let place = "/Resources/Put/Properties/Integration/IntegrationResponses/1";
    assert_eq!(put.integration.responses[0].pointer, place);
    let [problem] = document.problems.as_slice() else {
        panic!("{}", problems(&document));
    };
    assert_eq!(
        problem.pointer,
        format!("{place}/ResponseTemplates/application~1json")
    );
    assert_eq!(problem.not_run.as_deref(), Some("PUT /carts/{id}"));
    assert!(document.operations[0].not_run.is_none());
}

#[test]
fn one_of_several_apis_is_chosen() {
    let mut file = template();
    file["Resources"]["Other"] = json!({"Type": "AWS::ApiGateway::RestApi", "Properties": {"Body": {
        "swagger": "2.0", "info": {"title": "other"}, "paths": {"/x": {"get": {
            "responses": {}, "x-amazon-apigateway-integration": {"type": "aws", "httpMethod": "POST", "uri": {"Fn::If": ["No", "a", "b"]}},
        }}},
    }}});
    file["Resources"]["Foreign"] = json!({"Type": "AWS::ApiGateway::Method", "Properties": {
        "RestApiId": {"Fn::ImportValue": "shared-api"}, "ResourceId": {"Fn::ImportValue": "shared-root"}, "HttpMethod": "GET",
        "Integration": {"Type": "MOCK"},
    }});
    let reason = refused(&file, &ApiChoice::default());
    assert!(reason.contains("this CloudFormation template has 3 APIs: choose one with `--api NAME`: `Api` (shop), `Other`, `${shared-api}`"), "{reason}");
    let reason = refused(&file, &ApiChoice::default().api("shpo"));
    assert!(
        reason.contains(
            "there is no API `shpo` in this CloudFormation template: it has `Api` (shop)"
        ),
        "{reason}"
    );

    let read = |name: &str| {
        let choice = ApiChoice::default().api(name);
        Document::read_api(&file.to_string(), &choice).unwrap_or_else(|error| panic!("{error}"))
    };
    assert_eq!(read("shop").operations.len(), 2);
    assert_eq!(read("Api").operations.len(), 2);
    let other = read("Other");
    let not_run = other.operations[0].not_run.as_ref().expect("it is not run");
    assert_eq!(
        not_run.pointer,
        "/Resources/Other/Properties/Body/paths/~1x/get/x-amazon-apigateway-integration/uri"
    );
    assert!(
        not_run.reason.contains("`Fn::If` is not resolved here"),
        "{not_run:?}"
    );
    let foreign = read("${shared-api}");
    assert_eq!(routes(&foreign), ["GET / -"]);
    let found = problems(&foreign);
    assert!(
        found.contains("`shared-api` is exported by another stack"),
        "{found}"
    );
    assert!(
        found.contains("`${shared-root}` is not a resource of this file"),
        "{found}"
    );
}

#[test]
fn what_has_no_api_says_what_it_lacks() {
    let function = json!({"Resources": {"F": {"Type": "AWS::Lambda::Function"}}});
    let reason = refused(&function, &ApiChoice::default());
    assert!(
        reason.contains("this CloudFormation template has no REST API"),
        "{reason}"
    );
    let socket = json!({"Resources": {
        "Api": {"Type": "AWS::ApiGatewayV2::Api", "Properties": {"ProtocolType": "WEBSOCKET"}},
    }});
    let reason = refused(&socket, &ApiChoice::default());
    assert!(
        reason.contains("\"/Resources/Api\": `Api` is a WebSocket API"),
        "{reason}"
    );
    let elsewhere = json!({"Resources": {"Api": {"Type": "AWS::Serverless::Api", "Properties": {"DefinitionUri": "api.yaml"}}}});
    let reason = refused(&elsewhere, &ApiChoice::default());
    assert!(
        reason.contains("the API's document is in another file, api.yaml: give that file"),
        "{reason}"
    );
    assert!(
        reason.contains("\"/Resources/Api/Properties/DefinitionUri\""),
        "{reason}"
    );
    let reason = refused(&function, &ApiChoice::default().parameter("Stage", "x"));
    assert!(
        reason.contains("the template has no parameter `Stage`: it has none"),
        "{reason}"
    );
}

#[test]
fn resources_that_lead_in_circles_are_left_out() {
    let mut file = template();
    file["Resources"]["Carts"]["Properties"]["ParentId"] = json!({"Ref": "Cart"});
    let document = document(&file);
    assert_eq!(routes(&document), ["ANY / -"]);
    assert!(problems(&document).contains("is its own parent"));
}

#[test]
fn parts_that_are_missing_or_of_another_type_refuse_no_other() {
    for (pointer, value) in [
        ("/Put/Properties", json!(7)),
        ("/Put/Properties/HttpMethod", json!(null)),
        ("/Put/Properties/ResourceId", json!([])),
        ("/Put/Properties/Integration", json!("x")),
        (
            "/Put/Properties/Integration/IntegrationResponses",
            json!({}),
        ),
        ("/Put/Properties/MethodResponses", json!("x")),
        ("/Put/Properties/RequestParameters", json!([1])),
        ("/Model/Properties/Schema", json!("{")),
        ("/Model", json!([])),
        ("/Cart/Properties/PathPart", json!({})),
        ("/Denied/Properties/ResponseType", json!(7)),
        ("/Guard/Properties", json!(null)),
        ("/Stage/Properties", json!("live")),
        ("/Checkout/Properties", json!(1)),
    ] {
        let mut file = template();
        *file["Resources"].pointer_mut(pointer).expect(pointer) = value;
        let document = document(&file);
        let runs = document
            .operations
            .iter()
            .any(|it| it.path.text == "/" && it.not_run.is_none());
        assert!(runs, "{pointer}: {}", problems(&document));
    }
}
