//! What counts, on which days, and what does not.

use maillage_domain::{
    Act,
    content::ContentState,
    projects::{ParticipationAction, ProjectStage},
};
use maillage_usecases::memberships;
use serde_json::{Value, json};

use super::{
    accountant, agreed, at, books, cancels, collects, graph, keep, links, members, missed, project,
    proposed, read, room, worked,
};
use crate::partnerships::Place;

/// The organisation leaves the hub today.
async fn leaves(place: &Place, number: usize) {
    let body = &place.bodies[number];
    let (platform, actor) = (
        place.hub.platform(),
        place.hub.actor(&body.representative).await,
    );
    let membership = memberships::live(platform, &actor, place.pole.id, body.id).await;
    let membership = membership.unwrap().unwrap();
    let target = memberships::Target {
        id: membership.id,
        expected_version: membership.version,
    };
    let left = memberships::leave(platform, &actor, body.id, target).await;
    left.unwrap();
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn members_are_joined_by_what_they_did_together_and_by_nothing_else() {
    let place = Place::found(4).await;
    agreed(&place, [0, 1], "EXISTENCE").await;
    agreed(&place, [0, 2], "NOTHING").await;
    proposed(&place, [0, 3], "ALL").await;

    let (hall, shed) = (room(&place, 0).await, room(&place, 1).await);
    books(&place, 1, hall, ("2026-11-24T08:00Z", "2026-11-24T10:00Z")).await;
    let off = books(&place, 1, hall, ("2026-11-25T08:00Z", "2026-11-25T10:00Z")).await;
    let nobody = books(&place, 1, hall, ("2026-11-26T08:00Z", "2026-11-26T10:00Z")).await;
    books(&place, 1, hall, ("2026-11-27T08:00Z", "2026-11-27T09:30Z")).await;
    books(&place, 1, hall, ("2026-12-24T08:00Z", "2026-12-24T10:00Z")).await;
    books(&place, 0, shed, ("2026-11-24T08:00Z", "2026-11-24T09:00Z")).await;
    books(&place, 3, hall, ("2026-11-23T08:00Z", "2026-11-23T09:00Z")).await;
    let clerk = accountant(&place, 0, 2).await;
    let work = books(&place, 2, clerk, ("2026-11-24T08:00Z", "2026-11-24T10:00Z")).await;
    let unsaid = books(&place, 2, clerk, ("2026-11-25T08:00Z", "2026-11-25T10:00Z")).await;

    project(&place, 0, 1, ContentState::Published).await;
    project(&place, 2, 3, ContentState::Draft).await;
    project(&place, 2, 3, ContentState::Hidden).await;
    cancels(&place, 1, &off).await;
    place.hub.run_jobs().await;

    at(&place, "2026-11-25T23:30:00Z");
    worked(&place, &work, "PT1H30M", true).await;
    worked(&place, &unsaid, "PT2H", false).await;
    // It is the 26th already in Paris.
    collects(&place, 2, 1).await;
    at(&place, "2026-11-26T12:00:00Z");
    missed(&place, 0, &nobody).await;
    leaves(&place, 3).await;
    at(&place, "2026-12-02T09:00:00Z");

    let all = read(&place, "2026-11-21", "2026-12-31").await;
    assert_eq!(
        members(&all),
        ["Atelier 1", "Atelier 2", "Atelier 3", "Atelier 4"]
    );
    assert_eq!(
        links(&all),
        [
            "PARTNERSHIP 1-2 x1 - 2026-11-21 2026-12-02",
            "BOOKING 1>2 x2 PT3H30M 2026-11-24 2026-11-27",
            "BOOKING 1>4 x1 PT1H 2026-11-23 2026-11-23",
            "BOOKING 2>1 x1 PT1H 2026-11-24 2026-11-24",
            "PROJECT 1-2 x1 - 2026-11-21 2026-12-02",
            "STAFF_HOURS 1>3 x1 PT2H 2026-11-24 2026-11-24",
            "MATERIAL 3>2 x1 - 2026-11-26 2026-11-26",
        ]
    );
    // Four pairs of six; of 1>2, 1>4, 2>1, 1>3 and 3>2 two are answered.
    let figure = |name: &str| format!("{:.4}", all[name].as_f64().unwrap());
    assert_eq!(figure("density"), "0.6667");
    assert_eq!(figure("reciprocity"), "0.4000");

    // The fourth was gone, and what was before is not told.
    let later = read(&place, "2026-11-27", "2026-11-27").await;
    assert_eq!(members(&later).len(), 3);
    assert_eq!(
        links(&later),
        [
            "PARTNERSHIP 1-2 x1 - 2026-11-27 2026-11-27",
            "BOOKING 1>2 x1 PT1H30M 2026-11-27 2026-11-27",
            "PROJECT 1-2 x1 - 2026-11-27 2026-11-27",
        ]
    );
    // Both ends of a period belong to it, on the hub's clocks.
    let edges = read(&place, "2026-11-26", "2026-11-26").await;
    assert!(links(&edges).contains(&"MATERIAL 3>2 x1 - 2026-11-26 2026-11-26".to_owned()));
    assert_eq!(members(&edges).len(), 4);
    // Before anybody joined, and what is still to come.
    for day in ["2026-11-20", "2026-12-03"] {
        let nothing = read(&place, day, day).await;
        assert_eq!((members(&nothing).len(), links(&nothing).len()), (0, 0));
        assert_eq!(nothing["density"], json!(0.0));
        assert_eq!(nothing["reciprocity"], Value::Null);
    }
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_project_joins_those_who_take_part_at_the_same_time_until_it_is_over() {
    let place = Place::found(3).await;
    let (mut run, mut part) = project(&place, 0, 1, ContentState::Published).await;
    let (mut left, mut gone) = project(&place, 1, 2, ContentState::Published).await;
    at(&place, "2026-11-25T12:00:00Z");
    let platform = place.hub.platform();
    let act = Act::new(platform.now(), None, platform);
    for stage in [
        ProjectStage::Preparation,
        ProjectStage::Running,
        ProjectStage::Completed,
    ] {
        run.set_stage(&act, stage, None).unwrap();
    }
    keep(&place, &mut run, &mut part).await;
    gone.step(&act, &left, ParticipationAction::Leave).unwrap();
    keep(&place, &mut left, &mut gone).await;
    at(&place, "2026-12-02T09:00:00Z");
    let all = read(&place, "2026-11-01", "2026-12-31").await;
    assert_eq!(
        links(&all),
        [
            "PROJECT 1-2 x1 - 2026-11-21 2026-11-25",
            "PROJECT 2-3 x1 - 2026-11-21 2026-11-25",
        ]
    );
    let later = read(&place, "2026-11-26", "2026-12-31").await;
    assert_eq!(links(&later), Vec::<String>::new());
}

#[tokio::test]
async fn nothing_crosses_from_one_hub_to_another() {
    let place = Place::found(2).await;
    let hall = room(&place, 0).await;
    books(&place, 1, hall, ("2026-11-24T08:00Z", "2026-11-24T10:00Z")).await;
    agreed(&place, [0, 1], "ALL").await;
    project(&place, 0, 1, ContentState::Published).await;
    // The same two are members of another hub too.
    let other = place.hub.pole("Pôle des garrigues").await;
    for body in &place.bodies {
        place.hub.join(&other, body).await;
    }
    at(&place, "2026-12-02T09:00:00Z");
    let here = read(&place, "2026-11-21", "2026-12-02").await;
    assert_eq!(links(&here).len(), 3);
    let place = Place {
        pole: other,
        ..place
    };
    let there = read(&place, "2026-11-21", "2026-12-02").await;
    assert_eq!(members(&there).len(), 2);
    assert_eq!(links(&there), Vec::<String>::new());
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn the_graph_takes_as_many_statements_whatever_happened() {
    let place = Place::found(5).await;
    let halls = [room(&place, 0).await, room(&place, 1).await];
    let mut counts = Vec::new();
    for (rounds, month, now) in [
        (1, 11, "2026-12-02T09:00:00Z"),
        (6, 12, "2026-12-31T09:00:00Z"),
    ] {
        for round in 0..rounds {
            let day = 24 + round;
            let (start, end) = (
                format!("2026-{month}-{day}T08:00Z"),
                format!("2026-{month}-{day}T09:00Z"),
            );
            books(&place, 2, halls[0], (&start, &end)).await;
            books(&place, 3, halls[1], (&start, &end)).await;
            project(&place, 0, 1 + round % 4, ContentState::Published).await;
            agreed(&place, [0, 1 + round % 4], "ALL").await;
        }
        at(&place, now);
        let coordinator = &place.pole.coordinator;
        // Signed in anew, before it is counted.
        coordinator.gql("{ me { name } }", json!({})).await;
        let read = graph(&place, coordinator, ("2026-11-21", "2026-12-31"));
        let (found, statements) = place.hub.statements_of(read).await;
        let last = links(&found).len();
        counts.push((last, statements));
    }
    let [(few, one), (more, many)] = counts[..] else {
        panic!("{counts:?}");
    };
    assert_eq!((few, more), (4, 10));
    assert_eq!(one, many, "{counts:?}");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_period_that_is_none_is_refused_by_the_field_that_is_wrong() {
    let place = Place::found(1).await;
    for (from, until, argument) in [
        ("2026-11-21", "2026-11-20", "until"),
        ("2020-11-21", "2025-11-21", "until"),
        ("1999-11-21", "2000-11-21", "from"),
    ] {
        let variables = json!({ "slug": place.pole.slug, "from": from, "until": until });
        let answer = place.pole.coordinator.ask(super::GRAPH, variables).await;
        assert_eq!(answer.body["data"]["hub"]["cooperation"], Value::Null);
        let error = answer.expect_error("INVALID");
        assert_eq!(error["extensions"]["argument"], argument);
    }
}

#[tokio::test]
async fn one_request_asks_for_few_graphs() {
    let place = Place::found(1).await;
    let one = "cooperation(from: \"2026-11-21\", until: \"2026-11-21\") { density }";
    let many = |count: usize| {
        let fields = (0..count).map(|number| format!("g{number}: {one}"));
        let fields = fields.collect::<Vec<_>>().join(" ");
        format!("query ($slug: String!) {{ hub(slug: $slug) {{ {fields} }} }}")
    };
    let slug = json!({ "slug": place.pole.slug });
    let coordinator = &place.pole.coordinator;
    coordinator.gql(&many(4), slug.clone()).await;
    let answer = coordinator.ask(&many(5), slug).await;
    answer.expect_error("INVALID");
}
