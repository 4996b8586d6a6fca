// A broken enum is one error in every place of use.

use lambda_api_errors::axum::response::IntoResponse;
use lambda_api_errors::{
    Api, ApiError, Diagnostic, NoContent, api_errors, callback, lambda_endpoint,
};

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum PaymentError {
    #[error("the card was declined")]
    #[api(stauts = 402)]
    Declined,
}

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error(transparent)]
    #[api(transparent)]
    Payment(#[from] PaymentError),
}

#[lambda_endpoint(POST, "/payments")]
async fn pay() -> Result<NoContent, PaymentError> {
    Err(PaymentError::Declined)
}

#[lambda_endpoint(POST, "/carts")]
async fn create() -> Result<NoContent, CartError> {
    Err(PaymentError::Declined)?
}

fn used() {
    let _ = PaymentError::Declined.into_response();
    let _ = Diagnostic::from(PaymentError::Declined);
    let _ = callback::encode(&PaymentError::Declined);
    let _ = PaymentError::CONTRACT.responses();
    let _ = Api::new("carts", "1")
        .endpoint::<pay>()
        .endpoint::<create>()
        .with_state(());
}

fn main() {}
