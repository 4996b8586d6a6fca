//! Tokens → the paths that they name, in every place: in types, bodies, macro calls and macro definitions.
//!
//! Attributes are left out, and what `#[cfg(test)]` marks.

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use syn::{ItemUse, Meta, Token, UseTree, punctuated::Punctuated};

/// A path of two segments or more, or what a `use` imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Name {
    pub(crate) segments: Vec<String>,
    pub(crate) line: usize,
    /// Whether it starts with `::`, and so with a crate.
    pub(crate) is_absolute: bool,
    pub(crate) import: Option<Import>,
}

/// What a `use` calls the thing that it imports.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Import {
    As(String),
    Glob,
}

/// The names in `tokens`, which are of an item or of a part of one.
pub(crate) fn of_tokens(tokens: TokenStream, names: &mut Vec<Name>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut at = 0;
    while at < tokens.len() {
        at = match &tokens[at] {
            TokenTree::Punct(punct) if punct.as_char() == '#' => after_attribute(&tokens, at),
            TokenTree::Ident(ident) if ident == "use" && !is_punct(tokens.get(at + 1), '<') => {
                of_import(&tokens, at, names)
            }
            TokenTree::Ident(_) => of_path(&tokens, at, names),
            TokenTree::Group(group) => {
                of_tokens(group.stream(), names);
                at + 1
            }
            _ => at + 1,
        };
    }
}

/// The names that `item` imports.
pub(crate) fn of_use(item: &ItemUse, names: &mut Vec<Name>) {
    let absolute = item.leading_colon.is_some();
    of_tree(&item.tree, &mut Vec::new(), absolute, names);
}

fn of_tree(tree: &UseTree, start: &mut Vec<String>, is_absolute: bool, names: &mut Vec<Name>) {
    let mut add = |start: &[String], ident: &syn::Ident, import| {
        let mut segments = start.to_vec();
        if ident != "self" {
            segments.push(ident.to_string());
        }
        names.push(Name {
            segments,
            line: ident.span().start().line,
            is_absolute,
            import: Some(import),
        });
    };
    match tree {
        UseTree::Path(path) => {
            start.push(path.ident.to_string());
            of_tree(&path.tree, start, is_absolute, names);
            start.pop();
        }
        UseTree::Name(name) => {
            let own = if name.ident == "self" {
                start.last().cloned()
            } else {
                None
            };
            let alias = own.unwrap_or_else(|| name.ident.to_string());
            add(start, &name.ident, Import::As(alias));
        }
        UseTree::Rename(name) => add(start, &name.ident, Import::As(name.rename.to_string())),
        UseTree::Glob(glob) => names.push(Name {
            segments: start.clone(),
            line: glob.star_token.span.start().line,
            is_absolute,
            import: Some(Import::Glob),
        }),
        UseTree::Group(group) => {
            for tree in &group.items {
                of_tree(tree, start, is_absolute, names);
            }
        }
    }
}

/// Where the `use` at `at` ends.
fn of_import(tokens: &[TokenTree], at: usize, names: &mut Vec<Name>) -> usize {
    let end = tokens[at..]
        .iter()
        .position(|token| is_punct(Some(token), ';'));
    let end = end.map_or(tokens.len(), |length| at + length + 1);
    let item: TokenStream = tokens[at..end].iter().cloned().collect();
    // In a macro's definition a `use` may have variables, which name nothing by themselves.
    if let Ok(item) = syn::parse2::<ItemUse>(item) {
        of_use(&item, names);
    }
    end
}

/// Where the path at `at` ends.
fn of_path(tokens: &[TokenTree], at: usize, names: &mut Vec<Name>) -> usize {
    let TokenTree::Ident(first) = &tokens[at] else {
        return at + 1;
    };
    let mut segments = vec![first.to_string()];
    let mut end = at + 1;
    while is_separator(tokens, end)
        && let Some(TokenTree::Ident(segment)) = tokens.get(end + 2)
    {
        segments.push(segment.to_string());
        end += 3;
    }
    let is_visibility = at == 1 && matches!(&tokens[0], TokenTree::Ident(ident) if ident == "in");
    if segments.len() > 1 && !is_visibility {
        names.push(Name {
            segments,
            line: first.span().start().line,
            is_absolute: at >= 2 && is_separator(tokens, at - 2),
            import: None,
        });
    }
    end
}

/// Where an attribute ends, or what it marks if that is for tests only.
fn after_attribute(tokens: &[TokenTree], at: usize) -> usize {
    let inner = usize::from(is_punct(tokens.get(at + 1), '!'));
    match tokens.get(at + 1 + inner) {
        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Bracket => {
            let next = at + 2 + inner;
            if is_test(group) {
                after_marked(tokens, next)
            } else {
                next
            }
        }
        _ => at + 1,
    }
}

/// An item, a member or a statement ends with a block, a `;` or a `,`.
fn after_marked(tokens: &[TokenTree], at: usize) -> usize {
    let ends = |token: &TokenTree| match token {
        TokenTree::Group(group) => group.delimiter() == Delimiter::Brace,
        token => is_punct(Some(token), ';') || is_punct(Some(token), ','),
    };
    let length = tokens[at..].iter().position(ends);
    length.map_or(tokens.len(), |length| at + length + 1)
}

/// Whether an attribute is a `cfg` that holds in tests only.
fn is_test(attribute: &Group) -> bool {
    match syn::parse2(attribute.stream()) {
        Ok(Meta::List(list)) if list.path.is_ident("cfg") => list
            .parse_args()
            .is_ok_and(|condition| needs_test(&condition)),
        _ => false,
    }
}

/// Whether `condition` fails outside of tests.
fn needs_test(condition: &Meta) -> bool {
    match condition {
        Meta::Path(path) => path.is_ident("test"),
        Meta::List(list) => {
            let parts = list.parse_args_with(Punctuated::<Meta, Token![,]>::parse_terminated);
            let parts = parts.unwrap_or_default();
            (list.path.is_ident("all") && parts.iter().any(needs_test))
                || (list.path.is_ident("any") && !parts.is_empty() && parts.iter().all(needs_test))
        }
        Meta::NameValue(_) => false,
    }
}

/// Whether an item's attributes keep it for tests.
pub(crate) fn is_for_tests(attributes: &[syn::Attribute]) -> bool {
    attributes.iter().any(|attribute| match &attribute.meta {
        Meta::List(list) if list.path.is_ident("cfg") => list
            .parse_args()
            .is_ok_and(|condition| needs_test(&condition)),
        _ => false,
    })
}

fn is_separator(tokens: &[TokenTree], at: usize) -> bool {
    is_punct(tokens.get(at), ':') && is_punct(tokens.get(at + 1), ':')
}

fn is_punct(token: Option<&TokenTree>, expected: char) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == expected)
}
