//! Validators of `OpenAPI` documents, which know nothing of API Gateway.

use crate::tools::{cargo, npm_tool, run, tool, workspace};
use std::{
    fs,
    path::{Path, PathBuf},
};

#[test]
fn the_committed_documents_are_valid() {
    let folder = workspace().join("examples/carts/openapi");
    validate(&["custom", "proxy"].map(|integration| folder.join(format!("{integration}.yaml"))));
}

#[test]
fn the_committed_document_for_clients_is_valid() {
    let document = workspace().join("examples/carts/openapi/clients.yaml");
    validate_as("3.1", &[document]);
}

#[test]
fn the_documents_for_web_pages_are_valid() {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("documents");
    fs::create_dir_all(&folder).expect("a folder");
    validate(&["custom", "proxy"].map(|integration| {
        let document = folder.join(format!("{integration}.json"));
        run(cargo(&["run", "--quiet", "-p", "carts"])
            .args(["--", "openapi", "--cors", "https://shop.example"])
            .args(["--integration", integration, "--output"])
            .arg(&document));
        document
    }));
}

fn validate(documents: &[PathBuf]) {
    validate_as("3.0", documents);
}

fn validate_as(version: &str, documents: &[PathBuf]) {
    run(tool("openapi-spec-validator")
        .args(["--schema", version])
        .args(documents));
    run(npm_tool("tests/tools", "redocly")
        .args(["lint", "--extends=spec"])
        .args(documents));
    run(npm_tool("tests/tools", "spectral")
        .args(["lint", "--fail-severity=warn", "--ruleset"])
        .arg(workspace().join("tests/deploy/spectral.yaml"))
        .args(documents));
}
