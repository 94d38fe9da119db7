//! What is held is let go of in time: by the worker, by whoever comes next, and after a time in which
//! nobody was there.

use chrono::TimeDelta;
use maillage_usecases::jobs;
use serde_json::json;

use super::{Place, codes, instant, quantity};

const STATE: &str = "query($id: ID!) { materialReservation(id: $id) { state availableActions { action allowed } } }";

async fn state(place: &Place, held: &serde_json::Value) -> String {
    let client = &place.borrower.representative;
    let data = client.gql(STATE, json!({ "id": held["id"] })).await;
    let state = &data["materialReservation"]["state"];
    state.as_str().unwrap().to_owned()
}

#[tokio::test]
async fn the_worker_lets_go_at_the_instant_and_tells_both_sides() {
    let place = Place::found().await;
    let doors = place.material("Portes").await;
    let lot = place.lot(doors, "10").await;
    let held = place.held(&lot, "4").await;
    place.hub.run_jobs().await;
    let due = jobs::next_due(place.hub.platform()).await.unwrap();
    assert_eq!(due, Some(instant("2026-12-05T09:00Z")));
    place
        .hub
        .clock()
        .set(instant("2026-12-05T09:00Z") - TimeDelta::microseconds(1));
    place.hub.run_jobs().await;
    assert_eq!(state(&place, &held).await, "HELD");
    assert_eq!(place.stock(&lot).await.1, "6");

    place.hub.clock().set(instant("2026-12-05T09:00Z"));
    place.hub.run_jobs().await;
    assert_eq!(state(&place, &held).await, "EXPIRED");
    assert_eq!(place.stock(&lot).await, ("10".into(), "10".into()));
    for body in [&place.owner, &place.borrower] {
        let mails = place.hub.mails_to(body.representative.email());
        let letter = mails.last().unwrap();
        assert!(
            letter.subject.starts_with("Réservation de matériau échue"),
            "{}",
            letter.subject
        );
        assert!(letter.text.contains("4\u{a0}pièce(s)"), "{}", letter.text);
    }
    assert_eq!(place.hub.jobs_waiting().await, 0);
}

#[tokio::test]
async fn what_is_over_is_not_held_against_others_before_the_worker_has_come() {
    let place = Place::found().await;
    let doors = place.material("Portes").await;
    let lot = place.lot(doors, "10").await;
    let held = place.held(&lot, "8").await;
    assert_eq!(codes(&place.reserve(&lot, "5").await), ["OUT_OF_STOCK"]);
    place.hub.clock().set(instant("2026-12-05T09:00Z"));
    // No job has run since.
    assert_eq!(state(&place, &held).await, "EXPIRED");
    let filter = "query($states: [ReservationState!]) { materialReservations(filter: { states: $states }) { totalCount } }";
    for (state, count) in [("HELD", 0), ("EXPIRED", 1), ("CANCELLED", 0)] {
        let client = &place.borrower.representative;
        let data = client.gql(filter, json!({ "states": [state] })).await;
        assert_eq!(data["materialReservations"]["totalCount"], count, "{state}");
    }
    let late = place.by_owner("collectReservation", &held, json!({})).await;
    assert_eq!(codes(&late), ["WRONG_STATE"]);
    assert_eq!(super::fact(&late, "state"), "EXPIRED");
    let next = place.held(&lot, "5").await;
    assert_eq!(place.stock(&lot).await, ("10".into(), "5".into()));
    // The worker finds nothing left to do, and does nothing twice.
    place.hub.run_jobs().await;
    assert_eq!(place.stock(&lot).await, ("10".into(), "5".into()));
    let mails = place.hub.mails_to(place.borrower.representative.email());
    let told = mails.iter().filter(|mail| mail.subject.contains("échue"));
    assert_eq!(told.count(), 1);
    let more = json!({ "quantity": quantity("5") });
    place.by_owner("collectReservation", &next, more).await;
    place.hub.clock().advance(TimeDelta::days(15));
    place.hub.run_jobs().await;
    assert_eq!(place.stock(&lot).await, ("5".into(), "5".into()));
    assert_eq!(
        state(&place, &next).await,
        "COLLECTED",
        "its time is over too"
    );
}

#[tokio::test]
async fn what_ran_out_while_the_platform_was_down_is_let_go_of_when_it_is_back() {
    let mut place = Place::found().await;
    let doors = place.material("Portes").await;
    let lot = place.lot(doors, "10").await;
    let held = place.held(&lot, "8").await;
    place.hub.run_jobs().await;
    // Three weeks in which nothing runs.
    place.hub.clock().advance(TimeDelta::weeks(3));
    place.hub.restart().await;
    let on = |client: &crate::harness::Client| client.on(place.hub.instance());
    place.owner.representative = on(&place.owner.representative);
    place.borrower.representative = on(&place.borrower.representative);
    assert_eq!(state(&place, &held).await, "EXPIRED");
    place.hub.run_jobs().await;
    assert_eq!(place.stock(&lot).await, ("10".into(), "10".into()));
    let mails = place.hub.mails_to(place.owner.representative.email());
    assert!(mails.last().unwrap().subject.contains("échue"));
}
