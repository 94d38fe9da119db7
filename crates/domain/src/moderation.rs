//! Reviews of content, their decisions and their reasons (règlement (UE) 2022/2065, "DSA").

use chrono::{DateTime, Duration, Utc};
use serde::{Deserialize, Serialize};

use crate::{
    clock::Act,
    content::ModerationTiming,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, OrganisationId, PersonId, ProjectId, ReasonTemplateId, ReviewId},
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

text_enum! {
    /// Where a revision stands.
    pub enum RevisionState {
        /// Waiting for a moderator.
        Submitted = "SUBMITTED",
        /// A moderator asked for changes to it.
        ChangesRequested = "CHANGES_REQUESTED",
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
    /// Which changes a moderator asked for.
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
    /// The template it was written from.
    pub template: Option<ReasonTemplateId>,
}

impl Grounds {
    /// Checks what a moderator typed. Content called illegal needs the law it is measured by
    /// (DSA art. 17(3)(d)).
    ///
    /// # Errors
    /// The faults, each with its field.
    pub fn parse(
        facts: &str,
        ground: Ground,
        reference: Option<&str>,
        template: Option<ReasonTemplateId>,
    ) -> Result<Self, Faults> {
        let mut faults = Faults::new();
        let facts = faults.take("facts", Reason::parse(facts));
        let reference = faults.take("reference", Label::parse_optional(reference));
        if (ground, &reference) == (Ground::Law, &Some(None)) {
            faults.note("reference", Problem::new(ProblemCode::Required));
        }
        let (ground, template) = (Some(ground), Some(template));
        gather!(faults => Self { facts, ground, reference, template })
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

/// What is reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reviewable {
    /// A project.
    Project(ProjectId),
    /// The profile of an organisation.
    Organisation(OrganisationId),
}

text_enum! {
    /// Why a review exists.
    pub enum ReviewKind {
        /// First publication.
        Publication = "PUBLICATION",
        /// A change to published content.
        Revision = "REVISION",
        /// Published content that a moderator took down unasked.
        Hiding = "HIDING",
        /// A decision that its author contests.
        Appeal = "APPEAL",
    }
}

text_enum! {
    /// How a review ended.
    pub enum Outcome {
        /// The content is, or stays, published.
        Published = "PUBLISHED",
        /// Changes were asked for.
        ChangesRequested = "CHANGES_REQUESTED",
        /// Publication was refused.
        Rejected = "REJECTED",
        /// The content was taken down.
        Hidden = "HIDDEN",
        /// The contested decision stands.
        Upheld = "UPHELD",
        /// The contested decision was reversed: the content is published.
        Overturned = "OVERTURNED",
        /// The author took the submission back.
        Withdrawn = "WITHDRAWN",
    }
}

/// The end of a review.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decision {
    /// How it ended.
    pub outcome: Outcome,
    /// When.
    pub at: DateTime<Utc>,
    /// By whom.
    pub by: Option<PersonId>,
    /// The reasons, when something was restricted.
    pub statement: Option<Statement>,
}

text_enum! {
    /// What can be done with a review, as shown to a viewer.
    pub enum ReviewAction {
        /// Read it.
        Read = "READ",
        /// Take it, so that no colleague works on it too.
        Claim = "CLAIM",
        /// Give it back.
        Release = "RELEASE",
        /// Publish, or leave published.
        Publish = "PUBLISH",
        /// Ask the author for changes.
        RequestChanges = "REQUEST_CHANGES",
        /// Refuse for good, or take down what was published at once.
        Reject = "REJECT",
        /// Contest the decision (author).
        Appeal = "APPEAL",
        /// Uphold the contested decision.
        Uphold = "UPHOLD",
        /// Reverse the contested decision.
        Overturn = "OVERTURN",
    }
}

/// How long a claim lasts, in minutes.
pub const CLAIM_MINUTES: i64 = 30;

/// One submission of content and its decision.
#[derive(Debug, Clone, PartialEq)]
pub struct Review {
    /// Its id.
    pub id: ReviewId,
    /// The hub that decides.
    pub hub: HubId,
    /// What is reviewed.
    pub subject: Reviewable,
    /// Why.
    pub kind: ReviewKind,
    /// Whose content it is.
    pub organisation: OrganisationId,
    /// Who handed it in.
    pub submitted_by: Option<PersonId>,
    /// When.
    pub submitted_at: DateTime<Utc>,
    /// Who works on it, and until when the claim holds.
    pub claim: Option<(PersonId, DateTime<Utc>)>,
    /// The end, once there is one.
    pub decision: Option<Decision>,
    /// The contested review, for an appeal.
    pub appeal_of: Option<ReviewId>,
    /// Who decided the contested review: somebody else decides the appeal.
    pub contested_decider: Option<PersonId>,
    /// What the author says against the decision.
    pub plea: Option<Reason>,
    /// Whether an appeal against this decision exists already; read-only here.
    pub appealed: bool,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

impl Review {
    /// A review of content just handed in.
    pub fn open(
        act: &Act<'_>,
        hub: HubId,
        subject: Reviewable,
        kind: ReviewKind,
        organisation: OrganisationId,
    ) -> Self {
        let mut review = Self {
            id: act.id(),
            hub,
            subject,
            kind,
            organisation,
            submitted_by: act.person,
            submitted_at: act.at,
            claim: None,
            decision: None,
            appeal_of: None,
            contested_decider: None,
            plea: None,
            appealed: false,
            version: 0,
            events: Pending::default(),
        };
        review.record(act, EventKind::ReviewOpened, Audience::Organisation);
        review
    }

    /// The author contests this decision, once.
    ///
    /// # Errors
    /// `APPEAL_NOT_POSSIBLE` when the decision restricts nothing or was contested before.
    pub fn appeal(&self, act: &Act<'_>, plea: Reason) -> Result<Self, Refusal> {
        self.permits(ReviewAction::Appeal, act.at, None)?;
        let mut review = Self {
            kind: ReviewKind::Appeal,
            appeal_of: Some(self.id),
            contested_decider: self.decision.as_ref().and_then(|decision| decision.by),
            plea: Some(plea),
            ..Self::open(
                act,
                self.hub,
                self.subject,
                ReviewKind::Appeal,
                self.organisation,
            )
        };
        review.record(act, EventKind::ReviewAppealed, Audience::Organisation);
        Ok(review)
    }

    /// Who holds the review at an instant.
    pub fn claimed_by(&self, at: DateTime<Utc>) -> Option<PersonId> {
        self.claim
            .and_then(|(person, until)| (at < until).then_some(person))
    }

    /// Whether `action` is possible now for `person`, whatever their rights.
    ///
    /// # Errors
    /// `REVIEW_CLOSED`, `CLAIMED_BY_ANOTHER` (fact `until`), `APPEAL_NOT_POSSIBLE`, `WRONG_STATE`.
    pub fn permits(
        &self,
        action: ReviewAction,
        at: DateTime<Utc>,
        person: Option<PersonId>,
    ) -> Result<(), Refusal> {
        use ReviewAction as A;
        match action {
            A::Read => return Ok(()),
            A::Appeal => {
                let restricts = self.decision.as_ref().is_some_and(|decision| {
                    matches!(decision.outcome, Outcome::Rejected | Outcome::Hidden)
                        && decision.statement.is_some()
                });
                return if restricts && !self.appealed && self.kind != ReviewKind::Appeal {
                    Ok(())
                } else {
                    Err(Refusal::new(RefusalCode::AppealNotPossible))
                };
            }
            _ => {}
        }
        if let Some(decision) = &self.decision {
            return Err(Refusal::new(RefusalCode::ReviewClosed).with("outcome", decision.outcome));
        }
        if let (Some(holder), Some((_, until))) = (self.claimed_by(at), self.claim)
            && Some(holder) != person
        {
            return Err(
                Refusal::new(RefusalCode::ClaimedByAnother).with("until", until.to_rfc3339())
            );
        }
        let appeal = self.kind == ReviewKind::Appeal;
        match action {
            A::Release if self.claimed_by(at).is_none() => Err(Refusal::state("UNCLAIMED", action)),
            A::Publish | A::RequestChanges | A::Reject if appeal => {
                Err(Refusal::state(self.kind, action))
            }
            A::Uphold | A::Overturn if !appeal => Err(Refusal::state(self.kind, action)),
            _ => Ok(()),
        }
    }

    /// Takes the review for 30 minutes; taking it again starts them anew.
    ///
    /// # Errors
    /// As [`Self::permits`].
    pub fn claim(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        self.permits(ReviewAction::Claim, act.at, act.person)?;
        let Some(person) = act.person else {
            return Err(Refusal::state(self.kind, ReviewAction::Claim));
        };
        self.claim = Some((person, act.at + Duration::minutes(CLAIM_MINUTES)));
        self.record(act, EventKind::ReviewClaimed, Audience::Staff);
        Ok(())
    }

    /// Gives the review back.
    ///
    /// # Errors
    /// As [`Self::permits`].
    pub fn release(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        self.permits(ReviewAction::Release, act.at, act.person)?;
        self.claim = None;
        self.record(act, EventKind::ReviewReleased, Audience::Staff);
        Ok(())
    }

    /// Ends the review without restricting anything.
    ///
    /// # Errors
    /// As [`Self::permits`].
    pub fn publish(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        self.permits(ReviewAction::Publish, act.at, act.person)?;
        self.close(act, Outcome::Published, None);
        Ok(())
    }

    /// Ends the review with a restriction and makes its statement of reasons.
    ///
    /// # Errors
    /// As [`Self::permits`].
    pub fn restrict(
        &mut self,
        act: &Act<'_>,
        restriction: Restriction,
        grounds: Grounds,
    ) -> Result<Statement, Refusal> {
        let (action, outcome) = match restriction {
            Restriction::ChangesRequested => {
                (ReviewAction::RequestChanges, Outcome::ChangesRequested)
            }
            Restriction::Rejected => (ReviewAction::Reject, Outcome::Rejected),
            Restriction::Hidden => (ReviewAction::Reject, Outcome::Hidden),
        };
        self.permits(action, act.at, act.person)?;
        let statement = Statement {
            review: self.id,
            restriction,
            facts: grounds.facts,
            ground: grounds.ground,
            reference: grounds.reference,
            automated: false,
            decided_at: act.at,
            decided_by: act.person,
        };
        self.close(act, outcome, Some(statement.clone()));
        Ok(statement)
    }

    /// Ends an appeal.
    ///
    /// # Errors
    /// As [`Self::permits`].
    pub fn settle_appeal(&mut self, act: &Act<'_>, action: ReviewAction) -> Result<(), Refusal> {
        let outcome = match action {
            ReviewAction::Uphold => Outcome::Upheld,
            ReviewAction::Overturn => Outcome::Overturned,
            _ => return Err(Refusal::state(self.kind, action)),
        };
        self.permits(action, act.at, act.person)?;
        self.close(act, outcome, None);
        Ok(())
    }

    /// Ends the review because its submission is gone, or because a hub admitted the organisation.
    pub fn end(&mut self, act: &Act<'_>, outcome: Outcome) {
        if self.decision.is_none() {
            self.decision = Some(Decision {
                outcome,
                at: act.at,
                by: act.person,
                statement: None,
            });
            self.claim = None;
            let kind = if outcome == Outcome::Withdrawn {
                EventKind::ReviewWithdrawn
            } else {
                EventKind::ReviewDecided
            };
            self.record(act, kind, Audience::Organisation);
        }
    }

    fn close(&mut self, act: &Act<'_>, outcome: Outcome, statement: Option<Statement>) {
        self.decision = Some(Decision {
            outcome,
            at: act.at,
            by: act.person,
            statement,
        });
        self.claim = None;
        self.record(act, EventKind::ReviewDecided, Audience::Organisation);
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind, audience: Audience) {
        let mut event = Event::new(act, kind, Subject::Review(self.id), audience)
            .within(Some(self.hub), Some(self.organisation))
            .with("kind", self.kind);
        if let Reviewable::Project(project) = self.subject {
            event = event.of_project(project);
        }
        if let Some(decision) = &self.decision {
            event = event.with("outcome", decision.outcome);
        }
        self.events.push(event);
    }
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
