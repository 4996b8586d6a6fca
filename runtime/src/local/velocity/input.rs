//! `$input`: the body and the parameters of a request, or the body of a response.

use super::{
    path::{self, Path},
    value::{InvalidJson, Value},
};
use std::sync::OnceLock;

/// What a template reads through `$input`.
///
/// An empty body reads as `{}`, as on AWS.
///
/// ```
/// # use lambda_api_errors::local::velocity::{Input, Scope, Template};
/// let input = Input::new(r#"{"size": 2}"#).path("cart", "17").header("Accept", "text/plain");
/// let template = Template::parse("$input.params('cart'): $input.path('$.size')").unwrap();
/// assert_eq!(template.render(&mut Scope::new(input)).unwrap(), "17: 2");
/// ```
#[derive(Debug, Default)]
pub struct Input {
    pub(super) body: String,
    document: OnceLock<Result<Value, InvalidJson>>,
    path: Vec<(String, Value)>,
    querystring: Vec<(String, Value)>,
    header: Vec<(String, Value)>,
}

impl Input {
    /// An input with this body and no parameters.
    #[must_use]
    pub fn new(body: impl Into<String>) -> Self {
        let body = body.into();
        Self {
            body: if body.is_empty() {
                "{}".to_owned()
            } else {
                body
            },
            ..Self::default()
        }
    }

    /// Adds a path parameter.
    #[must_use]
    pub fn path(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.path.push((name.into(), Value::from(value.into())));
        self
    }

    /// Adds a query string parameter.
    #[must_use]
    pub fn querystring(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.querystring
            .push((name.into(), Value::from(value.into())));
        self
    }

    /// Adds a header.
    #[must_use]
    pub fn header(mut self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.header.push((name.into(), Value::from(value.into())));
        self
    }

    /// `$input.path(…)`: a fresh copy each time.
    pub(super) fn read(&self, path: &str) -> Result<Value, String> {
        let document = self.document.get_or_init(|| Value::parse_json(&self.body));
        let document = document
            .as_ref()
            .map_err(|problem| format!("the body is {problem}"))?;
        if matches!(document, Value::Null) {
            return Ok(Value::Null);
        }
        match path::read(document, &Path::parse(path)?)? {
            Some(value) => value.deep_copy().map_err(|problem| problem.to_string()),
            None => Ok(Value::Null),
        }
    }

    /// `$input.json(…)`: a place that does not exist is the empty string.
    pub(super) fn json(&self, path: &str) -> Result<Value, String> {
        let value = match self.read(path)? {
            Value::Null => Value::from(""),
            value => value,
        };
        value
            .to_json()
            .map(Value::from)
            .map_err(|problem| problem.to_string())
    }

    /// `$input.params(…)`: the path goes before the query string, and that before the headers.
    pub(super) fn parameter(&self, name: &str) -> Value {
        let parameters = self
            .path
            .iter()
            .chain(&self.querystring)
            .chain(&self.header);
        let mut found = parameters.filter(|(parameter, _)| parameter == name);
        found
            .next()
            .map_or_else(|| Value::from(""), |(_, value)| value.clone())
    }

    /// `$input.params()`.
    pub(super) fn parameters(&self) -> Value {
        let place = |parameters: &[(String, Value)]| parameters.iter().cloned().collect::<Value>();
        Value::from_iter([
            ("path", place(&self.path)),
            ("querystring", place(&self.querystring)),
            ("header", place(&self.header)),
        ])
    }
}
