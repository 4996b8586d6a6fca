//! Request templates: what the function is told of a request. They are run on samples, and their events compared.
//!
//! The events of AWS's "Method Request passthrough" template count as well, where the `Api` accepts them.

use super::{
    drift::DriftKind,
    rendering::{context, parse, render},
};
use apigw_velocity::{Data, Input, Scope, Template};
use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use serde_json::{Map, Value, json};

/// Texts that a caller may send, in a path, a query or a header.
const TEXTS: [&str; 4] = [
    "text",
    "a \"b\" 'c' \\ d",
    "$x #end ${y} ##",
    "é\u{2028}😀\t",
];

/// An operation's place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked<'a> {
    pub(super) method: &'a str,
    pub(super) path: &'a str,
    /// Whether the function takes events of AWS's template.
    pub(super) takes_passthrough: bool,
}

impl Asked<'_> {
    /// How the events of the template `found` differ from those of `expected`.
    pub(super) fn drift(&self, media_type: &str, found: &str, expected: &str) -> Option<DriftKind> {
        if found == expected {
            return None;
        }
        let fails = |reason| DriftKind::TemplateFails {
            status: None,
            media_type: media_type.to_owned(),
            sample: None,
            reason,
        };
        let expected = parse(expected).ok()?;
        let found = match parse(found) {
            Ok(found) => found,
            Err(reason) => return Some(fails(reason)),
        };
        for text in TEXTS {
            let wanted = self.event(&expected, media_type, text).ok()?;
            let wanted: Value = serde_json::from_str(&wanted).ok()?;
            let got = match self.event(&found, media_type, text) {
                Ok(got) => got,
                Err(reason) => return Some(fails(reason)),
            };
            let difference = match serde_json::from_str(&got) {
                Ok(event) => self.difference(event, wanted),
                Err(_) => Some(Difference::of_whole(got)),
            };
            if let Some(difference) = difference {
                return Some(DriftKind::EventDiffers {
                    media_type: media_type.to_owned(),
                    text: text.to_owned(),
                    pointer: difference.pointer,
                    found: difference.found,
                    expected: difference.expected,
                });
            }
        }
        None
    }

    fn difference(&self, got: Value, wanted: Value) -> Option<Difference> {
        if got.get(MARKER).is_some() || wanted.get(MARKER).is_none() {
            return first_difference(normal(got), &normal(wanted));
        }
        if !self.takes_passthrough || !is_passthrough(&got) {
            return Some(Difference::of_whole(got.to_string()));
        }
        first_difference(of_passthrough(got), &as_passthrough(normal(wanted)))
    }

    /// Whether the template makes events of AWS's form, which the function answers with bare JSON.
    pub(super) fn is_passthrough(&self, template: &str) -> bool {
        let event = parse(template).and_then(|template| self.event(&template, JSON, TEXTS[0]));
        self.takes_passthrough
            && event.is_ok_and(|event| {
                serde_json::from_str(&event).is_ok_and(|event| is_passthrough(&event))
            })
    }

    /// The event of a request in which `text` stands wherever a caller can write it.
    fn event(&self, template: &Template, media_type: &str, text: &str) -> Result<String, String> {
        let body = match media_type.split(';').next().unwrap_or_default() {
            media_type if media_type.ends_with("json") => {
                serde_json::json!({ "text": text }).to_string()
            }
            "application/x-www-form-urlencoded" => "a=1&b=%22+%27".to_owned(),
            _ => text.to_owned(),
        };
        let mut input = Input::new(body)
            .querystring("query", text)
            .header("Content-Type", media_type)
            .header("X-Header", text.replace('\t', " "));
        for segment in self.path.split('/') {
            let name = segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            if let Some(name) = name {
                input = input.path(name.trim_end_matches('+'), text);
            }
        }
        let variables: Data<'_> = [("variable", Data::from("value"))].into_iter().collect();
        let input = input
            .with_context(context(self, text))
            .with_stage_variables(variables);
        render(template, &mut Scope::new(), &input)
    }
}

const MARKER: &str = "lambdaApiErrors";
const JSON: &str = "application/json";

fn is_passthrough(event: &Value) -> bool {
    ["body-json", "params", "context"]
        .iter()
        .all(|name| event.get(name).is_some())
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

/// What an event of AWS's form can tell of the event of the types.
fn as_passthrough(mut event: Value) -> Value {
    let Some(members) = event.as_object_mut() else {
        return event;
    };
    members
        .retain(|name, _| ["path", "query", "headers", "body", "context"].contains(&name.as_str()));
    if let Some(context) = members.get_mut("context").and_then(Value::as_object_mut) {
        context.retain(|name, _| ["httpMethod", "resourcePath"].contains(&name.as_str()));
    }
    event
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

#[derive(Debug, PartialEq)]
struct Difference {
    pointer: String,
    found: Option<String>,
    expected: Option<String>,
}

impl Difference {
    fn of_whole(found: String) -> Self {
        Self {
            pointer: String::new(),
            found: Some(found),
            expected: None,
        }
    }
}

/// What a function may be told beside what it is told by the types: it does not look.
const OPEN: [&str; 3] = ["/authorizer", "/context", "/stageVariables"];

/// The first place where `found` is not what `expected` is. A body that nobody reads may be there.
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

/// How the request templates of a mock differ: it answers with the status that the template names, if a pattern asks.
pub(super) fn of_mock(
    media_type: &str,
    found: &str,
    expected: &str,
    selects: bool,
) -> Option<DriftKind> {
    let status = |template: &str| {
        let template = parse(template).ok()?;
        let text = render(&template, &mut Scope::new(), &Input::new("")).ok()?;
        let value: Value = serde_json::from_str(&text).ok()?;
        value["statusCode"].as_u64()
    };
    let (got, wanted) = (status(found), status(expected));
    let is_same = got.is_some() && (got == wanted || !selects);
    (!is_same).then(|| DriftKind::EventDiffers {
        media_type: media_type.to_owned(),
        text: TEXTS[0].to_owned(),
        pointer: "/statusCode".to_owned(),
        found: got.map(|status| status.to_string()),
        expected: wanted.map(|status| status.to_string()),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[track_caller]
    fn check(found: Value, expected: Value, difference: Option<&str>) {
        let found = first_difference(normal(found), &normal(expected));
        assert_eq!(found.map(|found| found.pointer).as_deref(), difference);
    }

    #[test]
    fn awss_template_tells_enough_where_it_is_accepted() {
        let asked = |takes_passthrough| Asked {
            method: "POST",
            path: "/carts/{cart}",
            takes_passthrough,
        };
        let own = crate::openapi::request_template::request_template("add", true);
        let published = include_str!("passthrough.vm");
        assert_eq!(asked(true).drift(JSON, published, &own), None);
        assert!(asked(true).is_passthrough(published));
        assert!(!asked(true).is_passthrough(&own) && !asked(false).is_passthrough(published));
        let drift = asked(false).drift(JSON, published, &own);
        let pointer = match drift {
            Some(DriftKind::EventDiffers { pointer, .. }) => pointer,
            other => panic!("{other:?}"),
        };
        assert_eq!(pointer, "");
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
