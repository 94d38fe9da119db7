//! Runs the batches of loaders within the request's own task: first every resolver that can go on
//! does, then the batches that they asked for. So a batch holds all the ids of its level, whatever
//! the scheduler does, and the number of statements does not depend on luck.

use std::{
    pin::pin,
    sync::{Arc, Mutex, PoisonError},
    task::Poll,
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
            loop {
                if let Poll::Ready(done) = work.as_mut().poll(context) {
                    return Poll::Ready(done);
                }
                running.extend(self.take());
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
