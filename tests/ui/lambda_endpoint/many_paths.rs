// Each path that API Gateway or the router would refuse is told with what to write instead.

use lambda_api_errors::{NoContent, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "carts")]
async fn relative() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts/:cart")]
async fn colon() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts?cart=1")]
async fn query() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts#first")]
async fn fragment() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts//items")]
async fn empty_segment() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts/")]
async fn slash_at_end() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts/../items")]
async fn dot_segment() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/my carts")]
async fn space() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/files/*path")]
async fn starred() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts/<cart>")]
async fn angled() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts/{cart")]
async fn unbalanced() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts/cart-{cart}")]
async fn partial() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts/{my cart}")]
async fn spaced_name() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts/{}")]
async fn nameless() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/files/{*path}/meta")]
async fn rest_not_last() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/carts/{id}/items/{id}")]
async fn parameter_twice() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
