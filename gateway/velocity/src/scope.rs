//! What lasts from one template of a request to the next, and what they override.

use super::{
    budget::{Cost, Fault},
    value::{Heap, Key, MapId, Number, Value},
};

/// The members of `$context` in which templates put their changes.
const REQUEST: &str = "requestOverride";
const RESPONSE: &str = "responseOverride";

/// The state of one request: `$context`, as its templates left it.
///
/// `$context` always has the maps that a template may set: `requestOverride` with `path`, `querystring` and
/// `header`, and `responseOverride` with `header`.
///
/// ```
/// # use apigw_velocity::{Data, Input, Scope, StatusOverride, Template};
/// let context: Data = [("stage", Data::from("prod"))].into_iter().collect();
/// let mut scope = Scope::new();
/// let template = Template::parse(
///     "#set($context.responseOverride.status = 404)\
///      #set($context.responseOverride.header.Stage = $context.stage)",
/// )
/// .unwrap();
/// template.render(&mut scope, &Input::new("").with_context(context)).unwrap();
/// let overrides = scope.overrides();
/// assert_eq!(overrides.status, Some(StatusOverride::Code(404)));
/// assert_eq!(overrides.response_headers, [("Stage".to_owned(), "prod".to_owned())]);
/// ```
#[derive(Debug, Clone, Default)]
pub struct Scope {
    pub(super) heap: Heap,
    /// `$context`, once a template has asked for it.
    pub(super) context: Option<Value>,
}

/// What a template set in `$context.requestOverride` and `$context.responseOverride`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Overrides {
    /// `responseOverride.status`.
    pub status: Option<StatusOverride>,
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

/// The status that a template set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum StatusOverride {
    /// A whole number from 100 to 599.
    Code(u16),
    /// Anything else, as it prints. What AWS does with it is not known.
    Other(String),
}

impl Scope {
    /// The scope of a request of which no template is rendered yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends each rendering from now on after this number of steps. It is an error to take more; 10 million are the most. What earlier
    /// renderings have compiled does not count, as long as a rendering without a limit would have the steps for it.
    ///
    /// ```
    /// # use apigw_velocity::{Input, Scope, Template};
    /// let template = Template::parse("#foreach($i in [1..1000])$i#end").unwrap();
    /// let mut scope = Scope::new();
    /// scope.limit_steps(100);
    /// assert!(template.render(&mut scope, &Input::new("")).is_err());
    /// assert!(scope.is_used_up());
    /// ```
    pub fn limit_steps(&mut self, steps: u64) {
        self.heap.step_limit = Some(steps);
    }

    /// Whether the last rendering took all the steps that it had.
    #[must_use]
    pub fn is_used_up(&self) -> bool {
        self.heap.budget.steps.left() == 0
    }

    /// What the last rendering cost.
    #[must_use]
    pub fn cost(&self) -> Cost {
        self.heap.budget.cost()
    }

    /// What the templates override.
    #[must_use]
    pub fn overrides(&mut self) -> Overrides {
        let Some(Value::Map(context)) = self.context else {
            return Overrides::default();
        };
        let heap = &mut self.heap;
        let mut overrides = Overrides::default();
        let repeated = &mut overrides.repeated;
        if let Some(Value::Map(request)) = heap.member(context, REQUEST) {
            let mut texts = |name| texts(heap, (REQUEST, request), name, repeated);
            overrides.request_headers = texts("header");
            overrides.path = texts("path");
            overrides.querystring = texts("querystring");
        }
        if let Some(Value::Map(response)) = heap.member(context, RESPONSE) {
            overrides.response_headers = texts(heap, (RESPONSE, response), "header", repeated);
            if heap.is_replaced(response, "status") {
                repeated.push(format!("{RESPONSE}.status"));
            }
            let status = heap.member(response, "status");
            overrides.status = status.map(|status| status_of(heap, status));
        }
        overrides
    }
}

fn status_of(heap: &mut Heap, status: Value) -> StatusOverride {
    let text = heap.printed(status).unwrap_or_default();
    let code = match status {
        Value::Number(Number::Integer(code)) => u16::try_from(code).ok(),
        Value::Number(_) => text.parse().ok(),
        _ => None,
    };
    let code = code.filter(|code| (100..600).contains(code));
    code.map_or(StatusOverride::Other(text), StatusOverride::Code)
}

/// Adds the maps that `$context` always has.
pub(super) fn with_overrides(heap: &mut Heap, context: Value) -> Result<Value, Fault> {
    let Value::Map(map) = context else {
        return Ok(context);
    };
    for (name, members) in [
        (REQUEST, &["path", "header", "querystring"][..]),
        (RESPONSE, &["header"]),
    ] {
        let map = member_map(heap, map, name)?;
        for member in members {
            member_map(heap, map, member)?;
        }
    }
    Ok(context)
}

fn member_map(heap: &mut Heap, map: MapId, name: &str) -> Result<MapId, Fault> {
    if let Some(Value::Map(member)) = heap.member(map, name) {
        return Ok(member);
    }
    let member = heap.new_map()?;
    let key = Key::Text(heap.text(name)?);
    heap.put(map, key, Value::Map(member))?;
    Ok(member)
}

/// The members of the map `name` in one of the maps that `$context` has for overrides, as texts.
fn texts(
    heap: &mut Heap,
    (of, overrides): (&str, MapId),
    name: &str,
    repeated: &mut Vec<String>,
) -> Vec<(String, String)> {
    let Some(Value::Map(map)) = heap.member(overrides, name) else {
        return Vec::new();
    };
    let mut texts = Vec::new();
    let mut at = 0;
    while let Some((key, value)) = heap.member_at(map, at) {
        at += 1;
        let Ok(key) = heap.printed(key.to_value()) else {
            continue;
        };
        if heap.is_replaced(map, &key) {
            repeated.push(format!("{of}.{name}.{key}"));
        }
        texts.push((key, heap.printed(value).unwrap_or_default()));
    }
    texts
}
