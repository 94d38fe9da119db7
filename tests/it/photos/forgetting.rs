//! Photos that nothing names are cleared away, and nothing else is.

use std::sync::Arc;

use chrono::TimeDelta;
use maillage_domain::ids::{self, kinds};
use maillage_usecases::photos;
use reqwest::StatusCode;
use serde_json::json;

use super::{address, content, pictures::photo, scene, sees, send, uploaded};
use crate::{
    harness::TestHub,
    resources::{UPDATE, act, draft, publish, published, try_draft},
};

async fn tidied(hub: &TestHub) -> u64 {
    photos::tidy(hub.platform()).await.unwrap()
}

/// What a week takes with it, in which the platform looks each day and more.
async fn in_a_week(hub: &TestHub) -> u64 {
    let mut cleared = 0;
    for _ in 0..8 {
        hub.clock().advance(TimeDelta::hours(21));
        cleared += tidied(hub).await;
    }
    cleared
}

#[tokio::test]
async fn an_upload_that_nothing_names_is_forgotten_after_a_day_and_its_files_a_week_later() {
    let mut hub = TestHub::start().await;
    let (pole, member, _) = scene(&hub).await;
    let (named, unnamed) = (uploaded(&member).await, uploaded(&member).await);
    let resource = draft(&pole, &member, content("Salle", "PUBLIC", &[&named])).await;
    assert_eq!(hub.album().names().len(), 6);
    hub.clock()
        .advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert_eq!(tidied(&hub).await, 0);
    hub.restart().await;
    hub.clock().advance(TimeDelta::seconds(1));
    assert_eq!(tidied(&hub).await, 0, "its files stay a while");
    assert_eq!(hub.album().names().len(), 6);
    let mine = member.representative.on(hub.instance());
    let change = json!({ "content": content("Salle", "PUBLIC", &[&named, &unnamed]) });
    let refused = mine.ask(UPDATE, act(&resource, member.id, change)).await;
    let error = refused.expect_error("INVALID");
    assert_eq!(error["path"], json!(["content", "photos", "1", "photo"]));
    assert_eq!(in_a_week(&hub).await, 1, "once");
    assert_eq!(hub.album().names().len(), 3);
    let mine = member.representative.on(hub.instance());
    assert!(sees(&mine, &address(&named)).await);
}

#[tokio::test]
async fn the_worker_clears_photos_away_by_itself() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    uploaded(&member).await;
    hub.clock().advance(TimeDelta::hours(25));
    for _ in 0..7 {
        assert_eq!(tidied(&hub).await, 0);
        hub.clock().advance(TimeDelta::hours(24));
    }
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let platform = hub.platform().clone();
    let worker = tokio::spawn(maillage_usecases::jobs::work(platform, async {
        let _ = stopped.await;
    }));
    while !hub.album().names().is_empty() {
        tokio::task::yield_now().await;
    }
    drop(stop);
    worker.await.unwrap();
}

#[tokio::test]
async fn what_a_resource_shows_no_longer_is_kept_for_a_day_from_then_on() {
    let hub = TestHub::start().await;
    let (pole, member, _) = scene(&hub).await;
    let (before, after) = (uploaded(&member).await, uploaded(&member).await);
    let shown = content("Salle", "PUBLIC", &[&before]);
    let resource = published(&hub, &pole, &member, shown).await;
    let change = json!({ "content": content("Salle", "PUBLIC", &[&after]) });
    let mine = &member.representative;
    mine.gql(UPDATE, act(&resource, member.id, change)).await;
    hub.clock().advance(TimeDelta::days(3));
    assert_eq!(
        tidied(&hub).await,
        0,
        "the text names one, its revision the other"
    );
    publish(&pole).await;
    hub.clock().advance(TimeDelta::hours(23));
    assert_eq!(tidied(&hub).await, 0);
    hub.clock().advance(TimeDelta::hours(1));
    assert_eq!(tidied(&hub).await, 0);
    assert!(!sees(&hub.visitor(), &address(&before)).await);
    assert_eq!(in_a_week(&hub).await, 1);
    assert!(sees(&hub.visitor(), &address(&after)).await);
    hub.run_jobs().await;
}

#[tokio::test]
async fn what_another_resource_still_shows_stays() {
    let hub = TestHub::start().await;
    let (pole, member, _) = scene(&hub).await;
    let photo = uploaded(&member).await;
    published(&hub, &pole, &member, content("Salle", "PUBLIC", &[&photo])).await;
    let other = draft(&pole, &member, content("Autre", "PUBLIC", &[&photo])).await;
    let without = json!({ "content": content("Autre", "PUBLIC", &[]) });
    member
        .representative
        .gql(UPDATE, act(&other, member.id, without))
        .await;
    hub.clock().advance(TimeDelta::days(2));
    assert_eq!(tidied(&hub).await, 0);
    assert!(sees(&hub.visitor(), &address(&photo)).await);
}

#[tokio::test]
async fn an_upload_that_finds_no_room_leaves_nothing_behind() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    hub.album().fill(true);
    let response = send(&member.representative, member.id, photo()).await;
    assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
    let said = response.text().await.unwrap();
    assert!(!said.contains("room"), "{said}");
    assert!(hub.album().names().is_empty());
    hub.album().fill(false);
    uploaded(&member).await;
}

#[tokio::test]
async fn files_without_a_row_go_a_week_after_they_were_noticed() {
    let hub = TestHub::start().await;
    let (pole, member, _) = scene(&hub).await;
    // A crash after the files, before the row: the files are as those of any upload.
    let lost = ids::mint::<kinds::Photo>(hub.platform());
    let size = maillage_domain::photos::PhotoSize::Small;
    let album: Arc<dyn photos::Album> = hub.files();
    album.put(lost, size, photo().into()).await.unwrap();
    // What is none of ours is left alone.
    hub.album().put_by_hand("photos/notes/lisez-moi.txt");
    let kept = uploaded(&member).await;
    draft(&pole, &member, content("Salle", "PUBLIC", &[&kept])).await;
    hub.clock().advance(TimeDelta::hours(25));
    assert_eq!(tidied(&hub).await, 0, "noticed now");
    // For an hour somebody starts an older copy of a database, and another time another hour.
    hub.clock().advance(TimeDelta::days(30));
    assert_eq!(tidied(&hub).await, 0, "noticed anew");
    for _ in 0..6 {
        hub.clock().advance(TimeDelta::hours(24));
        assert_eq!(tidied(&hub).await, 0);
    }
    hub.clock()
        .advance(TimeDelta::hours(24) - TimeDelta::seconds(1));
    assert_eq!(tidied(&hub).await, 0);
    hub.clock().advance(TimeDelta::seconds(1));
    assert_eq!(tidied(&hub).await, 1);
    assert_eq!(hub.album().names().len(), 4, "the photo and the note");
    assert!(album.get(lost, size).await.unwrap().is_none());
}

#[tokio::test]
async fn files_that_cannot_be_removed_are_found_again() {
    let hub = TestHub::start().await;
    let (_, member, _) = scene(&hub).await;
    uploaded(&member).await;
    hub.clock().advance(TimeDelta::hours(24));
    tidied(&hub).await;
    hub.album().stick(true);
    assert_eq!(in_a_week(&hub).await, 0);
    assert_eq!(hub.album().names().len(), 3);
    hub.album().stick(false);
    assert_eq!(tidied(&hub).await, 1);
    assert!(hub.album().names().is_empty());
}

#[tokio::test]
async fn a_photo_is_either_named_or_forgotten_when_both_are_tried_at_once() {
    let hub = TestHub::start().await;
    let (pole, member, _) = scene(&hub).await;
    let other = hub.another_instance().await;
    for number in 0..8 {
        let photo = uploaded(&member).await;
        hub.clock().advance(TimeDelta::hours(24));
        member.representative.token().await;
        let named = content(&format!("Salle {number}"), "PUBLIC", &[&photo]);
        let (answer, _) = tokio::join!(try_draft(&pole, &member, named), async {
            photos::tidy(other.platform()).await.unwrap()
        });
        let seen = sees(&member.representative, &address(&photo)).await;
        if answer["resource"].is_null() {
            let path = json!(["content", "photos", "0", "photo"]);
            assert_eq!(answer["errors"][0]["path"], path, "{answer}");
            assert!(!seen);
        } else {
            assert!(seen, "a photo that is named has its files");
        }
    }
    tidied(&hub).await;
}
