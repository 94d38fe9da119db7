//! Rights that end while somebody follows.

use std::time::Duration;

use chrono::TimeDelta;
use maillage_domain::hubs::HubRole;
use maillage_usecases::{accounts, hubs};
use serde_json::json;

use super::{ACTIVITY, change_the_summary, complete, following_the_queue, hub};
use crate::{
    harness::{Limits, Socket, TestHub},
    moderation::{Scene, decide},
};

#[tokio::test]
async fn who_leaves_the_team_is_told_nothing_more() {
    let scene = Scene::start().await;
    let mut leaving = following_the_queue(&scene, &scene.moderator).await;
    let mut staying = following_the_queue(&scene, &scene.pole.coordinator).await;
    let (platform, operator) = (scene.hub.platform(), scene.hub.operator());
    let email = scene.moderator.email();
    hubs::end_role(
        platform,
        &operator,
        &scene.pole.slug,
        email,
        HubRole::Moderator,
    )
    .await
    .unwrap();
    assert_eq!(leaving.hear().await, complete("queue"));
    scene.submitted("Laverie").await;
    assert_eq!(staying.hear().await["type"], "next");
    leaving.settle().await;
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn who_signs_out_or_is_locked_is_sent_away() {
    let scene = Scene::start().await;
    let coordinator = &scene.pole.coordinator;
    let mut signed_out = following_the_queue(&scene, &scene.moderator).await;
    let mut locked = following_the_queue(&scene, coordinator).await;
    let out = "mutation { signOut(input: {}) { errors { code } } }";
    scene.moderator.gql(out, json!({})).await;
    assert_eq!(signed_out.closed().await, Some(4403));
    let (platform, operator) = (scene.hub.platform(), scene.hub.operator());
    accounts::admin::lock(platform, &operator, coordinator.id())
        .await
        .unwrap();
    assert_eq!(locked.closed().await, Some(4403));
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn a_token_that_expires_ends_what_it_began() {
    let mut limits = Limits::default();
    limits.http.keep_alive = Duration::from_millis(100);
    let hub = TestHub::start_within(limits).await;
    let jeanne = hub.person("Jeanne Peyrebelle").await;
    let mut idle = Socket::begin(hub.instance(), Some(&jeanne)).await;
    let mut visitor = Socket::begin(hub.instance(), None).await;
    hub.clock().advance(TimeDelta::hours(1));
    assert_eq!(idle.closed().await, Some(4403));
    visitor.settle().await;
}

#[tokio::test]
async fn everyone_is_told_what_they_may_read_and_no_more() {
    let scene = Scene::start().await;
    let here = scene.hub.instance();
    let mut visitor = Socket::begin(here, None).await;
    let mut moderator = Socket::begin(here, Some(&scene.moderator)).await;
    for socket in [&mut visitor, &mut moderator] {
        socket.subscribe("1", ACTIVITY, hub(&scene.pole)).await;
        socket.settle().await;
    }
    let submitted = scene.submitted("Laverie").await;
    let review = scene.waiting(&submitted).await;
    decide(&scene.moderator, "publishReviewed", &review, json!({}))
        .await
        .data();
    let kind = |told: serde_json::Value| told["payload"]["data"]["activity"]["kind"].clone();
    // A draft is its author's alone: that there was one is told as soon as it is handed in.
    let mut first = kind(moderator.hear().await);
    if first == "PROJECT_CREATED" {
        first = kind(moderator.hear().await);
    }
    assert_eq!(first, "PROJECT_SUBMITTED");
    assert_eq!(kind(moderator.hear().await), "REVIEW_OPENED");
    let told = visitor.hear().await;
    let activity = &told["payload"]["data"]["activity"];
    assert_eq!(activity["kind"], "PROJECT_PUBLISHED");
    assert_eq!(activity["project"]["title"], "Laverie");
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn a_project_that_is_hidden_ends_what_follows_it() {
    let scene = Scene::start().await;
    let project = scene.published("Laverie").await;
    let mut visitor = Socket::begin(scene.hub.instance(), None).await;
    visitor
        .subscribe("1", ACTIVITY, json!({ "project": project["id"] }))
        .await;
    visitor.settle().await;
    let hide = "mutation($input: HideProjectInput!) { hideProject(input: $input) { project { id } errors { code message path } } }";
    let input = json!({
        "id": project["id"],
        "expectedVersion": project["version"],
        "grounds": { "facts": "Le budget ne dit pas qui paie.", "ground": "CHARTER", "reference": "article 4" },
    });
    scene.moderator.gql(hide, json!({ "input": input })).await;
    assert_eq!(visitor.hear().await, complete("1"));
    scene.hub.run_jobs().await;
}

#[tokio::test]
async fn what_happens_elsewhere_is_no_news() {
    let hub = TestHub::start().await;
    let (here, there) = (
        hub.pole("Pôle du réemploi").await,
        hub.pole("Pôle du pain").await,
    );
    let mut socket = Socket::begin(hub.instance(), None).await;
    socket.subscribe("1", ACTIVITY, super::hub(&here)).await;
    socket.settle().await;
    change_the_summary(&hub, &there).await;
    change_the_summary(&hub, &here).await;
    let told = socket.hear().await;
    assert_eq!(told["payload"]["data"]["activity"]["kind"], "HUB_UPDATED");
    socket.settle().await;
}
