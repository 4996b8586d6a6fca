//! Mapping templates, as the document holds them.

use apigw_velocity as velocity;
use std::sync::Arc;

/// A mapping template: its text, parsed. An empty one passes the body through.
#[derive(Debug, Clone)]
pub struct Template {
    source: Arc<str>,
    parsed: Result<Option<Arc<velocity::Template>>, String>,
}

impl Template {
    /// A text that cannot be parsed fails when it is rendered.
    pub(crate) fn new(source: &str) -> Self {
        let parsed = match source {
            "" => Ok(None),
            _ => velocity::Template::parse(source)
                .map(|template| Some(Arc::new(template)))
                .map_err(|error| error.to_string()),
        };
        Self {
            source: source.into(),
            parsed,
        }
    }

    /// The text of the template.
    #[must_use]
    pub fn source(&self) -> &str {
        &self.source
    }

    /// Why the text cannot be parsed.
    #[must_use]
    pub fn error(&self) -> Option<&str> {
        self.parsed.as_ref().err().map(String::as_str)
    }

    /// The parsed template; `None` if it is empty.
    pub(crate) fn parsed(&self) -> Result<Option<&velocity::Template>, &str> {
        match &self.parsed {
            Ok(template) => Ok(template.as_deref()),
            Err(error) => Err(error),
        }
    }
}
