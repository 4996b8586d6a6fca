//! Problems of the function.

use super::check;
use expect_test::expect;

#[test]
fn an_endpoint_is_an_async_function() {
    check(
        "",
        "fn a() -> Answer {}",
        &expect![[r#"
        an endpoint is an `async fn`, and `a` is not `async`
        help: write `async fn a() -> Result<Success, Error>`
        --> fn"#]],
    );
    check(
        "",
        "const fn a() -> Answer {}",
        &expect![[r#"
        an endpoint is an `async fn`, and `a` is not `async`
        help: write `async fn a() -> Result<Success, Error>`
        --> fn
        an endpoint cannot be `const`, it answers requests
        help: write `async fn a() -> Result<Success, Error>`
        --> const"#]],
    );
    check(
        "",
        r#"async unsafe extern "C" fn a(x: A, ...) -> Answer {}"#,
        &expect![[r#"
            an endpoint cannot be `unsafe`, any request calls it
            help: write `async fn a(…) -> Result<Success, Error>`
            --> unsafe
            an endpoint cannot be `extern`, the generated code calls it
            help: write `async fn a(…) -> Result<Success, Error>`
            --> extern "C"
            an endpoint has one argument for each extractor, found `...`
            help: write `async fn a(…) -> Result<Success, Error>`
            --> ..."#]],
    );
}

#[test]
fn it_returns_one_result() {
    check(
        "",
        "async fn a() {}",
        &expect![[r#"
        an endpoint returns a `Result`, and `a` returns nothing
        help: write `async fn a() -> Result<Success, Error>`
        --> a"#]],
    );
    check(
        "",
        "async fn a(x: A) -> ! {}",
        &expect![[r#"
        an endpoint returns a `Result`, and `a` returns `!`
        help: write `async fn a(…) -> Result<Success, Error>`
        --> !"#]],
    );
    check(
        "",
        "async fn a() -> Result<impl Success, Error> {}",
        &expect![[r#"
            an endpoint returns one concrete type, found `Result<impl Success, Error>`
            help: write `async fn a() -> Result<Success, Error>`
            --> Result<impl Success, Error>"#]],
    );
}

#[test]
fn its_arguments_have_one_type() {
    check(
        "",
        "async fn a(x: Json<impl Read>) -> Answer {}",
        &expect![[r#"
            an argument of an endpoint has one concrete type, found `Json<impl Read>`
            help: write `async fn a(…) -> Result<Success, Error>`
            --> Json<impl Read>"#]],
    );
    check(
        "",
        "async fn a<'a, T, const N: usize>() -> Answer {}",
        &expect![[r#"
            an endpoint has no generic parameters, found `'a, T, const N: usize` on `a`
            help: write `async fn a() -> Result<Success, Error>`
            --> 'a, T, const N: usize"#]],
    );
    check(
        "",
        "async fn a(#[cfg(unix)] x: A, #[cfg(not(unix))] x: B) -> Answer {}",
        &expect![[r#"
            an endpoint has the same arguments in every build, found `#[cfg(unix)]` on one
            help: write two functions, each under its own `#[cfg(unix)]`
            --> #[cfg(unix)]
            an endpoint has the same arguments in every build, found `#[cfg(not(unix))]` on one
            help: write two functions, each under its own `#[cfg(not(unix))]`
            --> #[cfg(not(unix))]"#]],
    );
}

#[test]
fn it_is_free() {
    check(
        "",
        "async fn a(x: Json<Self>) -> Result<Self, E> {}",
        &expect![[r#"
            an endpoint is a free function, which stands outside of `impl`, and this one names `Self`
            help: write `async fn a(…) -> Result<Success, Error>`
            --> Self"#]],
    );
    check(
        "",
        "async fn a(&self) -> Answer {}",
        &expect![[r#"
        an endpoint is a free function, and this one takes `self`
        help: write `async fn a(…) -> Result<Success, Error>`
        --> &self"#]],
    );
    check(
        "",
        "async fn a(self: Box<Self>, x: A) {}",
        &expect![[r#"
        an endpoint is a free function, and this one takes `self`
        help: write `async fn a(…) -> Result<Success, Error>`
        --> self: Box<Self>
        an endpoint returns a `Result`, and `a` returns nothing
        help: write `async fn a(…) -> Result<Success, Error>`
        --> a"#]],
    );
}

#[test]
fn it_has_one_state() {
    check(
        "",
        "async fn a(x: State<A>, y: State<Arc<B>>) -> Answer {}",
        &expect![[r#"
            an endpoint has one state, found `State<A>` and `State<Arc<B>>`
            help: add `state = AppState`, a type from which `FromRef` takes `A` and `Arc<B>`
            --> Arc<B>"#]],
    );
}

#[test]
fn its_name_is_an_operation() {
    check(
        "",
        "async fn größe() -> Answer {}",
        &expect![[r#"
        an operation is named by letters, digits, `_`, `.` and `-`, found `größe`
        help: write for example `operation = "checkoutCart"`
        --> größe"#]],
    );
}

#[test]
fn its_signature_can_be_read() {
    check(
        "",
        "async fn a(x) -> Answer {}",
        &expect![[r#"
        the signature of `a` cannot be read: expected `:`
        help: write `async fn a(…) -> Result<Success, Error>`
        --> )"#]],
    );
}

#[test]
fn other_items_are_no_endpoints() {
    check(
        "",
        "struct A {}",
        &expect![[r#"
        `#[lambda_endpoint]` goes on an `async fn`, found `struct`
        help: move it to the handler
        --> struct"#]],
    );
    check(
        "",
        "pub const A: fn() = a;",
        &expect![[r#"
        `#[lambda_endpoint]` goes on an `async fn`, found `const`
        help: move it to the handler
        --> const"#]],
    );
    check(
        "",
        "",
        &expect![[r#"
        `#[lambda_endpoint]` goes on an `async fn`, found nothing
        help: move it to the handler
        -->"#]],
    );
    check(
        "",
        "{}",
        &expect![[r#"
        `#[lambda_endpoint]` goes on an `async fn`, found a group of tokens
        help: move it to the handler
        --> {}"#]],
    );
    check(
        "",
        "pub",
        &expect![[r#"
        `#[lambda_endpoint]` goes on an `async fn`, found nothing
        help: move it to the handler
        -->"#]],
    );
}
