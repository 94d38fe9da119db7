//! Resources: drafted, submitted, published, and shared with hubs and organisations.

mod lifecycle;

use maillage_domain::{
    Act, Faults, Problem, ProblemCode, Refusal, RefusalCode,
    content::ContentKind,
    ids::{HubId, OrganisationId, ResourceId},
    memberships::MembershipState,
    moderation::{ActiveMember, Moderation, Outcome, ReviewKind, Reviewable},
    organisations::{Organisation, OrganisationAction},
    policy::{self, Action, Actor},
    resources::{
        Conditions, ConditionsDraft, PriceKind, Resource, ResourceAction, ResourceContent,
        ResourceDraft, Usage,
    },
};
pub use maillage_persistence::resources::{
    Free, Near, ResourceFields, ResourceFilter, ResourceOrder, ResourceOrderField, ResourceQuery,
    ResourceView,
};
use maillage_persistence::{Page, Tx, bookings, hubs, memberships, organisations, resources};

pub use self::lifecycle::{archive, submit, withdraw};
use crate::{
    error::{Error, expect_version},
    moderation, partnerships, photos,
    platform::Platform,
};

/// Which resource an act is about, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The resource.
    pub id: ResourceId,
    /// The organisation acted for.
    pub acting_for: OrganisationId,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// Drafts a resource in a hub.
///
/// # Errors
/// `NotFound` for a hub that does not exist; `Forbidden` without the contributor's mandate;
/// `Invalid`; `NOT_ACTIVE_MEMBER` (with the fact `hub` where it is one that it is shared with).
pub async fn create(
    platform: &Platform,
    actor: &Actor,
    hub: HubId,
    acting_for: OrganisationId,
    draft: ResourceDraft,
) -> Result<Resource, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    let content = parse(platform, acting_for, draft).await?;
    platform
        .write(async |tx| {
            photos::keep(tx, &content.photos).await?;
            let owner = organisations::find(tx, acting_for).await?;
            let owner = owner.ok_or(Error::NotFound)?;
            let create = OrganisationAction::CreateResource;
            policy::check(&actor, Action::Organisation(create, &owner))?;
            let (_, active) =
                moderation::treatment(tx, hub, acting_for, ContentKind::Resource).await?;
            expect_sharing(tx, &actor, (hub, acting_for), &content).await?;
            expect_terms(tx, hub, &content).await?;
            expect_members(tx, &act, &owner, &content).await?;
            let mut resource = Resource::create(&act, hub, acting_for, content, active)?;
            resources::save(tx, &mut resource).await?;
            Ok(resource)
        })
        .await
}

/// Changes a resource: at once, or as a revision beside the published text where its hub looks
/// before publication.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`, `NOTHING_TO_DO`;
/// `NOT_ACTIVE_MEMBER` (fact `hub`) for a hub it is to be shared with.
pub async fn update(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    draft: ResourceDraft,
) -> Result<Resource, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    let content = parse(platform, target.acting_for, draft).await?;
    platform
        .write(async |tx| {
            photos::keep(tx, &content.photos).await?;
            let mut resource = load(tx, &actor, target, ResourceAction::Edit).await?;
            expect_sharing(tx, &actor, (resource.hub, resource.owner), &content).await?;
            let owner = organisations::find(tx, resource.owner).await?;
            expect_members(tx, &act, &owner.ok_or(Error::NotFound)?, &content).await?;
            let (before, after) = (&resource.content, &content);
            if (before.terms.kind(), &before.shared_with)
                != (after.terms.kind(), &after.shared_with)
            {
                expect_terms(tx, resource.hub, &content).await?;
            }
            let (treatment, _) = treatment(tx, &resource).await?;
            resource.edit(&act, content, &treatment)?;
            resources::save(tx, &mut resource).await?;
            let subject = Reviewable::Resource(resource.id);
            // A change to what is published is looked at, before it shows or afterwards.
            if resource.is_published() {
                let kind = ReviewKind::Revision;
                moderation::open(tx, &act, &treatment, subject, kind, resource.owner).await?;
            } else {
                moderation::end(tx, &act, subject, Outcome::Withdrawn).await?;
            }
            Ok(resource)
        })
        .await
}

/// Hours are for hubs that keep account of them: each in which it is shared.
async fn expect_terms(tx: &Tx, hub: HubId, content: &ResourceContent) -> Result<(), Error> {
    if content.terms.kind() != PriceKind::Hours {
        return Ok(());
    }
    let mut shared = content.shared_with.clone();
    shared.push(hub);
    let found = hubs::by_ids(tx, &shared).await?;
    for hub in &shared {
        let hub = found.get(hub).ok_or(Error::NotFound)?;
        let expected = hub.expect_terms(&content.terms);
        expected.map_err(|faults| faults.within("terms").within("content"))?;
    }
    Ok(())
}

/// An employers' group lends its employees to its members alone, whom it names; or shows them to a hub, where
/// an agreement signed here says who its members are.
async fn expect_members(
    tx: &Tx,
    act: &Act<'_>,
    owner: &Organisation,
    content: &ResourceContent,
) -> Result<(), Error> {
    if !owner.content.is_employers_group(act.at.date_naive()) {
        return Ok(());
    }
    let Err(faults) = content.expect_members_only() else {
        return Ok(());
    };
    if partnerships::has_members(tx, act, owner.id).await? {
        return Ok(());
    }
    Err(faults.within("content").into())
}

/// Says when and how a resource is booked.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`, `NOTHING_TO_DO`; `OVER_CAPACITY`
/// for fewer units than are booked from now on.
pub async fn set_conditions(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    draft: ConditionsDraft,
) -> Result<Resource, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    let conditions = Conditions::parse(draft).map_err(|faults| faults.within("conditions"))?;
    platform
        .write(async |tx| {
            // Whoever books it at this moment is waited for.
            resources::lock(tx, target.id).await?;
            let mut resource = load(tx, &actor, target, ResourceAction::SetConditions).await?;
            resource.permits(ResourceAction::SetConditions)?;
            let expected = resource.expect_conditions(&conditions);
            expected.map_err(|faults| faults.within("conditions"))?;
            let mut taken = bookings::taken_from(tx, &[resource.id], act.at).await?;
            Usage::of(taken.remove(&resource.id).unwrap_or_default())
                .fits_into(conditions.rules.units(), act.at)
                .map_err(|refusal| refusal.with("resource", resource.id))?;
            resource.set_conditions(&act, conditions)?;
            resources::save(tx, &mut resource).await?;
            Ok(resource)
        })
        .await
}

/// Checks what was typed, with the photos that the owner has uploaded.
async fn parse(
    platform: &Platform,
    owner: OrganisationId,
    draft: ResourceDraft,
) -> Result<ResourceContent, Error> {
    let uploads = photos::uploads(platform, owner, &draft.photos).await?;
    let content = ResourceContent::parse(draft, &uploads);
    Ok(content.map_err(|faults| faults.within("content"))?)
}

async fn treatment(tx: &Tx, resource: &Resource) -> Result<(Moderation, ActiveMember), Error> {
    moderation::treatment(tx, resource.hub, resource.owner, ContentKind::Resource).await
}

/// Whoever shares with further hubs is an active member of each, and names organisations that they
/// may see.
async fn expect_sharing(
    tx: &Tx,
    actor: &Actor,
    (home, owner): (HubId, OrganisationId),
    content: &ResourceContent,
) -> Result<(), Error> {
    for party in &content.parties {
        let found = organisations::find(tx, *party).await?;
        let seen = |one: &_| policy::check(actor, Action::ReadOrganisation(one)).is_ok();
        if !found.as_ref().is_some_and(seen) {
            let unknown = Problem::new(ProblemCode::Unknown).with("given", party);
            return Err(Faults::one("parties", unknown).within("content").into());
        }
    }
    for hub in content.shared_with.iter().filter(|hub| **hub != home) {
        let membership = memberships::live(tx, *hub, owner).await?;
        if membership.is_none_or(|one| one.state != MembershipState::Active) {
            return Err(Refusal::new(RefusalCode::NotActiveMember)
                .with("hub", hub)
                .into());
        }
    }
    Ok(())
}

/// Loads the resource of an act on behalf of its owner, authorised and at the version read.
async fn load(
    tx: &Tx,
    actor: &Actor,
    target: Target,
    action: ResourceAction,
) -> Result<Resource, Error> {
    let resource = resources::find(tx, target.id).await?;
    let resource = resource.ok_or(Error::NotFound)?;
    policy::check(actor, Action::Resource(action, &resource))?;
    expect_version(target.expected_version, resource.version)?;
    Ok(resource)
}

/// A page of the resources that the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    query: &ResourceQuery,
) -> Result<Page<ResourceView>, Error> {
    Ok(resources::list(platform.db(), actor, query).await?)
}

/// How many resources of a list the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn count(
    platform: &Platform,
    actor: &Actor,
    filter: &ResourceFilter,
) -> Result<u64, Error> {
    Ok(resources::count(platform.db(), actor, filter).await?)
}

/// Those of the resources that the actor may see, with the columns asked for.
///
/// # Errors
/// `Internal` alone.
pub async fn views(
    platform: &Platform,
    actor: &Actor,
    ids: &[ResourceId],
    fields: ResourceFields,
) -> Result<Vec<ResourceView>, Error> {
    let found = resources::views(platform.db(), actor, ids, fields).await?;
    Ok(found.into_values().collect())
}

/// Whole resources, for those that the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn whole(
    platform: &Platform,
    actor: &Actor,
    ids: &[ResourceId],
) -> Result<Vec<Resource>, Error> {
    let found = resources::by_ids(platform.db(), ids).await?;
    let read = |resource: &Resource| {
        policy::check(actor, Action::Resource(ResourceAction::Read, resource)).is_ok()
    };
    Ok(found.into_values().filter(read).collect())
}

/// Whether the actor reads the revision and the statements of a resource, and with whom it is shared.
pub fn reads_private(actor: &Actor, resource: &Resource) -> bool {
    let read = Action::Resource(ResourceAction::ReadPrivate, resource);
    policy::check(actor, read).is_ok()
}
