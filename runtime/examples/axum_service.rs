//! An axum service whose errors answer by themselves: no Lambda, and no crate of it.
//!
//! `cargo run -p lambda-api-errors --no-default-features --features http --example axum_service`

use axum::{Json, Router, extract::Path, routing::get};
use lambda_api_errors::{Error, api_errors};

/// Why a cart cannot be had.
#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    /// There is no such cart.
    #[error("no cart {0}")]
    #[api(status = 404)]
    NotFound(u32),
}

async fn cart(Path(cart): Path<u32>) -> Result<Json<[&'static str; 1]>, CartError> {
    if cart == 0 {
        return Err(CartError::NotFound(cart));
    }
    Ok(Json(["apple"]))
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    println!("curl -i http://{}/carts/0", listener.local_addr()?);
    axum::serve(listener, Router::new().route("/carts/{cart}", get(cart))).await?;
    Ok(())
}
