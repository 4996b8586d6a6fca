//! The wording of every problem that `#[lambda_endpoint]` reports, except those of malformed option lists.
//!
//! Each says in one sentence what was found and what is accepted; `help:` gives the text to type.

use super::route::METHODS;
use crate::spelling::{list, nearest};

pub(super) const CONST: &str = "an endpoint cannot be `const`, it answers requests";
pub(super) const UNSAFE: &str = "an endpoint cannot be `unsafe`, any request calls it";
pub(super) const EXTERN: &str = "an endpoint cannot be `extern`, the generated code calls it";
pub(super) const VARIADIC: &str = "an endpoint has one argument for each extractor, found `...`";
pub(super) const RECEIVER: &str = "an endpoint is a free function, and this one takes `self`";
pub(super) const SELF_TYPE: &str =
    "an endpoint is a free function, which stands outside of `impl`, and this one names `Self`";

const EXAMPLE: &str = "#[lambda_endpoint(POST, \"/carts/{cart}\")]";
const LITERAL_CHARACTERS: &str = "`A-Z`, `a-z`, `0-9`, `_`, `-`, `.`, `~` and `:`";

pub(super) fn not_a_function(found: &str) -> String {
    format!(
        "`#[lambda_endpoint]` goes on an `async fn`, found {found}\nhelp: move it to the handler"
    )
}

pub(super) fn unreadable_signature(name: &str, error: &syn::Error) -> String {
    let help = expected_signature(name, true);
    format!("the signature of `{name}` cannot be read: {error}\nhelp: write `{help}`")
}

pub(super) fn expected_signature(name: &str, has_arguments: bool) -> String {
    let arguments = if has_arguments { "…" } else { "" };
    format!("async fn {name}({arguments}) -> Result<Success, Error>")
}

pub(super) fn not_async(name: &str) -> String {
    format!("an endpoint is an `async fn`, and `{name}` is not `async`")
}

pub(super) fn generic(name: &str, found: &str) -> String {
    format!("an endpoint has no generic parameters, found `{found}` on `{name}`")
}

pub(super) fn abstract_argument(found: &str) -> String {
    format!("an argument of an endpoint has one concrete type, found `{found}`")
}

pub(super) fn argument_under_cfg(found: &str) -> String {
    format!(
        "an endpoint has the same arguments in every build, found `{found}` on one\n\
         help: write two functions, each under its own `{found}`"
    )
}

pub(super) fn no_output(name: &str) -> String {
    format!("an endpoint returns a `Result`, and `{name}` returns nothing")
}

pub(super) fn never_output(name: &str) -> String {
    format!("an endpoint returns a `Result`, and `{name}` returns `!`")
}

pub(super) fn abstract_output(found: &str) -> String {
    format!("an endpoint returns one concrete type, found `{found}`")
}

pub(super) fn two_states(one: &str, other: &str) -> String {
    format!(
        "an endpoint has one state, found `State<{one}>` and `State<{other}>`\n\
         help: add `state = AppState`, a type from which `FromRef` takes `{one}` and `{other}`"
    )
}

pub(super) fn named_route(key: &str) -> String {
    format!("the {key} stands without a key, found `{key} = …`\nhelp: write `{EXAMPLE}`")
}

pub(super) fn not_a_method(found: &str) -> String {
    let accepted = list(METHODS);
    format!(
        "expected a method, found `{found}`, accepted are {accepted}\nhelp: write for example `{EXAMPLE}`"
    )
}

pub(super) fn unknown_method(found: &str) -> String {
    let accepted = list(METHODS);
    let help = match nearest(found, METHODS) {
        Some(meant) => format!("did you mean `{meant}`?"),
        None => format!("write for example `{EXAMPLE}`"),
    };
    format!("unknown method `{found}`, accepted are {accepted}\nhelp: {help}")
}

pub(super) fn quoted_method(found: &str, meant: &str) -> String {
    format!("a method stands without quotes, found `{found}`\nhelp: write `{meant}`")
}

pub(super) fn path_without_method(found: &str, method: &str) -> String {
    format!(
        "the path `{found}` has no method before it\nhelp: write `#[lambda_endpoint({method}, {found})]`"
    )
}

pub(super) fn method_without_path(method: &str) -> String {
    format!(
        "`{method}` has no path after it\nhelp: write `#[lambda_endpoint({method}, \"/carts/{{cart}}\")]`"
    )
}

pub(super) fn not_a_path(found: &str) -> String {
    format!("the path is a string literal, found `{found}`\nhelp: write for example `{EXAMPLE}`")
}

pub(super) fn not_an_operation(found: &str) -> String {
    format!(
        "an operation is named by letters, digits, `_`, `.` and `-`, found `{found}`\n\
         help: write for example `operation = \"checkoutCart\"`"
    )
}

pub(super) fn relative_path(path: &str) -> String {
    format!("the path `{path}` does not start with `/`\nhelp: write `\"/{path}\"`")
}

pub(super) fn query_or_fragment(kept: &str, cut: &str) -> String {
    format!("a path has no query and no fragment, found `{cut}`\nhelp: write `\"{kept}\"`")
}

pub(super) fn empty_segment(path: &str, full: &str) -> String {
    format!("the path `{path}` has an empty segment\nhelp: write `\"{full}\"`")
}

pub(super) fn dot_segment(segment: &str) -> String {
    format!(
        "the segment `{segment}` never arrives, clients resolve it\nhelp: remove it from the path"
    )
}

pub(super) fn literal_character(segment: &str, character: char, meant: &str) -> String {
    format!(
        "the segment `{segment}` contains `{}`, accepted are {LITERAL_CHARACTERS}\nhelp: write `{meant}`",
        character.escape_debug()
    )
}

pub(super) fn unbraced_parameter(segment: &str, meant: &str) -> String {
    format!("a parameter stands in braces, found `{segment}`\nhelp: write `{meant}`")
}

pub(super) fn unbalanced_braces(segment: &str, meant: &str) -> String {
    format!("the braces in `{segment}` are not balanced\nhelp: write `{meant}`")
}

pub(super) fn partial_parameter(segment: &str, meant: &str) -> String {
    format!(
        "a parameter is a whole segment, found `{segment}`\nhelp: write `{meant}` and split it in the handler"
    )
}

pub(super) fn parameter_name(segment: &str, meant: &str) -> String {
    format!(
        "a parameter is `{{name}}`, or `{{*name}}` or `{{name+}}` for the rest of the path, its name made of letters, \
         digits, `_` and `-`, found `{segment}`\nhelp: write `{meant}`"
    )
}

pub(super) fn rest_not_last(segment: &str, name: &str) -> String {
    format!(
        "`{segment}` takes the rest of the path, found more segments after it\n\
         help: write `{{{name}}}`, or move it to the end"
    )
}

pub(super) fn parameter_twice(name: &str) -> String {
    format!("the parameter `{name}` is given twice in the path\nhelp: rename one of the two")
}
