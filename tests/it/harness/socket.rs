//! A WebSocket, spoken to message by message, so that a test can break the protocol.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async,
    tungstenite::{
        ClientRequestBuilder, Error, Message,
        protocol::{CloseFrame, frame::coding::CloseCode},
    },
};

use super::{Client, Instance};

const PROTOCOL: &str = "graphql-transport-ws";

/// Longer than anything takes; a test that waits so long has failed.
pub(crate) const LONG: Duration = Duration::from_secs(20);

/// The client's end of a WebSocket.
pub(crate) struct Socket(WebSocketStream<MaybeTlsStream<TcpStream>>);

impl Socket {
    /// A socket on which nothing was said yet.
    pub(crate) async fn open(instance: &Instance) -> Self {
        Self::offering(instance, &[PROTOCOL]).await
    }

    /// A socket of a client that speaks these subprotocols.
    pub(crate) async fn offering(instance: &Instance, protocols: &[&str]) -> Self {
        let mut request = ClientRequestBuilder::new(instance.socket().parse().unwrap());
        for protocol in protocols {
            request = request.with_sub_protocol(*protocol);
        }
        match connect_async(request).await {
            Ok((socket, response)) => {
                let chosen = response.headers().get("sec-websocket-protocol");
                let wanted = protocols.contains(&PROTOCOL).then_some(PROTOCOL);
                assert_eq!(chosen.map(|chosen| chosen.to_str().unwrap()), wanted);
                Self(socket)
            }
            Err(error) => panic!("no socket: {error}"),
        }
    }

    /// A socket on which the client was acknowledged; a visitor's without one.
    pub(crate) async fn begin(instance: &Instance, client: Option<&Client>) -> Self {
        let mut socket = Self::open(instance).await;
        let payload = match client {
            Some(client) => json!({ "authorization": format!("Bearer {}", client.token().await) }),
            None => json!({}),
        };
        socket
            .say(json!({ "type": "connection_init", "payload": payload }))
            .await;
        assert_eq!(socket.hear().await, json!({ "type": "connection_ack" }));
        socket
    }

    /// The status with which a socket is refused that presents this token.
    pub(crate) async fn refused(instance: &Instance, authorization: &str) -> u16 {
        let request = ClientRequestBuilder::new(instance.socket().parse().unwrap())
            .with_sub_protocol(PROTOCOL)
            .with_header("Authorization", authorization);
        match connect_async(request).await {
            Err(Error::Http(response)) => response.status().as_u16(),
            other => panic!("{other:?}"),
        }
    }

    /// Says something.
    pub(crate) async fn say(&mut self, message: Value) {
        self.say_text(&message.to_string()).await;
    }

    /// Says something that need not be a message.
    pub(crate) async fn say_text(&mut self, text: &str) {
        // An error is that of a socket that the server has closed: the next word tells.
        let _ = self.0.send(Message::text(text)).await;
    }

    /// Sends bytes, which mean nothing.
    pub(crate) async fn say_bytes(&mut self) {
        self.0.send(Message::binary(vec![0])).await.unwrap();
    }

    /// Asks for an operation.
    pub(crate) async fn subscribe(&mut self, id: &str, query: &str, variables: Value) {
        let payload = json!({ "query": query, "variables": variables });
        self.say(json!({ "id": id, "type": "subscribe", "payload": payload }))
            .await;
    }

    /// Waits until the server has done what it was told before.
    pub(crate) async fn settle(&mut self) {
        self.say(json!({ "type": "ping", "payload": { "settled": true } }))
            .await;
        let pong = json!({ "type": "pong", "payload": { "settled": true } });
        assert_eq!(self.hear().await, pong);
    }

    /// What the server says next, but for its own pings, which are answered.
    pub(crate) async fn hear(&mut self) -> Value {
        match self.next().await {
            Ok(message) => message,
            Err(code) => panic!("closed with {code:?}"),
        }
    }

    /// Takes leave; the code with which the server answers.
    pub(crate) async fn leave(&mut self) -> Option<u16> {
        let farewell = CloseFrame {
            code: CloseCode::Normal,
            reason: "".into(),
        };
        self.0.close(Some(farewell)).await.unwrap();
        self.closed().await
    }

    /// The code with which the server closes; what it says before is passed over.
    pub(crate) async fn closed(&mut self) -> Option<u16> {
        loop {
            if let Err(code) = self.next().await {
                return code;
            }
        }
    }

    async fn next(&mut self) -> Result<Value, Option<u16>> {
        loop {
            let message = timeout(LONG, self.0.next()).await;
            match message.expect("the server says nothing") {
                Some(Ok(Message::Text(text))) => {
                    let message: Value = serde_json::from_str(&text).unwrap();
                    if message == json!({ "type": "ping" }) {
                        self.say(json!({ "type": "pong" })).await;
                    } else {
                        return Ok(message);
                    }
                }
                Some(Ok(Message::Close(frame))) => {
                    return Err(frame.map(|frame| CloseCode::into(frame.code)));
                }
                Some(Ok(_)) => {}
                Some(Err(_)) | None => return Err(None),
            }
        }
    }
}
