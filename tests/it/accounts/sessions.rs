//! Staying signed in, and signing out.

use chrono::TimeDelta;
use serde_json::json;

use super::{Device, ME, SIGN_IN};
use crate::harness::{Answer, PASSWORD, TestHub};

const REFRESH: &str = "
    mutation ($token: String!) {
      refreshSession(input: { refreshToken: $token }) {
        session { id accessToken refreshToken person { email } }
        errors { code }
      }
    }";

pub(super) const END: &str = "mutation ($id: ID!) { endSession(input: { id: $id }) { session { id endedAt } errors { code } } }";

pub(super) async fn refresh(hub: &TestHub, token: &str) -> Answer {
    hub.visitor().ask(REFRESH, json!({ "token": token })).await
}

async fn refreshed(hub: &TestHub, token: &str) -> Device {
    Device::of(&refresh(hub, token).await.data()["refreshSession"]["session"])
}

#[tokio::test]
async fn an_unknown_address_a_wrong_password_and_a_locked_account_get_the_same_answer() {
    use maillage_usecases::accounts::admin;
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let karim = hub.person("Karim Azaïs").await;
    admin::lock(hub.platform(), &hub.operator(), karim.id())
        .await
        .unwrap();
    let answers = [
        hub.try_sign_in("personne@example.test", PASSWORD).await,
        hub.try_sign_in("pas une adresse", PASSWORD).await,
        hub.try_sign_in(jeanne.email(), "un autre mot de passe")
            .await,
        hub.try_sign_in(jeanne.email(), "").await,
        hub.try_sign_in(karim.email(), PASSWORD).await,
    ];
    for answer in &answers {
        assert_eq!(answer.body, answers[0].body);
        assert_eq!(answer.status, answers[0].status);
        answer.expect_error("WRONG_CREDENTIALS");
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_refresh_token_works_once_and_its_reuse_ends_the_session() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let first = hub.device(jeanne.email(), PASSWORD).await;
    let second = refreshed(&hub, &first.refresh).await;
    assert_eq!(second.session, first.session);
    assert_ne!(second.refresh, first.refresh);
    hub.clock().advance(TimeDelta::seconds(11));
    let third = refreshed(&hub, &second.refresh).await;
    assert!(hub.lets_in(&third.access).await);

    // Somebody else held the first one.
    refresh(&hub, &first.refresh)
        .await
        .expect_error("SESSION_ENDED");
    assert!(!hub.lets_in(&third.access).await);
    refresh(&hub, &third.refresh)
        .await
        .expect_error("SESSION_ENDED");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_lost_answer_is_asked_for_again_within_ten_seconds() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    refreshed(&hub, &device.refresh).await;
    hub.clock().advance(TimeDelta::seconds(10));
    let retried = refreshed(&hub, &device.refresh).await;
    assert!(hub.lets_in(&retried.access).await);
    refreshed(&hub, &retried.refresh).await;
}

#[tokio::test]
async fn a_retry_makes_the_token_of_the_lost_answer_worthless() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let lost = refreshed(&hub, &device.refresh).await;
    // Lost twice in a row is no theft either.
    refreshed(&hub, &device.refresh).await;
    let retried = refreshed(&hub, &device.refresh).await;
    // Whoever has the lost answer after all is not who asked again.
    refresh(&hub, &lost.refresh)
        .await
        .expect_error("SESSION_ENDED");
    assert!(!hub.lets_in(&retried.access).await);
    refresh(&hub, &retried.refresh)
        .await
        .expect_error("SESSION_ENDED");
    hub.run_jobs().await;
}

#[tokio::test]
async fn the_token_before_the_last_is_reused_once_ten_seconds_have_passed() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let elsewhere = hub.device(jeanne.email(), PASSWORD).await;
    let next = refreshed(&hub, &device.refresh).await;
    hub.clock().advance(TimeDelta::seconds(11));
    refresh(&hub, &device.refresh)
        .await
        .expect_error("SESSION_ENDED");
    assert!(!hub.lets_in(&next.access).await, "all that came of it ends");
    assert!(
        hub.lets_in(&elsewhere.access).await,
        "another device has a session of its own"
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_rehearsed_refresh_replaces_nothing_and_ends_nothing() {
    const REHEARSAL: &str = "mutation ($token: String!) {
        refreshSession(input: { refreshToken: $token, dryRun: true }) { errors { code } } }";
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let rehearse = async |token: &str| {
        let variables = json!({ "token": token });
        hub.visitor().ask(REHEARSAL, variables).await
    };
    rehearse(&device.refresh).await.data();
    let next = refreshed(&hub, &device.refresh).await;
    hub.clock().advance(TimeDelta::seconds(11));
    rehearse(&device.refresh)
        .await
        .expect_error("SESSION_ENDED");
    assert!(hub.lets_in(&next.access).await);
    refreshed(&hub, &next.refresh).await;
}

#[tokio::test]
async fn of_two_devices_that_share_a_refresh_token_one_answer_is_used() {
    let hub = TestHub::start().await;
    let other = hub.another_instance().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let variables = json!({ "token": device.refresh });
    let (here, there) = (hub.visitor(), hub.visitor().on(&other));
    let (one, two) = tokio::join!(
        here.ask(REFRESH, variables.clone()),
        there.ask(REFRESH, variables)
    );
    // The second counts as a retry: both are answered, and one of the new tokens is in use.
    let tokens =
        [one, two].map(|answer| Device::of(&answer.data()["refreshSession"]["session"]).refresh);
    let [one, two] = &tokens;
    assert_ne!(one, two);
    let works = async |token: &str| !refresh(&hub, token).await.has_error("SESSION_ENDED");
    // Whichever comes first, the other one shows that somebody else has it, and ends both.
    let (first, second) = (works(one).await, works(two).await);
    assert!(
        !(first && second),
        "a token that was replaced does not work"
    );
    assert!(!works(one).await && !works(two).await);
    hub.run_jobs().await;
}

#[tokio::test]
async fn whatever_is_wrong_with_a_refresh_token_the_answer_is_the_same() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    let unknown = device.refresh.replacen("session_0", "session_1", 1);
    let mut answers = Vec::new();
    for token in ["", ".", "session_1", &device.access, &unknown] {
        answers.push(refresh(&hub, token).await);
    }
    for answer in &answers {
        answer.expect_error("SESSION_ENDED");
        assert_eq!(answer.body, answers[0].body);
    }
    assert!(
        hub.lets_in(&device.access).await,
        "none of that was its token"
    );
    hub.clock().advance(TimeDelta::days(30));
    refresh(&hub, &device.refresh)
        .await
        .expect_error("SESSION_ENDED");
}

#[tokio::test]
async fn a_device_in_use_signs_in_again_twice_a_year() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mut device = hub.device(jeanne.email(), PASSWORD).await;
    for _ in 0..7 {
        hub.clock().advance(TimeDelta::days(25));
        device = refreshed(&hub, &device.refresh).await;
    }
    hub.clock().advance(TimeDelta::days(5));
    refresh(&hub, &device.refresh)
        .await
        .expect_error("SESSION_ENDED");
}

#[tokio::test]
async fn an_access_token_lasts_ten_minutes() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let device = hub.device(jeanne.email(), PASSWORD).await;
    hub.clock().advance(TimeDelta::seconds(599));
    assert!(hub.lets_in(&device.access).await);
    hub.clock().advance(TimeDelta::seconds(1));
    assert!(!hub.lets_in(&device.access).await);
    refreshed(&hub, &device.refresh).await;
    for token in ["", "x", "a.b.c", &device.refresh] {
        assert!(!hub.lets_in(token).await, "{token}");
    }
}

#[tokio::test]
async fn signing_out_ends_this_device_at_once_and_everywhere_ends_all() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let karim = hub.person("Karim Azaïs").await;
    let (phone, desk, train) = (
        hub.device(jeanne.email(), PASSWORD).await,
        hub.device(jeanne.email(), PASSWORD).await,
        hub.device(jeanne.email(), PASSWORD).await,
    );
    let elsewhere = hub.device(karim.email(), PASSWORD).await;

    let rehearsal =
        "mutation { signOut(input: { dryRun: true }) { session { endedAt } errors { code } } }";
    hub.ask_with(&phone.access, rehearsal, json!({}))
        .await
        .data();
    assert!(hub.lets_in(&phone.access).await);

    let out = "mutation { signOut(input: {}) { session { id endedAt } errors { code } } }";
    let data = hub.ask_with(&phone.access, out, json!({})).await.data();
    assert_eq!(data["signOut"]["session"]["id"], phone.session);
    assert!(!hub.lets_in(&phone.access).await);
    refresh(&hub, &phone.refresh)
        .await
        .expect_error("SESSION_ENDED");
    assert!(hub.lets_in(&desk.access).await);

    let everywhere =
        "mutation { signOutEverywhere(input: {}) { sessions { id } errors { code } } }";
    let data = hub
        .ask_with(&desk.access, everywhere, json!({}))
        .await
        .data();
    assert!(
        data["signOutEverywhere"]["sessions"]
            .as_array()
            .unwrap()
            .len()
            >= 2
    );
    for device in [&desk, &train] {
        assert!(!hub.lets_in(&device.access).await);
    }
    assert!(
        hub.lets_in(&elsewhere.access).await,
        "another person's sessions go on"
    );
}

#[tokio::test]
async fn a_person_ends_their_own_sessions_and_nobody_elses() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let karim = hub.person("Karim Azaïs").await;
    let lost = hub.device(jeanne.email(), PASSWORD).await;
    let end = json!({ "id": lost.session });
    karim.ask(END, end.clone()).await.expect_error("NOT_FOUND");
    hub.visitor()
        .ask(END, end.clone())
        .await
        .expect_error("UNAUTHENTICATED");
    assert!(hub.lets_in(&lost.access).await);

    let listed = jeanne.gql(ME, json!({})).await;
    let ids: Vec<_> = listed["me"]["sessions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| &one["id"])
        .collect();
    assert!(ids.contains(&&json!(lost.session)));
    jeanne.gql(END, end.clone()).await;
    assert!(!hub.lets_in(&lost.access).await);
    jeanne.gql(END, end).await;
    let wrong = jeanne
        .ask(END, json!({ "id": jeanne.id().to_string() }))
        .await
        .expect_error("INVALID");
    assert_eq!(wrong["code"], "INVALID");
}

#[tokio::test]
async fn a_rehearsed_sign_in_opens_no_session() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let variables = json!({ "email": jeanne.email(), "password": PASSWORD, "dryRun": true });
    let data = hub.visitor().gql(SIGN_IN, variables).await;
    let device = Device::of(&data["signIn"]["session"]);
    assert!(!hub.lets_in(&device.access).await);
    refresh(&hub, &device.refresh)
        .await
        .expect_error("SESSION_ENDED");
}
