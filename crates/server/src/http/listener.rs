//! The loop that accepts connections. `axum::serve` would wait for ever for the headers of a
//! request, and its graceful stop leaves connections behind when it is given up.

use std::{io, pin::pin, time::Duration};

use axum::Router;
use hyper::server::conn::http1;
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    server::graceful::GracefulShutdown,
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::JoinSet,
};

/// Longest that a client may take to send the headers of a request, the first or the next.
const HEADERS_WITHIN: Duration = Duration::from_secs(10);

/// Answers connections until told to stop, then lets the requests under way end. Whoever gives up
/// waiting for them drops this future, and their connections break.
pub async fn serve(listener: TcpListener, router: Router, stop: impl Future<Output = ()>) {
    let graceful = GracefulShutdown::new();
    let mut connections = JoinSet::new();
    let mut stop = pin!(stop);
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => answer(stream, router.clone(), &graceful, &mut connections),
                Err(error) => rest(&error).await,
            },
            Some(_) = connections.join_next() => {}
            () = &mut stop => break,
        }
    }
    // From here on the system refuses new connections, so that a balancer tries elsewhere.
    drop(listener);
    graceful.shutdown().await;
}

fn answer(
    stream: TcpStream,
    router: Router,
    graceful: &GracefulShutdown,
    connections: &mut JoinSet<()>,
) {
    if let Err(error) = stream.set_nodelay(true) {
        tracing::debug!(%error, "a connection keeps its delay");
    }
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(HEADERS_WITHIN)
        .serve_connection(TokioIo::new(stream), TowerToHyperService::new(router));
    let connection = graceful.watch(connection);
    connections.spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(%error, "a connection broke");
        }
    });
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
