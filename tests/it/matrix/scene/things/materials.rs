//! The material of the owner, its lots, and what the neighbour has of them, in every state.

use chrono::TimeDelta;
use serde_json::{Value, json};

use super::{Maker, grounds};

impl Maker<'_> {
    /// Material and its lots, and what more of them needs to be known to go on.
    pub(super) async fn materials(&mut self) -> Vec<(String, Value)> {
        let draft = self.material("Tuiles à trier").await;
        let published = self.offered("Tuiles du port", "PUBLIC").await;
        self.keep("Resource", "published material", &*published);
        let kept = self.offered("Tuiles entre nous", "HUB").await;
        let hidden = self.offered("Tuiles retirées", "PUBLIC").await;
        for (state, resource) in [
            ("draft", &draft),
            ("published", &published),
            ("kept to the hub", &kept),
            ("hidden", &hidden),
        ] {
            let lot = self.lot(resource).await;
            self.keep("Lot", state, &*lot);
        }
        let more = json!({ "grounds": grounds() });
        let moderator = &self.people.moderator;
        self.on(moderator, "hideResource", "Resource", &hidden, more)
            .await;

        let lot = self.of("Lot", "published");
        let held = self.reserved(&lot, None).await;
        self.keep("MaterialReservation", "held", &*held);
        let fetched = self.reserved(&lot, None).await;
        self.on_reservation("collectReservation", &fetched, json!({}))
            .await;
        self.keep("MaterialReservation", "fetched", &*fetched);
        let cancelled = self.reserved(&lot, None).await;
        let why = json!({ "reason": "Elles sont fendues." });
        self.on_reservation("cancelReservation", &cancelled, why)
            .await;
        self.keep("MaterialReservation", "cancelled", &*cancelled);
        let soon = self.hub.platform().now() + TimeDelta::minutes(1);
        let expired = self.reserved(&lot, Some(soon.to_rfc3339())).await;
        self.hub.clock().advance(TimeDelta::minutes(1));
        self.keep("MaterialReservation", "expired", &*expired);
        let theirs = self.neighbours().await;
        vec![
            ("content.lot".to_owned(), json!(lot)),
            ("createLot.resource".to_owned(), json!(published)),
            ("passOnLot.resource".to_owned(), json!(theirs)),
        ]
    }

    async fn material(&self, title: &str) -> String {
        self.material_seen_by(title, "PUBLIC").await
    }

    async fn material_seen_by(&self, title: &str, visibility: &str) -> String {
        let hub = self.people.here.id.to_string();
        let content = material(title, visibility);
        let input = json!({ "hub": hub, "actingFor": self.owner, "content": content });
        super::text(&self.head("createResource", input).await["id"])
    }

    async fn offered(&self, title: &str, visibility: &str) -> String {
        let id = self.material_seen_by(title, visibility).await;
        self.on_resource("submitResource", &id, json!({})).await;
        self.decide("publishReviewed", &id, json!({})).await;
        id
    }

    async fn lot(&self, resource: &str) -> String {
        let input = json!({
            "actingFor": self.owner, "resource": resource,
            "content": { "label": "Tuiles canal", "condition": "GOOD", "status": "REUSE", "originSite": "Le port" },
            "quantity": { "value": "400", "unit": "PIECE" },
        });
        super::text(&self.head("createLot", input).await["id"])
    }

    /// Has some held for the neighbour.
    async fn reserved(&self, lot: &str, until: Option<String>) -> String {
        let neighbour = &self.people.neighbour;
        let input = json!({
            "actingFor": neighbour.id.to_string(),
            "content": { "lot": lot, "quantity": { "value": "4", "unit": "PIECE" }, "until": until,
                         "purpose": "Un toit." },
        });
        let client = &neighbour.representative;
        let held = self.act(client, "reserveMaterial", input).await;
        super::text(&held["id"])
    }

    /// Material that the neighbour is preparing to share.
    async fn neighbours(&self) -> String {
        let neighbour = &self.people.neighbour;
        let input = json!({
            "hub": self.people.here.id.to_string(), "actingFor": neighbour.id.to_string(),
            "content": material("Tuiles repassées", "PUBLIC"),
        });
        let client = &neighbour.representative;
        let made = self.act(client, "createResource", input).await;
        super::text(&made["id"])
    }

    /// An act of the head on a reservation.
    async fn on_reservation(&self, mutation: &str, reservation: &str, more: Value) -> Value {
        let mut input = json!({ "actingFor": self.owner });
        let members = input.as_object_mut().expect("an object");
        members.extend(more.as_object().expect("an object").clone());
        let head = &self.people.head;
        self.on(head, mutation, "MaterialReservation", reservation, input)
            .await
    }
}

fn material(title: &str, visibility: &str) -> Value {
    json!({
        "kind": "MATERIAL",
        "title": title,
        "summary": "Des tuiles déposées avec soin.",
        "description": "À venir chercher au hangar.",
        "visibility": visibility,
        "terms": {
            "kind": "COST_SHARE", "per": "UNIT", "others": { "amount": "0.50", "currency": "EUR" },
            "deposit": { "amount": "0.10", "currency": "EUR" },
        },
    })
}
