//! `invoke`: events in, outcomes out, one a line.

use super::{failed, install_log};
use crate::{Api, Diagnostic, lambda_runtime::Context};
use apigw_local::cli::CommandError;
use clap::Args;
use serde::Serialize;
use serde_json::value::RawValue;
use std::io::{ErrorKind, IsTerminal};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader, stdin, stdout};

/// Read Lambda events from standard input, one JSON text a line, and print for each the outcome that Lambda would get
///
/// An outcome is one line: {"ok":…} or {"error":{"errorType":…,"errorMessage":…}}.
#[derive(Debug, Args)]
pub(super) struct Invoke {}

/// How an invocation ends.
#[derive(Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Ok(Box<RawValue>),
    Error(Diagnostic),
}

impl Invoke {
    /// Answers each line of standard input, until the input ends or the reader of the answers has gone away.
    pub(super) async fn run(self, api: Api) -> Result<(), CommandError> {
        install_log();
        let service = api.open().await.map_err(failed)?;
        if std::io::stdin().is_terminal() {
            eprintln!("type an event as one line of JSON; Ctrl-D ends");
        }
        let mut lines = BufReader::new(stdin()).split(b'\n');
        let mut out = stdout();
        let mut number = 0_u64;
        while let Some(line) = lines.next_segment().await? {
            number += 1;
            let mut context = Context::default();
            context.request_id = format!("line {number}");
            let outcome = match service.invoke(&line, context).await {
                Ok(payload) => Outcome::Ok(payload),
                Err(diagnostic) => Outcome::Error(diagnostic),
            };
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
}
