//! Which commitments were kept: what is due by whom and when, and what of it was delivered.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    fulfilment::CommitmentSide,
    occurrences::{CommitmentState, Kept, Occurrence},
    partnership::Partnership,
    schedule::place,
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
    /// Everything that is due, by its day, with what was delivered of it; what has no day comes last. Nothing is
    /// due after the last day of the agreement, nor of a party after it has left.
    pub fn occurrences(&self, keeping: &Keeping, today: NaiveDate) -> Vec<Occurrence> {
        self.all(keeping, today, |one| one.owed)
    }

    /// The same, with what is not owed any more of which something was declared.
    pub fn followed(&self, keeping: &Keeping, today: NaiveDate) -> Vec<Occurrence> {
        self.all(keeping, today, |one| {
            one.owed || !one.fulfilments.is_empty()
        })
    }

    /// What counts in the figures of a period: what is owed, and what was kept of what is not owed any more, of
    /// commitments that an amendment has left out since, and of those that were due after the end.
    pub fn made(&self, keeping: &Keeping, today: NaiveDate) -> Vec<Occurrence> {
        self.all(keeping, today, |one| {
            one.owed || one.state == CommitmentState::Fulfilled
        })
    }

    fn all(
        &self,
        keeping: &Keeping,
        today: NaiveDate,
        told: impl Fn(&Occurrence) -> bool,
    ) -> Vec<Occurrence> {
        let commitments = self.commitments().into_iter();
        let mut all: Vec<_> = commitments
            .flat_map(|id| self.occurrences_of(id, keeping, today))
            .filter(told)
            .collect();
        all.sort_by_key(|one| (one.due_on.is_none(), one.due_on));
        all
    }

    /// A commitment on each day on which it is due, and on each for which something was declared though it is not.
    fn occurrences_of(
        &self,
        id: CommitmentId,
        keeping: &Keeping,
        today: NaiveDate,
    ) -> Vec<Occurrence> {
        let days = self.due_days(id);
        let mut occurrences: Vec<_> = days
            .iter()
            .map(|day| {
                let sides = self.between(day, today);
                let mut one = Occurrence::new(day.commitment, sides, day.due_on);
                one.owed = day.stands;
                one
            })
            .collect();
        let mut elsewhere: BTreeMap<_, Occurrence> = BTreeMap::new();
        for kept in keeping.fulfilments.iter().filter(|one| one.is_of(id)) {
            let said = &kept.fulfilment;
            if let Some(at) = place(&days, said.due_on) {
                occurrences[at].fulfilments.push(kept.clone());
            } else if let Some(commitment) = self.commitment(id) {
                let new = || Occurrence::new(commitment, said.sides.clone(), said.due_on);
                let one = elsewhere.entry(said.due_on).or_insert_with(new);
                one.fulfilments.push(kept.clone());
            }
        }
        for waiver in keeping.waivers.iter().filter(|one| one.commitment == id) {
            if let Some(at) = place(&days, waiver.due_on) {
                occurrences[at].waivers.push(waiver.clone());
            }
        }
        occurrences.extend(elsewhere.into_values());
        for one in &mut occurrences {
            one.add_up();
            one.owed &= !one.sides.creditors.is_empty() && !self.is_over_by(one);
            let by = one.due_on.or_else(|| self.last_day_of(one.sides.debtor));
            one.state = self.state_of(one, by.filter(|_| one.owed), today);
        }
        occurrences
    }

    /// Whether it was over, or who owes it gone, on the day on which something is due.
    fn is_over_by(&self, one: &Occurrence) -> bool {
        one.due_on.is_some_and(|day| {
            self.over_on().is_some_and(|over| over <= day) || self.is_gone(one.sides.debtor, day)
        })
    }

    /// The last day on which a party owed what is due as long as the agreement is in force, where that is over.
    pub fn last_day_of(&self, debtor: OrganisationId) -> Option<NaiveDate> {
        let ends = self.over_on().into_iter().chain(self.left_on(debtor));
        ends.min()?.pred_opt()
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
        let creditors = &one.sides.creditors;
        let gave_up = |party: &OrganisationId| one.waivers.iter().any(|one| one.by == *party);
        let waived = !creditors.is_empty() && creditors.iter().all(gave_up);
        if one.is_fulfilled() {
            CommitmentState::Fulfilled
        } else if waived {
            CommitmentState::Waived
        } else if by.is_some_and(|day| day < today && !waits(day)) && !one.is_told() {
            CommitmentState::Late
        } else if one.is_contested() {
            CommitmentState::Disputed
        } else if one
            .counted
            .is_some_and(|counted| counted != counted.none_of_it())
        {
            CommitmentState::PartlyFulfilled
        } else {
            CommitmentState::Pending
        }
    }

    /// The first day on which it was over, where it is.
    fn over_on(&self) -> Option<NaiveDate> {
        let outline = self.outline_agreed().filter(|_| self.state.is_over())?;
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

    /// What the commitments ask of each of the parties.
    pub fn tasks(&self, keeping: &Keeping, today: NaiveDate) -> HashMap<OrganisationId, Tasks> {
        let mut tasks: HashMap<_, Tasks> = HashMap::new();
        // What was said of what is not owed any more is still to be answered.
        for one in self.followed(keeping, today) {
            let debtor = one.sides.debtor;
            if one.owed && one.state.is_open() && !one.is_declared() && !self.has_left(debtor) {
                let task = tasks.entry(debtor).or_default();
                let days = task.deliver_by.into_iter().chain(one.due_on);
                task.deliver_by = days.min();
            }
            for party in one.awaited() {
                tasks.entry(party).or_default().answer = true;
            }
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
        let days = self.standing(commitment)?;
        let day = super::fulfilment::due_day(&days, due_on)
            .map_err(|problem| Faults::one("dueOn", problem))?;
        let due_on = day.due_on;
        let sides = self.between(day, today);
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
