//! Any tokens: no panic, and what parsed before parses after.

use crate::fuzz::{Tokens, config, mutated, random};
use crate::lambda_endpoint::attribute;
use proc_macro2::TokenStream;
use proptest::prelude::*;

const ARGUMENTS: &[&str] = &[
    "POST, \"/carts/{cart}/{rest+}\", state = Arc<Store>, operation = \"checkout\", crate = ::renamed",
    "GET, \"/\"",
    "state = App, crate = crate::facade",
    "",
];

const ITEMS: &[&str] = &[
    "/// Turn the cart into an order.
    #[cfg_attr(unix, cfg(feature = \"a\"), doc = \"b\")]
    #[deprecated]
    pub(crate) async fn checkout(State(a): State<Store>, mut b: Json<Order>) -> Result<Created<Receipt>, Error> { a?; }",
    "async fn r#move(_: State<(A, B)>, #[cfg(unix)] [a, .., b]: [State<fn(&u8) -> C>; 2]) -> impl Future {}",
    "unsafe extern \"C\" fn generic<'a, T: A, const N: usize>(self: Box<Self>, ...) where T: B {}",
    "async fn nothing() {}",
    "pub struct NotAFunction<T> { field: fn(T) }",
    "impl A { async fn method(&self) -> B {} }",
];

fn expands(arguments: TokenStream, item: &TokenStream) -> Result<(), TestCaseError> {
    let output = attribute(arguments, item.clone());
    if syn::parse2::<syn::File>(item.clone()).is_ok() {
        let reparsed = syn::parse2::<syn::File>(output.clone());
        prop_assert!(reparsed.is_ok(), "{:?} in {output}", reparsed.err());
    }
    Ok(())
}

proptest! {
    #![proptest_config(config(512))]

    #[test]
    fn random_tokens(Tokens(arguments) in random(), Tokens(item) in random()) {
        expands(arguments, &item)?;
    }

    #[test]
    fn mutated_tokens(Tokens(arguments) in mutated(ARGUMENTS), Tokens(item) in mutated(ITEMS)) {
        expands(arguments, &item)?;
    }
}
