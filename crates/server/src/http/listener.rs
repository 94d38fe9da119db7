//! The loop that accepts connections. `axum::serve` would wait for ever for the headers of a
//! request, and its graceful stop leaves connections behind when it is given up.

use std::{io, net::IpAddr, pin::pin, sync::Arc, time::Duration};

use axum::Router;
use http::Request;
use hyper::{
    body::Incoming,
    server::conn::http1,
    service::{Service, service_fn},
};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use ipnet::IpNet;
use maillage_api::Client;
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore, watch},
    task::JoinSet,
};
use tokio_io_timeout::TimeoutStream;

use super::{
    Limits,
    network::{self, Peer},
    shares::{Share, Shares},
};

/// What a client reads that finds all connections taken.
const FULL: &[u8] =
    b"HTTP/1.1 503 Service Unavailable\r\nRetry-After: 1\r\nConnection: close\r\nContent-Length: 0\r\n\r\n";

/// Answers connections until told to stop, then lets the requests under way end. Whoever gives up
/// waiting for them drops this future, and their connections break.
pub async fn serve(
    listener: TcpListener,
    router: Router,
    limits: &Limits,
    stop: impl Future<Output = ()>,
) {
    let (stopping, stopped) = watch::channel(false);
    let mut connections = JoinSet::new();
    let hall = Hall::new(limits);
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, peer)) => match hall.enter(peer.ip()) {
                    Some(place) => {
                        let line = Line { _place: Arc::new(place), stopped: stopped.clone() };
                        let connection = Connection { stream, peer: Peer(peer.ip()), line };
                        connections.spawn(connection.answer(router.clone(), limits));
                    }
                    None => turn_away(&stream),
                },
                Err(error) => rest(&error).await,
            },
            Some(_) = connections.join_next() => {}
            () = &mut stop => break,
        }
    }
    // From here on the system refuses new connections, so that a balancer tries elsewhere.
    drop(listener);
    stopping.send_replace(true);
    // Every place is given back by then, also those of WebSockets, which are tasks of their own.
    let all = u32::try_from(limits.connections).unwrap_or(u32::MAX);
    let _ = hall.places.acquire_many(all).await;
}

/// The places for connections, and how many of them each network has.
struct Hall {
    places: Arc<Semaphore>,
    shares: Shares,
    proxies: Vec<IpNet>,
}

/// The place of a connection. A trusted proxy has no share: it comes for everybody.
type Seat = (OwnedSemaphorePermit, Option<Share>);

impl Hall {
    fn new(limits: &Limits) -> Self {
        Self {
            places: Arc::new(Semaphore::new(limits.connections)),
            shares: Shares::new(limits.connections_of_one),
            proxies: limits.trusted_proxies.clone(),
        }
    }

    fn enter(&self, peer: IpAddr) -> Option<Seat> {
        let place = Arc::clone(&self.places).try_acquire_owned().ok()?;
        let peer = peer.to_canonical();
        if self.proxies.iter().any(|proxies| proxies.contains(&peer)) {
            return Some((place, None));
        }
        let share = self
            .shares
            .enter(Client::Network(network::of_address(peer)))?;
        Some((place, Some(share)))
    }
}

/// The line to a client. Whatever lasts longer than a request holds it, so that its place stays
/// taken, and hears on it when the platform stops.
#[derive(Clone)]
pub(super) struct Line {
    _place: Arc<Seat>,
    stopped: watch::Receiver<bool>,
}

impl Line {
    /// Waits until the platform stops.
    pub(super) fn stopped(&self) -> impl Future<Output = ()> + use<> {
        let mut stopped = self.stopped.clone();
        async move {
            // An error means that nobody serves any more, which is a reason to end as well.
            let _ = stopped.wait_for(|stopped| *stopped).await;
        }
    }
}

/// A connection that has its place.
struct Connection {
    stream: TcpStream,
    peer: Peer,
    line: Line,
}

impl Connection {
    /// The work of answering it, to be spawned.
    fn answer(self, router: Router, limits: &Limits) -> impl Future<Output = ()> + use<> {
        let Self { stream, peer, line } = self;
        if let Err(error) = stream.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
        // A client that reads nothing of its answer would keep its place for ever.
        let mut stream = TimeoutStream::new(stream);
        stream.set_write_timeout(Some(limits.reads_within));
        let router = TowerToHyperService::new(router);
        let stopped = line.stopped();
        let service = service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            request.extensions_mut().insert(line.clone());
            router.call(request)
        });
        let connection = http1::Builder::new()
            .timer(TokioTimer::new())
            .header_read_timeout(limits.headers_within)
            .serve_connection(TokioIo::new(Box::pin(stream)), service)
            .with_upgrades();
        async move {
            let mut connection = pin!(connection);
            let ended = tokio::select! {
                ended = connection.as_mut() => ended,
                () = stopped => {
                    connection.as_mut().graceful_shutdown();
                    connection.await
                }
            };
            if let Err(error) = ended {
                tracing::debug!(%error, "a connection broke");
            }
        }
    }
}

/// Tells a client to come back, if it listens at once: to wait for it would take a place.
fn turn_away(stream: &TcpStream) {
    tracing::warn!("a connection was turned away: all that it might have are taken");
    if let Err(error) = stream.try_write(FULL) {
        tracing::debug!(%error, "a connection broke while it was turned away");
    }
}

/// A connection that breaks while it is accepted concerns its client alone; anything else, such as
/// too many open files, gets time to mend.
async fn rest(error: &io::Error) {
    use io::ErrorKind::{ConnectionAborted, ConnectionRefused, ConnectionReset};
    if !matches!(
        error.kind(),
        ConnectionAborted | ConnectionRefused | ConnectionReset
    ) {
        tracing::error!(%error, "connections cannot be accepted");
        tokio::time::sleep(Duration::from_secs(1)).await;
    }
}
