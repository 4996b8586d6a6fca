// A type that does not implement `BodyFormat` is not a body format.

use lambda_api_errors::api_errors;

struct House;

#[api_errors(body = House)]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct NotFound;

fn main() {}
