//! The value of a mapping's source, for one request and one answer.

use super::{ClientRequest, Deployment, IntegrationAnswer, body_path, context::Context, dates};
use crate::{
    document::{Mapping, Source},
    lossy,
    trace::{Step, Trace},
};
use std::borrow::Cow;

/// The value of `source`. Without an answer of the integration, sources of the response have no value.
pub(super) fn value_of(
    source: &Source,
    deployment: &Deployment,
    request: &ClientRequest,
    answer: Option<&IntegrationAnswer>,
) -> Option<String> {
    match source {
        Source::Invalid => None,
        Source::Static(value) => Some(value.clone()),
        Source::Context(path) => Context {
            request,
            deployment,
        }
        .text(path),
        Source::StageVariable(name) => deployment.stage_variables.get(name).cloned(),
        Source::MethodHeader { name, all } => joined(request.header(name), *all),
        Source::MethodQuery { name, all } => joined(request.queries(name), *all),
        Source::RequestPath => Some(request.path.clone()),
        Source::MethodPath(name) => request.path_parameter(name).map(str::to_owned),
        Source::MethodBody(path) => {
            let body = lossy::text(&request.body);
            body_path::text(&body, path, false)
        }
        Source::IntegrationHeader { name, all } => match answer? {
            IntegrationAnswer::Http(response) => {
                let headers = response.as_ref().ok()?.headers().get_all(name.as_str());
                let values = headers.iter().map(http::HeaderValue::as_bytes);
                joined(values.map(String::from_utf8_lossy), *all)
            }
            answer => lambda_header(&name.to_ascii_lowercase(), request, answer),
        },
        Source::IntegrationBody(path) => {
            let answer = answer?;
            body_path::text(&answer.body(), path, answer.is_function_error())
        }
    }
}

/// The same for a mapping, which the trace then shows.
pub(super) fn mapped(
    mapping: &Mapping,
    deployment: &Deployment,
    request: &ClientRequest,
    answer: Option<&IntegrationAnswer>,
    trace: &mut Trace,
) -> Option<String> {
    let value = value_of(&mapping.source, deployment, request, answer);
    if matches!(&mapping.source, Source::Context(path) if path.contains("Override")) {
        trace.unverified("a mapping does not see what templates write to `$context`");
    }
    trace.add(|| Step::Mapped {
        target: mapping.target.clone(),
        expression: mapping.expression.clone(),
        value: value.clone(),
    });
    value
}

fn joined<'a>(
    mut values: impl DoubleEndedIterator<Item = Cow<'a, str>>,
    all: bool,
) -> Option<String> {
    if !all {
        return values.next_back().map(Cow::into_owned);
    }
    let mut joined = values.next()?.into_owned();
    for value in values {
        joined.push(',');
        joined.push_str(&value);
    }
    Some(joined)
}

/// A header of Lambda's response, which are always the same.
fn lambda_header(
    name: &str,
    request: &ClientRequest,
    answer: &IntegrationAnswer,
) -> Option<String> {
    let IntegrationAnswer::Lambda(_) = answer else {
        return None;
    };
    let value = match name {
        "connection" => "keep-alive".to_owned(),
        "content-length" => answer.body().len().to_string(),
        "content-type" => "application/json".to_owned(),
        "date" => dates::http_date(request.stamp.since_epoch()),
        "x-amz-executed-version" => "$LATEST".to_owned(),
        "x-amz-function-error" if answer.is_function_error() => "Unhandled".to_owned(),
        "x-amzn-remapped-content-length" => "0".to_owned(),
        "x-amzn-requestid" => request.stamp.id.clone(),
        "x-amzn-trace-id" => request.stamp.trace_id(),
        _ => return None,
    };
    Some(value)
}
