//! `apigw-local explain`: one request and its whole way, without a server.

use super::{
    CommandError, DocumentFile, FunctionOptions, StageOptions, TemplateOptions, nearest,
    output_width, print,
    routes::{ABSENT, Absent},
    usage_error,
};
use crate::{
    Explanation, Function, Invocation, LocalGateway, LoopbackClient, Outcome, Step, Trace,
    infrastructure::method::METHODS,
};
use anstyle::Style;
use base64::{Engine, engine::general_purpose::STANDARD};
use bytes::Bytes;
use clap::Args;
use futures_util::{FutureExt, future::BoxFuture};
use http::{HeaderName, HeaderValue, Method, Request, Response, Uri, header};
use serde_json::{Map, Value, json};
use std::{
    fs,
    io::{IsTerminal, Read},
    sync::Arc,
};

const BOLD: Style = Style::new().bold();

/// Send one request through a document, without a server, and print each step of its way
///
/// The function is invoked at `--function`, or `--outcome` says how it ends. Without both, the way is printed up to the
/// event. Lines are cut to the width of the terminal, unless the output goes elsewhere.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  apigw-local explain api.yaml GET /carts/7
  apigw-local explain api.yaml GET /carts/7 --outcome '{\"error\":{\"errorMessage\":\"Not Found: no cart\"}}'
  apigw-local explain api.yaml POST /carts --header 'X-User: 7' --body @cart.json --function http://127.0.0.1:9000")]
pub(super) struct Explain {
    /// The document, in JSON or YAML: `OpenAPI`, Swagger, a template of AWS, or a plan as `terraform show -json` prints it; `-` is
    /// standard input
    file: DocumentFile,
    #[command(flatten)]
    template: TemplateOptions,
    #[command(flatten)]
    request: RequestOptions,
    /// How the function ends, as JSON: {"ok": PAYLOAD} or {"error": {"errorMessage": TEXT}}
    #[arg(long, value_name = "JSON", value_parser = outcome, conflicts_with = "functions")]
    outcome: Option<Outcome>,
    #[command(flatten)]
    functions: FunctionOptions,
    #[command(flatten)]
    stage: StageOptions,
}

/// The request that a command sends.
#[derive(Debug, Clone, Args)]
pub struct RequestOptions {
    /// The method, such as GET
    #[arg(value_parser = method)]
    method: Method,
    /// The path, with its query: /carts/7?full=1
    #[arg(value_parser = path)]
    path: Uri,
    /// A header of the request; may be given several times
    #[arg(long = "header", short = 'H', value_name = "NAME: VALUE", value_parser = header_line)]
    headers: Vec<(HeaderName, HeaderValue)>,
    /// The body, or with @ the file that has it. Its Content-Type is application/json unless a header says otherwise
    #[arg(long, short = 'd', value_name = "TEXT|@FILE")]
    body: Option<String>,
    /// Print JSON: an object with `verdict`, `status`, `headers`, `body` (`bodyBase64`, if it is not text) and `trace`
    #[arg(long)]
    json: bool,
}

/// A function that always ends alike.
struct Constant(Outcome);

impl Explain {
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let choice = self.template.choice();
        let mut document = self.file.parse_api(&self.file.text()?, &choice)?;
        let functions = self.functions.invoked();
        let functions = functions.map_err(|error| usage_error("explain", error))?;
        document.call_functions(functions.names());
        if !self.functions.functions.is_empty() {
            functions.describe(&document, &self.file.folder());
        }
        let stage = document.stage.take();
        let is_absent = self.outcome.is_none() && self.functions.functions.is_empty();
        let function: Arc<dyn Function> = match &self.outcome {
            Some(outcome) => Arc::new(Constant(outcome.clone())),
            None if is_absent => Arc::new(Absent),
            None => Arc::new(functions.clone()),
        };
        let gateway = LocalGateway::new(document, function).http(LoopbackClient::new());
        let gateway = self.stage.set_over(stage.as_ref(), gateway);
        let (response, mut trace) = functions
            .serve(gateway.answer(self.request.request()?))
            .await;
        if is_absent && end_at_event(&mut trace) {
            if self.request.json {
                let event = json!({"trace": trace});
                return Ok(print(&format!("{event:#}\n"))?);
            }
            let advice = "add `--outcome JSON` or `--function COMMAND|URL` to see how it goes on";
            let explanation = explained(&trace, &response).steps();
            print(&format!(
                "{BOLD}This is the function's event{BOLD:#}; {advice}\n{explanation}"
            ))?;
            return Ok(());
        }
        self.request.print(&trace, &response)
    }
}

/// Sends the request of `options` through `gateway`, and prints the verdict, each step of its way, and what the client gets.
///
/// # Errors
///
/// When the file with the request's body cannot be read, or standard output cannot be written.
pub async fn print_way(
    gateway: &LocalGateway,
    options: &RequestOptions,
) -> Result<(), CommandError> {
    let (response, trace) = gateway.answer(options.request()?).await;
    options.print(&trace, &response)
}

/// The answer and its trace, for scripts.
fn as_json(trace: &Trace, response: &Response<Bytes>) -> Value {
    let mut headers = Map::new();
    for name in response.headers().keys() {
        let values = response.headers().get_all(name).iter();
        let values = values.map(|value| String::from_utf8_lossy(value.as_bytes()).into());
        headers.insert(name.to_string(), Value::Array(values.collect()));
    }
    let (name, body) = match std::str::from_utf8(response.body()) {
        Ok(text) => ("body", text.to_owned()),
        Err(_) => ("bodyBase64", STANDARD.encode(response.body())),
    };
    let mut answer = json!({
        "verdict": Explanation::new(trace, response.status()).verdict(),
        "status": response.status().as_u16(),
        "headers": headers,
        "trace": trace,
    });
    answer[name] = body.into();
    answer
}

fn print_explanation(trace: &Trace, response: &Response<Bytes>) -> Result<(), CommandError> {
    let explanation = explained(trace, response);
    let (verdict, steps) = (explanation.verdict(), explanation.steps());
    Ok(print(&format!(
        "{BOLD}{verdict}{BOLD:#}\n{steps}\n{}",
        shown(response)
    ))?)
}

impl RequestOptions {
    fn print(&self, trace: &Trace, response: &Response<Bytes>) -> Result<(), CommandError> {
        if self.json {
            return Ok(print(&format!("{:#}\n", as_json(trace, response)))?);
        }
        print_explanation(trace, response)
    }

    /// The request.
    ///
    /// # Errors
    ///
    /// When the file with its body cannot be read.
    pub fn request(&self) -> Result<Request<Bytes>, CommandError> {
        let body = match self.body.as_deref() {
            None => Bytes::new(),
            Some(text) => match text.strip_prefix('@') {
                None => Bytes::copy_from_slice(text.as_bytes()),
                Some(file) => read(file)?,
            },
        };
        let mut request = Request::new(body);
        *request.method_mut() = self.method.clone();
        *request.uri_mut() = self.path.clone();
        let headers = request.headers_mut();
        for (name, value) in &self.headers {
            headers.append(name, value.clone());
        }
        let host = HeaderValue::from_static("localhost");
        headers.entry(header::HOST).or_insert(host);
        if self.body.is_some() {
            let json = HeaderValue::from_static("application/json");
            headers.entry(header::CONTENT_TYPE).or_insert(json);
        }
        Ok(request)
    }
}

/// Removes the steps that follow from the function's absence. The result says whether the function would have been invoked.
fn end_at_event(trace: &mut Trace) -> bool {
    let ended = Step::Outcome(Outcome::NotInvoked(ABSENT.to_owned()).to_string());
    let place = trace.steps.iter().position(|step| *step == ended);
    if let Some(place) = place {
        trace.steps.truncate(place);
    }
    place.is_some()
}

fn explained<'a>(trace: &'a Trace, response: &Response<Bytes>) -> Explanation<'a> {
    let explanation = Explanation::new(trace, response.status());
    match output_width() {
        Some(width) => explanation.width(width),
        None => explanation,
    }
}

/// The client's response, as curl prints it. A body cannot write control characters to a terminal.
fn shown(response: &Response<Bytes>) -> String {
    let mut lines = vec![format!("HTTP/1.1 {}", response.status())];
    lines.extend(response.headers().iter().map(|(name, value)| {
        let value = String::from_utf8_lossy(value.as_bytes());
        format!("{name}: {value}")
    }));
    let body = response.body();
    match std::str::from_utf8(body) {
        Ok("") => {}
        Ok(body) if std::io::stdout().is_terminal() => {
            let body = body.replace(
                |c: char| c.is_control() && c != '\n' && c != '\t',
                "\u{fffd}",
            );
            lines.extend([String::new(), body]);
        }
        Ok(body) => lines.extend([String::new(), body.to_owned()]),
        Err(_) => {
            let size = body.len();
            lines.extend([String::new(), format!("{size} bytes that are not text")]);
        }
    }
    lines.join("\n") + "\n"
}

fn read(file: &str) -> Result<Bytes, CommandError> {
    let mut bytes = Vec::new();
    let read = match file {
        "-" => std::io::stdin().lock().read_to_end(&mut bytes).map(drop),
        file => fs::read(file).map(|read| bytes = read),
    };
    read.map_err(|error| {
        CommandError::failed(format!("the body `{file}` cannot be read: {error}"))
    })?;
    Ok(bytes.into())
}

/// A method that no operation has is answered all the same, unless it looks like a mistyped one.
fn method(text: &str) -> Result<Method, String> {
    let name = text.to_ascii_uppercase();
    let method = Method::from_bytes(name.as_bytes());
    let method = method.map_err(|_| "a method is a word such as GET".to_owned())?;
    match nearest(&name, METHODS) {
        Some(meant) if !METHODS.contains(&method.as_str()) => Err(format!(
            "no operation has this method; did you mean `{meant}`?"
        )),
        _ => Ok(method),
    }
}

fn path(text: &str) -> Result<Uri, String> {
    if !text.starts_with('/') {
        return Err("a path begins with `/`".to_owned());
    }
    text.parse().map_err(|error| format!("{error}"))
}

fn header_line(text: &str) -> Result<(HeaderName, HeaderValue), String> {
    let (name, value) = text.split_once(':').ok_or("a header is `NAME: VALUE`")?;
    let name = name
        .trim()
        .parse()
        .map_err(|_| format!("`{name}` is not a name of a header"))?;
    let value = value
        .trim()
        .parse()
        .map_err(|_| format!("`{value}` is not a value of a header"))?;
    Ok((name, value))
}

fn outcome(text: &str) -> Result<Outcome, String> {
    let form = r#"an outcome is {"ok": PAYLOAD} or {"error": {"errorMessage": TEXT}}"#;
    let value: Value =
        serde_json::from_str(text).map_err(|error| format!("{form}; this is not JSON: {error}"))?;
    match value.as_object().filter(|members| members.len() == 1) {
        Some(members) if members.contains_key("ok") => {
            Ok(Outcome::Payload(members["ok"].to_string()))
        }
        Some(members) if members.contains_key("error") => {
            Ok(Outcome::FunctionError(members["error"].to_string()))
        }
        _ => Err(form.to_owned()),
    }
}

impl Function for Constant {
    fn invoke(&self, _: Invocation) -> BoxFuture<'_, Outcome> {
        async { self.0.clone() }.boxed()
    }
}
