//! `x-amazon-apigateway-integration`: the backend of an operation.

use super::{
    DocumentProblem, Findings, HttpApiIntegration,
    address::{self, Address},
    compiled::Compiled,
    cursor::Cursor,
    integration_response::{self, IntegrationResponse},
    mapping::{self, Mapping},
    template::Template,
};
use serde_json::Value;
use std::{cell::RefCell, fmt, time::Duration};

/// Where an operation has its integration.
pub(super) const INTEGRATION: &str = "x-amazon-apigateway-integration";

/// The longest that API Gateway waits, unless the document says less.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(29);

/// The backend of an operation, and the way in which the gateway calls it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Integration {
    /// Its place in the document, as a JSON pointer.
    pub pointer: String,
    /// The backend that is called.
    pub kind: Kind,
    /// The `type` in lower case, such as `aws`; empty if the document names none.
    pub type_name: String,
    /// The method of the call, in capitals.
    pub http_method: Option<String>,
    /// The address of what is called; with functions of `CloudFormation` resolved as far as they can be.
    pub uri: Option<String>,
    /// The request templates by media type.
    pub request_templates: Vec<(String, Template)>,
    /// The mappings of the request's parameters.
    pub request_parameters: Vec<Mapping>,
    /// How a body is handled whose media type has no template.
    pub passthrough: Passthrough,
    /// The integration responses: those with a pattern by their status, then the default.
    pub responses: Vec<IntegrationResponse>,
    /// How long the gateway waits.
    pub timeout: Duration,
    /// Whether the answer is passed on as it is made: `responseTransferMode` is `STREAM`.
    pub streams: bool,
    /// How the request's body is converted.
    pub content_handling: Option<ContentHandling>,
    /// The network path of the call.
    pub connection: Connection,
    /// What only an HTTP API has; `None` in a REST API.
    pub http_api: Option<HttpApiIntegration>,
}

/// A conversion of a body. Without one, a text stays as it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentHandling {
    /// `CONVERT_TO_BINARY`: from base64 to bytes.
    ToBinary,
    /// `CONVERT_TO_TEXT`: from bytes to base64.
    ToText,
}

/// The backend of an integration. The names of functions may contain `${stageVariables.x}`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Kind {
    /// A Lambda function, through templates and patterns: `aws`.
    Custom {
        /// Its name.
        function: String,
    },
    /// A Lambda function that gets the whole request and writes the whole response: `aws_proxy`.
    Proxy {
        /// Its name.
        function: String,
    },
    /// Nothing: `mock`.
    Mock,
    /// A server that gets what the templates make, and whose status selects the response: `http`.
    Http {
        /// Its address, with path parameters in braces.
        uri: String,
    },
    /// A server that gets the whole request and makes the whole response: `http_proxy`.
    HttpProxy {
        /// Its address, with path parameters in braces.
        uri: String,
    },
    /// Something else. Its operation is not run.
    Unknown,
}

/// How a body is handled whose media type has no request template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passthrough {
    /// `when_no_match`: it is passed through.
    WhenNoMatch,
    /// `when_no_templates`: it is passed through if the integration has no request template at all.
    WhenNoTemplates,
    /// `never`: it is refused.
    Never,
}

/// The network path of a call. Only the deployed gateway uses it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connection {
    /// `credentials`: the role that the gateway assumes. With `None` the function's own policy must allow the call.
    pub credentials: Option<String>,
    /// `connectionType`: `INTERNET`, which is the default, or `VPC_LINK`.
    pub connection_type: Option<String>,
    /// `connectionId`: the VPC link.
    pub connection_id: Option<String>,
    /// `tlsConfig`, `insecureSkipVerification`: whether the certificate of the integration is left unchecked.
    pub skips_certificate_check: bool,
}

impl Integration {
    /// The integration of an operation without one.
    pub(super) fn missing(operation: &Cursor<'_>) -> Self {
        Self {
            pointer: operation.pointer(),
            kind: Kind::Unknown,
            type_name: String::new(),
            http_method: None,
            uri: None,
            request_templates: Vec::new(),
            request_parameters: Vec::new(),
            passthrough: Passthrough::WhenNoMatch,
            responses: Vec::new(),
            timeout: DEFAULT_TIMEOUT,
            streams: false,
            content_handling: None,
            connection: Connection::default(),
            http_api: None,
        }
    }
}

impl fmt::Display for ContentHandling {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ToBinary => "CONVERT_TO_BINARY",
            Self::ToText => "CONVERT_TO_TEXT",
        })
    }
}

impl fmt::Display for Passthrough {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::WhenNoMatch => "when_no_match",
            Self::WhenNoTemplates => "when_no_templates",
            Self::Never => "never",
        })
    }
}

/// Reads an integration. Each part that is wrong is a problem, and the others stay.
pub(super) fn read(
    place: &Cursor<'_>,
    compiled: &RefCell<Compiled>,
    findings: &mut Findings,
) -> Integration {
    let type_name = findings.keep(read_type(place));
    let http_method = findings.keep(read_text(place, "httpMethod"));
    let uri = place.get("uri").map(|uri| address::text(&uri));
    let uri = findings.keep(uri.transpose());
    let kind = read_kind(place, &type_name, uri.as_deref(), findings);
    let streams = findings.keep(read_transfer_mode(place, &kind, uri.as_deref()));
    let responses = match (&kind, place.get("responses")) {
        (Kind::Proxy { .. } | Kind::HttpProxy { .. }, _) | (_, None) => Vec::new(),
        (_, Some(responses)) => {
            let responses = integration_response::read_all(&responses, compiled, findings);
            findings.keep(responses)
        }
    };
    let prefixes = &[
        mapping::REQUEST_HEADER,
        mapping::REQUEST_PATH,
        mapping::REQUEST_QUERY,
    ];
    let request_parameters = mapping::read_all(place, "requestParameters", prefixes, findings);
    let request_templates =
        integration_response::read_templates(place, "requestTemplates", compiled, findings);
    Integration {
        pointer: place.pointer(),
        kind,
        type_name,
        http_method: http_method.map(|method| method.to_ascii_uppercase()),
        uri,
        request_templates: findings.keep(request_templates),
        request_parameters: findings.keep(request_parameters),
        passthrough: read_passthrough(place).unwrap_or_else(|problem| {
            findings.push(problem);
            Passthrough::WhenNoMatch
        }),
        responses,
        timeout: read_timeout(place, DEFAULT_TIMEOUT).unwrap_or_else(|problem| {
            findings.push(problem);
            DEFAULT_TIMEOUT
        }),
        streams,
        content_handling: findings.keep(read_content_handling(place)),
        connection: findings.keep_as_warning(read_connection(place)),
        http_api: None,
    }
}

pub(super) fn read_type(place: &Cursor<'_>) -> Result<String, DocumentProblem> {
    Ok(place.required("type")?.text()?.to_ascii_lowercase())
}

pub(super) fn read_text(place: &Cursor<'_>, key: &str) -> Result<Option<String>, DocumentProblem> {
    place
        .get(key)
        .map(|text| text.text().map(str::to_owned))
        .transpose()
}

fn read_kind(
    place: &Cursor<'_>,
    type_name: &str,
    uri: Option<&str>,
    findings: &mut Findings,
) -> Kind {
    let read = match type_name {
        "mock" => Ok(Kind::Mock),
        "aws" => read_function(place, uri, findings).map(|function| Kind::Custom { function }),
        "aws_proxy" => read_function(place, uri, findings).map(|function| Kind::Proxy { function }),
        "http" => read_http(place, uri).map(|uri| Kind::Http { uri }),
        "http_proxy" => read_http(place, uri).map(|uri| Kind::HttpProxy { uri }),
        // That the type is missing is a problem by now.
        "" => return Kind::Unknown,
        other => {
            let kind = place.get("type");
            Err(kind.as_ref().unwrap_or(place).problem(format!(
                "`{other}` is not one of `aws`, `aws_proxy`, `http`, `http_proxy` and `mock`"
            )))
        }
    };
    read.unwrap_or_else(|problem| {
        findings.push(problem);
        Kind::Unknown
    })
}

/// The name of the function that the URI leads to.
fn read_function(
    place: &Cursor<'_>,
    uri: Option<&str>,
    findings: &mut Findings,
) -> Result<String, DocumentProblem> {
    let at = place.required("uri")?;
    let function = match address::meaning(uri.unwrap_or_default()) {
        Address::Function(name) | Address::Stream(name) => name,
        Address::Service(service) => {
            return Err(at.problem(format!(
                "an integration with the service `{service}` is not run here: only Lambda functions, mocks, and HTTP on this machine are"
            )));
        }
        Address::Http | Address::FunctionArn(_) | Address::Unknown => {
            return Err(at.problem(
                "the URI must be `arn:…:lambda:path/2015-03-31/functions/FUNCTION/invocations`",
            ));
        }
    };
    let method = place.required("httpMethod")?;
    if !method.text()?.eq_ignore_ascii_case("POST") {
        findings.warn(
            method
                .problem("Lambda functions are invoked with POST: as on AWS, the answer is a 500"),
        );
    }
    Ok(function)
}

/// Whether the answer is streamed. The mode and the address of a function say it both:
/// [response streaming](https://docs.aws.amazon.com/apigateway/latest/developerguide/response-transfer-mode-lambda.html).
fn read_transfer_mode(
    place: &Cursor<'_>,
    kind: &Kind,
    uri: Option<&str>,
) -> Result<bool, DocumentProblem> {
    let mode = place.get("responseTransferMode");
    let streams = match &mode {
        None => false,
        Some(mode) => match mode.text()?.to_ascii_uppercase().as_str() {
            "STREAM" => true,
            "BUFFERED" => false,
            _ => return Err(mode.problem("this must be `BUFFERED` or `STREAM`")),
        },
    };
    let at = mode.as_ref().unwrap_or(place);
    let uri = uri.unwrap_or_default();
    let streams_by_address = matches!(address::meaning(uri), Address::Stream(_));
    match kind {
        Kind::Proxy { .. } if uri.contains("/functions/") && streams != streams_by_address => {
            Err(at.problem(
                "`responseTransferMode` is `STREAM` exactly where the URI ends with `/response-streaming-invocations`",
            ))
        }
        Kind::Proxy { .. } | Kind::HttpProxy { .. } | Kind::Unknown => Ok(streams),
        _ if streams || streams_by_address => Err(at.problem(
            "only `aws_proxy` and `http_proxy` stream: the templates of other integrations read whole answers",
        )),
        _ => Ok(false),
    }
}

/// The address of an HTTP integration; one with stage variables is looked at when a request comes.
pub(super) fn read_http(place: &Cursor<'_>, uri: Option<&str>) -> Result<String, DocumentProblem> {
    let at = place.required("uri")?;
    let uri = uri.unwrap_or_default();
    let plain = uri.replace(['{', '}'], "");
    if !uri.contains("${stageVariables.")
        && let Some(reason) = address::foreign_host(&plain)
    {
        return Err(at.problem(reason));
    }
    Ok(uri.to_owned())
}

fn read_passthrough(place: &Cursor<'_>) -> Result<Passthrough, DocumentProblem> {
    let Some(passthrough) = place.get("passthroughBehavior") else {
        return Ok(Passthrough::WhenNoMatch);
    };
    match passthrough.text()?.to_ascii_lowercase().as_str() {
        "when_no_match" => Ok(Passthrough::WhenNoMatch),
        "when_no_templates" => Ok(Passthrough::WhenNoTemplates),
        "never" => Ok(Passthrough::Never),
        _ => {
            Err(passthrough.problem("this must be `when_no_match`, `when_no_templates` or `never`"))
        }
    }
}

pub(super) fn read_content_handling(
    place: &Cursor<'_>,
) -> Result<Option<ContentHandling>, DocumentProblem> {
    let Some(handling) = place.get("contentHandling") else {
        return Ok(None);
    };
    match handling.text()?.to_ascii_uppercase().as_str() {
        "CONVERT_TO_BINARY" => Ok(Some(ContentHandling::ToBinary)),
        "CONVERT_TO_TEXT" => Ok(Some(ContentHandling::ToText)),
        _ => Err(handling.problem("this must be `CONVERT_TO_BINARY` or `CONVERT_TO_TEXT`")),
    }
}

pub(super) fn read_timeout(
    place: &Cursor<'_>,
    longest: Duration,
) -> Result<Duration, DocumentProblem> {
    let Some(timeout) = place.get("timeoutInMillis") else {
        return Ok(longest);
    };
    // `CloudFormation` and the importer read a number in a text too.
    let milliseconds = match timeout.value {
        Value::String(text) => text.parse().ok(),
        value => value.as_u64(),
    };
    match milliseconds {
        Some(milliseconds) if milliseconds >= 50 => Ok(Duration::from_millis(milliseconds)),
        _ => Err(timeout.problem("this must be a number of milliseconds, 50 at least")),
    }
}

pub(super) fn read_connection(place: &Cursor<'_>) -> Result<Connection, DocumentProblem> {
    let connection_type = read_text(place, "connectionType")?;
    Ok(Connection {
        credentials: read_text(place, "credentials")?,
        connection_type: connection_type.map(|kind| kind.to_ascii_uppercase()),
        connection_id: read_text(place, "connectionId")?,
        skips_certificate_check: match place.get("tlsConfig") {
            None => false,
            Some(config) => config.flag("insecureSkipVerification")?,
        },
    })
}

/// The texts of a list of texts, or of one text with commas; other values are left out.
pub(super) fn listed(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => text
            .split(',')
            .map(|item| item.trim().to_owned())
            .filter(|item| !item.is_empty())
            .collect(),
        Value::Array(items) => items
            .iter()
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
        _ => Vec::new(),
    }
}
