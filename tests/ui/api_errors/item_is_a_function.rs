// Only enums and structs are errors.

use lambda_api_errors::api_errors;

#[api_errors]
fn find() {}

fn main() {}
