//! An API that answers with what reached its handlers.

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use lambda_api_errors::{
    Api, EventContext, Json, Path, Query,
    axum::body::Bytes,
    http::{HeaderMap, Method},
    lambda_endpoint,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::collections::BTreeMap;

/// What a handler sees of a request.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Seen {
    /// The operation.
    pub operation: String,
    /// The method.
    pub method: String,
    /// Path parameters, decoded.
    pub path: BTreeMap<String, String>,
    /// Query parameters, decoded.
    pub query: Vec<(String, String)>,
    /// Headers; names are in lower case.
    pub headers: BTreeMap<String, String>,
    /// The body in base64.
    pub body: String,
    /// What the gateway says.
    pub context: Value,
    /// What the authorizer says.
    pub authorizer: Value,
    /// The stage variables.
    pub stage_variables: Value,
}

type Parts = (
    Method,
    Path<BTreeMap<String, String>>,
    Query<Vec<(String, String)>>,
    HeaderMap,
    EventContext,
);

fn seen(
    operation: &str,
    (method, Path(path), Query(query), headers, context): Parts,
    body: &[u8],
) -> Json<Seen> {
    let headers = headers.iter().map(|(name, value)| {
        (
            name.to_string(),
            String::from_utf8_lossy(value.as_bytes()).into_owned(),
        )
    });
    Json(Seen {
        operation: operation.to_owned(),
        method: method.to_string(),
        path,
        query,
        headers: headers.collect(),
        body: BASE64.encode(body),
        context: context.request_context().clone(),
        authorizer: context.authorizer().clone(),
        stage_variables: context.stage_variables().clone(),
    })
}

macro_rules! echo {
    ($name:ident, $method:ident, $path:literal) => {
        /// Answers with what it sees.
        ///
        /// # Errors
        ///
        /// Never.
        #[lambda_endpoint($method, $path)]
        pub async fn $name(
            method: Method,
            path: Path<BTreeMap<String, String>>,
            query: Query<Vec<(String, String)>>,
            headers: HeaderMap,
            context: EventContext,
            body: Bytes,
        ) -> Result<Json<Seen>, std::convert::Infallible> {
            Ok(seen(
                stringify!($name),
                (method, path, query, headers, context),
                &body,
            ))
        }
    };
}

echo!(look, GET, "/look/{one}");
echo!(send, POST, "/send/{one}/in/{two}");
echo!(store, PUT, "/files/{*rest}");
echo!(forbidden, DELETE, "/forbidden");

/// The API.
pub fn api() -> Api<()> {
    Api::new("echo", "1")
        .endpoint::<look>()
        .endpoint::<send>()
        .endpoint::<store>()
        .endpoint::<forbidden>()
}
