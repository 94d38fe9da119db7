//! From the lot to its last holder.

use serde_json::{Value, json};

use super::{Place, content, instant, kilograms, mutate, quantity};

const REUSED: &str = "query($slug: String!) { hub(slug: $slug) {
    reusedMaterials(from: \"2026-10\", to: \"2026-12\") { month weight { value unit } collections withoutWeight } } }";

#[tokio::test]
async fn doors_are_offered_held_fetched_and_counted_in_tonnes() {
    let place = Place::found().await;
    let doors = place.material("Portes déposées").await;
    let mut weighed = content("Portes pleines");
    weighed["weightOfOne"] = kilograms("18.5");
    let made = place.make_lot(doors, quantity("40"), weighed).await;
    let lot = &made["lot"];
    assert_eq!(
        lot["onHand"],
        json!({ "value": "40", "unit": "PIECE", "code": "H87" })
    );

    let held = place.held(lot, "12").await;
    assert_eq!(held["until"], "2026-12-05T09:00:00+00:00", "two weeks");
    assert_eq!(place.stock(lot).await, ("40".into(), "28".into()));
    place.hub.run_jobs().await;
    let mails = place.hub.mails_to(place.owner.representative.email());
    let letter = mails.last().unwrap();
    assert_eq!(
        letter.subject,
        "La Recyclerie réserve 12\u{a0}pièce(s)\u{a0}: Portes pleines"
    );
    assert!(
        letter.text.contains("05/12/2026 à 10 h 00"),
        "{}",
        letter.text
    );

    place.hub.clock().set(instant("2026-11-25T09:00Z"));
    let more = json!({ "quantity": quantity("10") });
    let rehearsed = {
        let mut more = more.clone();
        more["dryRun"] = json!(true);
        place.by_owner("collectReservation", &held, more).await
    };
    assert_eq!(rehearsed["reservation"]["state"], "COLLECTED");
    assert_eq!(place.stock(lot).await, ("40".into(), "28".into()));
    let taken = place.by_owner("collectReservation", &held, more).await;
    let taken = &taken["reservation"];
    assert_eq!(taken["state"], "COLLECTED");
    assert_eq!(taken["weight"]["value"], "185");
    assert_eq!(taken["price"]["amount"], "20.00");
    assert_eq!(place.stock(lot).await, ("30".into(), "30".into()));

    // Weighed on the scales, and by nobody.
    let second = place.held(lot, "2").await;
    let more = json!({ "weight": { "value": "0.0401", "unit": "TONNE" } });
    let refused = place.by_owner("collectReservation", &second, more).await;
    assert_eq!(refused["errors"][0]["path"], json!(["weight", "value"]));
    let more = json!({ "weight": { "value": "0.041", "unit": "TONNE" } });
    place.by_owner("collectReservation", &second, more).await;
    let bare = place
        .make_lot(doors, quantity("5"), content("Poignées"))
        .await;
    let third = place.held(&bare["lot"], "3").await;
    place
        .by_owner("collectReservation", &third, json!({}))
        .await;

    let read = async || {
        let client = &place.borrower.representative;
        let slug = json!({ "slug": place.pole.slug });
        client.gql(REUSED, slug).await["hub"]["reusedMaterials"].clone()
    };
    let month = |month: &str, tonnes: &str, collections: i32, without: i32| {
        json!({ "month": month, "weight": { "value": tonnes, "unit": "TONNE" },
                "collections": collections, "withoutWeight": without })
    };
    assert_eq!(
        read().await,
        json!([
            month("2026-10", "0", 0, 0),
            month("2026-11", "0.226", 3, 1),
            month("2026-12", "0", 0, 0),
        ])
    );
    // Mended in December, it counts for November.
    place.hub.clock().set(instant("2026-12-02T09:00Z"));
    let more = json!({ "quantity": quantity("9"), "reason": "Une porte est revenue." });
    let mended = place.by_owner("correctCollection", &held, more).await;
    assert_eq!(mended["reservation"]["taken"]["value"], "9", "{mended}");
    let more = json!({ "weight": kilograms("1.2"), "reason": "Pesées après coup." });
    place.by_owner("correctCollection", &third, more).await;
    assert_eq!(read().await[1], month("2026-11", "0.2087", 3, 0));
    assert_eq!(place.stock(lot).await, ("29".into(), "29".into()));
    place.end().await;
}

#[tokio::test]
async fn the_month_of_a_collection_is_that_of_the_clocks_of_the_hub() {
    let place = Place::found().await;
    let sand = place.material("Sable").await;
    let made = place
        .make_lot(sand, kilograms("500"), content("Sable"))
        .await;
    let lot = &made["lot"];
    let kilos = json!({ "quantity": kilograms("120.5") });
    let held = place.reserve_as(&place.borrower, lot, kilos).await;
    // Half past midnight in Paris on the first of December.
    place.hub.clock().set(instant("2026-11-30T23:30Z"));
    place
        .by_owner("collectReservation", &held["reservation"], json!({}))
        .await;
    let slug = json!({ "slug": place.pole.slug });
    let data = place.borrower.representative.gql(REUSED, slug).await;
    let months = &data["hub"]["reusedMaterials"];
    assert_eq!(months[1]["collections"], 0);
    assert_eq!(months[2]["weight"]["value"], "0.1205");
    place.end().await;
}

#[tokio::test]
async fn bottles_under_deposit_are_brought_back_in_several_goes() {
    let place = Place::found().await;
    let bottles = place.material("Bouteilles consignées").await;
    let lot = place.lot(bottles, "500").await;
    let held = place.held(&lot, "120").await;
    let early = json!({ "quantity": quantity("1") });
    let refused = place.by_owner("takeBackDeposit", &held, early).await;
    assert_eq!(super::codes(&refused), ["WRONG_STATE"]);
    let taken = place.by_owner("collectReservation", &held, json!({})).await;
    assert_eq!(taken["reservation"]["deposit"]["amount"], "60.00");
    for (number, back, refund) in [("100", "100", "50.00"), ("20", "120", "60.00")] {
        let more = json!({ "quantity": quantity(number) });
        let done = place.by_owner("takeBackDeposit", &held, more).await;
        assert_eq!(done["reservation"]["broughtBack"]["value"], back);
        assert_eq!(done["reservation"]["refund"]["amount"], refund);
    }
    let more = json!({ "quantity": quantity("1") });
    let refused = place.by_owner("takeBackDeposit", &held, more).await;
    assert_eq!(super::codes(&refused), ["NOTHING_TO_DO"]);
    assert_eq!(place.stock(&lot).await.0, "380", "they are washed first");
    place.end().await;
}

#[tokio::test]
async fn a_lot_is_split_and_passed_on_and_its_chain_reads_from_the_origin_to_the_last_holder() {
    let place = Place::found().await;
    let doors = place.material("Portes déposées").await;
    let visibility = maillage_domain::values::Visibility::Hub;
    let theirs = place
        .material_of(place.borrower.id, "Portes repeintes", visibility, vec![])
        .await;
    let lot = place.lot(doors, "40").await;
    let more = json!({ "label": "Portes vitrées", "quantity": quantity("15") });
    let split = place.on_lot("splitLot", &lot, more).await;
    let part = &split["lot"];
    assert_eq!(part["parent"]["id"], lot["id"]);
    assert_eq!(part["originSite"], "Lycée du port");
    assert_eq!(place.stock(&lot).await.0, "25");

    let held = place.held(part, "6").await;
    place.by_owner("collectReservation", &held, json!({})).await;
    let pass = |pieces: &str| json!({ "resource": theirs.to_string(), "label": "Portes repeintes", "quantity": quantity(pieces) });
    let refused = place.on(&place.owner, "passOnLot", &held, pass("6")).await;
    assert_eq!(super::codes(&refused), ["FORBIDDEN"]);
    let passed = place
        .on(&place.borrower, "passOnLot", &held, pass("4"))
        .await;
    let next = &passed["lot"];
    assert_eq!(next["originSite"], "Lycée du port", "{passed}");
    assert_eq!(next["onHand"]["value"], "4");
    let refused = place
        .on(&place.borrower, "passOnLot", &held, pass("3"))
        .await;
    assert_eq!(super::codes(&refused), ["OUT_OF_STOCK"]);
    assert_eq!(super::fact(&refused, "available"), "2");

    let chain = "query($id: ID!) { lot(id: $id) { chain { label owner { name } } } }";
    let read = async |lot: &Value| {
        let id = json!({ "id": lot["id"] });
        let data = place.borrower.representative.gql(chain, id).await;
        let chain = data["lot"]["chain"].as_array().unwrap().clone();
        let told = |one: &Value| {
            let text = |value: &Value| value.as_str().unwrap().to_owned();
            (text(&one["label"]), text(&one["owner"]["name"]))
        };
        chain.iter().map(told).collect::<Vec<_>>()
    };
    let whole = [
        ("Portes pleines", "La Fabrique"),
        ("Portes vitrées", "La Fabrique"),
        ("Portes repeintes", "La Recyclerie"),
    ];
    let whole = whole.map(|(label, owner)| (label.to_owned(), owner.to_owned()));
    for lot in [&lot, part, next] {
        assert_eq!(read(lot).await, whole);
    }
    // Another part of the first is no part of this chain.
    let more = json!({ "label": "Portes de placard", "quantity": quantity("5") });
    place.on_lot("splitLot", &lot, more).await;
    assert_eq!(read(next).await, whole);
    assert_eq!(read(&lot).await.len(), 4);

    // Where it came from is not for who has it now to say.
    let changed = json!({
        "id": next["id"], "actingFor": place.borrower.id.to_string(),
        "expectedVersion": next["version"],
        "content": { "label": "Portes", "condition": "GOOD", "status": "REUSE", "originSite": "Ailleurs" },
    });
    let client = &place.borrower.representative;
    let refused = mutate(client, "changeLot", super::LOT, changed).await;
    assert_eq!(
        refused["errors"][0]["path"],
        json!(["content", "originSite"])
    );
    place.end().await;
}

#[tokio::test]
async fn the_stock_is_the_sum_of_moves_that_say_who_when_and_for_which_project() {
    let place = Place::found().await;
    let doors = place.material("Portes déposées").await;
    let lot = place.lot(doors, "40").await;
    let create = "mutation($input: CreateProjectInput!) { createProject(input: $input) { project { id } errors { code path } } }";
    let input = json!({
        "hub": place.pole.id.to_string(), "actingFor": place.borrower.id.to_string(),
        "content": { "title": "Un atelier", "summary": "Un atelier.", "description": "Un atelier.", "themes": [] },
    });
    let client = &place.borrower.representative;
    let data = client.gql(create, json!({ "input": input })).await;
    let project = &data["createProject"]["project"]["id"];
    let wish = json!({ "quantity": quantity("6"), "project": project, "purpose": "L’atelier" });
    let held = place.reserve_as(&place.borrower, &lot, wish).await;
    let held = &held["reservation"];
    place
        .by_owner(
            "collectReservation",
            held,
            json!({ "quantity": quantity("7") }),
        )
        .await;
    let more = json!({ "quantity": quantity("3") });
    place.on_lot("addStock", &lot, more).await;
    let more = json!({ "counted": quantity("35"), "reason": "Une porte est cassée." });
    place.on_lot("correctStock", &lot, more).await;
    let moves = "query($id: ID!) { lot(id: $id) { moves { totalCount nodes {
        number kind onHandChange { value } heldChange { value } onHand { value } available { value }
        reason person { name } actingFor { name } project { id } reservation { id } } } } }";
    let id = json!({ "id": lot["id"] });
    let data = place.owner.representative.gql(moves, id.clone()).await;
    let told: Vec<_> = (data["lot"]["moves"]["nodes"].as_array().unwrap().iter())
        .map(|one| {
            let value = |name: &str| one[name]["value"].as_str().unwrap().to_owned();
            let kind = one["kind"].as_str().unwrap().to_owned();
            let figures = ["onHandChange", "heldChange", "onHand", "available"].map(value);
            format!("{kind} {} {}", figures.join(" "), one["actingFor"]["name"])
        })
        .collect();
    assert_eq!(
        told,
        [
            "IN 40 0 40 40 \"La Fabrique\"",
            "RESERVE 0 6 40 34 \"La Recyclerie\"",
            "RELEASE 0 -6 40 40 \"La Fabrique\"",
            "OUT -7 0 33 33 \"La Fabrique\"",
            "IN 3 0 36 36 \"La Fabrique\"",
            "CORRECTION -1 0 35 35 \"La Fabrique\"",
        ]
    );
    let nodes = &data["lot"]["moves"]["nodes"];
    assert_eq!(nodes[5]["reason"], "Une porte est cassée.");
    assert_eq!(nodes[1]["person"]["name"], "Représentante La Recyclerie");
    assert_eq!(nodes[3]["reservation"]["id"], held["id"]);
    assert_eq!(nodes[3]["project"], Value::Null, "a draft of others");
    let page = "query($id: ID!, $after: String) { lot(id: $id) { moves(first: 4, after: $after) {
        pageInfo { endCursor hasNextPage } nodes { number } } } }";
    let client = &place.owner.representative;
    let first = client.gql(page, id.clone()).await;
    let after = &first["lot"]["moves"]["pageInfo"]["endCursor"];
    let second = client
        .gql(page, json!({ "id": lot["id"], "after": after }))
        .await;
    assert_eq!(
        second["lot"]["moves"]["nodes"],
        json!([{ "number": 5 }, { "number": 6 }])
    );
    place.end().await;
}
