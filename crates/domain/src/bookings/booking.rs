//! A booking, from the request to the return.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use super::{BookingAction, BookingState, Offer, StaffWork, Wanted, Wish};
use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{BookingId, BookingSeriesId, HubId, OrganisationId, ProjectId, ResourceId},
    refusals::{Fact, Refusal, RefusalCode},
    resources::{Approval, Cancellation, Minutes, Span, minute_after},
    staff::Convention,
    values::{Due, Faults, Problem, ProblemCode, Reason, Summary},
};

/// Resources of one owner, taken by an organisation for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Booking {
    /// Its id.
    pub id: BookingId,
    /// The hub by which the borrower has them, whose team may look after it.
    pub hub: HubId,
    /// Whose resources they are.
    pub owner: OrganisationId,
    /// Who takes them.
    pub borrower: OrganisationId,
    /// For which project.
    pub project: Option<ProjectId>,
    /// Of which series.
    pub series: Option<BookingSeriesId>,
    /// When.
    pub span: Span,
    /// How many units of which resources, in the order they were asked for; at least one.
    pub lines: Vec<Line>,
    /// What for.
    pub purpose: Option<Summary>,
    /// What is worked, of an employee of the owner's; nothing for things, and for one's own staff.
    pub work: Option<StaffWork>,
    /// Where it stands.
    pub state: BookingState,
    /// Why it was declined or called off.
    pub reason: Option<Reason>,
    /// Which side called it off.
    pub cancelled_by: Option<OrganisationId>,
    /// What the borrower owes for having called it off, or for not having come.
    pub owed: Due,
    /// Since when the borrower has it.
    pub handed_over_at: Option<DateTime<Utc>>,
    /// Since when the owner has it back.
    pub returned_at: Option<DateTime<Utc>>,
    /// In what condition it was handed over.
    pub condition_before: Option<Summary>,
    /// In what condition it came back.
    pub condition_after: Option<Summary>,
    /// Whether it came back after its end.
    pub late: bool,
    /// When it was asked for.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

/// One resource of a booking, on the terms under which it was booked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// The resource.
    pub resource: ResourceId,
    /// How many units of it.
    pub units: u32,
    /// What they come to.
    pub price: Due,
    /// How long they stay taken after the booking.
    pub buffer: Minutes,
    /// What is owed when it is called off.
    pub cancellation: Cancellation,
}

/// The place of a booking in a series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SeriesPart {
    /// The series.
    pub id: BookingSeriesId,
    /// How many dates of it were booked, told with the first of them alone: people hear of a series
    /// once.
    pub dates: Option<usize>,
}

/// Who calls a booking off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Canceller {
    /// The owner, who says why and is owed nothing.
    Owner(Reason),
    /// The borrower.
    Borrower(Option<Reason>),
}

impl Booking {
    /// Takes up an offer: confirmed at once where the rules alone decide, else a request, for which
    /// nothing is kept until the owner confirms it.
    pub fn book(
        act: &Act<'_>,
        borrower: OrganisationId,
        offer: Offer,
        wish: &Wish,
        series: Option<SeriesPart>,
    ) -> Self {
        let (state, kind) = match offer.approval {
            Approval::Automatic => (BookingState::Confirmed, EventKind::BookingConfirmed),
            Approval::Owner => (BookingState::Requested, EventKind::BookingRequested),
        };
        let mut booking = Self {
            id: act.id(),
            hub: offer.hub,
            owner: offer.owner,
            borrower,
            project: wish.project,
            series: series.map(|series| series.id),
            span: offer.span,
            lines: offer.lines,
            purpose: wish.purpose.clone(),
            work: offer.work,
            state,
            reason: None,
            cancelled_by: None,
            owed: Due::NOTHING,
            handed_over_at: None,
            returned_at: None,
            condition_before: None,
            condition_after: None,
            late: false,
            created_at: act.at,
            updated_at: act.at,
            version: 0,
            events: Pending::default(),
        };
        let mut facts = vec![Fact::new("to", state)];
        if let Some(series) = series {
            facts.push(Fact::new("series", series.id));
            facts.extend(series.dates.map(|dates| Fact::new("dates", dates)));
        }
        booking.record(act, kind, facts);
        booking
    }

    /// What it comes to.
    pub fn price(&self) -> Due {
        self.lines.iter().map(|line| line.price).sum()
    }

    /// The other side of whoever acts for one of them; the owner's where both are the same.
    pub fn other_side(&self, side: Option<OrganisationId>) -> OrganisationId {
        if side == Some(self.owner) {
            self.borrower
        } else {
            self.owner
        }
    }

    /// The ids of its resources, in the order in which whoever keeps them locks them.
    pub fn resources(&self) -> Vec<ResourceId> {
        let mut ids: Vec<_> = self.lines.iter().map(|line| line.resource).collect();
        ids.sort_unstable();
        ids
    }

    /// What each of its lines takes, with the buffer after it: until its end, or until it came back
    /// before that.
    pub fn taken(&self, line: &Line) -> Span {
        let whole = self.span.and(line.buffer);
        match self.returned_at {
            Some(at) => whole.until(whole.end().min(after_return(at, line, self.span))),
            None => whole,
        }
    }

    /// Whether `action` is possible at an instant, whoever asks.
    ///
    /// # Errors
    /// `NOT_STAFF_TIME` for what is done with work alone, `WRONG_KIND` for what never is; `WRONG_STATE`
    /// ([`BookingState::permits`]), its fact `state` `NOT_DECLARED` where the hours are not declared.
    pub fn permits(&self, action: BookingAction, at: DateTime<Utc>) -> Result<(), Refusal> {
        self.permits_with_work(action, at)?;
        self.state.permits(action, self.span, at)
    }

    /// The owner says yes. The capacity alone is asked again, since others may have taken it
    /// meanwhile; from the other rules the owner may depart. `wanted` has its resources.
    ///
    /// # Errors
    /// `WRONG_STATE`, `OVER_CAPACITY`, `WITHDRAWN`; `NOT_ELIGIBLE` where the owner has become an employers' group
    /// and the borrower is none of its members.
    pub fn confirm(&mut self, act: &Act<'_>, wanted: &[Wanted<'_>]) -> Result<(), Refusal> {
        self.permits(BookingAction::Confirm, act.at)?;
        for line in &self.lines {
            let mut wanted = wanted.iter();
            let one = wanted.find(|one| one.resource.id == line.resource);
            let gone = || Refusal::new(RefusalCode::Withdrawn).with("resource", line.resource);
            let one = one.ok_or_else(gone)?;
            if one.is_kept_from(self.borrower) {
                let refusal = Refusal::new(RefusalCode::NotEligible);
                return Err(refusal.with("resource", line.resource));
            }
            one.check_capacity(self.taken(line))?;
        }
        self.enter(act, BookingState::Confirmed, EventKind::BookingConfirmed);
        Ok(())
    }

    /// The owner says no.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn decline(&mut self, act: &Act<'_>, reason: Reason) -> Result<(), Refusal> {
        self.permits(BookingAction::Decline, act.at)?;
        self.reason = Some(reason);
        self.enter(act, BookingState::Declined, EventKind::BookingDeclined);
        Ok(())
    }

    /// Which side an organisation is on that calls it off.
    ///
    /// # Errors
    /// On `reason`: `REQUIRED` of the owner.
    pub fn canceller(
        &self,
        by: OrganisationId,
        reason: Option<Reason>,
    ) -> Result<Canceller, Faults> {
        if by != self.owner || self.owner == self.borrower {
            return Ok(Canceller::Borrower(reason));
        }
        let required = || Faults::one("reason", Problem::new(ProblemCode::Required));
        reason.map(Canceller::Owner).ok_or_else(required)
    }

    /// Calls it off. The borrower owes what the terms of each resource say, once it was confirmed.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn cancel(&mut self, act: &Act<'_>, by: Canceller) -> Result<(), Refusal> {
        self.permits(BookingAction::Cancel, act.at)?;
        (self.cancelled_by, self.reason, self.owed) = match by {
            Canceller::Owner(reason) => (Some(self.owner), Some(reason), Due::NOTHING),
            Canceller::Borrower(reason) => {
                (Some(self.borrower), reason, self.owed_if_cancelled(act.at))
            }
        };
        self.enter(act, BookingState::Cancelled, EventKind::BookingCancelled);
        Ok(())
    }

    /// What the borrower would owe for calling it off.
    fn owed_if_cancelled(&self, at: DateTime<Utc>) -> Due {
        if self.state != BookingState::Confirmed {
            return Due::NOTHING;
        }
        let owed = |line: &Line| {
            let terms = line.cancellation;
            terms.owed(line.price, self.span.start(), at)
        };
        self.lines.iter().map(owed).sum()
    }

    /// Takes up another offer in place of the one so far, as the borrower asks.
    ///
    /// Where the owner confirms bookings, it is asked anew when the borrower wants another time or
    /// more than it had: then nothing is kept any more until the owner answers. Less of the same
    /// stays confirmed. What was agreed for calling it off stays agreed; once something would be owed
    /// for that, nothing of the booking is given up by changing it.
    ///
    /// # Errors
    /// `WRONG_STATE`, its fact `state` `LATE` where it is too late for that; `NOTHING_TO_DO`.
    pub fn change(&mut self, act: &Act<'_>, offer: Offer) -> Result<(), Refusal> {
        self.permits(BookingAction::Change, act.at)?;
        let units = |lines: &[Line]| -> Vec<_> {
            lines
                .iter()
                .map(|line| (line.resource, line.units))
                .collect()
        };
        if self.span == offer.span && units(&self.lines) == units(&offer.lines) {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        if !self.owed_if_cancelled(act.at).is_nothing() && !self.is_kept_by(&offer) {
            return Err(Refusal::state("LATE", BookingAction::Change));
        }
        let agreed = self.state == BookingState::Confirmed && self.covers(&offer);
        let next = match offer.approval {
            Approval::Owner if !agreed => BookingState::Requested,
            _ => BookingState::Confirmed,
        };
        let with_agreed_terms = |mut line: Line| {
            let before = self.lines.iter().find(|had| had.resource == line.resource);
            line.cancellation = before.map_or(line.cancellation, |had| had.cancellation);
            line
        };
        let lines = offer.lines.into_iter().map(with_agreed_terms).collect();
        self.span = offer.span;
        self.lines = lines;
        self.work = offer.work;
        self.enter(act, next, EventKind::BookingChanged);
        Ok(())
    }

    /// Whether an offer is no more than it has already.
    fn covers(&self, offer: &Offer) -> bool {
        let has = |wanted: &Line| {
            let mut lines = self.lines.iter();
            lines.any(|line| line.resource == wanted.resource && wanted.units <= line.units)
        };
        offer.span.is_within(self.span) && offer.lines.iter().all(has)
    }

    /// Whether an offer has all that it has already.
    fn is_kept_by(&self, offer: &Offer) -> bool {
        let kept = |had: &Line| {
            let mut lines = offer.lines.iter();
            lines.any(|line| line.resource == had.resource && line.units >= had.units)
        };
        self.span.is_within(offer.span) && self.lines.iter().all(kept)
    }

    /// The owner hands over what was booked, also before the time has come; of an employee, that they have
    /// come to work, for which there is one among `conventions`, on the clocks of `zone`.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NO_CONVENTION`.
    pub fn hand_over(
        &mut self,
        act: &Act<'_>,
        condition: Option<Summary>,
        (conventions, zone): (&[Convention], Tz),
    ) -> Result<(), Refusal> {
        self.permits(BookingAction::HandOver, act.at)?;
        if let Some(work) = &self.work {
            let today = self.day_of_work(act.at, zone);
            let covered = self.convention_for(conventions, today, zone);
            let convention = covered.ok_or_else(|| self.no_convention(zone))?.id;
            self.work = Some(StaffWork {
                convention: Some(convention),
                ..work.clone()
            });
        }
        self.handed_over_at = Some(act.at);
        self.condition_before = condition;
        self.enter(act, BookingState::InUse, EventKind::BookingHandedOver);
        Ok(())
    }

    /// When it came back, if not just now: not before it was handed over, nor to come.
    ///
    /// # Errors
    /// On `returnedAt`: `OUT_OF_RANGE`.
    pub fn came_back(
        &self,
        given: Option<DateTime<Utc>>,
        now: DateTime<Utc>,
    ) -> Result<DateTime<Utc>, Faults> {
        let Some(at) = given else { return Ok(now) };
        let earliest = self.handed_over_at.unwrap_or(now);
        if (earliest..=now).contains(&at) {
            return Ok(at);
        }
        let problem = Problem::new(ProblemCode::OutOfRange)
            .with("min", earliest.to_rfc3339())
            .with("max", now.to_rfc3339());
        Err(Faults::one("returnedAt", problem))
    }

    /// The owner has it back since an instant ([`Self::came_back`]). What is left of its time is free
    /// for others, after the buffer.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn take_back(
        &mut self,
        act: &Act<'_>,
        since: DateTime<Utc>,
        condition: Option<Summary>,
    ) -> Result<(), Refusal> {
        self.permits(BookingAction::TakeBack, act.at)?;
        self.returned_at = Some(since);
        self.condition_after = condition;
        self.late = since > self.span.end();
        self.enter(act, BookingState::Returned, EventKind::BookingReturned);
        Ok(())
    }

    /// Nobody came for it: the borrower owes what calling it off at the end would have cost. What is
    /// left of its time is free for others.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn no_show(&mut self, act: &Act<'_>) -> Result<(), Refusal> {
        self.permits(BookingAction::NoShow, act.at)?;
        self.owed = self.owed_if_cancelled(self.span.end());
        self.enter(act, BookingState::NoShow, EventKind::BookingNoShow);
        Ok(())
    }

    pub(super) fn enter(&mut self, act: &Act<'_>, next: BookingState, kind: EventKind) {
        let mut facts = vec![Fact::new("from", self.state), Fact::new("to", next)];
        facts.extend(self.reason.iter().map(|reason| Fact::new("reason", reason)));
        if self.late {
            facts.push(Fact::new("late", true));
        }
        self.state = next;
        let due = self.due();
        if due.money.cents > 0 {
            facts.push(Fact::new("owed", due.money.amount()));
        }
        if due.credit.minutes > 0 {
            facts.push(Fact::new("owedHours", due.credit.duration()));
        }
        self.updated_at = act.at;
        self.record(act, kind, facts);
    }

    /// The borrower is the organisation concerned, and the resource brings in its owner, so that
    /// both sides read what happens. A booking of several resources is told of with the first.
    fn record(&mut self, act: &Act<'_>, kind: EventKind, facts: Vec<Fact>) {
        let subject = Subject::Booking(self.id);
        let mut event = Event::new(act, kind, subject, Audience::Organisation)
            .within(Some(self.hub), Some(self.borrower));
        event.resource = self.lines.first().map(|line| line.resource);
        event.facts = facts;
        self.events.push(event);
    }
}

/// When the units of a line are free that came back at an instant. What came back before its start
/// was taken for a minute, since nothing is taken for less.
fn after_return(at: DateTime<Utc>, line: &Line, span: Span) -> DateTime<Utc> {
    let earliest = span.start() + Minutes::new(1).delta();
    earliest.max(minute_after(at)) + line.buffer.delta()
}
