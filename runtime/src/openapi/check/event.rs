//! Compares events by the parts that the function reads.
//!
//! The events of AWS's "Method Request passthrough" template and of the Serverless Framework's count as well, where the `Api` accepts them.

use crate::EventKind;
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value, json};

/// The first difference that the function sees.
pub(super) fn difference(got: Value, wanted: Value, accepted: &[EventKind]) -> Option<Difference> {
    if got.get(MARKER).is_some() || wanted.get(MARKER).is_none() {
        return first_difference(normal(got), &normal(wanted));
    }
    let Some(kind) = mapped_kind(&got, accepted) else {
        return Some(Difference::of_whole(got.to_string()));
    };
    let got = if kind == EventKind::Serverless {
        of_serverless(got)
    } else {
        of_passthrough(got)
    };
    let wanted = as_mapped(normal(wanted), got["body"].is_object());
    first_difference(got, &wanted)
}

const MARKER: &str = "lambdaApiErrors";

/// The kinds of event that templates make which are not the types'.
pub(super) const MAPPED: [EventKind; 2] = [EventKind::Passthrough, EventKind::Serverless];

/// The kind of an event of a template that is not the types', if it is one of the `accepted`.
pub(super) fn mapped_kind(event: &Value, accepted: &[EventKind]) -> Option<EventKind> {
    let has = |names: &[&str]| names.iter().all(|name| event.get(name).is_some());
    let kind = if has(&["body-json", "params", "context"]) {
        EventKind::Passthrough
    } else if has(&["body", "method", "headers", "query", "path", "requestPath"]) {
        EventKind::Serverless
    } else {
        return None;
    };
    accepted.contains(&kind).then_some(kind)
}

/// An event of the Serverless Framework's form, as far as the function looks at it.
fn of_serverless(mut event: Value) -> Value {
    let mut part = |name: &str| event.get_mut(name).map_or(Value::Null, Value::take);
    let (body, method, path) = (part("body"), part("method"), part("requestPath"));
    let spelled = json!({"path": part("path"), "query": part("query"), "headers": part("headers")});
    let mut event = normal(spelled);
    event["body"] = body;
    event["context"] = json!({"httpMethod": method, "resourcePath": path});
    event
}

/// An event of AWS's form, as far as the function looks at it.
fn of_passthrough(mut event: Value) -> Value {
    let word = |name: &str| event["context"].get(name).cloned().unwrap_or_default();
    let (method, path) = (word("http-method"), word("resource-path"));
    let body = event["body-json"].take();
    let mut part = |name: &str| match event["params"].get_mut(name) {
        Some(part) => part.take(),
        None => json!({}),
    };
    let spelled =
        json!({"path": part("path"), "query": part("querystring"), "headers": part("header")});
    let mut event = normal(spelled);
    event["body"] = body;
    event["context"] = json!({"httpMethod": method, "resourcePath": path});
    event
}

/// The parts of the types' event that an event of such a template can hold. A form `is_read` where the template takes it to pieces.
fn as_mapped(mut event: Value, is_read: bool) -> Value {
    let Some(members) = event.as_object_mut() else {
        return event;
    };
    members
        .retain(|name, _| ["path", "query", "headers", "body", "context"].contains(&name.as_str()));
    if let Some(context) = members.get_mut("context").and_then(Value::as_object_mut) {
        context.retain(|name, _| ["httpMethod", "resourcePath"].contains(&name.as_str()));
    }
    if let Some(Value::String(form)) = members.get("body")
        && is_read
    {
        let fields = fields(form);
        members.insert("body".to_owned(), fields);
    }
    event
}

/// The fields of a form.
fn fields(form: &str) -> Value {
    let decoded = |text: &str| {
        let text = text.replace('+', " ");
        percent_decode_str(&text).decode_utf8_lossy().into_owned()
    };
    let pairs = form.split('&').map(|pair| {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        (decoded(name), decoded(value).into())
    });
    Value::Object(pairs.collect())
}

/// The event in one of the spellings that the function reads alike.
fn normal(mut event: Value) -> Value {
    let Some(members) = event.as_object_mut() else {
        return event;
    };
    for name in ["query", "headers"] {
        let values = members.get_mut(name).and_then(Value::as_object_mut);
        for value in values.into_iter().flat_map(Map::values_mut) {
            if value.is_string() {
                *value = Value::Array(vec![value.take()]);
            }
        }
    }
    let body = match members.remove("json") {
        Some(json) => Some(json),
        None => members.remove("body").map(decoded),
    };
    members.extend(body.map(|body| ("body".to_owned(), body)));
    event
}

fn decoded(body: Value) -> Value {
    let bytes = body.as_str().and_then(|text| BASE64.decode(text).ok());
    let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
    match text {
        None => body,
        Some(text) => serde_json::from_str(&text).unwrap_or(Value::String(text)),
    }
}

/// The first place where two events differ; an empty pointer is the whole.
#[derive(Debug, PartialEq)]
pub(super) struct Difference {
    pub(super) pointer: String,
    pub(super) found: Option<String>,
    pub(super) expected: Option<String>,
}

impl Difference {
    pub(super) fn of_whole(found: String) -> Self {
        Self {
            pointer: String::new(),
            found: Some(found),
            expected: None,
        }
    }
}

/// Where the function may get more than the types send: it does not look there.
const OPEN: [&str; 3] = ["/authorizer", "/context", "/stageVariables"];

/// The first place where `found` is not what `expected` is. A body that the function does not read may be there.
fn first_difference(mut found: Value, expected: &Value) -> Option<Difference> {
    if let (Some(found), None) = (found.as_object_mut(), expected.get("body")) {
        found.remove("body");
    }
    at("", Some(&found), Some(expected))
}

fn at(pointer: &str, found: Option<&Value>, expected: Option<&Value>) -> Option<Difference> {
    if found == expected {
        return None;
    }
    let (Some(Value::Object(one)), Some(Value::Object(other))) = (found, expected) else {
        let text = |value: &Value| value.to_string();
        return Some(Difference {
            pointer: pointer.to_owned(),
            found: found.map(text),
            expected: expected.map(text),
        });
    };
    let is_open = OPEN.iter().any(|open| pointer.starts_with(open));
    let more = one
        .keys()
        .filter(|name| !is_open && !other.contains_key(*name));
    other.keys().chain(more).find_map(|name| {
        let pointer = format!("{pointer}/{}", name.replace('~', "~0").replace('/', "~1"));
        at(&pointer, one.get(name), other.get(name))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(found: Value, expected: Value, difference: Option<&str>) {
        let found = first_difference(normal(found), &normal(expected));
        assert_eq!(found.map(|found| found.pointer).as_deref(), difference);
    }

    #[test]
    fn spellings_that_the_function_reads_alike() {
        let event =
            |body: Value| json!({"query": {"a": "b"}, "body": body, "context": {"stage": "live"}});
        let other = json!({"query": {"a": ["b"]}, "json": {"c": 1}, "context": {"stage": "live", "more": 1}});
        check(
            other.clone(),
            event(json!(BASE64.encode("{ \"c\": 1 }"))),
            None,
        );
        check(
            other.clone(),
            event(json!(BASE64.encode("{ \"c\": 2 }"))),
            Some("/body/c"),
        );
        check(json!({"query": {}}), event(json!("")), Some("/body"));
        check(json!({"more": 1}), json!({}), Some("/more"));
        check(json!({"body": "e30="}), json!({}), None);
        check(
            json!({"context": {}}),
            json!({"context": {"a/b": 1}}),
            Some("/context/a~1b"),
        );
        check(json!([]), json!({}), Some(""));
    }
}
