//! What a process writes, line by line into the log, next to the request that it is about.

use super::LOG;
use std::{
    fmt::Write,
    sync::{Arc, Mutex, PoisonError},
};
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncReadExt, BufReader};

/// The longest line, in bytes; a longer one is several. `CloudWatch` splits at 256 KB.
const LINE_LIMIT: u64 = 64 * 1024;

/// Whose lines they are: a function, and the request that its process has.
#[derive(Debug, Clone)]
pub(super) struct Origin {
    function: Arc<str>,
    request_id: Arc<Mutex<String>>,
}

impl Origin {
    pub(super) fn of(function: &str) -> Self {
        Self {
            function: function.into(),
            request_id: Arc::default(),
        }
    }

    /// Names the request that the process works at from now on.
    pub(super) fn request(&self, id: &str) {
        id.clone_into(
            &mut self
                .request_id
                .lock()
                .unwrap_or_else(PoisonError::into_inner),
        );
    }

    fn log(&self, line: &[u8]) {
        let line = visible(&String::from_utf8_lossy(line));
        let function = &self.function;
        let id = self
            .request_id
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        match id.as_str() {
            "" => tracing::info!(target: LOG, "{function} starts | {line}"),
            id => tracing::info!(target: LOG, "{function} {id} | {line}"),
        }
    }
}

/// Logs all lines until the end of `output`.
pub(super) async fn log(output: Option<impl AsyncRead + Unpin>, origin: Origin) {
    let Some(output) = output else { return };
    let mut output = BufReader::new(output);
    let mut line = Vec::new();
    loop {
        line.clear();
        let read = (&mut output)
            .take(LINE_LIMIT)
            .read_until(b'\n', &mut line)
            .await;
        match read {
            Ok(0) | Err(_) => return,
            Ok(_) => {
                // Python's client of the Runtime API separates the lines of a traceback by carriage returns.
                for line in line.split(|byte| *byte == b'\r') {
                    let line = line.trim_ascii_end();
                    if !line.is_empty() {
                        origin.log(line);
                    }
                }
            }
        }
    }
}

/// The text without control characters, which could rewrite the terminal's earlier lines.
fn visible(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() && c != '\t' {
            let _ = write!(shown, "{}", c.escape_debug());
        } else {
            shown.push(c);
        }
    }
    shown
}
