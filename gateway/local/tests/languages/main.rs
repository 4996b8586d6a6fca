//! Functions in Node.js and Python, by their handlers: what each failure answers, beside what Lambda was recorded to answer.
//!
//! The tests need `node` and `python3` on the PATH, and one of them AWS's client for Python.

#![cfg(unix)]

mod authorizer;
mod packaged;
#[expect(dead_code, reason = "the suite `cli` uses all of it")]
#[path = "../cli/server.rs"]
mod server;
#[path = "../cli/support.rs"]
mod support;

use server::{Server, get};
use std::{fs, path::Path, process::Command};
use support::{DOCUMENT, file};

const NODE: &str = r"
exports.handler = (event, context, callback) => {
  console.log('has', event.name);
  switch (event.name) {
    case 'calls-back': return callback(new Error('Not Found: called back'));
    case 'throws': throw new Error('Not Found: thrown');
    case 'rejects': return Promise.reject(new Error('Not Found: rejected'));
    case 'throws-later': setTimeout(() => { throw new Error('Not Found: later'); }, 10); return;
    case 'says-a-text': return callback('Not Found: text');
    case 'exits': process.exit(3);
    case 'hangs': setInterval(() => {}, 1000); return;
    case 'ends': return;
    case 'waits': setTimeout(() => console.log('after the callback'), 10); return callback(null, 'waited');
    default: callback(null, {hello: event.name});
  }
};
";
const PYTHON: &str = r"
import os, time
def handler(event, context):
    name = event['name']
    print('has', name)
    if name == 'throws': raise Exception('Not Found: thrown')
    if name == 'exits': os._exit(3)
    if name == 'hangs': time.sleep(1000)
    return {'hello': name}
";

/// The status and the start of the answer, for each name.
fn answers(name: &str, code: &str, command: &str, expected: &[(&str, u16, &str)]) -> Server {
    let document = file(&format!("{name}.yaml"), DOCUMENT);
    let script = document.with_file_name(if code == NODE { "app.js" } else { "app.py" });
    fs::write(script, code).unwrap();
    let folder = document.parent().unwrap();
    let arguments = ["--function", command, "--function-timeout", "2"];
    let server = Server::start_in(
        folder,
        &[&[document.to_str().unwrap()], &arguments[..]].concat(),
    );
    let mut stream = server.connect();
    for (name, status, body) in expected {
        let (head, answer) = get(&mut stream, &format!("/greeting/{name}"));
        assert!(
            head.contains(&status.to_string()),
            "{name}: {head}\n{answer}"
        );
        let (start, end) = body.split_once('…').unwrap_or((body, ""));
        assert!(
            answer.starts_with(start) && answer.ends_with(end),
            "{name}: {answer}"
        );
    }
    server
}

const EXITED: &str = r#"{"errorType":"Runtime.ExitError","errorMessage":"RequestId: … Error: Runtime exited with error: exit status 3"}"#;
const LATE: &str = r#"{"errorType":"Sandbox.Timedout","errorMessage":"RequestId: … Error: Task timed out after 2.00 seconds"}"#;

#[test]
fn node() {
    let server = answers(
        "node",
        NODE,
        "nodejs:app.handler",
        &[
            ("Ada", 200, r#"{"hello":"Ada"}"#),
            (
                "calls-back",
                404,
                r#"{"errorType":"Error","errorMessage":"Not Found: called back","trace":["Error: Not Found: called back",…]}"#,
            ),
            (
                "throws",
                404,
                r#"{"errorType":"Error","errorMessage":"Not Found: thrown","trace":[…]}"#,
            ),
            (
                "rejects",
                404,
                r#"{"errorType":"Error","errorMessage":"Not Found: rejected","trace":[…]}"#,
            ),
            (
                "throws-later",
                404,
                r#"{"errorType":"Error","errorMessage":"Not Found: later","trace":[…]}"#,
            ),
            (
                "says-a-text",
                404,
                r#"{"errorType":"string","errorMessage":"Not Found: text","trace":[]}"#,
            ),
            ("exits", 200, EXITED),
            ("hangs", 200, LATE),
            ("ends", 200, "null"),
            ("waits", 200, "\"waited\""),
        ],
    );
    server.log_until("| after the callback");
}

#[test]
fn a_node_module_without_the_handler_says_so() {
    for (name, command, error) in [
        (
            "no-module",
            "nodejs:absent.handler",
            r#"{"errorType":"Runtime.ImportModuleError","errorMessage":"Error: Cannot find module 'absent'"…}"#,
        ),
        (
            "no-handler",
            "nodejs:app.handlers",
            r#"{"errorType":"Runtime.HandlerNotFound","errorMessage":"app.handlers is undefined or not exported"…}"#,
        ),
    ] {
        answers(name, NODE, command, &[("Ada", 200, error)]);
    }
}

/// In Lambda, nothing lies above the code. The CDK puts code into a folder below a project that may be one of ES modules.
#[test]
fn a_package_above_the_code_does_not_make_it_a_module() {
    let package = file("package.json", r#"{"type": "module"}"#);
    let code = package.with_file_name("code");
    fs::create_dir_all(&code).unwrap();
    fs::write(code.join("answer.js"), "exports.answer = 'required';").unwrap();
    let handler = "const {answer} = require('./answer'); exports.handler = async () => answer;";
    fs::write(code.join("app.js"), handler).unwrap();
    let document = file("above.yaml", DOCUMENT);
    let arguments = [
        document.to_str().unwrap(),
        "--function",
        "nodejs:app.handler",
    ];
    let server = Server::start_in(&code, &arguments);
    let answer = get(&mut server.connect(), "/greeting/Ada");
    assert_eq!(answer.1, "\"required\"");
}

#[test]
fn python_with_and_without_the_client_of_aws() {
    for (name, command) in [
        ("python", "python:app.handler"),
        ("awslambdaric", "python3 -m awslambdaric app.handler"),
    ] {
        let server = answers(
            name,
            PYTHON,
            command,
            &[
                ("Ada", 200, r#"{"hello": "Ada"}"#),
                (
                    "throws",
                    404,
                    r#"{"errorMessage": "Not Found: thrown", "errorType": "Exception", "requestId": "…]}"#,
                ),
                ("exits", 200, EXITED),
                ("hangs", 200, LATE),
            ],
        );
        server.log_until("| has hangs");
    }
}

/// The status for each way to fail, behind the published styles.
fn styles(server: &Server) {
    for style in ["result", "plain", "status", "details", "proxy"] {
        let fails = if style == "details" { 500 } else { 400 };
        let is_proxy = style == "proxy";
        let thrown = if is_proxy { 502 } else { fails };
        let broken = if is_proxy { 502 } else { 200 };
        for (how, expected) in [
            ("ends well", 200),
            ("calls back", fails),
            ("throws", thrown),
            ("rejects", thrown),
            ("hangs", broken),
            ("exits", broken),
        ] {
            let body = format!(r#"{{"style": "{style}", "how": "{how}"}}"#);
            let answer = Command::new("curl")
                .args(["--silent", "--output", "-", "--write-out", "\n%{http_code}"])
                .args([
                    "--header",
                    "Content-Type: application/json",
                    "--data",
                    &body,
                ])
                .arg(format!("http://{}/{style}", server.address()))
                .output()
                .unwrap();
            let answer = String::from_utf8(answer.stdout).unwrap();
            let (_, status) = answer.rsplit_once('\n').unwrap();
            assert_eq!(status, expected.to_string(), "{style} {how}: {answer}");
        }
    }
}

#[test]
fn the_published_styles_answer_as_the_page_for_javascript_says() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples/javascript");
    for command in ["nodejs:app.handler", "python:app.handler"] {
        let arguments = [
            "swagger.yaml",
            "--function",
            command,
            "--function-timeout",
            "2",
        ];
        styles(&Server::start_in(&folder, &arguments));
    }
}
