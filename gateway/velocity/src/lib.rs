//! Mapping templates: Velocity 1.7 as API Gateway runs it.
//!
//! A [`Template`] is parsed once and rendered many times; a [`Scope`] holds the variables of one rendering.
//! The language is that of Apache Velocity 1.7, to the byte, with what AWS changes:
//!
//! - A reference that leads nowhere is the empty string, wherever it stands.
//! - Lists of a JSON text print as JSON, maps as `{a=1, b=2}`.
//! - `#macro`, `#evaluate`, `#parse` and `#include` are plain text.
//! - A loop ends after 1,000 iterations, and a template has at most 300 KB.
//!
//! Beyond that, a rendering is bounded: in its nesting, its work, and the length of its texts.
//!
//! `#define` and `#literal` are refused. What AWS does with an argument of `$util` that is no string, or with
//! `$input.json` of a place that does not exist, is not known: here it is the text that it prints, and `""`.

mod ast;
mod error;
mod input;
mod lex;
mod methods;
mod parse;
mod path;
mod render;
mod scope;
#[cfg(test)]
mod tests;
mod util;
mod value;

pub use error::{Position, RenderError, TemplateError};
pub use input::Input;
pub use scope::{Overrides, Scope};
pub use value::{InvalidJson, Number, Unprintable, Value};

/// The longest template that API Gateway takes, in bytes.
pub const LONGEST_TEMPLATE: usize = 300 * 1024;

/// A parsed mapping template.
///
/// ```
/// # use apigw_velocity::{Input, Scope, Template};
/// let template = Template::parse("#set($m = $input.path('$.errorMessage'))$m.substring($m.indexOf('{'))").unwrap();
/// let input = Input::new(r#"{"errorMessage": "Not Found: {\"status\":404}"}"#);
/// assert_eq!(template.render(&mut Scope::new(input)).unwrap(), r#"{"status":404}"#);
/// ```
#[derive(Debug)]
pub struct Template {
    block: ast::Block,
}

impl Template {
    /// Parses a template.
    ///
    /// # Errors
    /// When Velocity would refuse it, or when it is too long or nested too deeply.
    pub fn parse(source: &str) -> Result<Self, TemplateError> {
        if source.len() > LONGEST_TEMPLATE {
            let start = Position { line: 1, column: 1 };
            let problem = format!(
                "the template has {} bytes, and may have {LONGEST_TEMPLATE}",
                source.len()
            );
            return Err(TemplateError::new(start, problem));
        }
        parse::parse(source).map(|block| Self { block })
    }

    /// Renders it. What it sets stays in the scope.
    ///
    /// # Errors
    /// When a method fails, as `substring` beyond the end, or when a limit is reached.
    pub fn render(&self, scope: &mut Scope) -> Result<String, RenderError> {
        render::render(&self.block, scope)
    }
}
