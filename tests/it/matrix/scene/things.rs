//! The things of the owner, in every state.

mod bookings;
mod materials;
mod offices;
mod organisations;
mod partnerships;
mod projects;
mod resources;
mod staff;

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::{Id, NO_SIREN, Thing, act, people::People, text};
use crate::{
    harness::{Client, TestHub},
    matrix::schema::Schema,
};

/// What was made: the things by their kind, and what single mutations need to know of the scene.
pub(super) struct Things {
    pub(super) things: BTreeMap<&'static str, Vec<Thing>>,
    pub(super) samples: Vec<(String, Value)>,
}

/// Whoever makes the things.
struct Maker<'a> {
    hub: &'a TestHub,
    schema: &'a Schema,
    people: &'a People,
    things: BTreeMap<&'static str, Vec<Thing>>,
    /// The organisation whose things are made.
    owner: String,
}

/// Makes everything.
pub(super) async fn make(hub: &TestHub, schema: &Schema, people: &People) -> Things {
    let mut maker = Maker {
        hub,
        schema,
        people,
        things: BTreeMap::new(),
        owner: String::new(),
    };
    maker.settings().await;
    maker.organisations().await;
    maker.projects().await;
    maker.participations().await;
    maker.resources().await;
    let chosen = maker.offers().await;
    let booked = maker.bookings().await;
    let lent = maker.staff().await;
    let offered = maker.materials().await;
    let agreed = maker.partnerships().await;
    maker.charters().await;
    maker.offices().await;
    maker.events().await;
    let mut samples = maker.codes().await;
    samples.extend(booked);
    samples.push(("acceptOffer.resource".to_owned(), json!(chosen)));
    samples.extend(lent);
    samples.extend(offered);
    samples.extend(agreed);
    let neighbour = json!(people.neighbour.id.to_string());
    samples.push(("createResource.content.parties".to_owned(), neighbour));
    hub.run_jobs().await;
    Things {
        things: maker.things,
        samples,
    }
}

impl Maker<'_> {
    async fn act(&self, client: &Client, mutation: &str, input: Value) -> Value {
        act(self.schema, client, mutation, input).await
    }

    async fn head(&self, mutation: &str, input: Value) -> Value {
        self.act(&self.people.head, mutation, input).await
    }

    /// Keeps a thing of the owner.
    fn keep(&mut self, kind: &'static str, state: &'static str, id: impl Into<Id>) -> &mut Thing {
        let thing = Thing {
            state,
            id: id.into(),
            owner: self.owner.clone(),
            parts: BTreeMap::new(),
            version: 0,
        };
        let things = self.things.entry(kind).or_default();
        things.push(thing);
        things.last_mut().expect("it was pushed")
    }

    /// Colleges and reasons of both hubs.
    async fn settings(&mut self) {
        for (pole, whose) in [
            (&self.people.here, "its hub's"),
            (&self.people.there, "another hub's"),
        ] {
            let colleges =
                json!([{ "name": "Associations", "description": "Celles du territoire." }]);
            let templates = json!([{ "label": "Incomplet", "text": "Il manque une pièce.", "ground": "CHARTER", "reference": "article 4" }]);
            for (mutation, name, value) in [
                ("setColleges", "colleges", colleges),
                ("setReasonTemplates", "templates", templates),
            ] {
                let version = "query($id: ID!) { node(id: $id) { ... on Hub { version } } }";
                let id = pole.id.to_string();
                let data = pole.coordinator.gql(version, json!({ "id": id })).await;
                let input =
                    json!({ "id": id, "expectedVersion": data["node"]["version"], name: value });
                self.act(&pole.coordinator, mutation, input).await;
            }
            let parts =
                "query($id: ID!) { hub(id: $id) { colleges { id } reasonTemplates { id } } }";
            let data = pole
                .coordinator
                .gql(parts, json!({ "id": pole.id.to_string() }))
                .await;
            self.keep("College", whose, &*text(&data["hub"]["colleges"][0]["id"]));
            self.keep(
                "ReasonTemplate",
                whose,
                &*text(&data["hub"]["reasonTemplates"][0]["id"]),
            );
        }
    }

    /// The id of a thing that was kept.
    fn of(&self, kind: &str, state: &str) -> String {
        let thing = self.things[kind].iter().find(|thing| thing.state == state);
        match thing.map(|thing| &thing.id) {
            Some(Id::Of(id)) => id.clone(),
            other => panic!("the {state} {kind} has no id of its own: {other:?}"),
        }
    }

    /// An act on something, at the version it has.
    async fn on(
        &self,
        client: &Client,
        mutation: &str,
        kind: &str,
        id: &str,
        more: Value,
    ) -> Value {
        let version =
            format!("query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ version }} }} }}");
        let data = client.gql(&version, json!({ "id": id })).await;
        let mut input = json!({ "id": id, "expectedVersion": data["node"]["version"] });
        let members = input.as_object_mut().expect("an object");
        members.extend(more.as_object().expect("an object").clone());
        self.act(client, mutation, input).await
    }

    /// A second version of each charter, which everybody is to accept.
    async fn charters(&mut self) {
        for (pole, state) in [
            (&self.people.here, "its hub"),
            (&self.people.there, "another hub"),
        ] {
            let more = json!({ "text": "Nous coopérons, et le disons.", "acceptBy": "2027-01-31" });
            self.on(
                &pole.coordinator,
                "publishCharter",
                "Hub",
                &pole.id.to_string(),
                more,
            )
            .await;
            self.keep("Hub", state, &*pole.id.to_string());
        }
    }
}

fn grounds() -> Value {
    json!({ "facts": "Le budget ne dit pas qui paie.", "ground": "CHARTER", "reference": "article 4" })
}
