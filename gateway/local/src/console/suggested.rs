//! Requests to try, as commands of curl.

use super::{
    curl::{self, Sent},
    draft::Draft,
};
use crate::{
    LocalGateway,
    document::{Kind, Operation},
};
use http::Method;
use serde_json::Value;
use std::{net::SocketAddr, sync::Arc};

/// The longest command that a terminal shows well, in bytes.
const LONGEST_COMMAND: usize = 400;

/// Commands of curl, each on one line, that send a request of each operation that a function or a server answers; those that
/// delete come last. Left out are requests whose body the document does not say, and commands that are too long for a terminal.
pub(crate) fn requests_of_functions(
    gateway: &LocalGateway,
    address: SocketAddr,
) -> impl Iterator<Item = String> {
    let document = &gateway.deployment().document;
    let is_delete = |operation: &&Arc<Operation>| operation.method == Some(Method::DELETE);
    let operations = document.operations.iter();
    let (last, first): (Vec<_>, Vec<_>) = operations
        .filter(|operation| {
            let answers_itself = operation.integration.kind == Kind::Mock;
            let without_body = [Some(Method::HEAD), Some(Method::OPTIONS)];
            !answers_itself
                && operation.not_run.is_none()
                && !without_body.contains(&operation.method)
        })
        .partition(is_delete);
    let operations = first.into_iter().chain(last);
    operations.filter_map(move |operation| {
        let draft = Draft::of_operation(document, operation);
        let command = draft.command(address).ok()?;
        (draft.violation.is_none() && command.len() <= LONGEST_COMMAND).then_some(command)
    })
}

impl Draft {
    /// The command of curl, on one line, that sends this to the gateway at `address`.
    pub(super) fn command(&self, address: SocketAddr) -> Result<String, String> {
        let compact = serde_json::from_str::<Value>(&self.body).map(|body| body.to_string());
        let body = compact.as_ref().unwrap_or(&self.body);
        let sent = Sent {
            method: &self.method,
            target: &self.target,
            headers: self.header_fields()?,
            body: body.as_bytes(),
        };
        Ok(curl::command(&sent, address, " "))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Document, Function, Invocation, Outcome};
    use futures_util::{FutureExt, future::BoxFuture};

    struct Absent;

    impl Function for Absent {
        fn invoke(&self, _: Invocation) -> BoxFuture<'_, Outcome> {
            async { Outcome::NotInvoked("there is no function".to_owned()) }.boxed()
        }
    }

    #[test]
    fn operations_of_functions_have_a_command_each_on_one_line() {
        let uri = "arn:aws:apigateway:eu-west-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-1:1:function:carts/invocations";
        let function = format!("{{type: aws_proxy, httpMethod: POST, uri: '{uri}'}}");
        let text = format!(
            r#"openapi: 3.0.1
info: {{title: carts, version: '1'}}
paths:
  /carts/{{cart}}:
    delete: {{x-amazon-apigateway-integration: {function}}}
    head: {{x-amazon-apigateway-integration: {function}}}
    post:
      parameters: [{{name: q, in: query, required: true, schema: {{type: string, example: "it's [1]"}}}}]
      requestBody: {{content: {{application/json: {{schema: {{type: object, required: [sku], properties: {{sku: {{type: string}}}}}}}}}}}}
      x-amazon-apigateway-integration: {function}
    put:
      requestBody: {{content: {{application/json: {{schema: {{type: string, minLength: 1000}}}}}}}}
      x-amazon-apigateway-integration: {function}
  /health:
    get: {{x-amazon-apigateway-integration: {{type: mock}}}}
"#
        );
        let gateway = LocalGateway::new(Document::read(&text).unwrap(), Absent);
        let commands: Vec<_> =
            requests_of_functions(&gateway, ([127, 0, 0, 1], 8700).into()).collect();
        assert_eq!(
            commands,
            [
                "curl -i -X POST 'http://127.0.0.1:8700/carts/1?q=it%27s%20%5B1%5D' -H 'Content-Type: application/json' --data-raw '{\"sku\":\"text\"}'",
                "curl -i -X DELETE http://127.0.0.1:8700/carts/1",
            ]
        );
    }
}
