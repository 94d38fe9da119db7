//! Calendars that people follow by an address of their own.

use std::{
    io::Write,
    process::{Command, Stdio},
};

use chrono::TimeDelta;
use maillage_domain::resources::Approval;
use maillage_usecases::bookings;
use reqwest::{Method, StatusCode, header};
use serde_json::{Value, json};

use super::{Place, instant, rules};
use crate::harness::Client;

const CREATE: &str = "mutation ($of: ID!) {
    createCalendarFeed(input: { of: $of }) {
      calendarFeed { id url organisation { name } resource { title } } errors { code path }
    } }";

async fn follow(client: &Client, of: &str) -> Value {
    let data = client.gql(CREATE, json!({ "of": of })).await;
    data["createCalendarFeed"]["calendarFeed"].clone()
}

/// What somebody without an account finds at an address.
async fn fetched(place: &Place, url: &Value) -> (StatusCode, String) {
    let path = url.as_str().unwrap().split_once("/calendars/").unwrap().1;
    let visitor = place.hub.visitor();
    let request = visitor
        .http(Method::GET, &format!("/calendars/{path}"))
        .await;
    let response = request.send().await.unwrap();
    let status = response.status();
    if status == StatusCode::OK {
        let kind = &response.headers()[header::CONTENT_TYPE];
        assert_eq!(kind, "text/calendar; charset=utf-8");
        assert_eq!(
            response.headers()[header::CACHE_CONTROL],
            "private, no-cache"
        );
    }
    (status, response.text().await.unwrap())
}

/// Its lines, those that were folded put together again (RFC 5545 section 3.1).
fn unfolded(calendar: &str) -> Vec<String> {
    assert!(
        calendar
            .split("\r\n")
            .all(|line| line.len() <= 75 && !line.contains('\n'))
    );
    let whole = calendar.replace("\r\n ", "");
    whole.lines().map(str::to_owned).collect()
}

/// The borrower leaves the hub.
async fn leave(place: &Place) {
    let client = &place.borrower.representative;
    let own = "query ($id: ID) { organisation(id: $id) { memberships { nodes { id version } } } }";
    let data = client
        .gql(own, json!({ "id": place.borrower.id.to_string() }))
        .await;
    let membership = &data["organisation"]["memberships"]["nodes"][0];
    let input = json!({
        "id": membership["id"], "expectedVersion": membership["version"],
        "actingFor": place.borrower.id.to_string(),
    });
    let leave = "mutation ($input: LeaveHubInput!) { leaveHub(input: $input) { errors { code } } }";
    client.gql(leave, json!({ "input": input })).await;
}

#[tokio::test]
async fn both_sides_follow_what_they_take_and_lend() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle; au port, 1er", rules(Approval::Owner))
        .await;
    let asked = place
        .book(&[(room, 2)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    let borrower = &place.borrower.representative;
    let feed = follow(borrower, &place.borrower.id.to_string()).await;
    assert_eq!(feed["organisation"]["name"], "La Recyclerie");
    let (status, calendar) = fetched(&place, &feed["url"]).await;
    assert_eq!(status, StatusCode::OK);
    let lines = unfolded(&calendar);
    for line in [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "NAME:La Recyclerie",
        "X-WR-CALNAME:La Recyclerie",
        "DTSTART:20261124T080000Z",
        "DTEND:20261124T100000Z",
        "STATUS:TENTATIVE",
        "SUMMARY:La grande salle\\; au port\\, 1er × 2 – chez La Fabrique",
        &format!("UID:{}", asked.id),
        "SEQUENCE:1",
    ] {
        assert!(lines.iter().any(|one| one == line), "{line} in {calendar}");
    }
    let (platform, lender) = (place.platform(), &place.lender);
    bookings::confirm(platform, lender, place.by_owner(&asked))
        .await
        .unwrap();
    let (_, calendar) = fetched(&place, &feed["url"]).await;
    assert!(calendar.contains("STATUS:CONFIRMED") && calendar.contains("SEQUENCE:2"));

    let owner = &place.owner.representative;
    let feed = follow(owner, &room.to_string()).await;
    assert_eq!(feed["resource"]["title"], "La grande salle; au port, 1er");
    let (_, calendar) = fetched(&place, &feed["url"]).await;
    let lines = unfolded(&calendar);
    assert!(
        lines
            .iter()
            .any(|line| line.ends_with("× 2 – La Recyclerie")),
        "{calendar}"
    );
    assert!(
        lines
            .iter()
            .any(|line| line.starts_with("DESCRIPTION:Une réunion de chantier"))
    );

    // What is over for long, or called off, is not in the way.
    place.hub.clock().set(instant("2027-03-01T08:00Z"));
    let (_, calendar) = fetched(&place, &feed["url"]).await;
    assert!(!calendar.contains("BEGIN:VEVENT"), "{calendar}");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn who_only_sees_a_resource_learns_when_it_is_taken_and_no_more() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    place
        .book(&[(room, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    let asking = place.resource("Le camion", rules(Approval::Owner)).await;
    place
        .book(&[(asking, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    let third = place.hub.member(&place.pole, "Le Fournil").await;
    let feed = follow(&third.representative, &room.to_string()).await;
    let (status, calendar) = fetched(&place, &feed["url"]).await;
    assert_eq!(status, StatusCode::OK);
    assert!(
        calendar.contains("SUMMARY:Réservé (1)") && calendar.contains("DTSTART:20261124T080000Z")
    );
    assert!(
        calendar.contains("DTEND:20261124T101500Z"),
        "with the buffer"
    );
    for told in [
        "Recyclerie",
        "chantier",
        "LOCATION",
        "DESCRIPTION",
        "booking_",
        "CREATED",
    ] {
        assert!(!calendar.contains(told), "{told} in {calendar}");
    }
    let feed = follow(&third.representative, &asking.to_string()).await;
    let (_, calendar) = fetched(&place, &feed["url"]).await;
    assert!(
        !calendar.contains("VEVENT"),
        "a request is between the two: {calendar}"
    );
    let refused = third
        .representative
        .ask(CREATE, json!({ "of": place.owner.id.to_string() }))
        .await;
    refused.expect_error("FORBIDDEN");
    let elsewhere = place.hub.pole("Pôle des Marais").await;
    let hidden = elsewhere
        .coordinator
        .ask(CREATE, json!({ "of": room.to_string() }))
        .await;
    hidden.expect_error("NOT_FOUND");
    let visitor = place
        .hub
        .visitor()
        .ask(CREATE, json!({ "of": room.to_string() }))
        .await;
    visitor.expect_error("UNAUTHENTICATED");
    for wrong in ["", "hub_01h455vb4pex5vsknk084sn02q", "resource_x"] {
        let refused = third
            .representative
            .ask(CREATE, json!({ "of": wrong }))
            .await;
        assert_eq!(
            refused.expect_error("INVALID")["path"],
            json!(["of"]),
            "{wrong}"
        );
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn an_address_leads_nowhere_once_it_is_renewed_ended_or_its_person_may_read_no_more() {
    let place = Place::found().await;
    let room = place
        .resource("La grande salle", rules(Approval::Automatic))
        .await;
    place
        .book(&[(room, 1)], "2026-11-24T08:00Z", "2026-11-24T10:00Z")
        .await
        .unwrap();
    let client = &place.borrower.representative;
    let feed = follow(client, &room.to_string()).await;
    assert_eq!(
        follow(client, &room.to_string()).await,
        feed,
        "it is the same once more"
    );
    let change = async |name: &str, id: &Value| {
        let input = format!("{}{}Input", name[..1].to_uppercase(), &name[1..]);
        let mutation = format!(
            "mutation ($input: {input}!) {{ {name}(input: $input) {{
               calendarFeed {{ id url }} errors {{ code }} }} }}"
        );
        client
            .ask(&mutation, json!({ "input": { "id": id } }))
            .await
    };
    let renewed = change("renewCalendarFeed", &feed["id"]).await.data();
    let renewed = &renewed["renewCalendarFeed"]["calendarFeed"];
    assert_ne!(renewed["url"], feed["url"]);
    let (gone, nothing) = fetched(&place, &feed["url"]).await;
    assert_eq!(gone, StatusCode::NOT_FOUND);
    assert_eq!(fetched(&place, &renewed["url"]).await.0, StatusCode::OK);
    change("renewCalendarFeed", &feed["id"])
        .await
        .expect_error("NOT_FOUND");

    // One letter more or less is another address.
    let forged = renewed["url"].as_str().unwrap().replace(".ics", "A.ics");
    let same = async |url: Value, why: &str| {
        assert_eq!(
            fetched(&place, &url).await,
            (StatusCode::NOT_FOUND, nothing.clone()),
            "{why}"
        );
    };
    same(json!(forged), "a forged code").await;
    same(json!("http://x/calendars/x.ics"), "no code").await;
    same(json!("http://x/calendars/x"), "no calendar").await;

    let own = "{ me { calendarFeeds { id } } }";
    let listed = client.gql(own, json!({})).await;
    assert_eq!(
        listed["me"]["calendarFeeds"],
        json!([{ "id": renewed["id"] }])
    );
    let others = place.owner.representative.gql(own, json!({})).await;
    assert_eq!(others["me"]["calendarFeeds"], json!([]));

    // The membership by which the room is seen ends, and the calendar with it.
    let mandates = follow(client, &place.borrower.id.to_string()).await;
    leave(&place).await;
    same(renewed["url"].clone(), "the room is not seen any more").await;
    assert_eq!(fetched(&place, &mandates["url"]).await.0, StatusCode::OK);
    place.hub.clock().advance(TimeDelta::minutes(1));
    let ended = change("endCalendarFeed", &mandates["id"]).await.data();
    same(
        ended["endCalendarFeed"]["calendarFeed"]["url"].clone(),
        "it ended",
    )
    .await;
    place.hub.run_jobs().await;
}

/// Names the Python that has the package icalendar.
const VARIABLE: &str = "MAILLAGE_TEST_PYTHON";

#[expect(
    clippy::disallowed_methods,
    reason = "tests have no settings; the task that runs them says where"
)]
fn python() -> String {
    std::env::var(VARIABLE).expect("MAILLAGE_TEST_PYTHON names a Python with icalendar")
}

/// What Python's icalendar makes of a calendar: its events, or what it finds wrong.
fn read_by_icalendar(calendar: &str) -> Value {
    let mut reader = Command::new(python())
        .args(["-c", include_str!("calendars.py")])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut input = reader.stdin.take().unwrap();
    input.write_all(calendar.as_bytes()).unwrap();
    drop(input);
    let output = reader.wait_with_output().unwrap();
    assert!(output.status.success(), "{calendar}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[tokio::test]
#[ignore = "needs Python's package icalendar, which `cargo xtask test` brings along"]
async fn another_program_reads_every_event() {
    let place = Place::found().await;
    let title = "Salle d’Orée; 1er étage, « côté port » \\ n° 2";
    let room = place.resource(title, rules(Approval::Automatic)).await;
    let asked = place.resource("Atelier", rules(Approval::Owner)).await;
    for (resource, day) in [(room, 24), (room, 25), (asked, 26)] {
        let (start, end) = (
            format!("2026-11-{day}T08:00Z"),
            format!("2026-11-{day}T10:30Z"),
        );
        place.book(&[(resource, 1)], &start, &end).await.unwrap();
    }
    let borrower = &place.borrower.representative;
    let feed = follow(borrower, &place.borrower.id.to_string()).await;
    let (_, calendar) = fetched(&place, &feed["url"]).await;
    let events = read_by_icalendar(&calendar);
    let of = "{ bookings { nodes { id start end state } } }";
    let bookings = borrower.gql(of, json!({})).await;
    let expected: Vec<_> = (bookings["bookings"]["nodes"].as_array().unwrap().iter())
        .map(|one| {
            let tentative = one["state"] == "REQUESTED";
            let title = if tentative { "Atelier" } else { title };
            json!({
                "uid": one["id"], "start": one["start"], "end": one["end"],
                "status": if tentative { "TENTATIVE" } else { "CONFIRMED" },
                "summary": format!("{title} × 1 – chez La Fabrique"),
            })
        })
        .collect();
    assert_eq!(events, json!(expected));
    let third = place.hub.member(&place.pole, "Le Fournil").await;
    let feed = follow(&third.representative, &room.to_string()).await;
    let (_, calendar) = fetched(&place, &feed["url"]).await;
    assert_eq!(read_by_icalendar(&calendar).as_array().unwrap().len(), 2);
    place.hub.run_jobs().await;
}
