// Two nested types must differ from each other.

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
#[error("no such item")]
#[api(status = 404)]
struct NoItem;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error(transparent)]
    #[api(transparent)]
    Item(#[from] NoItem),
    #[error(transparent)]
    #[api(transparent)]
    Payment(#[from] Box<PaymentError>),
}

fn main() {}
