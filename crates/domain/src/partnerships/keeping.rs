//! Which commitments were kept: what is due by whom and when, and what of it was delivered.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    commitments::Commitment,
    fulfilment::CommitmentSide,
    occurrences::{CommitmentState, Kept, Occurrence},
    outline::Outline,
    partnership::Partnership,
    state::{PartnershipAction, PartnershipState},
};
use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Subject},
    ids::{CommitmentId, OrganisationId, PartnershipId, PersonId, WaiverId},
    refusals::{Refusal, RefusalCode},
    values::{Faults, Problem, ProblemCode, Reason},
};

/// Who owes, and who is owed to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sides {
    /// Who owes.
    pub debtor: OrganisationId,
    /// Who is owed to.
    pub creditors: Vec<OrganisationId>,
}

impl Sides {
    /// On which side an organisation is.
    pub fn of(&self, organisation: OrganisationId) -> Option<CommitmentSide> {
        if organisation == self.debtor {
            return Some(CommitmentSide::Debtor);
        }
        let owed = self.creditors.contains(&organisation);
        owed.then_some(CommitmentSide::Creditor)
    }

    /// Those of a side.
    pub fn those(&self, side: CommitmentSide) -> Vec<OrganisationId> {
        match side {
            CommitmentSide::Debtor => vec![self.debtor],
            CommitmentSide::Creditor => self.creditors.clone(),
        }
    }
}

/// A creditor gives up what is owed to it of a commitment on a day: remise de dette (C. civ. art. 1350).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// Its id.
    pub id: WaiverId,
    /// By which agreement.
    pub partnership: PartnershipId,
    /// Of which commitment.
    pub commitment: CommitmentId,
    /// On which of the days on which it is due.
    pub due_on: Option<NaiveDate>,
    /// Who gives it up.
    pub by: OrganisationId,
    /// Who of them said so.
    pub person: Option<PersonId>,
    /// Why.
    pub reason: Reason,
    /// When.
    pub at: DateTime<Utc>,
}

/// All that was declared and given up of the commitments of an agreement.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Keeping {
    /// What was declared, the first first.
    pub fulfilments: Vec<Kept>,
    /// What was given up.
    pub waivers: Vec<Waiver>,
}

/// How many commitments stand where; one that is due each month counts for each.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is documented on `CommitmentState`")]
pub struct Figures {
    pub pending: u32,
    pub partly_fulfilled: u32,
    pub fulfilled: u32,
    pub late: u32,
    pub waived: u32,
    pub disputed: u32,
}

impl Figures {
    /// Counts.
    pub fn of<'a>(occurrences: impl IntoIterator<Item = &'a Occurrence>) -> Self {
        let mut figures = Self::default();
        for one in occurrences {
            *match one.state {
                CommitmentState::Pending => &mut figures.pending,
                CommitmentState::PartlyFulfilled => &mut figures.partly_fulfilled,
                CommitmentState::Fulfilled => &mut figures.fulfilled,
                CommitmentState::Late => &mut figures.late,
                CommitmentState::Waived => &mut figures.waived,
                CommitmentState::Disputed => &mut figures.disputed,
            } += 1;
        }
        figures
    }

    /// All of them.
    pub fn total(self) -> u32 {
        self.pending
            + self.partly_fulfilled
            + self.fulfilled
            + self.late
            + self.waived
            + self.disputed
    }
}

/// What the commitments of an agreement ask of a party.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tasks {
    /// The first day on which something is due that it has not declared.
    pub deliver_by: Option<NaiveDate>,
    /// Whether the other side waits for its answer.
    pub answer: bool,
}

impl Partnership {
    /// What was agreed upon last by all: what is in force, or was to its end.
    pub fn outline_agreed(&self) -> Option<&Outline> {
        use super::state::VersionState as V;
        let mut bound = self.versions.iter().rev();
        let last = bound.find(|one| matches!(one.state, V::InForce | V::Signed | V::Ended));
        last.map(|version| &version.outline)
    }

    /// A commitment that was agreed upon.
    ///
    /// # Errors
    /// `UNKNOWN` on `commitment`.
    pub fn owed(&self, id: CommitmentId) -> Result<&Commitment, Faults> {
        let unknown = || {
            let problem = Problem::new(ProblemCode::Unknown).with("given", id);
            Faults::one("commitment", problem)
        };
        let outline = self.outline_agreed().ok_or_else(unknown)?;
        let mut commitments = outline.commitments.iter();
        commitments.find(|one| one.id == id).ok_or_else(unknown)
    }

    /// A commitment that was agreed upon at any time: also one that an amendment has dropped since.
    pub fn commitment(&self, id: CommitmentId) -> Option<&Commitment> {
        let mut versions = self.versions.iter().rev().filter(|one| one.state.bound());
        versions.find_map(|version| {
            let mut commitments = version.outline.commitments.iter();
            commitments.find(|one| one.id == id)
        })
    }

    /// Between whom a commitment is that is due on a day: those to whom it is owed in the agreement as it is, but
    /// for who has left by then.
    pub fn sides(&self, commitment: &Commitment, on: NaiveDate) -> Sides {
        let outline = self.outline_agreed().unwrap_or(&self.outline);
        let mut sides = sides(commitment, outline);
        let stays = |party: &OrganisationId| self.left_on(*party).is_none_or(|left| on < left);
        sides.creditors.retain(stays);
        sides
    }

    /// Everything that is due, by its day, with what was delivered of it; what has no day comes last. Nothing is
    /// due after the last day of the agreement, nor of a party after it has left.
    pub fn occurrences(&self, keeping: &Keeping, today: NaiveDate) -> Vec<Occurrence> {
        let Some(outline) = self.outline_agreed() else {
            return Vec::new();
        };
        let commitments = outline.commitments.iter();
        let mut occurrences: Vec<_> = commitments
            .flat_map(|one| self.occurrences_of(one, outline, keeping, today).owed)
            .collect();
        in_order(&mut occurrences);
        occurrences
    }

    /// The same, with what is not owed any more of which something was declared.
    pub fn followed(&self, keeping: &Keeping, today: NaiveDate) -> Vec<Occurrence> {
        let mut followed = self.occurrences(keeping, today);
        let lapsed = self.lapsed(keeping, today).into_iter();
        followed.extend(lapsed.filter(|one| !one.fulfilments.is_empty()));
        in_order(&mut followed);
        followed
    }

    /// What was kept of commitments that an amendment has dropped since, and of those that were due after the end.
    /// What of them was not kept by then is not owed any more: of the former all have signed what takes their place
    /// (C. civ. art. 1329).
    pub fn kept_before(&self, keeping: &Keeping, today: NaiveDate) -> Vec<Occurrence> {
        let lapsed = self.lapsed(keeping, today).into_iter();
        lapsed
            .filter(|one| one.state == CommitmentState::Fulfilled)
            .collect()
    }

    /// The commitments that an amendment has dropped, or that were due after the end: nothing of them is late.
    fn lapsed(&self, keeping: &Keeping, today: NaiveDate) -> Vec<Occurrence> {
        let Some(outline) = self.outline_agreed() else {
            return Vec::new();
        };
        let mut seen: BTreeSet<_> = outline.commitments.iter().map(|one| one.id).collect();
        let bound = self.versions.iter().rev().filter(|one| one.state.bound());
        let dropped: Vec<_> = bound
            .flat_map(|version| &version.outline.commitments)
            .filter(|one| seen.insert(one.id))
            .collect();
        let dropped = dropped.into_iter().flat_map(|one| {
            let all = self.occurrences_of(one, outline, keeping, today);
            all.owed.into_iter().chain(all.over)
        });
        let agreed = outline.commitments.iter();
        let over = agreed.flat_map(|one| self.occurrences_of(one, outline, keeping, today).over);
        let lapsed = dropped.chain(over).map(|mut one| {
            one.owed = false;
            one.state = self.state_of(&one, None, today);
            one
        });
        lapsed.collect()
    }

    fn occurrences_of(
        &self,
        commitment: &Commitment,
        outline: &Outline,
        keeping: &Keeping,
        today: NaiveDate,
    ) -> DueDays {
        let over = self.state.is_over();
        let over = over.then(|| self.over_on(outline)).flatten();
        let gone = self.left_on(commitment.debtor);
        let ends = [over, gone].into_iter().flatten().min();
        let due = commitment.due();
        let (mut fulfilments, mut waivers) = keeping.of(commitment.id, &due);
        let occurrences = due.into_iter().map(|due_on| {
            let mut one = Occurrence {
                commitment: commitment.clone(),
                sides: self.sides(commitment, due_on.unwrap_or(today)),
                due_on,
                owed: true,
                state: CommitmentState::Pending,
                counted: None,
                declared: None,
                fulfilments: fulfilments.remove(&due_on).unwrap_or_default(),
                waivers: waivers.remove(&due_on).unwrap_or_default(),
            };
            one.add_up();
            let by = due_on.or(ends.and_then(|day| day.pred_opt()));
            one.state = self.state_of(&one, by, today);
            one
        });
        let (owed, over) =
            occurrences.partition(|one| one.due_on.zip(ends).is_none_or(|(day, ends)| day < ends));
        DueDays { owed, over }
    }

    fn state_of(
        &self,
        one: &Occurrence,
        by: Option<NaiveDate>,
        today: NaiveDate,
    ) -> CommitmentState {
        let waits = |day: NaiveDate| {
            let suspension = self.course.suspension.as_ref();
            self.is_suspended() && suspension.is_some_and(|since| since.effective_on <= day)
        };
        let staying = |party: &&OrganisationId| !self.has_left(**party);
        let mut owed = one.sides.creditors.iter().filter(staying).peekable();
        let waived = owed.peek().is_some()
            && owed.all(|party| one.waivers.iter().any(|waiver| waiver.by == *party));
        if one.is_fulfilled() {
            CommitmentState::Fulfilled
        } else if waived {
            CommitmentState::Waived
        } else if one.is_contested() {
            CommitmentState::Disputed
        } else if by.is_some_and(|day| day < today && !waits(day)) && !one.is_declared() {
            CommitmentState::Late
        } else if one
            .counted
            .is_some_and(|counted| counted != counted.none_of_it())
        {
            CommitmentState::PartlyFulfilled
        } else {
            CommitmentState::Pending
        }
    }

    /// The first day on which it was over.
    fn over_on(&self, outline: &Outline) -> Option<NaiveDate> {
        if self.state == PartnershipState::Terminated {
            return self.course.termination.as_ref().map(|one| one.effective_on);
        }
        let left = outline.organisations().filter(|one| !self.has_left(*one));
        if left.count() < 2 {
            let departures = self.course.departures.iter().filter(|one| one.done);
            return departures.map(|one| one.notice.effective_on).max();
        }
        self.ends_on?.succ_opt()
    }

    fn left_on(&self, organisation: OrganisationId) -> Option<NaiveDate> {
        let mut departures = self.course.departures.iter();
        let left = departures.find(|one| one.done && one.notice.by == organisation)?;
        Some(left.notice.effective_on)
    }

    /// What the commitments ask of each of the parties.
    pub fn tasks(&self, keeping: &Keeping, today: NaiveDate) -> HashMap<OrganisationId, Tasks> {
        let mut tasks: HashMap<_, Tasks> = HashMap::new();
        for one in self.occurrences(keeping, today) {
            if one.state.is_open() && !one.is_declared() {
                let task = tasks.entry(one.sides.debtor).or_default();
                let days = task.deliver_by.into_iter().chain(one.due_on);
                task.deliver_by = days.min();
            }
            for party in one.awaited() {
                tasks.entry(party).or_default().answer = true;
            }
        }
        // What was said of what is not owed any more is still to be answered.
        let lapsed = self.lapsed(keeping, today);
        for party in lapsed.iter().flat_map(Occurrence::awaited) {
            tasks.entry(party).or_default().answer = true;
        }
        tasks
    }

    /// A creditor gives up what is owed to it of a commitment on a day, and says why.
    ///
    /// # Errors
    /// `WRONG_STATE`, also where it was fulfilled or this creditor has given it up already; `NOT_YOUR_SIDE`;
    /// faults as those of [`Fulfilment::declare`] on `commitment` and `dueOn`.
    pub fn waive(
        &self,
        act: &Act<'_>,
        by: OrganisationId,
        (commitment, due_on): (CommitmentId, Option<NaiveDate>),
        (keeping, today): (&Keeping, NaiveDate),
        reason: Reason,
    ) -> Result<(Waiver, Event), super::Rejection> {
        let waive = PartnershipAction::WaiveCommitment;
        self.permits(waive, Some(by), today)?;
        let owed = self.owed(commitment)?;
        let due_on = super::fulfilment::due_day(owed, due_on)
            .map_err(|problem| Faults::one("dueOn", problem))?;
        let sides = self.sides(owed, due_on.unwrap_or(today));
        if sides.of(by) != Some(CommitmentSide::Creditor) {
            let refusal = Refusal::new(RefusalCode::NotYourSide);
            return Err(refusal.with("side", CommitmentSide::Creditor).into());
        }
        let mut occurrences = self.occurrences(keeping, today).into_iter();
        let found = occurrences.find(|one| one.commitment.id == commitment && one.due_on == due_on);
        let found = found.ok_or_else(|| {
            let over = Problem::new(ProblemCode::Unknown);
            let given = due_on.into_iter();
            Faults::one(
                "dueOn",
                given.fold(over, |over, day| over.with("given", day)),
            )
        })?;
        if found.state == CommitmentState::Fulfilled {
            return Err(Refusal::state(found.state, waive).into());
        }
        if found.waivers.iter().any(|one| one.by == by) {
            return Err(Refusal::state(CommitmentState::Waived, waive).into());
        }
        let waiver = Waiver {
            id: act.id(),
            partnership: self.id,
            commitment,
            due_on,
            by,
            person: act.person,
            reason,
            at: act.at,
        };
        let subject = Subject::Partnership(self.id);
        let event = Event::new(act, EventKind::CommitmentWaived, subject, Audience::Parties)
            .with("commitment", commitment)
            .with("reason", &waiver.reason);
        Ok((waiver, event))
    }
}

/// A commitment on each of the days on which it is due.
struct DueDays {
    /// Those within the agreement.
    owed: Vec<Occurrence>,
    /// Those after its end, or after its debtor has left: nothing is owed on them.
    over: Vec<Occurrence>,
}

fn in_order(occurrences: &mut [Occurrence]) {
    occurrences.sort_by_key(|one| (one.due_on.is_none(), one.due_on));
}

/// Nobody named: all the others.
fn sides(commitment: &Commitment, outline: &Outline) -> Sides {
    let others = || {
        let all = outline.organisations();
        all.filter(|one| *one != commitment.debtor).collect()
    };
    Sides {
        debtor: commitment.debtor,
        creditors: if commitment.creditors.is_empty() {
            others()
        } else {
            commitment.creditors.clone()
        },
    }
}

type ByDay<T> = BTreeMap<Option<NaiveDate>, Vec<T>>;

impl Keeping {
    /// Those of a commitment, by the days on which it is due. One that was for a day on which it is not due
    /// any more, since an amendment has moved it, belongs to the next one, or to the last.
    fn of(&self, id: CommitmentId, due: &[Option<NaiveDate>]) -> (ByDay<Kept>, ByDay<Waiver>) {
        let place = |day: Option<NaiveDate>| {
            let exact = due.iter().find(|one| **one == day);
            let next = || due.iter().find(|one| **one >= day);
            exact.or_else(next).or(due.last()).copied().flatten()
        };
        let mut kept: ByDay<Kept> = BTreeMap::new();
        for one in &self.fulfilments {
            if one.fulfilment.commitment == id {
                let day = place(one.fulfilment.due_on);
                kept.entry(day).or_default().push(one.clone());
            }
        }
        let mut waivers: ByDay<Waiver> = BTreeMap::new();
        for one in self.waivers.iter().filter(|one| one.commitment == id) {
            waivers
                .entry(place(one.due_on))
                .or_default()
                .push(one.clone());
        }
        (kept, waivers)
    }
}
