//! Findings for people.

use super::Located;
use crate::{
    cli::DocumentFile,
    lint::{Finding, Level, RULES, Report},
    text::pictured,
};
use anstyle::{AnsiColor, Style};
use std::fmt::Write;

const BOLD: Style = Style::new().bold();

fn style(level: Level) -> Style {
    let color = match level {
        Level::Error => AnsiColor::Red,
        Level::Warning => AnsiColor::Yellow,
    };
    color.on_default().bold()
}

/// How many operations and places of one block are named.
const NAMED: usize = 5;

/// A block for each defect: level, rule and operations, then the reason, a message that shows it, the fix and the places. The same
/// defect in several operations is one block.
pub(super) fn report(file: &DocumentFile, findings: &[Located<'_>]) -> String {
    let mut blocks: Vec<Vec<&Located<'_>>> = Vec::new();
    for located in findings {
        let known = blocks.iter_mut().find(|block| is_same(block[0], located));
        match known {
            Some(block) => block.push(located),
            None => blocks.push(vec![located]),
        }
    }
    blocks
        .iter()
        .map(|block| self::block(file, block))
        .collect()
}

/// Whether two findings differ in their places only.
fn is_same(one: &Located<'_>, other: &Located<'_>) -> bool {
    let (one, other) = (one.finding, other.finding);
    one.rule.id == other.rule.id
        && one.reason == other.reason
        && one.shown == other.shown
        && one.fix == other.fix
}

fn block(file: &DocumentFile, found: &[&Located<'_>]) -> String {
    let Finding {
        rule,
        reason,
        shown,
        fix,
        ..
    } = found[0].finding;
    let level = style(rule.level);
    let mut operations: Vec<_> = found
        .iter()
        .map(|located| located.finding.operation.as_str())
        .collect();
    operations.dedup();
    let left = operations.len().saturating_sub(NAMED);
    operations.truncate(NAMED);
    let mut operations = operations.join(", ");
    // Writing to a text does not fail.
    if left > 0 {
        let _ = write!(operations, " and {left} more");
    }
    let mut text = format!(
        "{level}{}{level:#} {BOLD}{}{BOLD:#} {operations}\n  {reason}\n",
        rule.level, rule.id
    );
    if let Some(shown) = shown {
        let _ = writeln!(text, "  shown: {shown}");
    }
    let _ = writeln!(text, "  fix:   {fix}");
    for Located { finding, line } in found.iter().take(NAMED) {
        let place = match line {
            Some(line) => format!("{file}, line {line}"),
            None => file.to_string(),
        };
        let pointer: String = pictured(&finding.pointer).collect();
        let _ = writeln!(text, "  at:    {place}, \"{pointer}\"");
    }
    if found.len() > NAMED {
        let _ = writeln!(
            text,
            "  at:    {} more places; `--format json` has them all",
            found.len() - NAMED
        );
    }
    text + "\n"
}

/// What was looked at, on a line or two.
pub(super) fn examined(report: &Report) -> String {
    let examined = &report.examined;
    let counted = [
        (examined.custom, "custom integration", "custom integrations"),
        (examined.proxies, "proxy integration", "proxy integrations"),
        (examined.mocks, "mock", "mocks"),
        (examined.http, "HTTP integration", "HTTP integrations"),
        (examined.patterns, "selection pattern", "selection patterns"),
        (
            examined.templates,
            "response template",
            "response templates",
        ),
        (
            examined.gateway_responses,
            "gateway response",
            "gateway responses",
        ),
        (
            examined.timeouts,
            "function's timeout",
            "functions' timeouts",
        ),
    ];
    let counted = counted.into_iter().filter(|(count, ..)| *count > 0);
    let counted: Vec<_> = counted
        .map(|(count, one, several)| format!("{count} {}", if count == 1 { one } else { several }))
        .collect();
    let mut text = match counted.as_slice() {
        [] if report.unfinished.is_some() => "looked at no operation to its end\n".to_owned(),
        [] => "looked at nothing that can be linted\n".to_owned(),
        counted => format!("looked at {}\n", counted.join(", ")),
    };
    if examined.is_proxy_only() {
        text.push_str(
            "each operation is a proxy, whose function or server writes the whole response: there are no selection patterns and response templates to lint\n",
        );
    }
    if examined.not_run > 0 {
        let _ = writeln!(
            text,
            "not run here: {} of the operations; `apigw-local routes` says why",
            examined.not_run
        );
    }
    text
}

/// The rules, each with its fact and the source.
pub(super) fn rules() -> String {
    let mut text = String::new();
    for rule in RULES {
        let level = style(rule.level);
        let _ = writeln!(
            text,
            "{level}{}{level:#} {BOLD}{}{BOLD:#}\n  {}\n  fact:   {}\n  source: {}\n",
            rule.level, rule.id, rule.title, rule.fact, rule.source
        );
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{Report, examined};

    #[test]
    fn an_end_of_the_steps_is_not_said_to_be_nothing_to_lint() {
        let mut report = Report::default();
        assert_eq!(examined(&report), "looked at nothing that can be linted\n");
        report.unfinished = Some("GET /a".to_owned());
        assert_eq!(examined(&report), "looked at no operation to its end\n");
    }
}
