//! The notes, in memory: put your database here.

use serde::Serialize;
use std::{
    io,
    sync::{Arc, Mutex, PoisonError},
};

const LIMIT: usize = 10_000;

/// A note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Note {
    pub id: u32,
    pub text: String,
}

/// All notes. A clone has the same ones.
#[derive(Debug, Clone, Default)]
pub struct Notes(Arc<Mutex<Vec<Note>>>);

/// There are as many notes as there can be.
#[derive(Debug, thiserror::Error)]
#[error("there are {LIMIT} notes already")]
pub struct Full;

impl Notes {
    /// Opens the notes. A database connects here, and its error is that of the start.
    pub async fn open() -> io::Result<Self> {
        Ok(Self::default())
    }

    /// The note of this id, if there is one.
    pub fn get(&self, id: u32) -> Option<Note> {
        self.lock().iter().find(|note| note.id == id).cloned()
    }

    /// Adds a note with this text.
    pub fn add(&self, text: String) -> Result<Note, Full> {
        let mut notes = self.lock();
        let id = u32::try_from(notes.len() + 1).map_err(|_| Full)?;
        if notes.len() >= LIMIT {
            return Err(Full);
        }
        notes.push(Note { id, text });
        Ok(notes[notes.len() - 1].clone())
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Note>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
