//! The last requests, within a fixed number and a fixed memory.

use super::record::{Record, Sender};
use crate::server::{Exchange, Observer};
use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};
use tokio::sync::broadcast;

/// How many requests are kept.
pub(super) const KEPT: usize = 200;
/// How much memory they may take together, in bytes; the last request is kept even if it takes more.
const MEMORY: usize = 64 << 20;
/// How many requests a listener may be late with until it has to read the list again.
const LATE: usize = KEPT;

/// The last requests, and news of each that comes.
#[derive(Debug)]
pub(super) struct Store {
    kept: Mutex<Kept>,
    /// Numbers only: a listener that does not read must not keep the requests that it is late with.
    news: broadcast::Sender<u64>,
}

#[derive(Debug, Default)]
struct Kept {
    records: VecDeque<(usize, Arc<Record>)>,
    memory: usize,
    last: u64,
}

impl Store {
    pub(super) fn new() -> Self {
        Self {
            kept: Mutex::default(),
            news: broadcast::Sender::new(LATE),
        }
    }

    /// Keeps a request, and gives it its number.
    pub(super) fn add(&self, exchange: Exchange, sender: Sender) -> Arc<Record> {
        let mut record = Record::new(exchange, sender);
        let size = record.size();
        let mut kept = self.lock();
        kept.last += 1;
        record.number = kept.last;
        let record = Arc::new(record);
        kept.records.push_back((size, Arc::clone(&record)));
        kept.memory += size;
        while kept.records.len() > KEPT || (kept.memory > MEMORY && kept.records.len() > 1) {
            let Some((size, _)) = kept.records.pop_front() else {
                break;
            };
            kept.memory -= size;
        }
        // Under the lock, so that news come in the order of their numbers. Without listeners it is not sent.
        let _ = self.news.send(record.number);
        record
    }

    /// The request of this number, if it is still kept.
    pub(super) fn get(&self, number: u64) -> Option<Arc<Record>> {
        let kept = self.lock();
        let mut records = kept.records.iter();
        let found = records.find(|(_, record)| record.number == number)?;
        Some(Arc::clone(&found.1))
    }

    /// The number of the last request; 0 before the first.
    pub(super) fn last(&self) -> u64 {
        self.lock().last
    }

    /// All requests, the newest first.
    pub(super) fn newest_first(&self) -> Vec<Arc<Record>> {
        let kept = self.lock();
        let records = kept.records.iter().rev();
        records.map(|(_, record)| Arc::clone(record)).collect()
    }

    /// The numbers of the requests after that of this number, in order, and of those that come from now on.
    pub(super) fn listen(&self, after: u64) -> (VecDeque<u64>, broadcast::Receiver<u64>) {
        let kept = self.lock();
        let numbers = kept.records.iter().map(|(_, record)| record.number);
        let missed = numbers.filter(|number| *number > after).collect();
        (missed, self.news.subscribe())
    }

    /// How many listen.
    pub(super) fn listeners(&self) -> usize {
        self.news.receiver_count()
    }

    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Observer for Store {
    fn observe(&self, exchange: Exchange) {
        self.add(exchange, Sender::Client);
    }
}
