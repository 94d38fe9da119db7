//! Invitations by e-mail to hold a mandate.

use std::collections::HashMap;

use maillage_domain::{
    Act, Refusal, RefusalCode,
    ids::{InvitationId, OrganisationId},
    mandates::{Invitation, Mandate, MandateRole},
    organisations::{Organisation, OrganisationAction},
    policy::{self, Action, Actor},
    values::EmailAddress,
};
use maillage_persistence::{Page, PageRequest, Tx, accounts, mandates, organisations};

use super::{save, with_mandate};
use crate::{
    error::{Error, expect_version},
    organisations::reads_private,
    platform::Platform,
    secrets::Seal,
};

/// Invites somebody by e-mail to act for an organisation. An invitation still open for the same
/// address is replaced, so that one link alone is good.
///
/// # Errors
/// `NotFound`, `Forbidden`; `ALREADY_MANDATED` when the address is that of somebody whose mandate
/// allows as much already.
pub async fn invite(
    platform: &Platform,
    actor: &Actor,
    acting_for: OrganisationId,
    email: EmailAddress,
    role: MandateRole,
) -> Result<Invitation, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    platform
        .write(async |tx| {
            organisations::lock(tx, acting_for).await?;
            let organisation = organisations::find(tx, acting_for)
                .await?
                .ok_or(Error::NotFound)?;
            policy::check(
                &actor,
                Action::Organisation(OrganisationAction::ManageMandates, &organisation),
            )?;
            if let Some(person) = accounts::find_by_email(tx, &email).await?
                && let Some(held) = mandates::live(tx, person.id, acting_for).await?
                && held.role >= role
            {
                return Err(Refusal::new(RefusalCode::AlreadyMandated).into());
            }
            let key = email.key();
            send(tx, &act, &organisation, email, role, |open| {
                open.email.key() == key
            })
            .await
        })
        .await
}

/// Names a representative where there is none that could act: invites somebody by e-mail. Other
/// invitations to represent the organisation are replaced.
///
/// # Errors
/// `NotFound`, `Forbidden`; `NOTHING_TO_DO` while somebody represents it.
pub async fn appoint_representative(
    platform: &Platform,
    actor: &Actor,
    organisation: OrganisationId,
    email: EmailAddress,
) -> Result<Invitation, Error> {
    let role = MandateRole::Representative;
    platform
        .write(async |tx| {
            organisations::lock(tx, organisation).await?;
            let organisation = organisations::find(tx, organisation)
                .await?
                .ok_or(Error::NotFound)?;
            policy::check(
                actor,
                Action::Organisation(OrganisationAction::AppointRepresentative, &organisation),
            )?;
            // Whose account is locked represents nobody for now.
            if !accounts::mandated(tx, organisation.id, role)
                .await?
                .is_empty()
            {
                return Err(Refusal::new(RefusalCode::NothingToDo).into());
            }
            send(
                tx,
                &platform.act(actor),
                &organisation,
                email,
                role,
                |open| open.role == role,
            )
            .await
        })
        .await
}

/// Takes back what somebody invited others to who no longer may.
pub(super) async fn revoke_those_of(
    tx: &Tx,
    act: &Act<'_>,
    mandate: &Mandate,
) -> Result<(), Error> {
    for mut open in mandates::open_invitations(tx, mandate.organisation, act.at).await? {
        if open.invited_by == Some(mandate.person) {
            open.revoke(act)?;
            mandates::save_invitation(tx, &mut open).await?;
        }
    }
    Ok(())
}

/// Whether who sent an invitation could send it now. The operator always could.
async fn stands(tx: &Tx, invitation: &Invitation) -> Result<bool, Error> {
    let Some(host) = invitation.invited_by else {
        return Ok(true);
    };
    let host = accounts::rights_of(tx, host).await?.map(Actor::Person);
    let organisation = organisations::find(tx, invitation.organisation).await?;
    let (Some(host), Some(organisation)) = (host, organisation) else {
        return Ok(false);
    };
    let may = |action| policy::check(&host, Action::Organisation(action, &organisation)).is_ok();
    Ok(may(OrganisationAction::ManageMandates) || may(OrganisationAction::AppointRepresentative))
}

/// Sends an invitation in the place of those it replaces.
async fn send(
    tx: &Tx,
    act: &Act<'_>,
    organisation: &Organisation,
    email: EmailAddress,
    role: MandateRole,
    replaces: impl Fn(&Invitation) -> bool,
) -> Result<Invitation, Error> {
    for mut open in mandates::open_invitations(tx, organisation.id, act.at).await? {
        if replaces(&open) {
            open.revoke(act)?;
            mandates::save_invitation(tx, &mut open).await?;
        }
    }
    let mut invitation = Invitation::send(act, organisation.id, email, role);
    mandates::save_invitation(tx, &mut invitation).await?;
    Ok(invitation)
}

/// Takes an invitation up by the code of the mail. Whoever holds the code may: the address it was
/// sent to is often a shared one. Answers also the actor with the mandate.
///
/// # Errors
/// `Unauthenticated`; `TOKEN_SPENT` for a code that is wrong, used, taken back or too old, or from
/// somebody who may invite no more;
/// `ALREADY_MANDATED`.
pub async fn accept(
    platform: &Platform,
    actor: &Actor,
    code: &str,
) -> Result<(Mandate, Actor), Error> {
    policy::check(actor, Action::UseAccount)?;
    let person = actor.person().ok_or(Error::Unauthenticated)?;
    let spent = || Refusal::new(RefusalCode::TokenSpent);
    let id: InvitationId = platform
        .secrets()
        .open(Seal::Invitation, code)
        .ok_or_else(spent)?;
    platform
        .write(async |tx| {
            let organisation = mandates::find_invitation(tx, id)
                .await?
                .ok_or_else(spent)?
                .organisation;
            // Of two who take it up at once, the second finds it used.
            organisations::lock(tx, organisation).await?;
            let mut invitation = mandates::find_invitation(tx, id).await?.ok_or_else(spent)?;
            if !stands(tx, &invitation).await? {
                return Err(spent().into());
            }
            let held = mandates::live(tx, person, organisation).await?;
            let act = platform.act(actor).acting_for(organisation);
            let mut mandate = invitation.accept(&act, person, held)?;
            mandates::save_invitation(tx, &mut invitation).await?;
            save(tx, &mut mandate).await?;
            let actor = with_mandate(actor, &mandate);
            Ok((mandate, actor))
        })
        .await
}

/// Takes an invitation back.
///
/// # Errors
/// `NotFound`, `Forbidden`, `Conflict`; `WRONG_STATE` when it is no longer open.
pub async fn revoke_invitation(
    platform: &Platform,
    actor: &Actor,
    id: InvitationId,
    acting_for: OrganisationId,
    expected_version: i32,
) -> Result<Invitation, Error> {
    let (actor, act) = platform.act_for(actor, acting_for)?;
    platform
        .write(async |tx| {
            let mut invitation = mandates::find_invitation(tx, id)
                .await?
                .ok_or(Error::NotFound)?;
            let organisation = organisations::find(tx, invitation.organisation)
                .await?
                .ok_or(Error::NotFound)?;
            if !reads_private(&actor, &organisation) {
                return Err(Error::NotFound);
            }
            policy::check(
                &actor,
                Action::Organisation(OrganisationAction::ManageMandates, &organisation),
            )?;
            expect_version(expected_version, invitation.version)?;
            invitation.revoke(&act)?;
            mandates::save_invitation(tx, &mut invitation).await?;
            Ok(invitation)
        })
        .await
}

/// An invitation, if the actor may see it.
///
/// # Errors
/// `Internal` alone.
pub async fn find_invitation(
    platform: &Platform,
    actor: &Actor,
    id: InvitationId,
) -> Result<Option<Invitation>, Error> {
    let Some(invitation) = mandates::find_invitation(platform.db(), id).await? else {
        return Ok(None);
    };
    let organisation = organisations::find(platform.db(), invitation.organisation).await?;
    let may = organisation.is_some_and(|organisation| reads_private(actor, &organisation));
    Ok(may.then_some(invitation))
}

/// Where an invitation was sent, for who may invite people there.
pub fn invited_address<'a>(
    actor: &Actor,
    invitation: &'a Invitation,
    organisation: &Organisation,
) -> Option<&'a EmailAddress> {
    let invites = [
        OrganisationAction::ManageMandates,
        OrganisationAction::AppointRepresentative,
    ];
    let may = |action| policy::check(actor, Action::Organisation(action, organisation)).is_ok();
    invites.into_iter().any(may).then_some(&invitation.email)
}

/// A page of the invitations of an organisation that can be taken up, for who reads its private side.
///
/// # Errors
/// `Internal` alone.
pub async fn list_invitations(
    platform: &Platform,
    organisation: OrganisationId,
    page: &PageRequest,
) -> Result<Page<Invitation>, Error> {
    let now = platform.now();
    Ok(mandates::list_invitations(platform.db(), organisation, now, page).await?)
}

/// The first page of such lists, for who reads the private side of the organisations.
///
/// # Errors
/// `Internal` alone.
pub async fn first_invitations_of(
    platform: &Platform,
    organisations: &[OrganisationId],
    limit: u64,
) -> Result<HashMap<OrganisationId, Page<Invitation>>, Error> {
    let now = platform.now();
    Ok(mandates::first_invitations_of(platform.db(), organisations, now, limit).await?)
}

/// How many invitations such a list has, for who was shown it.
///
/// # Errors
/// `Internal` alone.
pub async fn count_invitations(
    platform: &Platform,
    organisation: OrganisationId,
) -> Result<u64, Error> {
    Ok(mandates::count_invitations(platform.db(), organisation, platform.now()).await?)
}
