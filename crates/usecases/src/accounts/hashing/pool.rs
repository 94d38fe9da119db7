//! Threads that hash passwords. There are few of them, they give way to everything else, and only a
//! short queue waits for them: beyond it a request is turned away instead of waiting for ever. No
//! network takes more than its share of it, so that a flood from one turns nobody else away.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
        mpsc::{self, Receiver, Sender},
    },
    thread,
};

use tokio::sync::{OwnedSemaphorePermit, Semaphore, oneshot};

use crate::error::Error;

/// How many may wait for each thread: a second or two.
const QUEUE: usize = 32;

/// Which part of all places one network may take: a quarter, which leaves eight to a room full of
/// people who register at once, however few the threads.
const SHARE: usize = 4;

/// By how much other threads of the machine come first (nice(2)).
#[cfg(target_os = "linux")]
const GIVING_WAY: i32 = 10;

type Work = Box<dyn FnOnce() + Send>;

/// The threads, and the places before them.
pub(crate) struct Pool {
    places: Arc<Semaphore>,
    shares: Arc<Shares>,
    works: Sender<Work>,
    hashed: AtomicU64,
}

/// A place in the queue, held until what is done in it is done.
pub(crate) struct Place<'a> {
    pool: &'a Pool,
    /// Given back together, by whoever drops the last part of it.
    held: Arc<(OwnedSemaphorePermit, Option<Share>)>,
}

/// How many places each network holds, and may hold.
struct Shares {
    held: Mutex<HashMap<IpAddr, usize>>,
    most: usize,
}

/// One place of those that a network may hold.
struct Share {
    shares: Arc<Shares>,
    network: IpAddr,
}

impl Shares {
    fn take(self: &Arc<Self>, network: IpAddr) -> Result<Share, Error> {
        let mut all = self.held.lock().unwrap_or_else(PoisonError::into_inner);
        let held = all.entry(network).or_default();
        if *held == self.most {
            return Err(Error::Overloaded);
        }
        *held += 1;
        Ok(Share {
            shares: Arc::clone(self),
            network,
        })
    }
}

impl Drop for Share {
    fn drop(&mut self) {
        let all = self.shares.held.lock();
        let mut all = all.unwrap_or_else(PoisonError::into_inner);
        if let Some(held) = all.get_mut(&self.network) {
            *held -= 1;
            if *held == 0 {
                all.remove(&self.network);
            }
        }
    }
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
        let places = threads * (1 + QUEUE);
        Self {
            places: Arc::new(Semaphore::new(places)),
            shares: Arc::new(Shares {
                held: Mutex::default(),
                most: (places / SHARE).max(1),
            }),
            works,
            hashed: AtomicU64::new(0),
        }
    }

    /// Takes a place for somebody in a network; whoever runs the installation comes from none.
    ///
    /// # Errors
    /// `Overloaded` when all are taken, or the network holds its share of them.
    pub(crate) fn enter(&self, network: Option<IpAddr>) -> Result<Place<'_>, Error> {
        let share = network.map(|it| self.shares.take(it)).transpose()?;
        let permit = Arc::clone(&self.places).try_acquire_owned();
        let permit = permit.map_err(|_| Error::Overloaded)?;
        Ok(Place {
            pool: self,
            held: Arc::new((permit, share)),
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
        let held = Arc::clone(&self.held);
        let work = Box::new(move || {
            if !tell.is_closed() {
                // Whoever asked may be gone by the end.
                let _ = tell.send(work());
            }
            drop(held);
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
            match pool.enter(None) {
                Ok(place) => held.push(place),
                Err(error) => break error,
            }
        };
        assert!(matches!(refused, Error::Overloaded));
        assert_eq!(held.len(), 1 + QUEUE);
        let place = held.pop().expect("a place");
        assert_eq!(place.run(|| 2 + 2).await.expect("work"), 4);
        assert!(pool.enter(None).is_err(), "the place is still held");
        drop(place);
        // The thread drops its part of the place just after it has told the outcome.
        while pool.enter(None).is_err() {
            tokio::task::yield_now().await;
        }
        assert_eq!(pool.hashed(), 1);
    }

    #[tokio::test]
    async fn a_network_that_holds_its_share_keeps_no_other_out_and_gets_it_back() {
        let pool = Pool::new(1);
        let [flooding, other] = [1, 2].map(|last| Some(IpAddr::from([192, 0, 2, last])));
        let mut held = Vec::new();
        while let Ok(place) = pool.enter(flooding) {
            held.push(place);
        }
        assert_eq!(held.len(), (1 + QUEUE) / SHARE);
        assert!(matches!(pool.enter(flooding), Err(Error::Overloaded)));
        assert!(pool.enter(other).is_ok());
        assert!(pool.enter(None).is_ok());
        held.pop();
        held.push(pool.enter(flooding).expect("the place given back"));
        assert!(pool.enter(flooding).is_err());
        drop(held);
        assert_eq!(pool.places.available_permits(), 1 + QUEUE);
        let shares = pool.shares.held.lock().expect("no thread panicked");
        assert!(shares.is_empty(), "no network is remembered");
    }

    #[tokio::test]
    async fn what_nobody_waits_for_any_more_is_not_begun() {
        let pool = Pool::new(1);
        let (go, wait) = mpsc::channel::<()>();
        let (first, second) = (
            pool.enter(None).expect("a place"),
            pool.enter(None).expect("a place"),
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
        let third = pool.enter(None).expect("a place");
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
