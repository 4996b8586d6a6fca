//! The event of AWS's "Method Request passthrough" template, which hand-made gateways use.
//!
//! Source: the template that the console generates,
//! [Mapping template reference](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-mapping-template-reference.html).

use super::{
    Unreadable,
    mapped::MappedEvent,
    text::{JsonText, Lists, Texts},
};
use crate::EventKind;
use http::Method;
use serde::Deserialize;
use serde_json::{Value, json, value::RawValue};

#[derive(Debug)]
pub(super) struct PassthroughEvent<'a> {
    body: &'a RawValue,
    params: Params<'a>,
    stage_variables: Option<JsonText<'a>>,
    context: JsonText<'a>,
}

#[derive(Debug, Deserialize)]
struct Params<'a> {
    #[serde(borrow, default)]
    path: Texts<'a>,
    #[serde(borrow, default)]
    querystring: Lists<'a>,
    #[serde(borrow, default)]
    header: Lists<'a>,
}

impl<'a> PassthroughEvent<'a> {
    /// The event of these members; `None` if they are another's.
    pub(super) fn of(
        body: Option<&'a RawValue>,
        params: Option<&'a RawValue>,
        stage_variables: Option<&'a RawValue>,
        context: Option<&'a RawValue>,
    ) -> Option<Self> {
        let stage_variables = stage_variables.map(|json| serde_json::from_str(json.get()));
        Some(Self {
            body: body?,
            params: serde_json::from_str(params?.get()).ok()?,
            stage_variables: stage_variables.transpose().ok()?,
            context: serde_json::from_str(context?.get()).ok()?,
        })
    }

    /// What the event says.
    pub(super) fn read(self) -> Result<MappedEvent<'a>, Unreadable> {
        let facts: Value = serde_json::from_str(self.context.0).unwrap_or_default();
        let word = |name: &str| {
            let value = facts[name].as_str();
            value.ok_or_else(|| Unreadable::new(format!("the event lacks `context.{name}`")))
        };
        let (method, resource) = (word("http-method")?, word("resource-path")?);
        let method = Method::from_bytes(method.as_bytes())
            .map_err(|_| Unreadable::new("`context.http-method` is not an HTTP method"))?;
        let authorizer = match &facts["authorizer-principal-id"] {
            Value::String(principal) if !principal.is_empty() => {
                Some(json!({ "principalId": principal }).to_string())
            }
            _ => None,
        };
        Ok(MappedEvent {
            kind: EventKind::Passthrough,
            method,
            resource: resource.to_owned().into(),
            path: self.params.path,
            query: self.params.querystring,
            headers: self.params.header,
            body: self.body,
            context: self.context.0.into(),
            authorizer,
            stage_variables: self.stage_variables,
        })
    }
}
