//! The AWS CLI, which speaks to a stand-in for AWS on this machine.

use crate::{
    example::Example,
    tools::{tool, workspace},
};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Stdio},
    sync::mpsc::{Receiver, channel},
    thread,
};

const API: &str = "/restapis/a1b2c3";
const FUNCTION: &str = "/2015-03-31/functions/carts";

#[test]
fn the_script_deploys_what_it_imports() {
    let example = Example::of("aws-cli");
    let aws = Aws::start();

    let first = aws.requests_of(&example);
    assert_eq!(
        steps(&first),
        [
            "POST /2015-03-31/functions",
            "POST /restapis",
            &format!("PUT {API}"),
            &format!("POST {FUNCTION}/policy"),
            &format!("POST {API}/deployments"),
        ]
    );
    assert_eq!(first[0].json()["Runtime"], "provided.al2023");
    assert_eq!(first[0].json()["Architectures"], json!(["x86_64"]));

    let import = &first[2];
    assert_eq!(
        import.query,
        json!({"mode": "overwrite", "failonwarnings": "true"})
    );
    assert_eq!(import.body, example.read("openapi.json").as_bytes());

    let permission = first[3].json();
    assert_eq!(permission["Action"], "lambda:InvokeFunction");
    assert_eq!(permission["Principal"], "apigateway.amazonaws.com");
    assert_eq!(
        permission["SourceArn"],
        "arn:aws:execute-api:eu-west-1:123456789012:a1b2c3/live/*"
    );
    assert_eq!(first[4].json()["stageName"], "live");

    let again = aws.requests_of(&example);
    assert_eq!(
        steps(&again),
        [
            format!("PUT {FUNCTION}/code"),
            format!("PUT {API}"),
            format!("POST {FUNCTION}/policy"),
            format!("POST {API}/deployments"),
        ]
    );
    assert_eq!(again[3].json(), first[4].json());

    example.change_one_byte();
    let changed = aws.requests_of(&example);
    assert_eq!(changed[1].body, example.read("openapi.json").as_bytes());
    assert_ne!(
        changed[3].json()["description"],
        first[4].json()["description"]
    );
}

struct Request {
    method: String,
    path: String,
    query: Value,
    body: Vec<u8>,
}

impl Request {
    #[track_caller]
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

/// What the requests change, in their order.
fn steps(requests: &[Request]) -> Vec<String> {
    let step = |request: &Request| format!("{} {}", request.method, request.path);
    requests.iter().map(step).collect()
}

/// The stand-in for AWS; dropped, it stops.
struct Aws {
    process: Child,
    lines: Receiver<String>,
    endpoint: String,
}

impl Aws {
    fn start() -> Self {
        let mut process = tool("python3")
            .arg(workspace().join("tests/deploy/control_plane.py"))
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 runs");
        let printed = BufReader::new(process.stdout.take().expect("a pipe"));
        let (sender, lines) = channel();
        // A request is larger than a pipe holds, so they are taken while the script runs.
        thread::spawn(move || {
            for line in printed.lines().map_while(Result::ok) {
                if sender.send(line).is_err() {
                    break;
                }
            }
        });
        let port = lines.recv().expect("the port");
        Self {
            process,
            lines,
            endpoint: format!("http://127.0.0.1:{port}"),
        }
    }

    /// Runs the script, and tells what it asked AWS to change.
    fn requests_of(&self, example: &Example) -> Vec<Request> {
        example.run(
            tool("./deploy")
                .env("AWS_ENDPOINT_URL", &self.endpoint)
                .env("ROLE", "arn:aws:iam::123456789012:role/carts"),
        );
        let mut requests = Vec::new();
        loop {
            let line = self.lines.recv().expect("a line");
            let line: Value = serde_json::from_str(&line).expect("JSON");
            let text = |name: &str| line[name].as_str().expect("text").to_owned();
            let request = Request {
                method: text("method"),
                path: text("path"),
                query: line["query"].clone(),
                body: BASE64_STANDARD.decode(text("body")).expect("base64"),
            };
            let last = request.path.ends_with("/deployments");
            if request.method != "GET" {
                requests.push(request);
            }
            if last {
                return requests;
            }
        }
    }
}

impl Drop for Aws {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
