//! The program, files, and a document for it.

use std::{fs, path::PathBuf, process::Command};

pub(crate) const DOCUMENT: &str = r#"
openapi: 3.0.1
info: {title: greeter, version: "1"}
paths:
  /greeting/{name}:
    get:
      responses: {200: {description: OK}, 404: {description: Not Found}}
      x-amazon-apigateway-integration:
        type: aws
        httpMethod: POST
        uri: arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/greet/invocations
        requestTemplates: {application/json: '{"name": "$input.params(''name'')"}'}
        responses:
          default: {statusCode: 200}
          "Bad Request: .*": {statusCode: 400}
          "Not Found: .*": {statusCode: 404}
  /health:
    get:
      responses: {200: {description: OK}}
      x-amazon-apigateway-integration:
        type: mock
        requestTemplates: {application/json: '{"statusCode": 200}'}
        responses: {default: {statusCode: 200, responseTemplates: {application/json: well}}}
"#;

pub(crate) fn program() -> Command {
    let mut program = Command::new(env!("CARGO_BIN_EXE_apigw-local"));
    program.env_remove("NO_COLOR").env_remove("CLICOLOR_FORCE");
    program
}

/// A file of this test with this text.
pub(crate) fn file(name: &str, text: &str) -> PathBuf {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name.replace('.', "-"));
    fs::create_dir_all(&folder).unwrap();
    let file = folder.join(name);
    fs::write(&file, text).unwrap();
    file
}
