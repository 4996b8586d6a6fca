//! Every problem, as the user reads it.

use crate::lambda_endpoint::attribute;
use proc_macro2::{TokenStream, TokenTree};
use syn::LitStr;

const HANDLER: &str = "async fn handler() -> Answer {}";

fn tokens(text: &str) -> TokenStream {
    text.parse().expect("the tokens of a test are tokens")
}

fn problems(arguments: &str, item: &str) -> Vec<String> {
    let output = attribute(tokens(arguments), tokens(item))
        .into_iter()
        .collect::<Vec<_>>();
    let errors = output.windows(3).filter_map(|window| match window {
        [
            TokenTree::Ident(name),
            TokenTree::Punct(_),
            TokenTree::Group(message),
        ] if name == "compile_error" => Some(
            syn::parse2::<LitStr>(message.stream())
                .expect("a message is a string")
                .value(),
        ),
        _ => None,
    });
    errors.collect()
}

fn check(arguments: &str, item: &str, expected: &[&str]) {
    assert_eq!(
        problems(arguments, item),
        expected,
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
        check(arguments, HANDLER, &[]);
    }
    for path in [
        "/a/{b}/c",
        "/a/{*b}",
        "/a/{proxy+}",
        "/A-Z_0.9~/v1:cancel",
        "/{a-b}/{a_b}",
    ] {
        check(&format!("PATCH, {path:?}"), HANDLER, &[]);
    }
    for item in [
        "pub(in crate::a) async fn r#type(mut a: A, (B(b), _): (B, C), #[doc(hidden)] d: fn(&u8) -> &u8) -> Answer {}",
        "async fn twice(State(a): State<A>, State(b): axum::extract::State<A>) -> Answer {}",
        "async fn no_body() -> Answer;",
        "async fn bound() -> Answer where A: Clone {}",
    ] {
        check("", item, &[]);
    }
    check(
        "state = App",
        "async fn parts(a: State<A>, b: State<B>) -> Answer {}",
        &[],
    );
    check("operation = \"size\"", "async fn größe() -> Answer {}", &[]);
}

#[test]
fn problems_of_the_arguments() {
    let table: &[(&str, &[&str])] = &[
        (
            r#"PSOT, "/a""#,
            &[
                "unknown method `PSOT`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`\n\
             help: did you mean `POST`?",
            ],
        ),
        (
            r#"ANY, "/a""#,
            &[
                "unknown method `ANY`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`\n\
             help: write for example `#[lambda_endpoint(POST, \"/carts/{cart}\")]`",
            ],
        ),
        (
            r#"post, "/a""#,
            &[
                "unknown method `post`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`\n\
             help: did you mean `POST`?",
            ],
        ),
        (
            "POST",
            &["`POST` has no path after it\n\
             help: write `#[lambda_endpoint(POST, \"/carts/{cart}\")]`"],
        ),
        (
            "POST,",
            &["`POST` has no path after it\n\
             help: write `#[lambda_endpoint(POST, \"/carts/{cart}\")]`"],
        ),
        (
            "POST, state = A",
            &["`POST` has no path after it\n\
             help: write `#[lambda_endpoint(POST, \"/carts/{cart}\")]`"],
        ),
        (
            r#""/a""#,
            &["the path `\"/a\"` has no method before it\n\
             help: write `#[lambda_endpoint(GET, \"/a\")]`"],
        ),
        (
            r#""post", "/a""#,
            &["a method stands without quotes, found `\"post\"`\n\
             help: write `POST`"],
        ),
        (
            r#""/a", POST"#,
            &["the path `\"/a\"` has no method before it\n\
             help: write `#[lambda_endpoint(POST, \"/a\")]`"],
        ),
        (
            r#"Method::POST, "/a""#,
            &[
                "expected a method, found `Method: : POST`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`\n\
             help: write for example `#[lambda_endpoint(POST, \"/carts/{cart}\")]`",
            ],
        ),
        (
            r#", "/a""#,
            &[
                "expected a method, found `,`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`\n\
             help: write for example `#[lambda_endpoint(POST, \"/carts/{cart}\")]`",
            ],
        ),
        (
            r#"GET "/a""#,
            &[
                "expected a method, found `GET \"/a\"`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`\n\
             help: write for example `#[lambda_endpoint(POST, \"/carts/{cart}\")]`",
            ],
        ),
        (
            "GET, a",
            &["the path is a string literal, found `a`\n\
             help: write for example `#[lambda_endpoint(POST, \"/carts/{cart}\")]`"],
        ),
        (
            r#"GET, "/a"x"#,
            &["the path is a string literal, found `\"/a\"x`\n\
             help: write for example `#[lambda_endpoint(POST, \"/carts/{cart}\")]`"],
        ),
        (
            r#"GET, concat!("/a")"#,
            &["the path is a string literal, found `concat!(\"/a\")`\n\
             help: write for example `#[lambda_endpoint(POST, \"/carts/{cart}\")]`"],
        ),
        (
            r#"GET, "/a", "/b""#,
            &[
                "expected an option, found `\"/b\"`, `#[lambda_endpoint]` takes `state`, `operation`, `crate`\n\
             help: write for example `state = AppState`",
            ],
        ),
        (
            r#"method = GET, path = "/a""#,
            &[
                "the method stands without a key, found `method = …`\n\
             help: write `#[lambda_endpoint(POST, \"/carts/{cart}\")]`",
                "the path stands without a key, found `path = …`\n\
             help: write `#[lambda_endpoint(POST, \"/carts/{cart}\")]`",
            ],
        ),
        (
            r#"GET, "/a", stat = A, operation = "a", operation = "b""#,
            &[
                "unknown option `stat`, `#[lambda_endpoint]` takes `state`, `operation`, `crate`\n\
             help: did you mean `state`?",
                "`operation` is given here first, and a second time below",
                "`operation` is given twice, once is accepted\n\
             help: remove one of the two",
            ],
        ),
        (
            "state",
            &["`state` needs a value\n\
             help: write `state = AppState`"],
        ),
        (
            r#"operation = "a b""#,
            &[
                "an operation is named by letters, digits, `_`, `.` and `-`, found `\"a b\"`\n\
             help: write for example `operation = \"checkoutCart\"`",
            ],
        ),
        (
            "operation = name",
            &["`operation` takes a string literal, found `name`\n\
             help: write for example `operation = \"checkoutCart\"`"],
        ),
        (
            "crate = renamed",
            &["`crate` takes an absolute path, found `renamed`\n\
             help: write `crate = ::renamed`"],
        ),
    ];
    for (arguments, expected) in table {
        check(arguments, HANDLER, expected);
    }
}

#[test]
fn problems_of_the_path() {
    let table: &[(&str, &[&str])] = &[
        (
            "",
            &["the path `` does not start with `/`\n\
             help: write `\"/\"`"],
        ),
        (
            "carts",
            &["the path `carts` does not start with `/`\n\
             help: write `\"/carts\"`"],
        ),
        (
            "/a?b=c",
            &["a path has no query and no fragment, found `?b=c`\n\
             help: write `\"/a\"`"],
        ),
        (
            "/a#b",
            &["a path has no query and no fragment, found `#b`\n\
             help: write `\"/a\"`"],
        ),
        (
            "/a/",
            &["the path `/a/` has an empty segment\n\
             help: write `\"/a\"`"],
        ),
        (
            "//a//b",
            &["the path `//a//b` has an empty segment\n\
             help: write `\"/a/b\"`"],
        ),
        (
            "/./a/..",
            &[
                "the segment `.` never arrives, clients resolve it\n\
             help: remove it from the path",
                "the segment `..` never arrives, clients resolve it\n\
             help: remove it from the path",
            ],
        ),
        (
            "/:cart",
            &["a parameter stands in braces, found `:cart`\n\
             help: write `{cart}`"],
        ),
        (
            "/*rest",
            &["a parameter stands in braces, found `*rest`\n\
             help: write `{*rest}`"],
        ),
        (
            "/<cart>",
            &["a parameter stands in braces, found `<cart>`\n\
             help: write `{cart}`"],
        ),
        (
            "/a b",
            &[
                "the segment `a b` contains ` `, accepted are `A-Z`, `a-z`, `0-9`, `_`, `-`, `.`, `~` and `:`\n\
             help: write `a-b`",
            ],
        ),
        (
            "/a%20",
            &[
                "the segment `a%20` contains `%`, accepted are `A-Z`, `a-z`, `0-9`, `_`, `-`, `.`, `~` and `:`\n\
             help: write `a-20`",
            ],
        ),
        (
            "/über",
            &[
                "the segment `über` contains `ü`, accepted are `A-Z`, `a-z`, `0-9`, `_`, `-`, `.`, `~` and `:`\n\
             help: write `-ber`",
            ],
        ),
        (
            "/{cart",
            &["the braces in `{cart` are not balanced\n\
             help: write `{cart}`"],
        ),
        (
            "/}a{",
            &["the braces in `}a{` are not balanced\n\
             help: write `{name}`"],
        ),
        (
            "/cart-{id}",
            &["a parameter is a whole segment, found `cart-{id}`\n\
             help: write `{id}` and split it in the handler"],
        ),
        (
            "/{a}{b}",
            &["a parameter is a whole segment, found `{a}{b}`\n\
             help: write `{a}` and split it in the handler"],
        ),
        (
            "/{{a}}",
            &["a parameter is a whole segment, found `{{a}}`\n\
             help: write `{a}` and split it in the handler"],
        ),
        (
            "/{}",
            &[
                "a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{}`\n\
             help: write `{name}`",
            ],
        ),
        (
            "/{*}",
            &[
                "a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{*}`\n\
             help: write `{*name}`",
            ],
        ),
        (
            "/{+}",
            &[
                "a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{+}`\n\
             help: write `{*name}`",
            ],
        ),
        (
            "/{+rest}",
            &[
                "a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{+rest}`\n\
             help: write `{*rest}`",
            ],
        ),
        (
            "/{rest*}",
            &[
                "a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{rest*}`\n\
             help: write `{*rest}`",
            ],
        ),
        (
            "/{*rest+}",
            &[
                "a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{*rest+}`\n\
             help: write `{*rest}`",
            ],
        ),
        (
            "/{id:[0-9]+}",
            &[
                "a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{id:[0-9]+}`\n\
             help: write `{*id}`",
            ],
        ),
        (
            "/{*rest}/a",
            &[
                "`{*rest}` takes the rest of the path, found more segments after it\n\
             help: write `{rest}`, or move it to the end",
            ],
        ),
        (
            "/{rest+}/a",
            &[
                "`{rest+}` takes the rest of the path, found more segments after it\n\
             help: write `{rest}`, or move it to the end",
            ],
        ),
        (
            "/{a}/{a}",
            &["the parameter `a` is given twice in the path\n\
             help: rename one of the two"],
        ),
        (
            "/{a}/:b/c d/{a}",
            &[
                "a parameter stands in braces, found `:b`\n\
             help: write `{b}`",
                "the segment `c d` contains ` `, accepted are `A-Z`, `a-z`, `0-9`, `_`, `-`, `.`, `~` and `:`\n\
             help: write `c-d`",
                "the parameter `a` is given twice in the path\n\
             help: rename one of the two",
            ],
        ),
    ];
    for (path, expected) in table {
        check(&format!("GET, {path:?}"), HANDLER, expected);
    }
}

#[test]
fn problems_of_the_function() {
    let table: &[(&str, &[&str])] = &[
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
    for (item, expected) in table {
        check("", item, expected);
    }
}

#[test]
fn problems_of_attribute_and_function_together() {
    check(
        "GET, \"a\"",
        "fn a() -> Answer {}",
        &[
            "the path `a` does not start with `/`\nhelp: write `\"/a\"`",
            "an endpoint is an `async fn`, and `a` is not `async`\n\
             help: write `async fn a() -> Result<Success, Error>`",
        ],
    );
}
