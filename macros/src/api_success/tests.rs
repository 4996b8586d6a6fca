//! What the macro says and what it writes.

use super::attribute;
use proc_macro2::TokenStream;
use syn::{File, Item};

/// The texts of the errors, and whether there is an impl.
fn run(arguments: &str, item: &str) -> (Vec<String>, bool) {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    let output = attribute(tokens(arguments), &tokens(item));
    let file: File = syn::parse2(output).expect("the output parses");
    let errors = file.items.iter().filter_map(|item| match item {
        Item::Macro(call) if call.mac.path.segments.last()?.ident == "compile_error" => Some(
            call.mac
                .parse_body::<syn::LitStr>()
                .expect("a text")
                .value(),
        ),
        _ => None,
    });
    let has_impl = file.items.iter().any(|item| matches!(item, Item::Impl(_)));
    (errors.collect(), has_impl)
}

#[test]
fn each_variant_holds_one_success_type() {
    let good =
        "enum Put { Created(Created<Cart>), #[cfg(x)] Changed(Json<Cart>), Same(NoContent) }";
    assert_eq!(run("", good), (Vec::new(), true));
    assert_eq!(run("crate = crate::api", good), (Vec::new(), true));
    for (item, message) in [
        ("enum Put { A, B(NoContent) }", super::NOT_ONE_TYPE),
        ("enum Put { A { a: NoContent } }", super::NOT_ONE_TYPE),
        ("enum Put { A(NoContent, NoContent) }", super::NOT_ONE_TYPE),
        ("enum Put {}", super::NO_VARIANT),
        ("struct Put(NoContent);", super::NOT_AN_ENUM),
        ("fn put() {}", super::NOT_AN_ENUM),
    ] {
        assert_eq!(run("", item).0, [message], "{item}");
    }
    let (errors, _) = run("status = 200", good);
    assert!(errors[0].contains("`#[api_success]`"), "{errors:?}");
}
