//! The rule of request bodies that no template takes.

use super::{Found, Place, rule::RAW_BODY_PASSED_ON, trial::Trial};
use crate::{
    document::{Kind, Passthrough},
    engine::{self, ClientRequest, MethodRequest, RequestStamp},
    trace::Trace,
};
use bytes::Bytes;
use http::{Method, Request, header};
use std::{sync::Arc, time::SystemTime};

/// The body of a caller who writes the event.
const EVENT: &str = r#"{"anything":"the caller likes"}"#;

/// Whether a body of another media type reaches the function as its event, in place of what the templates write.
pub(super) fn finding(trial: &Trial<'_>) -> Option<Found> {
    let integration = &trial.operation.integration;
    let method = trial.operation.method.clone().unwrap_or(Method::POST);
    let is_concerned = matches!(integration.kind, Kind::Custom { .. })
        && integration.passthrough == Passthrough::WhenNoMatch
        && !integration.request_templates.is_empty()
        && ![Method::GET, Method::HEAD, Method::OPTIONS].contains(&method);
    if !is_concerned {
        return None;
    }
    let request = Request::builder()
        .method(method)
        .header(header::CONTENT_TYPE, "text/x-of-no-template")
        .body(Bytes::from_static(EVENT.as_bytes()))
        .ok()?;
    let stamp = RequestStamp {
        id: "3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10".to_owned(),
        time: SystemTime::UNIX_EPOCH,
    };
    let request = ClientRequest::new(request, stamp);
    let request = MethodRequest::to_operation(Arc::clone(trial.operation), request);
    let sent = engine::integration_request(trial.deployment, &request, &mut Trace::default());
    let is_event = sent.is_ok_and(|sent| sent.payload == EVENT);
    is_event.then(|| Found {
        rule: &RAW_BODY_PASSED_ON,
        place: Place::Integration,
        reason: format!(
            "a request with `Content-Type: text/x-of-no-template` and the body `{EVENT}` has exactly this body as the function's event, past the request templates"
        ),
        shown: None,
        fix: "set `\"passthroughBehavior\": \"never\"`, with which other media types are answered 415"
            .to_owned(),
    })
}
