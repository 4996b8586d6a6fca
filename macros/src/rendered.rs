//! What a macro's output says of mistakes, as rustc would show it: each message, with the source that it underlines.

use proc_macro2::{Group, Span, TokenStream, TokenTree};
use syn::LitStr;

/// The messages of all `::core::compile_error!` at the top of `output`, in their order.
///
/// Below each stands the underlined source after `-->`; nothing stands there where the whole attribute is underlined.
pub(crate) fn messages(output: TokenStream) -> Vec<String> {
    let tokens: Vec<_> = output.into_iter().collect();
    let found = tokens.windows(8).filter_map(|window| match window {
        [
            TokenTree::Punct(first),
            ..,
            TokenTree::Ident(name),
            TokenTree::Punct(_),
            TokenTree::Group(last),
        ] if name == "compile_error" => Some(message(first.span(), last)),
        _ => None,
    });
    found.collect()
}

fn message(start: Span, group: &Group) -> String {
    let text = syn::parse2::<LitStr>(group.stream()).expect("a message is a string");
    let text = text.value();
    let remedies = ["\nhelp:", "given here first", "expected one of"];
    assert!(
        remedies.into_iter().any(|remedy| text.contains(remedy)),
        "no remedy: {text}"
    );
    let underlined = start
        .join(group.span())
        .and_then(|span| span.source_text())
        .unwrap_or_default();
    format!("{text}\n--> {underlined}").trim_end().to_owned()
}
