//! Gateway responses: the answers that the gateway gives by itself.

use super::{
    DocumentProblem, Findings,
    cursor::Cursor,
    mapping::{self, Mapping, Source},
};
use std::collections::BTreeMap;

macro_rules! response_types {
    ($($name:ident $text:literal $status:literal,)*) => {
        /// The kinds of gateway responses.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
        #[non_exhaustive]
        pub enum ResponseType {
            $(#[doc = concat!("`", $text, "`, with the status ", stringify!($status), " unless the document says another.")] $name,)*
        }

        impl ResponseType {
            /// All kinds.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name that AWS gives it.
            #[must_use]
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => $text,)* }
            }

            /// The status when the document has none.
            #[must_use]
            pub fn status(self) -> u16 {
                match self { $(Self::$name => $status,)* }
            }
        }
    };
}

response_types! {
    AccessDenied "ACCESS_DENIED" 403,
    ApiConfigurationError "API_CONFIGURATION_ERROR" 500,
    AuthorizerConfigurationError "AUTHORIZER_CONFIGURATION_ERROR" 500,
    AuthorizerFailure "AUTHORIZER_FAILURE" 500,
    BadRequestBody "BAD_REQUEST_BODY" 400,
    BadRequestParameters "BAD_REQUEST_PARAMETERS" 400,
    Default4xx "DEFAULT_4XX" 400,
    Default5xx "DEFAULT_5XX" 500,
    ExpiredToken "EXPIRED_TOKEN" 403,
    IntegrationFailure "INTEGRATION_FAILURE" 504,
    IntegrationTimeout "INTEGRATION_TIMEOUT" 504,
    InvalidApiKey "INVALID_API_KEY" 403,
    InvalidSignature "INVALID_SIGNATURE" 403,
    MissingAuthenticationToken "MISSING_AUTHENTICATION_TOKEN" 403,
    QuotaExceeded "QUOTA_EXCEEDED" 429,
    RequestTooLarge "REQUEST_TOO_LARGE" 413,
    ResourceNotFound "RESOURCE_NOT_FOUND" 404,
    Throttled "THROTTLED" 429,
    Unauthorized "UNAUTHORIZED" 401,
    UnsupportedMediaType "UNSUPPORTED_MEDIA_TYPE" 415,
    WafFiltered "WAF_FILTERED" 403,
}

/// The document's entry for one type of gateway response.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct GatewayResponse {
    /// Its place in the document, as a JSON pointer.
    pub pointer: String,
    /// The status.
    pub status: Option<u16>,
    /// The headers.
    pub headers: Vec<Mapping>,
    /// The bodies by media type; no mapping templates, but texts with variables in them.
    pub templates: Vec<(String, String)>,
}

pub(super) fn read_all(
    root: &Cursor<'_>,
    findings: &mut Findings,
) -> BTreeMap<ResponseType, GatewayResponse> {
    let mut responses = BTreeMap::new();
    let Some(place) = root.get("x-amazon-apigateway-gateway-responses") else {
        return responses;
    };
    match place.members() {
        Err(problem) => findings.push(problem),
        Ok(members) => {
            for (name, place) in members {
                match read(name, &place, findings) {
                    Ok((kind, response)) => {
                        responses.insert(kind, response);
                    }
                    Err(problem) => findings.push(problem),
                }
            }
        }
    }
    responses
}

fn read(
    name: &str,
    place: &Cursor<'_>,
    findings: &mut Findings,
) -> Result<(ResponseType, GatewayResponse), DocumentProblem> {
    let kind = ResponseType::ALL
        .iter()
        .find(|kind| kind.name() == name)
        .ok_or_else(|| place.problem(format!("there is no gateway response `{name}`")))?;
    let headers = mapping::read_all(
        place,
        "responseParameters",
        &[mapping::GATEWAY_HEADER],
        findings,
    )?;
    if let Some(mapping) = headers.iter().find(|mapping| {
        mapping.source.is_of_response() || matches!(mapping.source, Source::MethodBody(_))
    }) {
        return Err(place.problem(format!(
            "a gateway response cannot read `{}`",
            mapping.expression
        )));
    }
    let templates = match place.get("responseTemplates") {
        None => Vec::new(),
        Some(templates) => templates
            .members()?
            .map(|(media_type, template)| Ok((media_type.to_owned(), template.text()?.to_owned())))
            .collect::<Result<_, DocumentProblem>>()?,
    };
    let status = place
        .get("statusCode")
        .map(|status| status.status())
        .transpose()?;
    Ok((
        *kind,
        GatewayResponse {
            pointer: place.pointer(),
            status,
            headers,
            templates,
        },
    ))
}
