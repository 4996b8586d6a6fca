//! Where `$input`, `$context` and `$stageVariables` come from.

use super::data::Data;

/// Where a parameter of a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In the path.
    Path,
    /// In the query string.
    QueryString,
    /// In the headers.
    Header,
}

impl Place {
    /// The places in the order in which `$input.params(…)` looks.
    pub const ALL: [Self; 3] = [Self::Path, Self::QueryString, Self::Header];

    /// Its name in `$input.params()`.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::QueryString => "querystring",
            Self::Header => "header",
        }
    }
}

/// What a template reads. It is asked for each part when the template first needs it, and not before.
pub trait Source {
    /// `$input.body`: the body of the request, or the payload of the integration.
    fn body(&self) -> &str;

    /// Gives the parameters of the request at a place to `each`, with their names. Of several with one name, the
    /// last counts.
    fn parameters(&self, place: Place, each: &mut dyn FnMut(&str, &str));

    /// `$context`, unless an earlier template of the request has asked for it.
    fn context(&self) -> Data<'_>;

    /// `$stageVariables`.
    fn stage_variables(&self) -> Data<'_>;
}

/// A [`Source`] of known data.
///
/// ```
/// # use apigw_velocity::{Input, Scope, Template};
/// let input = Input::new(r#"{"size": 2}"#).path("cart", "17").header("Accept", "text/plain");
/// let template = Template::parse("$input.params('cart'): $input.path('$.size')").unwrap();
/// assert_eq!(template.render(&mut Scope::new(), &input).unwrap(), "17: 2");
/// ```
#[derive(Debug, Clone, Default)]
pub struct Input<'a> {
    body: String,
    parameters: Vec<(Place, String, String)>,
    context: Data<'a>,
    stage_variables: Data<'a>,
}

impl<'a> Input<'a> {
    /// An input with this body and no parameters. An empty body reads as `{}`, as on AWS.
    #[must_use]
    pub fn new(body: impl Into<String>) -> Self {
        Self {
            body: body.into(),
            ..Self::default()
        }
    }

    /// Adds a path parameter.
    #[must_use]
    pub fn path(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(Place::Path, name.into(), value.into())
    }

    /// Adds a query string parameter.
    #[must_use]
    pub fn querystring(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(Place::QueryString, name.into(), value.into())
    }

    /// Adds a header.
    #[must_use]
    pub fn header(self, name: impl Into<String>, value: impl Into<String>) -> Self {
        self.with(Place::Header, name.into(), value.into())
    }

    /// Sets `$context`.
    #[must_use]
    pub fn with_context(self, context: Data<'a>) -> Self {
        Self { context, ..self }
    }

    /// Sets `$stageVariables`.
    #[must_use]
    pub fn with_stage_variables(self, stage_variables: Data<'a>) -> Self {
        Self {
            stage_variables,
            ..self
        }
    }

    fn with(mut self, place: Place, name: String, value: String) -> Self {
        self.parameters.push((place, name, value));
        self
    }
}

impl Source for Input<'_> {
    fn body(&self) -> &str {
        &self.body
    }

    fn parameters(&self, place: Place, each: &mut dyn FnMut(&str, &str)) {
        for (_, name, value) in self.parameters.iter().filter(|(at, ..)| *at == place) {
            each(name, value);
        }
    }

    fn context(&self) -> Data<'_> {
        self.context.clone()
    }

    fn stage_variables(&self) -> Data<'_> {
        self.stage_variables.clone()
    }
}
