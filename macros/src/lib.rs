//! The macros of `lambda-api-errors`. Their documentation is on the re-exports of that crate.

mod api_errors;
mod api_success;
mod case;
mod diagnostic;
#[cfg(test)]
mod fuzz;
mod lambda_endpoint;
mod markdown;
mod options;
#[cfg(test)]
mod rendered;
mod spelling;
mod status;
mod written;

use proc_macro::TokenStream;

#[proc_macro_attribute]
pub fn api_errors(arguments: TokenStream, item: TokenStream) -> TokenStream {
    api_errors::attribute(arguments.into(), item.into()).into()
}

#[doc(hidden)]
#[proc_macro_derive(__ApiErrors, attributes(__api, __api_errors))]
pub fn api_errors_derive(item: TokenStream) -> TokenStream {
    api_errors::derive(item.into()).into()
}

#[proc_macro_attribute]
pub fn api_success(arguments: TokenStream, item: TokenStream) -> TokenStream {
    api_success::attribute(arguments.into(), &item.into()).into()
}

/// An item, and others behind it.
#[doc(hidden)]
#[proc_macro_attribute]
pub fn __followed_by(others: TokenStream, item: TokenStream) -> TokenStream {
    let mut all = item;
    all.extend([others]);
    all
}

#[proc_macro_attribute]
pub fn lambda_endpoint(arguments: TokenStream, item: TokenStream) -> TokenStream {
    lambda_endpoint::attribute(arguments.into(), item.into()).into()
}
