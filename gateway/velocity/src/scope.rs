//! The variables of one rendering, and what it overrides.

use super::{input::Input, value::Value};
use std::collections::HashMap;

/// What a template can refer to: `$input`, `$util`, `$context`, `$stageVariables`, and what it sets itself.
///
/// `$context` always has the maps that a template may set: `requestOverride` with `path`, `querystring` and
/// `header`, and `responseOverride` with `header`.
///
/// ```
/// # use apigw_velocity::{Input, Scope, Template, Value};
/// let context: Value = [("stage", Value::from("prod"))].into_iter().collect();
/// let mut scope = Scope::new(Input::new("")).with_context(context);
/// let template = Template::parse(
///     "#set($context.responseOverride.status = 404)\
///      #set($context.responseOverride.header.Stage = $context.stage)",
/// )
/// .unwrap();
/// template.render(&mut scope).unwrap();
/// let overrides = scope.overrides();
/// assert_eq!(overrides.status, Some(Value::from(404)));
/// assert_eq!(overrides.response_headers, [("Stage".to_owned(), "prod".to_owned())]);
/// ```
#[derive(Debug)]
pub struct Scope {
    pub(super) input: Input,
    variables: HashMap<Box<str>, Value>,
    context: Value,
}

/// What a template set in `$context.requestOverride` and `$context.responseOverride`.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Overrides {
    /// `responseOverride.status`, whatever its type; AWS takes whole numbers from 100 to 599.
    pub status: Option<Value>,
    /// `responseOverride.header`.
    pub response_headers: Vec<(String, String)>,
    /// `requestOverride.header`.
    pub request_headers: Vec<(String, String)>,
    /// `requestOverride.path`.
    pub path: Vec<(String, String)>,
    /// `requestOverride.querystring`.
    pub querystring: Vec<(String, String)>,
    /// What was set more than once, which AWS answers with a 5XX: `responseOverride.status`, for one.
    pub repeated: Vec<String>,
}

impl Scope {
    /// A scope with an empty `$context` and no stage variables.
    #[must_use]
    pub fn new(input: Input) -> Self {
        let mut scope = Self {
            input,
            variables: HashMap::new(),
            context: Value::Null,
        };
        scope.put("input", Value::Input);
        scope.put("util", Value::Util);
        scope
            .with_context(Value::empty_map())
            .with_stage_variables(Value::empty_map())
    }

    /// Sets `$context`. A context that a request template has used can go on to the response template.
    #[must_use]
    pub fn with_context(mut self, context: Value) -> Self {
        for (name, members) in [
            ("requestOverride", &["path", "header", "querystring"][..]),
            ("responseOverride", &["header"]),
        ] {
            let map = member_map(&context, name);
            for member in members {
                member_map(&map, member);
            }
        }
        self.put("context", context.clone());
        self.context = context;
        self
    }

    /// Sets `$stageVariables`.
    #[must_use]
    pub fn with_stage_variables(mut self, variables: Value) -> Self {
        self.put("stageVariables", variables);
        self
    }

    /// `$context`, as the template left it.
    #[must_use]
    pub fn context(&self) -> &Value {
        &self.context
    }

    /// A variable, as the template left it.
    #[must_use]
    pub fn variable(&self, name: &str) -> Value {
        self.get(name)
    }

    /// What the template overrides.
    #[must_use]
    pub fn overrides(&self) -> Overrides {
        let mut repeated = Vec::new();
        let mut members = |path: &[&str]| {
            let map = path
                .iter()
                .try_fold(self.context.clone(), |value, name| value.get(name));
            map.map_or_else(Vec::new, |map| texts(&map, path, &mut repeated))
        };
        let response_headers = members(&["responseOverride", "header"]);
        let request_headers = members(&["requestOverride", "header"]);
        let path = members(&["requestOverride", "path"]);
        let querystring = members(&["requestOverride", "querystring"]);
        let response = self.context.get("responseOverride").unwrap_or_default();
        if is_replaced(&response, "status") {
            repeated.push("responseOverride.status".to_owned());
        }
        Overrides {
            status: response.get("status"),
            response_headers,
            request_headers,
            path,
            querystring,
            repeated,
        }
    }

    pub(super) fn get(&self, name: &str) -> Value {
        self.variables.get(name).cloned().unwrap_or_default()
    }

    pub(super) fn put(&mut self, name: &str, value: Value) {
        if let Some(variable) = self.variables.get_mut(name) {
            *variable = value;
        } else {
            self.variables.insert(name.into(), value);
        }
    }

    pub(super) fn remove(&mut self, name: &str) {
        self.variables.remove(name);
    }
}

fn member_map(value: &Value, name: &str) -> Value {
    if let Some(map @ Value::Map(_)) = value.get(name) {
        return map;
    }
    let map = Value::empty_map();
    value.set(name, map.clone());
    map
}

fn texts(map: &Value, path: &[&str], repeated: &mut Vec<String>) -> Vec<(String, String)> {
    let mut texts = Vec::new();
    for name in map.names() {
        let text = map.get(&name).unwrap_or_default().to_text();
        if is_replaced(map, &name) {
            repeated.push(format!("{}.{name}", path.join(".")));
        }
        texts.push((name, text.unwrap_or_default()));
    }
    texts
}

fn is_replaced(map: &Value, name: &str) -> bool {
    match map {
        Value::Map(map) => map
            .replaced()
            .iter()
            .any(|key| key.to_value() == Value::from(name)),
        _ => false,
    }
}
