//! The second factor: enrolled, asked for, lost, given up, and what a hub asks of its team.

use chrono::TimeDelta;
use maillage_usecases::accounts::admin;
use serde_json::{Value, json};

use super::Device;
use crate::harness::{Answer, Authenticator, Client, PASSWORD, TestHub};

const SIGN_IN: &str = "
    mutation ($email: EmailAddress!, $password: String!, $code: String, $dryRun: Boolean! = false) {
      signIn(input: { email: $email, password: $password, code: $code, dryRun: $dryRun }) {
        session { id accessToken refreshToken } errors { code message path }
      }
    }";
const ENROL: &str = "
    mutation ($password: String!) {
      enrolSecondFactor(input: { password: $password }) { enrolment { secret uri } errors { code } }
    }";
const CONFIRM: &str = "
    mutation ($code: String!) {
      confirmSecondFactor(input: { code: $code }) { recoveryCodes errors { code } }
    }";
const DISABLE: &str = "
    mutation ($password: String!, $code: String!) {
      disableSecondFactor(input: { password: $password, code: $code }) { person { id } errors { code } }
    }";
const RENEW: &str = "
    mutation ($password: String!, $code: String!) {
      renewRecoveryCodes(input: { password: $password, code: $code }) { recoveryCodes errors { code } }
    }";
const MINE: &str = "{ me { secondFactor { since recoveryCodesLeft } } }";

fn texts(codes: &Value) -> Vec<String> {
    let codes = codes.as_array().unwrap().iter();
    codes
        .map(|code| code.as_str().unwrap().to_owned())
        .collect()
}

impl TestHub {
    /// Asks with a device.
    async fn with(&self, device: &Device, query: &str, variables: Value) -> Answer {
        self.ask_with(&device.access, query, variables).await
    }

    /// Adds a second factor; the device that shows codes, and the recovery codes.
    pub(super) async fn second_factor(&self, device: &Device) -> (Authenticator, Vec<String>) {
        let password = json!({ "password": PASSWORD });
        let enrolled = self.with(device, ENROL, password).await.data();
        let enrolment = &enrolled["enrolSecondFactor"]["enrolment"];
        let authenticator = Authenticator::new(enrolment["secret"].as_str().unwrap());
        let code = json!({ "code": authenticator.shows(self, 0) });
        let confirmed = self.with(device, CONFIRM, code).await.data();
        let codes = texts(&confirmed["confirmSecondFactor"]["recoveryCodes"]);
        // The code just shown works no second time.
        self.clock().advance(TimeDelta::seconds(60));
        (authenticator, codes)
    }

    async fn tries_code(&self, email: &str, password: &str, code: Option<&str>) -> Answer {
        let variables = json!({ "email": email, "password": password, "code": code });
        self.visitor().ask(SIGN_IN, variables).await
    }

    async fn is_let_in_with(&self, email: &str, code: &str) -> bool {
        let answer = self.tries_code(email, PASSWORD, Some(code)).await;
        if answer.has_error("SECOND_FACTOR_WRONG") {
            return false;
        }
        answer.data();
        true
    }
}

#[tokio::test]
async fn a_second_factor_is_asked_for_once_its_device_has_shown_a_code() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let email = jeanne.email();
    let here = hub.device(email, PASSWORD).await;
    let elsewhere = hub.device(email, PASSWORD).await;
    let wrong = json!({ "password": "x" });
    hub.with(&here, ENROL, wrong)
        .await
        .expect_error("WRONG_CREDENTIALS");
    let password = json!({ "password": PASSWORD });
    hub.visitor()
        .ask(ENROL, password.clone())
        .await
        .expect_error("UNAUTHENTICATED");
    let early = json!({ "code": "000000" });
    hub.with(&here, CONFIRM, early.clone())
        .await
        .expect_error("NOTHING_TO_DO");

    let first = hub.with(&here, ENROL, password.clone()).await.data();
    let second = hub.with(&here, ENROL, password.clone()).await.data();
    let secret = |answer: &Value| {
        answer["enrolSecondFactor"]["enrolment"]["secret"]
            .as_str()
            .unwrap()
            .to_owned()
    };
    assert_ne!(
        secret(&first),
        secret(&second),
        "what was not confirmed is replaced"
    );
    let uri = second["enrolSecondFactor"]["enrolment"]["uri"]
        .as_str()
        .unwrap();
    assert!(
        uri.starts_with(
            "otpauth://totp/Maillage%20maillage.test:jeanne.peyrebelle%40example.test?"
        ),
        "{uri}"
    );
    assert!(uri.contains(&secret(&second)), "{uri}");
    let old = Authenticator::new(&secret(&first)).shows(&hub, 0);
    for code in [&old, "000000", ""] {
        let code = json!({ "code": code });
        hub.with(&here, CONFIRM, code)
            .await
            .expect_error("SECOND_FACTOR_WRONG");
    }
    hub.device(email, PASSWORD).await;
    assert!(jeanne.gql(MINE, json!({})).await["me"]["secondFactor"].is_null());

    let authenticator = Authenticator::new(&secret(&second));
    let code = json!({ "code": authenticator.shows(&hub, 0) });
    let confirmed = hub.with(&here, CONFIRM, code).await.data();
    let codes = texts(&confirmed["confirmSecondFactor"]["recoveryCodes"]);
    assert_eq!(codes.len(), 10);
    assert!(codes.iter().all(|code| code.len() == 19), "{codes:?}");
    assert!(hub.lets_in(&here.access).await);
    assert!(
        !hub.lets_in(&elsewhere.access).await,
        "other devices sign in anew"
    );
    let mine = hub.with(&here, MINE, json!({})).await.data();
    assert_eq!(mine["me"]["secondFactor"]["recoveryCodesLeft"], 10);
    hub.with(&here, ENROL, password)
        .await
        .expect_error("NOTHING_TO_DO");

    hub.tries_code(email, PASSWORD, None)
        .await
        .expect_error("SECOND_FACTOR_REQUIRED");
    let unknown = hub.tries_code("personne@example.test", "x", None).await;
    for code in [None, Some("000000"), Some(codes[0].as_str())] {
        let wrong = hub.tries_code(email, "x", code).await;
        assert_eq!(
            wrong.body, unknown.body,
            "nothing is told before the password is right"
        );
    }
    hub.clock().advance(TimeDelta::seconds(60));
    assert!(
        hub.is_let_in_with(email, &authenticator.shows(&hub, 0))
            .await
    );
    hub.run_jobs().await;
    let mails = hub.mails_to(email);
    assert_eq!(mails.len(), 1);
    assert_eq!(mails[0].subject, "Votre second facteur");
    assert!(
        mails[0].text.contains("désormais demandé"),
        "{}",
        mails[0].text
    );
}

#[tokio::test]
async fn a_code_works_once_and_within_half_a_minute_of_its_time() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let (authenticator, _) = hub.second_factor(&device).await;
    let lets_in = async |code: &str| hub.is_let_in_with(jeanne.email(), code).await;
    for seconds in [-60, 60] {
        assert!(
            !lets_in(&authenticator.shows(&hub, seconds)).await,
            "{seconds}"
        );
    }
    let now = authenticator.shows(&hub, 0);
    let rehearsal =
        json!({ "email": jeanne.email(), "password": PASSWORD, "code": now, "dryRun": true });
    hub.visitor().gql(SIGN_IN, rehearsal).await;
    assert!(
        lets_in(&format!(" {} {} ", &now[..3], &now[3..])).await,
        "however it is spaced"
    );
    assert!(!lets_in(&now).await, "nobody looks over a shoulder");
    assert!(
        !lets_in(&authenticator.shows(&hub, -30)).await,
        "nor one before it"
    );
    assert!(lets_in(&authenticator.shows(&hub, 30)).await);
    hub.run_jobs().await;
}

#[tokio::test]
async fn of_two_who_give_one_code_at_once_one_is_let_in() {
    let hub = TestHub::start().await;
    let other = hub.another_instance().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let (authenticator, recovery) = hub.second_factor(&device).await;
    let (here, there) = (hub.visitor(), hub.visitor().on(&other));
    for code in [&authenticator.shows(&hub, 0), &recovery[0]] {
        let variables = json!({ "email": jeanne.email(), "password": PASSWORD, "code": code });
        let (one, two) = tokio::join!(
            here.ask(SIGN_IN, variables.clone()),
            there.ask(SIGN_IN, variables)
        );
        let refused = [one, two].map(|answer| answer.has_error("SECOND_FACTOR_WRONG"));
        assert_ne!(refused[0], refused[1], "{code}");
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_recovery_code_takes_the_place_of_one_code_and_its_owner_is_told() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let email = jeanne.email();
    let device = hub.device(email, PASSWORD).await;
    let (authenticator, codes) = hub.second_factor(&device).await;
    let spelt = codes[0].to_lowercase().replace('-', " ");
    assert!(hub.is_let_in_with(email, &spelt).await);
    assert!(
        !hub.is_let_in_with(email, &codes[0]).await,
        "each works once"
    );
    hub.run_jobs().await;
    let told = hub.mails_to(email).pop().unwrap();
    assert!(told.text.contains("Il vous en reste 9."), "{}", told.text);

    let both = |code: &str| json!({ "password": PASSWORD, "code": code });
    let renewed = hub.with(&device, RENEW, both(&codes[1])).await.data();
    let renewed = texts(&renewed["renewRecoveryCodes"]["recoveryCodes"]);
    assert_eq!(renewed.len(), 10);
    assert!(
        !hub.is_let_in_with(email, &codes[2]).await,
        "those before no longer work"
    );
    assert!(hub.is_let_in_with(email, &renewed[0]).await);
    let wrong = json!({ "password": "x", "code": authenticator.shows(&hub, 0) });
    hub.with(&device, RENEW, wrong)
        .await
        .expect_error("WRONG_CREDENTIALS");
    hub.with(&device, RENEW, both("000000"))
        .await
        .expect_error("SECOND_FACTOR_WRONG");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_second_factor_is_given_up_with_password_and_code_or_taken_away_by_the_operator() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let email = jeanne.email();
    let device = hub.device(email, PASSWORD).await;
    let both = |password: &str, code: &str| json!({ "password": password, "code": code });
    hub.with(&device, DISABLE, both(PASSWORD, "x"))
        .await
        .expect_error("NOTHING_TO_DO");
    let (authenticator, _) = hub.second_factor(&device).await;
    let code = authenticator.shows(&hub, 0);
    hub.with(&device, DISABLE, both("x", &code))
        .await
        .expect_error("WRONG_CREDENTIALS");
    hub.with(&device, DISABLE, both(PASSWORD, "000000"))
        .await
        .expect_error("SECOND_FACTOR_WRONG");
    hub.with(&device, DISABLE, both(PASSWORD, &code))
        .await
        .data();
    hub.device(email, PASSWORD).await;
    hub.run_jobs().await;
    let told = hub.mails_to(email).pop().unwrap();
    assert!(
        told.text.contains("le mot de passe suffit"),
        "{}",
        told.text
    );

    hub.second_factor(&device).await;
    let operator = hub.operator();
    admin::reset_second_factor(hub.platform(), &operator, jeanne.id())
        .await
        .unwrap();
    assert!(!hub.lets_in(&device.access).await, "every session ends");
    hub.device(email, PASSWORD).await;
    let visitor = maillage_domain::policy::Actor::Anonymous;
    let refused = admin::reset_second_factor(hub.platform(), &visitor, jeanne.id()).await;
    assert!(refused.is_err());
    hub.run_jobs().await;
}

#[tokio::test]
async fn wrong_codes_are_throttled_like_wrong_passwords() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let (authenticator, _) = hub.second_factor(&device).await;
    for _ in 0..8 {
        let asked = hub.tries_code(jeanne.email(), PASSWORD, None).await;
        asked.expect_error("SECOND_FACTOR_REQUIRED");
    }
    for _ in 0..5 {
        assert!(!hub.is_let_in_with(jeanne.email(), "000000").await);
    }
    let right = authenticator.shows(&hub, 0);
    let waits = hub.tries_code(jeanne.email(), PASSWORD, Some(&right)).await;
    waits.expect_error("RATE_LIMITED");
    let both = json!({ "password": PASSWORD, "code": "000000" });
    for _ in 0..5 {
        hub.with(&device, DISABLE, both.clone())
            .await
            .expect_error("SECOND_FACTOR_WRONG");
    }
    hub.with(&device, DISABLE, both)
        .await
        .expect_error("RATE_LIMITED");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_forgotten_password_is_replaced_without_the_second_factor_and_opens_nothing_without_it() {
    const REQUEST: &str = "mutation ($email: EmailAddress!) {
        requestPasswordReset(input: { email: $email }) { errors { code } } }";
    const RESET: &str = "mutation ($code: String!, $new: String!) {
        resetPassword(input: { code: $code, newPassword: $new }) { errors { code } } }";
    const NEW: &str = "une tout autre phrase";
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    hub.second_factor(&device).await;
    hub.visitor()
        .gql(REQUEST, json!({ "email": jeanne.email() }))
        .await;
    hub.run_jobs().await;
    let code = super::code(hub.mails_to(jeanne.email()).last().unwrap());
    hub.visitor()
        .gql(RESET, json!({ "code": code, "new": NEW }))
        .await;
    hub.tries_code(jeanne.email(), NEW, None)
        .await
        .expect_error("SECOND_FACTOR_REQUIRED");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_hub_asks_a_second_factor_of_its_team_who_reads_meanwhile() {
    const HUB: &str = "query ($slug: String!) { hub(slug: $slug) { id version requiresSecondFactor
        moderationQueue { totalCount } availableActions { action allowed code } } }";
    const REQUIRE: &str = "mutation ($id: ID!, $version: Int!, $required: Boolean!) {
        requireSecondFactor(input: { id: $id, expectedVersion: $version, required: $required }) {
          hub { requiresSecondFactor } errors { code } } }";
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du littoral").await;
    let stranger = hub.person("Karim Azaïs").await;
    let slug = json!({ "slug": pole.slug });
    let read = async |client: &Client| client.gql(HUB, slug.clone()).await["hub"].clone();
    let before = read(&pole.coordinator).await;
    assert_eq!(before["requiresSecondFactor"], false);
    let require = |hub: &Value, required: bool| json!({ "id": hub["id"], "version": hub["version"], "required": required });
    stranger
        .ask(REQUIRE, require(&before, true))
        .await
        .expect_error("FORBIDDEN");
    pole.coordinator
        .ask(REQUIRE, require(&before, false))
        .await
        .expect_error("NOTHING_TO_DO");
    let set = pole.coordinator.gql(REQUIRE, require(&before, true)).await;
    assert_eq!(
        set["requireSecondFactor"]["hub"]["requiresSecondFactor"],
        true
    );

    let after = read(&pole.coordinator).await;
    assert_eq!(
        after["moderationQueue"]["totalCount"], 0,
        "who lacks one reads"
    );
    let edit = after["availableActions"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["action"] == "EDIT");
    assert_eq!(edit.unwrap()["allowed"], false);
    let refused = pole.coordinator.ask(REQUIRE, require(&after, false)).await;
    let error = refused.expect_error("FORBIDDEN");
    assert_eq!(error["extensions"]["reason"], "NEEDS_SECOND_FACTOR");
    assert!(
        error["message"]
            .as_str()
            .unwrap()
            .contains("enrolSecondFactor"),
        "{error}"
    );

    let other = hub.another_instance().await;
    let device = hub.device(pole.coordinator.email(), PASSWORD).await;
    hub.second_factor(&device).await;
    let elsewhere = hub.visitor().on(&other);
    let request = elsewhere
        .http(reqwest::Method::POST, "/graphql")
        .await
        .bearer_auth(&device.access);
    let body = json!({ "query": REQUIRE, "variables": require(&after, false) });
    let answer: Value = request
        .json(&body)
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    assert_eq!(
        answer["data"]["requireSecondFactor"]["hub"]["requiresSecondFactor"], false,
        "{answer}"
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_sign_in_that_may_be_sent_again_asks_for_the_code_and_takes_it_once() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let (authenticator, _) = hub.second_factor(&device).await;
    let code = authenticator.shows(&hub, 0);
    let sends = async |code: Option<&str>| {
        let variables = json!({ "email": jeanne.email(), "password": PASSWORD, "code": code });
        let request = hub.visitor().http(reqwest::Method::POST, "/graphql").await;
        let request = request.header("Idempotency-Key", "the-same-each-time");
        let body = json!({ "query": SIGN_IN, "variables": variables });
        let response = request.json(&body).send().await.unwrap();
        Answer {
            status: response.status(),
            body: response.json().await.unwrap(),
        }
    };
    for _ in 0..8 {
        sends(None).await.expect_error("SECOND_FACTOR_REQUIRED");
    }
    sends(Some("000000"))
        .await
        .expect_error("SECOND_FACTOR_WRONG");
    let first = sends(Some(&code)).await.data();
    assert_eq!(
        sends(Some(&code)).await.data(),
        first,
        "the answer of before"
    );
    assert!(!hub.is_let_in_with(jeanne.email(), &code).await);
    hub.run_jobs().await;
}
