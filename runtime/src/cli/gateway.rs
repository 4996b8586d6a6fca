//! The options that several commands share: how the gateway asks the function, and who may call.

use crate::{Api, Cors, Integration};
use clap::Args;

/// How the gateway should be, where it is not as the API's settings say.
#[derive(Debug, Clone, Args)]
pub(super) struct GatewayOptions {
    /// How the gateway asks the function: `custom` or `proxy`; as the API's settings say unless given
    #[arg(long, value_name = "custom|proxy")]
    pub(super) integration: Option<Integration>,
    /// Let web pages of these origins call, instead of those of the API's settings; `*` is every origin
    #[arg(long, value_name = "ORIGIN", num_args = 1..)]
    cors: Vec<String>,
}

impl GatewayOptions {
    /// The API with these options in place of its own settings.
    pub(super) fn set(&self, mut api: Api) -> Api {
        if let Some(integration) = self.integration {
            api = api.integration(integration);
        }
        if !self.cors.is_empty() {
            let cors = Cors::origins(&self.cors);
            api.settings.cors = Some(match api.settings.cors.take() {
                Some(own) => Cors {
                    origins: cors.origins,
                    ..own
                },
                None => cors,
            });
        }
        api
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NoContent, lambda_endpoint};
    use clap::Parser;
    use std::convert::Infallible;

    #[lambda_endpoint(GET, "/health")]
    async fn health() -> Result<NoContent, Infallible> {
        Ok(NoContent)
    }

    #[derive(Parser)]
    struct Program {
        #[command(flatten)]
        gateway: GatewayOptions,
    }

    fn document(arguments: &[&str]) -> String {
        let api = Api::new("monitor", "1")
            .integration(Integration::Proxy)
            .cors(Cors::origins(["https://monitor.example"]).request_headers(["X-Trace"]))
            .endpoint::<health>()
            .with_state(());
        let arguments = ["monitor"].iter().chain(arguments);
        let options = Program::parse_from(arguments).gateway;
        options.set(api).openapi().document().unwrap().to_json()
    }

    #[test]
    fn options_replace_the_settings_of_their_name_and_no_others() {
        let own = document(&[]);
        assert!(own.contains("aws_proxy") && own.contains("'https://monitor.example'"));
        let custom = document(&["--integration", "custom"]);
        assert!(!custom.contains("aws_proxy") && custom.contains("'https://monitor.example'"));
        let local = document(&["--cors", "http://localhost:3000"]);
        assert!(local.contains("aws_proxy") && local.contains("'http://localhost:3000'"));
        assert!(
            !local.contains("monitor.example") && local.contains("X-Trace"),
            "{local}"
        );
    }
}
