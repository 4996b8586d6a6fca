//! The function of the peers, in axum.

use axum::{
    Router,
    extract::Path,
    http::{StatusCode, header::CONTENT_TYPE},
    response::IntoResponse,
    routing,
};

/// Answers every cart with the same error. `lambda_http` puts the stage of a REST API in front of the path.
pub(crate) fn router() -> Router {
    let answer = async |Path(cart): Path<u32>| {
        let body = format!(
            r#"{{"type":"about:blank","title":"Not Found","status":404,"detail":"there is no cart {cart}","code":"CartNotFound","cart":{cart}}}"#
        );
        let media_type = [(CONTENT_TYPE, "application/problem+json")];
        (StatusCode::NOT_FOUND, media_type, body).into_response()
    };
    let stages = ["", "/local", "/prod"];
    stages.into_iter().fold(Router::new(), |router, stage| {
        router.route(&format!("{stage}/carts/{{cart}}"), routing::get(answer))
    })
}
