//! Wrong codes of the second factor, given by who knows the password.

use chrono::TimeDelta;
use futures_util::future;
use serde_json::{Value, json};

use super::{OWNER, Visitor, hub_behind_a_proxy, wait};
use crate::harness::{Authenticator, PASSWORD, TestHub};

const ENROL: &str = "mutation ($password: String!) {
    enrolSecondFactor(input: { password: $password }) { enrolment { secret } errors { code } } }";
const CONFIRM: &str = "mutation ($code: String!) {
    confirmSecondFactor(input: { code: $code }) { recoveryCodes errors { code } } }";

impl Visitor {
    /// From a network of its own, with a code.
    fn with(hub: &TestHub, network: usize, code: &str) -> Self {
        Self {
            code: Some(code.to_owned()),
            ..Self::from(hub, &format!("192.0.{network}.1"))
        }
    }
}

/// How many mails tell somebody that their password is known.
async fn warnings(hub: &TestHub, email: &str) -> usize {
    hub.run_jobs().await;
    let mails = hub.mails_to(email);
    let warnings = mails
        .iter()
        .filter(|mail| mail.text.contains("Quelqu’un connaît votre mot de passe"));
    warnings.count()
}

#[tokio::test]
async fn codes_guessed_from_many_networks_wait_for_one_another_and_the_owner_is_told_once() {
    let hub = hub_behind_a_proxy().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let email = jeanne.email();
    let device = hub.device(email, PASSWORD).await;
    let (authenticator, recovery) = hub.second_factor(&device).await;
    for network in 0..4 {
        let guess = Visitor::with(&hub, network, "000000");
        let answer = guess.tries(email, PASSWORD).await;
        answer.expect_error("SECOND_FACTOR_WRONG");
    }
    assert_eq!(warnings(&hub, email).await, 0);
    let last = Visitor {
        dry_run: true,
        ..Visitor::with(&hub, 4, "000000")
    };
    let answer = last.tries(email, PASSWORD).await;
    answer.expect_error("SECOND_FACTOR_WRONG");
    assert_eq!(warnings(&hub, email).await, 1, "rehearsed or not");

    let right = authenticator.shows(&hub, 0);
    for _ in 0..8 {
        let elsewhere = Visitor::with(&hub, 5, &right);
        assert_eq!(wait(&elsewhere.tries(email, PASSWORD).await), 1);
    }
    let stranger = Visitor::with(&hub, 6, "000000");
    let answer = stranger.tries(email, "x").await;
    answer.expect_error("WRONG_CREDENTIALS");
    let asked = Visitor::from(&hub, OWNER).tries(email, PASSWORD).await;
    asked.expect_error("SECOND_FACTOR_REQUIRED");
    let known = Visitor {
        earlier: Some(device.refresh.clone()),
        ..Visitor::with(&hub, 7, &recovery[0])
    };
    assert!(known.is_let_in(email).await, "a device of theirs");

    for (network, seconds) in [(8, 1), (9, 2), (10, 4)] {
        hub.clock().advance(TimeDelta::seconds(seconds));
        let guess = Visitor::with(&hub, network, "000000");
        let answer = guess.tries(email, PASSWORD).await;
        answer.expect_error("SECOND_FACTOR_WRONG");
        let next = i64::try_from(wait(&guess.tries(email, PASSWORD).await)).unwrap();
        assert_eq!(next, 2 * seconds);
    }
    hub.clock().advance(TimeDelta::seconds(30));
    let right = authenticator.shows(&hub, 0);
    assert!(Visitor::with(&hub, 11, &right).is_let_in(email).await);
    assert_eq!(warnings(&hub, email).await, 1, "once");
}

#[tokio::test]
async fn codes_sent_at_once_do_not_slip_through_together() {
    let hub = hub_behind_a_proxy().await;
    let other = hub.another_instance().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    hub.second_factor(&device).await;
    let guesses = (0..12).map(async |network| {
        let here = Visitor::with(&hub, network, "000000");
        let client = match network % 2 {
            0 => here.client.clone(),
            _ => here.client.clone().on(&other),
        };
        let visitor = Visitor { client, ..here };
        visitor.tries(jeanne.email(), PASSWORD).await
    });
    let answers = future::join_all(guesses).await;
    let count = |code: &str| {
        let found = answers.iter().filter(|answer| answer.has_error(code));
        found.count()
    };
    assert_eq!(
        (count("SECOND_FACTOR_WRONG"), count("RATE_LIMITED")),
        (5, 7)
    );
    assert_eq!(warnings(&hub, jeanne.email()).await, 1);
}

#[tokio::test]
async fn a_secret_is_confirmed_soon_and_not_guessed() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let before = hub.device(jeanne.email(), PASSWORD).await;
    let enrol = async |access: &str| {
        let password = json!({ "password": PASSWORD });
        let enrolled = hub.ask_with(access, ENROL, password).await.data();
        let secret: &Value = &enrolled["enrolSecondFactor"]["enrolment"]["secret"];
        Authenticator::new(secret.as_str().unwrap())
    };
    let confirm = async |access: &str, code: &str| {
        let code = json!({ "code": code });
        hub.ask_with(access, CONFIRM, code).await
    };
    let late = enrol(&before.access).await;
    hub.clock().advance(TimeDelta::minutes(15));
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let code = late.shows(&hub, 0);
    confirm(&device.access, &code)
        .await
        .expect_error("NOTHING_TO_DO");

    let authenticator = enrol(&device.access).await;
    for _ in 0..5 {
        confirm(&device.access, "000000")
            .await
            .expect_error("SECOND_FACTOR_WRONG");
    }
    let code = authenticator.shows(&hub, 0);
    confirm(&device.access, &code)
        .await
        .expect_error("RATE_LIMITED");
    hub.clock().advance(TimeDelta::seconds(1));
    confirm(&device.access, &authenticator.shows(&hub, 0))
        .await
        .data();
    hub.run_jobs().await;
}
