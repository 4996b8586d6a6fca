//! The gateways that people publish for the five styles, against the types of `examples/styles`.

use expect_test::{Expect, expect};
use lambda_api_errors::{
    Api, Endpoint, Integration,
    axum::extract::FromRef,
    openapi::{Drift, DriftKind},
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
    let openapi = api.integration(integration).openapi();
    let report = openapi.check(published).expect("a readable document");
    report.drifts().to_vec()
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
    let misfire = drifts
        .iter()
        .find(|drift| matches!(drift.kind(), DriftKind::Misfire { .. }));
    assert_eq!(misfire.and_then(Drift::rule), Some("text-selects-pattern"));
    assert_eq!(
        misfires(&drifts),
        [
            Misfire {
                pattern: ".*validation error.*",
                meant: 404,
                gets: 400,
                text: "validation error"
            },
            Misfire {
                pattern: ".*unknown event type.*",
                meant: 400,
                gets: 404,
                text: "unknown event type"
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

/// No source publishes patterns for these.
const EXIT: &str = "an exit of the process";
const TOO_LARGE: &str = "an answer that is too large";
const PANIC: &str = "a panic of the runtime";
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
            (500, vec!["`InternalServerError`", EXIT, TOO_LARGE, PANIC]),
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
            (500, vec!["`InternalServerError`", EXIT, TOO_LARGE, PANIC]),
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
            (500, vec![EXIT, TOO_LARGE, PANIC, "`UnreadableEvent`"]),
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

#[track_caller]
fn report(drifts: &[Drift], expected: &Expect) {
    let lines: Vec<_> = drifts.iter().map(|drift| format!("{drift}\n")).collect();
    expected.assert_eq(&lines.concat());
}

#[test]
fn the_report_of_a_gateway_for_plain_text() {
    report(
        &drifts::<send_form>(
            Integration::Custom,
            include_str!("../fixtures/published/plain_text.json"),
        ),
        &expect![[r#"
            send_form (POST /forms): `passthroughBehavior` is `when_no_templates`, and should be `never`; set `passthroughBehavior` to `never`
            send_form (POST /forms): the template of request for `application/json` makes an event that the function does not take of a request with `text`: `{"body-json":{"text":"text"},"context":{"account-id":"","api-id":"local","api-key":"","authorizer-principal-id":"text","…`; take the template of the types, or have the `Api` accept `EventKind::Passthrough`
            send_form (POST /forms): the template of request for `application/x-www-form-urlencoded` is missing; take the template of the types
            send_form (POST /forms): the template of request for `text/plain` is missing; take the template of the types
            ANY /: the gateway lacks this operation; import the document that the types make
            ANY /forms: the gateway lacks this operation; import the document that the types make
            send_form (POST /forms): no pattern takes `InternalServerError`, an exit of the process, an answer that is too large, a panic of the runtime, which should answer 500 and will answer 204 by the default response; give 500 the pattern `^(?:(?:Internal Server Error: )|(?!(?:Bad Request: |Not Found: )|(?:RequestId: [^ ]{1,99} Error: |[^ ]{1,99} [^ ]{1,99} )Task timed out after [0-9.]{1,99} seconds))[\s\S]+`
            send_form (POST /forms): no pattern takes Lambda's timeout, which should answer 504 and will answer 204 by the default response; give 504 the pattern `^(?:(?!(?:Bad Request: |Not Found: |Internal Server Error: ))(?:RequestId: [^ ]{1,99} Error: |[^ ]{1,99} [^ ]{1,99} )Task timed out after [0-9.]{1,99} seconds)[\s\S]*`
            send_form (POST /forms): 204, which has no template, answers a success with the body `` wrongly: the body is `{"lambdaApiErrors":1,"status":204,"headers":{},"body":""}`, and should be ``; take the template of the types
            send_form (POST /forms): the template of 400 for `application/json` answers the message of `InvalidInput` when the error's text is `"` wrongly: the body is `{"errorMessage": "Bad Request: ""}`, and should be `{"errorMessage":"Bad Request: \""}`; take the template of the types
            send_form (POST /forms): the template of 404 for `application/json` answers the message of `UnknownForm` when the error's text is `"` wrongly: the body is `{"errorMessage": "Not Found: ""}`, and should be `{"errorMessage":"Not Found: \""}`; take the template of the types
            ANY /{proxy+}: the gateway lacks this operation; import the document that the types make
            gateway responses: the gateway answers in its own words; import the gateway responses of the types
            send_form (POST /forms): the method response 204 has the content `application/json Empty`, and should have none; take the content of the types
            send_form (POST /forms): the method responses 400, 404 have the content `application/json Empty`, and should have `application/json ErrorMessage`; take the content of the types
        "#]],
    );
}

#[test]
fn the_report_of_a_gateway_for_lists_of_errors() {
    report(
        &drifts::<register_person>(
            Integration::Custom,
            include_str!("../fixtures/published/status_errors.json"),
        ),
        &expect![[r#"
            register_person (POST /people): `passthroughBehavior` is `when_no_templates`, and should be `never`; set `passthroughBehavior` to `never`
            register_person (POST /people): the template of request for `application/json` makes an event that the function does not take of a request with `text`: `{"body-json":{"text":"text"},"context":{"account-id":"","api-id":"local","api-key":"","authorizer-principal-id":"text","…`; take the template of the types, or have the `Api` accept `EventKind::Passthrough`
            register_person (POST /people): the template of request for `application/x-www-form-urlencoded` is missing; take the template of the types
            register_person (POST /people): the template of request for `text/plain` is missing; take the template of the types
            ANY /: the gateway lacks this operation; import the document that the types make
            ANY /people: the gateway lacks this operation; import the document that the types make
            register_person (POST /people): no pattern takes `BodyTooLarge`, which should answer 413 and will answer 201 by the default response; give 413 the pattern `^(?:\{"status":413,)[\s\S]*`
            register_person (POST /people): no pattern takes `UnsupportedMediaType`, which should answer 415 and will answer 201 by the default response; give 415 the pattern `^(?:\{"status":415,)[\s\S]*`
            register_person (POST /people): no pattern takes `InvalidBody`, which should answer 422 and will answer 201 by the default response; give 422 the pattern `^(?:\{"status":422,)[\s\S]*`
            register_person (POST /people): no pattern takes `InternalServerError`, an exit of the process, an answer that is too large, a panic of the runtime, which should answer 500 and will answer 201 by the default response; give 500 the pattern `^(?:(?:\{"status":500,)|(?!(?:\{"status":400,|\{"status":409,|\{"status":413,|\{"status":415,|\{"status":422,)|(?:RequestId: [^ ]{1,99} Error: |[^ ]{1,99} [^ ]{1,99} )Task timed out after [0-9.]{1,99} seconds))[\s\S]+`
            register_person (POST /people): no pattern takes Lambda's timeout, which should answer 504 and will answer 201 by the default response; give 504 the pattern `^(?:(?!(?:\{"status":400,|\{"status":409,|\{"status":413,|\{"status":415,|\{"status":422,|\{"status":500,))(?:RequestId: [^ ]{1,99} Error: |[^ ]{1,99} [^ ]{1,99} )Task timed out after [0-9.]{1,99} seconds)[\s\S]*`
            register_person (POST /people): the pattern `.*"status":400.*` of 400 also takes the message of `UnreadableEvent`, an event that the function cannot read, and its template gives the client the prefix `Bad Request: ` in front of the body; give 400 the pattern `^(?:\{"status":400,)[\s\S]*`
            register_person (POST /people): the method response 201 does not declare the header `location`; declare `location` under the `headers` of 201
            register_person (POST /people): 201, which has no template, answers a success with the body `{"text":"text"}` wrongly: the body differs from character 3 on: it goes on with `lambdaApiErrors":1,"status":201,"headers":{"Location":"text","content-type":"application/json"},"body":"{\"text\":\"text…`, and should with `text":"text"}`; take the template of the types
            ANY /{proxy+}: the gateway lacks this operation; import the document that the types make
            gateway responses: the gateway answers in its own words; import the gateway responses of the types
            register_person (POST /people): the method response 201 has the content `application/json Empty`, and should have `application/json RegisterPersonResponse`; take the content of the types
            register_person (POST /people): the method response 400 has the content `application/json Empty`, and should have `application/json InvalidPersonOrOthers`; take the content of the types
            register_person (POST /people): the method response 409 has the content `application/json Empty`, and should have `application/json Error301`; take the content of the types
        "#]],
    );
}
