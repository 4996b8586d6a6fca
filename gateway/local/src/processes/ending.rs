//! How a process ended, in the words in which Lambda says it.

use crate::Outcome;
use std::process::ExitStatus;

/// How a process ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Ending(pub(super) ExitStatus);

impl Ending {
    /// The outcome of the invocation that the process had.
    ///
    /// The texts are recorded for exits (facts of `LocalStack`'s AWS-validated tests `test_lambda_runtime_exit` and
    /// `test_lambda_runtime_wrapper_not_found`), and reported for kills.
    pub(super) fn outcome(self, request_id: &str) -> Outcome {
        match self.error() {
            None => Outcome::exited(request_id),
            Some(error) => Outcome::exited_with(request_id, &error),
        }
    }

    /// Whether Lambda was recorded to take this end for a timeout: a segmentation fault (`test_lambda_runtime_exit_segfault`).
    pub(super) fn counts_as_timeout(self) -> bool {
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt;
            self.0.signal() == Some(11)
        }
        #[cfg(not(unix))]
        false
    }

    /// The end as Go's `ExitError` prints it, in which Lambda's own supervisor is written; `None` if the process ended well.
    pub(super) fn error(self) -> Option<String> {
        if self.0.success() {
            return None;
        }
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt;
            if let Some(signal) = self.0.signal() {
                let dumped = if self.0.core_dumped() {
                    " (core dumped)"
                } else {
                    ""
                };
                return Some(format!("signal: {}{dumped}", signal_name(signal)));
            }
        }
        Some(format!("exit status {}", self.0.code().unwrap_or(-1)))
    }
}

/// What Go calls a signal of Linux.
#[cfg(unix)]
fn signal_name(signal: i32) -> String {
    let name = match signal {
        1 => "hangup",
        2 => "interrupt",
        3 => "quit",
        4 => "illegal instruction",
        5 => "trace/breakpoint trap",
        6 => "aborted",
        7 => "bus error",
        8 => "floating point exception",
        9 => "killed",
        10 => "user defined signal 1",
        11 => "segmentation fault",
        12 => "user defined signal 2",
        13 => "broken pipe",
        14 => "alarm clock",
        15 => "terminated",
        other => return format!("signal {other}"),
    };
    name.to_owned()
}
