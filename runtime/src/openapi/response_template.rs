//! The response templates of a custom integration: from a callback message or an envelope to body and headers.
//!
//! Each gives the body that the proxy integration would give. A payload that is neither a message nor an envelope of ours
//! becomes the opaque body of its status.

use super::{
    patterns::{Selection, TIMED_OUT},
    vtl::{fill, inert, literal, set_header},
};
use crate::{
    Cors, DeclaredResponse, Occurrence, Operation, Style, SuccessOutcome,
    body::{Renderer, Shape},
    builtin,
};

/// The templates of one operation, for one method.
pub(super) struct ResponseTemplates<'a> {
    pub(super) operation: &'a Operation,
    pub(super) cors: Option<&'a Cors>,
    /// An answer to HEAD has the headers only.
    pub(super) has_body: bool,
}

impl ResponseTemplates<'_> {
    /// The template of a failure's status.
    pub(super) fn failure(&self, selection: &Selection) -> String {
        let declared = || self.declared(selection);
        let main = if !selection.takes_others() {
            fill(
                include_str!("templates/failure.vtl"),
                &[("declared", &declared())],
            )
        } else if selection.starts.is_empty() {
            self.opaque(selection.status)
        } else {
            let tests = selection.starts.iter();
            let tests: Vec<_> = tests
                .map(|start| format!("$m.startsWith({})", literal(start)))
                .collect();
            fill(
                include_str!("templates/failure_or_other.vtl"),
                &[
                    ("is_declared", &tests.join("||")),
                    ("declared", &declared()),
                    ("opaque", &self.opaque(selection.status)),
                ],
            )
        };
        self.after_cors(main)
    }

    /// The template of the default response: it opens the envelope of a success, and takes nothing else for one.
    pub(super) fn success(&self) -> String {
        let media_type = self.operation.mapped_media_type().unwrap_or_default();
        let opaque_type = if self.operation.media_type() == media_type {
            String::new()
        } else {
            set_header("'Content-Type'", &literal(self.operation.media_type()))
        };
        let Envelopes {
            choose,
            start,
            form,
            status,
        } = Envelopes::of(self.operation.successes());
        self.after_cors(fill(
            include_str!("templates/success.vtl"),
            &[
                ("choose", &choose),
                ("start", &start),
                ("form", &form),
                ("override", &status),
                ("media_type", &literal(media_type)),
                ("body", self.unless_head("$input.path('$.body')")),
                ("opaque_type", &opaque_type),
                ("opaque", &self.opaque(500)),
            ],
        ))
    }

    /// From the message `$m`, which one of the responses sent, to its body and headers.
    fn declared(&self, selection: &Selection) -> String {
        let responses = &selection.responses;
        let Renderer { style, shape, .. } = self.operation.renderer();
        let before_headers = |body: &str| {
            let body = self.unless_head(body);
            fill(
                include_str!("templates/message_headers.vtl"),
                &[("body", body)],
            )
        };
        match (shape, style) {
            _ if !selection.has_body() => before_headers(""),
            (Shape::Message, _) => {
                before_headers(&fill(include_str!("templates/plain_text.vtl"), &[]))
            }
            (shape, Style::Json) => json_headers(shape, responses) + self.unless_head("$m"),
            (_, Style::Prefixed) => {
                fill(include_str!("templates/without_prefix.vtl"), &[]) + &before_headers("$m")
            }
        }
    }

    fn unless_head<'b>(&self, body: &'b str) -> &'b str {
        if self.has_body { body } else { "" }
    }

    fn opaque(&self, status: u16) -> String {
        if !self.has_body {
            return String::new();
        }
        let declared = if status == 504 {
            &TIMED_OUT
        } else {
            &builtin::INTERNAL
        };
        constant_body(self.operation.renderer(), declared)
    }

    fn after_cors(&self, template: String) -> String {
        match self.cors.and_then(Cors::template) {
            Some(cors) => cors + &template,
            None => template,
        }
    }
}

/// The parts of the default response's template that depend on the statuses of successes.
struct Envelopes {
    choose: String,
    start: String,
    form: String,
    status: String,
}

impl Envelopes {
    fn of(successes: &[SuccessOutcome]) -> Self {
        let start =
            |status: &str| format!("'{{\"lambdaApiErrors\":1,\"status\":{status},\"headers\":{{'");
        let form = |status: &str| format!("'{{s:1,s:{status},s:{{}},s:\"'");
        if let [only] = successes {
            let status = only.status();
            return Self {
                choose: String::new(),
                start: start(status.as_str()),
                form: form(status.as_str()),
                status: String::new(),
            };
        }
        // No payload that is an object begins with `-`.
        let choices = successes.iter().map(|success| {
            let status = success.status();
            let (start, form) = (start(status.as_str()), form(status.as_str()));
            format!(
                "#if($s.startsWith({start}))#set($n={})#set($f={start})#set($g={form})#end",
                status.as_str()
            )
        });
        let choose = format!(
            "#set($n=0)#set($f='-')#set($g='-'){}",
            choices.collect::<String>()
        );
        Self {
            choose,
            start: "$f".to_owned(),
            form: "$g".to_owned(),
            status: "#set($context.responseOverride.status=$n)".to_owned(),
        }
    }
}

/// In the `json` style the declared headers are members of the body.
fn json_headers(shape: Shape, responses: &[&DeclaredResponse]) -> String {
    let mut names: Vec<_> = responses
        .iter()
        .flat_map(|response| response.header_names())
        .copied()
        .collect();
    names.sort_unstable();
    names.dedup();
    if names.is_empty() {
        return String::new();
    }
    let members = if shape == Shape::JsonApi {
        "o.meta"
    } else {
        "o"
    };
    let each = names.into_iter().map(|name| {
        fill(
            include_str!("templates/json_header.vtl"),
            &[("members", members), ("name", name)],
        )
    });
    "#set($o=$util.parseJson($m))".to_owned() + &each.collect::<String>()
}

/// The body of `declared` without a value of it, as a template.
pub(super) fn constant_body(renderer: Renderer, declared: &'static DeclaredResponse) -> String {
    let error = Constant(declared.description());
    let (body, _) = renderer.render_or_internal_error(
        &Occurrence::new(declared, &error),
        |renderer, occurrence| renderer.body(occurrence),
    );
    inert(&body)
}

/// Stands for the error behind an answer that the gateway gives by itself.
#[derive(Debug)]
struct Constant(&'static str);

impl std::fmt::Display for Constant {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

impl std::error::Error for Constant {}
