//! Cross-origin requests: the gateway's headers for browsers.

use super::{
    tree::Object,
    vtl::{fill, literal},
};
use crate::Cors;

/// The response headers that a page may always read: [Fetch, section 2.2.2](https://fetch.spec.whatwg.org/#cors-safelisted-response-header-name).
const SAFELISTED: [&str; 7] = [
    "cache-control",
    "content-language",
    "content-length",
    "content-type",
    "expires",
    "last-modified",
    "pragma",
];

const ALLOW_ORIGIN: &str = "Access-Control-Allow-Origin";

impl Cors {
    pub(super) fn has_one_origin(&self) -> bool {
        self.origins.len() == 1
    }

    /// The origins that templates distinguish, and one that is unknown.
    pub(super) fn samples(&self) -> Vec<String> {
        if self.has_one_origin() {
            return Vec::new();
        }
        let other = "https://other.invalid".to_owned();
        self.origins.iter().cloned().chain([other]).collect()
    }

    /// The problems of the setting.
    pub(super) fn problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        if self.origins.is_empty() {
            problems.push("`Cors` names no origin".to_owned());
        }
        let any = self.origins.iter().any(|origin| origin == "*");
        if any && !self.has_one_origin() {
            problems.push("`Cors` names `*` and other origins: remove one of the two".to_owned());
        }
        if any && self.credentials {
            problems.push(
                "`Cors` lets every origin send credentials, which browsers refuse: name the origins".to_owned(),
            );
        }
        for origin in self
            .origins
            .iter()
            .filter(|origin| *origin != "*" && !is_origin(origin))
        {
            problems.push(format!(
                "`{}` is not an origin: write scheme and host, `https://shop.example`, without a `/` at the end",
                origin.escape_debug()
            ));
        }
        for name in &self.request_headers {
            if http::HeaderName::try_from(name).is_err() || name.contains('\'') {
                problems.push(format!(
                    "`Cors`: `{}` is not a header name",
                    name.escape_debug()
                ));
            }
        }
        problems
    }

    /// The start of a response template that names the caller's origin, if there are several and it is one of them.
    pub(super) fn template(&self) -> Option<String> {
        if self.has_one_origin() {
            return None;
        }
        let known: Vec<_> = self
            .origins
            .iter()
            .map(|origin| format!("$o=={}", literal(origin)))
            .collect();
        Some(fill(
            include_str!("templates/cors.vtl"),
            &[("is_known", &known.join("||"))],
        ))
    }

    /// The constant headers of an answer that carries the headers `exposed`.
    pub(super) fn response_headers(&self, exposed: &[&str]) -> Vec<(&'static str, String)> {
        let mut headers = Vec::new();
        match &self.origins[..] {
            [origin] => headers.push((ALLOW_ORIGIN, origin.clone())),
            _ => headers.push(("Vary", "Origin".to_owned())),
        }
        if self.credentials {
            headers.push(("Access-Control-Allow-Credentials", "true".to_owned()));
        }
        let exposed = Self::exposed(exposed);
        if !exposed.is_empty() {
            headers.push(("Access-Control-Expose-Headers", exposed.join(",")));
        }
        headers
    }

    /// The headers that a page may read only if the answer says so.
    pub(super) fn exposed<'h>(names: &[&'h str]) -> Vec<&'h str> {
        let names = names.iter().copied();
        names
            .filter(|name| !SAFELISTED.contains(&name.to_ascii_lowercase().as_str()))
            .collect()
    }

    /// The constant headers of the answer to a preflight request, in addition to those of every answer.
    pub(super) fn preflight_headers(&self, methods: &[String]) -> Vec<(&'static str, String)> {
        let mut headers = vec![("Access-Control-Allow-Methods", methods.join(","))];
        headers.push((
            "Access-Control-Allow-Headers",
            self.request_headers.join(","),
        ));
        if let Some(max_age) = self.max_age {
            headers.push(("Access-Control-Max-Age", max_age.as_secs().to_string()));
        }
        headers
    }

    /// The headers of the answers that the gateway gives by itself.
    pub(super) fn gateway_headers(&self) -> Vec<(&'static str, String)> {
        if self.has_one_origin() {
            self.response_headers(&[])
        } else {
            Vec::new()
        }
    }

    /// The name of the header that templates set, where no mapping does.
    pub(super) fn templated_header(&self) -> Option<&'static str> {
        (!self.has_one_origin()).then_some(ALLOW_ORIGIN)
    }
}

fn is_origin(text: &str) -> bool {
    let Some((scheme, host)) = text.split_once("://") else {
        return false;
    };
    let host_character = |c: char| c.is_ascii_alphanumeric() || "-.:[]_".contains(c);
    !scheme.is_empty()
        && scheme
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || "+-.".contains(c))
        && !host.is_empty()
        && host.chars().all(host_character)
}

/// Parameter mappings that set these headers to constants; `target` is `method.response` or `gatewayresponse`.
pub(super) fn mappings(target: &str, headers: &[(&str, String)]) -> Object {
    headers
        .iter()
        .map(|(name, value)| (format!("{target}.header.{name}"), format!("'{value}'")))
        .collect()
}
