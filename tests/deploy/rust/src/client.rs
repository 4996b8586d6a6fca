//! `client ADDRESS`: tries to pay for a cart in many ways, and prints what it does about each failure. A new code of one of the statuses
//! is a variant that [`advice`] does not handle, so it no longer compiles.

#[allow(dead_code, reason = "this program uses a part of the client")]
#[rustfmt::skip]
mod generated;

use generated::{
    ApiError, ApiOpError, CheckoutApiError, CheckoutResponse400, CheckoutResponse500,
    CheckoutResponse504, HttpClient, NewCart, NewItem, NewItemSku, Order, Receipt,
};
use std::{env, error::Error};

fn main() -> Result<(), Box<dyn Error>> {
    let address = env::args().nth(1).ok_or("usage: client ADDRESS")?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(pay(&HttpClient::new().with_base_url(address)))
}

async fn pay(client: &HttpClient) -> Result<(), Box<dyn Error>> {
    let customer = "Ann".to_owned();
    let cart = client.create_cart(NewCart { customer }).await?.id;
    let attempt = async |cart, card: &str| {
        let card = card.to_owned();
        println!("{}", outcome(client.checkout(cart, Order { card }).await));
    };
    attempt(u64::MAX, "tok_1").await;
    attempt(0, "tok_1").await;
    attempt(cart, "tok_1").await;
    attempt(cart, "1").await;
    let (sku, quantity) = (NewItemSku::Apple, 2);
    client.add_item(cart, NewItem { sku, quantity }).await?;
    for card in ["tok_declined", "tok_overused", "tok_timeout", "tok_1"] {
        attempt(cart, card).await;
    }
    Ok(())
}

fn outcome(result: Result<Receipt, ApiOpError<CheckoutApiError>>) -> String {
    match result {
        Ok(receipt) => format!("paid {} cents", receipt.paid),
        Err(ApiOpError::Api(error)) => advice(&error),
        Err(ApiOpError::Transport(error)) => format!("no answer: {error}"),
    }
}

fn advice(error: &ApiError<CheckoutApiError>) -> String {
    let Some(typed) = &error.typed else {
        return format!(
            "{} is in no document: {:?}",
            error.status, error.parse_error
        );
    };
    match typed {
        CheckoutApiError::Status400(refused) => match refused {
            CheckoutResponse400::InvalidOrder(order) => {
                let errors = order.errors.iter().flatten();
                let errors = errors.map(|one| format!("{} {}", one.code, one.message));
                format!("correct {}", errors.collect::<Vec<_>>().join(", "))
            }
            CheckoutResponse400::InvalidPath(refused) => refused.detail.clone(),
            CheckoutResponse400::MalformedJson(refused) => refused.detail.clone(),
            CheckoutResponse400::UnreadableBody(refused) => refused.detail.clone(),
        },
        CheckoutApiError::Status402(declined) => format!("another card: {}", declined.reason),
        CheckoutApiError::Status404(missing) => format!("there is no cart {}", missing.cart),
        CheckoutApiError::Status409(empty) => format!("put something into cart {}", empty.cart),
        CheckoutApiError::Status413(refused) => refused.detail.clone(),
        CheckoutApiError::Status415(refused) => refused.detail.clone(),
        CheckoutApiError::Status422(refused) => refused.detail.clone(),
        CheckoutApiError::Status429(_) => {
            let seconds = error.headers.get("retry-after");
            let seconds = seconds.and_then(|seconds| seconds.to_str().ok());
            format!("wait for {} s", seconds.unwrap_or("some"))
        }
        CheckoutApiError::Status500(failed) => match failed {
            CheckoutResponse500::RecordDamaged(failed) => format!("call us: {}", failed.code),
            CheckoutResponse500::InternalServerError(_) => "try later".to_owned(),
        },
        CheckoutApiError::Status504(late) => match late {
            CheckoutResponse504::PaymentTimeout(late) => format!("pay again: {}", late.code),
            CheckoutResponse504::GatewayTimeout(_) => "try again".to_owned(),
        },
    }
}
