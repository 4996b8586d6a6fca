//! The part of Azure Functions' host that speaks to a custom handler, and the program that it starts.
//!
//! Written from Microsoft's page on [custom handlers](https://learn.microsoft.com/azure/azure-functions/functions-custom-handlers) and from the
//! host's own code, version 4: `DefaultHttpWorkerService` (which request is sent where, and with which headers), `HttpRequestExtensions`
//! (how a client's request is written into a payload) and `HttpScriptInvocationResultExtensions` (what is read from an answer).

use base64::{Engine, engine::general_purpose::STANDARD as BASE64};
use lambda_api_errors_tests::http::{Connection, Received};
use serde_json::{Map, Value, json};
use std::{
    fs,
    io::{BufRead, BufReader},
    net::{Ipv4Addr, SocketAddr, TcpListener},
    path::PathBuf,
    process::{Child, Command, Stdio},
    sync::atomic::{AtomicUsize, Ordering},
    thread,
};

const PROGRAM: &str = env!("CARGO_BIN_EXE_worker");
const EXAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../examples/deploy/azure");

/// The host with its program; dropped, both end.
pub(crate) struct Host {
    /// Where clients ask.
    pub(crate) url: String,
    process: Child,
    root: PathBuf,
}

/// How `host.json` has requests handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Handing {
    Proxying,
    Forwarding,
    Payload,
}

impl Host {
    /// Starts the host with the files of the example, in which `change` changes `host.json`.
    pub(crate) fn start(handing: Handing, change: impl FnOnce(&mut Value)) -> Self {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let name = format!(
            "azure-{}-{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let root = std::env::temp_dir().join(name);
        fs::create_dir_all(root.join("api")).expect("a folder");
        fs::copy(
            format!("{EXAMPLE}/api/function.json"),
            root.join("api/function.json"),
        )
        .expect("a function");
        let text = fs::read_to_string(format!("{EXAMPLE}/host.json")).expect("host.json");
        let mut file: Value = serde_json::from_str(&text).expect("JSON");
        let handler = file["customHandler"].as_object_mut().expect("an object");
        handler
            .remove("enableProxyingHttpRequest")
            .expect("the example's setting");
        let setting = match handing {
            Handing::Proxying => Some("enableProxyingHttpRequest"),
            Handing::Forwarding => Some("enableForwardingHttpRequest"),
            Handing::Payload => None,
        };
        handler.extend(setting.map(|name| (name.to_owned(), true.into())));
        change(&mut file);
        fs::write(root.join("host.json"), file.to_string()).expect("host.json");
        let prefix = file["extensions"]["http"]["routePrefix"]
            .as_str()
            .unwrap_or("api")
            .to_owned();

        // The host chooses a free port too, and hands its number over.
        let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let handler = free.local_addr().expect("an address");
        drop(free);
        let mut process = Command::new(PROGRAM)
            .env("FUNCTIONS_CUSTOMHANDLER_PORT", handler.port().to_string())
            .current_dir(&root)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the program starts");
        let mut lines = BufReader::new(process.stdout.take().expect("a pipe")).lines();
        let listens = lines.any(|line| line.expect("text").contains("serving HTTP"));
        assert!(listens, "the program ended before it listened");
        thread::spawn(move || lines.for_each(drop));

        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let prefix = prefix.clone();
                thread::spawn(move || serve(Connection::new(stream), handing, handler, &prefix));
            }
        });
        Self { url, process, root }
    }
}

impl Drop for Host {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
        let _ = fs::remove_dir_all(&self.root);
    }
}

/// Answers a client: what has the prefix goes to the one function, the rest is not a function's.
fn serve(mut client: Connection, handing: Handing, handler: SocketAddr, prefix: &str) {
    while let Some(request) = client.receive() {
        let rest = request.path.strip_prefix('/').unwrap_or_default();
        let is_the_functions = prefix.is_empty() || rest.starts_with(&format!("{prefix}/"));
        let goes_on = if !is_the_functions {
            client.send(404, &[], "")
        } else if handing == Handing::Payload {
            hand_payload(&mut client, handler, &request)
        } else {
            hand_request(&mut client, handler, &request)
        };
        if !goes_on {
            break;
        }
    }
}

fn agent() -> ureq::Agent {
    let config = ureq::Agent::config_builder();
    config
        .http_status_as_error(false)
        .allow_non_standard_methods(true)
        .build()
        .into()
}

/// The headers that the host adds.
fn headers_of_the_host() -> [(&'static str, &'static str); 3] {
    [
        ("X-Azure-Functions-HostVersion", "4.1036.1.23224"),
        (
            "X-Azure-Functions-InvocationId",
            "5a9b6bd3-1c0e-4d5a-a3c4-7a5d8b6d2b11",
        ),
        ("User-Agent", "Azure-Functions-Host/4.1036.1.23224"),
    ]
}

/// `ProcessHttpInAndOutInvocationRequest`: the path, the headers and the body of the client.
fn hand_request(client: &mut Connection, handler: SocketAddr, request: &Received) -> bool {
    let mut forwarded = ureq::http::Request::builder()
        .method(request.method.as_str())
        .uri(format!("http://{handler}{}", request.path));
    let own = request
        .headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()));
    let own = own
        .filter(|(name, _)| !["host", "content-length", "user-agent", "connection"].contains(name));
    for (name, value) in own.chain(headers_of_the_host()) {
        forwarded = forwarded.header(name, value);
    }
    let forwarded = forwarded.body(request.body.clone()).expect("a request");
    let mut answer = agent().run(forwarded).expect("an answer");
    let headers: Vec<_> = answer
        .headers()
        .iter()
        .filter(|(name, _)| {
            !["content-length", "transfer-encoding", "connection"].contains(&name.as_str())
        })
        .map(|(name, value)| {
            (
                name.as_str().to_owned(),
                value.to_str().expect("text").to_owned(),
            )
        })
        .collect();
    let body = answer.body_mut().read_to_string().expect("text");
    respond(client, answer.status().as_u16(), &headers, &body)
}

/// `ProcessDefaultInvocationRequest`: a payload for the function's name.
fn hand_payload(client: &mut Connection, handler: SocketAddr, request: &Received) -> bool {
    let mut post = agent()
        .post(format!("http://{handler}/api"))
        .content_type("application/json; charset=utf-8");
    for (name, value) in headers_of_the_host() {
        post = post.header(name, value);
    }
    let mut answer = post.send(payload(request).to_string()).expect("an answer");
    let status = answer.status().as_u16();
    let text = answer
        .body_mut()
        .with_config()
        .limit(64 << 20)
        .read_to_string()
        .expect("text");
    if status != 200 {
        // `EnsureSuccessStatusCode`
        return client.send(500, &[], "");
    }
    let result: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
    assert!(
        result["Logs"].is_array() || result["Logs"].is_null(),
        "{text}"
    );
    // `HttpOutputBindingResponse`: a status, headers and a body.
    let output = result["Outputs"]["res"]
        .as_object()
        .unwrap_or_else(|| panic!("no `res`: {text}"));
    let status = output["statusCode"]
        .as_u64()
        .and_then(|status| status.try_into().ok());
    let headers: Vec<_> = output["headers"]
        .as_object()
        .expect("headers")
        .iter()
        .map(|(name, value)| (name.clone(), value.as_str().expect("one value").to_owned()))
        .collect();
    respond(
        client,
        status.expect("a status"),
        &headers,
        output["body"].as_str().expect("text"),
    )
}

fn respond(client: &mut Connection, status: u16, headers: &[(String, String)], body: &str) -> bool {
    let headers: Vec<_> = headers
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    client.send(status, &headers, body)
}

/// `GetRequestAsJObject`, as `Data`.
fn payload(request: &Received) -> Value {
    let mut headers = Map::new();
    let mut media_type = "";
    let mut host = "";
    for (name, value) in &request.headers {
        let values = headers.entry(name.clone()).or_insert_with(|| json!([]));
        values
            .as_array_mut()
            .expect("a list")
            .push(value.as_str().into());
        match name.as_str() {
            "content-type" => media_type = value,
            "host" => host = value,
            _ => {}
        }
    }
    let mut trigger = json!({
        "Url": format!("http://{host}{}", request.path),
        "Method": request.method,
        "Query": "{}",
        "Headers": headers,
        "Params": {},
        "Identities": r#"[{"AuthenticationType":"WebJobsAuthLevel","IsAuthenticated":true}]"#,
    });
    if !request.body.is_empty() {
        let is_binary = media_type.starts_with("application/octet-stream")
            || media_type.starts_with("multipart/");
        trigger["Body"] = if is_binary {
            BASE64.encode(&request.body).into()
        } else {
            String::from_utf8_lossy(&request.body).into()
        };
    }
    json!({ "Data": { "req": trigger }, "Metadata": { "sys": { "MethodName": "api" } } })
}
