//! Whatever the text, the judge answers, and its work is linear in the tokens.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use async_graphql_value::Variables;
use maillage_judge::{Judge, Limits, Pages, Types, lexer};
use proptest::prelude::*;

const SCHEMA: &str = "
    type Query { a(first: Int, ids: [ID!]!): List! b: [Query!]! c: Query d: String }
    type List { nodes: [Query!]! edges: [Edge!]! pageInfo: Info! totalCount: Int! }
    type Edge { node: Query! cursor: String! }
    type Info { hasNextPage: Boolean! }
    type Mutation { a(password: String!): Query }";

fn judge() -> Judge {
    let pages = Pages {
        default: 20,
        most: 100,
    };
    Judge::new(Types::read(SCHEMA, pages).unwrap(), Limits::default())
}

/// Most nodes that the judge looks at for each token: a spread, a field or a value is one node and
/// has at least one token; an operation is priced once more when variables decide.
const STEPS: u64 = 1;

/// Selections that open fragments of each other, well-formed or in circles.
fn selections() -> impl Strategy<Value = String> {
    let leaf = prop_oneof![
        Just("d".to_owned()),
        Just("__typename".to_owned()),
        Just("x: d".to_owned()),
        (0..9_u8).prop_map(|at| format!("...f{at}")),
    ];
    leaf.prop_recursive(6, 60, 6, |inner| {
        let field = prop_oneof![
            Just("a"),
            Just("a(first: 3)"),
            Just("a(first: $n)"),
            Just("a(ids: $ids)"),
            Just("a(first: 99, ids: [1, [$n], {a: 2}])"),
            Just("b"),
            Just("c @skip(if: $n)"),
            Just("nodes"),
            Just("edges"),
            Just("node"),
            Just("..."),
            Just("... on List"),
            Just("... on None"),
        ];
        (field, prop::collection::vec(inner, 1..6))
            .prop_map(|(field, inside)| format!("{field} {{ {} }}", inside.join(" ")))
    })
}

fn documents() -> impl Strategy<Value = String> {
    let sets = prop::collection::vec(selections(), 1..12);
    (prop_oneof![Just("query"), Just("mutation")], sets).prop_map(|(kind, sets)| {
        let fragments = sets.iter().enumerate().skip(1).map(|(at, set)| {
            let on = ["Query", "List", "Edge", "Mutation", "None"][at % 5];
            format!(" fragment f{at} on {on} {{ {set} }}")
        });
        let fragments: String = fragments.collect();
        format!("{kind} ($n: Int, $ids: [ID!]) {{ {} }}{fragments}", sets[0])
    })
}

/// Pieces of the language in no order.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(
            "{ } ( ) [ ] : = ! $ @ & | ... \" \"\"\" \\ # \n , a on query fragment 0 1.5 -1e9 \u{feff} é"
                .split(' ')
                .collect::<Vec<_>>()
        )
        .prop_map(str::to_owned),
        any::<String>(),
    ];
    prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// Reads, judges and prices a text, as far as it comes.
fn run(judge: &Judge, text: &str) -> Result<(), TestCaseError> {
    let counted = lexer::count(text, judge.limits());
    let Ok(document) = judge.read(text) else {
        return Ok(());
    };
    let tokens = counted.unwrap().tokens as u64;
    if let Ok(verdict) = judge.judge(&document) {
        prop_assert!(
            verdict.steps <= STEPS * tokens,
            "{} steps for {tokens} tokens: {text}",
            verdict.steps
        );
        for variables in [
            "{}",
            "{\"n\": 7, \"ids\": [1, 2]}",
            "{\"n\": [], \"ids\": null}",
        ] {
            let variables = Variables::from_json(serde_json::from_str(variables).unwrap());
            if let Ok(price) = judge.price(&document, &verdict, None, &variables) {
                prop_assert!(price.base <= price.most && price.most <= judge.limits().cost);
            }
        }
    }
    Ok(())
}

proptest! {
    #[test]
    fn documents_are_judged_in_as_many_steps_as_they_have_tokens(text in documents()) {
        run(&judge(), &text)?;
    }

    #[test]
    fn any_pieces_of_the_language_are_answered(text in pieces()) {
        run(&judge(), &text)?;
    }

    #[test]
    fn any_text_is_answered(text in any::<String>()) {
        run(&judge(), &text)?;
    }
}
