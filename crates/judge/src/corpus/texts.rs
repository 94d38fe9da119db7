//! Texts, comments and what is ignored.

use super::{
    Family,
    Outcome::{Invalid, Runs, TooLarge},
    family, filled,
};

pub(super) fn all() -> Vec<Family> {
    vec![
        family(
            "a long text",
            |n| format!("{{ communes(search: \"{}\") {{ name }} }}", "x".repeat(n)),
            &[(Runs, &[10, 1_000, 11_000]), (TooLarge, &[15_000, 100_000])],
        ),
        family(
            "a text of escapes",
            |n| {
                format!(
                    "{{ communes(search: \"{}\") {{ name }} }}",
                    "\\u0041".repeat(n / 6)
                )
            },
            &[(Runs, &[10, 11_000]), (TooLarge, &[25_000])],
        ),
        family(
            "a block of lines",
            |n| {
                format!(
                    "{{ communes(search: \"\"\"{}\"\"\") {{ name }} }}",
                    " x\n".repeat(n / 3)
                )
            },
            &[(Runs, &[10, 1_000, 11_000]), (TooLarge, &[60_000])],
        ),
        family(
            "a long comment",
            |n| format!("#{}\n{{ __typename }}", "x".repeat(n)),
            &[(Runs, &[10, 1_000, 11_000]), (TooLarge, &[15_000, 100_000])],
        ),
        family(
            "many comments",
            |n| filled(n, "#\n"),
            &[(Runs, &[1_000, 11_000]), (TooLarge, &[100_000])],
        ),
        family(
            "commas",
            |n| filled(n, ","),
            &[(Runs, &[1_000, 11_000]), (TooLarge, &[100_000])],
        ),
        family(
            "spaces",
            |n| filled(n, " "),
            &[(Runs, &[1_000, 11_000]), (TooLarge, &[100_000])],
        ),
        family(
            "line breaks",
            |n| filled(n, "\n"),
            &[(Runs, &[1_000, 11_000]), (TooLarge, &[100_000])],
        ),
        family(
            "byte order marks",
            |n| format!("{}{}", "\u{feff}".repeat(n), filled(n, "\u{feff}")),
            &[(Runs, &[1, 100, 1_900]), (TooLarge, &[20_000])],
        ),
        family(
            "a long name",
            |n| format!("{{ {} }}", "x".repeat(n)),
            &[(Invalid, &[100, 10_000, 11_000]), (TooLarge, &[50_000])],
        ),
        family(
            "a long alias",
            |n| format!("{{ {}: __typename }}", "x".repeat(n)),
            &[(Runs, &[100, 11_000]), (TooLarge, &[50_000])],
        ),
        family(
            "a long name of a variable",
            |n| {
                format!(
                    "query q(${name}: Int) {{ hubs(first: ${name}) {{ totalCount }} }}",
                    name = "v".repeat(n)
                )
            },
            &[(Runs, &[100, 5_000]), (TooLarge, &[8_000])],
        ),
        family(
            "short tokens",
            |n| format!("{{ hubs(first: 1) {{ nodes {{ {} }} }} }}", "a ".repeat(n)),
            &[(Invalid, &[500, 950]), (TooLarge, &[1_400, 9_000])],
        ),
        family(
            "short tokens among line breaks",
            |n| {
                let breaks = "\n".repeat(11_500 / n - 1);
                let fields = format!("a{breaks}").repeat(n);
                format!("{{ hubs(first: 1) {{ nodes {{ {fields} }} }} }}")
            },
            &[(Invalid, &[300, 950])],
        ),
    ]
}
