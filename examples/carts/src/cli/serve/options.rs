//! What `carts serve` is asked for.

use super::super::{UsageError, document::text};
use lambda_api_errors::{local::LambdaFunctions, openapi::Integration};
use std::{
    ffi::OsString, fmt::Display, ops::RangeInclusive, path::PathBuf, str::FromStr, time::Duration,
};

const OPTIONS: &str = "one of `--port`, `--integration`, `--document`, `--stage`, `--stage-variable`, `--function`, `--timeout`, `--explain`";
const PORT: u16 = 8700;
/// The most that Lambda allows.
const TIMEOUT: Duration = Duration::from_mins(15);

/// What to serve, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Options {
    pub(super) port: u16,
    pub(super) integration: Integration,
    pub(super) document: Option<PathBuf>,
    pub(super) stage: Option<String>,
    pub(super) stage_variables: Vec<(String, String)>,
    pub(super) functions: Vec<String>,
    pub(super) timeout: Duration,
    pub(super) explain: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            port: PORT,
            integration: Integration::Custom,
            document: None,
            stage: None,
            stage_variables: Vec::new(),
            functions: Vec::new(),
            timeout: TIMEOUT,
            explain: false,
        }
    }
}

impl Options {
    pub(in crate::cli) fn parse(arguments: &[OsString]) -> Result<Self, UsageError> {
        let mut options = Self::default();
        let mut given = Vec::new();
        let mut rest = arguments.iter();
        while let Some(argument) = rest.next() {
            let name = argument.to_str().unwrap_or_default();
            let mut value = || match rest.next() {
                Some(value) => text(value),
                None => Err(UsageError(format!("`{name}` needs a value"))),
            };
            match name {
                "--port" => options.port = number(name, &value()?, 0..=u16::MAX)?,
                "--integration" => options.integration = value()?.parse().map_err(UsageError)?,
                "--document" => options.document = Some(value()?.into()),
                "--stage" => options.stage = Some(stage(value()?)?),
                "--stage-variable" => options.stage_variables.push(variable(&value()?)?),
                "--function" => options.functions.push(value()?),
                "--timeout" => {
                    let seconds = number(name, &value()?, 1..=TIMEOUT.as_secs())?;
                    options.timeout = Duration::from_secs(seconds);
                }
                "--explain" => options.explain = true,
                _ => return Err(UsageError::unexpected(argument, OPTIONS)),
            }
            given.push(name);
        }
        LambdaFunctions::new(options.functions.iter().map(String::as_str))
            .map_err(|error| UsageError(error.to_string()))?;
        for [one, other] in [["--integration", "--document"], ["--timeout", "--function"]] {
            if given.contains(&one) && given.contains(&other) {
                return Err(UsageError(format!(
                    "`{one}` has no effect together with `{other}`: remove one of them"
                )));
            }
        }
        Ok(options)
    }
}

fn number<N: FromStr + PartialOrd + Display>(
    option: &str,
    text: &str,
    range: RangeInclusive<N>,
) -> Result<N, UsageError> {
    let number = text.parse().ok().filter(|number| range.contains(number));
    number.ok_or_else(|| {
        let (first, last) = (range.start(), range.end());
        UsageError(format!(
            "`{option}` is a whole number from {first} to {last}, and `{text}` is not"
        ))
    })
}

fn variable(text: &str) -> Result<(String, String), UsageError> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err(UsageError(format!(
            "`{text}` is not a stage variable: write NAME=VALUE"
        ))),
    }
}

fn stage(text: String) -> Result<String, UsageError> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if !text.is_empty() && text.chars().all(allowed) {
        return Ok(text);
    }
    Err(UsageError(format!(
        "`{text}` is not a stage: write a name of letters, digits, `_` and `-`"
    )))
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
        let given = "--port 0 --document a.yaml --stage live --stage-variable a=b=c --stage-variable d= \
                     --function http://127.0.0.1:9000 --function other=http://127.0.0.1:9001 --explain";
        let expected = Options {
            port: 0,
            integration: Integration::Custom,
            document: Some("a.yaml".into()),
            stage: Some("live".to_owned()),
            stage_variables: [("a", "b=c"), ("d", "")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            functions: vec![
                "http://127.0.0.1:9000".to_owned(),
                "other=http://127.0.0.1:9001".to_owned(),
            ],
            timeout: TIMEOUT,
            explain: true,
        };
        assert_eq!(parse(given), Ok(expected));
        let expected = Options {
            integration: Integration::Proxy,
            timeout: Duration::from_secs(2),
            ..Options::default()
        };
        assert_eq!(parse("--timeout 2 --integration proxy"), Ok(expected));
        assert_eq!(parse(""), Ok(Options::default()));
    }

    #[test]
    fn tells_what_it_does_not_take() {
        for (arguments, problem) in [
            ("--port", "`--port` needs a value"),
            (
                "--port 65536",
                "`--port` is a whole number from 0 to 65535, and `65536` is not",
            ),
            (
                "--timeout 0",
                "`--timeout` is a whole number from 1 to 900, and `0` is not",
            ),
            (
                "--timeout 901",
                "`--timeout` is a whole number from 1 to 900, and `901` is not",
            ),
            (
                "--timeout 1.5",
                "`--timeout` is a whole number from 1 to 900, and `1.5` is not",
            ),
            (
                "--integration http",
                "`http` is not an integration: write `custom` or `proxy`",
            ),
            (
                "--stage-variable fn",
                "`fn` is not a stage variable: write NAME=VALUE",
            ),
            (
                "--function https://example.com",
                "`https://example.com` is neither URL nor NAME=URL, with a URL such as http://127.0.0.1:9000",
            ),
            (
                "--function http://127.0.0.1:9000?a=b",
                "`http://127.0.0.1:9000?a=b` is neither URL nor NAME=URL, with a URL such as http://127.0.0.1:9000",
            ),
            (
                "--function http://127.0.0.1:1 --function http://127.0.0.1:2",
                "`http://127.0.0.1:1` and `http://127.0.0.1:2` need names, as in NAME=http://127.0.0.1:2: one alone can go without",
            ),
            (
                "--function a=http://127.0.0.1:1 --function a=http://127.0.0.1:2",
                "`a` is at `http://127.0.0.1:1` and at `http://127.0.0.1:2`: leave out one of them",
            ),
            (
                "--stage a/b",
                "`a/b` is not a stage: write a name of letters, digits, `_` and `-`",
            ),
            (
                "--integration proxy --document a.yaml",
                "`--integration` has no effect together with `--document`: remove one of them",
            ),
            (
                "--function http://127.0.0.1:9000 --timeout 2",
                "`--timeout` has no effect together with `--function`: remove one of them",
            ),
        ] {
            assert_eq!(parse(arguments).unwrap_err().to_string(), problem);
        }
        let problem = parse("8080").unwrap_err().to_string();
        assert!(problem.starts_with("unexpected argument `8080`, accepted is one of `--port`"));
    }
}
