//! Material that is held for somebody until an instant.

use chrono::{DateTime, Utc};

use super::{
    Amount, HoldWish, Lot, MoveKind, ReservationAction, ReservationState, Weight, lot::Note,
};
use crate::{
    bookings::Borrower,
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, LotId, OrganisationId, ProjectId, ReservationId, ResourceId},
    refusals::{Fact, Refusal, RefusalCode},
    resources::Resource,
    values::{Faults, Money, Problem, ProblemCode, Reason, Summary, Unit},
};

/// So much of a lot, held for an organisation until an instant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reservation {
    /// Its id.
    pub id: ReservationId,
    /// Of which lot.
    pub lot: LotId,
    /// The resource that this is a lot of.
    pub resource: ResourceId,
    /// The hub by which the borrower has it, whose team may look after it.
    pub hub: HubId,
    /// Whose lot it is.
    pub owner: OrganisationId,
    /// For whom it is held.
    pub borrower: OrganisationId,
    /// For which project.
    pub project: Option<ProjectId>,
    /// What for.
    pub purpose: Option<Summary>,
    /// How much is held.
    pub amount: Amount,
    /// What it is counted in.
    pub unit: Unit,
    /// Until when; at that instant it is held no more.
    pub until: DateTime<Utc>,
    /// What is given for one unit, on the terms of when it was reserved.
    pub price_of_one: Money,
    /// What is left as a security for one unit, likewise.
    pub deposit_of_one: Money,
    /// Where it stands.
    pub state: ReservationState,
    /// Why it was called off.
    pub reason: Option<Reason>,
    /// Which side called it off.
    pub cancelled_by: Option<OrganisationId>,
    /// When it was fetched.
    pub collected_at: Option<DateTime<Utc>>,
    /// How much was fetched.
    pub taken: Amount,
    /// What that weighs, where it is known.
    pub weight: Option<Weight>,
    /// How much of it came back for the deposit.
    pub brought_back: Amount,
    /// How much of it became lots of the borrower's.
    pub passed_on: Amount,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

/// Who calls a reservation off.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Canceller {
    /// The owner, who says why.
    Owner(Reason),
    /// The borrower.
    Borrower(Option<Reason>),
}

impl Reservation {
    /// Holds some of a lot for a borrower, if it may have it and there is enough.
    ///
    /// # Errors
    /// `NOT_ELIGIBLE`; `WITHDRAWN` where the resource is not published or the lot is over; `TOO_FAR`
    /// (facts `until`, `latest`); `OUT_OF_STOCK` (facts `available`, `asked`, `unit`).
    pub fn hold(
        act: &Act<'_>,
        (lot, resource): (&mut Lot, &Resource),
        borrower: &Borrower,
        wish: &HoldWish,
    ) -> Result<Self, Refusal> {
        let about = |code| Refusal::new(code).with("resource", resource.id);
        if !borrower.may_book(resource) {
            return Err(about(RefusalCode::NotEligible));
        }
        if !resource.is_published() || lot.is_over(act.at) {
            return Err(about(RefusalCode::Withdrawn).with("lot", lot.id));
        }
        let latest = act.at + lot.content.hold.delta();
        let latest = (lot.content.available_until).map_or(latest, |until| until.min(latest));
        let until = wish.until.unwrap_or(latest);
        if until > latest {
            return Err(about(RefusalCode::TooFar)
                .with("lot", lot.id)
                .with("until", until.to_rfc3339())
                .with("latest", latest.to_rfc3339()));
        }
        let amount = wish.quantity.amount();
        lot.expect_available(amount)?;
        let membership = borrower.membership(resource);
        let terms = &resource.content.terms;
        let free = Money { cents: 0 };
        // Nobody pays themselves.
        let (price_of_one, deposit_of_one) = if borrower.id == resource.owner {
            (free, free)
        } else {
            let price = terms.price_of_one(membership.map(|(_, category)| category));
            (price, terms.deposit.unwrap_or(free))
        };
        let mut reservation = Self {
            id: act.id(),
            lot: lot.id,
            resource: resource.id,
            hub: membership.map_or(resource.hub, |(hub, _)| hub),
            owner: resource.owner,
            borrower: borrower.id,
            project: wish.project,
            purpose: wish.purpose.clone(),
            amount,
            unit: lot.unit,
            until,
            price_of_one,
            deposit_of_one,
            state: ReservationState::Held,
            reason: None,
            cancelled_by: None,
            collected_at: None,
            taken: Amount::ZERO,
            weight: None,
            brought_back: Amount::ZERO,
            passed_on: Amount::ZERO,
            created_at: act.at,
            updated_at: act.at,
            version: 0,
            events: Pending::default(),
        };
        lot.push(
            act,
            MoveKind::Reserve,
            Amount::ZERO,
            amount,
            reservation.note(),
        );
        let facts = vec![
            Fact::new("quantity", amount),
            Fact::new("unit", lot.unit),
            Fact::new("until", until.to_rfc3339()),
        ];
        reservation.record(act, EventKind::ReservationHeld, facts);
        Ok(reservation)
    }

    /// Where it stands at an instant: nothing is held longer than was said, whatever was recorded of
    /// it by then.
    pub fn state_at(&self, at: DateTime<Utc>) -> ReservationState {
        if self.state == ReservationState::Held && self.until <= at {
            return ReservationState::Expired;
        }
        self.state
    }

    /// What the borrower owes for what it has fetched.
    pub fn price(&self) -> Money {
        self.taken.at(self.price_of_one)
    }

    /// What it leaves as a security for what it has fetched.
    pub fn deposit(&self) -> Money {
        self.taken.at(self.deposit_of_one)
    }

    /// What of that it has back by now, or is owed.
    pub fn refund(&self) -> Money {
        self.brought_back.at(self.deposit_of_one)
    }

    /// The other side of whoever acts for one of them; the owner's where both are the same.
    pub fn other_side(&self, side: Option<OrganisationId>) -> OrganisationId {
        if side == Some(self.owner) {
            self.borrower
        } else {
            self.owner
        }
    }

    /// Whether `action` is possible at an instant, whoever asks.
    ///
    /// # Errors
    /// `WRONG_STATE` with the state at that instant; `NOTHING_TO_DO` where all came back or was
    /// passed on already, or nothing was left as a security.
    pub fn permits(&self, action: ReservationAction, at: DateTime<Utc>) -> Result<(), Refusal> {
        use ReservationAction as A;
        use ReservationState as S;
        let state = self.state_at(at);
        let known = match action {
            A::Read => true,
            A::Collect | A::Cancel => state == S::Held,
            A::Correct | A::TakeBackDeposit | A::PassOn => state == S::Collected,
        };
        if !known {
            return Err(Refusal::state(state, action));
        }
        let idle = match action {
            A::TakeBackDeposit => self.deposit_of_one.cents == 0 || self.brought_back >= self.taken,
            A::PassOn => self.passed_on >= self.taken,
            A::Read | A::Collect | A::Cancel | A::Correct => false,
        };
        if idle {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
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

    /// Calls it off; what was held is free.
    ///
    /// # Errors
    /// `WRONG_STATE`.
    pub fn cancel(&mut self, act: &Act<'_>, lot: &mut Lot, by: Canceller) -> Result<(), Refusal> {
        self.permits(ReservationAction::Cancel, act.at)?;
        (self.cancelled_by, self.reason) = match by {
            Canceller::Owner(reason) => (Some(self.owner), Some(reason)),
            Canceller::Borrower(reason) => (Some(self.borrower), reason),
        };
        self.let_go(
            act,
            lot,
            ReservationState::Cancelled,
            EventKind::ReservationCancelled,
        );
        Ok(())
    }

    /// Lets go of what is held no more. Answers whether there was anything to do.
    pub fn expire(&mut self, act: &Act<'_>, lot: &mut Lot) -> bool {
        let over =
            self.state == ReservationState::Held && self.state_at(act.at) != ReservationState::Held;
        if over {
            self.let_go(
                act,
                lot,
                ReservationState::Expired,
                EventKind::ReservationExpired,
            );
        }
        over
    }

    fn let_go(&mut self, act: &Act<'_>, lot: &mut Lot, next: ReservationState, kind: EventKind) {
        lot.push(
            act,
            MoveKind::Release,
            Amount::ZERO,
            -self.amount,
            self.note(),
        );
        self.state = next;
        self.updated_at = act.at;
        let mut facts = vec![
            Fact::new("quantity", self.amount),
            Fact::new("unit", self.unit),
        ];
        facts.extend(self.reason.iter().map(|reason| Fact::new("reason", reason)));
        self.record(act, kind, facts);
    }

    pub(super) fn note(&self) -> Note {
        Note {
            reservation: Some(self.id),
            project: self.project,
            ..Note::default()
        }
    }

    /// The borrower is the organisation concerned, and the resource brings in its owner, so that
    /// both sides read what happens.
    pub(super) fn record(&mut self, act: &Act<'_>, kind: EventKind, facts: Vec<Fact>) {
        let subject = Subject::Reservation(self.id);
        let mut event = Event::new(act, kind, subject, Audience::Organisation)
            .within(Some(self.hub), Some(self.borrower))
            .of_resource(self.resource);
        event.facts = facts;
        self.events.push(event);
    }
}
