//! What only a deployment knows: compared where it is stated, and a note otherwise.

use super::carts::{document, integration};
use lambda_api_errors::{Api, Function, IntegrationSettings, Security};
use serde_json::{Value, json};
use std::time::Duration;

/// The lines of drifts, and the notes.
fn report(api: &Api, document: &Value) -> (Vec<String>, Vec<String>) {
    let report = api
        .openapi()
        .check(&document.to_string())
        .expect("a document");
    let drifts = report.drifts().iter().map(ToString::to_string).collect();
    (drifts, report.notes().to_vec())
}

const ROLE: &str = "arn:aws:iam::123456789012:role/gateway";

fn deployed(document: &mut Value) {
    let integration = integration(document);
    integration["timeoutInMillis"] = json!(5000);
    integration["credentials"] = json!(ROLE);
    integration["connectionType"] = json!("VPC_LINK");
    integration["connectionId"] = json!("l1");
    integration["tlsConfig"] = json!({"insecureSkipVerification": true});
}

#[test]
fn what_is_not_stated_is_a_note() {
    let api = carts::api();
    let mut document = document(&api);
    assert_eq!(report(&api, &document), (Vec::new(), Vec::new()));
    let uri = integration(&mut document)["uri"].clone();
    let uri = uri.as_str().expect("an address");
    integration(&mut document)["uri"] = json!(uri.replace(":function:carts/", ":function:live/"));
    deployed(&mut document);
    let (drifts, notes) = report(&api, &document);
    assert_eq!(drifts, [""; 0]);
    assert_eq!(
        notes[0],
        "`live` is the function of 1 operation, which is not compared; state it with `Api::function`"
    );
    let settings: Vec<_> = notes
        .iter()
        .filter_map(|note| {
            note.strip_suffix(
                " in 1 operation, which is not compared; state it with `Api::integration_settings`",
            )
        })
        .collect();
    assert_eq!(
        settings,
        [
            "`connectionId` is `l1`",
            "`connectionType` is `VPC_LINK`",
            "`credentials` is `arn:aws:iam::123456789012:role/gateway`",
            "`timeoutInMillis` is `5000`",
            "`tlsConfig.insecureSkipVerification` is `true`",
        ]
    );
}

#[test]
fn what_is_stated_is_compared() {
    let settings = IntegrationSettings::new()
        .timeout(Duration::from_secs(5))
        .credentials(ROLE)
        .vpc_link("l1")
        .skips_certificate_check(true);
    let function = "arn:aws:lambda:eu-west-1:123456789012:function:carts-live";
    let stated = carts::api()
        .integration_settings(settings)
        .function(Function::arn(function));
    let mut document = document(&stated);
    assert_eq!(report(&stated, &document), (Vec::new(), Vec::new()));
    let integration = integration(&mut document);
    integration["timeoutInMillis"] = json!(29000);
    let uri = integration["uri"].as_str().expect("an address");
    integration["uri"] = json!(uri.replace("carts-live", "carts-old"));
    let (drifts, notes) = report(&stated, &document);
    assert_eq!(notes, [""; 0]);
    let name = "add_item (POST /carts/{cart}/items)";
    assert_eq!(
        drifts,
        [
            format!(
                "{name}: `timeoutInMillis` is `29000`, and should be `5000`; set `timeoutInMillis` to `5000`"
            ),
            format!(
                "{name}: `uri` is `carts-old`, and should be `carts-live`; set `uri` to `carts-live`"
            ),
        ]
    );
}

#[test]
fn how_long_an_authorizers_word_counts() {
    let authorizer = || Security::token_authorizer("users", "X-Token", &Function::name("auth"));
    let stated = carts::api().security(authorizer().cached(Duration::from_secs(90)));
    let open = carts::api().security(authorizer());
    let mut document = document(&stated);
    assert_eq!(report(&stated, &document).0, [""; 0]);
    let (drifts, notes) = report(&open, &document);
    assert_eq!(drifts, [""; 0]);
    let note = "`authorizerResultTtlInSeconds` of the security scheme `users` is `90`, which is not compared; state it in `Api::security`";
    assert!(notes.iter().any(|other| other == note), "{notes:#?}");
    let scheme = &mut document["components"]["securitySchemes"]["users"];
    let authorizer = &mut scheme["x-amazon-apigateway-authorizer"];
    authorizer["authorizerResultTtlInSeconds"] = json!(300);
    let uri = authorizer["authorizerUri"].as_str().expect("an address");
    authorizer["authorizerUri"] = json!(uri.replace(":auth/", ":other/"));
    assert_eq!(
        report(&stated, &document).0,
        [
            "security scheme users: `authorizerUri` is `other`, and should be `auth`; set `authorizerUri` to `auth`",
            "security scheme users: `authorizerResultTtlInSeconds` is `300`, and should be `90`; set `authorizerResultTtlInSeconds` to `90`",
        ]
    );
}

#[test]
fn success_says_how_much_was_compared() {
    let api = carts::api();
    let document = document(&api);
    let report = api
        .openapi()
        .check(&document.to_string())
        .expect("a document");
    let compared = report.compared();
    let paths = document["paths"].as_object().expect("an object").values();
    let operations: usize = paths
        .map(|item| item.as_object().expect("an object").len())
        .sum();
    assert_eq!((compared.operations, compared.samples), (operations, 0));
    assert_eq!(
        compared.to_string(),
        format!(
            "{operations} operations, {} integration responses, {} gateway responses and {} models",
            compared.responses, compared.gateway_responses, compared.models
        )
    );
    assert!(compared.responses > 40 && compared.gateway_responses > 10 && compared.models > 3);
}
