//! A request as a command line for `curl` in a POSIX shell.

use super::record::Record;
use crate::text::picture;
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

/// What a command sends.
pub(super) struct Sent<'a> {
    pub(super) method: &'a str,
    /// Path and query.
    pub(super) target: &'a str,
    pub(super) headers: Vec<(&'a str, &'a str)>,
    pub(super) body: &'a [u8],
}

/// Whether the body has to be saved as the file `body` before the command is run.
pub(super) fn needs_file(record: &Record) -> bool {
    record
        .body
        .as_ref()
        .is_some_and(|body| body.len() > LARGEST)
}

/// The command that sends the request again to the gateway at `address`, with a line for each header.
pub(super) fn again(record: &Record, address: SocketAddr) -> String {
    let headers = record.headers.iter();
    let sent = Sent {
        method: record.method.as_str(),
        target: &record.target,
        headers: headers
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect(),
        body: record.body.as_deref().unwrap_or_default(),
    };
    command(&sent, address, " \\\n  ")
}

/// The command that sends this to the gateway at `address`, with `between` in front of each header and the body.
pub(super) fn command(sent: &Sent<'_>, address: SocketAddr, between: &str) -> String {
    let Sent {
        method,
        target,
        headers,
        body,
    } = sent;
    let text = std::str::from_utf8(body).ok();
    let text = text.filter(|text| can_be_copied(text));
    let mut command = String::new();
    let needs_file = body.len() > LARGEST;
    if text.is_none() && !needs_file {
        let _ = write!(
            command,
            "printf %s {} | base64 -d | ",
            STANDARD.encode(body)
        );
    }
    command.push_str("curl -i");
    if *method == "HEAD" {
        command.push_str(" --head");
    } else if *method != "GET" || !body.is_empty() {
        let _ = write!(command, " -X {}", word(method));
    }
    let url = word(&format!("http://{address}{target}"));
    let _ = write!(command, " {url}");
    if target.contains(['[', ']', '{', '}']) {
        command.push_str(" --globoff");
    }
    if target.contains("/.") {
        command.push_str(" --path-as-is");
    }
    for (name, value) in headers {
        if WRITTEN.contains(&name.to_ascii_lowercase().as_str()) {
            continue;
        }
        // With a colon curl would leave an empty header out.
        let header = match *value {
            "" => format!("{name};"),
            value => format!("{name}: {value}"),
        };
        let _ = write!(command, "{between}-H {}", quoted(&header));
    }
    let mut names = headers.iter().map(|(name, _)| name);
    let has_type = names.any(|name| name.eq_ignore_ascii_case("content-type"));
    if !body.is_empty() && !has_type {
        // Without this, curl says that the body is a form.
        let _ = write!(command, "{between}-H 'content-type:'");
    }
    match text {
        _ if needs_file => {
            let _ = write!(command, "{between}--data-binary @body");
        }
        None => {
            let _ = write!(command, "{between}--data-binary @-");
        }
        Some("") => {}
        Some(text) => {
            let _ = write!(command, "{between}--data-raw {}", quoted(text));
        }
    }
    command
}

/// Whether the page shows each character of the text as it is, so that the command can be copied from there.
fn can_be_copied(text: &str) -> bool {
    let mut characters = text.chars();
    characters.all(|character| matches!(character, '\n' | '\t') || picture(character).is_none())
}

/// The text as one word of a shell, in quotes only if it has more than letters, digits and what means nothing to a shell: a
/// method can have `` ` `` and `$`.
fn word(text: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"/:.,_-%@+".contains(&byte);
    if !text.is_empty() && text.bytes().all(is_plain) {
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
        again(
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
        let expected = r"curl -i -X '`id`&$HOME'\''|' http://127.0.0.1:8700/";
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
