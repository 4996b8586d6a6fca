//! In: the item as it was written, before `#[cfg]`. Out: a table of its responses, for its docs.
//!
//! Must not report anything: the derive, which sees the same item, does.

use super::model::{Answer, Case, Field, Response, Settings, Style};
use super::{check, syntax};
use crate::diagnostic::Errors;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{DeriveInput, GenericArgument, Path, PathArguments, Type};

/// One `#[doc]` for each line of the table; nothing when no case is known.
pub(super) fn table(arguments: TokenStream, input: DeriveInput) -> TokenStream {
    let errors = &mut Errors::default();
    let syntax::Item {
        head,
        options,
        docs: _,
        shape,
        cases,
    } = syntax::read(arguments, input, errors);
    let settings = check::settings(options, errors);
    let parameters: Vec<String> = head
        .generics
        .type_params()
        .map(|parameter| parameter.ident.to_string())
        .collect();
    let mut rows = Vec::new();
    for case in cases {
        let conditions = case.conditions.clone();
        let Some(case) = check::case(
            case,
            shape,
            &settings,
            &mut check::Across::default(),
            errors,
        ) else {
            continue;
        };
        let row = row(&case, settings.style, &parameters);
        rows.push(match conditions.as_slice() {
            [] => quote!(#[doc = #row]),
            [condition] => quote!(#[cfg_attr(#condition, doc = #row)]),
            conditions => quote!(#[cfg_attr(all(#(#conditions),*), doc = #row)]),
        });
    }
    if rows.is_empty() {
        return TokenStream::new();
    }
    let head = heading(&settings);
    quote!(#(#[doc = #head])* #(#rows)*)
}

fn heading(settings: &Settings) -> [&'static str; 5] {
    let (titles, rule) = match settings.style {
        Style::Prefixed => ("| status | code | prefix | when |", "|---|---|---|---|"),
        Style::Json => ("| status | code | when |", "|---|---|---|"),
    };
    ["", "# Responses", "", titles, rule]
}

fn row(case: &Case, style: Style, parameters: &[String]) -> String {
    let Case { variant: _, answer } = case;
    match answer {
        Answer::Response(response) => {
            let Response {
                status,
                code,
                prefix,
                doc,
                ..
            } = response;
            let status = match status.reason() {
                Some(reason) => format!("{} {reason}", status.number()),
                None => status.number().to_string(),
            };
            let when = doc.as_deref().unwrap_or_default().replace('|', "\\|");
            match style {
                Style::Prefixed => {
                    format!(
                        "| {status} | `{code}` | {} | {when} |",
                        as_code(&prefix.value)
                    )
                }
                Style::Json => format!("| {status} | `{code}` | {when} |"),
            }
        }
        Answer::Transparent(Field { member: _, ty }) => {
            let inner = link(ty, parameters);
            match style {
                Style::Prefixed => format!("| as {inner} | | | |"),
                Style::Json => format!("| as {inner} | | |"),
            }
        }
    }
}

fn as_code(text: &str) -> String {
    let text = text.replace('|', "\\|");
    if text.contains('`') {
        format!("`` {text} ``")
    } else {
        format!("`{text}`")
    }
}

/// A link to the error in `ty`, when rustdoc can follow it.
fn link(ty: &Type, parameters: &[String]) -> String {
    match path_of(ty) {
        Some(path) => {
            let names: Vec<String> = path
                .segments
                .iter()
                .map(|segment| segment.ident.to_string())
                .collect();
            let name = names.last().map(String::as_str).unwrap_or_default();
            let is_parameter = names
                .first()
                .is_some_and(|first| parameters.contains(first));
            let is_followed =
                !is_parameter && !names.iter().any(|name| name.starts_with(['$', '<']));
            let root = path.leading_colon.map_or("", |_| "::");
            let target = names.join("::");
            if is_followed {
                format!("[`{name}`]({root}{target})")
            } else {
                format!("`{name}`")
            }
        }
        None => as_code(&ty.to_token_stream().to_string()),
    }
}

/// The path of a type, through `Box` and `Arc`.
fn path_of(ty: &Type) -> Option<&Path> {
    let Type::Path(path) = ty else {
        return match ty {
            Type::Group(group) => path_of(&group.elem),
            Type::Paren(paren) => path_of(&paren.elem),
            _ => None,
        };
    };
    if path.qself.is_some() {
        return None;
    }
    let last = path.path.segments.last()?;
    match &last.arguments {
        PathArguments::AngleBracketed(arguments) if last.ident == "Box" || last.ident == "Arc" => {
            match arguments.args.first() {
                Some(GenericArgument::Type(inner)) => path_of(inner),
                _ => None,
            }
        }
        _ => Some(&path.path),
    }
}
