//! What the page of an endpoint says in addition to the handler's own docs: its request and its responses.
//!
//! In: a validated endpoint. Out: lines of Markdown. Knows types by their names only, as a reader of the source does.

use super::model::{Endpoint, Namesake, Route};
use crate::api_errors::SECTION;
use crate::markdown::{code, first_argument, link, plain_path, types};
use crate::status::Status;
use crate::written::written;
use syn::ext::IdentExt;
use syn::{Expr, ExprLit, GenericArgument, Lit, Path, PathArguments, Type};

pub(super) fn contract(endpoint: &Endpoint) -> Vec<String> {
    let Endpoint {
        namesake,
        operation,
        route,
        documentation: _,
        state: _,
        extractors,
        output,
    } = endpoint;
    let read: Vec<_> = extractors.iter().filter(|ty| !is_state(ty)).collect();
    let mut lines = vec![String::new()];
    lines.extend(request(namesake, operation, route.as_ref(), &read));
    lines.push(String::new());
    lines.extend(responses(namesake, output, &read));
    lines
}

fn request(
    namesake: &Namesake,
    operation: &str,
    route: Option<&Route>,
    read: &[&Type],
) -> Vec<String> {
    let route = match route {
        Some(Route { method, path }) => code(&format!("{method} {path}")),
        None => "a whole event".to_owned(),
    };
    let line = if namesake.name.unraw() == operation {
        route
    } else {
        format!("{route}, operation {}", code(operation))
    };
    let mut lines = vec!["# Request".to_owned(), String::new(), line];
    if !read.is_empty() {
        lines.extend(["", "| part | type |", "|---|---|"].map(str::to_owned));
    }
    lines.extend(read.iter().map(|ty| part(ty)));
    lines
}

/// The row of one extractor.
fn part(extractor: &Type) -> String {
    let path = plain_path(extractor);
    let part = path.and_then(part_of).unwrap_or_default();
    let inner = path.filter(|_| !part.is_empty()).and_then(first_argument);
    format!("| {part} | {} |", link(inner.unwrap_or(extractor), "", &[]))
}

/// The part of the request that an extractor of axum reads, and may refuse.
fn part_of(extractor: &Path) -> Option<&'static str> {
    match extractor.segments.last()?.ident.to_string().as_str() {
        "Path" => Some("path"),
        "Query" => Some("query"),
        "Json" => Some("JSON body"),
        "Form" => Some("form"),
        "Bytes" | "String" => Some("body"),
        _ => None,
    }
}

/// Whether it may read the path: of what bears the name of an extractor that reads something else, nobody needs to ask.
pub(super) fn may_read_path(extractor: &Type) -> bool {
    let part = plain_path(extractor).and_then(part_of);
    !is_state(extractor) && part.is_none_or(|part| part == "path")
}

fn is_state(extractor: &Type) -> bool {
    let path = plain_path(extractor).and_then(|path| path.segments.last());
    path.is_some_and(|last| last.ident == "State")
}

fn responses(namesake: &Namesake, output: &Type, read: &[&Type]) -> Vec<String> {
    let mut lines = ["# Responses", "", "| status | body |", "|---|---|"]
        .map(str::to_owned)
        .to_vec();
    let result = plain_path(output).filter(|path| {
        let last = path.segments.last();
        last.is_some_and(|last| last.ident == "Result")
    });
    let types: Vec<_> = result.into_iter().flat_map(types).collect();
    let [success, error] = types.as_slice() else {
        lines.push(format!("| of {} | |", link(output, "", &[])));
        return lines;
    };
    lines.push(self::success(success));
    lines.push(format!("| as {} | |", link(error, SECTION, &[])));
    let paths = read.iter().filter_map(|ty| plain_path(ty));
    let refusing = paths.filter(|path| part_of(path).is_some());
    let names = refusing.filter_map(|path| path.segments.last());
    let names: Vec<_> = names.map(|last| code(&last.ident.to_string())).collect();
    if !names.is_empty() {
        let krate = written(&namesake.krate);
        let names = names.join(" or ");
        lines.push(format!(
            "| 4xx | a [rejection]({krate}::Rejection), if {names} cannot read the request |"
        ));
    }
    lines.push("| 500 Internal Server Error | opaque: after a panic or another failure that is not declared |".to_owned());
    lines
}

fn success(ty: &Type) -> String {
    let path = plain_path(ty);
    let Some((path, status)) = path.and_then(|path| Some((path, status_of(path)?))) else {
        return format!("| of {} | |", link(ty, "", &[]));
    };
    let body = types(path).next().map(|body| link(body, "", &[]));
    let reason = status.reason().unwrap_or_default();
    format!(
        "| {} {reason} | {} |",
        status.number(),
        body.unwrap_or_default()
    )
}

/// The status of a success type of this crate.
fn status_of(path: &Path) -> Option<Status> {
    let last = path.segments.last()?;
    let number = match last.ident.to_string().as_str() {
        "Json" => 200,
        "Created" => 201,
        "Accepted" => 202,
        "NoContent" => 204,
        "Status" => number(&last.arguments)?,
        _ => return None,
    };
    Status::numbered(number)
}

fn number(arguments: &PathArguments) -> Option<u16> {
    let PathArguments::AngleBracketed(arguments) = arguments else {
        return None;
    };
    match arguments.args.first()? {
        GenericArgument::Const(Expr::Lit(ExprLit {
            lit: Lit::Int(number),
            ..
        })) => number.base10_parse().ok(),
        _ => None,
    }
}
