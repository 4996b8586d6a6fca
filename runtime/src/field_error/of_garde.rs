//! Reports of [`garde`].

use super::{
    FieldError,
    list::{FieldErrors, MOST_ERRORS, Report},
    pointer::Pointer,
};
use serde::Deserialize;
use std::borrow::Cow;

/// How a component of garde's `Path` serialises; garde gives no other access to components.
#[derive(Deserialize, PartialEq)]
#[serde(rename_all = "snake_case")]
enum Kind {
    None,
    Key,
    Index,
}

impl FieldError {
    /// The first 100 mistakes of a report of [`garde`], feature `garde`. Their code is `InvalidValue`.
    ///
    /// A variant can hold the report itself:
    ///
    /// ```
    /// use garde::Validate;
    /// use lambda_api_errors::{api_errors, callback};
    ///
    /// #[derive(Validate)]
    /// struct Order {
    ///     #[garde(dive)]
    ///     lines: Vec<Line>,
    /// }
    ///
    /// #[derive(Validate)]
    /// struct Line {
    ///     #[garde(length(min = 3))]
    ///     sku: String,
    /// }
    ///
    /// #[api_errors]
    /// #[derive(Debug, thiserror::Error)]
    /// enum OrderError {
    ///     #[error("the order is invalid")]
    ///     #[api(status = 422)]
    ///     Invalid(#[from] #[api(errors)] garde::Report),
    /// }
    ///
    /// fn place(order: &Order) -> Result<(), OrderError> {
    ///     order.validate()?;
    ///     Ok(())
    /// }
    ///
    /// let error = place(&Order { lines: vec![Line { sku: "A".into() }] }).unwrap_err();
    /// let message = callback::encode(&error);
    /// assert!(message.contains(r#""errors":[{"code":"InvalidValue","source":"/lines/0/sku","message":"length is lower than 3"}]"#));
    /// ```
    ///
    /// `source` has the names of Rust's fields: garde does not know `#[serde(rename)]`.
    #[must_use]
    pub fn from_garde(report: &garde::Report) -> Vec<Self> {
        let errors = report.iter().take(MOST_ERRORS);
        errors
            .map(|(path, error)| pointer(path).error("InvalidValue", error.message().to_owned()))
            .collect()
    }
}

fn pointer(path: &garde::Path) -> Pointer {
    let components = serde_json::to_value(path).and_then(Vec::<(Kind, String)>::deserialize);
    let mut pointer = Pointer::default();
    let mut keys = components
        .into_iter()
        .flatten()
        .filter(|(kind, _)| *kind != Kind::None);
    let _ = keys.all(|(_, key)| pointer.push(&key));
    pointer
}

impl FieldErrors<Report> for garde::Report {
    fn field_errors(&self) -> Cow<'_, [FieldError]> {
        Cow::Owned(FieldError::from_garde(self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use garde::{Path, Report};

    #[test]
    fn paths_are_pointers() {
        let mut report = Report::new();
        let long = "x".repeat(2000);
        for path in [
            Path::empty(),
            Path::new("lines").join(0).join("a/b~c"),
            Path::new("notes").join(long.clone()).join("below"),
        ] {
            report.append(path, garde::Error::new(&long));
        }
        let errors = FieldError::from_garde(&report);
        let sources: Vec<_> = errors.iter().map(|error| error.source.as_deref()).collect();
        assert_eq!(
            sources,
            [Some(""), Some("/lines/0/a~1b~0c"), Some("/notes")]
        );
        assert!(errors[0].message.len() < 1010);
    }

    #[test]
    fn a_report_becomes_so_many_errors_at_most() {
        let mut report = Report::new();
        for index in 0..1000 {
            report.append(Path::new(index), garde::Error::new("wrong"));
        }
        assert_eq!(report.field_errors().len(), MOST_ERRORS);
    }
}
