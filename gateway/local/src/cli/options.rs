//! Options that commands share.

use super::CommandError;
use crate::{ApiChoice, LocalGateway, LocalServer, Stage};
use clap::Args;
use std::{io::ErrorKind, net::TcpListener};

/// The address of a server, and the details of its log.
#[derive(Debug, Clone, Args)]
pub struct ServerOptions {
    /// The port on 127.0.0.1; 0 takes any free one
    #[arg(long, value_name = "N", default_value_t = 8700)]
    pub port: u16,
    /// Log the whole way of each request, after its one line
    #[arg(long)]
    pub explain: bool,
    /// Take requests to this host too, with any port; `*` is every host. Only loopback is taken otherwise, so that no web page
    /// reaches the gateway through a name of its own
    #[arg(long, value_name = "NAME")]
    pub allow_host: Vec<String>,
}

/// The stage that templates see.
#[derive(Debug, Clone, Args)]
pub struct StageOptions {
    /// The name of the stage; otherwise it is the template's, or `local`, or `$default` of an HTTP API
    #[arg(long, value_name = "NAME", value_parser = stage)]
    pub stage: Option<String>,
    /// Set a stage variable; may be given several times
    #[arg(long = "stage-variable", value_name = "NAME=VALUE", value_parser = variable)]
    pub stage_variables: Vec<(String, String)>,
}

/// The part of a template or plan that is run.
#[derive(Debug, Clone, Args)]
pub struct TemplateOptions {
    /// Which API of a template or plan: its logical id, address or name. Needed when the file has several
    #[arg(long, value_name = "NAME")]
    pub api: Option<String>,
    /// Set a parameter of a template, in place of its default; may be given several times
    #[arg(long = "parameter", value_name = "NAME=VALUE", value_parser = parameter)]
    pub parameters: Vec<(String, String)>,
}

impl TemplateOptions {
    /// What is to be read of a file.
    #[must_use]
    pub fn choice(&self) -> ApiChoice {
        let choice = ApiChoice::default();
        let choice = match &self.api {
            Some(api) => choice.api(api),
            None => choice,
        };
        let parameters = self.parameters.iter();
        parameters.fold(choice, |choice, (name, value)| {
            choice.parameter(name, value)
        })
    }
}

impl ServerOptions {
    /// Listens as the options say.
    ///
    /// # Errors
    ///
    /// When the port cannot be had; the message says which option takes another one.
    pub async fn bind(&self, gateway: LocalGateway) -> Result<LocalServer, CommandError> {
        let bound = LocalServer::bind(gateway, self.port).await;
        let server = bound.map_err(|error| {
            let port = self.port;
            let advice = "`--port N` takes another one, and `--port 0` any that is free";
            CommandError::failed(match error.kind() {
                ErrorKind::AddrInUse => {
                    format!("another program listens on port {port} of 127.0.0.1; {advice}")
                }
                _ => format!("port {port} of 127.0.0.1 cannot be had: {error}; {advice}"),
            })
        })?;
        Ok(self.configure(server))
    }

    /// Listens on a socket that another process bound, as the other options say.
    ///
    /// # Errors
    ///
    /// When the socket cannot be waited for.
    pub fn listen_on(
        &self,
        gateway: LocalGateway,
        listener: TcpListener,
    ) -> Result<LocalServer, CommandError> {
        Ok(self.configure(LocalServer::from_listener(gateway, listener)?))
    }

    fn configure(&self, server: LocalServer) -> LocalServer {
        let server = server.explain(self.explain);
        self.allow_host
            .iter()
            .fold(server, |server, host| server.allow_host(host))
    }
}

impl StageOptions {
    /// The gateway with this stage.
    #[must_use]
    pub fn set(&self, gateway: LocalGateway) -> LocalGateway {
        self.set_over(None, gateway)
    }

    /// The gateway with this stage; what the options do not say is as in the stage of its template, if it has one.
    #[must_use]
    pub fn set_over(&self, template: Option<&Stage>, gateway: LocalGateway) -> LocalGateway {
        let of_template = template.map(|stage| stage.name.as_str());
        let gateway = match self.stage.as_deref().or(of_template) {
            Some(name) => gateway.stage(name),
            None => gateway,
        };
        let variables = template.into_iter().flat_map(|stage| &stage.variables);
        let gateway = variables.fold(gateway, |gateway, (name, value)| {
            gateway.stage_variable(name, value)
        });
        self.stage_variables
            .iter()
            .fold(gateway, |gateway, (name, value)| {
                gateway.stage_variable(name, value)
            })
    }
}

fn parameter(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("a parameter is NAME=VALUE".to_owned()),
    }
}

fn variable(text: &str) -> Result<(String, String), String> {
    match text.split_once('=') {
        Some((name, value)) if !name.is_empty() => Ok((name.to_owned(), value.to_owned())),
        _ => Err("a stage variable is NAME=VALUE".to_owned()),
    }
}

fn stage(text: &str) -> Result<String, String> {
    let allowed = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    if text == "$default" || !text.is_empty() && text.chars().all(allowed) {
        return Ok(text.to_owned());
    }
    Err("the name of a stage is `$default`, or has letters, digits, `_` and `-` only".to_owned())
}
