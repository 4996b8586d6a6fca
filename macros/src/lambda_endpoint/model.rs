//! An endpoint after all checks.
//!
//! Made by `check`, read by `expand`. Must not hold a value that is not checked.

use proc_macro2::TokenStream;
use syn::{Ident, Path, Type, Visibility};

/// The result for one function.
pub(super) enum Checked {
    Endpoint(Box<Endpoint>),
    Stub(Namesake),
    /// It takes `self`: an `impl` block has no place for a namesake.
    Method,
}

pub(super) struct Endpoint {
    pub(super) namesake: Namesake,
    pub(super) operation: String,
    pub(super) route: Option<Route>,
    pub(super) documentation: String,
    pub(super) state: Option<Type>,
    pub(super) extractors: Vec<Type>,
    pub(super) output: Type,
}

/// The type of the function's name.
pub(super) struct Namesake {
    pub(super) krate: Path,
    pub(super) name: Ident,
    pub(super) visibility: Visibility,
    pub(super) copied: Copied,
}

/// The function's attributes that its namesake has too.
#[derive(Debug)]
pub(super) struct Copied {
    pub(super) docs: Vec<TokenStream>,
    pub(super) cfgs: Vec<TokenStream>,
}

#[derive(Debug)]
pub(super) struct Route {
    pub(super) method: &'static str,
    /// As axum's router reads it.
    pub(super) path: String,
}
