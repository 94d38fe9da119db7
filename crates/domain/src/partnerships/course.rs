//! What time does to an agreement: it begins, is warned of, renewed, and ends.

use chrono::{DateTime, Days, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    partnership::Partnership,
    state::{PartnershipState, Stage, VersionState},
    term::Renewal,
};
use crate::{
    clock::Act,
    events::EventKind,
    ids::OrganisationId,
    staff::Stretch,
    values::{Reason, text_enum},
};

text_enum! {
    /// By which right a party ends an agreement for all.
    pub enum TerminationGround {
        /// It gives notice: of what has no last day (C. civ. art. 1211), or as was agreed upon.
        Notice = "NOTICE",
        /// Another has not done what it owes, also after a formal notice, so badly that this ends it at once, at
        /// the risk of who says so (C. civ. art. 1226).
        Breach = "BREACH",
    }
}

/// What a party said of an agreement in force, and from which day on it counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Who said it.
    pub by: OrganisationId,
    /// Why.
    pub reason: Reason,
    /// When it was said.
    pub given_at: DateTime<Utc>,
    /// The first day on which it counts.
    pub effective_on: NaiveDate,
    /// By which right it ends the agreement for all, where it does.
    pub ground: Option<TerminationGround>,
}

/// A party that leaves, or has left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departure {
    /// What it said.
    pub notice: Notice,
    /// Whether it is gone.
    pub done: bool,
}

/// The days on which an agreement did not bind one who is a party again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Absence {
    /// Who had left.
    pub party: OrganisationId,
    /// The first day without it.
    pub from: NaiveDate,
    /// The day on which it was back.
    pub until: NaiveDate,
}

/// When an amendment took the place of what was in force before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// The number of its version.
    pub number: i32,
    /// The first day on which it bound.
    pub on: NaiveDate,
}

/// What has become of an agreement since it was drafted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// The day on which it came into force.
    pub since: Option<NaiveDate>,
    /// How often it was renewed.
    pub renewals: u32,
    /// The least number of days before its end of which the parties were warned.
    pub warned: Option<u32>,
    /// Who declined what was drafted or proposed, and why.
    pub declined: Option<Notice>,
    /// Who ended it for all.
    pub termination: Option<Notice>,
    /// Who keeps it from being renewed.
    pub no_renewal: Option<Notice>,
    /// Who suspended it.
    pub suspension: Option<Notice>,
    /// When it was suspended, and taken up again.
    #[serde(default)]
    pub suspensions: Vec<Stretch>,
    /// Who leaves.
    pub departures: Vec<Departure>,
    /// Who left and came back by an amendment.
    #[serde(default)]
    pub absences: Vec<Absence>,
    /// Which amendments have bound since when.
    #[serde(default)]
    pub amendments: Vec<Amendment>,
    /// When the contract was awarded for which a consortium was formed.
    pub awarded_on: Option<NaiveDate>,
    /// How many changes of the draft there had been before the amendment that was worked on last.
    #[serde(default)]
    pub edits_before: i32,
}

impl Course {
    /// Since when a version has bound: the first one for all time.
    pub(super) fn bound_from(&self, number: i32) -> NaiveDate {
        let mut amendments = self.amendments.iter();
        let amendment = amendments.find(|one| one.number == number);
        amendment.map_or(NaiveDate::MIN, |one| one.on)
    }
}

/// How many days before its end the parties of an agreement are warned.
pub(super) const WARNINGS: [u32; 3] = [90, 30, 7];

impl Partnership {
    /// Does what is due on a day: what was signed comes into force, parties leave, a notice takes effect, a
    /// period ends or is renewed, however many of them went by; and the parties are warned of an end that
    /// comes near, once for each of 90, 30 and 7 days. Doing it twice changes nothing more.
    pub fn attend(&mut self, act: &Act<'_>, today: NaiveDate) {
        let first = self.binding_outline().map(|outline| outline.term.starts_on);
        if let Some(first) = first.filter(|first| *first <= today) {
            self.begin_if_due(act, first);
        }
        while self.is_in_force() && self.one_step(act, today) {}
        if self.is_in_force() {
            self.warn(act, today);
        }
    }

    /// The next day on which something is due, if nobody does anything.
    pub fn next_due(&self, today: NaiveDate) -> Option<NaiveDate> {
        if self.state == PartnershipState::Signed {
            return Some(self.binding_outline()?.term.starts_on);
        }
        if !self.is_in_force() {
            return None;
        }
        let over = self.ends_on.and_then(|last| last.succ_opt());
        let warnings = WARNINGS.iter().filter_map(|days| {
            let not_yet = self.course.warned.is_none_or(|warned| *days < warned);
            let last = self.ends_on.filter(|_| not_yet)?;
            last.checked_sub_days(Days::new((*days).into()))
        });
        let notices = self.course.termination.iter().map(|one| one.effective_on);
        let leaving = self.course.departures.iter().filter(|one| !one.done);
        warnings
            .filter(|day| *day > today)
            .chain(over)
            .chain(notices)
            .chain(leaving.map(|one| one.notice.effective_on))
            .min()
    }

    /// It comes into force on a day, unless its first is still to come.
    pub(super) fn begin_if_due(&mut self, act: &Act<'_>, day: NaiveDate) {
        let Some(term) = self.binding_outline().map(|outline| outline.term.clone()) else {
            return;
        };
        if self.state != PartnershipState::Signed || term.starts_on > day {
            return;
        }
        self.state = PartnershipState::Active;
        self.course.since = Some(day);
        self.begin_warnings(day);
        self.settle_signed(act, VersionState::InForce);
        self.tell_with(act, EventKind::PartnershipActivated, |event| {
            event.with("from", day)
        });
        // It does not begin on another day any more.
        let proposed = self.proposed();
        if proposed.is_some_and(|one| one.outline.term.starts_on != term.starts_on) {
            self.lapse(act, VersionState::Withdrawn);
            self.stage = Stage::Draft;
            self.tell(act, EventKind::PartnershipWithdrawn);
        }
    }

    /// The first thing that is due, in the order of its day; `false` when nothing is.
    fn one_step(&mut self, act: &Act<'_>, today: NaiveDate) -> bool {
        let gone = self
            .course
            .departures
            .iter()
            .zip(0..)
            .filter(|(one, _)| !one.done && one.notice.effective_on <= today)
            .map(|(one, at)| (one.notice.effective_on, at))
            .min();
        let terminated = self.course.termination.as_ref().map(|one| one.effective_on);
        let terminated = terminated.filter(|day| *day <= today);
        let over = self.ends_on.and_then(|last| last.succ_opt());
        let over = over.filter(|day| *day <= today);
        let first = [gone.map(|(day, _)| day), terminated, over];
        let Some(first) = first.into_iter().flatten().min() else {
            return false;
        };
        if terminated == Some(first) {
            self.finish(act, PartnershipState::Terminated);
        } else if let Some((_, at)) = gone.filter(|(day, _)| *day == first) {
            self.depart(act, at);
        } else {
            self.end_or_renew(act);
        }
        true
    }

    fn depart(&mut self, act: &Act<'_>, at: usize) {
        self.course.departures[at].done = true;
        let by = self.course.departures[at].notice.by;
        self.tell_with(act, EventKind::PartnershipPartyLeft, |event| {
            event.with("party", by)
        });
        if self.current().len() < 2 {
            self.finish(act, PartnershipState::Ended);
            return;
        }
        // What it may have signed before it left does not bind it anew: that is to be proposed again, with it
        // or without.
        if self.proposed().is_some_and(|one| one.outline.has_party(by)) {
            self.lapse(act, VersionState::Withdrawn);
            self.stage = Stage::Draft;
            self.tell(act, EventKind::PartnershipWithdrawn);
        }
    }

    /// Tacit renewal is an act of its own (C. civ. art. 1214): the same agreement for another period.
    fn end_or_renew(&mut self, act: &Act<'_>) {
        let term = self.binding_outline().map(|outline| outline.term.clone());
        let next = term
            .filter(|term| term.renewal == Renewal::Tacit)
            .filter(|_| self.course.no_renewal.is_none())
            .and_then(|term| term.renewed(self.ends_on?));
        match (self.ends_on, next) {
            (Some(before), Some(next)) => {
                self.ends_on = Some(next);
                self.course.renewals += 1;
                self.begin_warnings(before);
                self.tell_with(act, EventKind::PartnershipRenewed, |event| {
                    event.with("from", before).with("until", next)
                });
            }
            _ => self.finish(act, PartnershipState::Ended),
        }
    }

    /// A period begins, and with it what is warned of: nobody is told of an end in ninety days on the first
    /// of thirty.
    pub(super) fn begin_warnings(&mut self, from: NaiveDate) {
        let left = self.ends_on.map(|last| (last - from).num_days());
        self.course.warned = left.and_then(due_warning);
    }

    /// Warns of an end, or of a renewal, that comes near: of the nearest alone, where several went by.
    fn warn(&mut self, act: &Act<'_>, today: NaiveDate) {
        let Some(last) = self.ends_on else { return };
        let left = (last - today).num_days();
        let Some(days) =
            due_warning(left).filter(|days| self.course.warned.is_none_or(|warned| *days < warned))
        else {
            return;
        };
        self.course.warned = Some(days);
        let renews = self.will_renew();
        self.tell_with(act, EventKind::PartnershipExpiring, |event| {
            event.with("until", last).with("renews", renews)
        });
    }

    /// Whether it goes on by itself after its last day. A notice for all that is over later does not keep it
    /// from being renewed until then.
    pub fn will_renew(&self) -> bool {
        let term = self.binding_outline().map(|outline| &outline.term);
        term.is_some_and(|term| term.renewal == Renewal::Tacit)
            && self.course.no_renewal.is_none()
            && !self.is_terminated_by_its_last_day()
    }

    fn is_terminated_by_its_last_day(&self) -> bool {
        let over = self.ends_on.and_then(|last| last.succ_opt());
        let notice = self.course.termination.as_ref();
        notice.is_some_and(|one| over.is_none_or(|over| one.effective_on <= over))
    }

    /// It is over: what was being changed is not changed any more, and what was in force is what there was.
    pub(super) fn finish(&mut self, act: &Act<'_>, state: PartnershipState) {
        self.lapse(act, VersionState::Lapsed);
        self.back_to_force();
        self.settle_in_force(act, VersionState::Ended);
        self.stage = Stage::Settled;
        self.state = state;
        let kind = match state {
            PartnershipState::Terminated => EventKind::PartnershipTerminated,
            _ => EventKind::PartnershipEnded,
        };
        self.tell(act, kind);
    }
}

/// The warning that is due so many days before the end: the nearest.
fn due_warning(left: i64) -> Option<u32> {
    let due = WARNINGS.iter().copied();
    due.filter(|days| left <= i64::from(*days)).min()
}
