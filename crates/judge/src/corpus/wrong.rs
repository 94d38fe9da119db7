//! What is no GraphQL, or none of this schema.

use super::{
    Family,
    Outcome::{Invalid, Runs},
    family,
};

pub(super) fn all() -> Vec<Family> {
    fn one_of(texts: &[&str], n: usize) -> String {
        texts.get(n).copied().unwrap_or_default().to_owned()
    }
    vec![
        family(
            "texts that nobody closes",
            |n| {
                one_of(
                    &[
                        "{ a(b: \"",
                        "{ a(b: \"x\n\") }",
                        "{ a(b: \"\"\"x\") }",
                        "\"",
                        "\"\"\"",
                        "\"\\",
                        "{ a(b: \"\\\") }",
                    ],
                    n,
                )
            },
            &[(Invalid, &[0, 1, 2, 3, 4, 5, 6])],
        ),
        family(
            "what is no token",
            |n| {
                one_of(
                    &[
                        "?",
                        "{ é }",
                        "\u{0}",
                        "{ a \u{7f} }",
                        "..",
                        "{ a; b }",
                        "`",
                        "{ a \\ b }",
                        "%7B",
                        "\u{202e}{ __typename }",
                    ],
                    n,
                )
            },
            &[(Invalid, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])],
        ),
        family(
            "what is no number",
            |n| {
                let number = one_of(
                    &[
                        "01", "1.", "1e", "-", "0xF1", "1.2.3", "+1", ".5", "1_000", "NaN",
                    ],
                    n,
                );
                format!("{{ hubs(first: {number}) {{ totalCount }} }}")
            },
            &[(Invalid, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])],
        ),
        family(
            "escapes that are none",
            |n| {
                let escape = one_of(
                    &[
                        "\\u00",
                        "\\ud800",
                        "\\udfff\\ud800",
                        "\\x41",
                        "\\u{110000}",
                        "\\uzzzz",
                    ],
                    n,
                );
                format!("{{ communes(search: \"{escape}\") {{ name }} }}")
            },
            &[(Invalid, &[0, 1, 2, 3, 4, 5])],
        ),
        family(
            "documents without an operation",
            |n| {
                one_of(
                    &[
                        "",
                        " ",
                        "#",
                        ",",
                        "{}",
                        "query",
                        "fragment f on Query { __typename }",
                        "{",
                        "}",
                        "\u{feff}",
                    ],
                    n,
                )
            },
            &[(Invalid, &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9])],
        ),
        family(
            "definitions of a schema",
            |n| {
                one_of(
                    &[
                        "type Query { a: Int }",
                        "schema { query: Query }",
                        "extend type Query { a: Int }",
                        "{ __typename } type A { a: Int }",
                    ],
                    n,
                )
            },
            &[(Invalid, &[0, 1, 2, 3])],
        ),
        family(
            "operations that there are not",
            |n| {
                one_of(
                    &[
                        "subscription { a }",
                        "subscription { __typename }",
                        "mutation { a }",
                        "query Q { a } query Q { b }",
                    ],
                    n,
                )
            },
            &[(Invalid, &[0, 2, 3])],
        ),
        family(
            "integers beyond measure",
            |n| format!("{{ hubs(first: {}) {{ totalCount }} }}", "9".repeat(n)),
            &[(Runs, &[1, 9, 10]), (Invalid, &[19, 20, 400, 11_000])],
        ),
        family(
            "numbers beyond measure",
            |n| format!("{{ hubs(first: 1e{}) {{ totalCount }} }}", "9".repeat(n)),
            &[(Invalid, &[1, 3, 400])],
        ),
    ]
}
