//! The wording of every problem that `#[api_errors]` reports, except those of malformed option lists.
//!
//! Each says in one sentence what was found and what is accepted; `help:` gives the text to type.

use super::model::{LogLevel, Style};
use crate::case::Case;
use crate::spelling::{list, nearest};
use crate::status::Status;

pub(super) const API_WITHOUT_LIST: &str = "`api` takes options in parentheses, found none\nhelp: write for example `#[api(status = 404)]`";
pub(super) const API_ON_ENUM: &str = "`#[api(…)]` on an enum says nothing, it belongs to the variants and their fields\n\
    help: move it to a variant, or write options of the whole enum as `#[api_errors(…)]`";
pub(super) const API_ERRORS_TWICE: &str =
    "`#[api_errors]` is given twice, once is accepted\nhelp: remove this one";
pub(super) const EXPOSE_AND_OPAQUE: &str = "`expose` does nothing here, `opaque` is given as well\n\
    help: remove `opaque` to show the text, or both to hide it";
pub(super) const EXPOSE_BELOW_500: &str = "`expose` does nothing here, only statuses of 500 and more hide their text\nhelp: remove `expose`";
pub(super) const OPAQUE_ALREADY: &str = "`opaque` does nothing here, statuses of 500 and more hide their text already\nhelp: remove `opaque`";
pub(super) const ERRORS_WITH_OTHERS: &str = "`errors` is a member by itself, a field with it takes no other option\nhelp: remove the other option";
pub(super) const PREFIX_IN_JSON_STYLE: &str = "`prefix` does nothing in `style = \"json\"`, where a message starts with its body\n\
    help: remove `prefix`, or write `style = \"prefixed\"`";
pub(super) const ERRORS_TWICE: &str =
    "`errors` is given to two fields, a body has one list\nhelp: remove one of the two";
pub(super) const NAMELESS_EXTENSION: &str = "`extension` on a field without a name needs one\nhelp: write for example `extension = \"sku\"`";
pub(super) const REJECTION_FIELD_OPTIONS: &str =
    "the field that holds the rejection takes no option but `errors`\nhelp: remove the others";
pub(super) const REJECTION_TWICE: &str =
    "`rejection` is given to two variants, one at most is accepted\nhelp: remove one of the two";
pub(super) const STYLE_OF_MESSAGE: &str = "`style = \"json\"` needs a body that is JSON, found the plain text of `Message`\n\
    help: remove `style`, or write for example `body = Problem`";
pub(super) const STYLE_OF_OWN_FORMAT: &str = "`style = \"json\"` needs a built-in body format, whose first bytes are known\n\
    help: remove `style`, or write for example `body = Problem`";
pub(super) const TRANSPARENT_FIELD_OPTIONS: &str = "the field that holds the inner error takes no options, that error has its own\nhelp: remove them";
pub(super) const TYPE_BASE_WITHOUT_TYPE: &str = "`type_base` does nothing here, of the built-in formats only `Problem` has a `type`\n\
    help: remove `type_base`, or write `body = Problem`";

pub(super) const FIELD_ERRORS_IN_PART: &str = "`ResultErrors` writes of field errors their messages only, so `decode` cannot make them again\n\
    help: write another format, for example `body = Problem`, or remove `decode`";

pub(super) fn wrong_item(found: &str) -> String {
    format!(
        "`#[api_errors]` goes on an enum or a struct, found `{found}`\nhelp: move it to the error type"
    )
}

pub(super) fn unknown_style(found: &str) -> String {
    let help = nearest(found, ["prefixed", "json"]).unwrap_or("prefixed");
    format!(
        "unknown style `{found}`, accepted are `prefixed`, `json`\nhelp: write `style = \"{help}\"`"
    )
}

pub(super) fn unknown_log_level(found: &str) -> String {
    let names = || LogLevel::NAMES.iter().map(|(name, _)| *name);
    let accepted = list(names());
    let help = nearest(found, names()).unwrap_or("warn");
    format!("unknown level `{found}`, accepted are {accepted}\nhelp: write `log = \"{help}\"`")
}

pub(super) fn unknown_case(found: &str) -> String {
    let accepted = list(Case::names());
    let help = nearest(found, Case::names()).unwrap_or("snake_case");
    format!(
        "unknown spelling `{found}`, accepted are {accepted}\nhelp: write `rename_all = \"{help}\"`"
    )
}

pub(super) fn type_base_not_absolute(found: &str) -> String {
    format!(
        "`type_base` takes an absolute URI, found `{found}`\n\
         help: write for example `type_base = \"https://example.org/problems\"`"
    )
}

pub(super) fn missing_status(case: &str) -> String {
    format!(
        "`{case}` has no status\nhelp: add for example `#[api(status = 404)]`, or `#[api(transparent)]`"
    )
}

pub(super) fn not_a_status(found: &str) -> String {
    let help = found
        .trim_matches('"')
        .rsplit("::")
        .next()
        .unwrap_or_default()
        .trim();
    let known = Status::named(help).is_some()
        || help
            .parse()
            .is_ok_and(|number| Status::numbered(number).is_some());
    let help = if known { help } else { "404" };
    format!(
        "`status` takes one number or the name of a constant of `http::StatusCode`, found `{found}`\n\
         help: write `status = {help}`"
    )
}

pub(super) fn unknown_status(found: &str) -> String {
    let help = nearest(found, Status::constants()).unwrap_or("404");
    format!(
        "unknown status `{found}`, accepted are numbers and the constants of `http::StatusCode`\n\
         help: write `status = {help}`"
    )
}

pub(super) fn status_out_of_range(found: &str) -> String {
    format!(
        "status `{found}` is out of range, accepted are 300 to 599, and 200 to 299 with `success`\nhelp: write for example `status = 404`"
    )
}

pub(super) fn success_missing(status: u16) -> String {
    format!(
        "status {status} is a success, an error has 300 to 599\n\
         help: add `success` if the gateway picks this success by its pattern: `status = {status}, success`"
    )
}

pub(super) fn success_without_2xx(status: u16) -> String {
    format!("`success` goes with a status from 200 to 299, found {status}\nhelp: remove `success`")
}

pub(super) fn member_without_body(status: u16, name: &str) -> String {
    format!(
        "status {status} carries no body, so the member `{name}` would be lost\n\
         help: make it a header, for example `header = \"X-Reason\"`, or use a status with a body"
    )
}

pub(super) fn errors_without_body(status: u16) -> String {
    format!(
        "status {status} carries no body, so field errors and rejections could not be sent\n\
         help: use a status with a body, for example `status = 422`"
    )
}

pub(super) fn json_without_body(status: u16) -> String {
    format!(
        "status {status} carries no body, and the style `json` selects the status by the body\nhelp: remove `style = \"json\"`"
    )
}

pub(super) fn title_required(status: u16) -> String {
    format!(
        "status {status} has no registered reason phrase, so it needs a title\nhelp: add for example `title = \"Something Else\"`"
    )
}

pub(super) fn empty(key: &str) -> String {
    format!("`{key}` is empty\nhelp: write a text, or remove `{key}`")
}

pub(super) fn control_character(key: &str, found: char) -> String {
    format!(
        "`{key}` holds the control character or line break `{}`, it takes one line of text\nhelp: remove it",
        found.escape_default()
    )
}

pub(super) fn bad_code(found: &str) -> String {
    let cleaned: String = found
        .replace(' ', "_")
        .chars()
        .filter(|&character| super::check::is_code_character(character))
        .collect();
    let help = if cleaned.is_empty() {
        "NotFound"
    } else {
        &cleaned
    };
    format!(
        "code `{found}` is not made of `A-Z a-z 0-9 . _ - :` alone\nhelp: write for example `code = \"{help}\"`"
    )
}

pub(super) fn duplicate_code(code: &str) -> String {
    format!(
        "code `{code}` is given twice, each variant needs its own\nhelp: add `code = \"…\"` to one of the two"
    )
}

pub(super) fn prefix_character(found: char) -> String {
    format!(
        "a prefix ends before the first brace or quote of the body, found `{found}` in it\nhelp: remove `{found}`"
    )
}

pub(super) fn derived_prefix(prefix: &str) -> String {
    format!(
        "the prefix made from this title, `{prefix}`, holds a brace or a quote\n\
         help: add a prefix without them, for example `prefix = \"Error: \"`"
    )
}

pub(super) fn overlap(
    (prefix, status): (&str, u16),
    (other, other_status): (&str, u16),
    style: Style,
) -> String {
    let key = match style {
        Style::Prefixed => "prefix",
        Style::Json => "title",
    };
    format!(
        "prefix `{prefix}` of status {status} and prefix `{other}` of status {other_status} start alike, \
         so no selection pattern tells them apart\nhelp: give one of them another start: `{key} = \"…\"`"
    )
}

pub(super) fn bad_pointer(found: &str) -> String {
    let trimmed = found.trim_start_matches(['#', '/']).replace('~', "~0");
    format!(
        "`{found}` is not a JSON pointer, which is empty or starts with `/`\nhelp: write for example `pointer = \"/{trimmed}\"`"
    )
}

pub(super) fn bad_header(found: &str) -> String {
    let cleaned: String = found
        .chars()
        .map(|character| {
            if super::check::is_token_character(character) {
                character
            } else {
                '-'
            }
        })
        .collect();
    format!(
        "`{found}` is not a header name, which is made of letters, digits, `-` and other token characters\nhelp: write for example `header = \"{cleaned}\"`"
    )
}

pub(super) fn reserved_header(found: &str) -> String {
    format!(
        "header `{found}` is set from the body, a field cannot set it\nhelp: remove `header = \"{found}\"`"
    )
}

pub(super) fn duplicate_header(found: &str) -> String {
    format!("header `{found}` is given twice, a response has it once\nhelp: remove one of the two")
}

pub(super) fn reserved_member(found: &str) -> String {
    format!(
        "the body has a member `{found}` of its own\nhelp: write another name, for example `extension = \"{found}_value\"`"
    )
}

pub(super) fn reserved_header_member(found: &str) -> String {
    format!(
        "in `style = \"json\"` a header is a member of the body too, which has a `{found}` of its own\n\
         help: rename the header, or write `style = \"prefixed\"`"
    )
}

pub(super) fn duplicate_member(found: &str) -> String {
    format!(
        "member `{found}` is given twice, a body has it once\nhelp: write another name: `extension = \"…\"`"
    )
}

pub(super) fn header_as_extension(found: &str, status: u16) -> String {
    format!(
        "`{found}` is a header and an extension of status {status}, and in `style = \"json\"` a client would get the extension as that header\n\
         help: give the extension another name: `extension = \"…\"`"
    )
}

pub(super) fn given_first(kind: &str, found: &str) -> String {
    format!("{kind} `{found}` is given here first, and a second time below")
}

pub(super) fn member_of_message(key: &str) -> String {
    format!(
        "`{key}` needs a body that is JSON, found the plain text of `Message`\nhelp: remove it, or write for example `body = Problem`"
    )
}

pub(super) fn member_of_opaque(key: &str, status: Status) -> String {
    let shown = if status.is_server_error() {
        "add `expose` next to the status"
    } else {
        "remove `opaque`"
    };
    format!("`{key}` would show what is hidden here\nhelp: remove `{key}`, or {shown}")
}

pub(super) fn option_beside_transparent(key: &str) -> String {
    format!(
        "`{key}` does nothing next to `transparent`, the inner error answers\nhelp: remove `{key}` or `transparent`"
    )
}

pub(super) fn field_count(key: &str, found: usize) -> String {
    let holds = match key {
        "rejection" => "the `Rejection` that it takes",
        _ => "the inner error",
    };
    format!("`{key}` takes exactly one field, found {found}\nhelp: leave only {holds} in it")
}

pub(super) fn rejection_status(status: u16) -> String {
    format!(
        "`rejection` takes a status from 400 to 499, found {status}\nhelp: write for example `status = 400`"
    )
}

pub(super) fn unsent_field(name: &str, case: &str, is_named: bool, is_plain_text: bool) -> String {
    let option = match (is_plain_text, is_named) {
        (true, _) => "#[api(header = \"…\")]",
        (false, true) => "#[api(extension)]",
        (false, false) => "#[api(extension = \"…\")]",
    };
    format!(
        "field `{name}` of `{case}` is not in the answer, so `decode` cannot make it again\n\
         help: add `{option}` to it, mark the variant as `opaque`, or remove `decode`"
    )
}

pub(super) fn borrowed_field(name: &str, case: &str) -> String {
    format!(
        "field `{name}` of `{case}` is borrowed, and `decode` makes it again of an answer, which does not last as long\n\
         help: write an owned type, such as `String` or `Cow<'static, str>`, or remove `decode`"
    )
}

pub(super) fn look_alike(first: &str, second: &str, status: u16, what: &str, text: &str) -> String {
    let found = match text {
        "" => what.to_owned(),
        text => format!("{what} `{text}`"),
    };
    let help = match what {
        "says the title" => "give one of them a `title` of its own, or another status",
        "starts with the prefix" => "give one of them a `prefix` of its own, or another status",
        _ => "give one of them another status",
    };
    format!(
        "`decode` cannot tell `{first}` from `{second}`: the answer of each has status {status} and {found}\n\
         help: {help}, or remove `decode`"
    )
}
