//! What an event of an unknown kind calls itself, for the answer and the log.

use super::{event::mismatch, shortened};
use serde_json::{Map, Value};

/// As many names of members as tell a reader what an event is.
const MOST_MEMBERS: usize = 8;

/// Why an event is refused that no kind claims, with the name that the event has.
pub(super) fn reason(payload: &str) -> String {
    let name = match serde_json::from_str(payload) {
        Ok(Value::Object(event)) => {
            let name = name(&event);
            mismatch(payload).map_or(name.clone(), |mismatch| {
                format!("{name}; {}", shortened(&mismatch).escape_debug())
            })
        }
        Ok(Value::Array(_)) => "a list".to_owned(),
        Ok(Value::String(_)) => "a string".to_owned(),
        Ok(other) => format!("`{other}`"),
        Err(error) => format!("JSON that cannot be read: {error}"),
    };
    format!("the event is of no kind that this function takes: it is {name}")
}

/// Sources: AWS's pages on [event source mappings](https://docs.aws.amazon.com/lambda/latest/dg/lambda-services.html),
/// [EventBridge](https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html),
/// [WebSocket APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-websocket-api-integration-requests.html) and
/// [Lambda authorizers](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-lambda-authorizer-input.html).
fn name(event: &Map<String, Value>) -> String {
    let text = |name: &str| event.get(name).and_then(Value::as_str);
    let record = event.get("Records").and_then(|records| records.get(0));
    let source = ["eventSource", "EventSource"].into_iter().find_map(|name| {
        let of_record = record.and_then(|record| record.get(name));
        of_record.or_else(|| event.get(name))?.as_str()
    });
    let context = event.get("requestContext").and_then(Value::as_object);
    if let Some(source) = source {
        format!("an event of {}", quoted(source))
    } else if let (Some(kind), Some(source)) = (text("detail-type"), text("source")) {
        format!(
            "the EventBridge event {} of {}",
            quoted(kind),
            quoted(source)
        )
    } else if text("methodArn").or(text("routeArn")).is_some() {
        "an event for a Lambda authorizer".to_owned()
    } else if let Some(kind) = context
        .filter(|context| context.contains_key("connectionId"))
        .and_then(|context| context.get("eventType")?.as_str())
    {
        format!("the event {} of a WebSocket API", quoted(kind))
    } else if let Some(version) = text("version") {
        format!(
            "an event of version {}, {}",
            quoted(version),
            members(event)
        )
    } else {
        format!("an object {}", members(event))
    }
}

fn quoted(text: &str) -> String {
    format!("`{}`", shortened(text).escape_debug())
}

fn members(event: &Map<String, Value>) -> String {
    let names: Vec<_> = event
        .keys()
        .take(MOST_MEMBERS)
        .map(|name| quoted(name))
        .collect();
    match event.len() {
        0 => "without members".to_owned(),
        count if count > MOST_MEMBERS => {
            format!("with {count} members, such as {}", names.join(", "))
        }
        _ => format!("with the members {}", names.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name_of(event: &str) -> String {
        let reason = reason(event);
        reason.split_once(": it is ").unwrap().1.to_owned()
    }

    #[test]
    fn an_event_is_called_what_it_calls_itself() {
        for (event, name) in [
            (
                r#"{"Records":[{"eventSource":"aws:sqs"}]}"#,
                "an event of `aws:sqs`",
            ),
            (
                r#"{"Records":[{"EventSource":"aws:sns"}]}"#,
                "an event of `aws:sns`",
            ),
            (
                r#"{"eventSource":"aws:kafka","records":{}}"#,
                "an event of `aws:kafka`",
            ),
            (
                r#"{"version":"0","detail-type":"Object Created","source":"aws.s3","detail":{}}"#,
                "the EventBridge event `Object Created` of `aws.s3`",
            ),
            (
                r#"{"type":"TOKEN","methodArn":"arn:aws:1"}"#,
                "an event for a Lambda authorizer",
            ),
            (
                r#"{"requestContext":{"connectionId":"c","eventType":"CONNECT"}}"#,
                "the event `CONNECT` of a WebSocket API",
            ),
            (
                r#"{"version":"3.0","rawPath":"/"}"#,
                "an event of version `3.0`, with the members `rawPath`, `version`",
            ),
            ("{}", "an object without members"),
            ("[]", "a list"),
            ("7", "`7`"),
            ("null", "`null`"),
        ] {
            assert_eq!(name_of(event), name, "{event}");
        }
    }

    #[test]
    fn a_member_that_no_gateway_writes_so_is_named() {
        let event = r#"{"method":"GET","raw_path":"/","body":5}"#;
        assert_eq!(
            name_of(event),
            "an object with the members `body`, `method`, `raw_path`; invalid type: integer `5`, expected a string at line 1 column 39"
        );
        let long = "\u{1f}\n".repeat(1000);
        let event = serde_json::json!({ "headers": long });
        let name = name_of(&event.to_string());
        assert!(
            name.len() < 1000 && !name.contains(char::is_control),
            "{name}"
        );
    }

    #[test]
    fn a_name_is_short_and_stands_on_one_line() {
        let long = "\u{1f}\n".repeat(1000);
        let event = serde_json::json!({ "Records": [{ "eventSource": long }], "version": long });
        assert!(name_of(&event.to_string()).len() < 1000);
        let many: Map<_, _> = (0..1000)
            .map(|name| (name.to_string(), Value::Null))
            .collect();
        let name = name_of(&Value::Object(many).to_string());
        assert!(
            name.starts_with("an object with 1000 members, such as `0`, `1`, "),
            "{name}"
        );
        assert!(name.len() < 200, "{name}");
        let deep = format!("{}{}", "[".repeat(1000), "]".repeat(1000));
        assert_eq!(
            name_of(&deep),
            "JSON that cannot be read: recursion limit exceeded at line 1 column 128"
        );
        assert_eq!(
            name_of(r#"{"a":"\ud800"}"#),
            "JSON that cannot be read: unexpected end of hex escape at line 1 column 13"
        );
    }
}
