//! The event of a Lambda authorizer.

use super::{method_arn, unusable};
use crate::{
    document::{Authorizer, Operation, PayloadFormat},
    engine::{ClientRequest, Deployment, Failure, MethodRequest, http_api, proxy},
};
use serde_json::{Map, Value, json};
use std::sync::Arc;

/// The authorizer's event: a token, or the request without its body.
///
/// `identity` has the values of the identity sources, in their order.
pub(in crate::engine) fn event(
    deployment: &Deployment,
    operation: &Arc<Operation>,
    request: &ClientRequest,
    authorizer: &Authorizer,
    identity: &[String],
) -> Result<String, Failure> {
    let arn = method_arn(deployment, request);
    if authorizer.type_name != "request" {
        let token = identity.first().map_or("", String::as_str);
        let event = json!({"type": "TOKEN", "methodArn": arn, "authorizationToken": token});
        return Ok(event.to_string());
    }
    let request = MethodRequest::to_operation(Arc::clone(operation), request.clone());
    let (event, more) = match authorizer.http_api.map(|http_api| http_api.payload_format) {
        None => (
            proxy::event(deployment, &request),
            json!({"methodArn": arn}),
        ),
        Some(format @ PayloadFormat::V1) => {
            let identity = identity.join(",");
            (
                http_api::event(deployment, &request, format)?,
                json!({"methodArn": arn, "identitySource": identity, "authorizationToken": identity}),
            )
        }
        Some(format @ PayloadFormat::V2) => (
            http_api::event(deployment, &request, format)?,
            json!({"routeArn": arn, "identitySource": identity}),
        ),
    };
    let event = serde_json::from_str::<Map<String, Value>>(&event);
    let mut event = event.map_err(|error| unusable(&format!("its event: {error}")))?;
    event.remove("body");
    event.remove("isBase64Encoded");
    event.insert("type".to_owned(), json!("REQUEST"));
    if let Value::Object(more) = more {
        event.extend(more);
    }
    Ok(Value::from(event).to_string())
}
