//! `/graphql/ws`: GraphQL over WebSocket, subprotocol `graphql-transport-ws`.

mod messages;
mod operations;
mod room;

use std::{net::IpAddr, time::Duration};

use axum::{
    Extension,
    extract::{
        State,
        ws::{Message as Frame, WebSocket, WebSocketUpgrade, rejection::WebSocketUpgradeRejection},
    },
    response::Response,
};
use http::{HeaderMap, StatusCode};
use maillage_api::{Client, Subscriber};
use maillage_usecases::{Error, accounts};
use serde_json::{Map, Value};
use tokio::time::{Instant, interval_at, timeout};

use self::{
    messages::{Farewell, Message, PROTOCOL, plain, receive},
    operations::Operations,
};
use super::{
    MOST_BYTES, Site, caller, listener::Line, network::Peer, refusal::Refusal, shares::Share,
};

/// How long a client that is sent away may take to say goodbye as well.
const PARTING: Duration = Duration::from_secs(1);

/// Begins a conversation. Whoever a header says to be somebody must be it; a page in a browser,
/// which can send no header, says it in its first message.
pub(super) async fn connect(
    State(site): State<Site>,
    Extension(peer): Extension<Peer>,
    Extension(line): Extension<Line>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Response {
    let network = site.network(peer, &headers);
    let subscriber = async {
        let upgrade =
            upgrade.map_err(|_| Refusal::request(StatusCode::UPGRADE_REQUIRED, "websocket"))?;
        let subscriber = caller::subscribe(&site, network, &headers).await?;
        Ok((upgrade, subscriber))
    };
    match subscriber.await {
        Ok((upgrade, subscriber)) => {
            let conversation = Conversation {
                site,
                line,
                network,
                subscriber,
            };
            upgrade
                .protocols([PROTOCOL])
                .max_message_size(MOST_BYTES)
                .max_frame_size(MOST_BYTES)
                .on_upgrade(|socket| conversation.hold(socket))
        }
        Err(refusal) => Refusal::into_text(refusal, site.platform(), caller::language(&headers)),
    }
}

/// What is known of who talks to us on a socket.
struct Conversation {
    site: Site,
    line: Line,
    network: IpAddr,
    subscriber: Subscriber,
}

/// Why a conversation ends; nothing when the client has gone.
type End = Option<Farewell>;

impl Conversation {
    async fn hold(mut self, mut socket: WebSocket) {
        let Err(end) = self.converse(&mut socket).await;
        let Some(farewell) = end else { return };
        if socket.send(Frame::from(farewell)).await.is_ok() {
            // What the client still sends must be read, or the system takes the farewell back.
            let parting = async { while let Some(Ok(_)) = socket.recv().await {} };
            let _ = timeout(PARTING, parting).await;
        }
    }

    async fn converse(&mut self, socket: &mut WebSocket) -> Result<std::convert::Infallible, End> {
        if socket.protocol().is_none_or(|chosen| chosen != PROTOCOL) {
            return Err(Some(Farewell::subprotocol()));
        }
        let stopped = self.line.stopped();
        let within = self.site.limits.init_within;
        let _place = tokio::select! {
            begun = timeout(within, self.begin(socket)) => match begun {
                Ok(begun) => begun?,
                Err(_) => return Err(Some(Farewell::init_timeout())),
            },
            () = stopped => return Err(Some(Farewell::going_away())),
        };
        self.go_on(socket).await
    }

    /// Waits for the client to begin, and acknowledges it.
    async fn begin(&mut self, socket: &mut WebSocket) -> Result<Share, End> {
        let payload = loop {
            match receive(socket).await? {
                Message::ConnectionInit { payload } => break payload,
                Message::Ping { payload } => say(socket, plain("pong", payload)).await?,
                Message::Subscribe { .. } => return Err(Some(Farewell::unauthorized())),
                Message::Pong {} | Message::Complete { .. } => {}
            }
        };
        self.identify(payload.unwrap_or_default()).await?;
        let place = self.site.streams.enter(self.subscriber.caller.client);
        let place = place.ok_or_else(|| Farewell::later("Too many connections"))?;
        say(socket, plain("connection_ack", None)).await?;
        Ok(place)
    }

    /// Takes the client for who it says to be, if it says so.
    async fn identify(&mut self, payload: Map<String, Value>) -> Result<(), Farewell> {
        let given = payload
            .into_iter()
            .find(|(name, _)| name.eq_ignore_ascii_case("authorization"));
        let Some((_, authorization)) = given else {
            return Ok(());
        };
        let token = authorization.as_str().and_then(caller::bearer);
        let token = token.ok_or_else(Farewell::forbidden)?;
        match accounts::authenticate(self.site.platform(), token).await {
            Ok(actor) => {
                let caller = &mut self.subscriber.caller;
                caller.client = actor
                    .person()
                    .map_or(Client::Network(self.network), Client::Person);
                caller.actor = actor;
                self.subscriber.token = Some(token.to_owned());
                Ok(())
            }
            Err(Error::Unauthenticated) => Err(Farewell::forbidden()),
            Err(error) => {
                tracing::warn!(?error, "a caller could not be identified");
                Err(Farewell::later("Try again later"))
            }
        }
    }

    /// Answers until one of the two ends it.
    async fn go_on(&mut self, socket: &mut WebSocket) -> Result<std::convert::Infallible, End> {
        let period = self.site.limits.keep_alive;
        let mut ticks = interval_at(Instant::now() + period, period);
        let mut operations = Operations::new(&self.site.limits);
        let stopped = self.line.stopped();
        tokio::pin!(stopped);
        let mut heard = true;
        loop {
            tokio::select! {
                message = receive(socket) => {
                    heard = true;
                    match message? {
                        Message::ConnectionInit { .. } => return Err(Some(Farewell::begun_before())),
                        Message::Ping { payload } => say(socket, plain("pong", payload)).await?,
                        Message::Pong {} => {}
                        Message::Complete { id } => operations.end(&id),
                        Message::Subscribe { id, payload } => {
                            let begun = operations.begin(&self.site, &mut self.subscriber, id, payload);
                            if let Some(frame) = begun.await? {
                                say(socket, frame).await?;
                            }
                        }
                    }
                }
                told = operations.next() => if let Some((frame, _taken)) = told? {
                    say(socket, frame).await?;
                },
                _ = ticks.tick() => {
                    if !heard {
                        // Nobody is there: to take leave would take a while, and concern nobody.
                        return Err(None);
                    }
                    heard = false;
                    if let Err(Error::Unauthenticated) = self.site.api.renew(&mut self.subscriber).await {
                        return Err(Some(Farewell::forbidden()));
                    }
                    say(socket, plain("ping", None)).await?;
                }
                () = &mut stopped => return Err(Some(Farewell::going_away())),
            }
        }
    }
}

async fn say(socket: &mut WebSocket, frame: Frame) -> Result<(), End> {
    socket.send(frame).await.map_err(|_| None)
}
