//! An agreement, from its first draft to its end.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    course::{Course, Notice},
    outline::{Disclosure, Outline},
    state::{PartnershipState, Stage, VersionState},
    version::{Fingerprint, Version},
};
use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, OrganisationId, PartnershipId, PartnershipVersionId},
    refusals::Refusal,
    values::{Faults, Problem, ProblemCode},
};

/// An agreement between organisations. Its articles are kept beside it, one text for each change of the draft
/// ([`Self::edit`]) and one for each version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Partnership {
    /// Its id.
    pub id: PartnershipId,
    /// In which hub the parties came together; its clocks tell the days.
    pub hub: HubId,
    /// Who began it.
    pub author: OrganisationId,
    /// What the parties work on; what is in force, where they work on nothing.
    pub outline: Outline,
    /// Which change of the draft that is.
    pub edit: i32,
    /// How many changes there were.
    pub edits: i32,
    /// Where it stands.
    pub state: PartnershipState,
    /// Where the text stands that the parties work on.
    pub stage: Stage,
    /// Its last day as things stand, with all renewals.
    pub ends_on: Option<NaiveDate>,
    /// What has become of it.
    pub course: Course,
    /// What was frozen, the first first.
    pub versions: Vec<Version>,
    /// When it was begun.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

/// What a version is frozen as.
#[derive(Debug, Clone)]
pub struct Frozen {
    /// The id of the version.
    pub id: PartnershipVersionId,
    /// The SHA-256 of its text.
    pub sha256: Fingerprint,
}

impl Partnership {
    /// Begins the draft of an agreement for one of its parties.
    ///
    /// # Errors
    /// `REQUIRED` on `parties` where the organisation acted for is none of them.
    pub fn draft(
        act: &Act<'_>,
        hub: HubId,
        author: OrganisationId,
        outline: Outline,
    ) -> Result<Self, Faults> {
        if !outline.has_party(author) {
            return Err(missing_party(author));
        }
        let mut partnership = Self {
            id: act.id(),
            hub,
            author,
            ends_on: outline.term.ends_on,
            outline,
            edit: 1,
            edits: 1,
            state: PartnershipState::Draft,
            stage: Stage::Draft,
            course: Course::default(),
            versions: Vec::new(),
            created_at: act.at,
            updated_at: act.at,
            version: 0,
            events: Pending::default(),
        };
        partnership.tell(act, EventKind::PartnershipDrafted);
        Ok(partnership)
    }

    /// The version that waits for signatures.
    pub fn proposed(&self) -> Option<&Version> {
        self.in_state(VersionState::Proposed)
    }

    /// The version that binds the parties: in force, or signed by all before its first day.
    pub fn binding(&self) -> Option<&Version> {
        self.in_state(VersionState::InForce)
            .or_else(|| self.in_state(VersionState::Signed))
    }

    pub(super) fn in_state(&self, state: VersionState) -> Option<&Version> {
        self.versions.iter().find(|version| version.state == state)
    }

    pub(super) fn binding_outline(&self) -> Option<&Outline> {
        self.binding().map(|version| &version.outline)
    }

    /// Whether a version is in force, suspended or not.
    pub fn is_in_force(&self) -> bool {
        matches!(
            self.state,
            PartnershipState::Active | PartnershipState::Suspended
        )
    }

    /// Whether it is in force and rests.
    pub fn is_suspended(&self) -> bool {
        self.state == PartnershipState::Suspended
    }

    /// The parties of the version that binds, but for those that have left.
    pub fn current(&self) -> Vec<OrganisationId> {
        let bound = self.binding_outline().into_iter();
        bound
            .flat_map(Outline::organisations)
            .filter(|one| !self.has_left(*one))
            .collect()
    }

    /// Who is bound by it, or was until it was over.
    pub fn bound(&self) -> Vec<OrganisationId> {
        let mut bound = self.versions.iter().rev();
        let last = bound.find(|one| one.state.bound() && one.state != VersionState::Superseded);
        last.into_iter()
            .flat_map(|version| version.outline.organisations())
            .filter(|one| !self.has_left(*one))
            .collect()
    }

    pub(super) fn has_left(&self, organisation: OrganisationId) -> bool {
        let mut departures = self.course.departures.iter();
        departures.any(|one| one.done && one.notice.by == organisation)
    }

    /// Everybody whose agreement it is now: who is bound by it, and who is in the text that is being worked
    /// on.
    pub fn insiders(&self) -> Vec<OrganisationId> {
        let mut insiders = self.current();
        let working = self.stage != Stage::Settled;
        let outline = self.outline.organisations();
        insiders.extend(outline.filter(|one| working || !self.has_left(*one)));
        if let Some(proposed) = self.proposed() {
            insiders.extend(proposed.signatories.iter().copied());
        }
        insiders.sort();
        insiders.dedup();
        insiders
    }

    /// Whose agreement it is in full: who is bound by it, or, while nobody is, everybody in the text that is being
    /// worked on. Who is in an amendment alone is no member until it is in force.
    pub fn members(&self) -> Vec<OrganisationId> {
        if self.versions.iter().any(|version| version.state.bound()) {
            self.bound()
        } else {
            self.insiders()
        }
    }

    /// Everybody who has signed a version that was in force, also once they have left: what one has signed
    /// one may go on reading.
    pub fn witnesses(&self) -> Vec<OrganisationId> {
        let mut witnesses: Vec<_> = self
            .versions
            .iter()
            .filter(|version| version.state.bound())
            .flat_map(|version| version.signatures.iter().map(|one| one.organisation))
            .collect();
        witnesses.sort();
        witnesses.dedup();
        witnesses
    }

    /// What the parties have signed that the hub's team reads: by the version that binds, or was the last to.
    pub fn disclosed(&self) -> Option<Disclosure> {
        let mut bound = self.versions.iter().rev();
        bound
            .find(|version| version.state.bound() && version.state != VersionState::Superseded)
            .map(|version| version.outline.disclosure)
    }

    /// Whether an amendment is being worked on beside what binds.
    pub fn is_being_amended(&self) -> bool {
        self.state.binds() && self.stage != Stage::Settled
    }

    /// What waits for signatures waits no more.
    pub(super) fn lapse(&mut self, act: &Act<'_>, state: VersionState) {
        self.settle(act, VersionState::Proposed, state);
    }

    pub(super) fn settle_in_force(&mut self, act: &Act<'_>, state: VersionState) {
        self.settle(act, VersionState::InForce, state);
    }

    pub(super) fn settle_signed(&mut self, act: &Act<'_>, state: VersionState) {
        self.settle(act, VersionState::Signed, state);
    }

    pub(super) fn settle(&mut self, act: &Act<'_>, from: VersionState, to: VersionState) {
        for version in &mut self.versions {
            if version.state == from {
                version.state = to;
                version.settled_at = Some(act.at);
            }
        }
    }

    pub(super) fn tell(&mut self, act: &Act<'_>, kind: EventKind) {
        self.tell_with(act, kind, |event| event);
    }

    pub(super) fn tell_notice(&mut self, act: &Act<'_>, kind: EventKind, notice: &Notice) {
        self.tell_with(act, kind, |event| {
            let event = event
                .with("party", notice.by)
                .with("reason", &notice.reason)
                .with("from", notice.effective_on);
            match notice.ground {
                Some(ground) => event.with("ground", ground),
                None => event,
            }
        });
    }

    pub(super) fn tell_with(
        &mut self,
        act: &Act<'_>,
        kind: EventKind,
        facts: impl FnOnce(Event) -> Event,
    ) {
        self.updated_at = act.at;
        let subject = Subject::Partnership(self.id);
        let event = Event::new(act, kind, subject, Audience::Parties).with("to", self.state);
        self.events.push(facts(event));
    }
}

/// Why a change was not made: of what was typed, or by the state of things.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rejection {
    /// Something is wrong with what was typed.
    Faulty(Faults),
    /// A rule forbids it.
    Refused(Refusal),
}

impl From<Faults> for Rejection {
    fn from(faults: Faults) -> Self {
        Self::Faulty(faults)
    }
}

impl From<Refusal> for Rejection {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

pub(super) fn missing_party(organisation: OrganisationId) -> Faults {
    let problem = Problem::new(ProblemCode::Required).with("expected", organisation);
    Faults::one("parties", problem)
}
