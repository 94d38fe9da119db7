//! The file of the demo, as `crates/server/data/README.md` describes it. Fields that the platform
//! has no place for yet are left out.

mod partnerships;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use maillage_domain::{
    bookings::BookingState,
    content::{ContentKind, ContentState, ModerationTiming},
    hubs::HubRole,
    mandates::MandateRole,
    materials::{LotCondition, ReservationState, ReuseStatus},
    memberships::{MemberCategory, MembershipState},
    moderation::Ground,
    organisations::{AccreditationKind, LegalForm, LocationPrecision, StaffSize},
    projects::{BudgetSide, NeedKind, NeedState, ParticipationState, ProjectStage},
    resources::{HoursDraft, ResourceKind, RulesDraft, TermsDraft, Weekday},
    staff::StaffLoanState,
    values::{ActivityDomain, Language, Unit, Visibility},
};
use serde::Deserialize;

pub(super) use self::partnerships::{Commitment, Partnership, PartnershipParty};

/// Everything.
#[derive(Deserialize)]
pub(super) struct Data {
    pub(super) hubs: Vec<Hub>,
    pub(super) organisations: Vec<Organisation>,
    pub(super) memberships: Vec<Membership>,
    pub(super) persons: Vec<Person>,
    pub(super) projects: Vec<Project>,
    pub(super) resources: Vec<Resource>,
    pub(super) bookings: Vec<Booking>,
    pub(super) staff_loans: Vec<StaffLoan>,
    pub(super) reservations: Vec<Reservation>,
    pub(super) partnerships: Vec<Partnership>,
}

impl Data {
    /// Reads the file in the binary.
    ///
    /// # Errors
    /// When it is not as described; the error names the line.
    pub(super) fn read() -> Result<Self, serde_json::Error> {
        serde_json::from_str(include_str!("../../data/demo.json"))
    }
}

#[derive(Deserialize)]
pub(super) struct Hub {
    pub(super) slug: String,
    pub(super) name: String,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) time_zone: String,
    pub(super) territory: Vec<String>,
    pub(super) colleges: Vec<College>,
    pub(super) charters: Vec<Charter>,
    pub(super) moderation: Vec<Policy>,
    pub(super) reason_templates: Vec<ReasonTemplate>,
}

#[derive(Deserialize)]
pub(super) struct College {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) description: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Charter {
    pub(super) version: i32,
    pub(super) adopted_on: NaiveDate,
    pub(super) accept_by: Option<NaiveDate>,
    pub(super) text: String,
}

#[derive(Deserialize)]
pub(super) struct Policy {
    pub(super) kind: ContentKind,
    pub(super) policy: ModerationTiming,
}

#[derive(Deserialize)]
pub(super) struct ReasonTemplate {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) text: String,
    pub(super) ground: Ground,
    pub(super) reference: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Organisation {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) legal_form: LegalForm,
    pub(super) siren: Option<String>,
    pub(super) commune: String,
    pub(super) postal_code: Option<String>,
    pub(super) address: Option<String>,
    pub(super) location: Location,
    pub(super) domains: Vec<ActivityDomain>,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) accreditations: Vec<Accreditation>,
    pub(super) ess: Option<Ess>,
    pub(super) staff_size: StaffSize,
    pub(super) source_date: NaiveDate,
}

#[derive(Deserialize)]
pub(super) struct Location {
    pub(super) lat: f64,
    pub(super) lon: f64,
    pub(super) precision: LocationPrecision,
}

#[derive(Deserialize)]
pub(super) struct Accreditation {
    pub(super) kind: AccreditationKind,
    pub(super) from: Option<NaiveDate>,
    pub(super) until: Option<NaiveDate>,
}

#[derive(Deserialize)]
pub(super) struct Ess {
    pub(super) is_ess: bool,
    pub(super) reason: String,
}

#[derive(Deserialize)]
pub(super) struct Membership {
    pub(super) hub: String,
    pub(super) organisation: String,
    pub(super) state: MembershipState,
    pub(super) category: MemberCategory,
    pub(super) college: Option<String>,
    pub(super) opened_on: NaiveDate,
    pub(super) since: Option<NaiveDate>,
    pub(super) until: Option<NaiveDate>,
    pub(super) decided_on: Option<NaiveDate>,
    pub(super) charter_version: Option<i32>,
    pub(super) reason: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Person {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) email: String,
    pub(super) locale: Language,
    pub(super) hub_roles: Vec<Office>,
    pub(super) mandates: Vec<Mandate>,
    pub(super) demo_note: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Office {
    pub(super) hub: String,
    pub(super) role: HubRole,
    pub(super) since: NaiveDate,
}

#[derive(Deserialize)]
pub(super) struct Mandate {
    pub(super) organisation: String,
    pub(super) role: MandateRole,
    pub(super) since: NaiveDate,
}

#[derive(Deserialize)]
pub(super) struct Project {
    pub(super) key: String,
    pub(super) hub: String,
    pub(super) lead: String,
    pub(super) author: String,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) themes: Vec<ActivityDomain>,
    pub(super) stage: ProjectStage,
    pub(super) stage_reason: Option<String>,
    pub(super) state: ContentState,
    pub(super) state_reason: Option<String>,
    pub(super) reason_template: Option<String>,
    pub(super) decided_by: Option<String>,
    pub(super) decided_at: Option<DateTime<Utc>>,
    pub(super) visibility: Visibility,
    pub(super) commune: Option<String>,
    pub(super) starts_on: Option<NaiveDate>,
    pub(super) ends_on: Option<NaiveDate>,
    pub(super) created_at: DateTime<Utc>,
    pub(super) submitted_at: Option<DateTime<Utc>>,
    pub(super) published_at: Option<DateTime<Utc>>,
    pub(super) needs: Vec<Need>,
    pub(super) milestones: Vec<Milestone>,
    pub(super) budget: Vec<BudgetLine>,
    pub(super) participants: Vec<Participant>,
    pub(super) revision: Option<Revision>,
}

#[derive(Deserialize)]
pub(super) struct Need {
    pub(super) kind: NeedKind,
    pub(super) label: String,
    pub(super) description: Option<String>,
    pub(super) quantity: Option<Quantity>,
    pub(super) state: NeedState,
    pub(super) met_by: Option<MetBy>,
}

#[derive(Deserialize)]
pub(super) struct Quantity {
    pub(super) value: String,
    pub(super) unit: Unit,
}

#[derive(Deserialize)]
pub(super) struct MetBy {
    pub(super) organisation: Option<String>,
    pub(super) text: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Milestone {
    pub(super) label: String,
    pub(super) due: Option<NaiveDate>,
    pub(super) done: Option<NaiveDate>,
}

impl Milestone {
    /// When it was reached: at noon of the day.
    pub(super) fn reached_at(&self) -> Option<DateTime<Utc>> {
        Some(
            self.done?
                .and_time(NaiveTime::from_hms_opt(12, 0, 0)?)
                .and_utc(),
        )
    }
}

#[derive(Deserialize)]
pub(super) struct BudgetLine {
    pub(super) year: i32,
    pub(super) side: BudgetSide,
    pub(super) label: String,
    pub(super) amount: String,
    pub(super) source: Option<String>,
}

#[derive(Deserialize)]
pub(super) struct Participant {
    pub(super) organisation: String,
    pub(super) state: ParticipationState,
}

#[derive(Deserialize)]
pub(super) struct Revision {
    pub(super) submitted_at: DateTime<Utc>,
    pub(super) title: String,
    pub(super) summary: String,
    pub(super) description: String,
}

#[derive(Deserialize)]
pub(super) struct Resource {
    pub(super) key: String,
    pub(super) title: String,
    pub(super) owner: String,
    /// As it is shared here; none while the platform has no place for it, or its owner is no member.
    pub(super) shared: Option<Shared>,
}

#[derive(Deserialize)]
pub(super) struct Shared {
    pub(super) hub: String,
    pub(super) kind: ResourceKind,
    pub(super) summary: String,
    pub(super) description: String,
    pub(super) commune: String,
    pub(super) visibility: Visibility,
    pub(super) terms: TermsDraft,
    pub(super) conditions: Option<Conditions>,
    /// Of material.
    #[serde(default)]
    pub(super) lots: Vec<Lot>,
    pub(super) state: ContentState,
    pub(super) created_at: DateTime<Utc>,
    pub(super) submitted_at: DateTime<Utc>,
    pub(super) published_at: Option<DateTime<Utc>>,
}

#[derive(Deserialize)]
pub(super) struct Conditions {
    pub(super) time_zone: String,
    pub(super) rules: RulesDraft,
    pub(super) hours: HoursDraft,
}

#[derive(Deserialize)]
pub(super) struct Lot {
    pub(super) key: String,
    pub(super) label: String,
    pub(super) condition: LotCondition,
    pub(super) status: ReuseStatus,
    pub(super) dimensions: Option<String>,
    pub(super) origin_site: Option<String>,
    pub(super) origin_on: Option<NaiveDate>,
    pub(super) quantity: Quantity,
    pub(super) weight_of_one: Option<Quantity>,
    pub(super) hold_days: Option<i32>,
}

/// Material reserved some days before the demo is loaded.
#[derive(Deserialize)]
pub(super) struct Reservation {
    pub(super) key: String,
    pub(super) lot: String,
    pub(super) borrower: String,
    /// In the unit of the lot, as what was taken and brought back.
    pub(super) quantity: String,
    pub(super) days_before: u16,
    pub(super) held_days: u16,
    pub(super) collected_after_days: Option<u16>,
    pub(super) taken: Option<String>,
    pub(super) brought_back: Option<String>,
    pub(super) purpose: String,
    pub(super) state: ReservationState,
    pub(super) reason: Option<String>,
}

/// A booking in a week counted from that in which the demo is loaded, on the clocks of its resource.
#[derive(Deserialize)]
pub(super) struct Booking {
    pub(super) key: String,
    pub(super) resource: String,
    pub(super) borrower: String,
    pub(super) week: i64,
    pub(super) weekday: Weekday,
    /// Local time.
    pub(super) from: NaiveTime,
    /// Local time of its last day.
    pub(super) to: NaiveTime,
    /// How many days after its first it ends.
    pub(super) days: u16,
    pub(super) asked_days_before: u16,
    pub(super) units: i32,
    pub(super) purpose: String,
    pub(super) state: BookingState,
    pub(super) reason: Option<String>,
    pub(super) condition_before: Option<String>,
    pub(super) condition_after: Option<String>,
    /// How long after its end it came back.
    pub(super) late_minutes: u16,
    /// Of staff time: how many minutes were worked, once the borrower has said so.
    #[serde(default)]
    pub(super) worked: Option<i32>,
    /// What the employer refunded, once it has confirmed the hours.
    #[serde(default)]
    pub(super) expenses: Option<String>,
}

/// Staff lent from some days before the demo is loaded on.
#[derive(Deserialize)]
pub(super) struct StaffLoan {
    pub(super) key: String,
    pub(super) resource: String,
    pub(super) borrower: String,
    pub(super) convention: String,
    pub(super) days_before: u16,
    /// For how many days.
    pub(super) days: u16,
    pub(super) state: StaffLoanState,
}

#[cfg(test)]
mod tests;
