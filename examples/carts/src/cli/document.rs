//! `carts openapi`: the document that API Gateway imports.

use super::{UsageError, print};
use lambda_api_errors::{
    ApiService, Error,
    openapi::{Cors, Function, Integration},
};
use std::{ffi::OsString, fs, path::PathBuf};

const OPTIONS: &str = "one of `--integration`, `--function`, `--cors`, `--yaml`, `--output`";

/// How the document is to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Options {
    integration: Option<Integration>,
    function: Option<Function>,
    origins: Vec<String>,
    yaml: bool,
    output: Option<PathBuf>,
}

impl Options {
    pub(super) fn parse(arguments: &[OsString]) -> Result<Self, UsageError> {
        let mut options = Self::default();
        let mut rest = arguments.iter().peekable();
        while let Some(option) = rest.next() {
            let mut value = |of: &str| {
                rest.next()
                    .ok_or_else(|| UsageError(format!("`{of}` needs a value")))
            };
            match option.to_str() {
                Some("--integration") => {
                    let name = text(value("--integration")?)?;
                    options.integration = Some(name.parse().map_err(UsageError)?);
                }
                Some("--function") => {
                    let Ok(function) = text(value("--function")?)?.parse();
                    options.function = Some(function);
                }
                Some("--cors") => {
                    options.origins.push(text(value("--cors")?)?);
                    while let Some(origin) =
                        rest.next_if(|next| !next.as_encoded_bytes().starts_with(b"--"))
                    {
                        options.origins.push(text(origin)?);
                    }
                }
                Some("--yaml") => options.yaml = true,
                Some("--output") => options.output = Some(value("--output")?.into()),
                _ => return Err(UsageError::unexpected(option, OPTIONS)),
            }
        }
        Ok(options)
    }

    /// Writes the document. What its size has to say goes to standard error.
    pub(super) fn write(self, service: &ApiService) -> Result<(), Error> {
        let mut openapi = service.openapi();
        if let Some(integration) = self.integration {
            openapi = openapi.integration(integration);
        }
        if let Some(function) = self.function {
            openapi = openapi.function(function);
        }
        if !self.origins.is_empty() {
            openapi = openapi.cors(Cors::origins(self.origins));
        }
        let document = openapi.document()?;
        for note in document.notes() {
            eprintln!("note: {note}");
        }
        let text = if self.yaml {
            document.to_yaml()
        } else {
            document.to_json()
        };
        match self.output {
            None => print(&text),
            Some(path) => fs::write(&path, text)
                .map_err(|error| format!("`{}` cannot be written: {error}", path.display()).into()),
        }
    }
}

pub(super) fn text(argument: &OsString) -> Result<String, UsageError> {
    let text = argument.to_str().map(str::to_owned);
    text.ok_or_else(|| UsageError(format!("`{}` is not UTF-8", argument.display())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(arguments: &str) -> Result<Options, UsageError> {
        let arguments: Vec<_> = arguments.split_whitespace().map(OsString::from).collect();
        Options::parse(&arguments)
    }

    #[test]
    fn takes_all_options() {
        let given = "--cors https://a.example https://b.example --yaml --integration proxy --function carts:live --output a.yaml";
        let expected = Options {
            integration: Some(Integration::Proxy),
            function: Some(Function::name("carts:live")),
            origins: vec![
                "https://a.example".to_owned(),
                "https://b.example".to_owned(),
            ],
            yaml: true,
            output: Some("a.yaml".into()),
        };
        assert_eq!(parse(given), Ok(expected));
        assert_eq!(parse(""), Ok(Options::default()));
    }

    #[test]
    fn tells_what_it_does_not_take() {
        for (arguments, problem) in [
            ("--integration", "`--integration` needs a value"),
            (
                "--integration http",
                "`http` is not an integration: write `custom` or `proxy`",
            ),
            (
                "--json",
                "unexpected argument `--json`, accepted is one of `--integration`, `--function`, `--cors`, `--yaml`, `--output`",
            ),
        ] {
            assert_eq!(parse(arguments).unwrap_err().to_string(), problem);
        }
    }
}
