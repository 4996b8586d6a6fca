//! Terraform. Its AWS provider is not needed for what is tested: the document is a module of its own, and the rest is read.

use crate::{example::Example, tools::tool};
use serde_json::{Value, json};

const INVOKE_ARN: &str = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:123456789012:function:carts/invocations";

#[test]
fn the_document_is_embedded() {
    let example = Example::of("terraform");
    example.run(terraform(".").args(["fmt", "-check", "-recursive", "-diff"]));
    example.run(terraform("document").args(["init", "-input=false"]));
    print!("{}", example.run(terraform("document").arg("test")));

    let (body, deployed) = document(&example);
    let expected = example
        .read("openapi.json")
        .replace("${invoke_arn}", INVOKE_ARN);
    assert_eq!(body, expected);
    assert_eq!((body, deployed.clone()), document(&example));
    example.change_one_byte();
    assert_ne!(deployed, document(&example).1);

    wiring_is_complete(&example);
}

/// The body that the module makes, and the hash that makes a new deployment when it changes.
fn document(example: &Example) -> (String, String) {
    example.run(terraform("document").args([
        "apply",
        "-auto-approve",
        "-input=false",
        "-var=file=../openapi.json",
        &format!("-var=invoke_arn={INVOKE_ARN}"),
    ]));
    let outputs = example.run(terraform("document").args(["output", "-json"]));
    let outputs: Value = serde_json::from_str(&outputs).expect("JSON");
    let value = |name: &str| outputs[name]["value"].as_str().expect("text").to_owned();
    (value("body"), value("sha256"))
}

fn wiring_is_complete(example: &Example) {
    let main: Value = hcl::from_str(&example.read("main.tf")).expect("HCL");
    assert_eq!(
        main["module"]["document"],
        json!({
            "source": "./document",
            "file": "${path.module}/openapi.json",
            "invoke_arn": "${aws_lambda_function.carts.invoke_arn}",
        })
    );
    let resource = &main["resource"];

    let api = &resource["aws_api_gateway_rest_api"]["carts"];
    assert_eq!(api["body"], "${module.document.body}");
    assert_eq!(api["fail_on_warnings"], true);

    let permission = json!({
        "action": "lambda:InvokeFunction",
        "function_name": "${aws_lambda_function.carts.function_name}",
        "principal": "apigateway.amazonaws.com",
        "source_arn": "${aws_api_gateway_rest_api.carts.execution_arn}/live/*",
    });
    assert_eq!(resource["aws_lambda_permission"]["gateway"], permission);

    let deployment = json!({
        "rest_api_id": "${aws_api_gateway_rest_api.carts.id}",
        "triggers": { "document": "${module.document.sha256}" },
        "lifecycle": { "create_before_destroy": true },
    });
    assert_eq!(resource["aws_api_gateway_deployment"]["carts"], deployment);

    let stage = json!({
        "rest_api_id": "${aws_api_gateway_rest_api.carts.id}",
        "deployment_id": "${aws_api_gateway_deployment.carts.id}",
        "stage_name": "live",
    });
    assert_eq!(resource["aws_api_gateway_stage"]["live"], stage);
}

fn terraform(folder: &str) -> std::process::Command {
    let mut command = tool("terraform");
    command.arg(format!("-chdir={folder}"));
    command
}
