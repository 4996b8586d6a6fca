//! The functions of `CloudFormation`.

use crate::infrastructure::{ApiChoice, Finding, cloudformation::Scope};
use serde_json::{Value, json};
use std::fmt::Write;

fn template() -> Value {
    json!({
        "Parameters": {
            "Stage": {"Type": "String", "Default": "test"},
            "Count": {"Type": "Number", "Default": 3},
            "Zones": {"Type": "CommaDelimitedList", "Default": "a, b,c"},
            "Secret": {"Type": "String"},
            "Image": {"Type": "AWS::SSM::Parameter::Value<String>", "Default": "/images/latest"},
        },
        "Mappings": {"Sizes": {"test": {"memory": 128}, "us-east-1": {"zone": "x"}}},
        "Conditions": {
            "IsTest": {"Fn::Equals": [{"Ref": "Stage"}, "test"]},
            "IsProd": {"Fn::Not": [{"Condition": "IsTest"}]},
            "Both": {"Fn::And": [{"Condition": "IsTest"}, {"Fn::Equals": [{"Ref": "Count"}, "3"]}]},
            "Either": {"Fn::Or": [{"Condition": "IsProd"}, {"Condition": "Both"}]},
            "Unknown": {"Fn::Equals": [{"Ref": "Secret"}, "x"]},
            "Circle": {"Fn::Not": [{"Condition": "Circle"}]},
        },
        "Resources": {
            "F": {"Type": "AWS::Lambda::Function"},
            "Live": {"Type": "AWS::Lambda::Alias", "Properties": {"FunctionName": {"Ref": "F"}, "Name": "live"}},
            "Table": {"Type": "AWS::DynamoDB::Table"},
        },
    })
}

/// The value, and the reasons of what is not resolved.
fn resolved(value: &Value) -> (Option<Value>, Vec<String>) {
    let file = template();
    let scope = Scope::of(&file, &ApiChoice::default().parameters);
    let value = scope.resolve(value, "/x");
    let reasons = scope.into_findings().into_iter();
    (
        value,
        reasons.map(|Finding { reason, .. }| reason).collect(),
    )
}

#[test]
fn what_the_template_says_is_resolved() {
    for (value, expected) in [
        (json!({"Ref": "Stage"}), json!("test")),
        (json!({"Ref": "Zones"}), json!(["a", "b", "c"])),
        (json!({"Ref": "AWS::Partition"}), json!("aws")),
        (json!({"Ref": "Table"}), json!("Table")),
        (
            json!({"Ref": "Live"}),
            json!("arn:aws:lambda:us-east-1:000000000000:function:F"),
        ),
        (
            json!({"Fn::GetAtt": "F.Arn"}),
            json!("arn:aws:lambda:us-east-1:000000000000:function:F"),
        ),
        (
            json!({"Fn::GetAtt": ["Table", "StreamArn"]}),
            json!("${Table.StreamArn}"),
        ),
        (
            json!({"Fn::Sub": "${Stage}-${Count}-${!x}-${AWS::Region}-${ F.Arn }"}),
            json!("test-3-${x}-us-east-1-arn:aws:lambda:us-east-1:000000000000:function:F"),
        ),
        (
            json!({"Fn::Sub": ["${a}${b}${", {"a": "${b}", "b": {"Ref": "Stage"}}]}),
            json!("${b}test${"),
        ),
        (
            json!({"Fn::Join": ["-", ["a", {"Ref": "Count"}, true]]}),
            json!("a-3-true"),
        ),
        (json!({"Fn::Join": [",", {"Ref": "Zones"}]}), json!("a,b,c")),
        (
            json!({"Fn::Select": ["1", {"Fn::Split": [".", "a.b.c"]}]}),
            json!("b"),
        ),
        (
            json!({"Fn::FindInMap": ["Sizes", {"Ref": "Stage"}, "memory"]}),
            json!(128),
        ),
        (
            json!({"Fn::FindInMap": ["Sizes", "no", "no", {"DefaultValue": 1}]}),
            json!(1),
        ),
        (json!({"Fn::If": ["IsTest", "yes", "no"]}), json!("yes")),
        (
            json!({"Fn::If": ["IsProd", "yes", {"Fn::If": ["Either", 1, 2]}]}),
            json!(1),
        ),
        (
            json!({"a": {"Ref": "AWS::NoValue"}, "b": [{"Fn::If": ["IsProd", 1, {"Ref": "AWS::NoValue"}]}, 2]}),
            json!({"b": [2]}),
        ),
        (json!({"Fn::Base64": "a"}), json!("YQ==")),
        (json!({"Fn::Length": {"Ref": "Zones"}}), json!(3)),
        (
            json!({"Fn::ToJsonString": {"a": {"Ref": "Stage"}}}),
            json!("{\"a\":\"test\"}"),
        ),
        // Members of other things have such names too.
        (
            json!({"Ref": {"type": "string"}}),
            json!({"Ref": {"type": "string"}}),
        ),
        (
            json!({"Ref": "Stage", "b": 1}),
            json!({"Ref": "Stage", "b": 1}),
        ),
    ] {
        assert_eq!(resolved(&value), (Some(expected), vec![]), "{value}");
    }
    assert_eq!(resolved(&json!({"Ref": "AWS::NoValue"})), (None, vec![]));
}

#[test]
fn the_rest_is_named() {
    for (value, expected, reason) in [
        (
            json!({"Ref": "Secret"}),
            json!("${Secret}"),
            "add `--parameter Secret=VALUE`",
        ),
        (
            json!({"Ref": "Image"}),
            json!("${Image}"),
            "the parameter `Image` has no value",
        ),
        (
            json!({"Ref": "Gone"}),
            json!("${Gone}"),
            "the template has no `Gone`",
        ),
        (
            json!({"Fn::GetAtt": ["Gone", "Arn"]}),
            json!("${Gone.Arn}"),
            "no resource `Gone`",
        ),
        (
            json!({"Fn::Sub": "a-${Secret}"}),
            json!("a-${Secret}"),
            "the parameter `Secret`",
        ),
        (
            json!({"Fn::ImportValue": {"Fn::Sub": "${Stage}-api"}}),
            json!("${test-api}"),
            "exported by another stack",
        ),
        (
            json!({"Fn::If": ["Unknown", 1, 2]}),
            json!({"Fn::If": ["Unknown", 1, 2]}),
            "the parameter `Secret`",
        ),
        (
            json!({"Fn::If": ["Circle", 1, 2]}),
            json!({"Fn::If": ["Circle", 1, 2]}),
            "the condition `Circle`",
        ),
        (
            json!({"Fn::FindInMap": ["Sizes", "no", "no"]}),
            json!({"Fn::FindInMap": ["Sizes", "no", "no"]}),
            "`Fn::FindInMap`",
        ),
        (
            json!({"Fn::Transform": {"Name": "AWS::Include"}}),
            json!({"Fn::Transform": {"Name": "AWS::Include"}}),
            "put the file's content",
        ),
        (
            json!({"Fn::Join": ["", [{"Fn::GetAZs": ""}]]}),
            json!("${Fn::GetAZs}"),
            "`Fn::GetAZs`",
        ),
        (
            json!({"Fn::Select": [9, ["a"]]}),
            json!({"Fn::Select": [9, ["a"]]}),
            "`Fn::Select`",
        ),
    ] {
        let (found, reasons) = resolved(&value);
        assert_eq!(found, Some(expected), "{value}");
        assert!(reasons.join("\n").contains(reason), "{value}: {reasons:?}");
    }
}

#[test]
fn given_parameters_replace_defaults() {
    let file = template();
    let choice = ApiChoice::default()
        .parameter("Secret", "x")
        .parameter("Zones", "d");
    let scope = Scope::of(&file, &choice.parameters);
    let value = json!([{"Ref": "Secret"}, {"Ref": "Zones"}, {"Fn::If": ["Unknown", 1, 2]}]);
    assert_eq!(scope.resolve(&value, ""), Some(json!(["x", ["d"], 1])));
    assert!(scope.into_findings().is_empty());
}

#[test]
fn what_multiplies_ends() {
    let mut text = String::new();
    for _ in 0..100_000 {
        write!(text, "${{Long}}").expect("a string");
    }
    let mut file = json!({
        "Parameters": {"Long": {"Type": "String", "Default": "x".repeat(100_000)}},
        "Conditions": {"C0": {"Fn::Equals": ["a", "a"]}},
        "Resources": {},
    });
    for n in 1..90 {
        let condition = json!({"Condition": format!("C{}", n - 1)});
        file["Conditions"][format!("C{n}")] = json!({"Fn::And": [condition, condition]});
    }
    let scope = Scope::of(&file, &ApiChoice::default().parameters);
    let value = json!([{"Fn::Sub": text}, {"Fn::If": ["C89", 1, 2]}]);
    assert!(scope.resolve(&value, "").is_some());
    let reasons: Vec<_> = scope
        .into_findings()
        .into_iter()
        .map(|it| it.reason)
        .collect();
    assert!(
        reasons
            .iter()
            .any(|it| it.contains("produce more than 64 MiB")),
        "{reasons:?}"
    );

    let mut deep = json!("x");
    for _ in 0..200 {
        deep = json!({"Fn::Join": ["", [deep]]});
    }
    let scope = Scope::of(&file, &ApiChoice::default().parameters);
    assert!(scope.resolve(&deep, "").is_some());
    assert!(!scope.into_findings().is_empty());
}
