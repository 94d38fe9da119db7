//! What was delivered of a commitment: declared by one side, confirmed or contested by the other.

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

use super::{
    commitments::{Amount, AmountDraft, Commitment},
    keeping::Sides,
    measures::Measure,
    partnership::{Partnership, Rejection},
    proofs::ProofFile,
    schedule::DueDay,
    settlement::Settlement,
    state::PartnershipAction,
    term::inconsistent,
};
use crate::{
    clock::Act,
    events::{Audience, Event, EventKind, Pending, Subject},
    ids::{BookingId, CommitmentId, FulfilmentId, OrganisationId, PartnershipId, ReservationId},
    mandates::MandateRole,
    refusals::{Refusal, RefusalCode},
    values::{Faults, Problem, ProblemCode, Reason, Summary, text_enum},
};

text_enum! {
    /// On which side of a commitment an organisation is.
    pub enum CommitmentSide {
        /// It owes.
        Debtor = "DEBTOR",
        /// It is owed to.
        Creditor = "CREDITOR",
    }
}

text_enum! {
    /// Where it stands what one side says was delivered.
    pub enum FulfilmentState {
        /// One side says so; the other has not answered.
        Declared = "DECLARED",
        /// The other side says so too: it counts.
        Confirmed = "CONFIRMED",
        /// The other side says that it was otherwise: it counts once both agree on how much.
        Contested = "CONTESTED",
        /// Both have agreed on what of it counts.
        Settled = "SETTLED",
        /// Who declared it has taken it back.
        Withdrawn = "WITHDRAWN",
    }
}

text_enum! {
    /// What can be done with what was declared, as shown to a viewer.
    pub enum FulfilmentAction {
        /// Read it.
        Read = "READ",
        /// Say that it was so (the other side), also after having contested it.
        Confirm = "CONFIRM",
        /// Say that it was otherwise (the other side).
        Contest = "CONTEST",
        /// Take it back (the side that declared it).
        Withdraw = "WITHDRAW",
        /// Offer to the other side what of it counts (a representative of either side).
        OfferSettlement = "OFFER_SETTLEMENT",
        /// Accept what the other side offers (a representative).
        AcceptSettlement = "ACCEPT_SETTLEMENT",
        /// Show by a file what was delivered, or that it was not (either side).
        AddProof = "ADD_PROOF",
        /// Take such a file back (who has added it).
        RemoveProof = "REMOVE_PROOF",
    }
}

impl FulfilmentAction {
    /// The least role of who does it for a party: on what counts, those agree who sign.
    pub fn takes(self) -> MandateRole {
        match self {
            Self::Read => MandateRole::Reader,
            Self::Confirm | Self::Contest | Self::Withdraw | Self::AddProof | Self::RemoveProof => {
                MandateRole::Contributor
            }
            Self::OfferSettlement | Self::AcceptSettlement => MandateRole::Representative,
        }
    }
}

/// Something else on the platform that is the fulfilment. How much it comes to is read there, whenever it is
/// asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// A booking: of a room, of equipment, of somebody's hours.
    Booking(BookingId),
    /// Material that was reserved and fetched.
    Reservation(ReservationId),
}

/// What a side said of a fulfilment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contest {
    /// Who.
    pub by: OrganisationId,
    /// Why.
    pub reason: Reason,
    /// When.
    pub at: DateTime<Utc>,
}

/// What one side says was delivered of a commitment.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fulfilment {
    /// Its id.
    pub id: FulfilmentId,
    /// By which agreement.
    pub partnership: PartnershipId,
    /// Of which commitment.
    pub commitment: CommitmentId,
    /// For which of the days on which that is due.
    pub due_on: Option<NaiveDate>,
    /// Who declared it.
    pub by: OrganisationId,
    /// Between whom it is, whoever leaves or comes later.
    pub sides: Sides,
    /// On which side who declared it is.
    pub side: CommitmentSide,
    /// When it was delivered; of what is linked, that tells.
    pub done_on: Option<NaiveDate>,
    /// How much; of what is linked, that tells.
    pub amount: Option<Amount>,
    /// What else on the platform it is.
    pub source: Option<Source>,
    /// What is to be known besides.
    pub note: Option<Summary>,
    /// What shows it, the first first.
    pub proofs: Vec<ProofFile>,
    /// Where it stands.
    pub state: FulfilmentState,
    /// Who confirmed it, or took it back.
    pub answered_by: Option<OrganisationId>,
    /// Who said that it was otherwise.
    pub contest: Option<Contest>,
    /// What one side offers, or both have agreed upon.
    pub settlement: Option<Settlement>,
    /// When it was declared.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// Counts its changes.
    pub version: i32,
    /// What happened since it was loaded.
    pub events: Pending,
}

/// What somebody says was delivered, not yet checked.
#[derive(Debug, Clone)]
#[expect(missing_docs, reason = "each field is documented on `Fulfilment`")]
pub struct FulfilmentDraft {
    pub commitment: CommitmentId,
    pub due_on: Option<NaiveDate>,
    pub done_on: Option<NaiveDate>,
    pub amount: Option<AmountDraft>,
    /// What it is linked to, where the platform knows of such a thing between the organisation acted for and
    /// another.
    pub source: Option<(Source, Option<Measure>)>,
    pub note: Option<String>,
}

impl Fulfilment {
    /// How much an organisation declares by one agreement in [`Self::WITHIN_HOURS`]: each time others are written to.
    pub const MOST: u64 = 100;
    /// In how many hours.
    pub const WITHIN_HOURS: i64 = 24;

    /// Says for a party what was delivered of a commitment that it owes, or that is owed to it.
    ///
    /// # Errors
    /// `WRONG_STATE` before it was in force, and for what is linked and not over; `NOT_YOUR_SIDE`. Faults:
    /// `UNKNOWN` on `commitment`, on `dueOn` for a day on which it is not due, on `booking` or `reservation` for
    /// none between a debtor and a creditor; `REQUIRED` on `dueOn` where there are several, on `doneOn` and on
    /// `amount`; `OUT_OF_RANGE` on `doneOn` for a day to come; `INCONSISTENT` for an amount of something else,
    /// or beside a link.
    pub fn declare(
        act: &Act<'_>,
        partnership: &Partnership,
        by: OrganisationId,
        today: NaiveDate,
        draft: &FulfilmentDraft,
    ) -> Result<Self, Rejection> {
        partnership.permits(PartnershipAction::DeclareFulfilment, Some(by), today)?;
        let days = partnership.standing(draft.commitment)?;
        let due = due_day(&days, draft.due_on);
        // Where the day is wrong, the rest is held against what is due last.
        let day = due.as_ref().ok().copied().or(days.last());
        let day = day.ok_or_else(|| Faults::one("dueOn", Problem::new(ProblemCode::Unknown)))?;
        let commitment = day.commitment;
        let sides = partnership.between(day, today);
        let Some(side) = sides.of(by) else {
            return Err(Refusal::new(RefusalCode::NotYourSide).into());
        };
        let mut faults = Faults::new();
        let due_on = faults.take("dueOn", due.map(|day| day.due_on));
        let done_on = faults.take("doneOn", done_day(draft, today));
        if let Some((source, measure)) = &draft.source {
            let field = match source {
                Source::Booking(_) => "booking",
                Source::Reservation(_) => "reservation",
            };
            let measure = between(&sides, by, measure.as_ref());
            if let Some(measure) = faults.take(field, measure) {
                if !measure.is_over {
                    let declare = PartnershipAction::DeclareFulfilment;
                    return Err(Refusal::state(measure.state, declare).into());
                }
                if commitment
                    .amount
                    .is_some_and(|owed| measure.like(owed).is_none())
                {
                    faults.note(field, inconsistent("commitment"));
                }
            }
        }
        let amount = match (&draft.amount, commitment.amount) {
            (Some(_), _) if draft.source.is_some() => Err(inconsistent("source")),
            (None, Some(_)) if draft.source.is_none() => Err(Problem::new(ProblemCode::Required)),
            (given, _) => given
                .as_ref()
                .map(|given| of_commitment(given, commitment))
                .transpose(),
        };
        let amount = faults.take("amount", amount);
        let note = faults.take("note", Summary::parse_optional(draft.note.as_deref()));
        let (Some(due_on), Some(done_on), Some(amount), Some(note)) =
            (due_on, done_on, amount, note)
        else {
            return Err(faults.into());
        };
        if !faults.is_empty() {
            return Err(faults.into());
        }
        let mut fulfilment = Self {
            id: act.id(),
            partnership: partnership.id,
            commitment: commitment.id,
            due_on,
            by,
            sides,
            side,
            done_on,
            amount,
            source: draft.source.as_ref().map(|(source, _)| *source),
            note,
            proofs: Vec::new(),
            state: FulfilmentState::Declared,
            answered_by: None,
            contest: None,
            settlement: None,
            created_at: act.at,
            updated_at: act.at,
            version: 0,
            events: Pending::default(),
        };
        fulfilment.tell(act, EventKind::FulfilmentDeclared, None);
        Ok(fulfilment)
    }

    /// Whether `action` is possible in the present state, for an organisation, if it is known which.
    ///
    /// # Errors
    /// `WRONG_STATE`, its fact `state` `NOTHING_OFFERED` where there is nothing to accept; `NOT_YOUR_SIDE` (fact
    /// `side`, which one it takes); `CONTESTED_BY_ANOTHER` of its own side (fact `party`).
    pub fn permits(
        &self,
        action: FulfilmentAction,
        by: Option<OrganisationId>,
    ) -> Result<(), Refusal> {
        use FulfilmentAction as A;
        use FulfilmentState as S;
        let open = matches!(self.state, S::Declared | S::Contested);
        let possible = match action {
            A::Read => return Ok(()),
            A::Confirm | A::Withdraw | A::AddProof => open,
            A::RemoveProof => open || self.state == S::Withdrawn,
            A::Contest => self.state == S::Declared,
            A::OfferSettlement | A::AcceptSettlement => self.state == S::Contested,
        };
        if !possible {
            return Err(Refusal::state(self.state, action));
        }
        let other = match self.side {
            CommitmentSide::Debtor => CommitmentSide::Creditor,
            CommitmentSide::Creditor => CommitmentSide::Debtor,
        };
        let mine = by.and_then(|by| self.sides.of(by));
        let takes = |side: CommitmentSide| match by {
            Some(_) if mine != Some(side) => {
                Err(Refusal::new(RefusalCode::NotYourSide).with("side", side))
            }
            _ => Ok(()),
        };
        // What one of a side has contested, no other of it takes back for it.
        if let (Some(by), Some(contest)) = (by, &self.contest)
            && matches!(
                action,
                A::Confirm | A::OfferSettlement | A::AcceptSettlement
            )
            && by != contest.by
            && mine == self.sides.of(contest.by)
            && self.state == S::Contested
        {
            let refusal = Refusal::new(RefusalCode::ContestedByAnother);
            return Err(refusal.with("party", contest.by));
        }
        match (action, &self.settlement) {
            (A::Confirm | A::Contest, _) => takes(other),
            (A::RemoveProof, _) => match by {
                Some(by) if !self.proofs.iter().any(|one| one.by == by) => {
                    Err(Refusal::new(RefusalCode::NotYourSide))
                }
                _ => Ok(()),
            },
            (A::AcceptSettlement, None) => Err(Refusal::state("NOTHING_OFFERED", action)),
            (A::AcceptSettlement, Some(offer)) if self.sides.of(offer.by) == Some(self.side) => {
                takes(other)
            }
            (A::Withdraw, _) | (A::AcceptSettlement, Some(_)) => takes(self.side),
            _ if by.is_some() && mine.is_none() => Err(Refusal::new(RefusalCode::NotYourSide)),
            _ => Ok(()),
        }
    }

    /// The other side says that it was so.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOT_YOUR_SIDE`.
    pub fn confirm(&mut self, act: &Act<'_>, by: OrganisationId) -> Result<(), Refusal> {
        self.permits(FulfilmentAction::Confirm, Some(by))?;
        self.answered_by = Some(by);
        self.enter(
            act,
            FulfilmentState::Confirmed,
            EventKind::FulfilmentConfirmed,
            None,
        );
        Ok(())
    }

    /// The other side says that it was otherwise, and why.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOT_YOUR_SIDE`.
    pub fn contest(
        &mut self,
        act: &Act<'_>,
        by: OrganisationId,
        reason: &Reason,
    ) -> Result<(), Refusal> {
        self.permits(FulfilmentAction::Contest, Some(by))?;
        let contest = Contest {
            by,
            reason: reason.clone(),
            at: act.at,
        };
        self.contest = Some(contest);
        self.enter(
            act,
            FulfilmentState::Contested,
            EventKind::FulfilmentContested,
            Some(reason),
        );
        Ok(())
    }

    /// The side that declared it takes it back: it counts for nothing, and what it was linked to can be
    /// linked again.
    ///
    /// # Errors
    /// `WRONG_STATE`, `NOT_YOUR_SIDE`.
    pub fn withdraw(&mut self, act: &Act<'_>, by: OrganisationId) -> Result<(), Refusal> {
        self.permits(FulfilmentAction::Withdraw, Some(by))?;
        self.answered_by = Some(by);
        self.enter(
            act,
            FulfilmentState::Withdrawn,
            EventKind::FulfilmentWithdrawn,
            None,
        );
        Ok(())
    }

    pub(super) fn enter(
        &mut self,
        act: &Act<'_>,
        state: FulfilmentState,
        kind: EventKind,
        reason: Option<&Reason>,
    ) {
        self.state = state;
        self.updated_at = act.at;
        self.tell(act, kind, reason);
    }

    fn tell(&mut self, act: &Act<'_>, kind: EventKind, reason: Option<&Reason>) {
        let mut event = self.event(act, kind);
        if let Some(reason) = reason {
            event = event.with("reason", reason);
        }
        self.events.push(event);
    }

    pub(super) fn event(&self, act: &Act<'_>, kind: EventKind) -> Event {
        let subject = Subject::Partnership(self.partnership);
        Event::new(act, kind, subject, Audience::Parties)
            .with("fulfilment", self.id)
            .with("commitment", self.commitment)
    }
}

/// An amount of what the commitment is counted in, if it is counted.
pub(super) fn of_commitment(
    given: &AmountDraft,
    commitment: &Commitment,
) -> Result<Amount, Problem> {
    let amount = Amount::parse(given)?;
    match commitment.amount {
        Some(owed) if !owed.is_like(amount) => Err(inconsistent("commitment")),
        _ => Ok(amount),
    }
}

/// Which of the days is meant: the only one where none is given, or the one that is no day.
pub(super) fn due_day<'d, 'a>(
    days: &'d [DueDay<'a>],
    given: Option<NaiveDate>,
) -> Result<&'d DueDay<'a>, Problem> {
    if let (None, [only]) = (given, days) {
        return Ok(only);
    }
    let found = days.iter().find(|day| day.due_on == given);
    found.ok_or_else(|| match given {
        None => Problem::new(ProblemCode::Required),
        Some(day) => Problem::new(ProblemCode::Unknown).with("given", day),
    })
}

fn done_day(draft: &FulfilmentDraft, today: NaiveDate) -> Result<Option<NaiveDate>, Problem> {
    match draft.done_on {
        Some(_) if draft.source.is_some() => Err(inconsistent("source")),
        None if draft.source.is_none() => Err(Problem::new(ProblemCode::Required)),
        Some(day) if day > today => Err(Problem::new(ProblemCode::OutOfRange).with("max", today)),
        Some(day) => super::term::within_reach(day).map(Some),
        None => Ok(None),
    }
}

/// What is linked went from the debtor to a creditor, and the organisation acted for is one of the two.
fn between<'a>(
    sides: &Sides,
    by: OrganisationId,
    measure: Option<&'a Measure>,
) -> Result<&'a Measure, Problem> {
    let is_between = |measure: &&Measure| {
        measure.from == sides.debtor
            && sides.creditors.contains(&measure.to)
            && (by == measure.from || by == measure.to)
    };
    let measure = measure.filter(is_between);
    measure.ok_or(Problem::new(ProblemCode::Unknown))
}
