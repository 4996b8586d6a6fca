//! Problems of the function.

use super::check;

const PROBLEMS: &[(&str, &[&str])] = &[
    (
        "fn a() -> Answer {}",
        &["an endpoint is an `async fn`, and `a` is not `async`\n\
             help: write `async fn a() -> Result<Success, Error>`"],
    ),
    (
        "const fn a() -> Answer {}",
        &[
            "an endpoint is an `async fn`, and `a` is not `async`\n\
             help: write `async fn a() -> Result<Success, Error>`",
            "an endpoint cannot be `const`, it answers requests\n\
             help: write `async fn a() -> Result<Success, Error>`",
        ],
    ),
    (
        r#"async unsafe extern "C" fn a(x: A, ...) -> Answer {}"#,
        &[
            "an endpoint cannot be `unsafe`, any request calls it\n\
             help: write `async fn a(…) -> Result<Success, Error>`",
            "an endpoint cannot be `extern`, the generated code calls it\n\
             help: write `async fn a(…) -> Result<Success, Error>`",
            "an endpoint has one argument for each extractor, found `...`\n\
             help: write `async fn a(…) -> Result<Success, Error>`",
        ],
    ),
    (
        "async fn a() {}",
        &["an endpoint returns a `Result`, and `a` returns nothing\n\
             help: write `async fn a() -> Result<Success, Error>`"],
    ),
    (
        "async fn a(x: A) -> ! {}",
        &["an endpoint returns a `Result`, and `a` returns `!`\n\
             help: write `async fn a(…) -> Result<Success, Error>`"],
    ),
    (
        "async fn a() -> Result<impl Success, Error> {}",
        &[
            "an endpoint returns one concrete type, found `Result<impl Success, Error>`\n\
             help: write `async fn a() -> Result<Success, Error>`",
        ],
    ),
    (
        "async fn a(x: Json<impl Read>) -> Answer {}",
        &[
            "an argument of an endpoint has one concrete type, found `Json<impl Read>`\n\
             help: write `async fn a(…) -> Result<Success, Error>`",
        ],
    ),
    (
        "async fn a<'a, T, const N: usize>() -> Answer {}",
        &[
            "an endpoint has no generic parameters, found `'a, T, const N: usize` on `a`\n\
             help: write `async fn a() -> Result<Success, Error>`",
        ],
    ),
    (
        "async fn a(&self) -> Answer {}",
        &[
            "an endpoint is a free function, and this one takes `self`\n\
             help: write `async fn a(…) -> Result<Success, Error>`",
        ],
    ),
    (
        "async fn a(self: Box<Self>, x: A) {}",
        &[
            "an endpoint is a free function, and this one takes `self`\n\
             help: write `async fn a(…) -> Result<Success, Error>`",
            "an endpoint returns a `Result`, and `a` returns nothing\n\
             help: write `async fn a(…) -> Result<Success, Error>`",
        ],
    ),
    (
        "async fn a(#[cfg(unix)] x: A, #[cfg(not(unix))] x: B) -> Answer {}",
        &[
            "an endpoint has the same arguments in every build, found `#[cfg(unix)]` on one\n\
             help: write two functions, each under its own `#[cfg(unix)]`",
            "an endpoint has the same arguments in every build, found `#[cfg(not(unix))]` on one\n\
             help: write two functions, each under its own `#[cfg(not(unix))]`",
        ],
    ),
    (
        "async fn a(x: State<A>, y: State<Arc<B>>) -> Answer {}",
        &[
            "an endpoint has one state, found `State<A>` and `State<Arc<B>>`\n\
             help: add `state = AppState`, a type from which `FromRef` takes `A` and `Arc<B>`",
        ],
    ),
    (
        "async fn größe() -> Answer {}",
        &[
            "an operation is named by letters, digits, `_`, `.` and `-`, found `größe`\n\
             help: write for example `operation = \"checkoutCart\"`",
        ],
    ),
    (
        "async fn a(x) -> Answer {}",
        &["the signature of `a` cannot be read: expected `:`\n\
             help: write `async fn a(…) -> Result<Success, Error>`"],
    ),
    (
        "struct A {}",
        &[
            "`#[lambda_endpoint]` goes on an `async fn`, found `struct`\n\
             help: move it to the handler",
        ],
    ),
    (
        "pub const A: fn() = a;",
        &[
            "`#[lambda_endpoint]` goes on an `async fn`, found `const`\n\
             help: move it to the handler",
        ],
    ),
    (
        "",
        &[
            "`#[lambda_endpoint]` goes on an `async fn`, found nothing\n\
             help: move it to the handler",
        ],
    ),
    (
        "{}",
        &[
            "`#[lambda_endpoint]` goes on an `async fn`, found a group of tokens\n\
             help: move it to the handler",
        ],
    ),
    (
        "pub",
        &[
            "`#[lambda_endpoint]` goes on an `async fn`, found nothing\n\
             help: move it to the handler",
        ],
    ),
];

#[test]
fn problems_of_the_function() {
    for (item, expected) in PROBLEMS {
        check("", item, expected);
    }
}
