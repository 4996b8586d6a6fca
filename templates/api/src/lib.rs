//! An API that keeps notes.

pub mod endpoints;
pub mod errors;
pub mod notes;

use endpoints::{create_note, get_note};
use lambda_api_errors::{Api, Function};
use notes::Notes;

/// The API. Its notes are opened where it runs, and not where only its document is written.
pub fn api() -> Api {
    Api::new("notes", env!("CARGO_PKG_VERSION"))
        .endpoint::<create_note>()
        .endpoint::<get_note>()
        .function(Function::cloud_formation("ApiFunction")) // its name in template.yaml
        .with_state_from(async || Ok(Notes::open().await?))
}
