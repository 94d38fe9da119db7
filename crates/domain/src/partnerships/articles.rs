//! What people read of an agreement: articles in Markdown, with fields that are filled in.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::partnership::Rejection;
use crate::{
    refusals::{Refusal, RefusalCode},
    values::{
        Faults, Label, Markdown, Problem, ProblemCode, Slug, Summary, Title, gather, text_enum,
    },
};

text_enum! {
    /// What an article is about: those that French practice expects, in the order in which it does.
    pub enum ArticleKey {
        /// Between whom.
        Parties = "PARTIES",
        /// How it came about.
        Context = "CONTEXT",
        /// What it is about.
        Object = "OBJECT",
        /// What each brings in.
        Contributions = "CONTRIBUTIONS",
        /// When what is done.
        Timetable = "TIMETABLE",
        /// What each has to do.
        Duties = "DUTIES",
        /// What it is worth, and what is given for it.
        Counterpart = "COUNTERPART",
        /// For how long.
        Duration = "DURATION",
        /// How it is renewed.
        Renewal = "RENEWAL",
        /// How it is changed.
        Amendment = "AMENDMENT",
        /// What becomes of contributions when a party leaves.
        Exit = "EXIT",
        /// How it is ended before its time.
        Termination = "TERMINATION",
        /// Who answers for what.
        Liability = "LIABILITY",
        /// What is kept to oneself.
        Confidentiality = "CONFIDENTIALITY",
        /// Personal data.
        Data = "DATA",
        /// Which law, and who decides when the parties do not agree.
        Disputes = "DISPUTES",
        /// Place and date.
        Signature = "SIGNATURE",
        /// Anything else.
        Other = "OTHER",
    }
}

/// An article.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Article {
    /// What it is called within the agreement, whatever its place: comments and differences name it.
    pub name: Slug,
    /// What it is about.
    pub key: ArticleKey,
    /// Its title.
    pub heading: Title,
    /// What it says, with fields as `{{name}}`.
    pub text: Markdown,
}

/// An article as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Article`")]
pub struct ArticleDraft {
    pub name: String,
    pub key: ArticleKey,
    pub heading: String,
    pub text: String,
}

/// Something that the parties fill in by themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blank {
    /// As articles name it: `{{name}}`.
    pub name: String,
    /// What it is.
    pub label: Label,
    /// How it is filled in.
    pub hint: Option<Summary>,
    /// What it is filled in with; nothing yet.
    pub value: Option<Summary>,
}

/// A blank as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Blank`")]
pub struct BlankDraft {
    pub name: String,
    pub label: String,
    pub hint: Option<String>,
    pub value: Option<String>,
}

/// The articles of an agreement, and what is to be filled in.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Articles {
    /// From the first to the last.
    pub articles: Vec<Article>,
    /// What is to be filled in.
    pub blanks: Vec<Blank>,
}

/// Most articles of an agreement.
const MOST_ARTICLES: usize = 60;
/// Most blanks.
const MOST_BLANKS: usize = 40;
/// Most characters of all articles together: as many as fit into one request of 128 KiB with the rest of an
/// agreement, where each letter of French that is not ASCII is written as an escape of JSON (a quarter more).
const MOST_TEXT: usize = 80_000;
/// Most characters of all articles together once their fields are filled in: a field of a few characters may
/// stand for a long table.
const MOST_FILLED: usize = 400_000;
/// Longest name of a field.
const LONGEST: usize = 40;

impl Articles {
    /// Checks what was typed.
    ///
    /// # Errors
    /// The faults, each with its path: those of the texts; `DUPLICATE` for a name given twice; `TOO_LONG`
    /// beyond 60 articles, 40 blanks or 80,000 characters.
    pub fn parse(articles: Vec<ArticleDraft>, blanks: Vec<BlankDraft>) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let length: usize = articles.iter().map(|one| one.text.chars().count()).sum();
        for (field, length, most) in [
            ("articles", articles.len(), MOST_ARTICLES),
            ("articles", length, MOST_TEXT),
            ("blanks", blanks.len(), MOST_BLANKS),
        ] {
            if length > most {
                let problem = Problem::new(ProblemCode::TooLong);
                faults.note(field, problem.with("max", most).with("length", length));
                return Err(faults);
            }
        }
        let mut names = Vec::new();
        let articles = faults.each("articles", articles, |draft| {
            let mut faults = Faults::new();
            let name = Slug::parse(&draft.name).and_then(|name| once(&mut names, name));
            let name = faults.take("name", name);
            let heading = faults.take("heading", Title::parse(&draft.heading));
            let text = faults.take("text", Markdown::parse(&draft.text));
            let key = Some(draft.key);
            gather!(faults => Article { name, key, heading, text })
        });
        let mut names = Vec::new();
        let blanks = faults.each("blanks", blanks, |draft| {
            let mut faults = Faults::new();
            let name = field_name(&draft.name).and_then(|name| once(&mut names, name));
            let name = faults.take("name", name);
            let label = faults.take("label", Label::parse(&draft.label));
            let hint = faults.take("hint", Summary::parse_optional(draft.hint.as_deref()));
            let value = faults.take("value", Summary::parse_optional(draft.value.as_deref()));
            gather!(faults => Blank { name, label, hint, value })
        });
        gather!(faults => Self { articles, blanks })
    }

    /// What a blank is filled in with.
    pub fn value(&self, name: &str) -> Option<&str> {
        let blank = self.blanks.iter().find(|blank| blank.name == name)?;
        blank.value.as_ref().map(Summary::as_str)
    }

    /// The texts of the articles, in their order, with every field filled in: by what `known` says of it, else
    /// by what the parties have filled in. Each field is asked for once.
    ///
    /// # Errors
    /// `INCOMPLETE` (fact `field`) for the first field that has no value, `articles` where there are none;
    /// `TOO_LONG` on the text with which all of them pass 400,000 characters, of which no more is written.
    pub fn filled(
        &self,
        mut known: impl FnMut(&str) -> Option<String>,
    ) -> Result<Vec<String>, Rejection> {
        let incomplete = |field: &str| Refusal::new(RefusalCode::Incomplete).with("field", field);
        if self.articles.is_empty() {
            return Err(incomplete("articles").into());
        }
        let mut values: HashMap<&str, (String, usize)> = HashMap::new();
        let mut left = MOST_FILLED;
        let mut texts = Vec::with_capacity(self.articles.len());
        for (position, article) in self.articles.iter().enumerate() {
            let mut text = String::with_capacity(article.text.as_str().len());
            for piece in pieces(article.text.as_str()) {
                let (said, length) = match piece {
                    Piece::Text(text) => (text, text.chars().count()),
                    Piece::Field(name) => {
                        if !values.contains_key(name) {
                            let value = known(name).or_else(|| self.value(name).map(Into::into));
                            let value = value.ok_or_else(|| incomplete(name))?;
                            let length = value.chars().count();
                            values.insert(name, (value, length));
                        }
                        let (value, length) = &values[name];
                        (value.as_str(), *length)
                    }
                };
                left = left.checked_sub(length).ok_or_else(|| overlong(position))?;
                text.push_str(said);
            }
            texts.push(text);
        }
        Ok(texts)
    }

    /// The article of this name.
    pub fn article(&self, name: &str) -> Option<&Article> {
        self.articles.iter().find(|one| one.name.as_str() == name)
    }
}

fn overlong(article: usize) -> Faults {
    let problem = Problem::new(ProblemCode::TooLong).with("max", MOST_FILLED);
    let fault = Faults::one("text", problem).within(&article.to_string());
    fault.within("articles")
}

fn once<T: PartialEq + Clone + ToString>(seen: &mut Vec<T>, name: T) -> Result<T, Problem> {
    if seen.contains(&name) {
        return Err(Problem::new(ProblemCode::Duplicate).with("given", name));
    }
    seen.push(name.clone());
    Ok(name)
}

fn field_name(text: &str) -> Result<String, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Problem::new(ProblemCode::Required));
    }
    if is_field(text) {
        Ok(text.to_owned())
    } else {
        Err(Problem::new(ProblemCode::Malformed).with("expected", "a-z, 0-9, _"))
    }
}

fn is_field(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(is_written)
}

fn is_written(byte: u8) -> bool {
    byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_'
}

/// The name of the field that a text begins with. It looks no further than a name can be long, so that a text
/// is read in one go whatever is in it.
fn leading_field(text: &str) -> Option<&str> {
    let inner = text.strip_prefix("{{")?;
    let name = inner
        .bytes()
        .take(LONGEST)
        .take_while(|one| is_written(*one));
    let name = &inner[..name.count()];
    (!name.is_empty() && inner[name.len()..].starts_with("}}")).then_some(name)
}

/// The fields that a text names, in their order, as often as it does. What looks otherwise is text.
pub fn fields_in(text: &str) -> impl Iterator<Item = &str> {
    pieces(text).filter_map(|piece| match piece {
        Piece::Field(name) => Some(name),
        Piece::Text(_) => None,
    })
}

enum Piece<'a> {
    Text(&'a str),
    Field(&'a str),
}

fn pieces(text: &str) -> impl Iterator<Item = Piece<'_>> {
    let mut rest = text;
    std::iter::from_fn(move || {
        if rest.is_empty() {
            return None;
        }
        if let Some(name) = leading_field(rest) {
            rest = &rest[name.len() + 4..];
            return Some(Piece::Field(name));
        }
        // Up to the next field, or to the end.
        let next = rest
            .match_indices('{')
            .map(|(at, _)| at)
            .find(|at| leading_field(&rest[*at..]).is_some());
        let (text, after) = rest.split_at(next.unwrap_or(rest.len()));
        rest = after;
        Some(Piece::Text(text))
    })
}
