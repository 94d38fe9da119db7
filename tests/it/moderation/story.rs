//! From the submission to the publication, and who is refused on the way.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Scene, decide, decided, grounds, may};

#[tokio::test]
async fn a_project_is_sent_back_handed_in_again_and_published() {
    let scene = Scene::start().await;
    let (author, moderator) = (&scene.author.representative, &scene.moderator);
    let project = scene.submitted("Réemploi des bouteilles").await;
    assert_eq!(project["state"], "SUBMITTED");
    scene.hub.clock().advance(TimeDelta::minutes(150));

    // It waits in the queue, for the team alone.
    for other in [author, &scene.hub.visitor()] {
        assert_eq!(scene.queue(other, json!({})).await, Value::Null);
    }
    let queue = scene.queue(moderator, json!({})).await;
    assert_eq!(queue["totalCount"], 1);
    let review = queue["nodes"][0].clone();
    assert_eq!(review["kind"], "PUBLICATION");
    assert_eq!(review["age"], "PT2H30M");
    assert_eq!(review["subject"]["id"], project["id"]);
    assert_eq!(review["submittedBy"]["id"], scene.author.id.to_string());
    assert_eq!(review["submitter"]["name"], "Représentante Oc’Consigne");
    let title = json!({ "field": "title", "before": null, "after": "Réemploi des bouteilles" });
    assert!(review["changes"].as_array().unwrap().contains(&title));
    assert_eq!(may(&review, "PUBLISH"), true);
    assert_eq!(may(&review, "RELEASE"), "WRONG_STATE");
    assert_eq!(may(&review, "APPEAL"), "FORBIDDEN");

    // Those who may not.
    let own = scene.review(author, &review).await;
    assert_eq!(may(&own, "PUBLISH"), "FORBIDDEN");
    decide(author, "publishReviewed", &review, json!({}))
        .await
        .expect_error("FORBIDDEN");
    let stranger = scene.hub.person("Jeanne Passante").await;
    assert_eq!(scene.review(&stranger, &review).await, Value::Null);
    decide(&stranger, "publishReviewed", &review, json!({}))
        .await
        .expect_error("NOT_FOUND");
    decide(&scene.hub.visitor(), "claimReview", &review, json!({}))
        .await
        .expect_error("NOT_FOUND");

    // The moderator takes it and asks for changes.
    let review = decided(moderator, "claimReview", &review, json!({})).await;
    assert_eq!(review["claimedBy"]["name"], "Modeste Relectrice");
    assert_eq!(
        scene.review(author, &review).await["claimedBy"],
        Value::Null
    );
    let more = json!({ "grounds": grounds() });
    let review = decided(moderator, "requestChanges", &review, more).await;
    assert_eq!(review["decision"]["outcome"], "CHANGES_REQUESTED");
    assert_eq!(
        review["decision"]["decidedBy"]["name"],
        "Modeste Relectrice"
    );

    // The author reads why, not who.
    let project = scene.read(author, &project).await;
    assert_eq!(project["state"], "CHANGES_REQUESTED");
    let statement = &project["statement"];
    assert_eq!(statement["restriction"], "CHANGES_REQUESTED");
    assert_eq!(statement["facts"], "Le budget ne dit pas qui paie.");
    assert_eq!(statement["ground"], "CHARTER");
    assert_eq!(statement["reference"], "article 4");
    assert_eq!(statement["automated"], false);
    assert!(statement["contest"].as_str().unwrap().contains("corriger"));
    let read = scene.review(author, &review).await;
    assert_eq!(read["decision"]["statement"]["facts"], statement["facts"]);
    assert_eq!(read["decision"]["decidedBy"], Value::Null);
    scene.hub.run_jobs().await;

    // They mend it and hand it in again; the moderator publishes.
    let project = scene
        .retitle(&project, "Réemploi des bouteilles de vin")
        .await;
    let project = scene.by_author("submitProject", &project, json!({})).await;
    let again = scene.waiting(&project).await;
    assert_ne!(again["id"], review["id"]);
    decided(moderator, "publishReviewed", &again, json!({})).await;
    let seen = scene.read(&scene.hub.visitor(), &project).await;
    assert_eq!(seen["title"], "Réemploi des bouteilles de vin");
    assert_eq!(seen["statement"], Value::Null);
    assert_eq!(scene.queue(moderator, json!({})).await["totalCount"], 0);
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn a_queue_is_read_by_kind_claim_and_organisation_the_oldest_first() {
    let scene = Scene::start().await;
    let first = scene.submitted("Le premier").await;
    scene.hub.clock().advance(TimeDelta::minutes(1));
    let second = scene.submitted("Le second").await;
    let review = scene.waiting(&second).await;
    decided(&scene.moderator, "claimReview", &review, json!({})).await;

    let subjects = async |client, filter| {
        let queue = scene.queue(client, filter).await;
        let nodes = queue["nodes"].as_array().unwrap().clone();
        assert_eq!(queue["totalCount"], nodes.len());
        let ids = nodes.iter().map(|review| review["subject"]["id"].clone());
        ids.collect::<Vec<_>>()
    };
    let (one, two) = (first["id"].clone(), second["id"].clone());
    let moderator = &scene.moderator;
    let both = vec![one.clone(), two.clone()];
    assert_eq!(subjects(moderator, json!({})).await, both);
    assert_eq!(
        subjects(moderator, json!({ "kind": "PUBLICATION" })).await,
        both
    );
    assert_eq!(
        subjects(moderator, json!({ "kind": "APPEAL" })).await,
        [Value::Null; 0]
    );
    assert_eq!(
        subjects(moderator, json!({ "claim": "MINE" })).await,
        std::slice::from_ref(&two)
    );
    let colleague = &scene.colleague;
    assert_eq!(
        subjects(colleague, json!({ "claim": "MINE" })).await,
        [Value::Null; 0]
    );
    assert_eq!(
        subjects(colleague, json!({ "claim": "UNCLAIMED" })).await,
        [one]
    );
    let own = json!({ "organisation": scene.author.id.to_string() });
    assert_eq!(subjects(moderator, own).await, both);
    let bad = json!({ "hub": scene.pole.id.to_string(), "filter": { "organisation": scene.pole.id.to_string() } });
    let query = "query($hub: ID!, $filter: ReviewFilter) { hub(id: $hub) { moderationQueue(filter: $filter) { totalCount } } }";
    moderator.ask(query, bad).await.expect_error("INVALID");

    // After half an hour it is anybody's again.
    scene.hub.clock().advance(TimeDelta::minutes(30));
    assert_eq!(
        subjects(colleague, json!({ "claim": "UNCLAIMED" })).await,
        both
    );
    assert_eq!(
        subjects(moderator, json!({ "claim": "MINE" })).await,
        [Value::Null; 0]
    );
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn a_claim_keeps_colleagues_off_for_half_an_hour() {
    let scene = Scene::start().await;
    let project = scene.submitted("Réemploi").await;
    let review = scene.waiting(&project).await;
    let review = decided(&scene.moderator, "claimReview", &review, json!({})).await;

    for act in ["claimReview", "publishReviewed", "releaseReview"] {
        let error = decide(&scene.colleague, act, &review, json!({}))
            .await
            .expect_error("CLAIMED_BY_ANOTHER");
        assert_eq!(error["facts"][0]["name"], "until");
    }
    let seen = scene.review(&scene.colleague, &review).await;
    assert_eq!(may(&seen, "CLAIM"), "CLAIMED_BY_ANOTHER");

    // Given back, it is free; kept, it is free after 30 minutes.
    let review = decided(&scene.moderator, "releaseReview", &review, json!({})).await;
    assert_eq!(review["claimedBy"], Value::Null);
    decide(&scene.moderator, "releaseReview", &review, json!({}))
        .await
        .expect_error("WRONG_STATE");
    let review = decided(&scene.moderator, "claimReview", &review, json!({})).await;
    scene.hub.clock().advance(TimeDelta::seconds(30 * 60 - 1));
    decide(&scene.colleague, "claimReview", &review, json!({}))
        .await
        .expect_error("CLAIMED_BY_ANOTHER");
    scene.hub.clock().advance(TimeDelta::seconds(1));
    let review = decided(&scene.colleague, "claimReview", &review, json!({})).await;
    assert_eq!(review["claimedBy"]["name"], "Aimé Collègue");
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn nobody_decides_on_content_of_their_own_organisation() {
    let scene = Scene::start().await;
    let partial = &scene.author.representative;
    let (platform, operator) = (scene.hub.platform(), scene.hub.operator());
    maillage_usecases::hubs::grant_role(
        platform,
        &operator,
        &scene.pole.slug,
        partial.email(),
        maillage_domain::hubs::HubRole::Coordinator,
    )
    .await
    .unwrap();
    let project = scene.submitted("Réemploi").await;
    let review = scene.waiting(&project).await;

    let more = json!({ "grounds": grounds() });
    for (act, more) in [
        ("claimReview", json!({})),
        ("publishReviewed", json!({})),
        ("rejectReviewed", more.clone()),
        ("requestChanges", more),
    ] {
        let error = decide(partial, act, &review, more)
            .await
            .expect_error("FORBIDDEN");
        assert_eq!(error["extensions"]["reason"], "CONFLICT_OF_INTEREST");
    }
    let seen = scene.review(partial, &review).await;
    assert_eq!(may(&seen, "PUBLISH"), "FORBIDDEN");
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn a_queue_costs_the_same_however_long_it_is() {
    let scene = Scene::start().await;
    scene.submitted("Le premier").await;
    let moderator = &scene.moderator;
    scene.queue(moderator, json!({})).await;
    let (_, one) = scene
        .hub
        .statements_of(scene.queue(moderator, json!({})))
        .await;
    for title in ["Le deuxième", "Le troisième", "Le quatrième"] {
        scene.submitted(title).await;
    }
    let (queue, four) = scene
        .hub
        .statements_of(scene.queue(moderator, json!({})))
        .await;
    assert_eq!(queue["totalCount"], 4);
    assert_eq!(one, four);
    scene.hub.run_jobs().await;
}
