// Options without `#[api_errors]` are unknown to rustc, which proposes no hidden derive for them.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct NoCart;

#[derive(Debug, thiserror::Error)]
#[error("no such item")]
#[api(status = 404)]
struct NoItem;

fn main() {}
