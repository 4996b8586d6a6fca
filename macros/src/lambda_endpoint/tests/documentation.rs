//! What the page of an endpoint shows.

use crate::lambda_endpoint::attribute;
use expect_test::{Expect, expect};
use proc_macro2::TokenStream;
use quote::quote;

/// The lines of the namesake's docs that its contract adds.
fn check(arguments: TokenStream, item: TokenStream, expected: &Expect) {
    let file = syn::parse2(attribute(arguments, item)).expect("the expansion parses");
    let code = prettyplease::unparse(&file);
    let docs = code.lines().filter_map(|line| line.strip_prefix("///"));
    let docs: Vec<_> = docs
        .skip_while(|line| *line != "# Request")
        .filter(|line| !line.is_empty())
        .collect();
    expected.assert_eq(&docs.join("\n"));
}

#[test]
fn parts_of_the_request_and_a_status_as_a_number() {
    check(
        quote!(PUT, "/files/{name+}", crate = ::renamed),
        quote! {
            async fn put(
                State(store): State<Store>,
                headers: axum::http::HeaderMap,
                Path((user, name)): Path<(u8, String)>,
                Query(options): Query<Vec<(String, String)>>,
                caller: Extension<Arc<Caller>>,
                body: axum::Json<a::File>,
            ) -> std::result::Result<Status<207, Vec<Stored>>, errors::PutError> {}
        },
        &expect![[r#"
            # Request
            `PUT /files/{*name}`
            | part | type |
            |---|---|
            |  | [`HeaderMap`](axum::http::HeaderMap) |
            | path | `(u8, String)` |
            | query | [`Vec<(String, String)>`](Vec) |
            |  | [`Extension<Arc<Caller>>`](Extension) |
            | JSON body | [`File`](a::File) |
            # Responses
            | status | body |
            |---|---|
            | 207 Multi-Status | [`Vec<Stored>`](Vec) |
            | as [`PutError`](errors::PutError#responses) | |
            | 4xx | a [rejection](::renamed::Rejection), if `Path` or `Query` or `Json` cannot read the request |
            | 500 Internal Server Error | opaque: after a panic or another failure that is not declared |"#]],
    );
}

#[test]
fn successes_and_results_of_other_types() {
    let result = |output| quote!(async fn delete() -> #output {});
    check(
        quote!(DELETE, "/"),
        result(quote!(Result<NoContent, E>)),
        &expect![[r#"
            # Request
            `DELETE /`
            # Responses
            | status | body |
            |---|---|
            | 204 No Content |  |
            | as [`E`](E#responses) | |
            | 500 Internal Server Error | opaque: after a panic or another failure that is not declared |"#]],
    );
    check(
        quote!(operation = "remove"),
        result(quote!(Result<Own<u8>, <E as Of>::Error>)),
        &expect![[r#"
            # Request
            a whole event, operation `remove`
            # Responses
            | status | body |
            |---|---|
            | of [`Own<u8>`](Own) | |
            | as `<E as Of>::Error` | |
            | 500 Internal Server Error | opaque: after a panic or another failure that is not declared |"#]],
    );
    check(
        quote!(DELETE, "/"),
        result(quote!(api::Result<Status<{ N }, u8>>)),
        &expect![[r#"
            # Request
            `DELETE /`
            # Responses
            | status | body |
            |---|---|
            | of [`Result<Status<{N}, u8>>`](api::Result) | |"#]],
    );
}
