//! What is found, in which order, and why.

use maillage_domain::{
    bookings::{LineDraft, WishDraft},
    projects::{NeedKind, ProjectDraft, ProjectStage},
    resources::{ResourceDraft, ResourceKind},
    values::Unit,
};
use maillage_usecases::bookings;
use serde_json::{Value, json};

use super::{
    NEEDS, OFFERED, Place, at, conditions, day, hangar, looking_for, need, needed, offer, offered,
    offers, storage,
};

fn told(offer: &Value) -> Value {
    let reasons = offer["reasons"].as_array().unwrap().iter();
    let reasons: Vec<_> = reasons
        .map(|one| json!([one["code"], one["points"], one["text"]]))
        .collect();
    json!({ "score": offer["score"], "resource": offer["resource"]["title"], "reasons": reasons })
}

#[tokio::test]
async fn offers_are_ranked_and_each_says_why_in_the_language_of_the_reader() {
    let place = Place::found().await;
    let elsewhere = ResourceDraft {
        commune: Some("34129".to_owned()),
        ..offer(ResourceKind::Space, "Bureaux", "Douze bureaux fermés.")
    };
    place.share(elsewhere).await;
    let camion = offer(ResourceKind::Vehicle, "Camion", "Pour le stockage.");
    place.share(camion).await;
    let mut halls = place.share(hangar()).await;
    halls.conditions = Some(conditions(2));
    place.save(halls).await;
    let quantity = Some(("3", Unit::Piece));
    let project = ProjectDraft {
        starts_on: Some(day("2026-11-23")),
        ends_on: Some(day("2026-12-04")),
        ..looking_for(vec![need(NeedKind::Space, "Stockage", quantity)])
    };
    let project = place.project(project).await;

    let client = &place.seeker.representative;
    let found = offers(client, project.id).await;
    let found: Vec<_> = found[0].as_array().unwrap().iter().map(told).collect();
    let first = json!({
        "score": 81, "resource": "Hangar de stockage",
        "reasons": [
            ["KIND", 20, "Un lieu, comme cherché."],
            ["WORDS", 25, "Mots en commun\u{a0}: stockage, couvert."],
            ["SAME_COMMUNE", 20, "Dans la même commune, Montpellier."],
            ["FREE_THROUGHOUT", 10, "Libre à toutes ses heures d’ouverture du 23/11/2026 au 04/12/2026."],
            ["PART_OF_QUANTITY", 6, "Une partie de ce qu’il faut\u{a0}: 2 sur 3."],
        ],
    });
    let second = json!({
        "score": 47, "resource": "Bureaux",
        "reasons": [
            ["KIND", 20, "Un lieu, comme cherché."],
            ["SAME_INTERCOMMUNALITY", 14, "À Lattes, dans la même intercommunalité."],
            ["FREE_THROUGHOUT", 10, "Libre à toutes ses heures d’ouverture du 23/11/2026 au 04/12/2026."],
            ["PART_OF_QUANTITY", 3, "Une partie de ce qu’il faut\u{a0}: 1 sur 3."],
        ],
    });
    assert_eq!(found, [first, second]);

    let english = &client.speaking("en");
    let found = offers(english, project.id).await;
    let texts: Vec<_> = (found[0][1]["reasons"].as_array().unwrap().iter())
        .map(|one| one["text"].as_str().unwrap())
        .collect();
    let expected = [
        "A place, as looked for.",
        "In Lattes, in the same inter-municipal body.",
        "Free at all its opening hours from 2026-11-23 to 2026-12-04.",
        "A part of what is needed: 1 of 3.",
    ];
    assert_eq!(texts, expected);
    assert_eq!(found[0][0]["need"]["label"], "Stockage");
    assert_eq!(found[0][0]["project"]["title"], "Réemploi des bouteilles");
    assert_eq!(found[0][0]["resource"]["owner"]["name"], "La Halle");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_others_have_booked_makes_an_offer_worth_less() {
    let place = Place::found().await;
    let hall = place.share(hangar()).await;
    let project = ProjectDraft {
        starts_on: Some(day("2026-11-23")),
        ends_on: Some(day("2026-11-27")),
        ..storage()
    };
    let project = place.project(project).await;
    let neighbour = place.hub.member(&place.pole, "La Cagette").await;
    let wish = WishDraft {
        start: at("2026-11-23T08:00:00Z"),
        end: at("2026-11-23T16:00:00Z"),
        lines: vec![LineDraft {
            resource: hall.id,
            units: 1,
        }],
        project: None,
        purpose: None,
    };
    let actor = place.hub.actor(&neighbour.representative).await;
    let client = &place.seeker.representative;
    let before = offers(client, project.id).await[0][0].clone();
    bookings::book(place.hub.platform(), &actor, neighbour.id, wish)
        .await
        .unwrap();
    let after = offers(client, project.id).await[0][0].clone();
    assert_eq!(before["reasons"][3]["code"], "FREE_THROUGHOUT");
    assert_eq!(
        after["reasons"][3],
        json!({
            "code": "FREE_IN_PART", "points": 8,
            "text": "Libre 80\u{a0}% de ses heures d’ouverture du 23/11/2026 au 27/11/2026.",
            "facts": [
                { "name": "from", "value": "2026-11-23" }, { "name": "until", "value": "2026-11-27" },
                { "name": "percent", "value": "80" }, { "name": "units", "value": "1" },
            ],
        })
    );
    assert_eq!(after["score"], before["score"].as_i64().unwrap() - 2);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn for_an_offer_the_open_needs_of_projects_that_go_on_are_ranked() {
    let place = Place::found().await;
    let hall = place.share(hangar()).await;
    let named = |title: &str, label: &str| ProjectDraft {
        title: title.to_owned(),
        ..looking_for(vec![need(NeedKind::Space, label, None)])
    };
    place.project(named("Ailleurs", "Une cour")).await;
    place.project(named("Ici", "Stockage")).await;
    let far = ProjectDraft {
        commune: Some("79191".to_owned()),
        ..named("Loin", "Un hangar de stockage")
    };
    place.project(far).await;
    let camion = vec![need(NeedKind::Equipment, "Un camion", None)];
    place.project(looking_for(camion)).await;
    for (title, stage) in [
        ("Idée", ProjectStage::Idea),
        ("Fini", ProjectStage::Completed),
        ("Abandonné", ProjectStage::Abandoned),
    ] {
        let mut project = place.project(named(title, "Stockage")).await;
        project.stage = stage;
        place.keep(project).await;
    }
    let own = named("Le nôtre", "Stockage");
    place.led(place.pole.id, &place.owner, own).await;

    let client = &place.owner.representative;
    assert_eq!(needed(client, hall.id).await, ["Ici", "Loin", "Ailleurs"]);
    let first = json!({ "id": hall.id.to_string(), "first": 1 });
    let data = client.gql(NEEDS, first).await;
    let best = &data["resource"]["matchingNeeds"];
    assert_eq!(best.as_array().unwrap().len(), 1);
    assert_eq!(
        best[0]["need"],
        json!({ "label": "Stockage", "state": "OPEN" })
    );
    assert_eq!(
        best[0]["project"]["leadOrganisation"]["name"],
        "Oc’Consigne"
    );
    assert_eq!(best[0]["resource"]["title"], "Hangar de stockage");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn needs_that_nothing_shared_can_meet_find_nothing() {
    let place = Place::found().await;
    let words = "Stockage, camion, compétence";
    for kind in ResourceKind::ALL {
        place.share(offer(*kind, "Stockage", words)).await;
    }
    let kinds = [NeedKind::Partner, NeedKind::Funding, NeedKind::Outlet];
    let needs = kinds.map(|kind| need(kind, "Stockage", None));
    let project = place.project(looking_for(needs.to_vec())).await;
    let found = offers(&place.seeker.representative, project.id).await;
    assert_eq!(found, vec![json!([]); kinds.len()]);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn the_statements_are_as_many_whatever_the_number_of_needs_offers_and_bookings() {
    let place = Place::found().await;
    let client = &place.seeker.representative;
    let project = place.project(storage()).await;
    let hall = place.share(hangar()).await;
    let id = json!({ "id": project.id.to_string() });
    let (data, one) = place.hub.statements_of(client.gql(OFFERED, id)).await;
    assert_eq!(
        data["project"]["needs"][0]["offers"]
            .as_array()
            .unwrap()
            .len(),
        1
    );

    let of_hall = json!({ "id": hall.id.to_string() });
    let owner = &place.owner.representative;
    let (_, one_need) = place
        .hub
        .statements_of(owner.gql(NEEDS, of_hall.clone()))
        .await;
    let platform = place.hub.platform();
    for number in 1..=20 {
        let shared = place.share(hangar()).await;
        let wish = WishDraft {
            start: at("2026-11-24T08:00:00Z"),
            end: at(&format!("2026-11-24T{:02}:00:00Z", 9 + number % 5)),
            lines: vec![LineDraft {
                resource: shared.id,
                units: 1,
            }],
            project: None,
            purpose: None,
        };
        let actor = place.hub.actor(client).await;
        bookings::book(platform, &actor, place.seeker.id, wish)
            .await
            .unwrap();
    }
    let needs = (0..30).map(|number| need(NeedKind::Space, &format!("Stockage {number}"), None));
    let large = place.project(looking_for(needs.collect())).await;
    let id = json!({ "id": large.id.to_string() });
    let (data, many) = place.hub.statements_of(client.gql(OFFERED, id)).await;
    let needs = data["project"]["needs"].as_array().unwrap();
    assert_eq!(needs.len(), 30);
    assert!(
        needs
            .iter()
            .all(|need| need["offers"].as_array().unwrap().len() == 21)
    );
    assert_eq!(
        one, many,
        "for one need with one offer, and for thirty with twenty-one each"
    );

    let (data, many_needs) = place.hub.statements_of(owner.gql(NEEDS, of_hall)).await;
    assert_eq!(
        data["resource"]["matchingNeeds"].as_array().unwrap().len(),
        10
    );
    assert_eq!(one_need, many_needs, "for one need and for thirty-one");
    println!(
        "{one} statements for the offers of a project, {one_need} for the needs of a resource"
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn one_request_weighs_few_things() {
    let place = Place::found().await;
    let client = &place.seeker.representative;
    let wrong = |answer: &Value, argument: &str, problem: &str| {
        let error = &answer["errors"][0]["extensions"];
        assert_eq!(error["code"], "INVALID", "{answer}");
        assert_eq!(error["argument"], argument, "{answer}");
        assert!(
            answer["errors"][0]["message"]
                .as_str()
                .unwrap()
                .contains(problem),
            "{answer}"
        );
    };
    let project = place.project(storage()).await;
    let one = "query($id: ID!, $first: Int!) { project(id: $id) { needs { offers(first: $first) { score } } } }";
    for first in [0, 51, -1] {
        let asked = json!({ "id": project.id.to_string(), "first": first });
        wrong(&client.ask(one, asked).await.body, "first", "50");
    }
    for _ in 0..8 {
        place.project(storage()).await;
    }
    let list =
        "query($first: Int!) { projects(first: $first) { nodes { needs { offers { score } } } } }";
    client.gql(list, json!({ "first": 8 })).await;
    let answer = client.ask(list, json!({ "first": 9 })).await;
    wrong(&answer.body, "offers", "8");

    let needs = (0..41).map(|_| need(NeedKind::Space, "Stockage", None));
    let large = place.project(looking_for(needs.collect())).await;
    let answer = client
        .ask(OFFERED, json!({ "id": large.id.to_string() }))
        .await;
    wrong(&answer.body, "offers", "40");

    for _ in 0..9 {
        place.share(hangar()).await;
    }
    let list =
        "query($first: Int!) { resources(first: $first) { nodes { matchingNeeds { score } } } }";
    client.gql(list, json!({ "first": 8 })).await;
    let answer = client.ask(list, json!({ "first": 9 })).await;
    wrong(&answer.body, "matchingNeeds", "8");
    // Twice the same is once.
    let twice = "query($id: ID!) { project(id: $id) { needs { a: offers(first: 1) { score } b: offers(first: 9) { score } } } }";
    let data = client
        .gql(twice, json!({ "id": project.id.to_string() }))
        .await;
    let need = &data["project"]["needs"][0];
    let lengths = ["a", "b"].map(|name| need[name].as_array().unwrap().len());
    assert_eq!(lengths, [1, 9]);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_need_by_its_id_has_the_offers_that_it_has_in_its_project() {
    let place = Place::found().await;
    place.share(hangar()).await;
    let project = place.project(storage()).await;
    let client = &place.seeker.representative;
    let query = "query($id: ID!) { node(id: $id) { ... on Need { offers { resource { title } } metWith { title } } } }";
    let id = json!({ "id": super::need_of(&project, 0).to_string() });
    let data = client.gql(query, id).await;
    assert_eq!(
        super::titles(&data["node"]["offers"], "resource"),
        offered(client, project.id).await
    );
    assert_eq!(data["node"]["metWith"], Value::Null);
    place.hub.run_jobs().await;
}
