//! Who reads the graph, and how everybody else is turned away.

use maillage_domain::{hubs::HubRole, policy::Actor};
use maillage_usecases::hubs;
use reqwest::{Method, StatusCode};
use serde_json::{Value, json};

use super::{GRAPH, agreed, at, books, graph, links, room};
use crate::{harness::Client, partnerships::Place};

const DAYS: (&str, &str) = ("2026-11-21", "2026-12-31");

async fn fetched(place: &Place, client: &Client, file: &str) -> (StatusCode, String) {
    let path = format!(
        "/hubs/{}/cooperation.{file}?from={}&until={}",
        place.pole.slug, DAYS.0, DAYS.1
    );
    let response = client.http(Method::GET, &path).await.send().await.unwrap();
    (response.status(), response.text().await.unwrap())
}

/// What somebody is answered, to the byte: the graph, and the two files of it.
async fn answers(place: &Place, client: &Client) -> Vec<String> {
    let variables = json!({ "slug": place.pole.slug, "from": DAYS.0, "until": DAYS.1 });
    let answer = client.ask(GRAPH, variables).await;
    assert_eq!(answer.body["data"]["hub"]["cooperation"], Value::Null);
    let mut told = vec![
        answer.body["data"].to_string(),
        answer.body["errors"].to_string(),
    ];
    for file in ["csv", "graphml"] {
        let (status, text) = fetched(place, client, file).await;
        told.push(format!("{status} {text}"));
    }
    told
}

#[tokio::test]
async fn the_team_of_the_hub_reads_it_and_nobody_else_learns_whether_there_is_anything() {
    let place = Place::found(3).await;
    let far = place.hub.pole("Pôle des garrigues").await;
    let visitor = place.hub.visitor();
    let party = &place.bodies[0].representative;
    let third = &place.bodies[2].representative;
    let others = [
        (&visitor, StatusCode::UNAUTHORIZED),
        (party, StatusCode::FORBIDDEN),
        (third, StatusCode::FORBIDDEN),
        (&far.coordinator, StatusCode::FORBIDDEN),
    ];
    let mut before = Vec::new();
    for (client, _) in others {
        before.push(answers(&place, client).await);
    }
    // Turned away alike, whoever they are.
    assert_eq!(before[1], before[2]);
    assert_eq!(before[2], before[3]);

    let hall = room(&place, 0).await;
    books(&place, 1, hall, ("2026-11-21T10:15Z", "2026-11-21T11:00Z")).await;
    agreed(&place, [0, 1], "ALL").await;
    at(&place, "2026-11-21T12:00:00Z");
    for ((client, status), before) in others.into_iter().zip(before) {
        assert_eq!(answers(&place, client).await, before);
        for file in ["csv", "graphml"] {
            assert_eq!(fetched(&place, client, file).await.0, status);
        }
    }

    let moderator = place.hub.person("Modération").await;
    let (platform, slug) = (place.hub.platform(), &place.pole.slug);
    let office = HubRole::Moderator;
    hubs::grant_role(platform, &Actor::Operator, slug, moderator.email(), office)
        .await
        .unwrap();
    for client in [&moderator, &place.pole.coordinator] {
        let found = graph(&place, client, DAYS).await;
        assert_eq!(links(&found).len(), 2, "{found}");
        for file in ["csv", "graphml"] {
            let (status, text) = fetched(&place, client, file).await;
            assert_eq!(status, StatusCode::OK);
            assert!(text.contains("Atelier 2"), "{text}");
        }
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_the_parties_keep_from_the_team_changes_nothing_of_the_graph() {
    let place = Place::found(3).await;
    let coordinator = &place.pole.coordinator;
    let before = graph(&place, coordinator, DAYS).await;
    agreed(&place, [0, 1], "NOTHING").await;
    assert_eq!(graph(&place, coordinator, DAYS).await, before);
    // Nor for who is a party of it and of the team at once: it is the hub's graph.
    let (platform, slug) = (place.hub.platform(), &place.pole.slug);
    let party = &place.bodies[0].representative;
    let office = HubRole::Coordinator;
    hubs::grant_role(platform, &Actor::Operator, slug, party.email(), office)
        .await
        .unwrap();
    assert_eq!(graph(&place, party, DAYS).await, before);
    agreed(&place, [0, 2], "EXISTENCE").await;
    let after = graph(&place, coordinator, DAYS).await;
    assert_eq!(
        links(&after),
        ["PARTNERSHIP 1-3 x1 - 2026-11-21 2026-11-21"]
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn an_address_of_no_hub_or_of_no_period_is_told_so() {
    let place = Place::found(1).await;
    let coordinator = &place.pole.coordinator;
    let of = async |path: &str| {
        let response = coordinator.http(Method::GET, path).await;
        let response = response.send().await.unwrap();
        (response.status(), response.text().await.unwrap())
    };
    let days = "from=2026-11-21&until=2026-11-30";
    for path in [
        format!("/hubs/nulle-part/cooperation.csv?{days}"),
        format!("/hubs/%20/cooperation.graphml?{days}"),
    ] {
        assert_eq!(of(&path).await.0, StatusCode::NOT_FOUND, "{path}");
    }
    let slug = &place.pole.slug;
    for query in [
        "",
        "?from=2026-11-21",
        "?from=2026-11-21&until=demain",
        "?from=2026-11-21&until=2026-11-20",
    ] {
        let (status, text) = of(&format!("/hubs/{slug}/cooperation.csv{query}")).await;
        assert_eq!(status, StatusCode::BAD_REQUEST, "{query}: {text}");
    }
}
