//! What the neighbour has booked of the owner, in every state.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Maker, resources::conditions};

/// A resource that is open day and night, in great number, and had by the minute without asking.
pub(super) fn always_open() -> Value {
    let days = [
        "MONDAY",
        "TUESDAY",
        "WEDNESDAY",
        "THURSDAY",
        "FRIDAY",
        "SATURDAY",
        "SUNDAY",
    ];
    let day = |day| json!({ "weekday": day, "from": "00:00", "to": "24:00" });
    let mut always = conditions();
    always["units"] = json!(50);
    always["approval"] = json!("AUTOMATIC");
    always["closures"] = json!([]);
    always["weekly"] = json!(days.map(day));
    always
}

impl Maker<'_> {
    /// The bookings of the neighbour, and what more of them needs to be known to go on.
    pub(super) async fn bookings(&mut self) -> Vec<(String, Value)> {
        let bicycles = self.shared("Vélos du port", "PUBLIC", json!([])).await;
        let more = json!({ "conditions": always_open() });
        self.on_resource("setResourceConditions", &bicycles, more)
            .await;
        let room = self.of("Resource", "published");

        let requested = self.booked(&room, "2026-11-23T10:00:00Z").await;
        self.keep("Booking", "requested", &*requested);
        let declined = self.booked(&room, "2026-11-23T10:00:00Z").await;
        let why = json!({ "reason": "La salle est en travaux." });
        self.on_booking("declineBooking", &declined, why).await;
        self.keep("Booking", "declined", &*declined);

        let confirmed = self.booked(&bicycles, "2026-11-24T10:00:00Z").await;
        self.keep("Booking", "confirmed", &*confirmed);
        let cancelled = self.booked(&bicycles, "2026-11-24T10:00:00Z").await;
        let why = json!({ "reason": "Il est en panne." });
        self.on_booking("cancelBooking", &cancelled, why).await;
        self.keep("Booking", "cancelled", &*cancelled);

        let begun = self.booked(&bicycles, "2026-11-21T11:05:00Z").await;
        let missed = self.booked(&bicycles, "2026-11-21T11:05:00Z").await;
        let used = self.booked(&bicycles, "2026-11-21T11:05:00Z").await;
        let returned = self.booked(&bicycles, "2026-11-21T11:05:00Z").await;
        self.hub.clock().advance(TimeDelta::minutes(10));
        self.keep("Booking", "begun", &*begun);
        self.on_booking("recordNoShow", &missed, json!({})).await;
        self.keep("Booking", "missed", &*missed);
        for id in [&used, &returned] {
            let fine = json!({ "condition": "Deux lumières." });
            self.on_booking("handOverBooking", id, fine).await;
        }
        self.keep("Booking", "in use", &*used);
        let worn = json!({ "condition": "Une lumière." });
        self.on_booking("takeBackBooking", &returned, worn).await;
        self.keep("Booking", "returned", &*returned);
        let owed = "{ accountStatements { nodes { id } } }";
        let data = self.people.head.gql(owed, json!({})).await;
        let statement = super::text(&data["accountStatements"]["nodes"][0]["id"]);
        self.keep("AccountStatement", "open", &*statement);

        let neighbour = &self.people.neighbour;
        let input = json!({
            "actingFor": neighbour.id.to_string(),
            "content": wish(&bicycles, "2026-11-25T10:00:00Z"),
            "series": { "frequency": "WEEKLY", "count": 2 },
        });
        let mutation =
            "mutation($input: BookSeriesInput!) { bookSeries(input: $input) { series { id } } }";
        let client = &neighbour.representative;
        let data = client.gql(mutation, json!({ "input": input })).await;
        let series = &data["bookSeries"]["series"];
        self.keep("BookingSeries", "booked", &*super::text(&series["id"]));
        let follow = "mutation($of: ID!) {
            createCalendarFeed(input: { of: $of }) { calendarFeed { id } } }";
        let data = client.gql(follow, json!({ "of": room })).await;
        let feed = super::text(&data["createCalendarFeed"]["calendarFeed"]["id"]);
        self.keep("CalendarFeed", "of the neighbour", &*feed);
        let line = "content.lines.resource".to_owned();
        vec![(line, json!(bicycles))]
    }

    /// Books for the neighbour.
    async fn booked(&self, resource: &str, start: &str) -> String {
        self.wished(wish(resource, start)).await
    }

    pub(super) async fn wished(&self, content: Value) -> String {
        let neighbour = &self.people.neighbour;
        let input = json!({ "actingFor": neighbour.id.to_string(), "content": content });
        let booked = self
            .act(&neighbour.representative, "bookResources", input)
            .await;
        super::text(&booked["id"])
    }

    /// An act of the head on a booking.
    async fn on_booking(&self, mutation: &str, booking: &str, more: Value) -> Value {
        let mut input = json!({ "actingFor": self.owner });
        let members = input.as_object_mut().expect("an object");
        members.extend(more.as_object().expect("an object").clone());
        self.on(&self.people.head, mutation, "Booking", booking, input)
            .await
    }
}

/// One unit for an hour.
fn wish(resource: &str, start: &str) -> Value {
    let end = start.replace(":00:00Z", ":59:00Z");
    let end = end.replace(":05:00Z", ":50:00Z");
    json!({
        "start": start, "end": end, "lines": [{ "resource": resource }],
        "purpose": "Une tournée.",
    })
}
