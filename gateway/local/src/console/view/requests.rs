//! The list of requests.

use super::{Part, page, status, text};
use crate::{
    console::{
        Shared,
        draft::Draft,
        record::{Record, Sender},
        store::KEPT,
    },
    document::Kind,
};
use http::Method;
use maud::{Markup, html};
use std::{
    sync::Arc,
    time::{Duration, SystemTime},
};

/// The page with all requests. `has_former` says that the reader had the page of a former run of the program.
pub(in crate::console) fn all(shared: &Shared, has_former: bool) -> Markup {
    let records = shared.store.newest_first();
    let content = html! {
        h1 { "Requests" }
        p.dim { "The last " (KEPT) ", as they come. Open one to see why it is answered as it is. The keys " kbd { "j" } " and " kbd { "k" } " lead from one to the next." }
        @if has_former {
            p.callout {
                strong { "The program began again" } " at " (time(shared.began)) ". The requests to the former one are gone."
            }
        }
        (list(shared, &records, None))
    };
    page(shared, "Requests", Part::Requests, &content)
}

/// The list, in which `open` is the request that is shown beside it.
pub(super) fn list(shared: &Shared, records: &[Arc<Record>], open: Option<u64>) -> Markup {
    let last = records.first().map_or(0, |record| record.number);
    let example = example(shared);
    html! {
        p.live role="status" data-live { }
        ol.requests reversed aria-label="Requests, the newest first"
            data-after=(shared.event_id(last)) data-kept=(KEPT) {
            @for record in records { (row(record, open)) }
        }
        div.empty hidden[!records.is_empty()] {
            p { strong { "No request yet." } " Send one, in a terminal or here:" }
            pre tabindex="0" { code { "curl -i 'http://" (shared.gateway_address) (example) "'" } }
            p { a.button href="/try" { "Compose a request" } }
        }
    }
}

/// One request of the list.
pub(in crate::console) fn row(record: &Record, open: Option<u64>) -> Markup {
    let number = record.number;
    html! {
        li {
            a href={ "/requests/" (number) } aria-current=[(open == Some(number)).then_some("true")] {
                span.first {
                    (status(record.status.as_u16()))
                    span.method { (text::line(record.method.as_str(), 16)) }
                    span.path { (text::line(&record.target, 120)) }
                }
                span.second {
                    span.verdict { (text::line(&record.verdict(), 160)) }
                    span.dim { (sender(record.sender)) (took(record.took)) }
                }
            }
        }
    }
}

fn sender(sender: Sender) -> &'static str {
    match sender {
        Sender::Client => "",
        Sender::Console => "from here, ",
        Sender::ConsoleOther => "from here, other integration, ",
    }
}

/// A duration as people read it.
pub(super) fn took(took: Duration) -> String {
    let micros = took.as_micros();
    match micros {
        0..1000 => format!("{micros} µs"),
        1000..1_000_000 => format!("{}.{} ms", micros / 1000, micros % 1000 / 100),
        _ => format!("{}.{} s", micros / 1_000_000, micros % 1_000_000 / 100_000),
    }
}

/// A point in time, in UTC.
pub(super) fn time(time: SystemTime) -> String {
    let since = time.duration_since(SystemTime::UNIX_EPOCH);
    let since = since.unwrap_or_default();
    let seconds = since.as_secs() % 86_400;
    let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
    let millis = since.subsec_millis();
    format!(
        "{hours:02}:{minutes:02}:{:02}.{millis:03} UTC",
        seconds % 60
    )
}

/// What curl can send as it is: path and query of the first operation that a GET leads to, unless the gateway answers by itself.
fn example(shared: &Shared) -> String {
    let deployment = shared.running.get().shared_deployment();
    let document = &deployment.document;
    let mut operations = document.operations.iter();
    let get = operations.find(|operation| {
        operation.method == Some(Method::GET) && operation.integration.kind != Kind::Mock
    });
    get.map_or_else(
        || "/".to_owned(),
        |operation| Draft::of_operation(document, operation).target,
    )
}
