// A user's own format cannot pass as a built-in one by its name.

use lambda_api_errors::{BodyFormat, Occurrence, api_errors};

#[derive(serde::Serialize)]
struct Problem {
    why: String,
}

impl BodyFormat for Problem {
    const MEMBERS: &'static [&'static str] = &["why"];

    fn body(error: &Occurrence<'_>) -> impl serde::Serialize {
        Problem {
            why: error.title().to_owned(),
        }
    }
}

#[api_errors(body = Problem, style = "json")]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct NotFound;

fn main() {}
