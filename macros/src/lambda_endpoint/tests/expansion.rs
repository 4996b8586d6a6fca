//! The code of a few endpoints, and how much of it there may be.

use crate::lambda_endpoint::attribute;
use crate::written::count;
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
            /**
            # Request

            `POST /carts/{cart}/{*rest}`, operation `checkoutCart`

            | part | type |
            |---|---|
            | JSON body | [`Order`](Order) |

            # Responses

            | status | body |
            |---|---|
            | 201 Created | [`Receipt`](Receipt) |
            | as [`CheckoutError`](CheckoutError#responses) | |
            | 4xx | a [rejection](::lambda_api_errors::Rejection), if `Json` cannot read the request |
            | 500 Internal Server Error | opaque: after a panic or another failure that is not declared |*/
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
                #[allow(unused_imports, reason = "only what is not known needs the traits")]
                use ::lambda_api_errors::__private::{
                    self as __api, UnknownPath as _, UnknownProbe as _,
                };
                #[automatically_derived]
                impl ::lambda_api_errors::Endpoint for checkout {
                    const DECLARATION: __api::Declaration<Store> = {
                        let __0 = __api::part::<
                            State<Store>,
                            Store,
                            _,
                            Self,
                            _,
                        >(
                            "State < Store >",
                            __api::NO_PATH,
                            __api::Probe::<State<Store>, Store>::PARTS,
                        );
                        let __1 = __api::last::<
                            Json<Order>,
                            Store,
                            _,
                            _,
                            Self,
                            _,
                        >(
                            "Json < Order >",
                            __api::NO_PATH,
                            (
                                __api::Probe::<Json<Order>, Store>::BODY,
                                __api::Probe::<Json<Order>, Store>::PARTS,
                            ),
                        );
                        __api::Declaration {
                            operation: "checkoutCart",
                            route: ::core::option::Option::Some(
                                ::lambda_api_errors::Route::new("POST", "/carts/{cart}/{*rest}"),
                            ),
                            parameters: 2usize,
                            doc: "Turn the cart into an order.\n\nAll of it.",
                            arguments: &[__0.argument, __1.argument],
                            handler: &__api::Handler((__0, __1), checkout),
                        }
                    };
                    type State = Store;
                    type Output = Result<Created<Receipt>, CheckoutError>;
                    __api::schemas!(State < Store >, Json < Order >);
                }
                __api::documented_by_utoipa!(endpoint[] [] [checkout] []);
                __api::check_endpoint::<checkout>();
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
            /**
            # Request

            a whole event

            # Responses

            | status | body |
            |---|---|
            | of [`Answer`](Answer) | |*/
            #[allow(
                missing_copy_implementations,
                missing_debug_implementations,
                non_camel_case_types,
                reason = "it is only a name, that of the function"
            )]
            struct r#move {}
            #[allow(deprecated, reason = "the function itself reports what it uses")]
            const _: () = {
                #[allow(unused_imports, reason = "only what is not known needs the traits")]
                use ::renamed::__private::{self as __api, UnknownPath as _, UnknownProbe as _};
                #[automatically_derived]
                impl ::renamed::Endpoint for r#move {
                    const DECLARATION: __api::Declaration<AppState> = {
                        __api::Declaration {
                            operation: "move",
                            route: ::core::option::Option::None,
                            parameters: 0usize,
                            doc: "",
                            arguments: &[],
                            handler: &__api::Handler(
                                __api::NoArguments::<Self>(::core::marker::PhantomData),
                                r#move,
                            ),
                        }
                    };
                    type State = AppState;
                    type Output = Answer;
                    __api::schemas!();
                }
                __api::documented_by_utoipa!(endpoint[] [] [r#move] []);
                __api::check_endpoint::<r#move>();
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
                const DECLARATION: ::lambda_api_errors::__private::Declaration<Self::State> = ::lambda_api_errors::__private::Declaration {
                    operation: "refused",
                    route: ::core::option::Option::None,
                    parameters: 0,
                    doc: "",
                    arguments: &[],
                    handler: &::lambda_api_errors::__private::Handler(
                        ::lambda_api_errors::__private::NoArguments::<
                            Self,
                        >(::core::marker::PhantomData),
                        || ::core::future::ready(
                            ::core::result::Result::Ok(::lambda_api_errors::NoContent),
                        ),
                    ),
                };
                type State = ::lambda_api_errors::__private::NoState;
                type Output = ::core::result::Result<
                    ::lambda_api_errors::NoContent,
                    ::core::convert::Infallible,
                >;
            }
            #[cfg_attr(unix, cfg(feature = "a"))]
            ::lambda_api_errors::__private::documented_by_utoipa!(endpoint[] [] [refused] []);
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
    let tokens = |arguments: TokenStream| {
        let item = quote!(async fn endpoint(#arguments) -> Result<Json<Answer>, Problem> {});
        let all = attribute(quote!(GET, "/"), item.clone());
        count(all) - count(item)
    };
    let none = tokens(quote!());
    let one = tokens(quote!(a: Json<A>));
    let two = tokens(quote!(a: Path<A>, b: Json<B>));
    let three = tokens(quote!(a: Path<A>, b: Query<B>, c: Json<C>));
    assert!(none <= ENDPOINT, "{none} tokens for an endpoint");
    let extractors = [one - none, two - one, three - two];
    assert!(
        extractors.iter().all(|tokens| *tokens <= EXTRACTOR),
        "{extractors:?} tokens for each extractor"
    );
}

/// How many tokens an endpoint may expand to, besides the function itself, and how many more for each extractor.
const ENDPOINT: usize = 247;
const EXTRACTOR: usize = 106;
