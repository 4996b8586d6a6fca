//! The document in `openapi.yaml` is that of the types, and API Gateway makes of each answer what the types say.
#![cfg(feature = "cli")]

use lambda_api_errors::local::assert_integrations_agree;

/// `UPDATE_OPENAPI=1 cargo test` writes the document anew. Look at the difference: clients see it.
#[test]
fn the_committed_document_is_that_of_the_types() {
    let document = api::api().openapi().document().unwrap();
    document.assert_committed("openapi.yaml");
}

#[test]
fn each_answer_reaches_the_client_as_the_types_say() {
    assert_integrations_agree(api::api().openapi());
}
