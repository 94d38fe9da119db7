//! Working on the text of an agreement, freezing it, and signing what was frozen.

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::{
    articles::Articles,
    course::{Absence, Amendment, Departure},
    ending::notice,
    forms::{Around, FormRule},
    outline::Outline,
    partnership::{Frozen, Partnership, Rejection, missing_party},
    state::{PartnershipAction, PartnershipState, Stage, VersionState},
    version::{Fingerprint, Signature, Version},
};
use crate::{
    clock::Act,
    events::EventKind,
    ids::OrganisationId,
    refusals::{Refusal, RefusalCode},
    values::{Faults, Problem, ProblemCode, Reason},
};

/// Most versions of a partnership.
const MOST_VERSIONS: usize = 100;
/// Most of them in a day.
const MOST_A_DAY: usize = 10;
/// A day on any clock.
const DAY: TimeDelta = TimeDelta::hours(24);

impl Partnership {
    /// Changes what the parties work on: the draft, what waits for signatures, which is taken back with the
    /// signatures that it has, or what binds, by an amendment beside it.
    ///
    /// # Errors
    /// Faults for a text without the organisation acted for or, once it is bound, with another form or, once it is in
    /// force, another first day, and for a buyer's agreement to come; refusals: `WRONG_STATE`, `NOTHING_TO_DO` where neither the outline nor the articles differ.
    pub fn change(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        today: NaiveDate,
        (outline, articles): (Outline, &Articles),
        before: &Articles,
    ) -> Result<(), Rejection> {
        self.permits(PartnershipAction::Change, Some(by), today)?;
        let bound = self.binding_outline();
        // Who amends an agreement may strike itself out of it, and signs that it does.
        if !outline.has_party(by) && bound.is_none() {
            return Err(missing_party(by).into());
        }
        if let Some(bound) = bound {
            let fixed = |with| Problem::new(ProblemCode::Inconsistent).with("with", with);
            if outline.form != bound.form {
                return Err(Faults::one("form", fixed("form")).into());
            }
            if self.is_in_force() && outline.term.starts_on != bound.term.starts_on {
                let fault = Faults::one("startsOn", fixed("startsOn"));
                return Err(fault.within("term").into());
            }
        }
        let agreed = outline.consortium.and_then(|one| one.buyer_agreed_on);
        if agreed.is_some_and(|day| day > today) {
            let problem = Problem::new(ProblemCode::OutOfRange).with("max", today);
            let fault = Faults::one("buyerAgreedOn", problem);
            return Err(fault.within("consortium").into());
        }
        if outline == self.outline && articles == before {
            return Err(Refusal::new(RefusalCode::NothingToDo).into());
        }
        let waited = self.proposed().is_some();
        self.lapse(act, VersionState::Withdrawn);
        let before = self.insiders();
        let named = outline.organisations().filter(|one| !before.contains(one));
        let named: Vec<_> = named.map(|one| one.to_string()).collect();
        self.outline = outline;
        if self.stage == Stage::Settled {
            self.course.edits_before = self.edits;
        }
        self.edits += 1;
        self.edit = self.edits;
        self.stage = Stage::Draft;
        if self.binding().is_none() {
            self.state = PartnershipState::Draft;
            self.ends_on = self.outline.term.ends_on;
        }
        if waited {
            self.tell(act, EventKind::PartnershipWithdrawn);
        }
        let edit = self.edit;
        self.tell_with(act, EventKind::PartnershipChanged, |event| {
            let event = event.with("edit", edit);
            match named.as_slice() {
                [] => event,
                named => event.with("named", named.join(" ")),
            }
        });
        Ok(())
    }

    /// Whether what the parties work on can be frozen, whatever its articles say.
    ///
    /// # Errors
    /// `WRONG_STATE`, its fact `state` `EXPIRED` where its last day is over, `ACTIVE` for another first day of
    /// what has begun since; `FORM_RULE`.
    pub fn can_be_proposed(&self, around: &Around, today: NaiveDate) -> Result<(), Refusal> {
        self.permits(PartnershipAction::Propose, None, today)?;
        if self
            .would_end_on(&self.outline)
            .is_some_and(|last| last < today)
        {
            return Err(Refusal::state("EXPIRED", PartnershipAction::Propose));
        }
        let bound = self.binding_outline();
        if self.is_in_force()
            && bound.is_some_and(|bound| bound.term.starts_on != self.outline.term.starts_on)
        {
            // It has begun since that was drafted.
            return Err(Refusal::state(self.state, PartnershipAction::Propose));
        }
        self.outline.keeps_to_form(around)?;
        if self.outline.staff.is_some() && !self.employee_has_agreed(today) {
            return Err(FormRule::EmployeeAgreed.broken());
        }
        self.may_be_composed_as(&self.outline, today)
    }

    /// Whether the employee of a loan has agreed before working by it: by its first day, by today where that
    /// is still to come, or where an amendment lends another employee from its signature on.
    fn employee_has_agreed(&self, today: NaiveDate) -> bool {
        let employee = |outline: &Outline| outline.staff.map(|staff| staff.resource);
        let bound = self.binding_outline().and_then(employee);
        let another = bound.is_some() && bound != employee(&self.outline);
        let first = self.outline.term.starts_on;
        let by = if another { today } else { first.min(today) };
        self.outline.employee_had_agreed_by(by)
    }

    /// Whether other organisations are in an outline than in the one that binds.
    pub(super) fn changes_composition(&self, outline: &Outline) -> bool {
        self.binding_outline().is_some_and(|bound| {
            let mut stay = bound.organisations();
            let mut new = outline.organisations();
            !stay.all(|one| outline.has_party(one)) || new.any(|one| !bound.has_party(one))
        })
    }

    /// The number that the next version has.
    pub fn next_number(&self) -> i32 {
        self.versions.last().map_or(1, |version| version.number + 1)
    }

    /// Whether there is room for another version: each keeps its text for good, and writes to every party.
    ///
    /// # Errors
    /// `TOO_MANY_VERSIONS` (fact `max`) beyond a hundred; `TOO_MANY_PROPOSALS` (facts `max`, `hours`, `until`)
    /// beyond ten in 24 hours.
    pub fn has_room_for_a_version(&self, at: DateTime<Utc>) -> Result<(), Refusal> {
        if self.versions.len() >= MOST_VERSIONS {
            let refusal = Refusal::new(RefusalCode::TooManyVersions);
            return Err(refusal.with("max", MOST_VERSIONS));
        }
        let mut newest = self.versions.iter().rev();
        let again = newest.nth(MOST_A_DAY - 1).map(|one| one.proposed_at + DAY);
        match again {
            Some(again) if again > at => Err(Refusal::new(RefusalCode::TooManyProposals)
                .with("max", MOST_A_DAY)
                .with("hours", DAY.num_hours())
                .with("until", again.to_rfc3339())),
            _ => Ok(()),
        }
    }

    /// Asks every party to sign what was frozen. `around` is what the rules of its form need to know.
    ///
    /// # Errors
    /// As [`Self::can_be_proposed`].
    pub fn propose(
        &mut self,
        act: &Act<'_>,
        today: NaiveDate,
        around: &Around,
        frozen: Frozen,
    ) -> Result<(), Refusal> {
        self.can_be_proposed(around, today)?;
        let mut signatories = self.current();
        signatories.extend(self.outline.organisations());
        signatories.sort();
        signatories.dedup();
        let number = self.next_number();
        self.versions.push(Version {
            id: frozen.id,
            number,
            edit: self.edit,
            outline: self.outline.clone(),
            sha256: frozen.sha256,
            signatories,
            proposed_at: act.at,
            proposed_by: act.person,
            proposed_for: act.acting_for,
            state: VersionState::Proposed,
            settled_at: None,
            signatures: Vec::new(),
        });
        self.stage = Stage::Proposed;
        if self.binding().is_none() {
            self.state = PartnershipState::Proposed;
        }
        self.tell_with(act, EventKind::PartnershipProposed, |event| {
            event.with("number", number)
        });
        Ok(())
    }

    /// Takes the proposed version back, so that it can be changed; its signatures go with it.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn withdraw(&mut self, act: &Act<'_>, today: NaiveDate) -> Result<(), Refusal> {
        self.permits(PartnershipAction::Withdraw, None, today)?;
        self.lapse(act, VersionState::Withdrawn);
        self.stage = Stage::Draft;
        if self.binding().is_none() {
            self.state = PartnershipState::Draft;
        }
        self.tell(act, EventKind::PartnershipWithdrawn);
        Ok(())
    }

    /// Signs the proposed version for a party. With the last signature it binds: from its first day on, an
    /// amendment at once.
    ///
    /// # Errors
    /// `OTHER_VERSION` where what was read is not what is proposed; what [`Self::permits`] says of signing.
    pub fn sign(
        &mut self,
        act: &Act<'_>,
        today: NaiveDate,
        read: &Fingerprint,
        signature: Signature,
    ) -> Result<(), Refusal> {
        let by = signature.organisation;
        self.permits(PartnershipAction::Sign, Some(by), today)?;
        let proposed = |version: &&mut Version| version.state == VersionState::Proposed;
        let Some(version) = self.versions.iter_mut().find(proposed) else {
            return Err(Refusal::state(self.stage, PartnershipAction::Sign));
        };
        if version.sha256 != *read {
            return Err(Refusal::new(RefusalCode::OtherVersion)
                .with("number", version.number)
                .with("sha256", &version.sha256));
        }
        version.signatures.push(signature);
        let (number, complete) = (version.number, version.is_signed());
        let left = version.awaits().count();
        self.tell_with(act, EventKind::PartnershipSigned, |event| {
            event
                .with("number", number)
                .with("party", by)
                .with("left", left)
        });
        if complete {
            self.bind(act, today);
        }
        Ok(())
    }

    /// Every party has signed.
    fn bind(&mut self, act: &Act<'_>, today: NaiveDate) {
        self.stage = Stage::Settled;
        if self.state.binds() {
            let amended = self.proposed().map(|version| version.outline.clone());
            let number = self.proposed().map(|version| version.number);
            let amendment = number.map(|number| Amendment { number, on: today });
            self.course.amendments.extend(amendment);
            let ends_on = amended.as_ref().map(|outline| self.would_end_on(outline));
            let deadline = amended.as_ref().and_then(Outline::bid_deadline);
            let before = self.binding_outline().and_then(Outline::bid_deadline);
            if deadline.is_some() && deadline != before {
                // Another bid, of which nothing was awarded yet.
                self.course.awarded_on = None;
            }
            let binding = if self.is_in_force() {
                VersionState::InForce
            } else {
                VersionState::Signed
            };
            self.settle(act, binding, VersionState::Superseded);
            self.settle(act, VersionState::Proposed, binding);
            if let Some((outline, ends_on)) = amended.zip(ends_on) {
                self.take_up(&outline, ends_on, today);
            }
            // Who gave notice before has signed that it goes on.
            let revoked = self.course.termination.take();
            self.tell_with(act, EventKind::PartnershipAmended, |event| match revoked {
                Some(notice) => event.with("revokes", notice.by),
                None => event,
            });
            self.begin_if_due(act, today);
        } else {
            self.state = PartnershipState::Signed;
            self.settle(act, VersionState::Proposed, VersionState::Signed);
            self.begin_if_due(act, today);
        }
    }

    /// The last day by an outline: an amendment that says the same as what is in force leaves the renewals as
    /// they are.
    pub(super) fn would_end_on(&self, outline: &Outline) -> Option<NaiveDate> {
        let bound = self.binding_outline();
        let same = bound.is_some_and(|bound| bound.term.ends_on == outline.term.ends_on);
        if same {
            self.ends_on
        } else {
            outline.term.ends_on
        }
    }

    /// An amendment is in force: who had left and has signed anew is back, who is struck out does not leave any
    /// more, and what was said of the end before is not said of another one.
    fn take_up(&mut self, outline: &Outline, ends_on: Option<NaiveDate>, today: NaiveDate) {
        if ends_on != self.ends_on {
            self.ends_on = ends_on;
            self.begin_warnings(today);
            self.course.no_renewal = None;
        }
        let (back, departures): (Vec<_>, Vec<_>) = std::mem::take(&mut self.course.departures)
            .into_iter()
            .partition(|one| one.done && outline.has_party(one.notice.by));
        self.course.absences.extend(back.iter().map(|one| Absence {
            party: one.notice.by,
            from: one.notice.effective_on,
            until: today,
        }));
        let stays = |one: &Departure| one.done || outline.has_party(one.notice.by);
        self.course.departures = departures.into_iter().filter(stays).collect();
    }

    /// Declines what is drafted or proposed: a new agreement comes to nothing, one that is in force stays as
    /// it is.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn decline(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        today: NaiveDate,
        reason: Reason,
    ) -> Result<(), Refusal> {
        self.permits(PartnershipAction::Decline, Some(by), today)?;
        self.lapse(act, VersionState::Declined);
        let notice = notice(act, by, reason, today);
        let told = notice.reason.clone();
        self.course.declined = Some(notice);
        let kind = if self.state.binds() {
            self.back_to_force();
            EventKind::PartnershipAmendmentDeclined
        } else {
            self.stage = Stage::Settled;
            self.state = PartnershipState::Declined;
            EventKind::PartnershipDeclined
        };
        self.tell_with(act, kind, |event| {
            event.with("party", by).with("reason", told)
        });
        Ok(())
    }

    /// Gives the draft up: a new agreement, or an amendment.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn discard(&mut self, act: &Act<'_>, today: NaiveDate) -> Result<(), Refusal> {
        self.permits(PartnershipAction::Discard, None, today)?;
        if self.state.binds() {
            self.back_to_force();
        } else {
            self.stage = Stage::Settled;
            self.state = PartnershipState::Discarded;
        }
        self.tell(act, EventKind::PartnershipDiscarded);
        Ok(())
    }

    pub(super) fn back_to_force(&mut self) {
        self.stage = Stage::Settled;
        if let Some(version) = self.binding() {
            let (outline, edit) = (version.outline.clone(), version.edit);
            self.outline = outline;
            self.edit = edit;
        }
    }
}
