// Prefixes must differ through `transparent` too.

use lambda_api_errors::api_errors;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum PaymentError {
    #[error("the card was declined")]
    #[api(status = 402, prefix = "Not Found: card: ")]
    Declined,
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("no such cart")]
    #[api(status = 404)]
    NotFound,
    #[error(transparent)]
    #[api(transparent)]
    Payment(#[from] PaymentError),
}

fn main() {}
