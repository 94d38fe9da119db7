//! `/graphql/stream`: GraphQL over Server-Sent Events, each operation on a connection of its own
//! (the "distinct connections mode" of the graphql-sse protocol).

use async_graphql::Request;
use axum::{
    Extension,
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use bytes::Bytes;
use futures_util::stream;
use http::{
    HeaderMap, HeaderName, HeaderValue, Method, StatusCode, Uri,
    header::{ACCEPT, CACHE_CONTROL, CONTENT_TYPE},
};
use maillage_api::{Answer, Client, Delivery, Running, answer};
use maillage_usecases::Error;
use tokio::time::Interval;

use super::{
    Site, caller,
    graphql::{self, Media},
    listener::Line,
    network::Peer,
    refusal::Refusal,
    shares::Share,
};

const EVENTS: &str = "text/event-stream";

/// A line that says nothing but that the stream stands (HTML, "Server-sent events").
const COMMENT: Bytes = Bytes::from_static(b":\n\n");
/// The event needs a line of data, or clients do not hear of it.
const COMPLETE: Bytes = Bytes::from_static(b"event: complete\ndata:\n\n");

/// Asks a reverse proxy (nginx) not to keep events back.
const ACCEL_BUFFERING: HeaderName = HeaderName::from_static("x-accel-buffering");

/// A query or subscription in the address.
pub(super) async fn get(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    Extension(line): Extension<Line>,
    uri: Uri,
    headers: HeaderMap,
) -> Response {
    answer(&site, peer, line, &Method::GET, &headers, async || {
        graphql::from_address(&uri)
    })
    .await
}

/// An operation in the body.
pub(super) async fn post(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    Extension(line): Extension<Line>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    answer(&site, peer, line, &Method::POST, &headers, async || {
        graphql::from_body(&site, &headers, body).await
    })
    .await
}

async fn answer(
    site: &Site,
    peer: Peer,
    line: Line,
    method: &Method,
    headers: &HeaderMap,
    read: impl AsyncFnOnce() -> Result<Request, Refusal>,
) -> Response {
    let network = site.network(peer, headers);
    let begun = async {
        if !accepts_events(headers) {
            let status = StatusCode::NOT_ACCEPTABLE;
            return Err(Refusal::request(status, "events-only"));
        }
        site.expect_solvent(Client::Network(network), headers)?;
        let (request, key) = (read().await?, graphql::key(headers)?);
        let _place = site.enter()?;
        let subscriber = caller::subscribe(site, network, headers).await?;
        let inquiry = graphql::inquire(site, subscriber.caller.client, method, request)?;
        if !inquiry.goes_on() {
            let answer = site
                .api
                .execute_once(subscriber.caller, inquiry, key.as_ref());
            return Ok(match answer.await {
                Answer::Response(response) => once(&response),
                Answer::Written(json) => events(Body::from([next_of(&json), COMPLETE].concat())),
            });
        }
        let place = site.streams.enter(subscriber.caller.client);
        let place = place.ok_or_else(|| Refusal::too_many("streams", site.limits.streams))?;
        Ok(match site.api.subscribe(subscriber, inquiry).await {
            Ok(running) => events(Body::from_stream(stream::unfold(
                Some(Stream {
                    running,
                    line,
                    ticks: tokio::time::interval(site.limits.keep_alive),
                    _place: place,
                }),
                Stream::next,
            ))),
            Err(refused) => once(&refused),
        })
    };
    begun.await.unwrap_or_else(|refusal: Refusal| {
        let cost = site.api.refused(Client::Network(network));
        let language = caller::language(headers);
        refusal.into_graphql(site.platform(), language, Media::Response.name(), &cost)
    })
}

fn accepts_events(headers: &HeaderMap) -> bool {
    let mut ranges = headers
        .get_all(ACCEPT)
        .iter()
        .flat_map(|value| value.to_str().unwrap_or_default().split(','))
        .map(|range| range.split(';').next().unwrap_or_default().trim());
    !headers.contains_key(ACCEPT)
        || ranges
            .any(|range| [EVENTS, "text/*", "*/*"].contains(&range.to_ascii_lowercase().as_str()))
}

/// One answer and the end. What is wrong with a document is told in the stream, as the protocol
/// wants; what the server cannot do at the moment by the status, as everywhere.
fn once(response: &async_graphql::Response) -> Response {
    if graphql::is_refused(response) && graphql::status_of(response, Media::Json) != StatusCode::OK
    {
        return graphql::write(Media::Response, response);
    }
    match next(response) {
        Some(next) => events(Body::from([next, COMPLETE].concat())),
        None => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

fn events(body: Body) -> Response {
    let headers = [
        (CONTENT_TYPE, HeaderValue::from_static(EVENTS)),
        (CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (ACCEL_BUFFERING, HeaderValue::from_static("no")),
    ];
    (headers, body).into_response()
}

/// The event of an answer. JSON as it is written here has no line break.
fn next(response: &async_graphql::Response) -> Option<Bytes> {
    match answer::write(response, !graphql::is_refused(response)) {
        Ok(json) => Some(next_of(&json)),
        Err(error) => {
            tracing::error!(%error, "a response cannot be written");
            None
        }
    }
}

fn next_of(json: &[u8]) -> Bytes {
    [b"event: next\ndata: ", json, b"\n\n"].concat().into()
}

/// A subscription as a stream of events.
struct Stream {
    running: Running,
    line: Line,
    ticks: Interval,
    _place: Share,
}

type Event = Result<Bytes, std::convert::Infallible>;

impl Stream {
    /// The next event. The client's own pace is kept: nothing is done before it has read the last.
    async fn next(stream: Option<Self>) -> Option<(Event, Option<Self>)> {
        let mut stream = stream?;
        loop {
            tokio::select! {
                news = stream.running.news() => {
                    // Without `complete`: the client knows that it missed something, and comes back.
                    let news = news.ok()?;
                    match stream.running.deliver(news).await {
                        Delivery::Answer(response) => {
                            let next = next(&response)?;
                            return Some((Ok(next), Some(stream)));
                        }
                        Delivery::Spent(refused) => {
                            let last = [next(&refused)?, COMPLETE].concat();
                            return Some((Ok(last.into()), None));
                        }
                        Delivery::Nothing => {}
                        Delivery::Ended | Delivery::SignedOut => return Some((Ok(COMPLETE), None)),
                    }
                }
                _ = stream.ticks.tick() => {
                    return Some(match stream.running.renew().await {
                        Err(Error::Unauthenticated) => (Ok(COMPLETE), None),
                        _ => (Ok(COMMENT), Some(stream)),
                    });
                }
                () = stream.line.stopped() => return None,
            }
        }
    }
}
