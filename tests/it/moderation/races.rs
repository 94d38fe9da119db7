//! At the same time: exactly one wins, and the other is told.

use futures_util::future::join;
use serde_json::{Value, json};

use super::{Scene, decide, grounds, mutate, of_author};
use crate::harness::Answer;

/// The codes that a loser may read.
const LOST: [&str; 4] = [
    "CONFLICT",
    "REVIEW_CLOSED",
    "CLAIMED_BY_ANOTHER",
    "WRONG_STATE",
];

fn one_wins(first: &Answer, second: &Answer) {
    let lost = |answer: &Answer| LOST.iter().any(|code| answer.has_error(code));
    let won = |answer: &Answer| answer.errors().next().is_none();
    let one = (won(first) && lost(second)) || (lost(first) && won(second));
    assert!(one, "{:#}\n{:#}", first.body, second.body);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_moderators_who_decide_at_once_one_wins() {
    let scene = Scene::start().await;
    let other = scene.hub.another_instance().await;
    let colleague = scene.colleague.on(&other);
    for round in 0..5 {
        let project = scene.submitted(&format!("Réemploi {round}")).await;
        let review = scene.waiting(&project).await;
        let more = json!({ "grounds": grounds() });
        let (published, refused) = join(
            decide(&scene.moderator, "publishReviewed", &review, json!({})),
            decide(&colleague, "rejectReviewed", &review, more),
        )
        .await;
        one_wins(&published, &refused);
        let state = scene.read(&scene.author.representative, &project).await["state"].clone();
        let review = scene.review(&scene.moderator, &review).await;
        assert_eq!(review["decision"]["outcome"], state);
    }
    scene.hub.run_jobs().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_moderators_who_take_a_review_at_once_one_holds_it() {
    let scene = Scene::start().await;
    let other = scene.hub.another_instance().await;
    let colleague = scene.colleague.on(&other);
    let project = scene.submitted("Réemploi").await;
    let review = scene.waiting(&project).await;
    let (one, two) = join(
        decide(&scene.moderator, "claimReview", &review, json!({})),
        decide(&colleague, "claimReview", &review, json!({})),
    )
    .await;
    one_wins(&one, &two);
    scene.hub.run_jobs().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_and_a_withdrawal_never_both_win() {
    let scene = Scene::start().await;
    let other = scene.hub.another_instance().await;
    let author = scene.author.representative.on(&other);
    for round in 0..5 {
        let project = scene.submitted(&format!("Réemploi {round}")).await;
        let review = scene.waiting(&project).await;
        let input = of_author(scene.author.id, &project, json!({}));
        let (published, withdrawn) = join(
            decide(&scene.moderator, "publishReviewed", &review, json!({})),
            mutate(&author, "withdrawProject", "project { state }", input),
        )
        .await;
        one_wins(&published, &withdrawn);
        let state = scene.read(&scene.author.representative, &project).await["state"].clone();
        let expected = match published.errors().next() {
            None => ("PUBLISHED", "PUBLISHED"),
            Some(_) => ("DRAFT", "WITHDRAWN"),
        };
        let review = scene.review(&scene.moderator, &review).await;
        let outcome: &Value = &review["decision"]["outcome"];
        assert_eq!(
            (state.as_str(), outcome.as_str()),
            (Some(expected.0), Some(expected.1))
        );
    }
    scene.hub.run_jobs().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_decision_never_falls_on_a_text_changed_meanwhile() {
    let scene = Scene::start().await;
    let other = scene.hub.another_instance().await;
    let author = scene.author.representative.on(&other);
    for round in 0..5 {
        let project = scene.published(&format!("Réemploi {round}")).await;
        let project = scene.retitle(&project, "Lavage").await;
        let review = scene.waiting(&project).await;
        let input = of_author(
            scene.author.id,
            &project,
            json!({ "content": super::content("Consigne") }),
        );
        let (published, edited) = join(
            decide(&scene.moderator, "publishReviewed", &review, json!({})),
            mutate(&author, "updateProject", "project { version }", input),
        )
        .await;
        one_wins(&published, &edited);
        let seen = scene.read(&scene.hub.visitor(), &project).await["title"].clone();
        match published.errors().next() {
            None => assert_eq!(seen, "Lavage"),
            Some(_) => assert_eq!(seen, format!("Réemploi {round}")),
        }
    }
    scene.hub.run_jobs().await;
}
