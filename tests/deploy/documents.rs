//! Validators of `OpenAPI` documents, which know nothing of API Gateway.

use crate::tools::{cargo, npm_tool, run, tool, workspace};
use std::{fs, path::Path};

#[test]
fn the_custom_document_is_valid() {
    validate("custom");
}

#[test]
fn the_proxy_document_is_valid() {
    validate("proxy");
}

fn validate(integration: &str) {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
    fs::create_dir_all(&folder).expect("a folder");
    let document = folder.join(format!("{integration}.json"));
    run(cargo(&["run", "--quiet", "-p", "carts"])
        .args(["--", "openapi", "--cors", "https://shop.example"])
        .args(["--integration", integration, "--output"])
        .arg(&document));
    run(tool("openapi-spec-validator")
        .args(["--schema", "3.0"])
        .arg(&document));
    run(npm_tool("tests/deploy", "redocly")
        .args(["lint", "--extends=spec"])
        .arg(&document));
    let ruleset = workspace().join("tests/deploy/spectral.yaml");
    run(npm_tool("tests/deploy", "spectral")
        .args(["lint", "--fail-severity=warn", "--ruleset"])
        .arg(ruleset)
        .arg(&document));
}
