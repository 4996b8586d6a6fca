//! The code of a few endpoints, and how much of it there may be.

use crate::lambda_endpoint::attribute;
use expect_test::{Expect, expect};
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{File, Item, Meta};

fn expanded(arguments: TokenStream, item: TokenStream) -> String {
    let mut file: File = syn::parse2(attribute(arguments, item)).expect("the expansion parses");
    file.items = file.items.into_iter().flat_map(with_those_behind).collect();
    prettyplease::unparse(&file)
}

/// What the attribute `followed_by` makes of an item.
fn with_those_behind(mut item: Item) -> Vec<Item> {
    let Item::Struct(namesake) = &mut item else {
        return vec![item];
    };
    let Meta::List(others) = namesake.attrs.remove(0).meta else {
        panic!("the first attribute has the other items")
    };
    let path = others.path.to_token_stream().to_string();
    assert!(path.ends_with(":: __private :: followed_by"), "{path}");
    let others: File = syn::parse2(others.tokens).expect("items");
    [item].into_iter().chain(others.items).collect()
}

fn check(arguments: TokenStream, item: TokenStream, expected: &Expect) {
    expected.assert_eq(&expanded(arguments, item));
}

#[test]
fn endpoint_with_every_kind_of_argument() {
    check(
        quote!(POST, "/carts/{cart}/{rest+}", operation = "checkoutCart"),
        quote! {
            /// Turn the cart into an order.
            ///
            /// All of it.
            #[cfg(unix)]
            #[tracing::instrument]
            pub(crate) async fn checkout(
                State(store): State<Store>,
                Json(mut order): Json<Order>,
            ) -> Result<Created<Receipt>, CheckoutError> {
                store.checkout(&mut order)
            }
        },
        &expect![[r#"
            /// Turn the cart into an order.
            ///
            /// All of it.
            #[cfg(unix)]
            #[tracing::instrument]
            pub(crate) async fn checkout(
                State(store): State<Store>,
                Json(mut order): Json<Order>,
            ) -> Result<Created<Receipt>, CheckoutError> {
                store.checkout(&mut order)
            }
            #[cfg(unix)]
            /// Turn the cart into an order.
            ///
            /// All of it.
            ///
            ///# Request
            ///
            ///`POST /carts/{cart}/{*rest}`, operation `checkoutCart`
            ///
            ///| part | type |
            ///|---|---|
            ///| JSON body | [`Order`](Order) |
            ///
            ///# Responses
            ///
            ///| status | body |
            ///|---|---|
            ///| 201 Created | [`Receipt`](Receipt) |
            ///| as [`CheckoutError`](CheckoutError#responses) | |
            ///| 4xx | a [rejection](::lambda_api_errors::Rejection), if `Json` cannot read the request |
            ///| 500 Internal Server Error | opaque: after a panic or another failure that is not declared |
            #[allow(
                missing_copy_implementations,
                missing_debug_implementations,
                non_camel_case_types,
                reason = "it is only a name, that of the function"
            )]
            pub(crate) struct checkout {}
            #[cfg(unix)]
            #[allow(deprecated, reason = "the function itself reports what it uses")]
            const _: () = {
                #[automatically_derived]
                impl ::lambda_api_errors::Endpoint for checkout {
                    const OPERATION: &'static ::core::primitive::str = "checkoutCart";
                    const ROUTE: ::core::option::Option<::lambda_api_errors::Route> = ::core::option::Option::Some(
                        ::lambda_api_errors::Route::new("POST", "/carts/{cart}/{*rest}"),
                    );
                    const DOC: &'static ::core::primitive::str = "Turn the cart into an order.\n\nAll of it.";
                    ::lambda_api_errors::__private::rejections!(State < Store >,; Json < Order >);
                    ::lambda_api_errors::__private::paths!(State < Store >, Json < Order >);
                    type State = Store;
                    type Output = Result<Created<Receipt>, CheckoutError>;
                    ::lambda_api_errors::__private::schemas!(State < Store >, Json < Order >);
                    async fn call(
                        __request: ::lambda_api_errors::__private::Request,
                        __state: Self::State,
                    ) -> ::lambda_api_errors::__private::AxumResponse {
                        #[allow(
                            unused_imports,
                            reason = "only a refusal that is not known needs the trait"
                        )]
                        use ::lambda_api_errors::__private::{self as __api, UnknownRefusal as _};
                        let (mut __parts, __body) = __request.into_parts();
                        let __0 = match __api::part::<
                            State<Store>,
                            Self::State,
                            _,
                        >(&mut __parts, &__state)
                            .await
                        {
                            ::core::result::Result::Ok(__value) => __value,
                            ::core::result::Result::Err(__rejection) => {
                                return __api::RejectionProbe(__rejection).answer::<Self>();
                            }
                        };
                        let __request = __api::Request::from_parts(__parts, __body);
                        let __1 = match __api::body::<
                            Json<Order>,
                            Self::State,
                            _,
                        >(__request, &__state)
                            .await
                        {
                            ::core::result::Result::Ok(__value) => __value,
                            ::core::result::Result::Err(__rejection) => {
                                return __api::RejectionProbe(__rejection).answer::<Self>();
                            }
                        };
                        __api::reply::<Self>(checkout(__0, __1).await)
                    }
                }
                ::lambda_api_errors::__private::documented!(endpoint[] [] [checkout] []);
                const _: () = ::lambda_api_errors::__private::check_endpoint::<checkout>();
                const _: () = {
                    #[allow(unused_imports, reason = "only what reads no path needs the trait")]
                    use ::lambda_api_errors::__private::{self as __api, UnknownPath as _};
                    __api::check_path(
                        "/carts/{cart}/{*rest}",
                        __api::PathProbe::<State<Store>>::COUNT,
                    );
                    __api::check_path(
                        "/carts/{cart}/{*rest}",
                        __api::PathProbe::<Json<Order>>::COUNT,
                    );
                };
            };
        "#]],
    );
}

#[test]
fn endpoint_without_arguments_and_route() {
    check(
        quote!(state = AppState, crate = ::renamed),
        quote!(
            async fn r#move() -> Answer {}
        ),
        &expect![[r#"
            async fn r#move() -> Answer {}
            ///The endpoint of the function `r#move`.
            ///
            ///# Request
            ///
            ///a whole event
            ///
            ///# Responses
            ///
            ///| status | body |
            ///|---|---|
            ///| of [`Answer`](Answer) | |
            #[allow(
                missing_copy_implementations,
                missing_debug_implementations,
                non_camel_case_types,
                reason = "it is only a name, that of the function"
            )]
            struct r#move {}
            #[allow(deprecated, reason = "the function itself reports what it uses")]
            const _: () = {
                #[automatically_derived]
                impl ::renamed::Endpoint for r#move {
                    const OPERATION: &'static ::core::primitive::str = "move";
                    const ROUTE: ::core::option::Option<::renamed::Route> = ::core::option::Option::None;
                    const DOC: &'static ::core::primitive::str = "";
                    const REJECTIONS: &'static [::renamed::__private::RejectionSet] = &[];
                    type State = AppState;
                    type Output = Answer;
                    ::renamed::__private::schemas!();
                    async fn call(
                        _: ::renamed::__private::Request,
                        _: Self::State,
                    ) -> ::renamed::__private::AxumResponse {
                        ::renamed::__private::reply::<Self>(r#move().await)
                    }
                }
                ::renamed::__private::documented!(endpoint[] [] [r#move] []);
                const _: () = ::renamed::__private::check_endpoint::<r#move>();
            };
        "#]],
    );
}

#[test]
fn stub_of_a_refused_function() {
    check(
        quote!(GET, "/"),
        quote! {
            #[cfg_attr(unix, inline, cfg(feature = "a"), doc = "b")]
            fn refused() -> Answer {}
        },
        &expect![[r##"
            #[cfg_attr(unix, inline, cfg(feature = "a"), doc = "b")]
            fn refused() -> Answer {}
            #[cfg_attr(unix, cfg(feature = "a"))]
            #[cfg_attr(unix, doc = "b")]
            #[allow(
                missing_copy_implementations,
                missing_debug_implementations,
                non_camel_case_types,
                reason = "it is only a name, that of the function"
            )]
            struct refused {}
            #[cfg_attr(unix, cfg(feature = "a"))]
            #[automatically_derived]
            impl ::lambda_api_errors::Endpoint for refused {
                const OPERATION: &'static ::core::primitive::str = "refused";
                const ROUTE: ::core::option::Option<::lambda_api_errors::Route> = ::core::option::Option::None;
                const DOC: &'static ::core::primitive::str = "";
                const REJECTIONS: &'static [::lambda_api_errors::__private::RejectionSet] = &[];
                type State = ::lambda_api_errors::__private::NoState;
                type Output = ::core::result::Result<
                    ::lambda_api_errors::NoContent,
                    ::core::convert::Infallible,
                >;
                async fn call(
                    _: ::lambda_api_errors::__private::Request,
                    _: Self::State,
                ) -> ::lambda_api_errors::__private::AxumResponse {
                    ::lambda_api_errors::__private::reply::<
                        Self,
                    >(::core::result::Result::Ok(::lambda_api_errors::NoContent))
                }
            }
            #[cfg_attr(unix, cfg(feature = "a"))]
            ::lambda_api_errors::__private::documented!(endpoint[] [] [refused] []);
            ::core::compile_error! {
                "an endpoint is an `async fn`, and `refused` is not `async`\nhelp: write `async fn refused() -> Result<Success, Error>`"
            }
        "##]],
    );
}

#[test]
fn the_body_may_be_half_typed() {
    let tokens = attribute(
        quote!(GET, "/"),
        quote!(async fn half() -> Answer { let x = ; x. }),
    )
    .to_string();
    assert!(
        tokens.starts_with("async fn half () -> Answer { let x = ; x . }"),
        "{tokens}"
    );
    assert!(!tokens.contains("compile_error"), "{tokens}");
}

#[test]
fn the_cost_stays_within_its_budget() {
    let lines = |arguments: TokenStream| {
        let item = quote!(async fn endpoint(#arguments) -> Result<Json<Answer>, Problem> {});
        let expanded = expanded(quote!(GET, "/"), item);
        let code = expanded.lines().filter(|line| !line.starts_with("///"));
        code.count()
    };
    let none = lines(quote!());
    let one = lines(quote!(a: Json<A>));
    let two = lines(quote!(a: Path<A>, b: Json<B>));
    let three = lines(quote!(a: Path<A>, b: Query<B>, c: Json<C>));
    assert!(none <= 32, "{none} lines for an endpoint");
    assert!(
        one - none <= 19,
        "{} lines for the first extractor",
        one - none
    );
    assert!(
        two - one <= 15,
        "{} lines for taking a request apart",
        two - one
    );
    assert!(
        three - two <= 15,
        "{} lines for each further extractor",
        three - two
    );
}
