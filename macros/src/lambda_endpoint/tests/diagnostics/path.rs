//! Problems of the path.

use super::{HANDLER, check};

const PROBLEMS: &[(&str, &[&str])] = &[
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

#[test]
fn problems_of_the_path() {
    for (path, expected) in PROBLEMS {
        check(&format!("GET, {path:?}"), HANDLER, expected);
    }
}
