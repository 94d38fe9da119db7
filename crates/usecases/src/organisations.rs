//! Organisations: created by anybody, kept by their people, published through a hub.

mod lifecycle;

use std::collections::HashMap;

use maillage_domain::{
    Refusal, RefusalCode,
    hubs::HubRole,
    ids::OrganisationId,
    mandates::{Mandate, MandateRole},
    moderation::{Outcome, ReviewKind, Reviewable},
    organisations::{
        EssDecision, Organisation, OrganisationAction, OrganisationContent, OrganisationDraft,
        Siren, Source,
    },
    policy::{self, Action, Actor, Forbidden},
    values::Reason,
};
pub use maillage_persistence::organisations::{
    EssFilter, OrganisationFields, OrganisationFilter, OrganisationOrder, OrganisationOrderField,
    OrganisationQuery, OrganisationView, Place, Standing,
};
use maillage_persistence::{self as persistence, Page, Tx, mandates, organisations};

pub use self::lifecycle::{archive, submit, withdraw};
use crate::{
    error::{Error, expect_version},
    mandates::with_mandate,
    moderation,
    platform::Platform,
};

/// Which organisation an act is about, on whose behalf, and the version the actor has read.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// The organisation.
    pub id: OrganisationId,
    /// The organisation acted for.
    pub acting_for: OrganisationId,
    /// The version the actor has read.
    pub expected_version: i32,
}

/// Creates an organisation; whoever creates it represents it. Answers also the actor with that
/// mandate, who sees what they have just made.
///
/// # Errors
/// `Unauthenticated`; `Invalid`; `SIREN_TAKEN`.
pub async fn create(
    platform: &Platform,
    actor: &Actor,
    draft: OrganisationDraft,
) -> Result<(Organisation, Actor), Error> {
    policy::check(actor, Action::CreateOrganisation)?;
    let content = parse(draft)?;
    platform
        .write(async |tx| {
            let act = platform.act(actor);
            // Whoever runs the installation enters what others have published.
            let source = if actor.person().is_some() {
                Source::Organisation
            } else {
                Source::Import
            };
            let mut organisation = Organisation::create(&act, content, source);
            claim(tx, organisation.id, organisation.content.siren.as_ref()).await?;
            if source == Source::Import {
                organisation.list(&act);
            }
            save(tx, &mut organisation).await?;
            let Some(person) = actor.person() else {
                return Ok((organisation, actor.clone()));
            };
            let mut mandate =
                Mandate::grant(&act, person, organisation.id, MandateRole::Representative);
            mandates::save(tx, &mut mandate).await?;
            Ok((organisation, with_mandate(actor, &mandate)))
        })
        .await
}

/// Changes an organisation: at once, or as a revision beside the published profile where its hub
/// looks before publication.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Invalid`, `Conflict`, `WRONG_STATE`, `NOTHING_TO_DO`, `SIREN_TAKEN`;
/// `NOT_ACTIVE_MEMBER` for a published profile that no hub looks at any more.
pub async fn update(
    platform: &Platform,
    actor: &Actor,
    target: Target,
    draft: OrganisationDraft,
) -> Result<Organisation, Error> {
    let (actor, act) = platform.act_for(actor, target.acting_for)?;
    platform
        .write(async |tx| {
            let mut organisation = load(tx, &actor, target, OrganisationAction::Edit).await?;
            let content = parse(draft)?;
            // A revision does not meet the unique index before it is published.
            claim(tx, organisation.id, content.siren.as_ref()).await?;
            let treatment = moderation::profile_treatment(tx, &organisation).await?;
            organisation.edit(&act, content, treatment.as_ref())?;
            save(tx, &mut organisation).await?;
            let subject = Reviewable::Organisation(organisation.id);
            match treatment {
                // A change to what is published is looked at, before it shows or afterwards.
                Some(treatment) if organisation.is_published() => {
                    moderation::open(
                        tx,
                        &act,
                        &treatment,
                        subject,
                        ReviewKind::Revision,
                        organisation.id,
                    )
                    .await?;
                }
                _ => moderation::end(tx, &act, subject, Outcome::Withdrawn).await?,
            }
            Ok(organisation)
        })
        .await
}

/// Decides that an organisation belongs to the ESS, or not, in the name of a hub that cares for it.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`.
pub async fn decide_ess(
    platform: &Platform,
    actor: &Actor,
    id: OrganisationId,
    expected_version: i32,
    is_ess: bool,
    reason: Reason,
) -> Result<Organisation, Error> {
    platform
        .write(async |tx| {
            let mut organisation = organisations::find(tx, id).await?.ok_or(Error::NotFound)?;
            policy::check(
                actor,
                Action::Organisation(OrganisationAction::DecideEss, &organisation),
            )?;
            expect_version(expected_version, organisation.version)?;
            let act = platform.act(actor);
            // The decision is a person's, and is made in a hub: the operator makes none.
            let viewer = actor
                .viewer()
                .ok_or(Error::Forbidden(Forbidden::NeedsCoordinator))?;
            let hub = organisation
                .hubs
                .iter()
                .copied()
                .find(|hub| viewer.office_in(*hub) >= Some(HubRole::Coordinator))
                .ok_or(Error::Forbidden(Forbidden::NeedsCoordinator))?;
            let decision = EssDecision {
                is_ess,
                reason,
                hub,
                decided_by: viewer.person,
                decided_at: act.at,
            };
            organisation.decide_ess(&act, hub, decision);
            save(tx, &mut organisation).await?;
            Ok(organisation)
        })
        .await
}

/// A page of the organisations the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn list(
    platform: &Platform,
    actor: &Actor,
    query: &OrganisationQuery,
) -> Result<Page<OrganisationView>, Error> {
    Ok(organisations::list(platform.db(), actor, query).await?)
}

/// How many organisations of a list the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn count(
    platform: &Platform,
    actor: &Actor,
    filter: &OrganisationFilter,
) -> Result<u64, Error> {
    Ok(organisations::count(platform.db(), actor, filter).await?)
}

/// Those of the organisations that the actor may see, with the columns asked for.
///
/// # Errors
/// `Internal` alone.
pub async fn views(
    platform: &Platform,
    actor: &Actor,
    ids: &[OrganisationId],
    fields: OrganisationFields,
) -> Result<Vec<OrganisationView>, Error> {
    Ok(organisations::views(platform.db(), actor, ids, fields)
        .await?
        .into_values()
        .collect())
}

/// Whole organisations, for those that the actor may see.
///
/// # Errors
/// `Internal` alone.
pub async fn whole(
    platform: &Platform,
    actor: &Actor,
    ids: &[OrganisationId],
) -> Result<HashMap<OrganisationId, Organisation>, Error> {
    let mut found = organisations::by_ids(platform.db(), ids).await?;
    found.retain(|_, organisation| sees(actor, organisation));
    Ok(found)
}

/// The organisation published under a SIREN, if the actor may see it.
///
/// # Errors
/// `Internal` alone.
pub async fn find_by_siren(
    platform: &Platform,
    actor: &Actor,
    siren: &Siren,
) -> Result<Option<OrganisationView>, Error> {
    let found = organisations::find_by_siren(platform.db(), siren).await?;
    Ok(found
        .filter(|organisation| sees(actor, organisation))
        .map(|organisation| view(actor, &organisation)))
}

/// What the actor reads of an organisation that they see.
pub fn view(actor: &Actor, organisation: &Organisation) -> OrganisationView {
    let may = |action| policy::check(actor, action).is_ok();
    let standing = Standing {
        profile: may(Action::ReadProfile(organisation)),
        contact: may(Action::ReadContact(organisation)),
        exact_place: reads_private(actor, organisation),
    };
    OrganisationView::of(organisation, standing)
}

/// Whether the actor reads mandates, drafts and statements of an organisation.
pub fn reads_private(actor: &Actor, organisation: &Organisation) -> bool {
    policy::check(
        actor,
        Action::Organisation(OrganisationAction::ReadPrivate, organisation),
    )
    .is_ok()
}

fn sees(actor: &Actor, organisation: &Organisation) -> bool {
    policy::check(actor, Action::ReadOrganisation(organisation)).is_ok()
}

fn parse(draft: OrganisationDraft) -> Result<OrganisationContent, Error> {
    OrganisationContent::parse(draft).map_err(|faults| faults.within("content").into())
}

/// Loads the organisation of an act, authorised and at the version read.
async fn load(
    tx: &Tx,
    actor: &Actor,
    target: Target,
    action: OrganisationAction,
) -> Result<Organisation, Error> {
    let organisation = organisations::find(tx, target.id)
        .await?
        .ok_or(Error::NotFound)?;
    policy::check(actor, Action::Organisation(action, &organisation))?;
    expect_version(target.expected_version, organisation.version)?;
    Ok(organisation)
}

/// A SIREN is one organisation's from its first publication on: who would draft another under it
/// learns so before a hub has read it.
async fn claim(tx: &Tx, id: OrganisationId, siren: Option<&Siren>) -> Result<(), Error> {
    let Some(siren) = siren else { return Ok(()) };
    match organisations::find_by_siren(tx, siren).await? {
        Some(other) if other.id != id => Err(Refusal::new(RefusalCode::SirenTaken).into()),
        _ => Ok(()),
    }
}

/// Writes an organisation; the unique index settles whose a SIREN is when two are published.
pub(crate) async fn save(tx: &Tx, organisation: &mut Organisation) -> Result<(), Error> {
    organisations::save(tx, organisation)
        .await
        .map_err(|error: persistence::Error| {
            if organisations::siren_is_taken(&error) {
                Refusal::new(RefusalCode::SirenTaken).into()
            } else {
                error.into()
            }
        })
}
