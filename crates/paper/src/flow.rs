//! From blocks to strips, from strips to pages.

use std::{ops::Range, rc::Rc};

use parley::style::FontWeight;

use crate::{
    Align, Block, Paper, Table, article,
    fonts::{Fonts, Run, Setting, Style},
    rows,
    tree::Group,
};

/// A4 (ISO 216), in points.
pub(crate) const WIDTH: f32 = 595.28;
pub(crate) const HEIGHT: f32 = 841.89;

/// The white around what is printed, two centimetres.
pub(crate) const MARGIN: f32 = 56.7;

/// How much of the foot of a page is kept for its number.
const FOOT: f32 = 24.0;

/// Half of what is between: the most that is kept on one page.
pub(crate) const MOST: f32 = (HEIGHT - 2.0 * MARGIN - FOOT) / 2.0;

const NORMAL: FontWeight = FontWeight::NORMAL;
const BOLD: FontWeight = FontWeight::BOLD;

pub(crate) const SMALL: Style = style(8.5, NORMAL);
const TITLE: Style = style(18.0, BOLD);
const HEADING: Style = style(12.5, BOLD);
const SUBHEADING: Style = style(11.0, BOLD);
const LOWER: Style = style(10.5, BOLD);
pub(crate) const TEXT: Style = style(10.5, NORMAL);
pub(crate) const CELL: Style = style(9.5, NORMAL);
pub(crate) const STRONG: Style = style(9.5, BOLD);

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
    /// What is before an item of a list: a number, a bullet.
    Label { node: usize },
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

impl Part {
    /// The number of the heading, the paragraph or the table in its document.
    pub(crate) fn node(self) -> usize {
        match self {
            Self::Heading { node, .. }
            | Self::Paragraph { node }
            | Self::Label { node }
            | Self::Row { node, .. } => node,
        }
    }
}

/// Something that is not divided between pages.
#[derive(Clone)]
pub(crate) struct Strip {
    /// What it is.
    pub(crate) part: Part,
    /// The lists and quotations that it is in, the outermost first.
    pub(crate) inside: Rc<[Group]>,
    /// What is in it, from left to right.
    pub(crate) cells: Vec<Cell>,
    /// How high it is.
    pub(crate) height: f32,
    /// How much is free above it, but at the top of a page.
    pub(crate) above: f32,
    /// Whether the next is on the same page.
    pub(crate) keeps_next: bool,
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

/// Strips as they are set, one after the other.
pub(crate) struct Flow<'a> {
    fonts: &'a mut Fonts,
    strips: Vec<Strip>,
    /// How many headings, paragraphs, labels and tables there are.
    node: usize,
    /// The level of the last heading that was a block.
    pub(crate) level: u16,
    /// How many lists, items and quotations there are.
    pub(crate) groups: usize,
}

/// Where lines go.
#[derive(Clone, Default)]
pub(crate) struct Place {
    /// The lists and quotations that they are in.
    pub(crate) inside: Rc<[Group]>,
    /// How far from the left margin.
    pub(crate) indent: f32,
    /// How much is free above them.
    pub(crate) above: f32,
}

/// Sets a document and divides it into pages.
pub(crate) fn pages(paper: &Paper, fonts: &mut Fonts) -> Vec<Vec<Placed>> {
    let mut flow = Flow {
        fonts,
        strips: Vec::new(),
        node: 0,
        level: 1,
        groups: 0,
    };
    flow.heading(1, &[Run::plain(titled(&paper.title))]);
    for block in &paper.blocks {
        match block {
            Block::Heading(text) => {
                flow.level = 2;
                flow.heading(2, &[Run::plain(titled(text))]);
            }
            Block::Subheading(text) => {
                // PDF/UA wants that no level is left out.
                flow.level = 3.min(flow.level + 1);
                flow.heading(flow.level, &[Run::plain(titled(text))]);
            }
            Block::Text(text) => {
                for paragraph in text.lines().filter(|line| !line.trim().is_empty()) {
                    let place = Place {
                        above: 6.0,
                        ..Place::default()
                    };
                    flow.paragraph(&[vec![Run::plain(paragraph)]], &place);
                }
            }
            Block::Markdown(text) => article::set(&mut flow, text),
            Block::Facts(facts) => {
                let node = flow.next();
                rows::named(&mut flow.strips, flow.fonts, node, facts);
            }
            Block::Table(table) => flow.table(table, &Place::default()),
        }
    }
    divided(flow.strips)
}

/// A title; both standards want one that says something.
pub(crate) fn titled(text: &str) -> &str {
    if text.trim().is_empty() { "—" } else { text }
}

impl Flow<'_> {
    /// The number of the next heading, paragraph, label or table.
    fn next(&mut self) -> usize {
        self.node += 1;
        self.node - 1
    }

    pub(crate) fn heading(&mut self, level: u16, runs: &[Run]) {
        let (style, above) = match level {
            1 => (TITLE, 0.0),
            2 => (HEADING, 16.0),
            3 => (SUBHEADING, 12.0),
            _ => (LOWER, 9.0),
        };
        let node = self.next();
        let place = Place {
            above,
            ..Place::default()
        };
        self.lines(Part::Heading { node, level }, runs, style, &place);
    }

    /// A paragraph, whose lines end where the writer wanted.
    pub(crate) fn paragraph(&mut self, lines: &[Vec<Run>], place: &Place) {
        let part = Part::Paragraph { node: self.next() };
        for (index, runs) in lines.iter().enumerate() {
            let mut place = place.clone();
            place.above = if index == 0 { place.above } else { 0.0 };
            self.lines(part, runs, TEXT, &place);
        }
    }

    /// What is before an item, beside its first line if there is room for it.
    pub(crate) fn label(&mut self, text: &str, place: &Place, room: f32) {
        let part = Part::Label { node: self.next() };
        let start = self.strips.len();
        self.lines(part, &[Run::plain(text)], TEXT, place);
        for strip in &mut self.strips[start..] {
            strip.keeps_next = true;
            let width = strip.cells.iter().map(|cell| cell.setting.layout.width());
            if width.fold(0.0, f32::max) <= room {
                strip.height = 0.0;
            }
        }
    }

    pub(crate) fn table(&mut self, table: &Table, place: &Place) {
        let node = self.next();
        let start = self.strips.len();
        rows::tabulated(&mut self.strips, self.fonts, node, table);
        for strip in &mut self.strips[start..] {
            strip.inside = Rc::clone(&place.inside);
        }
    }

    /// A text, line by line: it may run over to the next page.
    fn lines(&mut self, part: Part, runs: &[Run], style: Style, place: &Place) {
        let width = WIDTH - 2.0 * MARGIN - place.indent;
        let setting = Rc::new(self.fonts.set_runs(runs, style, width, Align::Start));
        for (index, line) in setting.layout.lines().enumerate() {
            let metrics = line.metrics();
            self.strips.push(Strip {
                part,
                inside: Rc::clone(&place.inside),
                cells: vec![Cell {
                    setting: Rc::clone(&setting),
                    lines: index..index + 1,
                    x: place.indent,
                    y: -metrics.block_min_coord,
                }],
                height: metrics.line_height,
                above: if index == 0 { place.above } else { 0.0 },
                keeps_next: matches!(part, Part::Heading { .. }),
                goes_on: false,
            });
        }
    }
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

/// How high a strip is with those that must be on the same page, as far as a page has room for them.
fn needed(strips: &[Strip], at: usize) -> f32 {
    let mut all = 0.0;
    for (index, strip) in strips.iter().enumerate().skip(at) {
        all += strip.height + if index == at { 0.0 } else { strip.above };
        if !strip.keeps_next || all > MOST {
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
