//! Reviews of content, their decisions and their reasons (règlement (UE) 2022/2065, "DSA").

mod moderated;
mod reviewed;
mod reviews;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

pub use self::moderated::{Moderated, Parts, Step};
pub use self::reviewed::Reviewed;
pub use self::reviews::{
    CLAIM_MINUTES, Decision, Outcome, Review, ReviewAction, ReviewKind, Reviewable,
};
use crate::{
    clock::Act,
    content::ModerationTiming,
    ids::{HubId, PersonId, ReviewId},
    refusals::{Refusal, RefusalCode},
    values::{Faults, Label, Problem, ProblemCode, Reason, gather, text_enum},
};

/// How a hub treats one submission: its policy for this kind of content, and whether it trusts
/// the member.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moderation {
    /// The hub that decides.
    pub hub: HubId,
    /// When it looks.
    pub timing: ModerationTiming,
    /// Whether the member's content goes out without waiting all the same.
    pub trusted: bool,
}

impl Moderation {
    /// Whether content waits for a decision before anyone reads it.
    pub fn holds_back(&self) -> bool {
        self.timing == ModerationTiming::Before && !self.trusted
    }

    /// Whether a moderator looks at it at all.
    pub fn is_looked_at(&self) -> bool {
        !self.trusted
    }
}

/// Whether an organisation is an active member of the hub concerned, as found by the use case in
/// the same transaction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActiveMember {
    /// It is.
    Yes,
    /// It is not.
    No,
}

impl ActiveMember {
    pub(crate) fn require(self) -> Result<(), Refusal> {
        match self {
            Self::Yes => Ok(()),
            Self::No => Err(Refusal::new(RefusalCode::NotActiveMember)),
        }
    }
}

impl From<bool> for ActiveMember {
    fn from(is_member: bool) -> Self {
        if is_member { Self::Yes } else { Self::No }
    }
}

text_enum! {
    /// Where a revision stands.
    pub enum RevisionState {
        /// Waiting for a moderator.
        Submitted = "SUBMITTED",
        /// A moderator asked for changes to it.
        ChangesRequested = "CHANGES_REQUESTED",
        /// A moderator refused it; kept for its author to read, and for an appeal to publish.
        Rejected = "REJECTED",
        /// Given back undecided: what it changes was taken down, or its hub has no say any more.
        Returned = "RETURNED",
    }
}

/// New content beside the published one, until a moderator decides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Revision<C> {
    /// The new content, whole.
    pub content: C,
    /// Who wrote it.
    pub by: Option<PersonId>,
    /// When it was handed in.
    pub at: DateTime<Utc>,
    /// Where it stands.
    pub state: RevisionState,
    /// Which changes a moderator asked for, or why it was refused.
    pub statement: Option<Statement>,
}

impl<C: PartialEq> Revision<C> {
    /// Whether a moderator is about to read this very content: handing it in again changes
    /// nothing.
    pub(crate) fn is_same_and_waiting(&self, content: &C) -> bool {
        self.state == RevisionState::Submitted && self.content == *content
    }
}

impl<C> Revision<C> {
    /// Keeps a moderator's decision with it.
    pub(crate) fn restrict(&mut self, state: RevisionState, statement: Statement) {
        self.state = state;
        self.statement = Some(statement);
    }

    /// Whether moderators have it before them, or have decided on it.
    pub(crate) fn is_put_forward(&self) -> bool {
        self.state != RevisionState::Returned
    }

    /// Leaves it with its author, decided by nobody.
    pub(crate) fn give_back(&mut self) {
        self.state = RevisionState::Returned;
        self.statement = None;
    }

    /// A revision handed in now.
    pub fn submitted(act: &Act<'_>, content: C) -> Self {
        Self {
            content,
            by: act.person,
            at: act.at,
            state: RevisionState::Submitted,
            statement: None,
        }
    }
}

text_enum! {
    /// The ground of a restriction (DSA art. 17(3)(d) and (e)).
    pub enum Ground {
        /// The content is illegal; the reference names the law.
        Law = "LAW",
        /// The content goes against the hub's charter; the reference names its article.
        Charter = "CHARTER",
    }
}

text_enum! {
    /// What a statement of reasons is about.
    pub enum Restriction {
        /// Publication waits for changes.
        ChangesRequested = "CHANGES_REQUESTED",
        /// Publication is refused.
        Rejected = "REJECTED",
        /// Published content is taken down.
        Hidden = "HIDDEN",
    }
}

/// What a moderator writes when restricting content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grounds {
    /// The facts and circumstances.
    pub facts: Reason,
    /// In law or in the charter.
    pub ground: Ground,
    /// Which law or which article.
    pub reference: Option<Label>,
}

impl Grounds {
    /// Checks what a moderator typed. Content called illegal needs the law it is measured by
    /// (DSA art. 17(3)(d)).
    ///
    /// # Errors
    /// The faults, each with its field.
    pub fn parse(facts: &str, ground: Ground, reference: Option<&str>) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let facts = faults.take("facts", Reason::parse(facts));
        let reference = faults.take("reference", Label::parse_optional(reference));
        if (ground, &reference) == (Ground::Law, &Some(None)) {
            faults.note("reference", Problem::new(ProblemCode::Required));
        }
        let ground = Some(ground);
        gather!(faults => Self { facts, ground, reference })
    }
}

/// A statement of reasons (DSA art. 17): kept with the content and sent to its author.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Statement {
    /// The review in which it was decided; the place to contest.
    pub review: ReviewId,
    /// What is restricted.
    pub restriction: Restriction,
    /// The facts and circumstances.
    pub facts: Reason,
    /// In law or in the charter.
    pub ground: Ground,
    /// Which law or which article.
    pub reference: Option<Label>,
    /// Whether a machine decided. Never, on this platform; art. 17(3)(c) wants it said.
    pub automated: bool,
    /// When.
    pub decided_at: DateTime<Utc>,
    /// By whom; shown to the hub's team, not to the author.
    pub decided_by: Option<PersonId>,
}

/// One field that a submission changes, as text for people to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    /// The field, in camel case.
    pub field: &'static str,
    /// What is published; `None` when nothing was there.
    pub before: Option<String>,
    /// What is proposed; `None` when it goes away.
    pub after: Option<String>,
}

/// The fields in which two contents differ, in the order given.
pub fn changes(
    fields: impl IntoIterator<Item = (&'static str, Option<String>, Option<String>)>,
) -> Vec<FieldChange> {
    fields
        .into_iter()
        .filter(|(_, before, after)| before != after)
        .map(|(field, before, after)| FieldChange {
            field,
            before,
            after,
        })
        .collect()
}

#[cfg(test)]
mod tests;
