//! Who reads lots, their moves and reservations, and the figures; and in how many statements.

use maillage_domain::{
    content::ContentState,
    materials::ReservationAction,
    policy::{self, Action, Actor},
    values::Visibility,
};
use maillage_persistence::resources;
use maillage_usecases::{
    PageRequest,
    materials::{self, ReservationFilter, ReservationQuery},
};
use serde_json::{Value, json};

use super::{Place, quantity};

#[tokio::test]
async fn a_need_of_material_is_compared_with_what_can_be_had() {
    let place = Place::found().await;
    let doors = place.material("Portes pleines").await;
    let lot = place.lot(doors, "12").await;
    place.lot(doors, "5").await;
    place.held(&lot, "4").await;
    let client = &place.borrower.representative;
    let create = "mutation ($input: CreateProjectInput!) {
        createProject(input: $input) { project { id version } errors { code path } } }";
    let input = json!({ "input": {
        "hub": place.pole.id.to_string(), "actingFor": place.borrower.id.to_string(),
        "content": {
            "title": "Un local de quartier", "summary": "Un lieu à refaire.", "description": "Tout est à faire.",
            "needs": [{ "kind": "MATERIAL", "label": "Portes", "quantity": { "value": "26", "unit": "PIECE" } }],
        },
    } });
    let created = client.gql(create, input).await;
    let id = created["createProject"]["project"]["id"].clone();
    let offers = "query ($id: ID!) { project(id: $id) {
        needs { offers { score reasons { code points facts { name value } } } } } }";
    let found = client.gql(offers, json!({ "id": id })).await;
    let reasons = found["project"]["needs"][0]["offers"][0]["reasons"].clone();
    let reasons = reasons.as_array().unwrap().iter();
    let mut part = reasons.filter(|reason| reason["code"] == "PART_OF_QUANTITY");
    let part = part.next().unwrap_or_else(|| panic!("{found}"));
    // Thirteen of twenty-six are not held for anybody.
    assert_eq!(part["points"], 5);
    assert_eq!(
        part["facts"][1],
        json!({ "name": "offered", "value": "13" })
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn lists_show_what_the_policy_lets_read_and_nothing_else() {
    let place = Place::found().await;
    let hub = &place.hub;
    let elsewhere = hub.pole("Pôle d’ailleurs").await;
    let neighbour = hub.member(&place.pole, "La Voisine").await;
    let stranger = hub.person("Jeanne Passante").await;
    let doors = place.material("Portes").await;
    let lot = place.lot(doors, "10").await;
    place.held(&lot, "1").await;
    let wish = json!({ "quantity": quantity("2") });
    place.reserve_as(&neighbour, &lot, wish).await;
    place.held(&lot, "3").await;
    let people = [
        ("visitor", Actor::Anonymous, 0),
        ("stranger", hub.actor(&stranger).await, 0),
        ("owner", hub.actor(&place.owner.representative).await, 3),
        (
            "borrower",
            hub.actor(&place.borrower.representative).await,
            2,
        ),
        ("neighbour", hub.actor(&neighbour.representative).await, 1),
        ("coordinator", hub.actor(&place.pole.coordinator).await, 3),
        (
            "coordinator far",
            hub.actor(&elsewhere.coordinator).await,
            0,
        ),
        ("operator", Actor::Operator, 3),
    ];
    let platform = hub.platform();
    let query = |page| ReservationQuery {
        filter: ReservationFilter {
            now: platform.now(),
            ..ReservationFilter::default()
        },
        page,
    };
    let whole = query(PageRequest::first(10));
    let all = materials::list(platform, &Actor::Operator, &whole).await;
    let all: Vec<_> = all.unwrap().into_items().collect();
    for (name, actor, number) in &people {
        let expected: Vec<_> = (all.iter())
            .filter(|one| {
                let read = Action::Reservation(ReservationAction::Read, one);
                policy::check(actor, read).is_ok()
            })
            .map(|one| one.id)
            .collect();
        assert_eq!(expected.len(), *number, "{name}");
        let mut page = PageRequest::first(1);
        let mut read = Vec::new();
        loop {
            let one = materials::list(platform, actor, &query(page.clone()))
                .await
                .unwrap();
            page.cursor = one.items.last().map(|(cursor, _)| cursor.clone());
            let more = one.has_next;
            read.extend(one.into_items().map(|one| one.id));
            if !more {
                break;
            }
        }
        assert_eq!(read, expected, "{name}, the newest first");
        let counted = materials::count(platform, actor, &query(page).filter).await;
        assert_eq!(counted.unwrap(), expected.len() as u64, "{name}");
    }
    place.end().await;
}

const LOT: &str = "query($id: ID!) { lot(id: $id) { label moves { totalCount } reservations { totalCount } chain { id } } node(id: $id) { id } }";

#[tokio::test]
async fn a_lot_is_as_visible_as_its_resource_and_its_moves_are_for_the_owner_and_the_team() {
    let place = Place::found().await;
    let neighbour = place.hub.member(&place.pole, "La Voisine").await;
    let doors = place.material("Portes").await;
    let lot = place.lot(doors, "10").await;
    place.held(&lot, "1").await;
    let id = json!({ "id": lot["id"] });
    let read = async |client: &crate::harness::Client| {
        let data = client.gql(LOT, id.clone()).await;
        let lot = &data["lot"];
        assert_eq!(lot.is_null(), data["node"].is_null());
        (
            !lot.is_null(),
            lot["moves"]["totalCount"].as_i64(),
            lot["reservations"]["totalCount"].as_i64(),
        )
    };
    let visitor = place.hub.visitor();
    let seen = async || {
        [
            read(&visitor).await,
            read(&neighbour.representative).await,
            read(&place.borrower.representative).await,
            read(&place.owner.representative).await,
            read(&place.pole.coordinator).await,
        ]
    };
    let nothing = (false, None, None);
    let all = (true, Some(2), Some(1));
    assert_eq!(
        seen().await,
        [
            nothing,
            (true, None, Some(0)),
            (true, None, Some(1)),
            all,
            all
        ]
    );
    // Hidden, it takes everything with it: lists, counts, chains, the activity.
    let platform = place.hub.platform();
    let mut hidden = resources::find(platform.db(), doors)
        .await
        .unwrap()
        .unwrap();
    hidden.state = ContentState::Hidden;
    platform
        .write(async |tx| Ok(resources::save(tx, &mut hidden).await?))
        .await
        .unwrap();
    assert_eq!(seen().await, [nothing, nothing, nothing, all, all]);
    let activity =
        "query($slug: String!) { hub(slug: $slug) { activity { nodes { kind subjectId } } } }";
    let slug = json!({ "slug": place.pole.slug });
    let data = neighbour.representative.gql(activity, slug).await;
    let told = data["hub"]["activity"]["nodes"].as_array().unwrap();
    assert!(
        told.iter().all(|one| one["subjectId"] != lot["id"]),
        "{told:?}"
    );
    // What somebody has reserved they still know of.
    let query = "{ materialReservations { nodes { state lot { id } resource { id } } } }";
    let data = place.borrower.representative.gql(query, json!({})).await;
    assert_eq!(
        data["materialReservations"]["nodes"],
        json!([{ "state": "HELD", "lot": null, "resource": null }])
    );
    place.end().await;
}

#[tokio::test]
async fn a_chain_has_no_link_that_its_reader_may_not_see() {
    let place = Place::found().await;
    let named = vec![place.borrower.id];
    let owner = place.owner.id;
    let doors = place
        .material_of(owner, "Portes", Visibility::Parties, named)
        .await;
    let theirs = place
        .material_of(place.borrower.id, "Portes", Visibility::Public, vec![])
        .await;
    let lot = place.lot(doors, "10").await;
    let held = place.held(&lot, "3").await;
    place.by_owner("collectReservation", &held, json!({})).await;
    let pass =
        json!({ "resource": theirs.to_string(), "label": "Portes", "quantity": quantity("3") });
    let passed = place.on(&place.borrower, "passOnLot", &held, pass).await;
    let query = "query($id: ID!) { lot(id: $id) { parent { id } chain { id } } }";
    let next = &passed["lot"]["id"];
    for (client, whole) in [
        (&place.borrower.representative, true),
        (&place.hub.visitor(), false),
    ] {
        let data = client.gql(query, json!({ "id": next })).await;
        let ids: Vec<&Value> = (data["lot"]["chain"].as_array().unwrap().iter())
            .map(|one| &one["id"])
            .collect();
        if whole {
            assert_eq!(ids, [&lot["id"], next]);
            assert_eq!(data["lot"]["parent"]["id"], lot["id"]);
        } else {
            assert_eq!(ids, [next]);
            assert_eq!(data["lot"]["parent"], Value::Null);
        }
    }
    place.end().await;
}

#[tokio::test]
async fn lots_of_a_list_of_resources_with_their_owners_take_as_many_statements_for_one_as_for_thirty()
 {
    let place = Place::found().await;
    let query = "{ resources(first: 100) { nodes { title
        lots(first: 5) { totalCount nodes { label owner { name } available { value } parent { id } } } } } }";
    let client = &place.borrower.representative;
    let mut counts = Vec::new();
    for wanted in [1, 30] {
        let there = client.gql(query, json!({})).await;
        let there = there["resources"]["nodes"].as_array().unwrap().len();
        for number in there..wanted {
            let doors = place.material(&format!("Portes {number:02}")).await;
            place.lot(doors, "10").await;
            place.lot(doors, "5").await;
        }
        let (data, statements) = place.hub.statements_of(client.gql(query, json!({}))).await;
        let nodes = data["resources"]["nodes"].as_array().unwrap();
        assert_eq!(nodes.len(), wanted);
        assert!(nodes.iter().all(|one| one["lots"]["totalCount"] == 2));
        counts.push(statements);
    }
    // Who asks; the resources; their lots; the owners of these.
    assert_eq!(counts, [4, 4]);
    place.end().await;
}

#[tokio::test]
async fn the_figures_are_for_members_and_the_team() {
    let place = Place::found().await;
    let stranger = place.hub.person("Jeanne Passante").await;
    let query = "query($slug: String!, $from: Month!, $to: Month!) { hub(slug: $slug) { reusedMaterials(from: $from, to: $to) { month } } }";
    let span = |from: &str, to: &str| json!({ "slug": place.pole.slug, "from": from, "to": to });
    for (client, reads) in [
        (&place.hub.visitor(), false),
        (&stranger, false),
        (&place.borrower.representative, true),
        (&place.pole.coordinator, true),
    ] {
        let data = client.gql(query, span("2026-11", "2026-11")).await;
        let months = &data["hub"]["reusedMaterials"];
        assert_eq!(
            *months == json!([{ "month": "2026-11" }]),
            reads,
            "{months}"
        );
    }
    let client = &place.pole.coordinator;
    for (from, to) in [
        ("2026-11", "2026-10"),
        ("2010-01", "2020-01"),
        ("2026-11-01", "2026-12"),
    ] {
        client
            .ask(query, span(from, to))
            .await
            .expect_error("INVALID");
    }
    let data = client.gql(query, span("2010-01", "2019-12")).await;
    let months = data["hub"]["reusedMaterials"].as_array().unwrap();
    assert_eq!(months.len(), 120);
    place.end().await;
}
