//! However many sign at once, on however many instances, it comes into force once.

use serde_json::{Value, json};

use super::{Place, WITHDRAW};

const ACTIVITY: &str =
    "query ($id: ID!) { partnership(id: $id) { activity(first: 100) { nodes { kind } } } }";

async fn told(place: &Place, id: &Value, kind: &str) -> usize {
    let data = place.client(0).gql(ACTIVITY, json!({ "id": id })).await;
    let nodes = data["partnership"]["activity"]["nodes"]
        .as_array()
        .unwrap()
        .clone();
    nodes.iter().filter(|one| one["kind"] == kind).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn the_last_to_sign_at_once_bring_it_into_force_once() {
    let place = Place::found(8).await;
    let second = place.hub.another_instance().await;
    for _ in 0..5 {
        let proposed = place.proposed(place.content()).await;
        let signing = place.bodies.iter().enumerate().map(|(number, body)| {
            let client = if number % 2 == 0 {
                body.representative.clone()
            } else {
                body.representative.on(&second)
            };
            let input = json!({ "input": { "id": proposed["id"], "actingFor": body.id.to_string(),
                "sha256": proposed["proposed"]["sha256"], "capacity": "présidente" } });
            async move { client.ask(super::SIGN, input).await }
        });
        let answers = futures_util::future::join_all(signing).await;
        let active = answers.iter().filter(|answer| {
            let data = answer.data();
            data["signPartnership"]["partnership"]["state"] == "ACTIVE"
        });
        assert_eq!(active.count(), 1, "one of them was the last");
        assert_eq!(
            told(&place, &proposed["id"], "PARTNERSHIP_ACTIVATED").await,
            1
        );
        assert_eq!(told(&place, &proposed["id"], "PARTNERSHIP_SIGNED").await, 8);
        let read = place.read(0, &proposed["id"]).await;
        assert_eq!(
            read["versions"][0]["signatures"].as_array().unwrap().len(),
            8
        );
    }
    place.hub.run_jobs().await;
    second.stop().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_party_that_signs_twice_at_once_has_signed_once() {
    let place = Place::found(2).await;
    let proposed = place.proposed(place.content()).await;
    let twice = futures_util::future::join_all((0..6).map(|_| place.signs(0, &proposed))).await;
    let done = twice
        .iter()
        .filter(|answer| answer.errors().next().is_none())
        .count();
    assert_eq!(done, 1);
    for answer in twice
        .iter()
        .filter(|answer| answer.errors().next().is_some())
    {
        assert_eq!(super::codes(answer), ["ALREADY_SIGNED"]);
    }
    place.hub.run_jobs().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn what_is_taken_back_while_the_last_signs_is_in_force_or_not_and_never_both() {
    let place = Place::found(2).await;
    for _ in 0..8 {
        let proposed = place.proposed(place.content()).await;
        place.signs(0, &proposed).await.data();
        let withdraw = place.asks(0, WITHDRAW, &proposed["id"], json!({}));
        let (signed, withdrawn) = tokio::join!(place.signs(1, &proposed), withdraw);
        let (signed, withdrawn) = (
            signed.errors().next().is_none(),
            withdrawn.errors().next().is_none(),
        );
        assert_ne!(signed, withdrawn, "one of the two came first");
        let state = place.read(0, &proposed["id"]).await["state"].clone();
        assert_eq!(state, if signed { "ACTIVE" } else { "DRAFT" });
    }
    place.hub.run_jobs().await;
}
