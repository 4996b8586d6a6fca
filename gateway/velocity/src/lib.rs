//! Mapping templates: Velocity 1.7 as API Gateway runs it.
//!
//! A [`Template`] is parsed once and rendered many times. A [`Source`] has the request, of which a template reads what it
//! needs; a [`Scope`] keeps `$context` from the request template to the response template.
//! The language is that of Apache Velocity 1.7, to the byte, with what AWS changes:
//!
//! - A reference that leads nowhere is the empty string in each place.
//! - Lists of a JSON text print as JSON, maps as `{a=1, b=2}`.
//! - `#macro`, `#evaluate`, `#parse` and `#include` are plain text.
//! - A loop ends after 1,000 iterations, and a template has at most 300 KB.
//!
//! Beyond that, a rendering has a budget: 10 million steps, which is some tenths of a second at most, 256 MB that it
//! writes, and 10 MB for each text ([`Scope::cost`]). Patterns take their steps from it too. What reaches the end of
//! it fails, and says where.
//!
//! `#literal` is refused, and so is what would print the name of the template, which AWS does not tell:
//! `$foreach.info.template`. What AWS does with an argument of `$util` that is not a string, or with `$input.json` of a
//! place that does not exist, is not known: here it is the text that it prints, and `""`.

mod budget;
mod compiled;
mod data;
mod error;
mod input;
mod inputs;
mod lex;
mod methods;
mod names;
mod parse;
mod path;
mod program;
mod render;
mod scope;
#[cfg(test)]
mod tests;
mod util;
mod value;

pub use budget::Cost;
pub use data::Data;
pub use error::{Position, RenderError, TemplateError};
pub use input::{Input, Place, Source};
pub use scope::{Overrides, Scope, StatusOverride};

/// The longest template that API Gateway takes, in bytes.
pub const LONGEST_TEMPLATE: usize = 300 * 1024;

/// A parsed mapping template.
///
/// ```
/// # use apigw_velocity::{Input, Scope, Template};
/// let template = Template::parse("#set($m = $input.path('$.errorMessage'))$m.substring($m.indexOf('{'))").unwrap();
/// let input = Input::new(r#"{"errorMessage": "Not Found: {\"status\":404}"}"#);
/// assert_eq!(template.render(&mut Scope::new(), &input).unwrap(), r#"{"status":404}"#);
/// ```
#[derive(Debug)]
pub struct Template {
    program: program::Program,
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
        parse::parse(source).map(|program| Self { program })
    }

    /// Renders it with what `source` has. What it does to `$context` stays in the scope.
    ///
    /// # Errors
    /// When a method fails, as `substring` beyond the end, or when its budget is used up.
    pub fn render(&self, scope: &mut Scope, source: &dyn Source) -> Result<String, RenderError> {
        render::render(&self.program, scope, source)
    }
}

/// The README compiles.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
