//! What an agreement means for staff time: by which one an employee works for another organisation, and who
//! belongs to an employers' group.

use chrono::{DateTime, NaiveDate, Utc};
use chrono_tz::Tz;

use super::{
    course::Notice,
    outline::{Form, Outline},
    partnership::Partnership,
    state::{PartnershipState, VersionState},
    version::Version,
};
use crate::{
    ids::{OrganisationId, ResourceId},
    staff::{Convention, ConventionId, Stretch},
};

impl Partnership {
    /// It as a convention by which an employee of the lender works for the borrower (C. trav. L8241-2), as
    /// things stand, on the clocks of its hub; nothing where it is no loan of staff, of other staff time, or was
    /// never signed by both.
    pub fn staff_convention(
        &self,
        resource: ResourceId,
        (lender, borrower): (OrganisationId, OrganisationId),
        zone: Tz,
    ) -> Option<Convention> {
        let lends = |version: &&Version| {
            let outline = &version.outline;
            version.state.bound()
                && outline.form == Form::StaffLoan
                && outline.staff.is_some_and(|staff| staff.resource == resource)
                && outline.has_party(lender)
                && outline.has_party(borrower)
                // Nothing else is proposed, but what the law asks for is not left to that alone.
                && version.is_worked_by_from(zone).is_some_and(|day| outline.employee_had_agreed_by(day))
        };
        // What was ended without notice counts until that instant, what was ended with notice until its day.
        let (at_once, later): (Vec<_>, Vec<_>) =
            self.notices_of([lender, borrower]).partition(|notice| {
                notice.given_at.with_timezone(&zone).date_naive() == notice.effective_on
            });
        let ended_at = at_once.iter().map(|notice| notice.given_at).min();
        let days = at_once.iter().map(|notice| Some(notice.effective_on));
        let days = days.chain(later.iter().map(|notice| notice.effective_on.pred_opt()));
        let until = days.chain([self.ends_on]).flatten().min();
        let bound: Vec<_> = self.versions.iter().filter(lends).collect();
        let binds = bound.iter().filter_map(|version| version.binds(ended_at));
        let suspended = self.course.suspensions.iter().copied();
        let now = self.course.suspension.iter().map(|notice| Stretch {
            since: notice.given_at,
            until: None,
        });
        Some(Convention {
            id: ConventionId::Partnership(self.id),
            // Before the first day all may agree on another one.
            from: bound.last()?.outline.term.starts_on,
            until,
            binds: binds.collect(),
            suspended: suspended.chain(now).collect(),
        })
    }

    /// Whether an organisation belongs to an employers' group on a day by it, as things stand: both are
    /// parties, and it is in force, not suspended (C. trav. L1253-1).
    pub fn makes_member(
        &self,
        group: OrganisationId,
        organisation: OrganisationId,
        day: NaiveDate,
    ) -> bool {
        let stands = matches!(
            self.state,
            PartnershipState::Signed | PartnershipState::Active
        );
        let both = |outline: &Outline| {
            outline.form == Form::EmployersGroup
                && outline.has_party(group)
                && outline.has_party(organisation)
                && outline.term.starts_on <= day
        };
        let mut notices = self.notices_of([group, organisation]);
        let over = self.ends_on.is_some_and(|last| last < day) && !self.will_renew();
        stands
            && self.binding_outline().is_some_and(both)
            && !notices.any(|notice| notice.effective_on <= day)
            && !over
    }

    /// What ends it for one of some parties, or for all.
    fn notices_of(&self, parties: [OrganisationId; 2]) -> impl Iterator<Item = &Notice> {
        let leaving = self.course.departures.iter().map(|one| &one.notice);
        let leaving = leaving.filter(move |notice| parties.contains(&notice.by));
        leaving.chain(&self.course.termination)
    }
}

impl Version {
    /// The first day of work by it: its first, or the one on which all had signed it.
    fn is_worked_by_from(&self, zone: Tz) -> Option<NaiveDate> {
        let signed = self.signatures.iter().map(|one| one.signed_at).max()?;
        let signed = signed.with_timezone(&zone).date_naive();
        Some(self.outline.term.starts_on.max(signed))
    }

    /// Since when it binds, and until when, where another took its place or all was over: from the last
    /// signature on, also where the platform came to look at it later.
    fn binds(&self, ended_at: Option<DateTime<Utc>>) -> Option<Stretch> {
        let since = self.signatures.iter().map(|one| one.signed_at).max()?;
        let superseded = self.state == VersionState::Superseded;
        let until = self.settled_at.filter(|_| superseded);
        let until = until.into_iter().chain(ended_at).min();
        Some(Stretch { since, until })
    }
}
