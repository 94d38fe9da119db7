//! The table as people read it.

use std::fmt::Write as _;

use super::scene::Persona;

const LEGEND: &str = "\
Who may read and do what through the API: by person (columns), and by what is asked of which thing
in which state (rows). The table is made from the contract by asking everything of everybody, on
both databases. A field or a mutation that is new changes it and fails the test until somebody has
read the difference: UPDATE_GOLDEN=1 cargo nextest run -p maillage-tests matrix, then git diff. What
the test cannot fill in by itself it names, with the file to add it to (tests/it/matrix).

  yes          done; in the first part: read
  other        read, but not as the owner's representative reads it
  -            nothing to read, or not for this person
  a number     how many the list shows
  part.(3)     in the names of rows: the three fields of this part, which are read alike
  sign in      a visitor is asked to sign in first
  absent       for this person the thing does not exist; the answer has the same bytes as for an id
               that nothing has
  no: reason   the person sees the thing, and is told what they would need (see policy_table.txt)
  not so: why  the person might, but the thing is not in a state for it, or what was typed is refused

Whatever was refused wrote nothing (but the count of tries at passwords), as a dry run and in earnest.
What is done was tried as a dry run, which wrote nothing, and then in earnest, with the same outcome.

TURNED AWAY
An expired token, a forged one and that of a locked person are no visitor's: whatever field or
mutation is asked for, the answer is 401 with the same bytes.

WHAT AN ACT NAMES
An act says for which organisation it is done: for the one whose thing it is where the person holds
a mandate for it or has none at all, for their own where they have another. Where something else is
named, the act is one that works but for that, and is about the published thing if there is one.

People
";

/// A part of the table.
pub(super) struct Block {
    pub(super) title: String,
    pub(super) rows: Vec<Row>,
}

/// A line of the table. A long name goes on below.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) name: String,
    pub(super) cells: Vec<String>,
}

/// How wide a name may be before it goes on below.
const WIDEST: usize = 90;

/// Puts the table together.
pub(super) fn render(people: &[Persona], blocks: &[Block]) -> String {
    let mut table = LEGEND.to_owned();
    for persona in people {
        writeln!(table, "  {:<10}  {}", persona.name, persona.who).unwrap();
    }
    for block in blocks {
        writeln!(table, "\n\n{}", block.title).unwrap();
        let names: Vec<Vec<String>> = block.rows.iter().map(|row| wrap(&row.name)).collect();
        let first = width(names.iter().flatten().map(String::as_str));
        let header: Vec<&str> = people.iter().map(|persona| persona.name).collect();
        let widths: Vec<usize> = (0..people.len())
            .map(|at| {
                let cells = block.rows.iter().map(|row| row.cells[at].as_str());
                width(cells.chain([header[at]]))
            })
            .collect();
        let line = |name: &str, cells: &[&str]| {
            let mut line = format!("{name:<first$}");
            for (cell, width) in cells.iter().zip(&widths) {
                write!(line, "  {cell:<width$}").unwrap();
            }
            line.trim_end().to_owned() + "\n"
        };
        table += &line("", &header);
        for (row, name) in block.rows.iter().zip(&names) {
            let cells: Vec<&str> = row.cells.iter().map(String::as_str).collect();
            table += &line(&name[0], &cells);
            for more in &name[1..] {
                writeln!(table, "{more}").unwrap();
            }
        }
    }
    table
}

/// Rows with the same cells that follow each other become one, with the states of all.
pub(super) fn merged(rows: Vec<(String, &'static str, Vec<String>)>) -> Vec<Row> {
    let mut found: Vec<(String, Vec<&str>, Vec<String>)> = Vec::new();
    for (name, state, cells) in rows {
        match found.last_mut() {
            Some((last, states, same)) if *last == name && *same == cells => states.push(state),
            _ => found.push((name, vec![state], cells)),
        }
    }
    let rows = found.into_iter().map(|(name, states, cells)| Row {
        name: match states.join(", ") {
            states if states.is_empty() => name,
            states => format!("{name}: {states}"),
        },
        cells,
    });
    rows.collect()
}

fn width<'a>(texts: impl Iterator<Item = &'a str>) -> usize {
    texts.map(|text| text.chars().count()).max().unwrap_or(0)
}

fn wrap(name: &str) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in name.split(' ') {
        let line = lines.last_mut().expect("a line");
        if line.is_empty() {
            line.push_str(word);
        } else if line.chars().count() + 1 + word.chars().count() <= WIDEST {
            line.push(' ');
            line.push_str(word);
        } else {
            lines.push(format!("  {word}"));
        }
    }
    lines
}
