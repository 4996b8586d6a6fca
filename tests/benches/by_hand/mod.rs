//! The floor of a gateway: for one route and one error, the same texts are written and read by hand, with nothing of this project.
//!
//! Each request has an id, a time and a trace id of its own, the integration has 29 seconds, and a panic of the function is an error of
//! that request alone. The function is axum behind structs for what it reads of its event, or behind `lambda_http`. No document is interpreted, and there is no trace. A template
//! is, by minijinja, in the custom integration with one: its engine is for templates in general, as the gateway's is.

#[path = "../peers/router.rs"]
mod router;

pub(crate) use router::router;

use axum::{
    Router,
    body::{Body, Bytes, to_bytes},
    http::{HeaderMap, HeaderName, Request, Response as HttpResponse, request},
    response::Response,
};
use chrono::Utc;
use futures_util::FutureExt;
use lambda_http::{
    Adapter, LambdaEvent, lambda_runtime::Context, request::LambdaRequest, tower::Service,
};
use minijinja::{AutoEscape, Environment, Value};
use regex::Regex;
use serde::{Deserialize, Serialize};
use std::{
    borrow::Cow,
    collections::BTreeMap,
    hash::{BuildHasher, RandomState},
    panic::AssertUnwindSafe,
    time::Duration,
};
use tower::ServiceExt;
use uuid::Uuid;

/// What may stand in front of a path for a function on `lambda_http`.
pub(crate) const ON_LAMBDA_HTTP: &str = "/lambda_http";

/// A gateway with its function.
pub(crate) struct Gateway {
    router: Router,
    patterns: Vec<(u16, Regex)>,
    templates: Environment<'static>,
}

/// The carts' request template, without what it has for more than 1,000 keys, repeated keys and maps in maps.
const REQUEST: &str = r#"{"lambdaApiErrors":1,"operation":{{ operation|text }},
{% for name, map in maps|items -%}
"{{ name }}":{
  {%- for key, value in map|items %}{{ key|text }}:{{ value|text }}{% if not loop.last %},{% endif %}{% endfor -%}
},
{% endfor -%}
"context":{
  {%- for key in ['accountId','apiId','domainName','domainPrefix','extendedRequestId','httpMethod','path','protocol','requestId','requestTime','requestTimeEpoch','resourceId','resourcePath','stage'] -%}
  "{{ key }}":{{ context[key]|text }},
  {%- endfor %}
"identity":{
  {%- for key, value in context.identity|items %}{{ key|text }}:{{ value|text }}{% if not loop.last %},{% endif %}{% endfor -%}
}}}"#;

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Identity<'r> {
    access_key: &'r str,
    account_id: &'r str,
    caller: &'r str,
    cognito_authentication_provider: &'r str,
    cognito_authentication_type: &'r str,
    cognito_identity_id: &'r str,
    cognito_identity_pool_id: &'r str,
    principal_org_id: &'r str,
    source_ip: &'r str,
    user: &'r str,
    user_agent: &'r str,
    user_arn: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct RequestContext<'r> {
    account_id: &'r str,
    api_id: &'r str,
    domain_name: &'r str,
    domain_prefix: &'r str,
    extended_request_id: &'r str,
    http_method: &'r str,
    identity: Identity<'r>,
    path: &'r str,
    protocol: &'r str,
    request_id: &'r str,
    request_time: &'r str,
    request_time_epoch: i64,
    resource_id: &'r str,
    resource_path: &'r str,
    stage: &'r str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ProxyEvent<'r> {
    body: Option<&'r str>,
    headers: BTreeMap<&'r str, &'r str>,
    http_method: &'r str,
    is_base64_encoded: bool,
    multi_value_headers: BTreeMap<&'r str, [&'r str; 1]>,
    path: &'r str,
    path_parameters: BTreeMap<&'r str, &'r str>,
    request_context: RequestContext<'r>,
    resource: &'r str,
}

/// What the function needs of a custom event, as it is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct CustomEvent<'r> {
    operation: &'r str,
    #[serde(flatten)]
    maps: Maps<'r>,
    context: RequestContext<'r>,
}

/// The same, for a template.
#[derive(Serialize)]
struct TemplateInput<'r> {
    operation: &'r str,
    maps: Maps<'r>,
    context: RequestContext<'r>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Maps<'r> {
    query: BTreeMap<&'r str, &'r str>,
    path: BTreeMap<&'r str, &'r str>,
    headers: BTreeMap<&'r str, &'r str>,
    stage_variables: BTreeMap<&'r str, &'r str>,
    authorizer: BTreeMap<&'r str, &'r str>,
}

/// What the function of a proxy reads of its event.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ReadProxyEvent<'e> {
    #[serde(borrow)]
    http_method: Cow<'e, str>,
    #[serde(borrow)]
    path: Cow<'e, str>,
    #[serde(borrow)]
    multi_value_headers: BTreeMap<Cow<'e, str>, Vec<Cow<'e, str>>>,
}

/// A custom event, as it is read.
#[derive(Deserialize)]
struct ReadEvent<'e> {
    #[serde(borrow)]
    path: BTreeMap<Cow<'e, str>, Cow<'e, str>>,
    #[serde(borrow)]
    headers: BTreeMap<Cow<'e, str>, Cow<'e, str>>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct FunctionError<'e> {
    #[serde(borrow)]
    error_type: Cow<'e, str>,
    #[serde(borrow)]
    error_message: Cow<'e, str>,
}

#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct ProxyAnswer<'a> {
    status_code: u16,
    #[serde(borrow)]
    multi_value_headers: BTreeMap<Cow<'a, str>, Vec<Cow<'a, str>>>,
    #[serde(borrow)]
    body: Cow<'a, str>,
}

/// What is different in each request: ids that nobody can guess, and the time.
struct Stamp {
    id: String,
    trace_id: String,
    time: String,
    epoch: i64,
}

impl Stamp {
    fn now() -> Self {
        let random = || RandomState::new().hash_one(0);
        let id = Uuid::from_u64_pair(random(), random());
        let mut digits = Uuid::encode_buffer();
        let digits = &id.simple().encode_lower(&mut digits)[..24];
        let now = Utc::now();
        Self {
            trace_id: format!("Root=1-{:08x}-{digits}", now.timestamp()),
            id: id.to_string(),
            time: now.format("%d/%b/%Y:%H:%M:%S +0000").to_string(),
            epoch: now.timestamp_millis(),
        }
    }
}

fn request_context<'r>(path: &'r str, user_agent: &'r str, stamp: &'r Stamp) -> RequestContext<'r> {
    let id = &*stamp.id;
    RequestContext {
        account_id: "000000000000",
        api_id: "local",
        domain_name: "localhost",
        domain_prefix: "localhost",
        extended_request_id: id,
        http_method: "GET",
        identity: Identity {
            access_key: "",
            account_id: "",
            caller: "",
            cognito_authentication_provider: "",
            cognito_authentication_type: "",
            cognito_identity_id: "",
            cognito_identity_pool_id: "",
            principal_org_id: "",
            source_ip: "127.0.0.1",
            user: "",
            user_agent,
            user_arn: "",
        },
        path,
        protocol: "HTTP/1.1",
        request_id: id,
        request_time: &stamp.time,
        request_time_epoch: stamp.epoch,
        resource_id: "cartscart",
        resource_path: "/carts/{cart}",
        stage: "local",
    }
}

/// The last segment of a path.
fn cart_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or_default()
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> &'h str {
    let value = headers.get(name).and_then(|value| value.to_str().ok());
    value.unwrap_or_default()
}

fn sent_headers<'h>(headers: &'h HeaderMap, stamp: &'h Stamp) -> BTreeMap<&'h str, &'h str> {
    let named = headers.keys().map(HeaderName::as_str);
    let mut sent: BTreeMap<_, _> = named.map(|name| (name, text(headers, name))).collect();
    sent.insert("X-Amzn-Trace-Id", &stamp.trace_id);
    sent.insert("X-Forwarded-For", "127.0.0.1");
    sent.insert("X-Forwarded-Port", "80");
    sent.insert("X-Forwarded-Proto", "http");
    sent
}

fn maps<'r>(request: &'r Request<Bytes>, stamp: &'r Stamp) -> Maps<'r> {
    Maps {
        query: BTreeMap::new(),
        path: [("cart", cart_of(request.uri().path()))].into(),
        headers: sent_headers(request.headers(), stamp),
        stage_variables: BTreeMap::new(),
        authorizer: BTreeMap::new(),
    }
}

/// What the function answers, within the time of an integration.
async fn invoked(answer: impl Future<Output = String>) -> String {
    let answer = AssertUnwindSafe(answer).catch_unwind();
    let answer = tokio::time::timeout(Duration::from_secs(29), answer).await;
    answer.expect("an answer in time").expect("no panic")
}

/// An answer with the headers that the gateway adds.
fn finished(status: u16, media_type: &str, body: String, stamp: &Stamp) -> HttpResponse<Bytes> {
    let id = &*stamp.id;
    HttpResponse::builder()
        .status(status)
        .header("content-type", media_type)
        .header("x-amzn-requestid", id)
        .header("x-amz-apigw-id", id)
        .header("x-amzn-trace-id", &*stamp.trace_id)
        .body(body.into())
        .expect("a response")
}

/// The event of a proxy integration.
fn proxy_event(request: &Request<Bytes>, stamp: &Stamp) -> String {
    let path = request.uri().path();
    let path = path.strip_prefix(ON_LAMBDA_HTTP).unwrap_or(path);
    let headers = sent_headers(request.headers(), stamp);
    let several = headers.iter().map(|(name, value)| (*name, [*value]));
    let event = ProxyEvent {
        body: None,
        http_method: request.method().as_str(),
        is_base64_encoded: false,
        multi_value_headers: several.collect(),
        headers,
        path,
        path_parameters: [("cart", cart_of(path))].into(),
        request_context: request_context(path, text(request.headers(), "user-agent"), stamp),
        resource: "/carts/{cart}",
    };
    serde_json::to_string(&event).expect("JSON")
}

/// The response of a proxy's answer.
fn of_proxy(answer: &str, stamp: &Stamp) -> HttpResponse<Bytes> {
    let answer: ProxyAnswer<'_> = serde_json::from_str(answer).expect("an answer");
    let media_type = &answer.multi_value_headers["content-type"][0];
    let body = answer.body.into_owned();
    finished(answer.status_code, media_type, body, stamp)
}

impl Gateway {
    pub(crate) fn new() -> Self {
        let titles = [
            (400, "Bad Request"),
            (404, "Not Found"),
            (409, "Conflict"),
            (500, "Internal Server Error"),
        ];
        let pattern = |title| Regex::new(&format!(r"^(?:{title}: )\{{[\s\S]*")).expect("a pattern");
        let mut templates = Environment::new();
        templates.set_auto_escape_callback(|_| AutoEscape::None);
        templates.add_filter("text", |value: &Value| {
            match value.as_str() {
                Some(text) => serde_json::to_string(text),
                None => serde_json::to_string(&value.to_string()),
            }
            .expect("JSON")
        });
        templates
            .add_template("request", REQUEST)
            .expect("a template");
        Self {
            templates,
            router: router(),
            patterns: titles
                .map(|(status, title)| (status, pattern(title)))
                .into(),
        }
    }

    pub(crate) async fn proxy(&self, request: &Request<Bytes>) -> HttpResponse<Bytes> {
        let stamp = Stamp::now();
        let event = proxy_event(request, &stamp);
        let answer = invoked(self.proxy_function(&event)).await;
        of_proxy(&answer, &stamp)
    }

    /// The same with a function on `lambda_http`, which reads all that an event has.
    pub(crate) async fn proxy_on_lambda_http(
        &self,
        request: &Request<Bytes>,
    ) -> HttpResponse<Bytes> {
        let stamp = Stamp::now();
        let event = proxy_event(request, &stamp);
        let answer = invoked(self.function_on_lambda_http(&event)).await;
        of_proxy(&answer, &stamp)
    }

    async fn function_on_lambda_http(&self, event: &str) -> String {
        let payload: LambdaRequest = serde_json::from_str(event).expect("an event");
        let context = Context::default();
        let called = {
            let mut function: Adapter<'_, Response, Router> = Adapter::from(self.router.clone());
            function.call(LambdaEvent { payload, context })
        };
        let answer = called.await.expect("an answer");
        serde_json::to_string(&answer).expect("JSON")
    }

    /// The function of the proxy integration, from the event to its answer.
    pub(crate) async fn proxy_function(&self, event: &str) -> String {
        let event: ReadProxyEvent<'_> = serde_json::from_str(event).expect("an event");
        let mut request = Request::builder()
            .method(&*event.http_method)
            .uri(&*event.path);
        for (name, values) in &event.multi_value_headers {
            for value in values {
                request = request.header(&**name, &**value);
            }
        }
        let response = self.respond(request).await;
        let (head, body) = response.into_parts();
        let body = to_bytes(body, usize::MAX).await.expect("a body");
        let mut headers: BTreeMap<Cow<'_, str>, Vec<Cow<'_, str>>> = BTreeMap::new();
        for (name, value) in &head.headers {
            let value = value.to_str().expect("text").into();
            headers.entry(name.as_str().into()).or_default().push(value);
        }
        let answer = ProxyAnswer {
            status_code: head.status.as_u16(),
            multi_value_headers: headers,
            body: str::from_utf8(&body).expect("text").into(),
        };
        serde_json::to_string(&answer).expect("JSON")
    }

    /// A custom integration whose event is written by serde.
    pub(crate) async fn custom(&self, request: &Request<Bytes>) -> HttpResponse<Bytes> {
        let (path, stamp) = (request.uri().path(), Stamp::now());
        let event = CustomEvent {
            operation: "get_cart",
            maps: maps(request, &stamp),
            context: request_context(path, text(request.headers(), "user-agent"), &stamp),
        };
        let event = serde_json::to_string(&event).expect("JSON");
        self.integrate(&event, &stamp).await
    }

    /// A custom integration whose event is written by a template.
    pub(crate) async fn custom_with_template(
        &self,
        request: &Request<Bytes>,
    ) -> HttpResponse<Bytes> {
        let (path, stamp) = (request.uri().path(), Stamp::now());
        let input = TemplateInput {
            operation: "get_cart",
            maps: maps(request, &stamp),
            context: request_context(path, text(request.headers(), "user-agent"), &stamp),
        };
        let template = self.templates.get_template("request").expect("a template");
        let event = template.render(input).expect("an event");
        self.integrate(&event, &stamp).await
    }

    async fn integrate(&self, event: &str, stamp: &Stamp) -> HttpResponse<Bytes> {
        let error = invoked(self.function(event)).await;
        let error: FunctionError<'_> = serde_json::from_str(&error).expect("an error");
        let message = &error.error_message;
        let mut taken = self.patterns.iter().filter(|(_, it)| it.is_match(message));
        let (status, _) = taken.next().expect("a pattern");
        let (_, body) = message.split_once(": ").expect("a message");
        finished(*status, "application/problem+json", body.to_owned(), stamp)
    }

    /// The function of the custom integration, from the event to its error.
    async fn function(&self, event: &str) -> String {
        let event: ReadEvent<'_> = serde_json::from_str(event).expect("an event");
        let mut request = Request::get(format!("/carts/{}", event.path["cart"]));
        for (name, value) in &event.headers {
            request = request.header(&**name, &**value);
        }
        let response = self.respond(request).await;
        let title = response.status().canonical_reason().unwrap_or_default();
        let body = to_bytes(response.into_body(), usize::MAX).await;
        let body = body.expect("a body");
        let body = str::from_utf8(&body).expect("text");
        let error = FunctionError {
            error_type: "CartNotFound".into(),
            error_message: format!("{title}: {body}").into(),
        };
        serde_json::to_string(&error).expect("JSON")
    }

    async fn respond(&self, request: request::Builder) -> Response {
        let request = request.body(Body::empty()).expect("a request");
        let response = self.router.clone().oneshot(request).await;
        response.expect("an answer")
    }
}
