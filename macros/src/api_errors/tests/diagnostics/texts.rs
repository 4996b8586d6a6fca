//! Mistakes in the texts of a variant: title, code, prefix, pointer.

use super::{check, check_variants};
use expect_test::expect;

#[test]
fn an_unregistered_status_needs_a_title() {
    check_variants(
        "#[api(status = 499)] A",
        &expect![[r#"
            status 499 has no registered reason phrase, so it needs a title
            help: add for example `title = "Something Else"`
            --> 499"#]],
    );
    check_variants(
        r#"#[api(status = 499, title = "{a}")] A"#,
        &expect![[r#"
            the prefix made from this title, `{a}: `, holds a brace or a quote
            help: add a prefix without them, for example `prefix = "Error: "`
            --> "{a}""#]],
    );
}

#[test]
fn texts_have_one_line() {
    check_variants(
        r#"#[api(status = 404, title = "", detail = "a\nb", prefix = "\u{2028}")] A"#,
        &expect![[r#"
            `title` is empty
            help: write a text, or remove `title`
            --> ""
            `prefix` holds the control character or line break `\u{2028}`, it takes one line of text
            help: remove it
            --> "\u{2028}"
            `detail` holds the control character or line break `\n`, it takes one line of text
            help: remove it
            --> "a\nb""#]],
    );
}

#[test]
fn a_code_is_plain() {
    check_variants(
        r#"#[api(status = 404, code = "no such")] A"#,
        &expect![[r#"
            code `no such` is not made of `A-Z a-z 0-9 . _ - :` alone
            help: write for example `code = "no_such"`
            --> "no such""#]],
    );
    check_variants(
        r#"#[api(status = 404, code = "")] A"#,
        &expect![[r#"
            `code` is empty
            help: write a text, or remove `code`
            --> """#]],
    );
    check_variants(
        "#[api(status = 404)] Größe",
        &expect![[r#"
            code `Größe` is not made of `A-Z a-z 0-9 . _ - :` alone
            help: write for example `code = "Gre"`
            --> Größe"#]],
    );
}

#[test]
fn a_code_is_given_once() {
    check_variants(
        r#"#[api(status = 404)] A, #[api(status = 410, code = "A")] B"#,
        &expect![[r#"
            code `A` is given here first, and a second time below
            --> A
            code `A` is given twice, each variant needs its own
            help: add `code = "…"` to one of the two
            --> "A""#]],
    );
}

#[test]
fn a_prefix_ends_before_the_body() {
    check_variants(
        r#"#[api(status = 404, prefix = "a{")] A"#,
        &expect![[r#"
            a prefix ends before the first brace or quote of the body, found `{` in it
            help: remove `{`
            --> "a{""#]],
    );
    check_variants(
        r#"#[api(status = 404, prefix = "")] A"#,
        &expect![[r#"
            `prefix` is empty
            help: write a text, or remove `prefix`
            --> """#]],
    );
}

#[test]
fn two_statuses_start_differently() {
    check_variants(
        r#"#[api(status = 404)] A, #[api(status = 410, prefix = "Not Found: gone: ")] B"#,
        &expect![[r#"
            prefix `Not Found: ` of status 404 and prefix `Not Found: gone: ` of status 410 start alike, so no selection pattern tells them apart
            help: give one of them another start: `prefix = "…"`
            --> A
            prefix `Not Found: ` of status 404 and prefix `Not Found: gone: ` of status 410 start alike, so no selection pattern tells them apart
            help: give one of them another start: `prefix = "…"`
            --> "Not Found: gone: ""#]],
    );
    check_variants(
        r#"#[api(status = 404, prefix = "No: a: ")] A, #[api(status = 410, prefix = "No: ")] B, #[api(status = 410, prefix = "No: b: ")] C"#,
        &expect![[r#"
            prefix `No: a: ` of status 404 and prefix `No: ` of status 410 start alike, so no selection pattern tells them apart
            help: give one of them another start: `prefix = "…"`
            --> "No: a: "
            prefix `No: a: ` of status 404 and prefix `No: ` of status 410 start alike, so no selection pattern tells them apart
            help: give one of them another start: `prefix = "…"`
            --> "No: ""#]],
    );
}

#[test]
fn a_pointer_is_a_json_pointer() {
    check_variants(
        r##"#[api(status = 404, pointer = "#/data")] A"##,
        &expect![[r##"
            `#/data` is not a JSON pointer, which is empty or starts with `/`
            help: write for example `pointer = "/data"`
            --> "#/data""##]],
    );
}

#[test]
fn the_json_style_has_no_prefixes() {
    check(
        "style = \"json\"",
        "enum E { #[api(status = 404, prefix = \"No: \")] A }",
        &expect![[r#"
            `prefix` does nothing in `style = "json"`, where a message starts with its body
            help: remove `prefix`, or write `style = "prefixed"`
            --> "No: ""#]],
    );
    check(
        "style = \"json\"",
        "enum E { #[api(status = 404)] A, #[api(status = 499, title = \"Not Found\")] B }",
        &expect![[r#"
            prefix `Not Found: ` of status 404 and prefix `Not Found: ` of status 499 start alike, so no selection pattern tells them apart
            help: give one of them another start: `title = "…"`
            --> A
            prefix `Not Found: ` of status 404 and prefix `Not Found: ` of status 499 start alike, so no selection pattern tells them apart
            help: give one of them another start: `title = "…"`
            --> "Not Found""#]],
    );
}
