//! `$context`: the facts about a request, with the keys that AWS was recorded to give. Each is made when something asks for it.

use super::{
    ClientRequest, Deployment, Failure, dates,
    json_object::{Object, write_string},
};
use crate::document::{Operation, ResponseType};
use apigw_velocity::Data;
use http::header;
use serde_json::{Value, json};
use std::{borrow::Cow, sync::Arc};

pub(super) const ACCOUNT: &str = "000000000000";
pub(super) const API: &str = "local";
pub(super) const DOMAIN: &str = "localhost";
/// The address of every client.
pub(super) const SOURCE_IP: &str = "127.0.0.1";

/// The members of `$context`.
const MEMBERS: [&str; 21] = [
    "accountId",
    "apiId",
    "authorizer",
    "deploymentId",
    "domainName",
    "domainPrefix",
    "error",
    "extendedRequestId",
    "httpMethod",
    "identity",
    "isCanaryRequest",
    "path",
    "protocol",
    "requestId",
    OVERRIDES[0],
    "requestTime",
    "requestTimeEpoch",
    "resourceId",
    "resourcePath",
    OVERRIDES[1],
    "stage",
];

/// The members in which templates put their changes.
const OVERRIDES: [&str; 2] = ["requestOverride", "responseOverride"];

/// The part of `$context` that the stages find out. All else in it follows from the request and the stage.
///
/// ```
/// use apigw_local::engine::{ClientRequest, RequestStamp};
/// use {bytes::Bytes, http::Request};
///
/// let request = Request::get("/greeting").body(Bytes::new()).unwrap();
/// let mut request = ClientRequest::new(request, RequestStamp::now());
/// request.context.authorizer = serde_json::json!({"principalId": "Ada"});
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct RequestContext {
    /// The answer of the authorizer; an empty object as long as there is none.
    pub authorizer: Value,
    pub(super) api_key: Option<String>,
    pub(super) operation: Option<Arc<Operation>>,
    pub(super) error: Option<(ResponseType, Failure)>,
}

impl Default for RequestContext {
    fn default() -> Self {
        Self {
            authorizer: json!({}),
            api_key: None,
            operation: None,
            error: None,
        }
    }
}

/// `$context` of a request, before templates change it.
#[derive(Clone, Copy)]
pub(super) struct Context<'a> {
    pub(super) request: &'a ClientRequest,
    pub(super) deployment: &'a Deployment,
}

/// The value of a member.
pub(super) enum Member<'a> {
    Text(Cow<'a, str>),
    Number(u64),
    Boolean(bool),
    Json(&'a Value),
    Map(Vec<(&'static str, Member<'a>)>),
}

impl<'a> Context<'a> {
    fn members(self) -> impl Iterator<Item = (&'static str, Member<'a>)> {
        let member = move |name| Some((name, self.member(name)?));
        MEMBERS.into_iter().filter_map(member)
    }

    fn member(self, name: &str) -> Option<Member<'a>> {
        let Self {
            request,
            deployment,
        } = self;
        let found = &request.context;
        let is_http_api = deployment.document.http_api.is_some();
        Some(match name {
            "accountId" => Member::text(ACCOUNT),
            "deploymentId" if is_http_api => return None,
            "apiId" | "deploymentId" => Member::text(API),
            "authorizer" => Member::Json(&found.authorizer),
            "domainName" | "domainPrefix" => Member::text(DOMAIN),
            "error" => self.error()?,
            "extendedRequestId" | "requestId" => Member::text(&request.stamp.id),
            "httpMethod" => Member::text(request.method.as_str()),
            "identity" => Member::Map(self.identity()),
            "isCanaryRequest" => Member::Boolean(deployment.canary_request?),
            "path" => Member::Text(deployment.staged(&request.path).into()),
            "protocol" => Member::text("HTTP/1.1"),
            "requestOverride" => Member::Map(
                ["header", "path", "querystring"]
                    .map(|name| (name, Member::Map(Vec::new())))
                    .into(),
            ),
            "requestTime" => Member::Text(dates::clf(request.stamp.since_epoch()).into()),
            "requestTimeEpoch" => {
                let milliseconds = request.stamp.since_epoch().as_millis();
                Member::Number(u64::try_from(milliseconds).unwrap_or_default())
            }
            "resourceId" | "routeKey" if is_http_api => {
                let operation = found.operation.as_ref()?;
                Member::Text(operation.route_key().into())
            }
            "resourceId" => Member::Text(found.resource_path().map_or("".into(), |path| {
                let id = path.chars().filter(|c| !matches!(c, '/' | '{' | '}' | '+'));
                id.collect::<String>().into()
            })),
            "resourcePath" => Member::text(found.resource_path().unwrap_or_default()),
            "responseOverride" => Member::Map(vec![("header", Member::Map(Vec::new()))]),
            "stage" => Member::text(&deployment.stage),
            _ => return None,
        })
    }

    fn identity(self) -> Vec<(&'static str, Member<'a>)> {
        let request = self.request;
        let user_agent = request.header(header::USER_AGENT.as_str()).next_back();
        let mut identity = Vec::with_capacity(14);
        identity.extend([
            ("accessKey", Member::text("")),
            ("accountId", Member::text("")),
        ]);
        if let Some(key) = &request.context.api_key {
            identity.push(("apiKey", Member::text(key)));
            identity.push(("apiKeyId", Member::text(API)));
        }
        identity.extend([
            ("caller", Member::text("")),
            ("cognitoAuthenticationProvider", Member::text("")),
            ("cognitoAuthenticationType", Member::text("")),
            ("cognitoIdentityId", Member::text("")),
            ("cognitoIdentityPoolId", Member::text("")),
            ("principalOrgId", Member::text("")),
            ("sourceIp", Member::text(SOURCE_IP)),
            ("user", Member::text("")),
            ("userAgent", Member::Text(user_agent.unwrap_or_default())),
            ("userArn", Member::text("")),
        ]);
        identity
    }

    fn error(self) -> Option<Member<'a>> {
        let (kind, failure) = self.request.context.error.as_ref()?;
        // Only authorizers that fail have no message.
        let quoted = match failure.message.as_str() {
            "" => "null".to_owned(),
            message => Value::from(message).to_string(),
        };
        Some(Member::Map(vec![
            ("message", Member::text(&failure.message)),
            ("messageString", Member::Text(quoted.into())),
            ("responseType", Member::text(kind.name())),
            ("validationErrorString", Member::text(&failure.reason)),
        ]))
    }

    /// The member that a dotted path names, as text.
    pub(super) fn text(self, path: &str) -> Option<String> {
        let mut names = path.split('.');
        let mut value = self.member(names.next()?)?;
        for name in names {
            value = value.into_member(name)?;
        }
        match value {
            Member::Text(text) => Some(text.into_owned()),
            Member::Json(Value::Null) => None,
            Member::Json(Value::String(text)) => Some(text.clone()),
            other => {
                let mut json = String::new();
                other.write(&mut json);
                Some(json)
            }
        }
    }

    /// All of it, for a template.
    pub(super) fn data(self) -> Data<'a> {
        let mut members = Vec::with_capacity(MEMBERS.len());
        let data = |(name, member): (_, Member<'a>)| (Cow::Borrowed(name), member.data());
        members.extend(self.members().map(data));
        Data::Map(members)
    }
}

/// The members that a proxy's function sees: without those of templates, and null where one does not apply to the client, as
/// recorded on AWS.
pub(super) struct EventContext<'a>(pub(super) Context<'a>);

impl EventContext<'_> {
    pub(super) fn write(&self, out: &mut String) {
        let mut shown = Object::begin(out);
        for name in MEMBERS {
            if OVERRIDES.contains(&name) {
                continue;
            }
            match self.0.member(name) {
                None => {}
                Some(Member::Json(Value::Object(authorizer))) if authorizer.is_empty() => {}
                Some(Member::Map(identity)) if name == "identity" => {
                    write_identity(shown.member(name), &identity);
                }
                Some(member) => member.write(shown.member(name)),
            }
        }
        shown.end();
    }
}

/// The identity, in which an empty text stands for what does not apply.
fn write_identity(out: &mut String, identity: &[(&'static str, Member<'_>)]) {
    let mut members = Object::begin(out);
    for (name, member) in identity {
        match member {
            Member::Text(text) if text.is_empty() => members.raw(name, "null"),
            member => member.write(members.member(name)),
        }
    }
    members.end();
}

impl RequestContext {
    fn resource_path(&self) -> Option<&str> {
        let operation = self.operation.as_ref()?;
        Some(&operation.path.text)
    }
}

impl<'a> Member<'a> {
    fn text(text: &'a str) -> Self {
        Self::Text(text.into())
    }

    fn into_member(self, name: &str) -> Option<Self> {
        match self {
            Self::Map(members) => {
                let mut members = members.into_iter();
                let found = members.find(|(member, _)| *member == name);
                found.map(|(_, member)| member)
            }
            Self::Json(value) => value.get(name).map(Self::Json),
            Self::Text(_) | Self::Number(_) | Self::Boolean(_) => None,
        }
    }

    /// Writes it as JSON.
    fn write(&self, out: &mut String) {
        match self {
            Self::Text(text) => write_string(out, text),
            Self::Number(number) => out.push_str(&number.to_string()),
            Self::Boolean(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Json(value) => out.push_str(&value.to_string()),
            Self::Map(members) => {
                let mut object = Object::begin(out);
                for (name, member) in members {
                    member.write(object.member(name));
                }
                object.end();
            }
        }
    }

    fn data(self) -> Data<'a> {
        match self {
            Self::Text(text) => Data::Text(text),
            Self::Number(number) => Data::json(number.to_string()),
            Self::Boolean(value) => Data::json(if value { "true" } else { "false" }),
            Self::Json(value) => from_json(value),
            Self::Map(members) => {
                let members = members.into_iter();
                members
                    .map(|(name, member)| (name, member.data()))
                    .collect()
            }
        }
    }
}

fn from_json(value: &Value) -> Data<'_> {
    match value {
        Value::Object(members) => members
            .iter()
            .map(|(name, member)| (name.as_str(), from_json(member)))
            .collect(),
        Value::String(text) => Data::from(text.as_str()),
        other => Data::json(other.to_string()),
    }
}
