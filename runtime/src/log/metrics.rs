//! Failed answers as metrics of `CloudWatch`: one line of the embedded metric format each, on the standard output.
//!
//! Source: [Specification: Embedded metric format](https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
//! Lambda sends what a function writes to its log group, where `CloudWatch` finds the metrics.

use super::{FailedAnswer, request::RequestScope};
use crate::{json, settings::Metrics};
use serde::{Serialize, Serializer, ser::SerializeMap};
use std::{
    borrow::Cow,
    io::{self, Write},
    time::SystemTime,
};

/// The longest value of a dimension, in bytes.
const LONGEST_VALUE: usize = 1024;

/// Writes the line of `failed`, if the scope counts.
pub(super) fn count(failed: FailedAnswer, request: &RequestScope) {
    let Some(metrics) = &request.metrics else {
        return;
    };
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH);
    let line = Line {
        metrics,
        failed,
        request_id: request.request_id(),
        correlation_id: request.correlation_id(),
        milliseconds: now.map_or(0, |now| now.as_millis()),
    };
    let text = json::to_exact_string(|out| {
        json::write(out, &line)?;
        out.push('\n');
        Ok(())
    });
    let Ok(text) = text else {
        return;
    };
    // In one piece, since other invocations write too. A closed output takes no log either.
    let _ = io::stdout().lock().write_all(text.as_bytes());
}

struct Line<'a> {
    metrics: &'a Metrics,
    failed: FailedAnswer,
    request_id: &'a str,
    correlation_id: &'a str,
    /// Since the Unix epoch.
    milliseconds: u128,
}

impl Serialize for Line<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let FailedAnswer {
            operation,
            code,
            status,
        } = self.failed;
        let mut line = serializer.serialize_map(None)?;
        let metadata = Metadata {
            metrics: [Directive {
                dimensions: [Dimensions(self)],
                metrics: [ERRORS],
                namespace: &self.metrics.namespace,
            }],
            timestamp: u64::try_from(self.milliseconds).unwrap_or(u64::MAX),
        };
        line.serialize_entry("_aws", &metadata)?;
        for (name, value) in &self.metrics.dimensions {
            line.serialize_entry(name, value)?;
        }
        let code = code.unwrap_or(status.as_str());
        line.serialize_entry("code", &*dimension_value(code))?;
        line.serialize_entry("errors", &1)?;
        if let Some(operation) = operation {
            line.serialize_entry("operation", &*dimension_value(operation))?;
        }
        line.serialize_entry("status", &status.as_u16())?;
        for (name, id) in [
            ("request_id", self.request_id),
            ("correlation_id", self.correlation_id),
        ] {
            if !id.is_empty() {
                line.serialize_entry(name, id)?;
            }
        }
        line.end()
    }
}

/// Which members of a line are a metric: the specification's metadata object.
#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Metadata<'a> {
    #[serde(rename = "CloudWatchMetrics")]
    metrics: [Directive<'a>; 1],
    timestamp: u64,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Directive<'a> {
    dimensions: [Dimensions<'a>; 1],
    metrics: [Definition; 1],
    namespace: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Definition {
    name: &'static str,
    unit: &'static str,
}

const ERRORS: Definition = Definition {
    name: "errors",
    unit: "Count",
};

/// The names of the dimensions of a line.
struct Dimensions<'a>(&'a Line<'a>);

impl Serialize for Dimensions<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Line {
            metrics, failed, ..
        } = self.0;
        let own = metrics.dimensions.iter().map(|(name, _)| name.as_str());
        let operation = metrics.by_operation && failed.operation.is_some();
        let operation = operation.then_some("operation");
        serializer.collect_seq(own.chain(operation).chain(["code"]))
    }
}

/// `text` as `CloudWatch` takes it for the value of a dimension: printable ASCII. Other characters become `?`.
fn dimension_value(text: &str) -> Cow<'_, str> {
    let is_taken = |character: char| matches!(character, ' '..='~');
    if text.len() <= LONGEST_VALUE && text.chars().all(is_taken) && !text.trim().is_empty() {
        return Cow::Borrowed(text);
    }
    let taken = text.chars().take(LONGEST_VALUE);
    let taken: String = taken
        .map(|character| if is_taken(character) { character } else { '?' })
        .collect();
    if taken.trim().is_empty() {
        Cow::Borrowed("?")
    } else {
        Cow::Owned(taken)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::StatusCode;

    fn line(metrics: &Metrics, operation: Option<&'static str>, code: &'static str) -> String {
        let line = Line {
            metrics,
            failed: FailedAnswer {
                operation,
                code: Some(code),
                status: StatusCode::PAYMENT_REQUIRED,
            },
            request_id: "7f3a",
            correlation_id: "a\"b",
            milliseconds: 1_764_158_400_000,
        };
        let mut text = String::new();
        json::write(&mut text, &line).unwrap();
        text
    }

    #[test]
    fn a_line_is_that_of_the_specification() {
        let metrics = Metrics::namespace("Shop").dimension("service", "carts");
        assert_eq!(
            line(&metrics, Some("checkout"), "PaymentDeclined"),
            concat!(
                r#"{"_aws":{"CloudWatchMetrics":[{"Dimensions":[["service","code"]],"Metrics":[{"Name":"errors","Unit":"Count"}],"#,
                r#""Namespace":"Shop"}],"Timestamp":1764158400000},"service":"carts","code":"PaymentDeclined","errors":1,"#,
                r#""operation":"checkout","status":402,"request_id":"7f3a","correlation_id":"a\"b"}"#
            )
        );
        let by_operation = metrics.by_operation();
        for (operation, dimensions) in [
            (Some("checkout"), r#"[["service","operation","code"]]"#),
            (None, r#"[["service","code"]]"#),
        ] {
            let line = line(&by_operation, operation, "PaymentDeclined");
            assert!(line.contains(dimensions), "{line}");
        }
    }

    #[test]
    fn no_name_forges_a_line_or_a_member() {
        let metrics = Metrics::namespace("Shop").by_operation();
        let hostile = "a\",\"code\":\"b\n{\"_aws\":{}}\r\u{2028}\u{1b}[31m\u{9b}é";
        let line = line(&metrics, Some(hostile), hostile);
        assert!(
            line.bytes().all(|byte| matches!(byte, b' '..=b'~')),
            "{line}"
        );
        let read: serde_json::Value = serde_json::from_str(&line).unwrap();
        let expected = "a\",\"code\":\"b?{\"_aws\":{}}???[31m??";
        assert_eq!(
            (&read["code"], &read["operation"]),
            (&expected.into(), &expected.into())
        );
    }

    #[test]
    fn a_value_is_one_that_cloudwatch_takes() {
        assert_eq!(dimension_value(""), "?");
        assert_eq!(dimension_value("  "), "?");
        assert_eq!(dimension_value("é"), "?");
        assert_eq!(dimension_value(&"é".repeat(2000)).len(), LONGEST_VALUE);
        assert_eq!(dimension_value("PaymentDeclined"), "PaymentDeclined");
    }
}
