//! The handlers: ordinary async functions. The attribute adds the route and the contract.

use crate::{
    errors::NoteError,
    notes::{Note, Notes},
};
use lambda_api_errors::{Created, Json, Path, State, lambda_endpoint};
use serde::Deserialize;

/// A note to be written.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct NewNote {
    pub text: String,
}

/// Write a note.
#[lambda_endpoint(POST, "/notes")]
pub async fn create_note(
    State(notes): State<Notes>,
    Json(NewNote { text }): Json<NewNote>,
) -> Result<Created<Note>, NoteError> {
    if text.trim().is_empty() {
        return Err(NoteError::EmptyText);
    }
    Ok(Created::new(notes.add(text)?))
}

/// Read a note.
#[lambda_endpoint(GET, "/notes/{id}")]
pub async fn get_note(
    State(notes): State<Notes>,
    Path(id): Path<u32>,
) -> Result<Json<Note>, NoteError> {
    let note = notes.get(id).ok_or(NoteError::NotFound { id })?;
    Ok(Json(note))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_note_without_text_is_refused() {
        let notes = Notes::default();
        let note = NewNote {
            text: "  ".to_owned(),
        };
        let refused = create_note(State(notes.clone()), Json(note)).await;
        assert!(matches!(refused, Err(NoteError::EmptyText)));
        assert_eq!(notes.get(1), None);
    }
}
