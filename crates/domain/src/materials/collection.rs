//! What is fetched of what was held, and what comes of it.

use super::{
    Amount, Lot, MoveKind, Reservation, ReservationAction, ReservationState, Reused, Weight,
    lot::Note,
};
use crate::{
    clock::Act,
    events::EventKind,
    refusals::{Fact, Refusal, RefusalCode},
    resources::{Resource, ResourceAction},
    values::{Faults, Label, Problem, ProblemCode, Reason},
};

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
        resource.permits(ResourceAction::CreateLot)?;
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
}
