// A user's own format has members of its own, which the compiler knows.

use lambda_api_errors::{BodyFormat, Occurrence, api_errors};

#[derive(serde::Serialize)]
struct House {
    why: String,
}

impl BodyFormat for House {
    const MEMBERS: &'static [&'static str] = &["why"];

    fn body(error: &Occurrence<'_>) -> impl serde::Serialize {
        House {
            why: error.title().to_owned(),
        }
    }
}

#[api_errors(body = House)]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct NotFound {
    #[api(extension)]
    why: String,
}

fn main() {}
