//! What the server prints is true.

use crate::server::{Answer, Server};
use std::process::Command;

/// Runs each printed command. The result is how many there are.
#[track_caller]
pub(crate) fn try_the_printed_commands(server: &Server) -> usize {
    let lines = server.welcome.lines().map(str::trim_start);
    let commands: Vec<_> = lines.filter(|line| line.starts_with("curl ")).collect();
    for command in &commands {
        let answer = Answer::of(Command::new("sh").args(["-c", command]));
        let body = answer.body.clone();
        // A cart that is not there, or is empty, is an answer of the endpoint; a request that it cannot read is not.
        let status = answer.status();
        assert!(
            status < 300 || [404, 409].contains(&status),
            "{command}: {status} {body}"
        );
        assert!(!body.contains("RouteNotFound"), "{command}: {body}");
    }
    commands.len()
}

#[test]
fn the_printed_commands_reach_operations() {
    for options in [&[][..], &["--integration", "proxy"]] {
        let server = Server::start(options);
        let first = server.welcome.lines().next().unwrap();
        assert!(
            first.starts_with(&format!("{} serves carts ", server.url)),
            "{first}"
        );
        assert_eq!(try_the_printed_commands(&server), 3, "{}", server.welcome);
    }
}

#[test]
fn every_route_is_printed_with_its_statuses() {
    let server = Server::start(&[]);
    let is_printed = |route: &str| {
        let words = |line: &str| line.split_whitespace().collect::<Vec<_>>().join(" ");
        server.welcome.lines().any(|line| words(line) == route)
    };
    let service = carts::service().unwrap();
    for operation in service.operations() {
        let route = operation.route().unwrap();
        let mut statuses: Vec<_> = operation
            .responses()
            .iter()
            .map(|response| response.status().as_u16())
            .collect();
        statuses.extend([operation.success_status().as_u16(), 504]);
        statuses.sort_unstable();
        statuses.dedup();
        let statuses: Vec<_> = statuses.iter().map(u16::to_string).collect();
        let line = format!(
            "{} {} carts {}",
            route.method(),
            route.path(),
            statuses.join(" ")
        );
        assert!(is_printed(&line), "{line} is not in\n{}", server.welcome);
    }
    assert!(is_printed("ANY /carts (mock) 405"));
    assert!(is_printed("ANY /{proxy+} (mock) 404"));
}
