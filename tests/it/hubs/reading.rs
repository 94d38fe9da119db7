//! Finding hubs, and what is read with them.

use maillage_domain::{
    hubs::HubDraft,
    organisations::{LegalForm, OrganisationDraft},
};
use maillage_usecases::{hubs, organisations};
use serde_json::{Value, json};

use crate::harness::{Body, Client, Pole, TestHub};

const LIST: &str = "
    query ($first: Int, $after: String, $last: Int, $before: String, $filter: HubFilter, $orderBy: HubOrder) {
      hubs(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
        totalCount
        nodes { slug }
        edges { cursor }
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }";

const COMPOSITION: &str = "
    query ($id: ID!) {
      hub(id: $id) {
        composition { satisfied conditions { rule satisfied count organisations { name } } }
      }
    }";

/// Hubs are what the operator creates.
async fn create(hub: &TestHub, slug: &str, name: &str, territory: &[&str], demo: bool) {
    let draft = HubDraft {
        name: name.into(),
        summary: "Coopérer.".into(),
        description: "Coopérer.".into(),
        territory: territory.iter().map(|code| (*code).to_owned()).collect(),
        time_zone: "Europe/Paris".into(),
    };
    hubs::create(hub.platform(), &hub.operator(), slug, draft, demo)
        .await
        .unwrap();
}

async fn slugs(client: &Client, variables: Value) -> Vec<String> {
    let data = client.gql(LIST, variables).await;
    let nodes = data["hubs"]["nodes"].as_array().unwrap();
    assert!(data["hubs"]["totalCount"].as_u64().unwrap() >= nodes.len() as u64);
    nodes
        .iter()
        .map(|node| node["slug"].as_str().unwrap().to_owned())
        .collect()
}

#[tokio::test]
async fn everybody_finds_hubs_by_name_and_territory() {
    let hub = TestHub::start().await;
    create(&hub, "niort", "PTCE niortais", &["79191"], false).await;
    create(&hub, "premeo", "Préméo", &["34172", "34057"], true).await;
    create(&hub, "lyon", "Pôle lyonnais", &["69123"], false).await;
    create(&hub, "bastia", "Pôle de Bastia", &["2B033"], false).await;
    let visitor = hub.visitor();
    let found = async |filter: Value| slugs(&visitor, json!({ "filter": filter })).await;
    assert_eq!(
        found(json!({})).await,
        ["bastia", "lyon", "premeo", "niort"],
        "by name"
    );
    assert_eq!(found(json!({ "text": "PREMEO" })).await, ["premeo"]);
    assert_eq!(found(json!({ "text": "pole" })).await, ["bastia", "lyon"]);
    assert_eq!(found(json!({ "text": "100%" })).await, Vec::<String>::new());
    assert_eq!(found(json!({ "commune": "34057" })).await, ["premeo"]);
    assert_eq!(
        found(json!({ "commune": "69381" })).await,
        ["lyon"],
        "a municipal district"
    );
    assert_eq!(found(json!({ "department": "2b" })).await, ["bastia"]);
    assert_eq!(
        found(json!({ "department": "34", "demo": false })).await,
        Vec::<String>::new()
    );
    assert_eq!(found(json!({ "demo": true })).await, ["premeo"]);
    let newest = json!({ "orderBy": { "field": "CREATED_AT", "direction": "DESC" } });
    assert_eq!(
        slugs(&visitor, newest).await,
        ["bastia", "lyon", "premeo", "niort"]
    );
    let last = json!({ "orderBy": { "field": "NAME", "direction": "DESC" } });
    assert_eq!(
        slugs(&visitor, last).await,
        ["niort", "premeo", "lyon", "bastia"]
    );

    for (filter, argument) in [
        (json!({ "commune": "34999" }), "commune"),
        (json!({ "department": "99" }), "department"),
    ] {
        let answer = visitor.ask(LIST, json!({ "filter": filter })).await;
        assert_eq!(
            answer.expect_error("INVALID")["extensions"]["argument"],
            argument
        );
    }
}

#[tokio::test]
async fn pages_of_hubs_miss_none_and_repeat_none() {
    let hub = TestHub::start().await;
    for number in 0..7 {
        // Two by two of one name.
        create(
            &hub,
            &format!("pole-{number}"),
            &format!("Pôle {}", number / 2),
            &[],
            false,
        )
        .await;
    }
    let visitor = hub.visitor();
    for field in ["NAME", "CREATED_AT"] {
        for direction in ["ASC", "DESC"] {
            let order = json!({ "field": field, "direction": direction });
            let all = slugs(&visitor, json!({ "orderBy": order })).await;
            assert_eq!(all.len(), 7);
            let (mut forward, mut after) = (Vec::new(), Value::Null);
            loop {
                let variables = json!({ "first": 3, "after": after, "orderBy": order });
                let data = visitor.gql(LIST, variables).await;
                let nodes = data["hubs"]["nodes"].as_array().unwrap();
                forward.extend(
                    nodes
                        .iter()
                        .map(|node| node["slug"].as_str().unwrap().to_owned()),
                );
                after = data["hubs"]["pageInfo"]["endCursor"].clone();
                if data["hubs"]["pageInfo"]["hasNextPage"] == false {
                    break;
                }
            }
            assert_eq!(forward, all, "{field} {direction}");
            let variables = json!({ "last": 2, "before": after, "orderBy": order });
            let backward = slugs(&visitor, variables).await;
            assert_eq!(backward, all[4..6], "{field} {direction}");
            let foreign = json!({ "first": 3, "after": after, "orderBy": { "field": field, "direction": if direction == "ASC" { "DESC" } else { "ASC" } } });
            visitor.ask(LIST, foreign).await.expect_error("INVALID");
        }
    }
}

#[tokio::test]
async fn a_hub_is_found_by_its_id_or_its_slug() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let find = "query ($id: ID, $slug: String) { hub(id: $id, slug: $slug) { id slug } }";
    let visitor = hub.visitor();
    let expected = json!({ "id": pole.id.to_string(), "slug": "rives" });
    assert_eq!(
        visitor.gql(find, json!({ "slug": "rives" })).await["hub"],
        expected
    );
    assert_eq!(
        visitor
            .gql(find, json!({ "id": pole.id.to_string() }))
            .await["hub"],
        expected
    );
    assert_eq!(
        visitor.gql(find, json!({ "slug": "nulle-part" })).await["hub"],
        Value::Null
    );
    let nowhere = json!({ "id": "hub_01h455vb4pex5vsknk084sn02q" });
    assert_eq!(visitor.gql(find, nowhere).await["hub"], Value::Null);
    for (wrong, argument) in [
        (json!({}), "id"),
        (
            json!({ "id": pole.id.to_string(), "slug": "rives" }),
            "slug",
        ),
        (json!({ "slug": "Pas un slug" }), "slug"),
        (json!({ "id": "person_01h455vb4pex5vsknk084sn02q" }), "id"),
    ] {
        let answer = visitor.ask(find, wrong).await;
        assert_eq!(
            answer.expect_error("INVALID")["extensions"]["argument"],
            argument
        );
    }
}

/// An active member of this legal form.
async fn member(hub: &TestHub, pole: &Pole, name: &str, legal_form: LegalForm) -> Body {
    let representative = hub.person(&format!("Voix {name}")).await;
    let actor = hub.actor(&representative).await;
    let draft = OrganisationDraft {
        name: name.to_owned(),
        legal_form: Some(legal_form),
        ..OrganisationDraft::default()
    };
    let (organisation, _) = organisations::create(hub.platform(), &actor, draft)
        .await
        .unwrap();
    let body = Body {
        id: organisation.id,
        representative,
    };
    hub.join(pole, &body).await;
    body
}

#[tokio::test]
async fn the_composition_says_who_satisfies_what() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let id = json!({ "id": pole.id.to_string() });
    let empty = hub.visitor().gql(COMPOSITION, id.clone()).await;
    assert_eq!(empty["hub"]["composition"]["satisfied"], false);
    member(&hub, &pole, "Ville de Rives", LegalForm::LocalAuthority).await;
    member(&hub, &pole, "Recyclerie", LegalForm::Association).await;
    let waiting = hub.organisation("Candidate").await;
    crate::memberships::apply(&pole, &waiting).await;
    member(&hub, &pole, "Menuiserie SARL", LegalForm::CommercialCompany).await;
    let (data, statements) = hub.statements_of(hub.visitor().gql(COMPOSITION, id)).await;
    let condition = |rule: &str, names: &[&str]| {
        let organisations: Vec<_> = names.iter().map(|name| json!({ "name": name })).collect();
        json!({ "rule": rule, "satisfied": true, "count": names.len(), "organisations": organisations })
    };
    assert_eq!(
        data["hub"]["composition"],
        json!({
            "satisfied": true,
            "conditions": [
                condition("THREE_LEGAL_PERSONS", &["Menuiserie SARL", "Recyclerie", "Ville de Rives"]),
                condition("ESS_ENTERPRISE", &["Recyclerie"]),
                condition("OTHER_ENTERPRISE", &["Menuiserie SARL"]),
                condition("OTHER_KIND", &["Ville de Rives"]),
            ],
        })
    );
    // The hub; its members, whole with the hubs that care for them; the members as seen.
    assert!(statements <= 5, "{statements} statements");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_list_of_hubs_takes_no_statement_more_for_ten_than_for_one() {
    const QUERY: &str = "{
      hubs(first: 100) {
        nodes {
          name charters { number } team { role person { name } }
          memberships(first: 1) { totalCount nodes { category college { name } organisation { name } } }
        }
      }
    }";
    let hub = TestHub::start().await;
    let pole = hub.pole("Premier").await;
    let member = hub.member(&pole, "Recyclerie").await;
    let second = hub.member(&pole, "Ressourcerie").await;
    let client = &member.representative;
    client.gql("{ me { id } }", json!({})).await;
    let (one, few) = hub.statements_of(client.gql(QUERY, json!({}))).await;
    for number in 0..9 {
        let next = hub.pole(&format!("Suivant {number}")).await;
        hub.join(&next, &member).await;
        hub.join(&next, &second).await;
    }
    client.gql("{ me { id } }", json!({})).await;
    let (ten, many) = hub.statements_of(client.gql(QUERY, json!({}))).await;
    assert_eq!(one["hubs"]["nodes"].as_array().unwrap().len(), 1);
    assert_eq!(ten["hubs"]["nodes"].as_array().unwrap().len(), 10);
    assert_eq!(
        ten["hubs"]["nodes"][9]["memberships"]["nodes"][0]["organisation"]["name"],
        "Recyclerie"
    );
    assert_eq!(ten["hubs"]["nodes"][9]["memberships"]["totalCount"], 2);
    assert_eq!(few, many);
}
