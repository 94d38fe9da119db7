//! Organisations as others read them: what is public, what is found, and what it costs.

use maillage_domain::{
    hubs::HubRole, mandates::MandateRole, memberships::MembershipState, values::EmailAddress,
};
use maillage_usecases::mandates;
use serde_json::{Value, json};

use super::{content, create, hub_with, put_in, step, with};
use crate::harness::TestHub;

/// Every field of an organisation without arguments or a selection of its own, and the others.
const FIELDS: [&str; 27] = [
    "id",
    "name",
    "legalForm",
    "legalCategory",
    "siren",
    "siret",
    "rna",
    "naf { nomenclature code }",
    "essStatus { isEss reasons { kind legalCategory legalForm decision { isEss } } }",
    "accreditations { kind from until }",
    "commune { code name }",
    "staffSize",
    "address",
    "postalCode",
    "location { latitude longitude precision }",
    "domains",
    "summary",
    "description",
    "contact { email phone website visibility }",
    "state",
    "statement { facts }",
    "revision { state }",
    "createdAt",
    "updatedAt",
    "publishedAt",
    "availableActions { action allowed code }",
    "version",
];

/// Content with every field filled in.
fn everything() -> Value {
    with(
        content("La Recyclerie du port"),
        &json!({
            "legalForm": "SCIC", "legalCategory": "5458", "siret": "73282932000074", "rna": "W301000624",
            "naf": { "nomenclature": "NAF_2025", "code": "3832Z" },
            "accreditations": [{ "kind": "ESUS", "from": "2024-01-01" }],
            "address": "1 rue du Port", "postalCode": "34000",
            "location": { "latitude": 43.6, "longitude": 3.9, "precision": "EXACT" },
            "domains": ["REUSE", "TRAINING"], "staffSize": "FROM_10_TO_49", "description": "Depuis *2012*.",
            "email": "contact@recyclerie.test", "phone": "04 67 00 00 00", "website": "https://recyclerie.test",
            "contactVisibility": "PUBLIC",
        }),
    )
}

#[tokio::test]
async fn every_field_reads_the_same_alone_and_together_through_every_door() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let place = hub_with(&hub, "littoral", &[]).await;
    let mine = create(&jeanne, everything()).await;
    put_in(&hub, place, mine, MembershipState::Active).await;
    let all = FIELDS.join(" ");
    for client in [&jeanne, &hub.visitor()] {
        let query = format!("query ($id: ID!) {{ organisation(id: $id) {{ {all} }} }} ");
        let whole =
            client.gql(&query, json!({ "id": mine.to_string() })).await["organisation"].clone();
        assert_eq!(whole["naf"]["code"], "38.32Z");
        assert_eq!(whole["siren"], "732829320");
        let by_siren = client
            .gql(
                &format!("{{ organisation(siren: \"732829320\") {{ {all} }} }}"),
                json!({}),
            )
            .await;
        assert_eq!(by_siren["organisation"], whole);
        for field in FIELDS {
            let name = field.split(' ').next().expect("a name");
            let query = format!(
                "query ($id: ID!) {{
                   organisation(id: $id) {{ ...on Organisation {{ {field} }} }}
                   organisations {{ nodes {{ ...one }} edges {{ node {{ {field} }} }} }}
                 }}
                 fragment one on Organisation {{ {field} }}"
            );
            let data = client.gql(&query, json!({ "id": mine.to_string() })).await;
            for door in [
                &data["organisation"],
                &data["organisations"]["nodes"][0],
                &data["organisations"]["edges"][0]["node"],
            ] {
                assert_eq!(door[name], whole[name], "{name}");
            }
        }
    }
    hub.run_jobs().await;
}

#[tokio::test]
async fn the_profile_is_read_by_whom_the_organisation_and_its_hub_let() {
    let hub = TestHub::start().await;
    let (jeanne, karim, coordinator) = (
        hub.person("Jeanne Peyrebelle").await,
        hub.person("Karim Benali").await,
        hub.person("Coline Faure").await,
    );
    let place = hub_with(&hub, "littoral", &[(&coordinator, HubRole::Coordinator)]).await;
    let reserved = with(
        everything(),
        &json!({
            "contactVisibility": "MEMBERS", "location": { "latitude": 43.6, "longitude": 3.9, "precision": "COMMUNE" },
        }),
    );
    let mine = create(&jeanne, reserved).await;
    let theirs = create(&karim, content("Le Fournil")).await;
    let read = "query ($id: ID!) { organisation(id: $id) {
        name siren commune { name } summary domains address postalCode location { latitude precision }
        contact { email } state mandates { totalCount } invitations { totalCount } revision { state }
        availableActions { action allowed code }
    } }";
    let seen = async |client: &crate::harness::Client| {
        client.gql(read, json!({ "id": mine.to_string() })).await["organisation"].clone()
    };
    put_in(&hub, place, mine, MembershipState::Active).await;
    let outside = seen(&hub.visitor()).await;
    assert_eq!(
        outside["summary"],
        "Remettre en usage ce que d'autres jettent."
    );
    for hidden in [
        "contact",
        "address",
        "postalCode",
        "state",
        "mandates",
        "invitations",
    ] {
        assert_eq!(outside[hidden], Value::Null, "{hidden}");
    }
    assert_eq!(
        outside["location"],
        json!({ "latitude": null, "precision": "COMMUNE" })
    );
    let actions = outside["availableActions"].as_array().expect("actions");
    assert!(
        actions.iter().all(|one| one["code"] == "UNAUTHENTICATED"),
        "{actions:?}"
    );
    // A member of a common hub is told how to reach it, and not where exactly it is.
    assert_eq!(seen(&karim).await["contact"], Value::Null);
    put_in(&hub, place, theirs, MembershipState::Active).await;
    let inside = seen(&karim).await;
    assert_eq!(inside["contact"]["email"], "contact@recyclerie.test");
    assert_eq!(
        (&inside["address"], &inside["state"]),
        (&Value::Null, &Value::Null)
    );
    let team = seen(&coordinator).await;
    assert_eq!(
        (&team["address"], &team["state"]),
        (&json!("1 rue du Port"), &json!("PUBLISHED"))
    );
    assert_eq!(team["mandates"]["totalCount"], 1);
    let own = seen(&jeanne).await;
    assert_eq!(own["location"]["latitude"], 43.6);
    // Suspended, it has no common hub with anybody for now.
    put_in(&hub, place, theirs, MembershipState::Suspended).await;
    assert_eq!(seen(&karim).await["contact"], Value::Null);
    // Nor does it with the members of a hub that it has only applied to; the team reaches it.
    let far = hub.person("Paul Loin").await;
    let other = hub_with(&hub, "garrigue", &[(&far, HubRole::Moderator)]).await;
    put_in(&hub, other, theirs, MembershipState::Active).await;
    put_in(&hub, other, mine, MembershipState::Applied).await;
    assert_eq!(seen(&karim).await["contact"], Value::Null);
    assert_eq!(
        seen(&far).await["contact"]["email"],
        "contact@recyclerie.test"
    );
    put_in(&hub, other, mine, MembershipState::Active).await;
    assert_eq!(
        seen(&karim).await["contact"]["email"],
        "contact@recyclerie.test"
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn lists_are_filtered_ordered_and_read_page_by_page() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let place = hub_with(&hub, "littoral", &[]).await;
    let names = [
        "Écluse",
        "atelier du Lez",
        "Zeste",
        "Bois & fils",
        "Écluse",
        "Été bleu",
    ];
    for (number, name) in names.iter().enumerate() {
        let fields = json!({
            "commune": if number % 2 == 0 { "34172" } else { "2A004" },
            "domains": if number < 2 { json!(["FOOD"]) } else { json!(["REUSE"]) },
            "legalForm": if number == 2 { "COMMERCIAL_COMPANY" } else { "ASSOCIATION" },
        });
        let id = create(&jeanne, with(content(name), &fields)).await;
        if number < 3 {
            put_in(&hub, place, id, MembershipState::Active).await;
        }
    }
    let list = "query ($first: Int, $after: String, $last: Int, $before: String, $filter: OrganisationFilter, $orderBy: OrganisationOrder) {
        organisations(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
          totalCount nodes { name } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        } }";
    let names_of = |data: &Value| -> Vec<String> {
        let nodes = data["organisations"]["nodes"].as_array().expect("nodes");
        nodes
            .iter()
            .map(|node| node["name"].as_str().expect("a name").to_owned())
            .collect()
    };
    let sorted = [
        "atelier du Lez",
        "Bois & fils",
        "Écluse",
        "Écluse",
        "Été bleu",
        "Zeste",
    ];
    let mut read = Vec::new();
    let mut after = Value::Null;
    loop {
        let data = jeanne
            .gql(list, json!({ "first": 2, "after": after }))
            .await;
        read.extend(names_of(&data));
        // One that comes in between shifts nothing.
        if after.is_null() {
            create(&jeanne, content("Abeilles")).await;
        }
        after = data["organisations"]["pageInfo"]["endCursor"].clone();
        if data["organisations"]["pageInfo"]["hasNextPage"] == false {
            break;
        }
    }
    assert_eq!(read, sorted);
    let data = jeanne
        .gql(list, json!({ "last": 2, "before": after }))
        .await;
    assert_eq!(names_of(&data), ["Écluse", "Été bleu"]);
    let newest = json!({ "first": 2, "orderBy": { "field": "CREATED_AT", "direction": "DESC" } });
    assert_eq!(
        names_of(&jeanne.gql(list, newest).await),
        ["Abeilles", "Été bleu"]
    );
    let by_name =
        json!({ "after": after, "orderBy": { "field": "CREATED_AT", "direction": "DESC" } });
    jeanne.ask(list, by_name).await.expect_error("INVALID");

    let found = async |filter: Value| {
        let mut names = names_of(&jeanne.gql(list, json!({ "filter": filter })).await);
        names.sort_unstable();
        names
    };
    assert_eq!(
        found(json!({ "text": "ecluse" })).await,
        ["Écluse", "Écluse"]
    );
    assert_eq!(
        found(json!({ "text": "bois d'autres" })).await,
        ["Bois & fils"]
    );
    assert_eq!(
        found(json!({ "department": "2A" })).await,
        ["Bois & fils", "atelier du Lez", "Été bleu"]
    );
    assert_eq!(
        found(json!({ "commune": "2A004", "domains": ["FOOD"] })).await,
        ["atelier du Lez"]
    );
    assert_eq!(
        found(json!({ "hub": place.to_string() })).await,
        ["Zeste", "atelier du Lez", "Écluse"]
    );
    assert_eq!(
        found(json!({ "hub": place.to_string(), "isEss": false })).await,
        ["Zeste"]
    );
    assert_eq!(
        found(json!({ "legalForms": ["COMMERCIAL_COMPANY", "SCOP"] })).await,
        ["Zeste"]
    );
    for wrong in [
        json!({ "department": "340" }),
        json!({ "commune": "99999" }),
        json!({ "hub": "hub_x" }),
    ] {
        jeanne
            .ask(list, json!({ "filter": wrong }))
            .await
            .expect_error("INVALID");
    }
    // A visitor sees those that a hub has admitted, also in counts.
    let data = hub.visitor().gql(list, json!({})).await;
    assert_eq!(data["organisations"]["totalCount"], 3);
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_list_takes_as_many_statements_for_one_organisation_as_for_many() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let plain = "{ organisations(first: 100) { nodes { name summary essStatus { isEss } contact { email } } } }";
    create(&jeanne, content("La première")).await;
    jeanne.gql(plain, json!({})).await;
    let (_, signed_in) = hub
        .statements_of(jeanne.gql("{ __typename }", json!({})))
        .await;
    let (_, one) = hub.statements_of(jeanne.gql(plain, json!({}))).await;
    assert_eq!(one - signed_in, 1);
    let actions =
        "{ organisations(first: 100) { nodes { name availableActions { action } state } } }";
    let (_, few) = hub.statements_of(jeanne.gql(actions, json!({}))).await;
    for number in 0..20 {
        create(&jeanne, content(&format!("Organisation {number}"))).await;
    }
    assert_eq!(hub.statements_of(jeanne.gql(plain, json!({}))).await.1, one);
    assert_eq!(
        hub.statements_of(jeanne.gql(actions, json!({}))).await.1,
        few
    );
}

#[tokio::test]
async fn what_belongs_to_the_organisations_of_a_list_is_read_for_all_of_them_at_once() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let query = "{ organisations(first: 100) { nodes {
        name summary essStatus { isEss } contact { email } availableActions { action }
        mandates(first: 1) { totalCount nodes { person { name } availableActions { action } } }
        invitations(first: 1) { totalCount pageInfo { hasNextPage }
                                nodes { email role invitedBy { name } availableActions { action } } }
        memberships { totalCount nodes { state } }
        reviews { totalCount nodes { id } } } } }";
    let found = async |name: &str| {
        let organisation = create(&jeanne, content(name)).await;
        let actor = hub.actor(&jeanne).await;
        for guest in ["karim", "lise"] {
            let email = EmailAddress::parse(&format!("{guest}@example.test")).unwrap();
            let role = MandateRole::Reader;
            mandates::invite(hub.platform(), &actor, organisation, email, role)
                .await
                .unwrap();
        }
        hub.run_jobs().await;
    };
    found("La première").await;
    jeanne.gql("{ __typename }", json!({})).await;
    let (one, few) = hub.statements_of(jeanne.gql(query, json!({}))).await;
    for number in 0..6 {
        found(&format!("Organisation {number}")).await;
    }
    jeanne.gql("{ __typename }", json!({})).await;
    let (seven, many) = hub.statements_of(jeanne.gql(query, json!({}))).await;
    assert_eq!(few, many);
    let nodes = seven["organisations"]["nodes"].as_array().unwrap();
    assert_eq!(nodes.len(), 7);
    for node in nodes {
        let mut node = node.clone();
        node["name"] = one["organisations"]["nodes"][0]["name"].clone();
        assert_eq!(node, one["organisations"]["nodes"][0]);
    }
    let first = &nodes[0];
    assert_eq!(first["mandates"]["totalCount"], 1);
    assert_eq!(first["invitations"]["totalCount"], 2);
    assert_eq!(first["invitations"]["pageInfo"]["hasNextPage"], true);
    assert_eq!(
        first["invitations"]["nodes"][0]["email"],
        "karim@example.test"
    );
}

#[tokio::test]
async fn an_organisation_reached_through_another_thing_has_each_field_asked_for_alone() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let body = hub.member(&pole, "La Recyclerie").await;
    let read = async |field: &str| {
        let query = format!(
            "query($id: ID!) {{ hub(id: $id) {{ memberships {{ nodes {{ organisation {{ {field} }} }} }} }} }}"
        );
        let id = json!({ "id": pole.id.to_string() });
        let data = body.representative.gql(&query, id).await;
        data["hub"]["memberships"]["nodes"][0]["organisation"].clone()
    };
    let whole = read(&FIELDS.join(" ")).await;
    assert_eq!(whole["summary"], "Une association de Montpellier.");
    for field in FIELDS {
        let name = field.split([' ', '(']).next().unwrap();
        assert_eq!(read(field).await[name], whole[name], "{field}");
    }
}

#[tokio::test]
async fn communes_are_found_by_code_name_and_postal_code() {
    let hub = TestHub::start().await;
    let visitor = hub.visitor();
    let data = visitor.gql("{ commune(code: \"34172\") { name department } communes(search: \"montpel\", first: 2) { code } }", json!({})).await;
    assert_eq!(
        data["commune"],
        json!({ "name": "Montpellier", "department": "34" })
    );
    assert_eq!(data["communes"][0]["code"], "34172");
    let data = visitor
        .gql(
            "{ commune(code: \"99999\") { name } communes(search: \"79000\") { name } }",
            json!({}),
        )
        .await;
    assert_eq!(data["commune"], Value::Null);
    assert_eq!(data["communes"][0]["name"], "Niort");
    visitor
        .ask("{ communes(search: \"a\", first: 51) { code } }", json!({}))
        .await
        .expect_error("INVALID");
}

#[tokio::test]
async fn ids_of_another_kind_are_wrong_arguments() {
    let hub = TestHub::start().await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let place = hub_with(&hub, "littoral", &[]).await;
    let read = "query ($id: ID, $siren: String) { organisation(id: $id, siren: $siren) { id } }";
    jeanne
        .ask(read, json!({ "id": place.to_string() }))
        .await
        .expect_error("INVALID");
    jeanne.ask(read, json!({})).await.expect_error("INVALID");
    jeanne
        .ask(
            read,
            json!({ "id": "organisation_00000000000000000000000000", "siren": "732829320" }),
        )
        .await
        .expect_error("INVALID");
    jeanne
        .ask(read, json!({ "siren": "732829321" }))
        .await
        .expect_error("INVALID");
    let mine = create(&jeanne, content("La Recyclerie")).await;
    let variables = json!({ "id": place.to_string(), "actingFor": mine.to_string(), "version": 1 });
    let error = jeanne
        .ask(&step("archive"), variables)
        .await
        .expect_error("INVALID");
    assert!(error.to_string().contains("WRONG_TYPE") || error["facts"][0]["value"] == "WRONG_TYPE");
}
