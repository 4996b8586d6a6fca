//! The files in `tests/vectors`: what the engines made of chosen cases.
//!
//! `RECORD=1 cargo test -p lambda-api-errors-tests --features jvm --test engines recorded` writes them anew.

use crate::{
    echo::{self, Seen},
    formats,
    gateway::{Integration, Outcome, Rendered, integrations},
};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{fs, path::PathBuf};

/// The operations of [`formats`] that are recorded: each format once, in either style.
pub const RECORDED: [&str; 6] = [
    "ask_problem",
    "ask_json_api_json",
    "ask_status_errors_json",
    "ask_result_errors",
    "ask_house",
    "ask_message",
];

/// A recorded answer.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// What the operation was asked for: [`formats::Asked`]. Nothing when the outcome is not the function's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub asked: Option<(usize, String)>,
    /// What came of it.
    pub outcome: Outcome,
    /// What the client gets.
    pub rendered: Rendered,
}

/// A recorded request.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Requested {
    /// The event that the template made.
    pub event: String,
    /// What the handler saw of it.
    pub seen: Seen,
}

/// The integrations of the recorded cases, as they are now.
#[must_use]
pub fn current() -> Vec<Integration> {
    let mut all = integrations("formats", &formats::api().openapi());
    all.retain(|integration| {
        RECORDED
            .iter()
            .any(|name| integration.name.ends_with(&format!("/{name}")))
    });
    all.extend(integrations("echo", &echo::api().openapi()));
    all
}

/// The path of the vectors `name`.
#[must_use]
pub fn path(name: &str) -> PathBuf {
    PathBuf::from(format!(
        "{}/vectors/{name}.jsonl",
        env!("CARGO_MANIFEST_DIR")
    ))
}

/// The vectors `name`.
///
/// # Panics
///
/// When they cannot be read.
#[must_use]
pub fn read<T: DeserializeOwned>(name: &str) -> Vec<T> {
    let text = fs::read_to_string(path(name)).unwrap_or_else(|error| panic!("{name}: {error}"));
    let vectors = text.lines().map(|line| {
        serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}: {line}"))
    });
    vectors.collect()
}

/// The text of the file of these vectors.
///
/// # Panics
///
/// When they cannot be serialised.
pub fn text<T: Serialize>(vectors: &[T]) -> String {
    let lines = vectors
        .iter()
        .map(|vector| serde_json::to_string(vector).expect("JSON") + "\n");
    lines.collect()
}
