//! Who may read and do what, as one table that a coordinator can read: `golden/authorisation.txt`.
//! It is made from the contract: every field, every mutation and every argument that names
//! something, asked by everybody of everything in every state. What is new in the contract changes
//! the table; what cannot be asked without knowing more says which rule to add.

mod answers;
mod fields;
mod following;
mod inputs;
mod mutations;
mod scene;
mod schema;
mod snapshot;
mod table;

use reqwest::StatusCode;
use serde_json::Value;

use self::{
    answers::send_with, fields::Fields, mutations::Mutations, scene::Scene, schema::Schema,
    snapshot::Snapshot,
};
use crate::golden::assert_golden;

/// A query or mutation as somebody asked it.
struct Asked {
    query: String,
    variables: Value,
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_reads_and_does_what_the_table_says_and_nothing_else() {
    let schema = Schema::served();
    let scene = Scene::set(&schema).await;
    let snapshot = Snapshot::take(scene.hub.database()).await;
    let fields = Fields {
        schema: &schema,
        scene: &scene,
    };
    let mut read = fields.read().await;
    snapshot.assert_untouched("reading").await;
    let mutations = Mutations {
        schema: &schema,
        scene: &scene,
        snapshot: &snapshot,
        visible: &read.visible,
    };
    let done = mutations.try_all().await;
    read.blocks.extend(done.blocks);
    read.asked.extend(done.asked);
    assert_turned_away(&scene, &read.asked).await;
    snapshot
        .assert_untouched("somebody who is turned away")
        .await;
    snapshot.close().await;
    let table = table::render(&scene.people, &read.blocks);
    assert_golden("authorisation.txt", &table);
    assert!(
        done.idle.is_empty(),
        "nobody may ever do {:?}, so that nothing is shown of them: give tests/it/matrix an input or \
         a thing that they work with",
        done.idle
    );
}

/// Tokens that open nothing are told so before anything else, whatever is asked.
async fn assert_turned_away(scene: &Scene, asked: &[Asked]) {
    let visitor = &scene.people[0].client;
    let mut first = None;
    for Asked { query, variables } in asked {
        for (whose, token) in &scene.turned_away {
            let reply = send_with(visitor, Some(token), query, variables).await;
            let (status, text) = reply.bytes();
            assert_eq!(status, StatusCode::UNAUTHORIZED, "{whose}: {query}");
            let first = first.get_or_insert_with(|| text.clone());
            assert_eq!(&text, first, "{whose}: {query}");
        }
    }
}

#[test]
fn every_mutation_can_be_rehearsed() {
    let schema = Schema::served();
    for mutation in schema.fields("Mutation") {
        let [input] = &mutation.arguments[..] else {
            panic!("{} takes more than one input", mutation.name);
        };
        let fields = schema.input(schema::named(&input.ty)).into_iter().flatten();
        let mut dry_run = fields.filter(|field| field.name == "dryRun");
        let dry_run = dry_run
            .next()
            .map(|field| (field.ty.to_string(), field.default.clone()));
        let expected = ("Boolean!".to_owned(), Some("false".to_owned()));
        assert_eq!(dry_run, Some(expected), "{} has no dryRun", mutation.name);
    }
}
