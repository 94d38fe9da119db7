//! What agreements mean for staff time.

use chrono::NaiveDate;
use chrono_tz::Tz;
use maillage_domain::{
    Act,
    ids::{OrganisationId, ResourceId},
    partnerships::{Form, Partnership},
    staff::Convention,
};
use maillage_persistence::{Tx, hubs, partnerships};

use crate::error::Error;

/// The conventions signed here by which an employee works for a borrower.
pub(crate) async fn staff_conventions(
    tx: &Tx,
    act: &Act<'_>,
    resource: ResourceId,
    (lender, borrower): (OrganisationId, OrganisationId),
) -> Result<Vec<Convention>, Error> {
    let signed = as_they_stand(tx, act, Form::StaffLoan, &[lender, borrower]).await?;
    let signed = signed.iter();
    Ok(signed
        .filter_map(|(one, zone)| one.staff_convention(resource, (lender, borrower), *zone))
        .collect())
}

/// By which agreements an organisation belongs to an employers' group, if by any.
pub(crate) struct Affiliation {
    group: OrganisationId,
    member: OrganisationId,
    agreements: Vec<Partnership>,
}

impl Affiliation {
    /// Reads them.
    pub(crate) async fn read(
        tx: &Tx,
        act: &Act<'_>,
        group: OrganisationId,
        member: OrganisationId,
    ) -> Result<Self, Error> {
        let signed = as_they_stand(tx, act, Form::EmployersGroup, &[group, member]).await?;
        Ok(Self {
            group,
            member,
            agreements: signed.into_iter().map(|(one, _)| one).collect(),
        })
    }

    /// Whether it does on a day.
    pub(crate) fn stands_on(&self, day: NaiveDate) -> bool {
        let mut agreements = self.agreements.iter();
        agreements.any(|one| one.makes_member(self.group, self.member, day))
    }
}

/// Whether an employers' group has signed here with its members, so that who they are is known.
pub(crate) async fn has_members(
    tx: &Tx,
    act: &Act<'_>,
    group: OrganisationId,
) -> Result<bool, Error> {
    let agreements = as_they_stand(tx, act, Form::EmployersGroup, &[group]).await?;
    let mut agreements = agreements.iter();
    Ok(agreements.any(|(one, zone)| {
        let today = act.at.with_timezone(zone).date_naive();
        one.makes_member(group, group, today)
    }))
}

/// The agreements of a form that some organisations have signed, as they stand on the clocks of their hubs, which
/// are told too, also where the platform has not come to look at them since midnight. They are read, never saved.
async fn as_they_stand(
    tx: &Tx,
    act: &Act<'_>,
    form: Form,
    parties: &[OrganisationId],
) -> Result<Vec<(Partnership, Tz)>, Error> {
    let signed = partnerships::signed_by(tx, form, parties).await?;
    let ids: Vec<_> = signed.iter().map(|one| one.hub).collect();
    let hubs = hubs::by_ids(tx, &ids).await?;
    let attended = signed.into_iter().map(|mut one| {
        let hub = hubs.get(&one.hub);
        let hub = hub.ok_or_else(|| Error::internal("a partnership without its hub"))?;
        let zone = hub.content.time_zone;
        one.attend(act, act.at.with_timezone(&zone).date_naive());
        Ok((one, zone))
    });
    attended.collect()
}
