//! Which organisations a partnership bound on which days, as far as the hub's team may know.

use std::collections::BTreeMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{CooperationKind, Link, period::Begun};
use crate::{
    ids::OrganisationId,
    partnerships::{Course, Disclosure, VersionState},
};

/// What has become of a partnership.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Agreement {
    /// Since when, who left, how it ended.
    pub course: Course,
    /// Its last day as things stand, with all renewals.
    pub ends_on: Option<NaiveDate>,
    /// Its texts that were in force, the first first.
    pub texts: Vec<Text>,
}

/// A text of a partnership that is or was in force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    /// What the hub's team reads of it.
    pub disclosure: Disclosure,
    /// Whom it binds.
    pub parties: Vec<OrganisationId>,
    /// What became of it.
    pub state: VersionState,
    /// When that was.
    pub settled_at: Option<DateTime<Utc>>,
}

/// A stretch of days, both ends included.
type Days = (NaiveDate, NaiveDate);

impl Agreement {
    /// The days in a period on which each of its parties was bound, by a text that the hub's team may know
    /// of. What a text keeps from the team stays kept when a later one discloses more: who had left by
    /// then has not signed that one.
    fn bound(&self, begun: &Begun) -> Vec<(Days, Vec<OrganisationId>)> {
        if self
            .texts
            .last()
            .is_none_or(|last| last.disclosure < Disclosure::Existence)
        {
            return Vec::new();
        }
        let Some(mut from) = self.course.since else {
            return Vec::new();
        };
        let mut bound = Vec::with_capacity(self.texts.len());
        for text in &self.texts {
            let settled = text.settled_at.map(|at| begun.day(at));
            let days = (from.max(begun.first), self.last_day(text, settled, begun));
            if text.disclosure >= Disclosure::Existence && days.0 <= days.1 {
                bound.push((days, text.parties.clone()));
            }
            // The next one binds from the day on which it took this one's place.
            from = settled.map_or(from, |settled| settled.max(from));
        }
        bound
    }

    fn last_day(&self, text: &Text, settled: Option<NaiveDate>, begun: &Begun) -> NaiveDate {
        let terminated = self.course.termination.as_ref();
        let terminated = terminated.and_then(|notice| notice.effective_on.pred_opt());
        // What is in force is settled only once it is over.
        let settled = settled.filter(|_| text.state != VersionState::InForce);
        let ends = [settled, self.ends_on, terminated];
        let ends = ends.into_iter().flatten();
        ends.fold(begun.last, NaiveDate::min)
    }

    /// The last day of a party that leaves within some days, for good or to come back later.
    fn left(&self, party: OrganisationId, (first, _): Days) -> Option<NaiveDate> {
        let departures = self.course.departures.iter();
        let gone = departures.filter(|one| one.notice.by == party);
        let gone = gone.map(|one| one.notice.effective_on);
        // Who comes back does so by another text, whose days begin then.
        let absences = self.course.absences.iter();
        let away = absences.filter(|one| one.party == party && one.until > first);
        let away = away.map(|one| one.from);
        gone.chain(away).filter_map(|day| day.pred_opt()).min()
    }

    /// The first and the last day of a period on which two organisations were bound, for every two of them.
    fn pairs(&self, begun: &Begun) -> BTreeMap<(OrganisationId, OrganisationId), Days> {
        let mut pairs: BTreeMap<_, Days> = BTreeMap::new();
        for (days, mut parties) in self.bound(begun) {
            let (first, last) = days;
            parties.sort_unstable();
            parties.dedup();
            for (at, one) in parties.iter().enumerate() {
                for other in &parties[at + 1..] {
                    let left = [self.left(*one, days), self.left(*other, days)];
                    let last = left.into_iter().flatten().fold(last, NaiveDate::min);
                    if first > last {
                        continue;
                    }
                    let days = pairs.entry((*one, *other)).or_insert((first, last));
                    *days = (days.0.min(first), days.1.max(last));
                }
            }
        }
        pairs
    }
}

/// Who is joined by partnerships in a period: how many of them bound both, from which day to which.
pub fn of_agreements(agreements: &[Agreement], begun: &Begun) -> Vec<Link> {
    let mut links: BTreeMap<_, Link> = BTreeMap::new();
    for agreement in agreements {
        for ((from, to), (first_on, last_on)) in agreement.pairs(begun) {
            let link = links.entry((from, to)).or_insert(Link {
                kind: CooperationKind::Partnership,
                from,
                to,
                count: 0,
                time: None,
                first_on,
                last_on,
            });
            link.count += 1;
            link.first_on = link.first_on.min(first_on);
            link.last_on = link.last_on.max(last_on);
        }
    }
    links.into_values().collect()
}
