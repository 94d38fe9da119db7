//! Who cooperates with whom in a hub.

mod counting;
mod doors;
mod files;

use maillage_domain::{
    Act,
    bookings::Booking,
    content::ContentState,
    ids::{OrganisationId, ResourceId},
    moderation::ActiveMember,
    projects::{Participation, ParticipationAction, Project, ProjectContent, ProjectDraft},
    values::Visibility,
};
use maillage_persistence::projects;
use maillage_usecases::bookings;
use serde_json::{Value, json};

use crate::{
    bookings::{target, wish},
    harness::Client,
    materials::{content, mutate, offered, quantity},
    partnerships::Place,
};

const GRAPH: &str = "query ($slug: String!, $from: Date!, $until: Date!) {
    hub(slug: $slug) { cooperation(from: $from, until: $until) {
      from until memberCount linkCount density reciprocity csvUrl graphmlUrl
      members { name }
      links { kind directed from { name } to { name } count hours firstOn lastOn } } } }";

/// The graph of the hub as somebody reads it.
async fn graph(place: &Place, client: &Client, (from, until): (&str, &str)) -> Value {
    let variables = json!({ "slug": place.pole.slug, "from": from, "until": until });
    client.gql(GRAPH, variables).await["hub"]["cooperation"].clone()
}

/// As its coordinator reads it.
async fn read(place: &Place, from: &str, until: &str) -> Value {
    let graph = graph(place, &place.pole.coordinator, (from, until)).await;
    assert!(graph.is_object(), "nothing is read");
    graph
}

/// Its links, a line each.
fn links(graph: &Value) -> Vec<String> {
    let links = graph["links"].as_array().unwrap();
    assert_eq!(graph["linkCount"], links.len());
    let text = |value: &Value| value.as_str().unwrap_or("-").to_owned();
    let told = links.iter().map(|link| {
        let arrow = if link["directed"] == true { ">" } else { "-" };
        let ends = [&link["from"]["name"], &link["to"]["name"]].map(text);
        let ends = ends.map(|name| name.replace("Atelier ", ""));
        let [kind, hours] = [&link["kind"], &link["hours"]].map(text);
        let [first, last] = [&link["firstOn"], &link["lastOn"]].map(text);
        let (count, [from, to]) = (&link["count"], ends);
        format!("{kind} {from}{arrow}{to} x{count} {hours} {first} {last}")
    });
    told.collect()
}

fn members(graph: &Value) -> Vec<&str> {
    let members = graph["members"].as_array().unwrap().iter();
    let members: Vec<_> = members.map(|one| one["name"].as_str().unwrap()).collect();
    assert_eq!(graph["memberCount"], members.len());
    members
}

fn at(place: &Place, instant: &str) {
    place.hub.clock().set(instant.parse().unwrap());
}

/// A room of one of them.
async fn room(place: &Place, owner: usize) -> ResourceId {
    let owner = place.bodies[owner].id;
    crate::bookings::room(&place.hub, place.pole.id, owner).await
}

/// One of them books a room.
async fn books(place: &Place, by: usize, room: ResourceId, (start, end): (&str, &str)) -> Booking {
    let body = &place.bodies[by];
    let actor = place.hub.actor(&body.representative).await;
    let wish = wish(&[(room, 1)], start, end);
    let booked = bookings::book(place.hub.platform(), &actor, body.id, wish).await;
    booked.unwrap()
}

/// It is recorded that nobody came.
async fn missed(place: &Place, owner: usize, booking: &Booking) {
    let body = &place.bodies[owner];
    let actor = place.hub.actor(&body.representative).await;
    let target = target(booking, body.id);
    let missed = bookings::no_show(place.hub.platform(), &actor, target).await;
    missed.unwrap();
}

async fn cancels(place: &Place, by: usize, booking: &Booking) {
    let body = &place.bodies[by];
    let actor = place.hub.actor(&body.representative).await;
    let target = target(booking, body.id);
    let cancelled = bookings::cancel(place.hub.platform(), &actor, target, None).await;
    cancelled.unwrap();
}

/// An agreement of two of them that both have signed.
async fn agreed(place: &Place, parties: [usize; 2], disclosure: &str) {
    let proposed = proposed(place, parties, disclosure).await;
    for number in parties {
        let signed = place.signs(number, &proposed).await.data();
        assert_eq!(signed["signPartnership"]["errors"], json!([]));
    }
}

/// One that waits for both. It is drafted by the first of all, who is to be one of them.
async fn proposed(place: &Place, parties: [usize; 2], disclosure: &str) -> Value {
    let mut content = place.content();
    let all = content["parties"].as_array_mut().unwrap();
    let two = parties.map(|number| all[number].clone());
    content["parties"] = json!(two);
    content["disclosure"] = json!(disclosure);
    place.proposed(content).await
}

/// A project of one of them in which another takes part, in a state.
async fn project(
    place: &Place,
    lead: usize,
    with: usize,
    state: ContentState,
) -> (Project, Participation) {
    let platform = place.hub.platform();
    let act = Act::new(platform.now(), None, platform);
    let draft = ProjectDraft {
        title: "Laver les bouteilles".to_owned(),
        summary: "Une ligne de lavage.".to_owned(),
        description: "Partagée.".to_owned(),
        themes: vec![],
        visibility: Some(Visibility::Hub),
        commune: None,
        starts_on: None,
        ends_on: None,
        needs: vec![],
        milestones: vec![],
        budget: vec![],
    };
    let content = ProjectContent::parse(draft, None, platform).unwrap();
    let [lead, with] = [lead, with].map(|number| place.bodies[number].id);
    let made = Project::create(&act, place.pole.id, lead, content, ActiveMember::Yes);
    let mut project = made.unwrap();
    project.state = state;
    project.published_at = (state != ContentState::Draft).then_some(act.at);
    let mut part = Participation::invite(&act, &project, with, None);
    part.step(&act, &project, ParticipationAction::Accept)
        .unwrap();
    keep(place, &mut project, &mut part).await;
    (project, part)
}

async fn keep(place: &Place, project: &mut Project, part: &mut Participation) {
    let saved = place.hub.platform().write(async |tx| {
        projects::save(tx, project).await?;
        Ok(projects::save_participation(tx, part).await?)
    });
    saved.await.unwrap();
    place.hub.run_jobs().await;
}

/// One of them hands material out to another today.
async fn collects(place: &Place, owner: usize, taker: usize) {
    let [owner, taker] = [owner, taker].map(|number| &place.bodies[number]);
    let seen = (Visibility::Hub, vec![]);
    let material = offered(&place.hub, place.pole.id, owner.id, "Portes", seen).await;
    let input = json!({
        "actingFor": owner.id.to_string(), "resource": material.to_string(),
        "content": content("Portes pleines"), "quantity": quantity("10"),
    });
    let lot = mutate(&owner.representative, "createLot", "lot { id }", input).await;
    let held = "reservation { id version }";
    let input = json!({
        "actingFor": taker.id.to_string(),
        "content": { "lot": lot["lot"]["id"], "quantity": quantity("3") },
    });
    let reserved = mutate(&taker.representative, "reserveMaterial", held, input).await;
    let reserved = &reserved["reservation"];
    let input = json!({
        "id": reserved["id"], "expectedVersion": reserved["version"], "actingFor": owner.id.to_string(),
    });
    let taken = mutate(&owner.representative, "collectReservation", held, input).await;
    assert_eq!(taken["errors"], json!([]), "{taken}");
    place.hub.run_jobs().await;
}

/// An accountant of one of them whom another may borrow, by papers of both.
async fn accountant(place: &Place, owner: usize, borrower: usize) -> ResourceId {
    let [owner, borrower] = [owner, borrower].map(|number| &place.bodies[number]);
    let accountant = crate::bookings::staff_time(&place.hub, place.pole.id, owner.id).await;
    let papers = json!({
        "actingFor": owner.id.to_string(), "resource": accountant.to_string(),
        "borrower": borrower.id.to_string(),
        "papers": { "convention": "Mise à disposition n° 3", "signedOn": "2026-11-19",
                    "agreedOn": "2026-11-20", "from": "2026-11-20", "until": "2026-12-31" },
    });
    let loan = "staffLoan { id version }";
    let recorded = mutate(&owner.representative, "recordStaffLoan", loan, papers).await;
    let recorded = about(&recorded["staffLoan"], borrower.id, json!({}));
    let confirmed = mutate(&borrower.representative, "confirmStaffLoan", loan, recorded).await;
    assert_eq!(confirmed["errors"], json!([]), "{confirmed}");
    accountant
}

/// The borrower says how long was worked for a booking, and the employer, if it does, that it was so.
async fn worked(place: &Place, booking: &Booking, hours: &str, is_confirmed: bool) {
    let of = |id: OrganisationId| place.bodies.iter().find(|body| body.id == id).unwrap();
    let (owner, borrower) = (of(booking.owner), of(booking.borrower));
    let work = "booking { id version }";
    let booked = json!({ "id": booking.id.to_string(), "version": booking.version });
    let input = about(&booked, borrower.id, json!({ "worked": hours }));
    let declared = mutate(&borrower.representative, "declareHours", work, input).await;
    assert_eq!(declared["errors"], json!([]), "{declared}");
    if is_confirmed {
        let input = about(&declared["booking"], owner.id, json!({}));
        let confirmed = mutate(&owner.representative, "confirmHours", work, input).await;
        assert_eq!(confirmed["errors"], json!([]), "{confirmed}");
    }
    place.hub.run_jobs().await;
}

fn about(thing: &Value, acting_for: OrganisationId, more: Value) -> Value {
    let mut input = json!({
        "id": thing["id"], "expectedVersion": thing["version"], "actingFor": acting_for.to_string(),
    });
    if let (Some(members), Value::Object(more)) = (input.as_object_mut(), more) {
        members.extend(more);
    }
    input
}
