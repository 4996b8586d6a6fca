//! Mocks: the status in the text that the request template renders.
//!
//! AWS reads this JSON leniently. Recorded is `{statusCode: 200}` (`LocalStack`'s AWS-validated test
//! `test_integration_mock_with_path_param`), and the AWS CDK writes `{ statusCode: 204 }` for every preflight request; from
//! others' lists come single quotes and a comma at the end. JSON5 is all of these, and a little more.

use super::Failure;
use crate::trace::{Step, Trace};
use serde_json::Value;

/// The longest text that is read leniently, in bytes, and how many brackets it may open: the reader of JSON5 itself knows no
/// limit on how deep a text nests.
const LENIENT_LENGTH: usize = 16 * 1024;
const LENIENT_BRACKETS: usize = 32;

/// The status of a mock, which may be any whole number.
pub(super) fn status(rendered: &str, trace: &mut Trace) -> Result<i64, Failure> {
    let status = read(rendered, trace)
        .and_then(|request| request.get("statusCode")?.as_i64())
        .ok_or_else(|| {
            Failure::configuration(format!(
                "a mock needs a request template that renders {{\"statusCode\": …}}, not {rendered:?}"
            ))
        })?;
    trace.add(|| Step::Outcome(format!("mock {status}")));
    Ok(status)
}

fn read(rendered: &str, trace: &mut Trace) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(rendered) {
        return Some(value);
    }
    if rendered.len() > LENIENT_LENGTH || rendered.matches(['[', '{']).count() > LENIENT_BRACKETS {
        return None;
    }
    let value = json5::from_str(rendered).ok()?;
    trace.note("a mock's request is read leniently: it is not JSON");
    Some(value)
}
