//! The clients: a closed loop of connections that ask for pages all over the list.

use std::{
    net::{Ipv4Addr, SocketAddr},
    sync::{Arc, Mutex},
    time::{Duration, Instant},
};

use anyhow::{Context, ensure};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use bytes::Bytes;
use http::{Request, StatusCode, header};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use uuid::Uuid;

/// The query of the comparison: three levels, a page of twenty.
pub(crate) const QUERY: &str = "query Board($after: String) { projects(first: 20, after: $after) { \
    edges { cursor node { id title summary leadOrganisation { id name } needs { id label kind } } } \
    pageInfo { hasNextPage endCursor } } }";

/// Requests for pages spread over the whole list, and for the first.
pub(crate) fn requests(ids: &[Uuid]) -> Vec<Bytes> {
    let step = (ids.len() / 256).max(1);
    // Nothing follows the oldest.
    let cursors = ids
        .iter()
        .skip(step)
        .step_by(step)
        .map(|id| Some(cursor(*id)));
    std::iter::once(None)
        .chain(cursors)
        .map(|after| {
            Bytes::from(json!({ "query": QUERY, "variables": { "after": after } }).to_string())
        })
        .collect()
}

/// The cursor of a project in the default order.
pub(crate) fn cursor(id: Uuid) -> String {
    URL_SAFE_NO_PAD.encode(format!("CREATED_DESC:{}", id.simple()))
}

/// What a turn came to.
pub(crate) struct Measured {
    pub(crate) requests: f64,
    pub(crate) per_second: f64,
    pub(crate) p50: Duration,
    pub(crate) p99: Duration,
}

/// Sends requests over so many connections for so long.
pub(crate) async fn load(
    address: SocketAddr,
    requests: &[Bytes],
    connections: usize,
    turn: Duration,
) -> anyhow::Result<Measured> {
    let times = Arc::new(Mutex::new(Vec::new()));
    let requests: Arc<[Bytes]> = requests.into();
    let begun = Instant::now();
    let clients: Vec<_> = (0..connections)
        .map(|client| {
            let (times, requests) = (Arc::clone(&times), Arc::clone(&requests));
            tokio::spawn(async move {
                let mut sender = connect(address).await?;
                let mut own = Vec::new();
                // Each client walks the requests from a place of its own, with a step that visits all.
                let mut at = client * requests.len() / connections;
                while begun.elapsed() < turn {
                    let sent = Instant::now();
                    let (status, body) =
                        send(&mut sender, requests[at % requests.len()].clone(), None).await?;
                    ensure!(
                        status == StatusCode::OK && body.len() > 100,
                        "an answer of {status}"
                    );
                    own.push(sent.elapsed());
                    at += 7;
                }
                times
                    .lock()
                    .unwrap_or_else(std::sync::PoisonError::into_inner)
                    .extend(own);
                Ok(())
            })
        })
        .collect();
    for client in clients {
        client.await??;
    }
    let elapsed = begun.elapsed().as_secs_f64();
    let mut times = std::mem::take(
        &mut *times
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner),
    );
    times.sort_unstable();
    let count = u32::try_from(times.len()).context("too many requests")?;
    let at = |share: usize| {
        times
            .get(times.len() * share / 100)
            .copied()
            .unwrap_or_default()
    };
    Ok(Measured {
        requests: count.into(),
        per_second: f64::from(count) / elapsed,
        p50: at(50),
        p99: at(99),
    })
}

/// Sends one request on a connection of its own.
pub(crate) async fn once(address: SocketAddr, request: &Bytes) -> anyhow::Result<Value> {
    let (status, body) = send(&mut connect(address).await?, request.clone(), None).await?;
    ensure!(
        status == StatusCode::OK,
        "{status}: {}",
        String::from_utf8_lossy(&body)
    );
    Ok(serde_json::from_slice(&body)?)
}

pub(crate) async fn connect(address: SocketAddr) -> anyhow::Result<SendRequest<Full<Bytes>>> {
    let stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let (sender, connection) = handshake(TokioIo::new(stream)).await?;
    tokio::spawn(connection);
    Ok(sender)
}

/// Sends one request, as the proxy of somebody elsewhere where an address is given.
pub(crate) async fn send(
    sender: &mut SendRequest<Full<Bytes>>,
    body: Bytes,
    from: Option<Ipv4Addr>,
) -> anyhow::Result<(StatusCode, Bytes)> {
    let mut request = Request::post("/graphql")
        .header(header::HOST, "localhost")
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::ACCEPT, "application/graphql-response+json");
    if let Some(from) = from {
        request = request.header("X-Forwarded-For", from.to_string());
    }
    let request = request.body(Full::new(body))?;
    sender.ready().await?;
    let response = sender.send_request(request).await?;
    let status = response.status();
    Ok((status, response.into_body().collect().await?.to_bytes()))
}
