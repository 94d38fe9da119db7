//! What the use cases of content ask of moderation.

use maillage_domain::{
    Act,
    content::ContentKind,
    ids::{HubId, OrganisationId},
    memberships::MembershipState,
    moderation::{Moderation, Outcome, Review, ReviewKind, Reviewable},
    organisations::Organisation,
    projects::ActiveMember,
};
use maillage_persistence::{Conn, Tx, hubs, memberships, moderation as stored};

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

/// The hub that looks at an organisation's profile: the one it has been an active member of the
/// longest.
///
/// # Errors
/// `Internal` alone.
pub async fn home_hub(
    conn: &impl Conn,
    organisation: &Organisation,
) -> Result<Option<HubId>, Error> {
    let memberships = memberships::of_organisation(conn, organisation.id).await?;
    Ok(memberships
        .into_iter()
        .filter(|membership| membership.state == MembershipState::Active)
        .min_by_key(|membership| (membership.since, membership.opened_at, membership.id))
        .map(|membership| membership.hub))
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
        if waiting.kind != ReviewKind::Appeal {
            return Ok(stored::save(tx, &mut waiting).await?);
        }
        // Who hands in something new does not contest the old decision any longer.
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

async fn waiting(conn: &impl Conn, subject: Reviewable) -> Result<Option<Review>, Error> {
    let id = match subject {
        Reviewable::Project(id) => id.uuid(),
        Reviewable::Organisation(id) => id.uuid(),
    };
    Ok(stored::open_review_of(conn, id).await?)
}
