//! Mistakes in the options of a variant.

use super::{check, check_variants};
use expect_test::expect;

#[test]
fn a_log_level_is_one_of_four() {
    check_variants(
        r#"#[api(status = 404, log = "warning")] A"#,
        &expect![[r#"
            unknown level `warning`, accepted are `off`, `info`, `warn`, `error`
            help: write `log = "warn"`
            --> "warning""#]],
    );
}

#[test]
fn a_status_is_needed() {
    check_variants(
        "A",
        &expect![[r#"
            `A` has no status
            help: add for example `#[api(status = 404)]`, or `#[api(transparent)]`
            --> A"#]],
    );
    check_variants(
        r#"#[api(title = "t")] A"#,
        &expect![[r#"
            `A` has no status
            help: add for example `#[api(status = 404)]`, or `#[api(transparent)]`
            --> A"#]],
    );
    check_variants(
        "#[api] A",
        &expect![[r#"
            `api` takes options in parentheses, found none
            help: write for example `#[api(status = 404)]`
            --> api"#]],
    );
    check_variants(
        "#[api = 5] A",
        &expect![[r#"
            `api` takes options in parentheses, found none
            help: write for example `#[api(status = 404)]`
            --> api = 5"#]],
    );
}

#[test]
fn a_misspelt_status_is_one_mistake() {
    check_variants(
        "#[api(stauts = 404)] A",
        &expect![[r#"
            unknown option `stauts`, `#[api(…)]` on a variant or struct takes `status`, `prefix`, `code`, `title`, `detail`, `pointer`, `expose`, `opaque`, `log`, `success`, `transparent`, `rejection`
            help: did you mean `status`?
            --> stauts"#]],
    );
}

#[test]
fn a_status_is_known_and_in_range() {
    check_variants(
        "#[api(status = 99)] A",
        &expect![[r#"
            status `99` is out of range, accepted are 300 to 599, and 200 to 299 with `success`
            help: write for example `status = 404`
            --> 99"#]],
    );
    check_variants(
        "#[api(status = 99999)] A",
        &expect![[r#"
            status `99999` is out of range, accepted are 300 to 599, and 200 to 299 with `success`
            help: write for example `status = 404`
            --> 99999"#]],
    );
    check_variants(
        r#"#[api(status = "404")] A"#,
        &expect![[r#"
            `status` takes one number or the name of a constant of `http::StatusCode`, found `"404"`
            help: write `status = 404`
            --> "404""#]],
    );
    check_variants(
        "#[api(status = StatusCode::GONE)] A",
        &expect![[r#"
            `status` takes one number or the name of a constant of `http::StatusCode`, found `StatusCode::GONE`
            help: write `status = GONE`
            --> StatusCode::GONE"#]],
    );
    check_variants(
        "#[api(status = NOT_FUOND)] A",
        &expect![[r#"
            unknown status `NOT_FUOND`, accepted are numbers and the constants of `http::StatusCode`
            help: write `status = NOT_FOUND`
            --> NOT_FUOND"#]],
    );
    check_variants(
        "#[api(status = 404f32)] A",
        &expect![[r#"
            `status` takes one number or the name of a constant of `http::StatusCode`, found `404f32`
            help: write `status = 404`
            --> 404f32"#]],
    );
    check_variants(
        "#[api(status = -1)] A",
        &expect![[r#"
            `status` takes one number or the name of a constant of `http::StatusCode`, found `-1`
            help: write `status = 404`
            --> -1"#]],
    );
    check_variants(
        "#[api(status = 400 + 4)] A",
        &expect![[r#"
            `status` takes one number or the name of a constant of `http::StatusCode`, found `400+4`
            help: write `status = 404`
            --> 400 + 4"#]],
    );
    check_variants(
        "#[api(status = )] A",
        &expect![[r#"
            `status` needs a value
            help: write `status = 404`
            --> status"#]],
    );
    check_variants(
        "#[api(status)] A",
        &expect![[r#"
            `status` needs a value
            help: write `status = 404`
            --> status"#]],
    );
}

#[test]
fn a_success_is_meant() {
    check_variants(
        "#[api(status = 201)] A",
        &expect![[r#"
            status 201 is a success, an error has 300 to 599
            help: add `success` if the gateway picks this success by its pattern: `status = 201, success`
            --> 201"#]],
    );
    check_variants(
        "#[api(status = 404, success)] A",
        &expect![[r#"
            `success` goes with a status from 200 to 299, found 404
            help: remove `success`
            --> success"#]],
    );
    check_variants(
        "#[api(status = 204, success)] A(#[api(extension = \"sku\")] u8)",
        &expect![[r#"
            status 204 carries no body, so the member `sku` would be lost
            help: make it a header, for example `header = "X-Reason"`, or use a status with a body
            --> "sku""#]],
    );
    check_variants(
        "#[api(status = 304)] A(#[api(errors)] Vec<FieldError>)",
        &expect![[r#"
            status 304 carries no body, so field errors and rejections could not be sent
            help: use a status with a body, for example `status = 422`
            --> 304"#]],
    );
    check_variants(
        "#[api(status = 204, success)] A, #[api(status = 304)] B(#[api(header = \"ETag\")] u8)",
        &expect![[r#""#]],
    );
    check_variants(
        "#[api(status = 200, success = true)] A",
        &expect![[r#"
            `success` takes no value, found `true`
            help: write `success` alone
            --> true"#]],
    );
}

#[test]
fn expose_and_opaque_change_something() {
    check_variants(
        "#[api(status = 404, expose)] A",
        &expect![[r#"
            `expose` does nothing here, only statuses of 500 and more hide their text
            help: remove `expose`
            --> expose"#]],
    );
    check_variants(
        "#[api(status = 500, opaque)] A",
        &expect![[r#"
            `opaque` does nothing here, statuses of 500 and more hide their text already
            help: remove `opaque`
            --> opaque"#]],
    );
    check_variants(
        "#[api(status = 500, expose, opaque)] A",
        &expect![[r#"
            `expose` does nothing here, `opaque` is given as well
            help: remove `opaque` to show the text, or both to hide it
            --> expose"#]],
    );
}

#[test]
fn options_stand_where_they_belong() {
    check_variants(
        r#"#[api(status = 404, "No cart")] A"#,
        &expect![[r#"
        expected an option, found `"No cart"`, `#[api(…)]` on a variant or struct takes `status`, `prefix`, `code`, `title`, `detail`, `pointer`, `expose`, `opaque`, `log`, `success`, `transparent`, `rejection`
        help: write for example `status = 404`
        --> "No cart""#]],
    );
    check_variants(
        r#"#[api(status = 404, header = "A", body = Problem)] A(u8)"#,
        &expect![[r#"
            `header` is an option of `#[api(…)]` on a field, not of `#[api(…)]` on a variant or struct
            help: move it to `#[api(…)]` on a field
            --> header
            `body` is an option of `#[api_errors]`, not of `#[api(…)]` on a variant or struct
            help: move it to `#[api_errors]`
            --> body"#]],
    );
    check_variants(
        "#[api(status = 404, extention)] A(u8)",
        &expect![[r#"
            unknown option `extention`, `#[api(…)]` on a variant or struct takes `status`, `prefix`, `code`, `title`, `detail`, `pointer`, `expose`, `opaque`, `log`, `success`, `transparent`, `rejection`
            help: did you mean `extension`, an option of `#[api(…)]` on a field?
            --> extention"#]],
    );
}

#[test]
fn a_transparent_variant_has_one_field_and_nothing_else() {
    check_variants(
        r#"#[api(transparent, status = 404, code = "x")] A(u8)"#,
        &expect![[r#"
            `status` does nothing next to `transparent`, the inner error answers
            help: remove `status` or `transparent`
            --> status
            `code` does nothing next to `transparent`, the inner error answers
            help: remove `code` or `transparent`
            --> code"#]],
    );
    check_variants(
        "#[api(transparent)] A",
        &expect![[r#"
            `transparent` takes exactly one field, found 0
            help: leave only the inner error in it
            --> A"#]],
    );
    check_variants(
        "#[api(transparent)] A(u8, u8)",
        &expect![[r#"
            `transparent` takes exactly one field, found 2
            help: leave only the inner error in it
            --> A"#]],
    );
    check_variants(
        r#"#[api(transparent)] A(#[api(extension = "a")] u8)"#,
        &expect![[r#"
            the field that holds the inner error takes no options, that error has its own
            help: remove them
            --> extension"#]],
    );
}

#[test]
fn a_rejection_variant_has_one_field_and_a_4xx_status() {
    check_variants(
        "#[api(status = 500, rejection)] A(Rejection)",
        &expect![[r#"
            `rejection` takes a status from 400 to 499, found 500
            help: write for example `status = 400`
            --> 500"#]],
    );
    check_variants(
        "#[api(status = 400, rejection)] A",
        &expect![[r#"
            `rejection` takes exactly one field, found 0
            help: leave only the `Rejection` that it takes in it
            --> A"#]],
    );
    check_variants(
        r#"#[api(status = 400, rejection)] A(#[api(header = "X")] u8)"#,
        &expect![[r#"
            the field that holds the rejection takes no option but `errors`
            help: remove the others
            --> header"#]],
    );
    check_variants(
        "#[api(status = 400, rejection, opaque)] A(#[api(errors)] Rejection)",
        &expect![[r#"
            `errors` would show what is hidden here
            help: remove `errors`, or remove `opaque`
            --> errors"#]],
    );
    check_variants(
        "#[api(status = 400, rejection)] A(R), #[api(status = 400, rejection)] B(R)",
        &expect![[r#"
            option `rejection` is given here first, and a second time below
            --> rejection
            `rejection` is given to two variants, one at most is accepted
            help: remove one of the two
            --> rejection"#]],
    );
}

#[test]
fn all_mistakes_are_told_at_once() {
    check_variants(
        r#"#[api(status = 99, code = "a b")] A { #[api(header = "a b")] a: u8 }, B, #[api(status = 404, prefix = "{", pointer = "a")] C"#,
        &expect![[r#"
            status `99` is out of range, accepted are 300 to 599, and 200 to 299 with `success`
            help: write for example `status = 404`
            --> 99
            code `a b` is not made of `A-Z a-z 0-9 . _ - :` alone
            help: write for example `code = "a_b"`
            --> "a b"
            `a b` is not a header name, which is made of letters, digits, `-` and other token characters
            help: write for example `header = "a-b"`
            --> "a b"
            `B` has no status
            help: add for example `#[api(status = 404)]`, or `#[api(transparent)]`
            --> B
            a prefix ends before the first brace or quote of the body, found `{` in it
            help: remove `{`
            --> "{"
            `a` is not a JSON pointer, which is empty or starts with `/`
            help: write for example `pointer = "/a"`
            --> "a""#]],
    );
}

#[test]
fn a_struct_is_one_case() {
    check(
        "",
        "struct A;",
        &expect![[r#"
            `A` has no status
            help: add for example `#[api(status = 404)]`, or `#[api(transparent)]`
            --> A"#]],
    );
    check(
        "",
        "#[api(status = 404, statsu = 5)] struct A { #[api(extension)] title: u8 }",
        &expect![[r#"
            unknown option `statsu`, `#[api(…)]` on a variant or struct takes `status`, `prefix`, `code`, `title`, `detail`, `pointer`, `expose`, `opaque`, `log`, `success`, `transparent`, `rejection`
            help: did you mean `status`?
            --> statsu
            the body has a member `title` of its own
            help: write another name, for example `extension = "title_value"`
            --> title"#]],
    );
}
