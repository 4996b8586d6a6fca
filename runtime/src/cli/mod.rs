//! The command line of every API.
//!
//! Input: the API and the arguments. Output: data on standard output, all else on standard error, and an exit code: 0, 1 for
//! a failure or a drift, 2 for arguments that are wrong. Only `serve`, `invoke` and `explain` open the API's state.

mod check;
mod console;
mod contract;
mod document;
mod explain;
mod gateway;
mod help;
mod invoke;
#[cfg(unix)]
mod rebuild;
mod serve;
#[cfg(unix)]
mod sources;
mod welcome;

use crate::{Api, log_panics};
use apigw_local::cli::{CommandError, print};
use clap::{ArgMatches, Command, CommandFactory, FromArgMatches, Parser, Subcommand};
use clap_complete::{Shell, generate};
use std::{env, path::Path, process::ExitCode};
use textwrap::{Options, WordSeparator, WordSplitter, core::Word};

/// The option by which `serve --watch` tells a program that it comes in the place of a former one.
const RESTARTED: &str = "restarted";

/// How the API is run on a developer's machine.
#[derive(Debug, Parser)]
#[command(args_conflicts_with_subcommands = true, disable_help_subcommand = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Task>,
    #[command(flatten)]
    serve: serve::Serve,
}

/// What to do.
#[derive(Debug, Subcommand)]
enum Task {
    Serve(serve::Serve),
    #[command(name = "openapi")]
    OpenApi(document::OpenApi),
    Check(check::Check),
    Contract(contract::Contract),
    Invoke(invoke::Invoke),
    Explain(explain::Explain),
    /// Print a script that completes this program's arguments in a shell
    Completions {
        /// The shell
        shell: Shell,
    },
}

/// Runs the command that the arguments name; `serve` without one.
pub(crate) fn run(api: Api) -> ExitCode {
    let program = program();
    let command = command(&api, &program);
    let matches = match command.clone().try_get_matches() {
        Ok(matches) => matches,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            // A reader that has gone away needs no help.
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match dispatch(api, command, &matches) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => error.report(&program),
    }
}

fn command(api: &Api, program: &str) -> Command {
    let about = format!(
        "The API {} {}: run it behind a local API Gateway, and see what it can answer",
        api.title, api.version
    );
    let command = Arguments::command()
        .name(program.to_owned())
        .bin_name(program.to_owned())
        .version(api.version.clone())
        .about(about);
    help::with_examples(command, api, program)
}

/// The name by which the program was called.
fn program() -> String {
    let path = env::args_os().next().unwrap_or_default();
    let name = Path::new(&path).file_stem();
    name.map_or_else(|| "api".to_owned(), |name| name.to_string_lossy().into())
}

fn dispatch(api: Api, command: Command, matches: &ArgMatches) -> Result<(), CommandError> {
    let arguments = Arguments::from_arg_matches(matches)?;
    let task = arguments.command.unwrap_or(Task::Serve(arguments.serve));
    match task {
        Task::Serve(serve) => block_on(serve.run(api)),
        Task::OpenApi(openapi) => openapi.run(api),
        Task::Check(check) => check.run(api),
        Task::Contract(contract) => contract.run(&api),
        Task::Invoke(invoke) => block_on(invoke.run(api)),
        Task::Explain(explain) => block_on(explain.run(api)),
        Task::Completions { shell } => completions(command, shell),
    }
}

fn completions(mut command: Command, shell: Shell) -> Result<(), CommandError> {
    let (name, mut script) = (command.get_name().to_owned(), Vec::new());
    generate(shell, &mut command, name, &mut script);
    Ok(print(&String::from_utf8_lossy(&script))?)
}

/// The log, panics included: the text of a panic may be a caller's.
fn install_log() {
    apigw_local::log_to_stderr();
    log_panics();
}

fn block_on<F>(task: F) -> Result<(), CommandError>
where
    F: Future<Output = Result<(), CommandError>>,
{
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    let outcome = runtime.block_on(task);
    // A rendering that still runs ends within its budget; the program does not wait for it.
    runtime.shutdown_background();
    outcome
}

/// The line as lines that are not longer than `width`, each but the first behind `indent`. A longer word, and what stands in
/// backticks, stays whole, to be copied.
fn wrapped(line: &str, width: usize, indent: &str) -> String {
    let options = Options::new(width)
        .subsequent_indent(indent)
        .word_separator(WordSeparator::Custom(words))
        .word_splitter(WordSplitter::NoHyphenation)
        .break_words(false);
    textwrap::fill(line, options) + "\n"
}

/// The words of a line, each with the spaces after it. A space in backticks ends no word.
fn words(line: &str) -> Box<dyn Iterator<Item = Word<'_>> + '_> {
    let mut quotes = 0;
    let mut before = ' ';
    let mut starts: Vec<_> = line
        .char_indices()
        .filter(|&(_, character)| {
            let starts = before == ' ' && character != ' ' && quotes % 2 == 0;
            quotes += usize::from(character == '`');
            before = character;
            starts
        })
        .map(|(at, _)| at)
        .collect();
    // Spaces at the beginning belong to the first word.
    if let Some(first) = starts.first_mut() {
        *first = 0;
    }
    let ends: Vec<_> = starts.iter().skip(1).copied().chain([line.len()]).collect();
    let words = starts.into_iter().zip(ends);
    Box::new(words.map(move |(start, end)| Word::from(&line[start..end])))
}

/// The failure `error` of a command that opens or runs the API.
fn failed(error: impl std::fmt::Display) -> CommandError {
    CommandError::failed(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn parse(arguments: &[&str]) -> Result<Task, String> {
        let arguments = ["carts"].iter().chain(arguments);
        let parsed = Arguments::try_parse_from(arguments).map_err(|error| error.to_string())?;
        Ok(parsed.command.unwrap_or(Task::Serve(parsed.serve)))
    }

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn a_line_is_folded_between_words_and_not_in_backticks() {
        for (line, expected) in [
            ("  one two three", "  one two\n    three\n"),
            ("  a `pat tern` b", "  a\n    `pat tern`\n    b\n"),
            ("  `a long pattern` b", "  `a long pattern`\n    b\n"),
            ("", "\n"),
        ] {
            assert_eq!(wrapped(line, 10, "    "), expected, "{line}");
        }
    }

    #[test]
    fn without_a_command_it_serves() {
        for arguments in [&[][..], &["--port", "0"], &["serve", "--explain"]] {
            assert!(matches!(parse(arguments), Ok(Task::Serve(_))));
        }
    }

    #[test]
    fn a_mistyped_command_gets_the_one_that_is_meant() {
        let problem = parse(&["contracts"]).unwrap_err();
        assert!(problem.contains("'contract'"), "{problem}");
        let problem = parse(&["--ports", "0"]).unwrap_err();
        assert!(problem.contains("'--port'"), "{problem}");
    }
}
