// A client reads the value of a header.

use lambda_api_errors::api_errors;

#[derive(Debug)]
struct Seconds;

impl std::fmt::Display for Seconds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("30")
    }
}

#[api_errors(decode)]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("too many")]
    #[api(status = 429)]
    TooMany {
        #[api(header = "Retry-After")]
        after: Seconds,
    },
}

fn main() {}
