//! The organisations of the owner, and their memberships.

use serde_json::{Value, json};

use super::{Id, Maker, NO_SIREN, grounds, text};
use crate::{harness::Body, organisations::id};

impl Maker<'_> {
    /// The organisations of the owner, and their memberships.
    pub(super) async fn organisations(&mut self) {
        let here = self.people.here.id;
        for (state, siren, membership) in [
            ("draft", "732829346", ""),
            ("applying draft", "732829395", ""),
            ("submitted", "732829338", "applied"),
            ("published", "732829320", "active"),
            ("hidden", "732829353", ""),
            ("suspended", "732829361", "suspended"),
            ("invited", "732829379", "invited"),
            ("has left", "732829403", "left"),
        ] {
            let made = self
                .head(
                    "createOrganisation",
                    json!({ "content": content(state, siren) }),
                )
                .await;
            let organisation = text(&made["id"]);
            self.people.mandate(self.hub, id(&made["id"])).await;
            self.owner.clone_from(&organisation);
            let body = Body {
                id: id(&made["id"]),
                representative: self.people.head.clone(),
            };
            let coordinator = &self.people.here.coordinator;
            match state {
                "draft" => {}
                "invited" => {
                    self.hub.join(&self.people.there, &body).await;
                    let invite = json!({ "hub": here.to_string(), "organisation": organisation, "category": "PARTNER" });
                    self.act(coordinator, "inviteMember", invite).await;
                }
                "applying draft" | "submitted" => {
                    let apply = json!({ "actingFor": organisation, "hub": here.to_string(), "category": "FOUNDER", "charterVersion": 1 });
                    self.head("applyForMembership", apply).await;
                }
                _ => self.hub.join(&self.people.here, &body).await,
            }
            if state == "submitted" {
                let more = json!({ "actingFor": organisation });
                self.on(
                    &self.people.head,
                    "submitOrganisation",
                    "Organisation",
                    &organisation,
                    more,
                )
                .await;
            }
            self.hub.run_jobs().await;
            let memberships = "query($id: ID!, $hub: ID!) { organisation(id: $id) {
                memberships(filter: { hub: $hub }) { nodes { id } } } }";
            let variables = json!({ "id": organisation, "hub": here.to_string() });
            let data = self.people.head.gql(memberships, variables).await;
            let member = &data["organisation"]["memberships"]["nodes"][0]["id"];
            let member = member.as_str().unwrap_or_default().to_owned();
            match state {
                "published" => {
                    let college = self.things["College"][0].id.clone();
                    let Id::Of(college) = college else {
                        unreachable!("a college has an id")
                    };
                    let more =
                        json!({ "category": "FOUNDER", "college": college, "trusted": false });
                    self.on(coordinator, "changeMembership", "Membership", &member, more)
                        .await;
                    let more = json!({ "isEss": true, "reason": "Ses statuts le disent." });
                    self.on(
                        coordinator,
                        "decideEssStatus",
                        "Organisation",
                        &organisation,
                        more,
                    )
                    .await;
                    let more = json!({ "actingFor": organisation, "content": content("published, mieux dite", siren) });
                    self.on(
                        &self.people.head,
                        "updateOrganisation",
                        "Organisation",
                        &organisation,
                        more,
                    )
                    .await;
                }
                "hidden" => {
                    let more = json!({ "hub": here.to_string(), "grounds": grounds() });
                    self.on(
                        &self.people.moderator,
                        "hideOrganisation",
                        "Organisation",
                        &organisation,
                        more,
                    )
                    .await;
                }
                "has left" => {
                    let more = json!({ "actingFor": organisation });
                    self.on(&self.people.head, "leaveHub", "Membership", &member, more)
                        .await;
                }
                "suspended" => {
                    let more = json!({ "reason": "La cotisation attend." });
                    self.on(
                        coordinator,
                        "suspendMembership",
                        "Membership",
                        &member,
                        more,
                    )
                    .await;
                }
                _ => {}
            }
            if !["suspended", "invited"].contains(&state) {
                let kept = self.keep("Organisation", state, &*organisation);
                kept.parts.insert("siren", siren.to_owned());
            }
            if !membership.is_empty() {
                self.keep("Membership", membership, &*member);
            }
        }
        let headless = self.people.headless;
        self.people.mandate(self.hub, headless).await;
        self.owner = headless.to_string();
        let kept = self.keep("Organisation", "without a head", &*headless.to_string());
        kept.parts.insert("siren", NO_SIREN.to_owned());
        self.owner = self.of("Organisation", "published");
    }
}

fn content(name: &str, siren: &str) -> Value {
    json!({
        "name": format!("Oc’Consigne ({name})"),
        "legalForm": "ASSOCIATION",
        "legalCategory": "9220",
        "siren": siren,
        "commune": "34172",
        "postalCode": "34000",
        "address": "1 rue du Port",
        "location": { "latitude": 43.61, "longitude": 3.87, "precision": "COMMUNE" },
        "summary": "Remettre en usage ce que d'autres jettent.",
        "description": "Depuis longtemps.",
        "domains": ["REUSE"],
        "accreditations": [{ "kind": "ESUS", "from": "2024-01-01", "until": "2028-12-31" }],
        "contactVisibility": "MEMBERS",
        "email": "contact@consigne.test",
        "phone": "04 67 00 00 00",
        "website": "https://consigne.test",
    })
}
