//! The output of commands, and their failures.

use anstyle::{AnsiColor, Style};
use std::{
    error::Error,
    fmt,
    io::{self, ErrorKind, Write},
    path::Path,
    process::ExitCode,
};
use tempfile::NamedTempFile;

const ERROR: Style = AnsiColor::Red.on_default().bold();

/// The reason why a command failed, as a text for its user.
#[derive(Debug)]
pub struct CommandError {
    message: String,
    code: u8,
}

impl CommandError {
    /// The command failed; the status is 1.
    pub fn failed(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 1,
        }
    }

    /// The arguments are wrong; the status is 2.
    pub fn usage(message: impl Into<String>) -> Self {
        Self {
            message: message.into(),
            code: 2,
        }
    }

    /// Writes the error to standard error, in colour where that is a terminal which takes it.
    #[must_use]
    pub fn report(&self, program: &str) -> ExitCode {
        let mut stderr = anstream::stderr().lock();
        // Standard error is the last place for a message.
        let _ = writeln!(stderr, "{ERROR}{program}:{ERROR:#} {self}");
        ExitCode::from(self.code)
    }
}

impl<E: Error> From<E> for CommandError {
    fn from(error: E) -> Self {
        Self::failed(error.to_string())
    }
}

impl fmt::Display for CommandError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

/// Prints `text` to standard output, and its colours only where that is a terminal which takes them. A reader that has gone
/// away, such as `head`, is no error.
///
/// # Errors
///
/// When standard output cannot be written for another reason, such as a full disk.
///
/// ```
/// apigw_local::cli::print("GET /greeting\n").unwrap();
/// ```
pub fn print(text: &str) -> io::Result<()> {
    let mut stdout = anstream::stdout().lock();
    let written = stdout.write_all(text.as_bytes());
    match written.and_then(|()| stdout.flush()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error),
        _ => Ok(()),
    }
}

/// Writes `text` to the file at `path`, whole or not at all: another program never reads a part of it.
///
/// # Errors
///
/// When the file cannot be written; a file that is there stays as it is then.
pub fn write_file(path: &Path, text: &str) -> Result<(), CommandError> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    let written = NamedTempFile::new_in(folder.unwrap_or(Path::new("."))).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    });
    written.map_err(|error| {
        CommandError::failed(format!("`{}` cannot be written: {error}", path.display()))
    })
}
