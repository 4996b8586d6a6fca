//! The function that takes what no endpoint takes.

use super::{INTEGRATION, api, at, document, text};
use crate::{Api, Function, Integration, NoContent, Security, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/carts/{cart}")]
async fn cart() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

const ANY: &str = "x-amazon-apigateway-any-method";

fn with_fallback() -> Api {
    api()
        .endpoint::<cart>()
        .security(Security::iam())
        .security_of::<cart>(Security::open())
        .fallback_function(Function::name("old"))
}

#[test]
fn each_resource_passes_what_its_endpoints_do_not_take() {
    for integration in [Integration::Custom, Integration::Proxy] {
        let root = document(&with_fallback().integration(integration));
        for path in ["/", "/carts", "/carts/{cart}", "/{proxy+}"] {
            let own = ["paths", path, ANY, INTEGRATION];
            assert_eq!(text(&root, &[&own[..], &["type"]].concat()), "aws_proxy");
            let uri = text(&root, &[&own[..], &["uri"]].concat());
            assert!(uri.ends_with(":function:old/invocations"), "{uri}");
            at(&root, &["paths", path, ANY, "security"]);
        }
    }
}

#[test]
fn an_api_without_endpoints_has_a_document() {
    let root = document(&api().fallback_function(Function::name("old")));
    at(&root, &["paths", "/{proxy+}", ANY, INTEGRATION]);
}

#[test]
fn a_name_that_no_function_has_is_refused() {
    let refused = with_fallback().fallback_function(Function::name("a b"));
    let error = refused.openapi().document().unwrap_err();
    assert!(error.to_string().contains("`a b` is not a name"), "{error}");
}

#[test]
fn check_finds_another_function_and_the_gateways_own_answers() {
    let drifts = |api: &Api, deployed: &Api| -> Vec<String> {
        let document = deployed.openapi().document().unwrap().to_json();
        let report = api.openapi().check(&document).unwrap();
        report.drifts().iter().map(ToString::to_string).collect()
    };
    for integration in [Integration::Custom, Integration::Proxy] {
        let api = || with_fallback().integration(integration);
        assert_eq!(drifts(&api(), &api()), [""; 0]);
        let renamed = drifts(&api(), &api().fallback_function(Function::name("new")));
        assert!(
            renamed[0].contains("`old`") && renamed[0].contains("`new`"),
            "{renamed:?}"
        );
        let mut without = api();
        without.settings.fallback = None;
        let mocked = drifts(&api(), &without);
        assert!(
            mocked.iter().any(|drift| drift.contains("mock")),
            "{mocked:?}"
        );
        let passed = drifts(&without, &api());
        assert_eq!(
            passed.is_empty(),
            integration == Integration::Proxy,
            "{passed:?}"
        );
    }
}
