//! CORS of the gateway's own.
//!
//! [Configure CORS for HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html): with it, preflight
//! requests are answered by the gateway, even without a route for them, and the CORS headers of integrations are ignored. A
//! request without `Origin` gets no such headers.

use super::completed;
use crate::{
    document::Cors,
    engine::{ClientRequest, Deployment, route},
    trace::{Step, Trace},
};
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode, header};

/// The answer to a preflight request; `None` for any other request, and without CORS.
///
/// A preflight request that a route with credentials takes goes on to that route, as documented of `$default` with an authorizer.
pub(in crate::engine) fn preflight(
    deployment: &Deployment,
    request: &ClientRequest,
    trace: &mut Trace,
) -> Option<Response<Bytes>> {
    let cors = deployment.document.http_api.as_ref()?.cors.as_ref()?;
    let has = |name: HeaderName| request.headers.contains_key(name);
    let is_preflight = request.method == Method::OPTIONS
        && has(header::ORIGIN)
        && has(header::ACCESS_CONTROL_REQUEST_METHOD);
    if !is_preflight {
        return None;
    }
    let route = route::find(&deployment.document, &request.method, &request.path);
    if let Some(route) = route {
        if !route.security.is_empty() {
            trace.note("a route that asks for credentials takes this preflight request");
            return None;
        }
        trace
            .unverified("a preflight request to a route is answered by CORS, and not by the route");
    }
    trace.keep(Step::GatewayResponse {
        kind: "CORS",
        reason: "the document configures CORS, so the gateway answers preflight requests by itself"
            .to_owned(),
    });
    let mut response = Response::new(Bytes::new());
    *response.status_mut() = StatusCode::NO_CONTENT;
    let headers = response.headers_mut();
    if allow_origin(cors, request, headers, trace) {
        insert(
            headers,
            header::ACCESS_CONTROL_ALLOW_METHODS,
            &cors.allow_methods,
        );
        insert(
            headers,
            header::ACCESS_CONTROL_ALLOW_HEADERS,
            &cors.allow_headers,
        );
        let max_age = cors.max_age.map(HeaderValue::from);
        headers.extend(max_age.map(|age| (header::ACCESS_CONTROL_MAX_AGE, age)));
    }
    Some(completed(response, request))
}

/// The response of an integration, with the gateway's CORS headers in place of its own.
pub(in crate::engine) fn with_cors(
    deployment: &Deployment,
    request: &ClientRequest,
    mut response: Response<Bytes>,
    trace: &mut Trace,
) -> Response<Bytes> {
    let http_api = deployment.document.http_api.as_ref();
    let Some(cors) = http_api.and_then(|http_api| http_api.cors.as_ref()) else {
        return response;
    };
    let headers = response.headers_mut();
    let names = headers
        .keys()
        .filter(|name| name.as_str().starts_with("access-control-"));
    let ignored: Vec<_> = names.cloned().collect();
    for name in ignored {
        headers.remove(&name);
        trace.add(|| Step::Renamed {
            from: name.to_string(),
            to: None,
        });
    }
    if request.headers.contains_key(header::ORIGIN) && allow_origin(cors, request, headers, trace) {
        insert(
            headers,
            header::ACCESS_CONTROL_EXPOSE_HEADERS,
            &cors.expose_headers,
        );
    }
    response
}

/// Allows the request's origin, if the document does.
fn allow_origin(
    cors: &Cors,
    request: &ClientRequest,
    headers: &mut HeaderMap,
    trace: &mut Trace,
) -> bool {
    let Some(origin) = request.headers.get(header::ORIGIN) else {
        return false;
    };
    let text = String::from_utf8_lossy(origin.as_bytes());
    let takes = |allowed: &String| match allowed.strip_suffix("://*") {
        Some(scheme) => text
            .split_once("://")
            .is_some_and(|(of, _)| of.eq_ignore_ascii_case(scheme)),
        None => allowed == "*" || allowed.eq_ignore_ascii_case(&text),
    };
    let Some(allowed) = cors.allow_origins.iter().find(|allowed| takes(allowed)) else {
        trace.unverified("an origin that is not allowed gets no CORS headers");
        return false;
    };
    let value = match allowed.as_str() {
        "*" => HeaderValue::from_static("*"),
        _ => origin.clone(),
    };
    headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, value);
    if cors.allow_credentials {
        headers.insert(
            header::ACCESS_CONTROL_ALLOW_CREDENTIALS,
            HeaderValue::from_static("true"),
        );
    }
    true
}

/// Sets a list, unless it is empty or has characters that HTTP does not allow.
fn insert(headers: &mut HeaderMap, name: HeaderName, values: &[String]) {
    if !values.is_empty()
        && let Ok(value) = HeaderValue::from_str(&values.join(","))
    {
        headers.insert(name, value);
    }
}
