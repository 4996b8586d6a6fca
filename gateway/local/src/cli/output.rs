//! The output of commands, and their failures.

use anstyle::{AnsiColor, Style};
use std::{
    error::Error,
    fmt, fs,
    io::{self, ErrorKind, Write},
    path::Path,
    process::ExitCode,
};
use tempfile::{Builder, NamedTempFile};
use terminal_size::{Width, terminal_size_of};

/// How many characters fit into a line of standard output, if that is a terminal.
#[must_use]
pub fn output_width() -> Option<usize> {
    let (Width(width), _) = terminal_size_of(io::stdout())?;
    Some(width.into())
}

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
/// away, such as `head`, is not an error.
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

/// Writes `text` to the file at `path`, whole or not at all: another program never reads a part of it. A file that is there keeps its
/// permissions; a new one has those that the program's umask leaves.
///
/// # Errors
///
/// When the file cannot be written; a file that is there stays as it is then.
pub fn write_file(path: &Path, text: &str) -> Result<(), CommandError> {
    let written = temporary_file(path).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.as_file().sync_all()?;
        file.persist(path)?;
        Ok(())
    });
    written.map_err(|error| {
        CommandError::failed(format!("`{}` cannot be written: {error}", path.display()))
    })
}

/// A file next to `path`, with the permissions that the file at `path` has or would get.
fn temporary_file(path: &Path) -> io::Result<NamedTempFile> {
    let folder = path.parent().filter(|folder| *folder != Path::new(""));
    if let Some(folder) = folder.filter(|folder| !folder.is_dir()) {
        let reason = format!("`{}` is not a folder", folder.display());
        return Err(io::Error::new(io::ErrorKind::NotFound, reason));
    }
    let mut builder = Builder::new();
    builder.prefix(".unfinished-");
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let file = builder.tempfile_in(folder.unwrap_or(Path::new(".")))?;
    if let Ok(there) = fs::metadata(path) {
        file.as_file().set_permissions(there.permissions())?;
    }
    Ok(file)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_missing_folder_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let error = write_file(&folder.path().join("none/file"), "")
            .unwrap_err()
            .to_string();
        assert!(error.ends_with("/none` is not a folder"), "{error}");
    }

    #[test]
    fn a_file_has_the_permissions_of_any_new_file_and_keeps_those_that_it_has() {
        let folder = tempfile::tempdir().unwrap();
        let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode();
        let (written, plain) = (folder.path().join("written"), folder.path().join("plain"));
        write_file(&written, "first").unwrap();
        fs::write(&plain, "").unwrap();
        assert_eq!(mode(&written), mode(&plain));

        fs::set_permissions(&written, fs::Permissions::from_mode(0o640)).unwrap();
        write_file(&written, "second").unwrap();
        assert_eq!(mode(&written) & 0o777, 0o640);
        assert_eq!(fs::read_to_string(&written).unwrap(), "second");
    }
}
