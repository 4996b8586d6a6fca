//! Selection patterns in their order: the one that took a message, and where the others stopped.

use super::text;
use crate::{console::stopped::stopped, trace::Step};
use maud::{Markup, html};
use std::sync::Arc;

/// A pattern, the status of its response, and whether it takes the message.
pub(super) type Tried<'a> = (&'a Arc<str>, u16, &'a Result<bool, String>);

/// The patterns that were tried in these steps.
pub(super) fn tried(steps: &[Step]) -> Vec<Tried<'_>> {
    let tried = steps.iter().filter_map(|step| match step {
        Step::Tried {
            pattern,
            status,
            taken,
        } => Some((pattern, *status, taken)),
        _ => None,
    });
    tried.collect()
}

/// Patterns that were tried on `message`. `selected` is the pattern of the chosen response, unless that is the default.
pub(super) fn table(tried: &[Tried<'_>], message: &str, selected: Option<&str>) -> Markup {
    html! {
        @if !tried.is_empty() {
            @if message.is_empty() {
                p.dim { "The patterns look at an empty text, since there is no error message." }
            } @else {
                p.label { "The patterns look at" }
                pre.message tabindex="0" dir="ltr" { code { (text::line(message, 4000)) } }
            }
            ol.patterns {
                @for (index, (pattern, status, taken)) in tried.iter().enumerate() {
                    @let is_chosen = selected == Some(pattern) && **taken == Ok(true);
                    li data-chosen=(is_chosen) {
                        div.pattern-head {
                            span.dim { (index + 1) }
                            (super::status(*status))
                            @match taken {
                                Ok(true) if is_chosen => span.tag.good { "takes it" },
                                Ok(true) => span.tag { "would take it too" },
                                Ok(false) => span.tag { "no" },
                                Err(_) => span.tag.bad { "no answer" },
                            }
                        }
                        (tried_pattern(pattern, message, taken))
                    }
                }
            }
        }
    }
}

fn tried_pattern(pattern: &str, message: &str, taken: &Result<bool, String>) -> Markup {
    if let Err(reason) = taken {
        return html! {
            pre dir="ltr" { code { (text::shown(pattern)) } }
            p.why { (text::line(reason, 1000)) }
        };
    }
    let stopped = (*taken == Ok(false))
        .then(|| stopped(pattern, message))
        .flatten();
    let Some(stopped) = stopped else {
        return html! { pre dir="ltr" { code { (text::shown(pattern)) } } };
    };
    let rest = &message[stopped.text..];
    let found = match rest.chars().next() {
        None => "the end of the text".to_owned(),
        Some(_) => format!("{:?}", rest.chars().take(12).collect::<String>()),
    };
    let at = message[..stopped.text].chars().count() + 1;
    html! {
        pre dir="ltr" { code { (text::marked(pattern, 0..stopped.pattern, "agrees")) } }
        p.why {
            @if stopped.pattern == pattern.len() {
                "The pattern ends, and the text goes on with " code { (text::shown(&found)) } " at character " (at) "."
            } @else {
                "Stopped at character " (at) ": the text has " code { (text::shown(&found)) }
                ", the pattern goes on with " code { (text::line(&pattern[stopped.pattern..], 24)) }
            }
        }
    }
}
