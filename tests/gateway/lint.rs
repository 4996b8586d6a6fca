//! What the linter says of the gateways that people publish, and of those that the types make.

use apigw_local::lint::{Report, lint};
use lambda_api_errors::{Integration, local::Document};
use lambda_api_errors_tests::formats;

fn report(document: &str) -> Report {
    let report = lint(&Document::read(document).expect("a document"));
    assert_eq!(report.unfinished, None);
    report
}

/// Rule, pattern, and the status that the message of the finding gets.
fn table(document: &str) -> Vec<(&'static str, String, String)> {
    let report = report(document);
    let rows = report.findings.iter().map(|found| {
        let shown = found.shown.as_ref().map(|shown| shown.answer.as_str());
        let status = shown
            .unwrap_or_default()
            .split(' ')
            .next()
            .unwrap_or_default();
        let pattern = found.pointer.split_once("/responses/");
        let pattern = pattern.map_or("", |(_, pattern)| pattern);
        (found.rule.id, pattern.to_owned(), status.to_owned())
    });
    rows.collect()
}

/// A published document as the two exports of API Gateway: `OpenAPI` 3.0 and Swagger 2.0.
macro_rules! published {
    ($name:literal) => {
        [
            include_str!(concat!("../fixtures/published/", $name, ".json")),
            include_str!(concat!("../fixtures/published/swagger2/", $name, ".json")),
        ]
    };
}

/// Both exports have these findings.
#[track_caller]
fn check(exports: [&str; 2], expected: &[(&str, &str, &str)]) {
    for document in exports {
        let table = table(document);
        let rows: Vec<_> = table
            .iter()
            .map(|(rule, pattern, status)| (*rule, pattern.as_str(), status.as_str()))
            .collect();
        assert_eq!(rows, expected);
    }
}

const PLATFORM: &str = "platform-failure-answered-2xx";
const OVERLAP: &str = "overlapping-patterns";
const TEXT: &str = "text-selects-pattern";
const LINE: &str = "line-break-defeats-pattern";
const TEMPLATE: &str = "template-breaks-json";

#[test]
fn words_of_a_result_misfire() {
    check(
        published!("result_errors"),
        &[
            (PLATFORM, "", "201"),
            (OVERLAP, ".*validation error.*", "400"),
            (TEXT, ".*validation error.*", "400"),
            (LINE, ".*validation error.*", "201"),
            (TEXT, ".*unknown event type.*", "404"),
            (LINE, ".*unknown event type.*", "201"),
        ],
    );
}

#[test]
fn a_status_in_the_body_is_reached_by_text() {
    check(
        published!("status_errors"),
        &[
            (PLATFORM, "", "201"),
            (OVERLAP, ".*\"status\":400.*", "400"),
            (TEXT, ".*\"status\":400.*", "400"),
            (LINE, ".*\"status\":400.*", "201"),
            (TEXT, ".*\"status\":409.*", "409"),
            (LINE, ".*\"status\":409.*", "201"),
        ],
    );
    check(
        published!("http_status_details"),
        &[
            (PLATFORM, "", "201"),
            (TEXT, ".*\"httpStatusCode\":500.*", "500"),
            (LINE, ".*\"httpStatusCode\":500.*", "201"),
        ],
    );
}

#[test]
fn a_prefix_is_escaped_by_a_line_break_and_its_template_by_quotes() {
    check(
        published!("plain_text"),
        &[
            (PLATFORM, "", "204"),
            (LINE, "Bad Request: .*", "204"),
            (TEMPLATE, "Bad Request: .*", "400"),
            (LINE, "Not Found: .*", "204"),
            (TEMPLATE, "Not Found: .*", "404"),
        ],
    );
}

#[test]
fn a_proxy_integration_has_no_patterns() {
    check(published!("proxy"), &[]);
}

#[track_caller]
fn clean(document: &str) {
    let lines: Vec<_> = report(document)
        .findings
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(lines, [""; 0]);
}

#[test]
fn documents_of_the_types_have_no_findings() {
    clean(include_str!("../../examples/carts/openapi/custom.yaml"));
    clean(include_str!("../../examples/carts/openapi/proxy.yaml"));
    for api in [formats::api, styles::api] {
        for integration in [Integration::Custom, Integration::Proxy] {
            let openapi = api().integration(integration).openapi();
            clean(&openapi.document().expect("a document").to_json());
            if let Ok(swagger) = openapi.swagger_document() {
                clean(&swagger.to_json());
            }
            if let Ok(http_api) = openapi.http_api_document() {
                clean(&http_api.to_json());
            }
        }
    }
}
