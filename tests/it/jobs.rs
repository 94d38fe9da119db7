//! Who does which job, when several instances share a database.

use std::collections::BTreeSet;

use chrono::TimeDelta;
use maillage_domain::clock::Clock;
use maillage_usecases::jobs;
use serde_json::json;
use tokio::sync::oneshot;

use crate::harness::TestHub;

const FORGOTTEN: &str = "
    mutation ($email: EmailAddress!) { requestPasswordReset(input: { email: $email }) { errors { code } } }";

/// Three letters that wait to be sent, each to somebody else.
async fn three_letters(hub: &TestHub) {
    let mut people = Vec::new();
    for name in ["Jeanne Peyrebelle", "Karim Azaïs", "Lise Torcat"] {
        people.push(hub.person(name).await);
    }
    for person in people {
        let variables = json!({ "email": person.email() });
        person.gql(FORGOTTEN, variables).await;
    }
    // From who asked, to who is told, to the letter itself.
    for _ in 0..6 {
        assert!(jobs::run_next(hub.platform()).await.unwrap());
    }
    assert_eq!(hub.jobs_waiting().await, 3);
    assert!(hub.mails().is_empty());
}

/// Every letter went out, and none of them twice.
fn each_once(hub: &TestHub) {
    let ids: Vec<_> = hub.mails().into_iter().map(|mail| mail.id).collect();
    assert_eq!(ids.len(), 3);
    assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), 3, "{ids:?}");
}

#[tokio::test]
async fn no_letter_goes_out_twice_however_slow_the_mail_server_of_one_instance() {
    let hub = TestHub::start().await;
    three_letters(&hub).await;
    let other = hub.another_instance().await;
    let first = hub.hold_next_mail();
    let platform = hub.platform().clone();
    let slow = tokio::spawn(async move { while jobs::run_next(&platform).await.unwrap() {} });
    first.arrived().await;
    hub.clock().advance(TimeDelta::minutes(4));
    let second = hub.hold_next_mail();
    first.let_go();
    second.arrived().await;
    hub.clock().advance(TimeDelta::minutes(4));
    // The slow instance has begun with the second letter; the third is anybody's.
    assert!(jobs::run_next(other.platform()).await.unwrap());
    assert!(!jobs::run_next(other.platform()).await.unwrap());
    second.let_go();
    slow.await.unwrap();
    each_once(&hub);
    other.stop().await;
}

#[tokio::test]
async fn a_job_whose_claim_ran_out_is_left_to_who_took_it() {
    let hub = TestHub::start().await;
    let other = hub.another_instance().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    jeanne
        .gql(FORGOTTEN, json!({ "email": jeanne.email() }))
        .await;
    hub.break_mail(true);
    let before = hub.clock().now();
    hub.run_jobs().await;
    hub.break_mail(false);
    // The first failure puts it off by ten seconds.
    let due = jobs::next_due(hub.platform()).await.unwrap().unwrap();
    assert_eq!(due - before, TimeDelta::seconds(10));
    hub.clock().set(due);
    let held = hub.hold_next_mail();
    let platform = hub.platform().clone();
    let slow = tokio::spawn(async move { jobs::run_next(&platform).await.unwrap() });
    held.arrived().await;
    hub.clock().advance(TimeDelta::minutes(6));
    // Now the other one takes it up, and fails; what the first reports counts no more.
    hub.break_mail(true);
    assert!(jobs::run_next(other.platform()).await.unwrap());
    let due = jobs::next_due(hub.platform()).await.unwrap();
    held.let_go();
    assert!(slow.await.unwrap());
    assert_eq!(jobs::next_due(hub.platform()).await.unwrap(), due);
    hub.break_mail(false);
    hub.clock().set(due.unwrap());
    hub.run_jobs().await;
    other.stop().await;
}

#[tokio::test]
async fn an_instance_that_stops_leaves_to_the_others_what_it_has_not_begun() {
    let hub = TestHub::start().await;
    three_letters(&hub).await;
    let other = hub.another_instance().await;
    let held = hub.hold_next_mail();
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = tokio::spawn(jobs::work(hub.platform().clone(), async {
        let _ = stopped.await;
    }));
    held.arrived().await;
    stop.send(()).unwrap();
    held.let_go();
    worker.await.unwrap();
    assert_eq!(hub.mails().len(), 1, "the letter under way, and no other");
    // Nobody waits for a claim to run out.
    while jobs::run_next(other.platform()).await.unwrap() {}
    each_once(&hub);
    other.stop().await;
}
