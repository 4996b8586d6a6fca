//! The options that several commands share: how the gateway asks the function, and who may call.

use crate::openapi::{Cors, Integration, OpenApi};
use clap::Args;

/// How the gateway should be, where it is not as the API's settings say.
#[derive(Debug, Clone, Args)]
pub(super) struct GatewayOptions {
    /// How the gateway asks the function: `custom` or `proxy`; as the API's settings say unless given
    #[arg(long, value_name = "custom|proxy")]
    pub(super) integration: Option<Integration>,
    /// Let web pages of these origins call; `*` is every origin
    #[arg(long, value_name = "ORIGIN", num_args = 1..)]
    cors: Vec<String>,
}

impl GatewayOptions {
    /// The API's document with these options.
    pub(super) fn set(&self, openapi: OpenApi) -> OpenApi {
        let openapi = match self.integration {
            Some(integration) => openapi.integration(integration),
            None => openapi,
        };
        if self.cors.is_empty() {
            openapi
        } else {
            openapi.cors(Cors::origins(self.cors.iter().map(String::as_str)))
        }
    }
}
