//! What `serve` prints before it serves.

use crate::local::LocalGateway;
use anstyle::Style;
use apigw_local::cli::{RouteTable, requests_to_try};
use std::net::SocketAddr;

const BOLD: Style = Style::new().bold();

/// The address, the routes, and some requests to try.
pub(super) fn text(title: &str, gateway: &LocalGateway, address: SocketAddr) -> String {
    let (functions, mocks): (Vec<_>, Vec<_>) =
        gateway.routes().partition(|route| route.function.is_some());
    let mut text = format!("{BOLD}http://{address}{BOLD:#} serves {title} as API Gateway would\n");
    section(
        &mut text,
        "Operations, their functions, and the statuses that each can answer with:",
        &RouteTable::new(functions).to_string(),
    );
    section(
        &mut text,
        "Answered by the gateway alone:",
        &RouteTable::new(mocks).to_string(),
    );
    let tries = requests_to_try(gateway, address);
    section(&mut text, "To try in another terminal:", &tries);
    text + "\n`contract` lists every answer.\nEach request is one line below; `--explain` adds why it is answered as it is.\n\n"
}

/// The line of a program that comes in the place of a former one.
pub(super) fn again(title: &str, address: SocketAddr) -> String {
    format!("{BOLD}http://{address}{BOLD:#} serves the new {title}\n")
}

fn section(text: &mut String, heading: &str, lines: &str) {
    if lines.is_empty() {
        return;
    }
    for part in ["\n", heading, "\n"] {
        text.push_str(part);
    }
    for part in lines.lines().flat_map(|line| ["  ", line, "\n"]) {
        text.push_str(part);
    }
}
