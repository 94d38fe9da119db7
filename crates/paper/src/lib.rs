//! Documents on paper: headings, texts, lists and tables, set on A4 pages as a tagged PDF.
//!
//! What comes out keeps to PDF/A-2a (ISO 19005-2: it can be kept, since nothing outside of it is needed to
//! show it) and to PDF/UA-1 (ISO 14289-1: it can be read aloud, since titles, texts and tables are told
//! apart); krilla refuses to write what would not. The same document gives the same bytes.
//!
//! A document that carries a file keeps to PDF/A-3a (ISO 19005-3) instead, which is the same but for that.
//! It can be sealed: a text that is made of its bytes is put into it.
//!
//! The crate knows pages, not what is on them: no word of any language is in it.

mod article;
mod flow;
mod fonts;
mod markdown;
mod pdf;
mod rows;
mod seal;
mod tree;

use chrono::{DateTime, Utc};

pub use self::{
    pdf::{Attachment, attached, pdf},
    seal::{Opened, Unsealed, opened, sealed},
};

/// A document.
#[derive(Debug, Clone, PartialEq)]
pub struct Paper {
    /// Its title, the first thing on it.
    pub title: String,
    /// In which language it is (BCP 47): `fr`.
    pub language: String,
    /// Who issues it.
    pub author: String,
    /// When it was made.
    pub at: DateTime<Utc>,
    /// What is at the foot of each page, before its number.
    pub foot: String,
    /// What is on it, from top to bottom.
    pub blocks: Vec<Block>,
}

/// A part of a document.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// The title of a section.
    Heading(String),
    /// The title of an article in a section.
    Subheading(String),
    /// A text; each of its lines is a paragraph.
    Text(String),
    /// A text with marks (CommonMark, and tables). Its headings are below the title that it is under; what
    /// has no place on paper is shown as it was written.
    Markdown(String),
    /// Names and what they stand for, one below the other.
    Facts(Vec<(String, String)>),
    /// A table.
    Table(Table),
}

/// A table. Its headings are repeated on each page.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// Its columns, from left to right.
    pub columns: Vec<Column>,
    /// Its rows, a cell for each column. A row stays on one page.
    pub rows: Vec<Vec<String>>,
    /// What they come to, below the last.
    pub total: Option<Vec<String>>,
}

/// A column of a table.
#[derive(Debug, Clone, PartialEq)]
pub struct Column {
    /// What is above it.
    pub heading: String,
    /// How wide it is beside the others.
    pub share: f32,
    /// On which side its texts begin.
    pub align: Align,
}

/// On which side texts are aligned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Align {
    /// Where the text begins: left, for most languages.
    Start,
    /// Where it ends: numbers.
    End,
}

/// A document that cannot be written.
#[derive(Debug, thiserror::Error)]
#[error("a document cannot be written: {0}")]
pub struct Error(String);

#[cfg(test)]
mod tests;
