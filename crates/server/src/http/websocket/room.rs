//! Room for answers that one client has not read yet. It is taken before an answer is made, so that
//! a client that asks without reading is kept waiting instead of being kept in memory.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How many answers can be made at once while none is waiting.
const ANSWERS: usize = 8;

/// Bytes for answers that wait to be read. Clones share them.
#[derive(Clone)]
pub(super) struct Room {
    bytes: Arc<Semaphore>,
    /// What is set aside for an answer before its size is known.
    aside: u32,
}

/// What is taken of it for one answer, given back when it is dropped.
pub(super) struct Taken(Option<OwnedSemaphorePermit>);

impl Room {
    /// For so many bytes of answers.
    pub(super) fn new(bytes: usize) -> Self {
        let aside = u32::try_from(bytes / ANSWERS).unwrap_or(u32::MAX).max(1);
        Self {
            bytes: Arc::new(Semaphore::new(aside as usize * ANSWERS)),
            aside,
        }
    }

    /// Waits for room for an answer.
    pub(super) async fn take(&self) -> Taken {
        let bytes = Arc::clone(&self.bytes);
        // An error would mean that the room was closed, which nobody does.
        Taken(bytes.acquire_many_owned(self.aside).await.ok())
    }
}

impl Taken {
    /// Gives back what an answer of this size does not need. A larger one than was set aside stands
    /// for all that was: so those that wait are never more than could be made at once.
    pub(super) fn keep(&mut self, bytes: usize) {
        if let Some(taken) = &mut self.0 {
            drop(taken.split(taken.num_permits().saturating_sub(bytes)));
        }
    }
}

#[cfg(test)]
mod tests {
    use futures_util::FutureExt;

    use super::*;

    /// Takes room as long as there is some, for answers of this size.
    fn fill(room: &Room, size: usize) -> Vec<Taken> {
        let next = || {
            let mut taken = room.take().now_or_never()?;
            taken.keep(size);
            Some(taken)
        };
        std::iter::from_fn(next).take(10_000).collect()
    }

    #[test]
    fn answers_wait_up_to_the_bound_and_no_further() {
        let room = Room::new(8_000);
        // What the last one may need must be free, whatever it needs in the end.
        assert_eq!(fill(&room, 500).len(), 15);
        assert_eq!(fill(&room, 1).len(), 7_001);
    }

    #[test]
    fn of_answers_larger_than_was_set_aside_few_wait() {
        let room = Room::new(8_000);
        assert_eq!(fill(&room, 1_000_000).len(), ANSWERS);
    }

    #[test]
    fn what_was_read_makes_room() {
        let room = Room::new(8_000);
        let mut waiting = fill(&room, 1_000);
        assert_eq!(waiting.len(), ANSWERS);
        assert!(room.take().now_or_never().is_none());
        waiting.pop();
        assert!(room.take().now_or_never().is_some());
    }
}
