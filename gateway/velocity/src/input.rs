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
/// # use apigw_velocity::{Input, Scope, Template};
/// let input = Input::new(r#"{"size": 2}"#).path("cart", "17").header("Accept", "text/plain");
/// let template = Template::parse("$input.params('cart'): $input.path('$.size')").unwrap();
/// assert_eq!(template.render(&mut Scope::new(input)).unwrap(), "17: 2");
/// ```
#[derive(Debug)]
pub struct Input {
    pub(super) body: String,
    document: OnceLock<Result<Value, InvalidJson>>,
    parameters: Value,
}

/// Where parameters are, in the order in which `$input.params(…)` looks.
const PLACES: [&str; 3] = ["path", "querystring", "header"];

impl Input {
    /// An input with this body and no parameters.
    #[must_use]
    pub fn new(body: impl Into<String>) -> Self {
        let mut body = body.into();
        if body.is_empty() {
            body.push_str("{}");
        }
        Self {
            body,
            document: OnceLock::new(),
            parameters: PLACES
                .map(|place| (place, Value::empty_map()))
                .into_iter()
                .collect(),
        }
    }

    /// Adds a path parameter.
    #[must_use]
    pub fn path(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with("path", &name.into(), value.into())
    }

    /// Adds a query string parameter.
    #[must_use]
    pub fn querystring(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with("querystring", &name.into(), value.into())
    }

    /// Adds a header.
    #[must_use]
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with("header", &name.into(), value.into())
    }

    fn with(self, place: &str, name: &str, value: String) -> Self {
        if let Some(parameters) = self.parameters.get(place) {
            parameters.set(name, value);
        }
        self
    }

    /// `$input.path(…)`: a part of the body, which is read once.
    pub(super) fn read(&self, path: &str) -> Result<Value, String> {
        let document = self.document.get_or_init(|| Value::parse_json(&self.body));
        let document = document
            .as_ref()
            .map_err(|problem| format!("the body is {problem}"))?;
        if matches!(document, Value::Null) {
            return Ok(Value::Null);
        }
        Ok(path::read(document, &Path::parse(path)?)?.unwrap_or_default())
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

    /// `$input.params(…)`; a parameter that is nowhere is the empty string.
    pub(super) fn parameter(&self, name: &str) -> Value {
        let mut found = PLACES
            .iter()
            .filter_map(|place| self.parameters.get(place)?.get(name));
        found.next().unwrap_or_else(|| Value::from(""))
    }

    /// `$input.params()`.
    pub(super) fn parameters(&self) -> Value {
        self.parameters.clone()
    }
}
