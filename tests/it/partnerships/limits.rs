//! How much, how often, and whom.

use std::fmt::Write;

use chrono::TimeDelta;
use reqwest::Method;
use serde_json::{Value, json};

use super::{CHANGE, DRAFT, PROPOSE, Place, WITHDRAW, keeping::some};

#[tokio::test]
async fn as_much_text_as_is_promised_can_be_sent_in_one_request() {
    let place = Place::found(2).await;
    let ours = "{ partnershipTemplates(form: COMMON_FUND) { articles { text } } }";
    let ours = place.client(0).gql(ours, json!({})).await;
    let ours = ours["partnershipTemplates"][0]["articles"]
        .as_array()
        .unwrap();
    let french: String = ours.iter().filter_map(|one| one["text"].as_str()).collect();
    let french = french.replace(['{', '}'], "");
    let text: String = french.chars().cycle().take(19_999).chain(['.']).collect();
    let articles = ["a-1", "a-2", "a-3", "a-4"].map(
        |name| json!({ "name": name, "key": "OTHER", "heading": "Engagements", "text": text }),
    );
    let content = place.content_with(&json!({ "articles": articles, "blanks": [] }));
    let input = json!({ "input": { "hub": place.pole.id.to_string(),
        "actingFor": place.bodies[0].id.to_string(), "content": content } });
    // As clients send it that write ASCII alone.
    let mut body = String::new();
    for letter in json!({ "query": DRAFT, "variables": input })
        .to_string()
        .chars()
    {
        match letter {
            letter if letter.is_ascii() => body.push(letter),
            letter => write!(body, "\\u{:04x}", u32::from(letter)).unwrap(),
        }
    }
    assert!(body.len() < 128 * 1024, "{}", body.len());
    let request = place.client(0).http(Method::POST, "/graphql").await;
    let request = request
        .header("Content-Type", "application/json")
        .body(body);
    let answer: Value = request.send().await.unwrap().json().await.unwrap();
    let payload = &answer["data"]["draftPartnership"];
    assert_eq!(payload["errors"], json!([]), "{answer}");
    assert_eq!(payload["partnership"]["state"], "DRAFT");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_hundred_deliveries_are_declared_in_a_day_at_most() {
    let place = Place::found(2).await;
    let signed = place.signed(place.hours("20")).await;
    let id = &signed["id"];
    let mut first = Value::Null;
    for number in 0..100 {
        let declared = place.declared(0, id, some("0.1")).await;
        if number == 0 {
            first = declared;
        }
    }
    let refused = place.declares(0, id, some("0.1")).await;
    let error = refused.expect_error("TOO_MANY_FULFILMENTS");
    assert_eq!(error["facts"][0], json!({ "name": "max", "value": "100" }));
    place.declared(1, id, some("0.1")).await;
    // Taken back and declared again, others are written to all the same.
    place
        .answered(0, "withdrawFulfilment", &first, json!({}))
        .await;
    let refused = place.declares(0, id, some("0.1")).await;
    refused.expect_error("TOO_MANY_FULFILMENTS");
    place.hub.clock().advance(TimeDelta::hours(24));
    // Also where the other side has answered nothing: its silence keeps nobody from saying what was done.
    place.declared(0, id, some("0.1")).await;
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn fifty_organisations_outside_of_the_hub_are_named_in_a_day_at_most() {
    let place = Place::found(2).await;
    let elsewhere = place.hub.pole("Pôle des collines").await;
    let mut outside = Vec::new();
    for name in [
        "La Colline",
        "Le Vallon",
        "La Source",
        "Le Bocage",
        "La Haie",
    ] {
        outside.push(place.hub.member(&elsewhere, name).await.id.to_string());
    }
    let named = |organisations: &[String]| {
        let others = organisations.iter();
        let others = others.map(|one| json!({ "organisation": one, "role": "PARTENAIRE" }));
        let first = place.content()["parties"][0].clone();
        let parties: Vec<_> = std::iter::once(first).chain(others).collect();
        place.content_with(&json!({ "parties": parties }))
    };
    for _ in 0..9 {
        place.drafted(named(&outside)).await;
    }
    let draft = place.drafted(named(&outside[..4])).await;
    // There is room for one more, and not for two.
    let refused = place.draft(named(&outside[..2])).await;
    let facts = refused.expect_error("TOO_MANY_DRAFTS")["facts"].clone();
    assert_eq!(facts[0], json!({ "name": "max", "value": "50" }));
    place.drafted(named(&outside[..1])).await;
    place
        .draft(named(&outside[..1]))
        .await
        .expect_error("TOO_MANY_DRAFTS");
    place.drafted(place.content()).await;
    // What was named before may stay, and who is of the hub may come.
    let mut same = named(&outside[..4]);
    same["title"] = json!("Une autre convention");
    place
        .does(0, CHANGE, &draft["id"], json!({ "content": same }))
        .await;
    place.hub.run_jobs().await;
    place.hub.clock().advance(TimeDelta::hours(25));
    place.drafted(named(&outside)).await;
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn a_partnership_is_proposed_ten_times_a_day_at_most() {
    let place = Place::found(2).await;
    let draft = place.drafted(place.content()).await;
    for _ in 0..10 {
        place.does(0, PROPOSE, &draft["id"], json!({})).await;
        place.does(0, WITHDRAW, &draft["id"], json!({})).await;
    }
    let refused = place.asks(0, PROPOSE, &draft["id"], json!({})).await;
    let error = refused.expect_error("TOO_MANY_PROPOSALS");
    assert_eq!(error["facts"][0], json!({ "name": "max", "value": "10" }));
    place.hub.run_jobs().await;
    place.hub.clock().advance(TimeDelta::hours(25));
    place.does(0, PROPOSE, &draft["id"], json!({})).await;
    place.hub.run_jobs().await;
}
