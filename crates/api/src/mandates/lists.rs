//! The lists of mandates and invitations, for who reads the private side of their organisation.

use async_graphql::Context;
use maillage_domain::{ids::OrganisationId, mandates as domain};
use maillage_usecases::{PageRequest, mandates};

use super::types::{Invitation, InvitationConnection, Mandate, MandateConnection};
use crate::{
    connection::Counter,
    context::ContextExt,
    error::Result,
    loaders::mandates::{Mandates, OpenInvitations},
};

/// A page of the mandates for an organisation, as `seen` by whoever looks.
pub(crate) async fn of_organisation(
    ctx: &Context<'_>,
    organisation: OrganisationId,
    ended: bool,
    page: &PageRequest,
    seen: impl FnMut(domain::Mandate) -> Mandate,
) -> Result<MandateConnection> {
    let found = if page.begins_the_list() {
        let lists = Mandates { ended };
        ctx.loaders().first(organisation, lists, page.limit).await?
    } else {
        mandates::list(ctx.platform(), organisation, ended, page).await?
    };
    let list = (organisation, ended);
    let counter = Counter::new(ctx, list, |platform, _, (organisation, ended)| {
        Box::pin(mandates::count(platform, *organisation, *ended))
    });
    Ok(MandateConnection {
        page: found.map(seen),
        counter,
    })
}

/// A page of the invitations of an organisation that can be taken up.
pub(crate) async fn invitations_of(
    ctx: &Context<'_>,
    organisation: OrganisationId,
    page: &PageRequest,
) -> Result<InvitationConnection> {
    let found = if page.begins_the_list() {
        let lists = OpenInvitations;
        ctx.loaders().first(organisation, lists, page.limit).await?
    } else {
        mandates::list_invitations(ctx.platform(), organisation, page).await?
    };
    let counter = Counter::new(ctx, organisation, |platform, _, organisation| {
        Box::pin(mandates::count_invitations(platform, *organisation))
    });
    Ok(InvitationConnection {
        page: found.map(Invitation::from),
        counter,
    })
}
