//! Material that is held for somebody, fetched, and what comes of it.

use chrono::{DateTime, Utc};

use super::{
    Amount, HoldWish, Lot, MoveKind, ReservationAction, ReservationState, Reused, Weight, lot::Note,
};
use crate::{
    bookings::Borrower,
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, LotId, OrganisationId, ProjectId, ReservationId, ResourceId},
    refusals::{Fact, Refusal, RefusalCode},
    resources::Resource,
    values::{Faults, Label, Money, Problem, ProblemCode, Reason, Summary, Unit},
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

/// What was really fetched.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Collection {
    /// How much.
    pub taken: Amount,
    /// What it weighed, where somebody weighed it.
    pub weighed: Option<Weight>,
}

impl Collection {
    /// What was fetched of a lot. What is counted by weight is weighed by that.
    ///
    /// # Errors
    /// `INCONSISTENT` (with `quantity`) on `weight` where a lot that is counted by weight is said to
    /// weigh something else.
    pub fn of(lot: &Lot, taken: Amount, weighed: Option<Weight>) -> Result<Self, Faults> {
        let by_weight = Weight::of(taken, lot.unit, None);
        if by_weight.is_some() && weighed.is_some() && by_weight != weighed {
            let problem = Problem::new(ProblemCode::Inconsistent).with("with", "quantity");
            return Err(Faults::one("weight", problem));
        }
        Ok(Self { taken, weighed })
    }

    fn weight(self, lot: &Lot) -> Option<Weight> {
        self.weighed.or_else(|| lot.weigh(self.taken))
    }
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

    /// It was fetched: more or less than was held, as far as there is enough. What is left is free.
    ///
    /// # Errors
    /// `WRONG_STATE`, `OUT_OF_STOCK`.
    pub fn collect(
        &mut self,
        act: &Act<'_>,
        lot: &mut Lot,
        collection: Collection,
    ) -> Result<(), Refusal> {
        self.permits(ReservationAction::Collect, act.at)?;
        let most = lot.available() + self.amount;
        if collection.taken > most {
            return Err(lot.out_of_stock(collection.taken, most));
        }
        let weight = collection.weight(lot);
        lot.push(
            act,
            MoveKind::Release,
            Amount::ZERO,
            -self.amount,
            self.note(),
        );
        let reused = Reused {
            hub: self.hub,
            at: act.at,
            grams: weight.map_or(0, Weight::grams),
            collections: 1,
            unweighed: weight.is_none().into(),
        };
        let note = Note {
            reused: Some(reused),
            ..self.note()
        };
        lot.push(act, MoveKind::Out, -collection.taken, Amount::ZERO, note);
        self.collected_at = Some(act.at);
        self.taken = collection.taken;
        self.weight = weight;
        self.state = ReservationState::Collected;
        self.tell_taken(act, EventKind::ReservationCollected, None);
        Ok(())
    }

    /// What came back or was passed on was fetched before.
    ///
    /// # Errors
    /// `OUT_OF_RANGE` on `value`.
    pub fn expect_enough(&self, taken: Amount) -> Result<(), Faults> {
        let least = self.brought_back.max(self.passed_on);
        if taken < least {
            let problem = Problem::new(ProblemCode::OutOfRange).with("min", least);
            return Err(Faults::one("value", problem));
        }
        Ok(())
    }

    /// What was fetched was counted or weighed wrongly; [`Self::expect_enough`] was asked. It counts
    /// for the month in which it was fetched.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOTHING_TO_DO`, `OUT_OF_STOCK`.
    pub fn correct(
        &mut self,
        act: &Act<'_>,
        lot: &mut Lot,
        collection: Collection,
        reason: &Reason,
    ) -> Result<(), Refusal> {
        self.permits(ReservationAction::Correct, act.at)?;
        let weight = collection.weight(lot);
        if (collection.taken, weight) == (self.taken, self.weight) {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        let back = self.taken - collection.taken;
        lot.expect_available(-back)?;
        let grams = |weight: Option<Weight>| weight.map_or(0, Weight::grams);
        let unknown = |weight: Option<Weight>| i32::from(weight.is_none());
        let note = Note {
            reason: Some(reason.clone()),
            reused: Some(Reused {
                hub: self.hub,
                at: self.collected_at.unwrap_or(act.at),
                grams: grams(weight) - grams(self.weight),
                collections: 0,
                unweighed: unknown(weight) - unknown(self.weight),
            }),
            ..self.note()
        };
        lot.push(act, MoveKind::Correction, back, Amount::ZERO, note);
        self.taken = collection.taken;
        self.weight = weight;
        self.tell_taken(act, EventKind::ReservationCorrected, Some(reason));
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

    /// Some of what is under a deposit came back. It is not in stock by that: what comes back is
    /// looked at first, and washed.
    ///
    /// # Errors
    /// On `value`: `OUT_OF_RANGE` for more than was fetched and did not come back yet.
    pub fn take_back_deposit(&mut self, act: &Act<'_>, amount: Amount) -> Result<(), Faults> {
        let most = self.taken - self.brought_back;
        if amount > most {
            let problem = Problem::new(ProblemCode::OutOfRange).with("max", most);
            return Err(Faults::one("value", problem));
        }
        self.brought_back = self.brought_back + amount;
        self.updated_at = act.at;
        let facts = vec![
            Fact::new("quantity", amount),
            Fact::new("unit", self.unit),
            Fact::new("refund", self.refund().amount()),
        ];
        self.record(act, EventKind::ReservationDepositReturned, facts);
        Ok(())
    }

    /// What the borrower has fetched becomes a lot under a resource of its own, which has come from
    /// where the other has. It left that one when it was fetched.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOTHING_TO_DO`, `WRONG_KIND`; `OUT_OF_STOCK` for more than was fetched and not passed on
    /// yet.
    pub fn pass_on(
        &mut self,
        act: &Act<'_>,
        (lot, resource): (&Lot, &Resource),
        amount: Amount,
        label: Label,
    ) -> Result<Lot, Refusal> {
        self.permits(ReservationAction::PassOn, act.at)?;
        resource.permits(crate::resources::ResourceAction::CreateLot)?;
        let most = self.taken - self.passed_on;
        if amount > most {
            return Err(lot.out_of_stock(amount, most));
        }
        self.passed_on = self.passed_on + amount;
        self.updated_at = act.at;
        let next = lot.passed_on(act, resource, amount, (label, self.id));
        let facts = vec![
            Fact::new("quantity", amount),
            Fact::new("unit", self.unit),
            Fact::new("lot", next.id),
        ];
        self.record(act, EventKind::ReservationPassedOn, facts);
        Ok(next)
    }

    fn note(&self) -> Note {
        Note {
            reservation: Some(self.id),
            project: self.project,
            ..Note::default()
        }
    }

    fn tell_taken(&mut self, act: &Act<'_>, kind: EventKind, reason: Option<&Reason>) {
        self.updated_at = act.at;
        let mut facts = vec![
            Fact::new("quantity", self.taken),
            Fact::new("unit", self.unit),
        ];
        facts.extend(
            self.weight
                .map(|weight| Fact::new("kilograms", weight.kilograms())),
        );
        facts.extend(reason.map(|reason| Fact::new("reason", reason)));
        self.record(act, kind, facts);
    }

    /// The borrower is the organisation concerned, and the resource brings in its owner, so that
    /// both sides read what happens.
    fn record(&mut self, act: &Act<'_>, kind: EventKind, facts: Vec<Fact>) {
        let subject = Subject::Reservation(self.id);
        let mut event = Event::new(act, kind, subject, Audience::Organisation)
            .within(Some(self.hub), Some(self.borrower))
            .of_resource(self.resource);
        event.facts = facts;
        self.events.push(event);
    }
}
