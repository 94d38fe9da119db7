//! Memberships: organisations join hubs, hubs decide on them.

mod applications;
mod charter;
mod conflict;
mod oracle;
mod reading;
mod register;
mod suspension;

use maillage_domain::ids::HubId;
use serde_json::{Value, json};

use crate::harness::{Answer, Body, Client, Pole, TestHub};

/// A mutation on a membership, by its name and the type of its input.
fn act(name: &str, input: &str) -> String {
    format!(
        "mutation ($input: {input}!) {{
           {name}(input: $input) {{
             membership {{
               id version state category since until reason trusted charterAccepted
               college {{ name }} organisation {{ name }}
             }}
             errors {{ code message path facts {{ name value }} }}
           }}
         }}"
    )
}

/// Runs a mutation on a membership; `fields` are its input.
async fn ask(client: &Client, name: &str, fields: Value) -> Answer {
    let input = match name {
        "applyForMembership" => "ApplyForMembershipInput",
        "inviteMember" => "InviteMemberInput",
        "acceptMembership" => "AcceptMembershipInput",
        "refuseMembership" => "RefuseMembershipInput",
        "joinHub" => "JoinHubInput",
        "declineMembershipInvitation" => "DeclineMembershipInvitationInput",
        "suspendMembership" => "SuspendMembershipInput",
        "resumeMembership" => "ResumeMembershipInput",
        "leaveHub" => "LeaveHubInput",
        "excludeMember" => "ExcludeMemberInput",
        "acceptCharter" => "AcceptCharterInput",
        "changeMembership" => "ChangeMembershipInput",
        other => panic!("no such mutation: {other}"),
    };
    client
        .ask(&act(name, input), json!({ "input": fields }))
        .await
}

/// Runs a mutation that must succeed and returns the membership.
async fn step(client: &Client, name: &str, fields: Value) -> Value {
    ask(client, name, fields).await.data()[name]["membership"].clone()
}

/// The id and the version of a membership, with more fields.
fn target(membership: &Value, fields: Value) -> Value {
    let mut input = json!({ "id": membership["id"], "expectedVersion": membership["version"] });
    let Value::Object(fields) = fields else {
        panic!("fields")
    };
    input.as_object_mut().unwrap().extend(fields);
    input
}

fn application(hub: HubId, body: &Body) -> Value {
    json!({
        "hub": hub.to_string(),
        "actingFor": body.id.to_string(),
        "category": "ASSOCIATE",
        "charterVersion": 1,
    })
}

/// The organisation applies.
pub(crate) async fn apply(pole: &Pole, body: &Body) -> Value {
    step(
        &body.representative,
        "applyForMembership",
        application(pole.id, body),
    )
    .await
}

/// The live membership of an organisation in a hub, as a client sees it.
async fn read(client: &Client, pole: &Pole, body: &Body) -> Value {
    const QUERY: &str = "
        query ($hub: ID!, $organisation: ID!) {
          hub(id: $hub) {
            memberships(filter: { organisation: $organisation }, orderBy: { field: OPENED_AT, direction: DESC }) {
              totalCount
              nodes {
                id version state category since until reason trusted charterAccepted charterOutdated
                college { name } organisation { name }
                availableActions { action allowed code }
              }
            }
          }
        }";
    let variables = json!({ "hub": pole.id.to_string(), "organisation": body.id.to_string() });
    let data = client.gql(QUERY, variables).await;
    let list = &data["hub"]["memberships"];
    assert_eq!(list["totalCount"], list["nodes"].as_array().unwrap().len());
    list["nodes"][0].clone()
}

/// Suspends a member.
pub(crate) async fn suspend(pole: &Pole, body: &Body) {
    let membership = read(&pole.coordinator, pole, body).await;
    let fields = json!({ "reason": "Cotisation impayée." });
    step(
        &pole.coordinator,
        "suspendMembership",
        target(&membership, fields),
    )
    .await;
}

/// Puts a member into a college.
pub(crate) async fn place(pole: &Pole, body: &Body, college: &str) {
    let membership = read(&pole.coordinator, pole, body).await;
    let fields = json!({ "category": "FOUNDER", "college": college, "trusted": false });
    step(
        &pole.coordinator,
        "changeMembership",
        target(&membership, fields),
    )
    .await;
}

/// What a client may do with a membership, by name.
fn allowed(membership: &Value) -> Vec<&str> {
    let actions = membership["availableActions"].as_array().unwrap().iter();
    let allowed = actions.filter(|action| action["allowed"] == true);
    allowed
        .map(|action| action["action"].as_str().unwrap())
        .collect()
}

async fn profile(client: &Client, body: &Body) -> Value {
    let query = "query ($id: ID!) { organisation(id: $id) { name state } }";
    client
        .gql(query, json!({ "id": body.id.to_string() }))
        .await["organisation"]
        .clone()
}

#[tokio::test]
async fn an_invited_organisation_joins_or_declines() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let other = hub.pole("Sources").await;
    let body = hub.member(&other, "Recyclerie").await;
    let invitation = json!({
        "hub": pole.id.to_string(),
        "organisation": body.id.to_string(),
        "category": "PARTNER",
    });
    for client in [&other.coordinator, &body.representative] {
        ask(client, "inviteMember", invitation.clone())
            .await
            .expect_error("FORBIDDEN");
    }
    ask(&hub.visitor(), "inviteMember", invitation.clone())
        .await
        .expect_error("UNAUTHENTICATED");
    let mut unknown = invitation.clone();
    unknown["college"] = json!("college_01h455vb4pex5vsknk084sn02q");
    let answer = ask(&pole.coordinator, "inviteMember", unknown).await;
    assert_eq!(answer.expect_error("INVALID")["path"], json!(["college"]));
    let hidden = hub.organisation("Jamais publiée").await;
    let mut unseen = invitation.clone();
    unseen["organisation"] = json!(hidden.id.to_string());
    ask(&pole.coordinator, "inviteMember", unseen)
        .await
        .expect_error("NOT_FOUND");

    let invited = step(&pole.coordinator, "inviteMember", invitation.clone()).await;
    assert_eq!(
        (&invited["state"], &invited["charterAccepted"]),
        (&json!("INVITED"), &Value::Null)
    );
    ask(&pole.coordinator, "inviteMember", invitation.clone())
        .await
        .expect_error("ALREADY_MEMBER");
    assert_eq!(
        allowed(&read(&body.representative, &pole, &body).await),
        ["JOIN", "DECLINE"]
    );
    assert_eq!(
        read(&other.coordinator, &pole, &body).await,
        Value::Null,
        "not its business"
    );

    let acting = json!({ "actingFor": body.id.to_string() });
    let declined = step(
        &body.representative,
        "declineMembershipInvitation",
        target(&invited, acting.clone()),
    )
    .await;
    assert_eq!(
        (&declined["state"], &declined["until"]),
        (&json!("DECLINED"), &Value::Null)
    );

    let invited = step(&pole.coordinator, "inviteMember", invitation).await;
    let joining = json!({ "actingFor": body.id.to_string(), "charterVersion": 1 });
    ask(
        &pole.coordinator,
        "joinHub",
        target(&invited, joining.clone()),
    )
    .await
    .expect_error("FORBIDDEN");
    let old = json!({ "actingFor": body.id.to_string(), "charterVersion": 0 });
    ask(&body.representative, "joinHub", target(&invited, old))
        .await
        .expect_error("CHARTER_OUTDATED");
    let joined = step(&body.representative, "joinHub", target(&invited, joining)).await;
    assert_eq!(
        (&joined["state"], &joined["charterAccepted"]),
        (&json!("ACTIVE"), &json!(1))
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_coordinator_changes_category_college_and_trust() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let colleges = crate::hubs::set_colleges(&pole.coordinator, &pole, &["Fondateurs"]).await;
    let body = hub.member(&pole, "Recyclerie").await;
    let member = read(&pole.coordinator, &pole, &body).await;
    let fields = json!({ "category": "FOUNDER", "college": colleges[0], "trusted": true });
    ask(
        &body.representative,
        "changeMembership",
        target(&member, fields.clone()),
    )
    .await
    .expect_error("FORBIDDEN");
    let changed = step(
        &pole.coordinator,
        "changeMembership",
        target(&member, fields.clone()),
    )
    .await;
    assert_eq!(
        (&changed["category"], &changed["trusted"]),
        (&json!("FOUNDER"), &json!(true))
    );
    ask(
        &pole.coordinator,
        "changeMembership",
        target(&member, fields.clone()),
    )
    .await
    .expect_error("CONFLICT");
    ask(
        &pole.coordinator,
        "changeMembership",
        target(&changed, fields),
    )
    .await
    .expect_error("NOTHING_TO_DO");
    let fields = json!({ "category": "FOUNDER", "college": "college_01h455vb4pex5vsknk084sn02q", "trusted": true });
    let answer = ask(
        &pole.coordinator,
        "changeMembership",
        target(&changed, fields),
    )
    .await;
    assert_eq!(answer.expect_error("INVALID")["path"], json!(["college"]));
    let fields = json!({ "category": "FOUNDER", "college": "hub_01h455vb4pex5vsknk084sn02q", "trusted": true });
    let answer = ask(
        &pole.coordinator,
        "changeMembership",
        target(&changed, fields),
    )
    .await;
    assert_eq!(answer.expect_error("INVALID")["path"], json!(["college"]));

    assert_eq!(
        read(&body.representative, &pole, &body).await["trusted"],
        true
    );
    let neighbour = hub.member(&pole, "Voisine").await.representative;
    for client in [&neighbour, &hub.visitor()] {
        assert_eq!(read(client, &pole, &body).await["trusted"], Value::Null);
    }
    let fields = json!({ "category": "FOUNDER", "trusted": true });
    let changed = step(
        &pole.coordinator,
        "changeMembership",
        target(&changed, fields),
    )
    .await;
    assert_eq!(changed["college"], Value::Null, "out of the college");
}

#[tokio::test]
async fn the_coordinator_of_another_hub_touches_nothing() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let other = hub.pole("Sources").await;
    let body = hub.organisation("Recyclerie").await;
    let applied = apply(&pole, &body).await;
    let why = json!({ "reason": "Parce que." });
    for (name, fields) in [
        ("acceptMembership", json!({})),
        ("refuseMembership", why.clone()),
        ("suspendMembership", why.clone()),
        ("resumeMembership", json!({})),
        ("excludeMember", why.clone()),
        (
            "changeMembership",
            json!({ "category": "FOUNDER", "trusted": true }),
        ),
    ] {
        ask(&other.coordinator, name, target(&applied, fields.clone()))
            .await
            .expect_error("NOT_FOUND");
        ask(&hub.visitor(), name, target(&applied, fields))
            .await
            .expect_error("NOT_FOUND");
    }
    let accepted = step(
        &pole.coordinator,
        "acceptMembership",
        target(&applied, json!({})),
    )
    .await;
    // Now everybody sees it, and still only its own coordinator acts on it.
    for (name, fields) in [("suspendMembership", why.clone()), ("excludeMember", why)] {
        let answer = ask(&other.coordinator, name, target(&accepted, fields.clone())).await;
        assert_eq!(
            answer.expect_error("FORBIDDEN")["extensions"]["reason"],
            "NEEDS_COORDINATOR"
        );
        ask(&hub.visitor(), name, target(&accepted, fields))
            .await
            .expect_error("UNAUTHENTICATED");
    }
    for name in ["leaveHub", "declineMembershipInvitation"] {
        let fields = json!({ "actingFor": body.id.to_string() });
        ask(&other.coordinator, name, target(&accepted, fields))
            .await
            .expect_error("FORBIDDEN");
    }
    assert_eq!(read(&hub.visitor(), &pole, &body).await["state"], "ACTIVE");
    hub.run_jobs().await;
}
