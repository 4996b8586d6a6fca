//! One request has one answer: as the event of a custom integration, of a REST API, of an HTTP API and of a load balancer.
//!
//! The first byte chooses the operation, the second what it answers. Then come texts with a zero byte between them: the path parameter,
//! the names and values of the query in turn, and at last the body.
#![no_main]

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use lambda_api_errors::{
    ApiService, CustomEvent, EventKind, Json, Operation, Path, Query, api_errors,
    axum::body::Bytes, callback::Answer, lambda_endpoint, lambda_runtime::Context,
};
use lambda_api_errors_tests::{
    events::answer,
    formats::{self, Asked},
};
use libfuzzer_sys::fuzz_target;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::{Map, Value, json};
use std::sync::LazyLock;
use tokio::runtime::{Builder, Runtime};

const KINDS: [EventKind; 4] = [
    EventKind::Custom,
    EventKind::RestProxy,
    EventKind::HttpProxy,
    EventKind::Alb,
];

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("no {0}")]
#[api(status = 404)]
struct Missing(
    #[api(extension = "what")] String,
    #[api(header = "X-What")] String,
);

type Seen = (String, Vec<(String, String)>, Vec<u8>);

#[lambda_endpoint(POST, "/look/{what}")]
async fn look(
    Path(what): Path<String>,
    Query(mut query): Query<Vec<(String, String)>>,
    body: Bytes,
) -> Result<Json<Seen>, Missing> {
    if what.starts_with("no") {
        return Err(Missing(what.clone(), what));
    }
    // A gateway that lists the values of each name has no order of the names.
    query.sort();
    Ok(Json((what, query, body.to_vec())))
}

#[lambda_endpoint(POST, "/count/{number}")]
async fn count(Path(number): Path<u8>, Json(text): Json<String>) -> Result<Json<usize>, Missing> {
    Ok(Json(text.len() + usize::from(number)))
}

static SERVICE: LazyLock<ApiService> = LazyLock::new(|| {
    let api = formats::api().endpoint::<look>().endpoint::<count>();
    api.service().expect("a valid API")
});

static RUNTIME: LazyLock<Runtime> = LazyLock::new(|| {
    Builder::new_current_thread()
        .enable_time()
        .build()
        .expect("a runtime")
});

struct Request {
    operation: &'static Operation,
    parameter: String,
    query: Vec<(String, String)>,
    body: Vec<u8>,
}

fn encoded(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

impl Request {
    fn read(input: &[u8]) -> Option<Self> {
        let [operation, variant, rest @ ..] = input else {
            return None;
        };
        let operations = SERVICE.operations();
        let operation = &operations[usize::from(*operation) % operations.len()];
        let mut parts = rest.split(|byte| *byte == 0);
        let mut text = || {
            parts
                .next()
                .map(|part| String::from_utf8_lossy(part).into_owned())
        };
        let parameter = text().filter(|text| !text.is_empty())?;
        let mut query = Vec::new();
        let mut body = Vec::new();
        while let Some(name) = text() {
            match text() {
                Some(value) => query.push((name, value)),
                None => body = name.into_bytes(),
            }
        }
        if operation.name().starts_with("ask_") && *variant < 200 {
            let text = String::from_utf8_lossy(&body).into_owned();
            let variant = usize::from(*variant % 20);
            body = json!(Asked { variant, text }).to_string().into_bytes();
        }
        Some(Self {
            operation,
            parameter,
            query,
            body,
        })
    }

    fn path(&self, parameter: &str) -> String {
        let route = self.operation.route().expect("a route");
        let (start, _) = route.path().split_once('{').unwrap_or((route.path(), ""));
        let parameter = if start == route.path() { "" } else { parameter };
        format!("{start}{parameter}")
    }

    fn lists(&self, value: impl Fn(&str) -> String) -> Value {
        let mut lists = Map::new();
        for (name, one) in &self.query {
            let list = lists.entry(value(name)).or_insert_with(|| json!([]));
            list.as_array_mut().expect("a list").push(value(one).into());
        }
        lists.into()
    }

    fn event(&self, kind: EventKind) -> Value {
        let headers = json!({ "content-type": "application/json" });
        let body = BASE64.encode(&self.body);
        let path = self.path(&encoded(&self.parameter));
        match kind {
            EventKind::Custom => {
                let event = CustomEvent::new(self.operation.name())
                    .path("what", &self.parameter)
                    .path("number", &self.parameter)
                    .header("Content-Type", "application/json")
                    .body(&self.body);
                let query = self.query.iter();
                json!(query.fold(event, |event, (name, value)| event.query(name, value)))
            }
            EventKind::RestProxy => json!({
                "path": path, "httpMethod": "POST", "headers": headers,
                "multiValueQueryStringParameters": self.lists(str::to_owned),
                "requestContext": { "httpMethod": "POST", "stage": "prod" },
                "body": body, "isBase64Encoded": true,
            }),
            EventKind::HttpProxy => {
                let query = self.query.iter();
                let query: Vec<_> = query
                    .map(|(name, value)| format!("{}={}", encoded(name), encoded(value)))
                    .collect();
                json!({
                    "version": "2.0", "rawPath": self.path(&self.parameter), "rawQueryString": query.join("&"), "headers": headers,
                    "requestContext": { "stage": "$default", "http": { "method": "POST" } },
                    "body": body, "isBase64Encoded": true,
                })
            }
            _ => json!({
                "path": path, "httpMethod": "POST", "headers": headers,
                "multiValueQueryStringParameters": self.lists(encoded),
                "requestContext": { "elb": {} },
                "body": body, "isBase64Encoded": true,
            }),
        }
    }

    fn answer(&self, kind: EventKind) -> Answer {
        let event = self.event(kind).to_string();
        let outcome = RUNTIME.block_on(SERVICE.invoke(event.as_bytes(), Context::default()));
        let outcome = outcome.as_ref();
        let outcome = outcome.map(|payload| payload.get());
        let mut answer = answer(
            kind,
            self.operation,
            outcome.map_err(|failure| failure.error_message.as_str()),
        );
        if self.operation.name() == "ask_message" {
            // Written anew by the template, so equal as JSON only.
            let body: Value = serde_json::from_str(&answer.body).expect("JSON");
            answer.body = body.to_string();
        }
        answer
    }
}

fuzz_target!(|input: &[u8]| {
    let Some(request) = Request::read(input) else {
        return;
    };
    let expected = request.answer(KINDS[0]);
    for kind in &KINDS[1..] {
        // An HTTP API has split such a parameter before it looks for a route.
        if *kind == EventKind::HttpProxy && request.parameter.contains('/') {
            continue;
        }
        assert_eq!(request.answer(*kind), expected, "{kind:?}");
    }
});
