//! The addresses of integrations and authorizers: the texts of `uri` and `authorizerUri`, and their meaning.
//!
//! Tools write them as text or with the functions of `CloudFormation`, and the text with references of `CloudFormation`,
//! Terraform or the Serverless Framework in it. All are read as one text, in which `${NAME}` stands for what only a deployment
//! knows.

use super::{DocumentProblem, cursor::Cursor};
use crate::infrastructure::cloudformation::Scope;
use http::Uri;
use serde_json::Value;
use std::net::IpAddr;

/// What an address leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Address {
    /// The function of this name, which may hold `${stageVariables.x}`.
    Function(String),
    /// The function of this name, by its ARN alone.
    FunctionArn(String),
    /// The function of this name, whose answer is streamed.
    Stream(String),
    /// Another service of AWS.
    Service(String),
    /// An address over HTTP.
    Http,
    /// None of these.
    Unknown,
}

/// The text of an address.
///
/// # Errors
///
/// When it is neither a text nor a function of `CloudFormation` that makes one.
pub(super) fn text(place: &Cursor<'_>) -> Result<String, DocumentProblem> {
    let scope = Scope::detached();
    if let Some(Value::String(text)) = scope.resolve(place.value, "")
        && !scope.is_exhausted()
    {
        return Ok(text);
    }
    place.text().map(str::to_owned)
}

/// What the text of an address means.
pub(super) fn meaning(text: &str) -> Address {
    if text.contains(char::is_control) {
        return Address::Unknown;
    }
    if text.starts_with("http://") || text.starts_with("https://") {
        return Address::Http;
    }
    if let Some(name) = whole_reference(text) {
        return Address::Function(name);
    }
    if let Some(name) = function_arn(text) {
        return Address::FunctionArn(name);
    }
    let Some(service) = service(text) else {
        return Address::Unknown;
    };
    if service != "lambda" {
        return Address::Service(service.to_owned());
    }
    let function = text
        .split_once(":path/")
        .and_then(|(_, path)| path.split_once("/functions/"));
    let Some((_, function)) = function else {
        return Address::Unknown;
    };
    if let Some(function) = function.strip_suffix("/response-streaming-invocations") {
        return Address::Stream(function_name(function));
    }
    match function.strip_suffix("/invocations") {
        Some(function) => Address::Function(function_name(function)),
        None => Address::Unknown,
    }
}

/// The name of the function that an authorizer's address leads to.
pub(super) fn function(place: &Cursor<'_>) -> Option<String> {
    match meaning(&text(place).ok()?) {
        Address::Function(name) => Some(name),
        _ => None,
    }
}

/// Why an HTTP integration does not call this address; `None` if it does. Only this machine is called: what a document found
/// somewhere says shall not make requests to others.
pub(crate) fn foreign_host(uri: &str) -> Option<String> {
    let Ok(parsed) = uri.parse::<Uri>() else {
        return Some(format!("`{uri}` is not an address of HTTP"));
    };
    let host = parsed.host().unwrap_or_default();
    let ip = host.trim_matches(['[', ']']).parse::<IpAddr>();
    let is_here = ip.map_or_else(
        |_| host.eq_ignore_ascii_case("localhost"),
        |ip| ip.is_loopback(),
    );
    if !is_here {
        return Some(format!(
            "an HTTP integration with `{host}` is not run here: only addresses of this machine are called, such as 127.0.0.1 and localhost"
        ));
    }
    (parsed.scheme_str() != Some("http"))
        .then(|| format!("`{uri}`: on this machine, only `http` is spoken"))
}

/// `SERVICE` in `arn:PARTITION:apigateway:REGION:SERVICE:(path|action)/…`; subdomains are left out.
fn service(text: &str) -> Option<&str> {
    let rest = text.strip_prefix("arn:")?;
    let (_, rest) = rest.split_once(":apigateway:")?;
    let end = rest.find(":path/").or_else(|| rest.find(":action/"))?;
    let service = colon_parts(&rest[..end]).pop()?;
    Some(service.rsplit('.').next().unwrap_or(service))
}

/// The name in what is all one reference, as Terraform's `${aws_lambda_function.carts.invoke_arn}`.
fn whole_reference(text: &str) -> Option<String> {
    let inner = text.strip_prefix("${")?.strip_suffix('}')?;
    (!inner.contains(['$', '{', '}'])).then(|| resource_name(inner))
}

/// The name in the ARN of a function, with or without qualifier, in a reference to its resource, or the name itself.
fn function_name(function: &str) -> String {
    let parts = colon_parts(function);
    let name = match parts.iter().position(|part| *part == "function") {
        Some(at) if parts[0] == "arn" => parts.get(at + 1).copied().unwrap_or_default(),
        _ => parts[0],
    };
    if name.contains("${stageVariables.") {
        return name.to_owned();
    }
    whole_reference(name).unwrap_or_else(|| name.to_owned())
}

/// The name in `arn:PARTITION:lambda:REGION:ACCOUNT:function:NAME`, with or without qualifier.
fn function_arn(text: &str) -> Option<String> {
    let parts = colon_parts(text);
    let is_arn = matches!(parts[..], ["arn", _, "lambda", _, _, "function", ..]);
    is_arn
        .then(|| function_name(text))
        .filter(|name| !name.is_empty())
}

/// The resource in a reference to one of its attributes.
fn resource_name(reference: &str) -> String {
    if reference.starts_with("stageVariables.") {
        return format!("${{{reference}}}");
    }
    let mut name = reference;
    for suffix in [
        ".Arn",
        ".Alias",
        ".Version",
        ".arn",
        ".invoke_arn",
        ".qualified_arn",
        ".qualified_invoke_arn",
    ] {
        name = name.strip_suffix(suffix).unwrap_or(name);
    }
    for prefix in [
        "module.",
        "data.",
        "aws_lambda_function.",
        "aws_lambda_alias.",
    ] {
        name = name.strip_prefix(prefix).unwrap_or(name);
    }
    name.to_owned()
}

/// The parts between colons, but for colons in `${AWS::Region}`.
fn colon_parts(text: &str) -> Vec<&str> {
    let (mut parts, mut start, mut depth) = (Vec::new(), 0, 0_usize);
    for (index, c) in text.char_indices() {
        match c {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => {
                parts.push(&text[start..index]);
                start = index + 1;
            }
            _ => {}
        }
    }
    parts.push(&text[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::{Address, foreign_host, meaning, text};
    use crate::document::cursor::Cursor;
    use serde_json::{Value, json};

    const START: &str = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/";

    fn of(value: &Value) -> Address {
        meaning(&text(&Cursor::root(value)).unwrap())
    }

    #[test]
    fn functions_are_found_in_every_spelling() {
        for (function, name) in [
            ("f", "f"),
            (
                "arn:aws:lambda:eu-west-1:123456789012:function:carts",
                "carts",
            ),
            (
                "arn:aws:lambda:eu-west-1:123456789012:function:carts:live",
                "carts",
            ),
            (
                "arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:carts:live",
                "carts",
            ),
            (
                "arn:aws:lambda:eu-west-1:1:function:${stageVariables.fn}",
                "${stageVariables.fn}",
            ),
            (
                "arn:aws:lambda:eu-west-1:1:function:a-${stageVariables.fn}:live",
                "a-${stageVariables.fn}",
            ),
            ("arn:aws:lambda:eu-west-1:1:function:${Name}", "Name"),
            (
                "arn:aws:lambda:eu-west-1:1:function:carts-${Stage}",
                "carts-${Stage}",
            ),
            ("${Carts.Arn}", "Carts"),
            ("${Carts.Arn}:live", "Carts"),
            ("${CartsArn}", "CartsArn"),
            ("${aws_lambda_function.carts.arn}", "carts"),
            ("${stageVariables.fn}", "${stageVariables.fn}"),
        ] {
            let uri = json!(format!("{START}{function}/invocations"));
            assert_eq!(of(&uri), Address::Function(name.to_owned()), "{uri}");
        }
        for (uri, name) in [
            ("${aws_lambda_function.carts.invoke_arn}", "carts"),
            ("${module.carts.invoke_arn}", "carts"),
            ("${carts_invoke_arn}", "carts_invoke_arn"),
        ] {
            assert_eq!(of(&json!(uri)), Address::Function(name.to_owned()));
        }
    }

    /// As the AWS CDK, SAM and the Serverless Framework write them.
    #[test]
    fn functions_of_cloud_formation_are_resolved() {
        let arn = json!({"Fn::GetAtt": ["Carts", "Arn"]});
        let whole = "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/${Carts.Arn}/invocations";
        for uri in [
            json!({"Fn::Join": ["", ["arn:aws:apigateway:", {"Ref": "AWS::Region"}, ":lambda:path/2015-03-31/functions/", arn, "/invocations"]]}),
            json!({"Fn::Join": ["/", ["arn:aws:apigateway:eu-west-1:lambda:path", "2015-03-31", "functions", {"Fn::Sub": "${Carts.Arn}"}, "invocations"]]}),
            json!({"Fn::Sub": whole}),
            json!({"Fn::Sub": [whole.replace("Carts.Arn", "Function"), {"Function": {"Fn::GetAtt": "Carts.Arn"}}]}),
            json!({"Fn::Sub": [whole]}),
        ] {
            assert_eq!(of(&uri), Address::Function("Carts".to_owned()), "{uri}");
        }
        let escaped = json!({"Fn::Sub": format!("{START}${{!stageVariables.fn}}/invocations")});
        assert_eq!(
            of(&escaped),
            Address::Function("${stageVariables.fn}".to_owned())
        );
        let imported = json!({"Fn::ImportValue": {"Fn::Sub": "${Network}-carts"}});
        assert!(text(&Cursor::root(&imported)).is_ok());
    }

    #[test]
    fn what_is_no_address_says_so() {
        let mut deep = json!("x");
        for _ in 0..100 {
            deep = json!({"Fn::Join": ["", [deep]]});
        }
        for value in [
            json!(7),
            json!([]),
            json!({}),
            json!({"Fn::If": ["a", "b", "c"]}),
            json!({"Fn::Sub": "a", "Ref": "b"}),
            json!({"Fn::Sub": []}),
            json!({"Fn::Join": [""]}),
            json!({"Fn::Join": ["", "a"]}),
            deep,
        ] {
            assert!(text(&Cursor::root(&value)).is_err(), "{value}");
        }
    }

    #[test]
    fn other_targets_are_told_apart() {
        let service = |name: &str| Address::Service(name.to_owned());
        for (uri, meant) in [
            (
                "arn:aws:apigateway:us-east-1:sqs:path/123456789012/queue",
                service("sqs"),
            ),
            (
                "arn:aws:apigateway:${AWS::Region}:states:action/StartExecution",
                service("states"),
            ),
            (
                "arn:aws:apigateway:us-east-1:bucket.s3:path/key",
                service("s3"),
            ),
            (
                "arn:aws:apigateway:us-east-1:lambda:path/2021-11-15/functions/f/response-streaming-invocations",
                Address::Stream("f".to_owned()),
            ),
            ("http://127.0.0.1:9000/", Address::Http),
            (
                "arn:aws:lambda:eu-west-1:1:function:f:live",
                Address::FunctionArn("f".to_owned()),
            ),
            ("arn:aws:lambda:eu-west-1:1:layer:f", Address::Unknown),
            ("f", Address::Unknown),
            ("", Address::Unknown),
            ("${", Address::Unknown),
            ("${a\u{1b}[2J}", Address::Unknown),
            (
                "arn:aws:apigateway:us-east-1:lambda:action/Invoke",
                Address::Unknown,
            ),
        ] {
            assert_eq!(meaning(uri), meant, "{uri}");
        }
    }

    #[test]
    fn only_this_machine_is_called() {
        for uri in [
            "http://127.0.0.1:9000/a",
            "http://localhost",
            "http://[::1]:1/",
            "http://127.1.2.3",
        ] {
            assert_eq!(foreign_host(uri), None, "{uri}");
        }
        for uri in [
            "https://localhost/",
            "http://example.com/",
            "http://localhost.example.com/",
            "http://169.254.169.254/latest/meta-data",
            "http://127.0.0.1@example.com/",
            "http://0.0.0.0/",
            "http:///",
            "http://[",
        ] {
            assert!(foreign_host(uri).is_some(), "{uri}");
        }
    }
}
