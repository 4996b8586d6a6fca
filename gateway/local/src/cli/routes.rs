//! `apigw-local routes`: the routes of a document.

use super::{CommandError, DocumentFile, StageOptions, TemplateOptions, print};
use crate::{Function, Invocation, LocalGateway, Outcome, Route};
use anstyle::Style;
use clap::Args;
use futures_util::{FutureExt, future::BoxFuture};
use serde_json::{Value, json};
use std::fmt;

const BOLD: Style = Style::new().bold();

/// List the operations of a document: method, path, function and statuses
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  apigw-local routes api.yaml
  apigw-local routes api.yaml --json | jq -r '.[].path'")]
pub(super) struct Routes {
    /// The document, in JSON or YAML: `OpenAPI`, Swagger, a template of AWS, or a plan as `terraform show -json` prints it; `-` is
    /// standard input
    file: DocumentFile,
    #[command(flatten)]
    template: TemplateOptions,
    #[command(flatten)]
    stage: StageOptions,
    /// Print JSON: an array of objects with `method`, `path`, `function`, `server`, `notRun` and `statuses`
    #[arg(long)]
    json: bool,
}

/// Operations as a table: method, path, function or server, statuses. Printed to a terminal, the methods are bold.
#[derive(Debug)]
pub struct RouteTable(Vec<Route>);

/// The function of a gateway that has none.
pub(super) struct Absent;

/// How it ends.
pub(super) const ABSENT: &str = "there is no function";

impl Routes {
    pub(super) fn run(self) -> Result<(), CommandError> {
        let choice = self.template.choice();
        let mut document = self.file.parse_api(&self.file.text()?, &choice)?;
        let stage = document.stage.take();
        let gateway = LocalGateway::new(document, Absent);
        let gateway = self.stage.set_over(stage.as_ref(), gateway);
        if self.json {
            let routes: Vec<_> = gateway.routes().map(as_json).collect();
            return Ok(print(&format!("{:#}\n", Value::Array(routes)))?);
        }
        Ok(print(&RouteTable::new(gateway.routes()).to_string())?)
    }
}

fn as_json(route: Route) -> Value {
    let function = route.function.map(|function| {
        function.unwrap_or_else(|missing| format!("${{stageVariables.{}}}", missing.0))
    });
    json!({
        "method": method(route.method.as_ref()),
        "path": route.path,
        "function": function,
        "server": route.server,
        "notRun": route.not_run,
        "statuses": route.statuses,
    })
}

fn method(method: Option<&http::Method>) -> &str {
    method.map_or("ANY", http::Method::as_str)
}

impl RouteTable {
    /// The table of these operations.
    pub fn new(routes: impl IntoIterator<Item = Route>) -> Self {
        Self(routes.into_iter().collect())
    }
}

impl fmt::Display for RouteTable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rows = self.0.iter().map(|route| {
            let function = match (&route.function, &route.server) {
                _ if route.not_run.is_some() => "(not run)".to_owned(),
                (Some(Ok(name)), _) => name.clone(),
                (Some(Err(missing)), _) => format!("${{stageVariables.{}}}", missing.0),
                (None, Some(address)) => address.clone(),
                (None, None) => "(mock)".to_owned(),
            };
            (route, function)
        });
        let rows: Vec<_> = rows.collect();
        let widest = |width: fn(&(&Route, String)) -> usize| rows.iter().map(width).max();
        let methods = widest(|(route, _)| method(route.method.as_ref()).len()).unwrap_or_default();
        let paths = widest(|(route, _)| route.path.chars().count()).unwrap_or_default();
        let functions = widest(|(_, function)| function.chars().count()).unwrap_or_default();
        for (route, function) in &rows {
            let method = method(route.method.as_ref());
            let path = &route.path;
            let statuses: Vec<_> = route.statuses.iter().map(u16::to_string).collect();
            let statuses = match &route.not_run {
                Some(reason) => format!("501: {reason}"),
                None if route.is_proxy && (statuses.is_empty() || route.method.is_none()) => {
                    "any".to_owned()
                }
                None => statuses.join(" "),
            };
            writeln!(
                f,
                "{BOLD}{method:methods$}{BOLD:#}  {path:paths$}  {function:functions$}  {statuses}"
            )?;
        }
        Ok(())
    }
}

impl Function for Absent {
    fn invoke(&self, _: Invocation) -> BoxFuture<'_, Outcome> {
        async { Outcome::NotInvoked(ABSENT.to_owned()) }.boxed()
    }
}
