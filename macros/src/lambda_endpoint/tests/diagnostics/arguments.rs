//! Problems of the attribute's arguments.

use super::{HANDLER, check};

const PROBLEMS: &[(&str, &[&str])] = &[
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

#[test]
fn problems_of_the_arguments() {
    for (arguments, expected) in PROBLEMS {
        check(arguments, HANDLER, expected);
    }
}
