//! Revisions, content published at once, takedowns, grounds.

use serde_json::{Value, json};

use super::{Scene, decide, decided, grounds, may, mutate, take_down};

#[tokio::test]
async fn a_revision_waits_beside_the_published_text_and_shows_the_difference() {
    let scene = Scene::start().await;
    let visitor = scene.hub.visitor();
    let project = scene.published("Réemploi").await;
    let project = scene.retitle(&project, "Réemploi et consigne").await;
    assert_eq!(scene.read(&visitor, &project).await["title"], "Réemploi");
    assert_eq!(
        scene.read(&visitor, &project).await["revision"],
        Value::Null
    );

    let review = scene.waiting(&project).await;
    assert_eq!(review["kind"], "REVISION");
    let difference =
        json!([{ "field": "title", "before": "Réemploi", "after": "Réemploi et consigne" }]);
    assert_eq!(review["changes"], difference);

    // Changed again before anybody decided: one review, and who read the older text is told.
    let project = scene
        .retitle(&project, "Réemploi, consigne et lavage")
        .await;
    decide(&scene.moderator, "publishReviewed", &review, json!({}))
        .await
        .expect_error("CONFLICT");
    let newer = scene.waiting(&project).await;
    assert_eq!(newer["id"], review["id"]);
    assert_eq!(newer["changes"][0]["after"], "Réemploi, consigne et lavage");

    let more = json!({ "grounds": grounds() });
    decided(&scene.moderator, "requestChanges", &newer, more).await;
    let project = scene.read(&scene.author.representative, &project).await;
    assert_eq!(project["revision"]["state"], "CHANGES_REQUESTED");
    assert_eq!(
        project["revision"]["statement"]["facts"],
        "Le budget ne dit pas qui paie."
    );
    assert_eq!(project["state"], "PUBLISHED");

    let project = scene.retitle(&project, "Réemploi et lavage").await;
    let last = scene.waiting(&project).await;
    assert_ne!(last["id"], review["id"]);
    assert_eq!(scene.read(&visitor, &project).await["title"], "Réemploi");
    let last = decided(&scene.moderator, "publishReviewed", &last, json!({})).await;
    assert_eq!(last["changes"], json!([]));
    let seen = scene.read(&visitor, &project).await;
    assert_eq!(seen["title"], "Réemploi et lavage");
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn a_refused_revision_leaves_the_published_text_and_is_kept_for_its_author() {
    let scene = Scene::start().await;
    let project = scene.published("Réemploi").await;
    let project = scene.retitle(&project, "Vente de voitures").await;
    let review = scene.waiting(&project).await;
    let more = json!({ "grounds": grounds() });
    let review = decided(&scene.moderator, "rejectReviewed", &review, more).await;
    assert_eq!(review["decision"]["statement"]["restriction"], "REJECTED");

    assert_eq!(
        scene.read(&scene.hub.visitor(), &project).await["title"],
        "Réemploi"
    );
    let project = scene.read(&scene.author.representative, &project).await;
    assert_eq!(project["revision"]["state"], "REJECTED");
    assert_eq!(
        project["revision"]["changes"][0]["after"],
        "Vente de voitures"
    );
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn where_a_hub_looks_afterwards_a_refusal_takes_down() {
    let scene = Scene::start().await;
    scene.look_afterwards().await;
    let visitor = scene.hub.visitor();
    let project = scene.submitted("Réemploi").await;
    assert_eq!(project["state"], "PUBLISHED");
    assert_eq!(scene.read(&visitor, &project).await["title"], "Réemploi");

    let review = scene.waiting(&project).await;
    assert_eq!(may(&review, "REQUEST_CHANGES"), "WRONG_STATE");
    let more = json!({ "grounds": grounds() });
    decide(&scene.moderator, "requestChanges", &review, more.clone())
        .await
        .expect_error("WRONG_STATE");

    // An edit goes out at once and does not escape the look.
    let project = scene.retitle(&project, "Réemploi douteux").await;
    assert_eq!(
        scene.read(&visitor, &project).await["title"],
        "Réemploi douteux"
    );
    let review = scene.waiting(&project).await;
    let review = decided(&scene.moderator, "rejectReviewed", &review, more).await;
    assert_eq!(review["decision"]["outcome"], "HIDDEN");
    assert_eq!(review["decision"]["statement"]["restriction"], "HIDDEN");
    assert_eq!(scene.read(&visitor, &project).await, Value::Null);
    let project = scene.read(&scene.author.representative, &project).await;
    assert_eq!(project["state"], "HIDDEN");
    assert_eq!(project["statement"]["restriction"], "HIDDEN");

    // Left published, it does not change.
    let other = scene.submitted("Lavage").await;
    let review = scene.waiting(&other).await;
    decided(&scene.moderator, "publishReviewed", &review, json!({})).await;
    let after = scene.read(&scene.author.representative, &other).await;
    assert_eq!(after["version"], other["version"]);
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn what_a_trusted_member_writes_waits_for_nobody() {
    let scene = Scene::start().await;
    let query = "query($hub: ID!) { hub(id: $hub) { memberships { nodes { id version category organisation { id } } } } }";
    let data = scene
        .pole
        .coordinator
        .gql(query, json!({ "hub": scene.pole.id.to_string() }))
        .await;
    let nodes = data["hub"]["memberships"]["nodes"].as_array().unwrap();
    let membership = nodes
        .iter()
        .find(|one| one["organisation"]["id"] == scene.author.id.to_string())
        .unwrap();
    let input = json!({
        "id": membership["id"],
        "expectedVersion": membership["version"],
        "category": membership["category"],
        "trusted": true,
    });
    mutate(
        &scene.pole.coordinator,
        "changeMembership",
        "membership { id }",
        input,
    )
    .await
    .data();

    let project = scene.submitted("Réemploi").await;
    assert_eq!(project["state"], "PUBLISHED");
    let project = scene.retitle(&project, "Réemploi et lavage").await;
    assert_eq!(project["revision"], Value::Null);
    assert_eq!(
        scene.queue(&scene.moderator, json!({})).await["totalCount"],
        0
    );
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn a_moderator_takes_a_project_down_and_shows_it_again() {
    let scene = Scene::start().await;
    let visitor = scene.hub.visitor();
    let project = scene.published("Réemploi").await;
    let project = scene.retitle(&project, "Réemploi et consigne").await;
    let revision = scene.waiting(&project).await;
    let more = json!({ "grounds": grounds() });

    // Those who may not, and what is not there yet.
    take_down(
        &scene.author.representative,
        "hideProject",
        &project,
        more.clone(),
    )
    .await
    .expect_error("FORBIDDEN");
    take_down(&visitor, "hideProject", &project, more.clone())
        .await
        .expect_error("UNAUTHENTICATED");
    let draft = scene.draft("Brouillon").await;
    take_down(&scene.moderator, "hideProject", &draft, more.clone())
        .await
        .expect_error("NOT_FOUND");
    let stale = json!({ "id": project["id"], "version": 1 });
    take_down(&scene.moderator, "hideProject", &stale, more.clone())
        .await
        .expect_error("CONFLICT");
    let rehearsal = json!({ "grounds": grounds(), "dryRun": true });
    let rehearsed = take_down(&scene.moderator, "hideProject", &project, rehearsal).await;
    assert_eq!(
        rehearsed.data()["hideProject"]["project"]["state"],
        "HIDDEN"
    );
    assert_eq!(scene.read(&visitor, &project).await["state"], "PUBLISHED");

    let hidden = take_down(&scene.moderator, "hideProject", &project, more.clone()).await;
    let hidden = hidden.data()["hideProject"]["project"].clone();
    assert_eq!(hidden["statement"]["restriction"], "HIDDEN");
    assert_eq!(
        hidden["revision"]["state"], "RETURNED",
        "what its author wrote is not lost"
    );
    assert_eq!(scene.read(&visitor, &project).await, Value::Null);
    let ended = scene.review(&scene.moderator, &revision).await;
    assert_eq!(ended["decision"]["outcome"], "WITHDRAWN");
    take_down(&scene.moderator, "hideProject", &hidden, more)
        .await
        .expect_error("WRONG_STATE");

    let restored = take_down(&scene.colleague, "restoreProject", &hidden, json!({})).await;
    assert_eq!(
        restored.data()["restoreProject"]["project"]["state"],
        "PUBLISHED"
    );
    assert_eq!(scene.read(&visitor, &project).await["title"], "Réemploi");
    let own = scene.read(&scene.author.representative, &project).await;
    assert_eq!(own["revision"]["state"], "RETURNED");
    let waits = scene.queue(&scene.moderator, json!({})).await;
    assert_eq!(waits["totalCount"], 0, "nobody is asked again by itself");
    let again = scene.retitle(&own, "Réemploi et consigne").await;
    assert_eq!(again["revision"]["state"], "SUBMITTED");
    scene.by_author("withdrawProject", &again, json!({})).await;

    // The history is there for those whom it concerns.
    let query = "query($id: ID!) { project(id: $id) { reviews { totalCount nodes { kind decision { outcome } } } } }";
    let history = async |client: &crate::harness::Client| {
        client.gql(query, json!({ "id": project["id"] })).await["project"]["reviews"].clone()
    };
    let expected = json!([
        { "kind": "REVISION", "decision": { "outcome": "WITHDRAWN" } },
        { "kind": "HIDING", "decision": { "outcome": "HIDDEN" } },
        { "kind": "REVISION", "decision": { "outcome": "WITHDRAWN" } },
        { "kind": "PUBLICATION", "decision": { "outcome": "PUBLISHED" } },
    ]);
    assert_eq!(history(&scene.moderator).await["nodes"], expected);
    assert_eq!(
        history(&scene.author.representative).await["nodes"],
        expected
    );
    let nothing = json!({ "totalCount": 0, "nodes": [] });
    assert_eq!(history(&visitor).await, nothing);
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn a_moderator_takes_a_profile_down_in_the_name_of_its_hub() {
    let scene = Scene::start().await;
    let elsewhere = scene.hub.pole("Pôle du littoral").await;
    let read = "query($id: ID!) { organisation(id: $id) { id version name summary state statement { restriction } } }";
    let id = scene.author.id.to_string();
    let organisation = async |client: &crate::harness::Client| {
        client.gql(read, json!({ "id": id })).await["organisation"].clone()
    };
    let before = organisation(&scene.moderator).await;
    let input = |hub: &str, version: &Value| json!({ "id": id, "expectedVersion": version, "hub": hub, "grounds": grounds() });
    let (here, there) = (scene.pole.id.to_string(), elsewhere.id.to_string());
    let selection = "organisation { version state summary }";

    let wrong = mutate(
        &scene.moderator,
        "hideOrganisation",
        selection,
        input(&there, &before["version"]),
    )
    .await;
    assert_eq!(wrong.expect_error("INVALID")["path"], json!(["hub"]));
    mutate(
        &elsewhere.coordinator,
        "hideOrganisation",
        selection,
        input(&there, &before["version"]),
    )
    .await
    .expect_error("FORBIDDEN");
    mutate(
        &scene.author.representative,
        "hideOrganisation",
        selection,
        input(&here, &before["version"]),
    )
    .await
    .expect_error("FORBIDDEN");

    let hidden = mutate(
        &scene.moderator,
        "hideOrganisation",
        selection,
        input(&here, &before["version"]),
    )
    .await;
    let hidden = hidden.data()["hideOrganisation"]["organisation"].clone();
    let own = organisation(&scene.author.representative).await;
    assert_eq!(own["state"], "HIDDEN");
    assert_eq!(own["statement"]["restriction"], "HIDDEN");
    let seen = organisation(&scene.hub.visitor()).await;
    assert_eq!(seen["name"], "Oc’Consigne");
    assert_eq!(seen["summary"], Value::Null);

    let again = json!({ "id": id, "expectedVersion": hidden["version"], "hub": here });
    mutate(&scene.colleague, "restoreOrganisation", selection, again)
        .await
        .data();
    assert_ne!(
        organisation(&scene.hub.visitor()).await["summary"],
        Value::Null
    );
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn grounds_come_from_the_moderator_or_from_a_template_of_the_hub() {
    let scene = Scene::start().await;
    let version = "query($id: ID!) { hub(id: $id) { version } }";
    let hub = scene.pole.id.to_string();
    let data = scene
        .pole
        .coordinator
        .gql(version, json!({ "id": hub }))
        .await;
    let input = json!({
        "id": hub,
        "expectedVersion": data["hub"]["version"],
        "templates": [{ "label": "Budget", "text": "Il manque le budget.", "ground": "CHARTER", "reference": "article 2" }],
    });
    let selection = "hub { reasonTemplates { id } }";
    let data = mutate(
        &scene.pole.coordinator,
        "setReasonTemplates",
        selection,
        input,
    )
    .await
    .data();
    let template = data["setReasonTemplates"]["hub"]["reasonTemplates"][0]["id"].clone();

    let project = scene.submitted("Réemploi").await;
    let review = scene.waiting(&project).await;
    let refused = async |grounds: Value, path: &str| {
        let answer = decide(
            &scene.moderator,
            "requestChanges",
            &review,
            json!({ "grounds": grounds }),
        )
        .await;
        let errors: Vec<_> = answer.errors().cloned().collect();
        let paths = errors.iter().map(|error| error["path"].clone());
        assert!(
            paths.clone().any(|one| one == json!(["grounds", path])),
            "{errors:#?}"
        );
    };
    refused(json!({}), "facts").await;
    refused(json!({}), "ground").await;
    refused(
        json!({ "facts": "Illicite.", "ground": "LAW" }),
        "reference",
    )
    .await;
    let unknown = "reason_template_01h455vb4pex5vsknk084sn02q";
    refused(json!({ "template": unknown }), "template").await;
    refused(json!({ "template": project["id"] }), "template").await;
    // Another ground than the template's needs its own reference.
    refused(
        json!({ "template": template, "ground": "LAW" }),
        "reference",
    )
    .await;
    assert_eq!(scene.waiting(&project).await["version"], review["version"]);

    let more = json!({ "grounds": { "template": template } });
    let review = decided(&scene.moderator, "requestChanges", &review, more).await;
    let statement = &review["decision"]["statement"];
    assert_eq!(statement["facts"], "Il manque le budget.");
    assert_eq!(statement["reference"], "article 2");
    scene.hub.run_jobs().await;
}
