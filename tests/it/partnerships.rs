//! Partnerships: drafted together, frozen, signed by all, followed until they are over.

mod course;
mod documents;
mod drafting;
mod due;
mod endings;
mod forms;
mod keeping;
mod limits;
mod links;
mod outsiders;
mod proofs;
mod race;
mod signing;
mod staffing;
mod templates;
mod views;
mod wall;

use maillage_domain::{
    Act,
    mandates::{Mandate, MandateRole},
};
use maillage_persistence::mandates;
use serde_json::{Value, json};

use crate::harness::{Answer, Body, Client, Limits, Pole, TestHub};

pub(crate) const DRAFT: &str = "mutation ($input: DraftPartnershipInput!) {
    draftPartnership(input: $input) {
      partnership { id version state stage edit parties { role organisation { name } } }
      errors { code path facts { name value } } } }";
const CHANGE: &str = "mutation ($input: ChangePartnershipInput!) {
    changePartnership(input: $input) {
      partnership { id version state stage edit } errors { code path facts { name value } } } }";
const PROPOSE: &str = "mutation ($input: ProposePartnershipInput!) {
    proposePartnership(input: $input) {
      partnership { id version state stage proposed { id number sha256 awaits { name } } }
      errors { code message facts { name value } } } }";
const WITHDRAW: &str = "mutation ($input: WithdrawPartnershipInput!) {
    withdrawPartnership(input: $input) { partnership { id version state stage } errors { code } } }";
const SIGN: &str = "mutation ($input: SignPartnershipInput!) {
    signPartnership(input: $input) {
      partnership { id version state stage since inForce { number signatures { name capacity proof } } }
      errors { code facts { name value } } } }";
const READ: &str = "query ($id: ID!) { partnership(id: $id) {
    id version state stage edit title since endsOn renewals renews
    parties { role organisation { name } leavesOn }
    versions { id number state sha256 text signatures { name capacity proof signedAt seal } articles { name text } }
    proposed { id number sha256 awaits { name } }
    inForce { id number sha256 document }
    articles { name text } blanks { name value }
    commitments { id what }
    termination { reason effectiveOn } departures { effectiveOn }
    availableActions { action allowed code } } }";

/// A hub with organisations that come together.
pub(crate) struct Place {
    pub(crate) hub: TestHub,
    pub(crate) pole: Pole,
    pub(crate) bodies: Vec<Body>,
}

impl Place {
    /// So many organisations of one hub.
    pub(crate) async fn found(organisations: usize) -> Self {
        Self::found_within(Limits::default(), organisations).await
    }

    /// The same, on a platform that takes so much upon itself.
    pub(crate) async fn found_within(limits: Limits, organisations: usize) -> Self {
        let hub = TestHub::start_within(limits).await;
        let pole = hub.pole("Pôle du littoral").await;
        let mut bodies = Vec::new();
        for number in 1..=organisations {
            bodies.push(hub.member(&pole, &format!("Atelier {number}")).await);
        }
        Self { hub, pole, bodies }
    }

    fn client(&self, number: usize) -> &Client {
        &self.bodies[number].representative
    }

    /// What a simple agreement of all of them says, from the first of December on for a year.
    pub(crate) fn content(&self) -> Value {
        let parties = self.bodies.iter().enumerate().map(|(number, body)| {
            let role = if number == 0 { "PORTEUR" } else { "PARTENAIRE" };
            json!({ "organisation": body.id.to_string(), "role": role })
        });
        json!({
            "title": "Convention de l’atelier commun",
            "aim": "COOPERATION",
            "form": "CONVENTION",
            "parties": parties.collect::<Vec<_>>(),
            "term": { "startsOn": "2026-11-21", "endsOn": "2027-11-20", "renewal": "NONE", "noticeDays": 30 },
            "commitments": [{
                "debtor": self.bodies[0].id.to_string(), "action": "HOST",
                "what": "La salle, un jour par semaine", "quantity": { "value": "52", "unit": "DAY" },
                "until": "2027-11-20",
            }],
            "articles": [
                { "name": "parties", "key": "PARTIES", "heading": "Les parties", "text": "Entre :\n\n{{parties}}" },
                { "name": "object", "key": "OBJECT", "heading": "Objet",
                  "text": "Les parties tiennent **ensemble** un atelier à {{lieu}}, du {{start}} au {{end}}.\n\n{{commitments}}" },
                { "name": "renewal", "key": "RENEWAL", "heading": "Durée", "text": "{{renewal}}" },
            ],
            "blanks": [{ "name": "lieu", "label": "Lieu", "value": "Montpellier" }],
        })
    }

    /// The same, with other members of it.
    fn content_with(&self, changed: &Value) -> Value {
        let mut content = self.content();
        for (name, value) in changed.as_object().unwrap() {
            content[name] = value.clone();
        }
        content
    }

    pub(crate) async fn draft(&self, content: Value) -> Answer {
        let input = json!({ "input": {
            "hub": self.pole.id.to_string(), "actingFor": self.bodies[0].id.to_string(),
            "content": content,
        } });
        self.client(0).ask(DRAFT, input).await
    }

    /// A draft as the first of them makes it.
    pub(crate) async fn drafted(&self, content: Value) -> Value {
        let drafted = self.draft(content).await.data();
        drafted["draftPartnership"]["partnership"].clone()
    }

    /// An act of one of them, which must succeed.
    async fn does(&self, number: usize, document: &str, id: &Value, more: Value) -> Value {
        let answer = self.asks(number, document, id, more).await.data();
        let payload = answer.as_object().unwrap().values().next().unwrap();
        payload["partnership"].clone()
    }

    /// An act of one of them on the partnership as it is now.
    async fn asks(&self, number: usize, document: &str, id: &Value, more: Value) -> Answer {
        let now = self.read(number, id).await;
        let mut input = json!({
            "id": id, "actingFor": self.bodies[number].id.to_string(),
            "expectedVersion": now["version"],
        });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        self.client(number)
            .ask(document, json!({ "input": input }))
            .await
    }

    /// Gives somebody a mandate for one of them.
    async fn mandated(&self, number: usize, client: &Client, role: MandateRole) {
        let platform = self.hub.platform();
        let act = Act::new(platform.now(), None, platform);
        platform
            .write(async |tx| {
                let mut mandate = Mandate::grant(&act, client.id(), self.bodies[number].id, role);
                Ok(mandates::save(tx, &mut mandate).await?)
            })
            .await
            .unwrap();
    }

    async fn read(&self, number: usize, id: &Value) -> Value {
        read(self.client(number), id).await
    }

    /// A version that waits for signatures.
    pub(crate) async fn proposed(&self, content: Value) -> Value {
        let draft = self.drafted(content).await;
        self.does(0, PROPOSE, &draft["id"], json!({})).await
    }

    pub(crate) async fn signs(&self, number: usize, proposed: &Value) -> Answer {
        self.signs_with(number, proposed, json!({})).await
    }

    async fn signs_with(&self, number: usize, proposed: &Value, more: Value) -> Answer {
        let mut input = json!({
            "id": proposed["id"], "actingFor": self.bodies[number].id.to_string(),
            "sha256": proposed["proposed"]["sha256"], "capacity": "présidente",
        });
        for (name, value) in more.as_object().unwrap() {
            input[name] = value.clone();
        }
        self.client(number)
            .ask(SIGN, json!({ "input": input }))
            .await
    }

    /// An agreement that all of them have signed.
    pub(crate) async fn signed(&self, content: Value) -> Value {
        let proposed = self.proposed(content).await;
        self.all_sign(&proposed).await
    }

    async fn all_sign(&self, proposed: &Value) -> Value {
        let mut signed = Value::Null;
        for number in 0..self.bodies.len() {
            let answer = self.signs(number, proposed).await.data();
            signed = answer["signPartnership"]["partnership"].clone();
        }
        signed
    }
}

async fn read(client: &Client, id: &Value) -> Value {
    client.gql(READ, json!({ "id": id })).await["partnership"].clone()
}

/// The codes of the errors of an answer.
fn codes(answer: &Answer) -> Vec<String> {
    let code = |error: &Value| {
        let code = error.get("code").or(error["extensions"].get("code"));
        code.and_then(Value::as_str).unwrap_or_default().to_owned()
    };
    answer.errors().map(code).collect()
}

/// The codes of the errors of an answer; of what was typed wrong, the fault.
fn faults(answer: &Answer) -> Vec<String> {
    let fault = |error: &Value| {
        let facts = error.get("facts").or(error["extensions"].get("facts"));
        let mut facts = facts.and_then(Value::as_array).into_iter().flatten();
        let problem = facts.find(|fact| fact["name"] == "problem")?;
        Some(problem["value"].as_str()?.to_owned())
    };
    let found = answer.errors().zip(codes(answer));
    found
        .map(|(error, code)| fault(error).unwrap_or(code))
        .collect()
}

/// What is said of an action to a viewer.
fn may(partnership: &Value, action: &str) -> Value {
    let actions = partnership["availableActions"].as_array().unwrap();
    let found = actions.iter().find(|one| one["action"] == action);
    found.map_or(Value::Null, |one| one["allowed"].clone())
}

/// An organisation's name, as parties are told.
fn names(parties: &Value) -> Vec<String> {
    let parties = parties.as_array().unwrap();
    let name = |party: &Value| {
        let organisation = party.get("organisation").unwrap_or(party);
        organisation["name"].as_str().unwrap_or_default().to_owned()
    };
    parties.iter().map(name).collect()
}
