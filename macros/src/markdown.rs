//! Markdown for the docs of a user's types: code, cells of tables, and links that rustdoc can follow.
//!
//! In: texts and types as written. Out: text of one line. Must not report anything.

use crate::written::written;
use syn::{GenericArgument, Path, PathArguments, Type};

/// `text` as inline code, between more backticks than it has in a row, and on one line.
pub(crate) fn code(text: &str) -> String {
    let text = cell(text);
    let mut longest = 0;
    let mut run = 0;
    for character in text.chars() {
        run = if character == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    if longest == 0 {
        return format!("`{text}`");
    }
    let fence = "`".repeat(longest + 1);
    format!("{fence} {text} {fence}")
}

/// `text` as it can stand in a row of a table.
pub(crate) fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace(char::is_control, " ")
}

/// A type in code style, which links to `section` of its page, through `Box` and `Arc`. It is only code if it is made of one of the
/// generic `parameters`, or if it has no page of its own.
pub(crate) fn link(ty: &Type, section: &str, parameters: &[String]) -> String {
    let Some(path) = path_of(ty) else {
        return code(&written(ty));
    };
    let segments = path.segments.iter();
    let names: Vec<String> = segments.map(|segment| segment.ident.to_string()).collect();
    let name = written(&path.segments.last());
    let first = names.first();
    let is_parameter = first.is_some_and(|first| parameters.contains(first));
    let is_macros_own = names.iter().any(|name| name.starts_with(['$', '<']));
    if is_parameter || is_macros_own {
        return code(&name);
    }
    let root = path.leading_colon.map_or("", |_| "::");
    format!("[{}]({root}{}{section})", code(&name), names.join("::"))
}

/// The first type between the angle brackets behind the path's last name.
pub(crate) fn first_argument(path: &Path) -> Option<&Type> {
    types(path).next()
}

/// All types between the angle brackets behind the path's last name.
pub(crate) fn types(path: &Path) -> impl Iterator<Item = &Type> {
    let arguments = path.segments.last().map(|last| &last.arguments);
    let arguments = match arguments {
        Some(PathArguments::AngleBracketed(arguments)) => Some(arguments.args.iter()),
        _ => None,
    };
    let arguments = arguments.into_iter().flatten();
    arguments.filter_map(|argument| match argument {
        GenericArgument::Type(ty) => Some(ty),
        _ => None,
    })
}

/// The path of a type, without the groups and parentheses around it.
pub(crate) fn plain_path(ty: &Type) -> Option<&Path> {
    match ty {
        Type::Path(path) if path.qself.is_none() => Some(&path.path),
        Type::Group(group) => plain_path(&group.elem),
        Type::Paren(paren) => plain_path(&paren.elem),
        _ => None,
    }
}

/// The path of a type, through `Box` and `Arc`.
fn path_of(ty: &Type) -> Option<&Path> {
    let path = plain_path(ty)?;
    let last = path.segments.last()?;
    if last.ident == "Box" || last.ident == "Arc" {
        return first_argument(path).map_or(Some(path), path_of);
    }
    Some(path)
}
