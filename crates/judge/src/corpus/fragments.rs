//! Fragments that open each other.

use super::{
    Family,
    Outcome::{Invalid, Runs, TooComplex, TooLarge},
    around, each, family,
};

pub(super) fn all() -> Vec<Family> {
    vec![
        family(
            "fragments that double",
            |n| {
                let chain = each(n, |at| {
                    format!(
                        "fragment f{at} on Query {{ ...f{next} ...f{next} }} ",
                        next = at + 1
                    )
                });
                format!("{{ ...f0 }} {chain} fragment f{n} on Query {{ __typename }}")
            },
            &[
                (Runs, &[1, 2, 3]),
                (TooComplex, &[5, 8, 12, 16, 20, 24, 27, 40, 90]),
            ],
        ),
        family(
            "fragments that double below a field",
            |n| {
                let chain = each(n, |at| {
                    format!(
                        "fragment f{at} on Commune {{ ...f{next} ...f{next} }} ",
                        next = at + 1
                    )
                });
                format!(
                    "{{ commune(code: \"1\") {{ ...f0 }} }} {chain} fragment f{n} on Commune {{ name }}"
                )
            },
            &[(Runs, &[1, 4, 8]), (TooComplex, &[12, 16, 24])],
        ),
        family(
            "fragments in a circle",
            |n| {
                let chain = each(n, |at| {
                    format!("fragment f{at} on Query {{ ...f{} }} ", (at + 1) % n)
                });
                format!("{{ ...f0 }} {chain}")
            },
            &[(Invalid, &[1, 2, 3, 10, 25]), (TooComplex, &[60, 110])],
        ),
        family(
            "a circle that nothing opens",
            |n| {
                let chain = each(n, |at| {
                    format!("fragment f{at} on Query {{ ...f{} }} ", (at + 1) % n)
                });
                format!("{{ __typename }} {chain}")
            },
            &[(Invalid, &[1, 2, 20])],
        ),
        family(
            "a long chain of fragments",
            |n| {
                let chain = each(n, |at| {
                    format!("fragment f{at} on Query {{ ...f{} }} ", at + 1)
                });
                format!("{{ ...f0 }} {chain} fragment f{n} on Query {{ __typename }}")
            },
            &[(Runs, &[5, 20, 28]), (TooComplex, &[29, 60, 110])],
        ),
        family(
            "fragments that nothing uses",
            |n| {
                format!(
                    "{{ __typename }} {}",
                    each(n, |at| format!("fragment f{at} on Query {{ __typename }} "))
                )
            },
            &[(Invalid, &[1, 20, 135]), (TooLarge, &[200])],
        ),
        family(
            "fragments that are not there",
            |n| format!("{{ {} }}", each(n, |at| format!("...f{at} "))),
            &[(Invalid, &[1, 30, 480]), (TooLarge, &[700])],
        ),
        family(
            "inline fragments inside each other",
            |n| around(n, "{ ... ", "{ __typename }", "}"),
            &[(Runs, &[1, 10, 29]), (TooComplex, &[30, 45, 60, 400])],
        ),
        family(
            "inline fragments beside each other",
            |n| {
                format!(
                    "{{ node(id: \"x\") {{ {} }} }}",
                    "... on Project { id } ".repeat(n)
                )
            },
            &[(Runs, &[1, 50, 160]), (TooLarge, &[240])],
        ),
        family(
            "fragments on types that are none",
            |n| format!("{{ {} }}", each(n, |at| format!("... on T{at} {{ a }} "))),
            &[(Invalid, &[1, 30]), (TooComplex, &[31, 160])],
        ),
    ]
}
