//! Opening an account.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Device, ME, SIGN_IN, code};
use crate::harness::{Answer, PASSWORD, TestHub};

const REGISTER: &str = "
    mutation ($email: EmailAddress!, $name: String!, $password: String!, $dryRun: Boolean! = false) {
      register(input: { email: $email, name: $name, password: $password, dryRun: $dryRun }) {
        email
        errors { code message path facts { name value } }
      }
    }";

const CONFIRM: &str = "
    mutation ($code: String!) { confirmEmail(input: { code: $code }) { email errors { code } } }";

const AGAIN: &str = "
    mutation ($email: EmailAddress!) {
      requestConfirmation(input: { email: $email }) { email errors { code path } }
    }";

fn registration(email: &str) -> Value {
    json!({ "email": email, "name": "Nadia Essai", "password": PASSWORD })
}

async fn confirm(hub: &TestHub, code: &str) -> Answer {
    hub.visitor().ask(CONFIRM, json!({ "code": code })).await
}

#[tokio::test]
async fn an_account_is_opened_confirmed_and_used() {
    const EMAIL: &str = "nadia@example.test";
    let hub = TestHub::start().await;
    let data = hub.visitor().gql(REGISTER, registration(EMAIL)).await;
    assert_eq!(data["register"]["email"], EMAIL);
    hub.run_jobs().await;

    let mails = hub.mails_to(EMAIL);
    assert_eq!(mails.len(), 1);
    assert!(
        mails[0].text.starts_with("Bonjour Nadia Essai,"),
        "{}",
        mails[0].text
    );
    hub.try_sign_in(EMAIL, PASSWORD)
        .await
        .expect_error("EMAIL_NOT_CONFIRMED");
    hub.try_sign_in(EMAIL, "un autre mot de passe")
        .await
        .expect_error("WRONG_CREDENTIALS");

    let code = code(&mails[0]);
    assert_eq!(
        confirm(&hub, &code).await.data()["confirmEmail"]["email"],
        EMAIL
    );
    confirm(&hub, &code).await.expect_error("TOKEN_SPENT");

    let data = hub
        .visitor()
        .gql(
            SIGN_IN,
            json!({ "email": "Nadia@Example.test", "password": PASSWORD }),
        )
        .await;
    assert_eq!(data["signIn"]["session"]["person"]["email"], EMAIL);
    let device = Device::of(&data["signIn"]["session"]);
    let me = hub.ask_with(&device.access, ME, json!({})).await.data()["me"].clone();
    assert_eq!(me["name"], "Nadia Essai");
    assert_eq!(me["sessions"][0]["current"], true);
    hub.run_jobs().await;
}

#[tokio::test]
async fn whoever_forgets_to_confirm_the_address_may_sign_in_in_vain_as_often_as_they_like() {
    const EMAIL: &str = "nadia@example.test";
    let hub = TestHub::start().await;
    hub.visitor().gql(REGISTER, registration(EMAIL)).await;
    for _ in 0..8 {
        hub.try_sign_in(EMAIL, PASSWORD)
            .await
            .expect_error("EMAIL_NOT_CONFIRMED");
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_known_address_is_told_to_its_owner_alone() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mut known = registration(jeanne.email());
    known["password"] = json!("le mot de passe d'un autre");
    let known = hub.visitor().ask(REGISTER, known).await;
    let unknown = hub
        .visitor()
        .ask(REGISTER, registration("nadia@example.test"))
        .await;
    assert_eq!(known.status, unknown.status);
    let known = known
        .body
        .to_string()
        .replace(jeanne.email(), "nadia@example.test");
    assert_eq!(known, unknown.body.to_string());

    hub.run_jobs().await;
    let mails = hub.mails_to(jeanne.email());
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Vous avez déjà un compte");
    assert!(!mails[0].text.contains("token_"), "no code is sent unasked");
    hub.device(jeanne.email(), PASSWORD).await;
    let other = hub
        .try_sign_in(jeanne.email(), "le mot de passe d'un autre")
        .await;
    other.expect_error("WRONG_CREDENTIALS");
}

#[tokio::test]
async fn two_who_register_one_address_at_once_get_one_account_and_one_answer() {
    let hub = TestHub::start().await;
    let other = hub.another_instance().await;
    let (here, there) = (hub.visitor(), hub.visitor().on(&other));
    let (one, two) = tokio::join!(
        here.ask(REGISTER, registration("nadia@example.test")),
        there.ask(REGISTER, registration("nadia@example.test")),
    );
    assert_eq!(one.body, two.body);
    one.data();
    hub.run_jobs().await;
    let subjects: Vec<_> = hub
        .mails_to("nadia@example.test")
        .into_iter()
        .map(|mail| mail.subject)
        .collect();
    assert_eq!(subjects.len(), 2);
    assert_eq!(
        subjects[0], subjects[1],
        "one account, to be confirmed: {subjects:?}"
    );
}

#[tokio::test]
async fn who_registers_an_address_that_nobody_confirmed_does_not_take_over_what_was_typed_before() {
    const EMAIL: &str = "nadia@example.test";
    let hub = TestHub::start().await;
    let mut stranger = registration(EMAIL);
    stranger["name"] = json!("Un inconnu");
    stranger["password"] = json!("le mot de passe d'un autre");
    hub.visitor().gql(REGISTER, stranger).await;
    hub.run_jobs().await;
    let before = code(&hub.mails_to(EMAIL)[0]);

    hub.visitor().gql(REGISTER, registration(EMAIL)).await;
    hub.run_jobs().await;
    confirm(&hub, &before).await.expect_error("TOKEN_SPENT");
    let sent = hub.mails_to(EMAIL);
    assert_eq!(sent.len(), 2);
    confirm(&hub, &code(&sent[1])).await.data();
    hub.try_sign_in(EMAIL, "le mot de passe d'un autre")
        .await
        .expect_error("WRONG_CREDENTIALS");
    hub.device(EMAIL, PASSWORD).await;
    // Confirmed, the account is its owner's whatever others type.
    let mut later = registration(EMAIL);
    later["password"] = json!("le mot de passe d'un autre");
    hub.visitor().gql(REGISTER, later).await;
    hub.device(EMAIL, PASSWORD).await;
    hub.run_jobs().await;
}

#[tokio::test]
async fn everything_wrong_with_a_registration_is_told_at_once() {
    let hub = TestHub::start().await;
    let variables = json!({ "email": "pas une adresse", "name": " ", "password": "court" });
    let answer = hub.visitor().ask(REGISTER, variables).await;
    let paths: Vec<_> = answer
        .errors()
        .map(|error| error["path"][0].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(paths, ["email", "name", "password"]);
    assert!(answer.body["data"]["register"]["email"].is_null());

    let mut own = registration("nadia@example.test");
    own["password"] = json!("NADIA@example.test");
    let error = hub
        .visitor()
        .ask(REGISTER, own)
        .await
        .expect_error("INVALID");
    assert_eq!(error["path"], json!(["password"]));
}

#[tokio::test]
async fn a_rehearsed_registration_leaves_no_trace() {
    let hub = TestHub::start().await;
    let mut variables = registration("nadia@example.test");
    variables["dryRun"] = json!(true);
    let data = hub.visitor().gql(REGISTER, variables).await;
    assert_eq!(data["register"]["email"], "nadia@example.test");
    hub.run_jobs().await;
    assert!(hub.mails().is_empty());
    hub.try_sign_in("nadia@example.test", PASSWORD)
        .await
        .expect_error("WRONG_CREDENTIALS");
}

#[tokio::test]
async fn the_confirmation_is_sent_again_to_who_waits_for_it_and_the_answer_never_tells() {
    const EMAIL: &str = "nadia@example.test";
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    hub.visitor().gql(REGISTER, registration(EMAIL)).await;
    hub.run_jobs().await;
    hub.clock().advance(TimeDelta::days(3));
    let first = code(&hub.mails_to(EMAIL)[0]);
    confirm(&hub, &first).await.expect_error("TOKEN_SPENT");

    for email in [EMAIL, jeanne.email(), "personne@example.test"] {
        let data = hub.visitor().gql(AGAIN, json!({ "email": email })).await;
        assert_eq!(
            data,
            json!({ "requestConfirmation": { "email": email, "errors": [] } })
        );
    }
    hub.run_jobs().await;
    assert_eq!(hub.mails().len(), 2, "only who waits is written to");
    let second = code(&hub.mails_to(EMAIL)[1]);
    confirm(&hub, &second).await.data();
    let error = hub
        .visitor()
        .ask(AGAIN, json!({ "email": "?" }))
        .await
        .expect_error("INVALID");
    assert_eq!(error["path"], json!(["email"]));
}

#[tokio::test]
async fn a_code_that_was_not_sent_confirms_nothing() {
    let hub = TestHub::start().await;
    hub.visitor()
        .gql(REGISTER, registration("nadia@example.test"))
        .await;
    hub.run_jobs().await;
    let code = code(&hub.mails()[0]);
    let (id, mac) = code.split_once('.').unwrap();
    let forged = format!("{id}.{}", mac.chars().rev().collect::<String>());
    for text in ["", "token_1", id, &forged, &format!("{code}0")] {
        confirm(&hub, text).await.expect_error("TOKEN_SPENT");
    }
    confirm(&hub, &format!(" {code} ")).await.data();
}
