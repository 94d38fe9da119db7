//! What is shared: when it was offered, booked, lent and fetched.

use anyhow::{Context, ensure};
use chrono::{Datelike, Days, Duration, NaiveDate, Utc};
use chrono_tz::Tz;
use maillage_domain::{
    bookings::{BookingAction, BookingState},
    content::ContentState,
    materials::{ReservationAction, ReservationState},
    resources::{Span, Weekday},
    staff::StaffLoanState,
};

use super::{Act, Story, hour};
use crate::demo::data::{Booking, Data, Reservation, Resource, StaffLoan};

impl<'a> Story<'a> {
    pub(super) fn resource(&mut self, resource: &'a Resource) -> anyhow::Result<()> {
        let Some(shared) = &resource.shared else {
            return Ok(());
        };
        self.tell(shared.created_at, Act::WriteResource(resource, shared));
        self.tell(shared.submitted_at, Act::SubmitResource(resource));
        let published = shared.state == ContentState::Published;
        ensure!(
            published == shared.published_at.is_some()
                && (published || shared.state == ContentState::Submitted),
            "demo: {}: published_at does not go with the state",
            resource.key
        );
        if let Some(at) = shared.published_at {
            self.tell(at, Act::PublishResource(resource, shared));
            for lot in &shared.lots {
                self.tell(at + Duration::hours(1), Act::MakeLot(resource, lot));
            }
        }
        Ok(())
    }

    /// A reservation of material so many days before the demo is loaded.
    pub(super) fn reservation(&mut self, one: &'a Reservation, today: NaiveDate) {
        use ReservationAction as A;
        let asked = hour(today - Days::new(one.days_before.into()), 3);
        let until = asked + Duration::days(one.held_days.into());
        self.tell(asked, Act::Reserve(one, until));
        let days = one.collected_after_days.unwrap_or_default();
        let fetched = asked + Duration::days(days.into());
        let mut step = |at, action| self.tell(at, Act::OnReservation(one, action));
        match one.state {
            ReservationState::Held | ReservationState::Expired => {}
            ReservationState::Cancelled => step(asked + Duration::days(1), A::Cancel),
            ReservationState::Collected => {
                step(fetched, A::Collect);
                if one.brought_back.is_some() {
                    step(fetched + Duration::days(10), A::TakeBackDeposit);
                }
            }
        }
    }

    /// A booking around the day on which the demo is loaded: what is over by then, what goes on, and
    /// what is still to come.
    pub(super) fn booking(
        &mut self,
        booking: &'a Booking,
        data: &'a Data,
        today: NaiveDate,
    ) -> anyhow::Result<()> {
        use BookingAction as A;
        use BookingState as S;
        let zone = time_zone(data, &booking.resource).with_context(|| {
            format!("demo: {}: {} is not booked", booking.key, booking.resource)
        })?;
        let monday = today - Days::new(today.weekday().num_days_from_monday().into());
        let weekday = (0..)
            .zip(Weekday::ALL)
            .find(|(_, one)| **one == booking.weekday);
        let days = weekday.map_or(0, |(days, _)| days);
        let day = monday + Duration::days(7 * booking.week + days);
        let last = day + Days::new(booking.days.into());
        let instant = |day: NaiveDate, time| {
            let local = day.and_time(time).and_local_timezone(zone).earliest();
            local.map(|at| at.with_timezone(&Utc))
        };
        let (start, end) = instant(day, booking.from)
            .zip(instant(last, booking.to))
            .with_context(|| format!("demo: {}: the clocks leap over its time", booking.key))?;
        let span = Span::parse(start, end)
            .map_err(|faults| anyhow::anyhow!("demo: {}: {faults:?}", booking.key))?;
        // On an earlier day, and before the demo is loaded.
        let asked = hour(day - Days::new(booking.asked_days_before.into()), 8);
        let asked = asked.min(hour(today, 4) - Duration::days(booking.asked_days_before.into()));
        self.tell(asked, Act::Book(booking, span));
        let answered = asked + Duration::hours(2);
        let late = Duration::minutes(booking.late_minutes.into());
        let mut step = |at, action| self.tell(at, Act::Step(booking, action));
        match booking.state {
            S::Requested => return Ok(()),
            S::Declined => step(answered, A::Decline),
            S::Cancelled => {
                step(answered, A::Confirm);
                step(answered + Duration::hours(20), A::Cancel);
            }
            S::Confirmed | S::InUse | S::Returned | S::NoShow => step(answered, A::Confirm),
        }
        match booking.state {
            S::InUse if booking.worked.is_some() => step(end, A::DeclareHours),
            S::Returned if booking.worked.is_some() => {
                step(end, A::DeclareHours);
                step(end + Duration::hours(1), A::ConfirmHours);
            }
            S::InUse => step(start, A::HandOver),
            S::Returned => {
                step(start, A::HandOver);
                step(end + late, A::TakeBack);
            }
            S::NoShow => step(end, A::NoShow),
            S::Requested | S::Confirmed | S::Declined | S::Cancelled => {}
        }
        Ok(())
    }

    /// Staff that is lent from some days before the demo is loaded on.
    pub(super) fn staff_loan(&mut self, loan: &'a StaffLoan, today: NaiveDate) {
        let from = today - Days::new(loan.days_before.into());
        let until = from + Days::new(loan.days.into());
        let recorded = hour(from, 3);
        self.tell(recorded, Act::LendStaff(loan, (from, until)));
        if loan.state == StaffLoanState::InForce {
            let confirmed = recorded + Duration::hours(2);
            self.tell(confirmed, Act::ConfirmStaffLoan(loan));
        }
    }
}

/// On whose clocks a resource is booked.
fn time_zone(data: &Data, resource: &str) -> Option<Tz> {
    let mut resources = data.resources.iter();
    let resource = resources.find(|one| one.key == resource)?;
    let conditions = resource.shared.as_ref()?.conditions.as_ref()?;
    conditions.time_zone.parse().ok()
}
