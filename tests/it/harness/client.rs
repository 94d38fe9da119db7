//! A client: a visitor's or a person's.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, TimeDelta, Utc};
use maillage_domain::{accounts::Person, clock::Clock, ids::PersonId};
use reqwest::{
    Method, RequestBuilder, StatusCode,
    header::{ACCEPT, HeaderValue},
};
use serde_json::{Value, json};

use super::{Instance, PASSWORD, World, clock::TestClock};

const SIGN_IN: &str = "
    mutation ($email: String!, $password: String!) {
      signIn(input: { email: $email, password: $password }) {
        session { accessToken refreshToken }
        errors { code message }
      }
    }";

/// How long a token is used before the client signs in again.
const TOKEN: TimeDelta = TimeDelta::minutes(5);

/// Sends requests to one instance, as a visitor or as a person. Clones share the session.
#[derive(Clone)]
pub(crate) struct Client {
    http: reqwest::Client,
    base: String,
    language: &'static str,
    clock: Arc<TestClock>,
    account: Option<Arc<Account>>,
}

struct Account {
    id: PersonId,
    email: String,
    session: Mutex<Option<(String, DateTime<Utc>)>>,
}

impl Client {
    pub(super) fn visitor(instance: &Instance, world: &World) -> Self {
        Self {
            http: speaking_graphql(),
            base: instance.url(""),
            language: "fr",
            clock: Arc::clone(&world.clock),
            account: None,
        }
    }

    pub(super) async fn sign_in(instance: &Instance, world: &World, person: &Person) -> Self {
        let account = Account {
            id: person.id,
            email: person.email.to_string(),
            session: Mutex::default(),
        };
        let client = Self {
            account: Some(Arc::new(account)),
            ..Self::visitor(instance, world)
        };
        client.token().await;
        client
    }

    /// The person's id.
    pub(crate) fn id(&self) -> PersonId {
        self.account().id
    }

    /// The person's address.
    pub(crate) fn email(&self) -> &str {
        &self.account().email
    }

    /// The same client speaking another language (`fr` at first).
    pub(crate) fn speaking(&self, language: &'static str) -> Self {
        Self {
            language,
            ..self.clone()
        }
    }

    /// The same client on another instance.
    pub(crate) fn on(&self, instance: &Instance) -> Self {
        Self {
            base: instance.url(""),
            ..self.clone()
        }
    }

    /// A request to a path, with the session and the language of the client.
    pub(crate) async fn http(&self, method: Method, path: &str) -> RequestBuilder {
        let request = self
            .http
            .request(method, format!("{}{path}", self.base))
            .header("Accept-Language", self.language);
        if self.account.is_some() {
            request.bearer_auth(self.token().await)
        } else {
            request
        }
    }

    /// Runs a query or mutation that must succeed and returns its data. Errors fail the test, also
    /// those of a payload.
    pub(crate) async fn gql(&self, query: &str, variables: Value) -> Value {
        self.ask(query, variables).await.data()
    }

    /// Runs a query or mutation; its errors are part of the answer.
    pub(crate) async fn ask(&self, query: &str, variables: Value) -> Answer {
        let body = json!({ "query": query, "variables": variables });
        let response = self
            .http(Method::POST, "/graphql")
            .await
            .json(&body)
            .send()
            .await
            .unwrap();
        let status = response.status();
        let text = response.text().await.unwrap();
        let mut body: Value =
            serde_json::from_str(&text).unwrap_or_else(|_| panic!("{status}, not JSON: {text}"));
        // What the client has left differs from one answer to the next.
        let members = body.as_object_mut().expect("an answer is an object");
        assert!(
            members
                .remove("extensions")
                .is_some_and(|all| all["cost"].is_object())
        );
        Answer { status, body }
    }

    /// The access token in use; a new one by signing in again when the clock has moved on.
    pub(crate) async fn token(&self) -> String {
        let account = self.account();
        let now = self.clock.now();
        let kept = account
            .session
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone();
        if let Some((token, since)) = kept
            && (since..since + TOKEN).contains(&now)
        {
            return token;
        }
        let visitor = Self {
            account: None,
            ..self.clone()
        };
        let variables = json!({ "email": account.email, "password": PASSWORD });
        let data = Box::pin(visitor.gql(SIGN_IN, variables)).await;
        let token = data["signIn"]["session"]["accessToken"]
            .as_str()
            .unwrap()
            .to_owned();
        *account
            .session
            .lock()
            .unwrap_or_else(PoisonError::into_inner) = Some((token.clone(), now));
        token
    }

    fn account(&self) -> &Account {
        self.account.as_deref().expect("a visitor has no account")
    }
}

/// A client that takes the media type by which the status tells, unless a request says otherwise.
fn speaking_graphql() -> reqwest::Client {
    let accept = HeaderValue::from_static("application/graphql-response+json");
    // The server's client for S3 brings TLS along, and no test needs any.
    maillage_server::tls::provide();
    let builder = reqwest::Client::builder();
    let builder = builder.default_headers([(ACCEPT, accept)].into_iter().collect());
    builder.build().unwrap()
}

/// What came back.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    /// The status of the response.
    pub(crate) status: StatusCode,
    /// The whole body, but for what it cost.
    pub(crate) body: Value,
}

impl Answer {
    /// The data of an answer without any error.
    pub(crate) fn data(&self) -> Value {
        let errors: Vec<_> = self.errors().collect();
        assert!(errors.is_empty(), "unexpected errors: {errors:#?}");
        self.body["data"].clone()
    }

    /// The error of this code, at the top level or in a payload; the test fails without it.
    pub(crate) fn expect_error(&self, code: &str) -> Value {
        let found = self
            .errors()
            .find(|error| code_of(error) == Some(code))
            .cloned();
        found.unwrap_or_else(|| panic!("expected {code}, got: {:#}", self.body))
    }

    /// Whether there is an error of this code.
    pub(crate) fn has_error(&self, code: &str) -> bool {
        self.errors().any(|error| code_of(error) == Some(code))
    }

    /// Errors of the top level, then those of payloads.
    pub(crate) fn errors(&self) -> impl Iterator<Item = &Value> {
        let top = self.body["errors"].as_array().into_iter().flatten();
        let payloads = self.body["data"]
            .as_object()
            .into_iter()
            .flat_map(|data| data.values());
        top.chain(payloads.flat_map(|payload| payload["errors"].as_array().into_iter().flatten()))
    }
}

/// Top-level errors carry their code in the extensions, those of payloads beside the message.
fn code_of(error: &Value) -> Option<&str> {
    error["code"]
        .as_str()
        .or_else(|| error["extensions"]["code"].as_str())
}
