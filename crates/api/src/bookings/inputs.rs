//! What clients send about bookings.

use async_graphql::{ID, InputObject};
use chrono::{DateTime, Utc};
use maillage_domain::{
    bookings::{ChangeDraft, LineDraft, WishDraft},
    ids::{self as domain_ids, OrganisationId},
    resources::{Frequency, Minutes, SeriesDraft},
    values::{Faults, Reason, Summary},
};
use maillage_usecases::{Error, bookings::Target};

use crate::{
    enums::E,
    ids::{self, kinds},
    values::{Date, Duration, Money},
};

/// What somebody wants to book.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct BookingContentInput {
    /// Its first minute.
    start: DateTime<Utc>,
    /// The first minute after it.
    end: DateTime<Utc>,
    /// How many units of which resources, 1 to 20, all of one organisation and each once.
    lines: Vec<BookingLineInput>,
    /// For which project: one that the organisation leads or takes part in.
    project: Option<ID>,
    /// What for, up to 280 characters.
    purpose: Option<String>,
}

/// What a booking is to become, whole.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct BookingChangeInput {
    /// Its first minute.
    start: DateTime<Utc>,
    /// The first minute after it.
    end: DateTime<Utc>,
    /// How many units of which resources, 1 to 20, all of the same organisation as before.
    lines: Vec<BookingLineInput>,
}

/// Units of one resource.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct BookingLineInput {
    /// Of which resource.
    resource: ID,
    /// How many.
    #[graphql(default = 1)]
    units: i32,
}

/// How a booking comes back. It ends by one of `until` and `count`, after 104 dates or two years at
/// the latest.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct BookingSeriesInput {
    /// How often.
    frequency: E<Frequency>,
    /// Every how many weeks, 1 to 4; with WEEKLY, and only then. Each week if not said.
    every: Option<i32>,
    /// On the last such weekday of the month rather than on the same from its beginning; with
    /// `MONTHLY_BY_WEEKDAY`, and only then.
    #[graphql(default)]
    last: bool,
    /// Its last day at the latest, on the clocks of the first resource.
    until: Option<Date>,
    /// How many dates, the first among them.
    count: Option<i32>,
}

fn lines(faults: &mut Faults, lines: &[BookingLineInput]) -> Option<Vec<LineDraft>> {
    faults.each("lines", lines, |line| {
        let resource = domain_ids::parse::<kinds::Resource>(&line.resource);
        Ok(LineDraft {
            resource: resource.map_err(|problem| Faults::one("resource", problem))?,
            units: line.units,
        })
    })
}

impl BookingContentInput {
    pub(super) fn read(self) -> Result<WishDraft, Error> {
        let mut faults = Faults::new();
        let lines = lines(&mut faults, &self.lines);
        let project = self.project.as_ref();
        let project = project.map(|id| domain_ids::parse::<kinds::Project>(id));
        let project = faults.take("project", project.transpose());
        let (Some(lines), Some(project)) = (lines, project) else {
            return Err(faults.within("content").into());
        };
        Ok(WishDraft {
            start: self.start,
            end: self.end,
            lines,
            project,
            purpose: self.purpose,
        })
    }
}

impl BookingChangeInput {
    pub(super) fn read(&self) -> Result<ChangeDraft, Error> {
        let mut faults = Faults::new();
        let Some(lines) = lines(&mut faults, &self.lines) else {
            return Err(faults.within("content").into());
        };
        Ok(ChangeDraft {
            start: self.start,
            end: self.end,
            lines,
        })
    }
}

impl BookingSeriesInput {
    pub(super) fn read(&self) -> SeriesDraft {
        SeriesDraft {
            frequency: self.frequency.0,
            every: self.every,
            last: self.last,
            until: self.until.map(|day| day.0),
            count: self.count,
        }
    }
}

/// Books resources.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct BookResourcesInput {
    /// The organisation that takes them.
    acting_for: ID,
    /// What, and when.
    pub(super) content: BookingContentInput,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

/// Books resources on the dates of a series.
#[derive(Debug, Clone, InputObject)]
pub(crate) struct BookSeriesInput {
    /// The organisation that takes them.
    acting_for: ID,
    /// What, and when first.
    pub(super) content: BookingContentInput,
    /// How it comes back.
    pub(super) series: BookingSeriesInput,
    /// Validate, authorise and answer, but write nothing.
    #[graphql(default)]
    pub(super) dry_run: bool,
}

impl BookResourcesInput {
    pub(super) fn acting_for(&self) -> Result<OrganisationId, Error> {
        ids::read::<kinds::Organisation>("actingFor", &self.acting_for)
    }
}

impl BookSeriesInput {
    pub(super) fn acting_for(&self) -> Result<OrganisationId, Error> {
        ids::read::<kinds::Organisation>("actingFor", &self.acting_for)
    }
}

/// The part that every act on a booking has.
macro_rules! booking_input {
    ($($(#[doc = $doc:literal])+ $name:ident { $($(#[doc = $field_doc:literal])+ $field:ident: $type:ty,)* })+) => {$(
        $(#[doc = $doc])+
        #[derive(Debug, Clone, InputObject)]
        pub(crate) struct $name {
            /// The booking.
            id: ID,
            /// The organisation acted for: one of its two sides.
            acting_for: ID,
            /// The version you have read; CONFLICT when it changed since.
            expected_version: i32,
            $($(#[doc = $field_doc])+ pub(super) $field: $type,)*
            /// Validate, authorise and answer, but write nothing.
            #[graphql(default)]
            pub(super) dry_run: bool,
        }

        impl $name {
            pub(super) fn target(&self) -> Result<Target, Error> {
                Ok(Target {
                    id: ids::read::<kinds::Booking>("id", &self.id)?,
                    acting_for: ids::read::<kinds::Organisation>("actingFor", &self.acting_for)?,
                    expected_version: self.expected_version,
                })
            }
        }
    )+};
}

booking_input! {
    /// Asks for another time, other units or other resources.
    ChangeBookingInput {
        /// What it is to become, whole.
        content: BookingChangeInput,
    }
    /// Says yes to a request.
    ConfirmBookingInput {}
    /// Says no to a request.
    DeclineBookingInput {
        /// Why, 3 to 2,000 characters.
        reason: String,
    }
    /// Calls a booking off.
    CancelBookingInput {
        /// Why, 3 to 2,000 characters; the owner always says so.
        reason: Option<String>,
    }
    /// Records that nobody came.
    RecordNoShowInput {}
    /// Hands over what was booked.
    HandOverBookingInput {
        /// In what condition it is, up to 280 characters.
        condition: Option<String>,
    }
    /// Says how long somebody's employee has worked.
    DeclareHoursInput {
        /// How long, up to the length of the booking: `PT7H30M`.
        worked: Duration,
        /// What is to be known besides, up to 280 characters.
        note: Option<String>,
    }
    /// Says that it was so long.
    ConfirmHoursInput {
        /// What was refunded to the employee for expenses, up to ten thousand euros; nothing if not said.
        expenses: Option<Money>,
    }
    /// Says that it was otherwise.
    ContestHoursInput {
        /// Why, 3 to 2,000 characters.
        reason: String,
    }
    /// Takes back what was handed over.
    TakeBackBookingInput {
        /// Since when it is back, where that is not just now: not before it was handed over.
        returned_at: Option<DateTime<Utc>>,
        /// In what condition it came back, up to 280 characters.
        condition: Option<String>,
    }
}

impl DeclareHoursInput {
    /// How many minutes were worked.
    pub(super) fn minutes(&self) -> Result<i32, Error> {
        let minutes = Minutes::read(&self.worked.0);
        minutes.map_err(|problem| Faults::one("worked", problem).into())
    }

    pub(super) fn note(&self) -> Result<Option<Summary>, Error> {
        let note = Summary::parse_optional(self.note.as_deref());
        note.map_err(|problem| Faults::one("note", problem).into())
    }
}

impl ConfirmHoursInput {
    /// What was refunded, in euros.
    pub(super) fn expenses(&self) -> Result<Option<&str>, Error> {
        let Some(expenses) = &self.expenses else {
            return Ok(None);
        };
        let known = expenses.in_euros();
        known.map_err(|problem| Faults::one("expenses", problem))?;
        Ok(Some(&expenses.amount))
    }
}

/// Reads why something is called off.
pub(super) fn reason(text: Option<&str>) -> Result<Option<Reason>, Error> {
    Reason::parse_optional(text).map_err(|problem| Faults::one("reason", problem).into())
}

/// Reads the condition that something is in.
pub(super) fn condition(text: Option<&str>) -> Result<Option<Summary>, Error> {
    Summary::parse_optional(text).map_err(|problem| Faults::one("condition", problem).into())
}
