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
        /**
        # Responses

        | status | code | prefix | when |
        |---|---|---|---|
        | 410 Gone | `Gone` | `Gone: ` | The cart is gone, or was a \| b. |*/
        #[cfg_attr(all(feature = "slow", unix), doc = "| 599 | `Slow` | `Slow: ` | opaque |")]
        /**| as [`PaymentError<T>`](payment::PaymentError#responses) |  |  |  |
        | as `T` |  |  |  |*/
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
        /**
        # Responses

        | status | code |
        |---|---|
        | 410 Gone | `Gone` |
        | as [`Inner`](super::Inner#responses) |  |*/
        enum E {
            #[__api(status = 410)]
            Gone,
            #[__api(transparent)]
            Inner(super::Inner),
        }
    "##]]
    .assert_eq(&pretty(output.item.into_iter().collect()));
}

#[test]
fn headers_members_and_texts() {
    let output = run(
        "",
        r#"
        enum E {
            #[error("`{0}` | {1}\n is lost")]
            #[api(status = 404)]
            Lost(#[api(extension = "what")] String, #[api(extension = "where")] u8),
            #[display("wait {seconds}")]
            #[api(status = 429)]
            Wait { #[api(header = "Retry-After")] seconds: u8, #[api(errors)] errors: Vec<FieldError> },
            #[error("disk: {0}", self.0)]
            #[api(status = 500)]
            Disk(String),
            /// The disk is full.
            #[api(status = 507)]
            Full,
            /// The payment failed.
            #[error(transparent)]
            #[api(transparent)]
            Payment(PaymentError),
        }
        "#,
    );
    let table = pretty(output.item.into_iter().collect());
    let lines = table.lines().map(str::trim_start);
    let table: Vec<_> = lines.filter(|line| line.starts_with('|')).collect();
    expect![[r#"
        | status | code | prefix | headers | members | when |
        |---|---|---|---|---|---|
        | 404 Not Found | `Lost` | `Not Found: ` |  | `what`, `where` | `` `{0}` \| {1}  is lost `` |
        | 429 Too Many Requests | `Wait` | `Too Many Requests: ` | `Retry-After` | field errors | `wait {seconds}` |
        | 500 Internal Server Error | `Disk` | `Internal Server Error: ` |  |  | `disk: {0}` (opaque) |
        | 507 Insufficient Storage | `Full` | `Insufficient Storage: ` |  |  | The disk is full. (opaque) |
        | as [`PaymentError`](PaymentError#responses) |  |  |  |  | The payment failed. |*/"#]].assert_eq(&table.join("\n"));
}

#[test]
fn the_derive_does_not_read_the_table() {
    let item: proc_macro2::TokenStream = "/// What fails.
        #[allow(unused)]
        #[doc = \"# Responses\"]
        enum E { #[api(status = 404)] A }"
        .parse()
        .expect("tokens");
    let with_table = crate::api_errors::attribute(proc_macro2::TokenStream::new(), item);
    let text = with_table.to_string();
    assert!(text.contains("\\n# Responses\\n\\n| status"), "{text}");
    let without = crate::api_errors::docs::without_table(with_table).to_string();
    assert!(!without.contains("| status"), "{without}");
    for kept in ["What fails.", "allow (unused)", "\"# Responses\"", "enum E"] {
        assert!(without.contains(kept), "{kept}: {without}");
    }
}
