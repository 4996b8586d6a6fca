//! Request → operation: a literal segment beats a parameter, and a parameter beats `{rest+}`.

use crate::document::{Document, Operation, PathTemplate, Segment};
use http::Method;
use percent_encoding::percent_decode_str;
use std::{borrow::Cow, sync::Arc};

impl Document {
    /// The operation that takes requests with this method to this path, which is encoded as clients send it.
    #[must_use]
    pub fn operation_for(&self, method: &Method, path: &str) -> Option<&Arc<Operation>> {
        find(&self.operations, method, path)
    }
}

/// The operation at the best path template that has the method or `ANY`; at one path, its own method beats `ANY`.
///
/// A path without the method does not hide a less specific path that has it: with `POST /test` and
/// `OPTIONS /{proxy+}`, AWS was recorded to give `OPTIONS /test` to the latter (`LocalStack`'s AWS-validated test
/// `test_proxy_routing_with_hardcoded_resource_sibling`).
pub(super) fn find<'a>(
    operations: &'a [Arc<Operation>],
    method: &Method,
    path: &str,
) -> Option<&'a Arc<Operation>> {
    let segments = segments(path);
    operations
        .iter()
        .filter(|operation| {
            let own = operation.method.as_ref();
            own.is_none_or(|own| own == method) && matches(&operation.path, &segments)
        })
        .min_by(|one, other| {
            let by_path = rank(&one.path).cmp(rank(&other.path));
            by_path.then_with(|| one.method.is_none().cmp(&other.method.is_none()))
        })
}

/// The parameters of a path that fits the template; `None` for another path.
pub(super) fn parameters(template: &PathTemplate, path: &str) -> Vec<(String, String)> {
    let segments = segments(path);
    if !matches(template, &segments) {
        return Vec::new();
    }
    let values = template.segments.iter().enumerate();
    values
        .filter_map(|(index, segment)| match segment {
            Segment::Literal(_) => None,
            Segment::Parameter(name) => Some((name.clone(), segments[index].clone().into_owned())),
            Segment::Rest(name) => Some((name.clone(), segments[index..].join("/"))),
        })
        .collect()
}

/// The part of the path that `{name+}` stands for, with the name, as it was sent.
///
/// A proxy's event has it so: AWS was recorded to keep `test%2Balias` and `proxy-value//double-slash` (`LocalStack`'s
/// AWS-validated test `test_lambda_aws_proxy_integration`).
pub(super) fn greedy<'a>(template: &'a PathTemplate, path: &'a str) -> Option<(&'a str, &'a str)> {
    let (last, before) = template.segments.split_last()?;
    let Segment::Rest(name) = last else {
        return None;
    };
    let mut rest = path.trim_start_matches('/');
    for _ in before {
        let (_, after) = rest.split_once('/')?;
        rest = after.trim_start_matches('/');
    }
    Some((name, rest.trim_end_matches('/')))
}

fn segments(path: &str) -> Vec<Cow<'_, str>> {
    path.split('/')
        .filter(|segment| !segment.is_empty())
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy())
        .collect()
}

/// Whether there is nothing between two slashes, or after the last one.
pub(super) fn has_empty_segment(path: &str) -> bool {
    path.split('/').skip(1).any(str::is_empty)
}

fn matches(path: &PathTemplate, segments: &[Cow<'_, str>]) -> bool {
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
fn rank(path: &PathTemplate) -> impl Iterator<Item = u8> {
    path.segments.iter().map(|segment| match segment {
        Segment::Literal(_) => 0,
        Segment::Parameter(_) => 1,
        Segment::Rest(_) => 2,
    })
}
