//! `apigw-local routes`.

use crate::{
    run,
    support::{DOCUMENT, file, program},
};
use std::{io::Write, process::Stdio};

#[test]
fn a_table_of_the_operations() {
    let document = file("table.yaml", DOCUMENT);
    let (status, table, log) = run(&["routes", document.to_str().unwrap()]);
    assert_eq!((status, log.as_str()), (0, ""));
    assert_eq!(
        table,
        "GET  /greeting/{name}  greet   200 404\nGET  /health           (mock)  200\n"
    );
}

/// The one status that tools write for each path says nothing of what a proxy answers for all of them.
#[test]
fn a_proxy_of_all_methods_has_any_status() {
    let document = r#"{"openapi": "3.0.1", "info": {"title": "t", "version": "1"}, "paths": {"/{proxy+}": {
        "parameters": [{"name": "proxy", "in": "path", "required": true, "schema": {"type": "string"}}],
        "x-amazon-apigateway-any-method": {
            "responses": {"200": {"description": "OK"}},
            "x-amazon-apigateway-integration": {"type": "http_proxy", "httpMethod": "ANY", "uri": "http://127.0.0.1:9"}
        }
    }}}"#;
    let document = file("proxy.yaml", document);
    let (status, table, _) = run(&["routes", document.to_str().unwrap()]);
    assert_eq!(status, 0);
    assert_eq!(table, "ANY  /{proxy+}  http://127.0.0.1:9  any\n");
}

#[test]
fn json_for_scripts() {
    let document = file("json.yaml", DOCUMENT);
    let (_, printed, _) = run(&["routes", "--json", document.to_str().unwrap()]);
    let routes: serde_json::Value = serde_json::from_str(&printed).unwrap();
    let expected = serde_json::json!([
        {"method": "GET", "path": "/greeting/{name}", "function": "greet", "server": null, "notRun": null, "statuses": [200, 404]},
        {"method": "GET", "path": "/health", "function": null, "server": null, "notRun": null, "statuses": [200]},
    ]);
    assert_eq!(routes, expected);
}

#[test]
fn standard_input_and_a_reader_that_goes_away() {
    let mut process = program()
        .args(["routes", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(process.stdout.take());
    let mut stdin = process.stdin.take().unwrap();
    stdin.write_all(DOCUMENT.as_bytes()).unwrap();
    drop(stdin);
    let output = process.wait_with_output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
}
