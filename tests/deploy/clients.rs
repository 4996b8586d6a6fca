//! The document for clients, by the tools of clients: what TypeScript makes of it, and whether the API answers as it says.

use crate::tools::{npm_tool, output, run, tool, workspace};
use lambda_api_errors::{
    Api, FieldError, Integration, Json, api_errors, lambda_endpoint,
    local::{Document, LocalGateway, LocalServer, ServiceFunction},
    schemars::JsonSchema,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::{fs, path::PathBuf, time::Duration};

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
#[test]
fn the_carts_api_answers_as_its_document_for_clients_says() {
    for integration in [Integration::Custom, Integration::Proxy] {
        let report = tried(integration);
        let failures = report["failures"].as_array().expect("a list");
        let [fault] = &failures[..] else {
            panic!("{integration}: not one kind of failure: {failures:#?}")
        };
        assert_eq!(fault["type"], "ServerError", "{fault:#}");
        let operations: Vec<_> = fault["operations"]
            .as_array()
            .expect("a list")
            .iter()
            .map(|operation| operation.as_str().unwrap_or_default().to_owned())
            .collect();
        assert!(
            operations.contains(&"GET /carts/{cart}".to_owned()),
            "{fault:#}"
        );
        assert!(
            operations
                .iter()
                .all(|operation| operation.contains("{cart}")),
            "{fault:#}"
        );
        assert_eq!(report["errors"], Value::Array(Vec::new()));
        assert_eq!(report["operations"]["tested"], 6);
        println!(
            "{integration}: {} in {} s",
            report["test_cases"], report["running_time"]
        );
    }
}

/// What schemathesis reports of the carts API behind the local gateway. Scenarios of several requests are left out: all share one
/// shop, where a cart that one scenario made can be closed before another asks for it.
fn tried(integration: Integration) -> Value {
    let folder = folder("schemathesis").join(integration.to_string());
    fs::create_dir_all(&folder).expect("a folder");
    let (document, report) = (folder.join("clients.json"), folder.join("report.json"));
    let api = carts::api().integration(integration);
    let clients = api.openapi().clients_document().expect("a document");
    fs::write(&document, clients.to_json()).expect("a file");
    let gateway = api.openapi().document().expect("a document").to_json();
    let function = ServiceFunction::new(api.service().expect("an API"), Duration::from_secs(10));
    let gateway = LocalGateway::new(Document::read(&gateway).expect("a document"), function);
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let server = runtime
        .block_on(LocalServer::bind(gateway, 0))
        .expect("a free port");
    let address = format!("http://{}", server.address().expect("an address"));
    runtime.spawn(server.run());
    // It fails, since it finds the fault.
    let ended = output(
        tool("schemathesis")
            .env("PYTHONPATH", workspace().join("tests/deploy"))
            .env("SCHEMATHESIS_HOOKS", "schemathesis_hooks")
            .arg("run")
            .arg(&document)
            .args([
                "--url",
                &address,
                "--checks",
                "all",
                "--phases",
                "coverage,fuzzing",
                "--max-examples",
                "200",
                "--seed",
                "1",
                "--no-color",
            ])
            .arg("--report-json-path")
            .arg(&report)
            .current_dir(&folder),
    );
    let text = fs::read_to_string(&report);
    let text =
        text.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&ended.stdout)));
    serde_json::from_str(&text).expect("a report")
}

fn folder(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name)
}
