//! Material as partner apps and pages see it: lots, what is held of them for whom, what is fetched,
//! and what becomes of it.

mod expiry;
mod race;
mod reading;
mod refusals;
mod story;
mod wall;

use chrono::{DateTime, NaiveDateTime, Utc};
use maillage_domain::{
    Act,
    content::ContentState,
    ids::{HubId, OrganisationId, ResourceId},
    moderation::ActiveMember,
    resources::{
        Per, PriceKind, Resource, ResourceContent, ResourceDraft, ResourceKind, TermsDraft,
    },
    values::Visibility,
};
use maillage_persistence::resources;
use serde_json::{Value, json};

use crate::{
    harness::{Body, Client, Limits, Pole, TestHub},
    partnerships::Place as Partners,
};

const LOT: &str = "lot { id version label onHand { value unit code } available { value } originSite parent { id } }";
const RESERVATION: &str = "reservation { id version state until quantity { value } taken { value } weight { value }
    price { amount } deposit { amount } refund { amount } broughtBack { value } passedOn { value } cancelledBy { name } }";

/// A hub in which one member offers material to another.
struct Place {
    hub: TestHub,
    pole: Pole,
    owner: Body,
    borrower: Body,
}

/// The second of two that have signed an agreement has fetched so many doors of the first, of twenty kilograms
/// each: the id of what was reserved.
pub(crate) async fn doors_were_fetched(partners: Partners, doors: &str) -> (Partners, String) {
    let mut bodies = partners.bodies.into_iter();
    let place = Place {
        hub: partners.hub,
        pole: partners.pole,
        owner: bodies.next().unwrap(),
        borrower: bodies.next().unwrap(),
    };
    let material = place.material("Portes déposées").await;
    let mut content = content("Portes pleines");
    content["weightOfOne"] = kilograms("20");
    let made = place.make_lot(material, quantity("40"), content).await;
    let held = place.held(&made["lot"], doors).await;
    let taken = place.by_owner("collectReservation", &held, json!({})).await;
    assert_eq!(taken["reservation"]["state"], "COLLECTED", "{taken}");
    let partners = Partners {
        hub: place.hub,
        pole: place.pole,
        bodies: vec![place.owner, place.borrower],
    };
    (partners, held["id"].as_str().unwrap().to_owned())
}

impl Place {
    /// On Saturday, 21 November 2026, at nine UTC.
    async fn found() -> Self {
        Self::found_within(Limits::default()).await
    }

    async fn found_within(limits: Limits) -> Self {
        let hub = TestHub::start_within(limits).await;
        hub.clock().set(instant("2026-11-21T09:00Z"));
        let pole = hub.pole("Pôle du Littoral").await;
        let owner = hub.member(&pole, "La Fabrique").await;
        let borrower = hub.member(&pole, "La Recyclerie").await;
        Self {
            hub,
            pole,
            owner,
            borrower,
        }
    }

    /// Published material of the owner, two euros and half a euro of deposit for each unit.
    async fn material(&self, title: &str) -> ResourceId {
        self.material_of(self.owner.id, title, Visibility::Hub, vec![])
            .await
    }

    async fn material_of(
        &self,
        owner: OrganisationId,
        title: &str,
        visibility: Visibility,
        parties: Vec<OrganisationId>,
    ) -> ResourceId {
        let seen = (visibility, parties);
        offered(&self.hub, self.pole.id, owner, title, seen).await
    }

    /// A lot of so many pieces of the owner's.
    async fn lot(&self, resource: ResourceId, pieces: &str) -> Value {
        let made = self.make_lot(resource, quantity(pieces), content("Portes pleines"));
        let made = made.await;
        assert!(made["lot"].is_object(), "{made}");
        made["lot"].clone()
    }

    async fn make_lot(&self, resource: ResourceId, quantity: Value, content: Value) -> Value {
        let input = json!({
            "actingFor": self.owner.id.to_string(), "resource": resource.to_string(),
            "content": content, "quantity": quantity,
        });
        mutate(&self.owner.representative, "createLot", LOT, input).await
    }

    /// What comes of the borrower's wish.
    async fn reserve(&self, lot: &Value, pieces: &str) -> Value {
        self.reserve_as(&self.borrower, lot, json!({ "quantity": quantity(pieces) }))
            .await
    }

    async fn reserve_as(&self, body: &Body, lot: &Value, more: Value) -> Value {
        let mut content = more;
        content["lot"] = lot["id"].clone();
        let input = json!({ "actingFor": body.id.to_string(), "content": content });
        mutate(&body.representative, "reserveMaterial", RESERVATION, input).await
    }

    /// What is held for the borrower.
    async fn held(&self, lot: &Value, pieces: &str) -> Value {
        let held = self.reserve(lot, pieces).await;
        assert_eq!(held["reservation"]["state"], "HELD", "{held}");
        held["reservation"].clone()
    }

    /// An act on a lot, at the version it has.
    async fn on_lot(&self, mutation: &str, lot: &Value, more: Value) -> Value {
        let version = "query($id: ID!) { lot(id: $id) { version } }";
        let id = json!({ "id": lot["id"] });
        let data = self.owner.representative.gql(version, id).await;
        let input = about(&self.owner, lot, &data["lot"]["version"], more);
        mutate(&self.owner.representative, mutation, LOT, input).await
    }

    /// An act of one side on a reservation, at the version it has.
    async fn on(&self, body: &Body, mutation: &str, reservation: &Value, more: Value) -> Value {
        let version = "query($id: ID!) { materialReservation(id: $id) { version } }";
        let id = json!({ "id": reservation["id"] });
        let data = body.representative.gql(version, id).await;
        let version = &data["materialReservation"]["version"];
        let input = about(body, reservation, version, more);
        let payload = if mutation == "passOnLot" {
            LOT
        } else {
            RESERVATION
        };
        mutate(&body.representative, mutation, payload, input).await
    }

    async fn by_owner(&self, mutation: &str, reservation: &Value, more: Value) -> Value {
        self.on(&self.owner, mutation, reservation, more).await
    }

    /// What is there of a lot and what can be had, as its owner sees it.
    async fn stock(&self, lot: &Value) -> (String, String) {
        let query = "query($id: ID!) { lot(id: $id) { onHand { value } available { value } } }";
        let id = json!({ "id": lot["id"] });
        let data = self.owner.representative.gql(query, id).await;
        let text = |name: &str| data["lot"][name]["value"].as_str().unwrap().to_owned();
        (text("onHand"), text("available"))
    }

    /// After the longest that anything is held, and the jobs of then.
    async fn end(&self) {
        self.hub.run_jobs().await;
    }
}

/// Published material of a member, two euros and half a euro of deposit for each unit.
pub(crate) async fn offered(
    hub: &TestHub,
    pole: HubId,
    owner: OrganisationId,
    title: &str,
    (visibility, parties): (Visibility, Vec<OrganisationId>),
) -> ResourceId {
    let platform = hub.platform();
    let act = Act::new(platform.now(), None, platform);
    let draft = ResourceDraft {
        kind: ResourceKind::Material,
        title: title.to_owned(),
        summary: "Des matériaux déposés avec soin.".to_owned(),
        description: "À venir chercher au hangar.".to_owned(),
        commune: None,
        address: None,
        location: None,
        terms: TermsDraft {
            kind: PriceKind::CostShare,
            per: Some(Per::Unit),
            amounts: vec![],
            others: Some("2".to_owned()),
            barter: None,
            costs: None,
            deposit: Some("0.50".to_owned()),
            note: None,
        },
        visibility: Some(visibility),
        shared_with: vec![],
        parties,
        photos: vec![],
    };
    let content = ResourceContent::parse(draft, &[]).unwrap();
    let active = ActiveMember::Yes;
    let mut resource = Resource::create(&act, pole, owner, content, active).unwrap();
    resource.state = ContentState::Published;
    resource.published_at = Some(act.at);
    platform
        .write(async |tx| Ok(resources::save(tx, &mut resource).await?))
        .await
        .unwrap();
    resource.id
}

fn about(body: &Body, thing: &Value, version: &Value, more: Value) -> Value {
    let mut input = json!({
        "id": thing["id"], "actingFor": body.id.to_string(), "expectedVersion": version,
    });
    if let (Some(members), Value::Object(more)) = (input.as_object_mut(), more) {
        members.extend(more);
    }
    input
}

/// What a mutation answers, errors of the input included.
pub(crate) async fn mutate(client: &Client, mutation: &str, payload: &str, input: Value) -> Value {
    let name = format!("{}{}", mutation[..1].to_uppercase(), &mutation[1..]);
    let query = format!(
        "mutation($input: {name}Input!) {{ {mutation}(input: $input) {{
           {payload} errors {{ code path message facts {{ name value }} }} }} }}"
    );
    let answer = client.ask(&query, json!({ "input": input })).await;
    let data = answer.body["data"][mutation].clone();
    if data.is_null() { answer.body } else { data }
}

/// So many pieces.
pub(crate) fn quantity(pieces: &str) -> Value {
    json!({ "value": pieces, "unit": "PIECE" })
}

fn kilograms(value: &str) -> Value {
    json!({ "value": value, "unit": "KILOGRAM" })
}

pub(crate) fn content(label: &str) -> Value {
    json!({
        "label": label, "condition": "GOOD", "status": "REUSE", "dimensions": "83 × 204 cm",
        "originSite": "Lycée du port", "originOn": "2026-10-02",
    })
}

fn codes(payload: &Value) -> Vec<&str> {
    let errors = payload["errors"].as_array();
    let errors = errors.unwrap_or_else(|| panic!("no errors in {payload}"));
    let code = |error: &Value| error["code"].is_string();
    errors
        .iter()
        .map(|error| {
            let place = if code(error) {
                error
            } else {
                &error["extensions"]
            };
            place["code"].as_str().unwrap()
        })
        .collect()
}

fn fact<'a>(payload: &'a Value, name: &str) -> &'a str {
    let facts = payload["errors"][0]["facts"].as_array().unwrap();
    let found = facts.iter().find(|fact| fact["name"] == name);
    found.unwrap_or_else(|| panic!("no {name} in {payload}"))["value"]
        .as_str()
        .unwrap()
}

fn instant(text: &str) -> DateTime<Utc> {
    NaiveDateTime::parse_from_str(text, "%Y-%m-%dT%H:%MZ")
        .unwrap()
        .and_utc()
}
