//! What is due: who is reminded of it, and in whose calendar it stands.

use maillage_usecases::mail::Mail;
use reqwest::Method;
use serde_json::json;

use super::{
    CHANGE, PROPOSE, Place,
    course::{RESUME, SUSPEND, because, live_until},
    keeping::{instant, some},
};

#[tokio::test]
async fn who_owes_something_is_reminded_a_week_before_and_both_sides_hear_of_what_is_late() {
    let mut place = Place::found(3).await;
    let signed = place.signed(place.hours("20")).await;
    let id = &signed["id"];
    place.hub.run_jobs().await;
    let letters = |place: &Place, number: usize, about: &str| {
        let letters = place.hub.mails_to(place.client(number).email());
        let about = format!("{about}\u{a0}: Convention de l’atelier commun");
        letters
            .into_iter()
            .filter(|one| one.subject == about)
            .collect::<Vec<_>>()
    };
    let at = async |place: &mut Place, instant_: &str| {
        place.hub.clock().set(instant(instant_));
        place.hub.run_jobs().await;
    };
    // The last minute before the day begins in the hub, and the first of it.
    at(&mut place, "2026-12-23T22:59:00Z").await;
    assert!(letters(&place, 0, "Bientôt dû").is_empty());
    at(&mut place, "2026-12-23T23:00:00Z").await;
    let reminder = letters(&place, 0, "Bientôt dû");
    assert_eq!(reminder.len(), 1);
    assert!(
        reminder[0].text.contains("– La salle, le 31"),
        "{}",
        reminder[0].text
    );
    assert!(
        letters(&place, 1, "Bientôt dû").is_empty(),
        "it owes nothing"
    );

    // The platform was down when it became late, and says so once.
    place.hub.restart().await;
    at(&mut place, "2027-01-02T10:00:00Z").await;
    at(&mut place, "2027-01-03T10:00:00Z").await;
    for (number, count) in [(0, 1), (1, 1), (2, 0)] {
        assert_eq!(
            letters(&place, number, "En retard").len(),
            count,
            "{number}"
        );
    }
    assert_eq!(letters(&place, 0, "Bientôt dû").len(), 1);
    let events = "query ($id: ID!) { partnership(id: $id) { version activity(first: 50) { nodes { kind } } } }";
    let reader = place.client(0).on(place.hub.instance());
    let read = reader.gql(events, json!({ "id": id })).await;
    let read = read["partnership"]["activity"]["nodes"].to_string();
    for kind in [
        "PARTNERSHIP_COMMITMENTS_DUE",
        "PARTNERSHIP_COMMITMENTS_LATE",
    ] {
        assert_eq!(read.matches(kind).count(), 1, "{read}");
    }
}

#[tokio::test]
async fn of_what_has_become_late_in_a_suspension_both_sides_hear_once_it_goes_on() {
    let mut place = Place::found(2).await;
    let signed = place.signed(place.hours("20")).await;
    let id = &signed["id"];
    let at = async |place: &mut Place, instant_: &str| {
        place.hub.clock().set(instant(instant_));
        place.hub.run_jobs().await;
    };
    let told = |place: &Place| {
        [0, 1].map(|number| {
            let letters = place.hub.mails_to(place.client(number).email());
            let told = letters.iter();
            let told = |about| {
                told.clone()
                    .filter(|one| one.subject.starts_with(about))
                    .count()
            };
            (told("Bientôt dû"), told("En retard"))
        })
    };
    at(&mut place, "2026-12-24T10:00:00Z").await;
    assert_eq!(told(&place), [(1, 0), (0, 0)]);
    place.hub.clock().set(instant("2026-12-28T10:00:00Z"));
    place.does(1, SUSPEND, id, because()).await;
    at(&mut place, "2027-01-01T10:00:00Z").await;
    at(&mut place, "2027-01-02T10:00:00Z").await;
    assert_eq!(told(&place), [(1, 0), (0, 0)], "it rests");
    place.does(1, RESUME, id, json!({})).await;
    place.hub.restart().await;
    for day in ["2027-01-03T10:00:00Z", "2027-01-04T10:00:00Z"] {
        at(&mut place, day).await;
        assert_eq!(told(&place), [(1, 1), (0, 1)], "{day}");
    }
}

#[tokio::test]
async fn what_has_become_late_in_a_suspension_is_told_also_where_an_amendment_was_signed_meanwhile()
{
    let mut place = Place::found(2).await;
    let signed = place.signed(place.hours("20")).await;
    let id = &signed["id"];
    place.hub.run_jobs().await;
    let at = async |place: &mut Place, instant_: &str| {
        place.hub.clock().set(instant(instant_));
        place.hub.run_jobs().await;
    };
    let late = |place: &Place| {
        [0, 1].map(|number| {
            let letters = place.hub.mails_to(place.client(number).email());
            let late = |one: &&Mail| one.subject.starts_with("En retard");
            letters.iter().filter(late).count()
        })
    };
    at(&mut place, "2026-12-28T10:00:00Z").await;
    place.does(1, SUSPEND, id, because()).await;
    at(&mut place, "2027-01-05T10:00:00Z").await;
    let mut amended = place.hours("20");
    amended["title"] = json!("Un avenant");
    place
        .does(0, CHANGE, id, json!({ "content": amended }))
        .await;
    let proposed = place.does(0, PROPOSE, id, json!({})).await;
    place.all_sign(&proposed).await;
    at(&mut place, "2027-01-19T10:00:00Z").await;
    assert_eq!(late(&place), [0, 0], "it rests");
    place.does(1, RESUME, id, json!({})).await;
    for day in ["2027-01-20T10:00:00Z", "2027-01-21T10:00:00Z"] {
        at(&mut place, day).await;
        assert_eq!(late(&place), [1, 1], "{day}");
    }
}

#[tokio::test]
async fn what_is_late_at_the_end_is_told_and_stays_in_the_calendar() {
    let place = Place::found(2).await;
    let mut content = place.hours("20");
    content["term"]["endsOn"] = json!("2026-12-31");
    let signed = place.signed(content).await;
    live_until(&place, "2027-01-03T10:00:00Z").await;
    assert_eq!(place.read(0, &signed["id"]).await["state"], "ENDED");
    let calendar = "query ($organisation: ID!) { commitmentDues(organisation: $organisation,
        from: \"2026-12-01\", until: \"2027-01-31\") { dueOn state fulfilments { id } } }";
    for number in [0, 1] {
        let letters = place.hub.mails_to(place.client(number).email());
        let late = |one: &&Mail| one.subject.starts_with("En retard");
        assert_eq!(letters.iter().filter(late).count(), 1, "{number}");
        let of = json!({ "organisation": place.bodies[number].id.to_string() });
        let dues = place.client(number).gql(calendar, of).await;
        let late = json!([{ "dueOn": "2026-12-31", "state": "LATE", "fulfilments": [] }]);
        assert_eq!(dues["commitmentDues"], late, "{number}");
    }
    let declared = place.declared(0, &signed["id"], some("20")).await;
    place
        .answered(1, "confirmFulfilment", &declared, json!({}))
        .await;
    let of = json!({ "organisation": place.bodies[0].id.to_string() });
    let dues = place.client(0).gql(calendar, of).await;
    assert_eq!(dues["commitmentDues"], json!([]), "it is done and over");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_had_no_day_is_late_once_all_is_over() {
    let place = Place::found(2).await;
    let whenever = json!({ "action": "HOST", "what": "La salle",
        "quantity": { "value": "20", "unit": "HOUR" } });
    let mut content = place.owing(&whenever);
    content["term"]["endsOn"] = json!("2026-12-31");
    place.signed(content).await;
    live_until(&place, "2027-01-03T10:00:00Z").await;
    for number in [0, 1] {
        let letters = place.hub.mails_to(place.client(number).email());
        let mut late = letters
            .iter()
            .filter(|one| one.subject.starts_with("En retard"));
        let text = &late.next().expect("a letter").text;
        assert!(text.contains("– La salle, le 31"), "{text}");
        assert_eq!(late.count(), 0);
    }
}

#[tokio::test]
async fn what_is_declared_in_time_is_neither_reminded_of_nor_late() {
    let place = Place::found(2).await;
    let signed = place.signed(place.hours("20")).await;
    place.hub.run_jobs().await;
    place.hub.clock().set(instant("2026-12-20T10:00:00Z"));
    place.declared(0, &signed["id"], some("20")).await;
    for day in ["2026-12-24T10:00:00Z", "2027-01-02T10:00:00Z"] {
        place.hub.clock().set(instant(day));
        place.hub.run_jobs().await;
    }
    for number in [0, 1] {
        let letters = place.hub.mails_to(place.client(number).email());
        let told = |one: &&Mail| {
            one.subject.starts_with("Bientôt") || one.subject.starts_with("En retard")
        };
        assert_eq!(letters.iter().filter(told).count(), 0, "{number}");
    }
}

#[tokio::test]
async fn what_is_due_stands_in_the_calendar_of_each_side_until_it_is_kept() {
    let place = Place::found(3).await;
    let signed = place.signed(place.hours("20")).await;
    let follow =
        "mutation ($of: ID!) { createCalendarFeed(input: { of: $of }) { calendarFeed { url } } }";
    let mut addresses = Vec::new();
    for (number, body) in place.bodies.iter().enumerate() {
        let of = json!({ "of": body.id.to_string() });
        let feed = place.client(number).gql(follow, of).await;
        let url = feed["createCalendarFeed"]["calendarFeed"]["url"].clone();
        let path = url.as_str().unwrap().split_once("/calendars/").unwrap().1;
        addresses.push(format!("/calendars/{path}"));
    }
    let lines = async |number: usize| {
        let visitor = place.hub.visitor();
        let request = visitor.http(Method::GET, &addresses[number]).await;
        let calendar = request.send().await.unwrap().text().await.unwrap();
        let whole = calendar.replace("\r\n ", "");
        whole.lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let owed = lines(0).await;
    for line in [
        "SUMMARY:À réaliser\u{a0}: La salle",
        "DTSTART;VALUE=DATE:20261231",
        "DTEND;VALUE=DATE:20270101",
        "TRANSP:TRANSPARENT",
    ] {
        assert!(owed.iter().any(|one| one == line), "{line}: {owed:?}");
    }
    let given = lines(1).await;
    let summary = "SUMMARY:À recevoir\u{a0}: La salle (Atelier 1)";
    assert!(given.iter().any(|one| one == summary), "{given:?}");
    let third = lines(2).await;
    assert!(
        !third.iter().any(|one| one.contains("La salle")),
        "it is owed to the second"
    );

    let declared = place.declared(0, &signed["id"], some("20")).await;
    place
        .answered(1, "confirmFulfilment", &declared, json!({}))
        .await;
    assert!(!lines(0).await.iter().any(|one| one.contains("La salle")));
    place.hub.run_jobs().await;
}
