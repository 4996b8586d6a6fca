//! `x-amazon-apigateway-integration`: what stands behind an operation.

use super::{
    DocumentProblem,
    cursor::Cursor,
    mapping::{self, Mapping},
    template::Template,
};
use apigw_java_regex::Pattern;
use std::time::Duration;

/// The longest that API Gateway waits, unless the document says less.
const DEFAULT_TIMEOUT: Duration = Duration::from_secs(29);

/// What stands behind an operation.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Integration {
    /// Where it stands: a JSON pointer.
    pub pointer: String,
    /// What is called.
    pub kind: Kind,
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

/// A response that an integration can have.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct IntegrationResponse {
    /// Where it stands: a JSON pointer.
    pub pointer: String,
    /// The selection pattern; `None` is the default response.
    pub pattern: Option<Pattern>,
    /// The status of the method response.
    pub status: u16,
    /// The response templates by media type.
    pub templates: Vec<(String, Template)>,
    /// The header mappings.
    pub headers: Vec<Mapping>,
    /// What becomes of the body.
    pub content_handling: Option<ContentHandling>,
}

pub(super) fn read(
    place: &Cursor<'_>,
    problems: &mut Vec<DocumentProblem>,
) -> Result<Integration, DocumentProblem> {
    let kind = read_kind(place)?;
    if kind != Kind::Mock {
        let method = place.required("httpMethod")?;
        if method.text()? != "POST" {
            return Err(method.problem("Lambda functions are invoked with POST"));
        }
    }
    let responses = match (&kind, place.get("responses")) {
        (Kind::Proxy { .. }, _) | (_, None) => Vec::new(),
        (_, Some(responses)) => read_responses(&responses, problems)?,
    };
    Ok(Integration {
        pointer: place.pointer().to_owned(),
        kind,
        request_templates: read_templates(place, "requestTemplates", problems)?,
        request_parameters: mapping::read_all(
            place,
            "requestParameters",
            &[
                mapping::REQUEST_HEADER,
                mapping::REQUEST_PATH,
                mapping::REQUEST_QUERY,
            ],
        )?,
        passthrough: read_passthrough(place)?,
        responses,
        timeout: read_timeout(place)?,
        content_handling: read_content_handling(place)?,
    })
}

fn read_kind(place: &Cursor<'_>) -> Result<Kind, DocumentProblem> {
    let kind = place.required("type")?;
    match kind.text()?.to_ascii_lowercase().as_str() {
        "mock" => Ok(Kind::Mock),
        "aws" => read_function(place).map(|function| Kind::Custom { function }),
        "aws_proxy" => read_function(place).map(|function| Kind::Proxy { function }),
        "http" | "http_proxy" => {
            Err(kind.problem("HTTP integrations are not run here: only functions and mocks are"))
        }
        other => Err(kind.problem(format!(
            "`{other}` is none of `aws`, `aws_proxy` and `mock`"
        ))),
    }
}

/// The function's name in the URI; `Fn::Sub` of `CloudFormation` is read as the text that it holds.
fn read_function(place: &Cursor<'_>) -> Result<String, DocumentProblem> {
    let uri = place.required("uri")?;
    let uri = uri.get("Fn::Sub").unwrap_or(uri);
    let text = uri.text()?;
    let function = text
        .split_once(":lambda:path/")
        .and_then(|(_, path)| path.split_once("/functions/"))
        .and_then(|(_, rest)| {
            rest.strip_suffix("/invocations")
                .or_else(|| rest.strip_suffix("/response-streaming-invocations"))
        })
        .ok_or_else(|| {
            uri.problem(
                "the URI must be `arn:…:lambda:path/2015-03-31/functions/FUNCTION/invocations`",
            )
        })?;
    let name = match function.split_once(":function:") {
        Some((_, name)) => name.split(':').next().unwrap_or(name),
        None => function,
    };
    let name = name.trim_start_matches("${").trim_end_matches(".Arn}");
    if function.contains("${stageVariables.") {
        return Ok(function
            .rsplit_once(":function:")
            .map_or(function, |(_, name)| name)
            .to_owned());
    }
    Ok(name.to_owned())
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

fn read_content_handling(place: &Cursor<'_>) -> Result<Option<ContentHandling>, DocumentProblem> {
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

fn read_templates(
    parent: &Cursor<'_>,
    key: &str,
    problems: &mut Vec<DocumentProblem>,
) -> Result<Vec<(String, Template)>, DocumentProblem> {
    let mut templates = Vec::new();
    let Some(place) = parent.get(key) else {
        return Ok(templates);
    };
    for (media_type, template) in place.members()? {
        if !media_type.contains('/') {
            return Err(template.problem(format!("invalid content type specified: {media_type}")));
        }
        let text = match template.value {
            serde_json::Value::Null => "",
            _ => template.text()?,
        };
        match Template::parse(text) {
            Ok(parsed) => templates.push((media_type.to_owned(), parsed)),
            Err(error) => problems.push(template.problem(error)),
        }
    }
    Ok(templates)
}

fn read_responses(
    place: &Cursor<'_>,
    problems: &mut Vec<DocumentProblem>,
) -> Result<Vec<IntegrationResponse>, DocumentProblem> {
    let mut responses: Vec<IntegrationResponse> = Vec::new();
    for (key, place) in place.members()? {
        let pattern = if key == "default" || key.is_empty() {
            None
        } else {
            match Pattern::new(key) {
                Ok(pattern) => Some(pattern),
                Err(error) => {
                    problems.push(place.problem(format!("the selection pattern: {error}")));
                    continue;
                }
            }
        };
        let status = place.required("statusCode")?.status()?;
        if responses.iter().any(|response| response.status == status) {
            problems.push(place.problem(format!(
                "API Gateway keeps one integration response per status, and there is another for {status}"
            )));
        }
        responses.push(IntegrationResponse {
            pointer: place.pointer().to_owned(),
            pattern,
            status,
            templates: read_templates(&place, "responseTemplates", problems)?,
            headers: mapping::read_all(&place, "responseParameters", &[mapping::RESPONSE_HEADER])?,
            content_handling: read_content_handling(&place)?,
        });
    }
    responses.sort_by_key(|response| (response.pattern.is_none(), response.status));
    Ok(responses)
}
