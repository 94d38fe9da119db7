//! What the schema tells of itself, and what that costs.

use serde_json::Value;

use super::{ask, code, cost};
use crate::harness::TestHub;

/// As GraphiQL and graphql-js ask it.
const USUAL: &str = include_str!("../../../crates/judge/tests/introspection.graphql");

/// Fields in an answer.
fn fields(data: &Value) -> u64 {
    match data {
        Value::Object(inside) => inside.values().map(|field| 1 + fields(field)).sum(),
        Value::Array(items) => items.iter().map(fields).sum(),
        _ => 0,
    }
}

#[tokio::test]
async fn introspection_never_costs_less_than_a_tenth_of_its_answer() {
    let hub = TestHub::start().await;
    let of_type =
        |name: &str, inside: &str| format!("{{ __type(name: \"{name}\") {{ {inside} }} }}");
    let arguments = "fields(includeDeprecated: true) { name args(includeDeprecated: true) { name type { kind name ofType {
        kind name ofType { name ofType { name } } inputFields { name type { name ofType { name } } } } } } }";
    let mut documents = vec![
        USUAL.to_owned(),
        "{ __schema { types { fields { args { name __typename } } } } }".to_owned(),
        "{ __schema { types { fields { args { type { inputFields { name } ofType { inputFields { name } } } } } } } }"
            .to_owned(),
        "{ __schema { types { fields { type { fields { name } ofType { fields { name } ofType { ofType {
            fields { name } } } } } } } } }"
            .to_owned(),
        "{ __schema { types { possibleTypes { name fields { name } } interfaces { possibleTypes { name } } } } }"
            .to_owned(),
        "{ __schema { types { enumValues { name } inputFields { type { ofType { enumValues { name } } } } } } }"
            .to_owned(),
        "{ __schema { directives { name args { name type { name ofType { name } } } locations } } }".to_owned(),
        format!("{{ __schema {{ queryType {{ {arguments} }} mutationType {{ {arguments} }} }} }}"),
    ];
    for name in [
        "Query",
        "Mutation",
        "Project",
        "Organisation",
        "Hub",
        "Node",
        "__Type",
        "Nothing",
    ] {
        documents.push(of_type(name, arguments));
        documents.push(of_type(
            name,
            "name possibleTypes { name fields { name } } enumValues { name }",
        ));
    }
    for document in &documents {
        let answer = ask(&hub.visitor(), document).await;
        assert_eq!(code(&answer), "", "{document}: {}", answer["errors"]);
        let (requested, actual, _) = cost(&answer);
        let has = fields(&answer["data"]);
        assert!(
            requested >= actual && requested * 10 >= has,
            "{requested} for {has} fields: {document}"
        );
    }
}

#[tokio::test]
async fn the_usual_introspection_can_be_paid_again_and_again() {
    let hub = TestHub::start().await;
    let (requested, ..) = cost(&ask(&hub.visitor(), USUAL).await);
    let allowance = maillage_api::Limits::default().allowance;
    assert!(requested * 20 <= allowance.most, "{requested}");
    assert!(requested <= 3 * allowance.per_second, "{requested}");
}
