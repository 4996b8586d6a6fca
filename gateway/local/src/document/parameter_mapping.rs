//! Parameter mappings of HTTP APIs: changes of a request before it reaches the integration, and of a response on its way back.
//!
//! [Transform API requests and responses for HTTP
//! APIs](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-parameter-mapping.html).

use super::{DocumentProblem, Findings, Source, cursor::Cursor};
use std::collections::BTreeMap;

/// One change, such as `append:header.x-request-id` to `$context.requestId`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct ParameterMapping {
    /// Its place in the document, as a JSON pointer.
    pub pointer: String,
    /// What it changes, as the document spells it: `append:header.x-request-id`.
    pub key: String,
    /// The parameter, and what becomes of it.
    pub change: ParameterChange,
    /// The parts of the new value, one after the other.
    pub value: Vec<ValuePart>,
    /// The new value as the document spells it.
    pub expression: String,
}

/// A parameter, and what becomes of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ParameterChange {
    /// `header.NAME`, in lower case.
    Header(Action, String),
    /// `querystring.NAME`.
    Query(Action, String),
    /// `overwrite:path`.
    Path,
    /// `overwrite:statuscode`.
    Status,
}

/// What becomes of a header or of a query parameter.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It gets one more value.
    Append,
    /// It gets this value alone.
    Overwrite,
    /// It is taken away.
    Remove,
}

/// A part of a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ValuePart {
    /// This text.
    Text(String),
    /// What stands there in the request, the response, `$context` or the stage variables.
    Source(Source),
}

/// The headers that no mapping can change; those that end in `*` are the beginnings of names.
const RESERVED: &[&str] = &[
    "access-control-*",
    "apigw-*",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-location",
    "forwarded",
    "keep-alive",
    "origin",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "trailers",
    "transfer-encoding",
    "upgrade",
    "x-amz-*",
    "x-amzn-*",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "via",
];

/// The mappings of requests. One that is wrong is a problem, and is left out.
pub(super) fn of_requests(
    integration: &Cursor<'_>,
    findings: &mut Findings,
) -> Vec<ParameterMapping> {
    let place = integration.get("requestParameters");
    place.map_or_else(Vec::new, |place| read_all(&place, is_of_request, findings))
}

/// The mappings of responses, by the status of the integration's response.
pub(super) fn of_responses(
    integration: &Cursor<'_>,
    findings: &mut Findings,
) -> BTreeMap<u16, Vec<ParameterMapping>> {
    let mut read = BTreeMap::new();
    let Some(place) = integration.get("responseParameters") else {
        return read;
    };
    let statuses = match place.members() {
        Ok(statuses) => statuses,
        Err(problem) => {
            findings.push(problem);
            return read;
        }
    };
    for (status, mappings) in statuses {
        match status.parse::<u16>() {
            Ok(code) if (200..600).contains(&code) => {
                read.insert(code, read_all(&mappings, is_of_response, findings));
            }
            _ => findings.push(mappings.problem(format!(
                "`{status}` is not a status of the integration: the mappings of responses stand under one from 200 to 599"
            ))),
        }
    }
    read
}

fn is_of_request(change: &ParameterChange) -> bool {
    *change != ParameterChange::Status
}

fn is_of_response(change: &ParameterChange) -> bool {
    matches!(
        change,
        ParameterChange::Header(..) | ParameterChange::Status
    )
}

fn read_all(
    place: &Cursor<'_>,
    takes: fn(&ParameterChange) -> bool,
    findings: &mut Findings,
) -> Vec<ParameterMapping> {
    let members = match place.members() {
        Ok(members) => members,
        Err(problem) => {
            findings.push(problem);
            return Vec::new();
        }
    };
    let mut mappings = Vec::new();
    for (key, value) in members {
        match read(key, &value, takes) {
            Ok(mapping) => mappings.push(mapping),
            Err(problem) => findings.push(problem),
        }
    }
    mappings
}

fn read(
    key: &str,
    place: &Cursor<'_>,
    takes: fn(&ParameterChange) -> bool,
) -> Result<ParameterMapping, DocumentProblem> {
    let change = ParameterChange::read(key).filter(takes).ok_or_else(|| {
        place.problem(format!(
            "`{key}` is not a change that API Gateway makes here: of requests it is `append`, `overwrite` or `remove` with `:header.NAME` or `:querystring.NAME`, or `overwrite:path`; of responses the same with `:header.NAME`, or `overwrite:statuscode`"
        ))
    })?;
    if let ParameterChange::Header(_, name) = &change
        && is_reserved(name)
    {
        return Err(place.problem(format!(
            "the header `{name}` is reserved: API Gateway takes no mapping of it"
        )));
    }
    let expression = place.text()?;
    let value = ValuePart::read_all(expression).ok_or_else(|| {
        place.problem(format!(
            "invalid mapping expression specified: {expression}"
        ))
    })?;
    if let (ParameterChange::Status, [ValuePart::Text(status)]) = (&change, value.as_slice()) {
        let is_status = status.parse().is_ok_and(|code| (200..600).contains(&code));
        if !is_status {
            return Err(place.problem("this must be a status from 200 to 599"));
        }
    }
    Ok(ParameterMapping {
        pointer: place.pointer(),
        key: key.to_owned(),
        change,
        value,
        expression: expression.to_owned(),
    })
}

fn is_reserved(name: &str) -> bool {
    RESERVED
        .iter()
        .any(|reserved| match reserved.strip_suffix('*') {
            Some(start) => name.starts_with(start),
            None => name == *reserved,
        })
}

impl ParameterChange {
    fn read(key: &str) -> Option<Self> {
        let (action, parameter) = key.split_once(':')?;
        let action = match action {
            "append" => Action::Append,
            "overwrite" => Action::Overwrite,
            "remove" => Action::Remove,
            _ => return None,
        };
        match (action, parameter) {
            (Action::Overwrite, "path") => return Some(Self::Path),
            (Action::Overwrite, "statuscode") => return Some(Self::Status),
            _ => {}
        }
        let (kind, name) = parameter.split_once('.')?;
        match kind {
            _ if name.is_empty() => None,
            "header" => {
                let name = http::HeaderName::from_bytes(name.as_bytes()).ok()?;
                Some(Self::Header(action, name.as_str().to_owned()))
            }
            "querystring" => Some(Self::Query(action, name.to_owned())),
            _ => None,
        }
    }
}

impl ValuePart {
    /// `$request.path.id` alone, texts with `${request.path.id}` in them, or a text.
    fn read_all(text: &str) -> Option<Vec<Self>> {
        if text.starts_with('$') && !text.starts_with("${") {
            return Source::of_http_api(text).map(|source| vec![Self::Source(source)]);
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once("${") {
            let (name, after) = after.split_once('}')?;
            if !before.is_empty() {
                parts.push(Self::Text(before.to_owned()));
            }
            parts.push(Self::Source(Source::of_http_api(&format!("${name}"))?));
            rest = after;
        }
        if !rest.is_empty() {
            parts.push(Self::Text(rest.to_owned()));
        }
        Some(parts)
    }
}

impl Source {
    /// A selection expression of an HTTP API, such as `$request.header.x-id`; several values of a name are joined by commas.
    pub(crate) fn of_http_api(text: &str) -> Option<Self> {
        let text = text.strip_prefix('$')?;
        if text == "request.path" {
            return Some(Self::RequestPath);
        }
        for (whole, make) in [
            ("request.body", Self::MethodBody as fn(String) -> Self),
            ("response.body", Self::IntegrationBody),
        ] {
            if let Some(path) = text.strip_prefix(whole) {
                let is_path = path.is_empty() || path.starts_with(['.', '[']);
                // Neither is documented to be supported.
                let is_known = !path.contains("..") && !path.contains("?(");
                return (is_path && is_known)
                    .then(|| make(path.strip_prefix('.').unwrap_or(path).to_owned()));
            }
        }
        let (start, name) = match text.split_once('.')? {
            ("context", name) => ("context", name),
            ("stageVariables", name) => ("stageVariables", name),
            (side, rest) => {
                let (kind, name) = rest.split_once('.')?;
                (&text[..side.len() + 1 + kind.len()], name)
            }
        };
        if name.is_empty() {
            return None;
        }
        let name = name.to_owned();
        Some(match start {
            "context" => Self::Context(name),
            "stageVariables" => Self::StageVariable(name),
            "request.header" => Self::MethodHeader { name, all: true },
            "request.querystring" => Self::MethodQuery { name, all: true },
            "request.path" => Self::MethodPath(name),
            "response.header" => Self::IntegrationHeader { name, all: true },
            _ => return None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read() {
        let header = |action, name: &str| Some(ParameterChange::Header(action, name.to_owned()));
        for (key, change) in [
            ("append:header.X-Id", header(Action::Append, "x-id")),
            ("remove:header.a", header(Action::Remove, "a")),
            (
                "overwrite:querystring.A.b",
                Some(ParameterChange::Query(Action::Overwrite, "A.b".to_owned())),
            ),
            ("overwrite:path", Some(ParameterChange::Path)),
            ("overwrite:statuscode", Some(ParameterChange::Status)),
            ("append:path", None),
            ("remove:statuscode", None),
            ("overwrite.path", None),
            ("append:header.", None),
            ("append:header.a b", None),
            ("replace:header.a", None),
            ("integration.request.header.a", None),
        ] {
            assert_eq!(ParameterChange::read(key), change, "{key}");
        }
    }

    #[test]
    fn values_are_read() {
        let source = ValuePart::Source;
        let text = |text: &str| ValuePart::Text(text.to_owned());
        let header = |name: &str| {
            source(Source::MethodHeader {
                name: name.to_owned(),
                all: true,
            })
        };
        for (value, parts) in [
            ("$request.header.X-Id", Some(vec![header("X-Id")])),
            ("${request.header.a}", Some(vec![header("a")])),
            ("$request.path", Some(vec![source(Source::RequestPath)])),
            (
                "/v1/${request.path.id}?",
                Some(vec![
                    text("/v1/"),
                    source(Source::MethodPath("id".to_owned())),
                    text("?"),
                ]),
            ),
            (
                "$request.body.a[0]",
                Some(vec![source(Source::MethodBody("a[0]".to_owned()))]),
            ),
            (
                "$context.authorizer.claims.sub",
                Some(vec![source(Source::Context(
                    "authorizer.claims.sub".to_owned(),
                ))]),
            ),
            ("403", Some(vec![text("403")])),
            ("''", Some(vec![text("''")])),
            ("", Some(vec![])),
            ("$request.body..a", None),
            ("$request.body[?(@.a)]", None),
            ("$request.bodyguard", None),
            ("$request.nothing.a", None),
            ("$request.header.", None),
            ("${request.path", None),
            ("$", None),
        ] {
            assert_eq!(ValuePart::read_all(value), parts, "{value}");
        }
    }
}
