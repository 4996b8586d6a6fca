//! Request → operation: a literal segment beats a parameter, and a parameter beats `{rest+}`.
//!
//! In an HTTP API, a route without `{rest+}` beats one with it, and `$default` takes what is left:
//! [Routing API requests](https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html#http-api-develop-routes.evaluation).
//! A slash at the end of a path counts there, and `/{rest+}` takes `/` too, as AWS's own test tool has it
//! (`aws/aws-lambda-dotnet`, `ApiGatewayRouteConfigService.cs`).

use crate::document::{Document, Operation, PathTemplate, Segment};
use http::Method;
use percent_encoding::percent_decode_str;
use std::{borrow::Cow, sync::Arc};

impl Document {
    /// The operation that takes requests with this method to this path, which is encoded as clients send it.
    #[must_use]
    pub fn operation_for(&self, method: &Method, path: &str) -> Option<&Arc<Operation>> {
        find(self, method, path)
    }
}

/// The operation at the best path template that has the method or `ANY`; at one path, its own method beats `ANY`.
///
/// A path without the method does not hide a less specific path that has it: with `POST /test` and
/// `OPTIONS /{proxy+}`, AWS was recorded to give `OPTIONS /test` to the latter (`LocalStack`'s AWS-validated test
/// `test_proxy_routing_with_hardcoded_resource_sibling`).
pub(super) fn find<'a>(
    document: &'a Document,
    method: &Method,
    path: &str,
) -> Option<&'a Arc<Operation>> {
    let is_http_api = document.http_api.is_some();
    let segments = segments(path, is_http_api);
    document
        .operations
        .iter()
        .filter(|operation| {
            let own = operation.method.as_ref();
            own.is_none_or(|own| own == method) && matches(&operation.path, &segments, is_http_api)
        })
        .min_by(|one, other| {
            let kind = |path| is_http_api.then(|| kind(path));
            let by_kind = kind(&one.path).cmp(&kind(&other.path));
            let by_path = rank(&one.path).cmp(rank(&other.path));
            by_kind
                .then(by_path)
                .then_with(|| one.method.is_none().cmp(&other.method.is_none()))
        })
}

/// The parameters of a path that fits the operation; none of another path.
pub(super) fn parameters(operation: &Operation, path: &str) -> Vec<(String, String)> {
    let is_http_api = operation.integration.http_api.is_some();
    let template = &operation.path;
    let segments = segments(path, is_http_api);
    if !matches(template, &segments, is_http_api) {
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

fn segments(path: &str, is_http_api: bool) -> Vec<Cow<'_, str>> {
    // In an HTTP API, an empty segment counts, but for those at the start.
    let path = if is_http_api {
        path.trim_start_matches('/')
    } else {
        path
    };
    path.split('/')
        .filter(|segment| is_http_api || !segment.is_empty())
        .map(|segment| percent_decode_str(segment).decode_utf8_lossy())
        .collect()
}

/// Whether there is nothing between two slashes, or after the last one.
pub(super) fn has_empty_segment(path: &str) -> bool {
    path.split('/').skip(1).any(str::is_empty)
}

fn matches(path: &PathTemplate, segments: &[Cow<'_, str>], is_http_api: bool) -> bool {
    if path.is_default() {
        return true;
    }
    let expected = &path.segments;
    let ends_with_slash = path.text.len() > 1 && path.text.ends_with('/');
    let segments = match segments.split_last() {
        // The root has one segment, an empty one, and so has a route that ends with a slash at its end.
        Some((last, before))
            if is_http_api && last.is_empty() && (expected.is_empty() || ends_with_slash) =>
        {
            before
        }
        _ if is_http_api && ends_with_slash => return false,
        _ => segments,
    };
    let rest = matches!(expected.last(), Some(Segment::Rest(_)));
    let fits = if rest {
        segments.len() >= expected.len()
    } else {
        segments.len() == expected.len()
    };
    fits && expected.iter().zip(segments).all(|pair| match pair {
        (Segment::Literal(literal), segment) => literal == segment,
        (Segment::Parameter(_), segment) => !segment.is_empty(),
        (Segment::Rest(_), _) => true,
    })
}

/// Whether a route of an HTTP API takes one number of segments, any, or all paths; less is better.
fn kind(path: &PathTemplate) -> u8 {
    match path.segments.last() {
        _ if path.is_default() => 2,
        Some(Segment::Rest(_)) => 1,
        _ => 0,
    }
}

/// Compares segment by segment; less is better.
fn rank(path: &PathTemplate) -> impl Iterator<Item = u8> {
    path.segments.iter().map(|segment| match segment {
        Segment::Literal(_) => 0,
        Segment::Parameter(_) => 1,
        Segment::Rest(_) => 2,
    })
}
