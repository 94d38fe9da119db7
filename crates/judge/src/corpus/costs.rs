//! What asks for large answers and dear work.

use std::fmt::Write;

use super::{
    Family,
    Outcome::{Runs, TooComplex},
    around, each, family,
};

pub(super) fn all() -> Vec<Family> {
    vec![
        family(
            "wide pages inside each other",
            |n| {
                let inside = around(
                    n,
                    "memberships(first: 100) { nodes { organisation { ",
                    "id",
                    " } } }",
                );
                format!("{{ organisations(first: 100) {{ nodes {{ {inside} }} }} }}")
            },
            &[(Runs, &[0, 1]), (TooComplex, &[2, 3, 4, 5])],
        ),
        Family {
            variables: |n| format!("{{\"n\":{n}}}"),
            ..family(
                "pages as wide as a variable says",
                |_| {
                    "query q($n: Int) { organisations(first: $n) { nodes { memberships(first: $n) { \
                     nodes { organisation { id name siren } } } } } }"
                        .to_owned()
                },
                &[(Runs, &[1, 10, 60]), (TooComplex, &[100, 1_000_000_000])],
            )
        },
        family(
            "pages of the usual size inside each other",
            |n| {
                let inside = around(n, "memberships { nodes { organisation { ", "id", " } } }");
                format!("{{ organisations {{ nodes {{ {inside} }} }} }}")
            },
            &[(Runs, &[0, 1, 2]), (TooComplex, &[3, 4, 5])],
        ),
        family(
            "pages hidden in fragments",
            |n| {
                let chain = each(n, |at| {
                    format!(
                        "fragment f{at} on Organisation {{ memberships(first: 100) {{ ...c{at} }} }} \
                         fragment c{at} on MembershipConnection {{ nodes {{ organisation {{ ...f{} }} }} }} ",
                        at + 1
                    )
                });
                format!(
                    "{{ organisations(last: 100) {{ nodes {{ ...f0 }} }} }} {chain} fragment f{n} on Organisation {{ id }}"
                )
            },
            &[(Runs, &[0, 1]), (TooComplex, &[2, 4])],
        ),
        family(
            "introspection of introspection",
            |n| {
                format!(
                    "{{ __schema {{ types {{ {} }} }} }}",
                    around(n, "fields { type { ", "name", " } }")
                )
            },
            &[(Runs, &[0, 1, 2]), (TooComplex, &[4, 6, 8, 9, 20])],
        ),
        family(
            "introspection at many places",
            |n| {
                format!(
                    "{{ {} }}",
                    each(n, |at| format!(
                        "a{at}: __schema {{ types {{ fields {{ args {{ name }} }} }} }} "
                    ))
                )
            },
            &[(Runs, &[1, 3, 30]), (TooComplex, &[31, 60])],
        ),
        family(
            "passwords tried at once",
            |n| {
                let mut tries = String::new();
                for at in 0..n {
                    // Writing to a text cannot fail.
                    let _ = write!(
                        tries,
                        "a{at}: signIn(input: {{ email: \"a@example.test\", password: \"x{at}\" }}) {{ errors {{ code }} }} "
                    );
                }
                format!("mutation {{ {tries} }}")
            },
            &[(Runs, &[1]), (TooComplex, &[2, 10, 40])],
        ),
        family(
            "passwords tried in fragments",
            |n| {
                let one = "signIn(input: { email: \"a@example.test\", password: \"x\" }) { errors { code } }";
                format!(
                    "mutation {{ {} }} fragment f on Mutation {{ ... {{ {one} }} }}",
                    "...f ".repeat(n)
                )
            },
            &[(Runs, &[1]), (TooComplex, &[2, 30])],
        ),
        family(
            "changes at once",
            |n| {
                let changes = each(n, |at| {
                    format!(
                        "a{at}: requestPasswordReset(input: {{ email: \"a@example.test\" }}) {{ errors {{ code }} }} "
                    )
                });
                format!("mutation {{ {changes} }}")
            },
            &[(Runs, &[1, 5]), (TooComplex, &[31, 50])],
        ),
    ]
}
