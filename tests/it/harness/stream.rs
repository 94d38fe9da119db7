//! A stream of server-sent events, read event by event.

use reqwest::{RequestBuilder, Response, header};
use serde_json::Value;
use tokio::time::timeout;

use super::socket::LONG;

/// The client's end of a stream.
pub(crate) struct Stream {
    response: Response,
    text: String,
}

/// What stands between two blank lines.
#[derive(Debug, PartialEq)]
pub(crate) enum Event {
    /// An answer.
    Next(Value),
    /// The end.
    Complete,
    /// A sign of life.
    Comment,
}

impl Stream {
    /// The stream that answers a request.
    pub(crate) async fn open(request: RequestBuilder) -> Self {
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(
            response.headers()[header::CONTENT_TYPE],
            "text/event-stream"
        );
        Self {
            response,
            text: String::new(),
        }
    }

    /// The next event that is no sign of life; `None` when the stream ends.
    pub(crate) async fn hear(&mut self) -> Option<Event> {
        loop {
            match self.next().await {
                Some(Event::Comment) => {}
                other => return other,
            }
        }
    }

    /// The next event; `None` when the stream ends.
    pub(crate) async fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(end) = self.text.find("\n\n") {
                let rest = self.text.split_off(end + 2);
                let event = std::mem::replace(&mut self.text, rest);
                return Some(read(event.trim_end()));
            }
            let piece = timeout(LONG, self.response.chunk()).await;
            let piece = piece.expect("the server says nothing").unwrap()?;
            self.text += std::str::from_utf8(&piece).unwrap();
        }
    }
}

fn read(event: &str) -> Event {
    if event == ":" {
        return Event::Comment;
    }
    if event == "event: complete\ndata:" {
        return Event::Complete;
    }
    let data = event.strip_prefix("event: next\ndata: ");
    let data = data.unwrap_or_else(|| panic!("no event: {event:?}"));
    Event::Next(serde_json::from_str(data).unwrap())
}
