//! On which days something is due, and by which text.
//!
//! What is due each month is judged month by month by the text that was in force on its day: an amendment is for
//! what is to come. What is due once is due as was agreed upon last. What an amendment leaves out is not owed any
//! more, since all have signed what takes its place (C. civ. art. 1329); but who had left by then has signed
//! nothing, and is owed, and owes, what was due before.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::{
    commitments::{Commitment, Recurrence},
    keeping::Sides,
    outline::Outline,
    partnership::Partnership,
    state::VersionState,
    version::Version,
};
use crate::{
    ids::{CommitmentId, OrganisationId},
    values::{Faults, Problem, ProblemCode},
};

/// A day on which something is due, by the text that says so.
#[derive(Debug, Clone)]
pub(super) struct DueDay<'a> {
    /// The day; `None` for what is due as long as the agreement is in force.
    pub(super) due_on: Option<NaiveDate>,
    /// What, in the words of that text.
    pub(super) commitment: &'a Commitment,
    /// Whether it stands: no later text has done away with it.
    pub(super) stands: bool,
    outline: &'a Outline,
    /// To whom it was owed before by a text that this one takes the place of, and who have not signed this one.
    also_to: Vec<OrganisationId>,
}

impl DueDay<'_> {
    fn is_before(&self, day: NaiveDate) -> bool {
        self.due_on.is_some_and(|due_on| due_on < day)
    }

    fn recurs(&self) -> bool {
        self.commitment.recurrence == Recurrence::Monthly
    }
}

impl Partnership {
    /// The version that all have agreed upon last: the one in force, or that was to its end.
    pub fn agreed(&self) -> Option<&Version> {
        use VersionState as V;
        let mut bound = self.versions.iter().rev();
        bound.find(|one| matches!(one.state, V::InForce | V::Signed | V::Ended))
    }

    /// What was agreed upon last by all.
    pub fn outline_agreed(&self) -> Option<&Outline> {
        self.agreed().map(|version| &version.outline)
    }

    /// A commitment that was agreed upon at any time, in its last words: also one that an amendment has left out
    /// since.
    pub fn commitment(&self, id: CommitmentId) -> Option<&Commitment> {
        let mut versions = self.bound_versions().rev();
        versions.find_map(|version| commitment_in(version, id))
    }

    /// Every commitment that was agreed upon at any time, the last agreed upon first.
    pub(super) fn commitments(&self) -> Vec<CommitmentId> {
        let mut seen = BTreeSet::new();
        let all = self
            .bound_versions()
            .rev()
            .flat_map(|version| &version.outline.commitments);
        let all = all.map(|one| one.id).filter(|id| seen.insert(*id));
        all.collect()
    }

    fn bound_versions(&self) -> impl DoubleEndedIterator<Item = &Version> {
        self.versions.iter().filter(|one| one.state.bound())
    }

    /// The days on which a commitment is due, by the texts that were in force one after the other.
    pub(super) fn due_days(&self, id: CommitmentId) -> Vec<DueDay<'_>> {
        let mut days: Vec<DueDay<'_>> = Vec::new();
        for version in self.bound_versions() {
            let from = self.course.bound_from(version.number);
            let has_signed = |party: &OrganisationId| version.signatories.contains(party);
            let Some(commitment) = commitment_in(version, id) else {
                for day in &mut days {
                    let sides = day.due_on.map(|on| self.sides(day, on));
                    let given_up = sides.is_none_or(|sides| {
                        has_signed(&sides.debtor) && sides.creditors.iter().all(has_signed)
                    });
                    day.stands &= day.is_before(from) && !given_up;
                }
                continue;
            };
            let (stay, replaced): (Vec<_>, Vec<_>) = days
                .into_iter()
                .partition(|day| day.recurs() && day.is_before(from));
            let mut also_to: Vec<_> = replaced
                .iter()
                .filter(|day| !day.recurs())
                .filter_map(|day| Some(self.sides(day, day.due_on?).creditors))
                .flatten()
                .filter(|party| !has_signed(party) && *party != commitment.debtor)
                .collect();
            also_to.dedup();
            let months: BTreeSet<_> = stay.iter().filter_map(|day| month(day.due_on)).collect();
            days = stay;
            let due = commitment.due().into_iter();
            let recurs = commitment.recurrence == Recurrence::Monthly;
            let new = due
                .filter(|day| !recurs || month(*day).is_none_or(|month| !months.contains(&month)));
            days.extend(new.map(|due_on| DueDay {
                due_on,
                commitment,
                stands: true,
                outline: &version.outline,
                also_to: also_to.clone(),
            }));
        }
        days
    }

    /// The days on which a commitment is due that no later text has done away with.
    ///
    /// # Errors
    /// `UNKNOWN` on `commitment` where there are none.
    pub(super) fn standing(&self, id: CommitmentId) -> Result<Vec<DueDay<'_>>, Faults> {
        let mut days = self.due_days(id);
        days.retain(|day| day.stands);
        if days.is_empty() {
            let problem = Problem::new(ProblemCode::Unknown).with("given", id);
            return Err(Faults::one("commitment", problem));
        }
        Ok(days)
    }

    /// Between whom something is on the day on which it is due; what has no day is between those of today, or of the
    /// last day on which it was owed.
    pub(super) fn between(&self, day: &DueDay<'_>, today: NaiveDate) -> Sides {
        let last = || self.last_day_of(day.commitment.debtor);
        let on = day.due_on.or_else(last).unwrap_or(today);
        self.sides(day, on)
    }

    /// Those to whom something is owed that is due on a day, but for who has left by then.
    fn sides(&self, day: &DueDay<'_>, on: NaiveDate) -> Sides {
        let debtor = day.commitment.debtor;
        let mut creditors = day.commitment.creditors.clone();
        if creditors.is_empty() {
            let all = day.outline.organisations();
            creditors = all.filter(|one| *one != debtor).collect();
        }
        for party in &day.also_to {
            if !creditors.contains(party) {
                creditors.push(*party);
            }
        }
        creditors.retain(|party| !self.is_gone(*party, on));
        Sides { debtor, creditors }
    }

    /// Whether an organisation has left by a day and is not back.
    pub(super) fn is_gone(&self, organisation: OrganisationId, on: NaiveDate) -> bool {
        let mut absences = self.course.absences.iter();
        self.left_on(organisation).is_some_and(|left| left <= on)
            || absences.any(|one| one.party == organisation && one.from <= on && on < one.until)
    }

    /// The first day without a party that has left.
    pub(super) fn left_on(&self, organisation: OrganisationId) -> Option<NaiveDate> {
        let mut departures = self.course.departures.iter();
        let left = departures.find(|one| one.done && one.notice.by == organisation)?;
        Some(left.notice.effective_on)
    }

    /// In which words something is owed that was declared for a day.
    pub fn words_for(&self, id: CommitmentId, on: Option<NaiveDate>) -> Option<&Commitment> {
        let days = self.due_days(id);
        let day = place(&days, on).map(|at| days[at].commitment);
        day.or_else(|| self.commitment(id))
    }
}

/// To which of the days belongs what was said for a day on which it may not be due any more: to that in its month,
/// or to the one on which it is due once. To none, where an amendment has done away with the month.
pub(super) fn place(days: &[DueDay<'_>], on: Option<NaiveDate>) -> Option<usize> {
    let exact = days.iter().position(|day| day.due_on == on);
    let same_month = |day: &DueDay<'_>| day.recurs() && month(day.due_on) == month(on);
    let in_its_month = || days.iter().position(same_month);
    let once = || days.iter().position(|day| !day.recurs());
    exact.or_else(in_its_month).or_else(once)
}

fn month(day: Option<NaiveDate>) -> Option<(i32, u32)> {
    day.map(|day| (day.year(), day.month()))
}

fn commitment_in(version: &Version, id: CommitmentId) -> Option<&Commitment> {
    let mut commitments = version.outline.commitments.iter();
    commitments.find(|one| one.id == id)
}
