//! `serve`: the API, or another document, behind the local gateway.

use super::{RESTARTED, console, failed, gateway::GatewayOptions, install_log, welcome};
use crate::{
    Api,
    local::{LocalGateway, ServiceFunction},
};
use apigw_local::{
    Document, LocalServer,
    cli::{
        CommandError, ConsoleOptions, DocumentFile, FunctionOptions, ServerOptions, StageOptions,
        missing_functions, print,
    },
    console::{Console, Contract},
};
use clap::Args;
use listenfd::ListenFd;
use std::{ffi::OsString, time::Duration};

/// The most that Lambda allows, in seconds.
const TIMEOUT_LIMIT: u64 = 900;

/// Serve the API on 127.0.0.1 as API Gateway would, and log for each request which pattern or which gateway response answers it
///
/// The first line printed has the address. This is what the program does without a command.
#[derive(Debug, Args)]
pub(super) struct Serve {
    #[command(flatten)]
    server: ServerOptions,
    #[command(flatten)]
    console: ConsoleOptions,
    #[command(flatten)]
    gateway: GatewayOptions,
    /// Run this document, JSON or YAML, instead of the API's own
    #[arg(long, value_name = "FILE", conflicts_with_all = ["integration", "cors"])]
    document: Option<DocumentFile>,
    #[command(flatten)]
    functions: FunctionOptions,
    #[command(flatten)]
    stage: StageOptions,
    /// How long the function in this process may take, in seconds. The gateway waits 29, or what the document says
    #[arg(long, value_name = "SECONDS", default_value_t = TIMEOUT_LIMIT, conflicts_with = "functions",
          value_parser = clap::value_parser!(u64).range(1..=TIMEOUT_LIMIT))]
    timeout: u64,
    /// Build the program again when one of its sources changes, in any package of the workspace, and go on with the new one;
    /// requests wait meanwhile
    #[arg(long)]
    watch: bool,
    /// How `--watch` builds and runs the program: the arguments of `cargo run`, the last option of all; unless given, the package that `cargo run` runs now
    #[arg(long, value_name = "ARGUMENTS", num_args = 0.., allow_hyphen_values = true, requires = "watch")]
    cargo: Vec<OsString>,
    /// The program comes in the place of a former one, which `--watch` has stopped. What that one printed still holds
    #[arg(long = RESTARTED, hide = true)]
    restarted: bool,
}

impl Serve {
    /// Serves until Ctrl-C.
    pub(super) async fn run(self, api: Api) -> Result<(), CommandError> {
        if self.watch {
            return self.rebuild().await;
        }
        install_log();
        let api = self.gateway.set(api);
        let given = self.document.as_ref().map(DocumentFile::text).transpose()?;
        let document = self.document(&api, given.as_deref())?;
        let in_process = self.functions.functions.is_empty();
        let functions = self.functions.invoked();
        let functions = functions.map_err(|error| CommandError::usage(error.to_string()))?;
        let title = format!("{} {}", api.title, api.version);
        let has_console = !self.console.no_console;
        let contract = has_console.then(|| console::contract(&api, given.as_deref()));
        let mut other = None;
        let gateway = if in_process {
            let (openapi, integration) = (api.openapi(), api.settings.integration);
            let service = api.open().await.map_err(failed)?;
            let timeout = Duration::from_secs(self.timeout);
            let function = ServiceFunction::new(service, timeout);
            other = has_console
                .then(|| console::other_integration(openapi, integration, function.clone()));
            LocalGateway::new(document, function)
        } else {
            LocalGateway::new(document, functions.clone())
        };
        let gateway = self.stage.set(gateway);
        let missing = if in_process {
            Vec::new()
        } else {
            missing_functions(&gateway, &functions)?
        };
        let mut given = ListenFd::from_env();
        let server = self.listen(gateway.clone(), &mut given).await?;
        let (server, console) = self.console.beside(server, given.take_tcp_listener(1)?)?;
        let address = server.address()?;
        print(&if self.restarted {
            welcome::again(&title, address)
        } else {
            welcome::text(&title, &gateway, address)
        })?;
        for missing in missing {
            tracing::warn!(target: "apigw_local", "{missing}");
        }
        let console = console.map(|console| self.filled(console, contract, other));
        #[cfg(unix)]
        if let (Some(console), Some(news)) = (&console, given.take_unix_datagram(2)?) {
            super::rebuild::show(news, console.notices())?;
        }
        self.console.start(console);
        functions.serve(server.run()).await.map_err(failed)
    }

    #[cfg(unix)]
    async fn rebuild(&self) -> Result<(), CommandError> {
        use super::rebuild::Program;
        Program::new(&self.cargo, self.server.port, &self.console)?
            .run()
            .await
    }

    #[cfg(not(unix))]
    async fn rebuild(&self) -> Result<(), CommandError> {
        Err(CommandError::usage(
            "`--watch` passes its socket on to each new program, which only Unix can do",
        ))
    }

    /// The console with what is known of the API.
    fn filled(
        &self,
        console: Console,
        contract: Option<Contract>,
        other: Option<Result<LocalGateway, CommandError>>,
    ) -> Console {
        let console = match contract {
            Some(contract) => console.contract(contract),
            None => console,
        };
        match other {
            None => console,
            Some(Ok(other)) => console.other_integration(self.stage.set(other)),
            Some(Err(error)) => {
                tracing::info!(target: "apigw_local", "the console runs one kind of integration: {error}");
                console
            }
        }
    }

    /// The document to run: the one whose text is given, or the API's own.
    fn document(&self, api: &Api, given: Option<&str>) -> Result<Document, CommandError> {
        if let Some((file, text)) = self.document.as_ref().zip(given) {
            return file.parse(text);
        }
        let document = api.openapi().document()?;
        Ok(Document::read(&document.to_json())?)
    }

    /// Listens on the port of the options, or on the socket that `serve --watch` in the parent process keeps.
    async fn listen(
        &self,
        gateway: LocalGateway,
        given: &mut ListenFd,
    ) -> Result<LocalServer, CommandError> {
        match given.take_tcp_listener(0)? {
            Some(listener) => self.server.listen_on(gateway, listener),
            None => self.server.bind(gateway).await,
        }
    }
}
