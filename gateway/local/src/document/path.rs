//! Path templates: `/carts/{cart}` and `/{proxy+}`, and the route `$default` of HTTP APIs.

use super::{DocumentProblem, cursor::Cursor};

/// The part of a path between two slashes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Segment {
    /// Itself.
    Literal(String),
    /// `{name}`: one segment.
    Parameter(String),
    /// `{name+}`: one segment or more.
    Rest(String),
}

/// The path of operations.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct PathTemplate {
    /// The path as the document spells it.
    pub text: String,
    /// Its segments; an empty one does not count.
    pub segments: Vec<Segment>,
}

/// The route of an HTTP API that takes what no other takes.
const DEFAULT: &str = "$default";

/// Whether a key of `paths` is the route `$default`.
pub(super) fn is_default(text: &str) -> bool {
    text.strip_prefix('/').unwrap_or(text) == DEFAULT
}

impl PathTemplate {
    /// Whether this is the route `$default`, which takes every path.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.text == DEFAULT
    }

    pub(super) fn read(text: &str, at: &Cursor<'_>) -> Result<Self, DocumentProblem> {
        if is_default(text) {
            return Ok(Self {
                text: DEFAULT.to_owned(),
                segments: Vec::new(),
            });
        }
        let rest = text
            .strip_prefix('/')
            .ok_or_else(|| at.problem("a path begins with `/`"))?;
        let segments: Vec<_> = rest
            .split('/')
            .filter(|segment| !segment.is_empty())
            .map(|segment| read_segment(segment, at))
            .collect::<Result<_, _>>()?;
        let last = segments.len().saturating_sub(1);
        let early = segments
            .iter()
            .take(last)
            .any(|segment| matches!(segment, Segment::Rest(_)));
        if early {
            return Err(at.problem("`{…+}` must be the last segment"));
        }
        Ok(Self {
            text: text.to_owned(),
            segments,
        })
    }
}

fn read_segment(segment: &str, at: &Cursor<'_>) -> Result<Segment, DocumentProblem> {
    let Some(inner) = segment
        .strip_prefix('{')
        .and_then(|segment| segment.strip_suffix('}'))
    else {
        let legal = |c: char| c.is_ascii_alphanumeric() || "_-.,:".contains(c);
        if segment.chars().all(legal) {
            return Ok(Segment::Literal(segment.to_owned()));
        }
        return Err(at.problem(format!(
            "`{segment}` is not a segment that API Gateway takes; a parameter must be all of it"
        )));
    };
    let (name, rest) = match inner.strip_suffix('+') {
        Some(name) => (name, true),
        None => (inner, false),
    };
    if name.is_empty() || name.contains(|c: char| "{}+".contains(c) || c.is_control()) {
        return Err(at.problem(format!("`{segment}` names no parameter")));
    }
    Ok(if rest {
        Segment::Rest(name.to_owned())
    } else {
        Segment::Parameter(name.to_owned())
    })
}
