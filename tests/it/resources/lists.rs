//! Lists: who sees which resources, filters, orders, pages, and how many statements they take.

use maillage_domain::{
    ids::ResourceId,
    policy::{self, Action, Actor},
    resources::ResourceAction,
};
use maillage_persistence::resources::{
    self as rows, ResourceFields, ResourceFilter, ResourceOrder, ResourceQuery,
};
use maillage_usecases::PageRequest;
use serde_json::{Value, json};

use super::{content, draft, published};
use crate::harness::{Client, TestHub};

const CATALOGUE: &str =
    "query($first: Int, $after: String, $filter: ResourceFilter, $orderBy: ResourceOrder) {
    resources(first: $first, after: $after, filter: $filter, orderBy: $orderBy) {
        totalCount pageInfo { hasNextPage endCursor } nodes { id title } } }";

async fn titles(client: &Client, filter: Value) -> Vec<String> {
    let by_title = json!({ "field": "TITLE", "direction": "ASC" });
    let variables = json!({ "filter": filter, "orderBy": by_title });
    let data = client.gql(CATALOGUE, variables).await;
    let nodes = data["resources"]["nodes"].as_array().unwrap();
    let titles: Vec<String> = nodes
        .iter()
        .map(|node| node["title"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(data["resources"]["totalCount"], titles.len());
    titles
}

#[tokio::test]
async fn the_catalogue_is_cut_down_by_kind_place_terms_price_and_words() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du partage").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let other = hub.member(&pole, "La Cagette").await;
    let place = |latitude: f64, longitude: f64, precision: &str| json!({ "latitude": latitude, "longitude": longitude, "precision": precision });
    // Montpellier, Niort and Toulon; the first two are 455 km apart as the crow flies.
    let mut room = content("Salle de réunion", "PUBLIC");
    room["location"] = place(43.6111, 3.8772, "EXACT");
    let mut washer = content("Laveuse de bouteilles", "PUBLIC");
    washer["kind"] = json!("EQUIPMENT");
    washer["location"] = place(46.3231, -0.4588, "EXACT");
    washer["commune"] = json!("79191");
    washer["terms"] = json!({ "kind": "COST_SHARE", "per": "DAY", "others": { "amount": "80.00", "currency": "EUR" } });
    let mut bicycle = content("Vélo cargo", "PUBLIC");
    bicycle["kind"] = json!("VEHICLE");
    bicycle["location"] = place(43.6111, 3.8772, "COMMUNE");
    bicycle["terms"] = json!({ "kind": "FREE" });
    let mut training = content("Comptabilité partagée", "PUBLIC");
    training["kind"] = json!("SKILL");
    training.as_object_mut().unwrap().remove("location");
    training["terms"] = json!({ "kind": "BARTER", "barter": "Un coup de main à la récolte." });
    for one in [room, washer] {
        published(&hub, &pole, &member, one).await;
    }
    for one in [bicycle, training] {
        published(&hub, &pole, &other, one).await;
    }
    let visitor = &hub.visitor();
    let (room, washer, bicycle, training) = (
        "Salle de réunion",
        "Laveuse de bouteilles",
        "Vélo cargo",
        "Comptabilité partagée",
    );
    let near = |kilometres: f64| json!({ "near": { "latitude": 43.6111, "longitude": 3.8772, "kilometres": kilometres } });
    let at_most = |per: &str, amount: &str| json!({ "priceAtMost": { "per": per, "amount": { "amount": amount, "currency": "EUR" } } });
    for (filter, expected) in [
        (json!({}), vec![training, washer, room, bicycle]),
        (
            json!({ "kinds": ["EQUIPMENT", "SKILL"] }),
            vec![training, washer],
        ),
        (json!({ "commune": "79191" }), vec![washer]),
        (
            json!({ "owner": other.id.to_string() }),
            vec![training, bicycle],
        ),
        (
            json!({ "hub": pole.id.to_string(), "text": "REUNION salle" }),
            vec![room],
        ),
        (
            json!({ "terms": ["FREE", "BARTER"] }),
            vec![training, bicycle],
        ),
        (at_most("HOUR", "15.00"), vec![room, bicycle]),
        (at_most("HOUR", "14.99"), vec![bicycle]),
        (at_most("DAY", "100"), vec![washer, bicycle]),
        // Only what is shown exactly is found on the map.
        (near(1.0), vec![room]),
        (near(453.0), vec![room]),
        (near(457.0), vec![washer, room]),
    ] {
        assert_eq!(titles(visitor, filter.clone()).await, expected, "{filter}");
    }
    let id = json!({ "id": other.id.to_string() });
    let of_organisation =
        "query($id: ID!) { organisation(id: $id) { resources { nodes { title } } } }";
    let data = visitor.gql(of_organisation, id).await;
    assert_eq!(
        data["organisation"]["resources"]["nodes"]
            .as_array()
            .unwrap()
            .len(),
        2
    );

    let mut wrong = near(0.0);
    wrong["near"]["latitude"] = json!(120.0);
    let refused = visitor.ask(CATALOGUE, json!({ "filter": wrong })).await;
    refused.expect_error("INVALID");
    let refused = visitor
        .ask(
            CATALOGUE,
            json!({ "filter": { "hub": other.id.to_string() } }),
        )
        .await;
    refused.expect_error("INVALID");
}

#[tokio::test]
async fn the_catalogue_takes_one_statement_a_level_for_one_row_and_for_forty() {
    let query = "{ resources(first: 100) { nodes { id title kind description conditions { units } terms { kind }
        commune { name } hub { name } owner { id name } } pageInfo { hasNextPage } } }";
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du partage").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let mut counts = Vec::new();
    for wanted in [1, 40] {
        let there = titles(&hub.visitor(), json!({})).await.len();
        for number in there..wanted {
            let made = draft(
                &pole,
                &member,
                content(&format!("Salle {number}"), "PUBLIC"),
            )
            .await;
            reach(
                &hub,
                made["id"].as_str().unwrap().parse().unwrap(),
                "PUBLISHED",
            )
            .await;
        }
        let visitor = hub.visitor();
        let (data, statements) = hub.statements_of(visitor.gql(query, json!({}))).await;
        assert_eq!(data["resources"]["nodes"].as_array().unwrap().len(), wanted);
        counts.push(statements);
    }
    // The resources; their owners; their hubs.
    assert_eq!(counts, [3, 3]);
    hub.run_jobs().await;
}

#[tokio::test]
async fn the_catalogue_pages_without_skipping_or_repeating() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du partage").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    for number in 0..7 {
        let made = draft(
            &pole,
            &member,
            content(&format!("Salle {number}"), "PUBLIC"),
        )
        .await;
        reach(
            &hub,
            made["id"].as_str().unwrap().parse().unwrap(),
            "PUBLISHED",
        )
        .await;
    }
    for field in ["CREATED_AT", "UPDATED_AT", "TITLE"] {
        let order = json!({ "field": field, "direction": "ASC" });
        let (mut seen, mut after) = (Vec::new(), Value::Null);
        loop {
            let page = json!({ "first": 3, "after": after, "orderBy": order });
            let data = hub.visitor().gql(CATALOGUE, page).await;
            let nodes = data["resources"]["nodes"].as_array().unwrap().clone();
            seen.extend(nodes.iter().map(|node| node["title"].clone()));
            if data["resources"]["pageInfo"]["hasNextPage"] == false {
                break;
            }
            after = data["resources"]["pageInfo"]["endCursor"].clone();
        }
        let expected: Vec<_> = (0..7)
            .map(|number| json!(format!("Salle {number}")))
            .collect();
        assert_eq!(seen, expected, "{field}");
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_resource_is_in_a_list_exactly_when_the_policy_lets_its_reader_see_it() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du partage").await;
    let elsewhere = hub.pole("Pôle d’à côté").await;
    let owner = hub.member(&pole, "Maison de l’ESS").await;
    let neighbour = hub.member(&pole, "La Cagette").await;
    let foreigner = hub.member(&elsewhere, "Uniscop").await;
    let named = hub.member(&elsewhere, "Le Trévins").await;
    let mut ids: Vec<ResourceId> = Vec::new();
    for visibility in ["PUBLIC", "HUB", "PARTIES"] {
        for state in [
            "DRAFT",
            "SUBMITTED",
            "PUBLISHED",
            "ARCHIVED",
            "HIDDEN",
            "REJECTED",
            "CHANGES_REQUESTED",
        ] {
            let mut content = content(&format!("{visibility} {state}"), visibility);
            if visibility == "PARTIES" {
                content["parties"] = json!([named.id.to_string()]);
            }
            let made = draft(&pole, &owner, content).await;
            let id = made["id"].as_str().unwrap().parse().unwrap();
            reach(&hub, id, state).await;
            ids.push(id);
        }
    }
    // One of another hub that is shared with this one, as if its owner belonged to both.
    let made = draft(&elsewhere, &foreigner, content("D’ailleurs", "HUB")).await;
    let shared: ResourceId = made["id"].as_str().unwrap().parse().unwrap();
    let platform = hub.platform();
    platform
        .write(async |tx| {
            let mut resource = rows::find(tx, shared).await?.unwrap();
            resource.content.shared_with = vec![pole.id];
            resource.state = "PUBLISHED".parse().unwrap();
            rows::save(tx, &mut resource).await?;
            Ok(())
        })
        .await
        .unwrap();
    ids.push(shared);

    let mut actors = vec![Actor::Anonymous, Actor::Operator];
    let teams = [&pole.coordinator, &elsewhere.coordinator];
    let people = [&owner, &neighbour, &foreigner, &named].map(|body| &body.representative);
    for client in teams.into_iter().chain(people) {
        actors.push(hub.actor(client).await);
    }
    let db = platform.db();
    let whole = rows::by_ids(db, &ids).await.unwrap();
    for actor in &actors {
        let query = ResourceQuery {
            filter: ResourceFilter::default(),
            order: ResourceOrder::default(),
            page: PageRequest::first(100),
            fields: ResourceFields::all(),
        };
        let page = rows::list(db, actor, &query).await.unwrap();
        let mut listed: Vec<_> = page.into_items().map(|view| view.id).collect();
        let may_read = |id: &ResourceId| {
            let read = Action::Resource(ResourceAction::Read, &whole[id]);
            policy::check(actor, read).is_ok()
        };
        let mut allowed: Vec<_> = ids.iter().copied().filter(may_read).collect();
        listed.sort_unstable();
        allowed.sort_unstable();
        let titles = |ids: &[ResourceId]| {
            let titles = ids.iter().map(|id| whole[id].content.title.to_string());
            titles.collect::<Vec<_>>()
        };
        assert_eq!(titles(&listed), titles(&allowed), "{actor:?}");
    }
    hub.run_jobs().await;
}

/// Puts a draft into a state without the people it would take.
async fn reach(hub: &TestHub, id: ResourceId, state: &str) {
    let state = state.parse().unwrap();
    let platform = hub.platform();
    platform
        .write(async |tx| {
            let mut resource = rows::find(tx, id).await?.unwrap();
            resource.state = state;
            rows::save(tx, &mut resource).await?;
            Ok(())
        })
        .await
        .unwrap();
}
