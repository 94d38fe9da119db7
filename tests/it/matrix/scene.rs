//! What the matrix is asked of: two hubs, the people around one organisation, and its things in
//! every state.

mod people;
mod things;

use std::collections::BTreeMap;

use serde_json::{Value, json};

pub(super) use self::people::Persona;
use self::{
    people::{Acts, People},
    things::Things,
};
use super::{
    inputs::Inputs,
    schema::{Field, Naming, Schema},
};
use crate::harness::{Client, TestHub};

/// The end of an id that nothing has.
const NOTHING: &str = "01h455vb4pex5vsknk084sn02q";

/// The SIREN that nothing has.
const NO_SIREN: &str = "732829387";

/// The state of what is not there.
pub(super) const ABSENT: &str = "absent";

/// Where an act is tried once it is known to work: the state of which there is most to see.
const USUAL: &str = "published";

/// A thing that arguments name.
#[derive(Debug, Clone)]
pub(super) struct Thing {
    /// What it is like: `draft`.
    pub(super) state: &'static str,
    /// Its id.
    pub(super) id: Id,
    /// The organisation whose thing it is: whoever may act for it does.
    owner: String,
    /// Ids of what is a part of it, by the end of the arguments that name them.
    pub(super) parts: BTreeMap<&'static str, String>,
    version: i64,
}

impl Thing {
    /// Its id as somebody names it.
    pub(super) fn id_for(&self, persona: &Persona) -> String {
        let (own, kind) = match &self.id {
            Id::Of(id) => return id.clone(),
            Id::OwnSession => (&persona.session, "session"),
            Id::Oneself => (&persona.person, "person"),
        };
        own.clone().unwrap_or_else(|| format!("{kind}_{NOTHING}"))
    }
}

/// An id that may depend on who asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Id {
    Of(String),
    /// The session of whoever asks.
    OwnSession,
    /// Whoever asks.
    Oneself,
}

impl From<&str> for Id {
    fn from(id: &str) -> Self {
        Self::Of(id.to_owned())
    }
}

/// The hubs, the people and the things.
pub(super) struct Scene {
    pub(super) hub: TestHub,
    pub(super) people: Vec<Persona>,
    /// Tokens that open nothing: what they are, and the token.
    pub(super) turned_away: Vec<(&'static str, String)>,
    pub(super) inputs: Inputs,
    things: BTreeMap<&'static str, Vec<Thing>>,
    here: String,
    guest: String,
    somebody: String,
}

impl Scene {
    /// Sets the scene.
    pub(super) async fn set(schema: &Schema) -> Self {
        let hub = TestHub::start().await;
        let people = People::gather(&hub).await;
        let Things { things, samples } = things::make(&hub, schema, &people).await;
        let mut scene = Self {
            here: people.here.id.to_string(),
            guest: people.distant.id.to_string(),
            somebody: people.neighbour.representative.id().to_string(),
            turned_away: people.turned_away().await,
            people: people.personas().await,
            inputs: Inputs::new(samples),
            things,
            hub,
        };
        scene.read_versions(schema).await;
        scene.add_what_is_absent();
        scene.hub.run_jobs().await;
        scene
    }

    /// The things of a kind, what is absent last.
    pub(super) fn things(&self, kind: &str) -> &[Thing] {
        self.things.get(kind).unwrap_or_else(|| {
            panic!("tests/it/matrix/scene/things.rs makes nothing of the kind {kind}: add one")
        })
    }

    /// The thing to go on with, of those that an act works on.
    pub(super) fn usual<'a>(&'a self, kind: &str, works: impl Fn(&Thing) -> bool) -> &'a Thing {
        let things = self.things(kind);
        let mut working = things.iter().filter(|thing| works(thing));
        let usual = things.iter().find(|one| one.state == USUAL && works(one));
        usual.or_else(|| working.next()).unwrap_or(&things[0])
    }

    /// What somebody writes into the arguments of a mutation that name something, when it is about
    /// this thing.
    pub(super) fn chosen(
        &self,
        namings: &[Naming],
        primary: Option<(&Naming, &Thing)>,
        persona: &Persona,
        mutation: &Field,
    ) -> BTreeMap<String, Value> {
        let mut chosen = BTreeMap::new();
        for naming in namings {
            let thing = primary.map(|(_, thing)| thing);
            let part = |name: &str| thing.and_then(|thing| thing.parts.get(name)).cloned();
            let id = match (naming.path.as_str(), primary) {
                (path, Some((main, thing))) if main.path == path => Some(thing.id_for(persona)),
                ("actingFor", Some((_, thing))) => Some(match &persona.acts {
                    Acts::For(organisation) => organisation.clone(),
                    Acts::ForTheOwner | Acts::ForNobody => thing.owner.clone(),
                }),
                ("hub", _) => Some(self.here.clone()),
                ("organisation", _) => Some(self.guest.clone()),
                ("person", _) => Some(self.somebody.clone()),
                ("need", _) if mutation.name == "reopenNeed" => part("met need"),
                (path, _) => part(path),
            };
            if let Some(id) = id {
                chosen.insert(naming.path.clone(), json!(id));
            }
        }
        if let Some((_, thing)) = primary {
            chosen.insert("expectedVersion".to_owned(), json!(thing.version));
        } else {
            chosen.insert("expectedVersion".to_owned(), json!(persona.version));
        }
        chosen
    }

    /// The versions of everything, from whoever may read them.
    async fn read_versions(&mut self, schema: &Schema) {
        for (kind, things) in &mut self.things {
            if !schema
                .fields(kind)
                .iter()
                .any(|field| field.name == "version")
            {
                continue;
            }
            let query =
                format!("query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ version }} }} }}");
            for thing in things {
                let Id::Of(id) = &thing.id else { continue };
                for persona in &self.people {
                    let data = persona.client.gql(&query, json!({ "id": id })).await;
                    if let Some(version) = data["node"]["version"].as_i64() {
                        thing.version = version;
                        break;
                    }
                }
                assert!(thing.version > 0, "nobody reads the {} {kind}", thing.state);
            }
        }
    }

    fn add_what_is_absent(&mut self) {
        for things in self.things.values_mut() {
            let usual = things.iter().find(|one| one.state == USUAL);
            let mut absent = usual.unwrap_or(&things[0]).clone();
            let known = things.iter().find_map(|thing| match &thing.id {
                Id::Of(id) => id.rsplit_once('_'),
                _ => None,
            });
            let (prefix, _) = known.expect("a thing with an id");
            absent.id = Id::Of(format!("{prefix}_{NOTHING}"));
            absent.state = ABSENT;
            absent.parts.insert("siren", NO_SIREN.to_owned());
            things.push(absent);
        }
    }
}

/// Runs a mutation that has to succeed and returns what it made or changed.
async fn act(schema: &Schema, client: &Client, mutation: &str, input: Value) -> Value {
    let field = (schema
        .fields("Mutation")
        .iter()
        .find(|field| field.name == mutation))
    .unwrap_or_else(|| panic!("there is no mutation {mutation}"));
    let payload = &schema.payload(field).name;
    let input_type = field.arguments[0].ty.to_string();
    let query = format!(
        "mutation($input: {input_type}) {{ {mutation}(input: $input) {{
           {payload} {{ id version }} errors {{ code path message facts {{ name value }} }} }} }}"
    );
    let data = client.gql(&query, json!({ "input": input })).await;
    data[mutation][payload].clone()
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
