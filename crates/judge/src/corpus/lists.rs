//! Lists, objects and variables.

use super::{
    Family,
    Outcome::{Invalid, Runs, TooComplex, TooLarge},
    around, each, family,
};

const IDS: &str = "query q($ids: [ID!]!) { nodes(ids: $ids) { id } }";

fn ids(n: usize) -> String {
    format!(
        "{{\"ids\":[{}\"x\"]}}",
        "\"x\",".repeat(n.saturating_sub(1))
    )
}

pub(super) fn all() -> Vec<Family> {
    vec![
        family(
            "a long list in the document",
            |n| format!("{{ nodes(ids: [{}]) {{ id }} }}", "\"x\" ".repeat(n)),
            &[(Runs, &[1, 100, 950]), (TooLarge, &[2_000, 4_000, 30_000])],
        ),
        Family {
            variables: ids,
            ..family(
                "a long list in the variables",
                |_| IDS.to_owned(),
                &[(Runs, &[1, 100, 2_000]), (TooComplex, &[2_001, 30_000])],
            )
        },
        Family {
            variables: |_| ids(800),
            ..family(
                "a long list used again and again",
                |n| {
                    let fields = each(n, |at| format!("a{at}: nodes(ids: $ids) {{ id }} "));
                    format!("query q($ids: [ID!]!) {{ {fields} }}")
                },
                &[(Runs, &[1, 10, 24]), (TooComplex, &[25, 30, 80])],
            )
        },
        Family {
            variables: |n| format!("{{\"text\":\"{}\"}}", "x".repeat(n)),
            ..family(
                "a long text in the variables",
                |_| "query q($text: String!) { communes(search: $text) { name } }".to_owned(),
                &[(Runs, &[10, 1_000, 100_000])],
            )
        },
        Family {
            variables: |_| format!("{{\"text\":\"{}\"}}", "x".repeat(100_000)),
            ..family(
                "a long text used again and again",
                |n| {
                    let fields = each(n, |at| {
                        format!("a{at}: communes(search: $text) {{ name }} ")
                    });
                    format!("query q($text: String!) {{ {fields} }}")
                },
                &[(Runs, &[1, 6]), (TooComplex, &[7, 30])],
            )
        },
        Family {
            variables: |n| format!("{{\"ids\":{}}}", around(n, "[", "1", "]")),
            ..family(
                "lists inside each other in the variables",
                |_| IDS.to_owned(),
                &[(Invalid, &[3, 20, 100, 125, 130, 10_000, 60_000])],
            )
        },
        Family {
            variables: |n| format!("{{\"ids\":{}}}", around(n, "{\"a\":", "1", "}")),
            ..family(
                "objects inside each other in the variables",
                |_| IDS.to_owned(),
                &[(Invalid, &[1, 20, 100, 125, 130, 20_000])],
            )
        },
        Family {
            variables: |n| {
                format!(
                    "{{{}\"ids\":[\"x\"]}}",
                    each(n, |at| format!("\"v{at}\":{at},"))
                )
            },
            ..family(
                "variables that the operation does not know",
                |_| IDS.to_owned(),
                &[(Runs, &[1, 1_000, 5_000])],
            )
        },
        family(
            "lists inside each other",
            |n| format!("{{ nodes(ids: {}) {{ id }} }}", around(n, "[", "1", "]")),
            &[(Invalid, &[5, 48]), (TooComplex, &[50, 200, 900, 5_000])],
        ),
        family(
            "lists that nobody closes",
            |n| format!("{{ nodes(ids: {}", "[".repeat(n)),
            &[(Invalid, &[1, 48]), (TooComplex, &[49, 950, 9_000])],
        ),
        family(
            "objects inside each other in the document",
            |n| {
                format!(
                    "{{ hubs(filter: {}) {{ totalCount }} }}",
                    around(n, "{a: ", "1", "}")
                )
            },
            &[(Invalid, &[1, 20, 48]), (TooComplex, &[50, 400])],
        ),
        family(
            "a type of lists inside each other",
            |n| {
                format!(
                    "query q($v: {}) {{ __typename }}",
                    around(n, "[", "Int", "]")
                )
            },
            &[(Invalid, &[1, 48]), (TooComplex, &[50, 400])],
        ),
        family(
            "an object with many members",
            |n| {
                format!(
                    "{{ hubs(filter: {{ {} }}) {{ totalCount }} }}",
                    each(n, |at| format!("a{at}: 1 "))
                )
            },
            &[(Invalid, &[1, 100, 320])],
        ),
    ]
}
