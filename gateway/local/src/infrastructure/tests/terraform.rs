//! Plans and states of Terraform.

use super::{document, problems, refused, routes};
use crate::{ApiChoice, Document};
use serde_json::{Value, json};

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

/// A plan before anything is there: the ids are not known.
fn plan() -> Value {
    let api = ("rest_api_id", "aws_api_gateway_rest_api.shop.id");
    let resource_id = ("resource_id", "aws_api_gateway_resource.cart.id");
    json!({
        "format_version": "1.2",
        "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": [
            resource("aws_api_gateway_rest_api", "shop", &json!({"name": "shop", "body": null, "binary_media_types": ["image/png"]})),
            resource("aws_api_gateway_resource", "carts", &json!({"path_part": "carts"})),
            resource("aws_api_gateway_resource", "cart", &json!({"path_part": "{id}"})),
            resource("aws_api_gateway_method", "get", &json!({
                "http_method": "GET", "authorization": "NONE", "api_key_required": false,
                "request_parameters": {"method.request.path.id": true}, "request_models": null,
            })),
            resource("aws_api_gateway_integration", "get", &json!({
                "http_method": "GET", "type": "AWS", "integration_http_method": "POST", "passthrough_behavior": "NEVER",
                "request_templates": {"application/json": "{}"}, "timeout_milliseconds": 29000, "content_handling": null,
            })),
            resource("aws_api_gateway_method_response", "found", &json!({"http_method": "GET", "status_code": "200"})),
            resource("aws_api_gateway_integration_response", "found", &json!({"http_method": "GET", "status_code": "200", "selection_pattern": ""})),
            resource("aws_api_gateway_integration_response", "missing", &json!({
                "http_method": "GET", "status_code": "404", "selection_pattern": "Not Found: .*",
                "response_templates": {"application/json": "#if("},
            })),
            resource("aws_api_gateway_stage", "live", &json!({"stage_name": "live", "variables": {"a": "b"}})),
            resource("aws_lambda_function", "carts", &json!({"function_name": "shop-carts"})),
        ]}},
        "configuration": {"root_module": {"resources": [
            configured("aws_api_gateway_rest_api", "shop", &[]),
            configured("aws_api_gateway_resource", "carts", &[api, ("parent_id", "aws_api_gateway_rest_api.shop.root_resource_id")]),
            configured("aws_api_gateway_resource", "cart", &[api, ("parent_id", "aws_api_gateway_resource.carts.id")]),
            configured("aws_api_gateway_method", "get", &[api, resource_id]),
            configured("aws_api_gateway_integration", "get", &[api, resource_id, ("uri", "aws_lambda_function.carts.invoke_arn")]),
            configured("aws_api_gateway_method_response", "found", &[api, resource_id]),
            configured("aws_api_gateway_integration_response", "found", &[api, resource_id]),
            configured("aws_api_gateway_integration_response", "missing", &[api, resource_id]),
            configured("aws_api_gateway_stage", "live", &[api]),
            configured("aws_lambda_function", "carts", &[]),
        ]}},
    })
}

#[test]
fn references_lead_from_one_resource_to_another() {
    let document = document(&plan());
    assert_eq!(routes(&document), ["GET /carts/{id} carts"]);
    assert_eq!(document.title, "shop");
    assert_eq!(
        document.function_names,
        [("carts".to_owned(), "shop-carts".to_owned())]
    );
    assert_eq!(document.stage.as_ref().expect("a stage").name, "live");
    let get = &document.operations[0];
    let responses: Vec<_> = get
        .integration
        .responses
        .iter()
        .map(|it| (it.status, it.pattern.is_some()))
        .collect();
    assert_eq!(responses, [(404, true), (200, false)]);
    let [problem] = document.problems.as_slice() else {
        panic!("{}", problems(&document));
    };
    assert_eq!(
        problem.pointer,
        "/planned_values/root_module/resources/7/values/response_templates/application~1json"
    );
}

/// After `terraform apply` all ids are known, and a state has no configuration.
#[test]
fn known_ids_lead_there_too() {
    let mut state = plan();
    let mut root = state["planned_values"]["root_module"].take();
    let ids = json!({"rest_api_id": "a1", "resource_id": "r2"});
    for resource in root["resources"].as_array_mut().expect("resources") {
        let values = resource["values"].as_object_mut().expect("values");
        values.extend(ids.as_object().expect("ids").clone());
        let name = (resource["type"].clone(), resource["name"].clone());
        let values = &mut resource["values"];
        match (
            name.0.as_str().expect("a type"),
            name.1.as_str().expect("a name"),
        ) {
            ("aws_api_gateway_rest_api", _) => {
                values["id"] = json!("a1");
                values["root_resource_id"] = json!("r0");
            }
            ("aws_api_gateway_resource", "carts") => {
                values["id"] = json!("r1");
                values["parent_id"] = json!("r0");
            }
            ("aws_api_gateway_resource", _) => {
                values["id"] = json!("r2");
                values["parent_id"] = json!("r1");
            }
            ("aws_api_gateway_integration", _) => {
                values["uri"] = json!(
                    "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:shop-carts/invocations"
                );
            }
            _ => {}
        }
    }
    let state = json!({"format_version": "1.0", "terraform_version": "1.9.0", "values": {"root_module": root}});
    let mut document = document(&state);
    assert_eq!(routes(&document), ["GET /carts/{id} shop-carts"]);
    document.call_functions(["carts"]);
    assert_eq!(routes(&document), ["GET /carts/{id} carts"]);
    document.call_functions(["shop-carts"]);
    assert_eq!(routes(&document), ["GET /carts/{id} shop-carts"]);
}

#[test]
fn modules_pass_references_on() {
    let mut file = plan();
    let outer = file["planned_values"]["root_module"]["resources"]
        .as_array_mut()
        .expect("resources");
    let mut inner = outer.split_off(1);
    let function = inner.pop().expect("the function");
    outer.push(function);
    for resource in &mut inner {
        let address = format!(
            "module.routes.{}",
            resource["address"].as_str().expect("an address")
        );
        resource["address"] = json!(address);
    }
    file["planned_values"]["root_module"]["child_modules"] =
        json!([{"address": "module.routes", "resources": inner}]);
    let outer = file["configuration"]["root_module"]["resources"]
        .as_array_mut()
        .expect("resources");
    let mut inner = outer.split_off(1);
    outer.push(inner.pop().expect("the function"));
    for resource in &mut inner {
        let expressions = &mut resource["expressions"];
        expressions["rest_api_id"] = json!({"references": ["var.api"]});
        if !expressions["uri"].is_null() {
            expressions["uri"] = json!({"references": ["var.function"]});
        }
        if resource["name"] == "carts" {
            resource["expressions"]["parent_id"] = json!({"references": ["var.root"]});
        }
    }
    file["configuration"]["root_module"]["module_calls"] = json!({"routes": {
        "expressions": {
            "api": {"references": ["aws_api_gateway_rest_api.shop.id", "aws_api_gateway_rest_api.shop"]},
            "root": {"references": ["aws_api_gateway_rest_api.shop.root_resource_id", "aws_api_gateway_rest_api.shop"]},
            "function": {"references": ["aws_lambda_function.carts.invoke_arn", "aws_lambda_function.carts"]},
        },
        "module": {"resources": inner},
    }});
    let document = document(&file);
    assert_eq!(
        routes(&document),
        ["GET /carts/{id} carts"],
        "{}",
        problems(&document)
    );
}

#[test]
fn bodies_are_read_where_they_are_known() {
    let body = json!({"openapi": "3.0.1", "paths": {"/x": {"get": {
        "responses": {}, "x-amazon-apigateway-integration": {"type": "mock"},
    }}}});
    let mut file = plan();
    let resources = &mut file["planned_values"]["root_module"]["resources"];
    *resources = json!([resource(
        "aws_api_gateway_rest_api",
        "shop",
        &json!({"name": "shop", "body": body.to_string()})
    )]);
    assert_eq!(routes(&document(&file)), ["GET /x -"]);

    let resources = &mut file["planned_values"]["root_module"]["resources"];
    resources[0]["values"] = json!({"name": "shop"});
    file["configuration"]["root_module"]["resources"][0]["expressions"] =
        json!({"body": {"references": ["aws_lambda_function.f.invoke_arn"]}});
    let reason = refused(&file, &ApiChoice::default());
    assert!(
        reason.contains(
            "is only known after `terraform apply`: give what `terraform show -json` prints then"
        ),
        "{reason}"
    );
    let reason = refused(&file, &ApiChoice::default().parameter("a", "b"));
    assert!(reason.contains("plan with `-var a=VALUE`"), "{reason}");
}

#[test]
fn references_in_circles_end() {
    let mut file = plan();
    let circle: Vec<_> = (0..40).map(|_| "module.a.out").collect();
    file["configuration"]["root_module"]["module_calls"] = json!({"a": {"module": {
        "outputs": {"out": {"expression": {"references": circle}}},
        "module_calls": {"a": {"module": {"outputs": {"out": {"expression": {"references": circle}}}}}},
    }}});
    file["planned_values"]["root_module"]["child_modules"] =
        json!([{"address": "module.a", "resources": []}]);
    for resource in file["configuration"]["root_module"]["resources"]
        .as_array_mut()
        .expect("resources")
    {
        resource["expressions"]["rest_api_id"] = json!({"references": circle});
    }
    assert!(Document::from_value(&file).is_err());
}
