//! The expansion as people would read it.

use super::run;
use expect_test::{Expect, expect};

pub(super) fn pretty(items: Vec<syn::Item>) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs: Vec::new(),
        items,
    })
}

fn check(arguments: &str, item: &str, expected: &Expect) {
    let output = run(arguments, item);
    assert_eq!(output.messages, [""; 0]);
    expected.assert_eq(&pretty(output.impls));
}

/// Without the impls that are the same for every type.
fn check_first_impl(item: &str, expected: &Expect) {
    let output = run("", item);
    assert_eq!(output.messages, [""; 0]);
    expected.assert_eq(&pretty(output.impls.into_iter().take(1).collect()));
}

#[test]
fn headers_and_extensions() {
    check_first_impl(
        r#"
        enum CartError {
            /// The cart holds no such product.
            #[api(status = 404)]
            ProductNotFound { #[api(extension)] sku: String, cart: u8 },
            #[api(status = 429)]
            Throttled { #[api(header = "Retry-After", extension = "wait")] seconds: Option<u32> },
        }
        "#,
        &expect![[r##"
            #[automatically_derived]
            #[allow(clippy::large_stack_arrays, reason = "the contract is a constant")]
            impl ::lambda_api_errors::ApiError for CartError {
                type Body = ::lambda_api_errors::Problem;
                const STYLE: ::lambda_api_errors::Style = ::lambda_api_errors::Style::Prefixed;
                const CONTRACT: &'static ::lambda_api_errors::Contract = &::lambda_api_errors::Contract::new(
                        &[
                            ::lambda_api_errors::DeclaredResponse::new(
                                    404u16,
                                    "ProductNotFound",
                                    "Not Found",
                                    "Not Found: ",
                                )
                                .doc("The cart holds no such product.")
                                .extensions(&["sku"]),
                            ::lambda_api_errors::DeclaredResponse::new(
                                    429u16,
                                    "Throttled",
                                    "Too Many Requests",
                                    "Too Many Requests: ",
                                )
                                .headers(&["Retry-After"])
                                .extensions(&["wait"]),
                        ],
                        &[
                            ::lambda_api_errors::Claim::new("Not Found: ", 404u16),
                            ::lambda_api_errors::Claim::new("Too Many Requests: ", 429u16),
                        ],
                        &[],
                    )
                    .proved(::lambda_api_errors::Style::Prefixed);
                ::lambda_api_errors::__private::member_types! {
                    [] 0usize ""["sku" false "" false String] []; 1usize ""["wait" true "" false u32]
                    ["Retry-After" true "" false u32];
                }
                fn visit(
                    &self,
                    __visitor: &mut dyn ::core::ops::FnMut(&::lambda_api_errors::Occurrence<'_>),
                ) {
                    fn __occurrence<__Error: ::lambda_api_errors::ApiError>(
                        __error: &__Error,
                        __index: usize,
                    ) -> ::lambda_api_errors::Occurrence<'_> {
                        ::lambda_api_errors::Occurrence::new(
                            __Error::CONTRACT.response(__index),
                            __error,
                        )
                    }
                    match self {
                        Self::ProductNotFound { sku: __0, .. } => {
                            __visitor(
                                &__occurrence(self, 0usize)
                                    .extensions(
                                        &[
                                            (
                                                "sku",
                                                ::lambda_api_errors::__private::member::<String>(__0),
                                            ),
                                        ],
                                    ),
                            )
                        }
                        Self::Throttled { seconds: __0, .. } => {
                            __visitor(
                                &__occurrence(self, 1usize)
                                    .headers(
                                        &[
                                            (
                                                "Retry-After",
                                                ::lambda_api_errors::__private::shown_option::<u32>(__0),
                                            ),
                                        ],
                                    )
                                    .extensions(
                                        &[
                                            (
                                                "wait",
                                                ::lambda_api_errors::__private::member_option::<u32>(__0),
                                            ),
                                        ],
                                    ),
                            )
                        }
                    }
                }
            }
        "##]],
    );
}

#[test]
fn field_errors_inner_errors_and_opaque_errors() {
    check_first_impl(
        r"
        enum CartError {
            #[api(status = 400)]
            Invalid(u8, #[api(errors)] Vec<FieldError>),
            #[api(transparent)]
            Payment(Box<PaymentError>),
            #[api(status = 500)]
            Database,
        }
        ",
        &expect![[r##"
            #[automatically_derived]
            #[allow(clippy::large_stack_arrays, reason = "the contract is a constant")]
            impl ::lambda_api_errors::ApiError for CartError {
                type Body = ::lambda_api_errors::Problem;
                const STYLE: ::lambda_api_errors::Style = ::lambda_api_errors::Style::Prefixed;
                const CONTRACT: &'static ::lambda_api_errors::Contract = &::lambda_api_errors::Contract::new(
                        &[
                            ::lambda_api_errors::DeclaredResponse::new(
                                    400u16,
                                    "Invalid",
                                    "Bad Request",
                                    "Bad Request: ",
                                )
                                .errors(),
                            ::lambda_api_errors::DeclaredResponse::new(
                                    500u16,
                                    "Database",
                                    "Internal Server Error",
                                    "Internal Server Error: ",
                                )
                                .opaque(),
                        ],
                        &[
                            ::lambda_api_errors::Claim::new("Bad Request: ", 400u16),
                            ::lambda_api_errors::Claim::new("Internal Server Error: ", 500u16),
                        ],
                        &[<Box<PaymentError> as ::lambda_api_errors::ApiError>::CONTRACT],
                    )
                    .proved(::lambda_api_errors::Style::Prefixed);
                ::lambda_api_errors::__private::member_types! {
                    [Box < PaymentError >]
                }
                fn visit(
                    &self,
                    __visitor: &mut dyn ::core::ops::FnMut(&::lambda_api_errors::Occurrence<'_>),
                ) {
                    fn __occurrence<__Error: ::lambda_api_errors::ApiError>(
                        __error: &__Error,
                        __index: usize,
                    ) -> ::lambda_api_errors::Occurrence<'_> {
                        ::lambda_api_errors::Occurrence::new(
                            __Error::CONTRACT.response(__index),
                            __error,
                        )
                    }
                    let __index = match self {
                        Self::Invalid { 1: __0, .. } => {
                            return __visitor(
                                &__occurrence(self, 0usize)
                                    .errors(
                                        &::lambda_api_errors::__private::field_errors::<
                                            Vec<FieldError>,
                                            _,
                                        >(__0),
                                    ),
                            );
                        }
                        Self::Payment { 0: __0, .. } => {
                            return <Box<
                                PaymentError,
                            > as ::lambda_api_errors::ApiError>::visit(__0, __visitor);
                        }
                        Self::Database { .. } => 1usize,
                    };
                    __visitor(&__occurrence(self, __index))
                }
            }
        "##]],
    );
}

#[test]
fn a_generic_struct_with_an_extension() {
    check(
        r#"body = formats::Own, crate = crate::errors, type_base = "urn:errors:""#,
        r#"
        #[deprecated]
        #[api(status = UNPROCESSABLE_ENTITY)]
        struct BadInput<'a, T: Clone>(#[api(extension = "x")] Wrapper<'a, T>);
        "#,
        &expect![[r##"
            #[automatically_derived]
            #[allow(clippy::large_stack_arrays, reason = "the contract is a constant")]
            #[allow(deprecated, reason = "the error type itself names what is deprecated")]
            impl<'a, T: Clone> crate::errors::ApiError for BadInput<'a, T>
            where
                BadInput<'a, T>: ::core::error::Error,
                Wrapper<'a, T>: crate::errors::__private::Serialize,
            {
                type Body = formats::Own;
                const STYLE: crate::errors::Style = crate::errors::Style::Prefixed;
                const CONTRACT: &'static crate::errors::Contract = &crate::errors::Contract::new(
                    &[
                        crate::errors::DeclaredResponse::new(
                                422u16,
                                "BadInput",
                                "Unprocessable Entity",
                                "Unprocessable Entity: ",
                            )
                            .type_uri("urn:errors:BadInput")
                            .extensions(&["x"]),
                    ],
                    &[crate::errors::Claim::new("Unprocessable Entity: ", 422u16)],
                    &[],
                );
                crate::errors::__private::member_types! {
                    [] 0usize ""["x" false "" false Wrapper < 'a, T >] [];
                }
                fn visit(
                    &self,
                    __visitor: &mut dyn ::core::ops::FnMut(&crate::errors::Occurrence<'_>),
                ) {
                    const { crate::errors::__private::check_error::<Self>() };
                    fn __occurrence<__Error: crate::errors::ApiError>(
                        __error: &__Error,
                        __index: usize,
                    ) -> crate::errors::Occurrence<'_> {
                        crate::errors::Occurrence::new(__Error::CONTRACT.response(__index), __error)
                    }
                    match self {
                        Self { 0: __0, .. } => {
                            __visitor(
                                &__occurrence(self, 0usize)
                                    .extensions(
                                        &[
                                            (
                                                "x",
                                                crate::errors::__private::member::<Wrapper<'a, T>>(__0),
                                            ),
                                        ],
                                    ),
                            )
                        }
                    }
                }
            }
            #[automatically_derived]
            #[allow(deprecated, reason = "the error type itself names what is deprecated")]
            impl<'a, T: Clone> crate::errors::__private::Derived for BadInput<'a, T>
            where
                BadInput<'a, T>: crate::errors::ApiError,
            {}
            crate::errors::__private::if_lambda! {
                #[automatically_derived] #[allow(deprecated, reason =
                "the error type itself names what is deprecated")] impl < 'a, T : Clone >
                ::core::convert::From < BadInput < 'a, T > > for crate
                ::errors::__private::Diagnostic where BadInput < 'a, T > : crate ::errors::ApiError,
                { fn from(__error : BadInput < 'a, T >) -> Self { crate
                ::errors::__private::diagnostic(& __error) } }
            }
            crate::errors::__private::documented!(
                error[#[allow(deprecated, reason =
                "the error type itself names what is deprecated")]] [< 'a, T : Clone >] [BadInput <
                'a, T >] [where BadInput < 'a, T > : crate ::errors::ApiError,]
            );
            #[automatically_derived]
            #[allow(deprecated, reason = "the error type itself names what is deprecated")]
            impl<'a, T: Clone> crate::errors::__private::IntoResponse for BadInput<'a, T>
            where
                BadInput<'a, T>: crate::errors::ApiError,
            {
                fn into_response(self) -> crate::errors::__private::AxumResponse {
                    crate::errors::__private::into_response(&self)
                }
            }
        "##]],
    );
}

#[test]
fn a_variant_that_takes_rejections() {
    check_first_impl(
        "enum E { #[api(status = 400, rejection)] BadInput(#[api(errors)] Rejection) }",
        &expect![[r##"
            #[automatically_derived]
            #[allow(clippy::large_stack_arrays, reason = "the contract is a constant")]
            impl ::lambda_api_errors::ApiError for E {
                type Body = ::lambda_api_errors::Problem;
                const STYLE: ::lambda_api_errors::Style = ::lambda_api_errors::Style::Prefixed;
                const CONTRACT: &'static ::lambda_api_errors::Contract = &::lambda_api_errors::Contract::new(
                        &[
                            ::lambda_api_errors::DeclaredResponse::new(
                                    400u16,
                                    "BadInput",
                                    "Bad Request",
                                    "Bad Request: ",
                                )
                                .errors(),
                        ],
                        &[::lambda_api_errors::Claim::new("Bad Request: ", 400u16)],
                        &[],
                    )
                    .proved(::lambda_api_errors::Style::Prefixed);
                fn visit(
                    &self,
                    __visitor: &mut dyn ::core::ops::FnMut(&::lambda_api_errors::Occurrence<'_>),
                ) {
                    fn __occurrence<__Error: ::lambda_api_errors::ApiError>(
                        __error: &__Error,
                        __index: usize,
                    ) -> ::lambda_api_errors::Occurrence<'_> {
                        ::lambda_api_errors::Occurrence::new(
                            __Error::CONTRACT.response(__index),
                            __error,
                        )
                    }
                    match self {
                        Self::BadInput { 0: __0, .. } => {
                            __visitor(
                                &__occurrence(self, 0usize)
                                    .errors(
                                        &::lambda_api_errors::__private::field_errors::<
                                            Rejection,
                                            _,
                                        >(__0),
                                    ),
                            )
                        }
                    }
                }
                const TAKES_REJECTIONS: bool = true;
                fn from_rejection(
                    __rejection: ::lambda_api_errors::Rejection,
                ) -> ::core::result::Result<Self, ::lambda_api_errors::Rejection> {
                    ::core::result::Result::Ok(Self::BadInput {
                        0: ::lambda_api_errors::__private::rejected::<Rejection>(__rejection),
                    })
                }
            }
        "##]],
    );
}

#[test]
fn an_empty_enum() {
    check(
        "",
        "enum Never {}",
        &expect![[r##"
            #[automatically_derived]
            #[allow(clippy::large_stack_arrays, reason = "the contract is a constant")]
            impl ::lambda_api_errors::ApiError for Never {
                type Body = ::lambda_api_errors::Problem;
                const STYLE: ::lambda_api_errors::Style = ::lambda_api_errors::Style::Prefixed;
                const CONTRACT: &'static ::lambda_api_errors::Contract = &::lambda_api_errors::Contract::new(
                        &[],
                        &[],
                        &[],
                    )
                    .proved(::lambda_api_errors::Style::Prefixed);
                fn visit(
                    &self,
                    __visitor: &mut dyn ::core::ops::FnMut(&::lambda_api_errors::Occurrence<'_>),
                ) {
                    match *self {}
                }
            }
            #[automatically_derived]
            impl ::lambda_api_errors::__private::Derived for Never {}
            ::lambda_api_errors::__private::if_lambda! {
                #[automatically_derived] impl ::core::convert::From < Never > for
                ::lambda_api_errors::__private::Diagnostic { fn from(__error : Never) -> Self {
                ::lambda_api_errors::__private::diagnostic(& __error) } }
            }
            ::lambda_api_errors::__private::documented!(error[] [] [Never] []);
            #[automatically_derived]
            impl ::lambda_api_errors::__private::IntoResponse for Never {
                fn into_response(self) -> ::lambda_api_errors::__private::AxumResponse {
                    ::lambda_api_errors::__private::into_response(&self)
                }
            }
            const _: () = ::lambda_api_errors::__private::check_error::<Never>();
        "##]],
    );
}

#[test]
fn a_stub_after_a_mistake() {
    let output = run("", "#[deprecated] enum Wrong<T> { A }");
    expect![[r##"
        #[automatically_derived]
        #[allow(clippy::large_stack_arrays, reason = "the contract is a constant")]
        #[allow(deprecated, reason = "the error type itself names what is deprecated")]
        impl<T> ::lambda_api_errors::ApiError for Wrong<T>
        where
            Wrong<T>: ::core::error::Error,
        {
            type Body = ::lambda_api_errors::Problem;
            const STYLE: ::lambda_api_errors::Style = ::lambda_api_errors::Style::Prefixed;
            const CONTRACT: &'static ::lambda_api_errors::Contract = &::lambda_api_errors::Contract::new(
                &[],
                &[],
                &[],
            );
            fn visit(
                &self,
                _: &mut dyn ::core::ops::FnMut(&::lambda_api_errors::Occurrence<'_>),
            ) {}
        }
    "##]].assert_eq(&pretty(output.impls.into_iter().take(1).collect()));
}

#[test]
fn an_item_that_is_neither_enum_nor_struct_stays() {
    let output = run("", "fn main() {}");
    assert_eq!(pretty(output.item.into_iter().collect()), "fn main() {}\n");
}
