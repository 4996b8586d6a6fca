// A union cannot be an error.

use lambda_api_errors::api_errors;

#[api_errors]
union Bits {
    whole: u32,
}

fn main() {}
