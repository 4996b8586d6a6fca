//! One request, opened.

use super::{Part, page, requests, stages, status, text};
use crate::console::{
    Shared, curl,
    record::{Record, Sender},
};
use maud::{Markup, html};

/// The page of a request, with the list beside it.
pub(in crate::console) fn opened(shared: &Shared, record: &Record) -> Markup {
    let records = shared.store.newest_first();
    let title = format!(
        "{} {} {}",
        record.status.as_u16(),
        record.method,
        record.target
    );
    let content = html! {
        div.split {
            aside.list aria-label="Requests" { (requests::list(shared, &records, Some(record.number))) }
            article {
                p.back { a href="/" { "← All requests" } }
                (head(record))
                (actions(shared, record))
                (hidden_cause(record))
                (stages::all(record))
                (log(record))
            }
        }
    };
    page(shared, &title, Part::Requests, &content)
}

fn head(record: &Record) -> Markup {
    let sender = match record.sender {
        Sender::Client => "from a client",
        Sender::Console => "from the console",
        Sender::ConsoleOther => "from the console, through the other integration",
    };
    let id = record
        .trace
        .as_ref()
        .ok()
        .map(|trace| trace.request_id.as_str());
    html! {
        h1.request {
            (status(record.status.as_u16()))
            " " span.method { (text::line(record.method.as_str(), 32)) }
            " " span.path { (text::line(&record.target, 2000)) }
        }
        p.verdict-line { (text::shown(&record.verdict())) }
        p.dim {
            (requests::time(record.began)) ", " (requests::took(record.took)) ", " (sender)
            @if let Some(id) = id { ", id " code { (text::shown(id)) } }
        }
    }
}

fn actions(shared: &Shared, record: &Record) -> Markup {
    let number = record.number;
    let command = curl::again(record, shared.gateway_address);
    let others = shared.store.newest_first();
    let others = others
        .iter()
        .filter(|other| other.number != number)
        .take(50);
    let others: Vec<_> = others.collect();
    html! {
        div.actions {
            @if record.body.is_some() {
                form method="post" action={ "/requests/" (number) "/replay" } {
                    button type="submit" { "Replay" }
                }
                a.button href={ "/try?from=" (number) } { "Edit and replay" }
                @if shared.other.is_some() {
                    form method="post" action={ "/requests/" (number) "/both" } {
                        button type="submit" { "Custom and proxy" }
                    }
                }
            }
            @if !others.is_empty() {
                form.compare method="get" action="/compare" {
                    input type="hidden" name="a" value=(number);
                    label for="compare-with" { "Compare with" }
                    select #compare-with name="b" {
                        @for other in others {
                            option value=(other.number) {
                                "#" (other.number) " " (other.status.as_u16()) " "
                                (text::line(other.method.as_str(), 16)) " " (text::line(&other.target, 40))
                            }
                        }
                    }
                    button type="submit" { "Compare" }
                }
            }
        }
        details.body.curl {
            summary.body-head { span { "As curl" } }
            @if curl::needs_file(record) {
                p { "Save " a href={ "/requests/" (number) "/request-body" } download="body" { "the body" } " as the file " code { "body" } " first." }
            }
            pre #curl tabindex="0" { code { (text::shown(&command)) } }
            button type="button" data-copy="curl" hidden { "Copy" }
        }
    }
}

fn hidden_cause(record: &Record) -> Markup {
    html! {
        @if let Some(cause) = record.hidden_cause() {
            section.callout.hidden-cause aria-labelledby="cause" {
                h2 #cause { "Hidden from the client" }
                p { (text::line(&cause, 4000)) }
            }
        }
    }
}

fn log(record: &Record) -> Markup {
    html! {
        section.card aria-labelledby="log" {
            h2 #log { "Log" }
            @if record.log.is_empty() {
                p.dim { "Nothing was logged in this process while the request was answered. A function in another process has a log of its own." }
            } @else {
                ol.log {
                    @for line in &record.log {
                        li data-level=(line.level) {
                            span.level { (line.level) }
                            span.target.dim { (text::line(&line.target, 80)) }
                            span.message { (text::line(&line.message, 2000)) }
                            @for (name, value) in &line.fields {
                                span.field { span.dim { (name) "=" } (text::line(value, 2000)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
