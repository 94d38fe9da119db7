//! The rows of tables.

use std::rc::Rc;

use crate::{
    Align, Column, Table,
    flow::{CELL, Cell, MARGIN, MOST, Part, Role, STRONG, Strip, TEXT, WIDTH},
    fonts::{Fonts, Style},
};

/// Between the cells of a row, and above and below each.
const GUTTER: f32 = 8.0;
const PADDING: f32 = 2.5;

/// About how many characters a line has.
const LINE: usize = 92;
/// Longer cells go over several lines, however much room there is.
const LONG: usize = 40;

/// A table of which only the cells are known, the headings first: a column has room for its longest word, and of
/// what is left the more, the longer its texts are.
pub(crate) fn of_cells(aligns: impl Iterator<Item = Align>, mut rows: Vec<Vec<String>>) -> Table {
    let body = rows.split_off(rows.len().min(1));
    let headings = rows.pop().unwrap_or_default();
    let aligns: Vec<_> = aligns.collect();
    let needs = (0..aligns.len()).map(|index| {
        let cells = body.iter().chain([&headings]);
        needed(cells.filter_map(|row| row.get(index)))
    });
    let shares = shared(&needs.collect::<Vec<_>>());
    let columns = aligns.into_iter().zip(shares).enumerate();
    let columns = columns.map(|(index, (align, share))| Column {
        heading: headings.get(index).cloned().unwrap_or_default(),
        share,
        align,
    });
    Table {
        columns: columns.collect(),
        rows: body,
        total: None,
    }
}

/// How many characters a column needs at least, and how many it has use for.
fn needed<'a>(cells: impl Iterator<Item = &'a String>) -> (usize, usize) {
    let length = |text: &str| text.chars().count();
    cells.fold((4, 4), |(word, whole), cell| {
        // Bold letters are wider, and so are capitals.
        let longest = cell
            .split_whitespace()
            .map(length)
            .max()
            .unwrap_or_default()
            + 2;
        (
            word.max(longest.min(LONG)),
            whole.max(length(cell).min(LONG)).max(longest.min(LONG)),
        )
    })
}

/// The widths of columns that need so much and have use for so much.
fn shared(needs: &[(usize, usize)]) -> Vec<f32> {
    let least: usize = needs.iter().map(|(word, _)| word).sum();
    let more: usize = needs.iter().map(|(word, whole)| whole - word).sum();
    let left = LINE.saturating_sub(least).min(more);
    #[expect(
        clippy::cast_precision_loss,
        reason = "a table has a handful of columns"
    )]
    let share = |(word, whole): &(usize, usize)| {
        *word as f32 + (left * (whole - word)) as f32 / more.max(1) as f32
    };
    needs.iter().map(share).collect()
}

/// Names and what they stand for.
pub(crate) fn named(
    strips: &mut Vec<Strip>,
    fonts: &mut Fonts,
    node: usize,
    facts: &[(String, String)],
) {
    let columns = [(1.0, STRONG, Align::Start), (3.0, TEXT, Align::Start)];
    for (index, (name, value)) in facts.iter().enumerate() {
        let part = Part::Row {
            node,
            row: index,
            role: Role::Body { named: true },
        };
        let mut row = row(fonts, part, &columns, [name, value]);
        row.above = if index == 0 { 8.0 } else { 0.0 };
        strips.extend(split(row));
    }
}

/// A table, a strip for each of its rows.
pub(crate) fn tabulated(strips: &mut Vec<Strip>, fonts: &mut Fonts, node: usize, table: &Table) {
    let styled = |style| -> Vec<_> {
        let columns = table.columns.iter();
        let columns = columns.map(|column| (column.share, style, column.align));
        columns.collect()
    };
    let (plain, strong) = (styled(CELL), styled(STRONG));
    let part = |row, role| Part::Row { node, row, role };
    let headings = table.columns.iter().map(|column| &column.heading);
    let mut head = row(fonts, part(0, Role::Head), &strong, headings);
    if head.height > MOST {
        // Too high to be repeated on each page.
        head.part = part(0, Role::Body { named: false });
        head.above = 10.0;
        strips.extend(split(head));
    } else {
        (head.above, head.keeps_next) = (10.0, true);
        strips.push(head);
    }
    for (index, cells) in table.rows.iter().enumerate() {
        let part = part(index + 1, Role::Body { named: false });
        strips.extend(split(row(fonts, part, &plain, cells)));
    }
    // What they come to is not alone on a page.
    if let (Some(last), Some(_)) = (strips.last_mut(), &table.total) {
        last.keeps_next = true;
    }
    if let Some(total) = &table.total {
        let part = part(table.rows.len() + 1, Role::Foot);
        strips.push(row(fonts, part, &strong, total));
    }
}

fn row<'a>(
    fonts: &mut Fonts,
    part: Part,
    columns: &[(f32, Style, Align)],
    texts: impl IntoIterator<Item = &'a String>,
) -> Strip {
    let all: f32 = columns.iter().map(|(share, ..)| share).sum();
    #[expect(
        clippy::cast_precision_loss,
        reason = "a table has a handful of columns"
    )]
    let gutters = GUTTER * columns.len().saturating_sub(1) as f32;
    let unit = (WIDTH - 2.0 * MARGIN - gutters) / all;
    let (mut x, mut height) = (0.0, 0.0_f32);
    let mut cells = Vec::with_capacity(columns.len());
    for ((share, style, align), text) in columns.iter().zip(texts) {
        let setting = fonts.set(text, *style, share * unit, *align);
        height = height.max(setting.height());
        cells.push(Cell {
            lines: 0..setting.layout.len(),
            setting: Rc::new(setting),
            x,
            y: PADDING,
        });
        x += share * unit + GUTTER;
    }
    Strip {
        part,
        inside: Rc::default(),
        cells,
        height: height + 2.0 * PADDING,
        above: 0.0,
        keeps_next: false,
        goes_on: false,
    }
}

/// A row that is higher than half a page as several, each with some of the lines of every cell: the page
/// is then never too short for one, whatever stands above it.
fn split(row: Strip) -> Vec<Strip> {
    let lines = row.cells.iter().map(|cell| cell.lines.len());
    let lines = lines.max().unwrap_or_default();
    if row.height <= MOST || lines < 2 {
        return vec![row];
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cell has some thousand lines at most"
    )]
    let at_once = (MOST / ((row.height - 2.0 * PADDING) / lines as f32)) as usize;
    let starts = (0..lines).step_by(at_once.max(1));
    let parts = starts.map(|start| {
        let mut part = row.clone();
        let mut height = 0.0_f32;
        for cell in &mut part.cells {
            let end = cell.lines.end;
            cell.lines = start.min(end)..(start + at_once.max(1)).min(end);
            let metrics = |line: usize| cell.setting.layout.get(line).map(|line| *line.metrics());
            let first = metrics(cell.lines.start).map(|line| line.block_min_coord);
            let last = metrics(cell.lines.end.saturating_sub(1)).map(|line| line.block_max_coord);
            if let (false, Some(first), Some(last)) = (cell.lines.is_empty(), first, last) {
                cell.y = PADDING - first;
                height = height.max(last - first);
            }
        }
        part.height = height + 2.0 * PADDING;
        part.above = if start == 0 { row.above } else { 0.0 };
        part.goes_on = start + at_once.max(1) < lines;
        part
    });
    parts.collect()
}
