// All mistakes are reported in one run.

use lambda_api_errors::{Json, lambda_endpoint};

#[lambda_endpoint(GTE, "carts", colour = "red", operation = "find cart")]
fn find<T>(_: impl Send, _: Json<T>) {}

fn main() {}
