//! The same endpoint in axum on `lambda_http`.

use axum::{
    Json, Router,
    extract::Path,
    http::{StatusCode, header::CONTENT_TYPE},
    response::{IntoResponse, Response},
    routing,
};
use serde::Serialize;

#[derive(Debug, thiserror::Error)]
enum CartError {
    #[error("there is no cart {cart}")]
    NotFound { cart: u32 },
}

#[derive(Serialize)]
struct Problem {
    r#type: &'static str,
    title: &'static str,
    status: u16,
    detail: String,
    code: &'static str,
    cart: u32,
}

impl IntoResponse for CartError {
    fn into_response(self) -> Response {
        let detail = self.to_string();
        let Self::NotFound { cart } = self;
        let status = StatusCode::NOT_FOUND;
        let problem = Problem {
            r#type: "about:blank",
            title: "Not Found",
            status: status.as_u16(),
            detail,
            code: "NotFound",
            cart,
        };
        match serde_json::to_string(&problem) {
            Ok(body) => {
                let media_type = [(CONTENT_TYPE, "application/problem+json")];
                (status, media_type, body).into_response()
            }
            Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        }
    }
}

#[derive(Serialize)]
struct Cart {
    id: u32,
}

async fn get_cart(Path(cart): Path<u32>) -> Result<Json<Cart>, CartError> {
    if cart == 1 {
        Ok(Json(Cart { id: cart }))
    } else {
        Err(CartError::NotFound { cart })
    }
}

#[tokio::main]
async fn main() -> Result<(), lambda_http::Error> {
    lambda_http::tracing::init_default_subscriber();
    let router = Router::new()
        .route("/carts/{cart}", routing::get(get_cart))
        .route("/prod/carts/{cart}", routing::get(get_cart));
    lambda_http::run(router).await
}
