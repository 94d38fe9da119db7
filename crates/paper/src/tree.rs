//! The tree of what is on the pages, as it is read aloud.

use std::{collections::BTreeMap, num::NonZeroU16, rc::Rc};

use krilla::tagging::{
    Identifier, ListNumbering, TableHeaderScope, Tag, TagGroup, TagKind, TagTree,
};

use crate::{
    Error,
    flow::{Part, Role},
};

/// What was drawn of each node of the document, in reading order.
pub(crate) type Drawn = BTreeMap<usize, Node>;

/// A heading, a paragraph, a label or a table, and what was drawn of it.
pub(crate) struct Node {
    /// What it is.
    pub(crate) part: Part,
    /// The lists and quotations that it is in, the outermost first.
    pub(crate) inside: Rc<[Group]>,
    /// What the first of its texts says.
    pub(crate) text: String,
    /// What was drawn.
    pub(crate) rows: Rows,
}

/// Rows, their cells, their lines.
pub(crate) type Rows = BTreeMap<usize, (Role, Vec<Vec<Identifier>>)>;

/// Something that has paragraphs in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    /// What tells it from its like, in one document.
    pub(crate) number: usize,
    /// What it is.
    pub(crate) kind: Kind,
}

/// What a group is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A list, with numbers or with bullets.
    List { numbered: bool },
    /// An item of a list, with its label.
    Item,
    /// What an item says.
    Body,
    /// A quotation.
    Quote,
}

impl Kind {
    fn tag(self) -> TagKind {
        match self {
            Self::List { numbered: true } => Tag::L(ListNumbering::Decimal).into(),
            Self::List { numbered: false } => Tag::L(ListNumbering::Disc).into(),
            Self::Item => Tag::LI.into(),
            Self::Body => Tag::LBody.into(),
            Self::Quote => Tag::BlockQuote.into(),
        }
    }
}

/// The tree of the structure, in reading order.
pub(crate) fn tree(drawn: Drawn, language: &str) -> Result<TagTree, Error> {
    let mut tree = TagTree::new().with_lang(Some(language.to_owned()));
    let mut open: Vec<(Group, TagGroup)> = Vec::new();
    for node in drawn.into_values() {
        let both = open.iter().zip(&*node.inside);
        let shared = both.take_while(|((one, _), other)| one == *other).count();
        close(&mut tree, &mut open, shared);
        let new = node.inside.iter().skip(shared);
        open.extend(new.map(|group| (*group, TagGroup::new(group.kind.tag()))));
        let made = match node.part {
            Part::Heading { level, .. } => {
                let level = NonZeroU16::new(level);
                let level = level.ok_or_else(|| Error("a heading without level".to_owned()))?;
                leaf(TagGroup::new(Tag::Hn(level, Some(node.text))), node.rows)
            }
            Part::Paragraph { .. } => leaf(TagGroup::new(Tag::P), node.rows),
            Part::Label { .. } => leaf(TagGroup::new(Tag::Lbl), node.rows),
            Part::Row { .. } => table(node.rows),
        };
        push(&mut tree, &mut open, made);
    }
    close(&mut tree, &mut open, 0);
    Ok(tree)
}

/// Ends groups until so many are open.
fn close(tree: &mut TagTree, open: &mut Vec<(Group, TagGroup)>, until: usize) {
    while open.len() > until
        && let Some((_, done)) = open.pop()
    {
        push(tree, open, done);
    }
}

/// Puts a group into the innermost that is open.
fn push(tree: &mut TagTree, open: &mut [(Group, TagGroup)], group: TagGroup) {
    match open.last_mut() {
        Some((_, parent)) => parent.push(group),
        None => tree.push(group),
    }
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
