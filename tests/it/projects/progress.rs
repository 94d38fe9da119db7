//! How a published project gets on, who says so and who reads it.

use serde_json::{Value, json};

use super::{READ, STAGE, act, draft, published, read};
use crate::harness::{Answer, Body, Client, TestHub};

/// Something with a need or a milestone of a project, as its lead has just read it.
async fn progress(lead: &Body, project: &Value, name: &str, more: Value) -> Answer {
    let project = read(&lead.representative, &project["id"]).await;
    let (first, rest) = name.split_at(1);
    let query = format!(
        "mutation($input: {}{rest}Input!) {{ {name}(input: $input) {{
            project {{ version milestones {{ id doneOn }} needs {{ id state metNote }} }} errors {{ code path }} }} }}",
        first.to_uppercase()
    );
    lead.representative
        .ask(&query, act(&project, lead.id, more))
        .await
}

async fn done(lead: &Body, project: &Value, name: &str, more: Value) -> Value {
    progress(lead, project, name, more).await.data()[name]["project"].clone()
}

#[tokio::test]
async fn a_need_is_met_withdrawn_and_looked_for_again() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let project = published(&hub, &pole, &lead, "Réemploi des bouteilles").await;
    let need = json!({ "need": project["needs"][0]["id"] });
    progress(&lead, &project, "reopenNeed", need.clone())
        .await
        .expect_error("WRONG_STATE");
    let met = json!({ "need": need["need"], "note": "Le hangar du quai." });
    let after = done(&lead, &project, "meetNeed", met).await;
    assert_eq!(
        (&after["needs"][0]["state"], &after["needs"][0]["metNote"]),
        (&json!("MET"), &json!("Le hangar du quai."))
    );
    progress(&lead, &project, "withdrawNeed", need.clone())
        .await
        .expect_error("WRONG_STATE");
    let after = done(&lead, &project, "reopenNeed", need.clone()).await;
    assert_eq!(
        (&after["needs"][0]["state"], &after["needs"][0]["metNote"]),
        (&json!("OPEN"), &Value::Null)
    );
    let after = done(&lead, &project, "withdrawNeed", need.clone()).await;
    let left = after["needs"].as_array().unwrap();
    assert!(
        left.iter().all(|one| one["id"] != need["need"]),
        "it is shown no more"
    );
    let other = draft(&pole, &lead, "Un autre").await;
    progress(&lead, &other, "withdrawNeed", need)
        .await
        .expect_error("NOT_FOUND");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_milestone_is_reached_on_a_day() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let project = published(&hub, &pole, &lead, "Réemploi des bouteilles").await;
    let reached = json!({ "milestone": project["milestones"][0]["id"], "on": "2026-11-20" });
    let after = done(&lead, &project, "reachMilestone", reached.clone()).await;
    assert_eq!(after["milestones"][0]["doneOn"], "2026-11-20");
    let other = draft(&pole, &lead, "Un autre").await;
    progress(&lead, &project, "reachMilestone", reached.clone())
        .await
        .expect_error("WRONG_STATE");
    progress(&lead, &other, "reachMilestone", reached)
        .await
        .expect_error("WRONG_STATE");
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_suspended_lead_says_nothing_new_of_a_published_project() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let project = published(&hub, &pole, &lead, "Réemploi des bouteilles").await;
    let prepared = draft(&pole, &lead, "Un brouillon").await;
    crate::memberships::suspend(&pole, &lead).await;
    let given_up = json!({ "stage": "ABANDONED", "reason": "Le pôle nous a suspendus." });
    for (name, more) in [
        ("setProjectStage", given_up.clone()),
        (
            "meetNeed",
            json!({ "need": project["needs"][0]["id"], "note": "Personne." }),
        ),
        (
            "reachMilestone",
            json!({ "milestone": project["milestones"][0]["id"], "on": "2026-11-20" }),
        ),
    ] {
        let error = progress(&lead, &project, name, more)
            .await
            .expect_error("FORBIDDEN");
        assert_eq!(error["extensions"]["reason"], "NEEDS_MEMBERSHIP", "{name}");
    }
    // Its drafts are its own.
    progress(&lead, &prepared, "setProjectStage", given_up)
        .await
        .data();
    hub.run_jobs().await;
}

#[tokio::test]
async fn words_that_no_moderator_has_read_go_no_further_than_the_hub_and_the_parties() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Pôle du réemploi").await;
    let elsewhere = hub.pole("Pôle d’à côté").await;
    let lead = hub.member(&pole, "Oc’Consigne").await;
    let neighbour = hub.member(&pole, "La Cagette").await;
    let foreigner = hub.member(&elsewhere, "Uniscop").await;
    let partner = hub.member(&elsewhere, "Vrac & Cocinas").await;
    let project = published(&hub, &pole, &lead, "Réemploi des bouteilles").await;
    let invite = "mutation($input: InviteParticipantInput!) { inviteParticipant(input: $input) { participation { id } errors { code } } }";
    let invited = json!({ "organisation": partner.id.to_string() });
    lead.representative
        .gql(invite, act(&project, lead.id, invited))
        .await;
    let met = json!({ "need": project["needs"][0]["id"], "note": "Le hangar du quai." });
    done(&lead, &project, "meetNeed", met).await;
    let now = read(&lead.representative, &project["id"]).await;
    let given_up = json!({ "stage": "ABANDONED", "reason": "Le financement manque." });
    lead.representative
        .gql(STAGE, act(&now, lead.id, given_up))
        .await;

    let list = "{ projects { nodes { stage abandonedBecause needs { state metNote } } } }";
    let alone =
        "query($id: ID!) { project(id: $id) { stage abandonedBecause needs { state metNote } } }";
    let seen = async |client: &Client| {
        let in_list = client.gql(list, json!({})).await["projects"]["nodes"][0].clone();
        let one = client.gql(alone, json!({ "id": project["id"] })).await["project"].clone();
        assert_eq!(in_list, one, "the same through every door");
        assert_eq!(
            (&one["stage"], &one["needs"][0]["state"]),
            (&json!("ABANDONED"), &json!("MET"))
        );
        (
            one["abandonedBecause"].clone(),
            one["needs"][0]["metNote"].clone(),
        )
    };
    let told = (json!("Le financement manque."), json!("Le hangar du quai."));
    for client in [
        &lead.representative,
        &neighbour.representative,
        &partner.representative,
        &pole.coordinator,
    ] {
        assert_eq!(seen(client).await, told);
    }
    for client in [&hub.visitor(), &foreigner.representative] {
        assert_eq!(seen(client).await, (Value::Null, Value::Null));
        let whole = client.gql(READ, json!({ "id": project["id"] })).await;
        assert!(!whole.to_string().contains("hangar du quai"));
    }
    hub.run_jobs().await;
}
