//! Selections that are deep, wide or many.

use super::{
    Family,
    Outcome::{Invalid, Runs, TooComplex, TooLarge},
    around, each, family,
};

pub(super) fn all() -> Vec<Family> {
    vec![
        family(
            "objects inside each other",
            |n| {
                let inside = around(
                    n,
                    "memberships(first: 1) { nodes { organisation { ",
                    "id",
                    " } } }",
                );
                format!("{{ organisations(first: 1) {{ nodes {{ {inside} }} }} }}")
            },
            &[(Runs, &[1, 3, 5]), (TooComplex, &[6, 8, 9, 16, 100])],
        ),
        family(
            "unknown fields inside each other",
            |n| around(n, "{ a ", "{ b }", "}"),
            &[
                (Invalid, &[1, 10, 19]),
                (TooComplex, &[20, 40, 50, 300, 600]),
            ],
        ),
        family(
            "braces that nobody closes",
            |n| "{ a ".repeat(n),
            &[(Invalid, &[1, 10, 50]), (TooComplex, &[51, 500, 3_000])],
        ),
        family(
            "aliases",
            |n| {
                format!(
                    "{{ hubs(first: 1) {{ nodes {{ {} }} }} }}",
                    each(n, |at| format!("a{at}: id "))
                )
            },
            &[
                (Runs, &[1, 50, 200]),
                (TooComplex, &[201, 320]),
                (TooLarge, &[700, 5_000]),
            ],
        ),
        family(
            "fields at the root",
            |n| {
                format!(
                    "{{ {} }}",
                    each(n, |at| format!("a{at}: hubs(first: 1) {{ totalCount }} "))
                )
            },
            &[(Runs, &[1, 10, 30]), (TooComplex, &[31, 90])],
        ),
        family(
            "the same field again and again",
            |n| format!("{{ hubs(first: 1) {{ nodes {{ {} }} }} }}", "id ".repeat(n)),
            &[(Runs, &[10, 500, 950]), (TooLarge, &[2_000, 6_000])],
        ),
        family(
            "the same object again and again",
            |n| format!("{{ hubs(first: 1) {{ {} }} }}", "nodes { id } ".repeat(n)),
            &[(Runs, &[10, 240]), (TooLarge, &[600])],
        ),
        family(
            "directives at one field",
            |n| {
                format!(
                    "{{ hubs(first: 1) {} {{ totalCount }} }}",
                    "@skip(if: false) ".repeat(n)
                )
            },
            &[
                (Runs, &[1]),
                (Invalid, &[2, 8]),
                (TooComplex, &[9, 140]),
                (TooLarge, &[400]),
            ],
        ),
        family(
            "directives at many fields",
            |n| {
                format!(
                    "{{ hubs(first: 1) {{ nodes {{ {} }} }} }}",
                    "id @include(if: true) ".repeat(n)
                )
            },
            &[(Runs, &[1, 100, 120]), (TooLarge, &[300])],
        ),
        family(
            "unknown directives",
            |n| {
                format!(
                    "{{ hubs(first: 1) {} {{ totalCount }} }}",
                    each(n, |at| format!("@d{at} "))
                )
            },
            &[(Invalid, &[1, 8]), (TooComplex, &[9, 480])],
        ),
        family(
            "operations",
            |n| each(n, |at| format!("query q{at} {{ __typename }} ")),
            &[
                (Runs, &[1]),
                (Invalid, &[2, 20]),
                (TooComplex, &[21, 190]),
                (TooLarge, &[600]),
            ],
        ),
        family(
            "variables that nothing uses",
            |n| {
                format!(
                    "query q({}) {{ __typename }}",
                    each(n, |at| format!("$v{at}: Int "))
                )
            },
            &[(Invalid, &[1, 50, 240]), (TooLarge, &[600])],
        ),
        family(
            "variables that are not declared",
            |n| {
                format!(
                    "{{ hubs(first: 1) {{ nodes {{ {} }} }} }}",
                    each(n, |at| format!("id @skip(if: $v{at}) "))
                )
            },
            &[(Invalid, &[1, 50, 105])],
        ),
        family(
            "unknown fields",
            |n| {
                format!(
                    "{{ hubs(first: 1) {{ nodes {{ {} }} }} }}",
                    each(n, |at| format!("x{at} "))
                )
            },
            &[(Invalid, &[1, 100, 950])],
        ),
        family(
            "unknown arguments",
            |n| {
                format!(
                    "{{ hubs({}) {{ totalCount }} }}",
                    each(n, |at| format!("x{at}: 1 "))
                )
            },
            &[(Invalid, &[1, 100, 320])],
        ),
        family(
            "one argument again and again",
            |n| format!("{{ hubs({}) {{ totalCount }} }}", "first: 1 ".repeat(n)),
            &[(Invalid, &[2, 100, 320]), (TooLarge, &[700])],
        ),
    ]
}
