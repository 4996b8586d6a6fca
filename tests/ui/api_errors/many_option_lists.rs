// Each malformed list of options is told with what to write.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api]
    NoList,
    #[error("no such cart")]
    #[api = "404"]
    Assigned,
    #[error("no such cart")]
    #[api(status = 404, colour = "red")]
    Unknown,
    #[error("no such cart")]
    #[api(status = 404, body = Message)]
    OfTheEnum,
    #[error("no such cart")]
    #[api(status = 404, "No cart")]
    Malformed,
    #[error("no such cart")]
    #[api(status = 404, extention = "id")]
    MisspeltOfAField,
    #[error("no such cart")]
    #[api(status = 404, title)]
    NoValue,
    #[error("no such cart")]
    #[api(status = 500, expose = true)]
    ValueOfFlag,
    #[error("no such cart")]
    #[api(status = 404, title = 7)]
    NoString,
    #[error("no such cart")]
    #[api(status = 404 title = "No cart")]
    NoComma,
}

fn main() {}
