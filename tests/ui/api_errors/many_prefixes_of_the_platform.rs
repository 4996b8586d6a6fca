// A prefix that reads like a message of Lambda or its runtime would give a timeout or a crash the prefix's status.

use lambda_api_errors::{Message, api_errors};

#[api_errors(body = Message)]
#[derive(Debug, thiserror::Error)]
enum JobError {
    #[error("queued")]
    #[api(status = 202, success, prefix = "RequestId")]
    Queued,
    #[error("id")]
    #[api(status = 400, prefix = "2")]
    Digit,
    #[error("stopped")]
    #[api(status = 401, prefix = "Runtime exited")]
    Runtime,
    #[error("exited")]
    #[api(status = 402, prefix = "Process exited")]
    Exited,
    #[error("timed out")]
    #[api(status = 403, prefix = "Task timed out")]
    TimedOut,
    #[error("panicked")]
    #[api(status = 404, prefix = "Lambda panicked: ")]
    Panicked,
    #[error("too large")]
    #[api(status = 405, prefix = "Response payload size exceeded")]
    TooLarge,
    #[error("from the title")]
    #[api(status = 499, title = "failed to deserialize the incoming data into the function's payload type")]
    OfTheTitle,
}

#[api_errors(body = Message)]
#[derive(Debug, thiserror::Error)]
enum OtherError {
    #[error("started")]
    #[api(status = 400, prefix = "R")]
    Letter,
    #[error("year")]
    #[api(status = 401, prefix = "2026-")]
    Year,
    #[error("as before")]
    #[api(status = 402, prefix = "Bad Request: Task timed out after ")]
    Words,
}

fn main() {}
