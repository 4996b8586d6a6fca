//! The document that a command is about.

use super::CommandError;
use crate::{ApiChoice, Document};
use std::{
    fmt,
    fs::File,
    io::{ErrorKind, Read},
    path::{Path, PathBuf},
};

/// How large a document may be, in bytes. API Gateway imports 6 MB.
pub const DOCUMENT_LIMIT: u64 = 16 << 20;

/// A file with a document, or `-` for standard input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentFile(PathBuf);

impl DocumentFile {
    /// The document at `path`.
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// Where it is.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where the files are that it names: its folder, or the current one for standard input.
    #[must_use]
    pub fn folder(&self) -> PathBuf {
        let folder = self
            .0
            .parent()
            .filter(|folder| folder.components().count() > 0);
        let folder = folder.unwrap_or(Path::new("."));
        std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned())
    }

    /// Whether it is standard input.
    #[must_use]
    pub fn is_stdin(&self) -> bool {
        self.0.as_os_str() == "-"
    }

    /// The text.
    ///
    /// # Errors
    ///
    /// When there is no such file, or it is not a text, or is larger than [`DOCUMENT_LIMIT`].
    pub fn text(&self) -> Result<String, CommandError> {
        let mut text = String::new();
        let size = if self.is_stdin() {
            let stdin = std::io::stdin().lock();
            stdin.take(DOCUMENT_LIMIT + 1).read_to_string(&mut text)
        } else {
            File::open(&self.0)
                .and_then(|file| file.take(DOCUMENT_LIMIT + 1).read_to_string(&mut text))
        };
        let size = size.map_err(|error| {
            let advice = match error.kind() {
                ErrorKind::InvalidData => "; a document is text in UTF-8",
                _ => "",
            };
            CommandError::failed(format!("{self} cannot be read: {error}{advice}"))
        })?;
        if size as u64 > DOCUMENT_LIMIT {
            let limit = DOCUMENT_LIMIT >> 20;
            return Err(CommandError::failed(format!(
                "{self} has more than {limit} MiB; API Gateway imports documents of 6 MB at most"
            )));
        }
        Ok(text)
    }

    /// Reads the document in `text`, the content of the file. A problem of one operation does not affect another; all problems
    /// are in [`Document::problems`].
    ///
    /// # Errors
    ///
    /// When it is not a document of a REST API, or has no operations; the message names each problem by its JSON pointer.
    pub fn parse(&self, text: &str) -> Result<Document, CommandError> {
        self.parse_api(text, &ApiChoice::default())
    }

    /// Reads the document in `text`, or the chosen API if it is a template or a plan.
    ///
    /// # Errors
    ///
    /// As [`parse`](Self::parse), and when the file does not have what `choice` names.
    pub fn parse_api(&self, text: &str, choice: &ApiChoice) -> Result<Document, CommandError> {
        Document::read_api(text, choice).map_err(|error| {
            CommandError::failed(format!(
                "{self} is not a document that the local gateway can run; the problems, by JSON pointer:\n{error}"
            ))
        })
    }
}

impl From<&str> for DocumentFile {
    fn from(path: &str) -> Self {
        Self::new(path)
    }
}

impl fmt::Display for DocumentFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_stdin() {
            return f.write_str("standard input");
        }
        write!(f, "`{}`", self.0.display())
    }
}
