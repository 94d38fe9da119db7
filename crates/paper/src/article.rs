//! Texts with marks, set on pages.

use crate::{
    flow::{Flow, Place},
    markdown::{self, What},
    tree::Kind,
};

/// How far the items of a list are from what is around it, and a quotation.
const INDENT: f32 = 22.0;

/// Between a label and what it is before.
const GAP: f32 = 4.0;

/// Between paragraphs, and between an item and what is above it.
const ABOVE: f32 = 6.0;
const CLOSE: f32 = 3.0;

/// Sets a text with marks.
pub(crate) fn set(flow: &mut Flow<'_>, text: &str) {
    let pieces = markdown::read(text, &mut flow.groups);
    let mut is_labelled = false;
    for piece in pieces {
        let mut place = Place {
            indent: 0.0,
            above: if is_labelled { 0.0 } else { ABOVE },
            inside: piece.inside.into(),
        };
        is_labelled = false;
        for group in &*place.inside {
            if matches!(group.kind, Kind::Body | Kind::Quote) {
                place.indent += INDENT;
            }
        }
        match piece.what {
            What::Heading(below, runs) => flow.heading(flow.level + below, &runs),
            What::Text(lines) => flow.paragraph(&lines, &place),
            What::Label(label) => {
                place.above = CLOSE;
                flow.label(&label, &place, INDENT - GAP);
                is_labelled = true;
            }
            What::Table(table) => flow.table(&table, &place),
        }
    }
}
