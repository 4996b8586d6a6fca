//! Findings as SARIF 2.1.0: <https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html>.

use super::Located;
use crate::{
    cli::DocumentFile,
    lint::{RULES, Report, Rule},
    uri::IN_PATH,
};
use percent_encoding::utf8_percent_encode;
use serde_json::{Value, json};

pub(super) fn report(file: &DocumentFile, report: &Report, findings: &[Located<'_>]) -> String {
    let rules: Vec<_> = RULES.into_iter().map(rule).collect();
    let results: Vec<_> = findings
        .iter()
        .map(|located| result(file, located))
        .collect();
    let notifications: Vec<_> = report
        .unfinished
        .iter()
        .map(|operation| {
            let text = format!("the steps of one document were used up at {operation}");
            json!({"level": "error", "message": {"text": text}})
        })
        .collect();
    let log = json!({
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": env!("CARGO_PKG_NAME"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": rules,
            }},
            "invocations": [{
                "executionSuccessful": report.unfinished.is_none(),
                "toolExecutionNotifications": notifications,
            }],
            "results": results,
            "properties": {"examined": super::json::examined(&report.examined)},
        }],
    });
    format!("{log:#}\n")
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": format!("{}.", rule.fact)},
        "help": {"text": format!("{}. Source: {}", rule.fact, rule.source)},
        "defaultConfiguration": {"level": rule.level.to_string()},
    })
}

fn result(file: &DocumentFile, Located { finding, line }: &Located<'_>) -> Value {
    let mut location = json!({
        "logicalLocations": [{"name": finding.operation, "fullyQualifiedName": finding.pointer}],
    });
    // Standard input is not a file that a viewer can open.
    if !file.is_stdin() {
        let path = file.path().to_string_lossy();
        let uri = utf8_percent_encode(&path, IN_PATH).to_string();
        location["physicalLocation"] = json!({"artifactLocation": {"uri": uri}});
        if let Some(line) = line {
            location["physicalLocation"]["region"] = json!({"startLine": line});
        }
    }
    let index = RULES.iter().position(|rule| *rule == finding.rule);
    json!({
        "ruleId": finding.rule.id,
        "ruleIndex": index,
        "level": finding.rule.level.to_string(),
        "message": {"text": finding.to_string()},
        "locations": [location],
    })
}
