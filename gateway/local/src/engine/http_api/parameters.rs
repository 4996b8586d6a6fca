//! Parameter mappings: changes of a request before the integration gets it, and of a response on its way back.
//!
//! [Transform API requests and responses for HTTP
//! APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html).

use crate::{
    document::{Action, HttpApiIntegration, ParameterChange, ParameterMapping, Source, ValuePart},
    engine::{
        ClientRequest, Deployment, IntegrationAnswer, MethodRequest, headers, http_request,
        parameters,
    },
    trace::{Step, Trace},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Response, StatusCode};

/// How much of a body a JSON path sees, as documented: API Gateway cuts the rest off.
const BODY_FOR_PATHS: usize = 100 * 1024;

/// The request as the integration gets it; `None` if nothing changes it. All values are those before the first change.
pub(in crate::engine) fn mapped_request(
    deployment: &Deployment,
    request: &MethodRequest,
    integration: &HttpApiIntegration,
    trace: &mut Trace,
) -> Option<MethodRequest> {
    let mappings = &integration.request_parameters;
    if mappings.is_empty() {
        return None;
    }
    let values = values(mappings, deployment, &request.request, None, trace);
    let mut mapped = request.clone();
    let client = &mut mapped.request;
    let mut has_query = false;
    for (mapping, value) in values {
        match &mapping.change {
            ParameterChange::Header(action, name) => {
                change_header(&mut client.headers, *action, name, value, trace);
            }
            ParameterChange::Query(action, name) => {
                has_query = true;
                if *action != Action::Append {
                    client.query.retain(|(other, _)| other != name);
                }
                if *action != Action::Remove
                    && let Some(value) = value
                {
                    client.query.push((name.clone(), value));
                }
            }
            ParameterChange::Path => {
                let value = value.unwrap_or_default();
                client.mapped_path = Some(format!("/{}", value.trim_start_matches('/')));
            }
            ParameterChange::Status => {}
        }
    }
    if has_query {
        client.raw_query = http_request::encoded_query(&client.query);
    }
    Some(mapped)
}

/// The integration's response, as the mappings of its status change it.
pub(in crate::engine) fn mapped_response(
    deployment: &Deployment,
    request: &MethodRequest,
    integration: &HttpApiIntegration,
    response: Response<Bytes>,
    trace: &mut Trace,
) -> Response<Bytes> {
    let status = response.status().as_u16();
    let Some(mappings) = integration.response_parameters.get(&status) else {
        return response;
    };
    let answer = IntegrationAnswer::Http(Ok(response.clone()));
    let values = values(mappings, deployment, &request.request, Some(&answer), trace);
    let mut mapped = response;
    for (mapping, value) in values {
        match &mapping.change {
            ParameterChange::Header(action, name) => {
                change_header(mapped.headers_mut(), *action, name, value, trace);
            }
            ParameterChange::Status => {
                let value = value.unwrap_or_default();
                match StatusCode::from_bytes(value.as_bytes()) {
                    Ok(status) if (200..600).contains(&status.as_u16()) => {
                        *mapped.status_mut() = status;
                    }
                    _ => trace.unverified(format!(
                        "the status stays, because {value:?} is not one from 200 to 599"
                    )),
                }
            }
            ParameterChange::Path | ParameterChange::Query(..) => {}
        }
    }
    mapped
}

/// The value of each mapping.
fn values<'m>(
    mappings: &'m [ParameterMapping],
    deployment: &Deployment,
    request: &ClientRequest,
    answer: Option<&IntegrationAnswer>,
    trace: &mut Trace,
) -> Vec<(&'m ParameterMapping, Option<String>)> {
    let mut values = Vec::new();
    for mapping in mappings {
        let value = value(&mapping.value, deployment, request, answer, trace);
        trace.add(|| Step::Mapped {
            target: mapping.key.clone(),
            expression: mapping.expression.clone(),
            value: value.clone(),
        });
        values.push((mapping, value));
    }
    values
}

/// The parts one after the other; `None` if the value is one part alone, and that is not there.
fn value(
    parts: &[ValuePart],
    deployment: &Deployment,
    request: &ClientRequest,
    answer: Option<&IntegrationAnswer>,
    trace: &mut Trace,
) -> Option<String> {
    let mut text = String::new();
    for part in parts {
        let found = match part {
            ValuePart::Text(text) => Some(text.clone()),
            ValuePart::Source(source) if is_cut_off(source, request, answer) => {
                trace.unverified("a JSON path finds nothing in a body of more than 100 KB");
                None
            }
            ValuePart::Source(source) => parameters::value_of(source, deployment, request, answer),
        };
        match found {
            Some(found) => text.push_str(&found),
            None if parts.len() == 1 => {
                trace.unverified("a mapping whose value is not there changes nothing");
                return None;
            }
            None => trace.unverified("what is not there is empty in a text"),
        }
    }
    Some(text)
}

fn is_cut_off(
    source: &Source,
    request: &ClientRequest,
    answer: Option<&IntegrationAnswer>,
) -> bool {
    match source {
        Source::MethodBody(path) => !path.is_empty() && request.body.len() > BODY_FOR_PATHS,
        Source::IntegrationBody(path) => {
            !path.is_empty() && answer.is_some_and(|it| it.body().len() > BODY_FOR_PATHS)
        }
        _ => false,
    }
}

fn change_header(
    headers: &mut HeaderMap,
    action: Action,
    name: &str,
    value: Option<String>,
    trace: &mut Trace,
) {
    let Ok(name) = HeaderName::from_bytes(name.as_bytes()) else {
        return;
    };
    if action == Action::Remove {
        headers.remove(name);
        return;
    }
    let Some(text) = value else { return };
    let Ok(value) = HeaderValue::from_bytes(text.as_bytes()) else {
        trace.unverified(format!(
            "the header `{name}` cannot hold {text:?}; it is left out"
        ));
        return;
    };
    if !value.as_bytes().is_ascii() {
        trace.unverified(headers::NOT_ASCII);
    }
    match action {
        Action::Append => headers::append(headers, name, value),
        _ => headers::insert(headers, name, value),
    }
}
