//! How a coordinator sets a hub up: colleges, reasons to use again, the next charter, each checked
//! as typed.

use std::collections::HashSet;

use chrono::NaiveDate;
use type_safe_id::{StaticType, TypeSafeId};

use super::{College, Hub, ReasonTemplate};
use crate::{
    ids::{self, Mint},
    moderation::Ground,
    values::{Faults, Label, Markdown, Problem, ProblemCode, Reason, Summary, fold, gather},
};

/// Most colleges of a hub, and most of its reasons.
const MOST: usize = 50;

/// A college as typed by somebody, not yet checked.
#[derive(Debug, Clone, Default)]
pub struct CollegeDraft {
    /// Of one that exists; `None` for a new one.
    pub id: Option<String>,
    /// See [`College`].
    pub name: String,
    /// See [`College`].
    pub description: Option<String>,
}

impl College {
    /// Checks all colleges of a hub at once. Those with an id are colleges that it has, the others
    /// get one; no two have the same name, accents and case aside.
    ///
    /// # Errors
    /// Every fault, each with its field under `colleges`.
    pub fn parse_all(
        drafts: Vec<CollegeDraft>,
        hub: &Hub,
        mint: &dyn Mint,
    ) -> Result<Vec<Self>, Faults> {
        let mut known = Known::new(hub.colleges.iter().map(|college| college.id), mint);
        parse_all("colleges", drafts, |draft| {
            let mut faults = Faults::new();
            let id = faults.take("id", known.id(draft.id.as_deref()));
            let name = faults.take("name", known.name(&draft.name));
            let description = Summary::parse_optional(draft.description.as_deref());
            let description = faults.take("description", description);
            gather!(faults => Self { id, name, description })
        })
    }
}

/// A reason to use again as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
pub struct ReasonTemplateDraft {
    /// Of one that exists; `None` for a new one.
    pub id: Option<String>,
    /// See [`ReasonTemplate`].
    pub label: String,
    /// See [`ReasonTemplate`].
    pub text: String,
    /// See [`ReasonTemplate`].
    pub ground: Ground,
    /// See [`ReasonTemplate`].
    pub reference: Option<String>,
}

impl ReasonTemplate {
    /// Checks all reasons of a hub at once, as [`College::parse_all`] does colleges. One that
    /// calls content illegal names the law, since the statement written from it must
    /// (DSA art. 17(3)(d)).
    ///
    /// # Errors
    /// Every fault, each with its field under `templates`.
    pub fn parse_all(
        drafts: Vec<ReasonTemplateDraft>,
        hub: &Hub,
        mint: &dyn Mint,
    ) -> Result<Vec<Self>, Faults> {
        let mut known = Known::new(hub.templates.iter().map(|template| template.id), mint);
        parse_all("templates", drafts, |draft| {
            let mut faults = Faults::new();
            let id = faults.take("id", known.id(draft.id.as_deref()));
            let label = faults.take("label", known.name(&draft.label));
            let text = faults.take("text", Reason::parse(&draft.text));
            let reference = Label::parse_optional(draft.reference.as_deref());
            let reference = faults.take("reference", reference);
            if (draft.ground, &reference) == (Ground::Law, &Some(None)) {
                faults.note("reference", Problem::new(ProblemCode::Required));
            }
            let ground = Some(draft.ground);
            gather!(faults => Self { id, label, text, ground, reference })
        })
    }
}

/// The next charter version as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
pub struct CharterDraft {
    /// See [`CharterText`].
    pub text: String,
    /// See [`CharterText`].
    pub accept_by: Option<NaiveDate>,
}

/// What a charter version says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CharterText {
    /// Its text.
    pub text: Markdown,
    /// By which day members are asked to accept it.
    pub accept_by: Option<NaiveDate>,
}

impl CharterText {
    /// Checks what somebody typed on a day: nobody can be asked to accept something in the past.
    ///
    /// # Errors
    /// Every fault, each with its field.
    pub fn parse(draft: &CharterDraft, today: NaiveDate) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let text = faults.take("text", Markdown::parse(&draft.text));
        if draft.accept_by.is_some_and(|day| day < today) {
            let problem = Problem::new(ProblemCode::OutOfRange).with("min", today);
            faults.note("acceptBy", problem);
        }
        let accept_by = Some(draft.accept_by);
        gather!(faults => Self { text, accept_by })
    }
}

fn parse_all<D, T>(
    field: &str,
    drafts: Vec<D>,
    parse: impl FnMut(D) -> Result<T, Faults>,
) -> Result<Vec<T>, Faults> {
    if drafts.len() > MOST {
        let problem = Problem::new(ProblemCode::TooLong)
            .with("max", MOST)
            .with("length", drafts.len());
        return Err(Faults::one(field, problem));
    }
    let mut faults = Faults::new();
    let parsed = faults.each(field, drafts, parse);
    parsed.ok_or(faults)
}

/// The ids that a list may name, and what the elements read so far have taken.
struct Known<'a, T: StaticType> {
    ids: HashSet<TypeSafeId<T>>,
    names: HashSet<String>,
    mint: &'a dyn Mint,
}

impl<'a, T: StaticType + Eq + std::hash::Hash> Known<'a, T> {
    fn new(ids: impl Iterator<Item = TypeSafeId<T>>, mint: &'a dyn Mint) -> Self {
        Self {
            ids: ids.collect(),
            names: HashSet::new(),
            mint,
        }
    }

    /// The id given, once; a new one where none was.
    fn id(&mut self, text: Option<&str>) -> Result<TypeSafeId<T>, Problem> {
        let Some(text) = text else {
            return Ok(ids::mint(self.mint));
        };
        let id = ids::parse(text)?;
        if self.ids.remove(&id) {
            return Ok(id);
        }
        Err(Problem::new(ProblemCode::Unknown).with("given", id))
    }

    fn name(&mut self, text: &str) -> Result<Label, Problem> {
        let name = Label::parse(text)?;
        if self.names.insert(fold(name.as_str())) {
            return Ok(name);
        }
        Err(Problem::new(ProblemCode::Duplicate))
    }
}
