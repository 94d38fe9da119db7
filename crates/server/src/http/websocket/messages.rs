//! The messages of `graphql-transport-ws` (GraphQL over WebSocket Protocol), and why a socket is
//! closed.

use std::error::Error as _;

use axum::{
    Error,
    extract::ws::{CloseFrame, Message as Frame, WebSocket},
};
use serde::Deserialize;
use serde_json::{Map, Value, json};

/// The subprotocol.
pub(super) const PROTOCOL: &str = "graphql-transport-ws";

/// What a client says.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum Message {
    /// It begins, and may say who it is.
    ConnectionInit {
        /// What it says.
        payload: Option<Map<String, Value>>,
    },
    /// It asks whether we are there.
    Ping {
        /// To be given back.
        payload: Option<Map<String, Value>>,
    },
    /// It is there.
    Pong {},
    /// It asks for an operation.
    Subscribe {
        /// How it names the operation.
        id: String,
        /// The request.
        payload: Map<String, Value>,
    },
    /// It wants no more of an operation.
    Complete {
        /// Of which.
        id: String,
    },
}

impl Message {
    fn read(text: &str) -> Option<Self> {
        let message = serde_json::from_str(text).ok()?;
        match &message {
            Self::Subscribe { id, .. } | Self::Complete { id } if id.is_empty() => None,
            _ => Some(message),
        }
    }
}

/// Why a socket is closed by us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Farewell {
    code: u16,
    reason: String,
}

impl Farewell {
    fn new(code: u16, reason: &str) -> Self {
        Self {
            code,
            reason: reason.to_owned(),
        }
    }

    /// The platform stops (RFC 6455 section 7.4.1).
    pub(super) fn going_away() -> Self {
        Self::new(1001, "Going away")
    }

    /// The message is longer than a request may be.
    fn too_big() -> Self {
        Self::new(1009, "Message too big")
    }

    /// The client has too many sockets, or reads too slowly: it may come back.
    pub(super) fn later(reason: &str) -> Self {
        Self::new(1013, reason)
    }

    /// It is no message of the protocol.
    pub(super) fn invalid() -> Self {
        Self::new(4400, "Invalid message")
    }

    /// An operation is asked for before the connection is acknowledged.
    pub(super) fn unauthorized() -> Self {
        Self::new(4401, "Unauthorized")
    }

    /// Whoever this is may not be here, or no longer.
    pub(super) fn forbidden() -> Self {
        Self::new(4403, "Forbidden")
    }

    /// The client does not speak our subprotocol.
    pub(super) fn subprotocol() -> Self {
        Self::new(4406, "Subprotocol not acceptable")
    }

    /// The client did not begin in time.
    pub(super) fn init_timeout() -> Self {
        Self::new(4408, "Connection initialisation timeout")
    }

    /// The name of the operation is taken.
    pub(super) fn exists(id: &str) -> Self {
        let mut reason = format!("Subscriber for {id} already exists");
        // A reason has 123 bytes at most (RFC 6455 section 5.5).
        while reason.len() > 123 {
            reason.pop();
        }
        Self { code: 4409, reason }
    }

    /// The client begins twice.
    pub(super) fn begun_before() -> Self {
        Self::new(4429, "Too many initialisation requests")
    }
}

impl From<Farewell> for Frame {
    fn from(Farewell { code, reason }: Farewell) -> Self {
        Self::Close(Some(CloseFrame {
            code,
            reason: reason.into(),
        }))
    }
}

/// The next message of the client.
///
/// # Errors
/// Why the conversation ends; nothing when the client has gone.
pub(super) async fn receive(socket: &mut WebSocket) -> Result<Message, Option<Farewell>> {
    loop {
        return match socket.recv().await {
            Some(Ok(Frame::Text(text))) => Message::read(&text).ok_or(Some(Farewell::invalid())),
            Some(Ok(Frame::Binary(_))) => Err(Some(Farewell::invalid())),
            // After its farewell the client is given ours before nothing more comes.
            Some(Ok(Frame::Ping(_) | Frame::Pong(_) | Frame::Close(_))) => continue,
            Some(Err(error)) if is_too_big(&error) => Err(Some(Farewell::too_big())),
            Some(Err(_)) | None => Err(None),
        };
    }
}

fn is_too_big(error: &Error) -> bool {
    let cause = error
        .source()
        .and_then(|cause| cause.downcast_ref::<tungstenite::Error>());
    matches!(cause, Some(tungstenite::Error::Capacity(_)))
}

/// Says something without more to it.
pub(super) fn plain(kind: &str, payload: Option<Map<String, Value>>) -> Frame {
    let mut message = json!({ "type": kind });
    if let Some(payload) = payload {
        message["payload"] = Value::Object(payload);
    }
    Frame::text(message.to_string())
}

/// What is said of an operation.
#[derive(Debug)]
pub(super) enum Word {
    /// An answer, as JSON.
    Next(String),
    /// It does not run: the errors.
    Error(Value),
    /// It is over.
    Complete,
}

impl Word {
    pub(super) fn ends_the_operation(&self) -> bool {
        !matches!(self, Self::Next(_))
    }

    /// How long its answer is.
    pub(super) fn bytes(&self) -> usize {
        match self {
            Self::Next(payload) => payload.len(),
            Self::Error(_) | Self::Complete => 0,
        }
    }

    pub(super) fn about(self, id: &str) -> Frame {
        Frame::text(match self {
            Self::Next(payload) => {
                let id = Value::from(id);
                format!("{{\"id\":{id},\"type\":\"next\",\"payload\":{payload}}}")
            }
            Self::Error(errors) => {
                json!({ "id": id, "type": "error", "payload": errors }).to_string()
            }
            Self::Complete => json!({ "id": id, "type": "complete" }).to_string(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_of_the_protocol_is_not_read() {
        for text in [
            "",
            "{}",
            "[]",
            "\"ping\"",
            r#"{"type":"start"}"#,
            r#"{"type":"next","id":"1","payload":{}}"#,
            r#"{"type":"connection_ack"}"#,
            r#"{"type":"connection_init","payload":"x"}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":1,"payload":{"query":"{ a }"}}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{ a }"}}"#,
            r#"{"type":"subscribe","payload":{"query":"{ a }"}}"#,
            r#"{"type":"subscribe","id":"1","payload":"{ a }"}"#,
            r#"{"type":"complete"}"#,
        ] {
            assert_eq!(Message::read(text), None, "{text}");
        }
        for text in [
            r#"{"type":"connection_init"}"#,
            r#"{"type":"connection_init","payload":null}"#,
            r#"{"type":"ping","payload":{"a":1}}"#,
            r#"{"type":"pong","payload":{"a":1}}"#,
            r#"{"type":"subscribe","id":"1","payload":{"query":"{ a }"}}"#,
            r#"{"type":"complete","id":"1"}"#,
        ] {
            assert!(Message::read(text).is_some(), "{text}");
        }
    }

    #[test]
    fn a_reason_fits_into_a_frame() {
        assert!(Farewell::exists(&"é".repeat(200)).reason.len() <= 123);
    }
}
