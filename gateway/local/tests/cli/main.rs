//! The program `apigw-local`, as people and scripts run it.

mod console;
mod explain;
#[cfg(unix)]
mod functions;
mod lint;
mod plan;
mod routes;
mod serve;
mod server;
mod support;
#[cfg(unix)]
mod terminal;
mod usage;

use std::process::Output;
use support::program;

/// The exit status, standard output and standard error.
fn run(arguments: &[&str]) -> (i32, String, String) {
    ended(&program().args(arguments).output().unwrap())
}

fn ended(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    let status = output.status.code().unwrap();
    (status, text(&output.stdout), text(&output.stderr))
}
