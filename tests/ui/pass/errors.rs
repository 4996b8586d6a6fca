//! Error types of every shape.

use lambda_api_errors::{ApiError, DeclaredResponse, FieldError, Rejection, api_errors, callback};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::sync::Arc;

fn codes<E: ApiError>() -> Vec<&'static str> {
    E::CONTRACT
        .responses()
        .map(DeclaredResponse::code)
        .collect()
}

fn prefixes<E: ApiError>() -> Vec<&'static str> {
    E::CONTRACT
        .responses()
        .map(DeclaredResponse::prefix)
        .collect()
}

#[derive(Debug, thiserror::Error, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
#[api_errors]
pub(crate) enum BelowDerives {
    #[error("no cart {cart}")]
    #[serde(rename = "missing")]
    #[api(status = 404)]
    NotFound {
        #[serde(rename = "id")]
        #[api(extension)]
        cart: u32,
    },
}

#[api_errors]
#[derive(Debug, thiserror::Error, Serialize, Deserialize, Clone, PartialEq, Eq)]
#[serde(untagged)]
pub(crate) enum AboveDerives {
    #[error("no cart {cart}")]
    #[api(status = 404)]
    NotFound {
        #[api(extension)]
        cart: u32,
    },
}

#[test]
fn the_order_of_attributes_does_not_matter() {
    let below = callback::encode(&BelowDerives::NotFound { cart: 7 });
    assert_eq!(below, callback::encode(&AboveDerives::NotFound { cart: 7 }));
    assert!(below.ends_with(r#""cart":7}"#), "{below}");
}

#[api_errors]
#[derive(Debug)]
pub(crate) enum ByHand {
    #[api(status = CONFLICT)]
    Conflict,
}

impl Display for ByHand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("somebody else was faster")
    }
}

impl Error for ByHand {}

macro_rules! errors {
    ($(#[$attribute:meta])* $name:ident {
        $($(#[$of_variant:meta])* $variant:ident = $status:literal / $other:expr, $prefix:literal, $shown:expr;)*
    } inside $inner:ty) => {
        $(#[$attribute])*
        #[api_errors(rename_all = "kebab-case")]
        #[derive(Debug, thiserror::Error)]
        pub(crate) enum $name {
            $(
                $(#[$of_variant])*
                #[error($shown)]
                #[api(status = $status, prefix = $prefix)]
                $variant,
            )*
            #[error("the last")]
            #[api(status = $($other)*)]
            Last,
            #[error(transparent)]
            #[api(transparent)]
            Inner(#[from] $inner),
        }
    };
}

errors! {
    /// Made by a macro.
    Declared {
        /// The cart is gone.
        CartGone = 410 / 503, "Gone: cart: ", "the cart is gone";
    } inside ByHand
}

macro_rules! wrapped {
    ($krate:path, $status:ident, $options:meta) => {
        #[api_errors(crate = $krate)]
        #[derive(Debug, thiserror::Error)]
        #[error("wrapped")]
        #[$options]
        pub(crate) struct Wrapped;

        #[api_errors]
        #[derive(Debug, thiserror::Error)]
        #[error("named")]
        #[api(status = $status)]
        pub(crate) struct Named;
    };
}

wrapped!(::lambda_api_errors, NOT_FOUND, api(status = 418));

#[test]
fn fragments_of_macros_are_read() {
    assert_eq!(codes::<Declared>(), ["cart-gone", "last", "Conflict"]);
    assert_eq!(prefixes::<Declared>()[0], "Gone: cart: ");
    assert_eq!(Wrapped.response().status(), 418);
    assert_eq!(Named.response().status(), 404);
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
pub(crate) enum Conditional {
    #[cfg(any())]
    #[error("{0} of no type", nothing)]
    #[api(stauts = "broken", colour)]
    Absent(NoSuchType, #[api(nonsense)] Neither),
    #[cfg(not(any()))]
    #[error("present")]
    #[api(status = 404)]
    Present {
        #[cfg(any())]
        #[api(header = "not a header")]
        absent: NoSuchType,
        #[cfg(not(any()))]
        #[api(extension)]
        present: u8,
    },
    #[error("attributes")]
    #[cfg_attr(all(), api(status = 410))]
    #[cfg_attr(any(), api(status = 404))]
    Attributes,
}

#[test]
fn what_is_configured_out_is_not_read() {
    assert_eq!(codes::<Conditional>(), ["Present", "Attributes"]);
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
pub(crate) enum Generic<'a, T, E, const LIMIT: usize>
where
    T: Serialize + Debug,
    E: ApiError + 'static,
    Vec<T>: Clone,
{
    #[error("{text}")]
    #[api(status = 400)]
    Borrowed {
        text: &'a str,
        #[api(extension)]
        value: T,
        #[api(extension)]
        option: Option<T>,
    },
    #[error("{}, of {LIMIT}", .0.len())]
    #[api(status = 413)]
    List(#[api(errors)] Cow<'a, [FieldError]>, [u8; LIMIT]),
    #[error(transparent)]
    #[api(transparent)]
    Boxed(Box<E>),
    #[error(transparent)]
    #[api(transparent)]
    Shared(Arc<ByHand>),
}

#[test]
fn generic_types_answer() {
    type Concrete<'a> = Generic<'a, u8, AboveDerives, 3>;
    assert_eq!(
        codes::<Concrete<'_>>(),
        ["Borrowed", "List", "NotFound", "Conflict"]
    );
    let error: Concrete<'_> = Generic::Borrowed {
        text: "no",
        value: 1,
        option: None,
    };
    assert!(callback::encode(&error).ends_with(r#""value":1}"#));
    let error: Concrete<'_> = Generic::List(Cow::Owned(vec![FieldError::new("A", "b")]), [0; 3]);
    assert_eq!(error.response().status(), 413);
    let error: Concrete<'_> = Generic::Boxed(Box::new(AboveDerives::NotFound { cart: 1 }));
    assert_eq!(error.response().code(), "NotFound");
    let error: Concrete<'_> = Generic::Shared(Arc::new(ByHand::Conflict));
    assert_eq!(error.response().code(), "Conflict");
}

mod outer {
    pub(crate) mod inner {
        use lambda_api_errors::api_errors;

        #[api_errors(body = super::super::House)]
        #[derive(Debug, thiserror::Error)]
        #[error("private")]
        #[api(status = 403, expose_nothing_of = "this")]
        #[cfg(any())]
        struct Absent;

        #[api_errors(body = super::super::House)]
        #[derive(Debug, thiserror::Error)]
        pub(in super::super) enum Visible {
            #[error("private")]
            #[api(status = 403)]
            Private,
        }
    }
}

#[derive(Serialize)]
pub(crate) struct House {
    ok: bool,
}

impl lambda_api_errors::BodyFormat for House {
    fn body(_: &lambda_api_errors::Occurrence<'_>) -> impl Serialize {
        Self { ok: false }
    }
}

#[test]
fn a_format_of_ones_own_is_named_by_its_path() {
    let message = callback::encode(&outer::inner::Visible::Private);
    assert_eq!(message, r#"Forbidden: {"ok":false}"#);
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
pub(crate) enum Empty {}

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("a tuple")]
#[api(status = 400, rejection)]
pub(crate) struct Refused(Rejection);

#[api_errors()]
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
#[api(transparent)]
pub(crate) struct Through(#[from] Refused);

#[api_errors(style = "json", rename_all = "snake_case")]
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub(crate) enum Json {
    #[error("two attributes")]
    #[api(status = 404)]
    #[api(title = "No such cart", detail = "It may have expired.")]
    #[api()]
    TwoAttributes {
        #[api(header = "Retry-After", extension = "seconds")]
        wait: u32,
    },
    #[error("a keyword")]
    #[api(status = 410)]
    r#Type,
    #[allow(non_camel_case_types, reason = "raw identifiers are often lower case")]
    #[error("another")]
    #[api(status = 411)]
    r#match,
}

#[test]
fn unusual_shapes_answer() {
    assert!(codes::<Empty>().is_empty());
    assert_eq!(codes::<Through>(), ["Refused"]);
    assert_eq!(codes::<Json>(), ["two_attributes", "type", "match"]);
    let message = callback::encode(&Json::TwoAttributes { wait: 3 });
    assert!(
        message.starts_with(r#"{"type":"about:blank","title":"No such cart","status":404,"#),
        "{message}"
    );
}

#[test]
fn an_error_may_be_defined_inside_a_function() {
    #[api_errors]
    #[derive(Debug, thiserror::Error)]
    #[error("local")]
    #[api(status = 409)]
    struct Local;

    assert_eq!(Local.response().code(), "Local");
}
