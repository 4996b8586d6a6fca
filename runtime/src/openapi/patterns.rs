//! Selection patterns: the start of a message selects the status of a failed invocation.
//!
//! Exactly one of an operation's patterns matches each message, in any order of the patterns, and whether an engine
//! matches the whole message, its start or any part of it. They use only syntax that Java, Python, JavaScript and
//! Rust (fancy-regex) read alike: escapes of metacharacters, `[\s\S]` instead of `.`, look-ahead, no flags, `^` and no `$`.

use crate::{
    DeclaredResponse, Operation, Style,
    body::{Renderer, Shape},
    statuses,
};
use std::collections::BTreeMap;

/// The platform's own message when a function takes too long, in both recorded forms. Ids and times are short: without a bound, an
/// engine that goes back would do so over the whole of a long text without a space.
const TIMEOUT: &str = r"(?:RequestId: [^ ]{1,99} Error: |[^ ]{1,99} [^ ]{1,99} )Task timed out after [0-9.]{1,99} seconds";
const INTERNAL: u16 = 500;
const GATEWAY_TIMEOUT: u16 = 504;

/// The answer to a function that took too long, which the gateway gives in the function's place.
pub(super) static TIMED_OUT: DeclaredResponse = DeclaredResponse::new(
    504,
    "GatewayTimeout",
    "Gateway Timeout",
    "Gateway Timeout: ",
)
.doc("The function took too long.")
.opaque();

/// All that a failed invocation of one operation can mean, by status.
#[derive(Debug)]
pub(super) struct Selections(Vec<Selection>);

/// One status: the starts of its messages, and its responses.
#[derive(Debug)]
pub(super) struct Selection {
    pub(super) status: u16,
    /// The starts of the messages, as far as they are constant. If a body follows, its opening brace is included.
    pub(super) starts: Vec<String>,
    pub(super) responses: Vec<&'static DeclaredResponse>,
}

impl Selections {
    /// Those of `operation`, with 504 for timeouts and 500 for everything else.
    pub(super) fn of(operation: &Operation) -> Self {
        Self::new(operation.renderer(), operation.responses())
    }

    pub(super) fn new(renderer: Renderer, responses: &[&'static DeclaredResponse]) -> Self {
        let mut by_status: BTreeMap<u16, Selection> = [INTERNAL, GATEWAY_TIMEOUT]
            .map(|status| (status, Selection::new(status)))
            .into();
        for &response in responses {
            let status = response.status().as_u16();
            let selection = by_status
                .entry(status)
                .or_insert_with(|| Selection::new(status));
            let start = start(renderer, response);
            if !selection.starts.contains(&start) {
                selection.starts.push(start);
            }
            selection.responses.push(response);
        }
        Self(by_status.into_values().collect())
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = &Selection> {
        self.0.iter()
    }

    /// The pattern that takes the messages of `selection`, and no others.
    pub(super) fn pattern(&self, selection: &Selection) -> String {
        let own = alternatives(&selection.starts);
        let others = || {
            let others = self.iter().filter(|other| other.status != selection.status);
            alternatives(others.flat_map(|other| &other.starts))
        };
        let prefer = |own: Option<String>| own.map_or_else(String::new, |own| format!("{own}|"));
        match selection.status {
            INTERNAL => match others() {
                Some(others) => format!(r"^(?:{}(?!{others}|{TIMEOUT}))[\s\S]+", prefer(own)),
                None => format!(r"^(?:{}(?!{TIMEOUT}))[\s\S]+", prefer(own)),
            },
            GATEWAY_TIMEOUT => {
                let not_ours = others().map_or_else(String::new, |others| format!("(?!{others})"));
                format!(r"^(?:{}{not_ours}{TIMEOUT})[\s\S]*", prefer(own))
            }
            _ => format!(r"^{}[\s\S]*", own.unwrap_or_default()),
        }
    }
}

impl Selection {
    fn new(status: u16) -> Self {
        Self {
            status,
            starts: Vec::new(),
            responses: Vec::new(),
        }
    }

    /// All answers of this status: the responses, and the timeout, which the gateway finds by itself.
    pub(super) fn declared(&self) -> impl Iterator<Item = &'static DeclaredResponse> {
        let timeout = (self.status == GATEWAY_TIMEOUT).then_some(&TIMED_OUT);
        self.responses.iter().copied().chain(timeout)
    }

    /// Whether an answer of the status has a body.
    pub(super) fn has_body(&self) -> bool {
        self.declared().all(DeclaredResponse::has_body)
    }

    /// The headers that the responses can carry.
    pub(super) fn headers(&self) -> Vec<&'static str> {
        statuses::header_names(&self.responses)
    }

    /// Whether the pattern takes messages that none of the responses sends.
    pub(super) fn takes_others(&self) -> bool {
        matches!(self.status, INTERNAL | GATEWAY_TIMEOUT)
    }
}

fn start(renderer: Renderer, response: &DeclaredResponse) -> String {
    let head = renderer.message_prefix(response);
    match (renderer.style, renderer.shape) {
        (_, Shape::Message) | (Style::Json, _) => head,
        (Style::Prefixed, _) => head + "{",
    }
}

/// A group of literals, `(?:Bad Request: |Conflict: )\{` when all end with the brace; `None` when there are none.
fn alternatives<'a>(literals: impl IntoIterator<Item = &'a String>) -> Option<String> {
    let literals: Vec<_> = literals.into_iter().map(String::as_str).collect();
    if literals.is_empty() {
        return None;
    }
    let group = |literals: &mut dyn Iterator<Item = &str>| {
        let escaped: Vec<_> = literals.map(escape).collect();
        format!("(?:{})", escaped.join("|"))
    };
    let prefixes: Option<Vec<_>> = literals
        .iter()
        .map(|literal| literal.strip_suffix('{'))
        .collect();
    Some(match prefixes {
        Some(prefixes) => group(&mut prefixes.into_iter()) + r"\{",
        None => group(&mut literals.into_iter()),
    })
}

/// The literal as a pattern. Nothing but metacharacters is escaped: JavaScript refuses other escapes.
fn escape(literal: &str) -> String {
    let mut pattern = String::with_capacity(literal.len() + 8);
    for character in literal.chars() {
        if r"\^$.|?*+()[]{}".contains(character) {
            pattern.push('\\');
        }
        pattern.push(character);
    }
    pattern
}
