//! Style 4: the status and the details, wrapped in `error`. Its 500 shows its details: `expose`.

use crate::Style;
use lambda_api_errors::{
    Created, Endpoint, FieldError, HttpStatusDetails, Json, api_errors, lambda_endpoint,
};
use serde::Deserialize;
use serde_json::json;
use thiserror::Error;

/// Why a product is not ordered.
#[api_errors(body = HttpStatusDetails, style = "json")]
#[derive(Debug, Error)]
pub enum OrderError {
    /// The order does not fit the cart.
    #[error("the order does not fit the cart")]
    #[api(status = 500, expose)]
    Unfit(#[api(errors)] Vec<FieldError>),

    /// The warehouse is closed. Of this 500 the client sees the title alone.
    #[error("the warehouse at {0} does not answer")]
    #[api(status = 500)]
    WarehouseClosed(&'static str),
}

/// An order for a product in a cart.
#[derive(Debug, Deserialize)]
pub struct Order {
    product: String,
    pieces: u32,
}

/// Order a product.
///
/// # Errors
///
/// When the order does not fit the cart, or the warehouse is closed.
#[lambda_endpoint(POST, "/orders")]
pub async fn order_product(Json(order): Json<Order>) -> Result<Created<String>, OrderError> {
    let mut errors = Vec::new();
    if !["apple", "melon"].contains(&order.product.as_str()) {
        let error = FieldError::new("ProductNotFound", "Product not found in Cart");
        let error = error.at("/data/attributes/product");
        errors.push(error.detail("Only what is in the cart can be ordered."));
    }
    if order.pieces == 0 {
        let error = FieldError::new("NothingOrdered", "Pieces must be one or more");
        errors.push(error.at("/data/attributes/pieces"));
    }
    match order.product.as_str() {
        _ if !errors.is_empty() => Err(OrderError::Unfit(errors)),
        "melon" => Err(OrderError::WarehouseClosed("10.0.0.7")),
        _ => Ok(Created::new(order.product)),
    }
}

pub(crate) fn style() -> Style {
    Style {
        title: "The status and the details, wrapped in `error`",
        operation: order_product::OPERATION,
        pattern: r#".*"httpStatusCode":500.*"#,
        status: 500,
        requests: vec![
            (
                "The published error and another",
                json!({ "product": "pear", "pieces": 0 }),
            ),
            (
                "A 500 that is opaque",
                json!({ "product": "melon", "pieces": 1 }),
            ),
            ("What an extractor refuses", json!({ "product": "melon" })),
        ],
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lambda_api_errors::callback;

    #[tokio::test]
    async fn the_message_is_the_published_one() {
        let order = Order {
            product: "pear".to_owned(),
            pieces: 1,
        };
        let message = callback::encode(&order_product(Json(order)).await.unwrap_err());
        assert_eq!(
            message,
            r#"{"error":{"httpStatusCode":500,"details":[{"code":"ProductNotFound","message":"Product not found in Cart","description":"Only what is in the cart can be ordered.","source":"/data/attributes/product"}]}}"#
        );
        assert!(crate::pattern::matches_whole(style().pattern, &message).unwrap());
    }
}
