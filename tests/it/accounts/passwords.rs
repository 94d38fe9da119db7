//! Changing a password, and choosing another when it is forgotten.

use std::{net::Ipv4Addr, sync::Arc};

use async_trait::async_trait;
use chrono::TimeDelta;
use futures_util::future;
use maillage_usecases::{
    Parts, Platform, Settings, SystemClock, SystemEntropy,
    accounts::{self, Credentials, Visitor},
    mail::{Mail, Mailer},
};
use serde_json::json;

use super::{code, sessions::refresh};
use crate::harness::{Answer, PASSWORD, TestHub};

const NEW: &str = "une tout autre phrase";

const CHANGE: &str = "
    mutation ($current: String!, $new: String!) {
      changePassword(input: { currentPassword: $current, newPassword: $new }) {
        person { id } errors { code path }
      }
    }";

const REQUEST: &str = "
    mutation ($email: EmailAddress!) {
      requestPasswordReset(input: { email: $email }) { email errors { code path } }
    }";

const RESET: &str = "
    mutation ($code: String!, $new: String!, $dryRun: Boolean! = false) {
      resetPassword(input: { code: $code, newPassword: $new, dryRun: $dryRun }) { email errors { code path } }
    }";

pub(super) async fn request_reset(hub: &TestHub, email: &str) {
    let data = hub.visitor().gql(REQUEST, json!({ "email": email })).await;
    assert_eq!(
        data,
        json!({ "requestPasswordReset": { "email": email, "errors": [] } })
    );
}

async fn reset(hub: &TestHub, code: &str, new: &str) -> Answer {
    hub.visitor()
        .ask(RESET, json!({ "code": code, "new": new }))
        .await
}

/// The newest code sent to an address.
async fn sent(hub: &TestHub, email: &str) -> String {
    request_reset(hub, email).await;
    hub.run_jobs().await;
    code(hub.mails_to(email).last().expect("a mail"))
}

#[tokio::test]
async fn changing_the_password_takes_the_current_one_and_ends_other_sessions() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let (here, there) = (
        hub.device(jeanne.email(), PASSWORD).await,
        hub.device(jeanne.email(), PASSWORD).await,
    );
    let change = |current: &str, new: &str| json!({ "current": current, "new": new });
    let wrong = hub
        .ask_with(&here.access, CHANGE, change("pas le bon mot", NEW))
        .await;
    wrong.expect_error("WRONG_CREDENTIALS");
    let short = hub
        .ask_with(&here.access, CHANGE, change(PASSWORD, "court"))
        .await;
    assert_eq!(
        short.expect_error("INVALID")["path"],
        json!(["newPassword"])
    );
    assert!(hub.lets_in(&there.access).await);

    hub.ask_with(&here.access, CHANGE, change(PASSWORD, NEW))
        .await
        .data();
    assert!(hub.lets_in(&here.access).await);
    assert!(!hub.lets_in(&there.access).await);
    refresh(&hub, &there.refresh)
        .await
        .expect_error("SESSION_ENDED");
    hub.try_sign_in(jeanne.email(), PASSWORD)
        .await
        .expect_error("WRONG_CREDENTIALS");
    hub.device(jeanne.email(), NEW).await;

    hub.run_jobs().await;
    let mails = hub.mails_to(jeanne.email());
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Votre mot de passe a changé");
}

#[tokio::test]
async fn a_new_password_that_does_not_do_is_no_wrong_try() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let change = async |new: &str| {
        let variables = json!({ "current": PASSWORD, "new": new });
        hub.ask_with(&device.access, CHANGE, variables).await
    };
    for _ in 0..8 {
        let answer = change("motdepasse123").await;
        assert_eq!(
            answer.expect_error("INVALID")["path"],
            json!(["newPassword"])
        );
    }
    change(NEW).await.data();
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_with_the_code_of_the_mail() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let earlier = sent(&hub, jeanne.email()).await;
    hub.clock().advance(TimeDelta::minutes(2));
    let newer = sent(&hub, jeanne.email()).await;
    assert_ne!(earlier, newer);

    let short = reset(&hub, &newer, "court").await;
    assert_eq!(
        short.expect_error("INVALID")["path"],
        json!(["newPassword"])
    );
    let rehearsal = json!({ "code": newer, "new": NEW, "dryRun": true });
    hub.visitor().gql(RESET, rehearsal).await;
    assert!(hub.lets_in(&device.access).await);

    let data = reset(&hub, &newer, NEW).await.data();
    assert_eq!(data["resetPassword"]["email"], jeanne.email());
    assert!(!hub.lets_in(&device.access).await, "every session ends");
    for code in [&newer, &earlier] {
        reset(&hub, code, "encore une autre phrase")
            .await
            .expect_error("TOKEN_SPENT");
    }
    hub.device(jeanne.email(), NEW).await;
    hub.run_jobs().await;
}

#[tokio::test]
async fn nobody_learns_from_a_forgotten_password_who_has_an_account() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    request_reset(&hub, jeanne.email()).await;
    request_reset(&hub, "personne@example.test").await;
    hub.run_jobs().await;
    assert_eq!(hub.mails().len(), 1);
    let statements = async |email: &str| hub.statements_of(request_reset(&hub, email)).await.1;
    assert_eq!(
        statements(jeanne.email()).await,
        statements("personne@example.test").await
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn however_often_a_code_is_asked_for_one_is_sent_every_two_minutes() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let karim = hub.person("Karim Azaïs").await;
    for mails in 1..=2 {
        for _ in 0..20 {
            request_reset(&hub, jeanne.email()).await;
            hub.run_jobs().await;
        }
        assert_eq!(hub.mails_to(jeanne.email()).len(), mails);
        hub.clock().advance(TimeDelta::seconds(119));
        request_reset(&hub, jeanne.email()).await;
        hub.run_jobs().await;
        assert_eq!(hub.mails_to(jeanne.email()).len(), mails);
        hub.clock().advance(TimeDelta::seconds(1));
    }
    request_reset(&hub, karim.email()).await;
    hub.run_jobs().await;
    assert_eq!(hub.mails_to(karim.email()).len(), 1, "to each address");
}

#[tokio::test]
async fn a_code_for_another_password_lasts_an_hour_and_confirms_the_address() {
    const REGISTER: &str = "
        mutation { register(input: { email: \"nadia@example.test\", name: \"Nadia\", password: \"jamais confirmée\" }) {
          email errors { code } } }";
    const EMAIL: &str = "nadia@example.test";
    let hub = TestHub::start().await;
    hub.visitor().gql(REGISTER, json!({})).await;
    let confirmation = {
        hub.run_jobs().await;
        code(&hub.mails_to(EMAIL)[0])
    };
    reset(&hub, &confirmation, NEW)
        .await
        .expect_error("TOKEN_SPENT");
    let late = sent(&hub, EMAIL).await;
    hub.clock().advance(TimeDelta::hours(1));
    reset(&hub, &late, NEW).await.expect_error("TOKEN_SPENT");
    let code = sent(&hub, EMAIL).await;
    reset(&hub, &code, NEW).await.data();
    hub.device(EMAIL, NEW).await;
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_code_used_twice_at_once_works_once() {
    let hub = TestHub::start().await;
    let other = hub.another_instance().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let code = sent(&hub, jeanne.email()).await;
    let (here, there) = (hub.visitor(), hub.visitor().on(&other));
    let attempt = |new: &str| json!({ "code": code, "new": new });
    let (one, two) = tokio::join!(
        here.ask(RESET, attempt(NEW)),
        there.ask(RESET, attempt("encore une autre phrase")),
    );
    let won = [&one, &two]
        .iter()
        .filter(|answer| answer.errors().next().is_none())
        .count();
    assert_eq!(won, 1, "{one:?} {two:?}");
    assert!(one.has_error("TOKEN_SPENT") || two.has_error("TOKEN_SPENT"));
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_password_hashed_with_less_memory_is_hashed_anew_when_it_is_used() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let stored = async || {
        let person = maillage_persistence::accounts::find(hub.platform().db(), jeanne.id()).await;
        person.unwrap().expect("Jeanne").password_hash
    };
    let weak = stored().await;
    assert!(weak.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{weak}");
    hub.device(jeanne.email(), PASSWORD).await;
    assert_eq!(stored().await, weak, "strong enough for this installation");

    let stronger = stronger(&hub);
    let (visitor, credentials) = signing_in(jeanne.email());
    accounts::sign_in(&stronger, visitor, credentials)
        .await
        .unwrap();
    assert!(stored().await.starts_with("$argon2id$v=19$m=16,t=1,p=1$"));
    hub.device(jeanne.email(), PASSWORD).await;
}

#[tokio::test]
async fn who_signs_in_several_times_at_once_is_let_in_also_while_the_password_is_hashed_anew() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let stronger = stronger(&hub);
    let (visitor, credentials) = signing_in(jeanne.email());
    let begun = (0..5).map(|_| accounts::sign_in(&stronger, visitor, credentials));
    for outcome in future::join_all(begun).await {
        outcome.map(drop).expect("let in");
    }
}

/// The same installation, after the memory for hashing was raised.
fn stronger(hub: &TestHub) -> Platform {
    Platform::new(Parts {
        db: hub.platform().db().clone(),
        clock: Arc::new(SystemClock),
        entropy: Arc::new(SystemEntropy),
        mailer: Arc::new(Nobody),
        photos: hub.files(),
        proofs: hub.files(),
        secrets: hub.platform().secrets().clone(),
        settings: Settings {
            password_memory_kib: 16,
            ..hub.platform().settings().clone()
        },
    })
}

fn signing_in(email: &str) -> (Visitor<'_>, Credentials<'_>) {
    let visitor = Visitor {
        network: Ipv4Addr::LOCALHOST.into(),
        device: None,
    };
    let credentials = Credentials {
        email,
        password: PASSWORD,
        ..Credentials::default()
    };
    (visitor, credentials)
}

/// A way for mails that none takes.
struct Nobody;

#[async_trait]
impl Mailer for Nobody {
    async fn send(&self, _: Mail) -> Result<(), Box<dyn std::error::Error + Send + Sync>> {
        Err("no mail is expected".into())
    }
}
