//! What middleware must not change of an error: its body says which error it is.
//!
//! In the `json` style, and in plain text, the body holds what selects the status, and in the `json` style the headers too.

use crate::{
    DeclaredResponse, Style,
    body::{Members, Renderer, Shape},
};
use http::HeaderMap;
use serde::Deserialize;
use std::{borrow::Cow, fmt};

/// Whether a body in the format of `renderer` selects the status of its message, so that [`check_body`] must see it.
pub(crate) fn selects_status(renderer: Renderer) -> bool {
    renderer.shape == Shape::Message || renderer.style == Style::Json
}

/// Whether `headers` and `body` are those of an error that `declared` declares, one of `responses`.
///
/// # Errors
///
/// When a message that is made of them could select another status, or have other headers.
pub(crate) fn check_body(
    renderer: Renderer,
    declared: &DeclaredResponse,
    responses: &[&'static DeclaredResponse],
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), Alteration> {
    let start = renderer.message_prefix(declared);
    let is_there = match renderer.shape {
        Shape::Message => serde_json::from_slice::<PlainBody>(body)
            .is_ok_and(|body| body.error_message.starts_with(&start)),
        _ => body.starts_with(start.as_bytes()),
    };
    if !is_there {
        return Err(Alteration::Start(start));
    }
    if renderer.style == Style::Json && renderer.shape != Shape::Message {
        return check_members(renderer, header_names(declared, responses), headers, body);
    }
    Ok(())
}

/// The headers that the template of the `json` style looks for in a body: all that the responses of its status declare.
pub(super) fn header_names<'a>(
    declared: &'a DeclaredResponse,
    responses: &'a [&'static DeclaredResponse],
) -> impl Iterator<Item = &'static str> + 'a {
    responses
        .iter()
        .filter(|response| response.status() == declared.status())
        .flat_map(|response| response.header_names().iter().copied())
}

/// Whether `headers` has exactly those of `names` that the body has as members.
fn check_members(
    renderer: Renderer,
    names: impl Iterator<Item = &'static str>,
    headers: &HeaderMap,
    body: &[u8],
) -> Result<(), Alteration> {
    let names: Vec<_> = names.collect();
    if names.is_empty() {
        return Ok(());
    }
    let body: Members = serde_json::from_slice(body).map_err(|_| Alteration::NotAnObject)?;
    let members = renderer.header_members(body);
    for &name in &names {
        let header = headers.get(name).map(http::HeaderValue::as_bytes);
        // Two responses may spell one header in two ways, and each has the member of its own spelling.
        let mut spellings = names
            .iter()
            .filter(|other| other.eq_ignore_ascii_case(name));
        let is_same = match spellings.find_map(|spelling| members.get(*spelling)) {
            Some(member) => {
                let text: Option<Cow<'_, str>> = serde_json::from_str(member.get()).ok();
                text.is_some() && text.as_deref().map(str::as_bytes) == header
            }
            None => header.is_none(),
        };
        if !is_same {
            return Err(Alteration::Member(name));
        }
    }
    Ok(())
}

#[derive(Deserialize)]
struct PlainBody {
    #[serde(rename = "errorMessage")]
    error_message: String,
}

/// What middleware changed of an error, so that it is not the declared one any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Alteration {
    Start(String),
    NotAnObject,
    Member(&'static str),
}

impl fmt::Display for Alteration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Start(start) => write!(
                f,
                "the body does not start as that of the declared error, `{start}`: middleware wrote it, and such a message could select another status"
            ),
            Self::NotAnObject => f.write_str(
                "the body of the error is not a JSON object: middleware wrote it, and the `json` style takes the headers from it",
            ),
            Self::Member(name) => write!(
                f,
                "the header `{name}` is not what the body says, from which the `json` style takes it: middleware changed one of the two"
            ),
        }
    }
}
