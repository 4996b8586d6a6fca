//! The request template of a custom integration: from a request to the event that `CustomEvent` reads.
//!
//! The caller's texts stand in it as JSON strings only, and the body as base64, so no request can write a part of the
//! event that is not its own. Each media type has a copy of the template, hence its terseness.

use super::vtl::{escaped, inert};

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
    let operation = inert(&serde_json::Value::from(operation).to_string());
    let body = if reads_body {
        ",\n\"body\":\"$util.base64Encode($input.body)\""
    } else {
        ""
    };
    let (query, maps, context) = (query(), maps(), context());
    format!(
        "#set($p=$input.params())\n\
         {{\"lambdaApiErrors\":1,\"operation\":{operation}{body},\n\
         {query},\n\
         {maps}\
         {context}}}"
    )
}

/// An object with a member for each key `$k` of the expression `of`.
fn object(key: &str, of: &str, value: &str) -> String {
    format!(
        "{{#foreach({key} in {of}.keySet()){}:{value}#if($foreach.hasNext),#end#end}}",
        quoted(key)
    )
}

fn quoted(expression: &str) -> String {
    format!("\"{}\"", escaped(expression))
}

/// What may be absent, as text: an absent value is the empty text.
fn quoted_or_empty(reference: &str) -> String {
    quoted(&format!("\"$!{reference}\""))
}

/// All values of a repeated key, where the gateway shows them, and the single value otherwise.
///
/// `$method.request.multivaluequerystring` is not documented. Where it is not there, the text of its size is empty.
fn query() -> String {
    let values = "method.request.multivaluequerystring.get($k)";
    let value = format!(
        "#set($n=\"$!{values}.size()\")#if($n==\"\"||$n==\"0\"||$n==\"1\"){}#else[#foreach($v in ${values}){}#if($foreach.hasNext),#end#end]#end",
        quoted("$p.querystring.get($k)"),
        quoted("$v"),
    );
    format!("\"query\":{}", object("$k", "$p.querystring", &value))
}

/// The members that are maps of texts; the claims of a user pool are a map in one.
fn maps() -> String {
    let value = "m.get(1).get($k)";
    let nested = object(
        "$c",
        &format!("${value}"),
        &quoted_or_empty(&format!("{value}.get($c)")),
    );
    let value = format!(
        "#if(\"$!{value}.keySet()\"==\"\"){}#else{nested}#end",
        quoted_or_empty(value)
    );
    format!(
        "#foreach($m in [[\"path\",$p.path],[\"headers\",$p.header],[\"stageVariables\",$stageVariables],[\"authorizer\",$context.authorizer]])\
         \"$m.get(0)\":{},\n\
         #end",
        object("$k", "$m.get(1)", &value)
    )
}

fn context() -> String {
    let names: Vec<_> = CONTEXT.iter().map(|name| format!("\"{name}\"")).collect();
    format!(
        "\"context\":{{#foreach($k in [{}])\"$k\":{},#end\n\"identity\":{}}}",
        names.join(","),
        quoted_or_empty("context[$k]"),
        object(
            "$k",
            "$context.identity",
            &quoted_or_empty("context.identity.get($k)")
        ),
    )
}
