//! The examples in the help of each command, with operations and codes of the API itself.

use crate::{Api, Operation};
use clap::Command;
use serde_json::{Map, Value, json};

/// The value of each path parameter.
const VALUE: &str = "7";

/// What the examples name.
struct Subject {
    heading: &'static str,
    operation: String,
    code: Option<String>,
    request: Request,
    /// A request with a body.
    sending: Option<Request>,
}

struct Request {
    method: String,
    path: String,
    parameters: Map<String, Value>,
}

/// The command line with examples in the help of it and of its commands. `program` is the name by which it was called.
pub(super) fn with_examples(command: Command, api: &Api, program: &str) -> Command {
    let subject = Subject::of(api);
    let helps = [
        ("serve", serve(program)),
        ("openapi", openapi(program)),
        ("check", check(program)),
        ("contract", subject.contract(program)),
        ("invoke", subject.invoke(program)),
        ("explain", subject.explain(program)),
    ];
    let command = command.after_help(overview(program));
    helps.into_iter().fold(command, |command, (name, help)| {
        command.mut_subcommand(name, |command| command.after_help(help))
    })
}

fn overview(program: &str) -> String {
    format!(
        "\
Examples:
  {program}                             serve the API on 127.0.0.1, as API Gateway would
  {program} --explain                   the same, and log why each answer is as it is
  {program} contract                    print every response that the API can give
  {program} openapi --output api.json   write the document that API Gateway imports
  {program} check stage.json            compare a deployed stage with the types

`{program} COMMAND --help` has the options of a command.
Where Lambda or Azure Functions starts the program, it answers the platform's events instead."
    )
}

fn serve(program: &str) -> String {
    format!(
        "\
Examples:
  {program} serve --explain
  {program} serve --port 0 --integration proxy
  {program} serve --open
  {program} serve --document api.yaml --function http://127.0.0.1:9000
  {program} serve --document api.yaml --function 'python3 -m awslambdaric app.handler'
  {program} serve --watch --cargo --package PACKAGE"
    )
}

fn openapi(program: &str) -> String {
    format!(
        "\
Examples:
  {program} openapi --function FUNCTION-NAME --output api.json
  {program} openapi --integration proxy --cors https://shop.example --output api.yaml
  {program} openapi --for clients --output clients.json
  {program} openapi --for swagger2 --output swagger.json
  {program} openapi --for http-api --integration proxy --output http-api.json"
    )
}

fn check(program: &str) -> String {
    format!(
        "\
Examples:
  {program} check stage.json
  {program} check stage.json --integration proxy --cors https://shop.example

This writes such a file:
  aws apigateway get-export --rest-api-id ID --stage-name STAGE \\
    --export-type oas30 --accepts application/json \\
    --parameters extensions=apigateway stage.json"
    )
}

impl Subject {
    /// The API's first operation that reads, or else its first one; the example of the guide, if it has none with a route.
    fn of(api: &Api) -> Self {
        let requests = || {
            let operations = api.operations.iter();
            operations.filter_map(|operation| Some((operation, Request::to(operation)?)))
        };
        let reads = |(_, request): &(&Operation, Request)| request.method == "GET";
        let found = requests().find(reads).or_else(|| requests().next());
        let Some((operation, request)) = found else {
            return Self::of_the_guide();
        };
        let sends = |request: &Request| ["POST", "PUT", "PATCH"].contains(&request.method.as_str());
        Self {
            heading: "Examples:",
            operation: operation.name().to_owned(),
            code: (operation.responses().first()).map(|response| response.code().to_owned()),
            request,
            sending: requests().map(|(_, request)| request).find(sends),
        }
    }

    fn of_the_guide() -> Self {
        Self {
            heading: "Examples, for an API with the endpoint `show_cart` at GET /carts/{cart}:",
            operation: "show_cart".to_owned(),
            code: Some("NotFound".to_owned()),
            request: Request::new("GET", "/carts/{cart}"),
            sending: None,
        }
    }

    fn contract(&self, program: &str) -> String {
        let (heading, operation) = (self.heading, &self.operation);
        let code = self
            .code
            .as_ref()
            .map(|code| format!("\n  {program} contract {operation} {code}"));
        let code = code.unwrap_or_default();
        format!(
            "\
{heading}
  {program} contract
  {program} contract {operation}{code}
  {program} contract --json | jq '.operations[].name'
  {program} contract --html > errors.html"
        )
    }

    fn invoke(&self, program: &str) -> String {
        let event = json!({
            "lambdaApiErrors": 1,
            "operation": self.operation,
            "path": self.request.parameters,
        });
        format!("{}\n  echo '{event}' | {program} invoke", self.heading)
    }

    fn explain(&self, program: &str) -> String {
        let (heading, Request { method, path, .. }) = (self.heading, &self.request);
        let sending = self.sending.as_ref().map(|Request { method, path, .. }| {
            format!("\n  {program} explain {method} {path} --body @body.json --integration proxy")
        });
        let sending = sending.unwrap_or_default();
        format!(
            "\
{heading}
  {program} explain {method} {path}{sending}
  {program} explain {method} {path} --json | jq .trace.selection"
        )
    }
}

impl Request {
    fn to(operation: &Operation) -> Option<Self> {
        let route = operation.route()?;
        Some(Self::new(route.method().as_str(), route.path()))
    }

    fn new(method: &str, path: &str) -> Self {
        let mut parameters = Map::new();
        let mut segments = Vec::new();
        for segment in path.split('/') {
            let name = segment
                .strip_prefix('{')
                .and_then(|rest| rest.strip_suffix('}'));
            if let Some(name) = name {
                let name = name.trim_start_matches('*').trim_end_matches('+');
                parameters.insert(name.to_owned(), VALUE.into());
            }
            segments.push(if name.is_some() { VALUE } else { segment });
        }
        Self {
            method: method.to_owned(),
            path: segments.join("/"),
            parameters,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Json, NoContent, Path, lambda_endpoint};
    use std::convert::Infallible;

    #[lambda_endpoint(PUT, "/notes/{note}")]
    async fn write_note(_note: Path<String>, _text: Json<String>) -> Result<NoContent, Infallible> {
        Ok(NoContent)
    }

    #[lambda_endpoint(GET, "/shelves/{shelf}/{*rest}")]
    async fn find_note(_place: Path<(u32, String)>) -> Result<NoContent, Infallible> {
        Ok(NoContent)
    }

    #[test]
    fn examples_name_the_apis_own_operations() {
        let api = Api::new("notes", "1.0.0")
            .endpoint::<write_note>()
            .endpoint::<find_note>();
        let subject = Subject::of(&api);
        assert!(
            subject.explain("notes").starts_with(
                "Examples:\n  notes explain GET /shelves/7/7\n  notes explain PUT /notes/7 --body "
            ),
            "{}",
            subject.explain("notes")
        );
        assert_eq!(
            subject.invoke("notes"),
            "Examples:\n  echo '{\"lambdaApiErrors\":1,\"operation\":\"find_note\",\"path\":{\"rest\":\"7\",\"shelf\":\"7\"}}' | notes invoke"
        );
        assert!(
            subject
                .contract("notes")
                .contains("\n  notes contract find_note InvalidPath")
        );
    }

    #[test]
    fn an_api_without_routes_has_the_examples_of_the_guide() {
        let subject = Subject::of(&Api::new("notes", "1.0.0"));
        let help = subject.explain("notes");
        assert!(
            help.starts_with("Examples, for an API with the endpoint `show_cart`"),
            "{help}"
        );
        assert!(help.contains("\n  notes explain GET /carts/7\n"), "{help}");
    }
}
