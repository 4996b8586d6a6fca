//! In: the item as it was written, before `#[cfg]`. Out: a table of its responses, for its docs.
//!
//! Must not report anything: the derive, which sees the same item, does.

use super::attributes::is_hash;
use super::model::{Answer, Case, Field, Members, Named, Response, Settings, Style};
use super::{check, syntax};
use crate::diagnostic::Errors;
use crate::markdown::{cell, code, link};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::quote;
use syn::DeriveInput;

/// The section of a type's page that has its table, as rustdoc links to it.
pub(crate) const SECTION: &str = "#responses";

/// The first line of the table that is not empty.
const TITLE: &str = "# Responses";

const HEADINGS: [&str; COLUMNS] = ["status", "code", "prefix", "headers", "members", "when"];
const COLUMNS: usize = 6;

/// The table, nothing when no case is known. It is one `#[doc]` as far as no row has a condition, since each costs rustc time.
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
    let parameters = head.generics.type_params();
    let parameters: Vec<String> = parameters
        .map(|parameter| parameter.ident.to_string())
        .collect();
    let mut rows = Vec::new();
    for case in cases {
        let conditions = case.conditions.clone();
        let when = when(&case);
        let across = &mut check::Across::default();
        let Some(case) = check::case(case, shape, &settings, across, errors) else {
            continue;
        };
        rows.push((conditions, row(&case, when, &settings, &parameters)));
    }
    if rows.is_empty() {
        return TokenStream::new();
    }
    let used: Vec<usize> = (0..COLUMNS)
        .filter(|column| rows.iter().any(|(_, row)| !row[*column].is_empty()))
        .collect();
    let line = |cells: &[String; COLUMNS]| {
        let used = used.iter().map(|column| format!(" {} |", cells[*column]));
        format!("|{}", used.collect::<String>())
    };
    let mut attributes = TokenStream::new();
    let mut lines = format!("\n{TITLE}\n\n{}\n|", line(&HEADINGS.map(str::to_owned)));
    lines.push_str(&"---|".repeat(used.len()));
    for (conditions, row) in &rows {
        let row = line(row);
        let condition = match conditions.as_slice() {
            [] => {
                if !lines.is_empty() {
                    lines.push('\n');
                }
                lines.push_str(&row);
                continue;
            }
            [condition] => condition.clone(),
            conditions => quote!(all(#(#conditions),*)),
        };
        attributes.extend(doc(&mut lines));
        attributes.extend(quote!(#[cfg_attr(#condition, doc = #row)]));
    }
    attributes.extend(doc(&mut lines));
    attributes
}

/// The item without the table, of which `syn` would read each character three times.
pub(super) fn without_table(item: TokenStream) -> TokenStream {
    let start = format!("{:?}", format!("\n{TITLE}\n"));
    let start = start.trim_end_matches('"');
    let is_table = |token: &TokenTree| match token {
        TokenTree::Group(group) if group.delimiter() == Delimiter::Bracket => {
            let last = group.stream().into_iter().last();
            last.is_some_and(|text| text.to_string().starts_with(start))
        }
        _ => false,
    };
    let mut tokens = item.into_iter().peekable();
    let mut kept = Vec::new();
    while let Some(token) = tokens.next() {
        if is_hash(&token) && tokens.next_if(is_table).is_some() {
            continue;
        }
        kept.push(token);
    }
    kept.into_iter().collect()
}

/// The lines that were gathered, if any, as one attribute.
fn doc(lines: &mut String) -> Option<TokenStream> {
    let text = std::mem::take(lines);
    (!text.is_empty()).then(|| quote!(#[doc = #text]))
}

/// When a case answers: its doc comment, or else its `Display` text.
fn when(case: &syntax::Case) -> String {
    match check::first_paragraph(&case.docs) {
        Some(paragraph) => cell(&paragraph),
        None => case.display.as_deref().map(code).unwrap_or_default(),
    }
}

/// One cell for each of the [`HEADINGS`].
fn row(
    case: &Case,
    mut when: String,
    settings: &Settings,
    parameters: &[String],
) -> [String; COLUMNS] {
    let Case { variant: _, answer } = case;
    match answer {
        Answer::Response(response) => {
            let Response {
                status,
                code: error_code,
                prefix,
                opaque,
                members,
                ..
            } = response;
            let status = match status.reason() {
                Some(reason) => format!("{} {reason}", status.number()),
                None => status.number().to_string(),
            };
            let prefix = match settings.style {
                Style::Prefixed => code(&prefix.value),
                Style::Json => String::new(),
            };
            if *opaque {
                when.push_str(if when.is_empty() {
                    "opaque"
                } else {
                    " (opaque)"
                });
            }
            let Members {
                headers,
                extensions,
                errors,
            } = members;
            let mut body = names(extensions);
            if errors.is_some() {
                body.push("field errors".to_owned());
            }
            let headers = names(headers).join(", ");
            [
                status,
                code(error_code),
                prefix,
                headers,
                body.join(", "),
                when,
            ]
        }
        Answer::Transparent(Field { member: _, ty }) => {
            let inner = format!("as {}", link(ty, SECTION, parameters));
            let empty = String::new;
            [inner, empty(), empty(), empty(), empty(), when]
        }
    }
}

fn names(members: &[Named]) -> Vec<String> {
    let names = members.iter().map(|named| code(&named.name.value));
    names.collect()
}
