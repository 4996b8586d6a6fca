//! The request template of a custom integration: from a request to the event that `CustomEvent` reads.
//!
//! The caller's texts stand in it as JSON strings only, and the body as base64, so no request can write a part of the
//! event that is not its own.

use super::vtl::escaped;
use std::fmt::Write as _;

/// The members of `$context` that the event carries, beside `identity`.
const CONTEXT: [&str; 14] = [
    "accountId",
    "apiId",
    "domainName",
    "domainPrefix",
    "extendedRequestId",
    "httpMethod",
    "path",
    "protocol",
    "requestId",
    "requestTime",
    "requestTimeEpoch",
    "resourceId",
    "resourcePath",
    "stage",
];

/// The template of the operation called `operation`.
///
/// API Gateway shows an empty body as `{}`, so where no body is read, `body` is left out.
pub(super) fn request_template(operation: &str, reads_body: bool) -> String {
    let operation = super::vtl::inert(&serde_json::Value::from(operation).to_string());
    let mut template =
        format!("#set($p=$input.params())\n{{\"lambdaApiErrors\":1,\"operation\":{operation},\n");
    let member = |name: &str, value: &str| format!("\"{name}\":{value},\n");
    template += &member("path", &map("$p.path", &quoted("$p.path.get($k)")));
    template += &member("query", &map("$p.querystring", &query_values()));
    template += &member("headers", &map("$p.header", &quoted("$p.header.get($k)")));
    if reads_body {
        template += &member("body", "\"$util.base64Encode($input.body)\"");
    }
    template += &member(
        "stageVariables",
        &map("$stageVariables", &quoted("$stageVariables.get($k)")),
    );
    template += &member(
        "authorizer",
        &map("$context.authorizer", &authorizer_value()),
    );
    let _ = write!(template, "\"context\":{}}}", context());
    template
}

/// An object with a member for each key `$k` of `of`.
fn map(of: &str, value: &str) -> String {
    format!(
        "{{#foreach($k in {of}.keySet()){}:{value}#if($foreach.hasNext),#end#end}}",
        quoted("$k")
    )
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// What may be absent, as text: an absent value is the empty text.
fn quoted_or_empty(reference: &str) -> String {
    quoted(&format!("\"$!{}\"", reference.trim_start_matches('$')))
}

/// All values of a repeated key, where the gateway shows them, and the single value otherwise.
///
/// `$method.request.multivaluequerystring` is not documented. Where it is not there, the text of its size is empty.
fn query_values() -> String {
    let values = "$method.request.multivaluequerystring.get($k)";
    format!(
        "#set($n=\"$!{}.size()\")#if($n==\"\"||$n==\"0\"||$n==\"1\"){}#else[#foreach($v in {values}){}#if($foreach.hasNext),#end#end]#end",
        values.trim_start_matches('$'),
        quoted("$p.querystring.get($k)"),
        quoted("$v"),
    )
}

/// The claims of a user pool are a map in the map.
fn authorizer_value() -> String {
    format!(
        "#if($k==\"claims\"){{#foreach($c in $context.authorizer.claims.keySet()){}:{}#if($foreach.hasNext),#end#end}}#else{}#end",
        quoted("$c"),
        quoted_or_empty("$context.authorizer.claims.get($c)"),
        quoted_or_empty("$context.authorizer.get($k)"),
    )
}

fn context() -> String {
    let names: Vec<_> = CONTEXT.iter().map(|name| format!("\"{name}\"")).collect();
    format!(
        "{{#foreach($k in [{}])\"$k\":{},#end\n\"identity\":{}}}",
        names.join(","),
        quoted_or_empty("$context[$k]"),
        map(
            "$context.identity",
            &quoted_or_empty("$context.identity.get($k)")
        ),
    )
}
