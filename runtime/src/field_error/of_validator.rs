//! Reports of [`validator`].

use super::{
    FieldError,
    list::{FieldErrors, MOST_ERRORS, Report},
    pointer::Pointer,
};
use std::borrow::Cow;
use validator::{ValidationError, ValidationErrors, ValidationErrorsKind};

/// The name under which validator's derive keeps the errors of `#[validate(schema(…))]`.
const WHOLE: &str = "__all__";

impl FieldError {
    /// The first 100 mistakes of a report of [`validator`], feature `validator`, in the order of their fields' names. Code and
    /// message are those of validator; a mistake without a message has `the value is invalid`.
    ///
    /// A variant can hold the report itself:
    ///
    /// ```
    /// use lambda_api_errors::{api_errors, callback};
    /// use validator::{Validate, ValidateLength, ValidationError, ValidationErrors};
    ///
    /// struct Order {
    ///     sku: String,
    /// }
    ///
    /// // As `#[derive(Validate)]` writes it for `#[validate(length(min = 3, message = "a SKU has three letters"))]`:
    /// impl Validate for Order {
    ///     fn validate(&self) -> Result<(), ValidationErrors> {
    ///         let mut errors = ValidationErrors::new();
    ///         if !self.sku.validate_length(Some(3), None, None) {
    ///             errors.add("sku", ValidationError::new("length").with_message("a SKU has three letters".into()));
    ///         }
    ///         if errors.is_empty() { Ok(()) } else { Err(errors) }
    ///     }
    /// }
    ///
    /// #[api_errors]
    /// #[derive(Debug, thiserror::Error)]
    /// enum OrderError {
    ///     #[error("the order is invalid")]
    ///     #[api(status = 422)]
    ///     Invalid(#[from] #[api(errors)] ValidationErrors),
    /// }
    ///
    /// fn place(order: &Order) -> Result<(), OrderError> {
    ///     order.validate()?;
    ///     Ok(())
    /// }
    ///
    /// let error = place(&Order { sku: "A".into() }).unwrap_err();
    /// let message = callback::encode(&error);
    /// assert!(message.contains(r#""errors":[{"code":"length","source":"/sku","message":"a SKU has three letters"}]"#));
    /// ```
    ///
    /// `source` has the names of Rust's fields: validator does not know `#[serde(rename)]`.
    #[must_use]
    pub fn from_validator(report: &ValidationErrors) -> Vec<Self> {
        let mut errors = Vec::new();
        add_all(&mut errors, &Pointer::default(), report);
        errors
    }
}

fn add_all(errors: &mut Vec<FieldError>, place: &Pointer, report: &ValidationErrors) {
    let mut fields: Vec<_> = report.errors().iter().collect();
    fields.sort_unstable_by_key(|(name, _)| *name);
    for (name, kind) in fields {
        if errors.len() == MOST_ERRORS {
            return;
        }
        let place = match &**name {
            WHOLE => place.clone(),
            name => place.join(name),
        };
        match kind {
            ValidationErrorsKind::Field(found) => {
                let room = MOST_ERRORS - errors.len();
                errors.extend(found.iter().take(room).map(|error| one(&place, error)));
            }
            ValidationErrorsKind::Struct(report) => add_all(errors, &place, report),
            ValidationErrorsKind::List(reports) => {
                for (index, report) in reports {
                    add_all(errors, &place.join(&index.to_string()), report);
                }
            }
        }
    }
}

fn one(place: &Pointer, error: &ValidationError) -> FieldError {
    let message = error.message.as_deref().unwrap_or("the value is invalid");
    place.clone().error(error.code.clone(), message.to_owned())
}

impl FieldErrors<Report> for ValidationErrors {
    fn field_errors(&self) -> Cow<'_, [FieldError]> {
        Cow::Owned(FieldError::from_validator(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_come_in_the_order_of_names_and_those_of_the_whole_at_its_place() {
        let mut inner = ValidationErrors::new();
        inner.add(WHOLE, ValidationError::new("sum"));
        inner.add("b", ValidationError::new("length"));
        inner.add("a", ValidationError::new("email"));
        let mut report = ValidationErrors::new();
        report.add(WHOLE, ValidationError::new("order"));
        report.merge_self("line", Err(inner));
        let errors = FieldError::from_validator(&report);
        let found: Vec<_> = errors
            .iter()
            .map(|error| (error.source.as_deref().unwrap(), &*error.code))
            .collect();
        assert_eq!(
            found,
            [
                ("", "order"),
                ("/line", "sum"),
                ("/line/a", "email"),
                ("/line/b", "length")
            ]
        );
        assert_eq!(errors[0].message, "the value is invalid");
    }

    #[test]
    fn a_report_becomes_so_many_errors_at_most() {
        let mut report = ValidationErrors::new();
        for _ in 0..1000 {
            report.add("a", ValidationError::new("wrong"));
            report.add("b", ValidationError::new("wrong"));
        }
        assert_eq!(FieldError::from_validator(&report).len(), MOST_ERRORS);
    }
}
