//! What the use cases of content ask of moderation.

use maillage_domain::{
    Act,
    content::{ContentKind, ModerationTiming},
    ids::{HubId, OrganisationId},
    memberships::MembershipState,
    moderation::{ActiveMember, Moderation, Outcome, Review, ReviewKind, Reviewable},
    organisations::Organisation,
};
use maillage_persistence::{Conn, Tx, hubs, memberships, moderation as stored, organisations};

use crate::error::Error;

/// How a hub treats content of this kind by this organisation, and whether the organisation is an
/// active member.
///
/// # Errors
/// `NotFound` for a hub that does not exist.
pub async fn treatment(
    conn: &impl Conn,
    hub: HubId,
    organisation: OrganisationId,
    kind: ContentKind,
) -> Result<(Moderation, ActiveMember), Error> {
    let hub = hubs::find(conn, hub).await?.ok_or(Error::NotFound)?;
    let membership = memberships::live(conn, hub.id, organisation).await?;
    let active = membership.filter(|membership| membership.state == MembershipState::Active);
    let trusted = active.as_ref().is_some_and(|membership| membership.trusted);
    Ok((
        hub.moderation(kind, trusted),
        ActiveMember::from(active.is_some()),
    ))
}

/// How its home hub treats an organisation's profile; `None` where no hub looks at it. Whoever
/// has only applied is no member yet, and waits whatever the hub does with its members.
///
/// # Errors
/// `Internal` alone.
pub async fn profile_treatment(
    conn: &impl Conn,
    organisation: &Organisation,
) -> Result<Option<Moderation>, Error> {
    let Some(hub) = organisation.home_hub() else {
        return Ok(None);
    };
    let (treatment, active) =
        treatment(conn, hub, organisation.id, ContentKind::Organisation).await?;
    Ok(Some(match active {
        ActiveMember::Yes => treatment,
        ActiveMember::No => Moderation {
            timing: ModerationTiming::Before,
            ..treatment
        },
    }))
}

/// Puts content just handed in before the hub's moderators, unless they trust the member. What
/// waits already stays in its place, as a newer version: who has read the older one cannot decide
/// on it any more.
///
/// # Errors
/// `Conflict` when somebody decides meanwhile.
pub async fn open(
    tx: &Tx,
    act: &Act<'_>,
    moderation: &Moderation,
    subject: Reviewable,
    kind: ReviewKind,
    organisation: OrganisationId,
) -> Result<(), Error> {
    if !moderation.is_looked_at() {
        return end(tx, act, subject, Outcome::Withdrawn).await;
    }
    stored::lock_subject(tx, subject).await?;
    if let Some(mut waiting) = waiting(tx, subject).await? {
        if waiting.kind != ReviewKind::Appeal && waiting.hub == moderation.hub {
            return Ok(stored::save(tx, &mut waiting).await?);
        }
        // Who hands in something new does not contest the old decision any longer; and a hub that
        // is no longer the one to look has nothing to decide.
        waiting.end(act, Outcome::Withdrawn);
        stored::save(tx, &mut waiting).await?;
    }
    let mut review = Review::open(act, moderation.hub, subject, kind, organisation);
    Ok(stored::save(tx, &mut review).await?)
}

/// Ends the review that waits for this content, if one does.
///
/// # Errors
/// `Conflict` when somebody decides meanwhile.
pub async fn end(
    tx: &Tx,
    act: &Act<'_>,
    subject: Reviewable,
    outcome: Outcome,
) -> Result<(), Error> {
    stored::lock_subject(tx, subject).await?;
    if let Some(mut review) = waiting(tx, subject).await? {
        review.end(act, outcome);
        stored::save(tx, &mut review).await?;
    }
    Ok(())
}

/// Takes the profile of an organisation from before a hub that has no say in it any more: what
/// waits there goes back to its author. An appeal stays, for the decision it contests was the hub's.
///
/// # Errors
/// `Conflict` when somebody decides meanwhile.
pub async fn release_profile(
    tx: &Tx,
    act: &Act<'_>,
    organisation: OrganisationId,
    hub: HubId,
) -> Result<(), Error> {
    let subject = Reviewable::Organisation(organisation);
    stored::lock_subject(tx, subject).await?;
    let Some(mut review) = waiting(tx, subject)
        .await?
        .filter(|review| review.hub == hub && review.kind != ReviewKind::Appeal)
    else {
        return Ok(());
    };
    let found = organisations::find(tx, organisation).await?;
    let mut profile = found.ok_or(Error::NotFound)?;
    profile.give_back(act, hub);
    // What was published at once stays; only its review ends.
    if !profile.events.as_slice().is_empty() {
        organisations::save(tx, &mut profile).await?;
    }
    review.end(act, Outcome::Withdrawn);
    Ok(stored::save(tx, &mut review).await?)
}

async fn waiting(conn: &impl Conn, subject: Reviewable) -> Result<Option<Review>, Error> {
    let id = match subject {
        Reviewable::Project(id) => id.uuid(),
        Reviewable::Organisation(id) => id.uuid(),
        Reviewable::Resource(id) => id.uuid(),
    };
    Ok(stored::open_review_of(conn, id).await?)
}
