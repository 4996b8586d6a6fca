//! What the page of an endpoint shows.

use crate::lambda_endpoint::attribute;
use expect_test::{Expect, expect};
use proc_macro2::TokenStream;
use quote::quote;

/// The lines of the namesake's docs that its contract adds.
fn check(arguments: TokenStream, item: TokenStream, expected: &Expect) {
    let file: syn::File = syn::parse2(attribute(arguments, item)).expect("the expansion parses");
    let namesake = file.items.iter().find_map(|item| match item {
        syn::Item::Struct(namesake) => Some(namesake),
        _ => None,
    });
    let attributes = namesake.expect("the endpoint").attrs.iter();
    let texts: Vec<_> = attributes.filter_map(doc).collect();
    let docs: Vec<_> = texts
        .iter()
        .flat_map(|text| text.lines())
        .skip_while(|line| *line != "# Request")
        .filter(|line| !line.is_empty())
        .collect();
    expected.assert_eq(&docs.join("\n"));
}

/// The text of `#[doc = "…"]`.
fn doc(attribute: &syn::Attribute) -> Option<String> {
    let syn::Expr::Lit(literal) = &attribute.meta.require_name_value().ok()?.value else {
        return None;
    };
    match &literal.lit {
        syn::Lit::Str(text) if attribute.path().is_ident("doc") => Some(text.value()),
        _ => None,
    }
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
