//! Letters about partnerships.

use chrono::NaiveDate;
use maillage_domain::{
    Fact,
    events::EventKind,
    ids::{CommitmentId, OrganisationId, PartnershipId},
    partnerships::{Between, TerminationGround},
    values::Language,
};
use maillage_persistence::partnerships;

use super::{Content, name_of};
use crate::{
    error::Error,
    partnerships::{Followed, follow},
    platform::Platform,
    words,
};

/// What happened to a partnership, for a letter.
pub(super) struct What<'a> {
    pub(super) kind: EventKind,
    /// Whose act it was.
    pub(super) by: Option<OrganisationId>,
    /// Why, as they say.
    pub(super) reason: Option<&'a str>,
    /// A day that matters: until when it is renewed, from when a notice counts.
    pub(super) day: Option<NaiveDate>,
    /// Whether it goes on by itself.
    pub(super) renews: bool,
}

/// The letters there are, by what happened.
pub(in crate::mail) fn name(kind: EventKind) -> Option<&'static str> {
    use EventKind as K;
    Some(match kind {
        K::PartnershipDrafted => "partnership-drafted",
        K::PartnershipProposed => "partnership-proposed",
        K::PartnershipWithdrawn => "partnership-withdrawn",
        K::PartnershipActivated => "partnership-activated",
        K::PartnershipAmended => "partnership-amended",
        K::PartnershipDeclined => "partnership-declined",
        K::PartnershipAmendmentDeclined => "partnership-amendment-declined",
        K::PartnershipTerminationNoticed => "partnership-termination-noticed",
        K::PartnershipTerminated => "partnership-terminated",
        K::PartnershipLeaving => "partnership-leaving",
        K::PartnershipPartyLeft => "partnership-party-left",
        K::PartnershipRenewalDeclined => "partnership-renewal-declined",
        K::PartnershipRenewed => "partnership-renewed",
        K::PartnershipExpiring => "partnership-expiring",
        K::PartnershipSuspended => "partnership-suspended",
        K::PartnershipResumed => "partnership-resumed",
        K::PartnershipEnded => "partnership-ended",
        K::FulfilmentDeclared => "fulfilment-declared",
        K::FulfilmentConfirmed => "fulfilment-confirmed",
        K::FulfilmentContested => "fulfilment-contested",
        K::FulfilmentSettlementOffered => "fulfilment-settlement-offered",
        K::FulfilmentSettled => "fulfilment-settled",
        K::CommitmentWaived => "commitment-waived",
        K::CommitmentsDue => "commitments-due",
        K::CommitmentsLate => "commitments-late",
        _ => return None,
    })
}

/// A letter to people of the parties, with the partnership as it is now.
pub(super) async fn write(
    platform: &Platform,
    id: PartnershipId,
    what: What<'_>,
    language: Language,
) -> Result<Option<Content>, Error> {
    let Some(partnership) = partnerships::find(platform.db(), id).await? else {
        return Ok(None);
    };
    let Some(name) = name(what.kind) else {
        return Ok(None);
    };
    // What the platform does by itself is nobody's act.
    let by = match what.by {
        Some(by) => name_of(platform, by).await?,
        None => words::ABSENT.to_owned(),
    };
    let day = |day: NaiveDate| words::day(language, day);
    let number = partnership.proposed().map(|version| version.number);
    let termination = partnership.course.termination.as_ref();
    let ground = termination.and_then(|notice| notice.ground);
    let amends = partnership.is_being_amended();
    let mut content = Content::new(name)
        .with("title", &partnership.outline.title)
        .with("organisation", by)
        .with("number", number.unwrap_or_default())
        .with("amends", amends)
        .with("renews", what.renews)
        .with(
            "ground",
            ground.map_or(words::ABSENT, TerminationGround::as_str),
        )
        .with("day", what.day.map(day).unwrap_or_default())
        .with("partnership", partnership.id);
    if let Some(reason) = what.reason {
        let facts = [Fact::new("reason", reason)];
        let reason = words::say(language, "mail-booking-reasons", &facts);
        content.annexes.push(reason);
    }
    Ok(Some(content))
}

/// A letter to the other side of a commitment.
pub(super) async fn commitment(
    platform: &Platform,
    (id, commitment): (PartnershipId, CommitmentId),
    (kind, by, reason): (EventKind, Option<OrganisationId>, Option<&str>),
    language: Language,
) -> Result<Option<Content>, Error> {
    let Some(partnership) = partnerships::find(platform.db(), id).await? else {
        return Ok(None);
    };
    let (Some(name), Some(owed)) = (name(kind), partnership.commitment(commitment)) else {
        return Ok(None);
    };
    let by = by.unwrap_or(owed.debtor);
    let outline = partnership.outline_agreed();
    let title = &outline.unwrap_or(&partnership.outline).title;
    let mut content = Content::new(name)
        .with("title", title)
        .with("organisation", name_of(platform, by).await?)
        .with("what", &owed.what)
        .with("partnership", partnership.id);
    if let Some(reason) = reason {
        let facts = [Fact::new("reason", reason)];
        let reason = words::say(language, "mail-booking-reasons", &facts);
        content.annexes.push(reason);
    }
    Ok(Some(content))
}

/// A letter on what a party owes that is due soon, or has become late; none where it was declared meanwhile.
pub(super) async fn reminder(
    platform: &Platform,
    id: PartnershipId,
    ((kind, debtor), between): ((EventKind, OrganisationId), Between),
    language: Language,
) -> Result<Option<Content>, Error> {
    let Some(partnership) = partnerships::find(platform.db(), id).await? else {
        return Ok(None);
    };
    let Some(name) = name(kind) else {
        return Ok(None);
    };
    let Followed { keeping, today } = follow(platform, platform.db(), &partnership).await?;
    let due = partnership.reminded_of(&keeping, (kind, debtor), between, today);
    if due.is_empty() {
        return Ok(None);
    }
    let outline = partnership.outline_agreed();
    let title = &outline.unwrap_or(&partnership.outline).title;
    let lines = due.iter().filter_map(|one| {
        let day = one.due_on.or_else(|| partnership.last_day_of(debtor))?;
        let facts = [
            Fact::new("what", &one.commitment.what),
            Fact::new("day", words::day(language, day)),
        ];
        Some(words::say(language, "mail-commitment-line", &facts))
    });
    let mut content = Content::new(name)
        .with("title", title)
        .with("organisation", name_of(platform, debtor).await?)
        .with("partnership", partnership.id);
    content.annexes.push(lines.collect::<Vec<_>>().join("\n"));
    Ok(Some(content))
}
