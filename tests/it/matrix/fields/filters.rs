//! The arguments of fields that name something: what is found by them.

use serde_json::json;

use super::{Fields, Read, Visible, cells::cell};
use crate::matrix::{
    Asked,
    answers::{Reply, send},
    scene::{ABSENT, Id},
    schema::{Field, Naming},
    table::{Block, merged},
};

impl Fields<'_> {
    /// The arguments of fields that name something: what is found by them.
    pub(super) async fn filters(&self, read: &mut Read) {
        let mut found = Vec::new();
        for owner in std::iter::once("Query").chain(self.schema.nodes()) {
            for field in self.schema.fields(owner) {
                let mut namings = self.schema.filters(field);
                if owner == "Query" && field.name == "organisation" {
                    let (path, kind) = ("siren".to_owned(), "Organisation".to_owned());
                    namings.push(Naming { path, kind });
                }
                for naming in namings.iter().filter(|naming| naming.kind != "Node") {
                    found.extend(self.filter(owner, field, naming, read).await);
                }
            }
        }
        let title = "FINDING by an argument that names something, in these states".to_owned();
        read.blocks.push(Block {
            title,
            rows: merged(found),
        });
    }

    async fn filter(
        &self,
        owner: &str,
        field: &Field,
        naming: &Naming,
        read: &mut Read,
    ) -> Vec<(String, &'static str, Vec<String>)> {
        let (root, argument) = naming
            .path
            .split_once('.')
            .map_or((naming.path.as_str(), None), |(root, rest)| {
                (root, Some(rest))
            });
        let ty = field
            .arguments
            .iter()
            .find(|one| one.name == root)
            .map(|one| &one.ty);
        let ty = ty.expect("the argument that was found");
        let (mut inside, mut places) = (String::new(), Vec::new());
        self.leaf(field, &mut inside, &mut places);
        let asked = format!("{}({root}: ${root}) {inside}", field.name);
        let query = if owner == "Query" {
            format!("query(${root}: {ty}) {{ {asked} }}")
        } else {
            format!(
                "query($of: ID!, ${root}: {ty}) {{ node(id: $of) {{ ... on {owner} {{ {asked} }} }} }}"
            )
        };
        let mut rows = Vec::new();
        let mut absent: Vec<(Reply, String)> = Vec::new();
        for thing in self.scene.things(&naming.kind).iter().rev() {
            let mut cells = Vec::new();
            for (at, persona) in self.scene.people.iter().enumerate() {
                let id = match naming.path.as_str() {
                    "siren" => thing.parts["siren"].clone(),
                    _ => thing.id_for(persona),
                };
                let value = argument.map_or(json!(id), |argument| json!({ argument: id }));
                let mut variables = json!({ root: value });
                if owner != "Query" {
                    let of = self.scene.usual(owner, |_| true);
                    variables["of"] = json!(of.id_for(persona));
                }
                let reply = send(&persona.client, &query, &variables).await;
                let (object, path) = if owner == "Query" {
                    (&reply.body["data"], vec![])
                } else {
                    (&reply.body["data"]["node"], vec!["node"])
                };
                cells.push(cell(&places[0], &reply, object, None, &path));
                let hidden = match &thing.id {
                    Id::Of(id) => read.visible.sees(&naming.kind, persona.name, id) == Some(false),
                    _ => false,
                };
                if thing.state == ABSENT {
                    absent.push((reply, id));
                } else if hidden {
                    let (nothing, none) = &absent[at];
                    assert_eq!(
                        reply.masked(&id),
                        nothing.masked(none),
                        "{owner}.{}({}): the {} {} does not exist for {}",
                        field.name,
                        naming.path,
                        thing.state,
                        naming.kind,
                        persona.name
                    );
                }
                if at == 0 && thing.state == ABSENT {
                    read.asked.push(Asked {
                        query: query.clone(),
                        variables,
                    });
                }
            }
            let name = format!("{owner}.{}({})", field.name, naming.path);
            rows.push((name, thing.state, cells));
        }
        rows.reverse();
        rows
    }

    /// `nodes` shows of many ids what `node` shows of each.
    pub(super) async fn many(&self, visible: &Visible) {
        let query = "query($ids: [ID!]!) { nodes(ids: $ids) { __typename } }";
        for persona in &self.scene.people {
            let things = self.schema.nodes().flat_map(|kind| {
                let things = self.scene.things(kind).iter();
                things.map(move |thing| (kind, thing.id_for(persona)))
            });
            let things: Vec<_> = things.collect();
            let mut nodes = Vec::new();
            // So many are had at once, and no more.
            for some in things.chunks(100) {
                let ids: Vec<_> = some.iter().map(|(_, id)| id).collect();
                let data = persona.client.gql(query, json!({ "ids": ids })).await;
                nodes.extend(data["nodes"].as_array().unwrap().clone());
            }
            for ((kind, id), node) in things.iter().zip(nodes) {
                let seen = visible.sees(kind, persona.name, id);
                assert_eq!(
                    Some(node.is_object()),
                    seen,
                    "{kind} {id} for {}",
                    persona.name
                );
            }
        }
    }
}
