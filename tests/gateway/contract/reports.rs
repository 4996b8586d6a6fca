//! The differences that the assertion reports, in documents that were changed by hand.

use super::{CARTS, CARTS_PROXY};
use lambda_api_errors::{
    Api,
    local::{ContractTest, ContractTestError, Difference},
};

/// The differences that `document`, in the place of the carts' custom one, makes.
fn differences(document: String) -> Vec<Difference> {
    let api = Api::<carts::Shop>::new("carts", "1")
        .endpoint::<carts::endpoints::create_cart>()
        .endpoint::<carts::endpoints::checkout>();
    match ContractTest::new(api.openapi())
        .custom_document(document)
        .run()
    {
        Err(ContractTestError::Differences(differences)) => differences,
        other => panic!("{other:?}"),
    }
}

/// The carts' document, changed at the first place where `from` stands.
#[track_caller]
fn changed(from: &str, to: &str) -> String {
    assert!(CARTS.contains(from), "{from}");
    CARTS.replacen(from, to, 1)
}

#[track_caller]
fn reported(document: String, operation: &str, response: &str, what: &str) {
    let found = differences(document);
    let is_it = |difference: &&Difference| {
        (
            difference.operation.as_str(),
            difference.response.as_str(),
            difference.what,
        ) == (operation, response, what)
    };
    assert!(
        found.iter().any(|difference| is_it(&difference)),
        "{}",
        ContractTestError::Differences(found)
    );
}

#[test]
fn the_committed_documents_are_the_same() {
    ContractTest::new(carts::api().openapi())
        .custom_document(CARTS)
        .proxy_document(CARTS_PROXY)
        .assert();
}

#[test]
fn a_prefix_that_no_pattern_has_is_reported() {
    let document = changed(
        "^(?:Validation Failed: |Bad Request: )",
        "^(?:Validation failed: |Bad Request: )",
    );
    reported(document, "POST /carts", "400 InvalidCart", "another status");
}

#[test]
fn two_patterns_for_one_message_are_reported() {
    let document = CARTS.replace(r#""^(?:Conflict: )\\{[\\s\\S]*""#, r#"".*: \\{[\\s\\S]*""#);
    reported(
        document,
        "POST /carts/{cart}/checkout",
        "429 TooManyAttempts",
        "another status",
    );
}

#[test]
fn a_catch_all_that_takes_successes_is_reported() {
    let document = CARTS.replace(r"))[\\s\\S]+", r"))[\\s\\S]*");
    reported(document, "POST /carts", "201 success", "another status");
}

#[test]
fn a_template_that_loses_the_body_is_reported() {
    let document = CARTS.replace(".indexOf(", ".lastIndexOf(");
    reported(
        document,
        "POST /carts/{cart}/checkout",
        "409 CartEmpty",
        "another body",
    );
}

#[test]
fn a_header_that_is_not_set_is_reported() {
    let document = CARTS.replace(
        "$context.responseOverride.header",
        "$context.responseOverride.headers",
    );
    assert_ne!(document, CARTS);
    reported(
        document,
        "POST /carts/{cart}/checkout",
        "429 TooManyAttempts",
        "other headers",
    );
    let document = CARTS.replace("'application/problem+json'", "'application/json'");
    reported(document, "POST /carts", "400 InvalidCart", "other headers");
}

#[test]
fn a_status_that_is_not_declared_is_reported() {
    let document = changed("        \"413\":\n", "        \"414\":\n");
    assert!(
        differences(document)
            .iter()
            .any(|difference| difference.response == "413 BodyTooLarge")
    );
}

#[test]
fn a_default_that_lets_failures_pass_is_reported() {
    let published = include_str!("../../fixtures/published/plain_text.json");
    let openapi = Api::<()>::new("forms", "1")
        .endpoint::<styles::plain_text::send_form>()
        .openapi();
    let error = ContractTest::new(openapi)
        .custom_document(published)
        .run()
        .unwrap_err();
    let shown = error.to_string();
    assert!(
        shown.contains("POST /forms: Lambda's timeout: through the custom integration: this is not a failure of the server"),
        "{shown}"
    );
    assert!(shown.contains("the default for 204"), "{shown}");
}

#[test]
fn a_document_that_cannot_be_run_is_reported() {
    let error = ContractTest::new(carts::api().openapi())
        .custom_document(changed("[\\\\s\\\\S]*\":", "{\":"))
        .run()
        .unwrap_err();
    assert!(matches!(error, ContractTestError::Unreadable(_)), "{error}");
}

#[test]
fn differences_beyond_the_first_are_told_in_short() {
    let found = differences(CARTS.replace("'application/problem+json'", "'application/json'"));
    let headings: Vec<_> = found
        .iter()
        .map(|difference| difference.to_string().lines().next().unwrap().to_owned())
        .collect();
    assert!(headings.len() > 6, "{headings:?}");
    let shown = ContractTestError::Differences(found).to_string();
    let (in_full, in_short) = shown.split_once("\n\nand, in short:\n").unwrap();
    assert!(
        headings[..5]
            .iter()
            .all(|heading| in_full.contains(heading))
    );
    assert_eq!(in_short.lines().collect::<Vec<_>>(), headings[5..]);
}
