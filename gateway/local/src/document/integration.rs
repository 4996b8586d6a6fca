//! `x-amazon-apigateway-integration`: what stands behind an operation.

use super::{
    DocumentProblem,
    cursor::Cursor,
    integration_response::{self, IntegrationResponse},
    mapping::{self, Mapping},
    template::Template,
};
use serde_json::Value;
use std::{fmt, time::Duration};

/// The longest that API Gateway waits, unless the document says less.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(29);

/// What stands behind an operation, and how the gateway asks it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Integration {
    /// Where it stands: a JSON pointer.
    pub pointer: String,
    /// What is called.
    pub kind: Kind,
    /// The `type` in lower case, such as `aws`; empty if the document names none.
    pub type_name: String,
    /// The method of the call, in capitals.
    pub http_method: Option<String>,
    /// The address of what is called; of a `Fn::Sub` of `CloudFormation` the text that it holds.
    pub uri: Option<String>,
    /// The request templates by media type.
    pub request_templates: Vec<(String, Template)>,
    /// The mappings of the request's parameters.
    pub request_parameters: Vec<Mapping>,
    /// What becomes of a body whose media type has no template.
    pub passthrough: Passthrough,
    /// The integration responses: those with a pattern by their status, then the default.
    pub responses: Vec<IntegrationResponse>,
    /// How long the gateway waits.
    pub timeout: Duration,
    /// What becomes of the request's body.
    pub content_handling: Option<ContentHandling>,
    /// How the call reaches what is called.
    pub connection: Connection,
}

/// What becomes of a body on its way; without it, text stays text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ContentHandling {
    /// `CONVERT_TO_BINARY`: from base64 to bytes.
    ToBinary,
    /// `CONVERT_TO_TEXT`: from bytes to base64.
    ToText,
}

/// What an integration calls. The names of functions may hold `${stageVariables.x}`.
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
    /// What is not run: each request is answered with an error.
    NotRun {
        /// Why.
        reason: String,
    },
}

/// What becomes of a body whose media type has no request template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Passthrough {
    /// `when_no_match`: it is passed through.
    WhenNoMatch,
    /// `when_no_templates`: it is passed through if the integration has no request template at all.
    WhenNoTemplates,
    /// `never`: it is refused.
    Never,
}

/// How a call reaches what is called. Only the deployed gateway uses it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Connection {
    /// `credentials`: the role that the gateway takes on; `None` leaves the permission to the function's own policy.
    pub credentials: Option<String>,
    /// `connectionType`: `INTERNET`, which is the default, or `VPC_LINK`.
    pub connection_type: Option<String>,
    /// `connectionId`: the VPC link.
    pub connection_id: Option<String>,
    /// `tlsConfig`, `insecureSkipVerification`: whether the certificate of the integration is left unchecked.
    pub skips_certificate_check: bool,
}

impl Integration {
    /// The integration of an operation that has none.
    pub(super) fn missing(operation: &Cursor<'_>, reason: &str) -> Self {
        Self {
            pointer: operation.pointer().to_owned(),
            kind: Kind::NotRun {
                reason: reason.to_owned(),
            },
            type_name: String::new(),
            http_method: None,
            uri: None,
            request_templates: Vec::new(),
            request_parameters: Vec::new(),
            passthrough: Passthrough::WhenNoMatch,
            responses: Vec::new(),
            timeout: DEFAULT_TIMEOUT,
            content_handling: None,
            connection: Connection::default(),
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

/// What `result` holds; its problem is kept, and the default stands in its place.
fn kept<T: Default>(result: Result<T, DocumentProblem>, problems: &mut Vec<DocumentProblem>) -> T {
    result.unwrap_or_else(|problem| {
        problems.push(problem);
        T::default()
    })
}

/// Reads an integration. Each part that is wrong is a problem, and the others stay.
pub(super) fn read(place: &Cursor<'_>, problems: &mut Vec<DocumentProblem>) -> Integration {
    let type_name = kept(read_type(place), problems);
    let http_method = kept(read_text(place, "httpMethod"), problems);
    let uri = kept(read_uri(place), problems);
    let kind = read_kind(place, &type_name).unwrap_or_else(|problem| {
        let reason = problem.reason.clone();
        problems.push(problem);
        Kind::NotRun { reason }
    });
    let responses = match (&kind, place.get("responses")) {
        (Kind::Proxy { .. }, _) | (_, None) => Vec::new(),
        (_, Some(responses)) => kept(
            integration_response::read_all(&responses, problems),
            problems,
        ),
    };
    let prefixes = &[
        mapping::REQUEST_HEADER,
        mapping::REQUEST_PATH,
        mapping::REQUEST_QUERY,
    ];
    let request_parameters = mapping::read_all(place, "requestParameters", prefixes, problems);
    Integration {
        pointer: place.pointer().to_owned(),
        kind,
        type_name,
        http_method: http_method.map(|method| method.to_ascii_uppercase()),
        uri,
        request_templates: kept(
            integration_response::read_templates(place, "requestTemplates", problems),
            problems,
        ),
        request_parameters: kept(request_parameters, problems),
        passthrough: read_passthrough(place).unwrap_or_else(|problem| {
            problems.push(problem);
            Passthrough::WhenNoMatch
        }),
        responses,
        timeout: read_timeout(place).unwrap_or_else(|problem| {
            problems.push(problem);
            DEFAULT_TIMEOUT
        }),
        content_handling: kept(read_content_handling(place), problems),
        connection: kept(read_connection(place), problems),
    }
}

fn read_type(place: &Cursor<'_>) -> Result<String, DocumentProblem> {
    Ok(place.required("type")?.text()?.to_ascii_lowercase())
}

fn read_text(place: &Cursor<'_>, key: &str) -> Result<Option<String>, DocumentProblem> {
    place
        .get(key)
        .map(|text| text.text().map(str::to_owned))
        .transpose()
}

/// `Fn::Sub` of `CloudFormation` is read as the text that it holds.
fn read_uri(place: &Cursor<'_>) -> Result<Option<String>, DocumentProblem> {
    let Some(uri) = place.get("uri") else {
        return Ok(None);
    };
    let uri = uri.get("Fn::Sub").unwrap_or(uri);
    Ok(Some(uri.text()?.to_owned()))
}

fn read_kind(place: &Cursor<'_>, type_name: &str) -> Result<Kind, DocumentProblem> {
    match type_name {
        "mock" => Ok(Kind::Mock),
        "aws" => read_function(place).map(|function| Kind::Custom { function }),
        "aws_proxy" => read_function(place).map(|function| Kind::Proxy { function }),
        "http" | "http_proxy" => {
            let kind = place.get("type");
            Err(kind
                .as_ref()
                .unwrap_or(place)
                .problem("HTTP integrations are not run here: only functions and mocks are"))
        }
        other => {
            let kind = place.get("type");
            let kind = kind.as_ref().unwrap_or(place);
            Err(kind.problem(format!(
                "`{other}` is none of `aws`, `aws_proxy` and `mock`"
            )))
        }
    }
}

/// The function's name in the URI.
fn read_function(place: &Cursor<'_>) -> Result<String, DocumentProblem> {
    let method = place.required("httpMethod")?;
    if !method.text()?.eq_ignore_ascii_case("POST") {
        return Err(method.problem("Lambda functions are invoked with POST"));
    }
    let uri = place.required("uri")?;
    let uri = uri.get("Fn::Sub").unwrap_or(uri);
    let function = function_path(uri.text()?).ok_or_else(|| {
        uri.problem("the URI must be `arn:…:lambda:path/2015-03-31/functions/FUNCTION/invocations`")
    })?;
    Ok(function_name(function))
}

/// `FUNCTION` in the URI of an invocation.
pub(super) fn function_path(uri: &str) -> Option<&str> {
    let (_, path) = uri.split_once(":lambda:path/")?;
    let (_, rest) = path.split_once("/functions/")?;
    rest.strip_suffix("/invocations")
        .or_else(|| rest.strip_suffix("/response-streaming-invocations"))
}

/// The name in an ARN of a function, or in a reference to a resource of `CloudFormation`.
pub(super) fn function_name(function: &str) -> String {
    if function.contains("${stageVariables.") {
        return function
            .rsplit_once(":function:")
            .map_or(function, |(_, name)| name)
            .to_owned();
    }
    let name = match function.split_once(":function:") {
        Some((_, name)) => name.split(':').next().unwrap_or(name),
        None => function,
    };
    name.trim_start_matches("${")
        .trim_end_matches(".Arn}")
        .to_owned()
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

fn read_timeout(place: &Cursor<'_>) -> Result<Duration, DocumentProblem> {
    let Some(timeout) = place.get("timeoutInMillis") else {
        return Ok(DEFAULT_TIMEOUT);
    };
    match timeout.value.as_u64() {
        Some(milliseconds) if milliseconds >= 50 => Ok(Duration::from_millis(milliseconds)),
        _ => Err(timeout.problem("this must be a number of milliseconds, 50 at least")),
    }
}

fn read_connection(place: &Cursor<'_>) -> Result<Connection, DocumentProblem> {
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
