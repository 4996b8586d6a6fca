//! Each response of a contract is the same through both integrations, and the assertion of that notices what is not.

use lambda_api_errors::{
    Api, Json, api_errors,
    axum::{body::Bytes, extract::FromRef},
    http::Request,
    lambda_endpoint,
    local::{
        BothIntegrations, ContractTest, ContractTestError, Difference, Document, LocalGateway,
        ServiceFunction, assert_same_answers,
    },
    openapi::{Cors, Function, Integration, Security},
};
use lambda_api_errors_tests::{formats, hostile::HOSTILE};
use std::time::Duration;

const CARTS: &str = include_str!("../../examples/carts/openapi/custom.yaml");
const CARTS_PROXY: &str = include_str!("../../examples/carts/openapi/proxy.yaml");

#[test]
fn every_response_of_every_format_is_the_same() {
    let compared = ContractTest::new(formats::api().openapi())
        .run()
        .unwrap_or_else(|error| panic!("{error}"));
    assert!(compared > 20_000, "{compared}");
}

#[test]
fn every_response_of_the_styles_is_the_same() {
    assert_same_answers(styles::service().unwrap().openapi());
}

#[test]
fn cors_credentials_validation_and_stage_variables_change_no_answer() {
    let openapi = carts::api()
        .openapi()
        .cors(Cors::origins([
            "https://shop.example",
            "https://admin.example",
        ]))
        .security(Security::api_key())
        .function(Function::stage_variable("fn"))
        .validate_bodies();
    assert_same_answers(openapi);
}
