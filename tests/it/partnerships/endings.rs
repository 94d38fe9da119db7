//! What is amended before it begins, kept to, broken, and taken back by nobody.

use serde_json::json;

use super::{
    CHANGE, PROPOSE, Place,
    course::{LEAVE, TERMINATE, because, live_until},
};

#[tokio::test]
async fn nobody_is_said_to_have_taken_back_what_the_platform_did() {
    let place = Place::found(4).await;
    let signed = place.signed(place.content()).await;
    place.does(3, LEAVE, &signed["id"], because()).await;
    let owed = place.read(0, &signed["id"]).await["commitments"][0]["id"].clone();
    let mut content = place.content();
    content["commitments"][0]["id"] = owed;
    content["articles"][2]["text"] = json!("Une autre durée. {{renewal}}");
    let more = json!({ "content": content });
    place.does(0, CHANGE, &signed["id"], more).await;
    place.does(0, PROPOSE, &signed["id"], json!({})).await;
    live_until(&place, "2026-12-22T12:00:00Z").await;
    let mails = place.hub.mails_to(place.client(1).email());
    let letter = mails
        .iter()
        .find(|mail| mail.subject.starts_with("Version reprise"));
    let letter = letter.expect("a letter");
    assert!(
        letter
            .text
            .contains("une partie qu’elle nommait s’est retirée"),
        "{}",
        letter.text
    );
    assert!(!letter.text.contains("Atelier 1"), "{}", letter.text);
}

#[tokio::test]
async fn before_its_first_day_all_together_may_let_it_begin_on_another() {
    let place = Place::found(2).await;
    let term =
        json!({ "startsOn": "2099-01-01", "endsOn": null, "renewal": "NONE", "noticeDays": 0 });
    let mut content = place.content_with(&json!({ "term": term }));
    let signed = place.signed(content.clone()).await;
    assert_eq!(signed["state"], "SIGNED");
    content["term"]["startsOn"] = json!("2026-12-01");
    let owed = place.read(0, &signed["id"]).await["commitments"][0]["id"].clone();
    content["commitments"][0]["id"] = owed;
    let more = json!({ "content": content });
    let drafted = place.does(1, CHANGE, &signed["id"], more).await;
    assert_eq!(
        (&drafted["state"], &drafted["stage"]),
        (&json!("SIGNED"), &json!("DRAFT"))
    );
    let proposed = place.does(1, PROPOSE, &signed["id"], json!({})).await;
    let amended = place.all_sign(&proposed).await;
    assert_eq!(
        (&amended["state"], &amended["inForce"]["number"]),
        (&json!("SIGNED"), &json!(2))
    );
    live_until(&place, "2026-12-01T12:00:00Z").await;
    let read = place.read(0, &signed["id"]).await;
    assert_eq!(
        (&read["state"], &read["since"]),
        (&json!("ACTIVE"), &json!("2026-12-01"))
    );
    assert_eq!(read["versions"][0]["state"], "SUPERSEDED");
}

#[tokio::test]
async fn a_fixed_term_is_kept_to_and_a_breach_ends_it_at_once() {
    let place = Place::found(2).await;
    let mut content = place.content();
    content["articles"][2]["text"] = json!("{{termination}}");
    let signed = place.signed(content).await;
    let text = place.read(0, &signed["id"]).await["versions"][0]["articles"][2]["text"].clone();
    let text = text.as_str().unwrap();
    assert!(text.contains("1212") && text.contains("1226"), "{text}");
    let refused = place
        .asks(1, TERMINATE, &signed["id"], because())
        .await
        .expect_error("FIXED_TERM");
    assert_eq!(
        refused["facts"],
        json!([{ "name": "until", "value": "2027-11-20" }])
    );
    let broken = json!({ "ground": "BREACH", "reason": "Le loyer n’est pas payé, malgré la mise en demeure." });
    let ended = place.does(1, TERMINATE, &signed["id"], broken).await;
    assert_eq!(
        (&ended["state"], &ended["termination"]["ground"]),
        (&json!("TERMINATED"), &json!("BREACH"))
    );
    place.hub.run_jobs().await;
    let mails = place.hub.mails_to(place.client(0).email());
    let said = mails.iter().find(|mail| mail.subject.contains("résilie"));
    let said = said.expect("a letter");
    assert!(said.text.contains("article 1226"), "{}", said.text);
    assert!(
        said.text.contains("malgré la mise en demeure"),
        "{}",
        said.text
    );
    assert!(!said.text.contains("préavis"), "{}", said.text);
}
