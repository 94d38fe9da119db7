//! Drawing pages, and the tree of what is on them.

use std::{collections::BTreeMap, num::NonZeroU16};

use chrono::{Datelike, Timelike};
use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    geom::{PathBuilder, Point},
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{
        Artifact, ArtifactType, ContentTag, Identifier, SpanTag, TableHeaderScope, Tag, TagGroup,
        TagTree,
    },
    text::{GlyphId, KrillaGlyph},
};

use crate::{
    Align, Error, Paper,
    flow::{self, Cell, HEIGHT, MARGIN, Part, Placed, Role, SMALL, WIDTH},
    fonts::Fonts,
};

/// What was drawn of each node of the document, in reading order.
type Drawn = BTreeMap<usize, Node>;

/// A heading, a paragraph or a table, and what was drawn of it.
struct Node {
    part: Part,
    /// What the first of its texts says.
    text: String,
    rows: Rows,
}

/// Rows, their cells, their lines.
type Rows = BTreeMap<usize, (Role, Vec<Vec<Identifier>>)>;

/// The document as PDF.
///
/// # Errors
/// When it would not keep to the standards, which no text can bring about.
pub fn pdf(paper: &Paper) -> Result<Vec<u8>, Error> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A2_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| Error(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    let mut fonts = Fonts::new();
    let pages = flow::pages(paper, &mut fonts);
    let (mut drawn, mut outline) = (Drawn::new(), Vec::new());
    let count = pages.len();
    for (index, placed) in pages.iter().enumerate() {
        let settings = PageSettings::from_wh(WIDTH, HEIGHT);
        let settings = settings.ok_or_else(|| Error("no page".to_owned()))?;
        let mut page = document.start_page_with(settings);
        let mut surface = page.surface();
        for one in placed {
            strip(&mut surface, &mut fonts, one, &mut drawn)?;
            outline.extend(heading(one, index));
        }
        let number = format!("{}/{count}", index + 1);
        foot(&mut surface, &mut fonts, &paper.foot, &number)?;
        surface.finish();
        page.finish();
    }
    let mut bookmarks = Outline::new();
    for (text, destination) in outline {
        bookmarks.push_child(OutlineNode::new(text, destination));
    }
    document.set_outline(bookmarks);
    document.set_metadata(metadata(paper));
    document.set_tag_tree(tree(drawn, &paper.language)?);
    document
        .finish()
        .map_err(|error| Error(format!("{error:?}")))
}

fn metadata(paper: &Paper) -> Metadata {
    let at = paper.at;
    // All of these are below what their types hold.
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    let date = DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0);
    Metadata::new()
        .title(flow::titled(&paper.title).to_owned())
        .language(paper.language.clone())
        .authors(vec![paper.author.clone()])
        .creator("Maillage".to_owned())
        .creation_date(date)
}

/// The place of a heading's first line, for the bookmarks.
fn heading(placed: &Placed, page: usize) -> Option<(String, XyzDestination)> {
    let Part::Heading { .. } = placed.strip.part else {
        return None;
    };
    let cell = placed.strip.cells.first()?;
    let first = cell.lines.start == 0;
    let destination = XyzDestination::new(page, Point::from_xy(MARGIN, placed.y));
    first.then(|| (cell.setting.text.clone(), destination))
}

fn strip(
    surface: &mut Surface<'_>,
    fonts: &mut Fonts,
    placed: &Placed,
    drawn: &mut Drawn,
) -> Result<(), Error> {
    let Placed { strip, y, repeated } = placed;
    let (node, row, role) = match strip.part {
        Part::Heading { node, .. } | Part::Paragraph { node } => {
            (node, 0, Role::Body { named: false })
        }
        Part::Row { node, row, role } => (node, row, role),
    };
    if matches!(strip.part, Part::Row { .. }) && !strip.goes_on {
        rule(surface, y + strip.height, role);
    }
    if *repeated {
        surface.start_tagged(artifact(ArtifactType::PaginationOther));
        for cell in &strip.cells {
            letters(surface, fonts, cell, *y)?;
        }
        surface.end_tagged();
        return Ok(());
    }
    let known = drawn.entry(node).or_insert_with(|| Node {
        part: strip.part,
        text: (strip.cells.first()).map_or_else(String::new, |cell| cell.setting.text.clone()),
        rows: Rows::new(),
    });
    let (_, cells) = known.rows.entry(row).or_insert_with(|| (role, Vec::new()));
    // The lines of a paragraph are one cell, those of a row one each.
    cells.resize_with(cells.len().max(strip.cells.len()), Vec::new);
    for (cell, identifiers) in strip.cells.iter().zip(cells) {
        let identifier = surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        letters(surface, fonts, cell, *y)?;
        surface.end_tagged();
        identifiers.push(identifier);
    }
    Ok(())
}

fn artifact(kind: ArtifactType) -> ContentTag<'static> {
    ContentTag::Artifact(Artifact::with_kind(kind))
}

/// The line below a row.
fn rule(surface: &mut Surface<'_>, y: f32, role: Role) {
    let (width, grey) = match role {
        Role::Body { named: true } => return,
        Role::Body { named: false } => (0.4, 190),
        Role::Head | Role::Foot => (0.8, 60),
    };
    let mut path = PathBuilder::new();
    path.move_to(MARGIN, y);
    path.line_to(WIDTH - MARGIN, y);
    let Some(path) = path.finish() else { return };
    surface.start_tagged(artifact(ArtifactType::Layout));
    surface.set_fill(None);
    surface.set_stroke(Some(Stroke {
        paint: luma::Color::new(grey).into(),
        width,
        ..Stroke::default()
    }));
    surface.draw_path(&path);
    surface.set_stroke(None);
    surface.end_tagged();
}

fn foot(
    surface: &mut Surface<'_>,
    fonts: &mut Fonts,
    text: &str,
    number: &str,
) -> Result<(), Error> {
    surface.start_tagged(artifact(ArtifactType::Footer));
    for (text, align) in [(text, Align::Start), (number, Align::End)] {
        let width = WIDTH - 2.0 * MARGIN;
        let setting = fonts.set(text, SMALL, width, align).into();
        let cell = Cell {
            setting,
            lines: 0..1,
            x: 0.0,
            y: 0.0,
        };
        letters(surface, fonts, &cell, HEIGHT - MARGIN)?;
    }
    surface.end_tagged();
    Ok(())
}

/// Draws the lines of a cell in black.
fn letters(
    surface: &mut Surface<'_>,
    fonts: &mut Fonts,
    cell: &Cell,
    top: f32,
) -> Result<(), Error> {
    surface.set_fill(Some(Fill {
        paint: luma::Color::black().into(),
        ..Fill::default()
    }));
    let setting = &cell.setting;
    for (index, line) in setting.layout.lines().enumerate() {
        if !cell.lines.contains(&index) {
            continue;
        }
        let metrics = line.metrics();
        let y = top + cell.y + metrics.baseline;
        let mut x = MARGIN + cell.x + metrics.offset;
        for run in line.runs() {
            let font = fonts.face(run.font())?;
            let size = run.font_size();
            let start = x;
            let mut glyphs: Vec<KrillaGlyph> = Vec::new();
            for cluster in run.visual_clusters() {
                if cluster.is_ligature_continuation() {
                    if let Some(glyph) = glyphs.last_mut() {
                        glyph.text_range.end = cluster.text_range().end;
                    }
                    continue;
                }
                for glyph in cluster.glyphs() {
                    glyphs.push(KrillaGlyph::new(
                        GlyphId::new(glyph.id),
                        glyph.advance / size,
                        glyph.x / size,
                        glyph.y / size,
                        0.0,
                        cluster.text_range(),
                        None,
                    ));
                    x += glyph.advance;
                }
            }
            surface.draw_glyphs(
                Point::from_xy(start, y),
                &glyphs,
                font,
                &setting.text,
                size,
                false,
            );
        }
    }
    Ok(())
}

/// The tree of the structure, in reading order.
fn tree(drawn: Drawn, language: &str) -> Result<TagTree, Error> {
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    for Node { part, text, rows } in drawn.into_values() {
        match part {
            Part::Heading { level, .. } => {
                let level = NonZeroU16::new(level);
                let level = level.ok_or_else(|| Error("a heading without level".to_owned()))?;
                tree.push(leaf(TagGroup::new(Tag::Hn(level, Some(text))), rows));
            }
            Part::Paragraph { .. } => tree.push(leaf(TagGroup::new(Tag::P), rows)),
            Part::Row { .. } => tree.push(table(rows)),
        }
    }
    Ok(tree)
}

fn leaf(mut group: TagGroup, rows: Rows) -> TagGroup {
    let cells = rows.into_values().flat_map(|(_, cells)| cells);
    for identifier in cells.flatten() {
        group.push(identifier);
    }
    group
}

fn table(rows: Rows) -> TagGroup {
    let mut head = TagGroup::new(Tag::THead);
    let mut body = TagGroup::new(Tag::TBody);
    let mut foot = TagGroup::new(Tag::TFoot);
    let (mut has_head, mut has_foot) = (false, false);
    for (role, cells) in rows.into_values() {
        let mut row = TagGroup::new(Tag::TR);
        for (column, identifiers) in cells.into_iter().enumerate() {
            let mut cell = match role {
                Role::Head => TagGroup::new(Tag::TH(TableHeaderScope::Column)),
                Role::Body { named: true } if column == 0 => {
                    TagGroup::new(Tag::TH(TableHeaderScope::Row))
                }
                Role::Body { .. } | Role::Foot => TagGroup::new(Tag::TD),
            };
            for identifier in identifiers {
                cell.push(identifier);
            }
            row.push(cell);
        }
        match role {
            Role::Head => {
                has_head = true;
                head.push(row);
            }
            Role::Body { .. } => body.push(row),
            Role::Foot => {
                has_foot = true;
                foot.push(row);
            }
        }
    }
    let mut table = TagGroup::new(Tag::Table);
    if has_head {
        table.push(head);
    }
    table.push(body);
    if has_foot {
        table.push(foot);
    }
    table
}
