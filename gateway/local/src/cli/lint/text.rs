//! Findings for people.

use super::Located;
use crate::{
    cli::DocumentFile,
    lint::{Finding, Level, RULES},
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
        let _ = writeln!(text, "  fix:   {fix}\n  at:    {place}, {pointer:?}\n");
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
