//! The option `decode`: what it adds, and what it refuses.

use super::{diagnostics::check, expansion::pretty, run};
use expect_test::expect;

#[test]
fn one_impl_is_added() {
    let item = r#"
        enum CartError<T> {
            #[api(status = 404)]
            ProductNotFound { #[api(extension)] sku: T },
            #[api(status = 429)]
            Throttled(#[api(header = "Retry-After")] Option<u32>, #[api(errors)] Vec<FieldError>),
            #[api(status = 400, rejection)]
            Invalid(Rejection),
            #[api(status = 500)]
            Lost(std::io::Error),
            #[api(transparent)]
            Payment(PaymentError),
        }
        "#;
    let [with, without] = ["decode", ""].map(|arguments| {
        let output = run(arguments, item);
        assert_eq!(output.messages, [""; 0]);
        output.impls.into_iter().map(|item| pretty(vec![item]))
    });
    let without: Vec<_> = without.collect();
    let added = with.filter(|item| !without.contains(item));
    expect![[r##"
        #[automatically_derived]
        impl<T> ::lambda_api_errors::Decode for CartError<T>
        where
            CartError<T>: ::lambda_api_errors::ApiError,
            T: ::lambda_api_errors::__private::MemberFromBody,
        {
            fn from_received(
                __position: usize,
                __received: &::lambda_api_errors::__private::Received<'_>,
            ) -> ::core::result::Result<Self, ::lambda_api_errors::UndecodedReason> {
                match __position {
                    0usize => {
                        ::core::result::Result::Ok(Self::ProductNotFound {
                            sku: ::lambda_api_errors::__private::read_member::<
                                T,
                            >(__received, "sku")?,
                        })
                    }
                    1usize => {
                        ::core::result::Result::Ok(Self::Throttled {
                            0: ::lambda_api_errors::__private::read_header_option::<
                                u32,
                            >(__received, "Retry-After")?,
                            1: ::lambda_api_errors::__private::read_field_errors::<
                                Vec<FieldError>,
                            >(__received),
                        })
                    }
                    2usize => {
                        ::core::result::Result::Ok(Self::Invalid {
                            0: ::lambda_api_errors::__private::read_rejection::<
                                Rejection,
                            >(__received),
                        })
                    }
                    3usize => {
                        ::core::result::Result::Err(::lambda_api_errors::UndecodedReason::Opaque)
                    }
                    __position => {
                        let mut __position = __position - 4usize;
                        if let ::core::option::Option::Some(__inner) = ::lambda_api_errors::__private::read_nested::<
                            PaymentError,
                        >(&mut __position, __received) {
                            return ::core::result::Result::map(
                                __inner,
                                |__inner| Self::Payment { 0: __inner },
                            );
                        }
                        ::core::result::Result::Err(
                            ::lambda_api_errors::UndecodedReason::Undeclared,
                        )
                    }
                }
            }
        }
    "##]].assert_eq(&added.collect::<String>());
}

#[test]
fn decode_needs_each_field_in_the_answer() {
    check(
        "decode",
        r#"enum E {
            #[api(status = 404)]
            NoCart(u32, #[source] std::io::Error),
            #[api(status = 409)]
            SoldOut { #[api(extension)] sku: String, left: u8 },
            #[api(status = 500)]
            Lost { cause: String },
        }"#,
        &expect![[r#"
            field `0` of `NoCart` is not in the answer, so `decode` cannot make it again
            help: add `#[api(extension = "…")]` to it, mark the variant as `opaque`, or remove `decode`
            --> u32
            field `1` of `NoCart` is not in the answer, so `decode` cannot make it again
            help: add `#[api(extension = "…")]` to it, mark the variant as `opaque`, or remove `decode`
            --> std::io::Error
            field `left` of `SoldOut` is not in the answer, so `decode` cannot make it again
            help: add `#[api(extension)]` to it, mark the variant as `opaque`, or remove `decode`
            --> left"#]],
    );
    check(
        "decode, body = Message",
        "enum E { #[api(status = 404)] NoCart { id: u32 } }",
        &expect![[r#"
            field `id` of `NoCart` is not in the answer, so `decode` cannot make it again
            help: add `#[api(header = "…")]` to it, mark the variant as `opaque`, or remove `decode`
            --> id"#]],
    );
}

#[test]
fn decode_needs_owned_fields() {
    check(
        "decode",
        r#"enum E {
            #[api(status = 404)] NoCart {
                #[api(extension)] id: &'static str,
                #[api(extension)] near: Option<(u8, &'static str)>,
                #[api(extension)] name: Cow<'static, str>,
            },
            #[api(status = 500)] Lost { #[api(header = "X-At")] at: &'static str },
        }"#,
        &expect![[r#"
            field `id` of `NoCart` is borrowed, and `decode` makes it again of an answer, which does not last as long
            help: write an owned type, such as `String` or `Cow<'static, str>`, or remove `decode`
            --> &'static str
            field `near` of `NoCart` is borrowed, and `decode` makes it again of an answer, which does not last as long
            help: write an owned type, such as `String` or `Cow<'static, str>`, or remove `decode`
            --> Option<(u8, &'static str)>"#]],
    );
}

#[test]
fn decode_needs_answers_that_can_be_told_apart() {
    check(
        "decode, body = Message",
        "enum E { #[api(status = 404)] NoCart, #[api(status = 404)] NoItem }",
        &expect![[r#"
            `decode` cannot tell `NoCart` from `NoItem`: the answer of each has status 404 and starts with the prefix `Not Found: `
            help: give one of them a `prefix` of its own, or another status, or remove `decode`
            --> NoCart
            `decode` cannot tell `NoCart` from `NoItem`: the answer of each has status 404 and starts with the prefix `Not Found: `
            help: give one of them a `prefix` of its own, or another status, or remove `decode`
            --> NoItem"#]],
    );
    check(
        "decode, body = ResultErrors",
        "enum E { #[api(status = 404)] NoCart, #[api(status = 404)] NoItem }",
        &expect![[r#"
            `decode` cannot tell `NoCart` from `NoItem`: the answer of each has status 404 and says the title `Not Found`
            help: give one of them a `title` of its own, or another status, or remove `decode`
            --> NoCart
            `decode` cannot tell `NoCart` from `NoItem`: the answer of each has status 404 and says the title `Not Found`
            help: give one of them a `title` of its own, or another status, or remove `decode`
            --> NoItem"#]],
    );
    check(
        "decode, body = JsonApi",
        r#"enum E {
            #[api(status = 400)] Address(#[api(errors)] Vec<FieldError>),
            #[api(status = 400)] Order(#[api(errors)] Vec<FieldError>),
        }"#,
        &expect![[r#"
            `decode` cannot tell `Address` from `Order`: the answer of each has status 400 and lists field errors
            help: give one of them another status, or remove `decode`
            --> Address
            `decode` cannot tell `Address` from `Order`: the answer of each has status 400 and lists field errors
            help: give one of them another status, or remove `decode`
            --> Order"#]],
    );
    check(
        "decode",
        "enum E { #[api(status = 304)] Unchanged, #[api(status = 304)] Same }",
        &expect![[r#"
            `decode` cannot tell `Unchanged` from `Same`: the answer of each has status 304 and has no body
            help: give one of them another status, or remove `decode`
            --> Unchanged
            `decode` cannot tell `Unchanged` from `Same`: the answer of each has status 304 and has no body
            help: give one of them another status, or remove `decode`
            --> Same"#]],
    );
    check(
        "decode, body = ResultErrors",
        "enum E { #[api(status = 400)] Order(#[api(errors)] Vec<FieldError>) }",
        &expect![[r#"
            `ResultErrors` writes of field errors their messages only, so `decode` cannot make them again
            help: write another format, for example `body = Problem`, or remove `decode`
            --> Order"#]],
    );
}
