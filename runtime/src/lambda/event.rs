//! Payload → event: one pass over the payload, and the kind of what it read.
//!
//! The kind stands in the names of the members and in the request context, and no caller writes these.

use super::{
    Unreadable,
    passthrough::PassthroughEvent,
    proxy::{AlbEvent, EventBody, HttpEvent, LatticeEvent, RestEvent},
    request_context::RequestContext,
    serverless::ServerlessEvent,
    text::{JsonText, Lists, Text, Texts, is_present, some},
};
use crate::EventKind;
use serde::Deserialize;
use serde_json::value::RawValue;
use std::borrow::Cow;

/// The member by which a custom event is known. A mapping template writes it first.
const MARKER: &str = "lambdaApiErrors";

/// An event, by its shape.
#[derive(Debug)]
pub(super) enum Event<'a> {
    /// A custom event, which is not read yet.
    Custom(&'a str),
    Rest(RestEvent<'a>),
    Http(HttpEvent<'a>),
    Alb(AlbEvent<'a>),
    Lattice(LatticeEvent<'a>),
    Passthrough(PassthroughEvent<'a>),
    Serverless(ServerlessEvent<'a>),
}

/// The members of all kinds but the custom event and the Serverless Framework's, whose `path` is an object.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Members<'a> {
    #[serde(rename = "lambdaApiErrors", default, deserialize_with = "is_present")]
    is_custom: bool,
    #[serde(borrow)]
    request_context: Option<RequestContext<'a>>,
    #[serde(borrow)]
    http_method: Option<Text<'a>>,
    #[serde(borrow)]
    method: Option<Text<'a>>,
    #[serde(borrow)]
    path: Option<Text<'a>>,
    #[serde(borrow)]
    raw_path: Option<Text<'a>>,
    #[serde(borrow, rename = "raw_path")]
    lattice_v1_path: Option<Text<'a>>,
    #[serde(borrow)]
    raw_query_string: Option<Text<'a>>,
    #[serde(borrow, alias = "query_string_parameters")]
    query_string_parameters: Option<Lists<'a>>,
    #[serde(borrow)]
    multi_value_query_string_parameters: Option<Lists<'a>>,
    #[serde(borrow)]
    headers: Option<Lists<'a>>,
    #[serde(borrow)]
    multi_value_headers: Option<Lists<'a>>,
    #[serde(borrow)]
    cookies: Option<Vec<Text<'a>>>,
    #[serde(borrow)]
    path_parameters: Option<Texts<'a>>,
    #[serde(borrow)]
    stage_variables: Option<JsonText<'a>>,
    #[serde(borrow)]
    body: Option<Text<'a>>,
    #[serde(alias = "is_base64_encoded")]
    is_base64_encoded: Option<bool>,
    #[serde(borrow, rename = "body-json", default, deserialize_with = "some")]
    body_json: Option<&'a RawValue>,
    #[serde(borrow)]
    params: Option<&'a RawValue>,
    #[serde(borrow, rename = "stage-variables")]
    passthrough_stage_variables: Option<&'a RawValue>,
    #[serde(borrow)]
    context: Option<&'a RawValue>,
}

impl<'a> Event<'a> {
    /// The event of the payload; `None` if it is JSON of another shape.
    ///
    /// # Errors
    ///
    /// When the payload is not JSON.
    pub(super) fn read(payload: &'a str) -> Result<Option<Self>, Unreadable> {
        if begins_with_marker(payload) {
            return Ok(Some(Self::Custom(payload)));
        }
        // serde would read a list as the members of a struct, in their order.
        if !payload.trim_ascii_start().starts_with('{') {
            check_json(payload.as_bytes())?;
            return Ok(None);
        }
        match serde_json::from_str::<Members<'_>>(payload) {
            Ok(members) if members.is_custom => Ok(Some(Self::Custom(payload))),
            Ok(mut members) => Ok(members.event()),
            Err(_) => {
                check_json(payload.as_bytes())?;
                if has_marker(payload) {
                    return Ok(Some(Self::Custom(payload)));
                }
                Ok(ServerlessEvent::of(payload).map(Self::Serverless))
            }
        }
    }

    pub(super) fn kind(&self) -> EventKind {
        match self {
            Self::Custom(_) => EventKind::Custom,
            Self::Rest(_) => EventKind::RestProxy,
            Self::Http(event) => event.kind(),
            Self::Alb(_) => EventKind::Alb,
            Self::Lattice(_) => EventKind::VpcLattice,
            Self::Passthrough(_) => EventKind::Passthrough,
            Self::Serverless(_) => EventKind::Serverless,
        }
    }
}

/// What is wrong with an object of no kind, if a member that gateways write has a value that none of them writes.
pub(super) fn mismatch(payload: &str) -> Option<String> {
    let error = serde_json::from_str::<Members<'_>>(payload).err()?;
    Some(error.to_string())
}

impl<'a> Members<'a> {
    fn event(&mut self) -> Option<Event<'a>> {
        let Some(context) = self.request_context.take() else {
            // Version 1 of VPC Lattice's event.
            return match (self.method.take(), self.lattice_v1_path.take()) {
                (Some(method), Some(path)) => Some(self.lattice(None, method, path)),
                _ => self.passthrough(),
            };
        };
        if context.is_of_rest_api()
            && let Some(method) = self.http_method.take()
        {
            return Some(self.rest(context, method));
        }
        if context.method().is_some() {
            return Some(self.http(context));
        }
        if context.is_of_load_balancer()
            && let Some(method) = self.http_method.take()
        {
            return Some(self.alb(context, method));
        }
        if context.is_of_lattice()
            && let (Some(method), Some(path)) = (self.method.take(), self.path.take())
        {
            return Some(self.lattice(Some(context), method, path));
        }
        self.passthrough()
    }

    fn rest(&mut self, request_context: RequestContext<'a>, Text(method): Text<'a>) -> Event<'a> {
        Event::Rest(RestEvent {
            request_context,
            method,
            path: text(self.path.take()),
            query: self.query(),
            headers: self.headers.take().unwrap_or_default(),
            multi_value_headers: self.multi_value_headers.take().unwrap_or_default(),
            path_parameters: self.path_parameters.take().unwrap_or_default(),
            stage_variables: self.stage_variables,
            body: self.body(),
        })
    }

    fn http(&mut self, request_context: RequestContext<'a>) -> Event<'a> {
        Event::Http(HttpEvent {
            request_context,
            raw_path: text(self.raw_path.take()),
            raw_query: text(self.raw_query_string.take()),
            headers: self.headers.take().unwrap_or_default(),
            cookies: self.cookies.take().unwrap_or_default(),
            path_parameters: self.path_parameters.take().unwrap_or_default(),
            stage_variables: self.stage_variables,
            body: self.body(),
        })
    }

    fn alb(&mut self, request_context: RequestContext<'a>, Text(method): Text<'a>) -> Event<'a> {
        Event::Alb(AlbEvent {
            request_context,
            method,
            path: text(self.path.take()),
            query: self.query(),
            headers: self.headers.take().unwrap_or_default(),
            multi_value_headers: self.multi_value_headers.take().unwrap_or_default(),
            body: self.body(),
        })
    }

    fn lattice(
        &mut self,
        request_context: Option<RequestContext<'a>>,
        Text(method): Text<'a>,
        Text(path): Text<'a>,
    ) -> Event<'a> {
        Event::Lattice(LatticeEvent {
            request_context,
            method,
            path,
            query: self.query(),
            headers: self.headers.take().unwrap_or_default(),
            body: self.body(),
        })
    }

    fn passthrough(&self) -> Option<Event<'a>> {
        let stage_variables = self.passthrough_stage_variables;
        PassthroughEvent::of(self.body_json, self.params, stage_variables, self.context)
            .map(Event::Passthrough)
    }

    /// The parameters of the query. Where there are lists of values, those count.
    fn query(&mut self) -> Lists<'a> {
        let lists = self.multi_value_query_string_parameters.take();
        lists
            .filter(|lists| !lists.is_empty())
            .or(self.query_string_parameters.take())
            .unwrap_or_default()
    }

    fn body(&mut self) -> EventBody<'a> {
        EventBody {
            text: text(self.body.take()),
            is_base64: self.is_base64_encoded == Some(true),
        }
    }
}

/// The text, or none of it.
fn text(text: Option<Text<'_>>) -> Cow<'_, str> {
    text.unwrap_or_default().0
}

/// Whether the marker is the first member, in its usual spelling.
fn begins_with_marker(payload: &str) -> bool {
    let inside = payload.trim_ascii_start().strip_prefix('{');
    let name = inside.and_then(|inside| inside.trim_ascii_start().strip_prefix('"'));
    name.and_then(|name| name.strip_prefix(MARKER))
        .is_some_and(|rest| rest.starts_with('"'))
}

fn has_marker(payload: &str) -> bool {
    #[derive(Deserialize)]
    struct Marked {
        #[serde(rename = "lambdaApiErrors", deserialize_with = "is_present")]
        is_custom: bool,
    }
    serde_json::from_str::<Marked>(payload).is_ok_and(|marked| marked.is_custom)
}

/// # Errors
///
/// When the payload is not JSON.
pub(super) fn check_json(payload: &[u8]) -> Result<&RawValue, Unreadable> {
    serde_json::from_slice(payload)
        .map_err(|error| Unreadable::new(format!("the payload is not JSON: {error}")))
}
