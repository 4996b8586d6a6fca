//! `#[lambda_endpoint]`: adds an endpoint of the same name to an `async fn`.
//!
//! In: the attribute's arguments and the item. Out: the item, then its endpoint; on problems the item, every problem, and
//! a stub of the endpoint. Must not change the item, nor panic on any tokens.

mod arguments;
mod attributes;
mod check;
mod docs;
mod expand;
mod messages;
mod model;
mod route;
mod signature;
mod syntax;
#[cfg(test)]
mod tests;

use crate::diagnostic::Errors;
use model::Checked;
use proc_macro2::TokenStream;

pub(crate) fn attribute(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let mut errors = Errors::default();
    let generated = match syntax::function(&item, &mut errors) {
        Some(function) => match check::check(arguments, function, &mut errors) {
            Checked::Endpoint(endpoint) => expand::endpoint(&endpoint),
            Checked::Stub(namesake) => expand::stub(&namesake),
            Checked::Method => TokenStream::new(),
        },
        None => TokenStream::new(),
    };
    let mut output = item;
    output.extend([generated, errors.into_compile_errors()]);
    output
}
