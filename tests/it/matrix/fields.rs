//! Every field of every object, read by every person.

mod cells;
mod filters;

use std::collections::BTreeSet;

use futures_util::future::join_all;
use serde_json::json;

use self::cells::{Place, rows};
use super::{
    Asked,
    answers::{Reply, send},
    scene::{ABSENT, Persona, Scene, Thing},
    schema::{Field, Schema, Shape, is_list, named},
    table::{Block, Row},
};

/// What each person is shown of the things of the scene: (kind, person, id).
#[derive(Default)]
pub(super) struct Visible {
    kinds: BTreeSet<String>,
    seen: BTreeSet<(&'static str, String)>,
}

impl Visible {
    /// Whether the person is shown the thing; `None` for what is read as a part of something else.
    pub(super) fn sees(&self, kind: &str, person: &'static str, id: &str) -> Option<bool> {
        let known = self.kinds.contains(kind);
        known.then(|| self.seen.contains(&(person, id.to_owned())))
    }
}

/// The fields of a scene.
pub(super) struct Fields<'a> {
    pub(super) schema: &'a Schema,
    pub(super) scene: &'a Scene,
}

/// What was read, and what was asked.
pub(super) struct Read {
    pub(super) blocks: Vec<Block>,
    pub(super) asked: Vec<Asked>,
    pub(super) visible: Visible,
}

impl Fields<'_> {
    /// Reads everything.
    pub(super) async fn read(&self) -> Read {
        let mut read = Read {
            blocks: Vec::new(),
            asked: Vec::new(),
            visible: Visible::default(),
        };
        let (mut walked, mut absent) = (BTreeSet::new(), Vec::new());
        self.roots(&mut read, &mut walked).await;
        for kind in self.schema.nodes() {
            read.visible.kinds.insert(kind.to_owned());
            for thing in self.scene.things(kind) {
                let rows = self.node(kind, thing, &mut read, &mut walked).await;
                if thing.state == ABSENT {
                    absent.extend(rows.into_iter().map(|row| Row {
                        name: format!("{kind}: {}", row.name),
                        ..row
                    }));
                } else {
                    let title = format!("READING this: {kind}, {}", thing.state);
                    read.blocks.push(Block { title, rows });
                }
            }
        }
        let title = "READING what is not there".to_owned();
        read.blocks.push(Block {
            title,
            rows: absent,
        });
        self.people(&mut read, &mut walked).await;
        self.filters(&mut read).await;
        self.follow(&mut read).await;
        self.many(&read.visible).await;
        let missing: Vec<_> = self
            .schema
            .read()
            .filter(|name| !walked.contains(*name))
            .collect();
        assert!(
            missing.is_empty(),
            "no field that the matrix reads leads to {missing:?}: read them in tests/it/matrix/fields.rs"
        );
        read
    }

    /// The fields that anything begins with and that name nothing.
    async fn roots(&self, read: &mut Read, walked: &mut BTreeSet<String>) {
        let fields = self.schema.fields("Query").iter();
        let plain = fields.filter(|field| {
            let top = field
                .arguments
                .iter()
                .any(|argument| named(&argument.ty) == "ID");
            !top && field.name != "me"
        });
        let (mut selection, mut places) = (String::new(), Vec::new());
        for field in plain {
            self.select(field, "", &[], &mut selection, &mut places, walked);
        }
        let query = format!("{{ {selection} }}");
        let nothing = json!({});
        let asking = (self.scene.people.iter()).map(|one| send(&one.client, &query, &nothing));
        let replies = join_all(asking).await;
        let objects: Vec<_> = replies.iter().map(|reply| &reply.body["data"]).collect();
        let rows = rows(&places, &replies, &objects, &[]);
        let title = "READING what needs no id".to_owned();
        read.blocks.push(Block { title, rows });
        read.asked.push(Asked {
            query,
            variables: json!({}),
        });
    }

    /// The fields of one object.
    async fn node(
        &self,
        kind: &str,
        thing: &Thing,
        read: &mut Read,
        walked: &mut BTreeSet<String>,
    ) -> Vec<Row> {
        let (selection, places) = self.selection(kind, walked);
        let query =
            format!("query($id: ID!) {{ node(id: $id) {{ ... on {kind} {{ {selection} }} }} }}");
        let replies = self.everybody(&query, thing).await;
        for (persona, reply) in self.scene.people.iter().zip(&replies) {
            let id = thing.id_for(persona);
            if reply.body["data"]["node"].is_object() {
                read.visible.seen.insert((persona.name, id.clone()));
            } else {
                self.assert_absent(kind, persona, &query, &id, reply).await;
            }
            if thing.state == ABSENT && persona.name == self.scene.people[0].name {
                let (query, variables) = (query.clone(), json!({ "id": id }));
                read.asked.push(Asked { query, variables });
            }
        }
        let objects: Vec<_> = replies
            .iter()
            .map(|reply| &reply.body["data"]["node"])
            .collect();
        rows(&places, &replies, &objects, &["node"])
    }

    /// Everybody asks for a thing.
    async fn everybody(&self, query: &str, thing: &Thing) -> Vec<Reply> {
        let asking = self.scene.people.iter().map(async |persona| {
            let variables = json!({ "id": thing.id_for(persona) });
            send(&persona.client, query, &variables).await
        });
        join_all(asking).await
    }

    /// People as they are met in what they do.
    async fn people(&self, read: &mut Read, walked: &mut BTreeSet<String>) {
        let (selection, places) = self.selection("Person", walked);
        let query = format!(
            "query($id: ID!) {{ node(id: $id) {{ ... on Mandate {{ person {{ {selection} }} }} }} }}"
        );
        let mandates = self.scene.things("Mandate").iter();
        for thing in mandates.filter(|thing| thing.state != ABSENT) {
            let replies = self.everybody(&query, thing).await;
            let objects: Vec<_> = (replies.iter())
                .map(|reply| &reply.body["data"]["node"]["person"])
                .collect();
            let title = format!("READING this: Person, met in {} mandate", thing.state);
            let rows = rows(&places, &replies, &objects, &["node", "person"]);
            read.blocks.push(Block { title, rows });
        }
    }

    /// What is hidden has the same bytes as what is not there.
    async fn assert_absent(
        &self,
        kind: &str,
        persona: &Persona,
        query: &str,
        id: &str,
        reply: &Reply,
    ) {
        let nothing = self.scene.things(kind).last().expect("what is absent");
        let none = nothing.id_for(persona);
        let absent = send(&persona.client, query, &json!({ "id": none })).await;
        assert_eq!(
            reply.masked(id),
            absent.masked(&none),
            "{kind} {id} does not exist for {}",
            persona.name
        );
    }

    fn selection(&self, kind: &str, walked: &mut BTreeSet<String>) -> (String, Vec<Place>) {
        walked.insert(kind.to_owned());
        let (mut selection, mut places) = (String::new(), Vec::new());
        for field in self.schema.fields(kind) {
            self.select(field, "", &[], &mut selection, &mut places, walked);
        }
        (selection, places)
    }

    /// Asks for a field, and for the fields of what is a part of the object.
    fn select(
        &self,
        field: &Field,
        within: &str,
        above: &[String],
        selection: &mut String,
        places: &mut Vec<Place>,
        walked: &mut BTreeSet<String>,
    ) {
        let path: Vec<String> = above.iter().chain([&field.name]).cloned().collect();
        let name = format!("{within}{}", field.name);
        *selection += &field.name;
        *selection += &self.scene.inputs.arguments(self.schema, field);
        if self.schema.shape(&field.ty) != Shape::Part {
            let mut leaf = Vec::new();
            self.leaf(field, selection, &mut leaf);
            selection.push(' ');
            places.extend(leaf.into_iter().map(|place| Place {
                name: name.clone(),
                path: above.iter().cloned().chain(place.path).collect(),
                ..place
            }));
            return;
        }
        let part = named(&field.ty);
        walked.insert(part.to_owned());
        if is_list(&field.ty) {
            places.push(Place {
                name: name.clone(),
                path: path.clone(),
                is_counted: true,
            });
        }
        *selection += " { ";
        for inside in self.schema.fields(part) {
            self.select(
                inside,
                &format!("{name}."),
                &path,
                selection,
                places,
                walked,
            );
        }
        *selection += "} ";
    }

    /// Asks for a field that is no part.
    fn leaf(&self, field: &Field, selection: &mut String, places: &mut Vec<Place>) {
        let (inside, end) = match self.schema.shape(&field.ty) {
            Shape::Leaf => ("", None),
            Shape::Connection => ("{ totalCount }", Some("totalCount")),
            _ => ("{ __typename }", None),
        };
        *selection += inside;
        let path = std::iter::once(field.name.as_str()).chain(end);
        places.push(Place {
            name: field.name.clone(),
            path: path.map(str::to_owned).collect(),
            is_counted: is_list(&field.ty),
        });
    }
}
