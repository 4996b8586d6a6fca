//! Mistakes in the options of a field.

use super::{check, check_variants};
use expect_test::expect;

#[test]
fn a_header_name_is_a_token_which_the_body_does_not_set() {
    check_variants(
        r#"#[api(status = 404)] A { #[api(header = "Retry After")] a: u8, #[api(header = "")] b: u8, #[api(header = "content-type")] c: u8 }"#,
        &expect![[r#"
            `Retry After` is not a header name, which is made of letters, digits, `-` and other token characters
            help: write for example `header = "Retry-After"`
            --> "Retry After"
            `header` is empty
            help: write a text, or remove `header`
            --> ""
            header `content-type` is set from the body, a field cannot set it
            help: remove `header = "content-type"`
            --> "content-type""#]],
    );
    check_variants(
        "#[api(status = 404)] A { #[api(header)] a: u8 }",
        &expect![[r#"
            `header` needs a value
            help: write `header = "Retry-After"`
            --> header"#]],
    );
}

#[test]
fn a_header_is_given_once() {
    check_variants(
        r#"#[api(status = 404)] A { #[api(header = "X-A")] a: u8, #[api(header = "x-a")] b: u8 }"#,
        &expect![[r#"
            header `X-A` is given here first, and a second time below
            --> "X-A"
            header `x-a` is given twice, a response has it once
            help: remove one of the two
            --> "x-a""#]],
    );
}

#[test]
fn an_extension_has_a_name_of_its_own() {
    check_variants(
        "#[api(status = 404)] A (#[api(extension)] u8)",
        &expect![[r#"
            `extension` on a field without a name needs one
            help: write for example `extension = "sku"`
            --> extension"#]],
    );
    check_variants(
        r#"#[api(status = 404)] A { #[api(extension)] status: u8, #[api(extension = "code")] b: u8 }"#,
        &expect![[r#"
            the body has a member `status` of its own
            help: write another name, for example `extension = "status_value"`
            --> status
            the body has a member `code` of its own
            help: write another name, for example `extension = "code_value"`
            --> "code""#]],
    );
    check_variants(
        r#"#[api(status = 404)] A { #[api(extension)] a: u8, #[api(extension = "a")] b: u8 }"#,
        &expect![[r#"
            member `a` is given here first, and a second time below
            --> a
            member `a` is given twice, a body has it once
            help: write another name: `extension = "…"`
            --> "a""#]],
    );
    check_variants(
        r#"#[api(status = 404)] A { #[api(extension = "")] a: u8, #[api(extension = "\n")] b: u8 }"#,
        &expect![[r#"
            `extension` is empty
            help: write a text, or remove `extension`
            --> ""
            `extension` holds the control character or line break `\n`, it takes one line of text
            help: remove it
            --> "\n""#]],
    );
    check_variants(
        "#[api(status = 404)] A { #[api(extension = 5)] a: u8 }",
        &expect![[r#"
            `extension` takes a string literal, found `5`
            help: write for example `extension = "sku"`
            --> 5"#]],
    );
}

#[test]
fn errors_stand_alone_and_once() {
    check_variants(
        r#"#[api(status = 404)] A (#[api(errors, extension = "a")] Vec<FieldError>)"#,
        &expect![[r#"
            `errors` is a member by itself, a field with it takes no other option
            help: remove the other option
            --> errors"#]],
    );
    check_variants(
        "#[api(status = 404)] A (#[api(errors)] A, #[api(errors)] B)",
        &expect![[r#"
            option `errors` is given here first, and a second time below
            --> errors
            `errors` is given to two fields, a body has one list
            help: remove one of the two
            --> errors"#]],
    );
    check_variants(
        r#"#[api(status = 404)] A (#[api(errors = "x")] A)"#,
        &expect![[r#"
            `errors` takes no value, found `"x"`
            help: write `errors` alone
            --> "x""#]],
    );
}

#[test]
fn options_of_a_field_are_known() {
    check_variants(
        "#[api(status = 404)] A (#[api(status = 404)] u8)",
        &expect![[r#"
            `status` is an option of `#[api(…)]` on a variant or struct, not of `#[api(…)]` on a field
            help: move it to `#[api(…)]` on a variant or struct
            --> status"#]],
    );
    check_variants(
        r#"#[api(status = 404)] A (#[api(heder = "A")] u8)"#,
        &expect![[r#"
            unknown option `heder`, `#[api(…)]` on a field takes `header`, `extension`, `errors`
            help: did you mean `header`?
            --> heder"#]],
    );
    check_variants(
        "#[api(status = 404)] A (#[api(body = Problem)] u8)",
        &expect![[r#"
            `body` is an option of `#[api_errors]`, not of `#[api(…)]` on a field
            help: move it to `#[api_errors]`
            --> body"#]],
    );
    check_variants(
        "#[api(status = 404)] A (#[api(colour)] u8)",
        &expect![[r#"
            unknown option `colour`, `#[api(…)]` on a field takes `header`, `extension`, `errors`
            help: remove `colour`
            --> colour"#]],
    );
}

#[test]
fn what_a_variant_hides_is_not_shown_by_its_fields() {
    check_variants(
        "#[api(status = 500)] A { #[api(extension)] a: u8, #[api(header = \"X\")] b: u8 }",
        &expect![[r#"
            `extension` would show what is hidden here
            help: remove `extension`, or add `expose` next to the status
            --> extension"#]],
    );
    check_variants(
        "#[api(status = 404, opaque)] A(#[api(errors)] Vec<FieldError>)",
        &expect![[r#"
            `errors` would show what is hidden here
            help: remove `errors`, or remove `opaque`
            --> errors"#]],
    );
}

#[test]
fn members_fit_the_format() {
    check(
        "body = Message",
        "enum E { #[api(status = 404)] A { #[api(extension)] a: u8, #[api(errors)] b: B } }",
        &expect![[r#"
            `extension` needs a body that is JSON, found the plain text of `Message`
            help: remove it, or write for example `body = Problem`
            --> extension
            `errors` needs a body that is JSON, found the plain text of `Message`
            help: remove it, or write for example `body = Problem`
            --> errors"#]],
    );
    check(
        "body = lambda_api_errors::ResultErrors",
        "enum E { #[api(status = 404)] A { #[api(extension)] result: u8 } }",
        &expect![[r#"
            the body has a member `result` of its own
            help: write another name, for example `extension = "result_value"`
            --> result"#]],
    );
    check(
        "body = JsonApi",
        "enum E { #[api(status = 404)] A { #[api(extension)] status: u8 } }",
        &expect![""],
    );
}

#[test]
fn in_json_style_headers_are_members() {
    check(
        "style = \"json\"",
        "struct A { #[api(header = \"status\")] a: u8, #[api(header = \"X\")] b: u8, #[api(extension = \"X\")] c: u8, #[api(header = \"requestId\")] d: u8 }",
        &expect![[r#"
            `A` has no status
            help: add for example `#[api(status = 404)]`, or `#[api(transparent)]`
            --> A
            in `style = "json"` a header is a member of the body too, which has a `status` of its own
            help: rename the header, or write `style = "prefixed"`
            --> "status"
            member `X` is given here first, and a second time below
            --> "X"
            member `X` is given twice, a body has it once
            help: write another name: `extension = "…"`
            --> "X"
            in `style = "json"` a header is a member of the body too, which has a `requestId` of its own
            help: rename the header, or write `style = "prefixed"`
            --> "requestId""#]],
    );
}

#[test]
fn in_json_style_a_header_is_no_extension_of_the_same_status() {
    check(
        "style = \"json\"",
        r#"enum E {
            #[api(status = 404)] A(#[api(header = "Location")] u8),
            #[api(status = 410)] B(#[api(extension = "Location")] u8),
            #[api(status = 404)] C(#[api(extension = "Location")] u8, #[api(header = "X")] u8),
            #[api(status = 404)] D { #[api(extension)] X: u8 },
        }"#,
        &expect![[r#"
            `Location` is a header and an extension of status 404, and in `style = "json"` a client would get the extension as that header
            help: give the extension another name: `extension = "…"`
            --> "Location"
            `Location` is a header and an extension of status 404, and in `style = "json"` a client would get the extension as that header
            help: give the extension another name: `extension = "…"`
            --> "Location"
            `X` is a header and an extension of status 404, and in `style = "json"` a client would get the extension as that header
            help: give the extension another name: `extension = "…"`
            --> "X"
            `X` is a header and an extension of status 404, and in `style = "json"` a client would get the extension as that header
            help: give the extension another name: `extension = "…"`
            --> X"#]],
    );
    check(
        "",
        r#"enum E {
            #[api(status = 404)] A(#[api(header = "Location")] u8),
            #[api(status = 404)] B(#[api(extension = "Location")] u8),
        }"#,
        &expect![""],
    );
}
