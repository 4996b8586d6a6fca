//! The committed documents are those of the types. `UPDATE_OPENAPI=1 cargo test -p carts` writes them anew.
#![cfg(feature = "openapi")]

use carts::service;
use lambda_api_errors::openapi::{Integration, OpenApi};

fn openapi() -> OpenApi {
    service().unwrap().openapi()
}

#[test]
fn custom_integration() {
    openapi()
        .document()
        .unwrap()
        .assert_committed("openapi/custom.yaml");
}

#[test]
fn proxy_integration() {
    let openapi = openapi().integration(Integration::Proxy);
    openapi
        .document()
        .unwrap()
        .assert_committed("openapi/proxy.yaml");
}
