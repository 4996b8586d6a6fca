//! The table that the attribute adds to the docs.

use super::expansion::pretty;
use super::run;
use expect_test::expect;

#[test]
fn a_table_in_the_docs() {
    let output = run(
        "",
        r#"
        /// The cart.
        #[derive(Debug)]
        pub enum CartError<T> {
            /// The cart is gone, or
            /// was a | b.
            ///
            /// More.
            #[api(status = 410)]
            Gone,
            #[cfg(feature = "slow")]
            #[cfg(unix)]
            #[api(status = 599, title = "Slow")]
            Slow,
            #[api(transparent)]
            Payment(Box<payment::PaymentError<T>>),
            #[api(transparent)]
            Other(T),
            #[api(status = "nonsense")]
            Wrong,
        }
        "#,
    );
    expect![[r##"
        #[::core::prelude::v1::derive(::lambda_api_errors::__private::ApiErrors)]
        #[__api_errors()]
        /// The cart.
        #[derive(Debug)]
        ///
        ///# Responses
        ///
        ///| status | code | prefix | when |
        ///|---|---|---|---|
        ///| 410 Gone | `Gone` | `Gone: ` | The cart is gone, or was a \| b. |
        #[cfg_attr(all(feature = "slow", unix), doc = "| 599 | `Slow` | `Slow: ` |  |")]
        ///| as [`PaymentError`](payment::PaymentError) | | | |
        ///| as `T` | | | |
        pub enum CartError<T> {
            /// The cart is gone, or
            /// was a | b.
            ///
            /// More.
            #[__api(status = 410)]
            Gone,
            #[cfg(feature = "slow")]
            #[cfg(unix)]
            #[__api(status = 599, title = "Slow")]
            Slow,
            #[__api(transparent)]
            Payment(Box<payment::PaymentError<T>>),
            #[__api(transparent)]
            Other(T),
            #[__api(status = "nonsense")]
            Wrong,
        }
    "##]]
    .assert_eq(&pretty(output.item.into_iter().collect()));
}

#[test]
fn a_table_without_prefixes() {
    let output = run(
        "style = \"json\"",
        "enum E { #[api(status = 410)] Gone, #[api(transparent)] Inner(super::Inner) }",
    );
    expect![[r##"
        #[::core::prelude::v1::derive(::lambda_api_errors::__private::ApiErrors)]
        #[__api_errors(style = "json")]
        ///
        ///# Responses
        ///
        ///| status | code | when |
        ///|---|---|---|
        ///| 410 Gone | `Gone` |  |
        ///| as [`Inner`](super::Inner) | | |
        enum E {
            #[__api(status = 410)]
            Gone,
            #[__api(transparent)]
            Inner(super::Inner),
        }
    "##]]
    .assert_eq(&pretty(output.item.into_iter().collect()));
}
