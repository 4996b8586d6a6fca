//! The macros where `lambda-api-errors` has another name, there is no prelude, and no warning is let through.

#![no_implicit_prelude]
#![deny(
    warnings,
    missing_docs,
    missing_copy_implementations,
    missing_debug_implementations,
    unreachable_pub,
    unused,
    future_incompatible,
    let_underscore,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    non_ascii_idents,
    redundant_imports,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unsafe_code,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]

pub mod endpoints;
pub mod errors;
pub mod formats;
#[cfg(test)]
mod tests;
