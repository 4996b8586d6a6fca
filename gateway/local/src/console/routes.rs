//! The addresses of the console.

use super::{
    Shared,
    draft::Draft,
    events,
    record::{Record, Sender},
    view::{self, Part},
};
use crate::document::Kind;
use axum::{
    Form, Router,
    extract::{DefaultBodyLimit, Path, Query, State},
    response::{IntoResponse, Redirect, Response},
    routing::{get, post},
};
use bytes::Bytes;
use http::{StatusCode, header};
use maud::Markup;
use serde::Deserialize;
use std::sync::Arc;

/// The state of all handlers.
type Console = State<Arc<Shared>>;

pub(super) fn router(shared: Arc<Shared>) -> Router {
    Router::new()
        .route("/", get(all_requests))
        .route("/requests/{number}", get(one_request))
        .route("/requests/{number}/replay", post(replay))
        .route("/requests/{number}/both", post(both))
        .route("/requests/{number}/request-body", get(request_body))
        .route("/requests/{number}/response-body", get(response_body))
        .route("/compare", get(compare))
        .route("/operations", get(operations))
        .route("/operations/{index}", get(operation))
        .route("/try", get(compose).post(send))
        .route("/message", get(message).post(message_pasted))
        .route("/events", get(events::events))
        .route(
            "/console.css",
            get(asset(
                "text/css; charset=utf-8",
                include_str!("assets/console.css"),
            )),
        )
        .route(
            "/console.js",
            get(asset(
                "text/javascript; charset=utf-8",
                include_str!("assets/console.js"),
            )),
        )
        .route(
            "/icon.svg",
            get(asset("image/svg+xml", include_str!("assets/icon.svg"))),
        )
        .fallback(unknown)
        .method_not_allowed_fallback(not_this_way)
        // The server has limited the body before.
        .layer(DefaultBodyLimit::disable())
        .with_state(shared)
}

fn asset(
    media_type: &'static str,
    text: &'static str,
) -> impl Fn() -> std::future::Ready<Response> + Clone + Send + Sync + 'static {
    move || {
        let headers = [
            (header::CONTENT_TYPE, media_type),
            // Another version of the program can have the same address.
            (header::CACHE_CONTROL, "no-cache"),
        ];
        std::future::ready((headers, text).into_response())
    }
}

fn page(markup: Markup) -> Response {
    let media_type = [(header::CONTENT_TYPE, "text/html; charset=utf-8")];
    (media_type, markup.into_string()).into_response()
}

fn problem(shared: &Shared, status: StatusCode, part: Part, title: &str, advice: &str) -> Response {
    let markup = view::problem(shared, part, title, advice);
    (status, page(markup)).into_response()
}

async fn unknown(State(shared): Console) -> Response {
    let advice = "The console has no such page. The links above lead to those that it has.";
    problem(
        &shared,
        StatusCode::NOT_FOUND,
        Part::Requests,
        "No such page",
        advice,
    )
}

async fn not_this_way(State(shared): Console) -> Response {
    let advice = "This address takes another method: a button of the console leads to it. The links above lead to the pages.";
    let status = StatusCode::METHOD_NOT_ALLOWED;
    problem(&shared, status, Part::Requests, "No such page", advice)
}

#[derive(Deserialize)]
struct Former {
    /// The run of the program of which the reader had the list.
    former: Option<String>,
}

async fn all_requests(State(shared): Console, Query(Former { former }): Query<Former>) -> Response {
    let has_former = former.is_some_and(|former| former != shared.run);
    page(view::requests::all(&shared, has_former))
}

/// The request of this number, or a page that says where it is.
fn found(shared: &Shared, number: &str) -> Result<Arc<Record>, Box<Response>> {
    let record = number
        .parse()
        .ok()
        .and_then(|number| shared.store.get(number));
    record.ok_or_else(|| {
        let title = "This request is gone";
        let advice = "The console keeps the last 200 requests, and fewer if they are large; this one is not among them.";
        let status = StatusCode::NOT_FOUND;
        Box::new(problem(shared, status, Part::Requests, title, advice))
    })
}

async fn one_request(State(shared): Console, Path(number): Path<String>) -> Response {
    match found(&shared, &number) {
        Ok(record) => aside(move || view::request::opened(&shared, &record)).await,
        Err(gone) => *gone,
    }
}

/// A page whose patterns, templates or comparisons can take some tenths of a second: no other page waits for it.
async fn aside(markup: impl FnOnce() -> Markup + Send + 'static) -> Response {
    answered_aside(move || page(markup())).await
}

/// As [`aside`], for what may be another answer than a page.
async fn answered_aside(answer: impl FnOnce() -> Response + Send + 'static) -> Response {
    let answered = tokio::task::spawn_blocking(answer).await;
    answered.unwrap_or_else(|error| {
        (StatusCode::INTERNAL_SERVER_ERROR, error.to_string()).into_response()
    })
}

async fn replay(State(shared): Console, Path(number): Path<String>) -> Response {
    let record = match found(&shared, &number) {
        Ok(record) => record,
        Err(gone) => return *gone,
    };
    let sender = match record.sender {
        Sender::ConsoleOther => Sender::ConsoleOther,
        _ => Sender::Console,
    };
    match send_again(&shared, &record, sender).await {
        Ok(sent) => Redirect::to(&format!("/requests/{}", sent.number)).into_response(),
        Err(refused) => *refused,
    }
}

/// Sends the request through both kinds of integration, and compares.
async fn both(State(shared): Console, Path(number): Path<String>) -> Response {
    let record = match found(&shared, &number) {
        Ok(record) => record,
        Err(gone) => return *gone,
    };
    let own = send_again(&shared, &record, Sender::Console).await;
    let other = send_again(&shared, &record, Sender::ConsoleOther).await;
    match (own, other) {
        (Ok(own), Ok(other)) => compared(&own, &other),
        (Err(refused), _) | (_, Err(refused)) => *refused,
    }
}

fn compared(a: &Record, b: &Record) -> Response {
    Redirect::to(&format!("/compare?a={}&b={}", a.number, b.number)).into_response()
}

async fn send_again(
    shared: &Shared,
    record: &Record,
    sender: Sender,
) -> Result<Arc<Record>, Box<Response>> {
    let request = shared.again(record);
    let request = request.and_then(|request| {
        let gateway = shared.gateway_of(sender);
        Ok((
            gateway
                .ok_or("there is no other kind of integration: the API is not in this process")?,
            request,
        ))
    });
    match request {
        Ok((gateway, request)) => Ok(shared.send(gateway, sender, request).await),
        Err(reason) => {
            let title = "The request cannot be sent again";
            let status = StatusCode::CONFLICT;
            let page = problem(shared, status, Part::Requests, title, &reason);
            Err(Box::new(page))
        }
    }
}

async fn request_body(State(shared): Console, Path(number): Path<String>) -> Response {
    match found(&shared, &number) {
        Ok(record) => as_it_is(record.body.clone().unwrap_or_default()),
        Err(gone) => *gone,
    }
}

async fn response_body(State(shared): Console, Path(number): Path<String>) -> Response {
    match found(&shared, &number) {
        Ok(record) => as_it_is(record.response_body.clone()),
        Err(gone) => *gone,
    }
}

/// A foreign body: plain text to any browser, or a file if it is not text.
fn as_it_is(body: Vec<u8>) -> Response {
    match String::from_utf8(body) {
        Ok(text) if !text.contains('\0') => {
            let headers = [(header::CONTENT_TYPE, "text/plain; charset=utf-8")];
            (headers, text).into_response()
        }
        Ok(text) => file(text.into_bytes()),
        Err(error) => file(error.into_bytes()),
    }
}

fn file(bytes: Vec<u8>) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream"),
        (
            header::CONTENT_DISPOSITION,
            r#"attachment; filename="body""#,
        ),
    ];
    (headers, bytes).into_response()
}

#[derive(Deserialize)]
struct Pair {
    a: Option<String>,
    b: Option<String>,
}

async fn compare(State(shared): Console, Query(pair): Query<Pair>) -> Response {
    let (Some(a), Some(b)) = (pair.a, pair.b) else {
        let title = "Two requests are needed";
        let advice = "Open a request, and choose there with which other one it is to be compared.";
        return problem(
            &shared,
            StatusCode::BAD_REQUEST,
            Part::Requests,
            title,
            advice,
        );
    };
    match (found(&shared, &a), found(&shared, &b)) {
        (Ok(a), Ok(b)) => aside(move || view::compare::compared(&shared, &a, &b)).await,
        (Err(gone), _) | (_, Err(gone)) => *gone,
    }
}

async fn operations(State(shared): Console) -> Response {
    page(view::operations::all(&shared))
}

async fn operation(State(shared): Console, Path(index): Path<String>) -> Response {
    answered_aside(move || {
        let index = index.parse().ok();
        match index.and_then(|index| view::operations::one(&shared, index)) {
            Some(markup) => page(markup),
            None => no_operation(&shared, Part::Operations),
        }
    })
    .await
}

fn no_operation(shared: &Shared, part: Part) -> Response {
    let advice = "The document has no such operation; it may be another one than before. The page Operations lists them.";
    problem(
        shared,
        StatusCode::NOT_FOUND,
        part,
        "No such operation",
        advice,
    )
}

#[derive(Deserialize)]
struct Beginning {
    operation: Option<usize>,
    from: Option<String>,
}

async fn compose(State(shared): Console, Query(beginning): Query<Beginning>) -> Response {
    if let Some(number) = beginning.from {
        let record = match found(&shared, &number) {
            Ok(record) => record,
            Err(gone) => return *gone,
        };
        let Some(draft) = Draft::of_record(&record) else {
            let advice = "Its body is not text, or was not taken by the gateway. Replay it as it is, or use curl with a file.";
            return problem(
                &shared,
                StatusCode::CONFLICT,
                Part::Try,
                "This request cannot be edited",
                advice,
            );
        };
        return page(view::compose::form(&shared, &draft, None));
    }
    let deployment = shared.running.get().shared_deployment();
    let document = &deployment.document;
    // Without a choice, the first that is not the gateway's own answer.
    let first = || {
        let mut operations = document.operations.iter();
        operations.position(|operation| operation.integration.kind != Kind::Mock)
    };
    let index = beginning.operation.or_else(first).unwrap_or_default();
    let Some(operation) = document.operations.get(index).map(Arc::clone) else {
        return no_operation(&shared, Part::Try);
    };
    aside(move || {
        let draft = Draft::of_operation(&deployment.document, &operation);
        view::compose::form(&shared, &draft, None)
    })
    .await
}

async fn send(State(shared): Console, Form(draft): Form<Draft>) -> Response {
    // A form sends each line break as CR LF, also where the text had LF.
    let body = draft.body.replace("\r\n", "\n");
    let request = draft.header_fields().and_then(|headers| {
        let body = Bytes::from(body);
        shared.request(&draft.method, &draft.target, &headers, body)
    });
    let request = match request {
        Ok(request) => request,
        Err(reason) => {
            let markup = view::compose::form(&shared, &draft, Some(&reason));
            return (StatusCode::UNPROCESSABLE_ENTITY, page(markup)).into_response();
        }
    };
    let own = shared.running.get();
    match (draft.through.as_str(), shared.other.clone()) {
        ("other", Some(other)) => {
            let sent = shared.send(other, Sender::ConsoleOther, request).await;
            Redirect::to(&format!("/requests/{}", sent.number)).into_response()
        }
        ("both", Some(other)) => {
            let first = shared.send(own, Sender::Console, request.clone()).await;
            let second = shared.send(other, Sender::ConsoleOther, request).await;
            compared(&first, &second)
        }
        _ => {
            let sent = shared.send(own, Sender::Console, request).await;
            Redirect::to(&format!("/requests/{}", sent.number)).into_response()
        }
    }
}

#[derive(Deserialize)]
struct Pasted {
    operation: Option<usize>,
    text: Option<String>,
}

async fn message(State(shared): Console, Query(pasted): Query<Pasted>) -> Response {
    of_message(shared, pasted).await
}

async fn message_pasted(State(shared): Console, Form(pasted): Form<Pasted>) -> Response {
    let text = pasted.text.map(|text| text.replace("\r\n", "\n"));
    of_message(shared, Pasted { text, ..pasted }).await
}

async fn of_message(shared: Arc<Shared>, pasted: Pasted) -> Response {
    let Some(text) = pasted.text else {
        return page(view::message::form(&shared, pasted.operation, "", None));
    };
    let deployment = shared.running.get().shared_deployment();
    let operations = view::message::with_patterns(&deployment);
    let found = operations
        .into_iter()
        .find(|(index, _)| Some(*index) == pasted.operation);
    let Some((index, operation)) = found.map(|(index, operation)| (index, Arc::clone(operation)))
    else {
        return no_operation(&shared, Part::Message);
    };
    aside(move || {
        let tried = view::message::tried(&deployment, &operation, &text);
        view::message::form(&shared, Some(index), &text, Some(&tried))
    })
    .await
}
