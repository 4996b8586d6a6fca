//! The local gateway in front of a function that runs elsewhere.

use crate::emulator::{Function, agent, build};
use serde_json::{Value, json};
use std::{
    io::{BufRead, BufReader},
    process::{Child, Command, Stdio},
};

/// `carts serve` in front of the function `carts`; dropped, it stops.
struct Gateway {
    process: Child,
    url: String,
    agent: ureq::Agent,
}

impl Gateway {
    fn start(function: &Function, integration: &str) -> Self {
        let mut process = Command::new(build("carts", "carts", ""))
            .args(["serve", "--port", "0", "--integration", integration])
            .args(["--function", &function.url])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the gateway starts");
        let mut lines = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        let first = lines.next().expect("a line").expect("text");
        std::thread::spawn(move || lines.for_each(drop));
        let (url, _) = first.split_once(' ').expect("an address");
        Self {
            process,
            url: url.to_owned(),
            agent: agent(),
        }
    }

    /// The status, a header, and the body.
    fn ask(&self, path: &str, json: Option<&Value>, header: &str) -> (u16, Option<String>, Value) {
        let url = format!("{}{path}", self.url);
        let answer = match json {
            Some(json) => self
                .agent
                .post(&url)
                .header("Content-Type", "application/json")
                .send(json.to_string()),
            None => self.agent.get(&url).call(),
        };
        let mut answer = answer.expect("an answer");
        let header = answer.headers().get(header);
        let header = header.map(|value| value.to_str().expect("text").to_owned());
        let body = answer.body_mut().read_to_string().expect("a body");
        let body = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
        (answer.status().as_u16(), header, body)
    }
}

impl Drop for Gateway {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_function_that_runs_elsewhere_answers_through_the_gateway() {
    let function = Function::start("carts", "carts", "", &[]);
    for (integration, cart) in [("custom", 1), ("proxy", 2)] {
        let gateway = Gateway::start(&function, integration);
        let path = |rest: &str| format!("/carts/{cart}{rest}");
        let post =
            |rest: &str, json: Value, header: &str| gateway.ask(&path(rest), Some(&json), header);

        let customer = json!({"customer": "Ada"});
        let (status, location, created) = gateway.ask("/carts", Some(&customer), "Location");
        assert_eq!((status, location), (201, Some(path(""))), "{integration}");
        assert_eq!(gateway.ask(&path(""), None, "none"), (200, None, created));

        let (status, _, invalid) = post("/items", json!({"sku": "unicorn", "quantity": 0}), "none");
        assert_eq!((status, &invalid["code"]), (400, &json!("InvalidItem")));
        assert_eq!(invalid["errors"][1]["source"], "/quantity");
        assert_eq!(
            post("/items", json!({"sku": "melon", "quantity": 2}), "none").0,
            200
        );

        let (status, after, throttled) =
            post("/checkout", json!({"card": "tok_overused"}), "Retry-After");
        assert_eq!((status, after.as_deref()), (429, Some("30")));
        assert_eq!(throttled["code"], "TooManyAttempts");
        let (status, _, opaque) = post("/checkout", json!({"card": "tok_surprise"}), "none");
        assert_eq!(
            (status, &opaque["code"]),
            (500, &json!("InternalServerError"))
        );
        let (status, _, missing) = gateway.ask("/carts/77", None, "none");
        assert_eq!((status, &missing["code"]), (404, &json!("CartNotFound")));
    }
}
