//! A plan of Terraform, in the form of `terraform show -json`, by all commands that need no function.

use crate::run;
use serde_json::Value;

const PLAN: &str = concat!(
    env!("CARGO_MANIFEST_DIR"),
    "/../../tests/fixtures/terraform_plan.json"
);

#[test]
fn a_plan_has_routes_answers_and_findings() {
    let (status, printed, log) = run(&["routes", PLAN]);
    assert_eq!((status, log.as_str()), (0, ""));
    assert_eq!(
        printed.split_whitespace().collect::<Vec<_>>(),
        ["GET", "/carts/{id}", "carts", "200", "404"]
    );

    for (outcome, answer, body) in [
        (
            r#"{"error": {"errorMessage": "Not Found: no cart 7"}}"#,
            "HTTP/1.1 404 Not Found\n",
            "\n{\"error\": \"Not Found: no cart 7\"}\n",
        ),
        (
            r#"{"ok": {"id": 7}}"#,
            "HTTP/1.1 200 OK\n",
            "\n{\"id\":7}\n",
        ),
    ] {
        let (_, printed, log) = run(&["explain", PLAN, "GET", "/carts/7", "--outcome", outcome]);
        assert!(
            printed.contains(r#"event     for `carts`, 11 bytes: {"id": "7"}"#),
            "{printed}{log}"
        );
        assert!(
            printed.contains(answer) && printed.ends_with(body),
            "{printed}"
        );
    }

    let (status, printed, _) = run(&["lint", PLAN, "--format", "json"]);
    assert_eq!(status, 1);
    let report: Value = serde_json::from_str(&printed).unwrap();
    let findings = report["findings"].as_array().unwrap().iter();
    let rules: Vec<_> = findings.map(|finding| &finding["rule"]).collect();
    assert_eq!(
        rules,
        [
            "platform-failure-answered-2xx",
            "line-break-defeats-pattern"
        ]
    );
}
