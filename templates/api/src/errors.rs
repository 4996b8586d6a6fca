//! What can go wrong. Each failure is described here and nowhere else.

use crate::notes::Full;
use lambda_api_errors::api_errors;

/// Why a note cannot be read or written.
#[api_errors]
#[derive(Debug, thiserror::Error)]
pub enum NoteError {
    /// There is no note of this id.
    #[error("no note {id}")]
    #[api(status = 404)]
    NotFound {
        #[api(extension)]
        id: u32,
    },

    /// A note needs a text.
    #[error("the text is empty")]
    #[api(status = 422, pointer = "/text")]
    EmptyText,

    /// There is no place for another note. The client does not see the text of a 5xx: the log has it.
    #[error(transparent)]
    #[api(status = 507)]
    Full(#[from] Full),
}
