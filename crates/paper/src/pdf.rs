//! Drawing pages, and the tree of what is on them.

use std::rc::Rc;

use chrono::{Datelike, Timelike};
use krilla::{
    Document, SerializeSettings,
    color::luma,
    configure::{Accessibility, Archival, ConfigurationBuilder},
    destination::XyzDestination,
    embed::{AssociationKind, EmbeddedFile, MimeType},
    geom::{PathBuilder, Point},
    metadata::{DateTime, Metadata},
    outline::{Outline, OutlineNode},
    page::PageSettings,
    paint::{Fill, Stroke},
    surface::Surface,
    tagging::{Artifact, ArtifactType, ContentTag, SpanTag},
    text::{GlyphId, KrillaGlyph},
};

use crate::{
    Align, Error, Paper,
    flow::{self, Cell, HEIGHT, MARGIN, Part, Placed, Role, SMALL, WIDTH},
    fonts::Fonts,
    tree::{Drawn, Node, Rows, tree},
};

/// A file that a document carries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// Under which name it is saved.
    pub name: String,
    /// What it is: `application/json`.
    pub media_type: String,
    /// What it is, for people.
    pub description: String,
    /// What is in it; it is in the document as it is here.
    pub bytes: Vec<u8>,
}

/// The document as PDF.
///
/// # Errors
/// When it would not keep to the standards, which no text can bring about.
pub fn pdf(paper: &Paper) -> Result<Vec<u8>, Error> {
    written(paper, None, None)
}

/// The document as PDF, which carries a file.
///
/// # Errors
/// As `pdf`, and when the media type of the file is none.
pub fn attached(paper: &Paper, attachment: &Attachment) -> Result<Vec<u8>, Error> {
    written(paper, Some(attachment), None)
}

/// The document as PDF; the keyword is in its metadata as it is here.
pub(crate) fn written(
    paper: &Paper,
    attachment: Option<&Attachment>,
    keyword: Option<String>,
) -> Result<Vec<u8>, Error> {
    let archival = match attachment {
        Some(_) => Archival::A3_A,
        None => Archival::A2_A,
    };
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(archival)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| Error(format!("{error:?}")))?;
    let mut document = Document::new_with(SerializeSettings {
        configuration,
        ..SerializeSettings::default()
    });
    if let Some(attachment) = attachment {
        let embedded = document.embed_file(embedded(attachment, date(paper))?);
        embedded.ok_or_else(|| Error("a file cannot be attached".to_owned()))?;
    }
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
    document.set_outline(bookmarks(outline));
    let metadata = metadata(paper).keywords(keyword.into_iter().collect());
    document.set_metadata(metadata);
    document.set_tag_tree(tree(drawn, &paper.language)?);
    document
        .finish()
        .map_err(|error| Error(format!("{error:?}")))
}

fn embedded(attachment: &Attachment, date: DateTime) -> Result<EmbeddedFile, Error> {
    let media_type = MimeType::new(&attachment.media_type);
    let media_type = media_type.ok_or_else(|| Error("no media type".to_owned()))?;
    Ok(EmbeddedFile {
        path: attachment.name.clone(),
        mime_type: Some(media_type),
        description: Some(attachment.description.clone()),
        association_kind: AssociationKind::Data,
        data: attachment.bytes.clone().into(),
        modification_date: Some(date),
        // Whoever looks for it finds it with any tool.
        compress: Some(false),
        location: None,
    })
}

/// When the document was made.
fn date(paper: &Paper) -> DateTime {
    let at = paper.at;
    // All of these are below what their types hold.
    let small = |number: u32| u8::try_from(number).unwrap_or_default();
    DateTime::new(u16::try_from(at.year()).unwrap_or_default())
        .month(small(at.month()))
        .day(small(at.day()))
        .hour(small(at.hour()))
        .minute(small(at.minute()))
        .second(small(at.second()))
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

fn metadata(paper: &Paper) -> Metadata {
    Metadata::new()
        .title(plain(flow::titled(&paper.title)))
        .language(paper.language.clone())
        .authors(vec![plain(&paper.author)])
        .creator("Maillage".to_owned())
        .creation_date(date(paper))
}

/// A text without what XML has no place for.
fn plain(text: &str) -> String {
    text.replace(char::is_control, " ")
}

/// Bookmarks, each below the last of a higher level. The title is beside its sections, so that they are
/// seen at once.
fn bookmarks(headings: Vec<(u16, OutlineNode)>) -> Outline {
    let mut outline = Outline::new();
    let mut open: Vec<(u16, OutlineNode)> = Vec::new();
    for (level, node) in headings {
        close(&mut outline, &mut open, level.max(2));
        open.push((level.max(2), node));
    }
    close(&mut outline, &mut open, 0);
    outline
}

/// Ends the bookmarks that are not above such a level.
fn close(outline: &mut Outline, open: &mut Vec<(u16, OutlineNode)>, level: u16) {
    while open.last().is_some_and(|(last, _)| *last >= level)
        && let Some((_, done)) = open.pop()
    {
        match open.last_mut() {
            Some((_, parent)) => parent.push_child(done),
            None => outline.push_child(done),
        }
    }
}

/// The place of a heading's first line, for the bookmarks.
fn heading(placed: &Placed, page: usize) -> Option<(u16, OutlineNode)> {
    let Part::Heading { level, .. } = placed.strip.part else {
        return None;
    };
    let cell = placed.strip.cells.first()?;
    let first = cell.lines.start == 0;
    let destination = XyzDestination::new(page, Point::from_xy(MARGIN, placed.y));
    let node = OutlineNode::new(cell.setting.text.clone(), destination);
    first.then(|| (level, node.with_open(true)))
}

fn strip(
    surface: &mut Surface<'_>,
    fonts: &mut Fonts,
    placed: &Placed,
    drawn: &mut Drawn,
) -> Result<(), Error> {
    let Placed { strip, y, repeated } = placed;
    let (row, role) = match strip.part {
        Part::Row { row, role, .. } => (row, role),
        _ => (0, Role::Body { named: false }),
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
    let known = drawn.entry(strip.part.node()).or_insert_with(|| Node {
        part: strip.part,
        inside: Rc::clone(&strip.inside),
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
