//! Mapping templates, as the document holds them.

use apigw_velocity as velocity;
use std::sync::Arc;

/// A mapping template: its text, parsed. An empty one passes the body through.
#[derive(Debug, Clone)]
pub struct Template {
    source: String,
    parsed: Option<Arc<velocity::Template>>,
}

impl Template {
    pub(super) fn parse(source: &str) -> Result<Self, String> {
        let parsed = match source {
            "" => None,
            _ => Some(velocity::Template::parse(source).map_err(|error| error.to_string())?),
        };
        Ok(Self {
            source: source.to_owned(),
            parsed: parsed.map(Arc::new),
        })
    }

    /// The text of the template.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// The parsed template; `None` if it is empty.
    pub(crate) fn parsed(&self) -> Option<&velocity::Template> {
        self.parsed.as_deref()
    }
}
