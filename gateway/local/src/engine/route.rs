//! Request → operation: a literal segment beats a parameter, and a parameter beats `{rest+}`.

use crate::document::{Document, Operation, PathTemplate, Segment};
use http::Method;
use percent_encoding::percent_decode_str;
use std::sync::Arc;

impl Document {
    /// The operation that takes requests with this method to this path, which is encoded as clients send it.
    #[must_use]
    pub fn operation_for(&self, method: &Method, path: &str) -> Option<&Arc<Operation>> {
        find(&self.operations, method, path)
    }
}

/// The operation at the best path template; its own method beats `ANY`. A path without the method is not found, even
/// if a worse template has it.
pub(super) fn find<'a>(
    operations: &'a [Arc<Operation>],
    method: &Method,
    path: &str,
) -> Option<&'a Arc<Operation>> {
    let segments = segments(path);
    let best = operations
        .iter()
        .filter(|operation| matches(&operation.path, &segments))
        .map(|operation| &operation.path)
        .min_by_key(|path| rank(path))?;
    let at_best = |operation: &&Arc<Operation>| operation.path.segments == best.segments;
    let own = operations
        .iter()
        .filter(at_best)
        .find(|operation| operation.method.as_ref() == Some(method));
    own.or_else(|| {
        operations
            .iter()
            .filter(at_best)
            .find(|operation| operation.method.is_none())
    })
}

/// The parameters of a path that fits the template; of another, none.
pub(super) fn parameters(template: &PathTemplate, path: &str) -> Vec<(String, String)> {
    let segments = segments(path);
    if !matches(template, &segments) {
        return Vec::new();
    }
    let values = template.segments.iter().enumerate();
    values
        .filter_map(|(index, segment)| match segment {
            Segment::Literal(_) => None,
            Segment::Parameter(name) => Some((name.clone(), segments[index].clone())),
            Segment::Rest(name) => Some((name.clone(), segments[index..].join("/"))),
        })
        .collect()
}

fn segments(path: &str) -> Vec<String> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy().into_owned())
        .collect()
}

/// Whether there is nothing between two slashes, or after the last one.
pub(super) fn has_empty_segment(path: &str) -> bool {
    path.split('/').skip(1).any(str::is_empty)
}

fn matches(path: &PathTemplate, segments: &[String]) -> bool {
    let expected = &path.segments;
    let rest = matches!(expected.last(), Some(Segment::Rest(_)));
    let fits = if rest {
        segments.len() >= expected.len()
    } else {
        segments.len() == expected.len()
    };
    fits && expected.iter().zip(segments).all(|pair| match pair {
        (Segment::Literal(literal), segment) => literal == segment,
        (Segment::Parameter(_) | Segment::Rest(_), _) => true,
    })
}

/// Compares segment by segment; less is better.
fn rank(path: &PathTemplate) -> Vec<u8> {
    path.segments
        .iter()
        .map(|segment| match segment {
            Segment::Literal(_) => 0,
            Segment::Parameter(_) => 1,
            Segment::Rest(_) => 2,
        })
        .collect()
}
