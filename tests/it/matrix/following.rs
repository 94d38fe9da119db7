//! Every subscription, begun by every person on everything it may name.

use reqwest::{Method, header};
use serde_json::json;

use super::{
    Asked,
    answers::{Outcome, Reply},
    fields::{Fields, Read},
    scene::{ABSENT, Persona},
    schema::{Field, Naming},
    table::{Block, merged},
};

impl Fields<'_> {
    /// Begins everything that can be followed.
    pub(super) async fn follow(&self, read: &mut Read) {
        let mut found = Vec::new();
        for field in self.schema.fields("Subscription") {
            for naming in self.schema.filters(field) {
                found.extend(self.follow_named(field, &naming, read).await);
            }
        }
        read.blocks.push(Block {
            title: "FOLLOWING by an argument that names something, in these states".to_owned(),
            rows: merged(found),
        });
    }

    async fn follow_named(
        &self,
        field: &Field,
        naming: &Naming,
        read: &mut Read,
    ) -> Vec<(String, &'static str, Vec<String>)> {
        let query = format!(
            "subscription($id: ID!) {{ {}({}: $id) {{ __typename }} }}",
            field.name, naming.path
        );
        let mut rows = Vec::new();
        let mut absent: Vec<(Reply, String)> = Vec::new();
        for thing in self.scene.things(&naming.kind).iter().rev() {
            let mut cells = Vec::new();
            for (at, persona) in self.scene.people.iter().enumerate() {
                let id = thing.id_for(persona);
                let reply = begin(persona, &query, &id).await;
                cells.push(reply.begun().to_string());
                if thing.state == ABSENT {
                    if at == 0 {
                        let (query, variables) = (query.clone(), json!({ "id": id }));
                        read.asked.push(Asked { query, variables });
                    }
                    absent.push((reply, id));
                } else if read.visible.sees(&naming.kind, persona.name, &id) == Some(false) {
                    let (nothing, none) = &absent[at];
                    assert_eq!(
                        reply.masked(&id),
                        nothing.masked(none),
                        "{}({}): the {} {} does not exist for {}",
                        field.name,
                        naming.path,
                        thing.state,
                        naming.kind,
                        persona.name
                    );
                }
            }
            let name = format!("{}({})", field.name, naming.path);
            rows.push((name, thing.state, cells));
        }
        rows.reverse();
        rows
    }
}

/// What a stream of server-sent events begins with: a sign of life when it stands, and else what
/// refuses it, whole.
async fn begin(persona: &Persona, query: &str, id: &str) -> Reply {
    let request = persona.client.http(Method::POST, "/graphql/stream").await;
    let request = request
        .header(header::ACCEPT, "text/event-stream")
        .json(&json!({ "query": query, "variables": { "id": id } }));
    let mut response = request.send().await.unwrap();
    let status = response.status();
    let mut text = String::new();
    while let Some(piece) = response.chunk().await.unwrap() {
        text += std::str::from_utf8(&piece).unwrap();
        if text.starts_with(':') {
            break;
        }
    }
    Reply::of_stream(status, text)
}

impl Reply {
    /// Whether the stream stands.
    fn begun(&self) -> Outcome {
        match self.body["errors"].get(0) {
            Some(error) => Outcome::of(error),
            None => Outcome::Yes,
        }
    }
}
