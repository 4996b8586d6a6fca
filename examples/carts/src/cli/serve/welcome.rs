//! What `carts serve` prints before it serves.

use super::tries::Tried;
use lambda_api_errors::local::{LocalGateway, Route};
use std::net::SocketAddr;

pub(super) fn text(gateway: &LocalGateway, address: SocketAddr, tries: &[Tried]) -> String {
    let (not_run, run): (Vec<_>, Vec<_>) =
        gateway.routes().partition(|route| route.not_run.is_some());
    let (functions, mocks): (Vec<_>, Vec<_>) =
        run.into_iter().partition(|route| route.function.is_some());
    let mut lines = vec![format!(
        "The local gateway serves {} at http://{address}",
        gateway.title()
    )];
    lines.extend(table(
        "Routes, and the statuses that each can answer with:",
        &functions,
    ));
    lines.extend(table("Answered by the gateway alone:", &mocks));
    lines.extend(table("Not run here, answered with 501:", &not_run));
    if !tries.is_empty() {
        lines.push("`carts contract` names each of these answers.".to_owned());
        lines.push(String::new());
        lines.push("To try in another terminal:".to_owned());
        for tried in tries {
            lines.push(String::new());
            lines.extend(indented(tried.lines(address)));
        }
    }
    lines.push(String::new());
    lines.push(
        "Each request is one line below; `--explain` adds why it is answered as it is.".to_owned(),
    );
    lines.join("\n") + "\n\n"
}

fn table(heading: &str, routes: &[Route]) -> Vec<String> {
    if routes.is_empty() {
        return Vec::new();
    }
    let widest = routes.iter().map(|route| route.path.chars().count()).max();
    let width = widest.unwrap_or_default();
    let rows = routes.iter().map(|route| {
        let method = route
            .method
            .as_ref()
            .map_or("ANY", |method| method.as_str());
        let statuses: Vec<_> = route.statuses.iter().map(u16::to_string).collect();
        let answers = route.not_run.clone().unwrap_or_else(|| statuses.join(" "));
        format!("{method:6}  {:width$}  {answers}", route.path)
    });
    let mut lines = vec![String::new(), heading.to_owned()];
    lines.extend(indented(rows));
    lines
}

fn indented(lines: impl IntoIterator<Item = String>) -> impl Iterator<Item = String> {
    lines.into_iter().map(|line| format!("  {line}"))
}
