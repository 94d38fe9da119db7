//! Loans of staff: recorded by the employer, confirmed by the borrower, ended by either.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};
use maillage_domain::{
    Act,
    ids::{OrganisationId, ResourceId, StaffLoanId},
    policy::{self, Action, Actor},
    resources::Resource,
    staff::{Papers, PapersDraft, StaffLoan, StaffLoanAction},
    values::Reason,
};
pub use maillage_persistence::staff_loans::{ORDER, StaffLoanFilter};
use maillage_persistence::{Page, PageRequest, Tx, organisations, resources, staff_loans};

use crate::{
    bookings::borrower,
    error::{Error, expect_version},
    partnerships::Affiliation,
    platform::Platform,
};

/// Which loan an act is about, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The loan.
    pub id: StaffLoanId,
    /// The organisation acted for: one of its two sides.
    pub acting_for: OrganisationId,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// The employer records what it and a borrower have signed, and that the employee agreed.
///
/// # Errors
/// `NotFound` for staff time or a borrower that the actor does not see; `Forbidden` without the
/// representative's mandate; `Invalid`; `NOT_STAFF_TIME`, `WITHDRAWN`, `NOT_ELIGIBLE`.
pub async fn record(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
    (resource, by): (ResourceId, OrganisationId),
    draft: &PapersDraft,
) -> Result<StaffLoan, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    platform
        .write(async |tx| {
            let resource = resources::find(tx, resource).await?;
            let resource = resource.ok_or(Error::NotFound)?;
            policy::check(&actor, Action::RecordStaffLoan(&resource))?;
            let organisation = organisations::find(tx, by).await?;
            let organisation = organisation.ok_or(Error::NotFound)?;
            policy::check(&actor, Action::ReadOrganisation(&organisation))?;
            let papers = Papers::parse(draft, today(Some(&resource), act.at));
            let papers = papers.map_err(|faults| faults.within("papers"))?;
            let borrower = borrower(tx, by).await?;
            let lender = organisations::find(tx, resource.owner).await?;
            let lender = lender.ok_or(Error::NotFound)?;
            let group = lender.content.is_employers_group(papers.from);
            let group = group
                && !{
                    let affiliation = Affiliation::read(tx, &act, lender.id, by).await?;
                    affiliation.stands_on(papers.from)
                };
            let mut loan = StaffLoan::record(&act, &resource, &borrower, group, papers)?;
            staff_loans::save(tx, &mut loan).await?;
            Ok(loan)
        })
        .await
}

/// The borrower says that this is what both signed.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn confirm(
    platform: &Platform,
    actor: &Actor,
    target: Target,
) -> Result<StaffLoan, Error> {
    let confirm = StaffLoanAction::Confirm;
    step(platform, actor, target, confirm, |loan, act, today| {
        Ok(loan.confirm(act, today)?)
    })
    .await
}

/// The borrower says that nothing of the kind was signed.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn decline(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    reason: &Reason,
) -> Result<StaffLoan, Error> {
    let decline = StaffLoanAction::Decline;
    step(platform, actor, target, decline, |loan, act, today| {
        Ok(loan.decline(act, today, reason.clone())?)
    })
    .await
}

/// Either side ends a loan before its last day.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`, `WRONG_STATE`.
pub async fn end(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    reason: &Reason,
) -> Result<StaffLoan, Error> {
    let end = StaffLoanAction::End;
    step(platform, actor, target, end, |loan, act, today| {
        Ok(loan.end(act, today, reason.clone())?)
    })
    .await
}

async fn step(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    action: StaffLoanAction,
    decide: impl Fn(&mut StaffLoan, &Act<'_>, NaiveDate) -> Result<(), Error>,
) -> Result<StaffLoan, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut loan = load(tx, &actor, target, action).await?;
            let resource = resources::find(tx, loan.resource).await?;
            decide(&mut loan, &act, today(resource.as_ref(), act.at))?;
            staff_loans::save(tx, &mut loan).await?;
            Ok(loan)
        })
        .await
}

/// Which day it is where the employee works.
fn today(resource: Option<&Resource>, now: DateTime<Utc>) -> NaiveDate {
    let conditions = resource.and_then(|resource| resource.conditions.as_ref());
    match conditions {
        Some(conditions) => now.with_timezone(&conditions.time_zone).date_naive(),
        None => now.date_naive(),
    }
}

/// Loads the loan of an act, authorised and at the version read.
async fn load(
    tx: &Tx,
    actor: &Actor,
    target: Target,
    action: StaffLoanAction,
) -> Result<StaffLoan, Error> {
    let loan = staff_loans::find(tx, target.id).await?;
    let loan = loan.ok_or(Error::NotFound)?;
    policy::check(actor, Action::StaffLoan(action, &loan))?;
    expect_version(target.expected_version, loan.version)?;
    Ok(loan)
}

/// Those of the loans that concern the actor.
///
/// # Errors
/// `Internal` alone.
pub async fn by_ids(
    platform: &Platform,
    actor: &Actor,
    ids: &[StaffLoanId],
) -> Result<HashMap<StaffLoanId, StaffLoan>, Error> {
    let mut found = staff_loans::by_ids(platform.db(), ids).await?;
    found.retain(|_, loan| {
        policy::check(actor, Action::StaffLoan(StaffLoanAction::Read, loan)).is_ok()
    });
    Ok(found)
}

/// A page of the loans that concern the actor, the newest first.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    filter: &StaffLoanFilter,
    page: &PageRequest,
) -> Result<Page<StaffLoan>, Error> {
    Ok(staff_loans::list(platform.db(), actor, filter, page).await?)
}

/// How many loans of a list concern the actor.
///
/// # Errors
/// `Internal` alone.
pub async fn count(
    platform: &Platform,
    actor: &Actor,
    filter: &StaffLoanFilter,
) -> Result<u64, Error> {
    Ok(staff_loans::count(platform.db(), actor, filter).await?)
}
