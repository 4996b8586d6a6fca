//! What each rendered `CloudFormation` stack must have.

use crate::tools::{run, tool};
use serde_json::{Value, json};
use std::path::Path;

/// What `CloudFormation` takes from S3, in bytes.
const LARGEST_TEMPLATE: usize = 1_000_000;

/// Fails unless the template serves `document` at the stage `live`, tells where, and lets the stage invoke the function.
///
/// Returns the deployment's logical id. `CloudFormation` makes a new deployment when that changes, and at no other time.
#[track_caller]
pub(crate) fn deployment_of(template: &Value, document: &Value) -> String {
    assert!(template.to_string().len() <= LARGEST_TEMPLATE);

    let (function, properties) = only(template, "AWS::Lambda::Function");
    assert_eq!(properties["Runtime"], "provided.al2023");
    assert_eq!(properties["Architectures"], json!(["x86_64"]));

    let (api, properties) = only(template, "AWS::ApiGateway::RestApi");
    assert_eq!(&properties["Body"], document);
    assert_eq!(properties["FailOnWarnings"], true);
    assert_eq!(functions_of(document), [format!("${{{function}.Arn}}")]);

    let (_, permission) = only(template, "AWS::Lambda::Permission");
    assert_eq!(permission["Action"], "lambda:InvokeFunction");
    assert_eq!(permission["Principal"], "apigateway.amazonaws.com");
    assert_eq!(
        permission["FunctionName"],
        json!({"Fn::GetAtt": [function, "Arn"]})
    );
    assert_eq!(
        text(&permission["SourceArn"]),
        format!(
            "arn:${{AWS::Partition}}:execute-api:${{AWS::Region}}:${{AWS::AccountId}}:${{{api}}}/live/*"
        )
    );

    let (deployment, properties) = only(template, "AWS::ApiGateway::Deployment");
    assert_eq!(properties["RestApiId"], json!({"Ref": api}));

    let (_, stage) = only(template, "AWS::ApiGateway::Stage");
    assert_eq!(stage["StageName"], "live");
    assert_eq!(stage["RestApiId"], json!({"Ref": api}));
    assert_eq!(stage["DeploymentId"], json!({"Ref": deployment}));
    assert_eq!(
        text(&template["Outputs"]["Url"]["Value"]),
        format!("https://${{{api}}}.execute-api.${{AWS::Region}}.${{AWS::URLSuffix}}/live")
    );
    deployment.to_owned()
}

/// Has cfn-lint read a template.
pub(crate) fn lint(template: &Path) {
    run(tool("cfn-lint")
        .args(["--non-zero-exit-code", "error", "--template"])
        .arg(template));
}

/// Name and properties of the resource of this type, of which there is to be one.
#[track_caller]
fn only<'a>(template: &'a Value, kind: &str) -> (&'a str, &'a Value) {
    let resources = template["Resources"].as_object().expect("resources");
    let mut found = resources
        .iter()
        .filter(|(_, resource)| resource["Type"] == kind);
    let (Some((name, resource)), None) = (found.next(), found.next()) else {
        panic!("the template has not exactly one {kind}");
    };
    (name, &resource["Properties"])
}

/// A text that `CloudFormation` puts together, as a pattern of `Fn::Sub`.
fn text(value: &Value) -> String {
    if let Some(text) = value.as_str().or(value["Fn::Sub"].as_str()) {
        return text.to_owned();
    }
    if let Some(name) = value["Ref"].as_str() {
        return format!("${{{name}}}");
    }
    let join = value["Fn::Join"].as_array().map(Vec::as_slice);
    let Some([Value::String(between), Value::Array(parts)]) = join else {
        panic!("neither a text, a reference, `Fn::Sub` nor `Fn::Join`: {value}");
    };
    parts.iter().map(text).collect::<Vec<_>>().join(between)
}

/// The functions that the document's operations call.
fn functions_of(document: &Value) -> Vec<String> {
    let operations = document["paths"].as_object().expect("paths").values();
    let mut functions: Vec<_> = operations
        .flat_map(|path| path.as_object().expect("operations").values())
        .map(|operation| &operation["x-amazon-apigateway-integration"])
        .filter(|integration| integration["type"] != "mock")
        .map(|integration| {
            let uri = text(&integration["uri"]);
            let (_, function) = uri
                .split_once("/functions/")
                .expect("the address of a function");
            function.trim_end_matches("/invocations").to_owned()
        })
        .collect();
    functions.sort();
    functions.dedup();
    functions
}
