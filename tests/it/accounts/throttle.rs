//! Wrong tries, and who waits for them: whoever makes them, not the owner of the account.

mod codes;

use std::net::Ipv4Addr;

use chrono::TimeDelta;
use futures_util::future;
use reqwest::Method;
use serde_json::{Value, json};

use super::{Device, sessions};
use crate::harness::{Answer, Client, Limits, PASSWORD, TestHub};

const SIGN_IN: &str = "
    mutation ($email: EmailAddress!, $password: String!, $code: String, $earlier: String, $dryRun: Boolean! = false) {
      signIn(input: { email: $email, password: $password, code: $code, earlierRefreshToken: $earlier, dryRun: $dryRun }) {
        session { id accessToken refreshToken }
        errors { code message path facts { name value } }
      }
    }";

const ATTACKER: &str = "198.51.100.7";
const OWNER: &str = "203.0.113.9";

/// A hub whose proxy tells from where its visitors come.
async fn hub_behind_a_proxy() -> TestHub {
    let mut limits = Limits::default();
    limits.http.trusted_proxies = vec!["127.0.0.0/8".parse().unwrap()];
    TestHub::start_within(limits).await
}

/// Somebody who signs in from an address.
#[derive(Clone)]
struct Visitor {
    client: Client,
    address: String,
    code: Option<String>,
    earlier: Option<String>,
    dry_run: bool,
}

impl Visitor {
    fn from(hub: &TestHub, address: &str) -> Self {
        Self {
            client: hub.visitor(),
            address: address.to_owned(),
            code: None,
            earlier: None,
            dry_run: false,
        }
    }

    async fn tries(&self, email: &str, password: &str) -> Answer {
        let variables = json!({
            "email": email, "password": password, "code": self.code, "earlier": self.earlier,
            "dryRun": self.dry_run,
        });
        self.asks(SIGN_IN, variables).await
    }

    async fn asks(&self, query: &str, variables: Value) -> Answer {
        let request = self.client.http(Method::POST, "/graphql").await;
        let request = request.header("X-Forwarded-For", &self.address);
        let body = json!({ "query": query, "variables": variables });
        let response = request.json(&body).send().await.unwrap();
        let status = response.status();
        let mut body: Value = response.json().await.unwrap();
        body.as_object_mut().unwrap().remove("extensions");
        Answer { status, body }
    }

    /// Tries until it has to wait; how many tries were looked at, and the wait.
    async fn hammers(&self, email: &str) -> (usize, u64) {
        for looked_at in 0..1_000 {
            let answer = self.tries(email, "pas le bon mot de passe").await;
            if !answer.has_error("WRONG_CREDENTIALS") {
                return (looked_at, wait(&answer));
            }
        }
        panic!("never told to wait")
    }

    async fn is_let_in(&self, email: &str) -> bool {
        let answer = self.tries(email, PASSWORD).await;
        if answer.has_error("RATE_LIMITED") {
            return false;
        }
        answer.data();
        true
    }
}

fn wait(answer: &Answer) -> u64 {
    let error = answer.expect_error("RATE_LIMITED");
    error["extensions"]["retryAfter"].as_u64().unwrap()
}

#[tokio::test]
async fn an_attacker_waits_longer_and_longer_and_the_owner_elsewhere_does_not() {
    let hub = hub_behind_a_proxy().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let attacker = Visitor::from(&hub, ATTACKER);
    assert_eq!(attacker.hammers(jeanne.email()).await, (5, 1));
    for expected in [2, 4, 8] {
        let wait = wait(&attacker.tries(jeanne.email(), "x").await);
        hub.clock()
            .advance(TimeDelta::seconds(wait.try_into().unwrap()));
        assert_eq!(attacker.hammers(jeanne.email()).await, (1, expected));
    }
    assert!(
        !attacker.is_let_in(jeanne.email()).await,
        "nor with the right password: who waits learns nothing"
    );
    let neighbour = Visitor::from(&hub, "198.51.100.200");
    assert!(
        !neighbour.is_let_in(jeanne.email()).await,
        "the same network"
    );
    assert!(Visitor::from(&hub, OWNER).is_let_in(jeanne.email()).await);
    assert!(
        !attacker.is_let_in(jeanne.email()).await,
        "the owner's success is the owner's"
    );
}

#[tokio::test]
async fn a_device_that_was_signed_in_before_does_not_wait_for_others_in_its_network() {
    let hub = hub_behind_a_proxy().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let karim = hub.person("Karim Azaïs").await;
    let before = hub.device(jeanne.email(), PASSWORD).await;
    let others = hub.device(karim.email(), PASSWORD).await;
    let end = json!({ "id": before.session });
    jeanne.gql(sessions::END, end).await;
    let attacker = Visitor::from(&hub, ATTACKER);
    attacker.hammers(jeanne.email()).await;
    let shows = |token: &str| Visitor {
        earlier: Some(token.to_owned()),
        ..attacker.clone()
    };
    for token in [&others.refresh, &format!("{}.x", before.session), "x"] {
        assert!(!shows(token).is_let_in(jeanne.email()).await, "{token}");
    }
    let known = shows(&before.refresh);
    assert!(known.is_let_in(jeanne.email()).await);
    assert_eq!(
        known.hammers(jeanne.email()).await.0,
        5,
        "nor has it more tries"
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn who_tries_many_accounts_from_one_network_waits_too_and_one_mistake_costs_nobody_anything()
{
    let hub = hub_behind_a_proxy().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let attacker = Visitor::from(&hub, ATTACKER);
    let mut looked_at = 0;
    let wait = loop {
        let answer = attacker
            .tries(&format!("personne{looked_at}@example.test"), PASSWORD)
            .await;
        if answer.has_error("RATE_LIMITED") {
            break wait(&answer);
        }
        looked_at += 1;
    };
    assert_eq!((looked_at, wait), (50, 1));
    assert!(!attacker.is_let_in(jeanne.email()).await);

    let owner = Visitor::from(&hub, OWNER);
    for _ in 0..30 {
        owner
            .tries(jeanne.email(), "une faute de frappe")
            .await
            .expect_error("WRONG_CREDENTIALS");
        assert!(
            owner.is_let_in(jeanne.email()).await,
            "who gets in begins anew"
        );
    }
    hub.clock().advance(TimeDelta::hours(2));
    assert!(
        attacker.is_let_in(jeanne.email()).await,
        "tries are forgotten"
    );
}

#[tokio::test]
async fn tries_are_counted_whoever_is_asked_and_whatever_is_rehearsed() {
    let hub = hub_behind_a_proxy().await;
    let other = hub.another_instance().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let here = Visitor::from(&hub, ATTACKER);
    let there = Visitor {
        client: hub.visitor().on(&other),
        ..here.clone()
    };
    let rehearsing = Visitor {
        dry_run: true,
        ..here.clone()
    };
    for visitor in [&here, &there, &rehearsing, &there, &rehearsing] {
        visitor
            .tries(jeanne.email(), "x")
            .await
            .expect_error("WRONG_CREDENTIALS");
    }
    for visitor in [&here, &there, &rehearsing] {
        assert!(!visitor.is_let_in(jeanne.email()).await);
    }
    let owner = Visitor {
        dry_run: true,
        ..Visitor::from(&hub, OWNER)
    };
    for _ in 0..8 {
        assert!(
            owner.is_let_in(jeanne.email()).await,
            "a right try is none, rehearsed or not"
        );
    }
}

#[tokio::test]
async fn tries_sent_at_once_do_not_slip_through_together() {
    let hub = hub_behind_a_proxy().await;
    let other = hub.another_instance().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let here = Visitor::from(&hub, ATTACKER);
    let there = Visitor {
        client: hub.visitor().on(&other),
        ..here.clone()
    };
    let attempts = (0..16).map(|at| {
        let visitor = if at % 2 == 0 { &here } else { &there };
        visitor.tries(jeanne.email(), "pas le bon mot de passe")
    });
    let answers = future::join_all(attempts).await;
    let count = |code: &str| {
        answers
            .iter()
            .filter(|answer| answer.has_error(code))
            .count()
    };
    assert_eq!((count("WRONG_CREDENTIALS"), count("RATE_LIMITED")), (5, 11));
}

#[tokio::test]
async fn whether_there_is_an_account_shows_neither_in_the_answers_nor_in_the_work() {
    const REGISTER: &str = "mutation ($email: EmailAddress!) { register(input: { email: $email,
        name: \"Nadia Essai\", password: \"une phrase de passe longue\" }) { errors { code } } }";
    const RESET: &str = "mutation ($email: EmailAddress!) {
        requestPasswordReset(input: { email: $email }) { errors { code } } }";
    let hub = hub_behind_a_proxy().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let unknown = "personne@example.test";
    let hashes = async |work: Box<dyn Future<Output = Answer> + Unpin + '_>| {
        let before = hub.platform().passwords_hashed();
        let answer = work.await;
        (
            answer.status,
            answer.body,
            hub.platform().passwords_hashed() - before,
        )
    };
    for (address, attempt) in (0..8).map(|at| (format!("192.0.2.{at}"), at)) {
        let visitor = Visitor::from(&hub, &address);
        let known = hashes(Box::new(Box::pin(visitor.tries(jeanne.email(), "x")))).await;
        let nobody = hashes(Box::new(Box::pin(visitor.tries(unknown, "x")))).await;
        assert_eq!(known, nobody, "try {attempt}");
        assert_eq!(known.2, u64::from(attempt < 5), "one each, then none");
    }
    for mutation in [REGISTER, RESET] {
        let ask = |email: &str| {
            let (visitor, variables) = (hub.visitor(), json!({ "email": email }));
            Box::new(Box::pin(
                async move { visitor.ask(mutation, variables).await },
            ))
        };
        let known = hashes(ask(jeanne.email())).await;
        assert_eq!(known, hashes(ask("nadia@example.test")).await);
        assert_eq!(known.2, u64::from(mutation == REGISTER));
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn another_password_opens_the_account_in_the_network_of_who_chose_it() {
    const REQUEST: &str = "mutation ($email: EmailAddress!) {
        requestPasswordReset(input: { email: $email }) { errors { code } } }";
    const RESET: &str = "mutation ($code: String!) {
        resetPassword(input: { code: $code, newPassword: \"une tout autre phrase\" }) { errors { code } } }";
    let hub = hub_behind_a_proxy().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let [neighbour, attacker] = [OWNER, ATTACKER].map(|address| Visitor::from(&hub, address));
    for visitor in [&neighbour, &attacker] {
        visitor.hammers(jeanne.email()).await;
    }
    let email = json!({ "email": jeanne.email() });
    hub.visitor().gql(REQUEST, email).await;
    hub.run_jobs().await;
    let code = super::code(&hub.mails_to(jeanne.email())[0]);
    let chosen = neighbour.asks(RESET, json!({ "code": code })).await;
    chosen.data();
    let new = "une tout autre phrase";
    neighbour.tries(jeanne.email(), new).await.data();
    let elsewhere = attacker.tries(jeanne.email(), new).await;
    elsewhere.expect_error("RATE_LIMITED");
    hub.run_jobs().await;
}

#[tokio::test]
async fn whoever_took_a_session_does_not_find_the_password_out_with_it() {
    const CHANGE: &str = "mutation ($current: String!) {
        changePassword(input: { currentPassword: $current, newPassword: \"une tout autre phrase\" }) { errors { code } } }";
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let taken = hub.device(jeanne.email(), PASSWORD).await;
    let change = async |device: &Device, current: &str| {
        let variables = json!({ "current": current });
        hub.ask_with(&device.access, CHANGE, variables).await
    };
    for _ in 0..5 {
        change(&taken, "x").await.expect_error("WRONG_CREDENTIALS");
    }
    change(&taken, PASSWORD).await.expect_error("RATE_LIMITED");
    let own = hub.device(jeanne.email(), PASSWORD).await;
    change(&own, PASSWORD).await.data();
    hub.run_jobs().await;
}

#[tokio::test]
async fn what_is_counted_by_cannot_be_read_and_does_not_pile_up() {
    use sea_orm::{ConnectionTrait, Database, Statement};
    let hub = hub_behind_a_proxy().await;
    let settings = hub.database().settings();
    let connection = Database::connect(&settings.url).await.unwrap();
    let digests = async || {
        let backend = connection.get_database_backend();
        let statement = Statement::from_string(backend, "SELECT digest FROM sign_in_tries");
        let rows = connection.query_all_raw(statement).await.unwrap();
        let rows = rows
            .into_iter()
            .map(|row| row.try_get("", "digest").unwrap());
        rows.collect::<Vec<String>>()
    };
    for at in 0..4 {
        let visitor = Visitor::from(&hub, &Ipv4Addr::new(192, 0, at, 1).to_string());
        visitor.tries("personne@example.test", "x").await;
    }
    let counted = digests().await;
    assert_eq!(counted.len(), 8);
    assert!(
        counted
            .iter()
            .all(|digest| digest.len() == 43 && !digest.contains("personne"))
    );
    hub.clock().advance(TimeDelta::hours(1));
    Visitor::from(&hub, OWNER)
        .tries("personne@example.test", "x")
        .await;
    assert_eq!(digests().await.len(), 2);
    connection.close().await.unwrap();
}
