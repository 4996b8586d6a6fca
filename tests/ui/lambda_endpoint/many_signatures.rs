// Each signature that no endpoint can have.

use lambda_api_errors::{Json, NoContent, Success, lambda_endpoint};
use std::convert::Infallible;

#[lambda_endpoint(GET, "/a")]
async unsafe fn is_unsafe() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/b")]
const fn is_const() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/h")]
async extern "C" fn is_extern() -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/c")]
async fn never_returns() -> ! {
    panic!()
}

#[lambda_endpoint(GET, "/d")]
async fn returns_impl_trait() -> Result<impl Success, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/e")]
async fn takes_impl_trait(_: Json<impl Send>) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/f")]
async fn takes_argument_under_cfg(#[cfg(unix)] _: String) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

#[lambda_endpoint(GET, "/g")]
async fn borrows<'a>(_: &'a str) -> Result<NoContent, Infallible> {
    Ok(NoContent)
}

fn main() {}
