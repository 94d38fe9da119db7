//! What is refused, and how it is told.

use maillage_domain::values::Visibility;
use serde_json::{Value, json};

use super::{LOT, Place, RESERVATION, about, codes, content, fact, kilograms, mutate, quantity};

#[tokio::test]
async fn no_more_is_held_than_can_be_had() {
    let place = Place::found().await;
    let doors = place.material("Portes").await;
    let lot = place.lot(doors, "10").await;
    place.held(&lot, "4").await;
    let refused = place.reserve(&lot, "7").await;
    assert_eq!(codes(&refused), ["OUT_OF_STOCK"]);
    assert_eq!(fact(&refused, "available"), "6");
    assert_eq!(fact(&refused, "asked"), "7");
    assert_eq!(fact(&refused, "unit"), "PIECE");
    let message = refused["errors"][0]["message"].as_str().unwrap();
    assert!(message.contains("7 demandés, 6 disponibles"), "{message}");
    let more = json!({ "counted": quantity("3"), "reason": "Il en manque." });
    let refused = place.on_lot("correctStock", &lot, more).await;
    assert_eq!(codes(&refused), ["OUT_OF_STOCK"]);
    let more = json!({ "label": "Une part", "quantity": quantity("7") });
    let refused = place.on_lot("splitLot", &lot, more).await;
    assert_eq!(codes(&refused), ["OUT_OF_STOCK"]);
    assert_eq!(place.stock(&lot).await, ("10".into(), "6".into()));
    place.end().await;
}

#[tokio::test]
async fn material_is_had_by_who_is_a_member_of_its_hubs_or_named() {
    let place = Place::found().await;
    let elsewhere = place.hub.pole("Pôle d’ailleurs").await;
    let distant = place.hub.member(&elsewhere, "La Lointaine").await;
    let parties = vec![distant.id];
    for (visibility, parties, distant_may, borrower_may) in [
        (Visibility::Public, vec![], "NOT_ELIGIBLE", "HELD"),
        (Visibility::Hub, vec![], "NOT_FOUND", "HELD"),
        (Visibility::Parties, parties, "HELD", "NOT_FOUND"),
    ] {
        let owner = place.owner.id;
        let doors = place
            .material_of(owner, "Portes", visibility, parties)
            .await;
        let lot = place.lot(doors, "10").await;
        for (body, expected) in [(&distant, distant_may), (&place.borrower, borrower_may)] {
            let wish = json!({ "quantity": quantity("1") });
            let told = place.reserve_as(body, &lot, wish).await;
            let told = match told["reservation"]["state"].as_str() {
                Some(state) => state.to_owned(),
                None => codes(&told)[0].to_owned(),
            };
            assert_eq!(told, expected, "{visibility}");
        }
    }
    place.end().await;
}

#[tokio::test]
async fn nothing_is_held_longer_than_the_owner_holds_it() {
    let place = Place::found().await;
    let doors = place.material("Portes").await;
    let mut short = content("Portes");
    short["holdAtMost"] = json!("P3D");
    short["availableUntil"] = json!("2026-11-23T12:00:00Z");
    let made = place.make_lot(doors, quantity("10"), short).await;
    let lot = &made["lot"];
    let until = async |until: &str| {
        let wish = json!({ "quantity": quantity("1"), "until": until });
        place.reserve_as(&place.borrower, lot, wish).await
    };
    let held = until("2026-11-23T12:00:00Z").await;
    assert_eq!(held["reservation"]["state"], "HELD", "{held}");
    let refused = until("2026-11-23T12:00:01Z").await;
    assert_eq!(codes(&refused), ["TOO_FAR"]);
    assert_eq!(fact(&refused, "latest"), "2026-11-23T12:00:00+00:00");
    let refused = until("2026-11-21T09:00:00Z").await;
    assert_eq!(
        refused["errors"][0]["path"],
        json!(["content", "until"]),
        "{refused}"
    );
    place.hub.clock().set(super::instant("2026-11-23T12:00Z"));
    let refused = place.reserve(lot, "1").await;
    assert_eq!(codes(&refused), ["WITHDRAWN"]);
    place.end().await;
}

#[tokio::test]
async fn material_has_lots_and_is_not_booked_and_the_other_way_round() {
    let place = Place::found().await;
    let doors = place.material("Portes").await;
    let client = &place.borrower.representative;
    let book = json!({
        "actingFor": place.borrower.id.to_string(),
        "content": { "start": "2026-11-24T08:00:00Z", "end": "2026-11-24T10:00:00Z",
                     "lines": [{ "resource": doors.to_string() }] },
    });
    let refused = mutate(client, "bookResources", "booking { id }", book).await;
    assert_eq!(codes(&refused), ["WRONG_KIND"]);
    assert_eq!(fact(&refused, "kind"), "MATERIAL");

    let room = json!({
        "hub": place.pole.id.to_string(), "actingFor": place.owner.id.to_string(),
        "content": { "kind": "SPACE", "title": "Une salle", "summary": "Une salle.",
                     "description": "Une salle.", "terms": { "kind": "FREE" } },
    });
    let owner = &place.owner.representative;
    let made = mutate(
        owner,
        "createResource",
        "resource { id version }",
        room.clone(),
    )
    .await;
    let room_id = made["resource"]["id"].as_str().unwrap().parse().unwrap();
    let refused = place
        .make_lot(room_id, quantity("1"), content("Rien"))
        .await;
    assert_eq!(codes(&refused), ["WRONG_KIND"]);
    let mut material = room["content"].clone();
    material["kind"] = json!("MATERIAL");
    let change = about(
        &place.owner,
        &made["resource"],
        &json!(1),
        json!({ "content": material }),
    );
    let refused = mutate(owner, "updateResource", "resource { id }", change).await;
    assert_eq!(codes(&refused), ["WRONG_KIND"]);

    // It is in no calendar.
    let query = "query($id: ID!, $filter: ResourceFilter) {
        resources(filter: $filter) { totalCount }
        resource(id: $id) { nextFree { start } availability(from: \"2026-11-24T08:00:00Z\", to: \"2026-11-24T18:00:00Z\") { free } } }";
    let free =
        json!({ "freeDuring": { "from": "2026-11-24T08:00:00Z", "to": "2026-11-24T09:00:00Z" } });
    let variables = json!({ "id": doors.to_string(), "filter": free });
    let data = client.gql(query, variables).await;
    assert_eq!(data["resources"]["totalCount"], 0);
    assert_eq!(
        data["resource"],
        json!({ "nextFree": null, "availability": [] })
    );
    place.end().await;
}

#[tokio::test]
async fn what_is_typed_wrongly_is_told_field_by_field() {
    let place = Place::found().await;
    let doors = place.material("Portes").await;
    let paths = |payload: &Value| -> Vec<String> {
        let errors = payload["errors"].as_array().unwrap().iter();
        errors
            .map(|error| {
                let path = error["path"].as_array().unwrap().iter();
                let path: Vec<_> = path.map(|one| one.as_str().unwrap()).collect();
                path.join(".")
            })
            .collect()
    };
    let mut wrong = content("");
    wrong["holdAtMost"] = json!("P91D");
    wrong["weightOfOne"] = json!({ "value": "1", "unit": "LITRE" });
    let half = quantity("0.5");
    let refused = place.make_lot(doors, half, wrong).await;
    assert_eq!(
        paths(&refused),
        [
            "content.label",
            "content.weightOfOne.unit",
            "content.holdAtMost",
            "quantity.value"
        ]
    );
    let lot = place.lot(doors, "10").await;
    let other_unit = json!({ "quantity": kilograms("2") });
    let refused = place
        .reserve_as(&place.borrower, &lot, other_unit.clone())
        .await;
    assert_eq!(paths(&refused), ["content.quantity.unit"]);
    let refused = place.on_lot("addStock", &lot, other_unit).await;
    assert_eq!(paths(&refused), ["quantity.unit"]);
    let much = json!({ "quantity": quantity("9999991") });
    let refused = place.on_lot("addStock", &lot, much).await;
    assert_eq!(paths(&refused), ["quantity.value"]);
    assert_eq!(fact(&refused, "max"), "9999990");
    let held = place.held(&lot, "2").await;
    let silent = place.by_owner("cancelReservation", &held, json!({})).await;
    assert_eq!(paths(&silent), ["reason"]);
    let sand = place.material("Sable").await;
    let made = place
        .make_lot(sand, kilograms("500"), content("Sable"))
        .await;
    let wish = json!({ "quantity": kilograms("120") });
    let held = place.reserve_as(&place.borrower, &made["lot"], wish).await;
    let more = json!({ "weight": kilograms("119") });
    let refused = place
        .by_owner("collectReservation", &held["reservation"], more)
        .await;
    assert_eq!(paths(&refused), ["weight"]);
    place.end().await;
}

#[tokio::test]
async fn a_stale_version_is_a_conflict_and_who_may_not_is_told_so() {
    let place = Place::found().await;
    let doors = place.material("Portes").await;
    let lot = place.lot(doors, "10").await;
    let add = json!({ "quantity": quantity("1") });
    let owner = &place.owner.representative;
    let input = about(&place.owner, &lot, &json!(1), add.clone());
    place.held(&lot, "1").await;
    let stale = mutate(owner, "addStock", LOT, input).await;
    assert_eq!(codes(&stale), ["CONFLICT"], "somebody has reserved since");
    let input = about(&place.borrower, &lot, &json!(2), add);
    let client = &place.borrower.representative;
    let forbidden = mutate(client, "addStock", LOT, input).await;
    assert_eq!(codes(&forbidden), ["FORBIDDEN"]);
    let held = place.held(&lot, "1").await;
    let input = about(&place.borrower, &held, &json!(1), json!({}));
    let forbidden = mutate(client, "collectReservation", RESERVATION, input).await;
    assert_eq!(codes(&forbidden), ["FORBIDDEN"]);
    let off = json!({});
    let off = place
        .on(&place.borrower, "cancelReservation", &held, off)
        .await;
    assert_eq!(off["reservation"]["state"], "CANCELLED");
    assert_eq!(off["reservation"]["cancelledBy"]["name"], "La Recyclerie");
    let again = place.by_owner("collectReservation", &held, json!({})).await;
    assert_eq!(codes(&again), ["WRONG_STATE"]);
    assert_eq!(place.stock(&lot).await, ("10".into(), "9".into()));
    place.end().await;
    let mails = place.hub.mails_to(place.owner.representative.email());
    let subject = &mails.last().unwrap().subject;
    assert!(
        subject.starts_with("Réservation de matériau annulée"),
        "{subject}"
    );
}
