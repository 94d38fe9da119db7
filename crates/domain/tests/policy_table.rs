//! Who may do what, as one table that a person who does not program can read and discuss:
//! `policy_table.txt` beside this file. When the policy changes on purpose, run the test with
//! `UPDATE_GOLDEN=1` and read the difference before committing it.

#![cfg(test)]

mod policy_table {
    pub(super) mod cases;
    pub(super) mod partnerships;
    pub(super) mod personas;
    pub(super) mod things;
}

use std::fmt::Write as _;

use maillage_domain::policy::{Denial, check};

use policy_table::{
    cases::{Case, Section, sections},
    personas::{Persona, personas},
};

const LEGEND: &str = "\
Who may do what on the platform, by person (columns) and act (rows).

  yes         allowed, as far as the life cycle permits it in that state
  sign in     a visitor is asked to sign in first
  absent      for this person the thing does not exist; the answer is that of a wrong address
  no: reason  the person sees the thing, and is told what they would need or what stands in the way:
                contributor           at least a contributor's mandate for the owner of the thing
                representative        a representative's mandate for the owner of the thing
                mandate               any mandate for the owner of the thing
                moderator             at least a moderator's office in the hub
                coordinator           a coordinator's office in the hub
                membership            an organisation of theirs that is an active member of the hub
                second factor         a second factor at signing in, which the hub asks of its team
                operator              the command line of the installation
                conflict of interest  they hold a mandate for the organisation they would decide about
                decided before        an appeal belongs to somebody else than who decided first

People
";

#[test]
fn the_policy_is_the_table_that_people_have_read() {
    let table = render(&personas(), &sections());
    // Tests run in the folder of their crate; a path from the build would name another clone when
    // clones share what they built.
    let path = "tests/policy_table.txt";
    #[expect(
        clippy::disallowed_methods,
        reason = "a switch for whoever runs the tests, not a setting of the platform"
    )]
    let update = std::env::var("UPDATE_GOLDEN").is_ok();
    if update {
        std::fs::write(path, &table).expect("the table is written");
    }
    let read = std::fs::read_to_string(path).unwrap_or_default();
    for (number, (now, then)) in table.lines().zip(read.lines()).enumerate() {
        assert_eq!(now, then, "line {} of {path}", number + 1);
    }
    assert_eq!(
        table.lines().count(),
        read.lines().count(),
        "the lines of {path}"
    );
}

fn render(personas: &[Persona], sections: &[Section]) -> String {
    let mut table = LEGEND.to_owned();
    for persona in personas {
        writeln!(table, "  {:<10}  {}", persona.name, persona.who).expect("writes");
    }
    for section in sections {
        writeln!(table, "\n\n{}", section.title).expect("writes");
        let first = widest(section.cases.iter().map(|case| &case.name));
        let rows: Vec<Vec<String>> = section
            .cases
            .iter()
            .map(|case| cells(case, personas))
            .collect();
        let widths: Vec<usize> = personas
            .iter()
            .enumerate()
            .map(|(column, persona)| {
                let cells = rows.iter().map(|row| row[column].chars().count());
                cells.max().unwrap_or(0).max(persona.name.chars().count())
            })
            .collect();
        let line = |name: &str, cells: Vec<&str>| {
            let mut line = format!("{name:<first$}");
            for (cell, width) in cells.iter().zip(&widths) {
                write!(line, "  {cell:<width$}").expect("writes");
            }
            line.trim_end().to_owned() + "\n"
        };
        table += &line("", personas.iter().map(|persona| persona.name).collect());
        for (case, row) in section.cases.iter().zip(&rows) {
            table += &line(&case.name, row.iter().map(String::as_str).collect());
        }
    }
    table
}

fn widest<'a>(names: impl Iterator<Item = &'a String>) -> usize {
    names.map(|name| name.chars().count()).max().unwrap_or(0)
}

fn cells(case: &Case, personas: &[Persona]) -> Vec<String> {
    let cell = |persona: &Persona| match check(&persona.actor, case.subject.action()) {
        Ok(()) => "yes".to_owned(),
        Err(Denial::Unauthenticated) => "sign in".to_owned(),
        Err(Denial::Invisible) => "absent".to_owned(),
        Err(Denial::Forbidden(reason)) => {
            let code = reason.as_str();
            let need = code.strip_prefix("NEEDS_").or(code.strip_prefix("NO_"));
            format!(
                "no: {}",
                need.unwrap_or(code).to_lowercase().replace('_', " ")
            )
        }
    };
    personas.iter().map(cell).collect()
}
