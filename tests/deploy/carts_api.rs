//! The carts API behind the local gateway, and its document for clients.

use crate::served::on_a_port;
use lambda_api_errors::{
    Integration,
    local::{Document, LocalGateway, ServiceFunction},
};
use std::{
    fs,
    path::{Path, PathBuf},
    time::Duration,
};
use tokio::runtime::Runtime;

/// A gateway on a port of this machine; dropped, it stops.
pub(crate) struct Carts {
    pub(crate) address: String,
    pub(crate) clients_document: PathBuf,
    _runtime: Runtime,
}

impl Carts {
    /// Serves the API through this kind of integration, and writes its document for clients into `folder`.
    pub(crate) fn served(integration: Integration, folder: &Path) -> Self {
        fs::create_dir_all(folder).expect("a folder");
        let api = carts::api().integration(integration);
        let clients_document = folder.join("clients.json");
        let clients = api.openapi().clients_document().expect("a document");
        fs::write(&clients_document, clients.to_json()).expect("a file");
        let gateway = api.openapi().document().expect("a document").to_json();
        let function =
            ServiceFunction::new(api.service().expect("an API"), Duration::from_secs(10));
        let gateway = LocalGateway::new(Document::read(&gateway).expect("a document"), function);
        let (address, runtime) = on_a_port(gateway);
        Self {
            address,
            clients_document,
            _runtime: runtime,
        }
    }
}
