// A success has a status of one, a media type, and no body where HTTP has none.

use lambda_api_errors::{
    Created, Error, Response, Status, StatusCode, Success, api_success, lambda_endpoint,
};
use std::convert::Infallible;

struct Own<const STATUS: u16, const MEDIA_TYPE: bool>;

impl<const STATUS: u16, const MEDIA_TYPE: bool> Success for Own<STATUS, MEDIA_TYPE> {
    const STATUS: StatusCode = match StatusCode::from_u16(STATUS) {
        Ok(status) => status,
        Err(_) => panic!(),
    };
    const MEDIA_TYPE: Option<&'static str> = Some(if MEDIA_TYPE { "text/plain" } else { "text" });
    type Body = String;

    fn into_response(self) -> Result<Response, Error> {
        Ok(Response::new("own".into()))
    }
}

#[lambda_endpoint(GET, "/a")]
async fn not_found() -> Result<Own<404, true>, Infallible> {
    Ok(Own)
}

#[lambda_endpoint(GET, "/b")]
async fn failed() -> Result<Own<503, true>, Infallible> {
    Ok(Own)
}

#[lambda_endpoint(GET, "/c")]
async fn no_content() -> Result<Own<204, true>, Infallible> {
    Ok(Own)
}

#[lambda_endpoint(GET, "/d")]
async fn of_no_type() -> Result<Own<200, false>, Infallible> {
    Ok(Own)
}

#[api_success]
enum Either {
    Made(Created<u8>),
    Refused(Status<404, u8>),
}

#[lambda_endpoint(GET, "/e")]
async fn either() -> Result<Either, Infallible> {
    Ok(Either::Made(Created::new(1)))
}

fn main() {}
