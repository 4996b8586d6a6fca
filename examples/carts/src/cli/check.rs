//! `carts check FILE`: how a deployed stage differs from the types.

use super::{UsageError, document::text, print};
use lambda_api_errors::{
    ApiService, Error,
    openapi::{Cors, Integration},
};
use std::{
    ffi::OsString,
    fmt::Write,
    fs::File,
    io::{self, Read},
    path::PathBuf,
};

const OPTIONS: &str = "one of `--integration`, `--cors`";
/// How much of the file is read. The check refuses less.
const MOST: u64 = 64 << 20;

/// What to check, and how the gateway should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    file: PathBuf,
    integration: Integration,
    origins: Vec<String>,
}

impl Options {
    pub(super) fn parse(arguments: &[OsString]) -> Result<Self, UsageError> {
        let is_option = |argument: &OsString| argument.as_encoded_bytes().starts_with(b"--");
        let mut rest = arguments.iter().peekable();
        let file = rest
            .next_if(|file| !is_option(file))
            .ok_or_else(|| UsageError("`check` needs a file: `carts check FILE`".to_owned()))?;
        let mut options = Self {
            file: file.into(),
            integration: Integration::Custom,
            origins: Vec::new(),
        };
        while let Some(option) = rest.next() {
            let mut value = || {
                let value = rest.next_if(|value| !is_option(value));
                let missing = || UsageError(format!("`{}` needs a value", option.display()));
                value.ok_or_else(missing).and_then(text)
            };
            match option.to_str() {
                Some("--integration") => {
                    options.integration = value()?.parse().map_err(UsageError)?;
                }
                Some("--cors") => {
                    options.origins.push(value()?);
                    while let Some(origin) = rest.next_if(|value| !is_option(value)) {
                        options.origins.push(text(origin)?);
                    }
                }
                _ => return Err(UsageError::unexpected(option, OPTIONS)),
            }
        }
        Ok(options)
    }

    /// Prints a line for each drift.
    ///
    /// # Errors
    ///
    /// When there is any, or the file cannot be checked.
    pub(super) fn run(self, service: &ApiService) -> Result<(), Error> {
        let file = self.file.display();
        let document =
            read(&self.file).map_err(|error| format!("`{file}` cannot be read: {error}"))?;
        let mut openapi = service.openapi().integration(self.integration);
        if !self.origins.is_empty() {
            openapi = openapi.cors(Cors::origins(self.origins));
        }
        let report = openapi
            .check(&document)
            .map_err(|error| format!("`{file}` cannot be checked: {error}"))?;
        let mut lines = report.to_string();
        let compared = report.compared();
        let drifts = report.drifts().len();
        if drifts == 0 {
            writeln!(lines, "`{file}` agrees with the types: {compared} compared")?;
        }
        print(&lines)?;
        match drifts {
            0 => Ok(()),
            1 => Err(format!("`{file}` differs from the types in one place").into()),
            places => Err(format!("`{file}` differs from the types in {places} places").into()),
        }
    }
}

fn read(path: &PathBuf) -> io::Result<String> {
    let mut text = String::new();
    File::open(path)?.take(MOST).read_to_string(&mut text)?;
    Ok(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &str) -> Result<Options, UsageError> {
        let arguments: Vec<_> = arguments.split_whitespace().map(OsString::from).collect();
        Options::parse(&arguments)
    }

    #[test]
    fn takes_a_file_and_options() {
        let given = "stage.json --cors https://a.example https://b.example --integration proxy";
        let expected = Options {
            file: "stage.json".into(),
            integration: Integration::Proxy,
            origins: vec![
                "https://a.example".to_owned(),
                "https://b.example".to_owned(),
            ],
        };
        assert_eq!(parse(given), Ok(expected));
    }

    #[test]
    fn tells_what_it_does_not_take() {
        for (arguments, problem) in [
            ("", "`check` needs a file: `carts check FILE`"),
            ("--cors *", "`check` needs a file: `carts check FILE`"),
            ("a.json --cors", "`--cors` needs a value"),
            (
                "a.json --integration --cors",
                "`--integration` needs a value",
            ),
            (
                "a.json b.json",
                "unexpected argument `b.json`, accepted is one of `--integration`, `--cors`",
            ),
        ] {
            assert_eq!(parse(arguments).unwrap_err().to_string(), problem);
        }
    }
}
