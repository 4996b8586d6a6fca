//! HTTP APIs: by what their documents are known, and what only they have.
//!
//! [Choose between REST APIs and HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-vs-rest.html).

use super::{
    DocumentProblem, Findings,
    cursor::Cursor,
    integration::{INTEGRATION, listed},
    path,
};
use serde_json::Value;

/// What an HTTP API has beside its routes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpApi {
    /// The CORS headers that the gateway writes by itself.
    pub cors: Option<Cors>,
}

/// `x-amazon-apigateway-cors`: with it, the gateway answers preflight requests, and replaces the CORS headers of integrations.
///
/// [Configure CORS for HTTP APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-cors.html).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Cors {
    /// The origins: `*`, `https://*`, `http://*` or `https://www.example.com`.
    pub allow_origins: Vec<String>,
    /// The methods.
    pub allow_methods: Vec<String>,
    /// The request headers.
    pub allow_headers: Vec<String>,
    /// The response headers that scripts may read.
    pub expose_headers: Vec<String>,
    /// Whether requests may carry cookies and credentials.
    pub allow_credentials: bool,
    /// How long a browser may keep the answer to a preflight request, in seconds.
    pub max_age: Option<u64>,
}

/// The form of a Lambda integration's event and answer in an HTTP API.
///
/// [Payload format version](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-integrations-lambda.html).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PayloadFormat {
    /// `1.0`: as a REST API has it.
    V1,
    /// `2.0`: shorter, and an answer needs no `statusCode`.
    V2,
}

/// Whether the document is one of an HTTP API, when nothing else says it: only those have a route `$default`, a payload format
/// version, or CORS of the gateway's own. A document with an integration that only REST APIs have is theirs, even if it has those too.
pub(super) fn is_described_by(root: &Cursor<'_>) -> bool {
    let Some(paths) = root.get("paths").filter(|paths| paths.value.is_object()) else {
        return root.get("x-amazon-apigateway-cors").is_some();
    };
    let mut has_version = false;
    for (name, item) in paths.value.as_object().into_iter().flatten() {
        if path::is_default(name) {
            return true;
        }
        for operation in item.as_object().into_iter().flat_map(|item| item.values()) {
            let integration = &operation[INTEGRATION];
            let kind = integration["type"].as_str().unwrap_or_default();
            if ["aws", "http", "mock"].contains(&kind.to_ascii_lowercase().as_str()) {
                return false;
            }
            // Only HTTP APIs refer to integrations.
            has_version |=
                !integration["payloadFormatVersion"].is_null() || integration["$ref"].is_string();
        }
    }
    has_version || root.get("x-amazon-apigateway-cors").is_some()
}

impl HttpApi {
    pub(super) fn read(root: &Cursor<'_>, findings: &mut Findings) -> Self {
        for name in WITHOUT_EFFECT {
            if let Some(place) = root.get(name) {
                findings.warn(place.problem(format!(
                    "`{name}` has no effect in an HTTP API: only REST APIs have it"
                )));
            }
        }
        if let Some(version) = root.get("swagger") {
            findings.warn(version.problem(
                "this is Swagger 2.0: API Gateway imports an HTTP API from OpenAPI 3.0 only",
            ));
        }
        let cors = root.get("x-amazon-apigateway-cors");
        Self {
            cors: cors.and_then(|place| findings.keep_as_warning(read_cors(&place).map(Some))),
        }
    }
}

/// What the root of a document has for REST APIs only.
const WITHOUT_EFFECT: &[&str] = &[
    "x-amazon-apigateway-api-key-source",
    "x-amazon-apigateway-binary-media-types",
    "x-amazon-apigateway-gateway-responses",
    "x-amazon-apigateway-request-validator",
    "x-amazon-apigateway-request-validators",
];

fn read_cors(place: &Cursor<'_>) -> Result<Cors, DocumentProblem> {
    place.object()?;
    let list = |name: &str| place.get(name).map_or_else(Vec::new, |at| listed(at.value));
    let max_age = place.get("maxAge").map(|age| {
        let whole = match age.value {
            Value::String(text) => text.parse().ok(),
            value => value.as_u64(),
        };
        whole.ok_or_else(|| age.problem("this must be a number of seconds, so CORS is left out"))
    });
    let cors = Cors {
        allow_origins: list("allowOrigins"),
        allow_methods: list("allowMethods"),
        allow_headers: list("allowHeaders"),
        expose_headers: list("exposeHeaders"),
        allow_credentials: place.flag("allowCredentials")?,
        max_age: max_age.transpose()?,
    };
    if cors.allow_credentials && cors.allow_origins.iter().any(|origin| origin == "*") {
        return Err(place.problem(
            "API Gateway refuses `allowCredentials` with the origin `*`: name the origins, or use `https://*`; CORS is left out",
        ));
    }
    Ok(cors)
}
