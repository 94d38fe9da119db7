//! From blocks to strips, from strips to pages.

use std::{ops::Range, rc::Rc};

use parley::style::FontWeight;

use crate::{
    Align, Block, Paper, Table,
    fonts::{Fonts, Setting, Style},
};

/// A4 (ISO 216), in points.
pub(crate) const WIDTH: f32 = 595.28;
pub(crate) const HEIGHT: f32 = 841.89;

/// The white around what is printed, two centimetres.
pub(crate) const MARGIN: f32 = 56.7;

/// How much of the foot of a page is kept for its number.
const FOOT: f32 = 24.0;

/// Between the cells of a row, and above and below each.
const GUTTER: f32 = 8.0;
const PADDING: f32 = 2.5;

const NORMAL: FontWeight = FontWeight::NORMAL;
const BOLD: FontWeight = FontWeight::BOLD;

pub(crate) const SMALL: Style = style(8.5, NORMAL);
const TITLE: Style = style(18.0, BOLD);
const HEADING: Style = style(12.5, BOLD);
const TEXT: Style = style(10.5, NORMAL);
const CELL: Style = style(9.5, NORMAL);
const STRONG: Style = style(9.5, BOLD);

const fn style(size: f32, weight: FontWeight) -> Style {
    Style { size, weight }
}

/// What part of the document something is, for the tree of its structure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Part {
    /// The title, or that of a section.
    Heading { node: usize, level: u16 },
    /// A paragraph.
    Paragraph { node: usize },
    /// A row of a table.
    Row { node: usize, row: usize, role: Role },
}

/// What a row is in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Headings of the columns.
    Head,
    /// One of the rows; its first cell names it where the table has no heading.
    Body { named: bool },
    /// What they come to.
    Foot,
}

/// Something that is not divided between pages.
#[derive(Clone)]
pub(crate) struct Strip {
    /// What it is.
    pub(crate) part: Part,
    /// What is in it, from left to right.
    pub(crate) cells: Vec<Cell>,
    /// How high it is.
    pub(crate) height: f32,
    /// How much is free above it, but at the top of a page.
    above: f32,
    /// Whether the next is on the same page.
    keeps_next: bool,
    /// Whether it goes on in the next: a row that is higher than a page.
    pub(crate) goes_on: bool,
}

/// Lines of a text at some distance from the left margin.
#[derive(Clone)]
pub(crate) struct Cell {
    /// The text.
    pub(crate) setting: Rc<Setting>,
    /// Which of its lines are meant.
    pub(crate) lines: Range<usize>,
    /// How far from the left margin.
    pub(crate) x: f32,
    /// How far below the top of the strip.
    pub(crate) y: f32,
}

/// A strip on its page.
pub(crate) struct Placed {
    /// The strip.
    pub(crate) strip: Strip,
    /// How far from the top of the page.
    pub(crate) y: f32,
    /// Whether it only repeats what was on a page before.
    pub(crate) repeated: bool,
}

/// Sets a document and divides it into pages.
pub(crate) fn pages(paper: &Paper, fonts: &mut Fonts) -> Vec<Vec<Placed>> {
    let mut strips = Vec::new();
    let title = Part::Heading { node: 0, level: 1 };
    lines(&mut strips, fonts, title, titled(&paper.title), TITLE, 0.0);
    let mut node = 1;
    for block in &paper.blocks {
        match block {
            Block::Heading(text) => {
                let part = Part::Heading { node, level: 2 };
                lines(&mut strips, fonts, part, titled(text), HEADING, 16.0);
                node += 1;
            }
            Block::Text(text) => {
                for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
                    let part = Part::Paragraph { node };
                    lines(&mut strips, fonts, part, paragraph, TEXT, 6.0);
                    node += 1;
                }
            }
            Block::Facts(facts) => {
                named(&mut strips, fonts, node, facts);
                node += 1;
            }
            Block::Table(table) => {
                tabulated(&mut strips, fonts, node, table);
                node += 1;
            }
        }
    }
    divided(strips)
}

/// A title; both standards want one that says something.
pub(crate) fn titled(text: &str) -> &str {
    if text.trim().is_empty() { "—" } else { text }
}

/// A text, line by line: it may run over to the next page.
fn lines(
    strips: &mut Vec<Strip>,
    fonts: &mut Fonts,
    part: Part,
    text: &str,
    style: Style,
    above: f32,
) {
    let setting = Rc::new(fonts.set(text, style, WIDTH - 2.0 * MARGIN, Align::Start));
    for (index, line) in setting.layout.lines().enumerate() {
        let metrics = line.metrics();
        strips.push(Strip {
            part,
            cells: vec![Cell {
                setting: Rc::clone(&setting),
                lines: index..index + 1,
                x: 0.0,
                y: -metrics.block_min_coord,
            }],
            height: metrics.line_height,
            above: if index == 0 { above } else { 0.0 },
            keeps_next: matches!(part, Part::Heading { .. }),
            goes_on: false,
        });
    }
}

fn named(strips: &mut Vec<Strip>, fonts: &mut Fonts, node: usize, facts: &[(String, String)]) {
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

fn tabulated(strips: &mut Vec<Strip>, fonts: &mut Fonts, node: usize, table: &Table) {
    let styled = |style| -> Vec<_> {
        let columns = table.columns.iter();
        let columns = columns.map(|column| (column.share, style, column.align));
        columns.collect()
    };
    let (plain, strong) = (styled(CELL), styled(STRONG));
    let part = |row, role| Part::Row { node, row, role };
    let headings = table.columns.iter().map(|column| &column.heading);
    let mut head = row(fonts, part(0, Role::Head), &strong, headings);
    (head.above, head.keeps_next) = (10.0, true);
    strips.push(head);
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
    let most = (HEIGHT - 2.0 * MARGIN - FOOT) / 2.0;
    let lines = row.cells.iter().map(|cell| cell.lines.len());
    let lines = lines.max().unwrap_or_default();
    if row.height <= most || lines < 2 {
        return vec![row];
    }
    #[expect(
        clippy::cast_precision_loss,
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a cell has some thousand lines at most"
    )]
    let at_once = (most / ((row.height - 2.0 * PADDING) / lines as f32)) as usize;
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

/// Puts strips on pages, one below the other.
fn divided(strips: Vec<Strip>) -> Vec<Vec<Placed>> {
    let bottom = HEIGHT - MARGIN - FOOT;
    let mut pages = vec![Vec::new()];
    let mut y = MARGIN;
    // The headings of the table that is being placed.
    let mut head: Option<Strip> = None;
    let wanted: Vec<f32> = (0..strips.len()).map(|at| needed(&strips, at)).collect();
    for (strip, wanted) in strips.into_iter().zip(wanted) {
        let is_body = matches!(strip.part, Part::Row { role, .. } if role != Role::Head);
        match strip.part {
            Part::Row {
                role: Role::Head, ..
            } => head = Some(strip.clone()),
            Part::Row {
                role: Role::Body { named: true },
                ..
            } => head = None,
            Part::Row { .. } => {}
            _ => head = None,
        }
        if y > MARGIN && y + strip.above + wanted > bottom {
            pages.push(Vec::new());
            y = MARGIN;
            if let Some(head) = head.as_ref().filter(|_| is_body) {
                place(&mut pages, &mut y, head.clone(), true);
            }
        }
        place(&mut pages, &mut y, strip, false);
    }
    pages
}

/// How high a strip is with those that must be on the same page.
fn needed(strips: &[Strip], at: usize) -> f32 {
    let mut all = 0.0;
    for (index, strip) in strips.iter().enumerate().skip(at) {
        all += strip.height + if index == at { 0.0 } else { strip.above };
        if !strip.keeps_next {
            break;
        }
    }
    all
}

fn place(pages: &mut [Vec<Placed>], y: &mut f32, strip: Strip, repeated: bool) {
    if *y > MARGIN {
        *y += strip.above;
    }
    let height = strip.height;
    if let Some(page) = pages.last_mut() {
        page.push(Placed {
            strip,
            y: *y,
            repeated,
        });
    }
    *y += height;
}
