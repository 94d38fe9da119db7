//! What came back, as bytes and as a cell of the table.

use std::fmt;

use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use crate::harness::Client;

/// What came back.
pub(super) struct Reply {
    status: StatusCode,
    pub(super) body: Value,
    text: String,
}

/// Sends a query or mutation.
pub(super) async fn send(client: &Client, query: &str, variables: &Value) -> Reply {
    send_with(client, None, query, variables).await
}

/// Sends a query or mutation with a token in the place of the client's own.
pub(super) async fn send_with(
    client: &Client,
    token: Option<&str>,
    query: &str,
    variables: &Value,
) -> Reply {
    let mut request = client.http(Method::POST, "/graphql").await;
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let request = request.json(&json!({ "query": query, "variables": variables }));
    let response = request.send().await.unwrap();
    let status = response.status();
    let text = response.text().await.unwrap();
    let body = serde_json::from_str(&text).unwrap();
    Reply { status, body, text }
}

impl Reply {
    /// What a stream of events began with: the body is that of its first answer, if it has one.
    pub(super) fn of_stream(status: StatusCode, text: String) -> Self {
        let mut lines = text.lines();
        let answer = lines.find_map(|line| line.strip_prefix("data: "));
        let body = answer.map_or(Value::Null, |answer| serde_json::from_str(answer).unwrap());
        Self { status, body, text }
    }

    /// The bytes without what differs from one answer to the next: what the client has left.
    pub(super) fn bytes(&self) -> (StatusCode, String) {
        let (before, after) = self
            .text
            .split_once("\"available\":")
            .unwrap_or((&self.text, ""));
        let after = after.trim_start_matches(|c: char| c.is_ascii_digit());
        (self.status, format!("{before}{after}"))
    }

    /// The bytes without the id that was asked for, which an answer may repeat.
    pub(super) fn masked(&self, id: &str) -> (StatusCode, String) {
        let (status, text) = self.bytes();
        (status, text.replace(id, "ID"))
    }

    /// What became of a mutation.
    pub(super) fn outcome(&self, mutation: &str, payload: &str) -> Outcome {
        if let Some(error) = self.body["errors"].get(0) {
            return Outcome::of(error);
        }
        let answer = &self.body["data"][mutation];
        match answer["errors"].get(0) {
            Some(error) if error["code"] == "INVALID" => {
                let problem = error["facts"][0]["value"].as_str().unwrap_or_default();
                Outcome::Refused(words(problem))
            }
            Some(error) => Outcome::Refused(words(error["code"].as_str().unwrap_or_default())),
            None => {
                assert!(
                    !answer[payload].is_null(),
                    "neither done nor refused: {}",
                    self.text
                );
                Outcome::Yes
            }
        }
    }

    /// What refused a field of the object at this path, whatever it was asked for inside.
    pub(super) fn refusal(&self, path: &[&str]) -> Option<Outcome> {
        let mut errors = self.body["errors"].as_array().into_iter().flatten();
        let at = |error: &&Value| {
            let found = error["path"].as_array().into_iter().flatten();
            found.zip(path).all(|(found, wanted)| found == wanted)
        };
        errors.find(at).map(Outcome::of)
    }
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Done, or shown.
    Yes,
    /// For somebody signed in.
    SignIn,
    /// There is no such thing, or not for them.
    Absent,
    /// Not for them, and what they would need.
    No(String),
    /// Theirs to do, but not like this or not now.
    Refused(String),
}

impl Outcome {
    pub(super) fn of(error: &Value) -> Self {
        let extensions = &error["extensions"];
        match extensions["code"].as_str() {
            Some("UNAUTHENTICATED") => Self::SignIn,
            Some("NOT_FOUND") => Self::Absent,
            Some("FORBIDDEN") => {
                let code = extensions["reason"].as_str().expect("a reason");
                let need = code.strip_prefix("NEEDS_").or(code.strip_prefix("NO_"));
                Self::No(words(need.unwrap_or(code)))
            }
            Some("INVALID") => Self::Refused("refused".to_owned()),
            _ => panic!("no answer for people: {error}"),
        }
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Yes => f.write_str("yes"),
            Self::SignIn => f.write_str("sign in"),
            Self::Absent => f.write_str("absent"),
            Self::No(need) => write!(f, "no: {need}"),
            Self::Refused(why) => write!(f, "not so: {why}"),
        }
    }
}

/// A code as people read it.
fn words(code: &str) -> String {
    code.to_lowercase().replace('_', " ")
}
