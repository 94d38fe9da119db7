//! Runs the batches of loaders within the request's own task: first every resolver that can go on
//! does, then the batches that they asked for. So a batch holds all the ids of its level, whatever
//! the scheduler does, and the number of statements does not depend on luck.

use std::{
    pin::pin,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures_util::{StreamExt, future::BoxFuture, stream::FuturesUnordered};

/// Batches asked for and not yet begun. Clones share them.
#[derive(Clone, Default)]
pub(crate) struct Dispatch(Arc<Mutex<Vec<BoxFuture<'static, ()>>>>);

impl Dispatch {
    /// Takes a batch to be run once no resolver can go on without it.
    pub(crate) fn push(&self, batch: BoxFuture<'static, ()>) {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .push(batch);
    }

    fn take(&self) -> Vec<BoxFuture<'static, ()>> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Runs the work of a request and the batches it asks for, to the end of the work.
    pub(crate) async fn drive<T>(&self, work: impl Future<Output = T>) -> T {
        let mut work = pin!(work);
        let mut running = FuturesUnordered::new();
        std::future::poll_fn(move |context| {
            let attention = Arc::new(Attention::of(context.waker()));
            let waker = Waker::from(Arc::clone(&attention));
            loop {
                if let Poll::Ready(done) = work.as_mut().poll(&mut Context::from_waker(&waker)) {
                    return Poll::Ready(done);
                }
                // A long list pauses half-way and asks to be polled again, and who waits for a batch
                // under way goes on after it: both may still add to the batches of this level.
                if !attention.is_asked_for() && running.is_empty() {
                    running.extend(self.take());
                }
                // A batch that is done has answered all who waited: they go on before the next.
                match running.poll_next_unpin(context) {
                    Poll::Ready(Some(())) => {}
                    Poll::Ready(None) | Poll::Pending => return Poll::Pending,
                }
            }
        })
        .await
    }
}

/// Wakes the task, and remembers that it was asked to.
struct Attention {
    task: Waker,
    asked: AtomicBool,
}

impl Attention {
    fn of(task: &Waker) -> Self {
        Self {
            task: task.clone(),
            asked: AtomicBool::new(false),
        }
    }

    /// Whether the task was woken since the last time this was asked.
    fn is_asked_for(&self) -> bool {
        self.asked.swap(false, Ordering::AcqRel)
    }
}

impl Wake for Attention {
    fn wake(self: Arc<Self>) {
        self.asked.store(true, Ordering::Release);
        self.task.wake_by_ref();
    }
}
