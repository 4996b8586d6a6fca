//! The document for clients, by the tools of clients: what TypeScript makes of it, and whether the API answers as it says.

use crate::{
    carts_api::Carts,
    tools::{npm_tool, output, run, tool, workspace},
};
use lambda_api_errors::{
    Api, FieldError, Integration, Json, api_errors, lambda_endpoint, schemars::JsonSchema,
};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use std::{fs, path::PathBuf};

/// An order.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(crate = "lambda_api_errors::schemars")]
#[expect(dead_code, reason = "only its schema is looked at")]
struct Order {
    sku: String,
}

/// When a shop opens.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(crate = "lambda_api_errors::schemars")]
struct Opening {
    hour: u8,
}

/// An API whose orders fail in these ways, and perhaps in others.
macro_rules! shop {
    ($name:ident: $($other:tt)*) => {
        mod $name {
            use super::*;

            #[api_errors]
            #[derive(Debug, thiserror::Error)]
            #[expect(dead_code, reason = "only the contract is looked at")]
            pub(super) enum OrderError {
                #[error("only {left} of {sku} are left")]
                #[api(status = 409)]
                SoldOut {
                    #[api(extension)]
                    sku: String,
                    #[api(extension)]
                    left: u32,
                },
                #[error("closed")]
                #[api(status = 409)]
                Closed {
                    #[api(extension)]
                    until: Option<Opening>,
                },
                #[error("invalid")]
                #[api(status = 400)]
                InvalidOrder(#[api(errors)] Vec<FieldError>),
                $($other)*
            }

            #[lambda_endpoint(POST, "/orders")]
            pub(super) async fn order(Json(_): Json<Order>) -> Result<Json<u32>, OrderError> {
                Ok(Json(1))
            }
        }
    };
}

shop! { first: }
shop! { second:
    #[error("the order is stuck")]
    #[api(status = 409)]
    Stuck,
}

#[test]
fn a_program_in_typescript_must_handle_each_code() {
    let shop = || Api::<()>::new("shop", "1.0.0");
    let first = compiled("first", &shop().endpoint::<first::order>());
    assert!(first.is_empty(), "{first}");
    let second = compiled("second", &shop().endpoint::<second::order>());
    let expected = "order.ts(26,24): error TS2345: Argument of type ";
    assert!(second.starts_with(expected), "{second}");
    assert!(
        second.contains("code: \"Stuck\"") && second.contains("to parameter of type 'never'"),
        "{second}"
    );
    assert_eq!(second.matches("error TS").count(), 1, "{second}");
}

/// What `tsc` says of the program with the document of `api`.
fn compiled(name: &str, api: &Api<()>) -> String {
    let folder = folder("typescript").join(name);
    fs::create_dir_all(&folder).expect("a folder");
    let document = folder.join("clients.json");
    let clients = api.openapi().clients_document().expect("a document");
    fs::write(&document, clients.to_json()).expect("a file");
    fs::copy(
        workspace().join("tests/deploy/typescript/order.ts"),
        folder.join("order.ts"),
    )
    .expect("a file");
    run(npm_tool("tests/tools", "openapi-typescript")
        .arg(&document)
        .arg("--output")
        .arg(folder.join("api.d.ts")));
    let compiler = output(
        npm_tool("tests/tools", "tsc")
            .args([
                "--strict",
                "--noEmit",
                "--target",
                "es2022",
                "--moduleResolution",
                "bundler",
                "--module",
                "es2022",
            ])
            .args([
                "--exactOptionalPropertyTypes",
                "--noFallthroughCasesInSwitch",
                "--pretty",
                "false",
            ])
            .arg("order.ts")
            .current_dir(&folder),
    );
    String::from_utf8(compiler.stdout).expect("text")
}

/// The carts API has a cart whose record is damaged, `carts::store::DAMAGED`: the one fault that a program which tries many requests
/// must find, and may find.
#[track_caller]
fn only_the_damaged_cart_is_found(integration: Integration) {
    let report = tried(integration);
    let failures = report["failures"].as_array().expect("a list");
    let [fault] = &failures[..] else {
        panic!("not one kind of failure: {failures:#?}")
    };
    assert_eq!(fault["type"], "ServerError", "{fault:#}");
    let operations = fault["operations"].as_array().expect("a list").iter();
    let operations: Vec<_> = operations.filter_map(Value::as_str).collect();
    assert!(operations.contains(&"GET /carts/{cart}"), "{fault:#}");
    let has_cart = |operation: &&str| operation.contains("{cart}");
    assert!(operations.iter().all(has_cart), "{fault:#}");
    assert_eq!(report["errors"], json!([]));
    assert_eq!(report["complete"], true);
    assert_eq!(report["operations"]["tested"], 6);
    let phases = &report["phases"];
    assert_eq!(phases["coverage"]["status"], "failure", "{phases:#}");
    assert_eq!(phases["fuzzing"]["status"], "failure", "{phases:#}");
    // Its scenarios ask for carts that they made.
    assert_eq!(phases["stateful"]["status"], "success", "{phases:#}");
    let (cases, seconds) = (&report["test_cases"], &report["running_time"]);
    println!("{integration}: {cases} in {seconds} s");
}

#[test]
fn a_custom_integration_answers_as_the_document_for_clients_says() {
    only_the_damaged_cart_is_found(Integration::Custom);
}

#[test]
fn a_proxy_integration_answers_as_the_document_for_clients_says() {
    only_the_damaged_cart_is_found(Integration::Proxy);
}

/// What schemathesis reports of the carts API behind the local gateway: all checks, all phases.
fn tried(integration: Integration) -> Value {
    let folder = folder("schemathesis").join(integration.to_string());
    let carts = Carts::served(integration, &folder);
    let report = folder.join("report.json");
    let deploy = workspace().join("tests/deploy");
    // It fails, since it finds the fault.
    let ended = output(
        tool("schemathesis")
            .env("PYTHONPATH", &deploy)
            .env("SCHEMATHESIS_HOOKS", "schemathesis_hooks")
            .arg("--config-file")
            .arg(deploy.join("schemathesis.toml"))
            .arg("run")
            .arg(&carts.clients_document)
            .args(["--url", &carts.address, "--no-color"])
            .args(["--checks", "all", "--max-examples", "200"])
            .args(["--continue-on-failure", "--generation-deterministic"])
            .arg("--report-json-path")
            .arg(&report)
            .current_dir(&folder),
    );
    let text = fs::read_to_string(&report);
    let text =
        text.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&ended.stderr)));
    serde_json::from_str(&text).expect("a report")
}

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}
