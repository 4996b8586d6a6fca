//! `check FILE`: how a deployed stage differs from the types.

use super::{gateway::GatewayOptions, wrapped};
use crate::{
    Api,
    openapi::{CheckReport, Drift, Effect},
};
use anstyle::Style;
use apigw_local::cli::{CommandError, DocumentFile, output_width, print};
use clap::Args;
use serde_json::json;
use std::fmt::Write;

const BOLD: Style = Style::new().bold();

/// Compare a document, such as the export of a deployed stage, with the types, and print a line for each difference
///
/// What makes requests fail comes first, then what changes answers, then the rest. On a terminal the lines are folded.
///
/// The status is 0 if there is no difference, 1 if there is one, and 2 if the file cannot be read or the arguments are wrong.
#[derive(Debug, Args)]
pub(super) struct Check {
    /// The document, in JSON or YAML; `-` is standard input
    file: DocumentFile,
    #[command(flatten)]
    gateway: GatewayOptions,
    /// Print JSON: an object with `drifts`, an array of texts, for each of them in `effects` what it does and in `rules` the id of the rule of
    /// `apigw-local lint` or null, and `compared`
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
            let effects: Vec<_> = drifts
                .iter()
                .map(|drift| drift.effect().to_string())
                .collect();
            let report = json!({
                "drifts": texts,
                "effects": effects,
                "rules": rules,
                "compared": compared.to_string(),
            });
            print(&format!("{report:#}\n"))?;
        } else {
            print(&match output_width() {
                Some(width) => folded(&report, width),
                None => report.to_string(),
            })?;
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

/// The report with a heading for each effect, one paragraph for what differs alike in several operations, and lines of this width.
fn folded(report: &CheckReport, width: usize) -> String {
    let mut paragraphs: Vec<(Effect, String, Vec<&str>)> = Vec::new();
    for drift in report.drifts() {
        let (effect, text) = (drift.effect(), drift.kind().to_string());
        let mut known = paragraphs.iter_mut();
        match known.find(|(known, other, _)| *known == effect && *other == text) {
            Some((_, _, operations)) => operations.push(drift.operation()),
            None => paragraphs.push((effect, text, vec![drift.operation()])),
        }
    }
    // Writing to a text does not fail.
    let mut folded = String::new();
    let mut last = None;
    for (effect, text, operations) in paragraphs {
        if last != Some(effect) {
            let _ = writeln!(folded, "{BOLD}{effect}:{BOLD:#}");
        }
        last = Some(effect);
        folded += &wrapped(&format!("  {text}"), width, "  ");
        folded += &wrapped(&format!("    in {}", operations.join(", ")), width, "    ");
    }
    if !report.notes().is_empty() {
        let _ = writeln!(folded, "{BOLD}Notes:{BOLD:#}");
    }
    for note in report.notes() {
        folded += &wrapped(&format!("  {note}"), width, "    ");
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoContent, lambda_endpoint};
    use std::convert::Infallible;

    #[lambda_endpoint(GET, "/health")]
    async fn health() -> Result<NoContent, Infallible> {
        Ok(NoContent)
    }

    #[test]
    fn a_terminal_gets_what_makes_requests_fail_first_and_lines_that_fit() {
        let openapi = Api::<()>::new("monitor", "1")
            .endpoint::<health>()
            .openapi();
        let document = openapi.document().unwrap().to_json();
        let drifted = document
            .replace("Task timed out", "Timeout")
            .replace("\"never\"", "\"when_no_match\"");
        let report = openapi.check(&drifted).unwrap();
        let text = folded(&report, 80);
        let at = |words: &str| {
            text.find(words)
                .unwrap_or_else(|| panic!("{words}: {text}"))
        };
        assert!(at("Requests fail") < at("`passthroughBehavior`"), "{text}");
        assert!(
            at("`passthroughBehavior`") < at("Clients get other answers"),
            "{text}"
        );
        assert!(
            at("Clients get other answers") < at("Lambda's timeout"),
            "{text}"
        );
        let mut long = text.lines().filter(|line| line.chars().count() > 80);
        assert!(long.all(|line| line.trim().starts_with('`')), "{text}");
        assert!(
            text.contains("    in ANY /, ANY /health, health (GET"),
            "{text}"
        );
        let unfolded = report.to_string();
        assert_eq!(
            unfolded.lines().count(),
            report.drifts().len() + report.notes().len()
        );
    }
}
