//! Findings as JSON.

use super::Located;
use crate::lint::{Examined, Finding, Report};
use serde_json::{Value, json};

pub(super) fn report(report: &Report, findings: &[Located<'_>]) -> String {
    let findings: Vec<_> = findings.iter().map(finding).collect();
    let report = json!({
        "findings": findings,
        "unfinished": report.unfinished,
        "examined": examined(&report.examined),
    });
    format!("{report:#}\n")
}

/// What was looked at, in numbers.
pub(super) fn examined(examined: &Examined) -> Value {
    json!({
        "operations": examined.operations,
        "custom": examined.custom,
        "proxies": examined.proxies,
        "mocks": examined.mocks,
        "http": examined.http,
        "notRun": examined.not_run,
        "patterns": examined.patterns,
        "templates": examined.templates,
        "gatewayResponses": examined.gateway_responses,
        "timeouts": examined.timeouts,
    })
}

fn finding(located: &Located<'_>) -> Value {
    let Finding {
        rule,
        operation,
        pointer,
        reason,
        shown,
        fix,
        ..
    } = located.finding;
    json!({
        "rule": rule.id,
        "level": rule.level.to_string(),
        "operation": operation,
        "pointer": pointer,
        "line": located.line,
        "reason": reason,
        "shown": shown.as_ref().map(|shown| json!({"message": shown.message, "answer": shown.answer})),
        "fix": fix,
    })
}
