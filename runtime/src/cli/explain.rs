//! `explain METHOD PATH`: one request and its whole way, without a server.

use super::{failed, gateway::GatewayOptions, install_log};
use crate::{
    Api,
    local::{LocalGateway, ServiceFunction},
};
use apigw_local::{
    Document,
    cli::{CommandError, RequestOptions, StageOptions, print_way},
};
use clap::Args;
use std::time::Duration;

/// The time that the gateway waits is shorter, so the function itself needs no limit.
const TIMEOUT: Duration = Duration::from_secs(15 * 60);

/// Send one request through the API's document to the API, without a server, and print each step of its way
#[derive(Debug, Args)]
pub(super) struct Explain {
    #[command(flatten)]
    request: RequestOptions,
    #[command(flatten)]
    gateway: GatewayOptions,
    #[command(flatten)]
    stage: StageOptions,
}

impl Explain {
    pub(super) async fn run(self, api: Api) -> Result<(), CommandError> {
        install_log();
        let api = self.gateway.set(api);
        let document = api.openapi().document()?;
        let document = Document::read(&document.to_json())?;
        let service = api.open().await.map_err(failed)?;
        let function = ServiceFunction::new(service, TIMEOUT);
        let gateway = self.stage.set(LocalGateway::new(document, function));
        print_way(&gateway, &self.request).await
    }
}
