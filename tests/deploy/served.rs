//! The local gateway in front of one function, and curl.

use crate::tools::{run, tool};
use apigw_local::{
    ApiChoice, Document, Function, Invocation, LocalGateway, LocalServer, Outcome, lint::lint,
};
use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use tokio::runtime::Runtime;

/// A gateway on a port of this machine; dropped, it stops.
pub(crate) struct Served {
    address: String,
    findings: BTreeMap<String, usize>,
    _runtime: Runtime,
}

/// What curl got.
#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    headers: Vec<(String, String)>,
    body: String,
}

/// Answers a proxy's event with its path, and any other with itself; what is called `missing` it does not find.
struct Mirror;

impl Function for Mirror {
    fn invoke(&self, invocation: Invocation) -> BoxFuture<'_, Outcome> {
        let event: Value = serde_json::from_str(&invocation.payload).expect("an event is JSON");
        let outcome = if event["id"] == "missing" {
            Outcome::failed("NotFound", "Not Found: there is no missing")
        } else if event["requestContext"].is_object() {
            let answer = json!({"statusCode": 200, "body": event["path"]});
            Outcome::Payload(answer.to_string())
        } else {
            Outcome::Payload(event.to_string())
        };
        async { outcome }.boxed()
    }
}

/// Serves the gateway until the runtime is dropped.
pub(crate) fn on_a_port(gateway: LocalGateway) -> (String, Runtime) {
    let runtime = Runtime::new().expect("a runtime");
    let server = runtime
        .block_on(LocalServer::bind(gateway, 0))
        .expect("a port");
    let address = format!("http://{}", server.address().expect("an address"));
    runtime.spawn(server.run());
    (address, runtime)
}

impl Served {
    /// Serves an API of a template, of which all parts must be readable.
    #[track_caller]
    pub(crate) fn new(template: &str, api: Option<&str>) -> Self {
        Self::in_front_of(Mirror, template, api)
    }

    /// The same, in front of this function.
    #[track_caller]
    pub(crate) fn in_front_of(
        function: impl Function + 'static,
        template: &str,
        api: Option<&str>,
    ) -> Self {
        let choice = api.map_or_else(ApiChoice::default, |api| ApiChoice::default().api(api));
        let document = Document::read_api(template, &choice);
        let document = document.unwrap_or_else(|error| panic!("{error}"));
        // SAM writes this name for "no authorizer", and it has no scheme on AWS either.
        let problems = document.problems.iter();
        let problems: Vec<_> = problems
            .filter(|it| !it.pointer.ends_with("/NONE"))
            .collect();
        assert!(problems.is_empty(), "{problems:#?}");
        let report = lint(&document);
        assert_eq!(report.unfinished, None);
        let mut findings = BTreeMap::new();
        for finding in &report.findings {
            let place = format!("{}: {}", finding.operation, finding.rule.id);
            *findings.entry(place).or_default() += 1;
        }
        let stage = document.stage.clone().expect("a stage").name;
        let gateway = LocalGateway::new(document, function).stage(&stage);
        let (address, runtime) = on_a_port(gateway);
        Self {
            address,
            findings,
            _runtime: runtime,
        }
    }

    /// What the linter finds in the API: for each operation and rule, how often.
    #[track_caller]
    pub(crate) fn has_findings(&self, expected: &[(&str, &str, usize)]) {
        let expected = expected.iter();
        let expected =
            expected.map(|(operation, rule, count)| (format!("{operation}: {rule}"), *count));
        assert_eq!(self.findings, expected.collect());
    }

    /// What curl gets with these arguments, of which the one that begins with `/` is the path.
    #[track_caller]
    pub(crate) fn ask(&self, arguments: &[&str]) -> Answer {
        let arguments = arguments
            .iter()
            .map(|argument| match argument.strip_prefix('/') {
                Some(path) => format!("{}/{path}", self.address),
                None => (*argument).to_owned(),
            });
        let printed = run(tool("curl")
            .args(["--silent", "--show-error", "--include"])
            .args(arguments));
        let (head, body) = printed.split_once("\r\n\r\n").expect("a head and a body");
        let mut lines = head.lines();
        let status = lines.next().and_then(|line| line.split(' ').nth(1));
        let headers = lines.filter_map(|line| {
            let (name, value) = line.split_once(": ")?;
            Some((name.to_ascii_lowercase(), value.to_owned()))
        });
        Answer {
            status: status
                .and_then(|status| status.parse().ok())
                .expect("a status"),
            headers: headers.collect(),
            body: body.to_owned(),
        }
    }
}

impl Answer {
    /// The status, those of the named headers that are there, and the body.
    pub(crate) fn shown(&self, headers: &[&str]) -> String {
        let mut shown = format!("{} ", self.status);
        for name in headers {
            for (_, value) in self.headers.iter().filter(|(known, _)| known == name) {
                shown.extend([name, ": ", value, " "]);
            }
        }
        shown + &self.body
    }
}
