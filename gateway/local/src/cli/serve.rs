//! `apigw-local serve`: a document on a port of this machine.

use super::{
    Changes, CommandError, ConsoleOptions, DocumentFile, FunctionOptions, GivenFunctions,
    RouteTable, ServerOptions, StageOptions, TemplateOptions, code, missing_functions, print,
    requests_to_try, usage_error,
};
use crate::{
    ApiChoice, LocalGateway, RunningGateway,
    console::{Console, Notices},
    log_to_stderr,
};
use clap::Args;
use std::collections::BTreeSet;

/// The target of the log's events.
const LOG: &str = "apigw_local";

/// Serve a document on 127.0.0.1, and log for each request which pattern or which gateway response answers it
///
/// The first line printed has the address.
#[derive(Debug, Args)]
#[command(after_help = "\
Examples:
  apigw-local serve api.yaml --function http://127.0.0.1:9000
  apigw-local serve api.yaml --function 'python3 -m awslambdaric app.handler' --watch
  apigw-local serve api.yaml --function carts=./target/debug/carts --function mail=http://127.0.0.1:9001
  apigw-local serve api.yaml --function http://127.0.0.1:9000 --watch --explain --port 0
  apigw-local serve api.yaml --function http://127.0.0.1:9000 --open
  apigw-local serve cdk.out/Shop.template.json --api Orders --parameter Stage=test --function http://127.0.0.1:9000")]
pub(super) struct Serve {
    /// The document, in JSON or YAML: `OpenAPI`, Swagger, a template of AWS, or a plan as `terraform show -json` prints it; `-` is
    /// standard input
    file: DocumentFile,
    #[command(flatten)]
    template: TemplateOptions,
    #[command(flatten)]
    functions: FunctionOptions,
    #[command(flatten)]
    server: ServerOptions,
    #[command(flatten)]
    console: ConsoleOptions,
    #[command(flatten)]
    stage: StageOptions,
    /// Read the document again when it changes, and start functions anew when their code does; open connections stay
    #[arg(long)]
    watch: bool,
}

/// Makes a gateway from a document, each time that the document changes.
struct Maker {
    file: DocumentFile,
    choice: ApiChoice,
    stage: StageOptions,
    functions: GivenFunctions,
}

impl Serve {
    pub(super) async fn run(self) -> Result<(), CommandError> {
        log_to_stderr();
        let functions = self.functions.invoked();
        let functions = functions.map_err(|error| usage_error("serve", error))?;
        if self.watch && self.file.is_stdin() {
            return Err(usage_error(
                "serve",
                "`--watch` needs a file, and `-` is not a file",
            ));
        }
        // Before the document is read, so that no change is missed.
        let changes = self.watch.then(|| Changes::of([self.file.path()]));
        let changes = changes.transpose().map_err(|error| {
            CommandError::failed(format!("{} cannot be watched: {error}", self.file))
        })?;
        let maker = Maker {
            file: self.file,
            choice: self.template.choice(),
            stage: self.stage,
            functions,
        };
        let text = maker.file.text()?;
        let gateway = maker.gateway(&text)?;
        let missing = missing_functions(&gateway, &maker.functions)?;
        let (routes, title) = (
            RouteTable::new(gateway.routes()),
            gateway.title().to_owned(),
        );
        let code = self.watch.then(|| code::watch(maker.functions.processes()));
        let server = self.server.bind(gateway.clone()).await?;
        let (server, console) = self.console.beside(server, None)?;
        let address = server.address()?;
        let file = &maker.file;
        print(&format!(
            "http://{address} serves {title} as {file} says\n\n{routes}\n"
        ))?;
        let tries = requests_to_try(&gateway, address);
        if !tries.is_empty() {
            print(&format!("To try in another terminal:\n{tries}\n"))?;
        }
        for missing in missing {
            tracing::warn!(target: LOG, "{missing}");
        }
        let notices = console.as_ref().map(Console::notices);
        self.console.start(console);
        let running = server.running_gateway();
        let functions = maker.functions.clone();
        let serving = async {
            match changes {
                None => server.run().await.map_err(failed),
                Some(changes) => {
                    let restarting = code::restart(functions.processes(), code.flatten());
                    let reloading = maker.reload(changes, text, running, notices);
                    tokio::select! {
                        outcome = server.run() => outcome.map_err(failed),
                        () = reloading => Ok(()),
                        () = restarting => Ok(()),
                    }
                }
            }
        };
        functions.serve(serving).await
    }
}

impl Maker {
    fn gateway(&self, text: &str) -> Result<LocalGateway, CommandError> {
        let mut document = self.file.parse_api(text, &self.choice)?;
        document.call_functions(self.functions.names());
        self.functions.describe(&document, &self.file.folder());
        let stage = document.stage.take();
        let gateway = LocalGateway::new(document, self.functions.clone());
        Ok(self.stage.set_over(stage.as_ref(), gateway))
    }

    /// Puts a gateway in place for each new text of the document; one that cannot be run changes nothing.
    async fn reload(
        self,
        mut changes: Changes,
        mut text: String,
        running: RunningGateway,
        notices: Option<Notices>,
    ) {
        let show = |text: String| {
            if let Some(notices) = &notices {
                notices.show(text);
            }
        };
        let mut known = operations(&running.get());
        let mut differs = false;
        loop {
            changes.next().await;
            let read = match self.file.text() {
                Ok(read) if read == text => {
                    if std::mem::take(&mut differs) {
                        show(format!("{} is again as it runs.", self.file));
                        tracing::info!(target: LOG, "{} is again as it runs", self.file);
                    }
                    continue;
                }
                Ok(read) => self.gateway(&read).map(|gateway| (read, gateway)),
                Err(error) => Err(error),
            };
            match read {
                Ok((read, gateway)) => {
                    let now = operations(&gateway);
                    let news = difference(&known, &now);
                    running.replace(gateway);
                    show(format!("{} is read again: {news}.", self.file));
                    tracing::info!(target: LOG, "{} is read again: {news}", self.file);
                    (text, known, differs) = (read, now, false);
                }
                Err(error) => {
                    differs = true;
                    show(format!(
                        "{} has changed, but the former document still runs: {error}",
                        self.file
                    ));
                    tracing::warn!(target: LOG, "the former document still runs: {error}");
                }
            }
        }
    }
}

fn failed(error: impl std::fmt::Display) -> CommandError {
    CommandError::failed(error.to_string())
}

fn operations(gateway: &LocalGateway) -> BTreeSet<String> {
    let routes = gateway.routes().map(|route| {
        let method = route.method.as_ref().map_or("ANY", http::Method::as_str);
        format!("{method} {}", route.path)
    });
    routes.collect()
}

/// Which operations are new, and which are gone.
fn difference(before: &BTreeSet<String>, now: &BTreeSet<String>) -> String {
    let listed = |word: &str, names: Vec<&str>| match names.as_slice() {
        [] => String::new(),
        names => format!("; {word} {}", names.join(", ")),
    };
    let added = now.difference(before).map(String::as_str).collect();
    let gone = before.difference(now).map(String::as_str).collect();
    let count = now.len();
    format!(
        "{count} operations{}{}",
        listed("new:", added),
        listed("gone:", gone)
    )
}
