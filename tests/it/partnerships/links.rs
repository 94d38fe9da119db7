//! What happens elsewhere on the platform counts for commitments by a link, and is not copied.

use serde_json::{Value, json};

use super::{Place, codes, faults};
use crate::{bookings, materials};

impl Place {
    async fn linked(&self, number: usize, id: &Value, link: Value) -> Value {
        let declared = self.declared(number, id, link).await;
        let other = usize::from(number == 0);
        self.answered(other, "confirmFulfilment", &declared, json!({}))
            .await
    }

    /// The state of the first commitment, and how much of it counts.
    async fn state(&self, id: &Value) -> (Value, Value) {
        let read = self.dues(0, id).await;
        let due = &read["dues"][0];
        let counted = due["counted"]["quantity"]["value"].clone();
        (due["state"].clone(), counted)
    }
}

#[tokio::test]
async fn a_room_that_was_used_counts_its_hours_and_once() {
    let place = Place::found(2).await;
    let signed = place.signed(place.hours("3")).await;
    let second = place.signed(place.hours("3")).await;
    let id = &signed["id"];
    let (place, booking) = bookings::a_room_was_used(place, 3).await;
    let link = json!({ "booking": booking.to_string() });
    let both =
        json!({ "booking": booking.to_string(), "quantity": { "value": "9", "unit": "HOUR" } });
    let both = place.declares(0, id, both).await;
    assert_eq!(faults(&both), ["INCONSISTENT"], "it tells by itself");
    let linked = place.linked(1, id, link.clone()).await;
    assert_eq!(
        linked["amount"]["quantity"],
        json!({ "value": "3", "unit": "HOUR" })
    );
    assert_eq!(place.state(id).await, (json!("FULFILLED"), json!("3")));
    let twice = place.declares(0, &second["id"], link.clone()).await;
    assert_eq!(codes(&twice), ["ALREADY_COUNTED"]);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn what_is_taken_back_frees_what_it_was_linked_to() {
    let place = Place::found(2).await;
    let signed = place.signed(place.hours("3")).await;
    let second = place.signed(place.hours("3")).await;
    let (place, booking) = bookings::a_room_was_used(place, 3).await;
    let link = json!({ "booking": booking.to_string() });
    let declared = place.declared(0, &signed["id"], link.clone()).await;
    let back = place
        .answered(0, "withdrawFulfilment", &declared, json!({}))
        .await;
    assert_eq!(back["state"], "WITHDRAWN");
    place.linked(0, &second["id"], link).await;
    assert_eq!(place.state(&second["id"]).await.0, "FULFILLED");
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn of_two_who_link_one_booking_at_once_one_does() {
    let place = Place::found(2).await;
    let first = place.signed(place.hours("3")).await;
    let second = place.signed(place.hours("3")).await;
    let (place, booking) = bookings::a_room_was_used(place, 3).await;
    let link = json!({ "booking": booking.to_string() });
    let one = place.declares(0, &first["id"], link.clone());
    let other = place.declares(1, &second["id"], link);
    let (one, other) = futures_util::join!(one, other);
    assert_eq!([codes(&one), codes(&other)].concat(), ["ALREADY_COUNTED"]);
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn hours_that_both_sides_have_confirmed_count_as_they_were_worked() {
    let place = Place::found(2).await;
    let work = json!({ "action": "WORK", "what": "La comptabilité",
        "quantity": { "value": "1.5", "unit": "HOUR" }, "until": "2026-12-31" });
    let signed = place.signed(place.owing(&work)).await;
    let (place, booking) = bookings::an_employee_has_worked(place, "PT1H30M").await;
    let link = json!({ "booking": booking.to_string() });
    place.linked(0, &signed["id"], link).await;
    assert_eq!(
        place.state(&signed["id"]).await,
        (json!("FULFILLED"), json!("1.5"))
    );
    place.hub.run_jobs().await;
}

#[tokio::test]
async fn material_that_was_fetched_counts_what_it_weighs() {
    let place = Place::found(2).await;
    let doors = json!({ "action": "GIVE_GOODS", "what": "Des portes",
        "quantity": { "value": "0.2", "unit": "TONNE" }, "until": "2026-12-31" });
    let signed = place.signed(place.owing(&doors)).await;
    let wrong = place.hours("3");
    let hours = place.signed(wrong).await;
    let (place, reservation) = materials::doors_were_fetched(place, "10").await;
    let link = json!({ "reservation": reservation });
    let hours = place.declares(0, &hours["id"], link.clone()).await;
    assert_eq!(faults(&hours), ["INCONSISTENT"], "doors are no hours");
    let unknown = json!({ "booking": "booking_01jcyyyyyyfxx8tz8qh0n9b7ac" });
    let unknown = place.declares(0, &signed["id"], unknown).await;
    assert_eq!(faults(&unknown), ["UNKNOWN"]);
    // Weighed again once it counts, it would count for more than both sides have agreed upon.
    let read = "query ($id: ID!) { node(id: $id) { ... on MaterialReservation { version } } }";
    let reservation = link["reservation"].clone();
    let read = place
        .client(0)
        .gql(read, json!({ "id": reservation }))
        .await;
    let correct = "mutation ($input: CorrectCollectionInput!) {
        correctCollection(input: $input) { reservation { id } errors { code } } }";
    let correct = async || {
        let input = json!({ "id": reservation, "actingFor": place.bodies[0].id.to_string(),
            "expectedVersion": read["node"]["version"],
            "weight": { "value": "1", "unit": "TONNE" }, "reason": "Pesées après coup." });
        place
            .client(0)
            .ask(correct, json!({ "input": input }))
            .await
    };
    let declared = place.declared(0, &signed["id"], link.clone()).await;
    assert_eq!(codes(&correct().await), ["ALREADY_COUNTED"]);
    place
        .answered(0, "withdrawFulfilment", &declared, json!({}))
        .await;
    place.linked(0, &signed["id"], link).await;
    assert_eq!(codes(&correct().await), ["ALREADY_COUNTED"]);
    assert_eq!(
        place.state(&signed["id"]).await,
        (json!("FULFILLED"), json!("0.2"))
    );
    place.hub.run_jobs().await;
}
