//! What `lambda_http` attaches to a request, attached here too, so that a handler which reads it by
//! [`RequestExt`](lambda_http::RequestExt) works unchanged.
//!
//! They are attached for an API that may read them: with middleware, or an extractor that is not one of those which are known to
//! read no event (`endpoint/event_use.rs`).
//!
//! Only documented types and functions of `lambda_http` are used: it reads no event.

use super::text::{JsonText, Lists, Texts};
use crate::EventKind;
use http::Extensions as HttpExtensions;
use lambda_http::{RequestExt, aws_lambda_events::query_map::QueryMap, request::RequestContext};
use std::{collections::HashMap, mem};

/// The parts of an event that a handler can ask for.
pub(super) struct Extensions<'a> {
    pub(super) kind: EventKind,
    /// The path as the event has it, stage included.
    pub(super) raw_path: &'a str,
    pub(super) query: Query<'a>,
    pub(super) path_parameters: &'a Texts<'a>,
    pub(super) stage_variables: Option<JsonText<'a>>,
}

/// Attaches these parts and the request context. An empty map is the same as no map to a handler. A request context that
/// `aws_lambda_events` cannot read is left out: [`EventContext`](super::EventContext) has it as it is.
pub(super) fn attach(
    request: &mut HttpExtensions,
    extensions: Extensions<'_>,
    request_context: Option<JsonText<'_>>,
) {
    let Extensions {
        kind,
        raw_path,
        query,
        path_parameters,
        stage_variables,
    } = extensions;
    let mut attached = mem::take(request).with_raw_http_path(raw_path);
    if let Some(query) = query.map() {
        attached = attached.with_query_string_parameters(query);
    }
    if !path_parameters.is_empty() {
        let parameters = path_parameters.0.iter();
        let parameters: HashMap<String, String> = parameters
            .map(|pair| {
                (
                    pair.name.clone().into_owned(),
                    pair.value.clone().into_owned(),
                )
            })
            .collect();
        attached = attached.with_path_parameters(parameters);
    }
    if let Some(JsonText(variables)) = stage_variables {
        let variables: HashMap<String, String> =
            serde_json::from_str(variables).unwrap_or_default();
        attached = attached.with_stage_variables(variables);
    }
    if let Some(context) = request_context.and_then(|context| typed(kind, context)) {
        attached = attached.with_request_context(context);
    }
    *request = attached;
}

/// The parameters of a query, as an event has them.
pub(super) enum Query<'a> {
    Decoded(&'a Lists<'a>),
    /// As a query string.
    Encoded(&'a str),
}

impl Query<'_> {
    /// The values of each name; `None` without a query.
    fn map(self) -> Option<QueryMap> {
        let pairs = match self {
            Self::Encoded("") => return None,
            Self::Encoded(query) => return query.parse().ok(),
            Self::Decoded(pairs) if pairs.is_empty() => return None,
            Self::Decoded(pairs) => pairs,
        };
        let mut map: HashMap<String, Vec<String>> = HashMap::new();
        for pair in &pairs.0 {
            let values = map.entry(pair.name.clone().into_owned()).or_default();
            values.push(pair.value.clone().into_owned());
        }
        Some(map.into())
    }
}

fn typed(kind: EventKind, JsonText(context): JsonText<'_>) -> Option<RequestContext> {
    match kind {
        EventKind::RestProxy => serde_json::from_str(context)
            .ok()
            .map(RequestContext::ApiGatewayV1),
        EventKind::Alb => serde_json::from_str(context).ok().map(RequestContext::Alb),
        EventKind::VpcLattice => serde_json::from_str(context)
            .ok()
            .map(RequestContext::VpcLattice),
        _ => serde_json::from_str(context)
            .ok()
            .map(RequestContext::ApiGatewayV2),
    }
}

#[cfg(test)]
mod tests {
    use crate::{Api, Json, Request, api_errors, lambda_endpoint};
    use axum::{
        middleware::{Next, from_fn},
        response::Response,
    };
    use http::HeaderValue;
    use lambda_http::{RequestExt, request::RequestContext};
    use lambda_runtime::Context;
    use serde_json::{Value, json};

    #[api_errors]
    #[derive(Debug, thiserror::Error)]
    #[error("no context")]
    #[api(status = 404)]
    struct NoContext;

    #[lambda_endpoint(GET, "/things/{thing}")]
    async fn seen(request: Request) -> Result<Json<Value>, NoContext> {
        let caller = match request.request_context_ref().ok_or(NoContext)? {
            RequestContext::ApiGatewayV1(context) => context.identity.source_ip.clone(),
            RequestContext::ApiGatewayV2(context) => context.http.source_ip.clone(),
            RequestContext::Alb(context) => context.elb.target_group_arn.clone(),
            RequestContext::VpcLattice(context) => Some(context.service_arn.clone()),
            _ => None,
        };
        let query = request.query_string_parameters();
        Ok(Json(json!([
            request.raw_http_path(),
            query.all("q"),
            request.path_parameters().first("thing"),
            request.stage_variables().first("stage"),
            request.lambda_context().request_id,
            caller,
        ])))
    }

    async fn answer(event: Value) -> Value {
        let api = Api::new("things", "1").endpoint::<seen>();
        let service = api.service().unwrap();
        let event = event.to_string();
        let answer = service.invoke(event.as_bytes(), Context::default());
        serde_json::from_str(answer.await.unwrap().get()).unwrap()
    }

    #[tokio::test]
    async fn a_handler_that_asks_lambda_http_gets_what_it_got_there() {
        let rest = json!({
            "httpMethod": "GET",
            "path": "/things/a",
            "multiValueQueryStringParameters": { "q": ["1", "a&b=c"] },
            "pathParameters": { "thing": "a" },
            "stageVariables": { "stage": "variable" },
            "requestContext": { "httpMethod": "GET", "identity": { "sourceIp": "192.0.2.1" } },
        });
        let http = json!({
            "rawPath": "/things/a",
            "rawQueryString": "q=1&q=a%26b%3Dc",
            "pathParameters": { "thing": "a" },
            "stageVariables": { "stage": "variable" },
            "requestContext": { "http": { "method": "GET", "sourceIp": "192.0.2.1" } },
        });
        let alb = json!({
            "httpMethod": "GET",
            "path": "/things/a",
            "multiValueQueryStringParameters": { "q": ["1", "a%26b%3Dc"] },
            "requestContext": { "elb": { "targetGroupArn": "arn" } },
        });
        let lattice = json!({
            "method": "GET",
            "path": "/things/a",
            "queryStringParameters": { "q": ["1", "a%26b%3Dc"] },
            "requestContext": {
                "serviceNetworkArn": "network", "serviceArn": "arn", "targetGroupArn": "group", "region": "eu-west-1", "timeEpoch": "1",
            },
        });
        let gateway = json!([
            "/things/a",
            ["1", "a&b=c"],
            "a",
            "variable",
            "",
            "192.0.2.1"
        ]);
        let balancer = json!(["/things/a", ["1", "a&b=c"], null, null, "", "arn"]);
        for (event, expected) in [
            (rest, &gateway),
            (http, &gateway),
            (alb, &balancer),
            (lattice, &balancer),
        ] {
            let answer = answer(event).await;
            assert_eq!(answer["body"], expected.to_string(), "{answer}");
        }
    }

    #[tokio::test]
    async fn middleware_gets_it_too() {
        #[lambda_endpoint(GET, "/things")]
        async fn plain() -> Result<Json<()>, NoContext> {
            Ok(Json(()))
        }
        async fn seen(request: Request, next: Next) -> Response {
            let is_there = request.request_context_ref().is_some();
            let mut response = next.run(request).await;
            let seen = HeaderValue::from_static(if is_there { "yes" } else { "no" });
            response.headers_mut().insert("seen", seen);
            response
        }
        let api = Api::new("things", "1").endpoint::<plain>();
        let service = api.layer(from_fn(seen)).service().unwrap();
        let event = json!({
            "httpMethod": "GET",
            "path": "/things",
            "requestContext": { "httpMethod": "GET", "identity": {} },
        });
        let event = event.to_string();
        let answer = service.invoke(event.as_bytes(), Context::default());
        let answer: Value = serde_json::from_str(answer.await.unwrap().get()).unwrap();
        assert_eq!(answer["headers"]["seen"], "yes", "{answer}");
    }

    #[tokio::test]
    async fn a_request_context_of_another_shape_is_left_out() {
        let event = json!({
            "httpMethod": "GET",
            "path": "/things/a",
            "requestContext": { "httpMethod": "GET", "identity": 7 },
        });
        assert_eq!(answer(event).await["statusCode"], 404);
    }
}
