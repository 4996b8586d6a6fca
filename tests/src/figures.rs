//! Figures of what is measured, each beside that of a peer from the same run.

use rustix::time::{ClockId, clock_gettime};
use std::{hint::black_box, time::Duration};

/// How many rounds are measured, and about how long one takes.
const ROUNDS: usize = 15;
const ROUND: Duration = Duration::from_millis(20);

/// The processor time that one call of each takes: the least of several rounds, in which they take turns.
pub fn compare<A, B>(
    mut ours: impl FnMut() -> A,
    mut peer: impl FnMut() -> B,
) -> (Duration, Duration) {
    let (mut ours, mut peer) = (Measured::new(&mut ours), Measured::new(&mut peer));
    for _ in 0..ROUNDS {
        ours.round();
        peer.round();
    }
    (ours.least, peer.least)
}

struct Measured<F> {
    call: F,
    calls: u32,
    least: Duration,
}

impl<T, F: FnMut() -> T> Measured<F> {
    fn new(call: F) -> Self {
        let mut measured = Self {
            call,
            calls: 1,
            least: Duration::MAX,
        };
        measured.round();
        while measured.least * measured.calls < ROUND / 2 {
            measured.calls *= 2;
            measured.round();
        }
        measured
    }

    fn round(&mut self) {
        let before = processor_time();
        for _ in 0..self.calls {
            black_box((self.call)());
        }
        self.least = self
            .least
            .min(processor_time().saturating_sub(before) / self.calls);
    }
}

/// The processor time of this thread so far.
fn processor_time() -> Duration {
    let time = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(time).unwrap_or_default()
}

/// A duration as `12.3 us`, in the unit that leaves one to three digits before the point.
#[must_use]
pub fn readable(duration: Duration) -> String {
    let nanoseconds = duration.as_nanos();
    let (unit, one) = match nanoseconds {
        0..1_000 => return format!("{nanoseconds} ns"),
        1_000..1_000_000 => ("us", 1_000),
        1_000_000..1_000_000_000 => ("ms", 1_000_000),
        _ => ("s", 1_000_000_000),
    };
    format!(
        "{}.{} {unit}",
        nanoseconds / one,
        nanoseconds % one * 10 / one
    )
}

/// A table of durations, printed row by row: what was done, the peer, its figure, ours, and how many times the peer's ours is.
#[derive(Debug)]
pub struct Table;

impl Table {
    /// Prints the head.
    #[must_use]
    pub fn new(work: &str) -> Self {
        println!(
            "{work:<34}{:<30}{:>10}{:>10}{:>8}",
            "peer", "peer's", "ours", "ratio"
        );
        Self
    }

    /// Prints a row.
    pub fn row(&self, work: &str, peer_name: &str, peer: Duration, ours: Duration) {
        let percent = ours.as_nanos() * 100 / peer.as_nanos().max(1);
        println!(
            "{work:<34}{peer_name:<30}{:>10}{:>10}{:>5}.{:02}",
            readable(peer),
            readable(ours),
            percent / 100,
            percent % 100
        );
    }
}
