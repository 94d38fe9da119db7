//! The judge against documents made to do harm, on the schema of the platform.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use async_graphql_value::Variables;
use maillage_judge::{
    Judge, Limit, Limits, Pages, Refusal, Rejection, Types,
    corpus::{self, Outcome},
};

const SCHEMA: &str = include_str!("../../../schema.graphql");

fn judge() -> Judge {
    let pages = Pages {
        default: 20,
        most: 100,
    };
    Judge::new(Types::read(SCHEMA, pages).unwrap(), Limits::default())
}

/// What the judge says of a text: its price, its refusal, or nothing where the parser refuses it.
fn verdict(judge: &Judge, text: &str, variables: &str) -> Option<Result<u64, Refusal>> {
    let document = match judge.read(text) {
        Ok(document) => document,
        Err(Rejection::Refused(refusal)) => return Some(Err(refusal)),
        Err(Rejection::Unparsable(_)) => return None,
    };
    let variables = serde_json::from_str(variables).ok()?;
    let variables = Variables::from_json(variables);
    let priced = judge
        .judge(&document)
        .and_then(|verdict| judge.price(&document, &verdict, None, &variables))
        .map(|price| price.most);
    Some(priced)
}

#[test]
fn what_asks_for_too_much_is_refused_before_it_is_validated() {
    let judge = judge();
    let documents = corpus::all();
    assert!(documents.len() >= 200, "{} documents", documents.len());
    let mut wrong = Vec::new();
    for document in &documents {
        let verdict = verdict(&judge, &document.text, &document.variables);
        let fits = match (&verdict, document.outcome) {
            (Some(Err(Refusal::Beyond { limit, .. })), outcome) => {
                outcome
                    == if limit.is_size() {
                        Outcome::TooLarge
                    } else {
                        Outcome::TooComplex
                    }
            }
            (Some(Ok(_)), Outcome::Runs | Outcome::Invalid) => true,
            (None | Some(Err(_)), outcome) => outcome == Outcome::Invalid,
            (Some(Ok(_)), _) => false,
        };
        if !fits {
            let (family, size, outcome) = (document.family, document.size, document.outcome);
            wrong.push(format!(
                "{family} ({size}), expected {outcome:?}: {verdict:?}"
            ));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn the_introspection_of_graphiql_passes() {
    let price = verdict(&judge(), include_str!("introspection.graphql"), "{}");
    // So that a client of a full allowance may load it twenty times.
    assert!(matches!(price, Some(Ok(1..=5_000))), "{price:?}");
}

#[test]
fn introspection_costs_a_tenth_of_what_the_schema_has() {
    let schema = "
        type Query { a: [A!]! b(first: Int, then: Int): String }
        interface Named { name: String! }
        type A implements Named { name: String! more(of: In!, at: Int): Kind }
        input In { x: Int! y: [[Int!]!]! z: Int }
        enum Kind { K L M }";
    let pages = Pages {
        default: 20,
        most: 100,
    };
    let judge = Judge::new(Types::read(schema, pages).unwrap(), Limits::default());
    // Five types here, five scalars, six of introspection with two enums.
    let types = 5 + 5 + 8;
    // Fields of Query, of Named and A, of introspection.
    let fields = 2 + 1 + 2 + (6 + 11 + 6 + 6 + 4 + 5);
    let arguments = 4 + 5;
    for (inside, cost) in [
        ("types { name }", 1 + types),
        ("types { fields { name } }", 1 + types + fields),
        (
            "types { fields { args { name __typename } } }",
            1 + types + fields + 2 * arguments,
        ),
        ("types { inputFields { name } }", 1 + types + 3),
        // The largest enum is that of places of directives.
        ("queryType { enumValues { name } }", 1 + 1 + 19),
        ("queryType { fields { name } }", 1 + 1 + 11),
        (
            "queryType { fields { args { name } } }",
            1 + 1 + 11 + 11 * 2,
        ),
        ("queryType { possibleTypes { name } }", 1 + 1 + 1),
        // x and y are non-null; what y is made of is a list, of non-nulls, of a list, of non-nulls.
        (
            "types { inputFields { type { ofType { name } } } }",
            1 + types + 3 + 3 + 2,
        ),
        (
            "types { inputFields { type { ofType { ofType { name } } } } }",
            1 + types + 3 + 3 + 2 + 1,
        ),
    ] {
        let text = format!("{{ __schema {{ {inside} }} }}");
        let wanted = 1 + u64::div_ceil(cost, 10);
        assert_eq!(verdict(&judge, &text, "{}"), Some(Ok(wanted)), "{text}");
    }
}

#[test]
fn a_page_costs_its_size_times_one_of_its_objects() {
    let judge = judge();
    for (text, variables, cost) in [
        ("{ __typename }", "{}", 1),
        ("{ hubs { totalCount } }", "{}", 2),
        // hubs, nodes, and three times two fields.
        ("{ hubs(first: 3) { nodes { id name } } }", "{}", 2 + 3 * 2),
        ("{ hubs(last: 3) { nodes { id name } } }", "{}", 2 + 3 * 2),
        ("{ hubs { nodes { id name } } }", "{}", 2 + 20 * 2),
        (
            "{ hubs(first: 5000) { nodes { id name } } }",
            "{}",
            2 + 100 * 2,
        ),
        ("{ hubs(first: -1) { nodes { id name } } }", "{}", 2),
        (
            "{ hubs(first: 2) { edges { cursor node { id } } } }",
            "{}",
            2 + 2 * 3,
        ),
        (
            "query ($n: Int) { hubs(first: $n) { nodes { id } } }",
            "{\"n\": 7}",
            2 + 7,
        ),
        (
            "query ($n: Int = 4) { hubs(first: $n) { nodes { id } } }",
            "{}",
            2 + 4,
        ),
        (
            "query ($n: Int) { hubs(first: $n) { nodes { id } } }",
            "{}",
            2 + 20,
        ),
        (
            "query ($n: Int = 4) { hubs(first: $n) { ...c } } fragment c on HubConnection { nodes { id } }",
            "{}",
            2 + 4,
        ),
        (
            "{ a: hubs(first: 2) { ...c } b: hubs(first: 3) { ...c } } fragment c on HubConnection { nodes { id } }",
            "{}",
            4 + 5,
        ),
        (
            "{ nodes(ids: [\"a\", \"b\"]) { id ... on Hub { name } } }",
            "{}",
            1 + 2 * 2,
        ),
        (
            "query ($ids: [ID!]!) { nodes(ids: $ids) { id } }",
            "{\"ids\": [\"a\", \"b\", \"c\"]}",
            1 + 3,
        ),
        ("{ communes(search: \"n\") { name } }", "{}", 1 + 10),
        (
            "{ communes(search: \"n\", first: 50) { name } }",
            "{}",
            1 + 50,
        ),
        (
            "mutation { signOut(input: {}) { errors { code } } }",
            "{}",
            10 + 2 + 10,
        ),
    ] {
        assert_eq!(verdict(&judge, text, variables), Some(Ok(cost)), "{text}");
    }
}

#[test]
fn only_the_operation_that_runs_is_paid() {
    let judge = judge();
    let text = "query A { __typename } query B { hubs(first: 9) { nodes { id } } }";
    let document = judge.read(text).unwrap();
    let verdict = judge.judge(&document).unwrap();
    let price = |name| {
        let price = judge.price(&document, &verdict, name, &Variables::default());
        price.map(|price| price.most)
    };
    assert_eq!(price(Some("A")), Ok(1));
    assert_eq!(price(Some("B")), Ok(11));
    assert_eq!(price(Some("C")), Ok(0));
    assert_eq!(price(None), Ok(0));
}

#[test]
fn each_limit_is_one_that_something_oversteps() {
    let judge = judge();
    let refused: Vec<_> = corpus::all()
        .iter()
        .filter_map(|one| match verdict(&judge, &one.text, &one.variables) {
            Some(Err(Refusal::Beyond { limit, .. })) => Some(limit),
            _ => None,
        })
        .collect();
    for limit in Limit::ALL {
        assert!(
            refused.contains(limit),
            "nothing oversteps {}",
            limit.as_str()
        );
    }
}
