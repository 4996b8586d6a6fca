//! All open connections, and which of them have to end so that new clients come in.

use super::slot::{Running, Slot};
use std::{
    collections::HashMap,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};
use tokio::task::{AbortHandle, Id};

/// The connections that are served.
#[derive(Debug)]
pub(super) struct Connections {
    /// How many are served at once.
    pub(super) limit: usize,
    open: Mutex<HashMap<Id, Open>>,
    /// Whether a connection ends after its next answer.
    closing: AtomicBool,
}

#[derive(Debug)]
struct Open {
    slot: Arc<Slot>,
    task: AbortHandle,
}

impl Connections {
    pub(super) fn new(limit: usize) -> Self {
        Self {
            limit,
            open: Mutex::default(),
            closing: AtomicBool::new(false),
        }
    }

    pub(super) fn add(&self, task: AbortHandle, slot: Arc<Slot>) {
        self.lock().insert(task.id(), Open { slot, task });
    }

    pub(super) fn remove(&self, task: Id) {
        self.lock().remove(&task);
    }

    /// Whether connections end after their next answer, because clients wait for a place or the server stops.
    pub(super) fn closing(&self) -> bool {
        self.closing.load(Ordering::Relaxed)
    }

    pub(super) fn set_closing(&self, closing: bool) {
        self.closing.store(closing, Ordering::Relaxed);
    }

    /// The requests that the gateway works on, the oldest first.
    pub(super) fn running(&self) -> Vec<Running> {
        let open = self.lock();
        let mut running: Vec<_> = open
            .values()
            .filter_map(|open| open.slot.running())
            .collect();
        running.sort_by_key(|running| std::cmp::Reverse(running.time));
        running
    }

    /// Ends the connections whose clients let the server wait for `limit`.
    pub(super) fn close_late(&self, limit: Duration) {
        for open in self.lock().values() {
            if open.slot.waits_for_client() >= Some(limit) {
                open.task.abort();
            }
        }
    }

    /// Ends the connection that was of no use for the longest time: one that is kept for a next request, or whose client
    /// did nothing for `grace`.
    pub(super) fn close_longest_spare(&self, grace: Duration) {
        let open = self.lock();
        let spare = open
            .values()
            .filter_map(|open| Some((open.slot.spare(grace)?, open)));
        if let Some((_, open)) = spare.max_by_key(|(time, _)| *time) {
            open.task.abort();
        }
    }

    /// Ends every connection that is kept for a next request, or whose client did nothing for `grace`.
    pub(super) fn close_spare(&self, grace: Duration) {
        for open in self.lock().values() {
            if open.slot.spare(grace).is_some() {
                open.task.abort();
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Id, Open>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
