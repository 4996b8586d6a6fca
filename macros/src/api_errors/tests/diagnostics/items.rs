//! Mistakes in `#[api_errors(…)]` and around it.

use super::check;
use expect_test::expect;

#[test]
fn the_item_must_be_an_enum_or_a_struct() {
    check(
        "",
        "fn main() {}",
        &expect![[r#"
            `#[api_errors]` goes on an enum or a struct, found `fn`
            help: move it to the error type
            --> fn"#]],
    );
    check(
        "",
        "union U { a: u8 }",
        &expect![[r#"
            `#[api_errors]` goes on an enum or a struct, found `union`
            help: move it to the error type
            --> union"#]],
    );
    check(
        "",
        "",
        &expect![[r#"
            unexpected end of input, expected one of: `struct`, `enum`, `union`
            -->"#]],
    );
}

#[test]
fn the_attribute_is_given_once() {
    check(
        "",
        "#[api_errors] enum E {}",
        &expect![[r#"
            `#[api_errors]` is given twice, once is accepted
            help: remove this one
            --> #[api_errors]"#]],
    );
}

#[test]
fn options_of_the_type_are_known_and_given_once() {
    check(
        "body = crate::Own<A, B>, colour",
        "enum E {}",
        &expect![[r#"
            unknown option `colour`, `#[api_errors]` takes `body`, `style`, `type_base`, `rename_all`, `decode`, `crate`
            help: remove `colour`
            --> colour"#]],
    );
    check(
        "bdoy = Problem",
        "enum E {}",
        &expect![[r#"
            unknown option `bdoy`, `#[api_errors]` takes `body`, `style`, `type_base`, `rename_all`, `decode`, `crate`
            help: did you mean `body`?
            --> bdoy"#]],
    );
    check(
        "colour = 1",
        "enum E {}",
        &expect![[r#"
            unknown option `colour`, `#[api_errors]` takes `body`, `style`, `type_base`, `rename_all`, `decode`, `crate`
            help: remove `colour`
            --> colour"#]],
    );
    check(
        r#"status = 404, header = "A""#,
        "enum E {}",
        &expect![[r#"
            `status` is an option of `#[api(…)]` on a variant or struct, not of `#[api_errors]`
            help: move it to `#[api(…)]` on a variant or struct
            --> status
            `header` is an option of `#[api(…)]` on a field, not of `#[api_errors]`
            help: move it to `#[api(…)]` on a field
            --> header"#]],
    );
    check(
        "body = Problem, body = JsonApi",
        "enum E {}",
        &expect![[r#"
            `body` is given here first, and a second time below
            --> body
            `body` is given twice, once is accepted
            help: remove one of the two
            --> body"#]],
    );
    check(
        r#"= Problem,, "x""#,
        "enum E {}",
        &expect![[r#"
            expected an option, found `= Problem`, `#[api_errors]` takes `body`, `style`, `type_base`, `rename_all`, `decode`, `crate`
            help: write for example `body = Problem`
            --> = Problem
            expected an option, found `,`, `#[api_errors]` takes `body`, `style`, `type_base`, `rename_all`, `decode`, `crate`
            help: write for example `body = Problem`
            --> ,
            expected an option, found `"x"`, `#[api_errors]` takes `body`, `style`, `type_base`, `rename_all`, `decode`, `crate`
            help: write for example `body = Problem`
            --> "x""#]],
    );
    check(
        "body, style = ",
        "enum E {}",
        &expect![[r#"
            `body` needs a value
            help: write `body = Problem`
            --> body
            `style` needs a value
            help: write `style = "json"`
            --> style"#]],
    );
    check(
        "body = 5, style = 5 6",
        "enum E {}",
        &expect![[r#"
            `body` takes the path of a body format, found `5`
            help: write for example `body = Problem`
            --> 5
            `style` takes a string literal, found `5 6`
            help: write for example `style = "json"`
            --> 5 6"#]],
    );
    check(
        r#"style = "json" body = Problem"#,
        "enum E {}",
        &expect![[r#"
            expected `,` after the value of `style`, found `body = Problem`
            help: write `, body = Problem`
            --> body = Problem"#]],
    );
}

#[test]
fn the_crate_is_an_absolute_path() {
    check(
        "crate = errors::api",
        "enum E {}",
        &expect![[r#"
            `crate` takes an absolute path, found `errors::api`
            help: write `crate = ::errors::api`
            --> errors::api"#]],
    );
    check(
        "crate = 5",
        "enum E {}",
        &expect![[r#"
            `crate` takes a path, found `5`
            help: write for example `crate = ::lambda_api_errors`
            --> 5"#]],
    );
}

#[test]
fn the_style_is_one_of_two_and_fits_the_format() {
    check(
        r#"style = "jsno""#,
        "enum E {}",
        &expect![[r#"
            unknown style `jsno`, accepted are `prefixed`, `json`
            help: write `style = "json"`
            --> "jsno""#]],
    );
    check(
        r#"style = "json", body = Message"#,
        "enum E {}",
        &expect![[r#"
            `style = "json"` needs a body that is JSON, found the plain text of `Message`
            help: remove `style`, or write for example `body = Problem`
            --> style"#]],
    );
    check(
        r#"style = "json", body = crate::Own"#,
        "enum E {}",
        &expect![[r#"
            `style = "json"` needs a built-in body format, whose first bytes are known
            help: remove `style`, or write for example `body = Problem`
            --> style"#]],
    );
}

#[test]
fn the_type_base_is_a_uri_of_a_format_with_types() {
    check(
        r#"type_base = "problems""#,
        "enum E {}",
        &expect![[r#"
            `type_base` takes an absolute URI, found `problems`
            help: write for example `type_base = "https://example.org/problems"`
            --> "problems""#]],
    );
    check(
        r#"type_base = "urn:p", body = JsonApi"#,
        "enum E {}",
        &expect![[r#"
            `type_base` does nothing here, of the built-in formats only `Problem` has a `type`
            help: remove `type_base`, or write `body = Problem`
            --> type_base"#]],
    );
}

#[test]
fn rename_all_is_a_spelling_of_serde() {
    check(
        r#"rename_all = "Snake_case""#,
        "enum E {}",
        &expect![[r#"
            unknown spelling `Snake_case`, accepted are `lowercase`, `UPPERCASE`, `PascalCase`, `camelCase`, `snake_case`, `SCREAMING_SNAKE_CASE`, `kebab-case`, `SCREAMING-KEBAB-CASE`
            help: write `rename_all = "snake_case"`
            --> "Snake_case""#]],
    );
}

#[test]
fn the_enum_itself_has_no_api_options() {
    check(
        "",
        "#[api(status = 404)] enum E {}",
        &expect![[r#"
            `#[api(…)]` on an enum says nothing, it belongs to the variants and their fields
            help: move it to a variant, or write options of the whole enum as `#[api_errors(…)]`
            --> api(status = 404)"#]],
    );
}
