//! The gateways that people publish for the five styles, against the types of `examples/styles`.

use lambda_api_errors::{
    Api, Endpoint,
    axum::extract::FromRef,
    openapi::{Drift, DriftKind, Integration},
};
use regex::Regex;
use styles::{
    http_status_details::order_product, plain_text::send_form, proxy::book_ticket,
    result_errors::record_event, status_errors::register_person,
};

fn drifts<P: Endpoint>(integration: Integration, published: &str) -> Vec<Drift>
where
    P::State: FromRef<()>,
{
    let api = Api::<()>::new("published", "1").endpoint::<P>();
    let openapi = api.openapi().integration(integration);
    openapi.check(published).expect("a readable document")
}

/// Whether `pattern`, which is plain but for `.*`, takes the whole of `message` in Java.
fn takes(pattern: &str, message: &str) -> bool {
    let pattern = pattern.replace('.', r"[^\n\r\u{85}\u{2028}\u{2029}]");
    let regex = Regex::new(&format!(r"\A(?:{pattern})\z")).expect("a pattern");
    regex.is_match(message)
}

#[derive(Debug, PartialEq)]
struct Misfire<'a> {
    pattern: &'a str,
    meant: u16,
    gets: u16,
    text: &'a str,
}

/// The misfires among `drifts`, each run again here.
#[track_caller]
fn misfires(drifts: &[Drift]) -> Vec<Misfire<'_>> {
    let mut misfires = Vec::new();
    for drift in drifts {
        if let DriftKind::Misfire {
            pattern,
            status,
            meant,
            text,
            message,
            ..
        } = drift.kind()
        {
            let taken = takes(pattern, message);
            assert_eq!(taken, status != meant, "{drift}");
            let gets = if taken { *status } else { 201 };
            misfires.push(Misfire {
                pattern,
                meant: *meant,
                gets,
                text,
            });
        }
    }
    misfires
}

#[test]
fn words_of_the_body_are_reached_by_text() {
    let drifts = drifts::<record_event>(
        Integration::Custom,
        include_str!("../fixtures/published/result_errors.json"),
    );
    assert_eq!(
        misfires(&drifts),
        [
            Misfire {
                pattern: ".*unknown event type.*",
                meant: 400,
                gets: 404,
                text: "unknown event type"
            },
            Misfire {
                pattern: ".*validation error.*",
                meant: 404,
                gets: 400,
                text: "validation error"
            },
        ]
    );
}

/// What no pattern takes: the status that is meant, and the messages.
fn unmatched(drifts: &[Drift]) -> Vec<(u16, Vec<&str>)> {
    let kinds = drifts.iter().map(Drift::kind);
    kinds
        .filter_map(|kind| match kind {
            DriftKind::Unmatched {
                status, messages, ..
            } => Some((*status, messages.iter().map(String::as_str).collect())),
            _ => None,
        })
        .collect()
}

/// Nobody publishes patterns for these.
const EXIT: &str = "an exit of the process";
const TOO_LARGE: &str = "an answer that is too large";
const TIMEOUT: &str = "Lambda's timeout";

#[test]
fn a_prefix_is_out_of_the_reach_of_text() {
    let drifts = drifts::<send_form>(
        Integration::Custom,
        include_str!("../fixtures/published/plain_text.json"),
    );
    assert_eq!(misfires(&drifts), []);
    assert_eq!(
        unmatched(&drifts),
        [
            (500, vec!["`InternalServerError`", EXIT, TOO_LARGE]),
            (504, vec![TIMEOUT])
        ]
    );
}

#[test]
fn a_quoted_member_is_out_of_the_reach_of_text_whose_quotes_json_escapes() {
    let status_errors = drifts::<register_person>(
        Integration::Custom,
        include_str!("../fixtures/published/status_errors.json"),
    );
    assert_eq!(misfires(&status_errors), []);
    assert_eq!(
        unmatched(&status_errors),
        [
            (413, vec!["`BodyTooLarge`"]),
            (415, vec!["`UnsupportedMediaType`"]),
            (422, vec!["`InvalidBody`"]),
            (500, vec!["`InternalServerError`", EXIT, TOO_LARGE]),
            (504, vec![TIMEOUT])
        ]
    );
    let details = drifts::<order_product>(
        Integration::Custom,
        include_str!("../fixtures/published/http_status_details.json"),
    );
    assert_eq!(misfires(&details), []);
    assert_eq!(
        unmatched(&details),
        [
            (400, vec!["`MalformedJson`", "`UnreadableBody`"]),
            (413, vec!["`BodyTooLarge`"]),
            (415, vec!["`UnsupportedMediaType`"]),
            (422, vec!["`InvalidBody`"]),
            (500, vec![EXIT, TOO_LARGE]),
            (504, vec![TIMEOUT])
        ]
    );
}

#[test]
fn a_loose_prefix_is_reached_by_text() {
    let published = include_str!("../fixtures/published/plain_text.json");
    let loose = published.replace("Bad Request: .*", ".*Bad Request.*");
    let drifts = drifts::<send_form>(Integration::Custom, &loose);
    assert_eq!(
        misfires(&drifts),
        [Misfire {
            pattern: ".*Bad Request.*",
            meant: 404,
            gets: 400,
            text: "Bad Request"
        }]
    );
}

#[test]
fn a_proxy_integration_lacks_only_what_the_gateway_says_by_itself() {
    let drifts = drifts::<book_ticket>(
        Integration::Proxy,
        include_str!("../fixtures/published/proxy.json"),
    );
    let operations: Vec<_> = drifts.iter().map(Drift::operation).collect();
    assert_eq!(
        operations,
        [
            "ANY /",
            "ANY /tickets",
            "ANY /{proxy+}",
            "gateway responses"
        ]
    );
}
