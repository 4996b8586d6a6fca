//! Findings for people.

use super::Located;
use crate::{
    cli::DocumentFile,
    lint::{Examined, Finding, Level, RULES},
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

/// A block for each finding: level, rule and operation, then the reason, a message that shows it, the fix and the place.
pub(super) fn report(file: &DocumentFile, findings: &[Located<'_>]) -> String {
    let mut text = String::new();
    for Located { finding, line } in findings {
        let Finding {
            rule,
            operation,
            pointer,
            reason,
            shown,
            fix,
            ..
        } = finding;
        let level = style(rule.level);
        let place = match line {
            Some(line) => format!("{file}, line {line}"),
            None => file.to_string(),
        };
        // Writing to a text does not fail.
        let _ = write!(
            text,
            "{level}{}{level:#} {BOLD}{}{BOLD:#} {operation}\n  {reason}\n",
            rule.level, rule.id
        );
        if let Some(shown) = shown {
            let _ = writeln!(text, "  shown: {shown}");
        }
        let pointer: String = pictured(pointer).collect();
        let _ = writeln!(text, "  fix:   {fix}\n  at:    {place}, \"{pointer}\"\n");
    }
    text
}

/// What was looked at, on a line or two.
pub(super) fn examined(examined: &Examined) -> String {
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
