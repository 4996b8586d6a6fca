//! Two requests side by side, with what differs marked.

use super::{Part, page, requests, stages::operation, status, text};
use crate::{
    RequestStage, Step,
    console::{Shared, record::Record},
    document::Kind,
};
use maud::{Markup, html};
use similar::{ChangeTag, TextDiff};
use std::time::Duration;

/// How long two bodies are compared before the rest counts as different.
const TIME: Duration = Duration::from_millis(300);
/// How much of a body is compared, in bytes.
const COMPARED: usize = 64 << 10;
/// How many equal lines stand around a difference.
const AROUND: usize = 3;

/// Headers that are different in each response.
const OF_ONE: [&str; 4] = [
    "x-amzn-requestid",
    "x-amz-apigw-id",
    "x-amzn-trace-id",
    "date",
];

/// The page that compares two requests.
pub(in crate::console) fn compared(shared: &Shared, a: &Record, b: &Record) -> Markup {
    let content = html! {
        p.back { a href="/" { "← All requests" } }
        h1 { "Compared" }
        div.beside.heads { (head(a)) (head(b)) }
        p.verdict-line { (verdict(a, b)) }
        (facts(a, b))
        (texts("The client's response: headers", &own_headers(&a.response_headers), &own_headers(&b.response_headers)))
        (texts("The client's response: body", &laid_out(&a.response_body), &laid_out(&b.response_body)))
        (texts("The request: headers", &header_lines(&a.headers), &header_lines(&b.headers)))
        (texts("The request: body", &body(a), &body(b)))
        @for stage in RequestStage::ALL {
            (texts(&format!("Steps: {}", stage.name()), &steps(a, stage), &steps(b, stage)))
        }
    };
    page(
        shared,
        &format!("#{} and #{}", a.number, b.number),
        Part::Requests,
        &content,
    )
}

/// Whether the clients got the same, in one sentence.
fn verdict(a: &Record, b: &Record) -> String {
    let parts = [
        ("status", a.status != b.status),
        (
            "headers",
            own_headers(&a.response_headers) != own_headers(&b.response_headers),
        ),
        (
            "body",
            laid_out(&a.response_body) != laid_out(&b.response_body),
        ),
    ];
    let different = parts.iter().filter(|(_, differs)| *differs);
    let different: Vec<_> = different.map(|(part, _)| *part).collect();
    if different.is_empty() {
        return "The client gets the same answer.".to_owned();
    }
    format!(
        "The client gets another answer: other {}.",
        different.join(", ")
    )
}

fn head(record: &Record) -> Markup {
    html! {
        section.card {
            h2.request {
                a href={ "/requests/" (record.number) } { "#" (record.number) } " "
                (status(record.status.as_u16())) " "
                span.method { (text::line(record.method.as_str(), 32)) } " "
                span.path { (text::line(&record.target, 300)) }
            }
            p { (text::shown(&record.verdict())) }
            p.dim { (requests::took(record.took)) ", " (integration(record)) }
        }
    }
}

/// The kind of integration that answered.
fn integration(record: &Record) -> &'static str {
    let trace = record.trace.as_ref().ok();
    let operation = trace.and_then(|trace| operation(record, trace));
    match operation.map(|operation| operation.integration.kind.clone()) {
        Some(Kind::Custom { .. }) => "custom integration",
        Some(Kind::Proxy { .. }) => "proxy integration",
        Some(Kind::Mock) => "mock integration",
        Some(Kind::Http { .. } | Kind::HttpProxy { .. }) => "HTTP integration",
        Some(Kind::Unknown) | None => "no integration",
    }
}

fn facts(a: &Record, b: &Record) -> Markup {
    let chosen = |record: &Record| {
        let trace = record.trace.as_ref().ok()?;
        let selection = trace.selection.as_ref()?;
        Some(
            selection
                .pattern
                .as_deref()
                .unwrap_or("the default response")
                .to_owned(),
        )
    };
    let cause = |record: &Record| record.hidden_cause().unwrap_or_default();
    let rows = [
        ("Status", a.status.to_string(), b.status.to_string()),
        (
            "Method and path",
            format!("{} {}", a.method, a.target),
            format!("{} {}", b.method, b.target),
        ),
        (
            "Selected",
            chosen(a).unwrap_or_default(),
            chosen(b).unwrap_or_default(),
        ),
        ("Hidden cause", cause(a), cause(b)),
    ];
    html! {
        div.scroll tabindex="0" role="region" aria-label="Facts of both requests" {
            table.facts-table {
                thead { tr { th { span.sr { "Fact" } } th scope="col" { "#" (a.number) } th scope="col" { "#" (b.number) } } }
                tbody {
                    @for (name, a, b) in rows {
                        @if !(a.is_empty() && b.is_empty()) {
                            tr data-differs=(a != b) {
                                th scope="row" { (name) @if a != b { span.sr { ", different" } } }
                                @for value in [&a, &b] {
                                    td { @if value.is_empty() { span.dim { "none" } } @else { (text::line(value, 1000)) } }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Two texts: equal, or the lines that differ.
fn texts(label: &str, a: &str, b: &str) -> Markup {
    if a == b {
        let what = if a.is_empty() {
            "empty in both"
        } else {
            "the same"
        };
        return html! { p.body-head { span { (label) } span.dim { (what) } } };
    }
    let mut config = TextDiff::configure();
    let diff = config.timeout(TIME).diff_lines(a, b);
    html! {
        details.body open {
            summary.body-head { span { (label) } span.tag.bad { "different" } }
            pre.diff tabindex="0" dir="ltr" { code {
                @for (index, group) in diff.grouped_ops(AROUND).iter().enumerate() {
                    @if index > 0 { span.gap { "⋯\n" } }
                    @for change in group.iter().flat_map(|operation| diff.iter_changes(operation)) {
                        @let line = change.value().trim_end_matches('\n');
                        @match change.tag() {
                            ChangeTag::Delete => del { "- " (text::line(line, 2000)) "\n" },
                            ChangeTag::Insert => ins { "+ " (text::line(line, 2000)) "\n" },
                            ChangeTag::Equal => span { "  " (text::line(line, 2000)) "\n" },
                        }
                    }
                }
            } }
        }
    }
}

fn header_lines(headers: &[(String, String)]) -> String {
    let mut lines: Vec<_> = headers
        .iter()
        .map(|(name, value)| format!("{name}: {value}\n"))
        .collect();
    lines.sort();
    lines.concat()
}

fn own_headers(headers: &[(String, String)]) -> String {
    let headers = headers
        .iter()
        .filter(|(name, _)| !OF_ONE.contains(&name.as_str()));
    header_lines(&headers.cloned().collect::<Vec<_>>())
}

fn body(record: &Record) -> String {
    record.body.as_deref().map(laid_out).unwrap_or_default()
}

/// The body with each member of its JSON on a line.
fn laid_out(bytes: &[u8]) -> String {
    if bytes.len() > COMPARED {
        let size = text::size(bytes.len());
        let start = String::from_utf8_lossy(&bytes[..COMPARED]).into_owned();
        return format!("{size}, of which this is the start\n{start}");
    }
    let text = String::from_utf8_lossy(bytes);
    match serde_json::from_str::<serde_json::Value>(&text) {
        Ok(value) if value.is_object() || value.is_array() => format!("{value:#}"),
        _ => text.into_owned(),
    }
}

/// The steps of a stage, a line for each.
fn steps(record: &Record, stage: RequestStage) -> String {
    let Ok(trace) = &record.trace else {
        return String::new();
    };
    let steps = trace.stages().filter(|(reached, _)| *reached == stage);
    let mut lines = String::new();
    for step in steps.flat_map(|(_, steps)| steps) {
        let line = match step {
            Step::Event { payload, .. } => laid_out(payload.as_bytes()),
            step => step.to_string(),
        };
        lines.push_str(&line);
        lines.push('\n');
    }
    if lines.len() > COMPARED {
        let mut end = COMPARED;
        while !lines.is_char_boundary(end) {
            end -= 1;
        }
        lines.truncate(end);
    }
    lines
}
