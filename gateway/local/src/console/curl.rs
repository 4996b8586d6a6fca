//! A request as a command line for `curl` in a POSIX shell.

use super::record::Record;
use base64::{Engine, engine::general_purpose::STANDARD};
use std::{fmt::Write, net::SocketAddr};

/// Headers that curl writes by itself.
const WRITTEN: [&str; 5] = [
    "host",
    "content-length",
    "connection",
    "transfer-encoding",
    "expect",
];

/// The largest body that stands in a command, in bytes; a larger one comes from a file.
const LARGEST: usize = 16 << 10;

/// Whether the body has to be saved as the file `body` before the command is run.
pub(super) fn needs_file(record: &Record) -> bool {
    record
        .body
        .as_ref()
        .is_some_and(|body| body.len() > LARGEST)
}

/// The command that sends the request again to the gateway at `address`.
pub(super) fn command(record: &Record, address: SocketAddr) -> String {
    let body = record.body.as_deref().unwrap_or_default();
    let text = std::str::from_utf8(body).ok();
    let text = text.filter(|text| !text.contains('\0'));
    let mut command = String::new();
    let needs_file = needs_file(record);
    if text.is_none() && !needs_file {
        let _ = write!(
            command,
            "printf %s {} | base64 -d | ",
            STANDARD.encode(body)
        );
    }
    command.push_str("curl -i");
    if record.method == "HEAD" {
        command.push_str(" --head");
    } else if record.method != "GET" || !body.is_empty() {
        let _ = write!(command, " -X {}", record.method);
    }
    let url = quoted(&format!("http://{address}{}", record.target));
    let _ = write!(command, " {url}");
    if record.target.contains(['[', ']', '{', '}']) {
        command.push_str(" --globoff");
    }
    if record.target.contains("/.") {
        command.push_str(" --path-as-is");
    }
    let headers = record.headers.iter();
    for (name, value) in headers.filter(|(name, _)| !WRITTEN.contains(&name.as_str())) {
        // With a colon curl would leave an empty header out.
        let header = match value.as_str() {
            "" => format!("{name};"),
            value => format!("{name}: {value}"),
        };
        let _ = write!(command, " \\\n  -H {}", quoted(&header));
    }
    match text {
        _ if needs_file => command.push_str(" \\\n  --data-binary @body"),
        None => command.push_str(" \\\n  --data-binary @-"),
        Some("") => {}
        Some(text) => {
            let _ = write!(command, " \\\n  --data-raw {}", quoted(text));
        }
    }
    command
}

/// The text as one word of a shell.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::{record::Sender, tests::exchanged};

    fn command_of(request: http::request::Builder, body: &[u8]) -> String {
        let exchange = exchanged(request.body(()).unwrap().into_parts().0, body);
        command(
            &Record::new(exchange, Sender::Client),
            ([127, 0, 0, 1], 8700).into(),
        )
    }

    #[test]
    fn a_shell_sees_one_word_for_each_part() {
        let request = http::Request::post("/a?b='c")
            .header("x-y", "it's")
            .header("host", "h");
        assert_eq!(
            command_of(request, b"{\"a\": '$(id)'}"),
            "curl -i -X POST 'http://127.0.0.1:8700/a?b='\\''c' \\\n  -H 'x-y: it'\\''s' \\\n  --data-raw '{\"a\": '\\''$(id)'\\''}'"
        );
    }

    #[test]
    fn bodies_that_no_word_can_have_come_from_elsewhere() {
        let command = command_of(http::Request::put("/"), b"\0\xff");
        assert!(
            command.starts_with("printf %s AP8= | base64 -d | curl -i -X PUT"),
            "{command}"
        );
        assert!(command.ends_with("--data-binary @-"), "{command}");
        let command = command_of(http::Request::put("/"), &vec![b'x'; LARGEST + 1]);
        assert!(
            command.starts_with("curl") && command.ends_with("--data-binary @body"),
            "{command}"
        );
    }
}
