//! The fifth stage, the method response: the response to the client.
//!
//! Input: the result of the integration response. Output: the response, with the status and the headers that the operation
//! declares or a template set, under the names that API Gateway gives them.

use super::{
    ClientRequest, CustomResponse, Failure, MappedResponse, MethodRequest, headers, http_api,
};
use crate::trace::{RequestStage, Step, Trace};
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};

/// Makes the response that the client gets.
///
/// # Errors
///
/// When the operation does not declare the selected status, or the headers are larger than API Gateway sends.
pub fn method_response(
    request: &MethodRequest,
    mapped: MappedResponse,
    trace: &mut Trace,
) -> Result<Response<Bytes>, Failure> {
    trace.enter(RequestStage::MethodResponse);
    let (mut response, of_lambda) = match mapped {
        MappedResponse::Custom(custom) => {
            let of_lambda = custom.of_lambda;
            (of_custom(request, custom, trace)?, of_lambda)
        }
        MappedResponse::Proxy(response) => (response, true),
        MappedResponse::HttpProxy(response) => (response, false),
    };
    let is_http_api = request.operation.integration.http_api.is_some();
    if of_lambda
        && !is_http_api
        && let Ok(id) = HeaderValue::try_from(request.request.stamp.trace_id())
    {
        response.headers_mut().insert(headers::TRACE_ID, id);
    }
    if headers::size(response.headers()) > headers::HEADERS_LIMIT {
        return Err(headers::too_large(trace));
    }
    Ok(if is_http_api {
        http_api::completed(response, &request.request)
    } else {
        completed(response, &request.request)
    })
}

fn of_custom(
    request: &MethodRequest,
    custom: CustomResponse,
    trace: &mut Trace,
) -> Result<Response<Bytes>, Failure> {
    if !request.operation.responses.contains_key(&custom.status) {
        return Err(Failure::configuration(format!(
            "Output mapping refers to an invalid method response: {}",
            custom.status
        )));
    }
    let mut response = Response::new(custom.body);
    *response.status_mut() = StatusCode::from_u16(custom.status)
        .map_err(|error| Failure::configuration(error.to_string()))?;
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("application/json"),
    );
    for (name, value) in &custom.headers {
        headers::set(headers, name, value, trace);
    }
    for (name, value) in &custom.header_overrides {
        overridden(&format!("the header {name}"), value, trace);
        let before = trace.steps.len();
        headers::set(headers, name, value, trace);
        if trace.steps.len() > before {
            trace.unverified("an overridden header is renamed as a mapped one is");
        }
    }
    if let Some(status) = custom.status_override {
        overridden("the status", status.as_str(), trace);
        *response.status_mut() = status;
    }
    Ok(response)
}

fn overridden(target: &str, value: &str, trace: &mut Trace) {
    trace.add(|| Step::Overridden {
        target: target.to_owned(),
        value: value.to_owned(),
    });
}

/// The response, with the headers that every response has.
pub(super) fn completed(mut response: Response<Bytes>, request: &ClientRequest) -> Response<Bytes> {
    let sent = response.headers_mut();
    sent.entry(header::CONTENT_TYPE)
        .or_insert(HeaderValue::from_static("application/json"));
    if let Ok(id) = HeaderValue::from_str(&request.stamp.id) {
        sent.insert(headers::REQUEST_ID, id.clone());
        sent.insert(headers::EXTENDED_REQUEST_ID, id);
    }
    response
}
