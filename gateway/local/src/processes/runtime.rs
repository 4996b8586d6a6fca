//! A function in the terms of a template, its runtime and its handler → the command that starts it.

use super::{FunctionCommand, InvalidCommand};
use std::path::Path;

/// Run what AWS's own clients would, where these are not installed.
const NODE: &str = include_str!("clients/node.mjs");
const PYTHON: &str = include_str!("clients/python.py");

impl FunctionCommand {
    /// The function of this runtime, such as `nodejs22.x`, `python3.13` or `provided.al2023`, whose code is in `folder`.
    ///
    /// Node.js and Python are those of the `PATH`, in any version. AWS's client of the Runtime API is used if it is
    /// installed: `aws-lambda-ric` in the folder's `node_modules`, or `awslambdaric`; a small one otherwise. The
    /// runtimes `provided…` and `go1.x` have a program in the folder, `bootstrap`.
    ///
    /// ```
    /// use apigw_local::FunctionCommand;
    ///
    /// let command = FunctionCommand::of_runtime("nodejs22.x", "src/app.handler", ".").unwrap();
    /// assert_eq!(command.to_string(), "node: src/app.handler");
    /// assert!(FunctionCommand::of_runtime("java21", "shop.Carts", ".").is_err());
    /// ```
    ///
    /// # Errors
    ///
    /// When functions of this runtime are not started here, or the folder has no program: the reason, and what to do.
    pub fn of_runtime(
        runtime: &str,
        handler: &str,
        folder: impl AsRef<Path>,
    ) -> Result<Self, InvalidCommand> {
        let folder = folder.as_ref();
        let version = runtime.find(|c: char| !c.is_ascii_alphabetic());
        let command = match &runtime[..version.unwrap_or(runtime.len())] {
            "nodejs" => {
                let arguments = ["--input-type=module", "--eval", NODE, "--", handler];
                Self::new("node", arguments).shown(format!("node: {handler}"))
            }
            "python" => {
                let arguments = ["-c", PYTHON, handler];
                Self::new("python3", arguments).shown(format!("python3: {handler}"))
            }
            "provided" | "go" => {
                if !folder.join("bootstrap").is_file() {
                    return Err(InvalidCommand::new(format!(
                        "`{}` has no program `bootstrap`: build the function first, and give the template that the build writes",
                        folder.display()
                    )));
                }
                Self::new("./bootstrap", [""; 0])
            }
            _ => {
                return Err(InvalidCommand::new(format!(
                    "functions of the runtime `{runtime}` are not started here by their handler"
                )));
            }
        };
        Ok(command.handler(handler).folder(folder))
    }

    /// Reads `nodejs:HANDLER` or `python:HANDLER`, such as `nodejs:src/app.handler`; `None` if the text is neither.
    pub(super) fn of_handler(text: &str) -> Option<Result<Self, InvalidCommand>> {
        let (runtime, handler) = text.split_once(':')?;
        let is_runtime = runtime.starts_with("nodejs") || runtime.starts_with("python");
        let is_word = |text: &str| !text.is_empty() && !text.contains(char::is_whitespace);
        (is_runtime && is_word(runtime) && is_word(handler))
            .then(|| Self::of_runtime(runtime, handler, "."))
    }
}
