//! An axum service that utoipa documents: the errors describe themselves, and axum's own errors look the same.
//!
//! `cargo run -p lambda-api-errors --no-default-features --features http,utoipa --example utoipa_service`

use axum::{
    Json, Router,
    extract::Path,
    routing::{get, post},
};
use lambda_api_errors::{Error, ErrorBodyLayer, Problem, api_errors};
use utoipa::{OpenApi, ToSchema};

/// Why a cart cannot be had, or changed.
#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    /// There is no such cart.
    #[error("no cart {0}")]
    #[api(status = 404)]
    NotFound(u32),

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

/// An article, and how many of it.
#[derive(serde::Deserialize, serde::Serialize, ToSchema)]
struct Line {
    sku: String,
    quantity: u32,
}

/// Show a cart.
#[utoipa::path(get, path = "/carts/{cart}", responses((status = 200, description = "Its articles", body = [Line]), CartError))]
async fn show(Path(cart): Path<u32>) -> Result<Json<Vec<Line>>, CartError> {
    if cart == 0 {
        return Err(CartError::NotFound(cart));
    }
    Ok(Json(Vec::new()))
}

/// Put an article into a cart.
#[utoipa::path(post, path = "/carts/{cart}", responses((status = 200, description = "What is in it now", body = Line), CartError))]
async fn add(Path(_cart): Path<u32>, Json(line): Json<Line>) -> Result<Json<Line>, CartError> {
    if line.quantity > 100 {
        return Err(CartError::SoldOut {
            sku: line.sku,
            seconds: 3600,
        });
    }
    Ok(Json(line))
}

#[derive(OpenApi)]
#[openapi(paths(show, add))]
struct Document;

fn app() -> Router {
    let document = async || Json(Document::openapi());
    Router::new()
        .route("/carts/{cart}", get(show))
        .route("/carts/{cart}", post(add))
        .route("/openapi.json", get(document))
        .layer(ErrorBodyLayer::new::<Problem>())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Error> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:8080").await?;
    let address = listener.local_addr()?;
    println!("curl -i http://{address}/carts/0");
    println!("curl -i http://{address}/nowhere");
    println!("curl -s http://{address}/openapi.json");
    axum::serve(listener, app()).await?;
    Ok(())
}
