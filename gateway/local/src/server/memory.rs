//! The memory that bodies and answers may take, all together.
//!
//! The first 64 KiB of each are free, so that a small request goes through while large ones use up the rest.

use super::refusal::Refusal;
use std::sync::Arc;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// The memory of all bodies and answers beyond their free parts, in bytes.
const BUDGET: usize = 256 << 20;
/// The free part of each body and answer, which is not counted, in bytes.
const FREE: usize = 64 << 10;
/// The unit of account, in bytes.
const UNIT: usize = 1 << 10;

/// The budget.
#[derive(Debug, Clone)]
pub(super) struct Memory(Arc<Semaphore>);

/// The part of the budget that one body or answer takes until this is dropped.
#[derive(Debug, Default)]
pub(crate) struct Charge(Option<OwnedSemaphorePermit>);

impl Memory {
    pub(super) fn new() -> Self {
        Self(Arc::new(Semaphore::new(BUDGET / UNIT)))
    }

    /// Makes `charge` cover `size` bytes.
    pub(super) fn cover(&self, charge: &mut Charge, size: usize) -> Result<(), Refusal> {
        let units = size.saturating_sub(FREE).div_ceil(UNIT);
        let covered = charge
            .0
            .as_ref()
            .map_or(0, OwnedSemaphorePermit::num_permits);
        let missing = units.saturating_sub(covered);
        if missing == 0 {
            return Ok(());
        }
        let missing = u32::try_from(missing).map_err(|_| Refusal::MemoryUsedUp)?;
        let more = Arc::clone(&self.0).try_acquire_many_owned(missing);
        let more = more.map_err(|_| Refusal::MemoryUsedUp)?;
        match &mut charge.0 {
            Some(held) => held.merge(more),
            held @ None => *held = Some(more),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_parts_are_free_when_the_budget_is_used_up() {
        let memory = Memory::new();
        let (mut large, mut other) = (Charge::default(), Charge::default());
        memory.cover(&mut large, BUDGET / 2).unwrap();
        memory.cover(&mut large, BUDGET + FREE).unwrap();
        memory.cover(&mut other, FREE).unwrap();
        assert!(memory.cover(&mut other, FREE + 1).is_err());
        drop(large);
        memory.cover(&mut other, FREE + 1).unwrap();
    }
}
