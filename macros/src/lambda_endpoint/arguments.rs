//! Reads `POST, "/carts/{cart}", key = value, …`.
//!
//! In: the tokens between the attribute's parentheses. Out: the checked route and options. Must not know the function.

use super::messages;
use super::model::Route;
use super::route::{self, METHODS};
use crate::diagnostic::Errors;
use crate::options::{Entry, Given, Key, Options, Vocabulary, entries};
use crate::written::written;
use proc_macro2::TokenStream;
use quote::ToTokens;
use syn::{Ident, LitStr, Path, Type};

const VOCABULARY: Vocabulary = Vocabulary {
    place: "`#[lambda_endpoint]`",
    keys: &[
        Key {
            name: "state",
            example: "state = AppState",
        },
        Key {
            name: "operation",
            example: "operation = \"checkoutCart\"",
        },
        Key {
            name: "crate",
            example: "crate = ::lambda_api_errors",
        },
    ],
    elsewhere: &[],
};

/// The attribute's arguments. Wrong ones have been reported and are absent.
pub(super) struct Arguments {
    pub(super) route: Option<Route>,
    pub(super) state: Option<Type>,
    pub(super) operation: Option<String>,
    pub(super) krate: Path,
}

pub(super) fn read(tokens: TokenStream, errors: &mut Errors) -> Arguments {
    let entries = entries(tokens);
    let leading: Vec<_> = entries.iter().take(2).map_while(positional).collect();
    let route = read_route(&leading, errors);
    let mut named: Vec<_> = entries.into_iter().skip(leading.len()).collect();
    named.retain(|entry| !is_named_route(entry, errors));
    let mut options = Options::read(named, &VOCABULARY, errors);
    Arguments {
        route,
        state: options
            .value("state", "a type", errors)
            .map(|given| given.value),
        operation: options
            .string("operation", errors)
            .and_then(|given| operation(&given, errors)),
        krate: options.crate_path(errors),
    }
}

fn positional(entry: &Entry) -> Option<TokenStream> {
    let is_key = |word: &Ident| VOCABULARY.keys.iter().any(|key| word == key.name);
    match entry {
        Entry::Flag(word) => (!is_key(word)).then(|| word.to_token_stream()),
        Entry::Assigned { .. } => None,
        Entry::Other(tokens) => Some(tokens.clone()),
    }
}

fn is_named_route(entry: &Entry, errors: &mut Errors) -> bool {
    let Entry::Assigned { key, value: _ } = entry else {
        return false;
    };
    let named = key == "method" || key == "path";
    if named {
        errors.at(key, messages::named_route(&key.to_string()));
    }
    named
}

fn read_route(positional: &[TokenStream], errors: &mut Errors) -> Option<Route> {
    match positional {
        [] => None,
        [only] => {
            match method(only) {
                Ok(method) => errors.at(only, messages::method_without_path(method)),
                Err(problem) => errors.at(only, problem),
            }
            None
        }
        [path, swapped, ..] if is_path(path) => {
            let method = method(swapped).unwrap_or("GET");
            errors.at(path, messages::path_without_method(&written(path), method));
            None
        }
        [first, second, ..] => {
            let method = method(first)
                .map_err(|problem| errors.at(first, problem))
                .ok();
            let path = self::path(second, errors);
            Some(Route {
                method: method?,
                path: path?,
            })
        }
    }
}

fn method(tokens: &TokenStream) -> Result<&'static str, String> {
    let found = written(tokens);
    if let Some(known) = METHODS.into_iter().find(|method| *method == found) {
        return Ok(known);
    }
    if syn::parse2::<Ident>(tokens.clone()).is_ok() {
        return Err(messages::unknown_method(&found));
    }
    if is_path(tokens) {
        return Err(messages::path_without_method(&found, "GET"));
    }
    let quoted =
        syn::parse2::<LitStr>(tokens.clone()).map(|literal| literal.value().to_uppercase());
    Err(match quoted {
        Ok(quoted) if METHODS.contains(&quoted.as_str()) => {
            messages::quoted_method(&found, &quoted)
        }
        _ => messages::not_a_method(&found),
    })
}

fn is_path(tokens: &TokenStream) -> bool {
    syn::parse2::<LitStr>(tokens.clone()).is_ok_and(|literal| literal.value().starts_with('/'))
}

fn path(tokens: &TokenStream, errors: &mut Errors) -> Option<String> {
    match syn::parse2::<LitStr>(tokens.clone()) {
        Ok(literal) if literal.suffix().is_empty() => route::path(&literal, errors),
        _ => {
            errors.at(tokens, messages::not_a_path(&written(tokens)));
            None
        }
    }
}

fn operation(given: &Given<LitStr>, errors: &mut Errors) -> Option<String> {
    let Given {
        key: _,
        value: literal,
    } = given;
    let name = literal.value();
    if is_operation(&name) {
        return Some(name);
    }
    errors.at(literal, messages::not_an_operation(&written(literal)));
    None
}

/// Whether AWS and generated clients take the name.
pub(super) fn is_operation(name: &str) -> bool {
    !name.is_empty()
        && name
            .chars()
            .all(|character| character.is_ascii_alphanumeric() || "_.-".contains(character))
}
