//! A program as a custom handler of Azure Functions, behind a stand-in of the host: through the prefix, in each shape of a request.

mod host;

use host::{Handing, Host};
use serde_json::{Value, json};
use std::process::Command;

const INVOCATION: &str = "5a9b6bd3-1c0e-4d5a-a3c4-7a5d8b6d2b11";

/// What curl gets: the status, the header that names the invocation, and the body.
fn curl(url: &str, words: &[&str]) -> (u16, String, String) {
    let mut curl = Command::new("curl");
    curl.args(["--silent", "--show-error", "--output", "-", "--write-out"]);
    curl.arg("\n%{http_code} %header{x-azure-functions-invocationid}");
    let output = curl.args(words).arg(url).output().expect("curl runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{url} {words:?}: {error}");
    let text = String::from_utf8(output.stdout).expect("text");
    let (body, written) = text.rsplit_once('\n').expect("what curl writes");
    let (status, invocation) = written.split_once(' ').expect("two words");
    (
        status.parse().expect("a status"),
        invocation.to_owned(),
        body.to_owned(),
    )
}

fn work(task: &Value) -> Vec<String> {
    let header = "Content-Type: application/json";
    ["-H", header, "-d"]
        .map(str::to_owned)
        .into_iter()
        .chain([task.to_string()])
        .collect()
}

fn post(host: &Host, path: &str, task: &Value) -> (u16, String, Value) {
    let words = work(task);
    let words: Vec<_> = words.iter().map(String::as_str).collect();
    let (status, invocation, body) = curl(&format!("{}{path}", host.url), &words);
    let body = serde_json::from_str(&body).unwrap_or_else(|error| panic!("{error}: {body}"));
    (status, invocation, body)
}

const ALL: [Handing; 3] = [Handing::Proxying, Handing::Forwarding, Handing::Payload];

#[test]
fn each_shape_of_the_hosts_request_gets_each_answer() {
    for handing in ALL {
        let host = Host::start(handing, |_| {});
        let (status, invocation, body) = post(&host, "/api/work", &json!({ "number": 7 }));
        assert_eq!(
            (status, invocation.as_str()),
            (200, INVOCATION),
            "{handing:?} {body}"
        );
        assert_eq!(
            body,
            json!({ "number": 7, "request": INVOCATION }),
            "{handing:?}"
        );
        for (end, expected, code) in [
            ("missing", 404, "Missing"),
            ("hidden", 500, "Hidden"),
            ("panic", 500, "InternalServerError"),
        ] {
            let task = json!({ "number": 7, "end": end });
            let (status, invocation, body) = post(&host, "/api/work", &task);
            assert_eq!(
                (status, &body["code"]),
                (expected, &code.into()),
                "{handing:?} {body}"
            );
            assert_eq!(invocation, INVOCATION, "{handing:?} {end}");
        }
        let (status, _, body) = post(&host, "/api/work", &json!({ "number": "seven" }));
        assert_eq!(
            (status, &body["code"]),
            (422, &"InvalidBody".into()),
            "{handing:?} {body}"
        );
        let (status, _, body) = post(&host, "/api/nowhere", &json!({}));
        assert_eq!(
            (status, &body["code"]),
            (404, &"RouteNotFound".into()),
            "{handing:?} {body}"
        );
        let (status, ..) = curl(&format!("{}/api/work", host.url), &["-X", "DELETE"]);
        assert_eq!(status, 405, "{handing:?}");
        let (status, ..) = curl(&format!("{}/work", host.url), &[]);
        assert_eq!(status, 404, "the host has no such function");
    }
}

#[test]
fn the_prefix_is_that_of_the_host() {
    for (prefix, path) in [("", "/work"), ("v1/shop", "/v1/shop/work")] {
        for handing in ALL {
            let host = Host::start(handing, |file| {
                file["extensions"] = json!({ "http": { "routePrefix": prefix } });
            });
            let (status, _, body) = post(&host, path, &json!({ "number": 1 }));
            assert_eq!(status, 200, "{handing:?} {path} {body}");
        }
    }
}

#[test]
fn a_client_that_writes_a_payload_gets_no_further_than_its_own_request() {
    let inner = json!({
        "Data": { "req": {
            "Url": "http://localhost/api/work", "Method": "POST",
            "Headers": { "Content-Type": ["application/json"], "X-MS-CLIENT-PRINCIPAL": ["forged"] },
            "Body": "{\"number\":7}",
        } },
        "Metadata": {},
    });
    for handing in ALL {
        let host = Host::start(handing, |_| {});
        let (status, _, body) = post(&host, "/api/api", &inner);
        assert_eq!(
            (status, &body["code"]),
            (404, &"RouteNotFound".into()),
            "{handing:?} {body}"
        );
        let (status, _, body) = post(&host, "/api/work", &inner);
        assert_eq!(
            (status, &body["code"]),
            (422, &"InvalidBody".into()),
            "{handing:?} {body}"
        );
    }
}

#[test]
fn an_id_that_a_client_writes_is_not_the_invocations() {
    for handing in ALL {
        let host = Host::start(handing, |_| {});
        let words = work(&json!({ "number": 7 }));
        let mut words: Vec<_> = words.iter().map(String::as_str).collect();
        words.extend(["-H", "X-Azure-Functions-InvocationId: forged"]);
        let (status, invocation, body) = curl(&format!("{}/api/work", host.url), &words);
        assert_eq!(
            (status, invocation.as_str()),
            (200, INVOCATION),
            "{handing:?} {body}"
        );
    }
}

#[test]
fn a_request_that_makes_no_uri_or_header_is_a_400_and_the_next_one_works() {
    let host = Host::start(Handing::Payload, |_| {});
    let hosts = ["[::", "a b", "", "localhost/api/other?x"];
    for name in hosts {
        let words = work(&json!({ "number": 7 }));
        let mut words: Vec<_> = words.iter().map(String::as_str).collect();
        let header = format!("Host: {name}");
        words.extend(["-H", &header]);
        let (status, _, body) = curl(&format!("{}/api/work", host.url), &words);
        assert!([200, 400, 404].contains(&status), "{name}: {status} {body}");
    }
    let (status, ..) = post(&host, "/api/work", &json!({ "number": 7 }));
    assert_eq!(status, 200);
}
