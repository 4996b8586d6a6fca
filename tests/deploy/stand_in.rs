//! A stand-in for AWS on this machine: `control_plane.py`, and what it was asked.

use crate::tools::{tool, workspace};
use base64::{Engine, prelude::BASE64_STANDARD};
use serde_json::Value;
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// A running stand-in; dropped, it stops.
pub(crate) struct Aws {
    process: Child,
    endpoint: String,
}

impl Aws {
    pub(crate) fn start() -> Self {
        Self::start_with(&[])
    }

    /// One that refuses a request, named as `PUT /restapis/a1b2c3`.
    pub(crate) fn that_refuses(request: &str) -> Self {
        Self::start_with(&[request])
    }

    fn start_with(refused: &[&str]) -> Self {
        let mut process = tool("python3")
            .arg(workspace().join("tests/deploy/control_plane.py"))
            .args(refused)
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 runs");
        let mut port = String::new();
        BufReader::new(process.stdout.take().expect("a pipe"))
            .read_line(&mut port)
            .expect("the port");
        Self {
            process,
            endpoint: format!("http://127.0.0.1:{}", port.trim_end()),
        }
    }

    /// Has a tool take the stand-in for AWS.
    pub(crate) fn stands_behind<'a>(&self, command: &'a mut Command) -> &'a mut Command {
        command.env("AWS_ENDPOINT_URL", &self.endpoint)
    }

    /// What AWS was asked to change since the last time, in that order.
    pub(crate) fn changes(&self) -> Vec<Request> {
        let mut answer = ureq::get(format!("{}/requests", self.endpoint))
            .call()
            .expect("an answer");
        let answer = answer
            .body_mut()
            .with_config()
            .limit(u64::MAX)
            .read_to_string()
            .expect("text");
        let requests: Vec<Value> = serde_json::from_str(&answer).expect("JSON");
        requests
            .iter()
            .map(Request::from)
            .filter(|request| !["GET", "HEAD"].contains(&request.method.as_str()))
            .collect()
    }
}

impl Drop for Aws {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// A request that AWS would have got.
pub(crate) struct Request {
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: Value,
    pub(crate) body: Vec<u8>,
}

impl Request {
    #[track_caller]
    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).expect("JSON")
    }
}

impl From<&Value> for Request {
    fn from(recorded: &Value) -> Self {
        let text = |name: &str| recorded[name].as_str().expect("text").to_owned();
        Self {
            method: text("method"),
            path: text("path"),
            query: recorded["query"].clone(),
            body: BASE64_STANDARD.decode(text("body")).expect("base64"),
        }
    }
}
