//! What `serve` prints before it serves.

use crate::local::{LocalGateway, Route};
use anstyle::Style;
use apigw_local::cli::RouteTable;
use http::Method;
use std::net::SocketAddr;

const BOLD: Style = Style::new().bold();
/// How many requests are shown to try.
const TRIES: usize = 3;

/// The address, the routes, and some requests to try.
pub(super) fn text(title: &str, gateway: &LocalGateway, address: SocketAddr) -> String {
    let (functions, mocks): (Vec<_>, Vec<_>) =
        gateway.routes().partition(|route| route.function.is_some());
    let mut text = format!("{BOLD}http://{address}{BOLD:#} serves {title} as API Gateway would\n");
    let tries: Vec<_> = functions
        .iter()
        .filter(|route| route.method != Some(Method::HEAD))
        .filter_map(|route| curl(route, address))
        .take(TRIES)
        .collect();
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
    section(&mut text, "To try in another terminal:", &tries.concat());
    text + "\n`contract` lists every answer.\nEach request is one line below; `--explain` adds why it is answered as it is.\n\n"
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

/// A request of curl with 1 for each path parameter; `None` for an operation of all methods.
fn curl(route: &Route, address: SocketAddr) -> Option<String> {
    let method = route.method.as_ref()?;
    let segments = route
        .path
        .split('/')
        .map(|segment| match segment.strip_prefix('{') {
            Some(_) => "1",
            None => segment,
        });
    let path = segments.collect::<Vec<_>>().join("/");
    let (option, body) = match method.as_str() {
        "GET" => ("", ""),
        "POST" | "PUT" | "PATCH" => (" -X ", " -H content-type:application/json -d '{}'"),
        _ => (" -X ", ""),
    };
    let method = if option.is_empty() {
        ""
    } else {
        method.as_str()
    };
    Some(format!(
        "curl -i{option}{method} http://{address}{path}{body}\n"
    ))
}
