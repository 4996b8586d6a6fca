//! Findings as JSON.

use super::Located;
use crate::lint::{Finding, Report};
use serde_json::{Value, json};

pub(super) fn report(report: &Report, findings: &[Located<'_>]) -> String {
    let findings: Vec<_> = findings.iter().map(finding).collect();
    let report = json!({"findings": findings, "unfinished": report.unfinished});
    format!("{report:#}\n")
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
