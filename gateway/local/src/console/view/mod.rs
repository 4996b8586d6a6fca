//! The pages, as markup. Each is a pure function of what it shows.

pub(super) mod compare;
pub(super) mod compose;
pub(super) mod message;
pub(super) mod operations;
mod patterns;
pub(super) mod request;
pub(super) mod requests;
mod stages;
mod text;

use super::Shared;
use maud::{DOCTYPE, Markup, html};

/// A part of the console.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Requests,
    Operations,
    Try,
    Message,
}

const PARTS: [(Part, &str, &str); 4] = [
    (Part::Requests, "/", "Requests"),
    (Part::Operations, "/operations", "Operations"),
    (Part::Try, "/try", "Try"),
    (Part::Message, "/message", "Message"),
];

impl Part {
    /// Its name in the script.
    fn name(self) -> &'static str {
        match self {
            Self::Requests => "requests",
            Self::Operations => "operations",
            Self::Try => "try",
            Self::Message => "message",
        }
    }
}

/// What stands at the top of every page.
pub(super) fn notice(text: &str) -> Markup {
    html! {
        @if !text.is_empty() { p { (text::prose(text)) } } @else { p hidden {} }
    }
}

/// A whole page.
pub(super) fn page(shared: &Shared, title: &str, part: Part, content: &Markup) -> Markup {
    let gateway = shared.running.get();
    let api = gateway.title();
    html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · " (api) }
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/console.css";
                script src="/console.js" defer {}
            }
            body data-after=(shared.event_id(shared.store.last())) data-document=(shared.running.number()) data-part=(part.name()) {
                a.skip href="#content" { "To the content" }
                header.top {
                    p.api {
                        strong { (text::line(api, 60)) }
                        span.dim { " http://" (shared.gateway_address) }
                    }
                    nav aria-label="Console" {
                        @for (this, address, name) in PARTS {
                            a href=(address) aria-current=[(this == part).then_some("page")] { (name) }
                        }
                    }
                }
                div.notices role="status" data-notice { (notice(&shared.notices.shown())) }
                main #content tabindex="-1" { (content) }
            }
        }
    }
}

/// The page of a request that cannot be done.
pub(super) fn problem(shared: &Shared, part: Part, title: &str, advice: &str) -> Markup {
    let content = html! {
        section.card.problem role="alert" {
            h1 { (title) }
            p { (text::shown(advice)) }
        }
    };
    page(shared, title, part, &content)
}

/// A status with its colour.
pub(super) fn status(status: u16) -> Markup {
    html! { span.status data-class=(status / 100) { (status) } }
}

/// A table of headers.
fn headers(headers: &[(String, String)]) -> Markup {
    html! {
        @if headers.is_empty() {
            p.dim { "No headers." }
        } @else {
            details.body open[headers.len() <= 8] {
                summary.body-head { span { "Headers" } span.dim { (headers.len()) } }
                dl.headers {
                    @for (name, value) in headers {
                        div { dt { (name) } dd { (text::line(value, 2000)) } }
                    }
                }
            }
        }
    }
}
