//! The committed documents are those of the types. `UPDATE_OPENAPI=1 cargo test -p carts` writes them anew.
#![cfg(feature = "openapi")]

use carts::api;
use lambda_api_errors::Integration;

#[test]
fn custom_integration() {
    api()
        .openapi()
        .document()
        .unwrap()
        .assert_committed("openapi/custom.yaml");
}

#[test]
fn proxy_integration() {
    api()
        .integration(Integration::Proxy)
        .openapi()
        .document()
        .unwrap()
        .assert_committed("openapi/proxy.yaml");
}

#[test]
fn clients() {
    api()
        .openapi()
        .clients_document()
        .unwrap()
        .assert_committed("openapi/clients.yaml");
}
