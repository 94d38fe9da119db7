//! Contesting a decision.

use serde_json::{Value, json};

use super::{Scene, contest, decide, decided, grounds, may, take_down};

const PLEA: &str = "Le budget est en annexe.";

#[tokio::test]
async fn a_refusal_is_contested_once_and_judged_by_somebody_else() {
    let scene = Scene::start().await;
    let project = scene.submitted("Réemploi").await;
    let review = scene.waiting(&project).await;
    contest(&scene, &review, PLEA)
        .await
        .expect_error("APPEAL_NOT_POSSIBLE");
    let more = json!({ "grounds": grounds() });
    let review = decided(&scene.moderator, "rejectReviewed", &review, more).await;
    let own = scene.review(&scene.author.representative, &review).await;
    assert_eq!(may(&own, "APPEAL"), true);

    assert_eq!(
        contest(&scene, &review, "").await.expect_error("INVALID")["path"],
        json!(["plea"])
    );
    let stale = json!({ "id": review["id"], "version": 1 });
    contest(&scene, &stale, PLEA).await.expect_error("CONFLICT");
    let appeal = contest(&scene, &review, PLEA).await.data()["appealDecision"]["review"].clone();
    assert_eq!(appeal["kind"], "APPEAL");
    assert_eq!(appeal["plea"], PLEA);
    assert_eq!(appeal["appealOf"]["id"], review["id"]);
    contest(&scene, &review, PLEA)
        .await
        .expect_error("APPEAL_NOT_POSSIBLE");
    contest(&scene, &appeal, PLEA)
        .await
        .expect_error("APPEAL_NOT_POSSIBLE");

    for act in ["claimReview", "upholdDecision", "overturnDecision"] {
        let error = decide(&scene.moderator, act, &appeal, json!({}))
            .await
            .expect_error("FORBIDDEN");
        assert_eq!(error["extensions"]["reason"], "DECIDED_BEFORE");
    }
    decide(&scene.colleague, "publishReviewed", &appeal, json!({}))
        .await
        .expect_error("WRONG_STATE");
    let seen = scene.review(&scene.colleague, &appeal).await;
    assert!(!seen["changes"].as_array().unwrap().is_empty());

    let appeal = decided(&scene.colleague, "overturnDecision", &appeal, json!({})).await;
    assert_eq!(appeal["decision"]["outcome"], "OVERTURNED");
    let seen = scene.read(&scene.hub.visitor(), &project).await;
    assert_eq!(seen["state"], "PUBLISHED");
    let contested = scene.review(&scene.author.representative, &review).await;
    assert_eq!(contested["appealed"], true);
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn a_hiding_that_is_upheld_stands() {
    let scene = Scene::start().await;
    let project = scene.published("Réemploi").await;
    let more = json!({ "grounds": grounds() });
    take_down(&scene.moderator, "hideProject", &project, more)
        .await
        .data();
    let hiding = hiding(&scene, &project).await;
    let appeal = contest(&scene, &hiding, PLEA).await.data()["appealDecision"]["review"].clone();
    let appeal = decided(&scene.colleague, "upholdDecision", &appeal, json!({})).await;
    assert_eq!(appeal["decision"]["outcome"], "UPHELD");
    assert_eq!(
        scene.read(&scene.hub.visitor(), &project).await,
        Value::Null
    );
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn showing_a_project_again_ends_the_appeal_and_leaves_nothing_to_contest() {
    let scene = Scene::start().await;
    let project = scene.published("Réemploi").await;
    let more = json!({ "grounds": grounds() });
    let hide = async |project: &Value| {
        let answer = take_down(&scene.moderator, "hideProject", project, more.clone()).await;
        answer.data()["hideProject"]["project"].clone()
    };
    let hidden = hide(&project).await;
    let first = hiding(&scene, &project).await;
    let appeal = contest(&scene, &first, PLEA).await.data()["appealDecision"]["review"].clone();
    let shown = take_down(&scene.moderator, "restoreProject", &hidden, json!({})).await;
    let ended = scene.review(&scene.moderator, &appeal).await;
    assert_eq!(ended["decision"]["outcome"], "OVERTURNED");

    let hidden = hide(&shown.data()["restoreProject"]["project"]).await;
    let second = hiding(&scene, &project).await;
    assert_ne!(second["id"], first["id"]);
    take_down(&scene.moderator, "restoreProject", &hidden, json!({}))
        .await
        .data();
    contest(&scene, &second, PLEA)
        .await
        .expect_error("APPEAL_NOT_POSSIBLE");
    let own = scene.review(&scene.author.representative, &second).await;
    assert_eq!(may(&own, "APPEAL"), "APPEAL_NOT_POSSIBLE");
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn a_refused_revision_is_published_when_its_appeal_succeeds() {
    let scene = Scene::start().await;
    let project = scene.published("Réemploi").await;
    let project = scene.retitle(&project, "Réemploi et lavage").await;
    let review = scene.waiting(&project).await;
    let more = json!({ "grounds": grounds() });
    let review = decided(&scene.moderator, "rejectReviewed", &review, more).await;
    let appeal = contest(&scene, &review, PLEA).await.data()["appealDecision"]["review"].clone();
    assert_eq!(appeal["changes"][0]["after"], "Réemploi et lavage");
    decided(&scene.colleague, "overturnDecision", &appeal, json!({})).await;
    let seen = scene.read(&scene.hub.visitor(), &project).await;
    assert_eq!(seen["title"], "Réemploi et lavage");
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn who_hands_in_something_new_contests_the_old_decision_no_longer() {
    let scene = Scene::start().await;
    let project = scene.published("Réemploi").await;
    let project = scene.retitle(&project, "Vente de voitures").await;
    let review = scene.waiting(&project).await;
    let more = json!({ "grounds": grounds() });
    let review = decided(&scene.moderator, "rejectReviewed", &review, more).await;
    let appeal = contest(&scene, &review, PLEA).await.data()["appealDecision"]["review"].clone();
    let project = scene.read(&scene.author.representative, &project).await;
    let project = scene.retitle(&project, "Réemploi et lavage").await;
    let ended = scene.review(&scene.colleague, &appeal).await;
    assert_eq!(ended["decision"]["outcome"], "WITHDRAWN");
    let waiting = scene.waiting(&project).await;
    assert_eq!(waiting["kind"], "REVISION");
    scene.hub.run_jobs().await;
}

/// The newest review of a project that was taken down, as its author reads it.
async fn hiding(scene: &Scene, project: &Value) -> Value {
    let query =
        "query($id: ID!) { project(id: $id) { reviews(first: 1) { nodes { id kind version } } } }";
    let data = scene
        .author
        .representative
        .gql(query, json!({ "id": project["id"] }))
        .await;
    let review = data["project"]["reviews"]["nodes"][0].clone();
    assert_eq!(review["kind"], "HIDING");
    review
}
