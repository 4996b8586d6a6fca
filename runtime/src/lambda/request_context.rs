//! The request context of a proxy event. No caller writes it, so the kind of an event is decided by what stands in it.

use super::text::{JsonText, Readable, Text};
use serde::{
    Deserialize, Deserializer,
    de::{MapAccess, SeqAccess, Visitor},
};
use serde_json::value::RawValue;
use std::{borrow::Cow, fmt};

/// The members of a request context that this module's users ask for.
#[derive(Debug, Default)]
pub(super) struct RequestContext<'a> {
    has_http_method: bool,
    has_load_balancer: bool,
    has_service_network: bool,
    /// The member `method` of the member `http`.
    method: Option<Cow<'a, str>>,
    domain_name: Option<Cow<'a, str>>,
    stage: Option<Cow<'a, str>>,
    request_id: Option<Cow<'a, str>>,
}

/// A member of any JSON type, as far as it matters here.
#[derive(Debug, Default)]
struct Member<'a> {
    text: Option<Cow<'a, str>>,
    is_object: bool,
    /// The text in its own member `method`.
    method: Option<Cow<'a, str>>,
    /// The text in its own member that [has the id of the request](is_request_id).
    request_id: Option<Cow<'a, str>>,
}

/// Any JSON that a template wrote for a request context.
#[derive(Debug)]
pub(super) struct AnyContext<'a> {
    /// The gateway's id of the request.
    pub(super) request_id: Option<Cow<'a, str>>,
}

/// Whether Powertools finds the correlation id in the member `name` of a request context, in the spelling of the gateway's kind:
/// [correlation paths](https://docs.aws.amazon.com/powertools/python/latest/core/logger/#built-in-correlation-id-expressions).
fn is_request_id(name: &str) -> bool {
    matches!(name, "requestId" | "request-id")
}

impl<'de: 'a, 'a> Deserialize<'de> for AnyContext<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let read = Member::deserialize(deserializer)?;
        Ok(Self {
            request_id: read.request_id,
        })
    }
}

impl RequestContext<'_> {
    /// Whether a REST API wrote it.
    pub(super) fn is_of_rest_api(&self) -> bool {
        self.has_http_method
    }

    /// Whether a load balancer wrote it.
    pub(super) fn is_of_load_balancer(&self) -> bool {
        self.has_load_balancer
    }

    /// Whether VPC Lattice wrote it.
    pub(super) fn is_of_lattice(&self) -> bool {
        self.has_service_network
    }

    /// The method, where an HTTP API or a function URL wrote it.
    pub(super) fn method(&self) -> Option<&str> {
        self.method.as_deref()
    }

    pub(super) fn domain_name(&self) -> Option<&str> {
        self.domain_name.as_deref()
    }

    /// The gateway's id of the request.
    pub(super) fn request_id(&self) -> Option<&str> {
        self.request_id.as_deref()
    }

    pub(super) fn stage(&self) -> Option<&str> {
        self.stage.as_deref()
    }
}

/// The request context of the event `payload`, which was read before: `requestContext` of a proxy event, `context` of a custom one.
/// `None` if it has none.
pub(super) fn json(payload: &str) -> Option<JsonText<'_>> {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Event<'a> {
        #[serde(borrow)]
        request_context: Option<&'a RawValue>,
        #[serde(borrow)]
        context: Option<&'a RawValue>,
    }
    let event: Event<'_> = serde_json::from_str(payload).ok()?;
    let json = event.request_context.or(event.context)?;
    Some(JsonText(json.get()))
}

impl<'de: 'a, 'a> Deserialize<'de> for RequestContext<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(ContextVisitor(Self::default()))
    }
}

struct ContextVisitor<'a>(RequestContext<'a>);

impl<'de: 'a, 'a> Visitor<'de> for ContextVisitor<'a> {
    type Value = RequestContext<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a request context")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let Self(mut context) = self;
        while let Some(Text(name)) = map.next_key()? {
            let mut member = || map.next_value::<Member<'_>>();
            match &*name {
                "httpMethod" => context.has_http_method = member()?.text.is_some(),
                "elb" => context.has_load_balancer = member()?.is_object,
                "serviceNetworkArn" => context.has_service_network = member()?.text.is_some(),
                "http" => context.method = member()?.method,
                "domainName" => context.domain_name = member()?.text,
                "stage" => context.stage = member()?.text,
                name if is_request_id(name) => context.request_id = member()?.text,
                _ => {
                    map.next_value::<Readable>()?;
                }
            }
        }
        Ok(context)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Member<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(MemberVisitor(Self::default()))
    }
}

struct MemberVisitor<'a>(Member<'a>);

impl<'de: 'a, 'a> Visitor<'de> for MemberVisitor<'a> {
    type Value = Member<'a>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
        Ok(Member {
            text: Some(Cow::Borrowed(text)),
            ..self.0
        })
    }

    fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
        Ok(Member {
            text: Some(Cow::Owned(text.to_owned())),
            ..self.0
        })
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut member = Member {
            is_object: true,
            ..self.0
        };
        while let Some(Text(name)) = map.next_key()? {
            if name == "method" {
                member.method = map.next_value::<Self::Value>()?.text;
            } else if is_request_id(&name) {
                member.request_id = map.next_value::<Self::Value>()?.text;
            } else {
                map.next_value::<Readable>()?;
            }
        }
        Ok(member)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, list: A) -> Result<Self::Value, A::Error> {
        Readable.visit_seq(list)?;
        Ok(self.0)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self::Value, E> {
        Ok(self.0)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self::Value, E> {
        Ok(self.0)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self::Value, E> {
        Ok(self.0)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self::Value, E> {
        Ok(self.0)
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(self.0)
    }
}
