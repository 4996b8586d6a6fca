//! `apigw-local lint`.

use crate::{
    run,
    support::{DOCUMENT, file},
};
use serde_json::Value;

/// The greeter of the other tests, whose patterns a line break escapes, whose timeouts are successes, and whose 400 is not declared.
fn lint(name: &str, rest: &[&str]) -> (i32, String, String) {
    let document = file(name, DOCUMENT);
    run(&[&["lint", document.to_str().unwrap()], rest].concat())
}

#[test]
fn findings_for_people() {
    let (status, printed, log) = lint("text.yaml", &[]);
    assert_eq!(status, 1, "{printed}");
    assert!(log.ends_with("text.yaml` has 4 findings\n"), "{log}");
    let blocks: Vec<_> = printed.trim_end().split("\n\n").collect();
    assert_eq!(blocks.len(), 4, "{printed}");
    let lines: Vec<_> = blocks[1].lines().collect();
    assert_eq!(
        lines[..4],
        [
            "warning line-break-defeats-pattern GET /greeting/{name}",
            r#"  the pattern "Bad Request: .*" for 400 loses a message with a line break"#,
            r#"  shown: the message "Bad Request: text\ntext" gets 200 by the default response"#,
            r#"  fix:   use "(?s)Bad Request: .*""#,
        ]
    );
    assert!(
        lines[4].contains("text.yaml`, line 15, \"/paths/~1greeting~1{name}/get/"),
        "{}",
        lines[4]
    );
    assert!(!printed.contains('\u{1b}'), "{printed:?}");
}

#[test]
fn findings_for_scripts() {
    let (status, printed, _) = lint("json.yaml", &["--format", "json"]);
    assert_eq!(status, 1);
    let report: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(report["unfinished"], Value::Null);
    let finding = &report["findings"][1];
    assert_eq!(finding["rule"], "line-break-defeats-pattern");
    assert_eq!(finding["line"], 15);
    assert_eq!(finding["shown"]["message"], "Bad Request: text\ntext");
    assert_eq!(finding["shown"]["answer"], "200 by the default response");
}

#[test]
fn findings_for_code_hosts() {
    let (status, printed, _) = lint("sar if.yaml", &["--format", "sarif"]);
    assert_eq!(status, 1);
    let log: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(log["version"], "2.1.0");
    let run = &log["runs"][0];
    assert_eq!(run["invocations"][0]["executionSuccessful"], true);
    let results = run["results"].as_array().unwrap();
    assert_eq!(results.len(), 4);
    for result in results {
        let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
        assert_eq!(
            result["ruleId"],
            run["tool"]["driver"]["rules"][index]["id"]
        );
        let place = &result["locations"][0]["physicalLocation"];
        let uri = place["artifactLocation"]["uri"].as_str().unwrap();
        assert!(uri.ends_with("/sar%20if.yaml"), "{uri}");
        assert!(place["region"]["startLine"].as_u64().unwrap() > 1);
    }
}

const GOOD: &str = r#"
openapi: 3.0.1
info: {title: greeter, version: "1"}
paths:
  /greeting/{name}:
    get:
      responses: {200: {description: OK}, 404: {description: Not Found}, 500: {description: Failed}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/greet/invocations
        responses:
          default: {statusCode: 200}
          "(?s)Not Found: .*": {statusCode: 404}
          "(?s)(?!Not Found: ).+": {statusCode: 500}
"#;

#[test]
fn a_document_without_findings() {
    let document = file("good.yaml", GOOD);
    let (status, printed, log) = run(&["lint", document.to_str().unwrap()]);
    assert_eq!((status, log.as_str()), (0, ""), "{printed}");
    assert!(
        printed.ends_with("good.yaml`: no findings in 1 operation\n"),
        "{printed}"
    );
}

#[test]
fn a_document_that_cannot_be_read() {
    for (name, text) in [
        ("broken.yaml", "a: ["),
        ("other.yaml", "a: 1"),
        ("empty.yaml", ""),
    ] {
        let document = file(name, text);
        let (status, printed, log) = run(&["lint", document.to_str().unwrap()]);
        assert_eq!((status, printed.as_str()), (2, ""), "{log}");
        assert!(log.contains(name), "{log}");
    }
    assert_eq!(run(&["lint", "no-such-file.yaml"]).0, 2);
    assert_eq!(run(&["lint"]).0, 2);
}

#[test]
fn the_rules_are_listed() {
    let (status, printed, log) = run(&["lint", "--rules"]);
    assert_eq!((status, log.as_str()), (0, ""));
    assert!(
        printed.contains("warning text-selects-pattern\n"),
        "{printed}"
    );
    assert_eq!(printed.matches("  source: ").count(), 16);
}

const TEMPLATE: &str = "
Resources:
  Api:
    Type: AWS::ApiGateway::RestApi
    Properties: {Name: shop}
  Get:
    Type: AWS::ApiGateway::Method
    Properties:
      RestApiId: !Ref Api
      ResourceId: !GetAtt Api.RootResourceId
      HttpMethod: GET
      AuthorizationType: NONE
      MethodResponses: [{StatusCode: 500}, {StatusCode: 404}]
      Integration:
        Type: AWS
        IntegrationHttpMethod: POST
        Uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/f/invocations
        IntegrationResponses:
          - StatusCode: 500
          - StatusCode: 404
            SelectionPattern: Not found*
";

#[test]
fn a_finding_in_a_template_stands_at_its_place_there() {
    let template = file("template.yaml", TEMPLATE);
    let (_, printed, _) = run(&["lint", template.to_str().unwrap(), "--format", "json"]);
    let report: Value = serde_json::from_str(&printed).unwrap();
    let finding = &report["findings"][0];
    assert_eq!(finding["rule"], "glob-pattern");
    assert_eq!(
        finding["pointer"],
        "/Resources/Get/Properties/Integration/IntegrationResponses/1"
    );
    assert_eq!(finding["line"], 20);
    assert_eq!(finding["shown"]["message"], "Not found input");
}
