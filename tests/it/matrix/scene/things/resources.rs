//! The resources of the owner.

use serde_json::{Value, json};

use super::{Maker, grounds};

impl Maker<'_> {
    /// The resources of the owner, in every state.
    pub(super) async fn resources(&mut self) {
        let photo = self.uploaded().await;
        self.keep("Photo", "uploaded", &*photo);
        let draft = self.drafted("Salle à préparer", "PUBLIC", json!([])).await;
        self.keep("Resource", "draft", &*draft);

        let submitted = self.drafted("Salle remise", "PUBLIC", json!([])).await;
        self.on_resource("submitResource", &submitted, json!({}))
            .await;
        self.keep("Resource", "submitted", &*submitted);

        let published = self.drafted("Salle du port", "PUBLIC", json!([])).await;
        let mut content = resource("Salle du port", "PUBLIC", &json!([]));
        content["photos"] = json!([{ "photo": photo, "description": "La salle, vue du quai." }]);
        self.on_resource("updateResource", &published, json!({ "content": content }))
            .await;
        self.on_resource("submitResource", &published, json!({}))
            .await;
        self.decide("publishReviewed", &published, json!({})).await;
        let more = json!({ "conditions": conditions() });
        self.on_resource("setResourceConditions", &published, more)
            .await;
        self.keep("Resource", "published", &*published);

        let kept = self.shared("Salle entre nous", "HUB", json!([])).await;
        let mut content = resource("Salle entre nous, repeinte", "HUB", &json!([]));
        content["photos"] = json!([{ "photo": photo, "description": "La salle, repeinte." }]);
        let more = json!({ "content": content });
        self.on_resource("updateResource", &kept, more).await;
        self.keep("Resource", "kept to the hub", &*kept);

        let parties = json!([self.people.neighbour.id.to_string()]);
        let named = self.shared("Salle à deux", "PARTIES", parties).await;
        self.keep("Resource", "kept to the neighbour", &*named);

        let hidden = self.shared("Salle fermée", "PUBLIC", json!([])).await;
        let more = json!({ "grounds": grounds() });
        let moderator = &self.people.moderator;
        self.on(moderator, "hideResource", "Resource", &hidden, more)
            .await;
        self.keep("Resource", "hidden", &*hidden);
    }

    /// What the neighbour shares with its hub, and a need that the owner has met with it.
    pub(super) async fn offers(&mut self) -> String {
        let neighbour = &self.people.neighbour;
        let client = &neighbour.representative;
        let by = neighbour.id.to_string();
        let content = resource("Hangar de la Voisine", "HUB", &json!([]));
        let hub = self.people.here.id.to_string();
        let input = json!({ "hub": hub, "actingFor": by, "content": content });
        let made = self.act(client, "createResource", input).await;
        let hangar = super::text(&made["id"]);
        let submit = json!({ "actingFor": by });
        self.on(client, "submitResource", "Resource", &hangar, submit)
            .await;
        self.decide("publishReviewed", &hangar, json!({})).await;
        let more = json!({ "actingFor": by, "conditions": conditions() });
        self.on(client, "setResourceConditions", "Resource", &hangar, more)
            .await;

        let (project, parts) = self.published("Entreposage", "PUBLIC").await;
        let more = json!({ "need": parts["need"], "resource": hangar });
        self.on_project("acceptOffer", &project, more).await;
        self.keep(
            "Need",
            "met with what the neighbour shares",
            &*parts["need"],
        );
        hangar
    }

    /// A photo of the owner.
    async fn uploaded(&self) -> String {
        let path = format!("/photos?actingFor={}", self.owner);
        let request = self.people.head.http(reqwest::Method::POST, &path).await;
        let response = request.body(crate::photos::photo()).send().await.unwrap();
        let made: Value = response.json().await.unwrap();
        super::text(&made["id"])
    }

    async fn drafted(&self, title: &str, visibility: &str, parties: Value) -> String {
        let hub = self.people.here.id.to_string();
        let content = resource(title, visibility, &parties);
        let input = json!({ "hub": hub, "actingFor": self.owner, "content": content });
        super::text(&self.head("createResource", input).await["id"])
    }

    pub(super) async fn shared(&self, title: &str, visibility: &str, parties: Value) -> String {
        let id = self.drafted(title, visibility, parties).await;
        self.on_resource("submitResource", &id, json!({})).await;
        self.decide("publishReviewed", &id, json!({})).await;
        id
    }

    /// An act of the head on a resource.
    pub(super) async fn on_resource(&self, mutation: &str, resource: &str, more: Value) -> Value {
        let mut input = json!({ "actingFor": self.owner });
        let members = input.as_object_mut().expect("an object");
        members.extend(more.as_object().expect("an object").clone());
        self.on(&self.people.head, mutation, "Resource", resource, input)
            .await
    }
}

fn resource(title: &str, visibility: &str, parties: &Value) -> Value {
    json!({
        "kind": "SPACE",
        "title": title,
        "summary": "Une salle claire, de plain-pied.",
        "description": "Vingt places assises, un tableau.",
        "visibility": visibility,
        "commune": "34172",
        "address": "3 quai du Port",
        "location": { "latitude": 43.6, "longitude": 3.9, "precision": "COMMUNE" },
        "terms": {
            "kind": "COST_SHARE", "per": "HOUR", "others": { "amount": "12.00", "currency": "EUR" },
            "amounts": [{ "category": "FOUNDER", "amount": { "amount": "8.00", "currency": "EUR" } }],
            "deposit": { "amount": "100.00", "currency": "EUR" }, "note": "Clés à l’accueil.",
        },
        "parties": parties,
    })
}

pub(super) fn conditions() -> Value {
    json!({
        "timeZone": "Europe/Paris", "units": 2, "minLength": "PT30M", "maxLength": "PT8H",
        "horizon": "P60D", "approval": "OWNER",
        "weekly": [{ "weekday": "MONDAY", "from": "09:00", "to": "18:00" }],
        "closures": [{ "from": "2026-12-24T00:00", "to": "2027-01-02T00:00", "reason": "Congés" }],
        "openings": [{ "from": "2026-12-30T10:00", "to": "2026-12-30T12:00" }],
    })
}
