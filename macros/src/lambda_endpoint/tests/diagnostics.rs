//! Every problem, as the user reads it.

mod arguments;
mod function;
mod path;

use crate::lambda_endpoint::attribute;
use crate::rendered;
use expect_test::{Expect, expect};
use proc_macro2::TokenStream;

const HANDLER: &str = "async fn handler() -> Answer {}";

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("the tokens of a test are tokens")
}

fn problems(arguments: &str, item: &str) -> Vec<String> {
    rendered::messages(attribute(tokens(arguments), tokens(item)))
}

fn check(arguments: &str, item: &str, expected: &Expect) {
    expected.assert_eq(&problems(arguments, item).join("\n"));
}

fn accept(arguments: &str, item: &str) {
    assert_eq!(
        problems(arguments, item),
        [""; 0],
        "#[lambda_endpoint({arguments})] {item}"
    );
}

#[test]
fn what_is_right_is_not_refused() {
    for arguments in [
        "",
        "GET, \"/\"",
        "GET, \"/a\",",
        "operation = \"a.b-c_D9\"",
        "state = A<B, C>, crate = crate::x",
    ] {
        accept(arguments, HANDLER);
    }
    for path in [
        "/a/{b}/c",
        "/a/{*b}",
        "/a/{proxy+}",
        "/A-Z_0.9~/v1:cancel",
        "/{a-b}/{a_b}",
    ] {
        accept(&format!("PATCH, {path:?}"), HANDLER);
    }
    for item in [
        "pub(in crate::a) async fn r#type(mut a: A, (B(b), _): (B, C), #[doc(hidden)] d: fn(&u8) -> &u8) -> Answer {}",
        "async fn twice(State(a): State<A>, State(b): axum::extract::State<A>) -> Answer {}",
        "async fn no_body() -> Answer;",
        "async fn bound() -> Answer where A: Clone {}",
    ] {
        accept("", item);
    }
    accept(
        "state = App",
        "async fn parts(a: State<A>, b: State<B>) -> Answer {}",
    );
    accept("operation = \"size\"", "async fn größe() -> Answer {}");
}

#[test]
fn problems_of_attribute_and_function_together() {
    check(
        "GET, \"a\"",
        "fn a() -> Answer {}",
        &expect![[r#"
        the path `a` does not start with `/`
        help: write `"/a"`
        --> "a"
        an endpoint is an `async fn`, and `a` is not `async`
        help: write `async fn a() -> Result<Success, Error>`
        --> fn"#]],
    );
}
