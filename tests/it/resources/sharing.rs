//! With whom a resource is shared, and how exactly its place is shown.

use serde_json::{Value, json};

use super::{content, draft, published, read, try_draft};
use crate::harness::{Body, Pole, TestHub};

/// Makes an organisation a member of one more hub.
async fn joins(hub: &TestHub, pole: &Pole, body: &Body) {
    let apply = "mutation($input: ApplyForMembershipInput!) { applyForMembership(input: $input) { membership { id version } errors { code } } }";
    let input = json!({ "hub": pole.id.to_string(), "actingFor": body.id.to_string(), "category": "ACTIVE_MEMBER", "charterVersion": 1 });
    let data = body
        .representative
        .gql(apply, json!({ "input": input }))
        .await;
    let membership = &data["applyForMembership"]["membership"];
    let accept = "mutation($input: AcceptMembershipInput!) { acceptMembership(input: $input) { membership { state } errors { code } } }";
    let input = json!({ "id": membership["id"], "expectedVersion": membership["version"] });
    let data = pole
        .coordinator
        .gql(accept, json!({ "input": input }))
        .await;
    assert_eq!(data["acceptMembership"]["membership"]["state"], "ACTIVE");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_member_shares_with_the_hubs_that_it_belongs_to_and_no_others() {
    let hub = TestHub::start().await;
    let here = hub.pole("Pôle d’ici").await;
    let there = hub.pole("Pôle d’à côté").await;
    let beyond = hub.pole("Pôle de plus loin").await;
    let member = hub.member(&here, "Maison de l’ESS").await;
    let neighbour = hub.member(&there, "La Cagette").await;
    let stranger = hub.member(&beyond, "Uniscop").await;
    let mut shared = content("Salle de réunion", "HUB");
    shared["sharedWith"] = json!([there.id.to_string()]);

    let refused = try_draft(&here, &member, shared.clone()).await;
    let error = &refused["errors"][0];
    assert_eq!(error["code"], "NOT_ACTIVE_MEMBER");
    assert_eq!(error["facts"][0]["value"], there.id.to_string());

    joins(&hub, &there, &member).await;
    let resource = published(&hub, &here, &member, shared).await;
    let seen = read(&neighbour.representative, &resource["id"]).await;
    let hubs = json!([{ "name": "Pôle d’ici" }, { "name": "Pôle d’à côté" }]);
    assert_eq!(seen["hubs"], hubs);
    for who in [&stranger.representative, &hub.visitor()] {
        assert_eq!(read(who, &resource["id"]).await, Value::Null);
    }
    let of_hub = "query($id: ID!) { hub(id: $id) { resources { totalCount nodes { title } } } }";
    for (pole, expected) in [(&here, 1), (&there, 1), (&beyond, 0)] {
        let id = json!({ "id": pole.id.to_string() });
        let data = member.representative.gql(of_hub, id).await;
        assert_eq!(data["hub"]["resources"]["totalCount"], expected);
    }
}

#[tokio::test]
async fn what_is_shared_with_named_organisations_is_seen_by_these_and_the_hubs_team() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let named = hub.member(&pole, "La Cagette").await;
    let other = hub.member(&pole, "Uniscop").await;
    let mut private = content("Presse à balles", "PARTIES");
    let nobody = try_draft(&pole, &member, private.clone()).await;
    assert_eq!(nobody["errors"][0]["path"], json!(["content", "parties"]));
    private["parties"] = json!(["organisation_01h455vb4pex5vsknk084sn02q"]);
    let unknown = try_draft(&pole, &member, private.clone()).await;
    assert_eq!(unknown["errors"][0]["path"], json!(["content", "parties"]));

    private["parties"] = json!([named.id.to_string()]);
    let resource = published(&hub, &pole, &member, private).await;
    assert_eq!(resource["parties"], json!([{ "name": "La Cagette" }]));
    let seen = read(&named.representative, &resource["id"]).await;
    assert_eq!(
        seen["parties"],
        Value::Null,
        "who else is named is not theirs to know"
    );
    let team = read(&pole.coordinator, &resource["id"]).await;
    assert_eq!(team["parties"], json!([{ "name": "La Cagette" }]));
    for who in [&other.representative, &hub.visitor()] {
        assert_eq!(read(who, &resource["id"]).await, Value::Null);
    }
}

#[tokio::test]
async fn others_learn_the_place_as_exactly_as_its_owner_wants() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let address = json!("12 rue du Port");
    for (precision, point, told) in [
        ("EXACT", json!(43.6), &address),
        ("COMMUNE", Value::Null, &Value::Null),
        ("HIDDEN", Value::Null, &Value::Null),
    ] {
        let mut placed = content(&format!("Salle {precision}"), "PUBLIC");
        placed["location"]["precision"] = json!(precision);
        let resource = published(&hub, &pole, &member, placed).await;
        let seen = read(&hub.visitor(), &resource["id"]).await;
        assert_eq!(seen["location"]["latitude"], point, "{precision}");
        assert_eq!(seen["location"].is_null(), precision == "HIDDEN");
        assert_eq!(&seen["address"], told, "{precision}");
        for insider in [&member.representative, &pole.coordinator] {
            let seen = read(insider, &resource["id"]).await;
            assert_eq!(seen["location"]["latitude"], 43.6, "{precision}");
            assert_eq!(seen["address"], address);
        }
    }
}

#[tokio::test]
async fn a_suspended_member_keeps_its_drafts_and_publishes_nothing() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle des salles").await;
    let member = hub.member(&pole, "Maison de l’ESS").await;
    let resource = draft(&pole, &member, content("Salle de réunion", "HUB")).await;
    let memberships =
        "query($id: ID!) { organisation(id: $id) { memberships { nodes { id version } } } }";
    let id = json!({ "id": member.id.to_string() });
    let data = pole.coordinator.gql(memberships, id).await;
    let membership = &data["organisation"]["memberships"]["nodes"][0];
    let suspend = "mutation($input: SuspendMembershipInput!) { suspendMembership(input: $input) { membership { state } errors { code } } }";
    let input = json!({ "id": membership["id"], "expectedVersion": membership["version"], "reason": "Cotisation due." });
    pole.coordinator
        .gql(suspend, json!({ "input": input }))
        .await;

    let submit = super::act(&resource, member.id, json!({}));
    let refused = member.representative.ask(super::SUBMIT, submit).await;
    refused.expect_error("FORBIDDEN");
    let mine = read(&member.representative, &resource["id"]).await;
    assert_eq!(mine["state"], "DRAFT");
    hub.run_jobs().await;
}
