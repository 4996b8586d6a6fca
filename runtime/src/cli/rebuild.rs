//! `serve --watch`: builds the program again when its sources change, and puts the new one in place of the former one.
//!
//! This process keeps the sockets of the gateway and of the console, and the program that it starts accepts on them. So requests that
//! come while one program stops and the next one starts wait, and are answered by the new one. What this process does, it tells the
//! program, whose console shows it.

use super::{
    RESTARTED, failed,
    sources::{Sources, summary},
};
use apigw_local::{
    cli::{Changes, CommandError, ConsoleOptions},
    console::Notices,
};
use command_fds::{CommandFdExt, FdMapping};
use rustix::process::{Pid, Signal, kill_process};
use serde_json::Value;
use std::{
    collections::BTreeMap,
    env,
    ffi::OsString,
    io,
    net::{Ipv4Addr, TcpListener},
    os::{fd::OwnedFd, unix::net::UnixDatagram},
    process::{Command, Stdio},
    time::Duration,
};
use tokio::process::{Child, Command as AsyncCommand};

/// The first socket in the program that is started; the protocol of systemd's socket activation begins here. The gateway's is followed
/// by the console's, and by the one for news.
const SOCKET: i32 = 3;
/// How long a piece of news can be, in bytes.
const NEWS: usize = 4096;
/// How long a program that stops may take to finish its requests.
const STOP_LIMIT: Duration = Duration::from_secs(30);

/// How the program is built and started.
pub(super) struct Program {
    /// The arguments of `cargo run` and `cargo build`.
    cargo: Vec<OsString>,
    /// The arguments of the program itself.
    arguments: Vec<OsString>,
    listener: TcpListener,
    /// The console's socket, and the two ends of the one for news; `None` without a console.
    console: Option<(TcpListener, UnixDatagram, UnixDatagram)>,
    sources: Sources,
}

/// Shows what the process that builds the program tells it.
pub(super) fn show(news: UnixDatagram, notices: Notices) -> io::Result<()> {
    news.set_nonblocking(true)?;
    let news = tokio::net::UnixDatagram::from_std(news)?;
    tokio::spawn(async move {
        let mut text = vec![0; NEWS];
        while let Ok(size) = news.recv(&mut text).await {
            notices.show(String::from_utf8_lossy(&text[..size]));
        }
    });
    Ok(())
}

impl Program {
    /// The program of this process, started on `port` by `cargo run` with the arguments `cargo`: without any, as the package that
    /// `cargo run` started this process from.
    pub(super) fn new(
        cargo: &[OsString],
        port: u16,
        console: &ConsoleOptions,
    ) -> Result<Self, CommandError> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
            failed(format!(
                "port {port} of 127.0.0.1 is not available: {error}; `--port 0` takes any that is free"
            ))
        })?;
        let console = match console.bind(listener.local_addr()?)? {
            Some(listener) => {
                let (here, there) = UnixDatagram::pair()?;
                // The other end may be closed, as after a program that does not build.
                here.set_nonblocking(true)?;
                Some((listener, here, there))
            }
            None => None,
        };
        Ok(Self {
            cargo: match (cargo, env::var_os("CARGO_PKG_NAME")) {
                ([], Some(package)) => vec!["--package".into(), package],
                _ => cargo.to_vec(),
            },
            arguments: own_arguments(env::args_os().skip(1)),
            listener,
            console,
            sources: Sources::of_this_program()?,
        })
    }

    /// Serves until Ctrl-C, with a new program after each change that builds.
    pub(super) async fn run(self) -> Result<(), CommandError> {
        let sources = self.sources.paths()?;
        let mut changes = Changes::of(&sources)
            .map_err(|error| failed(format!("the program's sources cannot be watched: {error}")))?;
        if !self.build().await? {
            return Err(failed("the program does not build"));
        }
        let mut known = self.contract().await;
        let mut running = self.start(&self.arguments)?;
        let arguments = arguments_of_the_next(&self.arguments);
        eprintln!("watching {}; Ctrl-C stops both programs", summary(&sources));
        loop {
            tokio::select! {
                () = changes.next() => {}
                interrupted = tokio::signal::ctrl_c() => {
                    interrupted?;
                    return stop(running).await;
                }
            }
            eprintln!("a source has changed; building");
            self.tell("A source has changed, and the program is being built again. Until it is ready, the former one answers.");
            if !self.build().await? {
                eprintln!("that does not build; the former program still answers");
                self.tell("The program does not build: the terminal says why. The former program still answers.");
                continue;
            }
            for source in self.sources.paths()? {
                changes.add(&source).map_err(|error| {
                    failed(format!("`{}` cannot be watched: {error}", source.display()))
                })?;
            }
            let contract = self.contract().await;
            let news = differences(&known, &contract);
            if news.is_empty() {
                eprintln!("contract: as before");
            }
            for news in news {
                eprintln!("contract: {news}");
            }
            known = contract;
            self.tell("The new program is built, and starts when the former one has finished its requests.");
            stop(running).await?;
            self.forget();
            running = self.start(&arguments)?;
        }
    }

    /// Tells the program that runs what happens, for its console.
    fn tell(&self, news: &str) {
        if let Some((_, here, _)) = &self.console {
            // A program that does not read its news misses some.
            let _ = here.send(news.as_bytes());
        }
    }

    /// Drops the news that the former program did not read.
    fn forget(&self) {
        if let Some((_, _, there)) = &self.console {
            let _ = there.set_nonblocking(true);
            while there.recv(&mut [0]).is_ok() {}
        }
    }

    async fn build(&self) -> Result<bool, CommandError> {
        let mut build = AsyncCommand::new("cargo");
        let status = build.arg("build").args(&self.cargo).status().await;
        let status = status.map_err(|error| failed(format!("`cargo` cannot be run: {error}")))?;
        Ok(status.success())
    }

    /// What the program that was built can answer; nothing if it does not say.
    async fn contract(&self) -> Contract {
        let mut run = AsyncCommand::new("cargo");
        let run = run.args(["run", "--quiet"]).args(&self.cargo);
        let output = run
            .args(["--", "contract", "--json"])
            .stderr(Stdio::inherit())
            .output();
        let output = output.await.map(|output| output.stdout).unwrap_or_default();
        contract(&serde_json::from_slice(&output).unwrap_or_default())
    }

    fn start(&self, arguments: &[OsString]) -> Result<Child, CommandError> {
        let mut run = Command::new("cargo");
        run.args(["run", "--quiet"]).args(&self.cargo);
        run.arg("--").args(arguments);
        let mut sockets: Vec<OwnedFd> = vec![self.listener.try_clone()?.into()];
        if let Some((console, _, news)) = &self.console {
            sockets.push(console.try_clone()?.into());
            sockets.push(news.try_clone()?.into());
        }
        run.env("LISTEN_FDS", sockets.len().to_string());
        run.env_remove("LISTEN_PID");
        let mappings = sockets.into_iter().zip(SOCKET..);
        let mappings = mappings.map(|(parent_fd, child_fd)| FdMapping {
            parent_fd,
            child_fd,
        });
        run.fd_mappings(mappings.collect())?;
        let mut run = AsyncCommand::from(run);
        Ok(run.kill_on_drop(true).spawn()?)
    }
}

/// Has the program finish its requests, as Ctrl-C does, and waits for its end.
async fn stop(mut program: Child) -> Result<(), CommandError> {
    let id = program.id().and_then(|id| i32::try_from(id).ok());
    if let Some(id) = id.and_then(Pid::from_raw) {
        // It may have ended by itself, which is what is wanted.
        let _ = kill_process(id, Signal::INT);
    }
    if tokio::time::timeout(STOP_LIMIT, program.wait())
        .await
        .is_err()
    {
        program.kill().await?;
    }
    Ok(())
}

/// The arguments of the program that is started: these without `--watch`, `--cargo` and what follows it.
fn own_arguments(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    arguments
        .take_while(|argument| argument != "--cargo")
        .filter(|argument| argument != "--watch")
        .collect()
}

/// The arguments of each program after the first one: a browser is opened once, and what the first one printed still holds.
fn arguments_of_the_next(arguments: &[OsString]) -> Vec<OsString> {
    let mut next = arguments.to_vec();
    next.retain(|argument| argument != "--open");
    next.push(format!("--{RESTARTED}").into());
    next
}

/// What each operation answers: by `operation CODE`, status and prefix.
type Contract = BTreeMap<String, String>;

fn contract(json: &Value) -> Contract {
    let operations = json["operations"].as_array().into_iter().flatten();
    operations
        .flat_map(|operation| {
            let name = operation["name"].as_str().unwrap_or_default();
            let success = format!("{} {}", operation["method"], operation["path"]);
            let success = (
                name.to_owned(),
                format!("{success} {}", operation["success"]),
            );
            let responses = operation["responses"].as_array().into_iter().flatten();
            let failures = responses.map(move |response| {
                let code = response["code"].as_str().unwrap_or_default();
                (format!("{name} {code}"), response.to_string())
            });
            [success].into_iter().chain(failures)
        })
        .collect()
}

/// What is new, gone or other in `now`, a line each.
fn differences(before: &Contract, now: &Contract) -> Vec<String> {
    let mut lines = Vec::new();
    for (name, answer) in now {
        match before.get(name) {
            None => lines.push(format!("{name} is new: {answer}")),
            Some(former) if former != answer => {
                lines.push(format!("{name} was {former} and is {answer}"));
            }
            Some(_) => {}
        }
    }
    let gone = before.keys().filter(|name| !now.contains_key(*name));
    lines.extend(gone.map(|name| format!("{name} is gone")));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn the_program_gets_the_arguments_that_are_its_own() {
        let arguments = [
            "serve", "--watch", "--port", "0", "--cargo", "-p", "carts", "--watch",
        ];
        let own = own_arguments(arguments.into_iter().map(OsString::from));
        assert_eq!(own, ["serve", "--port", "0"]);
    }

    #[test]
    fn the_next_program_opens_no_browser_and_prints_no_routes() {
        let arguments = ["serve", "--open", "--port", "0"].map(OsString::from);
        let next = arguments_of_the_next(&arguments);
        assert_eq!(next, ["serve", "--port", "0", "--restarted"]);
    }

    #[test]
    fn a_change_of_the_contract_is_named() {
        let document = |status: u16, code: &str| {
            contract(&json!({"operations": [{
                "name": "get_cart", "method": "GET", "path": "/carts", "success": {"status": 200},
                "responses": [{"code": code, "status": status}],
            }]}))
        };
        let before = document(404, "CartNotFound");
        assert_eq!(differences(&before, &before), [""; 0]);
        assert_eq!(
            differences(&before, &document(410, "CartNotFound")),
            [
                r#"get_cart CartNotFound was {"code":"CartNotFound","status":404} and is {"code":"CartNotFound","status":410}"#
            ]
        );
        assert_eq!(
            differences(&before, &document(404, "Gone")),
            [
                r#"get_cart Gone is new: {"code":"Gone","status":404}"#,
                "get_cart CartNotFound is gone"
            ]
        );
    }
}
