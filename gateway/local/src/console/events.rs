//! News for open pages, as server-sent events: each request with its row of the list, notices, and whether the page is out of date.

use super::{Shared, record::Record, view};
use crate::server::Current;
use axum::{
    extract::{Query, State},
    response::{
        IntoResponse, Response,
        sse::{Event, KeepAlive, Sse},
    },
};
use futures_util::stream;
use http::{HeaderMap, StatusCode};
use serde::Deserialize;
use std::{collections::VecDeque, convert::Infallible, sync::Arc};
use tokio::sync::{
    broadcast::{Receiver, error::RecvError},
    watch,
};

/// How many pages can listen at once.
const LISTENERS: usize = 32;

#[derive(Deserialize)]
pub(super) struct From {
    /// The last request that the page has, as the id of its event.
    #[serde(default)]
    after: String,
    /// Which of the documents that the gateway has run the page shows.
    #[serde(default)]
    document: Option<u64>,
}

/// The state of one stream.
struct Listener {
    shared: Arc<Shared>,
    /// What is sent before any news.
    first: VecDeque<Event>,
    missed: VecDeque<u64>,
    requests: Receiver<u64>,
    documents: watch::Receiver<Current>,
    notices: watch::Receiver<String>,
}

/// The news from what the page has on.
pub(super) async fn events(
    State(shared): State<Arc<Shared>>,
    Query(from): Query<From>,
    headers: HeaderMap,
) -> Response {
    if shared.store.listeners() >= LISTENERS {
        let reason = "too many pages of the console are open: close some";
        return (StatusCode::SERVICE_UNAVAILABLE, reason).into_response();
    }
    // A browser that connects again says what it got last.
    let last = headers.get("last-event-id");
    let last = last.and_then(|id| id.to_str().ok());
    let last = last.filter(|last| !last.is_empty()).unwrap_or(&from.after);
    let (run, after) = last.split_once('-').unwrap_or_default();
    let (missed, requests) = shared.store.listen(after.parse().unwrap_or_default());
    let mut notices = shared.notices.follow();
    let mut documents = shared.running.follow();
    let mut first = VecDeque::new();
    let document = documents.borrow_and_update().number;
    if run != shared.run {
        first.push_back(begun_again(&shared));
    } else if from.document.is_some_and(|known| known != document) {
        first.push_back(other_document(document));
    }
    first.push_back(notice(&notices.borrow_and_update()));
    let listener = Listener {
        shared,
        first,
        missed,
        requests,
        documents,
        notices,
    };
    let events = stream::unfold(listener, next);
    Sse::new(events)
        .keep_alive(KeepAlive::default())
        .into_response()
}

async fn next(mut listener: Listener) -> Option<(Result<Event, Infallible>, Listener)> {
    let event = loop {
        if let Some(event) = listener.first.pop_front() {
            break event;
        }
        let number = if let Some(number) = listener.missed.pop_front() {
            number
        } else {
            tokio::select! {
                Ok(()) = listener.notices.changed() => break notice(&listener.notices.borrow_and_update()),
                Ok(()) = listener.documents.changed() => {
                    break other_document(listener.documents.borrow_and_update().number);
                }
                number = listener.requests.recv() => match number {
                    Ok(number) => number,
                    Err(RecvError::Lagged(_)) => break reload(),
                    Err(RecvError::Closed) => return None,
                },
            }
        };
        // A request that is gone by now has no page that its row could lead to.
        if let Some(record) = listener.shared.store.get(number) {
            break request(&listener.shared, &record);
        }
    };
    Some((Ok(event), listener))
}

fn request(shared: &Shared, record: &Record) -> Event {
    // The row's markup has no carriage return, which would end a line of the event.
    let row = view::requests::row(record, None).into_string();
    Event::default()
        .event("request")
        .id(shared.event_id(record.number))
        .data(row.replace('\r', "&#13;"))
}

/// The list has to be loaded again: the page is late with more requests than are kept.
fn reload() -> Event {
    // A browser drops an event without data.
    Event::default().event("reload").data("now")
}

/// The page is of a former run of the program. The data is where the news of this one begin.
fn begun_again(shared: &Shared) -> Event {
    Event::default()
        .event("begun-again")
        .data(shared.event_id(0))
}

fn other_document(number: u64) -> Event {
    Event::default().event("document").data(number.to_string())
}

fn notice(text: &str) -> Event {
    let markup = view::notice(text).into_string();
    Event::default()
        .event("notice")
        .data(markup.replace('\r', "&#13;"))
}
