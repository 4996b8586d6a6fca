//! Checks the attribute and the function, and makes the endpoint from both.
//!
//! In: the attribute's tokens and the function as read. Out: the validated endpoint, or a stub if there are
//! problems. Must not emit anything.

use super::arguments::{Arguments, is_operation, read};
use super::attributes::{copied, documentation};
use super::messages;
use super::model::{Checked, Endpoint, Namesake};
use super::signature::{Handler, handler, state};
use super::syntax::Function;
use crate::diagnostic::Errors;
use proc_macro2::TokenStream;
use syn::Ident;
use syn::ext::IdentExt;

pub(super) fn check(arguments: TokenStream, function: Function, errors: &mut Errors) -> Checked {
    let Function {
        attributes,
        visibility,
        name,
        signature,
    } = function;
    let Arguments {
        route,
        state: given_state,
        operation,
        krate,
    } = read(arguments, errors);
    let is_method = signature
        .as_ref()
        .is_some_and(|signature| signature.receiver().is_some());
    let handler = signature.and_then(|signature| handler(signature, errors));
    let operation = operation.unwrap_or_else(|| default_operation(&name, errors));
    if is_method {
        return Checked::Method;
    }
    let namesake = Namesake {
        krate,
        name,
        visibility,
        copied: copied(&attributes),
    };
    let Some(Handler { extractors, output }) = handler else {
        return Checked::Stub(namesake);
    };
    let state = given_state.or_else(|| state(&extractors, errors));
    if !errors.is_empty() {
        return Checked::Stub(namesake);
    }
    let documentation = documentation(&attributes);
    Checked::Endpoint(Box::new(Endpoint {
        namesake,
        operation,
        route,
        documentation,
        state,
        extractors,
        output,
    }))
}

fn default_operation(name: &Ident, errors: &mut Errors) -> String {
    let operation = name.unraw().to_string();
    if !is_operation(&operation) {
        errors.at(name, messages::not_an_operation(&operation));
    }
    operation
}
