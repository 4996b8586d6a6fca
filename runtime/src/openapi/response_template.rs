//! The response templates of a custom integration: from a callback message or an envelope to body and headers.
//!
//! Each gives the body that the proxy integration would give. Whatever is not a message or an envelope of ours becomes
//! the opaque body of its status.

use super::{
    cors::Cors,
    patterns::Selection,
    vtl::{inert, literal, set_header},
};
use crate::{
    DeclaredResponse, Occurrence, Operation, Style,
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
        let declared = || self.declared(&selection.responses);
        let main = if !selection.takes_others() {
            format!("#set($m=$input.path(\"$.errorMessage\")){}", declared())
        } else if selection.starts.is_empty() {
            self.opaque(selection.status)
        } else {
            let tests: Vec<_> = selection
                .starts
                .iter()
                .map(|start| format!("$m.startsWith({})", literal(start)))
                .collect();
            format!(
                "#set($m=\"$!input.path('$.errorMessage')\")#if({}){}#else{}#end",
                tests.join("||"),
                declared(),
                self.opaque(selection.status)
            )
        };
        self.after_cors(main)
    }

    /// The template of the default response: it opens the envelope of a success, and takes nothing else for one.
    pub(super) fn success(&self) -> String {
        let status = self.operation.success_status().as_u16();
        let media_type = self.operation.success_media_type().unwrap_or_default();
        let content_type = set_header("\"Content-Type\"", "$h.get($k)");
        let opaque_type = if self.operation.media_type() == media_type {
            String::new()
        } else {
            set_header("\"Content-Type\"", &literal(self.operation.media_type()))
        };
        let body = if self.has_body {
            "$input.path(\"$.body\")"
        } else {
            ""
        };
        self.after_cors(format!(
            "#set($s=\"$!input.body\")\
             #if($s.startsWith(\"{{\"))#set($s=\"{ENVELOPE}\")#end\
             #if($s==\"1 {status} false true\")\
             #set($h=$input.path(\"$.headers\"))\
             #foreach($k in $h.keySet())\
             #if(!$k.equalsIgnoreCase(\"Content-Type\")){}\
             #elseif($h.get($k)!={}){content_type}#end\
             #end\
             {body}\
             #else\
             #set($context.responseOverride.status=500){opaque_type}{}\
             #end",
            set_header("$k", "$h.get($k)"),
            literal(media_type),
            self.opaque(500),
        ))
    }

    /// From the message `$m`, which one of `responses` sent, to its body and headers.
    fn declared(&self, responses: &[&DeclaredResponse]) -> String {
        let Renderer { style, shape, .. } = self.operation.renderer();
        let body = |body: &str| {
            if self.has_body {
                body.to_owned()
            } else {
                String::new()
            }
        };
        match (shape, style) {
            (Shape::Message, _) => {
                let text = super::vtl::escaped("$m");
                MESSAGE_HEADERS.to_owned() + &body(&format!("{{\"errorMessage\":\"{text}\"}}"))
            }
            (shape, Style::Json) => json_headers(shape, responses) + &body("$m"),
            (_, Style::Prefixed) => {
                format!("#set($m=$m.substring($m.indexOf(\"{{\"))){MESSAGE_HEADERS}") + &body("$m")
            }
        }
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

/// What of a payload tells an envelope, as the inside of a text. Only a map has `containsKey`, and only a text `startsWith`;
/// of anything else they are empty.
const ENVELOPE: &str = "$!input.path('$.lambdaApiErrors') $!input.path('$.status') \
    $!input.path('$.headers').containsKey('') $!input.path('$.body').startsWith('')";

/// Takes the headers off the end of the message `$m`, and sets them.
const MESSAGE_HEADERS: &str = "#set($e=$m.lastIndexOf($util.urlDecode(\"%1F\")))\
    #if($e>=0)\
    #set($h=$util.parseJson($m.substring($e).substring(1)))\
    #foreach($k in $h.keySet())#set($context.responseOverride.header[$k]=$h.get($k))#end\
    #set($m=$m.substring(0,$e))\
    #end";

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
        format!(
            "#if(\"$!{members}.containsKey('{name}')\"==\"true\"){}#end",
            set_header(&format!("\"{name}\""), &format!("${members}.get('{name}')"))
        )
    });
    "#set($o=$util.parseJson($m))".to_owned() + &each.collect::<String>()
}

/// The answer to a function that took too long, which the gateway gives in the function's place.
pub(super) static TIMED_OUT: DeclaredResponse = DeclaredResponse::new(
    504,
    "GatewayTimeout",
    "Gateway Timeout",
    "Gateway Timeout: ",
)
.doc("The function took too long.")
.opaque();

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
