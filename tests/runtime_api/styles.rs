//! A function in Rust as a process behind the published styles: what each failure answers, beside the same in JavaScript and Python, which the
//! suite `languages` of `apigw-local` has.

use apigw_local::{Document, FunctionCommand, FunctionProcesses, LocalGateway};
use lambda_api_errors::{axum::body::Bytes, http::Request};
use serde_json::json;
use std::time::Duration;

const SWAGGER: &str = include_str!("../../examples/javascript/swagger.yaml");

#[tokio::test]
async fn a_function_in_rust_fails_as_those_in_other_languages() {
    let function = FunctionCommand::new(env!("CARGO_BIN_EXE_styles_function"), [""; 0]);
    let function = function.timeout(Duration::from_secs(2));
    let processes = FunctionProcesses::new([(None, function)]);
    let document = Document::read(SWAGGER).expect("a document");
    let gateway = LocalGateway::new(document, processes.clone());
    for style in ["result", "plain", "status", "details", "proxy"] {
        let fails = if style == "details" { 500 } else { 400 };
        let is_proxy = style == "proxy";
        let lost = if is_proxy { 502 } else { 200 };
        // `lambda_runtime` puts `Lambda panicked: ` in front, behind which only a pattern for the whole message finds nothing.
        let panics = if style == "plain" { 200 } else { fails };
        for (how, expected) in [
            ("ends well", 200),
            ("answers the error", fails),
            ("returns", if is_proxy { 502 } else { fails }),
            ("panics", if is_proxy { 502 } else { panics }),
            ("hangs", lost),
            ("exits", lost),
        ] {
            let body = json!({ "style": style, "how": how }).to_string();
            let request = Request::post(format!("/{style}"))
                .header("Content-Type", "application/json")
                .body(Bytes::from(body))
                .expect("a request");
            let (answer, _) = gateway.answer(request).await;
            let body = String::from_utf8_lossy(answer.body()).into_owned();
            assert_eq!(answer.status().as_u16(), expected, "{style} {how}: {body}");
        }
    }
    processes.stop();
}
