//! Values that an argument cannot take. async-graphql finds them before anything runs and tells of
//! them in English; here is what they come to, for words in the language of the request.

use maillage_domain::{Problem, ProblemCode};

/// A value that an argument cannot take.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misfit {
    /// Where it is: the argument and the way down into it.
    pub(super) argument: Option<String>,
    /// What is wrong with it.
    pub(super) problem: Problem,
}

impl Misfit {
    /// Reads what the library says. `None` where it speaks of the document rather than of a value.
    pub(super) fn read(said: &str) -> Option<Self> {
        let quoted: Vec<&str> = said.split('"').skip(1).step_by(2).collect();
        let at = |argument: &str, problem| Self {
            argument: Some(argument.to_owned()),
            problem,
        };
        if said.starts_with("Invalid value for argument ") {
            return match *quoted.as_slice() {
                [path, field, _] if said.ends_with("is required but not provided") => {
                    Some(at(&format!("{path}.{field}"), required()))
                }
                [path, field, _] if said.contains(", unknown field ") => {
                    Some(at(path, unknown(field)))
                }
                [path, _, value] if said.contains(", enumeration type ") => {
                    Some(at(path, unknown(value)))
                }
                [path, wanted] if said.contains(", expected type ") => {
                    Some(at(path, malformed(wanted)))
                }
                _ => None,
            };
        }
        match *quoted.as_slice() {
            [_, argument, _] if said.starts_with("Field ") && said.contains(" argument ") => {
                Some(at(argument, required()))
            }
            ["Int", ..] if said.contains(": Only integers from ") => Some(Self {
                argument: None,
                problem: Problem::new(ProblemCode::OutOfRange)
                    .with("min", i32::MIN)
                    .with("max", i32::MAX),
            }),
            [wanted, ..]
                if said.starts_with("Failed to parse ")
                    || said.starts_with("Expected input type ") =>
            {
                Some(Self {
                    argument: None,
                    problem: malformed(wanted),
                })
            }
            _ => None,
        }
    }
}

fn required() -> Problem {
    Problem::new(ProblemCode::Required)
}

fn unknown(given: &str) -> Problem {
    Problem::new(ProblemCode::Unknown).with("given", given.chars().take(64).collect::<String>())
}

/// A value of another type than the one wanted, with an example of that where it is a simple one.
fn malformed(wanted: &str) -> Problem {
    let example = match wanted.trim_end_matches('!') {
        "Date" => "2026-11-21",
        "ID" => "project_01h455vb4pex5vsknk084sn02q",
        "Int" => "12",
        "Float" => "12.5",
        "Boolean" => "true",
        other => other,
    };
    Problem::new(ProblemCode::Malformed).with("expected", example)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_said_of_the_document_is_left_as_it_is() {
        for said in [
            "Unknown field \"nothing\" on type \"Query\".",
            "Unknown argument \"x\" on field \"hubs\" of type \"Query\".",
            " --> 1:2\n  |\n1 | {\n  |  ^---\n  |\n  = expected selection",
            "Variable \"$id\" is not defined",
        ] {
            assert_eq!(Misfit::read(said), None, "{said}");
        }
    }

    #[test]
    fn a_quote_in_a_value_costs_the_words_alone() {
        let said = "Invalid value for argument \"a\", enumeration type \"T\" does not contain the value \"x\"y\"";
        assert_eq!(Misfit::read(said), None);
    }
}
