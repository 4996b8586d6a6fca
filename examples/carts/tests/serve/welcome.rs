//! What the server prints is true.

use crate::server::{Answer, Server};
use std::process::Command;

/// Runs each printed command, and compares its answer with the one that is printed below it.
#[track_caller]
pub(crate) fn try_the_printed_commands(server: &Server) -> usize {
    let mut lines = server.welcome.lines().map(str::trim_start);
    let mut tried = 0;
    while let Some(command) = lines.by_ref().find(|line| line.starts_with("curl ")) {
        let answer = Answer::of(Command::new("sh").args(["-c", command]));
        let mut printed: Vec<_> = lines.by_ref().take_while(|line| !line.is_empty()).collect();
        assert_eq!(printed.remove(0), answer.head[0], "{command}");
        assert_eq!(printed.pop(), Some(answer.body.as_str()), "{command}");
        for header in printed {
            assert!(
                answer.head.iter().any(|line| line == header),
                "{command}: {header}"
            );
        }
        tried += 1;
    }
    tried
}

#[test]
fn the_printed_commands_get_the_printed_answers() {
    for options in [&[][..], &["--integration", "proxy"]] {
        let server = Server::start(options);
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
        let line = format!("{} {} {}", route.method(), route.path(), statuses.join(" "));
        assert!(is_printed(&line), "{line} is not in\n{}", server.welcome);
    }
    assert!(is_printed("ANY /carts 405"));
    assert!(is_printed("ANY /{proxy+} 404"));
}
