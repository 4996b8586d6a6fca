//! `apigw-local lint`: the defects of a document.

mod json;
mod sarif;
mod text;

use super::{CommandError, DocumentFile, TemplateOptions, print};
use crate::{
    document::Lines,
    lint::{Finding, Report, lint_with_failures},
};
use clap::{Args, ValueEnum, builder::NonEmptyStringValueParser};

/// Look for defects in a document: patterns that overlap, that a caller's text reaches or a line break escapes, and more
///
/// Each finding has its rule, its place, a message that shows it, and a fix. The message was run through the gateway, which
/// answered as the finding says. A line says how much was looked at: proxy integrations have no patterns and templates, and only
/// timeouts and the statuses of failures are looked at there. The status is 0 without findings, 1 with some, and 2 if the document cannot be read or the
/// arguments are wrong.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  apigw-local lint api.yaml
  apigw-local lint api.yaml --failure '[400] ' --failure '[404] '
  apigw-local lint api.json --format sarif > api.sarif
  apigw-local lint api.yaml --format json | jq -r '.findings[].rule'
  apigw-local lint --rules")]
pub(super) struct Lint {
    /// The document, in JSON or YAML: `OpenAPI`, Swagger, a template of AWS, or a plan as `terraform show -json` prints it; `-` is
    /// standard input
    #[arg(required_unless_present = "rules")]
    file: Option<DocumentFile>,
    #[command(flatten)]
    template: TemplateOptions,
    /// How messages of the function's failures begin, such as `[400] ` for an event that it cannot read: none may be answered as a
    /// success. Repeat it for several
    #[arg(long = "failure", value_name = "START", value_parser = NonEmptyStringValueParser::new(), conflicts_with = "rules")]
    failures: Vec<String>,
    /// How the findings are printed
    #[arg(long, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// List the rules, each with its fact about AWS and the source of the fact
    #[arg(long, conflicts_with = "file")]
    rules: bool,
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// An object with `findings`, `unfinished` and `examined`
    Json,
    /// SARIF 2.1.0, which code hosts and editors show
    Sarif,
}

/// A finding, with its line in the file.
struct Located<'a> {
    finding: &'a Finding,
    line: Option<u64>,
}

impl Lint {
    pub(super) fn run(self) -> Result<(), CommandError> {
        let Some(file) = self.file else {
            return Ok(print(&text::rules())?);
        };
        let unreadable = |error: CommandError| CommandError::usage(error.to_string());
        let text = file.text().map_err(unreadable)?;
        let document = file
            .parse_api(&text, &self.template.choice())
            .map_err(unreadable)?;
        let starts: Vec<_> = self.failures.iter().map(String::as_str).collect();
        let report = lint_with_failures(&document, &starts);
        let lines = Lines::of(if report.findings.is_empty() {
            ""
        } else {
            &text
        });
        let findings: Vec<_> = report
            .findings
            .iter()
            .map(|finding| Located {
                finding,
                line: lines.line(&finding.pointer),
            })
            .collect();
        print(&match self.format {
            Format::Text => text::report(&file, &findings) + &text::examined(&report),
            Format::Json => json::report(&report, &findings),
            Format::Sarif => sarif::report(&file, &report, &findings),
        })?;
        match (failure(&file, &report), self.format) {
            (Some(failure), _) => Err(CommandError::failed(failure)),
            (None, Format::Text) => Ok(print(&match document.operations.len() {
                1 => format!("{file}: no findings in 1 operation\n"),
                count => format!("{file}: no findings in {count} operations\n"),
            })?),
            (None, _) => Ok(()),
        }
    }
}

fn failure(file: &DocumentFile, report: &Report) -> Option<String> {
    let found = match report.findings.len() {
        0 => None,
        1 => Some(format!("{file} has one finding")),
        findings => Some(format!("{file} has {findings} findings")),
    };
    match &report.unfinished {
        None => found,
        Some(operation) => Some(format!(
            "{}; the steps of one document were used up at {operation}, so that it was not looked at to its end, and those after it not at all: split the document, or mend its patterns first",
            found.unwrap_or_else(|| format!("{file} has no findings so far"))
        )),
    }
}
