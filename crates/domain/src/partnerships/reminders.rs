//! Of what is due its debtor is reminded a week before; of what has become late both sides are told the day after.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};

use super::{
    keeping::Keeping,
    occurrences::{CommitmentState, Occurrence},
    partnership::Partnership,
    state::PartnershipState,
};
use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Subject},
    ids::OrganisationId,
};

/// How many days before something is due its debtor is reminded of it.
const WEEK: Days = Days::new(7);

/// The days between which something is due, both included.
pub type Between = (NaiveDate, NaiveDate);

impl Partnership {
    /// What is to be told today of what is due, if the platform has looked last `after` that day: an event for each
    /// debtor of something that is due within a week, and for each of something that has become late, also at the
    /// end. Of what is declared nobody is told, nor of anything while it is suspended.
    pub fn reminders(
        &self,
        act: &Act<'_>,
        keeping: &Keeping,
        (after, today): (Option<NaiveDate>, NaiveDate),
    ) -> Vec<Event> {
        let (Some(yesterday), Some(in_a_week)) = (today.pred_opt(), today.checked_add_days(WEEK))
        else {
            return Vec::new();
        };
        let told = after.and_then(|day| day.checked_add_days(WEEK)?.succ_opt());
        let soon = (told.map_or(today, |day| day.max(today)), in_a_week);
        let late = (after.unwrap_or(yesterday), yesterday);
        let all = self.occurrences(keeping, today);
        let of = |kind, between| {
            let debtors: BTreeSet<_> = self
                .outstanding(&all, kind, between)
                .map(|one| one.sides.debtor)
                .collect();
            let tell = move |debtor| self.reminder(act, kind, debtor, between);
            debtors.into_iter().map(tell)
        };
        let mut events: Vec<_> = of(EventKind::CommitmentsDue, soon).collect();
        events.extend(of(EventKind::CommitmentsLate, late));
        events
    }

    fn reminder(
        &self,
        act: &Act<'_>,
        kind: EventKind,
        debtor: OrganisationId,
        (from, until): Between,
    ) -> Event {
        let subject = Subject::Partnership(self.id);
        Event::new(act, kind, subject, Audience::Parties)
            .with("party", debtor)
            .with("from", from)
            .with("until", until)
    }

    /// What a debtor is told of by an event of [`reminders`](Self::reminders), as it stands today.
    pub fn reminded_of(
        &self,
        keeping: &Keeping,
        (kind, debtor): (EventKind, OrganisationId),
        between: Between,
        today: NaiveDate,
    ) -> Vec<Occurrence> {
        let all = self.occurrences(keeping, today);
        let of = self
            .outstanding(&all, kind, between)
            .filter(|one| one.sides.debtor == debtor);
        of.cloned().collect()
    }

    /// The next day on which somebody is to be told of something that is due, if nothing is delivered. While it is
    /// suspended each day is one: what was not told is told on the first after it is taken up again.
    pub fn next_reminder(&self, today: NaiveDate) -> Option<NaiveDate> {
        if !self.is_in_force() {
            return None;
        }
        if self.is_suspended() {
            return today.succ_opt();
        }
        let commitments = self.commitments();
        let due = commitments.iter().flat_map(|id| self.due_days(*id));
        // What has no day is late once all is over.
        let told = due
            .filter(|day| day.stands)
            .flat_map(|day| match day.due_on {
                Some(day) => [day.checked_sub_days(WEEK), day.succ_opt()],
                None => [self.ends_on.and_then(|day| day.succ_opt()), None],
            });
        told.flatten().filter(|day| *day > today).min()
    }

    /// What is due within days, or has become late, and was not declared: nothing while it is suspended, and once it
    /// is over what is late alone.
    fn outstanding<'a>(
        &self,
        all: &'a [Occurrence],
        kind: EventKind,
        (from, until): Between,
    ) -> impl Iterator<Item = &'a Occurrence> {
        let is_late = kind == EventKind::CommitmentsLate;
        let is_over = self.state.is_over();
        let told = self.state == PartnershipState::Active || is_over && is_late;
        all.iter().filter(move |one| {
            let within = |day| from <= day && day <= until;
            told && one.due_on.map_or(is_over, within)
                && one.state.is_open()
                && is_late == (one.state == CommitmentState::Late)
                && !one.is_told()
        })
    }
}
