//! What can be wrong with a template, and with one rendering of it.

use super::budget::Fault;
use std::{borrow::Cow, error, fmt};

/// A place in a template, both counted from 1; a column is a UTF-16 unit, a tab goes on to the next multiple of 8, and `\n`, `\r` or `\r\n` ends a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The character on that line.
    pub column: u32,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// How many characters an error shows of a text, which may be a whole body.
const SHOWN: usize = 80;

/// What an error shows of a text.
pub(crate) fn shortened(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => Cow::Owned(format!("{}…", &text[..end])),
        None => Cow::Borrowed(text),
    }
}

/// A template that does not parse.
///
/// ```
/// # use apigw_velocity::Template;
/// let error = Template::parse("#if($ready)\nyes").unwrap_err();
/// assert_eq!(error.to_string(), "line 2, column 4: expected `#end`, found the end of the template");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    position: Position,
    problem: String,
}

impl TemplateError {
    pub(crate) fn new(position: Position, problem: impl Into<String>) -> Self {
        Self {
            position,
            problem: problem.into(),
        }
    }

    /// Where the template stops making sense.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// What was expected, and what was found.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.position, self.problem)
    }
}

impl error::Error for TemplateError {}

/// A template that cannot be rendered with the values at hand.
///
/// ```
/// # use apigw_velocity::{Input, Scope, Template};
/// let template = Template::parse("$input.body.substring(9)").unwrap();
/// let error = template.render(&mut Scope::new(), &Input::new("abc")).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "line 1, column 13: `substring` failed: begin 9, end 3, length 3"
/// );
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderError {
    position: Position,
    problem: Fault,
}

impl RenderError {
    pub(crate) fn new(position: Position, problem: impl Into<Fault>) -> Self {
        Self {
            position,
            problem: problem.into(),
        }
    }

    /// The directive or reference that failed.
    #[must_use]
    pub fn position(&self) -> Position {
        self.position
    }

    /// Why it failed.
    #[must_use]
    pub fn problem(&self) -> &str {
        &self.problem
    }
}

impl fmt::Display for RenderError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.position, self.problem)
    }
}

impl error::Error for RenderError {}
