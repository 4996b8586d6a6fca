//! Where the functions of a document are.

use super::CommandError;
use crate::{LambdaFunctions, LocalGateway, MissingStageVariable};
use clap::Args;
use std::collections::BTreeMap;

/// The functions that stand behind the gateway.
#[derive(Debug, Clone, Args)]
pub struct FunctionOptions {
    /// Where a function is: the URL of a Lambda Invoke API, such as `http://127.0.0.1:9000` for `cargo lambda watch`. With NAME=
    /// it is that function of the document; without, every function that no other option names. May be given several times
    #[arg(long = "function", value_name = "[NAME=]URL")]
    pub functions: Vec<String>,
}

impl FunctionOptions {
    /// The functions, to be invoked over HTTP.
    ///
    /// # Errors
    ///
    /// When an option is neither `URL` nor `NAME=URL`, or two speak of the same function.
    pub fn invoked(&self) -> Result<LambdaFunctions, crate::InvalidFunction> {
        LambdaFunctions::new(self.functions.iter().map(String::as_str))
    }
}

/// The functions and stage variables that have no URL or value yet, one line for each.
///
/// # Errors
///
/// When an option names a function that the document does not have.
pub fn missing_functions(
    gateway: &LocalGateway,
    given: &LambdaFunctions,
) -> Result<Vec<String>, CommandError> {
    let mut functions: BTreeMap<String, usize> = BTreeMap::new();
    let mut variables: BTreeMap<String, usize> = BTreeMap::new();
    for function in gateway.routes().filter_map(|route| route.function) {
        *match function {
            Ok(name) => functions.entry(name).or_default(),
            Err(MissingStageVariable(name)) => variables.entry(name).or_default(),
        } += 1;
    }
    if variables.is_empty()
        && let Some(unknown) = given.names().find(|name| !functions.contains_key(*name))
    {
        let known: Vec<_> = functions.keys().map(|name| format!("`{name}`")).collect();
        let known = match known.as_slice() {
            [] => "it has none".to_owned(),
            known => format!("it has {}", known.join(", ")),
        };
        return Err(CommandError::failed(format!(
            "`{unknown}` is not a function of the document; {known}"
        )));
    }
    let variables = variables.iter().map(|(name, count)| {
        format!(
            "the stage variable `{name}` is not set, so {}: add `--stage-variable {name}=VALUE`",
            answers(*count)
        )
    });
    let functions = functions
        .iter()
        .filter(|(name, _)| !given.has(name))
        .map(|(name, count)| {
            format!(
                "the function `{name}` has no address, so {}: add `--function {name}=URL`",
                answers(*count)
            )
        });
    Ok(variables.chain(functions).collect())
}

fn answers(operations: usize) -> String {
    match operations {
        1 => "1 operation answers 500".to_owned(),
        count => format!("{count} operations answer 500"),
    }
}
