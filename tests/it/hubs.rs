//! Hubs: read by all, set up by their coordinators.

mod reading;
mod team;

use serde_json::{Value, json};

use crate::harness::{Answer, Client, Pole, TestHub};

const READ: &str = "
    query ($id: ID!) {
      hub(id: $id) {
        id slug name summary description timeZone demo version
        territory { code name }
        charter { number text acceptBy }
        charters { number text }
        colleges { id name description }
        moderationPolicy { kind timing }
        reasonTemplates { id label text ground reference }
        availableActions { action allowed code }
      }
    }";

const UPDATE: &str = "
    mutation ($input: UpdateHubInput!) {
      updateHub(input: $input) { hub { name version } errors { code path facts { name value } } }
    }";

const SET_COLLEGES: &str = "
    mutation ($input: SetCollegesInput!) {
      setColleges(input: $input) {
        hub { version colleges { id name description } }
        errors { code path facts { name value } }
      }
    }";

const PUBLISH_CHARTER: &str = "
    mutation ($input: PublishCharterInput!) {
      publishCharter(input: $input) {
        hub { version charter { number text acceptBy } }
        errors { code path facts { name value } }
      }
    }";

const SET_POLICY: &str = "
    mutation ($input: SetModerationPolicyInput!) {
      setModerationPolicy(input: $input) {
        hub { version moderationPolicy { kind timing } }
        errors { code path facts { name value } }
      }
    }";

const SET_TEMPLATES: &str = "
    mutation ($input: SetReasonTemplatesInput!) {
      setReasonTemplates(input: $input) {
        hub { version reasonTemplates { id label text ground reference } }
        errors { code path facts { name value } }
      }
    }";

/// What a client sees of a hub.
pub(crate) async fn read(client: &Client, pole: &Pole) -> Value {
    client.gql(READ, json!({ "id": pole.id.to_string() })).await["hub"].clone()
}

/// Publishes the next charter version.
pub(crate) async fn publish_charter(client: &Client, pole: &Pole, text: &str) -> Value {
    let version = read(client, pole).await["version"].clone();
    let input = json!({ "id": pole.id.to_string(), "expectedVersion": version, "text": text });
    let data = client.gql(PUBLISH_CHARTER, json!({ "input": input })).await;
    data["publishCharter"]["hub"].clone()
}

/// Sets the colleges to these and returns their ids.
pub(crate) async fn set_colleges(client: &Client, pole: &Pole, names: &[&str]) -> Vec<String> {
    let version = read(client, pole).await["version"].clone();
    let colleges: Vec<_> = names.iter().map(|name| json!({ "name": name })).collect();
    let input =
        json!({ "id": pole.id.to_string(), "expectedVersion": version, "colleges": colleges });
    let data = client.gql(SET_COLLEGES, json!({ "input": input })).await;
    let colleges = data["setColleges"]["hub"]["colleges"].as_array().unwrap();
    colleges
        .iter()
        .map(|college| college["id"].as_str().unwrap().to_owned())
        .collect()
}

/// The paths of everything that is wrong with an input, with the problem.
fn faults(answer: &Answer) -> Vec<String> {
    answer
        .errors()
        .map(|error| {
            let path = error["path"].as_array().into_iter().flatten();
            let path: Vec<_> = path.filter_map(Value::as_str).collect();
            format!(
                "{}: {}",
                path.join("."),
                error["facts"][0]["value"].as_str().unwrap_or("?")
            )
        })
        .collect()
}

fn content(pole: &Pole, version: i64) -> Value {
    json!({
        "id": pole.id.to_string(),
        "expectedVersion": version,
        "content": {
            "name": "Pôle des deux rives",
            "summary": "Coopérer d'une rive à l'autre.",
            "description": "Un pôle **inventé**.",
            "territory": ["34172", "30189", "34172"],
            "timeZone": "Europe/Paris",
        },
    })
}

fn with(mut input: Value, fields: Value) -> Value {
    let Value::Object(fields) = fields else {
        panic!("fields")
    };
    input.as_object_mut().unwrap().extend(fields);
    json!({ "input": input })
}

#[tokio::test]
async fn a_coordinator_changes_what_the_hub_says_of_itself() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let version = read(&pole.coordinator, &pole).await["version"]
        .as_i64()
        .unwrap();
    let input = content(&pole, version);

    let rehearsed = pole
        .coordinator
        .gql(UPDATE, with(input.clone(), json!({ "dryRun": true })))
        .await;
    assert_eq!(rehearsed["updateHub"]["hub"]["name"], "Pôle des deux rives");
    assert_eq!(
        read(&hub.visitor(), &pole).await["name"],
        "Rives",
        "nothing is written"
    );

    pole.coordinator
        .gql(UPDATE, with(input.clone(), json!({})))
        .await;
    let seen = read(&hub.visitor(), &pole).await;
    assert_eq!(seen["name"], "Pôle des deux rives");
    assert_eq!(seen["slug"], "rives");
    assert_eq!(seen["version"], version + 1);
    let territory =
        json!([{ "code": "30189", "name": "Nîmes" }, { "code": "34172", "name": "Montpellier" }]);
    assert_eq!(seen["territory"], territory);

    let stale = pole.coordinator.ask(UPDATE, with(input, json!({}))).await;
    let conflict = stale.expect_error("CONFLICT");
    assert_eq!(
        conflict["facts"],
        json!([{ "name": "currentVersion", "value": (version + 1).to_string() }])
    );
}

#[tokio::test]
async fn everything_wrong_with_a_hub_is_said_at_once_and_nothing_is_written() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let version = read(&pole.coordinator, &pole).await["version"]
        .as_i64()
        .unwrap();
    let mut input = content(&pole, version);
    for (field, wrong) in [
        ("name", json!("x")),
        ("summary", json!(" ")),
        ("territory", json!(["99999"])),
        ("timeZone", json!("Lune")),
    ] {
        input["content"][field] = wrong;
    }
    let answer = pole
        .coordinator
        .ask(UPDATE, json!({ "input": input }))
        .await;
    let expected = [
        "content.name: TOO_SHORT",
        "content.summary: REQUIRED",
        "content.territory.0: UNKNOWN",
        "content.timeZone: UNKNOWN",
    ];
    assert_eq!(faults(&answer), expected);
    let answer = pole
        .coordinator
        .ask(
            UPDATE,
            with(
                content(&pole, version),
                json!({ "id": "project_01h455vb4pex5vsknk084sn02q" }),
            ),
        )
        .await;
    assert_eq!(faults(&answer), ["id: WRONG_TYPE"]);
    assert_eq!(read(&hub.visitor(), &pole).await["version"], version);
}

#[tokio::test]
async fn nobody_but_its_coordinators_sets_a_hub_up() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let other = hub.pole("Sources").await;
    let member = hub.member(&pole, "Recyclerie").await.representative;
    let moderator = team::moderator(&hub, &pole, "Modeste Modérateur").await;
    let before = read(&hub.visitor(), &pole).await;
    let version = before["version"].as_i64().unwrap();
    let target = json!({ "id": pole.id.to_string(), "expectedVersion": version });
    let acts = [
        (UPDATE, with(content(&pole, version), json!({}))),
        (
            SET_COLLEGES,
            with(
                target.clone(),
                json!({ "colleges": [{ "name": "Usagers" }] }),
            ),
        ),
        (
            PUBLISH_CHARTER,
            with(target.clone(), json!({ "text": "Obéir." })),
        ),
        (SET_POLICY, with(target.clone(), json!({ "policy": [] }))),
        (SET_TEMPLATES, with(target, json!({ "templates": [] }))),
    ];
    for (act, variables) in acts {
        for client in [&other.coordinator, &member, &moderator] {
            let answer = client.ask(act, variables.clone()).await;
            assert_eq!(
                answer.expect_error("FORBIDDEN")["extensions"]["reason"],
                "NEEDS_COORDINATOR"
            );
        }
        hub.visitor()
            .ask(act, variables.clone())
            .await
            .expect_error("UNAUTHENTICATED");
        let mut nowhere = variables;
        nowhere["input"]["id"] = json!("hub_01h455vb4pex5vsknk084sn02q");
        pole.coordinator
            .ask(act, nowhere)
            .await
            .expect_error("NOT_FOUND");
    }
    assert_eq!(read(&hub.visitor(), &pole).await, before);
}

#[tokio::test]
async fn of_two_edits_with_one_version_exactly_one_wins() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let version = read(&pole.coordinator, &pole).await["version"]
        .as_i64()
        .unwrap();
    let one = pole
        .coordinator
        .ask(UPDATE, with(content(&pole, version), json!({})));
    let two = pole
        .coordinator
        .ask(UPDATE, with(content(&pole, version), json!({})));
    let (one, two) = tokio::join!(one, two);
    let lost = [&one, &two]
        .into_iter()
        .filter(|answer| answer.has_error("CONFLICT"))
        .count();
    assert_eq!(lost, 1, "{one:?} {two:?}");
    assert_eq!(read(&hub.visitor(), &pole).await["version"], version + 1);
}

#[tokio::test]
async fn colleges_keep_their_ids_and_those_with_members_stay() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let ids = set_colleges(&pole.coordinator, &pole, &["Fondateurs", "Usagers"]).await;
    let member = hub.member(&pole, "Recyclerie").await;
    crate::memberships::place(&pole, &member, &ids[0]).await;

    let version = read(&pole.coordinator, &pole).await["version"].clone();
    let target = json!({ "id": pole.id.to_string(), "expectedVersion": version });
    let without = with(
        target.clone(),
        json!({ "colleges": [{ "id": ids[1], "name": "Usagers" }] }),
    );
    let refused = pole.coordinator.ask(SET_COLLEGES, without).await;
    let facts = refused.expect_error("COLLEGE_IN_USE")["facts"].clone();
    assert_eq!(facts, json!([{ "name": "college", "value": ids[0] }]));

    let faulty = json!({ "colleges": [
        { "id": "college_01h455vb4pex5vsknk084sn02q", "name": "Fondateurs" },
        { "id": ids[0], "name": "fondatèurs" },
    ] });
    let answer = pole
        .coordinator
        .ask(SET_COLLEGES, with(target.clone(), faulty))
        .await;
    assert_eq!(
        faults(&answer),
        ["colleges.0.id: UNKNOWN", "colleges.1.name: DUPLICATE"]
    );

    let renamed = json!({ "colleges": [{ "id": ids[0], "name": "Membres fondateurs", "description": "Les premiers." }] });
    let data = pole
        .coordinator
        .gql(SET_COLLEGES, with(target, renamed))
        .await;
    let colleges =
        json!([{ "id": ids[0], "name": "Membres fondateurs", "description": "Les premiers." }]);
    assert_eq!(data["setColleges"]["hub"]["colleges"], colleges);
    assert_eq!(read(&hub.visitor(), &pole).await["colleges"], colleges);
}

#[tokio::test]
async fn every_charter_version_can_be_read() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let version = read(&pole.coordinator, &pole).await["version"].clone();
    let target = json!({ "id": pole.id.to_string(), "expectedVersion": version });
    let past = with(
        target.clone(),
        json!({ "text": "", "acceptBy": "2001-01-01" }),
    );
    let answer = pole.coordinator.ask(PUBLISH_CHARTER, past).await;
    assert_eq!(
        faults(&answer),
        ["text: REQUIRED", "acceptBy: OUT_OF_RANGE"]
    );

    let next = with(
        target,
        json!({ "text": "Nous coopérons mieux.", "acceptBy": "2999-12-31" }),
    );
    pole.coordinator.gql(PUBLISH_CHARTER, next).await;
    let seen = read(&hub.visitor(), &pole).await;
    assert_eq!(
        seen["charter"],
        json!({ "number": 2, "text": "Nous coopérons mieux.", "acceptBy": "2999-12-31" })
    );
    assert_eq!(
        seen["charters"],
        json!([
            { "number": 2, "text": "Nous coopérons mieux." },
            { "number": 1, "text": "Nous coopérons." },
        ])
    );
    hub.run_jobs().await;
}

#[tokio::test]
async fn a_hub_says_when_it_looks_and_its_team_alone_reads_its_templates() {
    let hub = TestHub::start().await;
    let pole = hub.pole("Rives").await;
    let member = hub.member(&pole, "Recyclerie").await.representative;
    let moderator = team::moderator(&hub, &pole, "Modeste Modérateur").await;
    let version = read(&pole.coordinator, &pole).await["version"]
        .as_i64()
        .unwrap();
    let target = json!({ "id": pole.id.to_string(), "expectedVersion": version });

    let before = json!([
        { "kind": "PROJECT", "timing": "BEFORE" },
        { "kind": "ORGANISATION", "timing": "BEFORE" },
        { "kind": "RESOURCE", "timing": "BEFORE" },
    ]);
    assert_eq!(
        read(&hub.visitor(), &pole).await["moderationPolicy"],
        before
    );
    let twice = json!({ "policy": [
        { "kind": "PROJECT", "timing": "AFTER" },
        { "kind": "PROJECT", "timing": "BEFORE" },
    ] });
    let answer = pole
        .coordinator
        .ask(SET_POLICY, with(target.clone(), twice))
        .await;
    assert_eq!(faults(&answer), ["policy.1.kind: DUPLICATE"]);
    let after = json!({ "policy": [{ "kind": "PROJECT", "timing": "AFTER" }] });
    let data = pole
        .coordinator
        .gql(SET_POLICY, with(target.clone(), after))
        .await;
    assert_eq!(
        data["setModerationPolicy"]["hub"]["moderationPolicy"][0]["timing"],
        "AFTER"
    );

    let target = json!({ "id": pole.id.to_string(), "expectedVersion": version + 1 });
    let lawless = json!({ "templates": [
        { "label": "Haine", "text": "Ce texte appelle à la haine.", "ground": "LAW" },
    ] });
    let answer = pole
        .coordinator
        .ask(SET_TEMPLATES, with(target.clone(), lawless))
        .await;
    assert_eq!(faults(&answer), ["templates.0.reference: REQUIRED"]);
    let templates = json!({ "templates": [
        { "label": "Budget", "text": "Le budget ne dit pas qui paie.", "ground": "CHARTER", "reference": "article 4" },
    ] });
    pole.coordinator
        .gql(SET_TEMPLATES, with(target, templates))
        .await;
    let seen = read(&moderator, &pole).await;
    assert_eq!(seen["reasonTemplates"][0]["reference"], "article 4");
    for client in [&hub.visitor(), &member] {
        assert_eq!(read(client, &pole).await["reasonTemplates"], Value::Null);
    }
}
