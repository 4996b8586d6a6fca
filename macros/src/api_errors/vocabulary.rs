//! The options of each place, with an example of each.

use crate::options::{Key, Vocabulary};

pub(super) static ITEM: Vocabulary = Vocabulary {
    place: "`#[api_errors]`",
    keys: &[
        Key {
            name: "body",
            example: "body = Problem",
        },
        Key {
            name: "style",
            example: "style = \"json\"",
        },
        Key {
            name: "type_base",
            example: "type_base = \"https://example.org/problems\"",
        },
        Key {
            name: "rename_all",
            example: "rename_all = \"snake_case\"",
        },
        Key {
            name: "decode",
            example: "decode",
        },
        Key {
            name: "crate",
            example: "crate = ::lambda_api_errors",
        },
    ],
    elsewhere: &[&CASE, &FIELD],
};

pub(super) static CASE: Vocabulary = Vocabulary {
    place: "`#[api(…)]` on a variant or struct",
    keys: &[
        Key {
            name: "status",
            example: "status = 404",
        },
        Key {
            name: "prefix",
            example: "prefix = \"Not Found: \"",
        },
        Key {
            name: "code",
            example: "code = \"NoSuchCart\"",
        },
        Key {
            name: "title",
            example: "title = \"No such cart\"",
        },
        Key {
            name: "detail",
            example: "detail = \"The cart has expired.\"",
        },
        Key {
            name: "pointer",
            example: "pointer = \"/data/attributes/name\"",
        },
        Key {
            name: "expose",
            example: "expose",
        },
        Key {
            name: "opaque",
            example: "opaque",
        },
        Key {
            name: "log",
            example: "log = \"warn\"",
        },
        Key {
            name: "success",
            example: "success",
        },
        Key {
            name: "transparent",
            example: "transparent",
        },
        Key {
            name: "rejection",
            example: "rejection",
        },
    ],
    elsewhere: &[&FIELD, &ITEM],
};

pub(super) static FIELD: Vocabulary = Vocabulary {
    place: "`#[api(…)]` on a field",
    keys: &[
        Key {
            name: "header",
            example: "header = \"Retry-After\"",
        },
        Key {
            name: "extension",
            example: "extension = \"sku\"",
        },
        Key {
            name: "errors",
            example: "errors",
        },
    ],
    elsewhere: &[&CASE, &ITEM],
};
