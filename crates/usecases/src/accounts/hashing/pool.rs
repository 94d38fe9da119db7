//! Threads that hash passwords. There are few of them, they give way to everything else, and only a
//! short queue waits for them: beyond it a request is turned away instead of waiting for ever.

use std::{
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::error::Error;

/// How many may wait for each thread: about a second.
const QUEUE: usize = 16;

/// By how much other threads of the machine come first (nice(2)).
#[cfg(target_os = "linux")]
const GIVING_WAY: i32 = 10;

type Work = Box<dyn FnOnce() + Send>;

/// The threads, and the places before them.
pub(crate) struct Pool {
    places: Arc<Semaphore>,
    works: Sender<Work>,
    hashed: AtomicU64,
}

/// A place in the queue, held until what is done in it is done.
pub(crate) struct Place<'a> {
    pool: &'a Pool,
    permit: Arc<OwnedSemaphorePermit>,
}

impl Pool {
    /// So many threads, at least one.
    pub(crate) fn new(threads: usize) -> Self {
        let threads = threads.max(1);
        let (works, queue) = mpsc::channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..threads {
            let queue = Arc::clone(&queue);
            let started = thread::Builder::new()
                .name("hashing".to_owned())
                .spawn(move || work(&queue));
            if let Err(error) = started {
                tracing::error!(%error, "a thread for passwords cannot be started");
            }
        }
        Self {
            places: Arc::new(Semaphore::new(threads * (1 + QUEUE))),
            works,
            hashed: AtomicU64::new(0),
        }
    }

    /// Takes a place.
    ///
    /// # Errors
    /// `Overloaded` when all are taken.
    pub(crate) fn enter(&self) -> Result<Place<'_>, Error> {
        let permit = Arc::clone(&self.places).try_acquire_owned();
        Ok(Place {
            pool: self,
            permit: Arc::new(permit.map_err(|_| Error::Overloaded)?),
        })
    }

    /// How many passwords were hashed since the start.
    pub(crate) fn hashed(&self) -> u64 {
        self.hashed.load(Ordering::Relaxed)
    }
}

impl Place<'_> {
    /// Does heavy work when a thread is free. Nothing is done for whom nobody waits any more, and
    /// the place is kept until what has begun is done.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let (tell, told) = oneshot::channel();
        let permit = Arc::clone(&self.permit);
        let work = Box::new(move || {
            if !tell.is_closed() {
                // Whoever asked may be gone by the end.
                let _ = tell.send(work());
            }
            drop(permit);
        });
        self.pool.hashed.fetch_add(1, Ordering::Relaxed);
        let accepted = self.pool.works.send(work);
        accepted.map_err(|_| Error::internal("no thread hashes passwords"))?;
        told.await.map_err(Error::internal)
    }
}

/// Works until nobody can bring anything any more.
fn work(queue: &Mutex<Receiver<Work>>) {
    // Priorities belong to threads on Linux alone; elsewhere this would slow the whole process.
    #[cfg(target_os = "linux")]
    if let Err(error) = rustix::process::setpriority_process(None, GIVING_WAY) {
        tracing::warn!(%error, "a thread for passwords cannot give way to others");
    }
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        match next {
            Ok(work) => work(),
            Err(_) => return,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn beyond_the_places_nobody_waits_and_a_place_comes_back_when_its_work_is_done() {
        let pool = Pool::new(1);
        let mut held = Vec::new();
        let refused = loop {
            match pool.enter() {
                Ok(place) => held.push(place),
                Err(error) => break error,
            }
        };
        assert!(matches!(refused, Error::Overloaded));
        assert_eq!(held.len(), 1 + QUEUE);
        let place = held.pop().expect("a place");
        assert_eq!(place.run(|| 2 + 2).await.expect("work"), 4);
        assert!(pool.enter().is_err(), "the place is still held");
        drop(place);
        // The thread drops its part of the place just after it has told the outcome.
        while pool.enter().is_err() {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.hashed(), 1);
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_not_begun() {
        let pool = Pool::new(1);
        let (go, wait) = mpsc::channel::<()>();
        let (first, second) = (
            pool.enter().expect("a place"),
            pool.enter().expect("a place"),
        );
        let begun = Arc::new(AtomicU64::new(0));
        let counted = Arc::clone(&begun);
        let busy = first.run(move || wait.recv().is_ok());
        let given_up = second.run(move || counted.fetch_add(1, Ordering::Relaxed));
        let mut busy = std::pin::pin!(busy);
        assert!(is_pending(busy.as_mut()).await, "the thread is taken");
        {
            let given_up = std::pin::pin!(given_up);
            assert!(is_pending(given_up).await, "it waits");
        }
        go.send(()).expect("the thread waits");
        assert!(busy.await.expect("done"));
        let third = pool.enter().expect("a place");
        third.run(|| ()).await.expect("done after the second");
        assert_eq!(begun.load(Ordering::Relaxed), 0);
    }

    /// Polls once; whether it waits.
    async fn is_pending<T>(mut future: std::pin::Pin<&mut impl Future<Output = T>>) -> bool {
        std::future::poll_fn(|context| {
            std::task::Poll::Ready(future.as_mut().poll(context).is_pending())
        })
        .await
    }
}
