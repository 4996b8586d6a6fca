//! The event of the Serverless Framework's default request templates, which `integration: lambda` uses.
//!
//! Source: `DEFAULT_JSON_REQUEST_TEMPLATE` and `DEFAULT_FORM_URL_ENCODED_REQUEST_TEMPLATE` in the package `osls` of npm, version 3.77.1,
//! `lib/plugins/aws/package/compile/events/api-gateway/lib/method/integration.js`.

use super::{
    Unreadable,
    mapped::MappedEvent,
    text::{JsonText, Lists, Text, Texts},
};
use crate::EventKind;
use http::Method;
use serde::Deserialize;
use serde_json::{Map, Value, json, value::RawValue};

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ServerlessEvent<'a> {
    #[serde(borrow)]
    body: &'a RawValue,
    #[serde(borrow)]
    method: Text<'a>,
    #[serde(borrow)]
    headers: Lists<'a>,
    #[serde(borrow)]
    query: Lists<'a>,
    #[serde(borrow)]
    path: Texts<'a>,
    #[serde(borrow)]
    identity: JsonText<'a>,
    /// Older versions of the template do not write it.
    #[serde(borrow)]
    request_path: Option<Text<'a>>,
    #[serde(borrow)]
    stage: Option<Text<'a>>,
    #[serde(borrow)]
    stage_variables: Option<JsonText<'a>>,
    #[serde(borrow)]
    principal_id: Option<Text<'a>>,
    #[serde(borrow)]
    cognito_pool_claims: Option<JsonText<'a>>,
    #[serde(borrow)]
    enhanced_auth_context: Option<JsonText<'a>>,
}

impl<'a> ServerlessEvent<'a> {
    /// The event of the payload; `None` if it is another's.
    pub(super) fn of(payload: &'a str) -> Option<Self> {
        serde_json::from_str(payload).ok()
    }

    /// What the event says.
    pub(super) fn read(self) -> Result<MappedEvent<'a>, Unreadable> {
        let authorizer = self.authorizer();
        let Text(resource) = self.request_path.ok_or_else(|| {
            Unreadable::new(
                "the event lacks `requestPath`, which the Serverless Framework's template writes",
            )
        })?;
        let method = Method::from_bytes(self.method.0.as_bytes())
            .map_err(|_| Unreadable::new("`method` is not an HTTP method"))?;
        let context = json!({
            "httpMethod": self.method.0,
            "resourcePath": resource,
            "stage": self.stage.map(|Text(stage)| stage),
            "identity": value(self.identity),
        });
        Ok(MappedEvent {
            kind: EventKind::Serverless,
            method,
            resource,
            path: self.path,
            query: self.query,
            headers: self.headers,
            body: self.body,
            context: context.to_string().into(),
            authorizer,
            stage_variables: self.stage_variables,
        })
    }

    /// The authorizer's values in the shape that a proxy event has them in. Without an authorizer, the template writes empty texts.
    fn authorizer(&self) -> Option<String> {
        let members = |json: Option<JsonText<'_>>| match json.map(value) {
            Some(Value::Object(members)) => members,
            _ => Map::new(),
        };
        let mut authorizer = members(self.enhanced_auth_context);
        if let Some(Text(principal)) = &self.principal_id
            && !principal.is_empty()
        {
            let known = authorizer.entry("principalId");
            known.or_insert_with(|| principal.as_ref().into());
        }
        let claims = members(self.cognito_pool_claims);
        if claims.values().any(|claim| claim != "") {
            authorizer.insert("claims".to_owned(), claims.into());
        }
        (!authorizer.is_empty()).then(|| Value::from(authorizer).to_string())
    }
}

/// `JsonText` can be read.
fn value(JsonText(json): JsonText<'_>) -> Value {
    serde_json::from_str(json).unwrap_or_default()
}
