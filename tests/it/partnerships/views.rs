//! Who sees a partnership, and how much of it.

use maillage_domain::{
    ids::PartnershipId,
    partnerships::{Partnership, PartnershipAction},
    policy::{self, Action, Actor},
};
use maillage_persistence::{
    PageRequest,
    partnerships::{self as stored, PartnershipFilter},
};
use serde_json::{Value, json};

use super::{CHANGE, Place, names};

const LEAVE: &str = "mutation ($input: LeavePartnershipInput!) {
    leavePartnership(input: $input) { partnership { id } errors { code } } }";
const LIST: &str = "query ($filter: PartnershipFilter) {
    partnerships(filter: $filter) { totalCount nodes { id title state } } }";
const COMMENT: &str = "mutation ($input: CommentPartnershipInput!) {
    commentPartnership(input: $input) { comment { id } errors { code path } } }";
const SEEN: &str = "query ($id: ID!) { partnership(id: $id) {
    title aim form state stage version parties { organisation { name } } commitments { what } articles { name }
    versions { number text } inForce { number } edits { number } comments { totalCount }
    activity { totalCount } departures { reason } } }";

async fn count(client: &crate::harness::Client, filter: Value) -> i64 {
    let data = client.gql(LIST, json!({ "filter": filter })).await;
    let found = &data["partnerships"];
    assert_eq!(
        found["totalCount"],
        found["nodes"].as_array().unwrap().len()
    );
    found["totalCount"].as_i64().unwrap()
}

#[tokio::test]
async fn other_organisations_of_the_hub_see_nothing_of_it_not_even_a_count() {
    let place = Place::found(3).await;
    let mut content = place.content();
    content["parties"].as_array_mut().unwrap().truncate(2);
    content["disclosure"] = json!("ALL");
    let draft = place.drafted(content).await;
    let others = [
        place.client(2),
        &place.hub.visitor(),
        &place.pole.coordinator,
    ];
    for client in others {
        assert_eq!(count(client, json!({})).await, 0);
        for body in &place.bodies {
            let of = json!({ "organisation": body.id.to_string() });
            assert_eq!(count(client, of).await, 0);
        }
        let seen = client.gql(SEEN, json!({ "id": draft["id"] })).await;
        assert_eq!(seen["partnership"], Value::Null);
        let node = client
            .gql(
                "query ($id: ID!) { node(id: $id) { id } }",
                json!({ "id": draft["id"] }),
            )
            .await;
        assert_eq!(node["node"], Value::Null);
    }
    let hub = "query ($id: ID!) { hub(id: $id) { activity { nodes { kind } } } }";
    let feed = place
        .pole
        .coordinator
        .gql(hub, json!({ "id": place.pole.id.to_string() }))
        .await;
    let kinds = feed["hub"]["activity"]["nodes"].as_array().unwrap();
    let told = kinds
        .iter()
        .any(|one| one["kind"].as_str().unwrap().starts_with("PARTNERSHIP"));
    assert!(!told, "{kinds:?}");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn the_hubs_team_sees_what_all_parties_have_signed_that_it_does() {
    for (disclosure, seen, text) in [
        ("NOTHING", false, false),
        ("EXISTENCE", true, false),
        ("ALL", true, true),
    ] {
        let place = Place::found(3).await;
        let mut content = place.content();
        content["parties"].as_array_mut().unwrap().truncate(2);
        content["disclosure"] = json!(disclosure);
        let proposed = place.proposed(content.clone()).await;
        let team = &place.pole.coordinator;
        assert_eq!(
            count(team, json!({})).await,
            0,
            "nothing before all have signed"
        );
        for number in [0, 1] {
            place.signs(number, &proposed).await.data();
        }
        assert_eq!(
            count(team, json!({})).await,
            i64::from(seen),
            "{disclosure}"
        );
        assert_eq!(count(place.client(2), json!({})).await, 0);
        // An amendment that nobody has signed is the parties' alone, with whom it speaks of.
        let mut amended = content;
        amended["title"] = json!("Un titre que personne d’autre ne lit");
        amended["parties"]
            .as_array_mut()
            .unwrap()
            .push(json!({ "organisation": place.bodies[2].id.to_string(), "role": "FINANCEUR" }));
        place
            .does(0, CHANGE, &proposed["id"], json!({ "content": amended }))
            .await;
        let of_third = json!({ "organisation": place.bodies[2].id.to_string() });
        assert_eq!(count(team, of_third.clone()).await, 0);
        assert_eq!(count(place.client(0), of_third).await, 1);
        let read = team.gql(SEEN, json!({ "id": proposed["id"] })).await["partnership"].clone();
        if !seen {
            assert_eq!(read, Value::Null);
            place.hub.run_jobs().await;
            continue;
        }
        assert_eq!(read["title"], "Convention de l’atelier commun");
        assert_eq!(names(&read["parties"]), ["Atelier 1", "Atelier 2"]);
        assert_eq!(
            (&read["stage"], &read["version"], &read["articles"]),
            (&Value::Null, &Value::Null, &Value::Null)
        );
        assert_eq!(
            (&read["edits"], &read["comments"]),
            (&Value::Null, &Value::Null)
        );
        assert_eq!(read["activity"]["totalCount"], 0);
        assert_eq!(read["commitments"].is_array(), text);
        assert_eq!(
            read["versions"].as_array().unwrap().len(),
            usize::from(text)
        );
        place.hub.run_jobs().await;
    }
}

#[tokio::test]
async fn a_list_is_cut_down_to_what_awaits_an_organisation() {
    let place = Place::found(2).await;
    let proposed = place.proposed(place.content()).await;
    let soon = place.content_with(&json!({ "title": "Bientôt finie",
        "term": { "startsOn": "2026-11-21", "endsOn": "2027-01-15", "renewal": "NONE", "noticeDays": 0 } }));
    place.signed(soon).await;
    let mine = |number: usize, awaits: &str| json!({ "organisation": place.bodies[number].id.to_string(), "awaits": [awaits] });
    assert_eq!(count(place.client(0), mine(0, "SIGNATURE")).await, 1);
    place.signs(0, &proposed).await.data();
    assert_eq!(count(place.client(0), mine(0, "SIGNATURE")).await, 0);
    assert_eq!(
        count(place.client(0), mine(1, "SIGNATURE")).await,
        0,
        "what others have to do is theirs to know"
    );
    assert_eq!(count(place.client(1), mine(1, "SIGNATURE")).await, 1);
    assert_eq!(count(place.client(0), mine(0, "EXPIRY")).await, 1);
    assert_eq!(
        count(place.client(0), json!({ "states": ["ACTIVE"] })).await,
        1
    );
    assert_eq!(
        count(place.client(0), json!({ "forms": ["CONSORTIUM"] })).await,
        0
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_list_costs_the_same_statements_however_long_it_is() {
    const PAGE: &str = "{ partnerships { nodes { id title state since parties { role organisation { name } }
        hub { name } proposed { number awaits { name } } inForce { number signatures { name } } } } }";
    let place = Place::found(2).await;
    place.signed(place.content()).await;
    let page = async || place.client(0).gql(PAGE, json!({})).await;
    page().await;
    let (_, one) = place.hub.statements_of(page()).await;
    for _ in 0..5 {
        place.signed(place.content()).await;
    }
    let (_, many) = place.hub.statements_of(page()).await;
    assert_eq!(one, many);
    // Rights, partnerships, versions, signatures, hub and organisations.
    assert!(many <= 6, "{many}");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn the_list_and_the_policy_agree_on_who_sees_what() {
    let place = Place::found(4).await;
    let of = |first: usize, second: usize, disclosure: &str| {
        let mut content = place.content();
        content["parties"] = json!([
            { "organisation": place.bodies[0].id.to_string(), "role": "PORTEUR" },
            { "organisation": place.bodies[first].id.to_string(), "role": "PARTENAIRE" },
            { "organisation": place.bodies[second].id.to_string(), "role": "PARTENAIRE" },
        ]);
        content["disclosure"] = json!(disclosure);
        content
    };
    let mut ids = Vec::new();
    for disclosure in ["NOTHING", "EXISTENCE", "ALL"] {
        ids.push(place.drafted(of(1, 2, disclosure)).await["id"].clone());
        let proposed = place.proposed(of(2, 3, disclosure)).await;
        ids.push(proposed["id"].clone());
        let signed = place.proposed(of(1, 3, disclosure)).await;
        for number in [0, 1, 3] {
            place.signs(number, &signed).await.data();
        }
        ids.push(signed["id"].clone());
        let left = json!({ "reason": "Nous partons." });
        place.does(1, LEAVE, &signed["id"], left).await;
    }
    place
        .hub
        .clock()
        .set("2026-12-25T12:00:00Z".parse().unwrap());
    place.hub.run_jobs().await;
    let platform = place.hub.platform();
    let ids: Vec<PartnershipId> = ids
        .iter()
        .map(|id| id.as_str().unwrap().parse().unwrap())
        .collect();
    let all = stored::by_ids(platform.db(), &ids).await.unwrap();
    let mut people = vec![
        ("visitor".to_owned(), Actor::Anonymous),
        ("operator".to_owned(), Actor::Operator),
    ];
    people.push((
        "team".to_owned(),
        place.hub.actor(&place.pole.coordinator).await,
    ));
    for number in 0..4 {
        people.push((
            number.to_string(),
            place.hub.actor(place.client(number)).await,
        ));
    }
    for (name, actor) in people {
        let request = PageRequest::first(100);
        let filter = PartnershipFilter::default();
        let listed = stored::list(platform.db(), &actor, &filter, &request);
        let mut listed: Vec<_> = listed
            .await
            .unwrap()
            .into_items()
            .map(|one| one.id)
            .collect();
        let may = |one: &&Partnership| {
            policy::check(&actor, Action::Partnership(PartnershipAction::Read, one)).is_ok()
        };
        let mut allowed: Vec<_> = all.values().filter(may).map(|one| one.id).collect();
        listed.sort();
        allowed.sort();
        assert_eq!(listed, allowed, "{name}");
    }
}

#[tokio::test]
async fn a_list_of_drafts_is_read_in_as_many_statements_whatever_their_number() {
    let place = Place::found(2).await;
    let all = "{ partnerships(first: 20) { nodes { articles { name text } blanks { name }
        edits { number at person { name } organisation { name } } needs { label }
        comments(first: 5) { totalCount nodes { text person { name } } } } } }";
    let create = "mutation ($input: CreateProjectInput!) {
        createProject(input: $input) { project { needs { id } } errors { code path } } }";
    let project = json!({ "title": "La laverie", "summary": "Laver ce qui a servi.",
        "description": "Une laverie à plusieurs.", "needs": [{ "kind": "SPACE", "label": "Un local" }] });
    let input = json!({ "hub": place.pole.id.to_string(), "actingFor": place.bodies[0].id.to_string(),
        "content": project });
    let created = place.client(0).gql(create, json!({ "input": input })).await;
    let need = created["createProject"]["project"]["needs"][0]["id"].clone();
    let begin = async |number: i32| {
        let mut content = place.content_with(&json!({ "needs": [need] }));
        let draft = place.drafted(content.clone()).await;
        content["title"] = json!(format!("Convention {number}"));
        place
            .does(0, CHANGE, &draft["id"], json!({ "content": content }))
            .await;
        let input = json!({ "id": draft["id"], "actingFor": place.bodies[1].id.to_string(),
            "article": "object", "text": "Et le chauffage ?" });
        place
            .client(1)
            .gql(COMMENT, json!({ "input": input }))
            .await;
    };
    begin(1).await;
    let client = place.client(0);
    client.gql(all, json!({})).await;
    let (one, few) = place.hub.statements_of(client.gql(all, json!({}))).await;
    for number in 2..=5 {
        begin(number).await;
    }
    let (five, many) = place.hub.statements_of(client.gql(all, json!({}))).await;
    let nodes = |data: &Value| data["partnerships"]["nodes"].as_array().unwrap().clone();
    assert_eq!((nodes(&one).len(), nodes(&five).len()), (1, 5));
    for draft in nodes(&five) {
        assert_eq!(draft["articles"].as_array().unwrap().len(), 3);
        assert_eq!(draft["blanks"][0]["name"], "lieu");
        let numbers: Vec<_> = draft["edits"]
            .as_array()
            .unwrap()
            .iter()
            .map(|one| &one["number"])
            .collect();
        assert_eq!(numbers, [&json!(2), &json!(1)], "the newest first");
        assert_eq!(draft["edits"][0]["organisation"]["name"], "Atelier 1");
        assert_eq!(draft["needs"].as_array().unwrap().len(), 1);
        assert_eq!(draft["comments"]["totalCount"], 1);
        assert_eq!(draft["comments"]["nodes"][0]["text"], "Et le chauffage ?");
    }
    assert_eq!(few, many, "statements");
    place.hub.run_jobs().await;
}
