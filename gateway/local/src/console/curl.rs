//! A request as a command line for `curl` in a POSIX shell.

use super::record::Record;
use crate::explanation::picture;
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
    let text = text.filter(|text| can_be_copied(text));
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
        let _ = write!(command, " -X {}", word(record.method.as_str()));
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
    let has_type = record
        .headers
        .iter()
        .any(|(name, _)| name == "content-type");
    if !body.is_empty() && !has_type {
        // Without this, curl says that the body is a form.
        command.push_str(" \\\n  -H 'content-type:'");
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

/// Whether the page shows each character of the text as it is, so that the command can be copied from there.
fn can_be_copied(text: &str) -> bool {
    let mut characters = text.chars();
    characters.all(|character| matches!(character, '\n' | '\t') || picture(character).is_none())
}

/// The text as one word of a shell, in quotes only if it is more than a name: a method can have `` ` `` and `$`.
fn word(text: &str) -> String {
    if text.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return text.to_owned();
    }
    quoted(text)
}

/// The text as one word of a shell, in quotes.
fn quoted(text: &str) -> String {
    format!("'{}'", text.replace('\'', r"'\''"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::console::{record::Sender, tests::exchanged};
    use http::Request;

    fn command_of(request: http::request::Builder, body: &[u8]) -> String {
        let exchange = exchanged(request.body(()).unwrap().into_parts().0, body);
        command(
            &Record::new(exchange, Sender::Client),
            ([127, 0, 0, 1], 8700).into(),
        )
    }

    #[test]
    fn a_shell_sees_one_word_for_each_part() {
        let request = Request::post("/a?b='c")
            .header("x-y", "it's")
            .header("host", "h");
        assert_eq!(
            command_of(request, b"{\"a\": '$(id)'}"),
            "curl -i -X POST 'http://127.0.0.1:8700/a?b='\\''c' \\\n  -H 'x-y: it'\\''s' \\\n  -H 'content-type:' \\\n  --data-raw '{\"a\": '\\''$(id)'\\''}'"
        );
    }

    #[test]
    fn a_method_of_a_client_runs_nothing() {
        let request = Request::builder().method("`id`&$HOME'|").uri("/");
        let command = command_of(request, b"");
        let expected = r"curl -i -X '`id`&$HOME'\''|' 'http://127.0.0.1:8700/'";
        assert_eq!(command, expected);
    }

    #[test]
    fn a_body_is_what_it_was_without_characters_that_the_page_shows_as_numbers() {
        for body in ["a\r\nb", "\u{202e}", "a\u{1b}[1m"] {
            let request = Request::post("/").header("content-type", "text/plain");
            let command = command_of(request, body.as_bytes());
            let encoded = STANDARD.encode(body);
            let start = format!("printf %s {encoded} | base64 -d | curl -i -X POST");
            assert!(command.starts_with(&start), "{command}");
            assert!(!command.contains("-H 'content-type:'"), "{command}");
        }
    }

    #[test]
    fn bodies_that_no_word_can_have_come_from_elsewhere() {
        let command = command_of(Request::put("/"), b"\0\xff");
        assert!(
            command.starts_with("printf %s AP8= | base64 -d | curl -i -X PUT"),
            "{command}"
        );
        assert!(command.ends_with("--data-binary @-"), "{command}");
        let command = command_of(Request::put("/"), &vec![b'x'; LARGEST + 1]);
        assert!(
            command.starts_with("curl") && command.ends_with("--data-binary @body"),
            "{command}"
        );
    }
}
