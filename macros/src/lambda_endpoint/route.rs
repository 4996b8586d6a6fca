//! The methods, and the rules for a path, which API Gateway and axum's router must both take.
//!
//! In: the path as written. Out: the path as axum spells it. Must not know the other endpoints.

use super::messages;
use crate::diagnostic::Errors;
use syn::LitStr;

/// The methods that both API Gateway and axum route.
pub(super) const METHODS: [&str; 7] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

/// The path with `{*rest}` for its greedy parameter; `None` after a mistake has been reported.
pub(super) fn path(literal: &LitStr, errors: &mut Errors) -> Option<String> {
    let value = literal.value();
    let problems = match split(&value) {
        Ok(segments) => problems(&segments),
        Err(problem) => vec![problem],
    };
    for problem in &problems {
        errors.at(literal, problem);
    }
    problems.is_empty().then(|| normalized(&value))
}

fn split(path: &str) -> Result<Vec<&str>, String> {
    if let Some(end) = path.find(['?', '#']) {
        let (kept, cut) = path.split_at(end);
        return Err(messages::query_or_fragment(kept, cut));
    }
    let Some(rest) = path.strip_prefix('/') else {
        return Err(messages::relative_path(path));
    };
    if rest.is_empty() {
        return Ok(Vec::new());
    }
    let segments: Vec<_> = rest.split('/').collect();
    if segments.contains(&"") {
        let full: Vec<_> = segments
            .into_iter()
            .filter(|segment| !segment.is_empty())
            .collect();
        return Err(messages::empty_segment(
            path,
            &format!("/{}", full.join("/")),
        ));
    }
    Ok(segments)
}

#[derive(Debug)]
enum Segment<'a> {
    Literal,
    Parameter(&'a str),
    Rest(&'a str),
}

fn problems(segments: &[&str]) -> Vec<String> {
    let mut problems = Vec::new();
    let mut names = Vec::new();
    for (index, &text) in segments.iter().enumerate() {
        let name = match segment(text) {
            Ok(Segment::Literal) => continue,
            Ok(Segment::Parameter(name)) => name,
            Ok(Segment::Rest(name)) => {
                if index + 1 < segments.len() {
                    problems.push(messages::rest_not_last(text, name));
                }
                name
            }
            Err(problem) => {
                problems.push(problem);
                continue;
            }
        };
        if names.contains(&name) {
            problems.push(messages::parameter_twice(name));
        }
        names.push(name);
    }
    problems
}

fn segment(text: &str) -> Result<Segment<'_>, String> {
    if !text.contains(['{', '}']) {
        return literal(text);
    }
    let meant = format!(
        "{{{}}}",
        plain_name(text.split_once('{').map_or(text, |(_, inside)| inside))
    );
    if !is_balanced(text) {
        return Err(messages::unbalanced_braces(text, &meant));
    }
    let inside = text
        .strip_prefix('{')
        .and_then(|rest| rest.strip_suffix('}'));
    match inside {
        Some(inside) if !inside.contains(['{', '}']) => parameter(text, inside),
        _ => Err(messages::partial_parameter(text, &meant)),
    }
}

fn literal(text: &str) -> Result<Segment<'_>, String> {
    let name = plain_name(text);
    if text.starts_with('*') {
        return Err(messages::unbraced_parameter(text, &format!("{{*{name}}}")));
    }
    if text.starts_with([':', '<']) {
        return Err(messages::unbraced_parameter(text, &format!("{{{name}}}")));
    }
    if text == "." || text == ".." {
        return Err(messages::dot_segment(text));
    }
    let refused =
        |character: char| !(character.is_ascii_alphanumeric() || "_-.~:".contains(character));
    match text.chars().find(|&character| refused(character)) {
        Some(character) => Err(messages::literal_character(
            text,
            character,
            &text.replace(refused, "-"),
        )),
        None => Ok(Segment::Literal),
    }
}

fn parameter<'a>(text: &str, inside: &'a str) -> Result<Segment<'a>, String> {
    let rest = inside
        .strip_prefix('*')
        .or_else(|| inside.strip_suffix('+'));
    let name = rest.unwrap_or(inside);
    if name.is_empty() || !name.chars().all(is_name_character) {
        let star = if inside.contains(['*', '+']) { "*" } else { "" };
        return Err(messages::parameter_name(
            text,
            &format!("{{{star}{}}}", plain_name(name)),
        ));
    }
    Ok(rest.map_or(Segment::Parameter(name), Segment::Rest))
}

fn is_name_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '-')
}

/// The first run of characters that could be a name.
fn plain_name(text: &str) -> &str {
    text.split(|character| !is_name_character(character))
        .find(|run| !run.is_empty())
        .unwrap_or("name")
}

fn is_balanced(text: &str) -> bool {
    let mut open = 0_usize;
    for character in text.chars() {
        match character {
            '{' => open += 1,
            '}' if open == 0 => return false,
            '}' => open -= 1,
            _ => {}
        }
    }
    open == 0
}

fn normalized(path: &str) -> String {
    match path
        .strip_suffix("+}")
        .and_then(|start| start.rsplit_once('{'))
    {
        Some((start, name)) => format!("{start}{{*{name}}}"),
        None => path.to_owned(),
    }
}
