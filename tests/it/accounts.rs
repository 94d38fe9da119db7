//! Accounts: opened, confirmed, used, lost and found again.

mod flood;
mod passwords;
mod registration;
mod rights;
mod second_factor;
mod sessions;
mod throttle;
mod tokens;

use maillage_usecases::mail::Mail;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::{Answer, PASSWORD, TestHub};

const SIGN_IN: &str = "
    mutation ($email: EmailAddress!, $password: String!, $dryRun: Boolean! = false) {
      signIn(input: { email: $email, password: $password, dryRun: $dryRun }) {
        session { id accessToken accessTokenExpiresAt refreshToken person { id name email version } }
        errors { code message path facts { name value } }
      }
    }";

const ME: &str = "{ me { id name email language version sessions { id current device } } }";

/// The tokens of one device.
#[derive(Debug, Clone)]
struct Device {
    session: String,
    access: String,
    refresh: String,
}

impl Device {
    fn of(session: &Value) -> Self {
        let text = |name: &str| session[name].as_str().expect(name).to_owned();
        Self {
            session: text("id"),
            access: text("accessToken"),
            refresh: text("refreshToken"),
        }
    }
}

impl TestHub {
    /// Signs in on another device.
    async fn device(&self, email: &str, password: &str) -> Device {
        let variables = json!({ "email": email, "password": password });
        let data = self.visitor().gql(SIGN_IN, variables).await;
        Device::of(&data["signIn"]["session"])
    }

    /// Asks with an access token.
    async fn ask_with(&self, token: &str, query: &str, variables: Value) -> Answer {
        let request = self
            .visitor()
            .http(Method::POST, "/graphql")
            .await
            .bearer_auth(token);
        let body = json!({ "query": query, "variables": variables });
        let response = request.json(&body).send().await.unwrap();
        let status = response.status();
        Answer {
            status,
            body: response.json().await.unwrap(),
        }
    }

    /// Whether an access token still lets somebody in.
    async fn lets_in(&self, token: &str) -> bool {
        let answer = self.ask_with(token, ME, json!({})).await;
        if answer.status == 200 {
            return !answer.data()["me"].is_null();
        }
        answer.expect_error("UNAUTHENTICATED");
        assert_eq!(answer.status, 401);
        false
    }

    /// Signs in with whatever comes of it.
    async fn try_sign_in(&self, email: &str, password: &str) -> Answer {
        let variables = json!({ "email": email, "password": password });
        self.visitor().ask(SIGN_IN, variables).await
    }
}

/// The code in a mail.
fn code(mail: &Mail) -> String {
    let line = mail.text.lines().find(|line| line.starts_with("token_"));
    line.unwrap_or_else(|| panic!("no code in: {}", mail.text))
        .to_owned()
}

#[tokio::test]
async fn a_visitor_is_nobody() {
    let hub = TestHub::start().await;
    let data = hub.visitor().gql(ME, json!({})).await;
    assert!(data["me"].is_null());
    let update = "mutation { updateMe(input: { name: \"Personne\", language: FR, expectedVersion: 1 }) { errors { code } } }";
    hub.visitor()
        .ask(update, json!({}))
        .await
        .expect_error("UNAUTHENTICATED");
    let change = "mutation { changePassword(input: { currentPassword: \"a\", newPassword: \"b\" }) { errors { code } } }";
    hub.visitor()
        .ask(change, json!({}))
        .await
        .expect_error("UNAUTHENTICATED");
    for end in ["signOut(input: {})", "signOutEverywhere(input: {})"] {
        let mutation = format!("mutation {{ {end} {{ errors {{ code }} }} }}");
        hub.visitor()
            .ask(&mutation, json!({}))
            .await
            .expect_error("UNAUTHENTICATED");
    }
}

#[tokio::test]
async fn a_person_changes_name_and_language_once_for_each_version() {
    const UPDATE: &str = "
        mutation ($name: String!, $version: Int!, $dryRun: Boolean! = false) {
          updateMe(input: { name: $name, language: EN, expectedVersion: $version, dryRun: $dryRun }) {
            person { name language version }
            errors { code path facts { name value } }
          }
        }";
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let me = jeanne.gql(ME, json!({})).await;
    let version = me["me"]["version"].as_i64().unwrap();
    let update = |name: &str, version: i64| json!({ "name": name, "version": version });

    let mut rehearsal = update("Jeanne P.", version);
    rehearsal["dryRun"] = json!(true);
    let data = jeanne.gql(UPDATE, rehearsal).await;
    assert_eq!(data["updateMe"]["person"]["name"], "Jeanne P.");
    assert_eq!(
        jeanne.gql(ME, json!({})).await,
        me,
        "a rehearsal writes nothing"
    );

    let data = jeanne.gql(UPDATE, update("Jeanne P.", version)).await;
    assert_eq!(data["updateMe"]["person"]["language"], "EN");
    let stale = jeanne
        .ask(UPDATE, update("Jeanne Q.", version))
        .await
        .expect_error("CONFLICT");
    assert_eq!(stale["facts"][0]["value"], (version + 1).to_string());
    let invalid = jeanne
        .ask(UPDATE, update("J", version + 1))
        .await
        .expect_error("INVALID");
    assert_eq!(invalid["path"], json!(["name"]));
    hub.run_jobs().await;
}

#[tokio::test]
async fn an_address_is_shown_to_its_owner_alone() {
    const PERSON: &str = "query ($id: ID!) { node(id: $id) { ... on Person { name email } } }";
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let karim = hub.person("Karim Azaïs").await;
    let variables = json!({ "id": jeanne.id().to_string() });
    let own = jeanne.gql(PERSON, variables.clone()).await;
    assert_eq!(own["node"]["email"], jeanne.email());
    for client in [&karim, &hub.visitor()] {
        let data = client.gql(PERSON, variables.clone()).await;
        assert!(data["node"].is_null(), "{data}");
    }
}

#[tokio::test]
async fn who_asks_is_read_in_one_statement() {
    use maillage_usecases::accounts::authenticate;
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du littoral").await;
    let body = hub.member(&pole, "La Recyclerie").await;
    let token = body.representative.token().await;
    let (actor, statements) = hub
        .statements_of(authenticate(hub.platform(), &token))
        .await;
    assert_eq!(statements, 1);
    let viewer = actor.unwrap().viewer().cloned().expect("a person");
    assert_eq!(viewer.mandates.len(), 1);
    assert_eq!(viewer.member_of, [(body.id, pole.id)]);
    let token = pole.coordinator.token().await;
    let viewer = authenticate(hub.platform(), &token)
        .await
        .unwrap()
        .viewer()
        .cloned();
    assert_eq!(viewer.expect("a person").offices.len(), 1);
}

#[tokio::test]
async fn a_locked_account_is_like_none_from_the_next_request_on() {
    use maillage_usecases::accounts::admin;
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    assert!(hub.lets_in(&device.access).await);

    admin::lock(hub.platform(), &hub.operator(), jeanne.id())
        .await
        .unwrap();
    assert!(!hub.lets_in(&device.access).await);
    sessions::refresh(&hub, &device.refresh)
        .await
        .expect_error("SESSION_ENDED");
    hub.try_sign_in(jeanne.email(), PASSWORD)
        .await
        .expect_error("WRONG_CREDENTIALS");
    passwords::request_reset(&hub, jeanne.email()).await;
    hub.run_jobs().await;
    assert!(hub.mails_to(jeanne.email()).is_empty());

    admin::unlock(hub.platform(), &hub.operator(), jeanne.id())
        .await
        .unwrap();
    assert!(!hub.lets_in(&device.access).await, "what ended stays ended");
    hub.device(jeanne.email(), PASSWORD).await;
    hub.run_jobs().await;
}
