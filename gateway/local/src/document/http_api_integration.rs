//! `x-amazon-apigateway-integration` in an HTTP API: a function or a server, behind a proxy.
//!
//! [x-amazon-apigateway-integration](https://docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-swagger-extensions-integration.html).

use super::{
    DocumentProblem, Findings, ParameterMapping, PayloadFormat,
    address::{self, Address},
    cursor::Cursor,
    integration::{self, Integration, Kind},
    parameter_mapping,
};
use serde_json::Value;
use std::{collections::BTreeMap, time::Duration};

/// The longest that an HTTP API waits: [quotas](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-quotas.html).
const LONGEST_TIMEOUT: Duration = Duration::from_secs(30);

/// What only an integration of an HTTP API has.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct HttpApiIntegration {
    /// The form of a function's event and answer.
    pub payload_format: PayloadFormat,
    /// The changes of requests on their way to the integration.
    pub request_parameters: Vec<ParameterMapping>,
    /// The changes of the integration's responses, by their status.
    pub response_parameters: BTreeMap<u16, Vec<ParameterMapping>>,
}

/// Members of a REST API's integration, which an HTTP API does not read.
const WITHOUT_EFFECT: &[&str] = &[
    "cacheKeyParameters",
    "contentHandling",
    "passthroughBehavior",
    "requestTemplates",
    "responses",
];

/// Reads an integration. Each part that is wrong is a problem, and the others stay.
pub(super) fn read(place: &Cursor<'_>, findings: &mut Findings) -> Integration {
    let type_name = findings.keep(integration::read_type(place));
    let http_method = findings.keep(integration::read_text(place, "httpMethod"));
    let uri = place.get("uri").map(|uri| address::text(&uri));
    let uri = findings.keep(uri.transpose());
    let (kind, payload_format) = match read_kind(place, &type_name, uri.as_deref(), findings) {
        Ok(kind) => kind,
        Err(problem) => {
            findings.push(problem);
            (Kind::Unknown, PayloadFormat::V1)
        }
    };
    for name in WITHOUT_EFFECT {
        if let Some(member) = place.get(name) {
            findings
                .warn(member.problem("this has no effect in an HTTP API: only REST APIs have it"));
        }
    }
    // The parameters of another service's action are not parameters of the request.
    let request_parameters = match place.get("integrationSubtype") {
        None => parameter_mapping::of_requests(place, findings),
        Some(_) => Vec::new(),
    };
    let response_parameters = parameter_mapping::of_responses(place, findings);
    let timeout = integration::read_timeout(place, LONGEST_TIMEOUT);
    let connection = findings.keep_as_warning(integration::read_connection(place));
    Integration {
        kind,
        type_name,
        http_method: http_method.map(|method| method.to_ascii_uppercase()),
        uri,
        timeout: timeout.unwrap_or_else(|problem| {
            findings.push(problem);
            LONGEST_TIMEOUT
        }),
        connection,
        streams: false,
        http_api: Some(HttpApiIntegration {
            payload_format,
            request_parameters,
            response_parameters,
        }),
        ..Integration::missing(place)
    }
}

fn read_kind(
    place: &Cursor<'_>,
    type_name: &str,
    uri: Option<&str>,
    findings: &mut Findings,
) -> Result<(Kind, PayloadFormat), DocumentProblem> {
    match type_name {
        "aws_proxy" => {
            if let Some(subtype) = place.get("integrationSubtype") {
                return Err(subtype.problem(
                    "an integration with another service of AWS is not run here: only Lambda functions, and HTTP on this machine, are",
                ));
            }
            let function = read_function(place, uri)?;
            Ok((Kind::Proxy { function }, read_format(place, findings)?))
        }
        "http_proxy" => {
            let uri = integration::read_http(place, uri)?;
            Ok((Kind::HttpProxy { uri }, PayloadFormat::V1))
        }
        // That the type is missing is a problem by now.
        "" => Ok((Kind::Unknown, PayloadFormat::V1)),
        other => {
            let kind = place.get("type");
            Err(kind.as_ref().unwrap_or(place).problem(format!(
                "an HTTP API has integrations of the types `aws_proxy` and `http_proxy` only, and this is `{other}`"
            )))
        }
    }
}

/// The name of the function that the URI leads to, in the form of REST APIs or as its ARN.
fn read_function(place: &Cursor<'_>, uri: Option<&str>) -> Result<String, DocumentProblem> {
    let at = place.required("uri")?;
    match address::meaning(uri.unwrap_or_default()) {
        Address::Function(name) | Address::FunctionArn(name) => Ok(name),
        _ => Err(at.problem(
            "the URI must be the ARN of a function, or `arn:…:lambda:path/2015-03-31/functions/FUNCTION/invocations`",
        )),
    }
}

/// The payload format of an integration.
fn read_format(
    place: &Cursor<'_>,
    findings: &mut Findings,
) -> Result<PayloadFormat, DocumentProblem> {
    format_at(place, "payloadFormatVersion", findings)
}

/// The payload format that a member says.
pub(super) fn format_at(
    place: &Cursor<'_>,
    member: &str,
    findings: &mut Findings,
) -> Result<PayloadFormat, DocumentProblem> {
    let Some(version) = place.get(member) else {
        findings.warn(place.problem(format!(
            "`{member}` is missing, which an HTTP API requires: the function gets the format 1.0"
        )));
        return Ok(PayloadFormat::V1);
    };
    let text = match version.value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    match text.as_str() {
        "1.0" | "1" => Ok(PayloadFormat::V1),
        "2.0" | "2" => Ok(PayloadFormat::V2),
        _ => Err(version.problem("this must be `1.0` or `2.0`")),
    }
}
