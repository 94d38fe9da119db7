//! Bookings, as borrowers ask for them and owners answer.

use maillage_domain::{
    RefusalCode,
    bookings::{BookingAction, BookingState, LineDraft, WishDraft},
    policy::Actor,
    resources::Span,
    values::{Reason, Summary},
};
use maillage_usecases::{
    Error,
    bookings::{self, Target},
};

use super::{Cast, unknown};
use crate::demo::data::Booking;

impl<'a> Cast<'a> {
    pub(super) async fn book(&mut self, booking: &'a Booking, span: Span) -> Result<(), Error> {
        let (borrower, actor) = self.representative(&booking.borrower)?;
        let resource = self.resources.get(booking.resource.as_str());
        let draft = WishDraft {
            start: span.start(),
            end: span.end(),
            lines: vec![LineDraft {
                resource: *resource.ok_or_else(|| unknown(&booking.resource))?,
                units: booking.units,
            }],
            project: None,
            purpose: Some(booking.purpose.clone()),
        };
        match bookings::book(self.platform, &actor, borrower, draft).await {
            Ok(booked) => {
                self.bookings.insert(&booking.key, booked.id);
                Ok(())
            }
            // Around the end of the year it may fall on a day on which the resource is closed.
            Err(Error::Refused(refusal)) if refusal.code == RefusalCode::Closed => Ok(()),
            Err(error) => Err(error),
        }
    }

    /// What the owner does with a booking; what the borrower does where the booking is called off, or hours are
    /// declared.
    pub(super) async fn take_step(
        &mut self,
        booking: &'a Booking,
        action: BookingAction,
    ) -> Result<(), Error> {
        use BookingAction as A;
        let Some(id) = self.bookings.get(booking.key.as_str()).copied() else {
            return Ok(());
        };
        let found = bookings::find(self.platform, &Actor::Operator, id).await?;
        let stored = found.ok_or_else(|| unknown(&booking.key))?;
        if action == A::Confirm && stored.state == BookingState::Confirmed {
            // Its rules have confirmed it at once.
            return Ok(());
        }
        let side = if matches!(action, A::Cancel | A::DeclareHours) {
            &booking.borrower
        } else {
            self.owner_of(&booking.resource)?
        };
        let (acting_for, actor) = self.representative(side)?;
        let expected_version = stored.version;
        let target = Target {
            id,
            acting_for,
            expected_version,
        };
        let (platform, actor) = (self.platform, &actor);
        let reason = || Reason::parse_optional(booking.reason.as_deref()).map_err(malformed);
        let condition =
            |text: &Option<String>| Summary::parse_optional(text.as_deref()).map_err(malformed);
        match action {
            A::Confirm => bookings::confirm(platform, actor, target).await,
            A::Decline => {
                let reason = reason()?.ok_or_else(|| unknown("a reason"))?;
                bookings::decline(platform, actor, target, reason).await
            }
            A::Cancel => bookings::cancel(platform, actor, target, reason()?).await,
            A::HandOver => {
                let condition = condition(&booking.condition_before)?;
                bookings::hand_over(platform, actor, target, condition).await
            }
            A::TakeBack => {
                let condition = condition(&booking.condition_after)?;
                bookings::take_back(platform, actor, target, None, condition).await
            }
            A::NoShow => bookings::no_show(platform, actor, target).await,
            A::DeclareHours => {
                let worked = booking.worked.ok_or_else(|| unknown("hours"))?;
                bookings::declare_hours(platform, actor, target, worked, None).await
            }
            A::ConfirmHours => {
                let expenses = booking.expenses.as_deref();
                bookings::confirm_hours(platform, actor, target, expenses).await
            }
            A::Read | A::Change | A::ContestHours => return Ok(()),
        }?;
        Ok(())
    }

    pub(super) fn owner_of(&self, resource: &str) -> Result<&'a str, Error> {
        let mut resources = self.data.resources.iter();
        let found = resources.find(|one| one.key == resource);
        found
            .map(|one| one.owner.as_str())
            .ok_or_else(|| unknown(resource))
    }
}

fn malformed(problem: maillage_domain::Problem) -> Error {
    Error::invalid("demo", problem)
}
