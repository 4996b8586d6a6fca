//! The document of an HTTP API, from that of a REST API with proxy integrations.
//!
//! An HTTP API has Lambda proxies only: no mapping templates and selection patterns, no models, and no answers of its own that a
//! document could change. What a REST API answers by mocks, the function answers here, behind the route `$default`:
//! [Choose between REST APIs and HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html).

use super::{
    Document, InvalidDocument, OpenApi, document,
    mocks::INTEGRATION,
    tree::{Node, Object},
};
use crate::{Cors, EventKind, Function, Integration};
use std::collections::BTreeSet;

/// The longest that an HTTP API waits, in milliseconds: [quotas](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
const LONGEST_TIMEOUT: u64 = 30_000;
const ANY_METHOD: &str = "x-amazon-apigateway-any-method";

impl OpenApi {
    /// The document of an HTTP API: `OpenAPI` 3.0 with proxy integrations of the payload format 2.0, CORS as
    /// `x-amazon-apigateway-cors`, and the route `$default`, whose function answers 404 and 405.
    ///
    /// What the gateway answers by itself (401, 403, 413, 503) has AWS's own bodies there: no document changes them. Bodies are not
    /// validated, streams arrive in one piece, and a token authorizer gets an event of the format 1.0 and the type `REQUEST`, with
    /// the token in `authorizationToken` as in a REST API.
    ///
    /// ```
    /// use lambda_api_errors::{Api, Integration, NoContent, lambda_endpoint};
    /// use std::convert::Infallible;
    ///
    /// #[lambda_endpoint(GET, "/health")]
    /// async fn health() -> Result<NoContent, Infallible> {
    ///     Ok(NoContent)
    /// }
    /// let api = Api::<()>::new("monitor", "1").endpoint::<health>();
    /// let document = api.openapi().http_api_document();
    /// assert!(document.unwrap_err().to_string().contains("no custom integrations"));
    /// let document = api.integration(Integration::Proxy).openapi().http_api_document().unwrap();
    /// assert!(document.to_json().contains(r#""payloadFormatVersion": "2.0""#));
    /// ```
    ///
    /// # Errors
    ///
    /// As [`document`](Self::document); and when the API has custom integrations, an API key or a user pool, which HTTP APIs lack,
    /// or takes no events of HTTP APIs. The error has all reasons.
    pub fn http_api_document(&self) -> Result<Document, InvalidDocument> {
        let (root, mut notes, mut problems) = self.parts();
        if self.settings.integration == Integration::Custom {
            problems.push(
                "an HTTP API has no custom integrations, whose mapping templates and selection patterns only REST APIs have: use a proxy integration".to_owned(),
            );
        }
        if !self.accepted.contains(&EventKind::HttpProxy) {
            problems.push(
                "`accept` leaves `EventKind::HttpProxy` out, which an HTTP API sends".to_owned(),
            );
        }
        if self.settings.validates_bodies {
            notes.push("an HTTP API validates no bodies: the function does".to_owned());
        }
        let mut http_api = HttpApi::default();
        let function = self
            .settings
            .fallback
            .as_ref()
            .or(self.settings.function.as_ref());
        let function = function
            .cloned()
            .unwrap_or_else(|| Function::of_title(&self.title));
        let mut default = Object::new().with("isDefaultRoute", true).with(
            "responses",
            Object::new().with(
                "default",
                Object::new().with("description", "As the function answers."),
            ),
        );
        if self.settings.fallback.is_some() {
            default = default.with_some("security", self.settings.security.requirement());
        }
        let default = default.with(
            INTEGRATION,
            http_api.integration(self.call("aws_proxy", &function)),
        );
        let default = Object::new().with(ANY_METHOD, default);
        let is_terraform = self.is_for_terraform();
        let default = if is_terraform {
            document::for_terraform(default)
        } else {
            default
        };
        let mut schemes = self.http_api_security_schemes(&mut problems);
        if is_terraform {
            schemes = document::for_terraform(schemes);
        }
        let mut changed = Object::new();
        for (name, node) in root.into_members() {
            match (name.as_str(), node) {
                ("paths", Node::Object(paths)) => {
                    changed.push(
                        "paths",
                        http_api.paths(paths).with("/$default", default.clone()),
                    );
                }
                ("components", Node::Object(components)) => {
                    let components = components.into_members();
                    let components: Object = components
                        .filter(|(name, _)| name != "securitySchemes")
                        .collect();
                    let schemes = schemes.clone();
                    changed.push(
                        "components",
                        components.with_any("securitySchemes", schemes),
                    );
                }
                ("openapi" | "info", node) => changed.push(name, node),
                _ => {}
            }
        }
        problems.append(&mut http_api.problems);
        if http_api.streams > 0 {
            notes.push(format!(
                "an HTTP API streams nothing: {} of the operations send their body in one piece",
                http_api.streams
            ));
        }
        let cors = self.settings.cors.as_ref();
        let cors = cors.map(|cors| cors_of(cors, &http_api));
        Document::new(
            changed.with_some("x-amazon-apigateway-cors", cors),
            notes,
            problems,
        )
        .map_err(|problems| InvalidDocument::new(self.title.clone(), problems))
    }
}

#[derive(Default)]
struct HttpApi {
    methods: BTreeSet<String>,
    headers: BTreeSet<String>,
    streams: usize,
    problems: Vec<String>,
}

impl HttpApi {
    /// The routes with a function. Mocks are left to the gateway's CORS, and to the function of `$default`.
    fn paths(&mut self, paths: Object) -> Object {
        let mut kept = Object::new();
        for (path, item) in paths.into_members() {
            let Node::Object(item) = item else { continue };
            let mut methods = Object::new();
            for (method, node) in item.into_members() {
                let Node::Object(operation) = node else {
                    continue;
                };
                if method == ANY_METHOD || is_mock(&operation) {
                    continue;
                }
                self.methods.insert(method.to_ascii_uppercase());
                methods.push(method, self.operation(operation));
            }
            kept = kept.with_any(path, methods);
        }
        kept
    }

    fn operation(&mut self, operation: Object) -> Object {
        for (_, response) in members(member(&operation, "responses")) {
            let headers = members(member_of(response, "headers"));
            self.headers
                .extend(headers.map(|(name, _)| name.to_owned()));
        }
        let members = operation.into_members();
        members
            .map(|(name, node)| match node {
                Node::Object(integration) if name == INTEGRATION => {
                    (name, self.integration(integration).into())
                }
                node => (name, node),
            })
            .collect()
    }

    fn integration(&mut self, integration: Object) -> Object {
        let is_stream = member(&integration, "responseTransferMode").is_some();
        self.streams += usize::from(is_stream);
        let mut changed = Object::new();
        for (name, node) in integration.into_members() {
            match (name.as_str(), node) {
                ("responseTransferMode", _) => {}
                ("uri", Node::Text(uri)) if is_stream => {
                    let uri = uri.replace("/2021-11-15/", "/2015-03-31/");
                    changed.push(
                        name,
                        uri.replace("/response-streaming-invocations", "/invocations"),
                    );
                }
                ("timeoutInMillis", Node::Number(time))
                    if time.as_u64().is_none_or(|time| time > LONGEST_TIMEOUT) =>
                {
                    if !is_stream {
                        self.problems.push(format!(
                            "the integrations' timeout is {time} ms, and an HTTP API waits 30 seconds at most"
                        ));
                    }
                }
                (_, node) => changed.push(name, node),
            }
        }
        changed.with("payloadFormatVersion", "2.0")
    }
}

fn member<'a>(object: &'a Object, name: &str) -> Option<&'a Node> {
    let mut members = object.iter();
    members.find_map(|(other, node)| (other == name).then_some(node))
}

fn member_of<'a>(node: &'a Node, name: &str) -> Option<&'a Node> {
    match node {
        Node::Object(object) => member(object, name),
        _ => None,
    }
}

fn members(node: Option<&Node>) -> impl Iterator<Item = (&str, &Node)> {
    let object = match node {
        Some(Node::Object(object)) => Some(object),
        _ => None,
    };
    object.into_iter().flat_map(Object::iter)
}

fn is_mock(operation: &Object) -> bool {
    let integration = member(operation, INTEGRATION);
    let kind = integration.and_then(|integration| member_of(integration, "type"));
    kind == Some(&Node::from("mock"))
}

/// `x-amazon-apigateway-cors`.
fn cors_of(cors: &Cors, http_api: &HttpApi) -> Object {
    let methods: Vec<_> = http_api.methods.iter().cloned().collect();
    let exposed: Vec<_> = http_api.headers.iter().map(String::as_str).collect();
    let exposed = Cors::exposed(&exposed);
    Object::new()
        .with("allowOrigins", cors.origins.clone())
        .with("allowMethods", methods)
        .with("allowHeaders", cors.request_headers.clone())
        .with_some("exposeHeaders", (!exposed.is_empty()).then_some(exposed))
        .with("allowCredentials", cors.credentials)
        .with_some("maxAge", cors.max_age.map(|age| age.as_secs()))
}
