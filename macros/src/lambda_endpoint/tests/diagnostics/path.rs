//! Problems of the path.

use super::{HANDLER, check};
use expect_test::{Expect, expect};

fn check_path(path: &str, expected: &Expect) {
    check(&format!("GET, {path:?}"), HANDLER, expected);
}

#[test]
fn a_path_is_absolute() {
    check_path(
        "",
        &expect![[r#"
        the path `` does not start with `/`
        help: write `"/"`
        --> """#]],
    );
    check_path(
        "carts",
        &expect![[r#"
        the path `carts` does not start with `/`
        help: write `"/carts"`
        --> "carts""#]],
    );
    check_path(
        "/a?b=c",
        &expect![[r#"
        a path has no query and no fragment, found `?b=c`
        help: write `"/a"`
        --> "/a?b=c""#]],
    );
    check_path(
        "/a#b",
        &expect![[r#"
        a path has no query and no fragment, found `#b`
        help: write `"/a"`
        --> "/a#b""#]],
    );
    check_path(
        "/a/",
        &expect![[r#"
        the path `/a/` has an empty segment
        help: write `"/a"`
        --> "/a/""#]],
    );
    check_path(
        "//a//b",
        &expect![[r#"
        the path `//a//b` has an empty segment
        help: write `"/a/b"`
        --> "//a//b""#]],
    );
    check_path(
        "/./a/..",
        &expect![[r#"
        the segment `.` never arrives, clients resolve it
        help: remove it from the path
        --> "/./a/.."
        the segment `..` never arrives, clients resolve it
        help: remove it from the path
        --> "/./a/..""#]],
    );
}

#[test]
fn parameters_stand_in_braces() {
    check_path(
        "/:cart",
        &expect![[r#"
        a parameter stands in braces, found `:cart`
        help: write `{cart}`
        --> "/:cart""#]],
    );
    check_path(
        "/*rest",
        &expect![[r#"
        a parameter stands in braces, found `*rest`
        help: write `{*rest}`
        --> "/*rest""#]],
    );
    check_path(
        "/<cart>",
        &expect![[r#"
        a parameter stands in braces, found `<cart>`
        help: write `{cart}`
        --> "/<cart>""#]],
    );
    check_path(
        "/{cart",
        &expect![[r#"
        the braces in `{cart` are not balanced
        help: write `{cart}`
        --> "/{cart""#]],
    );
    check_path(
        "/}a{",
        &expect![[r#"
        the braces in `}a{` are not balanced
        help: write `{name}`
        --> "/}a{""#]],
    );
}

#[test]
fn literals_need_no_escapes() {
    check_path(
        "/a b",
        &expect![[r#"
        the segment `a b` contains ` `, accepted are `A-Z`, `a-z`, `0-9`, `_`, `-`, `.`, `~` and `:`
        help: write `a-b`
        --> "/a b""#]],
    );
    check_path(
        "/a%20",
        &expect![[r#"
        the segment `a%20` contains `%`, accepted are `A-Z`, `a-z`, `0-9`, `_`, `-`, `.`, `~` and `:`
        help: write `a-20`
        --> "/a%20""#]],
    );
    check_path(
        "/über",
        &expect![[r#"
        the segment `über` contains `ü`, accepted are `A-Z`, `a-z`, `0-9`, `_`, `-`, `.`, `~` and `:`
        help: write `-ber`
        --> "/über""#]],
    );
}

#[test]
fn a_parameter_is_a_whole_segment() {
    check_path(
        "/cart-{id}",
        &expect![[r#"
        a parameter is a whole segment, found `cart-{id}`
        help: write `{id}` and split it in the handler
        --> "/cart-{id}""#]],
    );
    check_path(
        "/{a}{b}",
        &expect![[r#"
        a parameter is a whole segment, found `{a}{b}`
        help: write `{a}` and split it in the handler
        --> "/{a}{b}""#]],
    );
    check_path(
        "/{{a}}",
        &expect![[r#"
        a parameter is a whole segment, found `{{a}}`
        help: write `{a}` and split it in the handler
        --> "/{{a}}""#]],
    );
}

#[test]
fn a_parameter_has_a_name() {
    check_path(
        "/{}",
        &expect![[r#"
        a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{}`
        help: write `{name}`
        --> "/{}""#]],
    );
    check_path(
        "/{*}",
        &expect![[r#"
        a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{*}`
        help: write `{*name}`
        --> "/{*}""#]],
    );
    check_path(
        "/{+}",
        &expect![[r#"
        a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{+}`
        help: write `{*name}`
        --> "/{+}""#]],
    );
    check_path(
        "/{+rest}",
        &expect![[r#"
        a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{+rest}`
        help: write `{*rest}`
        --> "/{+rest}""#]],
    );
    check_path(
        "/{rest*}",
        &expect![[r#"
        a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{rest*}`
        help: write `{*rest}`
        --> "/{rest*}""#]],
    );
    check_path(
        "/{*rest+}",
        &expect![[r#"
        a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{*rest+}`
        help: write `{*rest}`
        --> "/{*rest+}""#]],
    );
    check_path(
        "/{id:[0-9]+}",
        &expect![[r#"
        a parameter is `{name}`, or `{*name}` or `{name+}` for the rest of the path, its name made of letters, digits, `_` and `-`, found `{id:[0-9]+}`
        help: write `{*id}`
        --> "/{id:[0-9]+}""#]],
    );
}

#[test]
fn the_rest_stands_last() {
    check_path(
        "/{*rest}/a",
        &expect![[r#"
        `{*rest}` takes the rest of the path, found more segments after it
        help: write `{rest}`, or move it to the end
        --> "/{*rest}/a""#]],
    );
    check_path(
        "/{rest+}/a",
        &expect![[r#"
        `{rest+}` takes the rest of the path, found more segments after it
        help: write `{rest}`, or move it to the end
        --> "/{rest+}/a""#]],
    );
}

#[test]
fn a_parameter_is_given_once() {
    check_path(
        "/{a}/{a}",
        &expect![[r#"
        the parameter `a` is given twice in the path
        help: rename one of the two
        --> "/{a}/{a}""#]],
    );
    check_path(
        "/{a}/:b/c d/{a}",
        &expect![[r#"
        a parameter stands in braces, found `:b`
        help: write `{b}`
        --> "/{a}/:b/c d/{a}"
        the segment `c d` contains ` `, accepted are `A-Z`, `a-z`, `0-9`, `_`, `-`, `.`, `~` and `:`
        help: write `c-d`
        --> "/{a}/:b/c d/{a}"
        the parameter `a` is given twice in the path
        help: rename one of the two
        --> "/{a}/:b/c d/{a}""#]],
    );
}
