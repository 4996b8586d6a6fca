//! `carts serve`: the API behind the local gateway.

mod options;
mod tries;
mod welcome;

pub(crate) use options::Options;

use super::print;
use lambda_api_errors::{
    ApiService, Error,
    local::{
        Document, LambdaFunctions, LocalGateway, LocalServer, MissingStageVariable, ServiceFunction,
    },
};
use std::{collections::BTreeSet, fs, io::ErrorKind};

pub(super) const HELP: &str = "\
Options of serve:
  --port N                    The port on 127.0.0.1; 0 is any free one; 8700 unless given
  --integration custom|proxy  How the gateway asks the function; custom unless given
  --document FILE             Run this document, JSON or YAML, instead of the API's own
  --stage NAME                The stage, as templates see it; local unless given
  --stage-variable NAME=VALUE Set a stage variable; may be given several times
  --function URL|NAME=URL     Invoke the function at a Lambda Invoke API, such as that of
                              cargo lambda watch, instead of the API in this process; with
                              NAME, that function of the document; may be given several times
  --timeout SECONDS           How long the function in this process may take; 900 unless
                              given. The gateway waits 29, or what the document says
  --explain                   Log the whole way of each request, after its one line
";

impl Options {
    /// Serves until Ctrl-C.
    pub(super) async fn run(self, service: &ApiService) -> Result<(), Error> {
        let text = self.document(service)?;
        let invoked = LambdaFunctions::new(self.functions.iter().map(String::as_str))?;
        let gateway = if self.functions.is_empty() {
            self.in_process(&text, service.clone())?
        } else {
            self.set_up(LocalGateway::new(self.read(&text)?, invoked.clone()))
        };
        check_functions(&gateway, &invoked)?;
        let server = LocalServer::bind(gateway.clone(), self.port)
            .await
            .map_err(|error| self.not_bound(&error))?;
        let address = server.address()?;
        let tries = if self.functions.is_empty() {
            tries::rehearse(&self.in_process(&text, carts::service()?)?).await?
        } else {
            Vec::new()
        };
        print(&welcome::text(&gateway, address, &tries))?;
        server.explain(self.explain).run().await
    }

    /// The gateway with the API behind it.
    fn in_process(&self, document: &str, service: ApiService) -> Result<LocalGateway, Error> {
        let function = ServiceFunction::new(service, self.timeout);
        Ok(self.set_up(LocalGateway::new(self.read(document)?, function)))
    }

    fn set_up(&self, gateway: LocalGateway) -> LocalGateway {
        let gateway = self.stage.iter().fold(gateway, LocalGateway::stage);
        self.stage_variables
            .iter()
            .fold(gateway, |gateway, (name, value)| {
                gateway.stage_variable(name, value)
            })
    }

    fn document(&self, service: &ApiService) -> Result<String, Error> {
        let Some(path) = &self.document else {
            let openapi = service.openapi().integration(self.integration);
            return Ok(openapi.document()?.to_json());
        };
        fs::read_to_string(path).map_err(|error| {
            let advice = match error.kind() {
                ErrorKind::NotFound => "; `carts openapi --output FILE` writes one",
                ErrorKind::InvalidData => "; a document is text in UTF-8",
                _ => "",
            };
            format!("`{}` cannot be read: {error}{advice}", path.display()).into()
        })
    }

    fn read(&self, text: &str) -> Result<Document, Error> {
        Document::read(text).map_err(|error| match &self.document {
            None => error.into(),
            Some(path) => format!(
                "`{}` is not a document that the local gateway can run. The problems, by JSON pointer:\n{error}",
                path.display()
            )
            .into(),
        })
    }

    fn not_bound(&self, error: &std::io::Error) -> Error {
        let port = self.port;
        let advice = "`--port N` takes another one, and `--port 0` any that is free";
        match error.kind() {
            ErrorKind::AddrInUse => {
                format!("another program listens on port {port} of 127.0.0.1; {advice}").into()
            }
            _ => format!("port {port} of 127.0.0.1 is not available: {error}; {advice}").into(),
        }
    }
}

/// Refuses names that the document has not, and functions that nobody gave.
fn check_functions(gateway: &LocalGateway, given: &LambdaFunctions) -> Result<(), Error> {
    let functions = gateway.routes().filter_map(|route| route.function);
    let functions: BTreeSet<String> = functions.collect::<Result<_, _>>().map_err(
        |MissingStageVariable(name)| {
            format!("the document names a function by the stage variable `{name}`: add `--stage-variable {name}=VALUE`")
        },
    )?;
    let known: Vec<_> = functions.iter().map(String::as_str).collect();
    if let Some(unknown) = given.names().find(|name| !functions.contains(*name)) {
        let known = known.join("`, `");
        return Err(
            format!("`{unknown}` is not a function of the document; it has `{known}`").into(),
        );
    }
    let missing = known.iter().find(|name| !given.has(name));
    match missing {
        Some(name) if given.names().next().is_some() => {
            Err(format!("the function `{name}` has no URL: add `--function {name}=URL`").into())
        }
        _ => Ok(()),
    }
}
