//! What can be the list of an `errors` field.

use super::FieldError;
use std::borrow::Cow;

/// A type that can be the list of an `errors` field. `M` tells lists of [`FieldError`] from the reports of other crates.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of field errors",
    label = "not a list of `FieldError`",
    note = "write `Vec<FieldError>`, or another type with `AsRef<[FieldError]>`",
    note = "with the feature `garde` or `validator` of lambda-api-errors: `garde::Report` or `validator::ValidationErrors`"
)]
pub trait FieldErrors<M> {
    /// The list.
    fn field_errors(&self) -> Cow<'_, [FieldError]>;
}

/// A list of [`FieldError`]s itself.
#[derive(Debug)]
pub struct Itself;

#[diagnostic::do_not_recommend]
impl<T: AsRef<[FieldError]>> FieldErrors<Itself> for T {
    fn field_errors(&self) -> Cow<'_, [FieldError]> {
        Cow::Borrowed(self.as_ref())
    }
}

/// The report of another crate.
#[cfg(any(feature = "garde", feature = "validator"))]
#[derive(Debug)]
pub struct Report;

/// The most errors that a report becomes: a caller who sends a long list of mistakes gets an answer that the platform can carry.
#[cfg(any(feature = "garde", feature = "validator"))]
pub(super) const MOST_ERRORS: usize = 100;
