//! `check FILE`: how a deployed stage differs from the types.

use super::gateway::GatewayOptions;
use crate::{Api, openapi::Drift};
use apigw_local::cli::{CommandError, DocumentFile, print};
use clap::Args;
use serde_json::json;

/// Compare a document, such as the export of a deployed stage, with the types, and print a line for each difference
///
/// The status is 0 if there is no difference, 1 if there is one, and 2 if the file cannot be read or the arguments are wrong.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  check stage.json
  check stage.json --integration proxy --cors https://shop.example

This writes such a file:
  aws apigateway get-export --rest-api-id ID --stage-name STAGE \\
    --export-type oas30 --accepts application/json \\
    --parameters extensions=apigateway stage.json")]
pub(super) struct Check {
    /// The document, in JSON or YAML; `-` is standard input
    file: DocumentFile,
    #[command(flatten)]
    gateway: GatewayOptions,
    /// Print JSON: an object with `drifts`, an array of texts, `rules`, the id of the rule of `apigw-local lint` or null for each of them, and
    /// `compared`
    #[arg(long)]
    json: bool,
}

impl Check {
    /// Prints a line for each drift, or what was compared.
    pub(super) fn run(self, api: Api) -> Result<(), CommandError> {
        let file = &self.file;
        let document = file
            .text()
            .map_err(|error| CommandError::usage(error.to_string()))?;
        let report = self.gateway.set(api).openapi().check(&document);
        let report = report
            .map_err(|error| CommandError::usage(format!("{file} cannot be checked: {error}")))?;
        let (drifts, compared) = (report.drifts(), report.compared());
        if self.json {
            let texts: Vec<_> = drifts.iter().map(ToString::to_string).collect();
            let rules: Vec<_> = drifts.iter().map(Drift::rule).collect();
            let report = json!({"drifts": texts, "rules": rules, "compared": compared.to_string()});
            print(&format!("{report:#}\n"))?;
        } else {
            print(&report.to_string())?;
        }
        match drifts.len() {
            0 if self.json => Ok(()),
            0 => Ok(print(&format!(
                "{file} agrees with the types: {compared} compared\n"
            ))?),
            1 => Err(CommandError::failed(format!(
                "{file} differs from the types in one place"
            ))),
            places => Err(CommandError::failed(format!(
                "{file} differs from the types in {places} places"
            ))),
        }
    }
}
