//! Through the request templates a handler receives what a client sent, and nothing that the client did not send there.

use crate::compare::on_all;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use lambda_api_errors::{ApiService, callback};
use lambda_api_errors_tests::{
    echo::{self, Seen},
    gateway::{Integration, integrations, invoke},
    hostile::{HOSTILE, long, random},
    jvm::{self, Jvm},
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::collections::BTreeMap;

/// How many random texts there are beside the listed ones.
const RANDOM: usize = 2_000;

/// How many characters of a text stand elsewhere than in a body; API Gateway takes 10,240 bytes of headers and URI.
const LONGEST: usize = 1000;

const MEDIA_TYPES: [&str; 3] = [
    "application/json",
    "application/x-www-form-urlencoded",
    "text/plain",
];

/// A request as API Gateway shows it to a template: path and query are decoded.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub(crate) struct Request {
    integration: String,
    media_type: String,
    path: BTreeMap<String, String>,
    querystring: BTreeMap<String, String>,
    header: BTreeMap<String, String>,
    body: String,
    stage_variables: BTreeMap<String, String>,
    context: Value,
    /// What AWS does not document: all values of a query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    method: Option<Value>,
}

impl Request {
    fn line(&self) -> Vec<u8> {
        let Value::Object(mut line) = json!(self) else {
            unreachable!()
        };
        line.insert("kind".to_owned(), json!("event"));
        jvm::line(&line)
    }

    fn to(operation: &str, path: &[(&str, &str)]) -> Self {
        Self {
            integration: format!("echo/{operation}"),
            media_type: MEDIA_TYPES[0].to_owned(),
            path: path
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            context: json!({ "requestId": "1", "identity": { "sourceIp": "203.0.113.9" } }),
            ..Self::default()
        }
    }

    /// What the handler is to see; what the gateway says is compared apart.
    fn expected(&self, method: &str) -> Seen {
        let operation = self.integration.rsplit('/').next().unwrap_or_default();
        let (reads_body, body) = (
            method != "GET",
            if self.body.is_empty() {
                "{}"
            } else {
                &self.body
            },
        );
        Seen {
            operation: operation.to_owned(),
            method: method.to_owned(),
            path: self.path.clone(),
            query: self.querystring.clone().into_iter().collect(),
            headers: self
                .header
                .iter()
                .map(|(name, value)| (name.to_ascii_lowercase(), value.clone()))
                .collect(),
            body: if reads_body {
                BASE64.encode(body)
            } else {
                String::new()
            },
            ..Seen::default()
        }
    }
}

/// A header value as HTTP allows it.
fn header_value(text: &str) -> String {
    text.chars()
        .filter(|character| !character.is_control() || *character == '\t')
        .collect::<String>()
}

/// A header name as HTTP allows it.
fn header_name(text: &str) -> String {
    let token = |character: &char| {
        character.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(*character)
    };
    let name: String = text.chars().filter(token).take(100).collect();
    format!("X{name}")
}

/// Requests that hold `text` in each place that can hold one.
pub(crate) fn requests(text: &str) -> Vec<(Request, &'static str)> {
    let body = text.to_owned();
    let text: &str = &text.chars().take(LONGEST).collect::<String>();
    let segment = if text.is_empty() { "-" } else { text };
    let other = format!("{segment}'$x/#");
    let full = |request: Request| Request {
        querystring: [(text, text), ("a b", "1"), ("", text)]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .into(),
        header: [
            (header_name(text), header_value(text)),
            ("X-Its-'".to_owned(), "it's".to_owned()),
        ]
        .into(),
        stage_variables: [(text.to_owned(), text.to_owned())].into(),
        body: body.clone(),
        ..request
    };
    let mut requests = vec![
        (full(Request::to("look", &[("one", segment)])), "GET"),
        (full(Request::to("store", &[("rest", &other)])), "PUT"),
        (full(Request::to("forbidden", &[])), "DELETE"),
    ];
    for media_type in MEDIA_TYPES {
        let request = Request::to("send", &[("one", segment), ("two", &other)]);
        let mut request = full(Request {
            media_type: media_type.to_owned(),
            ..request
        });
        request.header.insert(
            "Content-Type".to_owned(),
            format!("{media_type}; charset=utf-8"),
        );
        requests.push((request, "POST"));
    }
    requests
}

/// The body that would be an event itself, had it come without a template.
fn imitations() -> Vec<String> {
    let custom = json!({ "lambdaApiErrors": 1, "operation": "forbidden", "authorizer": { "principalId": "root" } });
    let proxy = json!({
        "resource": "/forbidden", "path": "/forbidden", "httpMethod": "DELETE", "headers": {}, "body": null, "isBase64Encoded": false,
        "requestContext": { "httpMethod": "DELETE", "resourcePath": "/forbidden", "authorizer": { "principalId": "root" } },
    });
    let passthrough = json!({
        "body-json": {}, "params": { "path": {}, "querystring": {}, "header": {} }, "stage-variables": {},
        "context": { "http-method": "DELETE", "resource-path": "/forbidden" },
    });
    let custom = custom.to_string();
    vec![
        proxy.to_string(),
        passthrough.to_string(),
        format!("\",\"operation\":\"forbidden\",\"x\":{custom},\"y\":\""),
        format!("\"}}\n{custom}"),
        format!("{custom}#end##"),
        custom,
    ]
}

pub(crate) fn events(jvm: &mut Jvm, requests: &[(Request, &'static str)]) -> Vec<String> {
    #[derive(Deserialize)]
    struct Answer {
        ok: Option<String>,
        error: Option<String>,
    }
    let lines: Vec<_> = requests.iter().map(|(request, _)| request.line()).collect();
    let answers = jvm.ask(&lines);
    let event = |(answer, (request, _)): (&String, &(Request, &str))| {
        let answer: Answer = serde_json::from_str(answer).expect("an answer");
        answer
            .ok
            .unwrap_or_else(|| panic!("{:?}: {request:?}", answer.error))
    };
    answers.iter().zip(requests).map(event).collect()
}

fn echo_integrations() -> Vec<Integration> {
    integrations("echo", &echo::api().openapi())
}

/// What the handler saw of the request that became `event`.
pub(crate) async fn seen(service: &ApiService, event: &str) -> Seen {
    let payload = invoke(service, event).await;
    let payload = payload.unwrap_or_else(|failure| panic!("{failure:?}: {event}"));
    let answer = callback::open(payload.get()).expect("a success");
    serde_json::from_str(&answer.body).expect("what the handler saw")
}

fn check((request, method): &(Request, &str), event: &str, mut seen: Seen) {
    let (context, authorizer) = (seen.context.take(), seen.authorizer.take());
    let stage_variables = seen.stage_variables.take();
    let (mut got, mut expected) = (seen, request.expected(method));
    got.query.sort();
    expected.query.sort();
    assert_eq!(got, expected, "{event}");
    for (name, value) in request.context.as_object().expect("members") {
        match name.as_str() {
            "authorizer" => assert_eq!(&authorizer, value, "{event}"),
            name => assert_eq!(&context[name], value, "{event}"),
        }
    }
    let variables = match &request.stage_variables {
        none if none.is_empty() => Value::Null,
        some => json!(some),
    };
    assert_eq!(stage_variables, variables, "{event}");
}

fn check_all(batches: impl Iterator<Item = Vec<(Request, &'static str)>> + Send) -> usize {
    let service = echo::api().service().expect("an API");
    let judge = |jvm: &mut Jvm, requests: Vec<(Request, &'static str)>| {
        let events = events(jvm, &requests);
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        for (request, event) in requests.iter().zip(&events) {
            check(request, event, runtime.block_on(seen(&service, event)));
        }
        requests.len()
    };
    on_all(&echo_integrations(), batches, judge).iter().sum()
}

#[test]
fn what_a_handler_receives_is_what_was_sent() {
    let texts = HOSTILE
        .iter()
        .map(|hostile| hostile.text.to_owned())
        .chain([long()]);
    let cases = check_all(
        texts
            .chain(random(4).take(RANDOM))
            .map(|text| requests(&text)),
    );
    println!("requests: {cases} cases");
}

#[test]
fn a_body_that_imitates_an_event_stays_a_body() {
    let requests = imitations().into_iter().flat_map(|body| {
        MEDIA_TYPES.map(|media_type| Request {
            media_type: media_type.to_owned(),
            body: body.clone(),
            ..Request::to("send", &[("one", &body), ("two", "2")])
        })
    });
    let requests: Vec<_> = requests.map(|request| (request, "POST")).collect();
    assert_eq!(
        check_all([requests].into_iter()),
        imitations().len() * MEDIA_TYPES.len()
    );
}

#[test]
fn what_the_gateway_says_arrives() {
    let texts = HOSTILE.iter().map(|hostile| hostile.text);
    let requests = texts.map(|text| {
        let context = json!({
            "requestId": text, "path": format!("/prod/{text}"), "stage": "prod", "httpMethod": "DELETE",
            "identity": { "sourceIp": "203.0.113.9", "userAgent": text },
            "authorizer": { "principalId": text, "claims": { "sub": text, text: "1" }, "a": text },
        });
        (Request { context, ..Request::to("forbidden", &[]) }, "DELETE")
    });
    check_all([requests.collect()].into_iter());
}

#[test]
fn all_values_of_a_query_parameter_arrive_where_they_are_shown() {
    for (shown, expected) in [
        (json!(["1", "it's $x", "3"]), vec!["1", "it's $x", "3"]),
        (json!(["3"]), vec!["3"]),
        (json!([]), vec!["3"]),
    ] {
        let mut request = Request::to("forbidden", &[]);
        request.querystring.insert("a".to_owned(), "3".to_owned());
        request.method = Some(
            json!({ "request": { "multivaluequerystring": Map::from_iter([("a".to_owned(), shown)]) } }),
        );
        let event = |jvm: &mut Jvm, requests: Vec<(Request, &'static str)>| events(jvm, &requests);
        let events = on_all(
            &echo_integrations(),
            [vec![(request, "DELETE")]].into_iter(),
            event,
        )
        .concat();
        let runtime = tokio::runtime::Builder::new_current_thread()
            .build()
            .expect("a runtime");
        let service = echo::api().service().expect("an API");
        let seen = runtime.block_on(seen(&service, &events[0]));
        let values: Vec<_> = seen.query.iter().map(|(_, value)| value.as_str()).collect();
        assert_eq!(values, expected);
    }
}

#[test]
fn more_names_and_values_than_a_loop_has_iterations_arrive() {
    for count in [1000, 1001, 2000, 4500] {
        let names = (0..count).map(|index| (format!("k{index}"), format!("'{index}")));
        let names: BTreeMap<_, _> = names.collect();
        let request = Request {
            querystring: names.clone(),
            header: names.clone(),
            ..Request::to("forbidden", &[])
        };
        assert_eq!(check_all([vec![(request, "DELETE")]].into_iter()), 1);

        let values: Vec<_> = names.into_values().collect();
        let request = Request {
            querystring: [("a", "last"), ("b", "2")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            method: Some(json!({ "request": { "multivaluequerystring": { "a": values } } })),
            ..Request::to("forbidden", &[])
        };
        let event = |jvm: &mut Jvm, requests: Vec<(Request, &'static str)>| events(jvm, &requests);
        let batches = [vec![(request, "DELETE")]].into_iter();
        let events = on_all(&echo_integrations(), batches, event).concat();
        let runtime = tokio::runtime::Builder::new_current_thread().build();
        let service = echo::api().service().expect("an API");
        let seen = runtime
            .expect("a runtime")
            .block_on(seen(&service, &events[0]));
        let mut expected: Vec<_> = values
            .into_iter()
            .map(|value| ("a".to_owned(), value))
            .collect();
        expected.push(("b".to_owned(), "2".to_owned()));
        assert_eq!(seen.query, expected, "{count}");
    }
}
