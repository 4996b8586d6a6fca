//! Shows the five styles: see the library's documentation.

use lambda_api_errors::Error;
use std::{
    io::{self, ErrorKind, Write},
    process::ExitCode,
};

#[tokio::main]
async fn main() -> ExitCode {
    match show().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("styles: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn show() -> Result<(), Error> {
    let text = styles::show(&styles::service()?).await?;
    match io::stdout().lock().write_all(text.as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(()),
    }
}
