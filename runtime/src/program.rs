//! The whole `main` of a program: where a platform started it, the platform's loop; elsewhere its command line.
//!
//! Input: an API, the arguments and the environment. Output: an exit code. Nothing here opens the API's state by itself.

use crate::{Api, api::Complete};
use std::process::ExitCode;

/// Runs `api`: the whole `main` of a program, in Lambda and on a developer's machine.
///
/// | where | what it does |
/// |---|---|
/// | Lambda (`AWS_LAMBDA_RUNTIME_API` is set), feature `lambda` | answers events, as [`Api::run`] does |
/// | Azure Functions (`FUNCTIONS_CUSTOMHANDLER_PORT` is set), features `lambda` and `http` | answers requests, as [`Api::run`] does |
/// | elsewhere, feature `cli` | a command line: `serve`, `openapi`, `check`, `contract`, `invoke`, `explain`, `--help` |
/// | elsewhere, without `cli` | says which feature it needs, and exits with 1 |
///
/// With arguments it is a command line everywhere. What only reads the contract (`openapi`, `check`, `contract`,
/// `completions`, `--help`) opens no [state](Api::with_state_from) and needs no environment.
///
/// It runs on tokio's multi-threaded runtime, so `main` itself is not async:
///
/// ```no_run
/// use lambda_api_errors::{Api, Json, lambda_endpoint};
/// use std::{convert::Infallible, process::ExitCode};
///
/// #[lambda_endpoint(GET, "/health")]
/// async fn health() -> Result<Json<&'static str>, Infallible> {
///     Ok(Json("ok"))
/// }
///
/// fn api() -> Api {
///     Api::new("monitor", env!("CARGO_PKG_VERSION")).endpoint::<health>()
/// }
///
/// fn main() -> ExitCode {
///     lambda_api_errors::main(api())
/// }
/// ```
///
/// A program that calls it does not build with `panic = "abort"` (see [features](crate#features)).
// Inlined, and so compiled with the program: a program that does not call it builds with `panic = "abort"`.
#[inline]
#[must_use = "write `fn main() -> std::process::ExitCode`, and this call as its last line without a semicolon: otherwise a failed command exits with 0"]
pub fn main(api: impl Complete) -> ExitCode {
    let api = api.complete();
    #[cfg(any(feature = "cli", feature = "lambda"))]
    if tokio::runtime::Handle::try_current().is_ok() {
        return inside_a_runtime(&api);
    }
    #[cfg(feature = "lambda")]
    if std::env::args_os().len() <= 1 && crate::lambda::on_a_platform() {
        return on_the_platform(api);
    }
    elsewhere(api)
}

#[cfg(any(feature = "cli", feature = "lambda"))]
fn inside_a_runtime(api: &Api) -> ExitCode {
    eprintln!(
        "{}: `lambda_api_errors::main` makes the runtime of tokio itself, and a thread has one at most: \
         write `fn main() -> std::process::ExitCode` without `async` and `#[tokio::main]`",
        api.title
    );
    ExitCode::FAILURE
}

#[cfg(feature = "lambda")]
#[inline]
fn on_the_platform(api: Api) -> ExitCode {
    let title = api.title.clone();
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let outcome = match runtime {
        Ok(runtime) => runtime.block_on(api.run()),
        Err(error) => Err(error.into()),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{title}: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(feature = "cli")]
#[inline]
fn elsewhere(api: Api) -> ExitCode {
    crate::cli::run(api)
}

#[cfg(not(feature = "cli"))]
fn elsewhere(api: Api) -> ExitCode {
    let Api { title, version, .. } = api;
    eprintln!(
        "{title} {version} is an AWS Lambda function, and Lambda did not start it.\n\
         To run it here, it needs the feature `cli` of lambda-api-errors: `cargo run --features cli`, where its `Cargo.toml` has \
         `[features] cli = [\"lambda-api-errors/cli\"]`"
    );
    ExitCode::FAILURE
}

#[cfg(all(test, any(feature = "cli", feature = "lambda")))]
mod tests {
    use super::main;
    use crate::Api;
    use std::process::ExitCode;

    #[tokio::test]
    async fn a_main_that_is_async_gets_a_text_and_no_panic() {
        let ended = main(Api::new("monitor", "1"));
        assert_eq!(format!("{ended:?}"), format!("{:?}", ExitCode::FAILURE));
    }
}
