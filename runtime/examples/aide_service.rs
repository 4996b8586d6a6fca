//! An axum service that aide documents: the errors describe themselves, and axum's own errors look the same.
//!
//! `cargo run -p lambda-api-errors --no-default-features --features http,aide --example aide_service`

use aide::{
    axum::{
        ApiRouter,
        routing::{get, post_with},
    },
    openapi::{Info, OpenApi},
};
use axum::{Json, Router};
use lambda_api_errors::{Error, ErrorBodyLayer, Problem, api_errors};

/// Why a cart cannot be had, or changed.
#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    /// There is no cart yet.
    #[error("put something into the cart first")]
    #[api(status = 404)]
    NotFound,

    /// There is not enough of an article.
    #[error("{sku} is sold out")]
    #[api(status = 409)]
    SoldOut {
        #[api(extension)]
        sku: String,
        #[api(header = "Retry-After")]
        seconds: u32,
    },
}

/// The articles of a cart.
type Skus = Vec<String>;

async fn show() -> Result<Json<Skus>, CartError> {
    Err(CartError::NotFound)
}

async fn add(Json(skus): Json<Skus>) -> Result<Json<Skus>, CartError> {
    match skus.iter().find(|sku| *sku == "durian") {
        Some(sku) => Err(CartError::SoldOut {
            sku: sku.clone(),
            seconds: 3600,
        }),
        None => Ok(Json(skus)),
    }
}

fn app() -> Router {
    let mut document = OpenApi {
        info: Info {
            title: "carts".to_owned(),
            version: "1.0.0".to_owned(),
            ..Info::default()
        },
        ..OpenApi::default()
    };
    let router = ApiRouter::new()
        .api_route("/cart", get(show))
        .api_route(
            "/cart",
            post_with(add, |operation| {
                operation.summary("Put articles into a cart")
            }),
        )
        .finish_api(&mut document);
    router
        .route(
            "/openapi.json",
            axum::routing::get(async move || Json(document)),
        )
        .layer(ErrorBodyLayer::new::<Problem>())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    let address = listener.local_addr()?;
    println!("curl -i http://{address}/cart");
    println!("curl -i http://{address}/nowhere");
    println!("curl -s http://{address}/openapi.json");
    axum::serve(listener, app()).await?;
    Ok(())
}
