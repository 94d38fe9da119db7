//! What somebody wants to book, and how it is checked.

use chrono::{DateTime, Utc};

use crate::{
    ids::{OrganisationId, ProjectId, ResourceId},
    resources::{Minutes, Resource, Span, parse_units},
    values::{Faults, Problem, ProblemCode, Summary, gather},
};

/// What somebody wants to book.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// For how long.
    pub span: Span,
    /// How many units of which resources, each resource once.
    pub lines: Vec<(ResourceId, u32)>,
    /// For which project.
    pub project: Option<ProjectId>,
    /// What for.
    pub purpose: Option<Summary>,
}

/// A booking as typed by somebody, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Wish`")]
pub struct WishDraft {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub lines: Vec<LineDraft>,
    pub project: Option<ProjectId>,
    pub purpose: Option<String>,
}

/// What a booking is to become, sent whole, as typed by somebody.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Wish`")]
pub struct ChangeDraft {
    pub start: DateTime<Utc>,
    pub end: DateTime<Utc>,
    pub lines: Vec<LineDraft>,
}

/// Units of one resource as typed by somebody.
#[derive(Debug, Clone, Copy)]
pub struct LineDraft {
    /// Of which resource.
    pub resource: ResourceId,
    /// How many.
    pub units: i32,
}

impl Wish {
    /// How many resources one booking holds at most.
    pub const MOST_LINES: usize = 20;

    /// Checks what was typed.
    ///
    /// # Errors
    /// The faults, each with its field: those of [`Span::parse`] and
    /// [`parse_units`]; on `end`: `OUT_OF_RANGE` for more than [`Minutes::LONGEST`]; on `lines`: `REQUIRED`, `TOO_LONG`; on `resource`: `DUPLICATE`.
    pub fn parse(draft: &WishDraft) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let span = faults.join(Span::parse(draft.start, draft.end));
        // What is longer than anything is booked for is not even looked up.
        let span = span.and_then(|span| {
            let longest = span.start() + Minutes::LONGEST.delta();
            let problem = Problem::new(ProblemCode::OutOfRange).with("max", longest.to_rfc3339());
            faults.take(
                "end",
                (span.end() <= longest).then_some(span).ok_or(problem),
            )
        });
        let lines = lines(&mut faults, &draft.lines);
        let purpose = Summary::parse_optional(draft.purpose.as_deref());
        let purpose = faults.take("purpose", purpose);
        let project = Some(draft.project);
        gather!(faults => Self { span, lines, project, purpose })
    }

    /// One booking has resources of one organisation: that of the first where none is named. Staff time is
    /// booked by itself, since its hours are reckoned by themselves. In the order of `lines`.
    ///
    /// # Errors
    /// `INCONSISTENT` on the first resource that is another's (with `owner`), and on staff time beside
    /// something else (with `lines`).
    pub fn expect_together(
        mut owner: Option<OrganisationId>,
        resources: &[&Resource],
    ) -> Result<(), Faults> {
        for (position, resource) in resources.iter().enumerate() {
            let other = *owner.get_or_insert(resource.owner) != resource.owner;
            let beside = resources.len() > 1 && resource.is_staff_time();
            if other || beside {
                let with = if other { "owner" } else { "lines" };
                let problem = Problem::new(ProblemCode::Inconsistent).with("with", with);
                let faults = Faults::one("resource", problem);
                return Err(faults.within(&position.to_string()).within("lines"));
            }
        }
        Ok(())
    }

    /// The ids of the resources, in the order in which whoever books them locks them.
    pub fn resources(&self) -> Vec<ResourceId> {
        let mut ids: Vec<_> = self.lines.iter().map(|(id, _)| *id).collect();
        ids.sort_unstable();
        ids
    }
}

impl From<ChangeDraft> for WishDraft {
    fn from(draft: ChangeDraft) -> Self {
        Self {
            start: draft.start,
            end: draft.end,
            lines: draft.lines,
            project: None,
            purpose: None,
        }
    }
}

fn lines(faults: &mut Faults, drafts: &[LineDraft]) -> Option<Vec<(ResourceId, u32)>> {
    if drafts.is_empty() {
        faults.note("lines", Problem::new(ProblemCode::Required));
        return None;
    }
    if drafts.len() > Wish::MOST_LINES {
        let problem = Problem::new(ProblemCode::TooLong)
            .with("max", Wish::MOST_LINES)
            .with("length", drafts.len());
        faults.note("lines", problem);
        return None;
    }
    let mut known = Vec::with_capacity(drafts.len());
    faults.each("lines", drafts, |draft| {
        let mut faults = Faults::new();
        let units = faults.take("units", parse_units(draft.units));
        if known.contains(&draft.resource) {
            let problem = Problem::new(ProblemCode::Duplicate).with("given", draft.resource);
            faults.note("resource", problem);
        }
        known.push(draft.resource);
        match units {
            Some(units) if faults.is_empty() => Ok((draft.resource, units)),
            _ => Err(faults),
        }
    })
}
