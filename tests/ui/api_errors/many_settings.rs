// Each wrong option of a whole type is told with what is accepted.

use lambda_api_errors::api_errors;

#[api_errors(style = "jsn")]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct Style;

#[api_errors(rename_all = "snakecase")]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct Spelling;

#[api_errors(type_base = "/problems")]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct RelativeBase;

#[api_errors(body = lambda_api_errors::StatusErrors, type_base = "https://example.org/problems")]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct BaseOfOtherFormat;

#[api_errors(body = lambda_api_errors::Message, style = "json")]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct JsonOfPlainText;

#[api_errors(body = crate::House, style = "json")]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct JsonOfOwnFormat;

#[api_errors(body = "Problem")]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct BodyIsNoPath;

#[api_errors(crate = lambda_api_errors)]
#[derive(Debug, thiserror::Error)]
#[error("no such cart")]
#[api(status = 404)]
struct RelativeCrate;

fn main() {}
