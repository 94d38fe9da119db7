//! Reviews: who works on a submission, how it ends, and how its author contests that.

use chrono::{DateTime, Duration, Utc};

use super::{Grounds, Restriction, Statement};
use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, OrganisationId, PersonId, ProjectId, ResourceId, ReviewId},
    refusals::{Refusal, RefusalCode},
    values::{Reason, text_enum},
};

/// What is reviewed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Reviewable {
    /// A project.
    Project(ProjectId),
    /// The profile of an organisation.
    Organisation(OrganisationId),
    /// A resource.
    Resource(ResourceId),
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
        match self.subject {
            Reviewable::Project(project) => event = event.of_project(project),
            Reviewable::Resource(resource) => event = event.of_resource(resource),
            Reviewable::Organisation(_) => {}
        }
        if let Some(decision) = &self.decision {
            event = event.with("outcome", decision.outcome);
        }
        self.events.push(event);
    }
}
