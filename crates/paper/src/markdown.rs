//! Texts with marks, as paragraphs, items and tables.

use pulldown_cmark::{Alignment, CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::{
    Align, Table,
    fonts::{Run, Stress},
    rows,
    tree::{Group, Kind},
};

/// How many lists and quotations are set within each other. What is deeper is set like the last of them.
const DEEPEST: usize = 6;

/// How many columns a table may have and still be one on a page.
const WIDEST: usize = 10;

/// Something that is set.
#[derive(Debug, PartialEq)]
pub(crate) struct Piece {
    /// What it is.
    pub(crate) what: What,
    /// The lists and quotations that it is in, the outermost first.
    pub(crate) inside: Vec<Group>,
}

/// What a piece is.
#[derive(Debug, PartialEq)]
pub(crate) enum What {
    /// A heading, so many levels below that of the article.
    Heading(u16, Vec<Run>),
    /// A paragraph, line by line.
    Text(Vec<Vec<Run>>),
    /// What is before an item.
    Label(String),
    /// A table.
    Table(Table),
}

/// Reads a text; `groups` is how many lists and quotations there were before it.
pub(crate) fn read(text: &str, groups: &mut usize) -> Vec<Piece> {
    // "[Article 5]: deleted" would define the address of a link and not be shown. A joiner, of which nothing
    // is seen, makes it a text like others.
    let text = text.replace("]:", "]\u{2060}:");
    let mut reader = Reader {
        pieces: Vec::new(),
        groups,
        inside: Vec::new(),
        levels: Vec::new(),
        lines: vec![Vec::new()],
        bold: 0,
        italic: 0,
        links: Vec::new(),
        headings: Vec::new(),
        table: None,
    };
    let mut end_of_cell = 0;
    for (event, range) in Parser::new_ext(&text, Options::ENABLE_TABLES).into_offset_iter() {
        match &event {
            Event::End(TagEnd::TableCell) => end_of_cell = range.end,
            // The parser leaves out the cells that are too many for the headings.
            Event::End(TagEnd::TableRow) => reader.rest_of_row(text.get(end_of_cell..range.end)),
            _ => {}
        }
        reader.event(event);
    }
    reader.end_of_text();
    reader.pieces
}

struct Reader<'a> {
    pieces: Vec<Piece>,
    groups: &'a mut usize,
    /// What is open of the groups that are set.
    inside: Vec<Group>,
    levels: Vec<Level>,
    /// What is being read, line by line.
    lines: Vec<Vec<Run>>,
    bold: usize,
    italic: usize,
    links: Vec<Link>,
    /// The headings that the next may be below.
    headings: Vec<u8>,
    table: Option<(Vec<Alignment>, Vec<Vec<String>>)>,
}

/// A list, an item or a quotation that is open.
struct Level {
    kind: Opened,
    /// How many groups were open before it.
    groups: usize,
}

enum Opened {
    List { next: Option<u64> },
    Item { label: Option<String> },
    Quote,
}

/// A link or an image that is open.
struct Link {
    is_image: bool,
    address: String,
    title: String,
    text: String,
}

impl Reader<'_> {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => {
                // Whoever hears it hears two words.
                self.text(" ");
                self.lines.push(Vec::new());
            }
            Event::Rule => {
                self.end_of_text();
                self.text("* * *");
                self.end_of_text();
            }
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => {
                for (index, line) in text.split('\n').enumerate() {
                    if index > 0 {
                        self.lines.push(Vec::new());
                    }
                    self.text(line);
                }
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.italic += 1,
            Tag::Strong => self.bold += 1,
            Tag::Link {
                dest_url, title, ..
            } => self.link(false, &dest_url, &title),
            Tag::Image {
                dest_url, title, ..
            } => self.link(true, &dest_url, &title),
            Tag::TableHead | Tag::TableRow => {
                if let Some((_, rows)) = &mut self.table {
                    rows.push(Vec::new());
                }
            }
            Tag::TableCell => {
                let row = self.table.as_mut().and_then(|(_, rows)| rows.last_mut());
                if let Some(row) = row {
                    row.push(String::new());
                }
            }
            Tag::List(next) => {
                let numbered = next.is_some();
                self.open(Opened::List { next }, &[Kind::List { numbered }]);
            }
            Tag::Item => {
                let label = self.next_label();
                self.open(Opened::Item { label: Some(label) }, &[Kind::Item]);
            }
            Tag::BlockQuote(_) => self.open(Opened::Quote, &[Kind::Quote]),
            Tag::Table(columns) => {
                self.end_of_text();
                self.table = Some((columns, Vec::new()));
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(named)) if !named.is_empty() => {
                self.end_of_text();
                self.text(&named);
                self.lines.push(Vec::new());
            }
            _ => self.end_of_text(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.italic = self.italic.saturating_sub(1),
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Link | TagEnd::Image => self.end_of_link(),
            TagEnd::TableHead | TagEnd::TableRow | TagEnd::TableCell => {}
            TagEnd::Heading(level) => self.end_of_heading(level as u8),
            TagEnd::Table => self.end_of_table(),
            TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_) => {
                self.end_of_text();
                self.end_of_label();
                if let Some(level) = self.levels.pop() {
                    self.inside.truncate(level.groups);
                }
            }
            _ => self.end_of_text(),
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(link) = self.links.last_mut() {
            link.text.push_str(text);
        }
        let row = self.table.as_mut().and_then(|(_, rows)| rows.last_mut());
        if let Some(cell) = row.and_then(|row| row.last_mut()) {
            cell.push_str(text);
            return;
        }
        let stress = match (self.bold, self.italic) {
            (0, 0) => Stress::None,
            (0, _) => Stress::Italic,
            _ => Stress::Bold,
        };
        let Some(line) = self.lines.last_mut().filter(|_| !text.is_empty()) else {
            return;
        };
        match line.last_mut().filter(|run| run.stress == stress) {
            Some(run) => run.text.push_str(text),
            None => line.push(Run {
                text: text.to_owned(),
                stress,
            }),
        }
    }

    fn rest_of_row(&mut self, rest: Option<&str>) {
        let is_between = |c: char| c == '|' || c.is_whitespace();
        let rest = rest.unwrap_or_default().trim_matches(is_between);
        if !rest.is_empty() {
            self.text(&format!(" | {rest}"));
        }
    }

    fn link(&mut self, is_image: bool, address: &str, title: &str) {
        self.links.push(Link {
            is_image,
            address: address.to_owned(),
            title: title.to_owned(),
            text: String::new(),
        });
    }

    /// The address of a link is after its text, where paper has no other place for it.
    fn end_of_link(&mut self) {
        let Some(link) = self.links.pop() else { return };
        let is_told = link.text.trim() == link.address.trim_start_matches("mailto:");
        let more = match (link.is_image, link.text.trim().is_empty()) {
            (true, false) => [&link.title, ""],
            (false, _) if is_told => ["", &link.title],
            (true, true) | (false, _) => [&*link.address, &link.title],
        };
        let more: Vec<_> = more.into_iter().filter(|text| !text.is_empty()).collect();
        if !more.is_empty() {
            self.text(&format!(" ({})", more.join(" – ")));
        }
    }

    /// Whether lists and quotations are too deep to be set as such.
    fn is_deep(&self) -> bool {
        let items = self.inside.iter();
        let levels = items.filter(|group| matches!(group.kind, Kind::List { .. } | Kind::Quote));
        levels.count() >= DEEPEST
    }

    fn open(&mut self, kind: Opened, groups: &[Kind]) {
        self.end_of_text();
        if !matches!(kind, Opened::Item { .. }) {
            self.end_of_label();
        }
        let before = self.inside.len();
        // An item that is in a list which is too deep has none to be in.
        let is_set = match kind {
            Opened::Item { .. } => {
                matches!(
                    self.inside.last().map(|group| group.kind),
                    Some(Kind::List { .. })
                )
            }
            _ => !self.is_deep(),
        };
        for kind in groups.iter().filter(|_| is_set) {
            self.group(*kind);
        }
        self.levels.push(Level {
            kind,
            groups: before,
        });
    }

    fn group(&mut self, kind: Kind) {
        let number = *self.groups;
        *self.groups += 1;
        self.inside.push(Group { number, kind });
    }

    fn next_label(&mut self) -> String {
        match self.levels.last_mut().map(|level| &mut level.kind) {
            Some(Opened::List { next: Some(next) }) => {
                let label = format!("{next}.");
                *next = next.saturating_add(1);
                label
            }
            _ => "•".to_owned(),
        }
    }

    /// The label of an item is before whatever is first in it.
    fn end_of_label(&mut self) {
        if matches!(
            self.levels.last(),
            Some(Level {
                kind: Opened::Item { label: Some(_) },
                ..
            })
        ) {
            self.labelled(vec![Vec::new()]);
        }
    }

    /// A paragraph, with the label of its item if it is the first there.
    fn labelled(&mut self, mut lines: Vec<Vec<Run>>) {
        let label = match self.levels.last_mut().map(|level| &mut level.kind) {
            Some(Opened::Item { label }) => label.take(),
            _ => None,
        };
        let kind = self.inside.last().map(|group| group.kind);
        match (label, kind) {
            (Some(label), Some(Kind::Item)) => {
                self.push(What::Label(label));
                self.group(Kind::Body);
            }
            // Too deep: it is a part of the text.
            (Some(label), _) => lines[0].insert(0, Run::plain(&(label + " "))),
            (None, _) => {}
        }
        self.push(What::Text(lines));
    }

    fn push(&mut self, what: What) {
        let inside = self.inside.clone();
        self.pieces.push(Piece { what, inside });
    }

    /// What was read since the last paragraph is one.
    fn end_of_text(&mut self) {
        let mut lines = std::mem::replace(&mut self.lines, vec![Vec::new()]);
        while lines.last().is_some_and(Vec::is_empty) {
            lines.pop();
        }
        if lines.is_empty() {
            return;
        }
        self.labelled(lines);
    }

    fn end_of_heading(&mut self, level: u8) {
        let runs = std::mem::take(&mut self.lines).concat();
        self.lines = vec![Vec::new()];
        let text: String = runs.iter().map(|run| run.text.as_str()).collect();
        if text.trim().is_empty() {
            return;
        }
        if !self.levels.is_empty() {
            let (text, stress) = (text, Stress::Bold);
            self.lines = vec![vec![Run { text, stress }]];
            self.end_of_text();
            return;
        }
        // One below the last that is above it: PDF/UA wants that no level is left out.
        self.headings.retain(|above| *above < level);
        let below = self.headings.len() + 1;
        self.headings.push(level);
        let below = u16::try_from(below.min(3)).unwrap_or(3);
        self.push(What::Heading(below, runs));
    }

    fn end_of_table(&mut self) {
        let Some((columns, rows)) = self.table.take() else {
            return;
        };
        self.end_of_label();
        if columns.len() > WIDEST {
            for row in rows {
                self.push(What::Text(vec![vec![Run::plain(&row.join(" | "))]]));
            }
            return;
        }
        let columns = columns.into_iter().map(|align| match align {
            Alignment::Right => Align::End,
            _ => Align::Start,
        });
        self.push(What::Table(rows::of_cells(columns, rows)));
    }
}
