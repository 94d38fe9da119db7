//! Letters about loans of staff.

use maillage_domain::{
    Fact, events::EventKind, ids::StaffLoanId, resources::Resource, values::Language,
};
use maillage_persistence::{resources, staff_loans};

use super::{Content, name_of};
use crate::{error::Error, platform::Platform, words};

/// A letter to who signs for the other side, with the loan as it is now.
pub(super) async fn loan(
    platform: &Platform,
    (id, what): (StaffLoanId, EventKind),
    language: Language,
) -> Result<Option<Content>, Error> {
    let db = platform.db();
    let Some(loan) = staff_loans::find(db, id).await? else {
        return Ok(None);
    };
    let resource = resources::find(db, loan.resource).await?;
    // What was taken down is not named.
    let shown = resource.filter(Resource::is_published);
    let title = match shown {
        Some(resource) => resource.content.title.to_string(),
        None => words::say(language, "booking-resource-hidden", &[]),
    };
    let name = match what {
        EventKind::StaffLoanConfirmed => "staff-loan-confirmed",
        EventKind::StaffLoanDeclined => "staff-loan-declined",
        EventKind::StaffLoanEnded => "staff-loan-ended",
        _ => "staff-loan-recorded",
    };
    let day = |day| words::day(language, day);
    let mut content = Content::new(name)
        .with("organisation", name_of(platform, loan.borrower).await?)
        .with("lender", name_of(platform, loan.lender).await?)
        .with("resource", title)
        .with("convention", &loan.papers.convention)
        .with("from", day(loan.papers.from))
        .with("until", day(loan.papers.until))
        .with("loan", loan.id);
    let answers = matches!(
        what,
        EventKind::StaffLoanDeclined | EventKind::StaffLoanEnded
    );
    if let Some(reason) = loan.reason.as_ref().filter(|_| answers) {
        let facts = [Fact::new("reason", reason)];
        let reason = words::say(language, "mail-booking-reasons", &facts);
        content.annexes.push(reason);
    }
    Ok(Some(content))
}
