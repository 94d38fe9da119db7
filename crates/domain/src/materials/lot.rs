//! A lot: so much of one material, and every move of its stock.

use chrono::{DateTime, Utc};

use super::{Amount, LotContent, MaterialQuantity, MoveKind, Reused, StockMove, Weight};
use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{HubId, LotId, OrganisationId, ProjectId, ReservationId, ResourceId},
    refusals::{Fact, Refusal, RefusalCode},
    resources::Resource,
    values::{Faults, Label, Problem, ProblemCode, Reason, Unit, text_enum},
};

text_enum! {
    /// What can be done with a lot, as shown to a viewer.
    pub enum LotAction {
        /// Read it.
        Read = "READ",
        /// Read the moves of its stock, with who made them.
        ReadMoves = "READ_MOVES",
        /// Change what it says of itself.
        Change = "CHANGE",
        /// Add to its stock.
        AddStock = "ADD_STOCK",
        /// Say what was counted of it.
        CorrectStock = "CORRECT_STOCK",
        /// Make a part of it a lot of its own.
        Split = "SPLIT",
    }
}

/// So much of one material, in one place.
///
/// What is there and what of it is held change by moves alone ([`StockMove`]), so that each figure is
/// the sum of its moves; never is less than nothing there, and never is more held than is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lot {
    /// Its id.
    pub id: LotId,
    /// The resource it is a lot of: whoever sees that sees it.
    pub resource: ResourceId,
    /// The hub that moderates that resource.
    pub hub: HubId,
    /// Whose it is: whoever shares that resource.
    pub owner: OrganisationId,
    /// What it says of itself.
    pub content: LotContent,
    /// What it is counted in.
    pub unit: Unit,
    /// The lot that it was a part of, or was fetched from.
    pub parent: Option<LotId>,
    /// How much is there.
    pub on_hand: Amount,
    /// How much of that is held for somebody.
    pub held: Amount,
    /// How many moves it has.
    pub move_count: i32,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes, moves of its stock among them.
    pub version: i32,
    /// The moves since it was loaded.
    pub moves: Vec<StockMove>,
    /// What happened since it was loaded.
    pub events: Pending,
}

/// What is written on a move besides the figures.
#[derive(Debug, Default)]
pub(super) struct Note {
    pub(super) reason: Option<Reason>,
    pub(super) reservation: Option<ReservationId>,
    pub(super) other_lot: Option<LotId>,
    pub(super) project: Option<ProjectId>,
    pub(super) reused: Option<Reused>,
}

impl Lot {
    /// Makes a lot of a resource.
    ///
    /// # Errors
    /// `WRONG_KIND` for a resource that is no material, `WRONG_STATE`.
    pub fn create(
        act: &Act<'_>,
        resource: &Resource,
        content: LotContent,
        quantity: MaterialQuantity,
    ) -> Result<Self, Refusal> {
        resource.permits(crate::resources::ResourceAction::CreateLot)?;
        let mut lot = Self::empty(act, resource, content, quantity.unit());
        lot.push(
            act,
            MoveKind::In,
            quantity.amount(),
            Amount::ZERO,
            Note::default(),
        );
        let audience = resource.audience();
        lot.record(
            act,
            EventKind::LotCreated,
            audience,
            lot.figures(quantity.amount()),
        );
        Ok(lot)
    }

    /// A lot without anything in it yet.
    fn empty(act: &Act<'_>, resource: &Resource, content: LotContent, unit: Unit) -> Self {
        Self {
            id: act.id(),
            resource: resource.id,
            hub: resource.hub,
            owner: resource.owner,
            content,
            unit,
            parent: None,
            on_hand: Amount::ZERO,
            held: Amount::ZERO,
            move_count: 0,
            created_at: act.at,
            updated_at: act.at,
            version: 0,
            moves: Vec::new(),
            events: Pending::default(),
        }
    }

    /// What can be had of it.
    pub fn available(&self) -> Amount {
        self.on_hand - self.held
    }

    /// Whether it is past the instant until which it can be had.
    pub fn is_over(&self, at: DateTime<Utc>) -> bool {
        let until = self.content.available_until;
        until.is_some_and(|until| until <= at)
    }

    /// What so much of it weighs, where that is known.
    pub fn weigh(&self, amount: Amount) -> Option<Weight> {
        Weight::of(amount, self.unit, self.content.weight)
    }

    /// Whether `action` is possible now, whoever asks.
    ///
    /// # Errors
    /// `OUT_OF_STOCK` for a split of nothing.
    pub fn permits(&self, action: LotAction) -> Result<(), Refusal> {
        match action {
            LotAction::Split if self.available() == Amount::ZERO => {
                Err(self.out_of_stock(Amount::of_thousandths(1), self.available()))
            }
            _ => Ok(()),
        }
    }

    /// How much of it is meant.
    ///
    /// # Errors
    /// `INCONSISTENT` (with `lot`) on `unit` for another unit than its own.
    pub fn amount_of(&self, quantity: MaterialQuantity) -> Result<Amount, Faults> {
        if quantity.unit() == self.unit {
            return Ok(quantity.amount());
        }
        let problem = Problem::new(ProblemCode::Inconsistent).with("with", "lot");
        Err(Faults::one("unit", problem))
    }

    /// A lot that was made of another has come from where that came from.
    ///
    /// # Errors
    /// `INCONSISTENT` (with `parent`) on `originSite` or `originOn`.
    pub fn expect_origin(&self, content: &LotContent) -> Result<(), Faults> {
        let mut faults = Faults::new();
        let had = &self.content;
        let site = had.origin_site == content.origin_site;
        let on = had.origin_on == content.origin_on;
        for (field, kept) in [("originSite", site), ("originOn", on)] {
            if self.parent.is_some() && !kept {
                let problem = Problem::new(ProblemCode::Inconsistent).with("with", "parent");
                faults.note(field, problem);
            }
        }
        if faults.is_empty() {
            Ok(())
        } else {
            Err(faults)
        }
    }

    /// Changes what it says of itself. What was agreed for a reservation stays.
    ///
    /// # Errors
    /// `NOTHING_TO_DO`.
    pub fn change(&mut self, act: &Act<'_>, content: LotContent) -> Result<(), Refusal> {
        if self.content == content {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.content = content;
        self.updated_at = act.at;
        self.record(act, EventKind::LotChanged, Audience::Organisation, vec![]);
        Ok(())
    }

    /// More of it came in.
    ///
    /// # Errors
    /// `OUT_OF_RANGE` on `value` where it would be more than a lot may have.
    pub fn add(&mut self, act: &Act<'_>, amount: Amount) -> Result<(), Faults> {
        if self.on_hand + amount > Amount::MOST {
            let max = Amount::MOST - self.on_hand;
            let problem = Problem::new(ProblemCode::OutOfRange).with("max", max);
            return Err(Faults::one("value", problem));
        }
        self.push(act, MoveKind::In, amount, Amount::ZERO, Note::default());
        let facts = self.figures(amount);
        self.record(act, EventKind::LotStockAdded, Audience::Organisation, facts);
        Ok(())
    }

    /// It was counted, and so much is there.
    ///
    /// # Errors
    /// `NOTHING_TO_DO`; `OUT_OF_STOCK` where more is held than was counted: it has to be called off
    /// first.
    pub fn correct(
        &mut self,
        act: &Act<'_>,
        counted: Amount,
        reason: Reason,
    ) -> Result<(), Refusal> {
        let change = counted - self.on_hand;
        if change == Amount::ZERO {
            return Err(Refusal::new(RefusalCode::NothingToDo));
        }
        self.expect_available(-change)?;
        let facts = self.figures(change);
        let facts = [facts, vec![Fact::new("reason", &reason)]].concat();
        let reason = Some(reason);
        let note = Note {
            reason,
            ..Note::default()
        };
        self.push(act, MoveKind::Correction, change, Amount::ZERO, note);
        self.record(act, EventKind::LotCorrected, Audience::Organisation, facts);
        Ok(())
    }

    /// Makes a part of what can be had of it a lot of its own, which has come from where this has.
    ///
    /// # Errors
    /// `OUT_OF_STOCK`.
    pub fn split(
        &mut self,
        act: &Act<'_>,
        resource: &Resource,
        amount: Amount,
        label: Label,
    ) -> Result<Self, Refusal> {
        self.expect_available(amount)?;
        let content = LotContent {
            label,
            ..self.content.clone()
        };
        let mut part = Self::empty(act, resource, content, self.unit);
        part.parent = Some(self.id);
        let beside = |other_lot| Note {
            other_lot: Some(other_lot),
            ..Note::default()
        };
        self.push(act, MoveKind::Split, -amount, Amount::ZERO, beside(part.id));
        part.push(act, MoveKind::Split, amount, Amount::ZERO, beside(self.id));
        let facts = [self.figures(amount), vec![Fact::new("part", part.id)]].concat();
        self.record(act, EventKind::LotSplit, Audience::Organisation, facts);
        let facts = [part.figures(amount), vec![Fact::new("parent", self.id)]].concat();
        let audience = resource.audience();
        part.record(act, EventKind::LotCreated, audience, facts);
        Ok(part)
    }

    /// What somebody has fetched of this lot becomes one of theirs.
    pub(super) fn passed_on(
        &self,
        act: &Act<'_>,
        resource: &Resource,
        amount: Amount,
        (label, reservation): (Label, ReservationId),
    ) -> Self {
        let content = LotContent {
            label,
            // Until when it could be had was for its former holder to say.
            available_until: None,
            ..self.content.clone()
        };
        let mut lot = Self::empty(act, resource, content, self.unit);
        lot.parent = Some(self.id);
        let note = Note {
            reservation: Some(reservation),
            other_lot: Some(self.id),
            ..Note::default()
        };
        lot.push(act, MoveKind::PassOn, amount, Amount::ZERO, note);
        let facts = lot.figures(amount);
        lot.record(act, EventKind::LotPassedOn, resource.audience(), facts);
        lot
    }

    /// Whether so much can be had.
    pub(super) fn expect_available(&self, amount: Amount) -> Result<(), Refusal> {
        if amount <= self.available() {
            return Ok(());
        }
        Err(self.out_of_stock(amount, self.available()))
    }

    /// More is asked for than can be had.
    pub(super) fn out_of_stock(&self, asked: Amount, available: Amount) -> Refusal {
        Refusal::new(RefusalCode::OutOfStock)
            .with("lot", self.id)
            .with("available", available)
            .with("asked", asked)
            .with("unit", self.unit)
    }

    /// Writes a move. Whoever calls has seen that it leaves no figure below nothing.
    pub(super) fn push(
        &mut self,
        act: &Act<'_>,
        kind: MoveKind,
        on_hand_change: Amount,
        held_change: Amount,
        note: Note,
    ) {
        self.on_hand = self.on_hand + on_hand_change;
        self.held = self.held + held_change;
        self.move_count += 1;
        self.updated_at = act.at;
        self.moves.push(StockMove {
            lot: self.id,
            number: self.move_count,
            kind,
            on_hand_change,
            held_change,
            on_hand: self.on_hand,
            held: self.held,
            reason: note.reason,
            reservation: note.reservation,
            other_lot: note.other_lot,
            project: note.project,
            reused: note.reused,
            at: act.at,
            person: act.person,
            acting_for: act.acting_for,
        });
    }

    fn figures(&self, amount: Amount) -> Vec<Fact> {
        vec![Fact::new("quantity", amount), Fact::new("unit", self.unit)]
    }

    fn record(&mut self, act: &Act<'_>, kind: EventKind, audience: Audience, facts: Vec<Fact>) {
        let mut event = Event::new(act, kind, Subject::Lot(self.id), audience)
            .within(Some(self.hub), Some(self.owner))
            .of_resource(self.resource);
        event.facts = [vec![Fact::new("label", &self.content.label)], facts].concat();
        self.events.push(event);
    }
}
