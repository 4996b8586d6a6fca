//! News for open pages: each request as a server-sent event, with its row of the list.

use super::{Shared, record::Record, view};
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
use tokio::sync::broadcast::{Receiver, error::RecvError};

/// How many pages can listen at once.
const LISTENERS: usize = 32;

#[derive(Deserialize)]
pub(super) struct From {
    /// The last event that the page has, as its id.
    #[serde(default)]
    after: String,
}

/// The state of one stream.
struct Listener {
    shared: Arc<Shared>,
    missed: VecDeque<u64>,
    news: Receiver<u64>,
    /// The page shows another run of the program, so it has to be loaded again.
    is_stale: bool,
}

/// The requests from those after the last one that the page has.
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
    let last = last.and_then(|id| id.to_str().ok()).unwrap_or(&from.after);
    let (run, after) = last.split_once('-').unwrap_or_default();
    let is_stale = run != shared.run;
    let (missed, news) = shared.store.listen(after.parse().unwrap_or_default());
    let listener = Listener {
        shared,
        missed,
        news,
        is_stale,
    };
    let events = stream::unfold(listener, next);
    Sse::new(events)
        .keep_alive(KeepAlive::default())
        .into_response()
}

async fn next(mut listener: Listener) -> Option<(Result<Event, Infallible>, Listener)> {
    if std::mem::take(&mut listener.is_stale) {
        return Some((Ok(reload()), listener));
    }
    loop {
        let number = match listener.missed.pop_front() {
            Some(number) => number,
            None => match listener.news.recv().await {
                Ok(number) => number,
                Err(RecvError::Lagged(_)) => return Some((Ok(reload()), listener)),
                Err(RecvError::Closed) => return None,
            },
        };
        // A request that is gone by now has no page that its row could lead to.
        if let Some(record) = listener.shared.store.get(number) {
            return Some((Ok(event(&listener.shared, &record)), listener));
        }
    }
}

fn event(shared: &Shared, record: &Record) -> Event {
    // The row's markup has no carriage return, which would end a line of the event.
    let row = view::requests::row(record, None).into_string();
    Event::default()
        .event("request")
        .id(shared.event_id(record.number))
        .data(row.replace('\r', "&#13;"))
}

fn reload() -> Event {
    // A browser drops an event without data.
    Event::default().event("reload").data("now")
}
