//! Who may look: programs of this machine, and pages of the console itself.
//!
//! A page of the web can send requests to loopback, and can let a name of its own point there. So the host must be loopback, and
//! another origin can only link to a page: it can change nothing, and take no place among the listeners. What a page shows is text of foreign requests, so no
//! script but the console's runs, and no other page may frame it.

use crate::server::Hosts;
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header, request::Parts};

/// No script, style, image or connection but the console's own; no frames, and forms lead to the console only.
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; \
     form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, CONTENT_SECURITY_POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
];

/// Adds the headers that protect the reader of an answer.
pub(super) fn protect(headers: &mut HeaderMap) {
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

/// Why the request is refused; `None` if it is let through.
pub(super) fn refusal(head: &Parts) -> Option<(StatusCode, String)> {
    if let Err(refusal) = Hosts::default().check(head) {
        let status = refusal.status();
        let reason = match status {
            StatusCode::MISDIRECTED_REQUEST => {
                "the console answers only under `localhost` or `127.0.0.1`".to_owned()
            }
            _ => refusal.to_string(),
        };
        return Some((status, reason));
    }
    let host = head.headers.get(header::HOST).map(HeaderValue::as_bytes);
    let foreign = match head.headers.get(header::ORIGIN) {
        Some(origin) => {
            let origin = origin.as_bytes().strip_prefix(b"http://");
            origin.is_none() || origin != host
        }
        None => false,
    };
    let site = head.headers.get("sec-fetch-site");
    let is_foreign_site = site.is_some_and(|site| site != "same-origin" && site != "none");
    let reads = head.method == Method::GET || head.method == Method::HEAD;
    let mode = head.headers.get("sec-fetch-mode");
    // A user who follows a link sends a navigation; an image, a script or `fetch` sends anything else.
    let is_link = reads && mode.is_none_or(|mode| mode == "navigate");
    let foreign_site = is_foreign_site && !is_link;
    (foreign || foreign_site).then(|| {
        let reason = "a page of another origin cannot use the console";
        (StatusCode::FORBIDDEN, reason.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn status(method: Method, headers: &[(&str, &str)]) -> Option<u16> {
        let mut request = http::Request::builder().method(method).uri("/");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let head = request.body(()).unwrap().into_parts().0;
        refusal(&head).map(|(status, _)| status.as_u16())
    }

    #[test]
    fn only_loopback_is_a_host() {
        assert_eq!(status(Method::GET, &[("host", "127.0.0.1:8701")]), None);
        assert_eq!(status(Method::GET, &[("host", "localhost:8701")]), None);
        assert_eq!(
            status(Method::GET, &[("host", "evil.example:8701")]),
            Some(421)
        );
        assert_eq!(status(Method::GET, &[]), Some(400));
    }

    #[test]
    fn another_origin_can_do_nothing() {
        let host = ("host", "localhost:8701");
        for (origin, expected) in [
            ("http://localhost:8701", None),
            ("http://localhost:8700", Some(403)),
            ("http://127.0.0.1:8701", Some(403)),
            ("https://localhost:8701", Some(403)),
            ("https://evil.example", Some(403)),
            ("null", Some(403)),
        ] {
            for method in [Method::GET, Method::POST] {
                assert_eq!(
                    status(method, &[host, ("origin", origin)]),
                    expected,
                    "{origin}"
                );
            }
        }
    }

    #[test]
    fn another_site_can_link_to_the_console_and_change_nothing() {
        let host = ("host", "localhost:8701");
        for (site, changes) in [
            ("cross-site", Some(403)),
            ("same-site", Some(403)),
            ("same-origin", None),
            ("none", None),
        ] {
            let headers = [host, ("sec-fetch-site", site)];
            assert_eq!(status(Method::GET, &headers), None, "{site}");
            assert_eq!(status(Method::POST, &headers), changes, "{site}");
            for (mode, expected) in [("navigate", None), ("no-cors", changes), ("cors", changes)] {
                let headers = [host, ("sec-fetch-site", site), ("sec-fetch-mode", mode)];
                assert_eq!(status(Method::GET, &headers), expected, "{site} {mode}");
            }
        }
    }
}
