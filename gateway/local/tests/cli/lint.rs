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
    assert_eq!(blocks.len(), 5, "{printed}");
    assert_eq!(
        blocks[4],
        "looked at 1 custom integration, 1 mock, 2 selection patterns, 1 response template"
    );
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
    assert_eq!(report["examined"]["custom"], 1);
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

/// The gateways that people publish for the five styles have the same defects in both exports of API Gateway.
#[test]
fn both_exports_have_the_same_findings() {
    let published = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../tests/fixtures/published"
    );
    for (name, count) in [
        ("http_status_details", 3),
        ("plain_text", 5),
        ("proxy", 0),
        ("result_errors", 6),
        ("status_errors", 6),
    ] {
        let reports = ["", "swagger2/"].map(|folder| {
            let document = format!("{published}/{folder}{name}.json");
            let (_, printed, _) = run(&["lint", &document, "--format", "json"]);
            let mut report: Value = serde_json::from_str(&printed).unwrap();
            for finding in report["findings"].as_array_mut().unwrap() {
                assert!(finding["line"].take().is_u64(), "{printed}");
            }
            report
        });
        assert_eq!(reports[0], reports[1], "{name}");
        assert_eq!(reports[0]["findings"].as_array().unwrap().len(), count);
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

/// The same defect in several operations is said once, with each place.
#[test]
fn equal_findings_are_one_block() {
    let operation = |path: &str| {
        let operation = GOOD.split_once("paths:\n").unwrap().1;
        operation
            .replace("/greeting/{name}", path)
            .replace("(?s)Not Found: .*", "Not Found: .*")
    };
    let paths: String = (1..=7).map(|n| operation(&format!("/{n}"))).collect();
    let text = format!("openapi: 3.0.1\npaths:\n{paths}");
    let document = file("equal.yaml", &text);
    let (status, printed, _) = run(&["lint", document.to_str().unwrap()]);
    assert_eq!(status, 1, "{printed}");
    let blocks = printed.split("\n\n");
    let about_line_breaks: Vec<_> = blocks
        .filter(|block| block.starts_with("warning line-break-defeats-pattern "))
        .collect();
    let [block] = about_line_breaks[..] else {
        panic!("{printed}");
    };
    let lines: Vec<_> = block.lines().collect();
    assert!(
        lines[0].ends_with(" GET /1, GET /2, GET /3, GET /4, GET /5 and 2 more"),
        "{block}"
    );
    let places = lines
        .iter()
        .filter(|line| line.contains("equal.yaml`, line "));
    assert_eq!(places.count(), 5, "{block}");
    assert_eq!(
        lines.last(),
        Some(&"  at:    2 more places; `--format json` has them all")
    );
}

const PROXIES: &str = "
Transform: AWS::Serverless-2016-10-31
Resources:
  Api:
    Type: AWS::Serverless::Api
    Properties:
      StageName: live
      GatewayResponses: {UNAUTHORIZED: {StatusCode: 200}, DEFAULT_5XX: {StatusCode: 502}}
  Report:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 60
      Events:
        Get: {Type: Api, Properties: {Path: /report, Method: get, RestApiId: !Ref Api}}
  Carts:
    Type: AWS::Serverless::Function
    Properties:
      Timeout: 10
      Events:
        Get: {Type: Api, Properties: {Path: /carts, Method: get, RestApiId: !Ref Api}}
";

/// What applies to proxies is looked at, and what is not there is named.
#[test]
fn proxies_have_no_patterns() {
    let proxies = file("proxies.yaml", PROXIES);
    let (status, printed, log) = run(&["lint", proxies.to_str().unwrap()]);
    assert_eq!(status, 1, "{printed}{log}");
    for part in [
        "error failure-answered-2xx the gateway response UNAUTHORIZED\n  clients take for a success: UNAUTHORIZED, which is answered 200\n  fix:   set its `statusCode` to 401, or remove it\n",
        "warning function-outlives-gateway GET /report\n  the function `Report` may run for 60 s, and the gateway waits 29 s: after that, clients get 502, the gateway response INTEGRATION_TIMEOUT",
        "\nlooked at 2 proxy integrations, 2 gateway responses, 2 functions' timeouts\neach operation is a proxy, ",
    ] {
        assert!(printed.contains(part), "{part}\n{printed}");
    }
    assert!(log.ends_with("has 2 findings\n"), "{log}");
    let good = PROXIES
        .replace("StatusCode: 200", "StatusCode: 401")
        .replace("60", "29");
    let good = file("good_proxies.yaml", &good);
    let (status, printed, _) = run(&["lint", good.to_str().unwrap()]);
    assert_eq!(status, 0);
    assert!(
        printed.contains("there are no selection patterns and response templates to lint\n"),
        "{printed}"
    );
    assert!(
        printed.ends_with("no findings in 2 operations\n"),
        "{printed}"
    );
}

/// A mapping of an HTTP API makes no success of a failure.
#[test]
fn a_failure_that_is_mapped_to_a_success_is_found() {
    const API: &str = "
openapi: 3.0.1
paths:
  /$default:
    x-amazon-apigateway-any-method:
      x-amazon-apigateway-integration:
        type: aws_proxy
        uri: arn:aws:lambda:eu-west-1:123456789012:function:carts
        payloadFormatVersion: '2.0'
        responseParameters: {404: {'overwrite:statuscode': '200'}, 500: {'overwrite:statuscode': '503'}, 201: {'overwrite:statuscode': '202'}}
";
    let document = file("mapped.yaml", API);
    let (status, printed, _) = run(&["lint", document.to_str().unwrap(), "--format", "json"]);
    assert_eq!(status, 1);
    let report: Value = serde_json::from_str(&printed).unwrap();
    let [finding] = report["findings"].as_array().unwrap().as_slice() else {
        panic!("{printed}");
    };
    assert_eq!(finding["rule"], "failure-answered-2xx");
    assert_eq!(
        finding["reason"],
        "a response of 404 leaves as 200, a success"
    );
    assert_eq!(
        finding["pointer"],
        "/paths/~1$default/x-amazon-apigateway-any-method/x-amazon-apigateway-integration/responseParameters/404/overwrite:statuscode"
    );
}

/// A pattern whose dot ends at a line break takes the message of the failure, and loses it when a caller's text has a line break.
#[test]
fn failures_that_must_not_become_successes() {
    let lint = |rest: &[&str]| lint("failures.yaml", rest);
    let (_, usual, _) = lint(&[]);
    assert!(!usual.contains("error message-answered-2xx"), "{usual}");
    let (status, printed, _) = lint(&["--failure", "[400] ", "--failure", "Not Found: "]);
    assert_eq!(status, 1);
    for expected in [
        "error message-answered-2xx GET /greeting/{name}\n",
        r#"a failure whose message begins with "[400] ""#,
        r#"the message "[400] text" gets 200 by the default response"#,
        r#"the pattern "^\\[400\\] [\\s\\S]*", or have the function begin the message with "Not Found: ", which gets 404"#,
        r#"a failure whose message begins with "Not Found: ""#,
        r#"the message "Not Found: two\u2028lines" gets 200"#,
    ] {
        assert!(printed.contains(expected), "{printed}\nlacks {expected}");
    }
    let good = file("good-failures.yaml", GOOD);
    let (status, printed, _) = run(&["lint", good.to_str().unwrap(), "--failure", "Not Found: "]);
    assert_eq!(status, 0, "{printed}");
    let (status, _, log) = run(&["lint", good.to_str().unwrap(), "--failure", ""]);
    assert_eq!(status, 2, "{log}");
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
    assert_eq!(printed.matches("  source: ").count(), 19);
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
