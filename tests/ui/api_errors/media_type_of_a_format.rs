// The media type of a format is one, or every error answer would fail.

use lambda_api_errors::{BodyFormat, Occurrence, api_errors};

struct House;

impl BodyFormat for House {
    const MEDIA_TYPE: &'static str = "not a\nmedia type";

    fn body(_: &Occurrence<'_>) -> impl serde::Serialize {}
}

#[api_errors(body = House)]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct NoCart;

fn main() {}
