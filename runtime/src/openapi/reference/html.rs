//! The reference as one page of HTML, without scripts.

use super::{Entry, ErrorReference, Row};
use crate::statuses;
use std::fmt::Write as _;

pub(super) fn page(reference: &ErrorReference) -> String {
    let title = format!("Errors of {} {}", reference.title, reference.version);
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n\
         <h1>{title}</h1>\n<table>\n<thead><tr><th>code</th><th>status</th><th>when</th></tr></thead>\n<tbody>\n",
        include_str!("page.css"),
        title = escaped(&title),
    );
    let ids = ids(&reference.entries);
    for (entry, id) in reference.entries.iter().zip(&ids) {
        let _ = writeln!(
            page,
            "<tr><td><a href=\"#{}\"><code>{}</code></a></td><td>{}</td><td>{}</td></tr>",
            escaped(id),
            escaped(entry.response.code()),
            entry.response.status().as_u16(),
            prose(entry.when()),
        );
    }
    page.push_str("</tbody>\n</table>\n");
    for (entry, id) in reference.entries.iter().zip(&ids) {
        section(&mut page, entry, id);
    }
    page.push_str("</body>\n</html>\n");
    page
}

/// The code is the first section's id; another section of the code has its status too.
fn ids(entries: &[Entry]) -> Vec<String> {
    let mut ids: Vec<String> = Vec::new();
    for entry in entries {
        let code = entry.response.code();
        let with_status = format!("{code}-{}", entry.response.status().as_u16());
        let numbered = (2_usize..).map(|number| format!("{with_status}-{number}"));
        let wanted = [code.to_owned(), with_status.clone()]
            .into_iter()
            .chain(numbered);
        ids.extend(wanted.into_iter().find(|id| !ids.contains(id)));
    }
    ids
}

fn section(page: &mut String, entry: &Entry, id: &str) {
    let response = entry.response;
    let _ = write!(
        page,
        "<section id=\"{}\">\n<h2><code>{}</code></h2>\n<p>{}</p>\n<dl>\n",
        escaped(id),
        escaped(response.code()),
        prose(entry.when()),
    );
    let mut line = |name: &str, value: &str| {
        let _ = writeln!(page, "<dt>{name}</dt><dd>{value}</dd>");
    };
    line("status", &escaped(&statuses::named(response)));
    line("type", &code(response.problem_type()));
    line("body", &code(entry.media_type));
    for remark in entry.remarks() {
        line("", remark);
    }
    if entry.operations.is_empty() {
        line("operations", "none: the API itself");
    }
    for (index, (name, route)) in entry.operations.iter().enumerate() {
        let heading = if index == 0 { "operations" } else { "" };
        line(
            heading,
            &format!("{} {}", code(name), escaped(&route.to_string())),
        );
    }
    page.push_str("</dl>\n");
    table(page, "header", &entry.headers);
    table(page, "member", &entry.members);
    if let Some(example) = &entry.example {
        let _ = writeln!(page, "<pre>{}</pre>", escaped(example));
    }
    page.push_str("</section>\n");
}

fn table(page: &mut String, kind: &str, rows: &[Row]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(
        page,
        "<table>\n<thead><tr><th>{kind}</th><th>form</th><th>always</th><th></th></tr></thead>\n<tbody>"
    );
    for row in rows {
        let _ = writeln!(
            page,
            "<tr><td>{}</td><td>{}</td><td>{}</td><td>{}</td></tr>",
            code(row.name),
            escaped(&row.form),
            if row.required { "yes" } else { "no" },
            prose(&row.description),
        );
    }
    page.push_str("</tbody>\n</table>\n");
}

fn code(value: &str) -> String {
    format!("<code>{}</code>", escaped(value))
}

/// A doc comment: what stands between backticks is code.
fn prose(value: &str) -> String {
    let parts: Vec<_> = value.split('`').collect();
    if parts.len() % 2 == 0 {
        return escaped(value);
    }
    let parts = parts.into_iter().enumerate();
    parts
        .map(|(index, part)| {
            if index % 2 == 1 {
                code(part)
            } else {
                escaped(part)
            }
        })
        .collect()
}

fn escaped(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for character in value.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
