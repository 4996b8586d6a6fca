//! `carts invoke`: events in, outcomes out, one a line.

use lambda_api_errors::{ApiService, Diagnostic, Error, lambda_runtime::Context};
use serde::Serialize;
use serde_json::value::RawValue;
use std::io::ErrorKind;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, stdin, stdout};

/// What an invocation ends with.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Outcome {
    Ok(Box<RawValue>),
    Error(Diagnostic),
}

/// The outcome of the event `payload`, which `name` stands for in the log.
pub(super) async fn invoke(service: &ApiService, payload: &[u8], name: String) -> Outcome {
    let mut context = Context::default();
    context.request_id = name;
    match service.invoke(payload, context).await {
        Ok(payload) => Outcome::Ok(payload),
        Err(diagnostic) => Outcome::Error(diagnostic),
    }
}

/// Answers each line of standard input, until it ends or nobody reads the answers any more.
pub(super) async fn answer_lines(service: &ApiService) -> Result<(), Error> {
    let mut lines = BufReader::new(stdin()).split(b'\n');
    let mut out = stdout();
    let mut number = 0_u64;
    while let Some(line) = lines.next_segment().await? {
        number += 1;
        let outcome = invoke(service, &line, format!("line {number}")).await;
        let mut text = serde_json::to_vec(&outcome)?;
        text.push(b'\n');
        out.write_all(&text).await?;
        match out.flush().await {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => break,
            written => written?,
        }
    }
    Ok(())
}
