//! Problems of the attribute's arguments.

use super::{HANDLER, check};
use expect_test::expect;

#[test]
fn the_method_is_known() {
    check(
        r#"PSOT, "/a""#,
        HANDLER,
        &expect![[r#"
        unknown method `PSOT`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`
        help: did you mean `POST`?
        --> PSOT"#]],
    );
    check(
        r#"ANY, "/a""#,
        HANDLER,
        &expect![[r#"
        unknown method `ANY`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`
        help: write for example `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> ANY"#]],
    );
    check(
        r#"post, "/a""#,
        HANDLER,
        &expect![[r#"
        unknown method `post`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`
        help: did you mean `POST`?
        --> post"#]],
    );
}

#[test]
fn method_and_path_stand_together() {
    check(
        "POST",
        HANDLER,
        &expect![[r#"
        `POST` has no path after it
        help: write `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> POST"#]],
    );
    check(
        "POST,",
        HANDLER,
        &expect![[r#"
        `POST` has no path after it
        help: write `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> POST"#]],
    );
    check(
        "POST, state = A",
        HANDLER,
        &expect![[r#"
        `POST` has no path after it
        help: write `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> POST"#]],
    );
    check(
        r#""/a""#,
        HANDLER,
        &expect![[r#"
        the path `"/a"` has no method before it
        help: write `#[lambda_endpoint(GET, "/a")]`
        --> "/a""#]],
    );
    check(
        r#""post", "/a""#,
        HANDLER,
        &expect![[r#"
        a method stands without quotes, found `"post"`
        help: write `POST`
        --> "post""#]],
    );
    check(
        r#""/a", POST"#,
        HANDLER,
        &expect![[r#"
        the path `"/a"` has no method before it
        help: write `#[lambda_endpoint(POST, "/a")]`
        --> "/a""#]],
    );
    check(
        r#"Method::POST, "/a""#,
        HANDLER,
        &expect![[r#"
        expected a method, found `Method::POST`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`
        help: write for example `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> Method::POST"#]],
    );
    check(
        r#", "/a""#,
        HANDLER,
        &expect![[r#"
        expected a method, found `,`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`
        help: write for example `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> ,"#]],
    );
    check(
        r#"GET "/a""#,
        HANDLER,
        &expect![[r#"
        expected a method, found `GET "/a"`, accepted are `GET`, `POST`, `PUT`, `PATCH`, `DELETE`, `HEAD`, `OPTIONS`
        help: write for example `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> GET "/a""#]],
    );
}

#[test]
fn the_path_is_a_string_literal() {
    check(
        "GET, a",
        HANDLER,
        &expect![[r#"
        the path is a string literal, found `a`
        help: write for example `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> a"#]],
    );
    check(
        r#"GET, "/a"x"#,
        HANDLER,
        &expect![[r#"
        the path is a string literal, found `"/a"x`
        help: write for example `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> "/a"x"#]],
    );
    check(
        r#"GET, concat!("/a")"#,
        HANDLER,
        &expect![[r#"
        the path is a string literal, found `concat!("/a")`
        help: write for example `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> concat!("/a")"#]],
    );
}

#[test]
fn options_are_known_and_given_once() {
    check(
        r#"GET, "/a", "/b""#,
        HANDLER,
        &expect![[r#"
        expected an option, found `"/b"`, `#[lambda_endpoint]` takes `state`, `operation`, `crate`
        help: write for example `state = AppState`
        --> "/b""#]],
    );
    check(
        r#"method = GET, path = "/a""#,
        HANDLER,
        &expect![[r#"
        the method stands without a key, found `method = …`
        help: write `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> method
        the path stands without a key, found `path = …`
        help: write `#[lambda_endpoint(POST, "/carts/{cart}")]`
        --> path"#]],
    );
    check(
        r#"GET, "/a", stat = A, operation = "a", operation = "b""#,
        HANDLER,
        &expect![[r#"
            unknown option `stat`, `#[lambda_endpoint]` takes `state`, `operation`, `crate`
            help: did you mean `state`?
            --> stat
            `operation` is given here first, and a second time below
            --> operation
            `operation` is given twice, once is accepted
            help: remove one of the two
            --> operation"#]],
    );
}

#[test]
fn options_have_values_of_their_kind() {
    check(
        "state",
        HANDLER,
        &expect![[r#"
        `state` needs a value
        help: write `state = AppState`
        --> state"#]],
    );
    check(
        r#"operation = "a b""#,
        HANDLER,
        &expect![[r#"
        an operation is named by letters, digits, `_`, `.` and `-`, found `"a b"`
        help: write for example `operation = "checkoutCart"`
        --> "a b""#]],
    );
    check(
        "operation = name",
        HANDLER,
        &expect![[r#"
        `operation` takes a string literal, found `name`
        help: write for example `operation = "checkoutCart"`
        --> name"#]],
    );
    check(
        "crate = renamed",
        HANDLER,
        &expect![[r#"
        `crate` takes an absolute path, found `renamed`
        help: write `crate = ::renamed`
        --> renamed"#]],
    );
}
