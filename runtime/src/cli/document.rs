//! `openapi`: the document that API Gateway imports, in either spelling or as an HTTP API, or that for clients.

use super::gateway::GatewayOptions;
use crate::{Api, Function, openapi::is_yaml};
use apigw_local::cli::{CommandError, print, write_file};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Who reads the document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Reader {
    /// API Gateway: `OpenAPI` 3.0 with integrations, ready for import
    Gateway,
    /// API Gateway, or a tool in front of it, in the older spelling: Swagger 2.0, with the same integrations
    Swagger2,
    /// An HTTP API of API Gateway: proxy integrations with the payload format 2.0. It has no custom integrations, so no mapping
    /// templates and selection patterns: give `--integration proxy`
    HttpApi,
    /// People and programs that call the API: `OpenAPI` 3.1 with a schema and an example for each error code
    Clients,
}

/// The options of `openapi`.
#[derive(Debug, Args)]
#[command(about = "Print the OpenAPI document that API Gateway imports, or that for clients", long_about = None)]
pub(super) struct OpenApi {
    /// Who reads the document
    #[arg(long = "for", value_name = "READER", default_value = "gateway")]
    reader: Reader,
    #[command(flatten)]
    gateway: GatewayOptions,
    /// Where the function is: an ARN, a name, `stage:VARIABLE`, `sub:LOGICAL_ID` (`CloudFormation`) or
    /// `terraform:EXPRESSION`; as the API's settings say unless given
    #[arg(long, value_name = "FUNCTION", value_parser = function)]
    function: Option<Function>,
    /// Write YAML instead of JSON, as for a file whose name ends in `.yaml` or `.yml`
    #[arg(long)]
    yaml: bool,
    /// Write this file, at once and whole, instead of standard output; YAML if its name ends in `.yaml` or `.yml`
    #[arg(long, value_name = "FILE")]
    output: Option<PathBuf>,
}

fn function(text: &str) -> Result<Function, std::convert::Infallible> {
    text.parse()
}

impl OpenApi {
    /// Writes the document. Notes about its size go to standard error.
    pub(super) fn run(self, api: Api) -> Result<(), CommandError> {
        let is_yaml = self.is_yaml()?;
        let mut api = self.gateway.set(api);
        if let Some(function) = self.function {
            api.settings.function_of.clear();
            api = api.function(function);
        }
        let document = match self.reader {
            Reader::Gateway => api.openapi().document()?,
            Reader::Swagger2 => api.openapi().swagger_document()?,
            Reader::HttpApi => api.openapi().http_api_document()?,
            Reader::Clients => api.openapi().clients_document()?,
        };
        for note in document.notes() {
            eprintln!("note: {note}");
        }
        let text = if is_yaml {
            document.to_yaml()
        } else {
            document.to_json()
        };
        match self.output {
            None => Ok(print(&text)?),
            Some(path) => write_file(&path, &text),
        }
    }

    fn is_yaml(&self) -> Result<bool, CommandError> {
        let Some(path) = &self.output else {
            return Ok(self.yaml);
        };
        if self.yaml && path.extension().is_some_and(|end| end == "json") {
            return Err(CommandError::usage(format!(
                "`--yaml` writes YAML, and `{}` is the name of a JSON file: leave out `--yaml`, or let the name end in `.yaml`",
                path.display()
            )));
        }
        Ok(self.yaml || is_yaml(path))
    }
}
