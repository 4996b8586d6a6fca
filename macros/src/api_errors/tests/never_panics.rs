//! For any tokens there is an answer, and it is made of items.

use super::super::{attribute, attributes::renamed, derive};
use crate::fuzz::{Tokens, config, mutated, random};
use proc_macro2::TokenStream;
use proptest::prelude::*;

const ARGUMENTS: &[&str] = &[
    "",
    "body = Problem, style = \"json\", rename_all = \"snake_case\", crate = ::lambda_api_errors",
    "type_base = \"https://example.org/problems\", body = crate::formats::Own<A, B>",
];

const ITEMS: &[&str] = &[
    r#"
    #[__api_errors(type_base = "urn:p:", rename_all = "kebab-case")]
    #[derive(Debug)]
    pub enum CheckoutError<'a, T: Clone, const N: usize> where T: Send {
        /// The cart holds no such product.
        #[api(status = 404, code = "NoProduct", title = "No product", detail = "d", pointer = "/a")]
        ProductNotFound { #[api(extension)] sku: &'a str, #[api(extension = "n")] r#type: Option<T> },
        #[api(status = 400)]
        InvalidOrder(#[api(errors)] Vec<FieldError>),
        #[cfg(feature = "slow")]
        #[api(status = TOO_MANY_REQUESTS, prefix = "Slow down: ")]
        Throttled { #[api(header = "Retry-After")] seconds: u32, unused: [u8; N] },
        #[api(transparent)]
        Payment(Box<PaymentError>),
        #[deprecated]
        #[api(status = 503, expose)]
        Database(DbError),
        #[api(status = 422, rejection)]
        BadInput(Rejection),
        #[api(status = 201, success, opaque)]
        r#Type = 7,
    }
    "#,
    r#"
    #[__api_errors(style = "json")]
    #[api(status = 499, title = "Gone away")]
    struct Gone<T>(#[api(header = "X-T", extension = "t")] T) where T: Display;
    "#,
    "#[__api_errors()] enum Never {}",
    r#"#[__api_errors(decode)] #[api(status = 404)] struct Blank { #[api(extension = "a")] _: u8, #[api(extension)] b: u8 }"#,
    "#[api(status = 404)] pub(crate) struct Missing;",
];

fn assert_items(output: &TokenStream) {
    if let Err(error) = syn::parse2::<syn::File>(output.clone()) {
        panic!("{error}: {output}");
    }
}

proptest! {
    #![proptest_config(config(2_000))]

    #[test]
    fn the_derive_answers_changed_items(Tokens(item) in mutated(ITEMS)) {
        assert_items(&derive(renamed(item)));
    }

    #[test]
    fn the_attribute_answers_changed_items(Tokens(arguments) in mutated(ARGUMENTS), Tokens(item) in mutated(ITEMS)) {
        let output = attribute(arguments, item.clone());
        let is_item = syn::parse2::<syn::Item>(item.clone()).is_ok();
        // An empty group without delimiters may follow an item, but not in a file.
        if is_item && syn::parse2::<syn::File>(item).is_ok() {
            assert_items(&output);
        }
    }

    #[test]
    fn both_answer_anything(Tokens(arguments) in random(), Tokens(item) in random()) {
        assert_items(&derive(renamed(item.clone())));
        attribute(arguments, item);
    }
}
