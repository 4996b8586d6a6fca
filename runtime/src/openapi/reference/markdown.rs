//! The reference as Markdown ([CommonMark](https://spec.commonmark.org/0.31.2/), with the tables of GitHub's dialect).

use super::{Entry, ErrorReference, Row};
use crate::statuses;
use std::fmt::Write as _;

pub(super) fn page(reference: &ErrorReference) -> String {
    let mut page = format!(
        "# Errors of {} {}\n\n| code | status | when |\n|---|---|---|\n",
        text(&reference.title),
        text(&reference.version)
    );
    for entry in &reference.entries {
        let _ = writeln!(
            page,
            "| [{code}](#{anchor}) | {} | {} |",
            entry.response.status().as_u16(),
            text(entry.when()),
            code = code(entry.response.code()),
            anchor = entry.response.code().to_lowercase().replace(['.', ':'], ""),
        );
    }
    for entry in &reference.entries {
        section(&mut page, entry);
    }
    page
}

fn section(page: &mut String, entry: &Entry) {
    let response = entry.response;
    let _ = write!(
        page,
        "\n## {}\n\n{}\n\n- status: {}\n- type: {}\n- body: {}\n",
        response.code(),
        text(entry.when()),
        statuses::named(response),
        code(response.problem_type()),
        code(entry.media_type),
    );
    for remark in entry.remarks() {
        let _ = writeln!(page, "- {remark}");
    }
    let operations: Vec<_> = entry
        .operations
        .iter()
        .map(|(name, route)| format!("{} ({})", code(name), code(&route.to_string())))
        .collect();
    let operations = if operations.is_empty() {
        "none: the API itself".to_owned()
    } else {
        operations.join(", ")
    };
    let _ = writeln!(page, "- operations: {operations}");
    table(page, "header", &entry.headers);
    table(page, "member", &entry.members);
    if let Some(example) = &entry.example {
        // A fence is longer than any inside of it, and JSON has no line that begins with one.
        let _ = write!(page, "\n```json\n{example}\n```\n");
    }
}

fn table(page: &mut String, kind: &str, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    let _ = write!(page, "\n| {kind} | form | always | |\n|---|---|---|---|\n");
    for row in rows {
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            code(row.name),
            text(&row.form),
            if row.required { "yes" } else { "no" },
            text(&row.description)
        );
    }
}

/// A code span; its fence is longer than any run of backticks inside.
fn code(value: &str) -> String {
    let mut run = 0;
    let longest = value.chars().map(|character| {
        run = if character == '`' { run + 1 } else { 0 };
        run
    });
    let fence = "`".repeat(longest.max().unwrap_or(0) + 1);
    let value = one_line(value).replace('|', "\\|");
    if fence.len() > 1 {
        format!("{fence} {value} {fence}")
    } else {
        format!("`{value}`")
    }
}

/// Text in a cell. Documentation is Markdown already, so only what would end the cell, or begin HTML, is escaped.
fn text(value: &str) -> String {
    one_line(value).replace('|', "\\|").replace('<', "&lt;")
}

fn one_line(value: &str) -> String {
    value.split_whitespace().collect::<Vec<_>>().join(" ")
}
