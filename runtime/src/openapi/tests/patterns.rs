//! Every message is taken by exactly one pattern, whichever way an engine looks.

use crate::{
    DeclaredResponse, HttpStatusDetails, JsonApi, Message, Problem, ResultErrors, StatusErrors,
    Style, body::Renderer, openapi::patterns::Selections, platform,
};
use fancy_regex::Regex;

static RESPONSES: [DeclaredResponse; 7] = [
    DeclaredResponse::new(400, "Invalid", "Bad Request", "Bad Request: "),
    DeclaredResponse::new(400, "Odd", "Odd.* (title)", "Odd.*[a](b)|c^$? +\\ -#&~/: "),
    DeclaredResponse::new(404, "Missing", "Not Found", "Not Found: "),
    DeclaredResponse::new(409, "Short", "Conflict", "E: "),
    DeclaredResponse::new(
        500,
        "Internal",
        "Internal Server Error",
        "Internal Server Error: ",
    ),
    DeclaredResponse::new(500, "Exposed", "Failed", "Failed: "),
    DeclaredResponse::new(504, "Slow", "Gateway Timeout", "Gateway Timeout: "),
];

const TEXTS: [&str; 16] = [
    "",
    "x",
    "x Task timed out after 1.00 seconds",
    "Task timed out after 1 seconds",
    "RequestId: 1 Error: Task timed out after 1.00 seconds",
    "{\"status\":500,",
    "Not Found: {",
    "Bad Request: {\"a\":1}",
    "a\nb\r\u{85}\u{2028}\u{2029}",
    "\n",
    "}\u{1f}{\"A\":\"b\"}",
    "{\"type\":\"about:blank\",\"title\":\"Not Found\",\"status\":404,",
    "$^.*\\E\\Q",
    "🦀\u{0}",
    "Internal Server Error: ",
    " ",
];

/// Messages of the platform that are not recorded.
const VARIATIONS: [(&str, u16); 3] = [
    (
        "2024-04-08T12:00:00.000Z 8f5-1 Task timed out after 3.00 seconds\n\n",
        504,
    ),
    ("failed to deserialize the incoming data\n", 500),
    ("\n", 500),
];

fn renderers() -> [Renderer; 9] {
    [
        Renderer::new::<Problem>(Style::Prefixed),
        Renderer::new::<JsonApi>(Style::Prefixed),
        Renderer::new::<Message>(Style::Prefixed),
        Renderer::new::<StatusErrors>(Style::Prefixed),
        Renderer::new::<Problem>(Style::Json),
        Renderer::new::<JsonApi>(Style::Json),
        Renderer::new::<StatusErrors>(Style::Json),
        Renderer::new::<HttpStatusDetails>(Style::Json),
        Renderer::new::<ResultErrors>(Style::Json),
    ]
}

struct Patterns(Vec<(u16, Regex, Regex)>);

impl Patterns {
    fn of(renderer: Renderer) -> Self {
        let responses: Vec<_> = RESPONSES.iter().collect();
        let selections = Selections::new(renderer, &responses);
        let each = selections.iter().map(|selection| {
            let pattern = selections.pattern(selection);
            let whole = format!(r"\A(?:{pattern})\z");
            (
                selection.status,
                Regex::new(&pattern).unwrap(),
                Regex::new(&whole).unwrap(),
            )
        });
        Self(each.collect())
    }

    /// The one status that takes `message`.
    #[track_caller]
    fn status(&self, message: &str) -> u16 {
        let mut taken = Vec::new();
        for (status, pattern, whole) in &self.0 {
            let found = pattern.find(message).unwrap();
            let matches = whole.is_match(message).unwrap();
            assert_eq!(
                found.is_some(),
                matches,
                "{status} and {message:?}: find and matches differ"
            );
            if let Some(found) = found {
                assert_eq!(
                    (found.start(), found.end()),
                    (0, message.len()),
                    "{message:?}"
                );
                taken.push(*status);
            }
        }
        match taken[..] {
            [status] => status,
            _ => panic!("{message:?} is taken by {taken:?}"),
        }
    }
}

#[test]
fn each_response_has_its_own_status_whatever_it_says() {
    for renderer in renderers() {
        let patterns = Patterns::of(renderer);
        for response in &RESPONSES {
            let head = renderer.message_prefix(response);
            let open = if renderer.style == Style::Prefixed {
                "{"
            } else {
                ""
            };
            for text in TEXTS {
                let message = format!("{head}{open}{text}");
                assert_eq!(
                    patterns.status(&message),
                    response.status().as_u16(),
                    "{message:?}"
                );
            }
        }
    }
}

#[test]
fn what_nobody_declared_is_a_timeout_or_a_failure() {
    for renderer in renderers() {
        let patterns = Patterns::of(renderer);
        let recorded = platform::MESSAGES.iter();
        let recorded = recorded.map(|message| (message.example, message.status));
        for (message, status) in recorded.chain(VARIATIONS) {
            assert_eq!(patterns.status(message), status, "{message:?}");
        }
        for text in TEXTS.iter().filter(|text| !text.is_empty()) {
            patterns.status(text);
        }
    }
}

#[test]
fn a_prefix_without_a_body_is_no_message_of_ours() {
    let patterns = Patterns::of(Renderer::new::<Problem>(Style::Prefixed));
    for message in [
        "Not Found: secret",
        "Not Found: ",
        "Bad Request: x {",
        " Not Found: {",
    ] {
        assert_eq!(patterns.status(message), 500, "{message:?}");
    }
}

#[test]
fn an_empty_message_is_left_to_the_default() {
    for renderer in renderers() {
        let taken = Patterns::of(renderer)
            .0
            .iter()
            .any(|(_, pattern, _)| pattern.is_match("").unwrap());
        assert!(!taken);
    }
}

#[test]
fn the_patterns_themselves() {
    let renderer = Renderer::new::<Problem>(Style::Prefixed);
    let responses = [&RESPONSES[0], &RESPONSES[2], &RESPONSES[4]];
    let selections = Selections::new(renderer, &responses);
    let patterns: Vec<_> = selections
        .iter()
        .map(|selection| selections.pattern(selection))
        .collect();
    assert_eq!(
        patterns,
        [
            r"^(?:Bad Request: )\{[\s\S]*",
            r"^(?:Not Found: )\{[\s\S]*",
            r"^(?:(?:Internal Server Error: )\{|(?!(?:Bad Request: |Not Found: )\{|(?:RequestId: [^ ]{1,99} Error: |[^ ]{1,99} [^ ]{1,99} )Task timed out after [0-9.]{1,99} seconds))[\s\S]+",
            r"^(?:(?!(?:Bad Request: |Not Found: |Internal Server Error: )\{)(?:RequestId: [^ ]{1,99} Error: |[^ ]{1,99} [^ ]{1,99} )Task timed out after [0-9.]{1,99} seconds)[\s\S]*",
        ]
    );
}
