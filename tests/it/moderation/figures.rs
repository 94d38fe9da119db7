//! The yearly report.

use chrono::{TimeDelta, TimeZone, Utc};
use serde_json::{Value, json};

use super::{Scene, contest, decided, grounds};

const FIGURES: &str =
    "query($hub: ID!, $year: Int!) { hub(id: $hub) { moderationFigures(year: $year) {
    year received counts { kind outcome count } medianDelay medianAppealDelay } } }";

#[tokio::test]
async fn the_year_is_counted_by_outcome_with_the_median_delay() {
    let scene = Scene::start().await;
    let figures = async |client: &crate::harness::Client, year: i32| {
        let variables = json!({ "hub": scene.pole.id.to_string(), "year": year });
        client.gql(FIGURES, variables).await["hub"]["moderationFigures"].clone()
    };
    let coordinator = &scene.pole.coordinator;
    let empty = figures(coordinator, 2026).await;
    assert_eq!(empty["received"], 0);
    assert_eq!(empty["medianDelay"], Value::Null);

    // Three decisions after 1, 2 and 10 hours, one withdrawal that does not count for the delay.
    let mut refused = Value::Null;
    for (title, hours) in [("Lavage", 1), ("Consigne", 2), ("Refusé", 10)] {
        let project = scene.submitted(title).await;
        scene.hub.clock().advance(TimeDelta::hours(hours));
        let review = scene.waiting(&project).await;
        if title == "Refusé" {
            let more = json!({ "grounds": grounds() });
            refused = decided(&scene.moderator, "rejectReviewed", &review, more).await;
        } else {
            decided(&scene.moderator, "publishReviewed", &review, json!({})).await;
        }
    }
    let project = scene.submitted("Repris").await;
    scene
        .by_author("withdrawProject", &project, json!({}))
        .await;
    let counted = figures(coordinator, 2026).await;
    assert_eq!(counted["medianDelay"], "PT2H");

    // An even number: the mean of the two in the middle.
    let project = scene.submitted("Réemploi").await;
    scene.hub.clock().advance(TimeDelta::minutes(190));
    let review = scene.waiting(&project).await;
    decided(&scene.moderator, "publishReviewed", &review, json!({})).await;
    contest(&scene, &refused, "Le budget est en annexe.")
        .await
        .data();
    let counted = figures(coordinator, 2026).await;
    assert_eq!(counted["received"], 6);
    assert_eq!(counted["medianDelay"], "PT2H35M");
    assert_eq!(counted["medianAppealDelay"], Value::Null);
    let expected = json!([
        { "kind": "PUBLICATION", "outcome": "PUBLISHED", "count": 3 },
        { "kind": "PUBLICATION", "outcome": "REJECTED", "count": 1 },
        { "kind": "PUBLICATION", "outcome": "WITHDRAWN", "count": 1 },
    ]);
    assert_eq!(counted["counts"], expected);

    // The year ends at midnight in Paris; the appeal is decided in the next.
    let late = Utc.with_ymd_and_hms(2026, 12, 31, 23, 0, 0).unwrap();
    scene.hub.clock().set(late);
    let queue = scene
        .queue(&scene.colleague, json!({ "kind": "APPEAL" }))
        .await;
    let appeal = queue["nodes"][0].clone();
    decided(&scene.colleague, "upholdDecision", &appeal, json!({})).await;
    assert_eq!(figures(coordinator, 2026).await["counts"], expected);
    let next = figures(coordinator, 2027).await;
    assert_eq!(next["received"], 0);
    assert_eq!(
        next["counts"],
        json!([{ "kind": "APPEAL", "outcome": "UPHELD", "count": 1 }])
    );
    assert_ne!(next["medianAppealDelay"], Value::Null);

    // Coordinators alone read it.
    for other in [
        &scene.moderator,
        &scene.author.representative,
        &scene.hub.visitor(),
    ] {
        assert_eq!(figures(other, 2026).await, Value::Null);
    }
    let variables = json!({ "hub": scene.pole.id.to_string(), "year": 1900 });
    coordinator
        .ask(FIGURES, variables)
        .await
        .expect_error("INVALID");
    scene.hub.run_jobs().await;
}
