//! What a client gets of a payload: the template and the header mappings of a response, run.
//!
//! A header that is read from Lambda's own headers has no value here; it stands for itself. Without a mapping or an
//! override, `Content-Type` is `application/json`.

use super::{event::Asked, gateway::Response};
use apigw_velocity::{Data, Input, Scope, StatusOverride, Template};
use serde_json::json;
use std::collections::BTreeMap;

/// What a function gave, or a mock, and who asked.
#[derive(Debug, Clone)]
pub(super) struct Payload {
    /// What it is, in words.
    pub(super) what: String,
    pub(super) text: String,
    /// The same for an event of AWS's form, if it is another.
    pub(super) bare: Option<String>,
    pub(super) origin: Option<String>,
}

impl Payload {
    /// What the function gives, to an event of AWS's form or of this library's.
    pub(super) fn given(&self, bare: bool) -> Self {
        let bare = self.bare.clone().filter(|_| bare);
        Self {
            text: bare.unwrap_or_else(|| self.text.clone()),
            ..self.clone()
        }
    }
}

#[derive(Debug, PartialEq, Eq)]
pub(super) struct Answer {
    pub(super) status: u16,
    /// By names in lower case.
    pub(super) headers: BTreeMap<String, String>,
    pub(super) body: String,
}

/// A response whose template is parsed.
pub(super) struct Rendering<'a> {
    status: u16,
    response: &'a Response,
    template: Option<Template>,
}

impl<'a> Rendering<'a> {
    /// # Errors
    ///
    /// When the template cannot be parsed.
    pub(super) fn new(
        status: u16,
        response: &'a Response,
        template: Option<&str>,
    ) -> Result<Self, String> {
        Ok(Self {
            status,
            response,
            template: template.map(parse).transpose()?,
        })
    }

    /// # Errors
    ///
    /// When the template fails on the payload.
    pub(super) fn answer(&self, payload: &Payload, asked: Asked<'_>) -> Result<Answer, String> {
        let mut input = Input::new(payload.text.as_str());
        if let Some(origin) = &payload.origin {
            input = input.header("Origin", origin.as_str());
        }
        let input = input.with_context(context(&asked, "text"));
        let mut scope = Scope::new();
        let body = match &self.template {
            Some(template) => render(template, &mut scope, &input)?,
            None => payload.text.clone(),
        };
        let overrides = scope.overrides();
        let mut headers =
            BTreeMap::from([("content-type".to_owned(), "application/json".to_owned())]);
        for (name, mapping) in &self.response.headers {
            if let Some(value) = mapped(mapping, &payload.text) {
                headers.insert(name.clone(), value);
            }
        }
        for (name, value) in overrides.response_headers {
            headers.insert(name.to_ascii_lowercase(), value);
        }
        Ok(Answer {
            status: match overrides.status {
                Some(StatusOverride::Code(status)) => status,
                _ => self.status,
            },
            headers,
            body,
        })
    }
}

pub(super) fn parse(template: &str) -> Result<Template, String> {
    Template::parse(template).map_err(|error| error.to_string())
}

/// # Errors
///
/// When the template fails, or overrides one thing twice, which API Gateway answers with a 5XX.
pub(super) fn render(
    template: &Template,
    scope: &mut Scope,
    input: &Input<'_>,
) -> Result<String, String> {
    let rendered = template.render(scope, input);
    let text = rendered.map_err(|error| error.to_string())?;
    match scope.overrides().repeated.first() {
        Some(name) => Err(format!("`$context.{name}` is set more than once")),
        None => Ok(text),
    }
}

/// `$context` of some request, in which `text` is what the caller says.
pub(super) fn context(asked: &Asked<'_>, text: &str) -> Data<'static> {
    let context = json!({
        "accountId": "123456789012",
        "apiId": "a1b2c3d4e5",
        "authorizer": {"principalId": text, "claims": {"sub": text}},
        "domainName": "api.example",
        "domainPrefix": "api",
        "extendedRequestId": "eXt=",
        "httpMethod": asked.method,
        "identity": {"sourceIp": "203.0.113.7", "userAgent": text},
        "path": "/live/path",
        "protocol": "HTTP/1.1",
        "requestId": "3f1c7c7e-3a5d-4f0e-9d43-6f1c9a3b2f10",
        "requestTime": "22/Nov/2026:10:00:00 +0000",
        "requestTimeEpoch": 1_795_341_600_000_u64,
        "resourceId": "r1",
        "resourcePath": asked.path,
        "stage": "live",
    });
    Data::json(context.to_string())
}

/// The value of a mapping expression.
fn mapped(expression: &str, body: &str) -> Option<String> {
    let constant = expression.strip_prefix('\'');
    if let Some(constant) = constant.and_then(|rest| rest.strip_suffix('\'')) {
        return Some(constant.to_owned());
    }
    let plain = |path: &&str| {
        path.chars()
            .all(|c| c.is_ascii_alphanumeric() || "._-[]".contains(c))
    };
    let Some(path) = expression
        .strip_prefix("integration.response.body.")
        .filter(plain)
    else {
        return Some(expression.to_owned());
    };
    let template = Template::parse(&format!("$!input.path('$.{path}')")).ok()?;
    let rendered = template.render(&mut Scope::new(), &Input::new(body));
    let text = rendered.ok()?;
    (!text.is_empty()).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Asked<'_> = Asked {
        method: "GET",
        path: "/",
        takes_passthrough: false,
    };

    fn response(headers: &[(&str, &str)]) -> Response {
        let headers = headers.iter();
        Response {
            status: None,
            headers: headers
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
                .collect(),
            templates: BTreeMap::new(),
        }
    }

    #[test]
    fn overrides_win_over_mappings_and_the_default() {
        let response = response(&[
            ("a", "'1'"),
            ("b", "'2'"),
            ("c", "integration.response.body.c.d"),
            ("e", "integration.response.body.e"),
            ("f", "integration.response.header.Date"),
        ]);
        let template = "#set($context.responseOverride.header.A=\"3\")\
                        #set($context.responseOverride.status=404)$input.path('$.c.d')";
        let rendering = Rendering::new(200, &response, Some(template)).unwrap();
        let payload = Payload {
            what: String::new(),
            text: r#"{"c":{"d":"4"}}"#.to_owned(),
            bare: None,
            origin: None,
        };
        let answer = rendering.answer(&payload, ASKED).unwrap();
        let headers = [
            ("a", "3"),
            ("b", "2"),
            ("c", "4"),
            ("content-type", "application/json"),
            ("f", "integration.response.header.Date"),
        ];
        let headers = headers.map(|(name, value)| (name.to_owned(), value.to_owned()));
        assert_eq!(
            answer,
            Answer {
                status: 404,
                headers: headers.into(),
                body: "4".to_owned()
            }
        );
    }

    #[test]
    fn what_is_overridden_twice_fails() {
        let response = response(&[]);
        let template = "#set($context.responseOverride.status=404)".repeat(2);
        let rendering = Rendering::new(200, &response, Some(&template)).unwrap();
        let payload = Payload {
            what: String::new(),
            text: String::new(),
            bare: None,
            origin: None,
        };
        assert_eq!(
            rendering.answer(&payload, ASKED).unwrap_err(),
            "`$context.responseOverride.status` is set more than once"
        );
    }
}
