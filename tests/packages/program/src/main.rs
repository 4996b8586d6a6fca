//! Uses each package once.

use apigw_java_regex::Pattern;
use apigw_velocity::{Input, Scope, Template};
use lambda_api_errors::{
    Api, Json, Path, api_errors,
    axum::body::Bytes,
    http::Request,
    lambda_endpoint,
    local::{Document, LocalGateway, ServiceFunction},
};
use std::time::Duration;

#[api_errors]
#[derive(Debug, thiserror::Error)]
enum CartError {
    /// There is no cart of this number.
    #[error("no cart {0}")]
    #[api(status = 404)]
    NotFound(u32),
}

/// Show a cart.
#[lambda_endpoint(GET, "/carts/{cart}")]
async fn cart(Path(cart): Path<u32>) -> Result<Json<u32>, CartError> {
    Err(CartError::NotFound(cart))
}

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let api = Api::new("carts", "1").endpoint::<cart>();
    let service = api.service().expect("a valid API");
    let document = service.openapi().document().expect("a document");
    let document = Document::read(&document.to_json()).expect("it runs");
    let function = ServiceFunction::new(service, Duration::from_secs(5));
    let request = Request::get("/carts/7").body(Bytes::new());
    let gateway = LocalGateway::new(document, function);
    let (response, trace) = gateway.answer(request.expect("a request")).await;
    assert_eq!(response.status(), 404, "{trace}");

    assert!(Pattern::new("no .*").unwrap().matches("no cart").unwrap());
    let template = Template::parse("$input.path('$.cart')").unwrap();
    let input = Input::new(r#"{"cart":7}"#);
    let text = template.render(&mut Scope::new(), &input).unwrap();
    assert_eq!(text, "7");
    println!("{}", String::from_utf8_lossy(response.body()));
}
